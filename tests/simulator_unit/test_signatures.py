# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both signature generations on the wire, made by hand and independently of the simulator's own code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import requests

from simulator import Settings, running

URL = 'https://a.example.com/x y?v=1&w=a+b~\u4f60'
NONCES = itertools.count()


def escaped(text):
    return quote(str(text), safe='-_.~')


def stamp(offset=0.0):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + offset))


def nonce():
    return f'nonce-{next(NONCES)}'


@dataclass
class Rpc:
    """A request signed the old way."""

    action: str = 'DescribeRefreshQuota'
    method: str = 'GET'
    query: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    secret: str = ''
    after: dict = field(default_factory=dict)

    def send(self, server):
        query = {
            'Action': self.action,
            'Version': '2018-05-10',
            'Format': 'JSON',
            'AccessKeyId': server.access_key_id,
            'SignatureMethod': 'HMAC-SHA1',
            'SignatureVersion': '1.0',
            'SignatureNonce': nonce(),
            'Timestamp': stamp(),
            'SignatureType': '',
            **self.query,
            **self.changes,
        }
        query = {name: value for name, value in query.items() if value is not None}
        signed = sorted({**query, **self.form}.items())
        canonical = '&'.join(f'{escaped(name)}={escaped(value)}' for name, value in signed)
        text = f'{self.method}&%2F&{escaped(canonical)}'
        key = f'{self.secret or server.access_key_secret}&'.encode()
        query['Signature'] = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha1).digest()).decode()
        query.update(self.after)
        query = {name: value for name, value in query.items() if value is not None}
        return requests.request(
            self.method, f'http://{server.endpoint}/?{urlencode(query)}', data=self.form or None, timeout=5
        )


@dataclass
class Acs3:
    """A request signed the new way."""

    action: str = 'DescribeRefreshQuota'
    method: str = 'POST'
    query: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    unsigned: tuple = ()
    secret: str = ''
    body: bytes | None = None
    after: dict = field(default_factory=dict)

    def send(self, server):
        payload = urlencode(self.form).encode()
        headers = {
            'accept': 'application/json',
            'host': server.endpoint,
            'x-acs-action': self.action,
            'x-acs-version': '2018-05-10',
            'x-acs-date': stamp(),
            'x-acs-signature-nonce': nonce(),
            'x-acs-content-sha256': hashlib.sha256(payload).hexdigest(),
            **self.headers,
        }
        if self.form:
            headers['content-type'] = 'application/x-www-form-urlencoded'
        names = sorted(set(headers) - set(self.unsigned))
        canonical = '\n'.join(
            (
                self.method,
                '/',
                '&'.join(f'{name}={escaped(value)}' for name, value in sorted(self.query.items())),
                ''.join(f'{name}:{headers[name]}\n' for name in names),
                ';'.join(names),
                headers['x-acs-content-sha256'],
            )
        )
        text = f'ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}'
        secret = (self.secret or server.access_key_secret).encode()
        signature = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
        headers['Authorization'] = (
            f'ACS3-HMAC-SHA256 Credential={server.access_key_id},SignedHeaders={";".join(names)},Signature={signature}'
        )
        headers.update(self.after)
        headers = {name: value for name, value in headers.items() if value is not None}
        return requests.request(
            self.method,
            f'http://{server.endpoint}/?{urlencode(self.query)}',
            data=payload if self.body is None else self.body,
            headers=headers,
            timeout=5,
        )


REFRESH = {'ObjectPath': f'{URL}\nhttps://b.example.com/', 'ObjectType': 'File'}


@pytest.mark.parametrize('method', ['GET', 'POST'])
@pytest.mark.parametrize('client', [Rpc, Acs3])
def test_parameters_in_the_query(server, client, method):
    answer = client('RefreshObjectCaches', method, query=REFRESH).send(server)
    assert answer.status_code == 200, answer.text
    assert [record.url for record in server.service.accepted()] == REFRESH['ObjectPath'].split('\n')
    assert answer.headers['Content-Type'] == 'application/json;charset=utf-8'
    assert answer.headers['Date'] == 'Tue, 10 Mar 2026 12:00:00 GMT'


