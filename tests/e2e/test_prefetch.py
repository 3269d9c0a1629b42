# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Warming URLs: the module's own options, its own limits, and headers that stay secret."""

from __future__ import annotations

import json

import pytest

from simulator import Account, Fault

from .conftest import Ansible, Simulate, counts

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow

URLS = ['https://www.example.com/library.js', 'https://www.example.com/b?c=d&e=f+g']
FAST = {'prefetch': 0.5}


def test_every_option_reaches_the_service(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time=FAST)
    outcome = ansible.module(
        {
            'urls': URLS,
            'area': 'overseas',
            'l2_preload': True,
            'query_hashkey': True,
            'consistency_hash': False,
            'headers': {'Accept-Encoding': 'br', 'X-Version': ['1', '2'], 'X-Number': 7},
        },
        server=server,
        name='cdn_prefetch',
    )
    assert counts(outcome) == {'requested': 2, 'complete': 2}, outcome.text
    assert outcome.result['quota']['prefetch']['remaining_after'] == 998
    submissions = server.service.accepted('prefetch')
    assert [item.url for item in submissions] == URLS
    parameters = submissions[0].parameters
    assert parameters['Area'] == 'overseas'
    assert parameters['L2Preload'].lower() == parameters['QueryHashkey'].lower() == 'true'
    assert parameters['ConsistencyHash'].lower() == 'false'
    assert json.loads(parameters['WithHeader']) == {
        'Accept-Encoding': ['br'],
        'X-Version': ['1', '2'],
        'X-Number': ['7'],
    }


def test_values_of_headers_are_never_shown_and_urls_not_mangled(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(kind='failed', match='library'), task_time=FAST)
    outcome = ansible.module(
        {'urls': URLS, 'headers': {'Accept-Encoding': 'br', 'Authorization': 'Bearer HushHushHush77'}},
        '-vvvv',
        server=server,
        name='cdn_prefetch',
    )
    assert counts(outcome) == {'requested': 2, 'complete': 1, 'failed': 1}
    assert outcome.result['remaining_urls'] == URLS[:1]
    assert 'HushHushHush77' not in outcome.text
    assert '"br"' not in outcome.text


def test_requests_are_bounded_by_their_size(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time=FAST, limits={'query_bytes': 8000})
    urls = [f'https://www.example.com/{"长" * 60}/{number}' for number in range(90)]
    outcome = ansible.module({'urls': urls}, server=server, name='cdn_prefetch')
    assert counts(outcome) == {'requested': 90, 'complete': 90}, outcome.text
    assert outcome.result['batches'] == outcome.result['api_calls']['PushObjectCache'] > 1


def test_a_request_that_is_too_long_all_the_same_is_halved(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time=FAST, limits={'query_bytes': 3000})
    urls = [f'https://www.example.com/{number}' for number in range(100)]
    outcome = ansible.module({'urls': urls}, server=server, name='cdn_prefetch')
    assert counts(outcome) == {'requested': 100, 'complete': 100}, outcome.text
    assert outcome.result['api_calls']['PushObjectCache'] > outcome.result['batches']


def test_what_cannot_be_prefetched_is_refused(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    long = ansible.module({'urls': ['https://www.example.com/' + 'x' * 1024]}, server=server, name='cdn_prefetch')
    assert '1,024' in long.result['msg']
    header = ansible.module({'urls': URLS, 'headers': {'X': {'a': 1}}}, server=server, name='cdn_prefetch')
    assert 'headers: X' in header.result['msg']
    size = ansible.module({'urls': URLS, 'batch_size': 101}, server=server, name='cdn_prefetch')
    assert 'at most 100' in size.result['msg']
    assert server.service.calls() == []


def test_the_quota_of_prefetch(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(quotas={'prefetch': 1}, task_time=FAST)
    outcome = ansible.module({'urls': URLS}, server=server, name='cdn_prefetch')
    assert counts(outcome) == {'requested': 2, 'unsent': 2}
    assert '1 of 1 left, 2 needed (prefetch)' in outcome.result['msg']


def test_a_full_queue_is_waited_for(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(operation='PushObjectCache', kind='error', code='PreloadQueueFull'), task_time=FAST)
    outcome = ansible.module({'urls': URLS, 'retry_timeout': 2}, server=server, name='cdn_prefetch')
    assert counts(outcome) == {'requested': 2, 'complete': 2}, outcome.text


def test_without_the_permission_it_says_which(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(accounts=(Account(denied=frozenset({'PushObjectCache'})),))
    outcome = ansible.module({'urls': URLS}, server=server, name='cdn_prefetch')
    assert counts(outcome) == {'requested': 2, 'rejected': 2}
    assert 'cdn:PushObjectCache' in outcome.result['msg']
