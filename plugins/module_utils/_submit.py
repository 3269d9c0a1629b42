# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Send the batches: as fast as the limits allow, each at most once.

A batch that the service refused for a passing reason is sent again; one that it refused because of some
entry is split until the entries at fault are found; one whose answer was lost is handed to :mod:`_settle`.
"""

from __future__ import annotations

import dataclasses
import typing as t

from . import _api, _clock, _errors, _kinds, _ledger, _pace, _plan, _record, _retry

# One refused batch costs at most so many further requests before what is left of it is given up as it is.
# Enough to single out six bad entries of a thousand, each found by ten halvings.
_SPLIT_BUDGET = 128

# Older accounts may refresh 1,000 URLs a minute and domain (English pages until 2025). A refusal at a higher
# rate than this is taken as the sign of such an account.
_OLD_PER_MINUTE = 1000

_ON_THE_WAY = "its request was sent, but the run ended before the answer was there"


@dataclasses.dataclass
class _SplitBudget:
    left: int = _SPLIT_BUDGET


class Order:
    """A batch on its way to the service.

    :ivar not_before: monotonic time of the next try.
    :ivar refused: the last passing refusal, None before the first.
    """

    def __init__(self, batch: _plan.Batch, clock: _clock.Clock, split_budget: _SplitBudget | None = None) -> None:
        self.batch = batch
        self.domains = batch.domains
        self.not_before = 0.0
        self.refused: _errors.CallError | None = None
        self.refused_since = 0.0
        self.backoff = _pace.Backoff(clock)
        self.split_budget = split_budget or _SplitBudget()

    @property
    def entries(self) -> tuple[_ledger.Entry, ...]:
        return self.batch.entries

    @property
    def kind(self) -> _kinds.Kind:
        return self.batch.kind


class Requests(t.Protocol):
    """Knows the operation and the parameters with which a batch is sent."""

    def send(self, api: _api.CdnApi, batch: _plan.Batch, spelling: int) -> list[str]:
        """Make the one call; ``spelling`` is an index into the kind's ``submit_as``. Returns the task ids."""


class Listener(t.Protocol):
    """Who is told what became of an order."""

    def accepted(self, order: Order, ids: t.Sequence[str]) -> None:
        """The service took the order's entries under these ids."""

    def in_doubt(self, order: Order, sent_at: float, error: _errors.CallError, *, arrived: bool) -> None:
        """Nobody knows whether the service took them; ``arrived``: it did, but the ids are unknown."""


