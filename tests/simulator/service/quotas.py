# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Daily quotas, minute limits per domain, calls per second."""

from __future__ import annotations

from collections import deque

from .limits import QUOTA_RESET_OFFSET
from .settings import Settings

DAY = 86400


class DailyQuotas:
    """What was used of each quota since the last reset."""

    def __init__(self) -> None:
        self._day = -1
        self._used: dict[str, int] = {}

    def _roll(self, now: float) -> None:
        day = int((now + QUOTA_RESET_OFFSET) // DAY)
        if day != self._day:
            self._day, self._used = day, {}

    def used(self, name: str, now: float) -> int:
        self._roll(now)
        return self._used.get(name, 0)

    def remaining(self, settings: Settings, name: str, now: float) -> int:
        return max(0, settings.quota(name) - self.used(name, now))

    def use(self, name: str, amount: int, now: float) -> None:
        self._roll(now)
        self._used[name] = self._used.get(name, 0) + amount


def resets_at(now: float) -> float:
    """The next 00:00 UTC+8."""
    return ((now + QUOTA_RESET_OFFSET) // DAY + 1) * DAY - QUOTA_RESET_OFFSET


class MinuteLimits:
    """Entries per domain and minute, for URLs and for directories."""

    def __init__(self) -> None:
        self._charges: dict[tuple[str, str], deque[tuple[float, int]]] = {}
        self._sums: dict[tuple[str, str], int] = {}

    def used(self, settings: Settings, limit: str, domain: str, now: float) -> int:
        key = (limit, domain)
        charges = self._charges.get(key)
        if charges is None:
            return 0
        begin = now - now % 60 if settings.switch('minute_window') == 'fixed' else now - 60
        while charges and charges[0][0] < begin:
            self._sums[key] -= charges.popleft()[1]
        return self._sums[key]

    def use(self, limit: str, domain: str, amount: int, now: float) -> None:
        key = (limit, domain)
        self._charges.setdefault(key, deque()).append((now, amount))
        self._sums[key] = self._sums.get(key, 0) + amount


class CallRates:
    """Calls per operation in the current second of the service's clock."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}

    def admit(self, operation: str, rate: int, now: float) -> bool:
        second, count = self._counts.get(operation, (0, 0))
        if second != int(now):
            second, count = int(now), 0
        if rate and count >= rate:
            return False
        self._counts[operation] = (second, count + 1)
        return True
