# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources that lie on the controller, however the task is started and wherever the module runs."""

from __future__ import annotations

import json
import os
import pathlib
import tempfile
import time
from collections.abc import Iterator

import pytest

from simulator import Running

from .conftest import Ansible, Outcome, Simulate, counts

SITE = 'https://www.example.com/'
NOT_UTF8 = b'https://www.example.com/\xff\n'

# A connection to a host that shares the machine but not the folder of the playbook: it is out of the way while a module
# runs there.
FARAWAY = '''
from __future__ import annotations

DOCUMENTATION = """
name: faraway
short_description: another host
description: Another host.
extends_documentation_fragment: [connection_pipelining]
"""

import os

from ansible.plugins.connection.local import Connection as Local


class Connection(Local):
    transport = 'faraway'

    def exec_command(self, cmd, in_data=None, sudoable=True):
        folder = os.environ['CONTROLLER_ONLY']
        if 'AnsiballZ_cdn' not in cmd:
            return super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        os.rename(folder, folder + '.away')
        try:
            return super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        finally:
            os.rename(folder + '.away', folder)
'''


PLAY = """
- name: Deploy
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Add the host that is far away
      ansible.builtin.add_host:
        name: far
        ansible_connection: faraway
    - name: Refresh
      alibabacloud.cdn.cdn_refresh: {arguments}
      register: refresh
      ignore_errors: true
{keywords}
    - name: Keep the result
      ansible.builtin.copy:
        content: "{{{{ refresh | to_json }}}}"
        dest: {result}
        mode: "0600"
      check_mode: false
      diff: false
"""

REMOTE = 'delegate_to: far'


class Site:
    """A folder with a playbook of one task, and a place for temporary files that must be empty in the end."""

    def __init__(self, ansible: Ansible, server: Running, temporary: pathlib.Path) -> None:
        self.ansible = ansible
        self.server = server
        self.temporary = temporary
        self.project = ansible.home / 'project'
        self.project.mkdir(exist_ok=True)
        plugins = ansible.home / 'connection_plugins'
        plugins.mkdir(exist_ok=True)
        (plugins / 'faraway.py').write_text(FARAWAY)

    def write(self, name: str, *entries: str) -> pathlib.Path:
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(''.join(f'{entry}\n' for entry in entries))
        return path

    def play(self, arguments: dict[str, object], keywords: str = '', *options: str, **extra: str) -> Outcome:
        """Run a playbook whose one task has these arguments, beside an inventory with a host that is far away."""
        lines = ''.join(f'      {line}\n' for line in keywords.strip().splitlines())
        play = self.project / 'play.yml'
        play.write_text(
            PLAY.format(arguments=json.dumps(arguments), keywords=lines, result=self.ansible.home / 'result')
        )
        return self.run('ansible-playbook', str(play), *options, **extra)

    def run(self, *command: str, **extra: str) -> Outcome:
        environment = {
            'TMPDIR': str(self.temporary),
            'ANSIBLE_LOCAL_TEMP': str(self.temporary),
            'ANSIBLE_REMOTE_TMP': str(self.temporary),
            'ANSIBLE_ASYNC_DIR': str(self.ansible.home / 'async'),
            'ANSIBLE_CONNECTION_PLUGINS': str(self.ansible.home / 'connection_plugins'),
            'CONTROLLER_ONLY': str(self.project),
        }
        outcome = self.ansible.run(*command, server=self.server, **environment | extra)
        result = self.ansible.home / 'result'
        outcome.result = json.loads(result.read_text()) if result.exists() else {}
        return outcome

    def sent(self) -> list[str]:
        return [item.url.removeprefix(SITE) for item in self.server.service.accepted()]

    def left_behind(self) -> list[str]:
        """Temporary files. What goes on in the background is given time: Ansible's wrapper looks every five seconds."""
        deadline = time.monotonic() + 20
        while (found := [str(path) for path in self.temporary.rglob('*') if not path.is_dir()]) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.2)
        return found


