# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeRefreshTasks, DescribeRefreshTaskById, DescribePreloadDetailById."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from ..clock import iso
from ..kinds import KINDS
from ..labels import ROW_STATUSES, ROW_TYPES, kinds_labelled, percent, row
from ..quotas import DAY
from ..state import Invocation, State
from ..tasks import ENDED, Task
from .values import integer, moment, required


def list_tasks(state: State, call: Invocation) -> dict[str, object]:
    size = integer(state, call, 'PageSize', 20, 999_999_999)
    size = min(size, state.settings.limit('page_size'))
    number = integer(state, call, 'PageNumber', 1, state.settings.limit('page_number'))
    total, rows = _select(state, call, (number - 1) * size, size)
    return {
        'PageNumber': number,
        'PageSize': size,
        'TotalCount': total,
        'Tasks': {'CDNTask': [row(state.settings, task, call.now) for task in rows]},
    }


def tasks_by_id(state: State, call: Invocation) -> dict[str, object]:
    ids = _ids(state, required(state, call, 'TaskId'))
    if len(ids) > state.settings.limit('ids_per_call'):
        raise state.refuse('too_many_ids', state.settings.limit('ids_per_call'))
    found = state.tasks.find((('id', task_id) for task_id in ids), _begin(state, call), call.now + 1)
    position = state.settings.switch('by_id_rows')
    rows = list(found) if position == 'all' else found.page(0, int(position))
    shown = [row(state.settings, task, call.now) for task in rows]
    total = len(shown) if state.settings.switch('by_id_total') == 'returned' else len(found)
    nested = state.settings.switch('by_id_shape') == 'nested'
    return {'TotalCount': total, 'Tasks': {'CDNTask': shown} if nested else shown}


def preload_details(state: State, call: Invocation) -> dict[str, object]:
    if not state.settings.preload_details:
        raise state.refuse('not_whitelisted')
    ids = _ids(state, required(state, call, 'TaskId'))
    if len(ids) != 1:
        raise state.refuse('task_id')
    found = state.tasks.find([('id', ids[0])], _begin(state, call), call.now + 1)
    by_domain: dict[str, list[Task]] = {}
    for task in found:
        if task.kind.family == 'prefetch':
            by_domain.setdefault(task.domain, []).append(task)
    details = [_detail(state, tasks, call.now) for tasks in by_domain.values()]
    return {'TotalCount': len(details), 'UrlDetails': details}


def _detail(state: State, tasks: list[Task], now: float) -> dict[str, object]:
    states = {task.status(now) for task in tasks}
    done = all(status in ENDED for status in states)
    status = 'Refreshing' if not done else ('Complete' if states == {'Complete'} else 'Failed')
    progress = [task.progress(now) for task in tasks]
    return {
        'TaskId': tasks[0].task_id,
        'Domain': tasks[0].domain,
        'CreationTime': iso(tasks[0].created),
        'EndTime': iso(max(task.ends_at for task in tasks)) if done else '',
        'Process': percent(state.settings, sum(progress) / len(progress)),
        'RetCode': '1' if status == 'Failed' else '0',
        'Status': status,
        'Urls': [
            {
                'Url': urlsplit(task.path).path,
                'Success': f'{int(value)}%',
                'Description': task.description or ('Successfully preloaded' if value == 100 else ''),
            }
            for task, value in zip(tasks, progress, strict=True)
        ],
    }


def _ids(state: State, text: str) -> list[str]:
    ids = [part.strip() for part in text.split(',')]
    if not all(part.isascii() and part.isdigit() and len(part) <= 30 for part in ids):
        raise state.refuse('task_id')
    return list(dict.fromkeys(ids))


def _begin(state: State, call: Invocation) -> float:
    return call.now - state.settings.limit('window_days') * DAY