class Submitter:
    """Holds the orders that wait to be sent. Call :meth:`send` when :meth:`next_at` has come."""

    def __init__(
        self,
        api: _api.CdnApi,
        clock: _clock.Clock,
        ledger: _ledger.Ledger,
        record: _record.Record,
        budget: _retry.RetryBudget,
        limits: _plan.Limits,
        requests: Requests,
        listener: Listener,
    ) -> None:
        self._api = api
        self._clock = clock
        self._ledger = ledger
        self._record = record
        self._budget = budget
        self._limits = limits
        self._requests = requests
        self._listener = listener
        self._queue: list[Order] = []
        self._windows: dict[tuple[str, str], _pace.RateWindow] = {}
        self._spelling: dict[str, int] = {}

    @property
    def waiting(self) -> bool:
        """Whether any order waits to be sent."""
        return bool(self._queue)

    def add(self, batches: t.Iterable[_plan.Batch]) -> None:
        """Put batches at the end of the queue."""
        self._queue += [Order(batch, self._clock) for batch in batches]

    def send_again(self, order: Order) -> None:
        """Put an order back that certainly did not arrive."""
        self._ledger.mark(order.entries, _ledger.UNSENT)
        self._queue.insert(0, order)

    def next_at(self) -> float | None:
        """The monotonic time at which an order may go out; None when none waits."""
        if not self._queue:
            return None
        now = self._clock.monotonic()
        return min(self._ready_at(order, now) for order in self._queue)

    def send(self) -> None:
        """Send the first order that is ready and act on the answer."""
        now = self._clock.monotonic()
        order = min(self._queue, key=lambda waiting: max(self._ready_at(waiting, now), now))
        self._queue.remove(order)
        self._ledger.mark(order.entries, _ledger.UNCERTAIN, reason=_ON_THE_WAY)
        sent_at = self._clock.monotonic()
        calls = self._api.calls[order.kind.operation]
        try:
            ids = self._call(order)
        except _errors.Interrupted:
            if self._api.calls[order.kind.operation] == calls:  # it did not come to the call
                self.send_again(order)
            raise
        except _errors.OutOfTimeError:
            self._ledger.mark(order.entries, _ledger.UNSENT)
        except _errors.AnswerLostError as exc:
            self._doubt(order, sent_at, exc)
        except _errors.NotReachedError as exc:
            self._retry_unreached(order, exc)
        except _errors.ApiError as exc:
            _action(exc)(self, order, sent_at, exc)
        else:
            self._count(order)
            self._listener.accepted(order, ids)

    def give_up(self) -> None:
        """Time is up or the run was stopped. What the service kept refusing is rejected, the rest stays unsent."""
        for order in self._queue:
            if isinstance(order.refused, _errors.ApiError):
                self._reject(order, order.refused)
        self._queue.clear()

    def _ready_at(self, order: Order, now: float) -> float:
        at = max(order.not_before, self._api.ready_at(order.kind.operation))
        for domain, count in order.domains.items():
            window = self._window(order.kind, domain)
            if window is not None:
                at = max(at, window.ready_at(count, now))
        return at

    def _window(self, kind: _kinds.Kind, domain: str) -> _pace.RateWindow | None:
        limit = _plan.per_minute(kind, self._limits)
        if limit is None:
            return None
        return self._windows.setdefault((kind.name, domain), _pace.RateWindow(limit, 60.0))

    def _count(self, order: Order) -> None:
        """Charge the domains' minutes with a request that the service took, or may have taken."""
        now = self._clock.monotonic()
        for domain, count in order.domains.items():
            window = self._window(order.kind, domain)
            if window is not None:
                window.record(count, now)

    def _call(self, order: Order) -> list[str]:
        spelling = self._spelling.get(order.kind.name, 0)
        return self._requests.send(self._api, order.batch, spelling)

    def _doubt(self, order: Order, sent_at: float, error: _errors.CallError) -> None:
        self._count(order)
        self._listener.in_doubt(order, sent_at, error, arrived=False)

    def _arrived(self, order: Order, sent_at: float, error: _errors.ApiError) -> None:
        self._count(order)
        self._listener.in_doubt(order, sent_at, error, arrived=True)

    def _retry_unreached(self, order: Order, error: _errors.NotReachedError) -> None:
        if error.lasting or not self._try_later(order, error, at_least=0.0):
            self._ledger.mark(order.entries, _ledger.UNSENT)
            self._record.stop(f"the endpoint cannot be reached ({error.message})", error)

    def _retry_refused(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        from . import _codes

        code = _codes.classify(error)
        if code.one_domain and len(order.domains) > 1:
            # Which of the domains is meant is not said; apart from one another the others can go on.
            self._requeue(order, self._by_domain(order))
            return
        at_least = max(code.pause, error.retry_after or 0.0)
        if error.code == "QuotaPerMinuteExceeded.Refresh" and self._slow_down(order):
            at_least = 0.0
        if not self._try_later(order, error, at_least):
            self._reject(order, error)

    def _try_later(self, order: Order, error: _errors.CallError, at_least: float) -> bool:
        """Queue the order for another try; False when its budget is used up."""
        now = self._clock.monotonic()
        if order.refused is None:
            order.refused_since = now
        order.refused = error
        left = self._budget.left(order.refused_since, now, answered=self._api.answered)
        if left <= 0:
            return False
        order.not_before = now + min(order.backoff.pause(at_least), left)
        self._ledger.mark(order.entries, _ledger.UNSENT)
        self._queue.insert(0, order)
        return True

    def _slow_down(self, order: Order) -> bool:
        """Lower the domain's rate when the service says so; False when it is as low as any documented one."""
        (domain,) = order.domains
        window = self._window(order.kind, domain)
        if window is None or not window.used(self._clock.monotonic()):
            return False
        lower = max(_OLD_PER_MINUTE, window.used(self._clock.monotonic()))
        if lower >= window.limit:
            return False
        window.limit = lower
        return True

    def _split_by_domain(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        if len(order.domains) > 1:
            self._requeue(order, self._by_domain(order))
        else:
            self._reject(order, error)

    def _halve(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        middle = len(order.entries) // 2
        if not middle:
            self._reject(order, error)
        elif order.split_budget.left < 2:
            self._reject(order, error, " (among the entries of a request that could not be split further)")
        else:
            order.split_budget.left -= 2
            self._requeue(order, [order.entries[:middle], order.entries[middle:]])

    def _respell(self, order: Order, sent_at: float, error: _errors.ApiError) -> None:
        spelling = self._spelling.get(order.kind.name, 0)
        if spelling + 1 < len(order.kind.submit_as):
            self._spelling[order.kind.name] = spelling + 1
            self._requeue(order, [order.entries])
        else:
            self._refuse(order, sent_at, error)

    def _refuse(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        self._reject(order, error)

    def _end_kind(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        self._reject(order, error)
        reason = "the daily quota was used up by somebody else during the run"
        for other in [other for other in self._queue if other.kind.quota == order.kind.quota]:
            self._queue.remove(other)
            self._ledger.mark(other.entries, _ledger.UNSENT, code=error.code, reason=reason)

    def _end_run(self, order: Order, _sent_at: float, error: _errors.ApiError) -> None:
        self._reject(order, error)
        self._record.stop(f"the service refused the run ({error.code})", error)

    def _reject(self, order: Order, error: _errors.ApiError, note: str = "") -> None:
        self._record.note_error(error)
        self._ledger.mark(order.entries, _ledger.REJECTED, code=error.code, reason=f"{error.message}{note}")

    @staticmethod
    def _by_domain(order: Order) -> list[tuple[_ledger.Entry, ...]]:
        return [tuple(entry for entry in order.entries if entry.domain == domain) for domain in order.domains]

    def _requeue(self, order: Order, groups: t.Iterable[tuple[_ledger.Entry, ...]]) -> None:
        """Replace a refused order by smaller ones, at the front of the queue."""
        self._ledger.mark(order.entries, _ledger.UNSENT)
        self._queue[:0] = [
            Order(_plan.Batch(order.kind, entries), self._clock, order.split_budget) for entries in groups
        ]


def _action(error: _errors.ApiError) -> t.Callable[[Submitter, Order, float, _errors.ApiError], None]:
    """What is done about an error answer."""
    from . import _codes  # most runs meet none

    actions = {
        _codes.Concern.PASSING: Submitter._retry_refused,
        _codes.Concern.DOMAIN: Submitter._split_by_domain,
        _codes.Concern.ENTRY: Submitter._halve,
        _codes.Concern.SIZE: Submitter._halve,
        _codes.Concern.SPELLING: Submitter._respell,
        _codes.Concern.QUOTA: Submitter._end_kind,
        _codes.Concern.RUN: Submitter._end_run,
        _codes.Concern.ARRIVED: Submitter._arrived,
        _codes.Concern.REFUSED: Submitter._refuse,
        _codes.Concern.UNKNOWN: Submitter._doubt,
    }
    return actions[_codes.classify(error).concern]
