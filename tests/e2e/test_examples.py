# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation runs as it stands, against the simulator."""

from __future__ import annotations

import ast
import os
import pathlib
from typing import Any

import pytest
import yaml

from .conftest import ROOT, Ansible, Simulate

pytestmark = pytest.mark.slow

PLUGINS = sorted([*(ROOT / 'plugins' / 'modules').glob('*.py'), *(ROOT / 'plugins' / 'filter').glob('*.py')])
# Where the examples keep their files; the test gives them a folder of its own.
PLACES = ('/var/lib/deploy', '/srv/www')
FILES = {
    'changed-urls.txt': 'https://www.example.com/index.html\nhttps://www.example.com/app.js\n',
    'dist/.vite/manifest.json': '{"index.html": {"file": "assets/index-4f2a.js", "css": ["assets/index-9c1d.css"]}}\n',
    'dist/index.html': 'start',
    'dist/img/logo.png': 'picture',
}

# Stands in for rsync, which the machine may not have: what it printed for the files above.
RSYNC = """#!/bin/sh
echo '.d..t...... ./'
echo '>f+++++++++ index.html'
echo 'cd+++++++++ img/'
echo '>f+++++++++ img/logo.png'
"""


def examples(path: pathlib.Path) -> str:
    tree = ast.parse(path.read_text(encoding='utf-8'))
    found = [
        ast.literal_eval(statement.value)
        for statement in tree.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == 'EXAMPLES'
    ]
    assert found, f'{path.name} has no examples'
    return str(found[0])


def as_play(text: str, variables: dict[str, Any]) -> str:
    play = [
        {
            'name': 'Examples',
            'hosts': 'localhost',
            'gather_facts': False,
            'vars': variables,
            'tasks': yaml.safe_load(text),
        }
    ]
    return yaml.safe_dump(play, sort_keys=False, allow_unicode=True)


@pytest.mark.parametrize('path', PLUGINS, ids=lambda path: path.stem)
def test_examples_run(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path, path: pathlib.Path) -> None:
    deploy = tmp_path / 'deploy'
    for name, content in FILES.items():
        # Relative paths of a play are looked for beside it.
        for folder in (deploy, ansible.home):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)
    text = examples(path)
    for place in PLACES:
        text = text.replace(place, str(deploy))
    rsync = tmp_path / 'bin' / 'rsync'
    rsync.parent.mkdir()
    rsync.write_text(RSYNC)
    rsync.chmod(0o755)
    server = simulate(task_time={'refresh': 0.2, 'prefetch': 0.2})
    variables = {'deployment_started_at': '{{ now(utc=true).strftime("%Y-%m-%dT%H:%M:%SZ") }}'}
    outcome = ansible.playbook(as_play(text, variables), server=server, PATH=f'{rsync.parent}:{os.environ["PATH"]}')
    assert outcome.status == 0, outcome.text
    assert 'failed=0' in outcome.stdout
    assert '[WARNING]' not in outcome.text
    assert '[DEPRECATION' not in outcome.text
    assert server.service.calls() or 'filter' in path.parts
