# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Look at accepted tasks until each of our entries is known to have ended.

Complete means: the service listed a row for this very entry, under one of our ids, that says so. An empty
answer, a missing row, an unknown status word mean "not yet". Rows of other clients under our ids (the service
merges ids by domain and second) are passed over.
"""

from __future__ import annotations

import typing as t

from . import _api, _clock, _codes, _errors, _kinds, _ledger, _pace, _record, _retry, _task_list, _urls

# Words of Status; every other one means that the task still runs. Timeout and Canceled stand only in the
# Chinese list of filter values, but public clients have met them.
_GOOD = frozenset({"complete"})
_BAD = frozenset({"failed", "timeout", "canceled", "cancelled"})

_FIRST_PAUSE = 0.3
_SHORTEST_PAUSE = 0.2
# The pause grows with the age of the task, so that the overshoot stays in proportion to the time waited.
_PAUSE_PER_AGE = 0.5
# Two estimates of a task's length from its progress that differ by no more than this part are believed: progress
# that moves evenly says when to look next. What stands still, or jumps, gives other estimates from look to look.
_STEADY = 0.1
# Rows appear some seconds after the submission. When an id has none for longer, the other list is asked too.
_LATE_ROWS = 15.0


class Watch:
    """Accepted entries that are waited for.

    :ivar open: URL → entry, for those that have not ended.
    :ivar queries: parameters of the task list that find their rows when not all ids are known; empty when they are.
    """

    def __init__(
        self,
        kind: _kinds.Kind,
        entries: t.Iterable[_ledger.Entry],
        ids: t.Iterable[str],
        now: float,
        queries: t.Sequence[t.Mapping[str, str]] = (),
    ) -> None:
        self.kind = kind
        self.open = {entry.url: entry for entry in entries}
        self.ids = set(ids)
        self.since = now
        self.queries = queries
        self.next_look = now + _FIRST_PAUSE
        #: When the last open entry will end by what the rows say; None when they do not say.
        self.ends_at: float | None = None
        #: The ids under which open entries may stand.
        self.asked = self.ids

    def forget_ended_ids(self) -> None:
        """A second look costs only what is still unfinished."""
        known = {entry.task_id for entry in self.open.values()}
        self.asked = self.ids if "" in known else known


class Tracker:
    """Holds what is waited for. Call :meth:`look` when :meth:`next_at` has come."""

    def __init__(
        self,
        api: _api.CdnApi,
        clock: _clock.Clock,
        ledger: _ledger.Ledger,
        record: _record.Record,
        budget: _retry.RetryBudget,
        poll_interval: float,
    ) -> None:
        self._api = api
        self._clock = clock
        self._ledger = ledger
        self._record = record
        self._budget = budget
        self._poll_interval = poll_interval
        self._watches: list[Watch] = []
        self._by_id_allowed = True
        self._given_up: _errors.CallError | None = None
        self._backoff: _pace.Backoff | None = None
        self._failing_since = 0.0

    @property
    def unfinished(self) -> int:
        """How many accepted batches have not ended."""
        return len(self._watches)

    @property
    def running_ids(self) -> set[str]:
        """The ids under which something may still be running."""
        return {task_id for watch in self._watches for task_id in watch.asked}

    @property
    def ends_at(self) -> float | None:
        """The monotonic time at which the last task will end, by what the rows say; None when that is not known."""
        ends = [watch.ends_at for watch in self._watches]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def add(self, watch: Watch) -> None:
        """Wait for accepted entries."""
        self._watches.append(watch)
        if self._given_up is not None:
            self._let_go(self._given_up)

    def next_at(self) -> float | None:
        """The monotonic time of the next look, not later than the deadline; None when nothing is open."""
        if not self._watches:
            return None
        return min(min(watch.next_look for watch in self._watches), self._budget.deadline)

    def look(self) -> None:
        """Look at the tasks that are due, as many as one call can take."""
        due = self._due()
        try:
            self._look_at(due)
        except _errors.OutOfTimeError:
            pass  # what was seen until then counts
        except _errors.CallError as exc:
            self._act_on(due, exc)
        else:
            self._backoff = None
        self._watches = [watch for watch in self._watches if watch.open]

    def _due(self) -> list[Watch]:
        """The most urgent watch, and those that fit into the same call and would be due soon anyway."""
        now = self._clock.monotonic()
        queue = sorted(self._watches, key=lambda watch: watch.next_look)
        chosen, ids = [queue[0]], set(queue[0].asked)
        for watch in queue[1:]:
            if watch.next_look > now + 0.5 * self._pause(watch, now):
                break
            if len(ids | watch.asked) <= _api.IDS_PER_CALL:
                chosen.append(watch)
                ids |= watch.asked
        return chosen

    def _look_at(self, due: t.Sequence[Watch]) -> None:
        rows: dict[str, list[_api.TaskRow]] = {}
        whole = True
        asked_at = self._clock.monotonic()
        if self._by_id_allowed:
            rows, whole = self._rows_by_id(due)
        for watch in due:
            mine = [row for task_id in watch.asked for row in rows.get(task_id, [])]
            self._judge(watch, mine, whole=whole and self._by_id_allowed)
            if watch.open and self._needs_list(watch, mine, asked_at, whole=whole):
                listed, listed_whole = self._rows_by_list(watch)
                self._judge(watch, listed, whole=listed_whole)
                mine = mine + listed
            self._schedule(watch, mine)

    def _rows_by_id(self, due: t.Sequence[Watch]) -> tuple[dict[str, list[_api.TaskRow]], bool]:
        """Rows by id, and whether they are all that there are."""
        ids = sorted({task_id for watch in due for task_id in watch.asked})
        rows: dict[str, list[_api.TaskRow]] = {}
        whole = True
        for start in range(0, len(ids), _api.IDS_PER_CALL):
            page = self._ask_by_id(ids[start : start + _api.IDS_PER_CALL])
            whole = whole and page.is_whole
            for row in page.rows:
                rows.setdefault(row.task_id, []).append(row)
        return rows, whole

    def _ask_by_id(self, ids: t.Sequence[str]) -> _api.TaskPage:
        try:
            return self._api.tasks_by_id(ids)
        except _errors.ApiError as exc:
            if not _codes.is_forbidden(exc) and _codes.classify(exc).concern is not _codes.Concern.REFUSED:
                raise
            # The vendor's own sample policy forgets this permission. The paged list tells the same, page by page.
            self._by_id_allowed = False
            return _api.TaskPage((), None)

    def _needs_list(self, watch: Watch, rows: t.Sequence[_api.TaskRow], asked_at: float, *, whole: bool) -> bool:
        """Whether the paged list must be asked because the answer by id leaves something open."""
        if not self._by_id_allowed or watch.queries:
            return True
        if not rows:
            return asked_at - watch.since > _LATE_ROWS
        if not watch.kind.rows_name_entries:
            return not whole
        shown = {row.url for row in rows}
        missing = sum(url not in shown for url in watch.open)
        if self._is_last_look():
            return missing > 0
        # While some of ours are shown running there is time, and while the rest may still appear.
        may_appear = whole and asked_at - watch.since < _task_list.USUAL_DELAY
        return missing == len(watch.open) and not may_appear

    def _is_last_look(self) -> bool:
        return self._clock.monotonic() >= self._budget.deadline

    def _rows_by_list(self, watch: Watch) -> tuple[list[_api.TaskRow], bool]:
        """Rows of the paged list; reading stops at the first page that shows an open entry still running."""
        found: list[_api.TaskRow] = []
        for query in watch.queries or [{"TaskId": task_id} for task_id in sorted(watch.asked)]:
            for page in _api.pages(self._api, query):
                found += page.rows
                if any(row.url in watch.open and not has_ended(row) for row in page.rows):
                    return found, False
        return found, True

    def _judge(self, watch: Watch, rows: t.Sequence[_api.TaskRow], *, whole: bool) -> None:
        """Move the entries whose end the rows tell."""
        rows = [row for row in rows if watch.queries or row.task_id in watch.ids]
        named: dict[str, list[_api.TaskRow]] = {}
        for row in rows:
            url = _entry_of(watch, row)
            if url is not None:
                named.setdefault(url, []).append(row)
        for url, own in named.items():
            self._judge_entry(watch, url, own)
        if not watch.kind.rows_name_entries and not named and whole:
            self._judge_ids(watch, rows)

    def _judge_entry(self, watch: Watch, url: str, rows: t.Sequence[_api.TaskRow]) -> None:
        entry = watch.open[url]
        self._note_row(entry, rows[0])
        # Several rows for one entry: another client submitted the same in the same second.
        if all(has_ended(row) for row in rows):
            self._end(watch, entry, next((row for row in rows if is_bad(row)), rows[0]))

    def _judge_ids(self, watch: Watch, rows: t.Sequence[_api.TaskRow]) -> None:
        """Judge by ids as a whole, where rows do not name entries. A row that names some URL is another client's."""
        rows = [row for row in rows if "://" not in row.url]
        shown = {row.task_id for row in rows}
        if not watch.ids <= shown or not all(has_ended(row) for row in rows):
            return
        if len(rows) < len(watch.open) and self._clock.monotonic() - watch.since < _LATE_ROWS:
            return  # rows of the same id do not all appear at the same time
        last = next((row for row in rows if is_bad(row)), rows[0])
        for entry in list(watch.open.values()):
            self._note_row(entry, last)
            self._end(watch, entry, last)

    def _note_row(self, entry: _ledger.Entry, row: _api.TaskRow) -> None:
        entry.task_id = row.task_id or entry.task_id
        if entry.task_id:
            self._record.task_ids[entry.task_id] = row.creation_time

    def _end(self, watch: Watch, entry: _ledger.Entry, row: _api.TaskRow) -> None:
        if is_bad(row):
            reason = row.description or f"the service reported the status {row.status}"
            self._ledger.mark([entry], _ledger.FAILED, code=row.status, reason=reason)
        else:
            self._ledger.mark([entry], _ledger.COMPLETE)
        del watch.open[entry.url]

    def _schedule(self, watch: Watch, rows: t.Sequence[_api.TaskRow]) -> None:
        now = self._clock.monotonic()
        watch.forget_ended_ids()
        watch.next_look = now + self._pause(watch, now, rows)

    def _pause(self, watch: Watch, now: float, rows: t.Sequence[_api.TaskRow] = ()) -> float:
        age = max(now - watch.since, 0.0)
        pause = max(_FIRST_PAUSE, age * _PAUSE_PER_AGE)
        progress = [row.progress for row in rows if row.progress and not has_ended(row)]
        if progress:
            length = age * 100.0 / min(progress)
            is_steady = watch.ends_at is not None and abs(watch.since + length - watch.ends_at) <= _STEADY * length
            watch.ends_at = watch.since + length
            left = max(_SHORTEST_PAUSE, watch.ends_at - now)
            pause = left if is_steady else min(pause, left)
        return min(pause, self._poll_interval)

    def _act_on(self, due: t.Sequence[Watch], error: _errors.CallError) -> None:
        """A look failed. Repeat it later while that can help, else stop looking with what is known."""
        now = self._clock.monotonic()
        if self._backoff is None:
            self._backoff = _pace.Backoff(self._clock)
            self._failing_since = now
        at_least = _retry.pause_before_reading_again(error)
        left = self._budget.left(self._failing_since, now, answered=self._api.answered)
        if at_least is not None and left > 0:
            again = now + min(self._backoff.pause(at_least), left)
            for watch in due:
                watch.next_look = again
            return
        self._given_up = error
        self._let_go(error)

    def _let_go(self, error: _errors.CallError) -> None:
        """Nothing can be looked at any more: what is open stays pending, with the reason."""
        self._record.note_error(error)
        reason = _cannot_look(error)
        for watch in self._watches:
            self._ledger.mark(watch.open.values(), _ledger.PENDING, code=getattr(error, "code", ""), reason=reason)
        self._watches = []
        if _ends_run(error):
            self._record.stop(reason, error)


