# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Find rows in the account's task list by what a user knows of them."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import urlsplit

from . import _api, _errors, _info_runner, _kinds, _moment, _task_list, _urls

# Clocks differ a little, and time passes until the service reads a request: so far from the far end of its window
# a request still counts as inside.
_EDGE = 60.0
_REACH = _task_list.REACHABLE_DAYS * 86400.0

_IGNORE_PARAMS_LABELS = frozenset(
    {_kinds.IGNORE_PARAMS, *(spelling.lower() for spelling in _kinds.KINDS[_kinds.IGNORE_PARAMS].submit_as)}
)
_NAMES = {
    **{label: kind.name for kind in _kinds.KINDS.values() for label in kind.listed_as or ()},
    **dict.fromkeys(_IGNORE_PARAMS_LABELS, _kinds.IGNORE_PARAMS),
}

Parameters = dict[str, str]


@dataclasses.dataclass
class TaskFilter:
    """What rows must match. Times in seconds since the epoch; ``task_ids`` None: any, empty: none."""

    task_ids: tuple[str, ...] | None
    url: str | None
    object_type: str | None
    domain: str | None
    status: str | None
    since: float | None
    until: float | None


def prepare(params: t.Mapping[str, t.Any], now: float) -> _info_runner.Question:
    """Check the parameters.

    :raises InputError: one of them cannot be used.
    """
    wanted = _read_filter(params, now)
    limit = params["limit"]
    if limit < 0:
        raise _errors.InputError(f"limit is {limit}; it must be at least 0, and 0 means all.")

    def ask(reader: _info_runner.Reader) -> dict[str, t.Any]:
        rows, total = _Search(reader, wanted).find(limit or None)
        return {"tasks": [_as_result(row) for row in rows], "total": total}

    return ask


def _read_filter(params: t.Mapping[str, t.Any], now: float) -> TaskFilter:
    object_type, status = params["object_type"], params["status"]
    since = _read_moment(params, "since")
    until = _read_moment(params, "until")
    _check_window(params, since, until, now)
    domain = _domain(params["domain"])
    for name, value in (("domain", domain), ("status", status)):
        if value and not object_type:
            raise _errors.InputError(
                f"{name} is given without object_type, and the service's task list takes it only together with one. "
                "Set object_type as well."
            )
    return TaskFilter(
        task_ids=_ids(params["task_ids"]),
        url=_url(params["url"], object_type),
        object_type=object_type,
        domain=domain,
        status=status,
        since=since,
        until=until,
    )


def _ids(values: t.Sequence[str] | None) -> tuple[str, ...] | None:
    """An answer of the service may hold several ids, separated by commas; they may be given just so."""
    if values is None:
        return None
    return tuple(dict.fromkeys(part for value in values for part in re.split(r"[,\s]+", value) if part))


def _url(text: str | None, object_type: str | None) -> str | None:
    if not text or not text.strip():
        return None
    kind = object_type if object_type in (_kinds.DIRECTORY, _kinds.REGEX, _kinds.IGNORE_PARAMS) else _kinds.FILE
    try:
        return str(_urls.normalise(text.strip(), kind))
    except _urls.BadEntryError as exc:
        raise _errors.InputError(f"url {_urls.mask_user_info(text)}: {exc}. Correct it.") from exc


