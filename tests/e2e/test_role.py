# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role cdn_invalidate: who does it, in which order, what stops it, and what it says."""

from __future__ import annotations

import datetime
import json
import pathlib
from typing import Any

import pytest
import yaml

from simulator import Account, Fault, Running

from .conftest import ROOT, Ansible, Outcome, Simulate
from .edge.origin import origin

# Each play with the role takes seconds; one version of ansible-core is enough for them.
pytestmark = pytest.mark.slow

SITE = 'https://www.example.com'
SECRET = 'AVeryLongSecretThatNoMessageMayShow52'
ROLE = ROOT / 'roles' / 'cdn_invalidate'
HEAD = """
- name: Deploy
  hosts: all
  gather_facts: false
  become: true
"""
CALL = """
    - name: Make it visible
      ansible.builtin.include_role:
        name: alibabacloud.cdn.cdn_invalidate
"""
KEEP = """
    - name: Keep the result of each host
      ansible.builtin.copy:
        content: "{{ cdn_invalidate_result | default({}) | to_json }}"
        dest: "{{ playbook_dir }}/{{ inventory_hostname }}.json"
        mode: '0644'
      become: false
      check_mode: false
      delegate_to: localhost
"""


def play(
    ansible: Ansible,
    server: Running | None,
    variables: dict[str, Any],
    *options: str,
    hosts: str = 'web1,web2,web3',
    call: str = CALL,
    play_keys: str = '',
    **environment: str,
) -> Outcome:
    """A play over hosts that do not exist, so that nothing can be done on them. The result is the last host's."""
    wrapped = '  tasks:\n    - name: Keep the result, whatever comes\n'
    wrapped += f'      block:{_indented(call)}      always:{_indented(KEEP)}'
    (ansible.home / 'vars.json').write_text(json.dumps(variables))
    outcome = ansible.playbook(
        HEAD + play_keys + wrapped,
        '-i',
        f'{hosts},',
        '-e',
        '@vars.json',
        *options,
        server=server,
        ANSIBLE_SHOW_CUSTOM_STATS='true',
        **environment,
    )
    results = [path for path in sorted(ansible.home.glob('web*.json')) if path.read_text() != '{}']
    outcome.result = json.loads(results[-1].read_text()) if results else {}
    assert '[WARNING]' not in outcome.text, outcome.text
    assert 'DEPRECATION' not in outcome.text, outcome.text
    assert 'Traceback' not in outcome.text, outcome.text
    return outcome


def _indented(text: str) -> str:
    return text.replace('\n    ', '\n        ')


def sent(server: Running) -> list[tuple[str, str]]:
    return [(item.kind, item.url) for item in server.service.accepted()]


ALL_KINDS = {
    'cdn_invalidate_urls': [f'{SITE}/a.js', f'{SITE}/b.js?v=1'],
    'cdn_invalidate_directories': [f'{SITE}/assets/'],
    'cdn_invalidate_regexes': [f'{SITE}/img/[0-9].*.jpg'],
    'cdn_invalidate_ignore_params': [f'{SITE}/search'],
    'cdn_invalidate_cache_tags': ['home', 'news'],
    'cdn_invalidate_domain': 'www.example.com',
    'cdn_invalidate_prefetch': True,
}
ALL_SENT = [
    ('file', f'{SITE}/a.js'),
    ('file', f'{SITE}/b.js?v=1'),
    ('directory', f'{SITE}/assets/'),
    ('regex', f'{SITE}/img/[0-9].*.jpg'),
    ('ignore_params', f'{SITE}/search'),
    ('cache_tag', 'www.example.com#home'),
    ('cache_tag', 'www.example.com#news'),
    ('prefetch', f'{SITE}/a.js'),
    ('prefetch', f'{SITE}/b.js?v=1'),
]


