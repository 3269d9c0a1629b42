# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands of the Makefile: run nox sessions side by side, or the demo, and leave nothing running."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import typing as t

import workspace

# Started first because they take longest; the others follow in the order of the noxfile.
LONGEST_FIRST = (
    "e2e",
    "sanity",
    "integration",
    "interrupts",
    "faults",
    "ansible_units",
    "ansible_lint",
    "build",
    "typing",
    "simulator",
)
# Reads what others leave: once they have ended.
AT_THE_END = "coverage"
SHOWN_LINES = 300


def main(arguments: list[str]) -> int:
    """Run a command and return the exit status."""
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    commands: dict[str, t.Callable[[list[str]], int]] = {
        "demo": lambda rest: _demo(),
        "nox": lambda rest: subprocess.run([*_nox(), *rest], env=_nox_environment(), check=False).returncode,
        "setup": lambda rest: _setup(),
        "test": lambda rest: _test("test", []),
        "test-quick": lambda rest: _test("quick", ["-m", "not slow"]),
    }
    if not arguments or arguments[0] not in commands:
        print(f"usage: run.py {{{','.join(commands)}}}", file=sys.stderr)
        return 2
    try:
        with nothing_left_running():
            return commands[arguments[0]](arguments[1:])
    except workspace.WorkspaceError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


# -- processes -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def nothing_left_running() -> t.Iterator[None]:
    """End whatever is left of the processes that were started inside, however it was left."""
    # A shell starts what it puts into the background with this signal ignored, and so would be all our children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: grandchildren that lose their parent become ours
        libc.prctl(1, signal.SIGTERM, 0, 0, 0)  # PR_SET_PDEATHSIG: end when make is killed
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end_descendants()


def _interrupt(number: int, frame: object) -> t.NoReturn:
    raise KeyboardInterrupt


def descendants() -> dict[int, str]:
    """The processes below this one that are alive, with what they are."""
    parents: dict[int, int] = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(path.parent.name)] = int(parent)
    ours: dict[int, str] = {}
    for process in parents:
        ancestor = process
        while ancestor := parents.get(ancestor, 0):
            if ancestor == os.getpid():
                with contextlib.suppress(OSError):
                    words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
                    ours[process] = b" ".join(words).decode(errors="replace").strip()
                break
    return ours


def end_descendants(grace: float = 5.0) -> list[str]:
    """Ask every process below this one to end, insist after a while; returns what they were."""
    _wait_for_quiet(0.5)
    left = descendants()
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in descendants():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        _wait_for_quiet(grace)
    return list(left.values())


def _wait_for_quiet(seconds: float) -> None:
    end = time.monotonic() + seconds
    while descendants() and time.monotonic() < end:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.05)


# -- setting up --------------------------------------------------------------------------------------------------------


def _nox() -> list[str]:
    tools = workspace.venv("nox", [workspace.REQUIREMENTS / "nox.txt"])
    return [str(tools / "python"), "-m", "nox", "-f", str(workspace.ROOT / "noxfile.py")]


def _nox_environment() -> dict[str, str]:
    return workspace.environment(NOX_ENVDIR=str(workspace.CACHE / "nox"), PYTHONUNBUFFERED="1")


def _setup() -> int:
    core = next(iter(workspace.available_cores()), None)
    if core is None:
        raise workspace.WorkspaceError("No Python for any of the supported versions of ansible-core was found.")
    tools = workspace.core_venv(core)
    workspace.link_live_tree()
    print(f"Ready. Interpreter for an editor: {tools}/python\nTests: {tools}/python -m pytest tests/unit")
    return 0


def _demo() -> int:
    requirements = [workspace.ROOT / "meta" / "ee-requirements.txt"]
    print("Preparing a virtual environment …", flush=True)
    tools = workspace.venv("demo", requirements, None, "ansible-core>=2.19", "aiohttp")
    with workspace.scratch("demo") as folder:
        print("Building and installing the collection …", flush=True)
        tarball = workspace.build(tools, folder)
        workspace.install(tools, tarball, folder / "collections")
        env = workspace.environment(
            tools,
            HOME=str(folder),
            TMPDIR=str(folder),
            ANSIBLE_HOME=str(folder / "ansible"),
            ANSIBLE_COLLECTIONS_PATH=str(folder / "collections"),
        )
        command = [tools / "python", workspace.ROOT / "demo" / "demo.py"]
        return subprocess.run(command, env=env, check=False).returncode


