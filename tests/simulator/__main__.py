# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `python -m simulator`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import help as texts
from . import parent
from .edge import Edge, address
from .scenario import Scenario
from .service.clock import RealClock, iso
from .service.faults import Fault
from .service.ledger import Call
from .service.service import Service
from .service.settings import SettingError, Settings, parse_text
from .web.server import Server

USAGE_ERROR = 2


@dataclass(frozen=True)
class Plan:
    """What the command line asks for."""

    settings: Settings
    faults: tuple[Fault, ...]
    clock: RealClock
    port: int
    ready_file: Path | None
    log: bool
    parent: int | None
    edge: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.list_switches:
        print(f'{texts.switches()}\n\n{texts.sources()}')
        return 0
    if options.list_faults:
        print(texts.faults())
        return 0
    try:
        plan = _plan(options)
    except (SettingError, ValueError, TypeError) as error:
        parser.error(str(error))
    try:
        asyncio.run(_serve(plan))
    except OSError as error:
        print(f'simulator: {error}', file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='python -m simulator',
        description=texts.DESCRIPTION,
        epilog='\n\n'.join((texts.CONTROL, texts.faults(), texts.switches(), texts.numbers(), texts.sources())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add('--port', type=_port, default=0, help='port on 127.0.0.1; 0 (default) takes any free one')
    add('--scenario', metavar='FILE.yml', type=Path, help='settings and faults from a file; the options below win')
    add('--speed', type=float, help="how fast the service's clock runs (60: a minute in a second)")
    add('--task-time', metavar='SECONDS', type=float, help='how long a refresh takes (default 5)')
    add('--prefetch-time', metavar='SECONDS', type=float, help='how long a prefetch takes (default 10)')
    add('--visibility', metavar='MIN-MAX', help='seconds until tasks show up in the list (default 0-3)')
    add('--domain', metavar='NAME', action='append', default=[], help='only these domains are yours (repeatable)')
    add('--quota', metavar='KIND=N', action='append', default=[], help='daily quota, such as url=100 (repeatable)')
    add('--switch', metavar='NAME=POSITION', action='append', default=[], help='set a switch (repeatable)')
    add(
        '--set',
        metavar='NAME=VALUE',
        action='append',
        default=[],
        help='any setting, such as limits.domains_per_call=5, jitter=0.2, domain_states.DOMAIN=offline (repeatable)',
    )
    add('--fault', metavar='JSON', action='append', default=[], help='script a fault (repeatable)')
    add('--seed', type=int, help='seed of everything random (default 0)')
    add(
        '--ready-file', metavar='FILE', type=Path, help='write endpoint, port, pid and keys as JSON here once it serves'
    )
    add('--log', action='store_true', help='print every call to stderr')
    add(
        '--exit-with-parent',
        metavar='PID',
        nargs='?',
        type=int,
        const=0,
        help='end when the parent process (or the process PID) ends',
    )
    add('--edge', metavar='URL', default='', help='a cache that gets PURGE, BAN and GET when tasks complete')
    add('--list-switches', action='store_true', help='print the switches and their sources')
    add('--list-faults', action='store_true', help='print the kinds of faults')
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f'{number} is no port')
    return number


def _plan(options: argparse.Namespace) -> Plan:
    if options.edge:
        address(options.edge)
    scenario = Scenario.load(options.scenario) if options.scenario else Scenario()
    return Plan(
        settings=scenario.settings.changed(_changes(options)),
        faults=(*scenario.faults, *(_fault(text) for text in options.fault)),
        clock=RealClock(scenario.speed if options.speed is None else options.speed),
        port=options.port,
        ready_file=options.ready_file,
        log=options.log,
        parent=options.exit_with_parent,
        edge=options.edge,
    )


def _changes(options: argparse.Namespace) -> dict[str, object]:
    changes: dict[str, object] = {}
    named = {
        'task_time.refresh': options.task_time,
        'task_time.prefetch': options.prefetch_time,
        'visibility': options.visibility,
        'seed': options.seed,
        'domains': options.domain or None,
    }
    changes.update({name: value for name, value in named.items() if value is not None})
    changes.update(_pairs(options.quota, 'quotas.'))
    changes.update(_pairs(options.switch, 'switches.'))
    changes.update({name: parse_text(str(text)) for name, text in _pairs(options.set, '').items()})
    return changes


def _pairs(items: Sequence[str], prefix: str) -> dict[str, object]:
    pairs: dict[str, object] = {}
    for item in items:
        name, equals, value = item.partition('=')
        if not equals:
            raise SettingError(f'{item!r} is not NAME=VALUE')
        pairs[prefix + name] = value
    return pairs


def _fault(text: str) -> Fault:
    given = json.loads(text)
    if not isinstance(given, dict):
        raise SettingError(f'a fault is a JSON object, not {text!r}')
    return Fault.from_mapping(given)


async def _serve(plan: Plan) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    service = Service(plan.settings, plan.clock, plan.faults)
    if plan.log:
        service.on_call = _log
    edge = asyncio.create_task(Edge(plan.edge, service).work()) if plan.edge else None
    server = Server(service)
    await server.start(plan.port)
    try:
        _announce(plan, server)
        await _until(stop, plan.parent)
    finally:
        if edge:
            edge.cancel()
        await server.stop()


async def _until(stop: asyncio.Event, pid: int | None) -> None:
    waits: list[asyncio.Task[None]] = [asyncio.create_task(_wait(stop))]
    if pid is not None:
        waits.append(asyncio.create_task(parent.gone(pid)))
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


def _announce(plan: Plan, server: Server) -> None:
    account = plan.settings.accounts[0]
    environment = {
        'ALIBABA_CLOUD_CDN_ENDPOINT': f'http://{server.endpoint}',
        'ALIBABA_CLOUD_ACCESS_KEY_ID': account.access_key_id,
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET': account.access_key_secret,
    }
    with contextlib.suppress(BrokenPipeError):
        print(*(f'{name}={value}' for name, value in environment.items()), sep='\n', flush=True)
    if plan.ready_file:
        _write(
            plan.ready_file,
            {
                'endpoint': environment['ALIBABA_CLOUD_CDN_ENDPOINT'],
                'port': server.port,
                'pid': os.getpid(),
                'access_key_id': account.access_key_id,
                'access_key_secret': account.access_key_secret,
            },
        )


def _write(path: Path, content: dict[str, object]) -> None:
    """In one step: who waits for the file never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f'.{path.name}.')
    with open(handle, 'w', encoding='utf-8') as stream:
        json.dump(content, stream)
    os.replace(name, path)


def _log(call: Call) -> None:
    outcome = call.code or (f'dropped {call.dropped}' if call.dropped else 'ok')
    faults = f' [{", ".join(call.faults)}]' if call.faults else ''
    print(f'{iso(call.time)} {call.operation or "-"} {call.status} {outcome}{faults}', file=sys.stderr, flush=True)


if __name__ == '__main__':
    sys.exit(main())
