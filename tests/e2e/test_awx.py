# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/awx: files that AWX would take, and jobs as AWX runs them. AWX itself is not run."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import re
import shutil
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from jinja2.sandbox import ImmutableSandboxedEnvironment

from simulator import Account, Fault, Running

from .conftest import BIN, COLLECTIONS, PATIENCE, ROOT, Ansible, Simulate

# Each play with the role takes seconds; one version of ansible-core is enough for them.
pytestmark = pytest.mark.slow

ansible_runner = pytest.importorskip('ansible_runner', reason='tests/e2e/requirements.txt is not installed')

AWX = ROOT / 'docs' / 'awx'
SECRET = 'AVeryLongSecretThatNoMessageMayShow63'
SITE = 'https://www.example.com'


def read(name: str) -> Any:
    return yaml.safe_load((AWX / name).read_text())


# The files ----------------------------------------------------------------------------------------------------------


def test_the_credential_type() -> None:
    inputs, injectors = read('credential_inputs.yml'), read('credential_injectors.yml')
    assert set(inputs) == {'fields', 'required'}
    for field in inputs['fields']:
        assert set(field) <= {
            'id',
            'label',
            'type',
            'secret',
            'multiline',
            'choices',
            'help_text',
            'default',
            'format',
            'ask_at_runtime',
        }
        assert {'id', 'label'} <= set(field)
        assert re.fullmatch(r'[a-zA-Z_][a-zA-Z0-9_]*', field['id'])
        assert field['type'] in ('string', 'boolean')
        assert not field.get('multiline') or field['type'] == 'string'
    ids = {field['id'] for field in inputs['fields']}
    assert set(inputs['required']) <= ids
    assert {field['id'] for field in inputs['fields'] if field.get('secret')} == {'access_key_secret', 'security_token'}
    assert set(injectors) == {'env'}, 'secrets reach a job by its environment only'
    for name, template in injectors['env'].items():
        assert re.fullmatch('[A-Z][A-Z0-9_]*', name)
        assert not name.startswith('ANSIBLE_')
        assert template.isascii()
        assert set(re.findall(r'\{\{ (\w+) }}', template)) <= ids
    assert {word for template in injectors['env'].values() for word in re.findall(r'\{\{ (\w+) }}', template)} == ids


@pytest.mark.parametrize('path', sorted((AWX / 'surveys').glob('*.yml')), ids=lambda path: path.stem)
def test_a_survey(path: pathlib.Path) -> None:
    survey = yaml.safe_load(path.read_text())
    assert set(survey) == {'name', 'description', 'spec'}
    variables = [question['variable'] for question in survey['spec']]
    assert len(variables) == len(set(variables))
    playbook = (ROOT / 'playbooks' / f'cdn_{path.stem}.yml').read_text()
    known = set(yaml.safe_load((ROOT / 'roles' / 'cdn_invalidate' / 'defaults' / 'main.yml').read_text()))
    for question in survey['spec']:
        kind = question['type']
        assert kind in ('text', 'textarea', 'password', 'multiplechoice', 'multiselect', 'integer', 'float')
        assert {'question_name', 'variable', 'required'} <= set(question)
        assert isinstance(question['default'], str)
        if kind == 'multiplechoice':
            assert all(isinstance(choice, str) for choice in question['choices'])
            assert question['default'] in ['', *question['choices']]
        name = question['variable']
        short = name.removeprefix(f'cdn_{path.stem}_')
        assert name in known or name in playbook or f"'{short}'" in playbook, name


def test_the_job_templates_and_the_project() -> None:
    for template in read('job_templates.yml'):
        playbook = AWX / 'project' / template['playbook']
        assert yaml.safe_load(playbook.read_text()), playbook
        assert not template['survey'] or (AWX / 'surveys' / f'{template["survey"]}.yml').exists()
    (collection,) = read('project/collections/requirements.yml')['collections']
    assert collection['name'] == 'alibabacloud.cdn'
    workflow = read('workflow.yml')
    identifiers = {node['identifier'] for node in workflow['nodes']}
    for node in workflow['nodes']:
        assert {*node['success_nodes'], *node['failure_nodes']} <= identifiers


