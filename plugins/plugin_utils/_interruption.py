# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What happens when a play is interrupted while a module runs on the controller.

Ansible starts every task in a process with a group of its own, out of a terminal's reach, and on an interrupt
ends that process at once and the module with it, whose result nobody hears. Here the module is asked to end, its
result is awaited and shown, and only then this process ends as Ansible wants it to.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import types
import typing as t

# The module ends within a moment. One that was just being started may have missed the signal, so it is repeated, which a
# module that already heard it does not notice. After so many times with so many seconds between, it is made to end.
_REPEATS, _BETWEEN = 40, 0.25

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

# By the time when there is something to say, Ansible has closed the way on which this process shows lines, and it took
# the standard streams away before. The strategy loads this file in the main process, where they are still there.
try:
    _STDERR = os.dup(2)
except OSError:
    _STDERR = -1


class Interruption:
    """A context in which an interrupt waits until the module has ended. ``number`` is the signal, 0 before one came."""

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[int, t.Any] = {}
        self._ended = threading.Event()

    def __enter__(self) -> Interruption:
        if _owns_its_group():
            self._before = {number: signal.signal(number, self._pass_on) for number in _SIGNALS}
        return self

    def __exit__(self, *_exception: object) -> None:
        self._ended.set()
        if not self.number:
            for number, handler in self._before.items():
                signal.signal(number, handler)

    @property
    def is_armed(self) -> bool:
        """Whether a signal to this process ends the module in good order."""
        return bool(self._before)

    def say(self, text: str) -> None:
        """Tell the person who interrupted the play."""
        with contextlib.suppress(OSError):
            os.write(_STDERR, f"{text}\n".encode(errors="replace"))

    def end_process(self) -> t.NoReturn:
        """Die of the signal, as this process would have done without the context."""
        signal.signal(self.number, signal.SIG_DFL)
        os.kill(os.getpid(), self.number)
        os._exit(1)

    def _pass_on(self, number: int, _frame: types.FrameType | None) -> None:
        if self.number:
            return  # our own, which the group got, or Ansible's when it does not want to wait any longer
        self.number = number
        threading.Thread(target=self._press, daemon=True).start()

    def _press(self) -> None:
        for _turn in range(_REPEATS):
            os.killpg(os.getpgrp(), self.number)
            if self._ended.wait(_BETWEEN):
                return
        os.killpg(os.getpgrp(), signal.SIGKILL)


def _owns_its_group() -> bool:
    """Whether this is a process that Ansible made for one task, the first of its group, with nobody else's in it."""
    is_worker = multiprocessing.parent_process() is not None
    return is_worker and os.getpgrp() == os.getpid() and threading.current_thread() is threading.main_thread()
