# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Time and chance, handed in from outside so that tests can hold both."""

from __future__ import annotations

import random
import time
import typing as t


class Clock(t.Protocol):
    """What the layers below the runner may know of time."""

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps; for durations and deadlines."""

    def wall(self) -> float:
        """Seconds since the epoch, UTC; for times that the service is told."""

    def sleep(self, seconds: float) -> None:
        """Let time pass.

        :raises Interrupted: the run is to end.
        """

    def jitter(self) -> float:
        """A random number from 0 (inclusive) to 1 (exclusive)."""


class SystemClock:
    """The machine's own clock. ``sleep`` is how to wait."""

    def __init__(self, sleep: t.Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep

    def monotonic(self) -> float:
        return time.monotonic()

    def wall(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        self._sleep(seconds)

    def jitter(self) -> float:
        return random.random()