# The options that the modules of awx.awx document, as the `ansible` bundle 12.3 carries them, as far as setup.yml
# is concerned.
AWX_OPTIONS = {
    'credential_type': 'name kind inputs injectors',
    'credential': 'name organization credential_type inputs update_secrets',
    'execution_environment': 'name organization image pull',
    'project': 'name organization scm_type scm_url scm_branch scm_update_on_launch default_environment wait',
    'inventory': 'name organization',
    'host': 'name inventory variables',
    'job_template': 'name description organization project inventory playbook execution_environment credentials timeout'
    ' allow_simultaneous job_slice_count ask_job_type_on_launch ask_variables_on_launch ask_diff_mode_on_launch'
    ' ask_credential_on_launch ask_inventory_on_launch extra_vars'
    ' survey_enabled survey_spec',
    'workflow_job_template': 'name organization',
    'workflow_job_template_node': 'identifier workflow_job_template organization unified_job_template'
    ' success_nodes failure_nodes',
}


def test_the_options_of_the_setup() -> None:
    text = (AWX / 'setup.yml').read_text().replace('!unsafe ', '')
    used = set()
    for task in yaml.safe_load(text)[0]['tasks']:
        for name in task:
            if name.startswith('awx.awx.'):
                used.add(name.removeprefix('awx.awx.'))
                assert set(task[name]) <= set(AWX_OPTIONS[name.removeprefix('awx.awx.')].split()), name
    assert used == set(AWX_OPTIONS)


def test_the_execution_environment(ansible: Ansible) -> None:
    created = ansible.run(
        'ansible-builder', 'create', '-f', str(AWX / 'execution-environment.yml'), '-c', str(ansible.home / 'context')
    )
    assert created.status == 0, created.text
    assert 'alibabacloud.cdn' in (ansible.home / 'context' / '_build' / 'requirements.yml').read_text()
    seen = ansible.run('ansible-builder', 'introspect', COLLECTIONS, '--write-pip', str(ansible.home / 'pip.txt'))
    assert seen.status == 0, seen.text
    assert 'alibabacloud-cdn20180510' in (ansible.home / 'pip.txt').read_text().replace('_', '-')


# The jobs --------------------------------------------------------------------------------------------------------------


def environment(server: Running, **fields: str) -> dict[str, str]:
    """What the credential type puts into the environment; a field that is not filled in is empty there."""
    filled = {
        'access_key_id': server.access_key_id,
        'access_key_secret': server.access_key_secret,
        'endpoint': f'http://{server.endpoint}',
        **fields,
    }
    sandbox = ImmutableSandboxedEnvironment()
    templates = read('credential_injectors.yml')['env']
    return {name: sandbox.from_string(template).render(**filled) for name, template in templates.items()}


def job(
    folder: pathlib.Path, server: Running, playbook: str, answers: dict[str, str], cmdline: str = '', **more: Any
) -> Any:
    """A job in a private data directory, as AWX lays it out."""
    shutil.copytree(AWX / 'project', folder / 'project')
    for name in ('env', 'inventory'):
        (folder / name).mkdir()
    # The collections are where AWX installs what collections/requirements.yml names: below the project.
    shutil.copytree(
        pathlib.Path(COLLECTIONS, 'ansible_collections', 'alibabacloud', 'cdn'),
        folder / 'project' / 'collections' / 'ansible_collections' / 'alibabacloud' / 'cdn',
        ignore=shutil.ignore_patterns('.git', '.cache', '.nox', '__pycache__', 'tests'),
    )
    hosts = {
        'localhost': {'ansible_connection': 'local', 'ansible_python_interpreter': '{{ ansible_playbook_python }}'}
    }
    (folder / 'inventory' / 'hosts.json').write_text(json.dumps({'all': {'hosts': hosts}}))
    variables = {
        **environment(server),
        'PATH': f'{BIN}:{os.environ["PATH"]}',
        'HOME': str(folder),
        'ANSIBLE_COLLECTIONS_PATH': str(folder / 'project' / 'collections'),
        'ANSIBLE_HOME': str(folder / '.ansible'),
        'LC_ALL': 'C.UTF-8',
        **more.pop('envvars', {}),
    }
    (folder / 'env' / 'envvars').write_text(json.dumps(variables))
    (folder / 'env' / 'extravars').write_text(json.dumps(answers))
    if cmdline:
        (folder / 'env' / 'cmdline').write_text(cmdline)
    result = ansible_runner.run(
        private_data_dir=str(folder), playbook=f'playbooks/{playbook}.yml', ident='job', quiet=True, **more
    )
    events = list(result.events)
    artifacts = [event['event_data']['artifact_data'] for event in events if event['event'] == 'playbook_on_stats']
    result.stats_published = artifacts[-1] if artifacts else {}
    result.text = pathlib.Path(folder, 'artifacts', 'job', 'stdout').read_text() + json.dumps(events)
    return result


