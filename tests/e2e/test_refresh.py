# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The main job: entries in, every one of them refreshed once, and the truth in the result."""

from __future__ import annotations

import json
import pathlib

import pytest

from .conftest import Ansible, Simulate, counts

pytestmark = pytest.mark.slow


def test_2500_urls_over_three_domains_from_a_file(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path) -> None:
    server = simulate()
    urls = [f'https://d{n % 3}.example.com/app/{n}.js?v={n}&x=a+b&y=c%20d' for n in range(2500)]
    source = tmp_path / 'urls.txt'
    source.write_text('\n'.join(['# what the deployment changed', *urls[:2000], '', urls[7], *urls[2000:]]))
    outcome = ansible.module({'src': str(source)}, server=server)
    assert outcome.status == 0, outcome.text
    assert counts(outcome) == {'requested': 2501, 'complete': 2500, 'duplicate': 1}
    assert outcome.result['changed'] is True
    assert outcome.result['batches'] == outcome.result['api_calls']['RefreshObjectCaches'] <= 3
    assert sorted(item.url for item in server.service.accepted()) == sorted(urls)
    assert outcome.result['quota']['url'] == {
        'limit': 10000,
        'remaining_before': 10000,
        'needed': 2500,
        'remaining_after': 7500,
    }
    assert outcome.result['problems'] == outcome.result['remaining_urls'] == []
    assert sum(task['urls'] for task in outcome.result['tasks']) == 2500
    assert set(outcome.result['task_ids']) == {item.task_id for item in server.service.accepted()}


