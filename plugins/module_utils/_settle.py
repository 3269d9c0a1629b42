# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Find out what became of a request whose answer was lost.

There is no idempotency token, so a request is sent again only when both the task list and the quota say that
the first copy did not arrive. The list is looked at with patience, because rows appear late.
"""

from __future__ import annotations

import typing as t

from . import _api, _clock, _codes, _errors, _kinds, _ledger, _record, _retry, _submit, _task_list

# Rows appear within seconds of the submission, and the service may still be at work on a request for which
# we stopped listening.
_PATIENCE = 10.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 5.0
# Times in headers and rows are whole seconds.
_CLOCK_SLACK = 2.0
_MOST_RESENDS = 2


class Outcome(t.Protocol):
    """Who is told how a doubt ended."""

    def found(self, order: _submit.Order, ids: t.Sequence[str], queries: t.Sequence[t.Mapping[str, str]]) -> None:
        """The request had arrived. ``queries`` find the rows whose ids are not known yet; empty when all are."""

    def not_arrived(self, order: _submit.Order) -> None:
        """The request had not arrived."""


class _Doubt:
    def __init__(
        self, order: _submit.Order, sent_at: float, error: _errors.CallError, until: float, *, arrived: bool
    ) -> None:
        self.order = order
        self.sent_at = sent_at
        self.error = error
        self.until = until
        self.arrived = arrived
        self.pause = _FIRST_PAUSE
        self.next_look = 0.0
        self.failing_since: float | None = None


class Settler:
    """Holds the requests in doubt. Call :meth:`look` when :meth:`next_at` has come."""

    def __init__(
        self,
        api: _api.CdnApi,
        clock: _clock.Clock,
        ledger: _ledger.Ledger,
        record: _record.Record,
        budget: _retry.RetryBudget,
        read_timeout: float,
        outcome: Outcome,
    ) -> None:
        self._api = api
        self._clock = clock
        self._ledger = ledger
        self._record = record
        self._budget = budget
        self._read_timeout = read_timeout
        self._outcome = outcome
        self._doubts: list[_Doubt] = []
        self._resends: dict[str, int] = {}

    @property
    def unfinished(self) -> int:
        """How many requests are in doubt."""
        return len(self._doubts)

    def add(self, order: _submit.Order, sent_at: float, error: _errors.CallError, *, arrived: bool) -> None:
        """Take in a request whose answer told nothing, or only that an earlier copy had arrived."""
        if order.kind.name == _kinds.CACHE_TAG:
            self._leave(order, error, "the task list does not show which cache tags a task is about")
            return
        until = max(self._clock.monotonic(), sent_at + self._read_timeout) + _PATIENCE
        doubt = _Doubt(order, sent_at, error, until, arrived=arrived)
        doubt.next_look = self._clock.monotonic() + _FIRST_PAUSE
        reason = f"no answer came ({error.message}), and the run ended before the task list told"
        self._ledger.mark(order.entries, _ledger.UNCERTAIN, code=getattr(error, "code", ""), reason=reason)
        self._doubts.append(doubt)

    def next_at(self) -> float | None:
        """The monotonic time of the next look; None when nothing is in doubt."""
        return min((doubt.next_look for doubt in self._doubts), default=None)

    def look(self) -> None:
        """Look into the task list for the most urgent doubt."""
        doubt = min(self._doubts, key=lambda waiting: waiting.next_look)
        last = self._clock.monotonic() >= doubt.until
        try:
            found = self._find(doubt)
            arrived = bool(found) or doubt.arrived
            if not found and last:
                self._decide(doubt, certain=not arrived and self._quota_is_untouched(doubt))
        except _errors.OutOfTimeError:
            self._doubts.remove(doubt)
            return
        except _errors.CallError as exc:
            self._act_on(doubt, exc)
            return
        doubt.failing_since = None
        if found:
            self._settle(doubt, found)
        elif not last:
            now = self._clock.monotonic()
            doubt.next_look = min(now + doubt.pause, max(doubt.until, now))
            doubt.pause = min(doubt.pause * 2, _LONGEST_PAUSE)

    def _find(self, doubt: _Doubt) -> dict[str, str]:
        """URL → task id, for the entries whose rows are in the list."""
        found: dict[str, str] = {}
        wanted = {entry.url for entry in doubt.order.entries}
        for query in self._queries(doubt):
            for page in _api.pages(self._api, query):
                since = self._sent_service_time(doubt)
                for row in page.rows:
                    created = _api.parse_creation_time(row.creation_time)
                    if (
                        row.url in wanted
                        and _kinds.is_listed_as(doubt.order.kind, row.object_type)
                        and created is not None
                        and created >= since
                    ):
                        found[row.url] = row.task_id
                        self._record.task_ids.setdefault(row.task_id, row.creation_time)
                if len(found) == len(wanted):
                    return found
        return found

    def _sent_service_time(self, doubt: _Doubt) -> float:
        """When the request went out by the service's clock, which later answers told more exactly."""
        return self._api.service_time() - (self._clock.monotonic() - doubt.sent_at) - _CLOCK_SLACK

    def _queries(self, doubt: _Doubt) -> list[dict[str, str]]:
        order = doubt.order
        return _task_list.queries(self._api, order.kind, order.domains, self._sent_service_time(doubt))

    def _quota_is_untouched(self, doubt: _Doubt) -> bool:
        """Whether the quota shows that nothing but what was accepted was charged."""
        name = doubt.order.kind.quota
        if name is None or name not in self._record.quota:
            return False
        use = self._record.quota[name]
        quota = self._api.quotas().get(name)
        return quota is not None and quota.remaining == use.remaining_before - use.accepted

    def _settle(self, doubt: _Doubt, found: t.Mapping[str, str]) -> None:
        self._doubts.remove(doubt)
        for entry in doubt.order.entries:
            entry.task_id = found.get(entry.url, "")
        # A request is taken or refused as a whole, so one row proves that all arrived; the others may be late.
        missing = len(found) < len(doubt.order.entries)
        ids = sorted(set(found.values()))
        self._outcome.found(doubt.order, ids, self._queries(doubt) if missing else [])

    def _decide(self, doubt: _Doubt, *, certain: bool) -> None:
        """No row appeared in time."""
        self._doubts.remove(doubt)
        first = doubt.order.entries[0]
        resends = self._resends.get(first.url, 0)
        if certain and resends < _MOST_RESENDS:
            self._resends[first.url] = resends + 1
            self._outcome.not_arrived(doubt.order)
        else:
            self._leave(doubt.order, doubt.error, "the task list did not show it, which proves nothing")

    def _leave(self, order: _submit.Order, error: _errors.CallError, why: str) -> None:
        self._record.note_error(error)
        self._ledger.mark(
            order.entries,
            _ledger.UNCERTAIN,
            code=getattr(error, "code", ""),
            reason=f"it may or may not have been received: no answer came ({error.message}), and {why}",
        )

    def _act_on(self, doubt: _Doubt, error: _errors.CallError) -> None:
        """A look failed; repeat it while that can help."""
        now = self._clock.monotonic()
        if doubt.failing_since is None:
            doubt.failing_since = now
        at_least = _retry.pause_before_reading_again(error)
        left = self._budget.left(max(doubt.failing_since, doubt.until), now, answered=True)
        if at_least is not None and left > 0:
            doubt.next_look = now + min(max(at_least, doubt.pause), left)
            doubt.pause = min(doubt.pause * 2, _LONGEST_PAUSE)
            return
        self._doubts.remove(doubt)
        if isinstance(error, _errors.ApiError) and _codes.is_forbidden(error):
            why = f"the task list may not be read ({error.code}); grant the permission cdn:{_api.LIST_OPERATION}"
        else:
            why = f"the task list could not be read ({error})"
        self._leave(doubt.order, doubt.error, why)