def _ends_run(error: _errors.CallError) -> bool:
    if isinstance(error, _errors.ApiError):
        return _codes.classify(error).concern is _codes.Concern.RUN and not _codes.is_forbidden(error)
    return isinstance(error, _errors.NotReachedError)


def _cannot_look(error: _errors.CallError) -> str:
    if isinstance(error, _errors.ApiError) and _codes.is_forbidden(error):
        return f"it was accepted, but its task may not be looked at ({error.code})"
    return f"it was accepted, but its task could not be looked at any more ({error})"


def has_ended(row: _api.TaskRow) -> bool:
    """Whether the task is over, well or badly. A status word that nobody knows means that it is not."""
    return row.status.lower() in _GOOD or is_bad(row)


def is_bad(row: _api.TaskRow) -> bool:
    """Whether the task ended badly."""
    return row.status.lower() in _BAD


def _entry_of(watch: Watch, row: _api.TaskRow) -> str | None:
    """The open entry that a row is about: of the same kind, with the same URL."""
    if not row.url or not _kinds.is_listed_as(watch.kind, row.object_type):
        return None
    if row.url in watch.open:
        return row.url
    if watch.kind.name == _kinds.CACHE_TAG:
        return next((url for url in watch.open if url.partition("#")[2] == row.url), None)
    try:
        same = str(_urls.normalise(row.url, watch.kind.name))
    except _urls.BadEntryError:
        return None
    return same if same in watch.open else None
