# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the module's process imports, and how long that takes: `python -X importtime` over the file that ansible sends."""

from __future__ import annotations

import collections
import os
import re
import statistics
import subprocess
import sys
import typing as t

from .measure import OURS, Bench

# Whose a package is, by its outermost name. A module of Python's own counts for what imports it first.
_GROUPS = {
    "ansible-core's module code": ("ansible",),
    "the collection": ("ansible_collections",),
    "the SDK itself": ("Tea", "darabonba"),
    "its HTTP library": ("requests", "urllib3", "certifi", "charset_normalizer", "idna"),
    "its scheduler": ("apscheduler", "tzlocal"),
    "its cryptography": ("cryptography", "_cffi_backend"),
}
START = "Python's own start"
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \| (\s*)(\S+)")


def measure(bench: Bench) -> dict[str, dict[str, float]]:
    """Group → milliseconds and modules; medians."""
    with bench.service(0.0) as service:
        place = bench.folder / "kept"
        env = bench.environment(service) | {"ANSIBLE_KEEP_REMOTE_FILES": "true", "ANSIBLE_REMOTE_TEMP": str(place)}
        words = [str(bench.tools / "ansible"), "localhost", "-m", OURS, "-a", "urls=https://d0.example.com/ wait=false"]
        bench.process(words, env)
        sent = next(place.glob("*/AnsiballZ_*.py"))
        runs = [_import_times(sent, env) for _unused in range(1 if bench.smoke else 15)]
    return {
        group: {name: statistics.median(run[group][name] for run in runs) for name in ("milliseconds", "modules")}
        for group in (*_GROUPS, START)
    }


def _import_times(program: os.PathLike[str], env: t.Mapping[str, str]) -> dict[str, dict[str, float]]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(program)], env=env, capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, float]] = collections.defaultdict(lambda: {"milliseconds": 0.0, "modules": 0})
    above: list[tuple[int, str]] = [(-1, START)]
    # A module's line comes after those of what it imports, which are indented below it.
    for microseconds, indent, module in reversed(_LINE.findall(done.stderr)):
        while above[-1][0] >= len(indent):
            above.pop()
        name = _group(module.partition(".")[0]) or above[-1][1]
        above.append((len(indent), name))
        found[name]["milliseconds"] += int(microseconds) / 1000
        found[name]["modules"] += 1
    return found


def _group(package: str) -> str:
    for group, packages in _GROUPS.items():
        if package in packages or (group == "the SDK itself" and package.startswith("alibabacloud_")):
            return group
    return ""
