# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real `ansible`, the collection as installed, real HTTP to the simulator, which runs in a thread of the test.

Without COLLECTION_TARBALL (as nox sets it) the live files of the checkout are used, for the inner loop.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from simulator import Fault, Running, Settings, running

ROOT = pathlib.Path(__file__).resolve().parents[2]
COLLECTIONS = os.environ.get('ANSIBLE_COLLECTIONS_PATH', str(ROOT / '.cache' / 'collections'))
BIN = pathlib.Path(sys.executable).parent
# What the tests of a whole process may take here, on busy machines; limits of the module itself are far lower.
PATIENCE = 240

Simulate = Callable[..., Running]


@pytest.fixture
def simulate() -> Iterator[Simulate]:
    """Starts simulators; each is stopped at the end of the test."""
    with contextlib.ExitStack() as stack:

        def start(*faults: Fault, **settings: Any) -> Running:
            settings.setdefault('visibility', (0.0, 0.2))
            settings.setdefault('task_time', {'refresh': 0.5})
            return stack.enter_context(running(Settings(**settings), faults=faults))

        yield start


@dataclass
class Outcome:
    """What a process said. ``result`` is the module's, read from Ansible's output; ``seconds`` of the whole process."""

    status: int
    stdout: str
    stderr: str
    seconds: float
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.stdout + self.stderr


@dataclass
class Ansible:
    """Runs programs of ansible-core with a clean environment."""

    home: pathlib.Path

    def environment(self, server: Running | None, extra: Mapping[str, str]) -> dict[str, str]:
        env = {
            'HOME': str(self.home),
            'PATH': f'{BIN}:{os.environ["PATH"]}',
            'LC_ALL': 'C.UTF-8',
            'ANSIBLE_COLLECTIONS_PATH': COLLECTIONS,
            'ANSIBLE_LOCALHOST_WARNING': 'false',
            'ANSIBLE_INVENTORY_UNPARSED_WARNING': 'false',
            'ANSIBLE_NOCOLOR': 'true',
            'ANSIBLE_HOME': str(self.home / '.ansible'),
            'ANSIBLE_PYTHON_INTERPRETER': sys.executable,
            # Nothing of the machine that runs the tests may answer for a missing proxy or metadata service.
            'NO_PROXY': '127.0.0.1',
        }
        if server is not None:
            env |= {
                'ALIBABA_CLOUD_CDN_ENDPOINT': f'http://{server.endpoint}',
                'ALIBABA_CLOUD_ACCESS_KEY_ID': server.access_key_id,
                'ALIBABA_CLOUD_ACCESS_KEY_SECRET': server.access_key_secret,
            }
        return env | dict(extra)

    def start(self, *command: str, server: Running | None = None, **extra: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=self.home,
            env=self.environment(server, extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, server: Running | None = None, **extra: str) -> Outcome:
        started = time.monotonic()
        process = self.start(*command, server=server, **extra)
        stdout, stderr = process.communicate(timeout=PATIENCE)
        return Outcome(process.returncode, stdout, stderr, time.monotonic() - started)

    def module(
        self,
        arguments: Mapping[str, Any],
        *options: str,
        server: Running | None = None,
        name: str = 'cdn_refresh',
        **extra: str,
    ) -> Outcome:
        """A module of the collection, ad hoc, with JSON arguments."""
        return self.adhoc(json.dumps(arguments) if arguments else '', *options, server=server, name=name, **extra)

    def adhoc(
        self, arguments: str, *options: str, server: Running | None = None, name: str = 'cdn_refresh', **extra: str
    ) -> Outcome:
        outcome = self.run(
            'ansible',
            'localhost',
            '-m',
            f'alibabacloud.cdn.{name}',
            '-a',
            arguments,
            *options,
            server=server,
            **extra,
        )
        found = re.search(r'^localhost \| \w+! => (\{.*)|^localhost \| \w+ => (\{.*)', outcome.stdout, re.M | re.S)
        if found:
            outcome.result, _end = json.JSONDecoder().raw_decode(found.group(1) or found.group(2))
        return outcome

    def playbook(self, text: str, *options: str, server: Running | None = None, **extra: str) -> Outcome:
        path = self.home / 'play.yml'
        path.write_text(text)
        return self.run('ansible-playbook', str(path), *options, server=server, **extra)


@pytest.fixture
def ansible(tmp_path: pathlib.Path) -> Ansible:
    (tmp_path / 'home').mkdir()
    return Ansible(tmp_path / 'home')


@pytest.fixture
def temporary() -> Iterator[pathlib.Path]:
    """A folder with a short name: ansible-core puts a socket below it, whose address has room for little."""
    with tempfile.TemporaryDirectory(prefix='cdn') as folder:
        yield pathlib.Path(folder)


def counts(outcome: Outcome) -> dict[str, int]:
    """The states that occurred, with their counts."""
    return {name: count for name, count in outcome.result['summary'].items() if count}
