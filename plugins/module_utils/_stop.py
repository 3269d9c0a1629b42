# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""How a run hears that it is to end early, and where it ends then.

A signal is only noted. The run ends at its next pause or before its next call, where everything is accounted for; an
exception out of a signal handler may come up anywhere, and libraries swallow some. Only a call that takes long is cut.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import time
import types
import typing as t

from . import _api, _errors

# AWX and systemd end with SIGTERM, a person with Ctrl-C, a terminal that closes with SIGHUP.
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

# Seconds that a call under way may still take: what its answer says need not be looked for afterwards.
_REST_OF_A_CALL = 3.0


class Stop:
    """Whether the run is to end.

    ``lifeline`` is the path of a FIFO that the controller holds open for reading as long as the run is wanted; empty
    when there is none. It reaches us where no signal does: as another user, while we start, and when the controller's
    process was killed.
    """

    def __init__(self, lifeline: str = "") -> None:
        self._reason = ""
        self._may_cut = False
        self._poll = select.poll()
        self._lifeline = -1
        if lifeline:
            self._take(lifeline)

    def _take(self, path: str) -> None:
        try:
            self._lifeline = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError as exc:
            if exc.errno == errno.ENXIO:  # nobody reads any more
                self._reason = "the end of the play"
            return
        self._poll.register(self._lifeline, 0)

    def listen(self) -> None:
        """From now on signals are heard."""
        # Python runs handlers in the main thread only, and does not wake it for a signal that the system hands to
        # another thread or just before the main thread begins to wait. What is written to this pipe does.
        heard, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self._poll.register(heard, select.POLLIN)
        signal.signal(signal.SIGALRM, self._cut)
        for number in _SIGNALS:
            signal.signal(number, self._hear)

    @staticmethod
    def ignore() -> None:
        """From now on nothing ends this process early."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def check(self) -> None:
        """:raises Interrupted: the run is to end."""
        if not self._reason and any(fd == self._lifeline for fd, _event in self._poll.poll(0)):
            self._reason = "the end of the play"
        if self._reason:
            raise _errors.Interrupted(self._reason)

    def sleep(self, seconds: float) -> None:
        """Let time pass.

        :raises Interrupted: the run is to end.
        """
        until = time.monotonic() + seconds
        while True:
            self.check()
            left = until - time.monotonic()
            if left <= 0:
                return
            self._poll.poll(left * 1000)

    @contextlib.contextmanager
    def cutting(self) -> t.Iterator[None]:
        """What is done herein is cut off when it goes on for long after a signal.

        :raises Interrupted: it was.
        """
        self._may_cut = True
        try:
            yield
        finally:
            self._may_cut = False

    def _hear(self, number: int, _frame: types.FrameType | None) -> None:
        if not self._reason:
            self._reason = signal.Signals(number).name
            signal.setitimer(signal.ITIMER_REAL, _REST_OF_A_CALL)

    def _cut(self, _number: int, _frame: types.FrameType | None) -> None:
        if self._may_cut:
            self._may_cut = False
            raise _errors.Interrupted(self._reason)


class StoppableTransport:
    """Carries calls that are cut off when they go on for long after a signal."""

    def __init__(self, transport: _api.Transport, stop: Stop) -> None:
        self._transport = transport
        self._stop = stop

    def call(self, operation: str, *, query: t.Mapping[str, str], form: t.Mapping[str, str]) -> _api.Reply:
        """Make one call.

        :raises Interrupted: it was cut off.
        """
        with self._stop.cutting():
            return self._transport.call(operation, query=query, form=form)
