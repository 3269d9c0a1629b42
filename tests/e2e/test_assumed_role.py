# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The play of the authentication guide: a role of another account, here behind a proxy, with no endpoint given."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import pathlib
import urllib.parse
from collections.abc import Iterator

import pytest
import trustme
import yaml

from simulator import Account

from .conftest import Ansible, Simulate
from .guides import DOCUMENTS, YAML, blocks
from .tls import listening, proxy, tls_in_front_of

pytestmark = pytest.mark.slow

LONG_TERM = {'access_key_id': 'LTAI5tOfTheProfile7Kd2', 'access_key_secret': 'SecretOfTheProfile9Xw4Tq7Bn2'}
TEMPORARY = Account('STS.NUofTheRole4Hj8Rt', 'SecretOfTheRole3Vb6Zm1Yp8', 'TokenOfTheRole5Qs2Lk9Dc7Fg4')


@contextlib.contextmanager
def token_service(certificate: trustme.LeafCert, asked: list[dict[str, str]]) -> Iterator[int]:
    """Gives out the temporary key, and notes what it was asked for; yields its port."""
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    credentials = {
        'AccessKeyId': TEMPORARY.access_key_id,
        'AccessKeySecret': TEMPORARY.access_key_secret,
        'SecurityToken': TEMPORARY.security_token,
        'Expiration': until.strftime('%Y-%m-%dT%H:%M:%SZ'),
    }
    body = json.dumps({'Credentials': credentials}).encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b'\r\n\r\n')
        query = urllib.parse.urlsplit(head.split()[1].decode()).query
        asked.append(dict(urllib.parse.parse_qsl(query)))
        writer.write(b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' % (len(body), body))
        await writer.drain()
        writer.close()

    with listening(serve, certificate) as port:
        yield port


def trusting(authority: trustme.CA, folder: pathlib.Path) -> str:
    """A folder with a certifi that knows this authority, as distributions put their own authorities in its place.

    The credentials library asks nothing else: neither a variable nor the module's ca_path.
    """
    package = folder / 'packages' / 'certifi'
    package.mkdir(parents=True)
    authority.cert_pem.write_to_path(str(package / 'authority.pem'))
    code = f'def where():\n    return {str(package / "authority.pem")!r}\n'
    (package / '__init__.py').write_text(code)
    return str(package.parent)


def the_play() -> str:
    texts = [block.text for path in DOCUMENTS for block in blocks(path) if block.language in YAML]
    found = [text for text in texts if 'role_arn' in text]
    assert len(found) == 1
    return found[0]


def test_the_play_of_the_guide(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(accounts=(TEMPORARY,))
    folder = ansible.home / '.aliyun'
    folder.mkdir()
    profile = {'name': 'deploy', 'mode': 'AK', 'region_id': 'cn-hangzhou', **LONG_TERM}
    (folder / 'config.json').write_text(json.dumps({'current': 'other', 'profiles': [profile]}))
    authority = trustme.CA()
    asked: list[dict[str, str]] = []
    with (
        tls_in_front_of(server, authority.issue_cert('cdn.aliyuncs.com')) as service,
        token_service(authority.issue_cert('sts.aliyuncs.com'), asked) as tokens,
        proxy({'cdn.aliyuncs.com': service, 'sts.aliyuncs.com': tokens}) as address,
    ):
        outcome = ansible.playbook(
            the_play(), '-vvv', HTTPS_PROXY=address, PYTHONPATH=trusting(authority, ansible.home)
        )
    assert outcome.status == 0, outcome.text
    assert [entry.url for entry in server.service.accepted()] == ['https://www.example.com/']
    defaults = yaml.safe_load(the_play())[0]['module_defaults']['group/alibabacloud.cdn.all']
    assert asked[0]['AccessKeyId'] == LONG_TERM['access_key_id']
    assert asked[0]['RoleArn'] == defaults['role_arn']
    assert asked[0]['RoleSessionName'] == defaults['role_session_name']
    for secret in (LONG_TERM['access_key_secret'], TEMPORARY.access_key_secret, TEMPORARY.security_token):
        assert secret not in outcome.text
