# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people see while a task runs, and what programs that read the output do not."""

from __future__ import annotations

import json
import pathlib
import re
from xml.etree import ElementTree

import pytest

from simulator import Running

from .conftest import Ansible, Outcome, Simulate, counts

URLS = [f'https://www.example.com/{name}' for name in 'abc']
# Long enough for progress to be shown, and for three minutes in the service's life.
SLOW = {'task_time': {'refresh': 7.0, 'prefetch': 7.0}}
LINE = re.compile(r'^(cdn_\w+)( \[\w+\])?: ', re.M)

# What programs read: nothing but JSON on standard output, as the callbacks of other collections do it.
JSON_CALLBACK = '''
from __future__ import annotations

DOCUMENTATION = """
name: document
type: stdout
short_description: one JSON document
description: One JSON document.
"""

import json

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'document'
    results = []

    def v2_runner_on_ok(self, result):
        self.results.append(result.result['summary'])

    def v2_playbook_on_stats(self, stats):
        self._display.display(json.dumps(self.results))
'''

PLAY = """
- name: Deploy
  hosts: {hosts}
  gather_facts: false
  tasks:
    - name: Refresh
      alibabacloud.cdn.cdn_refresh: {arguments}
"""


def play(ansible: Ansible, server: Running, *options: str, hosts: str = 'localhost', **extra: str) -> Outcome:
    text = PLAY.format(hosts=hosts, arguments=json.dumps({'urls': URLS}))
    return ansible.playbook(text, *options, server=server, **extra)


def assert_shown(outcome: Outcome, module: str = 'cdn_refresh') -> None:
    lines = outcome.stderr.splitlines()
    assert f'{module}: 3 URLs in 1 request, usually done in 5 to ' in outcome.stderr, outcome.text
    assert f'{module}: everything is sent: 3 URLs accepted, 1 task running' in lines
    assert any(re.fullmatch(rf'{module}: 3 of 3 URLs complete \(100 %\), after \d+ s', line) for line in lines)
    assert not LINE.search(outcome.stdout)


# What reads standard output reads what it always read.


@pytest.mark.parametrize('result_format', ['json', 'yaml'])
def test_the_default_callback(ansible: Ansible, simulate: Simulate, result_format: str) -> None:
    outcome = play(ansible, simulate(**SLOW), '-v', ANSIBLE_CALLBACK_RESULT_FORMAT=result_format)
    assert_shown(outcome)
    assert outcome.status == 0


def test_a_callback_that_writes_one_document(ansible: Ansible, simulate: Simulate) -> None:
    (ansible.home / 'callbacks').mkdir()
    (ansible.home / 'callbacks/document.py').write_text(JSON_CALLBACK)
    extra = {'ANSIBLE_CALLBACK_PLUGINS': str(ansible.home / 'callbacks'), 'ANSIBLE_STDOUT_CALLBACK': 'document'}
    outcome = play(ansible, simulate(**SLOW), **extra)
    assert_shown(outcome)
    assert json.loads(outcome.stdout)[0]['complete'] == 3


def test_the_minimal_callback_and_prefetch(ansible: Ansible, simulate: Simulate) -> None:
    outcome = ansible.module({'urls': URLS}, name='cdn_prefetch', server=simulate(**SLOW))
    assert_shown(outcome, 'cdn_prefetch')
    assert outcome.stdout.startswith('localhost | CHANGED => {')
    assert counts(outcome) == {'requested': 3, 'complete': 3}


def test_one_line(ansible: Ansible, simulate: Simulate) -> None:
    outcome = ansible.module({'urls': URLS}, '-o', server=simulate(**SLOW))
    assert_shown(outcome)
    (line,) = outcome.stdout.splitlines()
    assert json.loads(line.partition(' => ')[2])['summary']['complete'] == 3


