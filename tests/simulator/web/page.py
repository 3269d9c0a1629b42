# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page for people: what was accepted, how far the tasks are, what is left of the quotas, who called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from aiohttp import web

from ..service.clock import iso
from ..service.ledger import Call, Submission
from ..service.service import Service
from .style import STYLE

MOST_ROWS = 30
REFRESH = 2  # seconds
_ENDED_BADLY = ('Failed', 'Timeout', 'Canceled')


def wanted(request: web.Request) -> bool:
    """A browser that opens the address, not a client of the API."""
    return (
        request.method == 'GET'
        and request.path == '/'
        and not request.query_string
        and 'authorization' not in request.headers
        and 'x-acs-action' not in request.headers
    )


def render(service: Service, moving: bool = True) -> str:
    """`moving`: the browser loads the page again by itself."""
    tasks = service.tasks()
    calls = service.calls()
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,">{_refresh(moving)}<title>CDN simulator</title><style>{STYLE}</style></head><body>'
        f'{_header(service, moving)}<main>{_totals(tasks, calls)}'
        f'{_quotas(service)}{_faults(service)}{_tasks(tasks)}{_ledger(service)}{_calls(calls)}'
        '</main></body></html>'
    )


def _refresh(moving: bool) -> str:
    return f'<meta http-equiv="refresh" content="{REFRESH}">' if moving else ''


def _header(service: Service, moving: bool) -> str:
    now = service.clock.now()
    speed = f', {service.clock.speed:g} times as fast' if service.clock.speed != 1 else ''
    pause = '<a href="/_simulator/?still=1">pause</a>' if moving else '<a href="/_simulator/">go on</a>'
    return (
        '<header><h1>Alibaba Cloud CDN <span>simulator</span></h1>'
        f'<p>Nothing here is real. The service\'s clock: <time>{iso(now)}</time>{speed}. '
        f'{f"New every {REFRESH} s" if moving else "Standing still"} ({pause}).</p></header>'
    )


def _totals(tasks: list[dict[str, object]], calls: list[Call]) -> str:
    states = Counter(_state(str(task['status'])) for task in tasks if not task['foreign'])
    numbers = (
        ('accepted', states.total(), ''),
        ('running', states['running'], 'running'),
        ('complete', states['good'], 'good'),
        ('failed', states['bad'], 'bad'),
        ('calls', len(calls), ''),
        ('refused', sum(call.status >= 400 for call in calls), 'bad'),
        ('connections cut', sum(bool(call.dropped) for call in calls), 'bad'),
    )
    cards = ''.join(
        f'<div class="card{f" {look}" if look and number else ""}"><b>{number:,}</b>{name}</div>'
        for name, number, look in numbers
    )
    return f'<section class="cards" aria-label="Totals">{cards}</section>'


def _quotas(service: Service) -> str:
    rows = [
        (
            escape(name.replace('_', ' ')),
            _number(values['used']),
            _number(values['remaining']),
            _number(values['limit']),
            _bar(100 * values['used'] / values['limit'] if values['limit'] else 100, values['remaining'] == 0),
        )
        for name, values in service.quotas().items()
    ]
    title = f'Quotas of the day <small>until {service.resets_at()}</small>'
    return _section(title, ('kind', '#used', '#left', '#limit', 'used up'), rows)


def _faults(service: Service) -> str:
    rows = []
    for fault in service.faults():
        given = {name: value for name, value in fault.items() if name not in ('number', 'kind', 'struck', 'seen')}
        details = ', '.join(f'{name}={value}' for name, value in given.items())
        rows.append((f'<code>{escape(str(fault["kind"]))}</code>', escape(details), _number(fault['struck'])))
    return _section('Faults in force', ('kind', 'where', '#struck'), rows) if rows else ''


def _tasks(tasks: list[dict[str, object]]) -> str:
    by_id: dict[str, list[dict[str, object]]] = {}
    for task in reversed(tasks):
        by_id.setdefault(str(task['task_id']), []).append(task)
    rows = [_task(task_id, found) for task_id, found in list(by_id.items())[:MOST_ROWS]]
    heads = ('created', 'task id', 'kind', 'domain', '#entries', '#complete', 'progress', 'state')
    return _section(f'Tasks {_shown(len(rows), len(by_id))}', heads, rows)


