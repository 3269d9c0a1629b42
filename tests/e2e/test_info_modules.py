# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules that only read: every filter, numbers as numbers, errors in plain words, never a change."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator import Account, Fault, Request, Running

from .conftest import Ansible, Outcome, Simulate

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow

SECRET = 'AVeryLongSecretThatNoMessageMayShow42'
HOST = 'https://www.example.com'


def submit(server: Running, *paths: str, operation: str = 'RefreshObjectCaches', **parameters: str) -> list[str]:
    """Create tasks past the modules; returns the ids."""
    given = {'ObjectPath': '\n'.join(paths), **parameters} if paths else parameters
    request = Request(action=operation, parameters=given, access_key_id=server.access_key_id)
    body = server.service.handle(request).body
    return str(body.get('RefreshTaskId', body.get('PushTaskId'))).split(',')


def tasks(ansible: Ansible, server: Running | None, *options: str, **arguments: Any) -> Outcome:
    return ansible.module(arguments, *options, server=server, name='cdn_task_info')


def urls(outcome: Outcome) -> list[str]:
    assert outcome.status == 0, outcome.text
    assert outcome.result['changed'] is False
    return [row['url'] for row in outcome.result['tasks']]


def iso(**back: float) -> str:
    return (datetime.now(UTC) - timedelta(**back)).strftime('%Y-%m-%dT%H:%M:%SZ')


def filled(simulate: Simulate, **switches: str) -> Running:
    """One task of each type, and a second domain."""
    server = simulate(visibility=(0.0, 0.0), task_time={'refresh': 0.0, 'prefetch': 0.0}, switches=switches)
    submit(server, f'{HOST}/a', f'{HOST}/b?x=1', ObjectType='File')
    submit(server, 'https://img.example.com/a', ObjectType='File')
    submit(server, f'{HOST}/d/', ObjectType='Directory')
    submit(server, f'{HOST}/[0-9].*.jpg', ObjectType='Regex')
    submit(server, f'{HOST}/i', ObjectType='IgnoreParams')
    submit(server, f'{HOST}/p', operation='PushObjectCache')
    return server


def test_without_options_everything_is_listed(ansible: Ansible, simulate: Simulate) -> None:
    outcome = tasks(ansible, filled(simulate))
    assert len(urls(outcome)) == outcome.result['total'] == 7
    assert {row['object_type'] for row in outcome.result['tasks']} == {
        'file',
        'directory',
        'regex',
        'ignore_params',
        'prefetch',
    }
    row = outcome.result['tasks'][0]
    assert set(row) == {'task_id', 'url', 'object_type', 'status', 'progress', 'creation_time', 'description'}
    assert row['progress'] == 100
    assert row['status'] == 'Complete'


@pytest.mark.parametrize(
    ('arguments', 'expected'),
    [
        ({'url': 'HTTPS://WWW.example.com:443/a'}, {f'{HOST}/a'}),
        ({'url': f'{HOST}/b'}, set()),
        ({'object_type': 'prefetch'}, {f'{HOST}/p'}),
        ({'object_type': 'regex', 'url': f'{HOST}/[0-9].*.jpg'}, {f'{HOST}/[0-9].*.jpg'}),
        ({'object_type': 'file', 'domain': 'IMG.example.com'}, {'https://img.example.com/a'}),
        ({'object_type': 'directory', 'status': 'Complete'}, {f'{HOST}/d/'}),
        ({'object_type': 'directory', 'status': 'Failed'}, set()),
        ({'object_type': 'file', 'since': iso(hours=1), 'until': iso(hours=-1)}, None),
        ({'object_type': 'file', 'since': iso(days=2, hours=20)}, None),
        ({'object_type': 'file', 'until': iso(hours=1)}, set()),
        ({'task_ids': []}, set()),
        ({'task_ids': ['1234567890']}, set()),
    ],
)
def test_filters(ansible: Ansible, simulate: Simulate, arguments: dict[str, Any], expected: set[str] | None) -> None:
    outcome = tasks(ansible, filled(simulate), **arguments)
    wanted = {f'{HOST}/a', f'{HOST}/b?x=1', 'https://img.example.com/a'} if expected is None else expected
    assert set(urls(outcome)) == wanted
    assert outcome.result['total'] == len(wanted)


@pytest.mark.parametrize('label', ['ignoreparams', 'ignore_params', 'exquery', 'file', 'empty'])
def test_ignore_params_however_they_are_labelled(ansible: Ansible, simulate: Simulate, label: str) -> None:
    server = filled(simulate, ignore_params_label=label)
    outcome = tasks(ansible, server, object_type='ignore_params', domain='www.example.com', status='Complete')
    found = set(urls(outcome))
    # Labelled like a file nobody can tell them apart.
    assert found == ({f'{HOST}/i', f'{HOST}/a'} if label in ('file', 'empty') else {f'{HOST}/i'})


