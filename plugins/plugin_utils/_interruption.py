# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What happens when a play is interrupted while a module runs on the controller.

Ansible starts every task in a process with a group of its own, out of a terminal's reach. On an interrupt it sends that
process several signals at once, upon which it ends without anybody hearing the module's result. Here the module's
lifeline is cut, its result is awaited and shown, and only then this process ends as Ansible wants it to.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import select
import signal
import threading
import types
import typing as t

# Seconds between two looks whether Ansible's main process, which may have been killed, is still there.
_LOOK = 0.5

# How long a module may take that was asked to end, in seconds: until it is sent a signal, which also cuts off a call to
# a service that does not answer, and from then on until it is made to end.
_PATIENCE, _LAST_PATIENCE = 8.0, 30.0

# Seconds that this process gets to send its result.
_TIME_TO_SEND = 1.0

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

# By the time when there is something to say, Ansible has closed the way on which this process shows lines, and it took
# the standard streams away before. The strategy loads this file in the main process, where they are still there.
try:
    _STDERR = os.dup(2)
except OSError:
    _STDERR = -1


class Lifeline:
    """A FIFO that this process reads, and that its module, under whatever user, looks at: is it still being read?

    :raises OSError: it cannot be made.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        os.mkfifo(path)
        self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        # Nothing is ever read from it, so it does not matter who opens it.
        os.chmod(path, 0o622)

    def cut(self) -> None:
        """Let the module end. The system does the same when this process is killed."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Interruption:
    """A context in which an interrupt waits until the module has ended. ``number`` is the signal, 0 before one came.

    ``in_vain`` is said when the module does not end and this process has to be killed together with it.
    """

    def __init__(self, in_vain: str) -> None:
        self.number = 0
        self.lifeline: Lifeline | None = None
        self._in_vain = in_vain
        self._before: dict[int, t.Any] = {}
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Interruption:
        if _owns_its_group():
            self._ended, self._end = os.pipe()
            self._heard, self._wake = os.pipe()
            os.set_blocking(self._wake, False)
            self._thread.start()
            # Python runs handlers in the main thread, which waits for the module, and the system is free to hand a signal
            # to a thread beside it. Then the main thread does not wake up. This pipe is written to in any case.
            signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
            self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._before:
            os.close(self._end)
            self._thread.join()
            for number, handler in self._before.items():
                if not self.number:
                    signal.signal(number, handler)
            signal.set_wakeup_fd(-1)
            for descriptor in (self._ended, self._heard, self._wake):
                os.close(descriptor)
        if self.lifeline:
            self.lifeline.cut()

    def say(self, text: str) -> None:
        """Tell the person who interrupted the play."""
        _say(text)

    def say_from_now_on(self, text: str) -> None:
        """The module has ended; should an interrupt come before Ansible has heard of the result, this is to be said."""
        last_words = _LastWords(text, {number: self._own_handler(number) for number in self._before})
        for number in self._before:
            signal.signal(number, last_words)

    def _own_handler(self, number: int) -> t.Any:
        """What the process would have done without us; a loop has made a context for every item."""
        handler = self._before[number]
        return handler.then[number] if isinstance(handler, _LastWords) else handler

    def end_process(self) -> t.NoReturn:
        """Die of the signal, as this process would have done without the context."""
        signal.signal(self.number, signal.SIG_DFL)
        os.kill(os.getpid(), self.number)
        os._exit(1)

    def _note(self, number: int, _frame: types.FrameType | None = None) -> None:
        self.number = self.number or number

    def _listen(self) -> None:
        """Wait for an interrupt, and then see to it that the module ends."""
        end = select.poll()
        end.register(self._ended)
        if self._wait_for_interrupt() and not self._ends_by_itself(end):
            with contextlib.suppress(OSError):
                os.killpg(os.getpgrp(), signal.SIGTERM)
            if not end.poll(_LAST_PATIENCE * 1000):
                _say(self._in_vain)
                os.killpg(os.getpgrp(), signal.SIGKILL)

    def _wait_for_interrupt(self) -> bool:
        """False when the context has ended without one."""
        poll = select.poll()
        poll.register(self._ended)
        poll.register(self._heard, select.POLLIN)
        while not self.number:
            ready = {descriptor for descriptor, _event in poll.poll(_LOOK * 1000)}
            if self._heard in ready:
                number = os.read(self._heard, 1)[0]
                if number in _SIGNALS:  # not the alarm with which Ansible ends a task that exceeds its timeout
                    self._note(number)
            elif self._ended in ready:
                return False
            elif _is_orphan():
                self._note(signal.SIGTERM)
        return True

    def _ends_by_itself(self, end: select.poll) -> bool:
        if self.lifeline is None:
            return False
        self.lifeline.cut()
        return bool(end.poll(_PATIENCE * 1000))


class _LastWords:
    """A signal handler for a process that is about to send its result to Ansible and to end.

    It says something, and lets some time pass before it does what ``then`` does: Ansible's own handlers end the process
    at once, and when it is just sending, it takes a lock along for which the main process then waits forever.

    On SIGTERM it says nothing: at the end of every play, Ansible sends that to processes that have not quite ended.
    """

    def __init__(self, text: str, then: t.Mapping[int, t.Any]) -> None:
        self.then = then
        self._text = text
        self._is_heard = False

    def __call__(self, number: int, frame: types.FrameType | None) -> None:
        if not self._is_heard:
            self._is_heard = True
            if number == signal.SIGINT:
                _say(self._text)
            signal.signal(signal.SIGALRM, lambda *_alarm: self.then[number](number, frame))
            signal.setitimer(signal.ITIMER_REAL, _TIME_TO_SEND)


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(_STDERR, f"{text}\n".encode(errors="replace"))


def _owns_its_group() -> bool:
    """Whether this is a process that Ansible made for one task, the first of its group, with nobody else's in it."""
    is_worker = multiprocessing.parent_process() is not None
    return is_worker and os.getpgrp() == os.getpid() and threading.current_thread() is threading.main_thread()


def _is_orphan() -> bool:
    parent = multiprocessing.parent_process()
    return parent is not None and os.getppid() != parent.pid
