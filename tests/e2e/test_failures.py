# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each failure: a sentence a person can act on, all the counts, no traceback, no secret, in time."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import signal
import socket
import sys
import time

import pytest

from simulator import Account, Fault

from .conftest import PATIENCE, Ansible, Outcome, Simulate, counts

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow

URLS = ['https://www.example.com/a', 'https://www.example.com/b', 'https://www.example.com/c']
SECRET = 'AVeryLongSecretThatNoMessageMayShow42'
TOKEN = 'ATokenOfTemporaryCredentialsThatNoMessageMayShow43'


def assert_well_said(outcome: Outcome, *words: str) -> None:
    assert outcome.status != 0
    assert 'localhost | FAILED!' in outcome.stdout
    assert 'Traceback' not in outcome.text
    message = outcome.result['msg']
    assert message.endswith('.')
    assert '\n' not in message
    for word in words:
        assert word in message, message
    summary = dict(outcome.result['summary'])
    assert summary.pop('requested') == sum(summary.values())
    for secret in (SECRET, TOKEN, 'SimulatorSecret', 'string to sign'):
        assert secret not in outcome.text


def test_one_failed_task(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(kind='failed', match='/b', description='Origin Timeout'))
    outcome = ansible.module({'urls': URLS}, server=server)
    assert_well_said(outcome, '1 of 3 URLs', 'Origin Timeout', 'https://www.example.com/b', 'origin')
    assert counts(outcome) == {'requested': 3, 'complete': 2, 'failed': 1}
    assert outcome.result['remaining_urls'] == [URLS[1]]
    (problem,) = outcome.result['problems']
    assert problem['state'] == 'failed'
    assert problem['task_id'] in outcome.result['task_ids']


@pytest.mark.parametrize(
    'fault', [Fault(kind='stuck', match='/b'), Fault(kind='unknown_status', word='Dreaming', match='/b')]
)
def test_a_task_that_never_ends(ansible: Ansible, simulate: Simulate, fault: Fault) -> None:
    server = simulate(fault)
    outcome = ansible.module({'urls': URLS, 'wait_timeout': 3}, server=server)
    assert_well_said(outcome, '1 of 3 URLs', '1 pending', 'wait_timeout (3 s)')
    assert counts(outcome) == {'requested': 3, 'complete': 2, 'pending': 1}
    assert outcome.result['remaining_urls'] == [URLS[1]]
    assert outcome.result['elapsed'] < 10


def test_an_empty_task_list_is_never_the_end(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(kind='empty_list', times=-1))
    outcome = ansible.module({'urls': URLS, 'wait_timeout': 3}, server=server)
    assert_well_said(outcome, '3 of 3 URLs', '3 pending')


