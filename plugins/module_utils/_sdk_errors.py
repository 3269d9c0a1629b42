# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the SDK's exceptions mean."""

from __future__ import annotations

import re
import types
import typing as t

from . import _credentials, _errors, _secrets

#: The code of a call for which the credentials could not be renewed.
INVALID_CREDENTIALS = "InvalidCredentials"

_PAGE_TITLE = re.compile(r"<title>\s*(\d{3})\b", re.IGNORECASE)


class Translator:
    """Makes errors of a call out of exceptions. ``sdk``: its names; ``address``: where the call went, for messages."""

    def __init__(self, sdk: types.SimpleNamespace, address: str, redactor: _secrets.Redactor) -> None:
        self._sdk = sdk
        self._address = address
        self._redactor = redactor

    def translate(self, operation: str, exc: t.Any) -> _errors.CallError:
        """The error that an exception of the SDK's means."""
        status = int(getattr(exc, "status_code", 0) or getattr(exc, "statusCode", 0) or 0)
        if status:
            return self._answered(operation, exc, status)
        inner = getattr(exc, "inner_exception", exc)
        if isinstance(inner, self._sdk.credential_exception):
            text = self._redactor.clean(f"the credentials could not be renewed: {inner}")
            return _errors.ApiError(operation, INVALID_CREDENTIALS, text, http_status=0)
        return self._unanswered(operation, inner)

    def _answered(self, operation: str, exc: t.Any, status: int) -> _errors.CallError:
        data = exc.data if isinstance(exc.data, dict) else {}
        code = data.get("Code") or data.get("code")
        if not code:
            return self._no_code(operation, status)
        retry_after = getattr(exc, "retry_after", None)
        return _errors.ApiError(
            operation,
            str(code),
            self._redactor.clean(str(data.get("Message") or data.get("message") or "")),
            http_status=status,
            request_id=str(data.get("RequestId") or data.get("requestId") or ""),
            retry_after=retry_after / 1000 if isinstance(retry_after, (int, float)) else None,
        )

    @staticmethod
    def _no_code(operation: str, status: int) -> _errors.CallError:
        if status < 500:
            return _errors.ApiError(
                operation, f"HTTP {status}", f"HTTP status {status} without an error code", http_status=status
            )
        return _errors.AnswerLostError(operation, f"HTTP status {status} without an error code", http_status=status)

    def _unanswered(self, operation: str, inner: BaseException) -> _errors.CallError:
        """No answer that the SDK could read. Its exceptions hide the cause, so the whole chain is looked at."""
        page = _PAGE_TITLE.search(str(inner))
        if page:
            return self._no_code(operation, int(page.group(1)))
        causes = list(_chain(inner))
        text = self._redactor.clean(_plainest(causes))
        if any(isinstance(cause, self._sdk.not_trusted) for cause in causes):
            return _errors.NotReachedError(
                operation, f"the certificate of {self._address} is not trusted: {text}", lasting=True
            )
        if any(isinstance(cause, self._sdk.not_connected) for cause in causes):
            return _errors.NotReachedError(operation, f"no connection to {self._address}: {text}")
        if any(isinstance(cause, self._sdk.timed_out) for cause in causes):
            return _errors.AnswerLostError(operation, "no answer within read_timeout")
        if any(isinstance(cause, OSError) for cause in causes):
            return _errors.AnswerLostError(operation, f"the connection broke before the answer was there: {text}")
        return _errors.AnswerLostError(operation, "the service's answer is not readable")


def explain(choice: _credentials.Choice, exc: Exception) -> _errors.CredentialsError:
    """The error for credentials that could not be had, and what to do about it."""
    text = _secrets.Redactor().clean(str(exc)).rstrip(".")
    if choice.assume is not None:
        causes = list(_chain(exc))
        if any(isinstance(cause, OSError) for cause in causes):
            return _errors.CredentialsError(
                f"The role {choice.assume.arn} could not be assumed, because STS cannot be reached, so nothing was sent: "
                f"{_plainest(causes)}. Check the network, the proxy and the certificates on the way to STS."
            )
        return _errors.CredentialsError(
            f"The role {choice.assume.arn} could not be assumed, so nothing was sent: {text}. "
            "Check role_arn, role_external_id and the role's trust policy."
        )
    if isinstance(choice.source, _credentials.Profile):
        return _errors.CredentialsError(
            f"The profile {choice.source.name!r} of ~/.aliyun/config.json could not be used, "
            f"so nothing was sent: {text}. Correct the profile, or give access_key_id and access_key_secret."
        )
    if isinstance(choice.source, _credentials.EcsRole):
        return _errors.CredentialsError(
            f"The instance role {choice.source.name!r} could not be read from the metadata service, "
            f"so nothing was sent: {text}. Unset ecs_role_name where there is no such instance."
        )
    return _credentials.nothing_found()


def _chain(exc: BaseException | None) -> t.Iterator[BaseException]:
    """The exception and everything it was raised from, wrapped in or given as its reason."""
    seen: set[int] = set()
    waiting = [exc]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _plainest(causes: t.Sequence[BaseException]) -> str:
    """What the operating system said, if it said anything; the layers above only repeat it."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(causes[0]).__name__
