# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Turn the raw data into docs/benchmark.md: every figure comes from the data, every target beside what was measured."""

from __future__ import annotations

import typing as t

from . import models

Data = t.Mapping[str, t.Any]

NAMES = {
    "ours": "alibabacloud.cdn",
    "vendor": "vendor's script of 2021",
    "loop": "shell loop, 1,000 a request",
}

INTRO = """# Benchmark

The collection beside other ways of refreshing a cache, all against [the simulator](docsite/rst/simulator_guide.rst).
`make benchmark` measures everything anew and writes this page; `make benchmark PARTS="start repeat"` measures parts of it.
The raw figures are in [benchmark/benchmark.json](benchmark/benchmark.json).

{machine}

* **alibabacloud.cdn**: whole `ansible` processes, from the command to its result.
* **vendor's script of 2021**: rebuilt from a description ([vendor_way.py](../tests/conformance/vendor_way.py)) and run on
  the vendor's old SDK: 100 URLs a request, looks at 20 of their rows every 5 s, gives up after 30 s and goes on. A request
  over several domains, which makes several tasks, it does not look at.
* **shell loop**: one request per 1,000 URLs, looked at every 5 s until it has ended, then the next
  ([shell_loop.py](../benchmarks/shell_loop.py), on the vendor's current SDK).

How a figure came about stands beside it: *×5* is the median of five runs in real time; *clock ×N* a single run under a clock
that is faster by that factor in the simulator and in the pauses of the program, whose own work is counted at its true
length, but hides a part of its pauses, so that such a figure is rather too small. The collection's figures are all in real
time. Where pauses make up nearly all of a figure, the runs are made side by side, each with a simulator of its own; where
work does, one after the other. With 100,000 URLs, the collection's runs side by side hold each other up, so that such a
figure is rather too large.
"""


def render(data: Data) -> str:
    """The whole page."""
    parts = [INTRO.format(machine=_machine(data["machine"]))]
    parts += [_targets(data), _start(data), _comparison(data), _models(), _size(data), _repeat(data), _profile(data)]
    return "\n".join(part.strip("\n") + "\n" for part in parts if part)


def _machine(machine: Data) -> str:
    return (
        f"Measured on {machine['date']}: {machine['cores']} cores ({machine['processor']}), {machine['system']}, "
        f"Python {machine['python']}, ansible-core {machine['ansible_core']}, {machine['sdk']}."
    )


def _table(head: t.Sequence[str], rows: t.Iterable[t.Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(field) for field in row) + " |\n" for row in lines)


def cells_of(data: Data) -> list[Data]:
    return [cell for part in data.values() for cell in part.get("cells", [])]


def find(data: Data, who: str, urls: int, domains: int, task_time: float) -> Data | None:
    """The cell, if it was measured."""
    return next(
        (
            cell
            for cell in cells_of(data)
            if (cell["who"], cell["urls"], cell["domains"], cell["task_time"]) == (who, urls, domains, task_time)
        ),
        None,
    )


def _how(cell: Data) -> str:
    if cell["speed"] != 1:
        return f"clock ×{cell['speed']:g}"
    return f"×{cell['runs']}" if cell["runs"] > 1 else "once"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds < 10 else f"{seconds:,.1f} s" if seconds < 100 else f"{seconds:,.0f} s"


def _targets(data: Data) -> str:
    rows = [row for row in _target_rows(data) if row]
    return "## Targets\n\n" + _table(["target", "measured", "met"], rows) if rows else ""


