# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`python -m faults --count 10000`: play new schedules and print the seeds of those that break an invariant."""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import random
import time
import traceback

from .invariants import play, violations


def check(seed: int) -> list[str]:
    """The violations of one seed; an exception is one too."""
    try:
        return violations(play(seed))
    except Exception:
        return [f'seed {seed}: {traceback.format_exc()}']


def main() -> int:
    """Play and report."""
    parser = argparse.ArgumentParser(prog='python -m faults', description=__doc__)
    parser.add_argument('--count', type=int, default=1000, help='how many schedules (default 1000)')
    parser.add_argument('--seed', type=int, help='the first seed; default: a random one')
    parser.add_argument('--processes', type=int, default=os.cpu_count(), help='default: one for each core')
    arguments = parser.parse_args()
    first = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 40)
    started = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(arguments.processes) as pool:
        results = pool.map(check, range(first, first + arguments.count), chunksize=20)
        bad = [text for found in results for text in found]
    for text in bad:
        print(text)
    seconds = time.monotonic() - started
    print(f'{arguments.count} schedules from seed {first} in {seconds:.0f} s: {len(bad)} violations')
    return 1 if bad else 0


if __name__ == '__main__':
    raise SystemExit(main())
