# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The service as this collection sees it: six operations, plain data in and out, one family of errors.

Answers are read tolerantly, because the vendor's documents contradict one another about their shape.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime
import email.utils
import math
import re
import typing as t

from . import _clock, _errors, _kinds, _pace

LIST_OPERATION = "DescribeRefreshTasks"
BY_ID_OPERATION = "DescribeRefreshTaskById"
QUOTA_OPERATION = "DescribeRefreshQuota"

# Calls a second and account, from the vendor's page of each operation. Pages older than July 2025 allow
# 10 of DescribeRefreshTasks. For the cache tags' operation no page gives a figure; it gets the smallest one.
CALLS_PER_SECOND = {
    _kinds.REFRESH_OPERATION: 50,
    _kinds.TAG_OPERATION: 5,
    _kinds.PREFETCH_OPERATION: 50,
    LIST_OPERATION: 5,
    BY_ID_OPERATION: 30,
    QUOTA_OPERATION: 20,
}
IDS_PER_CALL = 10  # vendor's page of DescribeRefreshTaskById
ROWS_PER_PAGE = 100  # vendor's page of DescribeRefreshTasks; older pages say 50

# Field name of DescribeRefreshQuota → name of the quota in results.
_QUOTA_FIELDS = {
    "url": "url",
    "dir": "directory",
    "regex": "regex",
    "ignoreparams": "ignore_params",
    "preload": "prefetch",
}
QUOTA_NAMES = tuple(_QUOTA_FIELDS.values())


@dataclasses.dataclass
class Reply:
    """A good answer. ``date`` is its time by the service's clock in seconds since the epoch, None when not told."""

    body: t.Mapping[str, t.Any]
    date: float | None = None


class Transport(t.Protocol):
    """Carries one call to the service and back, exactly once."""

    def call(self, operation: str, *, query: t.Mapping[str, str], form: t.Mapping[str, str]) -> Reply:
        """:raises CallError: there is no good answer; the class says what is known of the request."""


@dataclasses.dataclass
class TaskRow:
    """A row of a task list. ``progress`` is in per cent, None when unreadable; ``creation_time`` as the service writes it."""

    task_id: str
    url: str
    object_type: str
    status: str
    progress: float | None
    creation_time: str
    description: str


@dataclasses.dataclass
class TaskPage:
    """Rows, and how many rows match in all; None when the answer does not tell."""

    rows: tuple[TaskRow, ...]
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Whether the answer claims to hold all rows that match."""
        return self.total is None or len(self.rows) >= self.total


@dataclasses.dataclass
class Quota:
    """A daily quota; both in entries."""

    limit: int
    remaining: int


class CdnApi:
    """The six operations. Each call keeps the operation's rate; none is ever repeated here."""

    def __init__(self, transport: Transport, clock: _clock.Clock) -> None:
        self._transport = transport
        self._clock = clock
        self._rates = {operation: _pace.RateWindow(limit, 1.0) for operation, limit in CALLS_PER_SECOND.items()}
        self._clock_offset = 0.0
        self.knows_service_clock = False
        #: Monotonic time after which no further call is made.
        self.ends_at = math.inf
        #: Whether the service ever answered, be it with an error.
        self.answered = False
        self.calls: collections.Counter[str] = collections.Counter()

    def refresh(self, urls: t.Iterable[str], object_type: str, *, force: bool) -> list[str]:
        """Submit a refresh; returns the task ids."""
        form = {"ObjectPath": "\n".join(urls), "ObjectType": object_type}
        if force:
            form["Force"] = "true"
        reply = self._call(_kinds.REFRESH_OPERATION, form=form)
        return self._task_ids(_kinds.REFRESH_OPERATION, reply, "RefreshTaskId")

    def refresh_tags(self, domain: str, tags: t.Iterable[str], *, force: bool) -> list[str]:
        """Submit a refresh of cache tags; returns the task ids."""
        query = {"CacheTag": ",".join(tags), "DomainName": domain}
        if force:
            query["Force"] = "true"
        reply = self._call(_kinds.TAG_OPERATION, query=query)
        return self._task_ids(_kinds.TAG_OPERATION, reply, "RefreshTaskId")

    def prefetch(self, urls: t.Iterable[str], parameters: t.Mapping[str, str]) -> list[str]:
        """Submit a prefetch; returns the task ids. ``parameters``: the operation's own besides ObjectPath."""
        reply = self._call(_kinds.PREFETCH_OPERATION, query={"ObjectPath": "\n".join(urls), **parameters})
        return self._task_ids(_kinds.PREFETCH_OPERATION, reply, "PushTaskId")

    def tasks(self, query: t.Mapping[str, str], page: int = 1) -> TaskPage:
        """One page of the task list. ``query`` holds the operation's own parameters; rows come newest first."""
        paging = {"PageNumber": str(page), "PageSize": str(ROWS_PER_PAGE)}
        return _page(LIST_OPERATION, self._call(LIST_OPERATION, query={**query, **paging}))

    def tasks_by_id(self, ids: t.Sequence[str]) -> TaskPage:
        """The tasks of up to ten ids, in no known order, possibly not all of their rows."""
        return _page(BY_ID_OPERATION, self._call(BY_ID_OPERATION, query={"TaskId": ",".join(ids)}))

    def quotas(self) -> dict[str, Quota]:
        """The day's quotas by name; those that the answer does not tell are missing."""
        body = {key.lower(): value for key, value in self._call(QUOTA_OPERATION).body.items()}
        found = {}
        for field, name in _QUOTA_FIELDS.items():
            limit, remaining = _number(body.get(f"{field}quota")), _number(body.get(f"{field}remain"))
            if limit is not None and remaining is not None:
                found[name] = Quota(limit, remaining)
        return found

    def service_time(self) -> float:
        """Seconds since the epoch by the service's clock, as far as its answers told."""
        return self._clock.wall() + self._clock_offset

    def ready_at(self, operation: str) -> float:
        """The monotonic time from which the operation's rate allows another call."""
        return self._rates[operation].ready_at(1, self._clock.monotonic())

    def _call(
        self, operation: str, *, query: t.Mapping[str, str] | None = None, form: t.Mapping[str, str] | None = None
    ) -> Reply:
        # Also for no time at all: no call begins in a run that is to end.
        self._clock.sleep(max(0.0, self.ready_at(operation) - self._clock.monotonic()))
        if self._clock.monotonic() > self.ends_at:
            raise _errors.OutOfTimeError(operation, "the run's time was over")
        self.calls[operation] += 1
        try:
            reply = self._transport.call(operation, query=query or {}, form=form or {})
            self.answered = True
        except _errors.ApiError:
            self.answered = True
            raise
        finally:
            self._rates[operation].record(1, self._clock.monotonic())
        if reply.date is not None:
            self._clock_offset = reply.date - self._clock.wall()
            self.knows_service_clock = True
        # Some public clients guard against errors that come with HTTP 200; a code is a code.
        if reply.body.get("Code") not in (None, "", "OK", "200", 200):
            raise _errors.ApiError(
                operation,
                str(reply.body["Code"]),
                str(reply.body.get("Message") or ""),
                http_status=200,
                request_id=str(reply.body.get("RequestId") or ""),
            )
        return reply

    @staticmethod
    def _task_ids(operation: str, reply: Reply, field: str) -> list[str]:
        # One answer may hold several ids; the documents separate them by a comma, one client tolerates blanks.
        ids = [part.strip() for part in str(reply.body.get(field) or "").split(",")]
        ids = [part for part in ids if part]
        if not ids:
            raise _errors.AnswerLostError(operation, "the service's answer held no task id", http_status=200)
        return ids


