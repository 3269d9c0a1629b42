# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Between Ansible and the layers below: the one place that exits a module."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleModule

from . import (
    _api,
    _clock,
    _errors,
    _handover,
    _job,
    _ledger,
    _module_exit,
    _options,
    _outcome,
    _progress,
    _record,
    _run,
    _sdk,
    _secrets,
    _stop,
    _urls,
)

# What Ansible itself shows in place of a secret parameter.
_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class SubmissionRunner:
    """Carries out a module that submits entries, and exits it with the whole ledger whatever happens."""

    def __init__(self, module: AnsibleModule, job: _job.Job) -> None:
        self._module = module
        self._job = job
        self._redactor = _secrets.Redactor()
        self._ledger = _ledger.Ledger([])
        self._record = _record.Record()
        self._api: _api.CdnApi | None = None
        self._handover = _handover.from_environment(os.environ)
        self._stop = _stop.Stop(self._handover.lifeline)

    def run(self) -> None:
        """Do it and exit."""
        self._stop.listen()
        _module_exit.exit_with(self._module, self._redactor, self._result_of_run())

    def _result_of_run(self) -> dict[str, t.Any]:
        try:
            self._execute()
        except _errors.InputError as exc:
            return self._bad_input(exc)
        except _errors.MissingLibraryError as exc:
            return self._nothing_sent(**_module_exit.of_missing_library(exc))
        except _errors.CredentialsError as exc:
            return self._nothing_sent(str(exc))
        except _errors.Interrupted as exc:
            self._ledger.explain(_ledger.UNSENT, "the run was interrupted")
            return self._result(f"Interrupted by {exc}: {self._make_outcome().message()}", failed=True)
        except Exception as exc:
            what = self._redactor.clean(repr(exc))
            self._ledger.explain(_ledger.UNSENT, "an internal error came up")
            message = f"An internal error ended the run ({what}); please report it with the traceback."
            if self._ledger.entries:
                message = f"{message} {self._make_outcome().message()}"
            return self._result(message, failed=True, exception=_module_exit.trace_of(exc, self._redactor))
        outcome = self._make_outcome()
        return self._result(outcome.message(), failed=outcome.failed)

    def _execute(self) -> None:
        params = self._module.params
        self._hide_passwords(params["urls"] or [])
        _options.check_ranges(params)
        for warning in self._job.check():
            self._module.warn(warning)
        connection = _options.connection(params, os.environ)
        self._redactor.add(*connection.credentials.secrets)
        clock = _clock.SystemClock(self._stop.sleep)
        options = _options.run_options(params, self._job.limits(), check_mode=self._module.check_mode, now=clock.wall())
        if self._writes_results:
            from . import _results_file

            _results_file.check_writable(params["results_path"])
        self._ledger = self._job.read()
        if not self._ledger.entries:
            return
        with self._stop.cutting():
            transport = _sdk.SdkTransport(connection, self._redactor)
        self._api = _api.CdnApi(_stop.StoppableTransport(transport, self._stop), clock)
        progress = (
            _progress.ProgressFile(self._handover.progress) if self._handover.progress else _progress.NoProgress()
        )
        _run.Run(self._api, clock, self._ledger, self._record, options, self._job.requests(), progress).execute()

    @property
    def _writes_results(self) -> bool:
        return self._module.params["results_path"] is not None and not self._module.check_mode

    def _write_results(self) -> str:
        """Write the file when one is wanted; returns what went wrong, empty when nothing did."""
        if not self._writes_results:
            return ""
        from . import _results_file

        path = self._module.params["results_path"]
        try:
            _results_file.write(path, self._ledger.entries, self._module.atomic_move)
        except OSError as exc:
            return f"; besides, results_path {path} could not be written: {exc.strerror or exc}"
        return ""

    def _hide_passwords(self, texts: t.Iterable[str]) -> None:
        """Ansible echoes the arguments; an entry with a password in it is refused but must not show it."""
        for text in texts:
            self._redactor.add(*_urls.passwords_in(text))

    def _make_outcome(self) -> _outcome.Outcome:
        params = self._module.params
        return _outcome.Outcome(self._ledger, self._record, wait=params["wait"], check_mode=self._module.check_mode)

    def _bad_input(self, error: _errors.InputError) -> dict[str, t.Any]:
        result = _module_exit.of_bad_input(error)
        message = _handover.name_as_written(str(error), self._module.params["src"], self._handover.src)
        return {**result, "msg": message}

    def _nothing_sent(self, msg: str, **extra: str) -> dict[str, t.Any]:
        self._ledger.explain(_ledger.UNSENT, msg)
        return self._result(msg, failed=True, **extra)

    def _result(self, message: str, *, failed: bool, **extra: str) -> dict[str, t.Any]:
        self._stop.ignore()  # nothing must cut off the result
        outcome = self._make_outcome()
        trouble = self._write_results()
        result = {
            **outcome.result(self._api.calls if self._api else {}),
            **extra,
            "msg": f"{message.rstrip('.')}{trouble}." if trouble else message,
            "failed": failed or bool(trouble),
        }
        if self._module._diff:
            result["diff"] = outcome.diff()
        return result


def hide_headers(module: AnsibleModule) -> dict[str, t.Any]:
    """Return the parameters, and leave the values of ``headers`` out of what Ansible echoes.

    Ansible would mask every occurrence of each value in the whole result, also in URLs, where a short one
    such as "br" is part of other words.
    """
    params = dict(module.params)
    if params["headers"]:
        secrets = {params["access_key_secret"], params["security_token"]}
        for value in params["headers"].values():
            values = value if isinstance(value, list) else [value]
            module.no_log_values.difference_update({str(item) for item in values} - secrets)
        module.params["headers"] = dict.fromkeys(params["headers"], _HIDDEN)
    return params