def test_1000_urls_end_in_under_four_seconds(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = ansible.module({'urls': [f'https://www.example.com/{n}' for n in range(1000)]}, server=server)
    assert counts(outcome) == {'requested': 1000, 'complete': 1000}
    assert sum(outcome.result['api_calls'].values()) <= 5
    # Four seconds for the whole of it on an idle machine; continuous integration runs several of these at the same time.
    assert outcome.result['elapsed'] < 4
    assert outcome.seconds < 12


def test_results_go_to_a_bare_name(ansible: Ansible, simulate: Simulate) -> None:
    arguments = {'urls': ['https://www.example.com/a'], 'results_path': 'results.jsonl'}
    outcome = ansible.module(arguments, server=simulate())
    assert outcome.status == 0, outcome.text
    (line,) = (ansible.home / 'results.jsonl').read_text().splitlines()
    assert json.loads(line)['state'] == 'complete'


@pytest.mark.parametrize(
    ('arguments', 'kind', 'sent'),
    [
        (
            {'object_type': 'directory', 'urls': ['https://www.example.com/a/']},
            'directory',
            'https://www.example.com/a/',
        ),
        (
            {'object_type': 'regex', 'urls': ['https://www.example.com/img/[0-9].*.jpg']},
            'regex',
            'https://www.example.com/img/[0-9].*.jpg',
        ),
        (
            {'object_type': 'ignore_params', 'urls': ['https://www.example.com/p?utm=1']},
            'ignore_params',
            'https://www.example.com/p',
        ),
        ({'object_type': 'auto', 'urls': ['https://www.example.com/a/']}, 'directory', 'https://www.example.com/a/'),
        ({'object_type': 'auto', 'urls': ['https://www.example.com/a']}, 'file', 'https://www.example.com/a'),
        ({'cache_tags': ['home'], 'domain': 'www.example.com'}, 'cache_tag', 'www.example.com#home'),
    ],
)
def test_every_object_type(
    ansible: Ansible, simulate: Simulate, arguments: dict[str, object], kind: str, sent: str
) -> None:
    server = simulate()
    outcome = ansible.module({**arguments, 'force': True}, server=server)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
    (submission,) = server.service.accepted()
    assert (submission.kind, submission.url) == (kind, sent)
    assert submission.parameters['Force'].lower() == 'true'


def test_check_mode_reads_the_quota_and_sends_nothing(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    urls = ['https://www.example.com/a', 'https://www.example.com/b?c=d']
    outcome = ansible.module({'urls': urls}, '--check', '--diff', server=server)
    assert outcome.status == 0, outcome.text
    assert outcome.result['changed'] is True
    assert counts(outcome) == {'requested': 2, 'unsent': 2}
    assert outcome.result['problems'] == outcome.result['remaining_urls'] == []
    assert outcome.result['quota']['url']['remaining_after'] == 9998
    assert [call.operation for call in server.service.calls()] == ['DescribeRefreshQuota']
    for url in urls:
        assert f'+  {url}' in outcome.stdout


def test_a_playbook_with_group_defaults_over_three_hosts(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = ansible.playbook(
        """
- name: Deploy
  hosts: web1,web2,web3
  gather_facts: false
  module_defaults:
    group/alibabacloud.cdn.all:
      base_url: https://www.example.com/
  tasks:
    - name: Refresh
      alibabacloud.cdn.cdn_refresh:
        urls: |
          index.html
          /app.js
      delegate_to: localhost
      run_once: true
      register: refresh
    - name: Check
      ansible.builtin.assert:
        that:
          - refresh is changed
          - refresh.summary.complete == 2
""",
        '-i',
        'web1,web2,web3,',
        server=server,
    )
    assert outcome.status == 0, outcome.text
    assert 'WARNING' not in outcome.text
    assert [item.url for item in server.service.accepted()] == [
        'https://www.example.com/index.html',
        'https://www.example.com/app.js',
    ]


def test_key_value_arguments(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = ansible.adhoc('urls=https://www.example.com/a?x=1,https://www.example.com/b', server=server)
    assert counts(outcome) == {'requested': 2, 'complete': 2}, outcome.text


def test_without_waiting_the_entries_are_pending(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 60.0})
    outcome = ansible.module({'urls': ['https://www.example.com/a'], 'wait': False}, server=server)
    assert outcome.status == 0, outcome.text
    assert counts(outcome) == {'requested': 1, 'pending': 1}
    assert outcome.result['problems'] == outcome.result['remaining_urls'] == []


def test_an_empty_source(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    refused = ansible.module({'urls': []}, server=server)
    assert refused.status != 0
    assert 'allow_empty' in refused.result['msg']
    allowed = ansible.module({'urls': ['', ' '], 'allow_empty': True}, server=server)
    assert allowed.status == 0, allowed.text
    assert allowed.result['changed'] is False
    assert server.service.calls() == []


def test_going_on_after_a_failure(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path) -> None:
    """A second run sends what is missing, a third one nothing, and the file tells of every entry."""
    server = simulate(quotas={'url': 2})
    results = tmp_path / 'results.jsonl'
    urls = [f'https://www.example.com/{name}' for name in 'abcd']
    arguments = {'urls': [*urls, urls[0]], 'skip_submitted_since': _an_hour_ago(), 'results_path': str(results)}
    first = ansible.module({**arguments, 'quota_policy': 'partial'}, server=server)
    assert first.status != 0
    assert counts(first) == {'requested': 5, 'duplicate': 1, 'complete': 2, 'unsent': 2}
    assert first.result['remaining_urls'] == urls[2:]
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    assert [(line['url'], line['state']) for line in lines] == list(
        zip(urls, ['complete', 'complete', 'unsent', 'unsent'], strict=True)
    )
    assert set(lines[0]) == {'url', 'object_type', 'state', 'code', 'reason', 'task_id'}
    server.service.configure({'quotas.url': 10000})
    second = ansible.module(arguments, server=server)
    assert counts(second) == {'requested': 5, 'duplicate': 1, 'skipped': 2, 'complete': 2}, second.text
    third = ansible.module(arguments, server=server)
    assert counts(third) == {'requested': 5, 'duplicate': 1, 'skipped': 4}
    assert third.result['changed'] is False
    assert [item.url for item in server.service.accepted()] == urls
    assert [path.name for path in tmp_path.iterdir() if 'results' in path.name] == ['results.jsonl']


def _an_hour_ago() -> str:
    import datetime

    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)).isoformat()