def _target_rows(data: Data) -> t.Iterator[tuple[str, str, str] | None]:
    own, script = find(data, "ours", 1000, 1, 0.5), find(data, "vendor", 1000, 1, 0.5)
    if own and script:
        ratio = script["seconds"] / own["seconds"]
        yield _target("1,000 URLs, tasks of 0.5 s: 30 times as fast as the script", f"{ratio:.1f} times", ratio >= 30)
        yield _target("the same: at most 5 calls", f"{own['calls']} calls", own["calls"] <= 5)
    ten = find(data, "ours", 10000, 10, 300.0)
    if ten:
        yield _target("10,000 URLs over ten domains, L = 300 s: at most L + 15 s", *_within(ten, 315))
        yield _target("the same: at most 45 calls", f"{ten['calls']} calls", ten["calls"] <= 45)
    one = find(data, "ours", 10000, 1, 300.0)
    if one:
        yield _target(
            "the same on one domain: what the rule of 10,000 a minute dictates (0 s) + L + 15 s", *_within(one, 315)
        )
    overs = [c for c in cells_of(data) if c["who"] == "ours" and c["overshoot"] is not None]
    if overs:
        good = sum(cell["overshoot"] <= max(2.0, 0.05 * cell["task_time"]) for cell in overs)
        what = "overshoot at most 5 % of L, 2 s for L up to 20 s"
        yield _target(what, f"in {good} of {len(overs)} figures", good == len(overs))
    for start in data.get("start", {}).get("releases", []):
        what = f"cold start of one URL: at most 1.3 times a ping, with ansible-core {start['ansible_core']}"
        yield _target(what, f"{start['nowait']:.2f} times", start["nowait"] <= 1.3)
    memory = {row["urls"]: row for row in data.get("size", {}).get("memory", [])}
    if 100000 in memory:
        peak, seconds = memory[100000]["mebibytes"], memory[100000]["seconds"]
        yield _target("100,000 URLs from a file: at most 150 MiB", f"{peak:.0f} MiB", peak <= 150)
        yield _target("the same over ten domains: at most 30 s", _seconds(seconds), seconds <= 30)
    plans = {row["urls"]: row for row in data.get("size", {}).get("plan", [])}
    if {100000, 1000000} <= set(plans):
        ratio = (plans[1000000]["read"] + plans[1000000]["plan"]) / (plans[100000]["read"] + plans[100000]["plan"])
        yield _target("a million URLs planned in linear time", f"{ratio:.1f} times the time of 100,000", ratio <= 12)
    rows = data.get("repeat", {}).get("rows", [])
    if rows:
        same = len({row["calls"] for row in rows}) == 1
        counts = ", ".join(str(row["calls"]) for row in rows)
        yield _target("a repeat costs the same whatever the history", f"calls: {counts}", same)


def _target(what: str, measured: str, met: bool) -> tuple[str, str, str]:
    return what, measured, "yes" if met else "**no**"


def _within(cell: Data, limit: float) -> tuple[str, bool]:
    return f"{_seconds(cell['seconds'])} ({_how(cell)})", cell["seconds"] <= limit


OTHER_RELEASE = """A ping is cheaper with a newer Python, which collects less garbage while ansible packs a module.
Ours is not, as nothing is collected meanwhile whatever the Python.
"""


def _start(data: Data) -> str:
    if "start" not in data:
        return ""
    rows = []
    releases = data["start"]["releases"]
    for start in releases:
        of = f"{start['ansible_core']}, Python {start['python']}"
        rows.append((of, "`ansible localhost -m ping`", "1", "1", _seconds(start["ping"])))
        for name, what in (("nowait", "one URL, `wait=false`"), ("wait", "one URL, waiting, done at once")):
            ratios = (f"{start[name]:.2f}", f"{start[f'{name}_cpu']:.2f}")
            rows.append((of, what, *ratios, _seconds(start[f"{name}_seconds"])))
    return (
        "## Cold start\n\nWhole processes in turn, so that each pair met the same machine; medians of "
        f"{releases[0]['pairs']} pairs.\n\n"
        + _table(["ansible-core", "what", "times a ping", "the same in CPU time", "wall"], rows)
        + "\nWhat is left above a ping is for the most part the import of the SDK's general client, which is its public "
        "surface: see below.\n" + (OTHER_RELEASE if len(releases) > 1 else "")
    )


def _comparison(data: Data) -> str:
    text = "## The comparison\n\n"
    for task_time in (0.5, 20.0, 300.0):
        cells = [cell for cell in cells_of(data) if cell["task_time"] == task_time]
        if not cells:
            continue
        cells.sort(key=lambda cell: (cell["urls"], cell["domains"], list(NAMES).index(cell["who"])))
        rows = [
            (
                f"{cell['urls']:,}",
                cell["domains"],
                NAMES[cell["who"]],
                _seconds(cell["seconds"]),
                f"{cell['calls']:,}",
                f"{cell['seen']:.0%}",
                "–" if cell["overshoot"] is None else f"{cell['overshoot']:.2f} s",
                _how(cell),
            )
            for cell in cells
        ]
        head = ["URLs", "domains", "what", "wall", "calls", "ends seen", "overshoot", "how"]
        text += (
            f"### Tasks of {task_time:g} s\n\n![Wall time](benchmark/wall-{task_time:g}.svg)\n\n{_table(head, rows)}\n"
        )
    return text


