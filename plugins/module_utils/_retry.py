# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""When a call is worth repeating, and for how long."""

from __future__ import annotations

import dataclasses
import typing as t

from . import _api, _clock, _errors, _pace

# An endpoint that never answered is more likely wrong than busy.
_NEVER_ANSWERED_PATIENCE = 10.0

T = t.TypeVar("T")


@dataclasses.dataclass
class RetryBudget:
    """:ivar retry_timeout: seconds spent at most on repeating one call.
    :ivar deadline: monotonic time at which the run ends.
    """

    retry_timeout: float
    deadline: float

    def left(self, since: float, now: float, *, answered: bool) -> float:
        """Seconds left for a call whose first try failed at ``since``; zero or less: give up."""
        patience = self.retry_timeout if answered else min(self.retry_timeout, _NEVER_ANSWERED_PATIENCE)
        return min(since + patience, self.deadline) - now


def pause_before_reading_again(error: _errors.CallError) -> float | None:
    """Seconds to wait at least before a call that changes nothing is repeated; None: repeating cannot help."""
    if isinstance(error, _errors.ApiError):
        from . import _codes  # most runs meet no error

        code = _codes.classify(error)
        if code.concern in (_codes.Concern.PASSING, _codes.Concern.UNKNOWN, _codes.Concern.ARRIVED):
            return max(code.pause, error.retry_after or 0.0)
        return None
    if isinstance(error, _errors.NotReachedError):
        return None if error.lasting else 0.0
    return 0.0 if isinstance(error, _errors.AnswerLostError) else None


def read(call: t.Callable[[], T], api: _api.CdnApi, clock: _clock.Clock, budget: RetryBudget) -> T:
    """Make a call that changes nothing, repeating it while that can help.

    :raises CallError: the last try's error.
    """
    backoff = _pace.Backoff(clock)
    since: float | None = None
    while True:
        try:
            return call()
        except _errors.CallError as exc:
            now = clock.monotonic()
            since = now if since is None else since
            at_least = pause_before_reading_again(exc)
            left = budget.left(since, now, answered=api.answered)
            if at_least is None or left <= 0:
                raise
            clock.sleep(min(backoff.pause(at_least), left))
