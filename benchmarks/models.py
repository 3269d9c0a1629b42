# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other tools as formulas. Nothing here was run: each line says how a tool groups, looks and gives up."""

from __future__ import annotations

import dataclasses
import math

ROUND_TRIP = 0.2  # seconds of one call over the internet, assumed


@dataclasses.dataclass(frozen=True)
class Tool:
    """``batch`` URLs a request, one request after the other; looks every ``poll`` seconds, ``longest`` at most."""

    name: str
    batch: int
    poll: float | None
    longest: float = math.inf
    gap: float = 0.0

    def wall(self, urls: int, task_time: float) -> float:
        """S (r + (k - 1) p + k r + g): S requests, k looks at each."""
        return self.pauses(urls, task_time) + self.calls(urls, task_time) * ROUND_TRIP

    def pauses(self, urls: int, task_time: float) -> float:
        """S ((k - 1) p + g): what a tool takes if calls take no time."""
        waits = max(self._looks(task_time) - 1, 0) * (self.poll or 0.0)
        return math.ceil(urls / self.batch) * (waits + self.gap)

    def calls(self, urls: int, task_time: float) -> int:
        """S (1 + k)."""
        return math.ceil(urls / self.batch) * (1 + self._looks(task_time))

    def sees_the_end(self, task_time: float) -> bool:
        """Whether it looks until the task has ended."""
        return self.poll is not None and task_time <= self.longest

    def _looks(self, task_time: float) -> int:
        return 0 if self.poll is None else 1 + math.ceil(min(task_time, self.longest) / self.poll)


TOOLS = (
    Tool("the vendor's newer script (20 a request)", 20, 10.0, 50.0),
    Tool("vendor's command line in a loop, its own limit of 180 s", 1000, 5.0, 180.0),
    Tool("Huawei Cloud's Terraform provider", 1000, 5.0, 300.0),
    Tool("community.aws.cloudfront_invalidation's waiter", 3000, 20.0, 600.0),
    Tool("Terraform's AWS action", 3000, 30.0, 900.0),
    Tool("qshell, which never looks", 50, None),
    Tool("one URL a request, which never looks", 1, None),
)

FORMULA = (
    "`wall = S (r + (k - 1) p + k r + g)`, `calls = S (1 + k)`, `k = 1 + ceil(min(L, T) / p)`, or 0 without looking"
)
