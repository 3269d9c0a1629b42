# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Find the entries for which an earlier run already created a task, so that they are not sent again."""

from __future__ import annotations

import typing as t

from . import _api, _clock, _errors, _kinds, _ledger, _moment, _retry, _task_list, _track

# How far before the run a submission can lie whose rows are not visible yet when the run begins.
_RECENT = 15.0


def parse_since(text: str, now: float) -> float:
    """Read ``skip_submitted_since``: ISO 8601, UTC without a zone. Returns seconds since the epoch.

    :raises InputError: it is no such time, lies ahead, or further back than the task list reaches.
    """
    since = _moment.parse_moment("skip_submitted_since", text)
    if since > now:
        raise _errors.InputError(
            f"skip_submitted_since {text!r} lies in the future. Give an earlier time; nothing was sent."
        )
    if since < now - _task_list.REACHABLE_DAYS * 86400:
        raise _errors.InputError(
            f"skip_submitted_since {text!r} lies more than {_task_list.REACHABLE_DAYS} days back, and the service's "
            "task list reaches no further. Give a later time; nothing was sent."
        )
    return since


class EarlierTasks:
    """Looks into the task list by domain, type and time window; the cost grows with the input, not with the history.

    Per domain and type the cheaper way is taken: the pages of the window, or one look per entry.
    """

    def __init__(
        self, api: _api.CdnApi, clock: _clock.Clock, ledger: _ledger.Ledger, budget: _retry.RetryBudget, since: float
    ) -> None:
        self._api = api
        self._clock = clock
        self._ledger = ledger
        self._budget = budget
        self._since = since

    def skip(self) -> list[_ledger.Entry]:
        """Mark entries as skipped whose task is complete, and return those whose task is still running, as pending.

        Failed ones stay unsent.

        :raises CallError: the list could not be read.
        """
        started = self._clock.monotonic()
        running = self._look(self._since)
        if next(self._ledger.of(_ledger.UNSENT), None) is not None:
            # A run that was killed a moment ago may have submitted what no row shows yet.
            pause = started + _task_list.USUAL_DELAY - self._clock.monotonic()
            if pause > 0:
                self._clock.sleep(pause)
            # Only now the service's clock is known: it came with the answers to the first look.
            began = self._api.service_time() - (self._clock.monotonic() - started)
            running += self._look(max(self._since, began - _RECENT))
        return running

    def _look(self, since: float) -> list[_ledger.Entry]:
        groups: dict[tuple[str, str], dict[str, _ledger.Entry]] = {}
        for entry in self._ledger.of(_ledger.UNSENT):
            groups.setdefault((entry.kind, entry.domain), {})[entry.url] = entry
        running = []
        for (kind_name, domain), wanted in groups.items():
            rows = self._rows(_kinds.KINDS[kind_name], domain, wanted, since)
            running += self._judge(wanted, rows)
        return running

    def _judge(
        self, wanted: t.Mapping[str, _ledger.Entry], rows: t.Mapping[str, list[_api.TaskRow]]
    ) -> list[_ledger.Entry]:
        running = []
        for url, own in rows.items():
            entry = wanted[url]
            complete = next((row for row in own if _track.has_ended(row) and not _track.is_bad(row)), None)
            unfinished = next((row for row in own if not _track.has_ended(row)), None)
            if complete is not None:
                self._ledger.mark([entry], _ledger.SKIPPED, task_id=complete.task_id)
            elif unfinished is not None:
                self._ledger.mark([entry], _ledger.PENDING, task_id=unfinished.task_id)
                running.append(entry)
        return running

    def _rows(
        self, kind: _kinds.Kind, domain: str, wanted: t.Mapping[str, _ledger.Entry], since: float
    ) -> dict[str, list[_api.TaskRow]]:
        """URL → rows, for the entries that have any."""
        if not kind.query_as:
            return self._rows_by_entry(kind, wanted, since)
        found: dict[str, list[_api.TaskRow]] = {}
        for query in _task_list.queries(self._api, kind, [domain], since):
            for page in self._pages(query):
                further = 0 if page.total is None else page.total - len(page.rows)
                if further / _api.ROWS_PER_PAGE > len(wanted):
                    return self._rows_by_entry(kind, wanted, since)
                _collect(kind, wanted, page, found)
                if _all_complete(wanted, found):
                    return found
        return found

    def _rows_by_entry(
        self, kind: _kinds.Kind, wanted: t.Mapping[str, _ledger.Entry], since: float
    ) -> dict[str, list[_api.TaskRow]]:
        found: dict[str, list[_api.TaskRow]] = {}
        for url in wanted:
            for page in self._pages({"ObjectPath": url, **_task_list.window(self._api, since)}):
                _collect(kind, wanted, page, found)
        return found

    def _pages(self, query: _task_list.Query) -> t.Iterator[_api.TaskPage]:
        """As :func:`_api.pages`, each page tried again while that can help."""
        return _api.pages(_RetryingList(self._api, self._clock, self._budget), query)


class _RetryingList:
    """The task list, each call of it tried again while that can help."""

    def __init__(self, api: _api.CdnApi, clock: _clock.Clock, budget: _retry.RetryBudget) -> None:
        self._api = api
        self._clock = clock
        self._budget = budget

    def tasks(self, query: _task_list.Query, page: int = 1) -> _api.TaskPage:
        return _retry.read(lambda: self._api.tasks(query, page), self._api, self._clock, self._budget)


def _collect(
    kind: _kinds.Kind, wanted: t.Mapping[str, _ledger.Entry], page: _api.TaskPage, found: dict[str, list[_api.TaskRow]]
) -> None:
    for row in page.rows:
        if row.url in wanted and _kinds.is_listed_as(kind, row.object_type):
            found.setdefault(row.url, []).append(row)


def _all_complete(wanted: t.Mapping[str, _ledger.Entry], found: t.Mapping[str, list[_api.TaskRow]]) -> bool:
    if len(found) < len(wanted):
        return False
    return all(any(_track.has_ended(row) and not _track.is_bad(row) for row in rows) for rows in found.values())
