# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks, called by their full names."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from simulator import Running

from .conftest import ROOT, Ansible, Outcome, Simulate

# Each play with the role takes seconds; one version of ansible-core is enough for them.
pytestmark = pytest.mark.slow

SITE = 'https://www.example.com'


def call(ansible: Ansible, server: Running, name: str, variables: dict[str, Any], *options: str) -> Outcome:
    command = ('ansible-playbook', f'alibabacloud.cdn.{name}', '-e', json.dumps(variables), *options)
    outcome = ansible.run(*command, server=server, ANSIBLE_SHOW_CUSTOM_STATS='true')
    assert 'Traceback' not in outcome.text
    assert '[WARNING]' not in outcome.text.replace('[WARNING]: No inventory was parsed', ''), outcome.text
    return outcome


def test_refresh_with_text(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 600})
    variables = {
        'cdn_refresh_urls': 'x,y\n\nassets/\r\n',
        'cdn_refresh_base_url': SITE,
        'cdn_refresh_object_type': 'auto',
        'cdn_refresh_wait': 'no',
        'cdn_refresh_wait_timeout': '60',
        'cdn_refresh_batch_size': '1',
        'cdn_refresh_force': '',
        'cdn_refresh_connection': '{"retry_timeout": "5", "profile": ""}',
    }
    outcome = call(ansible, server, 'cdn_refresh', variables)
    assert outcome.status == 0, outcome.text
    assert sorted((item.kind, item.url) for item in server.service.accepted()) == [
        ('directory', f'{SITE}/assets/'),
        ('file', f'{SITE}/x,y'),
    ]
    assert '2 pending' in outcome.stdout


def test_refresh_of_cache_tags(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    variables = {'cdn_refresh_cache_tags': 'a\nb\n', 'cdn_refresh_domain': 'www.example.com', 'cdn_refresh_urls': ''}
    outcome = call(ansible, server, 'cdn_refresh', variables)
    assert outcome.status == 0, outcome.text
    assert [item.url for item in server.service.accepted()] == ['www.example.com#a', 'www.example.com#b']


def test_a_boolean_that_is_false_is_not_taken_for_empty(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'prefetch': 600})
    variables = {
        'cdn_prefetch_urls': [f'{SITE}/a'],
        'cdn_prefetch_wait': False,
        'cdn_prefetch_headers': '{"Accept-Encoding": "br"}',
    }
    outcome = call(ansible, server, 'cdn_prefetch', variables)
    assert outcome.status == 0, outcome.text
    (item,) = server.service.accepted()
    assert 'br' in json.dumps(dict(item.parameters))


@pytest.mark.parametrize('name', ['cdn_refresh', 'cdn_prefetch', 'cdn_invalidate'])
def test_nothing_given_is_an_error_that_says_what_to_give(ansible: Ansible, simulate: Simulate, name: str) -> None:
    server = simulate()
    outcome = call(ansible, server, name, {f'{name}_urls': ''})
    assert outcome.status != 0
    assert f'{name}_urls' in outcome.text
    assert 'There is nothing to' in outcome.text
    assert server.service.calls() == []


@pytest.mark.parametrize('name', ['cdn_refresh', 'cdn_prefetch'])
def test_nothing_given_may_be_meant(ansible: Ansible, simulate: Simulate, name: str) -> None:
    server = simulate()
    outcome = call(ansible, server, name, {f'{name}_urls': '', f'{name}_allow_empty': 'true'})
    assert outcome.status == 0, outcome.text
    assert 'There was nothing to do.' in outcome.text
    assert server.service.calls() == []


@pytest.mark.parametrize('name', ['cdn_refresh', 'cdn_prefetch', 'cdn_quota_report'])
def test_connection_options_that_cannot_be_read(ansible: Ansible, simulate: Simulate, name: str) -> None:
    outcome = call(
        ansible, simulate(), name, {f'{name}_urls': SITE, f'{name}_connection': '{"access_key_secret": "Long'}
    )
    assert outcome.status != 0
    assert f'{name}_connection must be a dictionary' in ' '.join(outcome.text.split()), outcome.text
    assert 'Long' not in outcome.text


def test_check_mode(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    for name in ('cdn_refresh', 'cdn_prefetch', 'cdn_invalidate'):
        outcome = call(ansible, server, name, {f'{name}_urls': f'{SITE}/a'}, '--check')
        assert outcome.status == 0, outcome.text
        assert 'changed=1' in outcome.stdout
    assert server.service.accepted() == []


def test_the_quota_report(ansible: Ansible, simulate: Simulate) -> None:
    outcome = call(ansible, simulate(quotas={'url': 77}), 'cdn_quota_report', {}, '--check')
    assert outcome.status == 0, outcome.text
    assert 'changed=0' in outcome.stdout
    stats, _end = json.JSONDecoder().raw_decode(outcome.stdout.split('RUN: ', 1)[1].strip())
    assert stats['cdn_quotas']['url'] == {'limit': 77, 'remaining': 77, 'used': 0}
    assert any(
        line.split('"')[1].split() == ['url', '0', '77', '77']
        for line in outcome.stdout.splitlines()
        if '"url ' in line
    )


def test_every_option_of_the_modules_has_a_variable() -> None:
    for name in ('cdn_refresh', 'cdn_prefetch'):
        documentation = (ROOT / 'plugins' / 'modules' / f'{name}.py').read_text().split('"""')[1]
        own = set(yaml.safe_load(documentation)['options'])
        text = (ROOT / 'playbooks' / f'{name}.yml').read_text()
        missing = {option for option in own if f"'{option}'" not in text and f'{name}_{option}' not in text}
        assert not missing