def test_ad_hoc_with_a_chosen_callback_and_a_tree_of_results(ansible: Ansible, simulate: Simulate) -> None:
    extra = {'ANSIBLE_LOAD_CALLBACK_PLUGINS': 'true', 'ANSIBLE_STDOUT_CALLBACK': 'ansible.builtin.oneline'}
    outcome = ansible.module({'urls': URLS}, '--tree', 'tree', server=simulate(**SLOW), **extra)
    assert_shown(outcome)
    (line,) = outcome.stdout.splitlines()
    for text in (line.partition(' => ')[2], (ansible.home / 'tree/localhost').read_text()):
        assert json.loads(text)['summary']['complete'] == 3


def test_the_junit_callback(ansible: Ansible, simulate: Simulate) -> None:
    folder = ansible.home / 'junit'
    extra = {'ANSIBLE_CALLBACKS_ENABLED': 'ansible.builtin.junit', 'JUNIT_OUTPUT_DIR': str(folder)}
    outcome = play(ansible, simulate(**SLOW), **extra)
    assert_shown(outcome)
    (report,) = folder.iterdir()
    assert not LINE.search(report.read_text())
    assert ElementTree.parse(report).getroot().get('failures') == '0'


def test_hosts_are_told_apart(ansible: Ansible, simulate: Simulate) -> None:
    outcome = play(ansible, simulate(**SLOW), '-i', 'web1,web2,', hosts='all', ANSIBLE_TRANSPORT='local')
    assert outcome.status == 0, outcome.text
    for host in ('web1', 'web2'):
        assert f'cdn_refresh [{host}]: 3 of 3 URLs complete (100 %)' in outcome.stderr
    assert not LINE.search(outcome.stdout)


# When there is nothing to see.


@pytest.mark.parametrize(
    ('arguments', 'task_time'),
    [({}, 0.5), ({'progress': False}, 7.0), ({'progress': 'no'}, 7.0), ({'wait': False}, 7.0)],
)
def test_nothing_is_shown(ansible: Ansible, simulate: Simulate, arguments: dict[str, object], task_time: float) -> None:
    outcome = ansible.module({'urls': URLS, **arguments}, server=simulate(task_time={'refresh': task_time}))
    assert outcome.status == 0
    assert outcome.stderr == ''


def test_nothing_is_shown_of_a_module_elsewhere(ansible: Ansible, simulate: Simulate) -> None:
    (ansible.home / 'plugins').mkdir()
    (ansible.home / 'plugins/elsewhere.py').write_text(
        '''
from __future__ import annotations

DOCUMENTATION = """
name: elsewhere
short_description: another host
description: Another host.
extends_documentation_fragment: [connection_pipelining]
"""

from ansible.plugins.connection.local import Connection as Local


class Connection(Local):
    transport = 'elsewhere'
'''
    )
    extra = {'ANSIBLE_CONNECTION_PLUGINS': str(ansible.home / 'plugins')}
    outcome = play(ansible, simulate(**SLOW), '-i', 'far,', hosts='far', ANSIBLE_TRANSPORT='elsewhere', **extra)
    assert outcome.status == 0, outcome.text
    assert outcome.stderr == ''


def test_nothing_is_shown_of_a_task_in_the_background(ansible: Ansible, simulate: Simulate) -> None:
    text = PLAY.format(hosts='localhost', arguments=json.dumps({'urls': URLS})) + '      async: 60\n      poll: 2\n'
    outcome = ansible.playbook(text, server=simulate(**SLOW), ANSIBLE_ASYNC_DIR=str(ansible.home / 'async'))
    assert outcome.status == 0, outcome.text
    assert not LINE.search(outcome.text)


def test_watching_costs_no_call_and_leaves_no_file(
    ansible: Ansible, simulate: Simulate, temporary: pathlib.Path
) -> None:
    calls = []
    for progress in (True, False):
        server = simulate(task_time={'refresh': 0.5}, visibility=(0.0, 0.0))
        arguments = {'urls': URLS, 'progress': progress, 'poll_interval': 30}
        outcome = ansible.module(arguments, server=server, ANSIBLE_LOCAL_TEMP=str(temporary))
        calls.append(outcome.result['api_calls'])
        assert list(temporary.glob('*')) == []
    assert calls[0].keys() == calls[1].keys()
    assert abs(calls[0]['DescribeRefreshTaskById'] - calls[1]['DescribeRefreshTaskById']) <= 1