def _domain(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    try:
        return _urls.normalise_domain(text)
    except _urls.BadEntryError as exc:
        raise _errors.InputError(f"domain: {exc}. Correct it.") from exc


def _read_moment(params: t.Mapping[str, t.Any], option: str) -> float | None:
    text = params[option]
    return _moment.parse_moment(option, text) if text and text.strip() else None


def _check_window(params: t.Mapping[str, t.Any], since: float | None, until: float | None, now: float) -> None:
    if since is not None and since > now:
        raise _errors.InputError(f"since {params['since']!r} lies in the future. Give an earlier time.")
    for option, moment, oldest in (("since", since, now - _REACH - _EDGE), ("until", until, now - _REACH + _EDGE)):
        if moment is not None and moment < oldest:
            raise _errors.InputError(
                f"{option} {params[option]!r} lies more than {_task_list.REACHABLE_DAYS} days back, and the service's "
                "task list reaches no further. Give a later time."
            )
    # The service is told whole seconds.
    if since is not None and until is not None and int(until) <= int(since):
        raise _errors.InputError(
            f"until {params['until']!r} is not later than since {params['since']!r}. Exchange them."
        )


class _Search:
    def __init__(self, reader: _info_runner.Reader, wanted: TaskFilter) -> None:
        self._reader = reader
        self._wanted = wanted

    def find(self, limit: int | None) -> tuple[list[_api.TaskRow], int]:
        """The newest rows that match, newest first, and how many match in all.

        :raises CallError: the list could not be read.
        """
        ids = (None,) if self._wanted.task_ids is None else self._wanted.task_ids
        name = self._wanted.object_type
        if name is not None and not _kinds.KINDS[name].query_as:
            rows = self._sorted_out(_kinds.KINDS[name], ids)
            total = len(rows)
        else:
            rows, total = [], 0
            for task_id in ids:
                of_id, count = self._listed(task_id, limit)
                rows += of_id
                total += count
        rows.sort(key=_newest_first)
        return rows[:limit], total

    def _listed(self, task_id: str | None, limit: int | None) -> tuple[list[_api.TaskRow], int]:
        """Rows that the service picks out."""
        fixed = self._fixed(task_id)
        if self._wanted.domain:
            fixed["DomainName"] = self._wanted.domain
        if self._wanted.status:
            fixed["Status"] = self._wanted.status
        spellings = _spellings(self._wanted.object_type)
        for number, spelling in enumerate(spellings):
            parameters = {**fixed, "ObjectType": spelling} if spelling else fixed
            try:
                rows, total = self._collect(parameters, limit)
            except _errors.ApiError as exc:
                from . import _codes

                if number == 0 or _codes.classify(exc).concern is not _codes.Concern.SPELLING:
                    raise
                continue
            if rows:
                return rows, max(total, len(rows))
        return [], 0

    def _collect(self, parameters: Parameters, limit: int | None) -> tuple[list[_api.TaskRow], int]:
        rows: list[_api.TaskRow] = []
        total = 0
        for page in self._pages(parameters):
            rows += page.rows
            total = len(rows) if page.total is None else page.total
            if limit is not None and len(rows) >= limit:
                break
        return rows, total

    def _sorted_out(self, kind: _kinds.Kind, ids: t.Iterable[str | None]) -> list[_api.TaskRow]:
        """Rows of a kind whose label nobody knows: all that the service has are read and sorted out here.

        A label of the kind's own settles it. Without any, each row that may be of this kind is returned.
        """
        possible = [
            row
            for task_id in ids
            for page in self._pages(self._fixed(task_id))
            for row in page.rows
            if _kinds.is_listed_as(kind, row.object_type) and "?" not in row.url and self._matches(row)
        ]
        own = [row for row in possible if row.object_type in _IGNORE_PARAMS_LABELS]
        return own or possible

    def _matches(self, row: _api.TaskRow) -> bool:
        wanted = self._wanted
        return wanted.status in (None, row.status) and wanted.domain in (None, urlsplit(row.url).hostname)

    def _fixed(self, task_id: str | None) -> Parameters:
        parameters = {}
        if task_id is not None:
            parameters["TaskId"] = task_id
        if self._wanted.url:
            parameters["ObjectPath"] = self._wanted.url
        return parameters

    def _pages(self, parameters: Parameters) -> t.Iterator[_api.TaskPage]:
        """The pages until the last.

        Tasks that are created meanwhile push rows to the next page; they are not returned twice.
        """
        number, seen = 1, 0
        before: _api.TaskPage | None = None
        while True:
            # The window is told anew for each page: a long list takes minutes, and its far end moves on.
            query = {**parameters, **self._window()}
            page = self._read(query, number)
            if before is not None and page.total is None and page.rows == before.rows:
                # Neither a total nor a page of its own: nothing else would end this.
                return
            yield page if before is None else _without_repeated(page, before)
            seen += len(page.rows)
            if not page.rows or (page.total is not None and seen >= page.total):
                return
            before = page
            number += 1

    def _read(self, query: Parameters, number: int) -> _api.TaskPage:
        return self._reader.read(lambda: self._reader.api.tasks(query, number))

    def _window(self) -> Parameters:
        wanted = self._wanted
        if wanted.since is None and wanted.until is None:
            return {}
        api = self._reader.api
        oldest = api.service_time() - _REACH + _EDGE
        window = _task_list.window(api, oldest if wanted.since is None else max(wanted.since, oldest))
        if wanted.until is not None:
            window["EndTime"] = _api.time_parameter(wanted.until)
        return window


def _spellings(object_type: str | None) -> tuple[str, ...]:
    """What to ask for, one after the other until rows are found: lists may use the older word for a type."""
    if object_type is None:
        return ("",)
    return _kinds.KINDS[object_type].query_as or ("",)


def _without_repeated(page: _api.TaskPage, before: _api.TaskPage) -> _api.TaskPage:
    most = (page.total or 0) - (before.total or 0)
    if most <= 0:
        return page
    known = {_identity(row) for row in before.rows}
    repeated = 0
    while repeated < min(most, len(page.rows)) and _identity(page.rows[repeated]) in known:
        repeated += 1
    return _api.TaskPage(page.rows[repeated:], page.total)


def _identity(row: _api.TaskRow) -> tuple[str, ...]:
    return row.task_id, row.url, row.object_type, row.creation_time


def _newest_first(row: _api.TaskRow) -> float:
    return -(_api.parse_creation_time(row.creation_time) or 0.0)


def _as_result(row: _api.TaskRow) -> dict[str, t.Any]:
    return {
        "task_id": row.task_id,
        "url": row.url,
        "object_type": _NAMES.get(row.object_type, row.object_type),
        "status": row.status,
        "progress": row.progress,
        "creation_time": row.creation_time,
        "description": row.description,
    }
