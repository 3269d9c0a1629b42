# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Shows what a module tells of its progress, while it runs."""

from __future__ import annotations

import threading
import time
import typing as t

from ansible.utils.display import Display

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._interruption import Interruption

if t.TYPE_CHECKING:
    from ansible_collections.alibabacloud.cdn.plugins.plugin_utils import _progress_lines

display = Display()

# Seconds between two looks into the channel.
_LOOK = 0.5


class ProgressWatch:
    """A thread that reads the file ``channel``, to which the module writes; with an empty name it does nothing.

    ``module`` is the module's name; ``title`` begins each line.

    Lines go to standard error by way of Ansible's own display in the main process, so that they come in between
    whole lines of whatever writes to standard output, and never into it.
    """

    def __init__(self, module: str, title: str, channel: str, interruption: Interruption) -> None:
        self._module = module
        self._title = title
        self._lines: _progress_lines.Lines | None = None
        self._channel = channel
        self._interruption = interruption
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._rest = ""

    def __enter__(self) -> ProgressWatch:
        if self._channel:
            self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        # A line that is being shown holds a lock of Ansible's; but after an interrupt nobody may be left to take it.
        while self._thread.is_alive():
            self._thread.join(_LOOK)
            if self._interruption.number:
                break

    def end(self, result: t.Mapping[str, t.Any]) -> None:
        """The module has ended: show the last line."""
        self.__exit__()
        if self._lines is not None:
            self._show(self._lines.last(result))

    def _watch(self) -> None:
        with open(self._channel, encoding="ascii", errors="replace") as file:
            while not self._ended.wait(_LOOK):
                self._read(file)
                if self._lines is not None:
                    self._show(self._lines.due(time.monotonic()))

    def _read(self, file: t.TextIO) -> None:
        *whole, self._rest = (self._rest + file.read()).split("\n")
        for line in whole:
            self._lines = self._lines or self._make_lines()
            self._lines.feed(line)

    def _make_lines(self) -> _progress_lines.Lines:
        # A short run tells nothing, and need not wait for this import; that of a longer one costs it nothing in here.
        from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._progress_lines import Lines

        return Lines(self._module, self._title)

    def _show(self, lines: t.Iterable[str]) -> None:
        for line in lines:
            if not self._interruption.number:  # after it nobody takes them any more
                display.display(line, stderr=True)