class TaskList(t.Protocol):
    """Gives one page of the task list."""

    def tasks(self, query: t.Mapping[str, str], page: int = 1) -> TaskPage:
        """See :meth:`CdnApi.tasks`."""


def pages(api: TaskList, query: t.Mapping[str, str]) -> t.Iterator[TaskPage]:
    """The pages of the task list, one call each, until the last; stop iterating when enough is known.

    No source tells which older spellings of ObjectType the list still takes; one that it refuses has no rows.
    """
    seen = 0
    number = 1
    while True:
        try:
            page = api.tasks(query, number)
        except _errors.ApiError as exc:
            if exc.code.startswith("InvalidObjectType"):
                return
            raise
        seen += len(page.rows)
        yield page
        if not page.rows or (page.total is not None and seen >= page.total):
            return
        number += 1


def time_parameter(seconds: float) -> str:
    """A time as StartTime and EndTime want it."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_creation_time(text: str) -> float | None:
    """Seconds since the epoch of a row's CreationTime; None when unreadable."""
    try:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp()


def parse_date_header(text: str | None) -> float | None:
    """Seconds since the epoch of an HTTP Date header; None when there is none or it is unreadable."""
    try:
        return email.utils.parsedate_to_datetime(text).timestamp() if text else None
    except (TypeError, ValueError):
        return None


def _page(operation: str, reply: Reply) -> TaskPage:
    """Read both shapes: rows right under Tasks, or below Tasks.CDNTask (list) or Tasks.Task (sibling product)."""
    tasks = reply.body.get("Tasks")
    if isinstance(tasks, t.Mapping):
        tasks = tasks.get("CDNTask", tasks.get("Task"))
    if tasks is None:
        tasks = []
    if not isinstance(tasks, list) or not all(isinstance(row, t.Mapping) for row in tasks):
        raise _errors.AnswerLostError(operation, "the service's answer held no readable list of tasks", http_status=200)
    rows = tuple(_row(row) for row in tasks)
    return TaskPage(rows, _number(reply.body.get("TotalCount")))


def _row(row: t.Mapping[str, t.Any]) -> TaskRow:
    return TaskRow(
        task_id=str(row.get("TaskId") or ""),
        url=str(row.get("ObjectPath") or ""),
        object_type=str(row.get("ObjectType") or "").lower(),
        status=str(row.get("Status") or ""),
        progress=_percent(row.get("Process")),
        creation_time=str(row.get("CreationTime") or ""),
        description=str(row.get("Description") or ""),
    )


def _percent(value: t.Any) -> float | None:
    """``100%``, ``99.37%``, ``10`` and numbers are all seen."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", str(value))
    return float(match.group(1)) if match else None


def _number(value: t.Any) -> int | None:
    """Quotas come as strings in the documents and as numbers in some samples."""
    try:
        return int(float(str(value).replace(",", "")))
    except ValueError:
        return None