@pytest.fixture
def site(ansible: Ansible, simulate: Simulate) -> Iterator[Site]:
    # A short name: ansible-core puts a socket below it, whose address has room for little.
    with tempfile.TemporaryDirectory(prefix='cdn') as temporary:
        yield Site(ansible, simulate(), pathlib.Path(temporary))


# Where a source is found.


def test_a_source_is_searched_in_files_of_the_role_then_in_the_play(site: Site) -> None:
    (site.project / 'roles/web/tasks').mkdir(parents=True)
    (site.project / 'roles/web/tasks/main.yml').write_text(
        """
- name: Refresh
  alibabacloud.cdn.cdn_refresh:
    src: "{{ item }}"
  loop: [both.txt, play.txt, beside.txt]
"""
    )
    site.write('roles/web/files/both.txt', f'{SITE}role')
    site.write('files/both.txt', f'{SITE}not-this')
    site.write('files/play.txt', f'{SITE}play')
    site.write('beside.txt', f'{SITE}beside')
    (site.project / 'play.yml').write_text('- {name: Deploy, hosts: localhost, gather_facts: false, roles: [web]}')
    outcome = site.run('ansible-playbook', str(site.project / 'play.yml'))
    assert outcome.status == 0, outcome.text
    assert site.sent() == ['role', 'play', 'beside']


@pytest.mark.parametrize('keywords', ['', REMOTE], ids=['local', 'remote'])
def test_a_folder_gives_the_names_of_its_files(site: Site, keywords: str) -> None:
    for name in ('index.html', 'assets/app.js', 'assets/50 %.css'):
        site.write(f'files/dist/{name}', 'content')
    (site.project / 'files/dist/latest').symlink_to('assets')
    outcome = site.play({'src': 'dist', 'base_url': SITE}, keywords)
    assert counts(outcome) == {'requested': 5, 'complete': 5}, outcome.text
    assert site.sent() == ['assets/50%20%25.css', 'assets/app.js', 'index.html', 'latest/50%20%25.css', 'latest/app.js']
    assert site.left_behind() == []


@pytest.mark.parametrize('keywords', ['', REMOTE], ids=['local', 'remote'])
def test_links_out_of_a_folder_are_refused_alike(site: Site, keywords: str) -> None:
    site.write('files/dist/index.html', 'content')
    (site.project / 'files/dist/secret').symlink_to('/etc')
    outcome = site.play({'src': 'dist', 'base_url': SITE}, keywords)
    assert outcome.result['problems'] == [
        {'place': 'src file secret', 'url': 'secret', 'reason': 'the link leads out of the folder'}
    ]
    assert outcome.result['msg'].startswith('1 symbolic links below src dist cannot be followed')
    assert site.left_behind() == []


@pytest.mark.parametrize('keywords', ['', REMOTE], ids=['local', 'remote'])
def test_a_thousand_problems_are_listed_at_most(site: Site, keywords: str) -> None:
    site.write('files/dist/index.html', 'content')
    for number in range(1001):
        (site.project / f'files/dist/link{number}').symlink_to('/etc')
    outcome = site.play({'src': 'dist', 'base_url': SITE}, keywords)
    assert outcome.result['msg'].startswith('1001 symbolic links below src dist cannot be followed')
    assert (len(outcome.result['problems']), outcome.result['truncated']) == (1000, True)


@pytest.mark.parametrize('keywords', ['', REMOTE], ids=['local', 'remote'])
@pytest.mark.parametrize(
    'arguments', [{}, {'base_url': SITE, 'object_type': 'regex'}, {'base_url': SITE, 'src_query': 'a'}]
)
def test_what_does_not_go_with_a_folder_is_said_alike(site: Site, arguments: dict[str, object], keywords: str) -> None:
    site.write('files/dist/index.html', 'content')
    outcome = site.play({'src': 'dist', **arguments}, keywords)
    assert outcome.result['failed'] is True
    assert 'src dist is a folder' in outcome.result['msg']


