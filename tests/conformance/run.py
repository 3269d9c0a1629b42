# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive the simulator with the vendor's own clients: `python tests/conformance/run.py`.

Everything it needs it installs by itself below .cache/conformance, once.
"""

from __future__ import annotations

import argparse
import sys
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
