# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Between Ansible and the layers below, for modules that only read."""

from __future__ import annotations

import dataclasses
import math
import os
import typing as t

from ansible.module_utils.basic import AnsibleModule

from . import _api, _clock, _errors, _module_exit, _options, _retry, _sdk, _secrets, _urls

_NOUNS = {_api.LIST_OPERATION: "The task list", _api.QUOTA_OPERATION: "The quota"}

T = t.TypeVar("T")


@dataclasses.dataclass
class Reader:
    """Reads from the service, and repeats what met a passing fault within ``retry_timeout``."""

    api: _api.CdnApi
    clock: _clock.Clock
    retry_timeout: float

    def read(self, call: t.Callable[[], T]) -> T:
        """:raises CallError: the last try's error."""
        return _retry.read(call, self.api, self.clock, _retry.RetryBudget(self.retry_timeout, math.inf))


#: Asks the service and returns the module's own part of the result.
Question = t.Callable[[Reader], dict[str, t.Any]]
#: Checks the module's parameters; the second argument is the time, in seconds since the epoch.
Prepare = t.Callable[[t.Mapping[str, t.Any], float], Question]


class InfoRunner:
    """Carries out a module that only reads, and exits it."""

    def __init__(self, module: AnsibleModule, prepare: Prepare) -> None:
        self._module = module
        self._prepare = prepare
        self._redactor = _secrets.Redactor()

    def run(self) -> None:
        """Do it and exit."""
        _module_exit.exit_with(self._module, self._redactor, {**self._result(), "changed": False})

    def _result(self) -> dict[str, t.Any]:
        try:
            return self._execute()
        except _errors.InputError as exc:
            return {"msg": str(exc), "failed": True}
        except _errors.MissingLibraryError as exc:
            return {**_module_exit.of_missing_library(exc), "failed": True}
        except _errors.CredentialsError as exc:
            return {"msg": str(exc), "failed": True}
        except _errors.CallError as exc:
            return {"msg": describe(exc), "failed": True, "error": exc.as_dict()}
        except Exception as exc:
            message = f"An internal error ended the module ({exc!r}); please report it with the traceback."
            return {"msg": message, "failed": True, "exception": _module_exit.trace_of(exc, self._redactor)}

    def _execute(self) -> dict[str, t.Any]:
        params = self._module.params
        # Ansible echoes the arguments; a URL with a password in it is refused but must not show it.
        self._redactor.add(*_urls.passwords_in(params.get("url") or ""))
        _options.check_ranges(params)
        connection = _options.connection(params, os.environ)
        clock = _clock.SystemClock()
        question = self._prepare(params, clock.wall())
        api = _api.CdnApi(_sdk.SdkTransport(connection, self._redactor), clock)
        return question(Reader(api, clock, params["retry_timeout"]))


def describe(error: _errors.CallError) -> str:
    """What could not be read, why, and what to do about it."""
    noun = _NOUNS[error.operation]
    if isinstance(error, _errors.ApiError):
        from . import _codes  # most runs meet no error

        if _codes.is_forbidden(error):
            permission = f"cdn:{error.operation}"
            return f"{noun} could not be read ({error.code}). Let an administrator grant the permission {permission}."
        return (
            f"{noun} could not be read: {_plain(str(error))}. {_sentence(_codes.advice(error.code, error.operation))}"
        )
    reason = f"{noun} could not be read: {_plain(error.message)}."
    if isinstance(error, _errors.NotReachedError):
        return f"{reason} Check the endpoint, the network and the proxy."
    return f"{reason} Run again later, or raise read_timeout or retry_timeout."


def _plain(text: str) -> str:
    return text.strip().rstrip(".!")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
