# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real cache that feels what completes: PURGE for a URL, BAN for a directory or pattern, GET for a prefetch."""

from __future__ import annotations

import asyncio
import http.client
import re
import sys
from urllib.parse import urlsplit

from .service.ledger import Submission
from .service.messages import Reply, Request
from .service.service import Service

# Below what the modules wait for an answer, which comes only afterwards.
PATIENCE = 9.0


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.scheme != 'http' or not parts.hostname:
        raise ValueError(f'an edge is http://HOST:PORT, not {url!r}')
    return parts.hostname, parts.port or 80


class Edge:
    """Before every call, and `work` in between, everything that has completed is passed on, in its order.

    So whoever is told that a task is complete finds the cache changed. Without `Force` a BAN has `X-Ban-Soft: true`: what it
    covers is only expired, and a cache that can do that asks the origin whether it was modified.
    """

    def __init__(self, url: str, service: Service) -> None:
        self._address = address(url)
        self._service = service
        self._waiting: dict[str, Submission] = {}
        self._known = 0
        self._handle = service.handle
        # The service itself does no input or output.
        service.handle = self._handle_after_delivery  # type: ignore[method-assign]

    async def work(self) -> None:
        while True:
            self.deliver()
            await asyncio.sleep(0.1)

    def deliver(self) -> None:
        accepted = self._service.accepted()
        if self._known > len(accepted):
            self._known, self._waiting = 0, {}
        self._waiting.update({str(place): accepted[place] for place in range(self._known, len(accepted))})
        self._known = len(accepted)
        now = self._service.clock.now()
        ended = [(item.task.ends_at, place) for place, item in self._waiting.items() if item.task.ends_at <= now]
        for _end, place in sorted(ended, key=lambda pair: (pair[0], int(pair[1]))):
            item = self._waiting.pop(place)
            # Which objects bear a tag, only the origin of a real deployment knows.
            if item.task.status(now) == 'Complete' and item.kind != 'cache_tag':
                self._tell(item)

    def _handle_after_delivery(self, request: Request) -> Reply:
        self.deliver()
        return self._handle(request)

    def _tell(self, item: Submission) -> None:
        host, slash, path = re.sub('^[A-Za-z]+://', '', item.url).partition('/')
        if item.kind == 'file':
            self._send('PURGE', host, slash + path, {})
        elif item.kind == 'prefetch':
            self._send('GET', host, slash + path, {'Accept-Encoding': 'gzip'})
        else:
            force = item.parameters.get('Force', '').lower() == 'true'
            headers = {'X-Ban-Regex': _expression(item.kind, slash + path), 'X-Ban-Soft': 'false' if force else 'true'}
            self._send('BAN', host, '/', headers)

    def _send(self, method: str, host: str, path: str, headers: dict[str, str]) -> None:
        connection = http.client.HTTPConnection(*self._address, timeout=PATIENCE)
        try:
            connection.request(method, path or '/', headers={'Host': host, **headers})
            connection.getresponse().read()
        except OSError as error:
            print(f'simulator: the edge did not take {method} {path}: {error}', file=sys.stderr, flush=True)
        finally:
            connection.close()


def _expression(kind: str, path: str) -> str:
    """What the entry covers, as an expression over paths with their query strings."""
    if kind == 'regex':
        return f'^{path}$'
    if kind == 'directory':
        return f'^{re.escape(path)}'
    return rf'^{re.escape(path)}(\?|$)'
