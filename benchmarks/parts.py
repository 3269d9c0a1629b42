# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of the benchmark. Each returns plain data; `--parts` chooses among them."""

from __future__ import annotations

import dataclasses
import statistics
import sys
import typing as t

from simulator import Request, Running

from . import measure, models
from .measure import HERE, OURS, Bench, Cell

Data = dict[str, t.Any]
VENDOR = HERE.parent / "tests" / "conformance" / "vendor_way.py"

# urls, domains, task time, factor of the clock. Real time as far as that takes seconds; a clock so fast that
# a call of some milliseconds would take longer than a task tells nothing.
_FAST = (
    (100000, 1, 0.5, 10.0),
    (100, 1, 20.0, 5.0),
    (10000, 1, 20.0, 5.0),
    (100, 1, 300.0, 50.0),
    (1000, 1, 300.0, 20.0),
    (10000, 1, 300.0, 10.0),
    (10000, 10, 300.0, 10.0),
    (100000, 10, 300.0, 2.0),
    (100000, 1, 300.0, 5.0),
)
_VENDOR = (
    (100, 1, 0.5, 1.0),
    (1000, 1, 0.5, 1.0),
    (1000, 10, 0.5, 1.0),
    (10000, 1, 0.5, 20.0),
    (100, 1, 20.0, 5.0),
    (1000, 1, 20.0, 20.0),
    (10000, 1, 20.0, 50.0),
    (100, 1, 300.0, 20.0),
    (1000, 1, 300.0, 50.0),
    (10000, 1, 300.0, 100.0),
)
_LOOP = (
    (100, 1, 0.5, 1.0),
    (1000, 1, 0.5, 1.0),
    (10000, 1, 0.5, 5.0),
    (100000, 1, 0.5, 20.0),
    (1000, 1, 20.0, 5.0),
    (10000, 1, 20.0, 20.0),
    (100000, 1, 20.0, 50.0),
    (1000, 1, 300.0, 50.0),
    (10000, 1, 300.0, 100.0),
    (100000, 1, 300.0, 500.0),
)


def start(bench: Bench) -> Data:
    """Cold start: pairs of a ping and a refresh of one URL, in turn, so that both meet the same machine."""
    cases = {
        "ping": ("-m", "ping"),
        "nowait": ("-m", OURS, "-a", "urls=https://d0.example.com/index.html wait=false"),
        "wait": ("-m", OURS, "-a", "urls=https://d0.example.com/index.html"),
    }
    rows: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    with bench.service(0.0) as service:
        for turn in range(3 if bench.smoke else 16):
            for name, words in cases.items():
                done = bench.ansible(*words, service=service)
                if turn:  # the first one finds cold caches
                    rows[name].append((done.seconds, done.cpu))
    data: Data = {"pairs": len(rows["ping"]), "ping": statistics.median(row[0] for row in rows["ping"])}
    for name in ("nowait", "wait"):
        pairs = list(zip(rows[name], rows["ping"], strict=True))
        data[name] = statistics.median(own[0] / ping[0] for own, ping in pairs)
        data[f"{name}_cpu"] = statistics.median(own[1] / ping[1] for own, ping in pairs)
        data[f"{name}_seconds"] = statistics.median(own[0] for own, _ping in pairs)
    return data


