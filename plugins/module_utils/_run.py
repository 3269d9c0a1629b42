# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""One run: check the quota, then send, settle and wait side by side until all is known or time is up.

Everything happens in one thread, in the order in which it falls due, so that a clock handed in from outside
decides the whole course of a run.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import typing as t

from . import (
    _api,
    _clock,
    _errors,
    _kinds,
    _ledger,
    _plan,
    _progress,
    _quota,
    _record,
    _retry,
    _submit,
)

if t.TYPE_CHECKING:
    from . import _settle, _track

# What falls due at the very end of wait_timeout is still done: the clock never wakes us up exactly then.
_GRACE = 0.25

# Whoever watches is told before a pause longer than this, and after this many seconds of sending without one.
_PAUSE_TOLD = 0.5
_LONGEST_SILENCE = 2.0


@dataclasses.dataclass
class RunOptions:
    """What the user asked for. Times in seconds; ``max_in_flight`` 0 = no bound; ``skip_since`` since the epoch."""

    limits: _plan.Limits
    max_in_flight: int
    quota_policy: str
    wait: bool
    wait_timeout: float
    poll_interval: float
    retry_timeout: float
    read_timeout: float
    check_mode: bool
    skip_since: float | None = None


class Run:
    """Carries the ledger's entries from unsent to wherever they get. :meth:`execute` raises no error of the
    service: what went wrong is in the ledger and the record, also when it is interrupted.
    """

    def __init__(
        self,
        api: _api.CdnApi,
        clock: _clock.Clock,
        ledger: _ledger.Ledger,
        record: _record.Record,
        options: RunOptions,
        requests: _submit.Requests,
        progress: _progress.Progress | None = None,
    ) -> None:
        self._api = api
        self._clock = clock
        self._ledger = ledger
        self._record = record
        self._options = options
        self._progress = progress or _progress.NoProgress()
        self._told_at = -math.inf
        self._sending = 0.0
        deadline = clock.monotonic() + options.wait_timeout
        api.ends_at = deadline + _GRACE
        self._budget = _retry.RetryBudget(options.retry_timeout, deadline)
        self._submitter = _submit.Submitter(
            api, clock, ledger, record, self._budget, options.limits, requests, listener=self
        )
        self._settler: _settle.Settler | None = None
        self._tracker: _track.Tracker | None = None

    def execute(self) -> None:
        """Do all of it. What is not finished when this ends, in whatever way, has its reason in the ledger."""
        started = self._clock.monotonic()
        try:
            self._submit_and_wait()
        except BaseException as exc:
            self._record.stop(
                "the run was interrupted" if isinstance(exc, _errors.Interrupted) else "an internal error came up"
            )
            raise
        finally:
            self._submitter.give_up()
            if not self._options.check_mode:
                self._give_reasons()
            self._record.elapsed = self._clock.monotonic() - started

    def _submit_and_wait(self) -> None:
        if not self._skip_earlier():
            return
        covered = self._check_quota()
        batches = _plan.make_batches(covered, self._options.limits)
        self._record.batches = len(batches)
        if self._options.check_mode:
            self._record.planned = covered
            return
        self._sending = _progress.seconds_of_sending(batches, self._options.limits)
        self._submitter.add(batches)
        while self._step():
            pass

    # What the layers below tell.

    def accepted(self, order: _submit.Order, ids: t.Sequence[str]) -> None:
        """The service took an order."""
        self._take(order, ids, task_id=ids[0] if len(ids) == 1 else "")

    def in_doubt(self, order: _submit.Order, sent_at: float, error: _errors.CallError, *, arrived: bool) -> None:
        """An order's answer was lost."""
        if self._settler is None:
            self._settler = self._make_settler()
        self._settler.add(order, sent_at, error, arrived=arrived)

    def found(self, order: _submit.Order, ids: t.Sequence[str], queries: t.Sequence[t.Mapping[str, str]]) -> None:
        """An order in doubt had arrived."""
        self._take(order, ids, queries=queries)

    def not_arrived(self, order: _submit.Order) -> None:
        """An order in doubt had not arrived."""
        self._submitter.send_again(order)

    def _take(
        self,
        order: _submit.Order,
        ids: t.Sequence[str],
        *,
        task_id: str = "",
        queries: t.Sequence[t.Mapping[str, str]] = (),
    ) -> None:
        self._record.changed = True
        for accepted_id in ids:
            self._record.task_ids.setdefault(accepted_id, "")
        if order.kind.quota in self._record.quota:
            self._record.quota[order.kind.quota].accepted += len(order.entries)
        self._ledger.mark(order.entries, _ledger.PENDING, task_id=task_id)
        self._watch(order.kind, order.entries, ids, queries)

    def _watch(
        self,
        kind: _kinds.Kind,
        entries: t.Iterable[_ledger.Entry],
        ids: t.Sequence[str],
        queries: t.Sequence[t.Mapping[str, str]] = (),
    ) -> None:
        """Look at tasks, unless nobody waits for them, nor for one of them before the next batch."""
        if not self._options.wait and not self._options.max_in_flight:
            return
        from . import _track  # only now, while the service is at work

        if self._tracker is None:
            self._tracker = _track.Tracker(
                self._api, self._clock, self._ledger, self._record, self._budget, self._options.poll_interval
            )
        self._tracker.add(_track.Watch(kind, entries, ids, self._clock.monotonic(), queries))

    def _make_settler(self) -> _settle.Settler:
        from . import _settle  # no run needs it whose answers all arrive

        return _settle.Settler(
            self._api,
            self._clock,
            self._ledger,
            self._record,
            self._budget,
            self._options.read_timeout,
            outcome=self,
        )

    # The course of a run.

    def _skip_earlier(self) -> bool:
        """Leave out what an earlier run submitted, and wait for what of it is unfinished; False: it cannot be known."""
        if self._options.skip_since is None:
            return True
        from . import _earlier  # as in _options: a run without skip_submitted_since starts the sooner

        earlier = _earlier.EarlierTasks(self._api, self._clock, self._ledger, self._budget, self._options.skip_since)
        try:
            running = earlier.skip()
        except _errors.CallError as exc:
            self._record.stop(f"the task list could not be read ({exc}), which skip_submitted_since needs", exc)
            return False
        for entry in running:
            self._record.task_ids.setdefault(entry.task_id, "")
        for kind_name, group in itertools.groupby(sorted(running, key=_kind_and_id), key=lambda entry: entry.kind):
            kind = _kinds.KINDS[kind_name]
            for task_id, entries in itertools.groupby(group, key=lambda entry: entry.task_id):
                self._watch(kind, entries, [task_id])
        return True

    def _check_quota(self) -> list[_ledger.Entry]:
        """The entries that may be sent; the others get the reason why not."""
        entries = list(self._ledger.of(_ledger.UNSENT))
        needed = _quota.needs(entries)
        if not needed or self._options.quota_policy == _quota.IGNORE:
            return entries
        try:
            quotas = _retry.read(self._api.quotas, self._api, self._clock, self._budget)
        except _errors.CallError as exc:
            self._record.stop(_quota.describe_unreadable(exc), exc)
            return self._leave_unsent(entries, self._record.stopped)
        untold = [name for name in needed if name not in quotas]
        if untold:
            self._record.stop(f"the service did not tell today's quota ({', '.join(untold)}); set quota_policy=ignore")
            return self._leave_unsent(entries, self._record.stopped)
        self._record.quota = _quota.uses(needed, quotas)
        short = _quota.short(self._record.quota)
        if not short:
            return entries
        covered = _quota.fitting(entries, self._record.quota) if self._options.quota_policy == _quota.PARTIAL else []
        chosen = set(map(id, covered))
        self._leave_unsent((entry for entry in entries if id(entry) not in chosen), _quota.describe_short(short))
        return covered

    def _leave_unsent(self, entries: t.Iterable[_ledger.Entry], reason: str) -> list[_ledger.Entry]:
        self._ledger.mark(entries, _ledger.UNSENT, reason=reason)
        return []

    def _step(self) -> bool:
        """Do what falls due next; False when there is nothing left to do, or no time."""
        due = self._due()
        if not due:
            return False
        at, action = min(due, key=lambda item: item[0])
        if at > self._api.ends_at:
            return False
        pause = at - self._clock.monotonic()
        self._tell(pause)
        if pause > 0:
            self._clock.sleep(pause)
        if self._clock.monotonic() > self._api.ends_at:
            return False
        action()
        return True

    def _tell(self, pause: float) -> None:
        now = self._clock.monotonic()
        if pause > _PAUSE_TOLD or now > self._told_at + _LONGEST_SILENCE:
            self._told_at = now
            self._progress.tell(self._snapshot)

    def _snapshot(self) -> _progress.Snapshot:
        ends_at = self._tracker.ends_at if self._tracker else None
        running = self._tracker.running_ids if self._tracker else self._record.task_ids
        return _progress.take_snapshot(
            self._ledger,
            tasks=len(running),
            requests=self._record.batches,
            sending=self._sending,
            left=None if ends_at is None else max(0.0, ends_at - self._clock.monotonic()),
        )

    def _due(self) -> list[tuple[float, t.Callable[[], None]]]:
        """What can be done, with its time; sending first, where the times are equal."""
        due: list[tuple[float | None, t.Callable[[], None]]] = []
        if self._record.stopped:
            return []
        if self._may_send():
            due.append((self._submitter.next_at(), self._submitter.send))
        if self._settler is not None:
            due.append((self._settler.next_at(), self._settler.look))
        if self._tracker is not None and self._is_waiting():
            due.append((self._tracker.next_at(), self._tracker.look))
        return [(at, action) for at, action in due if at is not None]

    def _may_send(self) -> bool:
        in_flight = sum(part.unfinished for part in (self._tracker, self._settler) if part is not None)
        return not self._options.max_in_flight or in_flight < self._options.max_in_flight

    def _is_waiting(self) -> bool:
        """Tasks are looked at to wait for them, or to know when the next batch may go."""
        return self._options.wait or (self._options.max_in_flight > 0 and self._submitter.waiting)

    def _give_reasons(self) -> None:
        time_out = f"wait_timeout ({self._options.wait_timeout:g} s) was over before"
        self._ledger.explain(_ledger.UNSENT, self._record.stopped or f"{time_out} it could be sent")
        if self._options.wait:
            self._ledger.explain(_ledger.PENDING, self._record.stopped or f"{time_out} the service reported its end")


def _kind_and_id(entry: _ledger.Entry) -> tuple[str, str]:
    return entry.kind, entry.task_id
