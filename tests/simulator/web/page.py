# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain page for people."""

from __future__ import annotations

from html import escape

from aiohttp import web

from ..service.service import Service

MOST_ROWS = 100


def wanted(request: web.Request) -> bool:
    """A browser that opens the address, not a client of the API."""
    return (
        request.method == 'GET'
        and request.path == '/'
        and not request.query_string
        and 'authorization' not in request.headers
        and 'x-acs-action' not in request.headers
    )


def render(service: Service) -> str:
    tasks = service.tasks()[-MOST_ROWS:][::-1]
    calls = [call.as_dict() for call in service.calls()[-MOST_ROWS:]][::-1]
    rows: list[dict[str, object]] = [{'quota': name, **values} for name, values in service.quotas().items()]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CDN simulator</title>'
        '<style>body{font:14px/1.4 sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin-bottom:2em}'
        'td,th{padding:.2em .8em .2em 0;text-align:left;border-bottom:1px solid #ddd}</style></head><body>'
        '<h1>Alibaba Cloud CDN simulator</h1><p>Nothing here is real. Reload the page to see what changed.</p>'
        f'<h2>Quotas</h2>{_table(rows, ("quota", "limit", "used", "remaining"))}'
        f'<h2>Newest tasks</h2>{_table(tasks, ("created", "task_id", "kind", "path", "status", "progress"))}'
        f'<h2>Newest calls</h2>{_table(calls, ("time", "operation", "status", "code", "processed"))}'
        '</body></html>'
    )


def _table(rows: list[dict[str, object]], names: tuple[str, ...]) -> str:
    head = ''.join(f'<th>{escape(name)}</th>' for name in names)
    body = ''.join(f'<tr>{"".join(f"<td>{escape(str(row[name]))}</td>" for name in names)}</tr>' for row in rows)
    return f'<table><tr>{head}</tr>{body}</table>'
