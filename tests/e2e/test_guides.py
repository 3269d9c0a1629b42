# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guides and READMEs show runs as it stands, against the simulator; many examples in one process of Ansible."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shlex
import signal
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.parsing.splitter import parse_kv

from simulator import Fault, Running
from simulator.scenario import Scenario

from .conftest import Ansible, Outcome, Simulate
from .guides import DOCUMENTS, ROOT, SHELL, YAML, Block, blocks

pytestmark = pytest.mark.slow

# It needs the service that gives out temporary keys: test_assumed_role.py has one.
ELSEWHERE = 'Refresh with a role of another account'
# It looks at www.example.com itself in the end, which check mode leaves out.
CHECKED = 'roles/cdn_invalidate/README.md'

SIMULATOR = 'alibabacloud.cdn.cdn_simulator'

INVENTORY = """
[webservers]
web1 ansible_connection=local
[web]
web2 ansible_connection=local
"""
FILES = {
    'hosts': INVENTORY,
    'urls.txt': '# changed\n\nhttps://www.example.com/a.html\n',
    'changed-urls.txt': 'https://www.example.com/b.html\n',
    'dist/index.html': 'start',
}
FAILS_ONCE = 'https://www.example.com/fails-once.mp4'
VARIABLES = {
    'changed_urls': ['https://www.example.com/d.html', FAILS_ONCE],
    'deployment_started_at': '{{ now(utc=true).strftime("%Y-%m-%dT%H:%M:%SZ") }}',
    'build_number': '41',
}
REPEATS = 'Refresh, and what is left once more'

EVERY_BLOCK = [block for path in DOCUMENTS for block in blocks(path)]


def test_every_block_is_found() -> None:
    opened = sum(len(re.findall(r'\.\. code-block::|^ *```\w', path.read_text(), re.M)) for path in DOCUMENTS)
    assert len(EVERY_BLOCK) == opened


def test_the_bounds_of_libraries_are_the_same_everywhere() -> None:
    lines = (ROOT / 'meta' / 'ee-requirements.txt').read_text().splitlines()
    bounds = {line for line in lines if not line.startswith('#') and line}
    commands = [line for block in EVERY_BLOCK for line in block.text.splitlines() if 'pip install' in line]
    assert len(commands) == 3
    for command in commands:
        assert {word for word in shlex.split(command) if '>=' in word} == bounds
    documentation = ''.join(path.read_text() for path in (ROOT / 'plugins' / 'doc_fragments').glob('_*.py'))
    for bound in bounds:
        assert f'- {bound.replace(">=", " >= ")}' in documentation


@pytest.mark.parametrize('block', [block for block in EVERY_BLOCK if block.language in YAML], ids=str)
def test_yaml_can_be_read(block: Block) -> None:
    content = yaml.safe_load(block.text)
    if isinstance(content, dict):
        Scenario.from_mapping(content)
    else:
        assert all(task.get('name') for task in content)


def test_what_uses_the_service_runs(ansible: Ansible, simulate: Simulate) -> None:
    server = simulate(
        Fault(kind='failed', match=FAILS_ONCE, times=1),
        task_time={'refresh': 0.2, 'prefetch': 0.2},
    )
    plays = [play for play in every_play(ansible.home) if SIMULATOR not in str(play)]
    # The first to send what fails once must be the one that is about repeating.
    plays.sort(key=lambda play: REPEATS not in str(play))
    outcome = run(ansible, plays, server)
    assert 'rescued=1' in outcome.stdout, outcome.stdout
    assert (ansible.home / 'www' / 'index.html').exists()
    sent = {entry.url for entry in server.service.accepted()}
    assert {'https://www.example.com/a,b.html', 'https://www.example.com/c.html', FAILS_ONCE} <= sent


def test_what_starts_a_simulator_runs(ansible: Ansible) -> None:
    # The play of the role's README stops the one that the guide's has started.
    plays = [play for play in every_play(ansible.home) if SIMULATOR in str(play)]
    try:
        outcome = run(ansible, plays)
        assert 'Check it' in outcome.stdout
        left = list(ansible.home.rglob('ready.json'))
    finally:
        for path in ansible.home.rglob('ready.json'):
            os.kill(json.loads(path.read_text())['pid'], signal.SIGTERM)
    assert left == []


def run(ansible: Ansible, plays: list[dict[str, Any]], server: Running | None = None) -> Outcome:
    for name, text in FILES.items():
        (ansible.home / name).parent.mkdir(exist_ok=True)
        (ansible.home / name).write_text(text)
    outcome = ansible.playbook(yaml.safe_dump(plays, sort_keys=False), '-i', 'hosts', server=server)
    assert outcome.status == 0, outcome.text
    assert '[WARNING]' not in outcome.text, outcome.text
    assert '[DEPRECATION' not in outcome.text, outcome.text
    return outcome


def every_play(home: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The plays of all documents, those that differ in nothing but names only once."""
    seen = []
    for play in (play for block in EVERY_BLOCK for play in runnable(block, home)):
        content = without_names(play)
        if content not in seen:
            seen.append(content)
            yield play


def without_names(part: Any) -> Any:
    """What is the same in any language."""
    if isinstance(part, dict):
        return {key: without_names(value) for key, value in part.items() if key != 'name'}
    return [without_names(element) for element in part] if isinstance(part, list) else part


def runnable(block: Block, home: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The plays of a block; its files lie in a folder of the test."""
    block = dataclasses.replace(block, text=block.text.replace('/srv/www', f'{home}/www').replace('$PWD', str(home)))
    if block.language in YAML:
        for play in block.plays():
            if play['name'] != ELSEWHERE:
                checked = block.document == CHECKED
                yield {**play, 'gather_facts': False, 'vars': VARIABLES, 'check_mode': checked}
    elif block.language in SHELL:
        for command in block.commands():
            yield from as_plays(command)


def as_plays(command: list[str]) -> Iterator[dict[str, Any]]:
    """What a command of Ansible does.

    A playbook that is a file is a block of YAML beside it, and that of the simulator has a test in tests/simulator_unit.
    """
    parser = argparse.ArgumentParser()
    for option in ('-m', '-a', '-e'):
        parser.add_argument(option, default='')
    program, what, *options = command
    given, _flags = parser.parse_known_args(options)
    if program == 'ansible':
        arguments = json.loads(given.a) if given.a.startswith('{') else parse_kv(given.a)
        task = {'name': shlex.join(command), given.m: arguments}
        yield {'name': 'By hand', 'hosts': what, 'gather_facts': False, 'tasks': [task]}
    elif what.startswith('alibabacloud.cdn.') and what != SIMULATOR:
        yield {'import_playbook': what, 'vars': parse_kv(given.e)}