@pytest.mark.parametrize('label', ['directory', 'path'])
def test_directories_however_they_are_labelled(ansible: Ansible, simulate: Simulate, label: str) -> None:
    server = filled(simulate, directory_label=label)
    outcome = tasks(ansible, server, object_type='directory')
    assert urls(outcome) == [f'{HOST}/d/']
    assert outcome.result['tasks'][0]['object_type'] == 'directory'


@pytest.mark.parametrize('cap', ['100', '50'])
@pytest.mark.parametrize('limit', [None, 0, 120])
def test_250_rows(ansible: Ansible, simulate: Simulate, cap: str, limit: int | None) -> None:
    server = simulate(visibility=(0.0, 0.0), switches={'page_size_cap': cap})
    ids = submit(server, *(f'{HOST}/{number}' for number in range(250)), ObjectType='File')
    outcome = tasks(ansible, server, task_ids=ids, **({} if limit is None else {'limit': limit}))
    found = urls(outcome)
    assert outcome.result['total'] == 250
    assert len(found) == len(set(found)) == (limit or {None: 100, 0: 250}[limit])


def test_several_ids_newest_first(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(visibility=(0.0, 0.0))
    old = submit(server, f'{HOST}/old', ObjectType='File')
    time.sleep(1.1)
    new = submit(server, f'{HOST}/new', ObjectType='File')
    assert urls(tasks(ansible, server, task_ids=[*old, *new])) == [f'{HOST}/new', f'{HOST}/old']
    # Joined as a user copies them from an answer.
    outcome = tasks(ansible, server, task_ids=[f'{old[0]}, {new[0]},{old[0]}'], limit=1)
    assert urls(outcome) == [f'{HOST}/new']
    assert outcome.result['total'] == 2
    # Joined ids are undocumented there: one id a call.
    assert len(server.service.calls('DescribeRefreshTasks')) == 4


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        ({'domain': 'www.example.com'}, ('domain', 'object_type')),
        ({'status': 'Failed'}, ('status', 'object_type')),
        ({'since': iso(days=4)}, ('since', 'more than 3 days back', 'later time')),
        ({'until': iso(days=4)}, ('until', 'more than 3 days back')),
        ({'since': iso(hours=-1)}, ('since', 'future')),
        ({'since': iso(hours=1), 'until': iso(hours=2)}, ('until', 'not later than since')),
        ({'since': 'yesterday'}, ("since 'yesterday'", 'ISO 8601')),
        ({'url': 'index.html'}, ('url index.html', 'http')),
        ({'url': f'{HOST}/a', 'object_type': 'directory'}, ('url', 'must end in /')),
        ({'domain': 'https://www.example.com', 'object_type': 'file'}, ('domain', 'without https://')),
        ({'limit': -1}, ('limit is -1',)),
        ({'read_timeout': 0}, ('read_timeout',)),
    ],
)
def test_what_cannot_be_asked_is_said_before_any_call(
    ansible: Ansible, simulate: Simulate, arguments: dict[str, Any], words: tuple[str, ...]
) -> None:
    server = simulate()
    outcome = tasks(ansible, server, **arguments)
    assert outcome.status != 0
    assert outcome.result['changed'] is False
    for word in words:
        assert word in outcome.result['msg'], outcome.result['msg']
    assert outcome.result['msg'].count('. ') <= 2
    assert server.service.calls() == []


def test_a_password_in_a_url_is_not_shown(ansible: Ansible, simulate: Simulate) -> None:
    outcome = tasks(ansible, simulate(), '-vvvv', url=f'https://me:{SECRET}@www.example.com/')
    assert outcome.status != 0
    assert 'user name or password' in outcome.result['msg']
    assert SECRET not in json.dumps(outcome.result)


