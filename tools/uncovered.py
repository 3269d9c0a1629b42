# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""List the lines of plugins/ that no test reaches, each with the reason in uncovered.txt why it stays so.

    python tools/uncovered.py REPORT.json ...

The reports are what `coverage json` wrote. A line without a reason is a failure, and so is a reason for a line that is gone.
"""

from __future__ import annotations

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARGUED = ROOT / "tools" / "uncovered.txt"

# A file, and the text of a line in it.
Place = tuple[str, str]


def main(*reports: str) -> int:
    """Print the list and return the exit status."""
    reasons, unargued, unreached = read_reasons(), 0, 0
    files = read_reports(reports)
    for name, (_statements, missing) in sorted(files.items()):
        lines = (ROOT / name).read_text().splitlines()
        for number in sorted(missing):
            place = (name, lines[number - 1].strip())
            unreached += 1
            unargued += place not in reasons
            print(f"{name}:{number}: {place[1]}\n    {reasons.get(place, 'no reason given: test it, or argue it')}")
    stale = [(name, text) for name, text in reasons if not _has_line(name, text)]
    for name, text in stale:
        print(f"{ARGUED.name}: {name} has no such line any more: {text}")
    statements = sum(count for count, _missing in files.values())
    print(
        f"{statements - unreached} of {statements} lines of {len(files)} files are reached; "
        f"{unargued} others have no reason, {len(stale)} reasons no line"
    )
    return 1 if unargued or stale or not statements else 0


def _has_line(name: str, text: str) -> bool:
    return text in [line.strip() for line in (ROOT / name).read_text().splitlines()]


def read_reports(paths: tuple[str, ...]) -> dict[str, tuple[int, set[int]]]:
    """File → how many lines it has, and the numbers of those that are missing in every report."""
    files: dict[str, tuple[int, set[int]]] = {}
    for path in paths:
        for name, found in json.loads(pathlib.Path(path).read_text())["files"].items():
            missing = set(found["missing_lines"])
            if name in files:
                missing &= files[name][1]
            files[name] = (found["summary"]["num_statements"], missing)
    return files


def read_reasons() -> dict[Place, str]:
    """What uncovered.txt says."""
    reasons, reason = {}, ""
    for line in ARGUED.read_text().splitlines():
        if line.startswith("- "):
            reason = line[2:]
        elif line.strip() and not line.startswith("#"):
            name, text = line.split(": ", 1)
            reasons[name.strip(), text.strip()] = reason
    return reasons


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
