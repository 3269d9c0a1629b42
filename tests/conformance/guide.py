# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the simulator guide, from the simulator's own: `python -m conformance.guide` writes them anew.

Run in `tests/`. A unit test fails when the guide differs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from simulator import FAULT_KINDS, SWITCHES

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / 'docs' / 'docsite' / 'rst' / 'simulator_guide.rst'
BOTH_WAYS = ROOT / 'tests' / 'faults' / 'test_both_ways.py'
# What the suite, which runs without a server, cannot meet: tests/simulator_unit/test_modules_on_the_wire.py does.
ON_THE_WIRE = ('body_bytes', 'clock_skew', 'prefetch_form', 'query_bytes', 'signature_status', 'unknown_key')


def written(text: str) -> str:
    """The guide with its tables as they must be."""
    for name, rows in (('switches', switch_rows()), ('faults', fault_rows())):
        begin, end = f'.. {name} begin\n', f'.. {name} end\n'
        before, rest = text.split(begin)
        text = f'{before}{begin}\n{table(rows)}\n{end}{rest.split(end)[1]}'
    return text


def switch_rows() -> Iterable[tuple[str, ...]]:
    yield 'Switch', 'Positions', 'What it decides', 'Source', 'Modules tried'
    left_out = not_met()
    for row in SWITCHES.values():
        positions = ', '.join(f'``{position}``' for position in row.positions)
        if row.name in ON_THE_WIRE:
            tried = tried_in(row.positions) + ', over HTTP'
        elif row.name in left_out:
            tried = 'no'
        else:
            tried = tried_in(row.positions)
        meaning = re.sub('https?://', r'``\g<0>``', row.meaning)  # no link
        yield f'``{row.name}``', positions, meaning, row.source, tried


def tried_in(positions: tuple[str, ...]) -> str:
    return 'both' if len(positions) == 2 else 'every position'


def fault_rows() -> Iterable[tuple[str, ...]]:
    yield 'Fault', 'What happens', 'Details'
    for kind in FAULT_KINDS.values():
        meaning = kind.meaning.replace('`', '``')
        yield f'``{kind.name}``', meaning, ', '.join(f'``{detail}``' for detail in kind.details)


def not_met() -> set[str]:
    """The switches that the suite in tests/faults leaves out."""
    for statement in ast.parse(BOTH_WAYS.read_text()).body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], 'id', '') == 'NOT_MET_HERE':
            found: set[str] = ast.literal_eval(statement.value)
            return found
    raise LookupError(f'{BOTH_WAYS.name} does not say with NOT_MET_HERE which switches it leaves out')


def table(rows: Iterable[tuple[str, ...]]) -> str:
    lines = ['.. list-table::', '   :header-rows: 1', '']
    for row in rows:
        for number, cell in enumerate(row):
            lines.append(f'   {" " if number else "*"} - {cell}'.rstrip())
    return '\n'.join(lines) + '\n'


if __name__ == '__main__':
    GUIDE.write_text(written(GUIDE.read_text()))
