# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an interrupted play leaves and says, at whatever moment the interrupt comes.

INTERRUPTED_RUNS=200 in the environment makes more random moments than usual.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import pty
import random
import re
import select
import signal
import time
from collections.abc import Callable, Mapping

import pytest

from simulator import Fault, Running

from .conftest import BIN, PATIENCE, Ansible, Simulate

URLS = [f'https://www.example.com/{number}' for number in range(12)]
RANDOM_MOMENTS = int(os.environ.get('INTERRUPTED_RUNS', '8'))
# Far above what it takes, and far below the task time in these tests.
BOUND = 60
NEVER = {'refresh': 3000.0}


class Terminal:
    """`ansible-playbook` in a terminal of its own."""

    def __init__(
        self,
        ansible: Ansible,
        server: Running,
        temporary: pathlib.Path,
        *,
        hosts: str = 'localhost',
        keywords: Mapping[str, object] | None = None,
    ) -> None:
        arguments = {'urls': URLS, 'batch_size': 1, 'results_path': '{{ inventory_hostname }}.jsonl'}
        task = {'name': 'Refresh', 'alibabacloud.cdn.cdn_refresh': arguments, **(keywords or {})}
        play = {'name': 'Deploy', 'hosts': 'all', 'gather_facts': False, 'connection': 'local', 'tasks': [task]}
        (ansible.home / 'play.yml').write_text(json.dumps([play]))
        environment = {'ANSIBLE_LOCAL_TEMP': str(temporary), 'ANSIBLE_REMOTE_TMP': str(temporary)}
        # A mark by which the processes of this play are known, however far they went.
        self._mark = f'MARK={ansible.home}'
        environment = ansible.environment(server, {**environment, 'MARK': str(ansible.home)})
        command = ['ansible-playbook', '-i', f'{hosts},', 'play.yml']
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            # As in a terminal, also where the tests themselves were started in the background.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.chdir(ansible.home)
            os.execve(str(BIN / 'ansible-playbook'), command, environment)
        self._text = ''

    @property
    def text(self) -> str:
        """What was to be seen, without the breaks that a narrow terminal makes."""
        return self._text.replace('\r\n', '\n')

    def press_ctrl_c(self) -> None:
        os.write(self._terminal, b'\x03')

    def read(self, seconds: float) -> bool:
        """Take what comes within these seconds; False at the end."""
        try:
            if select.select([self._terminal], [], [], seconds)[0]:
                self._text += os.read(self._terminal, 65536).decode(errors='replace')
        except OSError:  # the end of a terminal
            return False
        return True

    def read_until(self, is_reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_reached() and self.read(0.01):
            assert time.monotonic() < deadline, self.text

    def read_to_end(self) -> int:
        """Until the terminal is closed, which every process holds open that can write to it. Returns the exit status."""
        deadline = time.monotonic() + BOUND
        while self.read(1):
            assert time.monotonic() < deadline, self.text
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def processes(self) -> list[int]:
        found = []
        for environment in pathlib.Path('/proc').glob('[0-9]*/environ'):
            with contextlib.suppress(OSError):
                if self._mark.encode() in environment.read_bytes().split(b'\0'):
                    found.append(int(environment.parent.name))
        return found

    def assert_nothing_runs(self) -> None:
        deadline = time.monotonic() + BOUND
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert self.processes() == []


def looked(server: Running) -> Callable[[], bool]:
    return lambda: len(server.service.calls('DescribeRefreshTaskById')) >= 2


def states(path: pathlib.Path) -> list[str]:
    return [json.loads(line)['state'] for line in path.read_text().splitlines()]


def test_ctrl_c_says_what_was_accepted_and_leaves_nothing(
    ansible: Ansible, simulate: Simulate, temporary: pathlib.Path
) -> None:
    server = simulate(task_time=NEVER)
    terminal = Terminal(ansible, server, temporary)
    terminal.read_until(lambda: len(server.service.accepted()) == len(URLS) and looked(server)())
    terminal.press_ctrl_c()
    assert terminal.read_to_end() == 99, terminal.text
    assert terminal.processes() == []
    assert 'cdn_refresh: interrupted; 12 of 12 entries had been accepted (12 still running); task' in terminal.text
    assert {item.task_id for item in server.service.accepted()} <= set(re.findall(r'\d+', terminal.text))
    assert states(ansible.home / 'localhost.jsonl') == ['pending'] * len(URLS)
    assert [path for path in temporary.rglob('*') if not path.is_dir()] == []


def moment_of(rng: random.Random, server: Running, terminal: Terminal, results: pathlib.Path) -> Callable[[], bool]:
    """Some moment, from the start of the first process to the end of the last."""
    seconds = time.monotonic() + rng.uniform(0, 3)
    service, some = server.service, rng.randint(1, len(URLS))
    return rng.choice(
        [
            lambda: time.monotonic() >= seconds,
            lambda: len(terminal.processes()) >= 1 + some % 4,
            lambda: bool(service.calls('DescribeRefreshQuota')),
            lambda: len(service.calls('RefreshObjectCaches')) >= some,
            lambda: len(service.calls('DescribeRefreshTaskById')) >= some % 4,
            results.exists,
        ]
    )


@pytest.mark.parametrize('seed', range(RANDOM_MOMENTS))
def test_ctrl_c_at_any_moment(ansible: Ansible, simulate: Simulate, temporary: pathlib.Path, seed: int) -> None:
    rng = random.Random(seed)
    server = simulate(task_time={'refresh': 1.0})
    results = ansible.home / 'localhost.jsonl'
    terminal = Terminal(ansible, server, temporary)
    terminal.read_until(moment_of(rng, server, terminal, results))
    terminal.read(rng.choice([0.0, rng.uniform(0, 0.3)]))
    terminal.press_ctrl_c()
    terminal.read_to_end()
    terminal.assert_nothing_runs()
    accepted = server.service.accepted()
    found = states(results) if accepted or results.exists() else ['unsent'] * len(URLS)
    assert len(found) == len(URLS)
    # In doubt is only what was on its way on a machine so busy that an answer took more than three seconds.
    certain = len(URLS) - found.count('unsent') - found.count('uncertain')
    assert certain <= len(accepted) <= certain + found.count('uncertain')
    if accepted and 'changed: [localhost]' not in terminal.text:
        assert f'cdn_refresh: interrupted; {certain} of 12 entries had been accepted' in terminal.text, terminal.text
    assert list(ansible.home.glob('.localhost.jsonl*')) == []
    assert list(temporary.rglob('lifeline')) == []


def test_ctrl_c_before_anything_is_accepted(ansible: Ansible, simulate: Simulate, temporary: pathlib.Path) -> None:
    server = simulate(Fault(operation='DescribeRefreshQuota', kind='drop_before', times=1000))
    terminal = Terminal(ansible, server, temporary)
    terminal.read_until(lambda: bool(server.service.calls('DescribeRefreshQuota')))
    terminal.press_ctrl_c()
    assert terminal.read_to_end() == 99, terminal.text
    assert 'cdn_refresh: interrupted; nothing had been accepted' in terminal.text
    assert terminal.processes() == []
    assert server.service.accepted() == []


def test_ctrl_c_while_the_service_does_not_answer(
    ansible: Ansible, simulate: Simulate, temporary: pathlib.Path
) -> None:
    server = simulate(Fault(operation='DescribeRefreshTaskById', kind='slow', delay=3000.0), task_time=NEVER)
    terminal = Terminal(ansible, server, temporary)
    terminal.read_until(lambda: bool(server.service.calls('DescribeRefreshTaskById')))
    terminal.press_ctrl_c()
    assert terminal.read_to_end() == 99, terminal.text
    assert 'entries had been accepted' in terminal.text
    assert terminal.processes() == []


def test_ctrl_c_with_several_hosts(ansible: Ansible, simulate: Simulate, temporary: pathlib.Path) -> None:
    server = simulate(task_time=NEVER)
    terminal = Terminal(ansible, server, temporary, hosts='web1,web2,web3')
    terminal.read_until(lambda: len(server.service.accepted()) == 3 * len(URLS))
    terminal.press_ctrl_c()
    assert terminal.read_to_end() == 99, terminal.text
    assert terminal.processes() == []
    for host in ('web1', 'web2', 'web3'):
        assert f'cdn_refresh [{host}]: interrupted; 12 of 12 entries had been accepted (12 still' in terminal.text
        assert states(ansible.home / f'{host}.jsonl') == ['pending'] * len(URLS)


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_a_play_that_is_killed_leaves_nothing(
    ansible: Ansible, simulate: Simulate, temporary: pathlib.Path, number: signal.Signals
) -> None:
    """As `timeout` does, ansible-runner when a job is cancelled, and a terminal that is closed."""
    server = simulate(task_time=NEVER)
    terminal = Terminal(ansible, server, temporary)
    terminal.read_until(looked(server))
    os.kill(terminal.pid, number)
    terminal.assert_nothing_runs()
    terminal.read_to_end()
    assert 'entries had been accepted' in terminal.text
    assert len(states(ansible.home / 'localhost.jsonl')) == len(URLS)


def test_a_task_that_exceeds_its_timeout_leaves_nothing(
    ansible: Ansible, simulate: Simulate, temporary: pathlib.Path
) -> None:
    """Ansible's keyword ends the task, of which the module would otherwise hear nothing."""
    server = simulate(task_time=NEVER)
    terminal = Terminal(ansible, server, temporary, keywords={'timeout': 6})
    assert terminal.read_to_end() == 2, terminal.text
    terminal.assert_nothing_runs()
    if server.service.accepted():
        assert states(ansible.home / 'localhost.jsonl').count('unsent') == len(URLS) - len(server.service.accepted())


def test_ctrl_c_ends_a_loop(ansible: Ansible, simulate: Simulate, temporary: pathlib.Path) -> None:
    server = simulate(task_time=NEVER)
    terminal = Terminal(ansible, server, temporary, keywords={'loop': [1, 2, 3]})
    terminal.read_until(looked(server))
    terminal.press_ctrl_c()
    assert terminal.read_to_end() == 99, terminal.text
    assert terminal.processes() == []
    assert terminal.text.count('interrupted; ') == 1
    assert len(server.service.accepted()) == len(URLS)