# -- tests -------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Run:
    """One nox session on its way."""

    name: str
    log: pathlib.Path
    report: pathlib.Path
    process: subprocess.Popen[bytes]
    started: float

    def outcome(self) -> str:
        """passed, failed, or skipped: what this machine lacks the Python for."""
        if self.process.returncode:
            return "failed"
        (result,) = json.loads(self.report.read_text())["sessions"]
        return {"success": "passed", "skipped": "skipped"}.get(result["result"], "failed")


def _test(tag: str, posargs: list[str]) -> int:
    started = time.monotonic()
    logs = workspace.CACHE / "logs" / f"{datetime.datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}"
    logs.mkdir(parents=True)
    nox = _nox()
    listed = subprocess.run(
        [*nox, "--list", "--json", "-t", tag], env=_nox_environment(), stdout=subprocess.PIPE, check=True
    )
    waiting = [entry["session"] for entry in json.loads(listed.stdout)]
    waiting.sort(key=lambda name: next((i for i, word in enumerate(LONGEST_FIRST) if name.startswith(word)), 99))
    waiting.sort(key=lambda name: name == AT_THE_END)
    print(f"{len(waiting)} sessions, logs in {logs.relative_to(workspace.ROOT)}", flush=True)

    running: list[Run] = []
    outcomes: dict[str, str] = {}
    while waiting or running:
        while waiting and len(running) < max(2, os.cpu_count() or 2) and not (waiting[0] == AT_THE_END and running):
            running.append(_start(nox, waiting.pop(0), logs, posargs))
        time.sleep(0.1)
        for run in [run for run in running if run.process.poll() is not None]:
            running.remove(run)
            outcomes[run.name] = run.outcome()
            print(f"  {outcomes[run.name]:8} {run.name:18} {time.monotonic() - run.started:5.0f} s", flush=True)
            if outcomes[run.name] == "failed":
                _show(run)
    left = end_descendants()
    return _sum_up(outcomes, left, time.monotonic() - started)


def _start(nox: list[str], name: str, logs: pathlib.Path, posargs: list[str]) -> Run:
    log, report = logs / f"{name}.log", logs / f"{name}.json"
    words = [*nox, "--session", name, "--report", str(report)]
    if name.startswith(("unit", "simulator")):
        words += ["--", *posargs]
    with log.open("wb") as output:
        process = subprocess.Popen(
            words,
            env=_nox_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Run(name, log, report, process, time.monotonic())


def _show(run: Run) -> None:
    lines = run.log.read_text(errors="replace").splitlines()
    if len(lines) > SHOWN_LINES:
        print(f"    … {len(lines) - SHOWN_LINES} lines before these are in {run.log}")
    print(*(f"    {line}" for line in lines[-SHOWN_LINES:]), sep="\n", flush=True)


def _sum_up(outcomes: dict[str, str], left: list[str], seconds: float) -> int:
    cores = workspace.available_cores()
    print()
    for core, wanted in workspace.CORES.items():
        names = [name for name, outcome in outcomes.items() if name.endswith(f"-{core}") and outcome != "skipped"]
        ran = ", ".join(sorted(name.removesuffix(f"-{core}") for name in names))
        if core not in cores:
            print(f"not there: ansible-core {core}, which needs Python {' or '.join(wanted)}")
        elif ran:
            candidate = f" (its candidate {workspace.CANDIDATES[core]})" if core in workspace.CANDIDATES else ""
            print(f"ansible-core {core}{candidate} on Python {cores[core]}: {ran}")
    missing = [series for series in workspace.PYTHONS if series not in workspace.interpreters()]
    if missing:
        print(f"not there: Python {', '.join(missing)}")

    failed = sorted(name for name, outcome in outcomes.items() if outcome == "failed")
    if len(cores) < int(os.environ.get("MIN_CORES") or 1):
        failed.append(f"{os.environ['MIN_CORES']} versions of ansible-core are wanted, {len(cores)} can run here")
    failed += [f"a session left this running: {process}" for process in left]
    if failed:
        print("failed:", *failed, sep="\n  ")
    print(f"{seconds:.0f} s")
    passed = sum(outcome == "passed" for outcome in outcomes.values())
    print(f"{passed} passed, {len(failed)} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
