# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run programs against a simulator of their own, and measure what they take."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import pathlib
import resource
import subprocess
import sys
import threading
import time
import typing as t

from simulator import RealClock, Running, Settings, running

BIN = pathlib.Path(sys.executable).parent
HERE = pathlib.Path(__file__).resolve().parent
OURS = "alibabacloud.cdn.cdn_refresh"
RUNS = 5


class LateClock:
    """Starts in the past and catches up when it is moved forwards."""

    speed = 1.0

    def __init__(self, behind: float) -> None:
        self.behind = behind

    def now(self) -> float:
        return time.time() - self.behind

    def advance(self, seconds: float) -> None:
        self.behind -= seconds


@dataclasses.dataclass
class Bench:
    """Folders and programs of one benchmark.

    ``tools`` is the folder with ansible and its Python; ``other_tools`` are such folders with other releases of them.
    """

    folder: pathlib.Path
    old_python: pathlib.Path | None = None
    smoke: bool = False
    tools: pathlib.Path = BIN
    other_tools: tuple[pathlib.Path, ...] = ()

    @property
    def runs(self) -> int:
        """How often a figure is measured."""
        return 1 if self.smoke else RUNS

    @contextlib.contextmanager
    def service(self, task_time: float, speed: float = 1.0, *, behind: float = 0.0) -> t.Iterator[Running]:
        """A simulator with large quotas; rows can be seen at once, so that every way of looking has the same chance.

        ``behind``: its clock starts so many seconds ago, to be moved forwards while a history is made.
        """
        settings = Settings(quotas={"url": 10**8}, task_time={"refresh": task_time}, visibility=(0.0, 0.0))
        with running(settings, LateClock(behind) if behind else RealClock(speed)) as service:
            yield service

    def list_of(self, urls: int, domains: int) -> pathlib.Path:
        """A file of that many different URLs."""
        path = self.folder / f"{urls}-{domains}.txt"
        if not path.exists():
            with path.open("w") as file:
                for number in range(urls):
                    host = f"d{number % domains}.example.com"
                    file.write(f"https://{host}/assets/images/2026/{number:07}/picture.jpg?v={number}\n")
        return path

    def environment(self, service: Running | None = None) -> dict[str, str]:
        env = {
            "HOME": str(self.folder),
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "127.0.0.1",
            "ANSIBLE_HOME": str(self.folder / "ansible"),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_PYTHON_INTERPRETER": str(self.tools / "python"),
        }
        return env | (service.environment if service else {})

    def ansible(self, *words: str, service: Running | None = None, peak: bool = False) -> Process:
        return self.process([str(self.tools / "ansible"), "localhost", *words], self.environment(service), peak=peak)

    def process(self, command: t.Sequence[str], env: t.Mapping[str, str], *, peak: bool = False) -> Process:
        """Run it to its end; a failure ends the benchmark. CPU time and peak are right for one process at a time."""
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        with _Peak() if peak else contextlib.nullcontext() as watched:
            done = subprocess.run(command, env=env, cwd=self.folder, capture_output=True, text=True, check=False)
        seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Process(done.stdout, seconds, cpu, watched.kibibytes / 1024 if watched else 0.0)

    def versions(self) -> dict[str, str]:
        """Of Python and ansible-core."""
        text = "import importlib.metadata, platform; print(platform.python_version(), importlib.metadata.version('ansible-core'))"
        python, core = self.process([str(self.tools / "python"), "-c", text], self.environment()).stdout.split()
        return {"python": python, "ansible_core": core}

    def old_program(self) -> pathlib.Path:
        """The Python that has the vendor's old SDK."""
        if self.old_python is None:
            raise SystemExit("the environment of the vendor's old SDK is missing; start this by `make benchmark`")
        return self.old_python


@dataclasses.dataclass(frozen=True)
class Process:
    """What came of a program; ``peak`` in MiB is that of the module's own process, 0 where nobody watched."""

    stdout: str
    seconds: float
    cpu: float
    peak: float

    @property
    def result(self) -> dict[str, t.Any]:
        """The JSON that it printed."""
        return t.cast("dict[str, t.Any]", json.loads(self.stdout[self.stdout.index("{") :]))


class _Peak:
    """Watches the highest memory of the module's process, which is a grandchild and nobody else's to measure."""

    def __init__(self) -> None:
        self.kibibytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError, StopIteration, ValueError):
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    if b"python" in words[0] and any(b"AnsiballZ_cdn_refresh" in word for word in words[1:2]):
                        status = (folder / "status").read_text().splitlines()
                        line = next(line for line in status if line.startswith("VmHWM"))
                        self.kibibytes = max(self.kibibytes, int(line.split()[1]))


def time_of(service: Running) -> str:
    """The simulator's time as the option ``skip_submitted_since`` takes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(service.service.clock.now()))
