# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the action plugins of the modules that submit entries do on the controller."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pwd
import shutil
import tempfile
import typing as t

from ansible import constants as C

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _collector, _handover
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._interruption import Interruption, Lifeline
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._interruption_words import describe_interruption
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._progress_watch import ProgressWatch
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._source import SourceAction, SourceError


class SubmissionAction(SourceAction):
    """Runs the module of the same name. Its options are the module's, which checks them."""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        super().run(tmp, task_vars)
        variables = task_vars or {}
        interruption = Interruption(in_vain=describe_interruption(self._title(variables), {}))
        try:
            with contextlib.ExitStack() as stack:
                # A module that goes on without us has taken its temporary folder over; it is not known here any more.
                stack.callback(lambda: self._remove_tmp_path(self._connection._shell.tmpdir))
                return self._run(stack, interruption, variables)
        except SourceError as exc:
            return {**exc.result, "changed": False, "msg": str(exc)}
        finally:
            if interruption.number:
                interruption.end_process()

    def _run(
        self, stack: contextlib.ExitStack, interruption: Interruption, variables: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        arguments, handover = self._hand_over_source(stack)
        if self._is_detached or not self._is_local:
            return self._execute(arguments, handover, variables)
        folder = self._make_folder(stack)
        interruption.lifeline = self._make_lifeline(folder)
        channel = self._make_channel(folder) if self._flag("progress", default=True) else ""
        lifeline = interruption.lifeline.path if interruption.lifeline else ""
        handover = dataclasses.replace(handover, progress=channel, lifeline=lifeline)
        title = self._title(variables)
        result: dict[str, t.Any] = {}
        try:
            with interruption, ProgressWatch(self._module_name, title, channel, interruption) as watch:
                result = self._execute(arguments, handover, variables)
                watch.end(result)
        finally:
            if interruption.number:
                interruption.say(describe_interruption(title, result))
        interruption.say_from_now_on(describe_interruption(title, result))
        return result

    def _execute(
        self, arguments: dict[str, t.Any], handover: _handover.Handover, variables: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        environment = handover.as_environment()
        self._task.environment.append(environment)
        try:
            # Packing a module parses a hundred files: with the collector running, that takes half as long again.
            with _collector.paused():
                result = self._execute_module(module_args=arguments, task_vars=variables, wrap_async=self._is_detached)
        finally:
            self._task.environment.remove(environment)
        return t.cast("dict[str, t.Any]", result)

    # What connects the module with us.

    def _make_folder(self, stack: contextlib.ExitStack) -> str:
        """A folder that the module can pass through, and nobody else can look into; empty when that is not possible."""
        try:
            # Another user cannot pass through our own temporary folder.
            is_other = self._is_become_unprivileged()
            folder = tempfile.mkdtemp(prefix="alibabacloud-cdn-", dir=None if is_other else C.DEFAULT_LOCAL_TMP)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            os.chmod(folder, 0o711 if is_other else 0o700)
        except OSError:
            return ""
        return folder

    @staticmethod
    def _make_lifeline(folder: str) -> Lifeline | None:
        try:
            return Lifeline(os.path.join(folder, "lifeline")) if folder else None
        except OSError:
            return None

    def _make_channel(self, folder: str) -> str:
        """An empty file to which only we and the module can write; empty text when that is not possible."""
        if not folder:
            return ""
        channel = os.path.join(folder, "progress")
        try:
            descriptor = os.open(channel, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.close(descriptor)
            if self._is_become_unprivileged():
                os.chown(channel, pwd.getpwnam(self.get_become_option("become_user")).pw_uid, -1)
        except (OSError, KeyError):
            return ""
        return channel

    @property
    def _module_name(self) -> str:
        return str(self._task.action).rpartition(".")[2]

    def _title(self, variables: t.Mapping[str, t.Any]) -> str:
        """What lines begin with: the module, and the host where several may be at it."""
        host = variables.get("inventory_hostname")
        is_alone = self._task.run_once or len(variables.get("ansible_play_hosts_all", ())) < 2
        return self._module_name if is_alone else f"{self._module_name} [{host}]"