def _models() -> str:
    rows = []
    for tool in models.TOOLS:
        fields = [tool.name, tool.batch, tool.poll or "–", "–" if tool.longest == float("inf") else f"{tool.longest:g}"]
        for urls, task_time in ((1000, 20.0), (10000, 300.0), (100000, 300.0)):
            star = "" if tool.sees_the_end(task_time) else " \\*"
            fields.append(f"{tool.wall(urls, task_time):,.0f} s / {tool.calls(urls, task_time):,}{star}")
        rows.append(fields)
    head = ["tool", "batch", "poll (s)", "longest (s)", "1,000, L = 20 s", "10,000, L = 300 s", "100,000, L = 300 s"]
    return (
        "## Models of other tools\n\nNothing in this table was run. Wall time and calls by"
        f"\n{models.FORMULA},\nwith `S` requests of `batch` URLs, task time `L`, pause `p` between looks, longest wait "
        f"`T`, round trip `r` = {models.ROUND_TRIP} s, gap `g`.\nTools for other clouds keep their own limits, so this compares "
        "ways of working, not services. \\*: gives up, or never looks, before the end.\n\n" + _table(head, rows)
    )


def _size(data: Data) -> str:
    if "size" not in data:
        return ""
    memory = [
        (f"{row['urls']:,}", f"{row['mebibytes']:.0f} MiB", _seconds(row["seconds"])) for row in data["size"]["memory"]
    ]
    plan = [
        (
            f"{row['urls']:,}",
            _seconds(row["read"]),
            _seconds(row["plan"]),
            f"{row['requests']:,.0f}",
            f"{row['mebibytes']:.0f} MiB",
        )
        for row in data["size"]["plan"]
    ]
    return (
        "## Large inputs\n\nURLs of about 70 characters over ten domains, from a file, tasks of 0.5 s. The memory is the peak "
        "of the module's process; the\nwall time that of the whole `ansible`, one run.\n\n"
        + _table(["URLs", "peak memory", "wall"], memory)
        + "\nReading, checking and planning alone, CPU time, medians of five:\n\n![Planning](benchmark/planning.svg)\n\n"
        + _table(["URLs", "reading and checking", "planning", "requests", "peak memory"], plan)
    )


def _repeat(data: Data) -> str:
    if "repeat" not in data:
        return ""
    rows = [(f"{row['history']:,}", row["calls"], _seconds(row["seconds"])) for row in data["repeat"]["rows"]]
    return (
        "## A repeat, as the account's history grows\n\nA run with `skip_submitted_since` over 50 URLs that an earlier run "
        "completed and one that is new;\nwith each repeat one more. The history lies on the same domain, before that time. "
        "Medians of five.\n\n"
        "![A repeat](benchmark/repeat.svg)\n\n" + _table(["tasks before", "calls", "wall"], rows)
    )


def _profile(data: Data) -> str:
    text = "## Where the time goes\n\n"
    if "profile" in data:
        groups = sorted(data["profile"]["groups"].items(), key=lambda item: -item[1]["milliseconds"])
        whole = sum(group["milliseconds"] for _name, group in groups)
        rows = [
            (name, f"{group['milliseconds'] / whole:.0%}", f"{group['milliseconds']:.0f} ms", f"{group['modules']:.0f}")
            for name, group in groups
        ]
        text += (
            "`python -X importtime` over the file that ansible sends for one URL, which makes each import look somewhat longer "
            "than\nit is; medians of 15. A module of Python's own counts for what imports it first.\n\n"
            + _table(["imports of", "share", "time", "modules"], rows)
            + "\n"
        )
    return text + PROFILE


PROFILE = """What was done, without a change to the SDK and pinned by tests:

* the general client instead of the one generated for CDN, which loads 500 model files that nobody asks for;
* no garbage collection while a thousand modules are loaded, and what was loaded is passed over when the process ends; nor
  while entries are read, of which a million took a fifth longer; nor while ansible packs the module, for which it parses
  a hundred files in a process that holds much already;
* aiohttp and the 80 modules under it, a third of the time of all of the SDK's imports, are not loaded: the SDK makes its
  asynchronous calls through it, and none is made here. While the SDK is imported, empty classes stand in for the two that it
  names in annotations; any other use imports the library. This hangs on how the SDK uses it: a test fails should that
  change, and the module imports it as before;
* certificate authorities are not read for a connection without TLS;
* what only some runs need is imported by these: for files, folders and manifests, for earlier tasks, for tasks that are
  waited for, for lost answers and other failures, for a file of results;
* the collection's own modules are compiled once each. Python's importer for archives, as which ansible sends a module,
  compiles each of them twice, the first time to tell the name of its file; an archive keeps no bytecode;
* what is sent imports modules and no names, as ansible looks for a file for every name before it packs a module: a tenth
  of the time that packing takes; and its dataclasses are plain ones, as frozen ones take twice as long to make.

Tried once, and not kept, as it does not help: importing the SDK in a thread beside what else is imported and read (an eighth
slower: both want the interpreter's lock), and pipelining (within what two series differ by).

Waiting: the next look comes when steadily reported progress says that the task ends, and rows that may still appear are
waited for instead of paging through the task list.

Not done: signing requests ourselves, which would save most of the import of the SDK.
"""
