# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""How a module ends: with a clean result, whatever went wrong before."""

from __future__ import annotations

import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from . import _errors, _limits, _secrets

Result = dict[str, t.Any]


def exit_with(module: AnsibleModule, redactor: _secrets.Redactor, result: Result) -> None:
    """Exit the module; ``failed`` in the result says how. No secret that the redactor knows goes out."""
    cleaned = redactor.clean_all(result)
    module.no_log_values.update(redactor.values)
    if cleaned.pop("failed", False):
        module.fail_json(**cleaned)
    module.exit_json(**cleaned)


def of_bad_input(error: _errors.InputError) -> Result:
    """The result when what the user gave cannot be used."""
    problems = [{"place": problem.place, "url": problem.url, "reason": problem.reason} for problem in error.problems]
    result: Result = {"msg": str(error), "failed": True, "problems": problems[: _limits.MOST_LISTED]}
    if len(problems) > _limits.MOST_LISTED:
        result["truncated"] = True
    return result


def of_missing_library(error: _errors.MissingLibraryError) -> dict[str, str]:
    """``msg`` and ``exception`` when a Python library is missing."""
    reason = "".join(traceback.format_exception_only(type(error.cause), error.cause))
    return {"msg": missing_required_lib(error.library), "exception": reason}


def trace_of(error: BaseException, redactor: _secrets.Redactor) -> str:
    """The traceback of a programming error, without secrets."""
    return redactor.clean("".join(traceback.format_exception(type(error), error, error.__traceback__)))
