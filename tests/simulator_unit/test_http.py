# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real SDK against the real server; faults, control endpoints and nonsense over sockets."""

from __future__ import annotations

import socket
import time

import pytest
import requests
from alibabacloud_cdn20180510 import models
from alibabacloud_cdn20180510.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException, ServerException, ThrottlingException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import UnretryableException

from simulator import Fault, RealClock, Settings, running

URL = 'https://a.example.com/x y?v=1&w=a+b~\u4f60'


def client(server, **more):
    return Client(
        Config(
            **{
                'access_key_id': server.access_key_id,
                'access_key_secret': server.access_key_secret,
                'endpoint': server.endpoint,
                'protocol': 'http',
                'read_timeout': 1000,
                'connect_timeout': 1000,
                **more,
            }
        )
    )


def refresh(server, path=URL, **more):
    request = models.RefreshObjectCachesRequest(object_path=path, object_type='File', force=True)
    return client(server, **more).refresh_object_caches(request).body


@pytest.mark.parametrize('algorithm', [None, 'v2'])
def test_every_operation(server, algorithm):
    sdk = client(server, signature_algorithm=algorithm)
    task_id = refresh(server, signature_algorithm=algorithm).refresh_task_id
    pushed = sdk.push_object_cache(
        models.PushObjectCacheRequest(
            object_path=URL,
            area='overseas',
            l_2preload=True,
            query_hashkey=False,
            consistency_hash=True,
            with_header='{"Accept-Encoding": ["br"]}',
        )
    ).body.push_task_id
    tag = models.RefreshObjectCacheByCacheTagRequest(cache_tag='red,blue', domain_name='a.example.com', force=True)
    assert sdk.refresh_object_cache_by_cache_tag(tag).body.refresh_task_id
    server.service.clock.advance(10)
    by_id = sdk.describe_refresh_task_by_id(models.DescribeRefreshTaskByIdRequest(task_id=f'{task_id},{pushed}')).body
    assert by_id.total_count == 2
    assert {(row.object_path, row.status, row.process) for row in by_id.tasks} == {(URL, 'Complete', '100%')}
    listed = sdk.describe_refresh_tasks(
        models.DescribeRefreshTasksRequest(
            domain_name='a.example.com',
            object_type='file',
            status='Complete',
            page_size=50,
            page_number=1,
            start_time='2026-03-10T11:00:00Z',
            end_time='2026-03-10T13:00:00Z',
        )
    ).body
    assert [row.task_id for row in listed.tasks.cdntask] == [task_id]
    assert sdk.describe_refresh_quota(models.DescribeRefreshQuotaRequest()).body.url_remain == '9999'
    assert sdk.describe_cdn_user_quota(models.DescribeCdnUserQuotaRequest()).body.preload_remain == 999
    detail = sdk.describe_preload_detail_by_id(models.DescribePreloadDetailByIdRequest(task_id=pushed)).body
    assert detail.url_details[0].urls[0].success == '100%'
    assert server.service.accepted('prefetch')[0].parameters['ConsistencyHash'].lower() == 'true'
    assert len(server.service.accepted()) == 4


def test_refusals_reach_the_sdk_with_their_codes(server):
    with pytest.raises(ClientException) as caught:
        refresh(server, 'https://a.invalid/x')
    assert (caught.value.code, caught.value.status_code) == ('InvalidDomain.NotFound', 404)
    with pytest.raises(ClientException) as caught:
        refresh(server, access_key_secret='wrong')
    assert caught.value.code == 'SignatureDoesNotMatch'
    server.service.add_fault(Fault(kind='forbidden'))
    with pytest.raises(ClientException) as caught:
        refresh(server)
    assert caught.value.access_denied_detail['AuthAction'] == 'cdn:RefreshObjectCaches'


@pytest.mark.parametrize(
    ('fault', 'raised', 'accepted'),
    [
        (Fault(kind='throttle', retry_after=2000), ThrottlingException, 0),
        (Fault(kind='throttle'), ClientException, 0),
        (Fault(kind='server_error', code='ServiceUnavailable'), ServerException, 0),
        (Fault(kind='html_502'), UnretryableException, 0),
        (Fault(kind='html_414'), UnretryableException, 0),
        (Fault(kind='drop_before'), UnretryableException, 0),
        (Fault(kind='drop_after'), UnretryableException, 1),
        (Fault(kind='cut'), UnretryableException, 1),
        (Fault(kind='unreadable'), UnretryableException, 1),
        (Fault(kind='empty_body'), UnretryableException, 1),
        (Fault(kind='late_processing', process_delay=60), UnretryableException, 0),
    ],
)
def test_faults_over_sockets(server, fault, raised, accepted):
    server.service.add_fault(fault)
    with pytest.raises(raised):
        refresh(server)
    assert len(server.service.accepted()) == accepted
    refresh(server)
    assert len(server.service.accepted()) == accepted + 1


def test_a_slow_answer_outlasts_the_read_timeout():
    with running(Settings(), RealClock(speed=10), [Fault(kind='slow', delay=6)]) as server:
        with pytest.raises(UnretryableException):
            refresh(server, read_timeout=300)
        assert len(server.service.accepted()) == 1
        begin = time.monotonic()
        server.service.add_fault(Fault(kind='slow', delay=3))
        refresh(server)
        assert 0.25 < time.monotonic() - begin < 2.5


