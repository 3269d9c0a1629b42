# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's time: real, faster than real, or moved by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Protocol

FARTHEST = 10 * 366 * 86400  # in one step


class Clock(Protocol):
    """`now` is in seconds since the epoch; a real second is `speed` seconds of it."""

    speed: float

    def now(self) -> float: ...

    def advance(self, seconds: float) -> None: ...


class RealClock:
    """Starts at the real time and runs `speed` times as fast."""

    def __init__(self, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError('the speed of the clock must be positive')
        self.speed = speed
        self._start = time.time()
        self._begin = time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._begin) * self.speed

    def advance(self, seconds: float) -> None:
        _forwards(seconds)
        self._start += seconds


class ManualClock:
    """Stands still until it is told to move."""

    def __init__(self, start: datetime | None = None) -> None:
        moment = start or datetime(2026, 1, 1, 12, tzinfo=UTC)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        self.speed = 1.0
        self._now = moment.timestamp()

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        _forwards(seconds)
        self._now += seconds


def _forwards(seconds: float) -> None:
    if not 0 <= seconds <= FARTHEST:
        raise ValueError(f'the clock only goes forwards, by at most {FARTHEST} seconds')


def iso(moment: float) -> str:
    """The API's time stamp."""
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(moment))


def http_date(moment: float) -> str:
    return formatdate(moment, usegmt=True)
