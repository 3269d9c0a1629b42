# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: the API, the control endpoints and the page on one loopback port."""

from __future__ import annotations

import logging

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from ..service.service import Service
from .api import Api
from .control import PREFIX, Control
from .page import render, wanted

HOST = '127.0.0.1'
# Above every limit of the service, so that it is the service that answers.
LONGEST_LINE = 4 * 1024 * 1024
LARGEST_BODY = 16 * 1024 * 1024


def application(service: Service) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY)
    api = Api(service)

    async def page(request: web.Request) -> web.StreamResponse:
        return web.Response(text=render(service, 'still' not in request.query), content_type='text/html')

    async def root(request: web.Request) -> web.StreamResponse:
        return await (page(request) if wanted(request) else api.handle(request))

    app.add_routes(Control(service).routes())
    app.router.add_get(f'{PREFIX}/', page)
    app.router.add_route('*', '/{path:.*}', root)
    return app


# Requests that were no HTTP, bodies that were not what they said (both answered with 400), clients that have gone.
_THEIR_FAULT = (HttpProcessingError, web.RequestPayloadError, ConnectionError)


def worth_logging(record: logging.LogRecord) -> bool:
    """No traceback for what a client did wrong."""
    return not (record.exc_info and isinstance(record.exc_info[1], _THEIR_FAULT))


class Server:
    """A server in the running event loop."""

    def __init__(self, service: Service) -> None:
        logging.getLogger('aiohttp.server').addFilter(worth_logging)
        self._runner = web.AppRunner(
            application(service),
            access_log=None,
            shutdown_timeout=0.2,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
        )
        self.port = 0

    async def start(self, port: int = 0) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def endpoint(self) -> str:
        return f'{HOST}:{self.port}'