def answers_of(survey: str, **given: str) -> dict[str, str]:
    """Every question answered with its default, or as given."""
    return {question['variable']: question['default'] for question in read(f'surveys/{survey}.yml')['spec']} | given


def sent(server: Running) -> list[tuple[str, str]]:
    return [(item.kind, item.url) for item in server.service.accepted()]


def test_a_job(tmp_path: pathlib.Path, simulate: Simulate) -> None:
    server = simulate(accounts=(Account(access_key_secret=SECRET),), task_time={'refresh': 0.5, 'prefetch': 0.5})
    answers = answers_of(
        'invalidate',
        cdn_invalidate_urls='index.html\nassets/a,b.js\n',
        cdn_invalidate_directories='img/\n',
        cdn_invalidate_base_url=f'{SITE}/',
        cdn_invalidate_prefetch='true',
    )
    done = job(tmp_path, server, 'invalidate', {**answers, 'cdn_invalidate_publish_stats': 'true'})
    assert (done.status, done.rc) == ('successful', 0), done.text
    files = [f'{SITE}/index.html', f'{SITE}/assets/a,b.js']
    assert sent(server) == [('file', url) for url in files] + [('directory', f'{SITE}/img/')] + [
        ('prefetch', url) for url in files
    ]
    assert done.stats_published['cdn_status'] == 'ok'
    assert done.stats_published['cdn_refresh_summary']['complete'] == 3
    assert done.stats_published['cdn_prefetch_summary']['complete'] == 2
    assert {event['event'] for event in done.events} >= {'playbook_on_start', 'runner_on_ok', 'playbook_on_stats'}
    # Events and output; the runner itself writes the job's environment to artifacts/job/command, as AWX does encrypted.
    assert SECRET not in done.text


def test_a_check_job(tmp_path: pathlib.Path, simulate: Simulate) -> None:
    server = simulate()
    answers = answers_of('refresh', cdn_refresh_urls=f'{SITE}/a\n{SITE}/b/')
    done = job(tmp_path, server, 'refresh', answers, cmdline='--check --diff')
    assert done.status == 'successful', done.text
    assert sent(server) == []
    assert f'{SITE}/b/' in done.text


def test_a_job_that_fails_still_publishes(tmp_path: pathlib.Path, simulate: Simulate) -> None:
    server = simulate(Fault(kind='failed', match='/a'))
    answers = answers_of('invalidate', cdn_invalidate_urls=f'{SITE}/a')
    done = job(tmp_path, server, 'invalidate', {**answers, 'cdn_invalidate_publish_stats': 'true'})
    assert (done.status, done.rc) == ('failed', 2)
    assert done.stats_published['cdn_status'] == 'failed'
    assert done.stats_published['cdn_remaining_urls'] == [f'{SITE}/a']