def test_the_quotas(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(quotas={'directory': 7})
    submit(server, f'{HOST}/a', f'{HOST}/b', ObjectType='File')
    outcome = ansible.module({}, server=server, name='cdn_quota_info')
    assert outcome.status == 0, outcome.text
    assert outcome.result == {
        'changed': False,
        'quotas': {
            'url': {'limit': 10000, 'remaining': 9998, 'used': 2},
            'directory': {'limit': 7, 'remaining': 7, 'used': 0},
            'regex': {'limit': 20, 'remaining': 20, 'used': 0},
            'ignore_params': {'limit': 100, 'remaining': 100, 'used': 0},
            'prefetch': {'limit': 1000, 'remaining': 1000, 'used': 0},
        },
        'resets_at': server.service.resets_at(),
    }


@pytest.mark.parametrize('values', ['ints', 'lower_keys'])
def test_quotas_in_every_form(ansible: Ansible, simulate: Simulate, values: str) -> None:
    outcome = ansible.module({}, server=simulate(switches={'quota_values': values}), name='cdn_quota_info')
    assert outcome.result['quotas']['prefetch'] == {'limit': 1000, 'remaining': 1000, 'used': 0}


def test_the_reset_is_told_by_the_clock_of_the_service(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    server.service.clock.advance(400)
    outcome = ansible.module({}, server=server, name='cdn_quota_info')
    assert outcome.result['resets_at'] == server.service.resets_at()


@pytest.mark.parametrize('name', ['cdn_task_info', 'cdn_quota_info'])
def test_check_and_diff_mode_read_and_change_nothing(ansible: Ansible, simulate: Simulate, name: str) -> None:
    server = filled(simulate)
    before = len(server.service.accepted())
    plain = ansible.module({}, server=server, name=name).result
    checked = ansible.module({}, '--check', '--diff', server=server, name=name).result
    assert plain == checked
    assert len(server.service.accepted()) == before


@pytest.mark.parametrize(
    ('name', 'operation'), [('cdn_task_info', 'DescribeRefreshTasks'), ('cdn_quota_info', 'DescribeRefreshQuota')]
)
class TestFailures:
    def fails(self, outcome: Outcome, operation: str, code: str | None, *words: str) -> None:
        assert outcome.status != 0
        assert outcome.result['changed'] is False
        assert 'Traceback' not in outcome.text
        assert SECRET not in outcome.text
        message = outcome.result['msg']
        assert message.endswith('.')
        for word in words:
            assert word in message, message
        if code is not None:
            error = outcome.result['error']
            assert set(error) == {'code', 'message', 'request_id', 'http_status', 'operation'}
            assert (error['code'], error['operation']) == (code, operation)

    def test_no_permission(self, ansible: Ansible, simulate: Simulate, name: str, operation: str) -> None:
        server = simulate(accounts=(Account(denied=frozenset({operation})),))
        outcome = ansible.module({}, '-vvvv', server=server, name=name)
        self.fails(outcome, operation, 'Forbidden.RAM', f'cdn:{operation}', 'administrator')
        assert len(server.service.calls(operation)) == 1

    def test_a_wrong_secret(self, ansible: Ansible, simulate: Simulate, name: str, operation: str) -> None:
        arguments = {'access_key_id': Account().access_key_id, 'access_key_secret': SECRET}
        outcome = ansible.module(arguments, '-vvvv', server=simulate(), name=name)
        self.fails(outcome, operation, 'SignatureDoesNotMatch', 'Check access_key_secret')
        assert 'string to sign is' not in outcome.text

    def test_no_credentials(self, ansible: Ansible, name: str, operation: str) -> None:
        outcome = ansible.module({}, name=name)
        self.fails(outcome, operation, None, 'access_key_id', 'profile')

    def test_nobody_listens(self, ansible: Ansible, name: str, operation: str) -> None:
        arguments = {
            'endpoint': 'http://127.0.0.1:9',
            'access_key_id': 'LTAIx',
            'access_key_secret': SECRET,
            'retry_timeout': 0,
        }
        self.fails(ansible.module(arguments, name=name), operation, '', '127.0.0.1:9', 'Check the endpoint')

    def test_passing_faults_are_waited_for(
        self, ansible: Ansible, simulate: Simulate, name: str, operation: str
    ) -> None:
        server = simulate(Fault(operation, kind='throttle', times=2), Fault(operation, kind='cut'))
        outcome = ansible.module({}, server=server, name=name)
        assert outcome.status == 0, outcome.text
        assert len(server.service.calls(operation)) == 4

    def test_retrying_ends(self, ansible: Ansible, simulate: Simulate, name: str, operation: str) -> None:
        server = simulate(Fault(operation, kind='throttle', times=-1))
        outcome = ansible.module({'retry_timeout': 1}, server=server, name=name)
        self.fails(outcome, operation, 'Throttling.User', 'retry_timeout')

    def test_an_answer_that_is_none(self, ansible: Ansible, simulate: Simulate, name: str, operation: str) -> None:
        server = simulate(Fault(operation, kind='html_502', times=-1))
        outcome = ansible.module({'retry_timeout': 0}, server=server, name=name)
        self.fails(outcome, operation, '', '502', 'Run again later')
        assert outcome.result['error']['http_status'] == 502


def test_the_action_group(ansible: Ansible, simulate: Simulate) -> None:
    server = filled(simulate)
    play = f"""
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/alibabacloud.cdn.all:
      access_key_id: {server.access_key_id}
      access_key_secret: {server.access_key_secret}
      endpoint: http://{server.endpoint}
  tasks:
    - alibabacloud.cdn.cdn_quota_info:
    - alibabacloud.cdn.cdn_task_info:
        limit: 1
"""
    outcome = ansible.playbook(play)
    assert outcome.status == 0, outcome.text
    assert 'ok=2' in outcome.stdout
