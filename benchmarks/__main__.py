# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`python -m benchmarks`: measure the parts that are asked for, keep their raw data, write the page.

Its pictures are drawn by `python -m benchmarks.plots`, which takes another environment.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import tempfile
import time

from . import page
from .measure import Bench
from .parts import PARTS


def main() -> None:
    """Do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument("--smoke", action="store_true", help="the smallest sizes only, to try the benchmark itself")
    parser.add_argument("--old-python", type=pathlib.Path, help="a Python with the vendor's old SDK")
    parser.add_argument(
        "--also-with",
        type=pathlib.Path,
        action="append",
        default=[],
        help="a folder with another ansible, for its start",
    )
    parser.add_argument("--output", type=pathlib.Path, required=True, help="folder for benchmark.md and benchmark/")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    raw = arguments.output / "benchmark" / "benchmark.json"
    raw.parent.mkdir(parents=True, exist_ok=True)
    data = json.loads(raw.read_text()) if raw.exists() else {}
    with tempfile.TemporaryDirectory(prefix="alibabacloud-cdn-benchmark-") as folder:
        bench = Bench(
            pathlib.Path(folder), arguments.old_python, arguments.smoke, other_tools=tuple(arguments.also_with)
        )
        for name in arguments.parts or PARTS:
            started = time.monotonic()
            print(f"{name}: {PARTS[name].__doc__}", flush=True)
            data[name] = PARTS[name](bench)
            data["machine"] = machine()
            raw.write_text(json.dumps(data, indent=1) + "\n")
            print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    (arguments.output / "benchmark.md").write_text(page.render(data))
    print(f"written: {arguments.output / 'benchmark.md'}")


def machine() -> dict[str, object]:
    """What the figures depend on; nothing that names the machine."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "ansible_core": importlib.metadata.version("ansible-core"),
        "sdk": f"alibabacloud-cdn20180510 {importlib.metadata.version('alibabacloud-cdn20180510')}",
    }


def _processor() -> str:
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