def test_everything_in_its_order_once_for_three_hosts(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_publish_stats': True})
    assert outcome.status == 0, outcome.text
    assert sent(server) == ALL_SENT
    result = outcome.result
    assert (result['status'], result['changed'], result['failed'], result['failed_step']) == ('ok', True, False, '')
    assert result['steps'] == ['check', 'refresh', 'prefetch']
    assert result['refresh']['summary'] == {**result['repeat']['summary'], 'requested': 7, 'complete': 7}
    assert result['prefetch']['summary']['complete'] == 2
    assert result['msg'] == 'Refreshed 7 of 7 entries, prefetched 2 of 2.'
    for host in ('web1', 'web2'):
        assert json.loads((ansible.home / f'{host}.json').read_text()) == result
    assert '"cdn_status": "ok"' in outcome.stdout
    assert all(name.startswith('cdn_') for name in custom_stats(outcome))
    # Nothing of the stats may turn into a variable of the role in a later job.
    assert not set(custom_stats(outcome)) & set(defaults())


def custom_stats(outcome: Outcome) -> dict[str, Any]:
    text = outcome.stdout.split('RUN: ', 1)[1].strip()
    stats, _end = json.JSONDecoder().raw_decode(text)
    return stats


def defaults() -> dict[str, Any]:
    return yaml.safe_load((ROLE / 'defaults' / 'main.yml').read_text())


STATIC_CALL = CALL.replace('include_role', 'import_role')
PARTIAL_CALLS = {
    'run_once': CALL + '      run_once: true\n',
    'static run_once': STATIC_CALL + '      run_once: true\n',
    'when': CALL + '      when: inventory_hostname == "web1"\n',
}


@pytest.mark.parametrize('way', ['serial', 'serial of two', 'free', 'roles', *PARTIAL_CALLS])
def test_once_for_a_play(ansible: Ansible, simulate: Simulate, way: str) -> None:
    server = simulate()
    keys = {'serial': '  serial: 1\n', 'serial of two': '  serial: 2\n', 'free': '  strategy: free\n'}.get(way, '')
    variables = {'cdn_invalidate_urls': f'{SITE}/a'}
    if way == 'roles':
        text = HEAD + '  roles:\n    - role: alibabacloud.cdn.cdn_invalidate\n      tags: [cdn]\n'
        options = ('-i', 'web1,web2,web3,', '--tags', 'cdn', '-e', json.dumps(variables))
        outcome = ansible.playbook(text, *options, server=server)
    else:
        outcome = play(ansible, server, variables, call=PARTIAL_CALLS.get(way, CALL), play_keys=keys)
    assert outcome.status == 0, outcome.text
    assert sent(server) == [('file', f'{SITE}/a')]
    if way.startswith('serial'):
        assert outcome.result['host'] == 'web3'
        assert json.loads((ansible.home / 'web1.json').read_text())['status'] == 'elsewhere'


def test_each_call_of_a_play_is_done(ansible: Ansible, simulate: Simulate) -> None:
    """Also one with the same variables as the one before."""
    server = simulate()
    calls = CALL + STATIC_CALL + CALL + '      vars:\n        cdn_invalidate_urls: https://www.example.com/b\n'
    # Variables of a task give way to extra variables.
    text = HEAD + f'  vars:\n    cdn_invalidate_urls: {SITE}/a\n  tasks:' + calls
    outcome = ansible.playbook(text, '-i', 'web1,web2,web3,', server=server)
    assert outcome.status == 0, outcome.text
    assert [url for _kind, url in sent(server)] == [f'{SITE}/a', f'{SITE}/a', f'{SITE}/b']


def test_hosts_that_are_out_of_the_play(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    gone = '\n    - name: Lose a host\n      ansible.builtin.fail:\n        msg: lost\n'
    gone += '      when: inventory_hostname == "web3"\n'
    text = HEAD + '  tasks:' + gone + CALL
    outcome = ansible.playbook(
        text, '-i', 'web1,web2,web3,', '-e', f'cdn_invalidate_urls={SITE}/a', '-e', 'ansible_connection=local',
        '-e', 'ansible_become=false', server=server,
    )  # fmt: skip
    assert 'web2                       : ok=' in outcome.stdout
    assert sent(server) == [('file', f'{SITE}/a')]


STRINGS = {
    'cdn_invalidate_urls': 'a.js\n\n  /b.js?v=1  \r\na.js\n',
    'cdn_invalidate_directories': '["assets/"]',
    'cdn_invalidate_regexes': '',
    'cdn_invalidate_ignore_params': '',
    'cdn_invalidate_cache_tags': 'home\nnews',
    'cdn_invalidate_domain': 'www.example.com',
    'cdn_invalidate_src': '',
    'cdn_invalidate_src_query': '',
    'cdn_invalidate_base_url': f'{SITE}/',
    'cdn_invalidate_allow_empty': 'no',
    'cdn_invalidate_allow_whole_site': '',
    'cdn_invalidate_force': 'true',
    'cdn_invalidate_repeat_after': '1',
    'cdn_invalidate_prefetch': 'yes',
    'cdn_invalidate_quota_policy': '',
    'cdn_invalidate_wait_timeout': '60',
    'cdn_invalidate_skip_submitted_since': '',
    'cdn_invalidate_publish_stats': 'true',
}


def test_every_value_as_text(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    with origin('7') as one:
        address = f'http://127.0.0.1:{one.port}'
        texts = {
            **STRINGS,
            'cdn_invalidate_origin_checks': f'{address}/a.js\n{address}/b.js\n',
            'cdn_invalidate_verify': json.dumps(
                [{'url': f'{address}/a.js', 'status': '200, 204', 'header': 'X-Build: 7'}]
            ),
            'cdn_invalidate_connection': json.dumps({'retry_timeout': '7', 'access_key_id': ''}),
        }
        assert set(texts) == set(defaults()), 'a variable was left out'
        outcome = play(ansible, server, texts)
    assert outcome.status == 0, outcome.text
    refreshed = [
        ('file', f'{SITE}/a.js'),
        ('file', f'{SITE}/b.js?v=1'),
        ('directory', f'{SITE}/assets/'),
        ('cache_tag', 'www.example.com#home'),
        ('cache_tag', 'www.example.com#news'),
    ]
    prefetched = [('prefetch', f'{SITE}/a.js'), ('prefetch', f'{SITE}/b.js?v=1')]
    assert sent(server) == refreshed * 2 + prefetched
    directory = next(item for item in server.service.accepted() if item.kind == 'directory')
    assert directory.parameters['Force'].lower() == 'true'
    assert outcome.result['msg'].startswith('Refreshed 5 of 6 entries twice, prefetched 2 of 3')
    assert one.asked == ['/a.js', '/b.js', '/a.js']


@pytest.mark.parametrize(
    ('variables', 'words'),
    [
        ({}, 'nothing to refresh'),
        (dict.fromkeys(STRINGS, ''), 'nothing to refresh'),
        (
            {'cdn_invalidate_urls': SITE, 'cdn_invalidate_quota_policy': 'lax'},
            'value of cdn_invalidate_quota_policy must be one of',
        ),
        ({'cdn_invalidate_urls': SITE, 'cdn_invalidate_verify': [{'adress': SITE}]}, 'unknown keys (adress)'),
    ],
)
def test_variables_that_cannot_be_used(
    ansible: Ansible, simulate: Simulate, variables: dict[str, Any], words: str
) -> None:
    server = simulate()
    outcome = play(ansible, server, variables)
    assert outcome.status != 0
    assert words in ' '.join(outcome.text.split()), outcome.text
    assert server.service.calls() == []


def test_an_empty_source_that_is_allowed(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = play(ansible, server, {'cdn_invalidate_allow_empty': 'yes'})
    assert outcome.status == 0, outcome.text
    assert (outcome.result['status'], outcome.result['changed']) == ('empty', False)


def test_check_mode_from_end_to_end(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    with origin('old') as one:
        check = {'url': f'http://127.0.0.1:{one.port}/a', 'contains': 'build new'}
        variables = {
            **ALL_KINDS,
            'cdn_invalidate_origin_checks': [check],
            'cdn_invalidate_verify': [check],
            'cdn_invalidate_repeat_after': 5,
        }
        outcome = play(ansible, server, variables, '--check', '--diff')
    assert outcome.status == 0, outcome.text
    assert sent(server) == []
    assert {call.operation for call in server.service.calls()} == {'DescribeRefreshQuota'}
    assert one.asked == ['/a']
    assert (outcome.result['status'], outcome.result['changed']) == ('checked', True)
    assert not outcome.result['origin_checks'][0]['ok']
    assert outcome.result['refresh']['summary']['unsent'] == 7
    assert f'+  {SITE}/assets/' in outcome.stdout


@pytest.mark.parametrize('options', [(), ('--check',)])
def test_check_mode_of_a_block(ansible: Ansible, simulate: Simulate, options: tuple[str, ...]) -> None:
    """What the block says counts, whatever the play says."""
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    is_check = not options
    outcome = ansible.playbook(
        f"""
- hosts: localhost
  gather_facts: false
  tasks:
    - check_mode: {str(is_check).lower()}
      block:
        - ansible.builtin.include_role:
            name: alibabacloud.cdn.cdn_invalidate
          vars:
            cdn_invalidate_urls: {SITE}/a
            cdn_invalidate_directories: {SITE}/assets/
            cdn_invalidate_prefetch: true
            cdn_invalidate_repeat_after: 1
        - ansible.builtin.assert:
            that: cdn_invalidate_result.check_mode == {is_check}
          check_mode: false
""",
        *options,
        server=server,
    )
    assert outcome.status == 0, outcome.text
    assert len(sent(server)) == (0 if is_check else 5)


def test_a_source_and_what_was_refreshed_of_it_is_prefetched(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    manifest = ansible.home / 'manifest.json'
    manifest.write_text(json.dumps({'main': {'file': 'app.js'}, 'style': {'file': 'app.css'}}))
    variables = {
        'cdn_invalidate_src': str(manifest),
        'cdn_invalidate_src_query': '*.file',
        'cdn_invalidate_base_url': SITE,
        'cdn_invalidate_prefetch': 'true',
    }
    outcome = play(ansible, server, variables)
    assert outcome.status == 0, outcome.text
    both = [f'{SITE}/app.js', f'{SITE}/app.css']
    assert sent(server) == [*(('file', url) for url in both), *(('prefetch', url) for url in both)]


def test_a_second_run_changes_nothing(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    variables = {
        'cdn_invalidate_urls': [f'{SITE}/a'],
        'cdn_invalidate_prefetch': True,
        'cdn_invalidate_skip_submitted_since': f'{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}',
    }
    assert play(ansible, server, variables).result['changed'] is True
    again = play(ansible, server, variables)
    assert again.status == 0, again.text
    assert again.result['changed'] is False
    assert len(sent(server)) == 2


# Each step fails once ----------------------------------------------------------------------------------------------


def failed(outcome: Outcome, step: str, *words: str) -> dict[str, Any]:
    assert outcome.status != 0, outcome.text
    result = outcome.result
    assert (result['failed'], result['failed_step'], result['status']) == (True, step, 'failed'), result
    for word in words:
        assert word in result['msg'], result['msg']
    # The hosts that had nothing to do fail as well, so that nothing goes on as if it had been done.
    for host in ('web1', 'web2', 'web3'):
        assert 'failed=1' in next(line for line in outcome.stdout.splitlines() if line.startswith(f'{host} ')), (
            outcome.stdout
        )
    return result


def test_an_origin_that_does_not_serve_the_new_build(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    with origin('old') as one:
        check = {
            'url': f'http://127.0.0.1:{one.port}/a',
            'header': {'X-Build': 'new'},
            'contains': ['build new'],
            'tries': '3',
            'delay': '0.1',
        }
        outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_origin_checks': [check]})
    result = failed(outcome, 'origin_checks', 'nothing was refreshed', 'X-Build is "old" and not "new"', 'build new')
    assert one.asked == ['/a'] * 3
    assert server.service.calls() == []
    assert (result['changed'], result['steps']) == (False, [])


def test_an_origin_that_takes_its_time(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    with origin('new') as one:
        one.fails_first = 2
        check = {'url': f'http://127.0.0.1:{one.port}/a', 'delay': 0.1, 'header': 'ETag', 'contains': 'build new'}
        outcome = play(ansible, server, {'cdn_invalidate_urls': f'{SITE}/a', 'cdn_invalidate_origin_checks': [check]})
    assert outcome.status == 0, outcome.text
    (seen,) = outcome.result['origin_checks']
    assert (seen['ok'], seen['tries']) == (True, 3)


def test_an_origin_that_cannot_be_reached(ansible: Ansible, simulate: Simulate) -> None:
    with origin() as one:
        port = one.port
    checks = [{'url': f'http://127.0.0.1:{port}/', 'tries': 1}]
    outcome = play(ansible, simulate(), {'cdn_invalidate_urls': f'{SITE}/a', 'cdn_invalidate_origin_checks': checks})
    failed(outcome, 'origin_checks', 'could not be reached', 'refused')


def test_a_bad_entry_of_any_kind_before_anything_is_sent(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_regexes': ['ftp://www.example.com/.*x']})
    failed(outcome, 'check', 'nothing was sent', 'ftp')
    assert sent(server) == []
    outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_prefetch': ['ftp://www.example.com/x']})
    failed(outcome, 'check', 'ftp')
    assert sent(server) == []


def test_a_refresh_that_fails(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(Fault(kind='failed', match='/assets/', description='Origin Timeout'))
    outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_verify': 'http://127.0.0.1:9/'})
    result = failed(outcome, 'refresh', 'The refresh failed', 'Origin Timeout')
    assert sent(server) == ALL_SENT[:3]
    assert result['changed'] is True
    assert result['refresh']['summary']['complete'] == 2
    assert result['refresh']['remaining_urls'] == [f'{SITE}/assets/']
    assert result['verify'] == []


def test_a_second_refresh_that_fails(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(
        Fault(kind='error', operation='RefreshObjectCaches', code='InvalidDomain.Offline', status=400, after=1)
    )
    outcome = play(
        ansible, server,
        {'cdn_invalidate_urls': f'{SITE}/a', 'cdn_invalidate_repeat_after': 0.5, 'cdn_invalidate_prefetch': True},
    )  # fmt: skip
    result = failed(outcome, 'repeat', 'first refresh is complete, but the second one failed')
    assert sent(server) == [('file', f'{SITE}/a')]
    assert (result['steps'], result['refresh']['summary']['complete']) == (['refresh'], 1)


def test_a_prefetch_that_fails(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(quotas={'prefetch': 1})
    outcome = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_publish_stats': 'yes'})
    result = failed(outcome, 'prefetch', 'The refresh is complete, but the prefetch failed', '1 of 1 left')
    assert sent(server) == ALL_SENT[:-2]
    assert result['steps'] == ['check', 'refresh']
    assert result['prefetch']['remaining_urls'] == [f'{SITE}/a.js', f'{SITE}/b.js?v=1']
    assert custom_stats(outcome)['cdn_status'] == 'failed'
    assert custom_stats(outcome)['cdn_failed_step'] == 'prefetch'


def test_an_edge_that_still_serves_the_old_build(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate()
    with origin('old') as one:
        check = {
            'url': f'http://127.0.0.1:{one.port}/assets/a.js',
            'request_headers': {'Host': 'www.example.com'},
            'contains': 'build new',
            'tries': 2,
            'delay': 0.1,
        }
        outcome = play(
            ansible, server, {'cdn_invalidate_directories': [f'{SITE}/assets/'], 'cdn_invalidate_verify': [check]}
        )
    result = failed(outcome, 'verify', 'does not contain "build new"', '304 Not Modified', 'cdn_invalidate_force')
    assert result['refresh']['summary']['complete'] == 1
    assert 'max-age=3600' in result['verify'][0]['explanation']
    assert 'ETag "old"' in result['verify'][0]['explanation']


# Secrets --------------------------------------------------------------------------------------------------------------


def test_secrets_of_the_connection_are_not_shown(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(accounts=(Account(access_key_secret=SECRET),))
    (ansible.home / 'secret.json').write_text(
        json.dumps({'cdn_invalidate_connection': {'access_key_secret': SECRET, 'access_key_id': server.access_key_id}})
    )
    environment = {'ALIBABA_CLOUD_ACCESS_KEY_SECRET': '', 'ALIBABA_CLOUD_ACCESS_KEY_ID': ''}
    good = play(ansible, server, ALL_KINDS, '-vvvv', '-e', '@secret.json', **environment)
    assert good.status == 0, good.text
    bad = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_quota_policy': 'lax'}, '-vvvv', '-e', '@secret.json')
    assert bad.status != 0
    text = json.dumps({'access_key_secret': SECRET})
    text_given = play(
        ansible, server, {**ALL_KINDS, 'cdn_invalidate_connection': text, 'cdn_invalidate_force': 'x'}, '-vvvv'
    )
    assert text_given.status != 0
    spoiled = play(ansible, server, {**ALL_KINDS, 'cdn_invalidate_connection': text[:-1]}, '-vvvv')
    failed(spoiled, 'arguments', 'cdn_invalidate_connection must be a dictionary')
    for outcome in (good, bad, text_given, spoiled):
        assert SECRET not in outcome.text


def test_headers_to_send_are_not_shown(ansible: Ansible, simulate: Simulate) -> None:
    with origin('old') as one:
        check = {
            'url': f'http://127.0.0.1:{one.port}/a',
            'request_headers': {'Authorization': SECRET},
            'contains': 'build new',
            'tries': 1,
        }
        variables = {'cdn_invalidate_urls': f'{SITE}/a', 'cdn_invalidate_origin_checks': [check]}
        outcome = play(ansible, simulate(), variables, '-vvvv')
    failed(outcome, 'origin_checks', 'does not contain "build new"')
    assert one.headers[-1]['Authorization'] == SECRET
    assert SECRET not in outcome.text


# Documentation ----------------------------------------------------------------------------------------------------------


def test_the_defaults_are_those_of_the_documentation() -> None:
    specs = yaml.safe_load((ROLE / 'meta' / 'argument_specs.yml').read_text())
    options = specs['argument_specs']['main']['options']
    assert {name: option['default'] for name, option in options.items()} == defaults()
    readme = (ROLE / 'README.md').read_text()
    assert [name for name in options if f'`{name}`' not in readme] == []


def test_the_names_of_the_role() -> None:
    for path in [*ROLE.glob('vars/*.yml'), *ROLE.glob('defaults/*.yml')]:
        for name in yaml.safe_load(path.read_text()):
            assert name.startswith('cdn_invalidate_' if path.parent.name == 'defaults' else '__cdn_invalidate_'), name


def test_ansible_doc(ansible: Ansible) -> None:
    outcome = ansible.run('ansible-doc', '-t', 'role', '--json', 'alibabacloud.cdn.cdn_invalidate')
    assert outcome.status == 0, outcome.text
    assert 'main' in json.loads(outcome.stdout)['alibabacloud.cdn.cdn_invalidate']['entry_points']
    assert isinstance(pathlib.Path(ROLE / 'README.md').read_text(), str)
