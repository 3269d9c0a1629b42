# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others use: the pytest fixtures and the scenario files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import simulator
from simulator import Request, Scenario, Service

SCENARIOS = sorted((Path(simulator.__file__).parent / 'scenarios').glob('*.yml'))
COLLECTIONS = Path(__file__).parents[2] / '.cache' / 'collections'


@pytest.mark.parametrize('path', SCENARIOS, ids=lambda path: path.stem)
def test_scenario_loads_and_says_what_it_is_for(path):
    scenario = Scenario.load(path)
    Service(scenario.settings, None, scenario.faults).handle(Request('DescribeRefreshQuota'))
    comments = [line for line in path.read_text().splitlines() if line.startswith('# ')]
    assert len(comments) >= 4
    assert set(yaml.safe_load(path.read_text())) != set()


def test_there_is_a_scenario_for_each_common_case():
    assert {path.stem for path in SCENARIOS} == {
        'bad_network',
        'domains',
        'failing_tasks',
        'fast_clock',
        'ordinary',
        'small_quotas',
        'submit_only',
        'throttled',
    }


TEST = """
import os, urllib.request, json
import pytest

def test_plain(cdn_simulator, cdn_simulator_environment):
    assert os.environ['ALIBABA_CLOUD_CDN_ENDPOINT'] == 'http://' + cdn_simulator.endpoint
    with urllib.request.urlopen(os.environ['ALIBABA_CLOUD_CDN_ENDPOINT'] + '/_simulator/quotas') as answer:
        assert json.load(answer)['quotas']['url']['limit'] == 10000
    assert cdn_simulator.service.accepted() == []

@pytest.mark.cdn_simulator(quotas={'url': 5}, speed=60)
def test_settings(cdn_simulator):
    assert cdn_simulator.service.quotas()['url']['limit'] == 5
    assert cdn_simulator.service.clock.speed == 60

@pytest.mark.cdn_simulator(scenario=SCENARIO)
def test_scenario(cdn_simulator):
    assert cdn_simulator.service.quotas()['regex']['limit'] == 0
"""


def test_the_plugin_from_an_installed_collection(tmp_path):
    plugin = 'ansible_collections.alibabacloud.cdn.tests.simulator.pytest_plugin'
    scenario = next(path for path in SCENARIOS if path.stem == 'small_quotas')
    (tmp_path / 'conftest.py').write_text(f'pytest_plugins = [{plugin!r}]\n')
    (tmp_path / 'test_it.py').write_text(f'SCENARIO = {str(scenario)!r}\n{TEST}')
    (tmp_path / 'pytest.ini').write_text('[pytest]\n')
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-q', '--strict-markers', '-p', 'no:cacheprovider', str(tmp_path)],
        cwd=tmp_path,
        env={'PYTHONPATH': str(COLLECTIONS), 'PATH': ''},
        capture_output=True,
        text=True,
        check=False,
    )
    assert '3 passed' in done.stdout, done.stdout + done.stderr
