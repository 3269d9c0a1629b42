# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the action plugins of the modules that submit entries do on the controller."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import tempfile
import threading
import time
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleFileNotFound
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _folders, _handover
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._interruption import Interruption
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._progress_lines import Lines, describe_interruption

display = Display()

# Seconds between two looks into the channel.
_LOOK = 0.5


class _SourceError(Exception):
    """The source cannot be used; the message is for the user."""


class SubmissionAction(ActionBase):  # type: ignore[misc]
    """Runs the module of the same name. Its options are the module's, which checks them."""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        super().run(tmp, task_vars)
        variables = task_vars or {}
        interruption = Interruption()
        try:
            with contextlib.ExitStack() as stack:
                result = self._run(stack, interruption, variables)
        finally:
            # A module that goes on without us has taken its temporary folder over; it is not known here any more.
            self._remove_tmp_path(self._connection._shell.tmpdir)
            if interruption.number:
                interruption.end_process()
        return result

    def _run(
        self, stack: contextlib.ExitStack, interruption: Interruption, variables: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        try:
            arguments, handover = self._hand_over_source(stack)
        except _SourceError as exc:
            return {"failed": True, "changed": False, "msg": str(exc), "problems": []}
        except InputError as exc:
            problems = [{"place": item.place, "url": item.url, "reason": item.reason} for item in exc.problems]
            return {"failed": True, "changed": False, "msg": str(exc), "problems": problems}
        if self._is_detached or not self._is_local:
            return self._execute(arguments, handover, variables)
        channel = self._make_channel(stack) if self._flag("progress", default=True) else ""
        handover = _handover.Handover(progress=channel, src=handover.src)
        lines = Lines(self._module_name, self._title(variables))
        with interruption, _Watch(lines, channel, interruption) as watch:
            result = self._execute(arguments, handover, variables)
            watch.end(result)
        if interruption.number:
            interruption.say(describe_interruption(self._title(variables), result))
        return result

    def _execute(
        self, arguments: dict[str, t.Any], handover: _handover.Handover, variables: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        environment = handover.as_environment()
        self._task.environment.append(environment)
        try:
            result = self._execute_module(module_args=arguments, task_vars=variables, wrap_async=self._is_detached)
        finally:
            self._task.environment.remove(environment)
        return t.cast("dict[str, t.Any]", result)

    # The source.

    def _hand_over_source(self, stack: contextlib.ExitStack) -> tuple[dict[str, t.Any], _handover.Handover]:
        """The module's arguments with a ``src`` that the module can read."""
        arguments = dict(self._task.args)
        written = arguments.get("src")
        if not written or not isinstance(written, str) or self._flag("remote_src", default=False):
            return arguments, _handover.Handover()
        found = self._find(written)
        if os.path.isdir(found):
            arguments["src"] = self._send_listing(found, written) if self._must_send else found
        else:
            arguments["src"] = self._hand_over_file(found, written, stack)
        return arguments, _handover.Handover(src=written)

    def _find(self, written: str) -> str:
        try:
            return str(self._find_needle("files", os.path.expanduser(os.path.expandvars(written))))
        except AnsibleFileNotFound as exc:
            places = ", ".join(map(str, exc.paths)) if getattr(exc, "paths", None) else "the playbook's directory"
            raise _SourceError(
                f"src {written} was not found on the controller (searched: {places}). Set remote_src=true if it is on "
                "the host where the module runs; nothing was sent."
            ) from exc

    def _hand_over_file(self, found: str, written: str, stack: contextlib.ExitStack) -> str:
        try:
            readable = str(self._loader.get_real_file(found))
        except AnsibleError as exc:
            reason = " ".join(str(exc).replace(found, written).split()).rstrip(".")
            raise _SourceError(
                f"src {written} cannot be read: {reason}. Check the file and, if it is encrypted, the vault password; "
                "nothing was sent."
            ) from exc
        is_decrypted = readable != found
        if is_decrypted:
            stack.callback(self._loader.cleanup_tmp_file, readable)
        # A module that goes on without us still finds the user's file, but not our decrypted copy.
        if self._must_send or (is_decrypted and self._is_detached):
            return self._send(readable, f"source-{os.path.basename(found)}")
        if is_decrypted and os.path.splitext(found)[1]:
            return self._keep_ending(readable, found, stack)
        return readable

    @staticmethod
    def _keep_ending(readable: str, found: str, stack: contextlib.ExitStack) -> str:
        """The module reads JSON and YAML by the file's ending, which a decrypted copy has not."""
        renamed = readable + os.path.splitext(found)[1]
        os.symlink(readable, renamed)
        stack.callback(os.unlink, renamed)
        return renamed

    def _send_listing(self, folder: str, written: str) -> str:
        try:
            listing = _handover.dump_listing(_folders.from_folder(folder))
        except InputError as exc:
            raise InputError(_handover.name_as_written(str(exc), folder, written), exc.problems) from exc
        with tempfile.NamedTemporaryFile("w", dir=C.DEFAULT_LOCAL_TMP, encoding="ascii") as file:
            file.write(listing)
            file.flush()
            return self._send(file.name, f"source{_handover.LISTING_ENDING}")

    def _send(self, path: str, name: str) -> str:
        """Put a file into the task's temporary folder, where the module may read it."""
        shell = self._connection._shell
        if shell.tmpdir is None:
            self._make_tmp_path()
        target = shell.join_path(shell.tmpdir, name)
        self._transfer_file(path, target)
        self._fixup_perms2([shell.tmpdir, target])
        return str(target)

    # The channel.

    def _make_channel(self, stack: contextlib.ExitStack) -> str:
        """An empty file that only we and the module can get at; empty text when that is not possible."""
        user = self.get_become_option("become_user") if self._is_become_unprivileged() else None
        try:
            # Another user cannot pass through our own temporary folder.
            folder = tempfile.mkdtemp(prefix="alibabacloud-cdn-", dir=None if user else C.DEFAULT_LOCAL_TMP)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            channel = os.path.join(folder, "progress")
            with open(channel, "x", encoding="ascii"):
                pass
            if user:
                for path in (channel, folder):
                    os.chown(path, pwd.getpwnam(user).pw_uid, -1)
        except (OSError, KeyError):
            return ""
        return channel

    # The task.

    @property
    def _is_local(self) -> bool:
        return bool(self._connection.transport == "local")

    @property
    def _is_detached(self) -> bool:
        """Whether the module goes on after this action has ended."""
        return bool(self._task.async_val) and not self._connection.has_native_async

    @property
    def _must_send(self) -> bool:
        """Whether the module cannot read what is the controller's."""
        return not self._is_local or self._is_become_unprivileged()

    @property
    def _module_name(self) -> str:
        return str(self._task.action).rpartition(".")[2]

    def _title(self, variables: t.Mapping[str, t.Any]) -> str:
        """What lines begin with: the module, and the host where several may be at it."""
        host = variables.get("inventory_hostname")
        is_alone = self._task.run_once or len(variables.get("ansible_play_hosts_all", ())) < 2
        return self._module_name if is_alone else f"{self._module_name} [{host}]"

    def _flag(self, option: str, *, default: bool) -> bool:
        """A boolean option; what is none is left to the module to refuse."""
        try:
            value = self._task.args.get(option)
            return default if value is None else bool(boolean(value))
        except TypeError:
            return default


class _Watch:
    """A thread that shows what the module writes, while it runs, and ends the module when Ansible is gone.

    Lines go to standard error by way of Ansible's own display in the main process, so that they come in between
    whole lines of whatever writes to standard output, and never into it.
    """

    def __init__(self, lines: Lines, channel: str, interruption: Interruption) -> None:
        self._lines = lines
        self._channel = channel
        self._interruption = interruption
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._parent = os.getppid()
        self._rest = ""

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def end(self, result: t.Mapping[str, t.Any]) -> None:
        """The module has ended: show the last line."""
        self.__exit__()
        self._show(self._lines.last(result))

    def _watch(self) -> None:
        with contextlib.ExitStack() as stack:
            file = None
            if self._channel:
                with contextlib.suppress(OSError):
                    file = stack.enter_context(open(self._channel, encoding="ascii", errors="replace"))
            while not self._ended.wait(_LOOK):
                if file is not None:
                    self._read(file)
                    self._show(self._lines.due(time.monotonic()))
                if os.getppid() != self._parent and self._interruption.is_armed:
                    os.kill(os.getpid(), signal.SIGTERM)
                    return

    def _read(self, file: t.TextIO) -> None:
        *whole, self._rest = (self._rest + file.read()).split("\n")
        for line in whole:
            self._lines.feed(line)

    def _show(self, lines: t.Iterable[str]) -> None:
        if self._interruption.number:
            return  # nobody takes them any more
        for line in lines:
            display.display(line, stderr=True)
