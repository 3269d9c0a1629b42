# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Everything that can go wrong, as exceptions. Only the runner turns them into a module's failure."""

from __future__ import annotations

import dataclasses
import typing as t


class CdnError(Exception):
    """Base of every error that this collection raises on purpose."""


@dataclasses.dataclass
class InputProblem:
    """One entry that cannot be used: where it stands, what it says, why it cannot be used."""

    place: str
    url: str
    reason: str


class InputError(CdnError):
    """What the user gave cannot be used; nothing was sent."""

    def __init__(self, message: str, problems: t.Sequence[InputProblem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class MissingLibraryError(CdnError):
    """A Python library that the module needs is not installed for its interpreter."""

    def __init__(self, library: str, cause: BaseException) -> None:
        super().__init__(library)
        self.library = library
        self.cause = cause


class CredentialsError(CdnError):
    """No usable credentials."""


class CallError(CdnError):
    """A call of one operation that gave no result."""

    def __init__(self, operation: str, message: str) -> None:
        super().__init__(message)
        self.operation = operation
        self.message = message

    def as_dict(self) -> dict[str, t.Any]:
        """The shape of the module's return value ``error``."""
        return {
            "code": getattr(self, "code", ""),
            "message": self.message,
            "request_id": getattr(self, "request_id", ""),
            "http_status": getattr(self, "http_status", 0),
            "operation": self.operation,
        }


class ApiError(CallError):
    """The service answered, and its answer is an error.

    ``retry_after`` is in seconds, None when the service gave no hint.
    """

    def __init__(
        self,
        operation: str,
        code: str,
        message: str,
        *,
        http_status: int,
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(operation, message)
        self.code = code
        self.http_status = http_status
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotReachedError(CallError):
    """No connection came about, so the service certainly did not get the request.

    ``lasting`` says that trying again cannot help, as with a certificate that is not trusted.
    """

    def __init__(self, operation: str, message: str, *, lasting: bool = False) -> None:
        super().__init__(operation, message)
        self.lasting = lasting


class AnswerLostError(CallError):
    """The request went out and no readable answer came back: the service may or may not have acted on it."""

    def __init__(self, operation: str, message: str, *, http_status: int = 0) -> None:
        super().__init__(operation, message)
        self.http_status = http_status


class OutOfTimeError(CallError):
    """The run's time was over before the call was made."""


class Interrupted(BaseException):
    """A signal asked the run to end. Not an Exception, so that nothing on the way takes it for a fault."""
