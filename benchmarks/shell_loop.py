# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a shell loop over the vendor's command line does: 1,000 URLs a request, waiting for each before the next.

On the current SDK, looking every five seconds, as the vendor's command line waits. It prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import time

from alibabacloud_cdn20180510 import models
from alibabacloud_cdn20180510.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.models import Config

SIZE, PAUSE = 1000, 5.0
# After a refusal because of the URLs a minute.
MINUTE = 60.0


def main() -> None:
    """Refresh what a file lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--speed", type=float, default=1.0, help="divides the pauses")
    arguments = parser.parse_args()
    started = time.monotonic()
    client = Client(
        Config(
            access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
            access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
            endpoint=os.environ["ALIBABA_CLOUD_CDN_ENDPOINT"].removeprefix("http://"),
            protocol="http",
            region_id="cn-hangzhou",
        )
    )
    calls, slept, seen = 0, 0.0, 0
    lines = arguments.file.read_text().splitlines()
    for start in range(0, len(lines), SIZE):
        request = models.RefreshObjectCachesRequest(
            object_path="\n".join(lines[start : start + SIZE]), object_type="File"
        )
        ids = ""
        while not ids:
            calls += 1
            try:
                ids = client.refresh_object_caches(request).body.refresh_task_id
            except ClientException as exc:
                if exc.code != "QuotaPerMinuteExceeded.Refresh":
                    raise
                slept += MINUTE
                time.sleep(MINUTE / arguments.speed)
        while True:
            rows = client.describe_refresh_task_by_id(models.DescribeRefreshTaskByIdRequest(task_id=ids)).body.tasks
            calls += 1
            if rows and all(row.status == "Complete" for row in rows):
                seen += len(rows)
                break
            slept += PAUSE
            time.sleep(PAUSE / arguments.speed)
    seconds = time.monotonic() - started
    at_speed_1 = seconds - slept / arguments.speed + slept
    print(json.dumps({"seconds": seconds, "seconds_at_speed_1": at_speed_1, "calls": calls, "seen": seen}))


if __name__ == "__main__":
    main()
