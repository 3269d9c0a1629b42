# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""List the lines of plugins/ that no test reaches, each with the reason in uncovered.txt why it stays so.

    python tools/uncovered.py REPORT.json

REPORT.json is what `coverage json` wrote. Fewer lines than FLOOR reached, and a reason for a line that is not there,
are failures.
"""

from __future__ import annotations

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Of the lines of plugins/, the part that must be reached. Raise it when the list below gets shorter.
FLOOR = 0.90
ARGUED = ROOT / "tools" / "uncovered.txt"


def main(report: str) -> int:
    """Print the list and return the exit status."""
    files = json.loads(pathlib.Path(report).read_text())["files"]
    reasons, stale, open_lines = read_reasons(), 0, 0
    for name, found in sorted(files.items()):
        lines = (ROOT / name).read_text().splitlines()
        for number in found["missing_lines"]:
            place = (name, lines[number - 1].strip())
            open_lines += place not in reasons
            print(f"{name}:{number}: {place[1]}\n    {reasons.get(place, 'no reason given: test it, or argue it')}")
    for name, text in reasons:
        if text not in [line.strip() for line in (ROOT / name).read_text().splitlines()]:
            stale += 1
            print(f"{ARGUED.name}: {name} has no line {text!r} any more")
    statements = sum(found["summary"]["num_statements"] for found in files.values())
    reached = statements - sum(len(found["missing_lines"]) for found in files.values())
    print(f"{reached} of {statements} lines of {len(files)} files are reached; {open_lines} others have no reason")
    return 1 if stale or reached < FLOOR * statements or not statements else 0


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