@pytest.mark.parametrize('client', [Rpc, Acs3])
def test_parameters_in_the_form(server, client):
    answer = client('RefreshObjectCaches', 'POST', form=REFRESH).send(server)
    assert answer.status_code == 200, answer.text
    assert [record.url for record in server.service.accepted()] == REFRESH['ObjectPath'].split('\n')


@pytest.mark.parametrize(
    ('given', 'code', 'status'),
    [
        (Rpc(secret='wrong'), 'SignatureDoesNotMatch', 400),
        (Rpc(after={'Action': 'DescribeRefreshTasks'}), 'SignatureDoesNotMatch', 400),
        (Rpc(after={'Signature': 'AAAA'}), 'SignatureDoesNotMatch', 400),
        (Rpc(after={'Signature': None}), 'MissingParameter', 400),
        (Rpc(changes={'AccessKeyId': 'nobody'}), 'InvalidAccessKeyId.NotFound', 404),
        (Rpc(changes={'SignatureMethod': 'HMAC-MD5'}), 'InvalidSignatureMethod', 400),
        (Rpc(changes={'Timestamp': 'today'}), 'InvalidTimeStamp.Format', 400),
        (Rpc(changes={'Timestamp': stamp(-16 * 60)}), 'InvalidTimeStamp.Expired', 400),
        (Rpc(changes={'Timestamp': stamp(45 * 60)}), 'InvalidTimeStamp.Expired', 400),
        (Rpc(changes={'Timestamp': None}), 'MissingParameter', 400),
        (Rpc(changes={'Version': '2014-11-11'}), 'NoSuchVersion', 400),
        (Rpc(action='DescribeNothing'), 'InvalidAction.NotFound', 404),
        (Rpc(changes={'Action': None}), 'MissingParameter', 400),
        (Rpc(changes={'SecurityToken': 'a-token-that-nobody-gave'}), 'InvalidSecurityToken.MismatchWithAccessKey', 400),
        (Rpc(method='PUT'), 'UnsupportedHTTPMethod', 400),
        (Acs3(secret='wrong'), 'SignatureDoesNotMatch', 400),
        (Acs3(after={'x-acs-action': 'DescribeRefreshTasks'}), 'SignatureDoesNotMatch', 400),
        (Acs3(unsigned=('x-acs-action',)), 'SignatureDoesNotMatch', 400),
        (Acs3(unsigned=('x-acs-date',)), 'SignatureDoesNotMatch', 400),
        (Acs3(form=REFRESH, body=b'ObjectPath=https%3A%2F%2Fother.example.com%2F'), 'SignatureDoesNotMatch', 400),
        (Acs3(after={'x-acs-signature-nonce': None}), 'MissingParameter', 400),
        (Acs3(after={'Authorization': 'Basic eA=='}), 'InvalidSignatureMethod', 400),
        (Acs3(headers={'x-acs-date': stamp(-16 * 60)}), 'InvalidTimeStamp.Expired', 400),
        (Acs3(headers={'x-acs-version': '2014-11-11'}), 'NoSuchVersion', 400),
        (Acs3(headers={'x-acs-security-token': 'short'}), 'InvalidSecurityToken.Malformed', 400),
        (Acs3(action='DescribeNothing'), 'InvalidAction.NotFound', 404),
    ],
)
def test_refused(server, given, code, status):
    answer = given.send(server)
    if 'json' in answer.headers['Content-Type']:
        found = answer.json()['Code']
    else:
        found = ElementTree.fromstring(answer.content).findtext('Code')
    assert (found, answer.status_code) == (code, status)
    assert server.service.accepted() == []
    assert not any(call.processed for call in server.service.calls())


@pytest.mark.parametrize(
    ('client', 'change'),
    [(Rpc, {'changes': {'SignatureNonce': 'n'}}), (Acs3, {'headers': {'x-acs-signature-nonce': 'n'}})],
)
def test_a_nonce_works_once(server, client, change):
    assert client(**change).send(server).status_code == 200
    assert client(**change).send(server).json()['Code'] == 'SignatureNonceUsed'