def test_a_short_quota(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(quotas={'url': 2})
    outcome = ansible.module({'urls': URLS}, server=server)
    assert_well_said(outcome, '3 unsent', '2 of 2 left, 3 needed (url)', '00:00 UTC+8', 'quota_policy=partial')
    assert server.service.accepted() == []
    partial = ansible.module({'urls': URLS, 'quota_policy': 'partial'}, server=server)
    assert counts(partial) == {'requested': 3, 'complete': 2, 'unsent': 1}
    assert partial.result['remaining_urls'] == URLS[2:]


def test_a_quota_that_may_not_be_read(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(accounts=(Account(denied=frozenset({'DescribeRefreshQuota'})),))
    outcome = ansible.module({'urls': URLS}, server=server)
    assert_well_said(outcome, 'cdn:DescribeRefreshQuota', 'quota_policy=ignore')
    assert server.service.accepted() == []
    ignored = ansible.module({'urls': URLS, 'quota_policy': 'ignore'}, server=server)
    assert counts(ignored) == {'requested': 3, 'complete': 3}, ignored.text
    assert ignored.result['quota'] == {}


@pytest.mark.parametrize('options', [(), ('-vvvv',)])
def test_a_wrong_secret(ansible: Ansible, simulate: Simulate, options: tuple[str, ...]) -> None:
    server = simulate()
    outcome = ansible.module(
        {'urls': URLS}, *options, server=server, ALIBABA_CLOUD_ACCESS_KEY_SECRET=SECRET, DEBUG='sdk'
    )
    assert_well_said(outcome, 'SignatureDoesNotMatch', 'access_key_secret')
    assert outcome.result['error']['operation'] == 'DescribeRefreshQuota'
    assert outcome.seconds < 30


@pytest.mark.parametrize('way', ['options', 'environment'])
def test_a_token_that_is_not_valid(ansible: Ansible, simulate: Simulate, way: str) -> None:
    server = simulate()
    arguments: dict[str, object] = {'urls': URLS, 'quota_policy': 'ignore'}
    environment = {}
    if way == 'options':
        arguments |= {'access_key_id': 'STS.AKeyId', 'access_key_secret': SECRET, 'security_token': TOKEN}
    else:
        environment = {
            'ALIBABA_CLOUD_ACCESS_KEY_ID': 'STS.AKeyId',
            'ALIBABA_CLOUD_ACCESS_KEY_SECRET': SECRET,
            'ALIBABA_CLOUD_SECURITY_TOKEN': TOKEN,
        }
    outcome = ansible.module(arguments, '-vvvv', server=server, **environment)
    assert_well_said(outcome, 'InvalidAccessKeyId')
    assert counts(outcome) == {'requested': 3, 'rejected': 3}


def test_no_credentials(ansible: Ansible) -> None:
    outcome = ansible.module({'urls': URLS, 'endpoint': 'http://127.0.0.1:9'})
    assert_well_said(
        outcome, 'access_key_id', 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY', 'profile', '~/.aliyun'
    )
    assert counts(outcome) == {'requested': 3, 'unsent': 3}


def test_no_sdk(ansible: Ansible, tmp_path: pathlib.Path) -> None:
    blocked = tmp_path / 'blocked' / 'alibabacloud_cdn20180510'
    blocked.mkdir(parents=True)
    (blocked / '__init__.py').write_text('raise ImportError("No module named alibabacloud_cdn20180510")\n')
    outcome = ansible.module({'urls': URLS}, PYTHONPATH=str(blocked.parent))
    assert outcome.status != 0
    assert 'alibabacloud-cdn20180510' in outcome.result['msg']
    assert sys.executable in outcome.result['msg']
    assert counts(outcome) == {'requested': 3, 'unsent': 3}


def test_an_endpoint_that_nobody_listens_at(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    with socket.socket() as reserved:
        reserved.bind(('127.0.0.1', 0))
        endpoint = f'http://127.0.0.1:{reserved.getsockname()[1]}'
        outcome = ansible.module({'urls': URLS}, server=server, ALIBABA_CLOUD_CDN_ENDPOINT=endpoint)
    assert_well_said(outcome, '3 unsent', 'Connection refused', 'endpoint')
    assert outcome.seconds < 45


def test_plain_http_to_another_machine_is_refused(ansible: Ansible) -> None:
    outcome = ansible.module({'urls': URLS, 'endpoint': 'http://cdn.example.com'})
    assert outcome.status != 0
    assert 'loopback' in outcome.result['msg']


def test_a_domain_of_somebody_else_does_not_sink_the_others(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = ansible.module({'urls': [*URLS, 'https://www.not-ours.invalid/x']}, server=server)
    assert_well_said(outcome, '1 of 4 URLs', 'InvalidDomain.NotFound', 'https://www.not-ours.invalid/x', 'account')
    assert counts(outcome) == {'requested': 4, 'complete': 3, 'rejected': 1}
    assert outcome.result['error']['code'] == 'InvalidDomain.NotFound'


def test_every_bad_entry_at_once(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    bad = ['www.example.com/a', 'ftp://www.example.com/', 'https://user:OpenSesame99@www.example.com/', 'https:///x']
    outcome = ansible.module({'urls': [URLS[0], *bad]}, '-vvvv', server=server)
    assert outcome.status != 0
    assert [problem['place'] for problem in outcome.result['problems']] == [f'urls[{n}]' for n in (1, 2, 3, 4)]
    assert all(problem['reason'] for problem in outcome.result['problems'])
    assert '***@www.example.com' in outcome.text
    assert 'OpenSesame99' not in outcome.text
    assert server.service.calls() == []


@pytest.mark.parametrize(
    'fault',
    [
        Fault(operation='RefreshObjectCaches', kind='drop_after'),
        Fault(operation='RefreshObjectCaches', kind='cut'),
        Fault(operation='RefreshObjectCaches', kind='unreadable'),
        Fault(operation='RefreshObjectCaches', kind='html_502', processed=True),
        Fault(operation='RefreshObjectCaches', kind='slow', delay=3.0),
        Fault(operation='RefreshObjectCaches', kind='nonce_used'),
        Fault(operation='RefreshObjectCaches', kind='throttle', code='Throttling', status=503),
        Fault(operation='RefreshObjectCaches', kind='html_414'),
        Fault(operation='DescribeRefreshTaskById', kind='html_502', times=2),
        Fault(operation='DescribeRefreshTaskById', kind='drop_before'),
        Fault(operation='DescribeRefreshQuota', kind='cut'),
    ],
    ids=lambda fault: f'{fault.operation}-{fault.kind}',
)
def test_faults_over_real_sockets(ansible: Ansible, simulate: Simulate, fault: Fault) -> None:
    server = simulate(fault)
    outcome = ansible.module({'urls': URLS, 'read_timeout': 2}, server=server)
    assert counts(outcome) == {'requested': 3, 'complete': 3}, outcome.text
    assert sorted(item.url for item in server.service.accepted()) == URLS


def test_a_request_that_got_lost_is_sent_again(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(operation='RefreshObjectCaches', kind='drop_before'))
    outcome = ansible.module({'urls': URLS, 'read_timeout': 1}, server=server)
    assert counts(outcome) == {'requested': 3, 'complete': 3}, outcome.text
    assert sorted(item.url for item in server.service.accepted()) == URLS


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_run_says_what_it_did(
    ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path, number: signal.Signals
) -> None:
    server = simulate(task_time={'refresh': 300.0})
    results = tmp_path / 'results.jsonl'
    process = ansible.start(
        'ansible',
        'localhost',
        '-m',
        'alibabacloud.cdn.cdn_refresh',
        '-a',
        f'urls={",".join(URLS)} results_path={results}',
        server=server,
    )
    deadline = time.monotonic() + 60
    while len(server.service.calls('DescribeRefreshTaskById')) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(_module_process(process.pid), number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f'Interrupted by {number.name}' in stdout, stdout + stderr
    assert [line.count('"pending"') for line in results.read_text().splitlines()] == [1, 1, 1]


def test_a_run_that_was_killed_can_be_repeated(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 4.0})
    arguments = {
        'urls': URLS,
        'batch_size': 1,
        'skip_submitted_since': f'{datetime.datetime.now(datetime.timezone.utc):%FT%TZ}',
    }
    command = ('ansible', 'localhost', '-m', 'alibabacloud.cdn.cdn_refresh', '-a', json.dumps(arguments))
    process = ansible.start(*command, server=server)
    deadline = time.monotonic() + 60
    while not server.service.calls('DescribeRefreshTaskById') and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(_module_process(process.pid), signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    again = ansible.module(arguments, server=server)
    assert again.status == 0, again.text
    assert sorted(item.url for item in server.service.accepted()) == URLS
    third = ansible.module(arguments, server=server)
    assert third.result['changed'] is False
    assert counts(third) == {'requested': 3, 'skipped': 3}


def _module_process(parent: int) -> int:
    """The innermost process below Ansible."""
    children: dict[int, int] = {}
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            pid, rest = stat.read_text().split(' ', 1)
        except OSError:
            continue
        children[int(rest.rpartition(')')[2].split()[1])] = int(pid)
    while parent in children:
        parent = children[parent]
    return parent


@pytest.mark.parametrize(
    ('switch', 'position', 'environment', 'code'),
    [
        (
            'unknown_key',
            '404-InvalidAccessKeyId.NotFound',
            {'ALIBABA_CLOUD_ACCESS_KEY_ID': 'Nobody'},
            'InvalidAccessKeyId',
        ),
        ('unknown_key', '404-InvalidAccessKeyId', {'ALIBABA_CLOUD_ACCESS_KEY_ID': 'Nobody'}, 'InvalidAccessKeyId'),
        ('signature_status', '400', {'ALIBABA_CLOUD_ACCESS_KEY_SECRET': SECRET}, 'SignatureDoesNotMatch'),
        ('signature_status', '403', {'ALIBABA_CLOUD_ACCESS_KEY_SECRET': SECRET}, 'SignatureDoesNotMatch'),
    ],
)
def test_wrong_keys_whichever_way_the_service_says_it(
    ansible: Ansible, simulate: Simulate, switch: str, position: str, environment: dict[str, str], code: str
) -> None:
    server = simulate(switches={switch: position})
    outcome = ansible.module({'urls': URLS, 'quota_policy': 'ignore'}, server=server, **environment)
    assert_well_said(outcome, code, 'check access_key')
    assert counts(outcome) == {'requested': 3, 'rejected': 3}


def test_a_token_that_expires_while_waiting(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(
        Fault(operation='DescribeRefreshTaskById', kind='expired_token', after=1), task_time={'refresh': 60.0}
    )
    outcome = ansible.module({'urls': URLS}, server=server)
    assert_well_said(outcome, '3 pending', 'InvalidSecurityToken.Expired')
    assert outcome.result['changed'] is True
    assert outcome.result['remaining_urls'] == URLS
    assert len(outcome.result['task_ids']) == 1


def test_no_process_shows_a_secret(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 6.0})
    play = ansible.home / 'play.yml'
    play.write_text(
        f"""
- hosts: localhost
  gather_facts: false
  tasks:
    - alibabacloud.cdn.cdn_refresh:
        urls: https://www.example.com/a
        access_key_id: {server.access_key_id}
        access_key_secret: {server.access_key_secret}
        endpoint: http://{server.endpoint}
"""
    )
    process = ansible.start('ansible-playbook', str(play))
    try:
        deadline = time.monotonic() + 60
        while not server.service.calls('DescribeRefreshTaskById') and time.monotonic() < deadline:
            time.sleep(0.05)
        lines = [path.read_bytes() for path in pathlib.Path('/proc').glob('[0-9]*/cmdline') if path.exists()]
        assert any(b'cdn_refresh' in line for line in lines)
        assert not any(server.access_key_secret.encode() in line for line in lines)
    finally:
        process.communicate(timeout=PATIENCE)