@pytest.mark.parametrize('keywords', ['', REMOTE], ids=['local', 'remote'])
def test_entries_and_messages_name_the_source_as_written(site: Site, keywords: str) -> None:
    site.write('files/urls.txt', f'{SITE}a', 'ftp://nowhere')
    outcome = site.play({'src': 'urls.txt'}, keywords)
    assert [problem['place'] for problem in outcome.result['problems']] == ['src line 2']
    (site.project / 'files/bytes.txt').write_bytes(NOT_UTF8)
    outcome = site.play({'src': 'bytes.txt'}, keywords)
    assert outcome.result['msg'] == 'Line 1 of src bytes.txt is not UTF-8. Save the file as UTF-8; nothing was sent.'
    site.write('files/list.json', '{')
    outcome = site.play({'src': 'list.json'}, keywords)
    assert outcome.result['msg'].startswith('src list.json is no JSON: ')
    site.write('files/list.json', '[]')
    outcome = site.play({'src': 'list.json', 'src_query': '[*'}, keywords)
    assert ' cannot be applied to list.json: ' in outcome.result['msg']
    assert site.left_behind() == []


def test_a_source_that_is_nowhere(site: Site) -> None:
    outcome = site.play({'src': 'no/such.txt'}, REMOTE)
    assert outcome.result['failed'] is True
    assert outcome.result['changed'] is False
    assert outcome.result['problems'] == []
    assert outcome.result['msg'].startswith('src no/such.txt was not found on the controller (searched: ')
    assert str(site.project / 'files/no/such.txt') in outcome.result['msg']
    assert 'remote_src=true' in outcome.result['msg']


def test_options_are_checked_by_the_module(site: Site) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play({'src': 'urls.txt', 'no_such_option': 1})
    assert 'no_such_option' in outcome.result['msg']
    outcome = site.play({'src': 'urls.txt', 'remote_src': 'perhaps'})
    assert 'remote_src' in outcome.result['msg']
    outcome = site.play({'src': 'urls.txt', 'progress': 'perhaps'})
    assert 'progress' in outcome.result['msg']
    assert site.sent() == []


# What is transferred.


@pytest.mark.parametrize('name', ['urls.txt', 'list.json', 'list.yml'])
def test_a_file_is_transferred(site: Site, name: str) -> None:
    site.write(f'files/{name}', f'{SITE}a' if name == 'urls.txt' else f'["{SITE}a"]')
    outcome = site.play({'src': name}, REMOTE)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
    assert site.left_behind() == []


def test_a_source_on_the_host_is_neither_searched_nor_transferred(site: Site) -> None:
    site.write('files/other.txt', f'{SITE}controller')
    on_host = site.ansible.home / 'urls.txt'
    on_host.write_text(f'{SITE}host')
    outcome = site.play({'src': str(on_host), 'remote_src': True}, REMOTE)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
    assert site.sent() == ['host']
    outcome = site.play({'src': 'other.txt', 'remote_src': 'yes'}, REMOTE)
    assert outcome.result['msg'].startswith('src other.txt cannot be read: No such file')


def test_a_source_that_cannot_be_transferred(site: Site) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play({'src': 'urls.txt'}, REMOTE, ANSIBLE_REMOTE_TMP='/proc/nowhere')
    assert outcome.status != 0 or outcome.result['failed'] or outcome.result.get('unreachable')
    assert site.sent() == []
    assert site.left_behind() == []


# Vault.


@pytest.mark.parametrize('keywords', ['', REMOTE, 'async: 60\npoll: 1'], ids=['local', 'remote', 'async'])
@pytest.mark.parametrize('is_bad', [False, True], ids=['good', 'bad'])
def test_a_vaulted_source_leaves_no_plain_copy(site: Site, keywords: str, is_bad: bool) -> None:
    password = _vault(site, site.write('files/list.json', json.dumps(['ftp://x' if is_bad else f'{SITE}a'])))
    outcome = site.play({'src': 'list.json'}, keywords, '--vault-password-file', password)
    if is_bad:
        assert [problem['place'] for problem in outcome.result['problems']] == ['src element 1'], outcome.text
    else:
        assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
    assert site.left_behind() == []