def test_a_wrong_signature_does_not_use_up_the_nonce(server):
    change = {'changes': {'SignatureNonce': 'n'}}
    assert Rpc(secret='wrong', **change).send(server).status_code == 400
    assert Rpc(**change).send(server).status_code == 200


@pytest.mark.parametrize('client', [Rpc, Acs3])
def test_the_string_to_sign_is_echoed(server, client):
    message = (
        client('RefreshObjectCaches', query={'ObjectPath': 'https://a.example.com/secret'}, secret='wrong')
        .send(server)
        .json()['Message']
    )
    assert 'server string to sign is:' in message
    assert 'a.example.com' in message
    assert server.access_key_secret not in message


def test_security_token():
    settings = Settings().changed({'accounts': [{'security_token': 'token-of-sts'}]})
    with running(settings) as server:
        token = {'x-acs-security-token': 'token-of-sts'}
        assert Acs3(headers=token).send(server).status_code == 200
        assert Rpc(query={'SecurityToken': 'token-of-sts'}).send(server).status_code == 200
        assert Rpc().send(server).json()['Code'] == 'MissingSecurityToken'
        assert Acs3(headers=token, unsigned=tuple(token)).send(server).json()['Code'] == 'SignatureDoesNotMatch'


def test_xml_unless_json_is_asked_for(server):
    good = Rpc(changes={'Format': None}).send(server)
    assert good.headers['Content-Type'] == 'text/xml;charset=utf-8'
    root = ElementTree.fromstring(good.content)
    assert (root.tag, root.findtext('UrlQuota')) == ('DescribeRefreshQuotaResponse', '10000')
    bad = ElementTree.fromstring(Rpc(changes={'Format': None}, secret='wrong').send(server).content)
    assert (bad.tag, bad.findtext('Code')) == ('Error', 'SignatureDoesNotMatch')
    Rpc('RefreshObjectCaches', query=REFRESH).send(server)
    rows = ElementTree.fromstring(Rpc('DescribeRefreshTasks', changes={'Format': 'XML'}).send(server).content)
    assert len(rows.findall('Tasks/CDNTask')) == 2


@pytest.mark.parametrize(
    ('position', 'minutes', 'fine'), [('15', 20, False), ('31', 20, True), ('31', 40, False), ('60', 40, True)]
)
def test_switch_clock_skew(server, position, minutes, fine):
    server.service.configure({'switches.clock_skew': position})
    assert Rpc(changes={'Timestamp': stamp(-60 * minutes)}).send(server).ok is fine


@pytest.mark.parametrize('position', ['400', '403'])
def test_switch_signature_status(server, position):
    server.service.configure({'switches.signature_status': position})
    assert Rpc(secret='wrong').send(server).status_code == int(position)


@pytest.mark.parametrize(('position', 'code'), [('accepted', None), ('ignored', 'MissingParameter')])
def test_switch_prefetch_form(server, position, code):
    server.service.configure({'switches.prefetch_form': position})
    answer = Acs3('PushObjectCache', form={'ObjectPath': 'https://a.example.com/x'}).send(server)
    assert answer.json().get('Code') == code
    assert json.loads(answer.content) == answer.json()


@pytest.mark.parametrize(
    ('position', 'length', 'fine'), [('8192', 9000, False), ('16384', 9000, True), ('65536', 20000, True)]
)
def test_switch_query_bytes(server, position, length, fine):
    server.service.configure({'switches.query_bytes': position})
    answer = Rpc(query={'Note': 'x' * length}).send(server)
    assert answer.status_code == (200 if fine else 414)


@pytest.mark.parametrize(('position', 'status'), [('none', 200), ('65536', 413)])
def test_switch_body_bytes(server, position, status):
    server.service.configure({'switches.body_bytes': position})
    answer = Acs3(form={'Note': 'x' * 70000}).send(server)
    assert answer.status_code == status
    assert answer.json().get('Code', '') == ('' if status == 200 else 'RequestEntityTooLarge')
