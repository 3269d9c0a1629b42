# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""How a source on the controller comes to the module."""

from __future__ import annotations

import contextlib
import os
import tempfile
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleFileNotFound
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _handover


class SourceError(Exception):
    """The source cannot be used; the message is for the user.

    :ivar result: what the module would return, but for the message.
    """

    def __init__(self, message: str, result: t.Mapping[str, t.Any] | None = None) -> None:
        super().__init__(message)
        self.result = result or {"failed": True, "problems": []}


class SourceAction(ActionBase):  # type: ignore[misc]
    """The part of an action that finds ``src`` and puts it where the module can read it."""

    def _hand_over_source(self, stack: contextlib.ExitStack) -> tuple[dict[str, t.Any], _handover.Handover]:
        """The module's arguments with a ``src`` that the module can read; what is only needed until it ends is on the stack.

        :raises SourceError: there is no such source, or entries of it cannot be used.
        """
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
            raise SourceError(
                f"src {written} was not found on the controller (searched: {places}). Set remote_src=true if it is on "
                "the host where the module runs; nothing was sent."
            ) from exc

    def _hand_over_file(self, found: str, written: str, stack: contextlib.ExitStack) -> str:
        try:
            readable = str(self._loader.get_real_file(found))
        except AnsibleError as exc:
            reason = " ".join(str(exc).replace(found, written).split()).rstrip(".")
            raise SourceError(
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
        # Imported with a folder only: the action of a few URLs starts the sooner.
        from ansible_collections.alibabacloud.cdn.plugins.module_utils import _errors, _folders, _listing, _module_exit

        try:
            listing = _listing.dump(_folders.from_folder(folder))
        except _errors.InputError as exc:
            message = _handover.name_as_written(str(exc), folder, written)
            raise SourceError(message, _module_exit.of_bad_input(exc)) from exc
        with tempfile.NamedTemporaryFile("w", dir=C.DEFAULT_LOCAL_TMP, encoding="ascii") as file:
            file.write(listing)
            file.flush()
            return self._send(file.name, f"source{_listing.ENDING}")

    def _send(self, path: str, name: str) -> str:
        """Put a file into the task's temporary folder, where the module may read it."""
        shell = self._connection._shell
        if shell.tmpdir is None:
            self._make_tmp_path()
        target = shell.join_path(shell.tmpdir, name)
        self._transfer_file(path, target)
        self._fixup_perms2([shell.tmpdir, target])
        return str(target)

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

    def _flag(self, option: str, *, default: bool) -> bool:
        """A boolean option; what is none is left to the module to refuse."""
        try:
            value = self._task.args.get(option)
            return default if value is None else bool(boolean(value))
        except TypeError:
            return default