def test_a_vaulted_source_without_the_password(site: Site) -> None:
    _vault(site, site.write('files/urls.txt', f'{SITE}a'))
    outcome = site.play({'src': 'urls.txt'})
    assert outcome.result['msg'].startswith('src urls.txt cannot be read: ')
    assert 'vault' in outcome.result['msg'].lower()
    assert str(site.project) not in outcome.result['msg']


def _vault(site: Site, path: pathlib.Path) -> str:
    password = site.ansible.home / 'password'
    password.write_text('correct horse')
    site.ansible.run('ansible-vault', 'encrypt', '--vault-password-file', str(password), str(path))
    assert path.read_text().startswith('$ANSIBLE_VAULT')
    return str(password)


# However the task is started.


def test_check_and_diff(site: Site) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play({'src': 'urls.txt'}, REMOTE, '--check', '--diff')
    assert outcome.result['changed'] is True
    assert counts(outcome) == {'requested': 1, 'unsent': 1}
    assert f'+  {SITE}a' in outcome.stdout
    assert site.sent() == []


@pytest.mark.parametrize(
    'keywords',
    [
        'async: 60\npoll: 1',
        'async: 60\npoll: 1\ndelegate_to: far',
        'delegate_to: localhost',
        'run_once: true',
        'delegate_to: far\nrun_once: true',
    ],
    ids=lambda keywords: keywords.replace('\n', ' '),
)
def test_keywords(site: Site, keywords: str) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play({'src': 'urls.txt'}, keywords)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
    assert site.sent() == ['a']
    assert site.left_behind() == []


def test_loops(site: Site) -> None:
    site.write('files/1.txt', f'{SITE}1')
    site.write('files/2.txt', f'{SITE}2')
    outcome = site.play({'src': '{{ item }}.txt'}, f'{REMOTE}\nloop: [1, 2]')
    assert [item['summary']['complete'] for item in outcome.result['results']] == [1, 1], outcome.text
    assert site.sent() == ['1', '2']
    assert site.left_behind() == []


@pytest.mark.parametrize('where', ['localhost', 'far'])
def test_until(site: Site, where: str) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play(
        {'src': 'urls.txt'}, f'delegate_to: {where}\nuntil: refresh.attempts == 3\nretries: 5\ndelay: 0'
    )
    assert outcome.result['attempts'] == 3, outcome.text
    assert site.sent() == ['a', 'a', 'a']
    assert site.left_behind() == []


@pytest.mark.skipif(os.geteuid() != 0, reason='changing the user without a password takes root')
def test_become(site: Site) -> None:
    site.write('files/urls.txt', f'{SITE}a')
    outcome = site.play({'src': 'urls.txt'}, 'become: true\nbecome_method: ansible.builtin.su\nbecome_user: root')
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text


@pytest.mark.skipif(os.geteuid() != 0, reason='changing the user without a password takes root')
@pytest.mark.skipif(not pathlib.Path('/usr/bin/python3').exists(), reason='takes a Python that every user may run')
def test_another_user_gets_a_copy_of_what_only_we_may_read(site: Site) -> None:
    site.write('files/urls.txt', 'ftp://x').chmod(0o600)
    keywords = """
become: true
become_method: ansible.builtin.su
become_user: nobody
become_flags: -s /bin/sh
vars:
  ansible_python_interpreter: /usr/bin/python3
"""
    site.temporary.chmod(0o1777)
    outcome = site.play({'src': 'urls.txt'}, keywords)
    assert outcome.result.get('problems'), outcome.result
    assert outcome.result['problems'][0]['place'] == 'src line 1'


def test_ad_hoc_a_source_is_searched_from_the_current_directory(site: Site) -> None:
    (site.ansible.home / 'urls.txt').write_text(f'{SITE}a')
    outcome = site.ansible.module({'src': 'urls.txt'}, server=site.server)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text


def test_prefetch_takes_the_same_way(site: Site) -> None:
    (site.ansible.home / 'files').mkdir()
    (site.ansible.home / 'files/urls.txt').write_text(f'{SITE}a')
    outcome = site.ansible.module({'src': 'urls.txt'}, name='cdn_prefetch', server=site.server)
    assert counts(outcome) == {'requested': 1, 'complete': 1}, outcome.text
