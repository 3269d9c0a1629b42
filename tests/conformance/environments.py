# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's clients, each in an environment of its own below .cache/conformance. Standard library only.

An environment is made once for each set of requirements; whoever makes one holds its lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
CACHE = ROOT / '.cache' / 'conformance'
WITHOUT_NODE = 'CONFORMANCE_WITHOUT_NODE'
OLDEST_NODE = 18


class EnvironmentProblem(Exception):
    """Something that has to be mended first, in a sentence."""


@dataclass(frozen=True)
class Environment:
    """Packages from one registry."""

    name: str
    packages: tuple[str, ...]
    node: bool = False

    @property
    def folder(self) -> Path:
        key = json.dumps([self.packages, node_version() if self.node else sys.version, sys.base_prefix])
        return CACHE / f'{self.name}-{hashlib.sha256(key.encode()).hexdigest()[:10]}'

    @property
    def program(self) -> Path:
        """What runs a script with these packages."""
        return Path(shutil.which('node') or 'node') if self.node else self.folder / 'bin' / 'python'


@dataclass(frozen=True)
class Client:
    """A client of the API: its environment and the script here that lends it a voice."""

    name: str
    meaning: str
    environment: Environment
    script: str
    arguments: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        return [str(self.environment.program), str(FOLDER / 'clients' / self.script), *self.arguments]

    @property
    def variables(self) -> dict[str, str]:
        """Its process environment: nothing of the user's own settings."""
        kept = {name: os.environ[name] for name in ('PATH', 'HOME', 'TMPDIR', 'LANG') if name in os.environ}
        nodes = {'NODE_PATH': str(self.environment.folder / 'node_modules')} if self.environment.node else {}
        return {**kept, 'PYTHONDONTWRITEBYTECODE': '1', **nodes}


# What the simulator itself needs; it shares nothing with the clients.
SIMULATOR = Environment('simulator', ('aiohttp', 'pyyaml'))

_OLD = Environment('old', ('aliyun-python-sdk-core~=2.16', 'aliyun-python-sdk-cdn~=3.8'))
_FOUR = Environment('four', ('alibabacloud-cdn20180510==4.0.0', 'alibabacloud-tea-openapi<0.4'))
_CURRENT = Environment('current', ('alibabacloud-cdn20180510~=9.2',))
_NODE = Environment('node', ('@alicloud/cdn20180510@^5.0.0',), node=True)

CLIENTS: dict[str, Client] = {
    client.name: client
    for client in (
        Client('old', 'aliyun-python-sdk: RPC signatures, everything in the query', _OLD, 'old_python.py'),
        Client('four', 'alibabacloud_cdn20180510 4.0.0: ObjectPath in the query', _FOUR, 'new_python.py'),
        Client('current', 'alibabacloud_cdn20180510 9: ObjectPath in the body', _CURRENT, 'new_python.py'),
        Client('current-v2', 'the same with RPC signatures', _CURRENT, 'new_python.py', ('--algorithm=v2',)),
        Client('current-async', 'the same, asynchronous', _CURRENT, 'new_python.py', ('--asynchronous',)),
        Client('node', '@alicloud/cdn20180510 5', _NODE, 'node.js'),
    )
}


def wanted() -> list[Client]:
    """Every client, but Node's where the user said so."""
    return [client for client in CLIENTS.values() if not (client.environment.node and without_node())]


def without_node() -> bool:
    return os.environ.get(WITHOUT_NODE, '') not in ('', '0')


def prepare(environments: Sequence[Environment], say: Callable[[str], None] = print) -> None:
    """Make what is missing, all at once."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda environment: _make(environment, say), dict.fromkeys(environments)))


def node_version() -> str:
    """The version of node, or a problem."""
    node, npm = shutil.which('node'), shutil.which('npm')
    if not node or not npm:
        raise EnvironmentProblem(
            f'node and npm are needed for the Node SDK, and {"node" if not node else "npm"} is not on PATH. '
            f'Install Node {OLDEST_NODE} or newer, or set {WITHOUT_NODE}=1 to leave that client out.'
        )
    version = subprocess.run([node, '--version'], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip('v').split('.')[0]) < OLDEST_NODE:
        raise EnvironmentProblem(f'Node {OLDEST_NODE} or newer is needed, this is {version}; or set {WITHOUT_NODE}=1.')
    return version


def _make(environment: Environment, say: Callable[[str], None]) -> None:
    folder = environment.folder
    ready = folder / '.ready'
    with _lock(folder.name):
        if ready.exists():
            return
        say(f'installing {" ".join(environment.packages)}')
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (_install_node if environment.node else _install_python)(environment)
        ready.touch()


def _install_python(environment: Environment) -> None:
    _run([sys.executable, '-m', 'venv', str(environment.folder)])
    pip = [str(environment.program), '-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check']
    _run([*pip, *environment.packages])


def _install_node(environment: Environment) -> None:
    (environment.folder / 'package.json').write_text('{"private": true}\n')
    npm = [str(shutil.which('npm')), 'install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts']
    _run([*npm, *environment.packages], environment.folder)


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise EnvironmentProblem(f'{done.stdout}\nThis failed with status {done.returncode}: {" ".join(command)}')


@contextlib.contextmanager
def _lock(name: str) -> Iterator[None]:
    path = CACHE / 'locks' / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open('w') as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
