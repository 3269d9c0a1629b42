# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read and plan a file without sending anything. A process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import pathlib
import sys
import time

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _entries, _input, _plan


def main() -> None:
    """Print what it took as JSON."""
    options = {"urls": None, "src": sys.argv[1], "src_query": None, "allow_empty": False}
    started = time.process_time()
    ledger = _input.read_urls(options, _entries.EntryRules("file"))
    read = time.process_time()
    batches = _plan.make_batches(ledger.entries, _plan.Limits(None, 10000))
    planned = time.process_time()
    # Not ru_maxrss, which a process inherits from the one that started it.
    status = pathlib.Path("/proc/self/status").read_text().splitlines()
    peak = int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024
    print(
        json.dumps(
            {"read": read - started, "plan": planned - read, "requests": len(batches), "mebibytes": peak},
        )
    )


if __name__ == "__main__":
    main()
