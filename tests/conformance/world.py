# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client in its environment and the simulator that it talks to, as the cases see them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .environments import FOLDER, SIMULATOR, Client

TIMEOUT = 3.0


@dataclass(frozen=True)
class Answer:
    """What the client made of a call.

    body: as its model gives it back; refused: the service's error as the client raised it; broken: the client raised
    something that carries no error of the service.
    """

    body: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None
    broken: str = ''
    message: str = ''
    unknown: tuple[str, ...] = ()
    mismatches: tuple[str, ...] = ()


class Simulator:
    """A running simulator, steered through its control endpoints."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.url = str(ready['endpoint'])
        self.endpoint = self.url.removeprefix('http://')
        self.key, self.secret = str(ready['access_key_id']), str(ready['access_key_secret'])

    def reset(self) -> None:
        self._ask('reset', {})

    def settings(self, **changes: object) -> None:
        self._ask('settings', changes)

    def fault(self, kind: str, **details: object) -> None:
        self._ask('faults', {'kind': kind, **details})

    def advance(self, seconds: float) -> None:
        self._ask('clock', {'advance': seconds})

    def ledger(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask('ledger')
        return found

    def calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask('calls')
        return found

    def _ask(self, what: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f'{self.url}/_simulator/{what}', data)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return json.load(answer)


@dataclass
class World:
    """One client and the simulator."""

    client: Client
    simulator: Simulator
    process: subprocess.Popen[str] = field(repr=False)

    def call(self, operation: str, parameters: dict[str, object] | None = None, **other: object) -> Answer:
        """Make the client call; `other` replaces key, secret, token or timeout."""
        command = {
            'endpoint': self.simulator.endpoint,
            'key': self.simulator.key,
            'secret': self.simulator.secret,
            'timeout': TIMEOUT,
            'operation': operation,
            'parameters': parameters or {},
            **other,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, 'the client ended'
        found = json.loads(line)
        found['unknown'], found['mismatches'] = tuple(found['unknown']), tuple(found['mismatches'])
        return Answer(**found)


@contextlib.contextmanager
def simulator(*arguments: str) -> Iterator[Simulator]:
    """A simulator in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        ready = f'{folder}/ready.json'
        command = [str(SIMULATOR.program), '-m', 'simulator', '--visibility', '0-0', '--ready-file', ready]
        command += ['--exit-with-parent', *arguments]
        with subprocess.Popen(command, cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                for _unused in range(3):
                    process.stdout.readline()
                with open(_awaited(process, ready), encoding='utf-8') as stream:
                    yield Simulator(json.load(stream))
            finally:
                process.terminate()
                process.wait(10)


def _awaited(process: subprocess.Popen[str], path: str) -> str:
    """The file is written right after the third line."""
    end = time.monotonic() + 10
    while not os.path.exists(path):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError('the simulator did not start')
        time.sleep(0.01)
    return path


@contextlib.contextmanager
def world(client: Client, service: Simulator) -> Iterator[World]:
    with subprocess.Popen(
        client.command,
        env=client.variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
    ) as process:
        try:
            yield World(client, service, process)
        finally:
            process.kill()
