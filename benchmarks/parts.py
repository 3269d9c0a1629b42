# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of the benchmark. Each returns plain data; `make benchmark PARTS="start repeat"` chooses among them."""

from __future__ import annotations

import dataclasses
import itertools
import statistics
import sys
import typing as t

from simulator import Request, Running

from . import imports, measure
from .comparison import Plan, for_script, one_by_one, side_by_side
from .measure import HERE, OURS, RUNS, Bench

Data = dict[str, t.Any]

SIZES = (100, 1000, 10000, 100000)
DOMAINS = (1, 10)
TASK_TIMES = (0.5, 20.0, 300.0)


def start(bench: Bench) -> Data:
    """Cold start: pairs of a ping and a refresh of one URL, in turn, so that both meet the same machine."""
    releases: dict[tuple[tuple[str, str], ...], Bench] = {}
    for tools in (bench.tools, *bench.other_tools):
        one = dataclasses.replace(bench, tools=tools)
        releases.setdefault(tuple(one.versions().items()), one)
    return {"releases": [dict(versions) | _cold_starts(one) for versions, one in releases.items()]}


def _cold_starts(bench: Bench) -> Data:
    cases = {
        "ping": ("-m", "ping"),
        "nowait": ("-m", OURS, "-a", "urls=https://d0.example.com/index.html wait=false"),
        "wait": ("-m", OURS, "-a", "urls=https://d0.example.com/index.html"),
    }
    rows: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    with bench.service(0.0) as service:
        for turn in range(3 if bench.smoke else 41):
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


def profile(bench: Bench) -> Data:
    """What the module's process imports, and how long that takes."""
    return {"groups": imports.measure(bench)}


def small(bench: Bench) -> Data:
    """The collection with 100 and 1,000 URLs."""
    return _ours(bench, (100, 1000), DOMAINS, apart=2.0)


def medium(bench: Bench) -> Data:
    """The collection with 10,000 URLs."""
    return _ours(bench, (10000,), DOMAINS, apart=8.0)


def large(bench: Bench) -> Data:
    """The collection with 100,000 URLs of one domain, which has to wait for minutes."""
    return _ours(bench, (100000,), (1,), apart=12.0)


def wide(bench: Bench) -> Data:
    """The collection with 100,000 URLs of ten domains."""
    return _ours(bench, (100000,), (10,), apart=15.0)


def _ours(bench: Bench, sizes: t.Sequence[int], domains: t.Sequence[int], apart: float) -> Data:
    plans = [Plan("ours", *size) for size in _matrix(bench) if size[0] in sizes and size[1] in domains]
    work = [plan for plan in plans if _is_work(plan)]
    pauses = [plan for plan in plans if plan not in work]
    cells = one_by_one(bench, work) + side_by_side(bench, pauses, apart)
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def _is_work(plan: Plan) -> bool:
    """Whether work rather than pauses decides: the tasks are short, and no minute has to be waited for."""
    if plan.urls == 100000:
        return plan.domains > 1 and plan.task_time <= 20
    return plan.task_time < 20


def vendor(bench: Bench) -> Data:
    """The vendor's script of 2021, rebuilt, on the vendor's old SDK."""
    plans = [for_script("vendor", *size) for size in _matrix(bench)]
    # The largest, which keep the machine busy, after the others, which are to wait for their pauses only.
    cells = side_by_side(bench, [plan for plan in plans if plan.urls < 100000])
    cells += side_by_side(bench, [plan for plan in plans if plan.urls == 100000])
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def loop(bench: Bench) -> Data:
    """A shell loop over the vendor's command line."""
    cells = side_by_side(bench, [for_script("loop", *size) for size in _matrix(bench)])
    return {"cells": [dataclasses.asdict(cell) for cell in cells]}


def _matrix(bench: Bench) -> list[tuple[int, int, float]]:
    if bench.smoke:
        return [(100, 1, 0.5), (1000, 10, 0.5)]
    return list(itertools.product(SIZES, DOMAINS, TASK_TIMES))


def size(bench: Bench) -> Data:
    """Peak memory of the module's process, and reading and planning of up to a million URLs."""
    data: Data = {"memory": [], "plan": []}
    for urls in (1, 1000) if bench.smoke else (1, 1000, 10000, 100000):
        with bench.service(0.5) as service:
            done = bench.ansible("-m", OURS, "-a", f"src={bench.list_of(urls, 10)}", service=service, peak=True)
        data["memory"].append({"urls": urls, "mebibytes": done.peak, "seconds": done.seconds})
    for urls in (1000, 2000) if bench.smoke else (10000, 100000, 1000000):
        command = [sys.executable, str(HERE / "plan_run.py"), str(bench.list_of(urls, 10))]
        env = {**bench.environment(), "PYTHONPATH": bench.environment()["ANSIBLE_COLLECTIONS_PATH"]}
        found = [bench.process(command, env).result for _unused in range(bench.runs)]
        row = {key: statistics.median(item[key] for item in found) for key in found[0]}
        data["plan"].append({"urls": urls, **row})
    return data


# Entries of the run before. With those that are added, fewer than the 100 rows of a page: a repeat's cost grows with its own.
FIRST = 50


def repeat(bench: Bench) -> Data:
    """A later run with one URL more than the one before, while the account's history on the same domain grows."""
    rows = []
    for history in (0, 1000) if bench.smoke else (0, 1000, 10000, 100000):
        with bench.service(0.5, behind=history / 1000 * 60 + 3600) as service:
            _make_history(service, history)
            since = measure.time_of(service)
            done = []
            for urls in range(FIRST, FIRST + (2 if bench.smoke else RUNS + 1)):
                words = f"src={bench.list_of(urls, 1)} skip_submitted_since={since}"
                done.append(bench.ansible("-m", OURS, "-a", words, service=service))
        del done[0]
        for urls, process in enumerate(done, start=FIRST):
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


PARTS: dict[str, t.Callable[[Bench], Data]] = {
    "start": start,
    "profile": profile,
    "small": small,
    "medium": medium,
    "large": large,
    "wide": wide,
    "vendor": vendor,
    "loop": loop,
    "size": size,
    "repeat": repeat,
}
