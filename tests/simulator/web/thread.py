# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real HTTP server in a thread, for tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..service.clock import Clock
from ..service.faults import Fault
from ..service.service import Service
from ..service.settings import Settings
from .server import Server


@dataclass(frozen=True)
class Running:
    """`endpoint` is host:port."""

    endpoint: str
    service: Service
    access_key_id: str
    access_key_secret: str = field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the modules of the collection and the vendor's clients read."""
        return {
            'ALIBABA_CLOUD_CDN_ENDPOINT': f'http://{self.endpoint}',
            'ALIBABA_CLOUD_ACCESS_KEY_ID': self.access_key_id,
            'ALIBABA_CLOUD_ACCESS_KEY_SECRET': self.access_key_secret,
        }


@contextmanager
def running(
    settings: Settings | None = None, clock: Clock | None = None, faults: Iterable[Fault] = ()
) -> Iterator[Running]:
    """Serve until the block ends."""
    service = Service(settings, clock, faults)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name='simulator', daemon=True)
    thread.start()

    async def start() -> Server:
        server = Server(service)
        await server.start()
        return server

    try:
        server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
        account = service.settings.accounts[0]
        try:
            yield Running(server.endpoint, service, account.access_key_id, account.access_key_secret)
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
