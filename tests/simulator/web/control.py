# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Endpoints under /_simulator/ to look at the simulator and to steer it. They are no part of the real service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web

from ..service.clock import iso
from ..service.faults import Fault
from ..service.service import Service

PREFIX = '/_simulator'

T = TypeVar('T')


class Control:
    """No signature is asked for: the server listens on loopback only and holds nothing real."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f'{PREFIX}/ledger', self.ledger),
            web.get(f'{PREFIX}/tasks', self.tasks),
            web.get(f'{PREFIX}/quotas', self.quotas),
            web.get(f'{PREFIX}/calls', self.calls),
            web.get(f'{PREFIX}/faults', self.faults),
            web.post(f'{PREFIX}/faults', self.add_faults),
            web.delete(f'{PREFIX}/faults', self.remove_faults),
            web.post(f'{PREFIX}/reset', self.reset),
            web.post(f'{PREFIX}/settings', self.settings),
            web.get(f'{PREFIX}/clock', self.clock),
            web.post(f'{PREFIX}/clock', self.advance),
        ]

    async def ledger(self, request: web.Request) -> web.Response:
        kind = request.query.get('kind')
        return web.json_response([item.as_dict() for item in self._service.accepted(kind)])

    async def tasks(self, request: web.Request) -> web.Response:
        return web.json_response(self._service.tasks())

    async def quotas(self, request: web.Request) -> web.Response:
        return web.json_response({'quotas': self._service.quotas(), 'resets_at': self._service.resets_at()})

    async def calls(self, request: web.Request) -> web.Response:
        operation = request.query.get('operation')
        return web.json_response([item.as_dict() for item in self._service.calls(operation)])

    async def faults(self, request: web.Request) -> web.Response:
        return web.json_response(self._service.faults())

    async def add_faults(self, request: web.Request) -> web.Response:
        given = await _json(request)
        numbers = _checked(
            lambda: [
                self._service.add_fault(fault)
                for fault in [Fault.from_mapping(item) for item in (given if isinstance(given, list) else [given])]
            ]
        )
        return web.json_response({'numbers': numbers})

    async def remove_faults(self, request: web.Request) -> web.Response:
        text = request.query.get('number')
        number = _checked(lambda: int(text)) if text else None
        return web.json_response({'removed': self._service.remove_faults(number)})

    async def reset(self, request: web.Request) -> web.Response:
        self._service.reset()
        return web.json_response({})

    async def settings(self, request: web.Request) -> web.Response:
        given = await _json(request)
        _checked(lambda: self._service.configure(dict(given)))
        return web.json_response({})

    async def clock(self, request: web.Request) -> web.Response:
        return web.json_response(self._time())

    async def advance(self, request: web.Request) -> web.Response:
        given = await _json(request)
        _checked(lambda: self._service.clock.advance(float(dict(given)['advance'])))
        return web.json_response(self._time())

    def _time(self) -> dict[str, object]:
        now = self._service.clock.now()
        return {'now': now, 'iso': iso(now), 'speed': self._service.clock.speed}


async def _json(request: web.Request) -> Any:
    try:
        return json.loads(await request.text() or '{}')
    except (ValueError, RecursionError, web.RequestPayloadError) as error:
        raise _bad(error) from None


def _checked(action: Callable[[], T]) -> T:
    try:
        return action()
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise _bad(error) from None


def _bad(error: Exception) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({'error': str(error)}), content_type='application/json')
