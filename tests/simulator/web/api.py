# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API itself: verify, hand to the service, put the answer on the wire with its faults."""

from __future__ import annotations

import asyncio

from aiohttp import web

from ..protocol import answers, gateway
from ..protocol.nonces import Nonces
from ..protocol.wire import WireRequest
from ..service.clock import Clock
from ..service.errors import Refusal, refusal
from ..service.messages import Reply, Request
from ..service.service import Service
from ..service.spoiled import page, too_long

NAP = 0.05


class Api:
    """Answers every request that is not for the control endpoints."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._nonces = Nonces()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            wire = _wire(request, b'')
            reply = self._service.refuse(gateway.claimed(wire), refusal(self._service.settings, 'too_large'))
            return await _send(request, wire, '', reply)
        except web.RequestPayloadError:
            wire = _wire(request, b'')
            reply = self._service.note(Request(gateway.claimed(wire).action), page(400, 'Bad Request'))
            return await _send(request, wire, '', reply)
        wire = _wire(request, body)
        action, reply = self._reply(wire)
        if reply.delay:
            await _wait(self._service.clock, reply.delay)
        return await _send(request, wire, action, reply)

    def _reply(self, wire: WireRequest) -> tuple[str, Reply]:
        most = self._service.settings.limit('query_bytes')
        if most and len(wire.path) + len(wire.query) + 1 > most:
            return '', self._service.note(Request(gateway.claimed(wire).action), too_long())
        most = self._service.settings.limit('body_bytes')
        if most and len(wire.body) > most:
            return '', self._service.refuse(gateway.claimed(wire), refusal(self._service.settings, 'too_large'))
        try:
            request = gateway.verified(self._service.settings, self._nonces, wire)
        except Refusal as refused:
            return '', self._service.refuse(gateway.claimed(wire), refused)
        return request.action, self._service.handle(request)


def _wire(request: web.Request, body: bytes) -> WireRequest:
    path, _unused, query = request.raw_path.partition('?')
    headers = {name.lower(): value for name, value in request.headers.items()}
    return WireRequest(request.method, path, query, headers, body)


async def _wait(clock: Clock, seconds: float) -> None:
    end = clock.now() + seconds
    while (left := end - clock.now()) > 0:
        await asyncio.sleep(min(left / clock.speed, NAP))


async def _send(request: web.Request, wire: WireRequest, action: str, reply: Reply) -> web.StreamResponse:
    if reply.dropped:
        _hang_up(request)
        return web.Response()
    body, content_type = answers.body(wire, action, reply)
    headers = {**reply.headers, 'Content-Type': content_type}
    if not reply.cut:
        return web.Response(status=reply.status, body=body, headers=headers)
    response = web.StreamResponse(status=reply.status, headers={**headers, 'Content-Length': str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _hang_up(request, gently=True)
    return response


def _hang_up(request: web.Request, gently: bool = False) -> None:
    transport = request.transport
    if transport is not None:
        if gently:
            transport.close()
        else:
            transport.abort()
