# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line explains about itself: switches, settings, faults."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from .service.faults import FAULT_KINDS
from .service.limits import LIMITS, QUOTAS, RATES, Limit
from .service.sources import SOURCES
from .service.switches import SWITCHES

WIDTH = 110

DESCRIPTION = """\
A simulator of the Alibaba Cloud CDN control API (Cdn 2018-05-10) on 127.0.0.1, for tests and demonstrations without
an account. It checks signatures, limits and quotas as the service documents them, and runs tasks that take time.

Before anything else it prints three lines, the environment that clients need:
  ALIBABA_CLOUD_CDN_ENDPOINT=http://127.0.0.1:PORT
  ALIBABA_CLOUD_ACCESS_KEY_ID=...
  ALIBABA_CLOUD_ACCESS_KEY_SECRET=...
Then it serves until it gets SIGTERM or SIGINT. Every domain name is yours, but those that end in .invalid are not."""

CONTROL = """\
Beside the API (not part of the service, not signed):
  GET    /, /_simulator/          a page for people
  GET    /_simulator/ledger       every accepted entry            ?kind=file
  GET    /_simulator/calls        every call                      ?operation=RefreshObjectCaches
  GET    /_simulator/tasks        every task as it truly is
  GET    /_simulator/quotas       daily quotas
  GET    /_simulator/faults       faults in force
  POST   /_simulator/faults       add a fault, or a list of them
  DELETE /_simulator/faults       remove all, or one              ?number=1
  POST   /_simulator/settings     change settings                 {"switches": {"by_id_shape": "nested"}}
  GET    /_simulator/clock        the service's time
  POST   /_simulator/clock        move it forwards                {"advance": 60}
  POST   /_simulator/reset        forget everything that happened"""


def switches() -> str:
    rows = []
    for switch in SWITCHES.values():
        rows.append(f'  {switch.name} = {" | ".join(switch.positions)}')
        rows.append(_wrapped(f'{switch.meaning} [{switch.source}]'))
    return 'Switches, where sources disagree or are silent (the first position is the default):\n' + '\n'.join(rows)


def faults() -> str:
    rows = []
    for kind in FAULT_KINDS.values():
        details = f'; details: {", ".join(kind.details)}' if kind.details else ''
        rows.append(f'  {kind.name:<16} {kind.meaning}{details}')
    return (
        'Faults, as JSON: {"kind": NAME, "operation": NAME or "*", "after": N, "times": N or -1, "domain": NAME,\n'
        '"match": PART-OF-URL, "kinds": [KIND], "fraction": 0-1, and the details of the kind}:\n' + '\n'.join(rows)
    )


def numbers() -> str:
    parts = [
        _numbers('limits', LIMITS.values()),
        _numbers('quotas', QUOTAS.values()),
        _numbers('rates', RATES.values()),
    ]
    return '\n'.join(parts)


def sources() -> str:
    return 'Sources:\n' + '\n'.join(f'  {key:<12} {text}' for key, text in SOURCES.items())


def _numbers(table: str, rows: Iterable[Limit]) -> str:
    lines = [f'  {table}.{row.name} = {row.value}: {row.meaning} [{row.source}]' for row in rows]
    return f'Numbers for --set {table}.NAME=N (0 = none):\n' + '\n'.join(lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=' ' * 6, subsequent_indent=' ' * 6)