def ours(bench: Bench) -> Data:
    """The matrix of the collection."""
    runs = 1 if bench.smoke else 5
    cells = [measure.ours(bench, urls, number, 0.5, runs) for urls, number in _real(bench)]
    if not bench.smoke:
        cells += [measure.ours(bench, *cell, 20.0, 1) for cell in ((1000, 1), (10000, 10), (100000, 10))]
    program = (sys.executable, str(HERE / "fast_run.py"))
    for urls, number, task_time, speed in _chosen(bench, _FAST):
        cells.append(measure.script(bench, "ours", program, (urls, number, task_time), speed, 1))
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def vendor(bench: Bench) -> Data:
    """The vendor's script of 2021, rebuilt, on the vendor's old SDK."""
    program = (str(bench.old_program()), str(VENDOR), "--type", "File")
    cells = [
        measure.script(bench, "vendor", program, (urls, number, task_time), speed, _runs(bench, urls, task_time))
        for urls, number, task_time, speed in _chosen(bench, _VENDOR)
    ]
    for task_time in (0.5, 20.0, 300.0):
        seconds, calls = models.vendor_script(100000, task_time)
        seen = 0.2 if task_time <= 30 else 0.0
        cells.append(Cell("vendor", 100000, 1, task_time, seconds, calls, 0.0, 0, seen))
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def loop(bench: Bench) -> Data:
    """A shell loop over the vendor's command line."""
    program = (sys.executable, str(HERE / "shell_loop.py"))
    cells = [
        measure.script(bench, "loop", program, (urls, number, task_time), speed, _runs(bench, urls, task_time))
        for urls, number, task_time, speed in _chosen(bench, _LOOP)
    ]
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def size(bench: Bench) -> Data:
    """Peak memory of the module's process, and reading and planning of up to a million URLs."""
    data: Data = {"memory": [], "plan": []}
    for urls in (1, 1000) if bench.smoke else (1, 1000, 10000, 100000):
        with bench.service(0.5) as service:
            done = bench.ansible("-m", OURS, "-a", f"src={bench.list_of(urls, 10)}", service=service)
        data["memory"].append({"urls": urls, "mebibytes": done.peak, "seconds": done.seconds})
    for urls in (1000, 2000) if bench.smoke else (10000, 100000, 1000000):
        command = [sys.executable, str(HERE / "plan_run.py"), str(bench.list_of(urls, 10))]
        env = {**bench.environment(), "PYTHONPATH": bench.environment()["ANSIBLE_COLLECTIONS_PATH"]}
        found = [bench.process(command, env).result for _unused in range(1 if bench.smoke else 5)]
        row = {key: statistics.median(item[key] for item in found) for key in found[0]}
        data["plan"].append({"urls": urls, **row})
    return data


def repeat(bench: Bench) -> Data:
    """A later run with one URL more than the one before, while the account's history on the same domain grows."""
    rows = []
    for history in (0, 1000) if bench.smoke else (0, 1000, 10000, 100000):
        with bench.service(0.5, behind=history / 1000 * 60 + 3600) as service:
            _make_history(service, history)
            since = measure.time_of(service)
            done = []
            for urls in range(100, 102 if bench.smoke else 106):
                words = f"src={bench.list_of(urls, 1)} skip_submitted_since={since}"
                done.append(bench.ansible("-m", OURS, "-a", words, service=service))
        del done[0]
        for urls, process in enumerate(done, start=100):
            summary = process.result["summary"]
            assert (summary["skipped"], summary["complete"]) == (urls, 1), summary
        calls = statistics.median(sum(process.result["api_calls"].values()) for process in done)
        seconds = statistics.median(process.seconds for process in done)
        rows.append({"history": history, "calls": round(calls), "seconds": seconds})
    return {"rows": rows}


def _make_history(service: Running, tasks: int) -> None:
    for first in range(0, tasks, 1000):
        urls = "\n".join(f"https://d0.example.com/old/{number}.html" for number in range(first, first + 1000))
        reply = service.service.handle(Request("RefreshObjectCaches", {"ObjectPath": urls, "ObjectType": "File"}))
        assert reply.status == 200, reply.body
        service.service.clock.advance(60.0)
    service.service.clock.advance(3600.0)


def _real(bench: Bench) -> tuple[tuple[int, int], ...]:
    if bench.smoke:
        return ((100, 1), (1000, 10))
    return ((100, 1), (100, 10), (1000, 1), (1000, 10), (10000, 1), (10000, 10), (100000, 10))


def _chosen(bench: Bench, cells: t.Iterable[tuple[int, int, float, float]]) -> list[tuple[int, int, float, float]]:
    return [cell for cell in cells if not bench.smoke or cell[0] == 100]


def _runs(bench: Bench, urls: int, task_time: float) -> int:
    """Five where the machine decides the figure; where pauses do, one says it."""
    return 5 if urls == 100 and task_time == 0.5 and not bench.smoke else 1


PARTS: dict[str, t.Callable[[Bench], Data]] = {
    "start": start,
    "ours": ours,
    "vendor": vendor,
    "loop": loop,
    "size": size,
    "repeat": repeat,
}
