# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""List the lines of plugins/ that no test reaches, each with the reason in uncovered.txt why it stays so.

    python tools/uncovered.py REPORT.json

REPORT.json is what `coverage json` wrote. A line without a reason, and a reason for a line that is not there, fail.
"""

from __future__ import annotations

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARGUED = ROOT / "tools" / "uncovered.txt"


def main(report: str) -> int:
    """Print the list and return the exit status."""
    files = json.loads(pathlib.Path(report).read_text())["files"]
    reasons, used, bad = read_reasons(), set(), 0
    for name, found in sorted(files.items()):
        lines = (ROOT / name).read_text().splitlines()
        for number in found["missing_lines"]:
            place = (name, lines[number - 1].strip())
            used.add(place)
            bad += place not in reasons
            print(f"{name}:{number}: {place[1]}\n    {reasons.get(place, 'NO REASON: test it, or argue it')}")
    for name, text in reasons:
        if text not in [line.strip() for line in (ROOT / name).read_text().splitlines()]:
            bad += 1
            print(f"{ARGUED.name}: {name} has no line {text!r} any more")
    statements = sum(found["summary"]["num_statements"] for found in files.values())
    missing = sum(len(found["missing_lines"]) for found in files.values())
    print(f"{statements - missing} of {statements} lines of {len(files)} files are reached; {bad} to do")
    return 1 if bad or not statements else 0


def read_reasons() -> dict[tuple[str, str], str]:
    """(file, text of the line) → reason."""
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
