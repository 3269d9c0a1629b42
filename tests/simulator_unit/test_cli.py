# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m simulator` and scenario files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

from simulator import Account, Fault, Scenario, SettingError, Settings
from simulator.__main__ import main

TESTS = Path(__file__).parents[1]
SCENARIO = """
domains: [www.example.com]
domain_states: {old.example.com: offline}
quotas: {url: 7}
task_time: {refresh: 2, directory: 9}
visibility: 1-2
switches: {by_id_shape: nested}
accounts:
  - {access_key_id: one, access_key_secret: two, denied: [DescribeRefreshTaskById]}
speed: 60
faults:
  - {kind: throttle, operation: RefreshObjectCaches, times: 2}
  - {kind: failed, match: broken, kinds: file}
"""


@contextmanager
def simulator(*arguments, **more):
    with subprocess.Popen(
        [sys.executable, '-m', 'simulator', '--port', '0', *arguments],
        cwd=TESTS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def announced(process):
    return dict(process.stdout.readline().rstrip('\n').split('=', 1) for _unused in range(3))


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_three_lines_then_serves_until_told_to_stop(tmp_path, number):
    ready = tmp_path / 'ready.json'
    with simulator('--ready-file', str(ready), '--log', '--quota', 'url=7') as process:
        lines = announced(process)
        assert list(lines) == [
            'ALIBABA_CLOUD_CDN_ENDPOINT',
            'ALIBABA_CLOUD_ACCESS_KEY_ID',
            'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
        ]
        endpoint = lines['ALIBABA_CLOUD_CDN_ENDPOINT']
        assert endpoint.startswith('http://127.0.0.1:')
        assert len(lines['ALIBABA_CLOUD_ACCESS_KEY_SECRET']) >= 30
        assert requests.get(f'{endpoint}/_simulator/quotas', timeout=60).json()['quotas']['url']['limit'] == 7
        assert requests.get(f'{endpoint}/?Action=X', timeout=60).status_code == 400
        found = json.loads(ready.read_text())
        assert (found['endpoint'], found['pid']) == (endpoint, process.pid)
        assert [entry.name for entry in tmp_path.iterdir()] == ['ready.json']
        process.send_signal(number)
        rest, log = process.communicate(timeout=60)
        assert (process.returncode, rest) == (0, '')
        assert 'MissingParameter' in log
        assert lines['ALIBABA_CLOUD_ACCESS_KEY_SECRET'] not in log


def test_ends_with_the_process_it_watches():
    with subprocess.Popen(['sleep', '60']) as other, simulator('--exit-with-parent', str(other.pid)) as process:
        announced(process)
        assert process.poll() is None
        other.kill()
        other.wait()
        assert process.wait(timeout=60) == 0


def test_ends_with_its_parent():
    code = (
        'import subprocess, sys, os\n'
        'child = subprocess.Popen([sys.executable, "-m", "simulator", "--exit-with-parent"], stdout=subprocess.PIPE)\n'
        'child.stdout.readline()\nprint(child.pid, flush=True)\nos._exit(0)\n'
    )
    done = subprocess.run(
        [sys.executable, '-c', code], cwd=TESTS, capture_output=True, text=True, timeout=60, check=True
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _running(pid):
        time.sleep(0.05)
    assert not _running(pid)


def _running(pid):
    try:
        return Path(f'/proc/{pid}/stat').read_text().split(')')[-1].split()[0] != 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    ('arguments', 'part'),
    [
        (['--switch', 'nonsense=1'], 'no switch is named'),
        (['--switch', 'by_id_shape=round'], 'flat, nested'),
        (['--set', 'limits.x=1'], 'urls_per_call'),
        (['--set', 'colour=red'], 'task_time'),
        (['--set', 'jitter'], 'NAME=VALUE'),
        (['--quota', 'url=many'], 'quotas.url'),
        (['--quota', 'url=-1'], 'negative'),
        (['--visibility', '3-1'], 'MIN'),
        (['--fault', '{"kind": "x"}'], 'throttle'),
        (['--fault', '[]'], 'object'),
        (['--fault', '{'], 'Expecting'),
        (['--speed', '0'], 'speed'),
        (['--scenario', '/nonexistent.yml'], 'cannot read'),
    ],
)
def test_bad_arguments_are_explained(capsys, arguments, part):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert part in capsys.readouterr().err


def test_port_in_use(server, capsys):
    assert main(['--port', server.endpoint.split(':')[1]]) == 1
    assert 'simulator:' in capsys.readouterr().err


@pytest.mark.parametrize(
    ('option', 'parts'),
    [
        ('--help', ['by_id_shape', 'late_processing', '/_simulator/ledger', 'urls_per_call', 'D-REF-ZH']),
        ('--list-switches', ['throttle_answer', '503-Throttling', 'D-BYID']),
        ('--list-faults', ['drop_after', 'process_delay']),
    ],
)
def test_explains_itself(capsys, option, parts):
    with suppress(SystemExit):
        assert main([option]) == 0
    text = capsys.readouterr().out
    assert all(part in text for part in parts)


def test_scenario(tmp_path):
    path = tmp_path / 'one.yml'
    path.write_text(SCENARIO)
    found = Scenario.load(path)
    assert found.speed == 60
    assert found.faults == (
        Fault(kind='throttle', operation='RefreshObjectCaches', times=2),
        Fault(kind='failed', match='broken', kinds=('file',)),
    )
    settings = found.settings
    assert (settings.domains, settings.visibility, settings.quota('url')) == (('www.example.com',), (1.0, 2.0), 7)
    assert [settings.duration(kind) for kind in ('file', 'directory', 'prefetch')] == [2, 9, 10]
    assert settings.accounts == (Account('one', 'two', denied=frozenset({'DescribeRefreshTaskById'})),)


@pytest.mark.parametrize(
    'text', ['[]', 'faults: 3', 'faults: [{kind: x}]', 'colour: red', '{', 'quotas: 3', 'accounts: [3]']
)
def test_bad_scenarios_are_refused(tmp_path, text):
    path = tmp_path / 'bad.yml'
    path.write_text(text)
    with pytest.raises(SettingError):
        Scenario.load(path)


def test_settings_merge():
    settings = Settings().changed({'quotas.url': 5}).changed({'quotas': {'regex': 1}, 'task_time': '3'})
    assert (settings.quota('url'), settings.quota('regex'), settings.duration('prefetch')) == (5, 1, 3.0)


def test_secrets_are_not_shown():
    assert os.linesep not in repr(Account())
    assert Account().access_key_secret not in repr(Settings())
