# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""How fast calls may follow one another: rates, and pauses that grow."""

from __future__ import annotations

import collections

from . import _clock


class RateWindow:
    """At most ``limit`` units in any window of ``seconds``.

    Whether the service counts in fixed or in sliding windows is not documented; what keeps
    a sliding one keeps every fixed one too.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self._used: collections.deque[tuple[float, int]] = collections.deque()
        self._sum = 0

    def ready_at(self, amount: int, now: float) -> float:
        """The earliest time at which ``amount`` more fit; an amount above the limit fits into an empty window."""
        self._forget(now)
        excess = self._sum + amount - self.limit
        if excess <= 0:
            return now
        for when, used in self._used:
            excess -= used
            if excess <= 0:
                return when + self.seconds
        return self._used[-1][0] + self.seconds if self._used else now

    def record(self, amount: int, now: float) -> None:
        """Count units. Call it when the answer is there: the service counted them at that time or before."""
        self._used.append((now, amount))
        self._sum += amount

    def used(self, now: float) -> int:
        """Units inside the window that ends now."""
        self._forget(now)
        return self._sum

    def _forget(self, now: float) -> None:
        while self._used and self._used[0][0] + self.seconds <= now:
            self._sum -= self._used.popleft()[1]


class Backoff:
    """Pauses that double up to a maximum, with jitter so that several clients do not march in step."""

    def __init__(self, clock: _clock.Clock, first: float = 0.5, longest: float = 30.0) -> None:
        self._clock = clock
        self._next = first
        self._longest = longest

    def pause(self, at_least: float = 0.0) -> float:
        """The next pause in seconds: between half and all of the current step, never below ``at_least``."""
        step = self._next
        self._next = min(step * 2, self._longest)
        return max(at_least, 0.0) + step * (0.5 + 0.5 * self._clock.jitter())
