# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter inside real templates."""

from __future__ import annotations

import pathlib

import pytest

from .conftest import Ansible, Simulate

pytestmark = pytest.mark.slow


def test_what_find_and_rsync_say_is_refreshed(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path) -> None:
    site = tmp_path / 'dist'
    for name in ('index.html', 'docs/50% off?.html', 'img/中.png'):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    server = simulate()
    play = f"""
- hosts: localhost
  gather_facts: false
  tasks:
    # What rsync -ai --delete printed for these files.
    - ansible.builtin.command:
        argv:
          - printf
          - '%s\\n'
          - .d..t...... ./
          - '>f+++++++++ index.html'
          - cd+++++++++ docs/
          - '>f+++++++++ docs/50% off?.html'
          - cd+++++++++ img/
          - '>f+++++++++ img/\\#344\\#270\\#255.png'
      register: copied
    - ansible.builtin.find:
        paths: {site}
        recurse: true
      register: built
    - ansible.builtin.assert:
        that: (built.files | alibabacloud.cdn.cdn_urls(base, root='{site}') | sort) ==
          (copied.stdout_lines | alibabacloud.cdn.cdn_urls(base) | sort)
      vars:
        base: https://www.example.com/
    - alibabacloud.cdn.cdn_refresh:
        urls: "{{{{ copied.stdout | alibabacloud.cdn.cdn_urls(base_url='https://www.example.com/', index=['index.html']) }}}}"
"""
    outcome = ansible.playbook(play, server=server)
    assert outcome.status == 0, outcome.text
    assert {item.url for item in server.service.accepted()} == {
        'https://www.example.com/',
        'https://www.example.com/index.html',
        'https://www.example.com/docs/50%25%20off%3F.html',
        'https://www.example.com/img/%E4%B8%AD.png',
    }


def test_an_error_names_the_element(ansible: Ansible) -> None:
    outcome = ansible.run(
        'ansible',
        'localhost',
        '-m',
        'ansible.builtin.debug',
        '-a',
        "msg={{ ['dist/a', 'src/b'] | alibabacloud.cdn.cdn_urls('https://www.example.com/', root='dist') }}",
    )
    assert outcome.status != 0
    assert "'src/b': it is not below root 'dist'. Correct the element, or root." in outcome.text
    assert 'Traceback' not in outcome.text


def test_the_documentation(ansible: Ansible) -> None:
    outcome = ansible.run('ansible-doc', '-t', 'filter', 'alibabacloud.cdn.cdn_urls')
    assert outcome.status == 0, outcome.text
    for word in ('base_url', 'root', 'index', 'EXAMPLES', 'RETURN'):
        assert word in outcome.stdout
    assert outcome.stderr == ''
