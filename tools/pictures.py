# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw the timeline of a run for the guides: a refresh by `ansible` against the simulator, measured call by call.

`python tools/pictures.py` takes a minute and a half, needs no network once its packages are there, and writes an SVG.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import typing as t
import urllib.request

import workspace

PICTURE = workspace.ROOT / "docs" / "docsite" / "rst" / "images" / "timeline.svg"
URLS = {"www.example.com": 3000, "static.example.com": 2400, "img.example.com": 600}
TASK_TIME = 45
SIMULATOR = ["--task-time", str(TASK_TIME), "--set", "jitter=0.3", "--visibility", "0-3", "--log"]
FAULT = {"kind": "throttle", "operation": "RefreshObjectCaches", "after": 4, "times": 1}

# Rows of the picture: operation → label, colour.
CALLS = {
    "DescribeRefreshQuota": ("read the quota", "#7a7a7a"),
    "RefreshObjectCaches": ("send", "#c0392b"),
    "DescribeRefreshTaskById": ("look at tasks", "#1f6fb2"),
    "DescribeRefreshTasks": ("read the task list", "#1f6fb2"),
}


@dataclasses.dataclass
class Run:
    """What was measured. Times in seconds since the first call."""

    calls: list[tuple[float, str, bool]] = dataclasses.field(default_factory=list)
    complete: list[tuple[float, int]] = dataclasses.field(default_factory=list)
    result: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    ended: float = 0.0


def measure(tools: pathlib.Path, folder: pathlib.Path) -> Run:
    """Let it happen."""
    entries = folder / "urls.txt"
    entries.write_text("".join(f"https://{host}/{n}.html\n" for host, count in URLS.items() for n in range(count)))
    command = [tools / "python", "-m", "simulator", "--exit-with-parent", str(os.getpid()), *SIMULATOR]
    env = workspace.environment(tools, HOME=str(folder), TMPDIR=str(folder))
    with subprocess.Popen(
        [*command, "--fault", json.dumps(FAULT)],
        cwd=workspace.ROOT / "tests",
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as simulator:
        try:
            env |= dict(simulator.stdout.readline().strip().split("=", 1) for _unused in range(3))
            run, heard, over = Run(), [], threading.Event()
            threading.Thread(target=_listen, args=(simulator.stderr, heard), daemon=True).start()
            address = f"{env['ALIBABA_CLOUD_CDN_ENDPOINT']}/_simulator/tasks"
            watcher = threading.Thread(target=_watch, args=(address, run.complete, over))
            watcher.start()
            run.result = _refresh(tools, entries, env)
            ended = time.monotonic()
            over.set()
            watcher.join()
        finally:
            simulator.terminate()
    started = heard[0][0]
    run.calls = [(at - started, operation, refused) for at, operation, refused in heard]
    run.complete = [(at - started, count) for at, count in run.complete if at >= started]
    run.ended = ended - started
    return run


def _listen(stream: t.IO[str], heard: list[tuple[float, str, bool]]) -> None:
    for line in stream:
        operation = next((name for name in re.findall(r"\w+", line) if name in CALLS), None)
        if operation:
            heard.append((time.monotonic(), operation, "Throttling" in line))


def _watch(address: str, counts: list[tuple[float, int]], over: threading.Event) -> None:
    while not over.wait(0.5):
        with urllib.request.urlopen(address) as answer:
            rows = json.load(answer)
        counts.append((time.monotonic(), sum(row["status"] == "Complete" for row in rows)))


def _refresh(tools: pathlib.Path, entries: pathlib.Path, env: t.Mapping[str, str]) -> dict[str, t.Any]:
    options = {"ANSIBLE_COLLECTIONS_PATH": str(workspace.link_live_tree()), "ANSIBLE_LOAD_CALLBACK_PLUGINS": "1"}
    options["ANSIBLE_STDOUT_CALLBACK"] = "ansible.builtin.minimal"
    command = [tools / "ansible", "localhost", "-i", "localhost,", "-c", "local", "-e"]
    command += [f"ansible_python_interpreter={tools / 'python'}", "-m", "alibabacloud.cdn.cdn_refresh"]
    done = subprocess.run(
        [*command, "-a", f"src={entries}"], env={**env, **options}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise workspace.WorkspaceError(f"{done.stdout}\nThe refresh failed.")
    return t.cast("dict[str, t.Any]", json.loads(done.stdout[done.stdout.index("{") :]))


def draw(run: Run, path: pathlib.Path) -> None:
    """Make the picture."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": path.name, "font.family": "sans-serif", "font.size": 10}
    )
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, sharex=True, figsize=(8.4, 4.4), height_ratios=(3, 2), layout="constrained"
    )
    total = run.result["summary"]["complete"]
    times = [at for at, _count in run.complete]
    above.fill_between(times, [count for _at, count in run.complete], step="post", color="#cfe3f3")
    above.step(times, [count for _at, count in run.complete], where="post", color="#1f6fb2")
    above.axvline(run.ended, color="#2e7d32", linewidth=1.2)
    above.text(
        0.02,
        0.92,
        f"result: {total:,} of {total:,} complete\nafter {run.ended:.0f} s and {sum(run.result['api_calls'].values())} calls",
        transform=above.transAxes,
        va="top",
        color="#2e7d32",
    )
    above.set_ylabel("URLs complete")
    above.set_ylim(0, total * 1.08)
    above.yaxis.set_major_formatter(lambda value, _position: f"{value:,.0f}")
    seen = [operation for operation in CALLS if any(call[1] == operation for call in run.calls)]
    for row, operation in enumerate(reversed(seen)):
        _label, colour = CALLS[operation]
        good = [at for at, name, refused in run.calls if name == operation and not refused]
        refused = [at for at, name, refused in run.calls if name == operation and refused]
        below.plot(good, [row] * len(good), "|", color=colour, markersize=16, markeredgewidth=1.4)
        below.plot(refused, [row] * len(refused), "x", color=colour, markersize=8, markeredgewidth=1.6)
        if refused:
            note = f"{len(good) + len(refused)} requests; x was throttled and sent again"
            below.annotate(note, (refused[-1], row), xytext=(18, 0), textcoords="offset points", va="center")
    below.set_yticks(range(len(seen)), [CALLS[operation][0] for operation in reversed(seen)])
    below.set_ylim(-0.6, len(seen) - 0.4)
    below.set_xlabel("seconds")
    below.set_xlim(-1, run.ended * 1.03)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="x", color="#eeeeee")
        axes.set_axisbelow(True)
    requests = run.result["batches"]
    above.set_title(
        f"{total:,} URLs of {len(URLS)} domains in {requests} requests, tasks of about {TASK_TIME} s", fontsize=11
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    # matplotlib ends lines with blanks.
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text().splitlines()))


def main() -> int:
    """Measure in this process's environment of tools, draw in it as well."""
    tools = workspace.venv("pictures", [workspace.REQUIREMENTS / "pictures.txt"])
    if pathlib.Path(sys.prefix).resolve() != tools.parent.resolve():
        return subprocess.run([tools / "python", __file__], check=False).returncode
    with workspace.scratch("pictures") as folder:
        run = measure(tools, folder)
        draw(run, PICTURE)
    calls = ", ".join(f"{name}: {count}" for name, count in run.result["api_calls"].items())
    print(f"{PICTURE}: {run.ended:.1f} s, {calls}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
