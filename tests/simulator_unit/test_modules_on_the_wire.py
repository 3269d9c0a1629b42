# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules with the switches that only matter over HTTP, each in every position."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.guide import ON_THE_WIRE
from simulator import SWITCHES, Settings, running

COLLECTIONS = Path(__file__).parents[2] / '.cache' / 'collections'
ANSIBLE = Path(sys.executable).with_name('ansible')
LONG = [f'https://a.example.com/{"long/" * 30}{number}.js' for number in range(400)]

# module, its options, what else its environment has, the code it must end with
USES = {
    'body_bytes': ('cdn_refresh', {'urls': LONG}, {}, ''),
    'query_bytes': ('cdn_prefetch', {'urls': LONG[:200]}, {}, ''),
    'prefetch_form': ('cdn_prefetch', {'urls': LONG[:3]}, {}, ''),
    'clock_skew': ('cdn_refresh', {'urls': LONG[:3]}, {}, ''),
    'signature_status': ('cdn_refresh', {'urls': LONG[:3]}, {'ALIBABA_CLOUD_ACCESS_KEY_SECRET': 'x' * 30}, 'Signature'),
    'unknown_key': (
        'cdn_refresh',
        {'urls': LONG[:3]},
        {'ALIBABA_CLOUD_ACCESS_KEY_ID': 'LTAInobody'},
        'InvalidAccessKeyId',
    ),
}

pytestmark = pytest.mark.slow


def test_none_is_forgotten():
    assert set(USES) == set(ON_THE_WIRE)


@pytest.mark.parametrize(
    ('name', 'position'), [(name, position) for name in USES for position in SWITCHES[name].positions]
)
def test_position(tmp_path, name, position):
    module, options, variables, code = USES[name]
    settings = Settings().changed({'visibility': 0, 'task_time': 0.2, 'switches': {name: position}})
    with running(settings) as server:
        done = subprocess.run(
            [ANSIBLE, 'localhost', '-m', f'alibabacloud.cdn.{module}', '-a', json.dumps(options)],
            cwd=tmp_path,
            env={
                'PATH': os.environ['PATH'],
                'HOME': str(tmp_path),
                'LC_ALL': 'C.UTF-8',
                'NO_PROXY': '127.0.0.1',
                'ANSIBLE_COLLECTIONS_PATH': str(COLLECTIONS),
                'ANSIBLE_HOME': str(tmp_path / '.ansible'),
                'ANSIBLE_PYTHON_INTERPRETER': sys.executable,
                **server.environment,
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        text = done.stdout + done.stderr
        accepted = [item.url for item in server.service.accepted()]
    if code:
        assert done.returncode != 0
        assert code in text
        assert accepted == []
    else:
        assert done.returncode == 0, text
        assert sorted(accepted) == sorted(options['urls'])
