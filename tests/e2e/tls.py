# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A network as around the real service: TLS in front of the simulator, and a proxy that alone leads to it."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping

import trustme

from simulator import Running

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.contextmanager
def listening(handler: Handler, certificate: trustme.LeafCert | None = None) -> Iterator[int]:
    """Serve connections in a thread, with TLS when there is a certificate; yields the port."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
    loop = asyncio.new_event_loop()
    listener = loop.run_until_complete(asyncio.start_server(handler, '127.0.0.1', 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listener.close()
        loop.close()


@contextlib.contextmanager
def tls_in_front_of(server: Running, certificate: trustme.LeafCert) -> Iterator[int]:
    """Take TLS off on a port of its own and pass everything on; yields the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _pass_on(reader, writer, int(server.endpoint.split(':')[1]))

    with listening(serve, certificate) as port:
        yield port


@contextlib.contextmanager
def proxy(routes: Mapping[str, int]) -> Iterator[str]:
    """A proxy for HTTPS that leads to some hosts, which are ports here, and to no other; yields its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b'\r\n\r\n')
        host = head.split()[1].decode().removesuffix(':443')
        if host in routes:
            writer.write(b'HTTP/1.1 200 Connection established\r\n\r\n')
            await _pass_on(reader, writer, routes[host])
        else:
            writer.write(b'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
            writer.close()

    with listening(serve) as port:
        yield f'http://127.0.0.1:{port}'


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    inner_reader, inner_writer = await asyncio.open_connection('127.0.0.1', port)
    await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
