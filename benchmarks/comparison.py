# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One figure of the comparison: the same list, refreshed by one of the programs, held against what the simulator knows."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import math
import statistics
import sys
import time
import typing as t

from simulator import Running

from .measure import HERE, OURS, Bench
from .models import Tool

# A run that would take longer than this is made under a faster clock, once.
LONGEST = 900.0
# Runs side by side start so many seconds apart, so that each starts by itself.
APART = 2.0
# How long these pause at the most, which tells the clock that they need; their figures are measured.
SCRIPTS = {
    "vendor": Tool("vendor's script of 2021", 100, 5.0, 30.0, 1.0),
    "loop": Tool("shell loop", 1000, 5.0),
}
VENDOR = HERE.parent / "tests" / "conformance" / "vendor_way.py"


@dataclasses.dataclass(frozen=True)
class Plan:
    """Refresh ``urls`` of ``domains`` where a task takes ``task_time`` seconds, under a clock ``speed`` times as fast."""

    who: str
    urls: int
    domains: int
    task_time: float
    speed: float = 1.0


@dataclasses.dataclass
class Cell:
    """What came of a plan.

    :ivar seconds: wall time of the whole; the median of ``runs``.
    :ivar speed: factor of the simulator's clock; 1 = real time.
    :ivar seen: part of the true ends that was really seen.
    :ivar overshoot: seconds from the true end of the last task to the look that saw it; None where none did.
    """

    who: str
    urls: int
    domains: int
    task_time: float
    seconds: float
    calls: int
    speed: float = 1.0
    runs: int = 1
    seen: float = 1.0
    overshoot: float | None = None


class _Row(t.NamedTuple):
    seconds: float
    calls: float
    seen: float
    overshoot: float


def for_script(who: str, urls: int, domains: int, task_time: float) -> Plan:
    """Of the vendor's script or the shell loop, in real time if that does not take too long."""
    expected = SCRIPTS[who].pauses(urls, task_time)
    return Plan(who, urls, domains, task_time, 1.0 if expected <= LONGEST else math.ceil(expected / (LONGEST / 2)))


def one_by_one(bench: Bench, plans: t.Iterable[Plan]) -> list[Cell]:
    """Where the machine decides the figure: nothing else runs meanwhile."""
    return [_cell(plan, [_run(bench, plan) for _unused in range(bench.runs)]) for plan in plans]


def side_by_side(bench: Bench, plans: t.Sequence[Plan], apart: float = APART) -> list[Cell]:
    """Where pauses make up nearly all of it: all runs at the same time, each with a simulator of its own."""
    runs = [plan for plan in plans for _unused in range(bench.runs if plan.speed == 1 else 1)]
    for plan in plans:
        bench.list_of(plan.urls, plan.domains)

    def run(place: int) -> _Row:
        time.sleep(place * apart)
        return _run(bench, runs[place])

    if not runs:
        return []
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(runs)) as pool:
        rows = list(pool.map(run, range(len(runs))))
    return [_cell(plan, [row for own, row in zip(runs, rows, strict=True) if own == plan]) for plan in plans]


def _run(bench: Bench, plan: Plan) -> _Row:
    with bench.service(plan.task_time, plan.speed) as service:
        return (_ours if plan.who == "ours" else _script)(bench, plan, service)


def _ours(bench: Bench, plan: Plan, service: Running) -> _Row:
    """`ansible` as a user runs it."""
    done = bench.ansible("-m", OURS, "-a", f"src={bench.list_of(plan.urls, plan.domains)}", service=service)
    entries, end, looked = _truth(service)
    calls = sum(done.result["api_calls"].values())
    assert calls == len(service.service.calls())
    assert entries == done.result["summary"]["complete"] == plan.urls
    return _Row(done.seconds, calls, 1.0, looked - end)


def _script(bench: Bench, plan: Plan, service: Running) -> _Row:
    """A program that prints its own JSON."""
    words = [str(bench.list_of(plan.urls, plan.domains)), "--speed", str(plan.speed)]
    if plan.who == "vendor":
        program = [str(bench.old_program()), str(VENDOR), "--type", "File", "--endpoint", service.endpoint]
    else:
        program = [sys.executable, str(HERE / "shell_loop.py")]
    done = bench.process([*program, *words], bench.environment(service))
    found = done.result
    if plan.who == "vendor":
        found |= {"calls": found["requests"], "seen": sum(batch["seen"] for batch in found["batches"])}
    _entries, end, looked = _truth(service)
    # Under a fast clock the program's own work is counted at its true length.
    seconds = found["seconds_at_speed_1"] + done.seconds - found["seconds"]
    return _Row(seconds, found["calls"], found["seen"] / plan.urls, looked - end)


def _cell(plan: Plan, rows: t.Sequence[_Row]) -> Cell:
    seconds, calls, seen, overshoot = (statistics.median(column) for column in zip(*rows, strict=True))
    return Cell(
        **dataclasses.asdict(plan),
        seconds=seconds,
        calls=round(calls),
        runs=len(rows),
        seen=seen,
        overshoot=overshoot if seen == 1 else None,
    )


def _truth(service: Running) -> tuple[int, float, float]:
    """What the simulator knows: entries that have ended, when the last of them did, when it was last looked at."""
    accepted = service.service.accepted()
    now = service.service.clock.now()
    ended = [item.task.ends_at for item in accepted if item.task.ends_at <= now]
    return len(ended), max(ended, default=0.0), service.service.calls()[-1].time