def _select(state: State, call: Invocation, start: int, size: int) -> tuple[int, list[Task]]:
    """How many rows match, and those of the page."""
    begin, end = _span(state, call)
    kinds = _kinds(state, call)
    found = state.tasks.find(_keys(state, call, kinds), begin, end)
    tests = _tests(state, call, kinds)
    if not tests:
        return len(found), found.page(start, size)
    matching = [task for task in found if all(getattr(task, name) in values for name, values in tests.items())]
    status = call.parameters.get('Status')
    if status:
        first = state.settings.switch('first_status')
        matching = [task for task in matching if task.status(call.now, first) == status]
    return len(matching), matching[start : start + size]


def _span(state: State, call: Invocation) -> tuple[float, float]:
    oldest = _begin(state, call)
    start, end = call.parameters.get('StartTime', ''), call.parameters.get('EndTime', '')
    if not start and not end:
        return oldest, call.now + 1
    if not start or not end:
        raise state.refuse('missing_time')
    begin, until = moment(state, start, 'start_time'), moment(state, end, 'end_time')
    if until <= begin:
        raise state.refuse('time_order')
    if begin < int(oldest):
        raise state.refuse('time_window', state.settings.limit('window_days'))
    return begin, until + 1


def _kinds(state: State, call: Invocation) -> list[str]:
    """The kinds of rows asked for; all of them without ObjectType."""
    word = call.parameters.get('ObjectType', '')
    if not word:
        if call.parameters.get('DomainName') or call.parameters.get('Status'):
            raise state.refuse('missing_object_type')
        return list(KINDS)
    strict = state.settings.switch('object_type_case') == 'strict'
    if (word if strict else word.lower()) not in ROW_TYPES:
        raise state.refuse('row_type')
    if call.parameters.get('Status', 'Complete') not in ROW_STATUSES | {''}:
        raise state.refuse('row_status')
    return kinds_labelled(state.settings, word)


def _keys(state: State, call: Invocation, kinds: list[str]) -> Iterable[tuple[str, ...]]:
    """The narrowest lists that hold all matching rows."""
    if call.parameters.get('TaskId'):
        return [('id', task_id) for task_id in _one_id(state, call.parameters['TaskId'])]
    if call.parameters.get('ObjectPath'):
        return [('path', call.parameters['ObjectPath'])]
    if call.parameters.get('DomainName'):
        return [('domain', domain, kind) for domain in _domains(state, call.parameters['DomainName']) for kind in kinds]
    return [('kind', kind) for kind in kinds] if len(kinds) < len(KINDS) else [('all',)]


def _one_id(state: State, text: str) -> list[str]:
    ids = _ids(state, text)
    position = state.settings.switch('joined_ids_in_list')
    if len(ids) == 1 or position == 'accepted':
        return ids
    if position == 'malformed':
        raise state.refuse('task_id')
    return []


def _domains(state: State, text: str) -> list[str]:
    domains = list(dict.fromkeys(part.strip().lower() for part in text.split(',')))
    position = state.settings.switch('joined_domains_in_list')
    if len(domains) == 1 or position == 'empty':
        return [text.lower()]
    if position == 'refused':
        raise state.refuse('bad_parameter', 'DomainName')
    most = state.settings.limit('domains_per_list')
    if most and len(domains) > most:
        raise state.refuse('too_many_domains', most)
    return domains


def _tests(state: State, call: Invocation, kinds: list[str]) -> dict[str, set[object]]:
    """What the lists of `_keys` do not guarantee."""
    narrowed = call.parameters.get('TaskId') or call.parameters.get('ObjectPath')
    tests: dict[str, set[object]] = {}
    if call.parameters.get('Status'):
        tests['foreign'] = {True, False}
    if not narrowed:
        return tests
    if call.parameters.get('TaskId') and call.parameters.get('ObjectPath'):
        tests['path'] = {call.parameters['ObjectPath']}
    if call.parameters.get('DomainName'):
        tests['domain'] = set(_domains(state, call.parameters['DomainName']))
    if call.parameters.get('ObjectType'):
        tests['kind'] = {KINDS[name] for name in kinds}
    return tests
