# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role and the playbook alibabacloud.cdn.cdn_simulator, through ansible-playbook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests

COLLECTIONS = Path(__file__).parents[2] / '.cache' / 'collections'
PLAYBOOK = Path(sys.executable).with_name('ansible-playbook')

pytestmark = pytest.mark.slow


class Played:
    """One run of the playbook."""

    def __init__(self, home, *arguments):
        values = [word for argument in arguments for word in ('-e', argument)]
        done = subprocess.run(
            [PLAYBOOK, 'alibabacloud.cdn.cdn_simulator', *values],
            cwd=home,
            env={
                'PATH': os.environ['PATH'],
                'HOME': str(home),
                'LC_ALL': 'C.UTF-8',
                'ANSIBLE_COLLECTIONS_PATH': str(COLLECTIONS),
                'ANSIBLE_HOME': str(home / '.ansible'),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        self.status, self.text = done.returncode, done.stdout + done.stderr
        self.changed = 'changed=0' not in done.stdout


def ready_file(home):
    return home / '.ansible' / 'cdn_simulator' / 'ready.json'


def test_starts_once_and_stops(tmp_path):
    (tmp_path / 'own scenario.yml').write_text('quotas: {url: 42}\n')
    first = Played(
        tmp_path, f'{{"cdn_simulator_scenario": "{tmp_path}/own scenario.yml"}}', 'cdn_simulator_arguments=--speed=60'
    )
    try:
        assert (first.status, first.changed) == (0, True), first.text
        found = json.loads(ready_file(tmp_path).read_text())
        assert f'export ALIBABA_CLOUD_CDN_ENDPOINT={found["endpoint"]}' in first.text
        assert requests.get(f'{found["endpoint"]}/_simulator/quotas', timeout=5).json()['quotas']['url']['limit'] == 42
        assert requests.get(f'{found["endpoint"]}/_simulator/clock', timeout=5).json()['speed'] == 60
        again = Played(tmp_path)
        assert (again.status, again.changed) == (0, False), again.text
        assert json.loads(ready_file(tmp_path).read_text()) == found
    finally:
        stopped = Played(tmp_path, 'cdn_simulator_state=stopped')
    assert (stopped.status, stopped.changed) == (0, True), stopped.text
    assert not ready_file(tmp_path).exists()
    with pytest.raises(requests.ConnectionError):
        requests.get(found['endpoint'], timeout=5)
    once_more = Played(tmp_path, 'cdn_simulator_state=stopped')
    assert (once_more.status, once_more.changed) == (0, False), once_more.text


def test_says_why_it_does_not_start(tmp_path):
    played = Played(tmp_path, 'cdn_simulator_port=99999')
    assert played.status != 0
    assert '99999 is no port' in played.text
    assert not ready_file(tmp_path).exists()