def _task(task_id: str, found: list[dict[str, object]]) -> tuple[str, ...]:
    states = Counter(_state(str(task['status'])) for task in found)
    state = 'running' if states['running'] else ('bad' if states['bad'] else 'good')
    progress = sum(float(str(task['progress'])) for task in found) / len(found)
    words = ', '.join(dict.fromkeys(str(task['status']) for task in found))
    return (
        _time(str(found[0]['created'])),
        f'<code>{escape(task_id)}</code>',
        _joined(task['kind'] for task in found),
        _joined(task['domain'] for task in found),
        _number(len(found)),
        _number(states['good']),
        _bar(progress, state == 'bad'),
        _pill(state, words),
    )


def _ledger(service: Service) -> str:
    accepted = service.accepted()
    now = service.clock.now()
    rows = [_entry(item, item.task.status(now)) for item in accepted[: -MOST_ROWS - 1 : -1]]
    title = f'Ledger {_shown(len(rows), len(accepted))} <small><a href="/_simulator/ledger">JSON</a></small>'
    return _section(title, ('accepted', 'kind', 'entry', 'task id', 'state'), rows)


def _entry(item: Submission, status: str) -> tuple[str, ...]:
    return (
        _time(iso(item.time)),
        escape(item.kind.replace('_', ' ')),
        f'<span class="url">{escape(item.url)}</span>',
        f'<code>{escape(item.task_id)}</code>',
        _pill(_state(status), status),
    )


def _calls(calls: list[Call]) -> str:
    rows = [_call(call) for call in calls[: -MOST_ROWS - 1 : -1]]
    title = f'Calls {_shown(len(rows), len(calls))} <small><a href="/_simulator/calls">JSON</a></small>'
    return _section(title, ('time', 'operation', '#status', 'outcome', 'faults'), rows)


def _call(call: Call) -> tuple[str, ...]:
    if call.dropped:
        outcome = _pill('bad', f'cut, {"processed" if call.dropped == "after" else "not processed"}')
    else:
        outcome = _pill('bad' if call.code else 'good', call.code or 'ok')
    return (
        _time(iso(call.time)),
        f'<code>{escape(call.operation or "none")}</code>',
        str(call.status),
        outcome,
        escape(', '.join(call.faults)),
    )


def _section(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table; a heading with # in front is of numbers. Cells are HTML."""
    if not rows:
        return f'<section><h2>{title}</h2><p class="none">Nothing yet.</p></section>'
    looks = [' class="number"' if head.startswith('#') else '' for head in heads]
    head = ''.join(f'<th{look}>{escape(text.lstrip("#"))}</th>' for text, look in zip(heads, looks, strict=True))
    body = ''.join(
        f'<tr>{"".join(f"<td{look}>{cell}</td>" for cell, look in zip(row, looks, strict=True))}</tr>' for row in rows
    )
    return (
        f'<section><h2>{title}</h2><div class="table"><table><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}</tbody></table></div></section>'
    )


def _state(status: str) -> str:
    return 'good' if status == 'Complete' else ('bad' if status in _ENDED_BADLY else 'running')


def _pill(state: str, text: str) -> str:
    return f'<span class="pill {state}">{escape(text)}</span>'


def _bar(percent: float, bad: bool) -> str:
    filled = max(0.0, min(100.0, percent))
    return (
        f'<span class="bar{" bad" if bad else ""}" title="{filled:.1f}%">'
        f'<span style="width:{filled:.1f}%"></span></span>'
    )


def _time(text: str) -> str:
    return f'<time datetime="{escape(text)}">{escape(text[11:19])}</time>'


def _number(value: object) -> str:
    return f'{value:,}'


def _joined(values: Iterable[object]) -> str:
    return escape(', '.join(dict.fromkeys(str(value).replace('_', ' ') for value in values)))


def _shown(shown: int, total: int) -> str:
    return f'<small>the newest {shown} of {total:,}</small>' if shown < total else f'<small>{total:,}</small>'
