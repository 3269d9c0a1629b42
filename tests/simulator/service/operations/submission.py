# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accepting entries: limits, quotas, ids, tasks, ledger. All of a request or nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import inf

from ..faults import Fault
from ..kinds import CACHE_TAG, FILE, KINDS, Kind
from ..ledger import Submission
from ..state import Invocation, State
from ..tasks import Task, task_length
from .paths import Entry, usable


def submit(state: State, call: Invocation, kind: Kind, entries: list[Entry], others: Mapping[str, str]) -> str:
    """Accept or raise; returns the joined task ids."""
    entries = usable(state, entries)
    if state.settings.switch('duplicates') == 'once':
        entries = list(dict.fromkeys(entries))
    charged = [item for item in entries if not item.trouble]
    domains = Counter(item.domain for item in charged)
    _check_queue(state, call, kind, domains)
    _charge(state, call, kind, domains)
    ids: dict[str, None] = {}
    for item in entries:
        task = _create(state, call, kind, item)
        ids[task.task_id] = None
        state.ledger.add(
            Submission(
                call.operation,
                kind.name,
                item.name,
                others,
                task.task_id,
                call.now,
                call.account.access_key_id,
                call.request_id,
                task,
            )
        )
    return (',' if state.settings.switch('id_separator') == 'comma' else ', ').join(ids)


def _check_queue(state: State, call: Invocation, kind: Kind, domains: Counter[str]) -> None:
    if kind.family == 'prefetch':
        longest = state.settings.limit('prefetch_queue')
        if longest and state.tasks.running('prefetch', call.now) + domains.total() > longest:
            raise state.refuse('prefetch_queue')
        return
    longest = state.settings.limit('refresh_queue')
    for domain, count in domains.items():
        if longest and state.tasks.running(domain, call.now) + count > longest:
            raise state.refuse('refresh_queue')


def _charge(state: State, call: Invocation, kind: Kind, domains: Counter[str]) -> None:
    settings, now = state.settings, call.now
    quota = _quota(state, kind)
    if quota and domains.total() > state.quotas.remaining(settings, quota, now):
        raise state.refuse(f'quota_{quota}')
    if kind.minute:
        most = settings.limit(kind.minute)
        for domain, count in domains.items():
            if most and state.minutes.used(settings, kind.minute, domain, now) + count > most:
                raise state.refuse('quota_minute')
        for domain, count in domains.items():
            state.minutes.use(kind.minute, domain, count, now)
    if quota:
        state.quotas.use(quota, domains.total(), now)


def _quota(state: State, kind: Kind) -> str:
    if kind.object_type or kind.family == 'prefetch':
        return kind.quota
    position = state.settings.switch('tag_quota')
    return '' if position == 'none' else position


def _create(state: State, call: Invocation, kind: Kind, item: Entry) -> Task:
    settings, now = state.settings, call.now
    low, high = settings.visibility
    task = Task(
        order=(now, state.tasks.serial()),
        task_id=_task_id(state, call, kind, item.domain),
        kind=kind,
        path=item.path,
        domain=item.domain,
        created=now,
        visible_at=now + (low if low == high else state.rng.uniform(low, high)),
        ends_at=now + task_length(settings, kind, state.rng),
    )
    if item.trouble:
        task.ending, task.description = settings.switch('failure_status'), item.trouble
    for fault in state.faults.for_task(call.operation, kind.name, item.name, item.domain):
        _shape(state, task, fault)
    state.tasks.add(task)
    return task


def _task_id(state: State, call: Invocation, kind: Kind, domain: str) -> str:
    settings = state.settings
    across = settings.switch('merge_types') == 'refresh' and kind.family == 'refresh'
    if kind is CACHE_TAG and not across:
        return state.ids.shared((kind.name, call.request_id), 0, call.now)
    if not (kind.shares_id or across):
        return state.ids.new()
    scope = {'same_key': call.account.access_key_id, 'all_keys': '', 'never': call.request_id}
    key = (kind.family if across else kind.name, domain, scope[settings.switch('merge_calls')])
    return state.ids.shared(key, settings.limit(f'{kind.family}_group'), call.now)


def _shape(state: State, task: Task, fault: Fault) -> None:
    if fault.kind == 'late_rows':
        task.visible_at = task.created + fault.delay
    elif fault.kind == 'vanish':
        task.vanishes_at = task.created + fault.delay
    elif fault.kind == 'slow_task':
        task.ends_at = task.created + fault.delay
    elif fault.kind == 'stuck':
        task.ends_at = inf
    elif fault.kind == 'unknown_status':
        task.word, task.ends_at = fault.word or 'Processing', inf
    elif fault.kind == 'failed':
        task.ending = fault.word or state.settings.switch('failure_status')
        task.description = fault.description
    elif fault.kind == 'foreign_rows':
        _add_foreign(state, task, fault)


def _add_foreign(state: State, task: Task, fault: Fault) -> None:
    """Rows of another client under the same id; they are in no ledger."""
    kind = KINDS[fault.row_kind] if fault.row_kind else (task.kind if task.kind.shares_id else FILE)
    ended = fault.word in ('', 'Complete', 'Failed', 'Timeout', 'Canceled')
    for number in range(fault.amount):
        path = fault.path or f'https://{task.domain}/foreign/{task.task_id}-{number}.bin'
        state.tasks.add(
            Task(
                order=(task.created, state.tasks.serial()),
                task_id=task.task_id,
                kind=kind,
                path=path,
                domain=task.domain,
                created=task.created,
                visible_at=task.visible_at,
                ends_at=task.created if ended else inf,
                ending=fault.word or 'Complete' if ended else 'Complete',
                word='' if ended or fault.word == 'Refreshing' else fault.word,
                foreign=True,
            )
        )
