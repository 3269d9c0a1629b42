# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's run under a clock that is faster by a factor, as the simulator's is: real SDK, real HTTP.

A process of its own, started by the benchmark. It prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials, _entries, _plan, _sdk, _sources
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CdnApi
from ansible_collections.alibabacloud.cdn.plugins.module_utils._endpoint import parse_endpoint
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import Record
from ansible_collections.alibabacloud.cdn.plugins.module_utils._refresh import RefreshRequests
from ansible_collections.alibabacloud.cdn.plugins.module_utils._run import Run, RunOptions
from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import Redactor


class FastClock:
    """Sleeps that much shorter, and believes that it slept."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._wall = time.time()
        self._start = time.monotonic()

    def monotonic(self) -> float:
        return (time.monotonic() - self._start) * self.speed

    def wall(self) -> float:
        return self._wall + self.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.speed)

    def jitter(self) -> float:
        return random.random()


def main() -> None:
    """Refresh what a file lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--speed", type=float, required=True)
    arguments = parser.parse_args()
    ledger = _entries.from_lines(_sources.from_text_file(arguments.file), _entries.EntryRules("file"))
    keys = _credentials.Keys(os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
    connection = _sdk.Connection(
        credentials=_credentials.Choice(keys, None),
        region="cn-hangzhou",
        endpoint=parse_endpoint(os.environ["ALIBABA_CLOUD_CDN_ENDPOINT"]),
        validate_certs=True,
        ca_path=None,
        connect_timeout=5.0,
        read_timeout=60.0,
    )
    options = RunOptions(
        limits=_plan.Limits(None, 10000),
        max_in_flight=0,
        quota_policy="strict",
        wait=True,
        wait_timeout=1e6,
        poll_interval=15.0,
        retry_timeout=120.0,
        read_timeout=60.0 * arguments.speed,
        check_mode=False,
    )
    transport, record = _sdk.SdkTransport(connection, Redactor()), Record()
    clock = FastClock(arguments.speed)
    api = CdnApi(transport, clock)
    Run(api, clock, ledger, record, options, RefreshRequests(force=False)).execute()
    summary = ledger.summary()
    report = {
        "seconds": record.elapsed,
        "calls": sum(api.calls.values()),
        "seen": summary["complete"] + summary["failed"],
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