def test_a_long_query_gets_an_html_page(server):
    answer = requests.get(f'http://{server.endpoint}/?Action=PushObjectCache&ObjectPath=' + 'x' * 17000, timeout=5)
    assert (answer.status_code, answer.headers['Content-Type']) == (414, 'text/html')
    server.service.configure({'limits.query_bytes': 0})
    paths = '\n'.join(f'https://a.example.com/{number}/' + 'x' * 900 for number in range(100))
    assert client(server).push_object_cache(models.PushObjectCacheRequest(object_path=paths)).status_code == 200


def test_a_large_form(server):
    refresh(server, '\n'.join(f'https://a.example.com/{number}/' + 'x' * 900 for number in range(1000)))
    assert len(server.service.accepted()) == 1000


def control(server, method, path, **more):
    return requests.request(method, f'http://{server.endpoint}/_simulator/{path}', timeout=5, **more)


def test_control_endpoints(server):
    refresh(server)
    (record,) = control(server, 'GET', 'ledger').json()
    assert (record['kind'], record['url'], record['operation']) == ('file', URL, 'RefreshObjectCaches')
    assert control(server, 'GET', 'ledger?kind=prefetch').json() == []
    assert control(server, 'GET', 'tasks').json()[0]['status'] == 'Refreshing'
    assert control(server, 'GET', 'quotas').json()['quotas']['url'] == {'limit': 10000, 'used': 1, 'remaining': 9999}
    (call,) = control(server, 'GET', 'calls').json()
    assert (call['operation'], call['processed'], call['code']) == ('RefreshObjectCaches', True, '')
    assert call['parameters'] == ['Force', 'ObjectPath', 'ObjectType']
    assert control(server, 'POST', 'clock', json={'advance': 5}).json()['iso'] == '2026-03-10T12:00:05Z'
    assert control(server, 'GET', 'tasks').json()[0]['status'] == 'Complete'
    assert control(server, 'POST', 'settings', json={'quotas': {'url': 1}}).ok
    with pytest.raises(ClientException):
        refresh(server)
    assert control(server, 'POST', 'reset').ok
    assert control(server, 'GET', 'ledger').json() == []


def test_faults_are_steered(server):
    assert control(server, 'POST', 'faults', json=[{'kind': 'stuck'}, {'kind': 'throttle'}]).json() == {
        'numbers': [1, 2]
    }
    assert [fault['kind'] for fault in control(server, 'GET', 'faults').json()] == ['stuck', 'throttle']
    assert control(server, 'DELETE', 'faults?number=1').json() == {'removed': 1}
    assert control(server, 'DELETE', 'faults').json() == {'removed': 1}


@pytest.mark.parametrize(
    ('path', 'body'),
    [
        ('faults', '{'),
        ('faults', '{"kind": "x"}'),
        ('faults', '[3]'),
        ('settings', '{"x": 1}'),
        ('settings', '[]x'),
        ('settings', '{"quotas": {"x": 1}}'),
        ('settings', '{"quotas": 3}'),
        ('clock', '{"advance": -1}'),
        ('clock', '{}'),
    ],
)
def test_control_refuses_nonsense(server, path, body):
    answer = control(server, 'POST', path, data=body)
    assert answer.status_code == 400
    assert 'error' in answer.json()


@pytest.mark.parametrize('path', ['', '_simulator/'])
def test_page(server, path):
    refresh(server, 'https://a.example.com/<b>')
    answer = requests.get(f'http://{server.endpoint}/{path}', timeout=5)
    assert 'text/html' in answer.headers['Content-Type']
    assert '&lt;b&gt;' in answer.text
    assert server.access_key_secret not in answer.text
    assert 'http-equiv="refresh"' in answer.text


def test_page_shows_what_happened(server):
    server.service.add_fault(Fault(kind='failed', match='bad'))
    server.service.add_fault(Fault(kind='drop_after', operation='DescribeRefreshTasks'))
    refresh(server, 'https://a.example.com/good')
    server.service.configure({'quotas.url': 1})
    with pytest.raises(ClientException):
        refresh(server, 'https://a.example.com/more')
    with pytest.raises(UnretryableException):
        client(server).describe_refresh_tasks(models.DescribeRefreshTasksRequest())
    server.service.clock.advance(60)
    text = requests.get(f'http://{server.endpoint}/_simulator/?still=1', timeout=5).text
    for shown in (
        'Complete',
        'QuotaExceeded.Refresh',
        'drop_after',
        'cut, processed',
        '>1</td>',
        'RefreshObjectCaches',
    ):
        assert shown in text
    assert 'http-equiv="refresh"' not in text


def test_page_of_a_new_simulator(server):
    assert 'Nothing yet.' in requests.get(f'http://{server.endpoint}/', timeout=5).text


@pytest.mark.parametrize(
    'data',
    [
        b'\x00\xff\n\r\n\r\n',
        b'GET',
        b'POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n',
        b'GET /%ff%00?%ff=%fe&=&& HTTP/1.1\r\n\r\n',
        b'GET /../x?Signature=%F0%80 HTTP/1.1\r\nHost: x\r\n\r\n',
        (
            b'POST /?Action=\xff HTTP/1.1\r\nHost: x\r\nAuthorization: ACS3-HMAC-SHA256 Credential=\xff,SignedHeaders=a,'
            b'Signature=0\r\n\r\n'
        ),
        b'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
        b'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
)
def test_survives_nonsense(server, data):
    host, port = server.endpoint.split(':')
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = b''
        while part := connection.recv(65536):
            answer += part
    assert b' 200 ' not in answer.split(b'\r\n')[0]
    assert b' 500 ' not in answer.split(b'\r\n')[0]
    assert server.service.accepted() == []
    refresh(server)


def test_listens_on_loopback_only(server):
    assert server.endpoint.startswith('127.0.0.1:')
