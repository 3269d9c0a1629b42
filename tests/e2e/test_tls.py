# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTPS, as to the real service: who is trusted, and what is said when nobody is."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import ssl
import threading
from collections.abc import Iterator

import pytest
import trustme

from simulator import Running

from .conftest import Ansible, Outcome, Simulate

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow


@pytest.fixture
def authority(tmp_path: pathlib.Path) -> tuple[trustme.CA, str]:
    """A certificate authority of our own, and the path of its certificate."""
    made = trustme.CA()
    path = tmp_path / 'authority.pem'
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


@contextlib.contextmanager
def tls_in_front_of(server: Running, certificate: trustme.LeafCert) -> Iterator[str]:
    """Take TLS off on a port of its own and pass everything on; yields the address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    host, port = server.endpoint.split(':')

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

    loop = asyncio.new_event_loop()
    listener = loop.run_until_complete(asyncio.start_server(serve, '127.0.0.1', 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f'127.0.0.1:{listener.sockets[0].getsockname()[1]}'
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listener.close()
        loop.close()


def quota(ansible: Ansible, server: Running, address: str, **options: object) -> Outcome:
    arguments = {'endpoint': f'https://{address}', 'retry_timeout': 0, **options}
    return ansible.module(arguments, server=server, name='cdn_quota_info')


def test_who_is_trusted(ansible: Ansible, simulate: Simulate, authority: tuple[trustme.CA, str]) -> None:
    server = simulate()
    made, path = authority
    with tls_in_front_of(server, made.issue_cert('127.0.0.1')) as address:
        unknown = quota(ansible, server, address)
        assert unknown.status != 0
        assert 'is not trusted' in unknown.result['msg']
        assert address in unknown.result['msg']
        assert server.service.calls() == []
        known = quota(ansible, server, address, ca_path=path)
        assert known.status == 0, known.text
        unchecked = quota(ansible, server, address, validate_certs=False)
        assert unchecked.status == 0, unchecked.text
    assert len(server.service.calls()) == 2


def test_a_certificate_for_another_name(
    ansible: Ansible, simulate: Simulate, authority: tuple[trustme.CA, str]
) -> None:
    server = simulate()
    made, path = authority
    with tls_in_front_of(server, made.issue_cert('cdn.example.com')) as address:
        outcome = ansible.module(
            {'urls': ['https://www.example.com/a'], 'endpoint': f'https://{address}', 'ca_path': path}, server=server
        )
    assert 'is not trusted' in outcome.result['msg']
    assert outcome.result['summary']['unsent'] == 1
    assert server.service.calls() == []