def test_a_job_that_is_cancelled(tmp_path: pathlib.Path, simulate: Simulate) -> None:
    server = simulate(task_time={'refresh': 600})
    started = time.monotonic()
    done = job(
        tmp_path,
        server,
        'invalidate',
        answers_of('invalidate', cdn_invalidate_urls=f'{SITE}/a', cdn_invalidate_directories=f'{SITE}/b/'),
        cancel_callback=lambda: bool(server.service.accepted()),
    )
    assert done.status == 'canceled', done.text
    assert time.monotonic() - started < PATIENCE, 'the task at the service takes 600 s'
    time.sleep(3)
    calls = len(server.service.calls())
    assert sent(server) == [('file', f'{SITE}/a')], 'nothing more is sent'
    time.sleep(2)
    assert len(server.service.calls()) == calls, 'nobody goes on asking'


def test_a_quota_job(tmp_path: pathlib.Path, simulate: Simulate) -> None:
    done = job(tmp_path, simulate(), 'quota_report', {})
    assert done.status == 'successful', done.text
    assert done.stats_published['cdn_quotas']['url']['limit'] == 10000
    assert re.search(r'directory +0 +100 +100', done.text)


# Side by side ------------------------------------------------------------------------------------------------------------


def test_jobs_side_by_side_share_the_rates(ansible: Ansible, simulate: Simulate) -> None:
    """On one account that allows few calls a second, each sends what is its own, once, and none fails."""
    server = simulate(rates={'RefreshObjectCaches': 2, 'DescribeRefreshTaskById': 5}, task_time={'refresh': 1})
    jobs = 10
    processes = []
    for number in range(jobs):
        urls = '\n'.join(f'{SITE}/{number}/{count}' for count in range(20))
        variables = json.dumps({'cdn_refresh_urls': urls, 'cdn_refresh_batch_size': '5'})
        command = ('ansible-playbook', 'alibabacloud.cdn.cdn_refresh', '-e', variables)
        processes.append(ansible.start(*command, server=server))
    for process in processes:
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stdout + stderr
    everything = [item.url for item in server.service.accepted()]
    assert len(everything) == len(set(everything)) == 20 * jobs
    codes = {call.code for call in server.service.calls('RefreshObjectCaches')}
    assert any(code.startswith('Throttling') for code in codes), f'the rates were never met: {codes}'


def test_a_job_does_not_send_what_another_sent(ansible: Ansible, simulate: Simulate) -> None:
    """It waits for what is under way, and sends what is missing."""
    server = simulate(task_time={'refresh': 1000})
    since = f'{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}'
    jobs = []
    for number in range(2):
        urls = [f'{SITE}/{count}' for count in range(10 * number, 10 * number + 20)]
        variables = json.dumps({'cdn_refresh_urls': urls, 'cdn_refresh_skip_submitted_since': since})
        command = ('ansible-playbook', 'alibabacloud.cdn.cdn_refresh', '-e', variables)
        jobs.append(ansible.start(*command, server=server))
        wait_until(lambda number=number: len(server.service.accepted()) == 20 + 10 * number)
    server.service.clock.advance(1000)
    for process in jobs:
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stdout + stderr
    assert [item.url for item in server.service.accepted()] == [f'{SITE}/{count}' for count in range(30)]


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_slices_of_an_inventory_of_sites(ansible: Ansible, simulate: Simulate) -> None:
    """Two slices, as AWX cuts an inventory: each refreshes its own sites."""
    server = simulate()
    sites = {f'site{number}': {'site_urls': [f'{SITE}/{number}/']} for number in range(4)}
    (ansible.home / 'sites.json').write_text(json.dumps({'all': {'hosts': sites}}))
    playbook = str(AWX / 'project' / 'playbooks' / 'invalidate_sites.yml')
    both = [
        ansible.start('ansible-playbook', playbook, '-i', 'sites.json', '--limit', limit, server=server)
        for limit in ('site0,site2', 'site1,site3')
    ]
    for process in both:
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stdout + stderr
    assert sorted(item.url for item in server.service.accepted()) == [f'{SITE}/{number}/' for number in range(4)]


def test_this_interpreter_is_the_one_of_the_jobs() -> None:
    assert pathlib.Path(sys.executable).parent == BIN
