# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive the simulator with the vendor's own clients: `python tests/conformance/run.py`.

Everything it needs it installs by itself below .cache/conformance, once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

if __package__ in (None, ''):
    sys.path[:1] = [str(Path(__file__).resolve().parent.parent)]

from conformance.cases import CASES, GOOD, Case
from conformance.environments import (
    CLIENTS,
    SIMULATOR,
    WITHOUT_NODE,
    Client,
    EnvironmentProblem,
    prepare,
    wanted,
    without_node,
)
from conformance.world import Simulator, World, simulator, world


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog='run.py', description=__doc__)
    parser.add_argument('--client', action='append', choices=sorted(CLIENTS), help='only this one (repeatable)')
    parser.add_argument('--case', default='', help='only cases whose name has this in it')
    parser.add_argument('--list', action='store_true', help='name the cases and end')
    options = parser.parse_args(arguments)
    chosen = [case for case in CASES if options.case in case.name]
    if options.list:
        print(*(f'{case.kind:8} {case.name}' for case in chosen), sep='\n')
        return 0
    began = time.monotonic()
    try:
        clients = [CLIENTS[name] for name in options.client] if options.client else wanted()
        prepare([SIMULATOR, *(client.environment for client in clients)], lambda text: print(text, flush=True))
    except EnvironmentProblem as problem:
        print(f'conformance: {problem}', file=sys.stderr)
        return 2
    ready = time.monotonic()
    failures = sum(check(client, chosen) for client in clients)
    if not options.client and not options.case:
        failures += not vendor_way_works()
    if without_node() and not options.client:
        print(f'LEFT OUT because {WITHOUT_NODE} is set: {CLIENTS["node"].meaning}')
    print(
        f'{len(clients)} clients, {len(chosen)} cases each, {len(GOOD)} operations: {failures} failures; '
        f'environments {ready - began:.1f} s, cases {time.monotonic() - ready:.1f} s'
    )
    return 1 if failures or not chosen else 0


def check(client: Client, cases: Sequence[Case]) -> int:
    """Play the cases with one client, say how it went, and return how many failed."""
    began = time.monotonic()
    failures = 0
    with simulator() as service, world(client, service) as place:
        for case in cases:
            failures += not passes(case, place, service)
    good = sum(case.kind == 'good' for case in cases)
    print(
        f'{client.name:14} {client.meaning}: {good} good, {len(cases) - good} refused, {failures} failures, '
        f'{time.monotonic() - began:.1f} s',
        flush=True,
    )
    return failures


def vendor_way_works() -> bool:
    """The rebuilt way of working of the vendor's script: 250 lines, the last of which fail without its noticing."""
    began = time.monotonic()
    client = CLIENTS['old']
    with simulator('--speed', '60', '--task-time', '20', '--visibility', '0-0') as service:
        service.fault('failed', match='/24', times=-1)
        with tempfile.NamedTemporaryFile('w', suffix='.txt') as stream:
            stream.writelines(f'https://a.example.com/{number}\n' for number in range(250))
            stream.flush()
            keys = ['--endpoint', service.endpoint, '--key', service.key, '--secret', service.secret]
            script = Path(__file__).with_name('vendor_way.py')
            done = subprocess.run(
                [client.environment.program, script, *keys, '--speed', '60', stream.name],
                capture_output=True,
                text=True,
                env=client.variables,
                check=False,
            )
        found = json.loads(done.stdout or '{}')
        sent = [row['url'] for row in service.ledger()]
    good = (
        done.returncode == 0
        and found['belief'] == 'done'
        and [batch['lines'] for batch in found['batches']] == [100, 100, 50]
        and found['calls']['RefreshObjectCaches'] == 3
        and len(sent) == len(set(sent)) == 250
    )
    verdict = 'ok' if good else f'FAILED: {done.stdout}{done.stderr}'
    print(f"{'vendor-way':14} the way of the vendor's script of 2021: {verdict}, {time.monotonic() - began:.1f} s")
    return good


def passes(case: Case, place: World, service: Simulator) -> bool:
    service.reset()
    try:
        case.run(place)
    except Exception:
        print(f'FAILED {place.client.name}: {case.name}\n{traceback.format_exc()}', flush=True)
        return False
    return True


if __name__ == '__main__':
    raise SystemExit(main())
