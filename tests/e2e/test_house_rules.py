# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module keeps to in its real results: only documented values, of the documented type, and no warning."""

from __future__ import annotations

import ast
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .conftest import ROOT, Ansible, Simulate

pytestmark = pytest.mark.slow

URL = 'https://www.example.com/a'
ENTRIES = {
    'applied': {'urls': [URL, URL]},
    'refused in part': {'urls': [URL, 'https://www.not-ours.invalid/b']},
    'bad entries': {'urls': ['ftp://www.example.com/']},
    'bad options': {'urls': [URL], 'batch_size': 0},
    'unwaited': {'urls': [URL], 'wait': False},
    'nothing': {'urls': [], 'allow_empty': True},
    'wrong key': {'urls': [URL], 'access_key_id': 'LTAInobody', 'access_key_secret': 'secret-of-nobody'},
}
READING = {'read': {}, 'wrong key': {'access_key_id': 'LTAInobody', 'access_key_secret': 'secret-of-nobody'}}
SITUATIONS = {
    'cdn_refresh': {
        **ENTRIES,
        'too many to list': {'urls': [f'https://www.not-ours.invalid/{n}' for n in range(1001)]},
    },
    'cdn_prefetch': ENTRIES,
    'cdn_task_info': {**READING, 'bad options': {'since': 'yesterday'}},
    'cdn_quota_info': READING,
}
# What Ansible itself adds to any result.
OF_ANSIBLE = {'changed', 'failed', 'msg', 'diff', 'exception'}
TYPES = {'str': str, 'int': int, 'float': (int, float), 'bool': bool, 'list': list, 'dict': dict}
MODULES = {path.stem: path for path in (ROOT / 'plugins' / 'modules').glob('[a-z]*.py')}


def documented(path: pathlib.Path) -> dict[str, Any]:
    for statement in ast.parse(path.read_text(encoding='utf-8')).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == 'RETURN':
            return dict(yaml.safe_load(ast.literal_eval(statement.value)))
    raise AssertionError(f'{path.name} documents no values')


def deviations(values: dict[str, Any], described: dict[str, Any], where: str = '') -> Iterator[str]:
    """Values that are not described or not of the described type, at any depth that the documentation goes to."""
    for name, value in values.items():
        place = f'{where}{name}'
        if name not in described:
            yield f'{place} is not documented'
        elif value is not None and not isinstance(value, TYPES[described[name]['type']]):
            yield f'{place} is {value!r}, not {described[name]["type"]}'
        elif contains := described[name].get('contains'):
            for element in value if isinstance(value, list) else [value]:
                yield from deviations(element, contains, f'{place}.')


def test_there_are_situations_for_every_module() -> None:
    assert set(SITUATIONS) == set(MODULES)


@pytest.mark.parametrize('check', [False, True], ids=['applied', 'checked'])
@pytest.mark.parametrize('name', sorted(MODULES))
def test_results_are_as_documented(
    ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path, name: str, check: bool
) -> None:
    server = simulate()
    ansible.module({'urls': [URL], 'wait': False}, server=server)
    before = len(server.service.accepted())
    tasks: list[dict[str, Any]] = [
        {
            'name': situation,
            f'alibabacloud.cdn.{name}': options,
            'register': f'answer_{number}',
            'ignore_errors': True,
        }
        for number, (situation, options) in enumerate(SITUATIONS[name].items())
    ]
    found = ', '.join(f"'{situation}': answer_{number}" for number, situation in enumerate(SITUATIONS[name]))
    kept = {'content': f'{{{{ {{{found}}} | to_json }}}}', 'dest': str(tmp_path / 'results.json')}
    tasks.append({'name': 'Keep the results', 'ansible.builtin.copy': kept, 'check_mode': False})
    play = yaml.safe_dump([{'hosts': 'localhost', 'gather_facts': False, 'tasks': tasks}], sort_keys=False)
    outcome = ansible.playbook(play, *(['--check'] if check else []), server=server)
    assert outcome.status == 0, outcome.text
    assert '[WARNING]' not in outcome.text, outcome.text
    assert '[DEPRECATION' not in outcome.text, outcome.text
    described = documented(MODULES[name])
    for situation, result in json.loads((tmp_path / 'results.json').read_text()).items():
        own = {key: value for key, value in result.items() if key not in OF_ANSIBLE}
        assert list(deviations(own, described)) == [], situation
        if name.endswith('_info'):
            assert result['changed'] is False
    if check or name.endswith('_info'):
        assert len(server.service.accepted()) == before
