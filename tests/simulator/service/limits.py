# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits, daily quotas and call rates: the service's numbers, each with where it is stated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the service; 0 means no limit."""

    name: str
    value: int
    source: str
    meaning: str


# Limits that a switch decides (see switches.py, `limit_of`) have no row of their own value here:
# their row gives the value in the switch's default position.
LIMITS: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit('urls_per_call', 1000, 'D-REF-ZH', 'File entries in one refresh request'),
        Limit('directories_per_call', 100, 'D-REF-ZH', 'Directory entries in one refresh request'),
        Limit('regexes_per_call', 1, 'D-REF-ZH', 'Regex entries in one refresh request'),
        Limit('ignore_params_per_call', 100, 'OPEN', 'IgnoreParams entries in one refresh request'),
        Limit('tags_per_call', 0, 'OPEN', 'cache tags in one request'),
        Limit('prefetches_per_call', 100, 'D-PUSH-ZH', 'entries in one prefetch request'),
        Limit('domains_per_call', 10, 'META', 'distinct domains in one refresh request'),
        Limit('domains_per_prefetch', 10, 'OPEN', 'distinct domains in one prefetch request'),
        Limit('refresh_url_length', 1024, 'D-DCDN', 'characters of one entry of a refresh request'),
        Limit('prefetch_url_length', 1024, 'META', 'characters of one entry of a prefetch request'),
        Limit('ids_per_call', 10, 'META', 'task ids in one DescribeRefreshTaskById'),
        Limit('page_size', 100, 'META', 'rows on one page of DescribeRefreshTasks; more is cut to it'),
        Limit('page_number', 100000, 'META', 'highest page of DescribeRefreshTasks'),
        Limit('window_days', 3, 'D-TASKS', 'how far back tasks can be read'),
        Limit('urls_per_minute', 10000, 'D-REF-ZH', 'URLs refreshed per domain and minute'),
        Limit('directories_per_minute', 100, 'SCRAPE', 'directories refreshed per domain and minute'),
        Limit('refresh_group', 2000, 'TEA', 'refresh tasks that share one id'),
        Limit('prefetch_group', 500, 'TEA', 'prefetch tasks that share one id'),
        Limit(
            'refresh_queue', 0, 'D-REF-ZH', 'running refresh tasks per domain, then TooMany.Refresh (figure unknown)'
        ),
        Limit('prefetch_queue', 100000, 'D-PUSH-ZH', 'running prefetch tasks, then PreloadQueueFull'),
        Limit('domains_per_list', 50, 'D-ERR', 'domains in one DescribeRefreshTasks that accepts several'),
        Limit('body_bytes', 0, 'OPEN', 'bytes of a request body, then 413 (figure unknown)'),
        Limit('query_bytes', 16384, 'ISSUES', 'bytes of a request line, then 414 with an HTML page (figure unknown)'),
    )
}

QUOTAS: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit('url', 10000, 'D-REF-ZH', 'URL refreshes a day'),
        Limit('directory', 100, 'D-REF-ZH', 'directory refreshes a day'),
        Limit('regex', 20, 'D-REF-ZH', 'pattern refreshes a day'),
        Limit('ignore_params', 100, 'D-REF-ZH', 'refreshes without query string a day'),
        Limit('prefetch', 1000, 'D-PUSH-ZH', 'prefetched URLs a day'),
        Limit('prefetch_edge', 20, 'D-QUOTA', 'edge prefetches a day (reported only)'),
        Limit('block', 300, 'D-QUOTA', 'blocked URLs a day (reported only)'),
    )
}

RATES: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit('RefreshObjectCaches', 50, 'D-REF-ZH', 'calls a second'),
        Limit('RefreshObjectCacheByCacheTag', 50, 'OPEN', 'calls a second'),
        Limit('PushObjectCache', 50, 'D-PUSH-ZH', 'calls a second'),
        Limit('DescribeRefreshTasks', 5, 'D-TASKS', 'calls a second'),
        Limit('DescribeRefreshTaskById', 30, 'D-BYID', 'calls a second'),
        Limit('DescribeRefreshQuota', 20, 'D-QUOTA', 'calls a second'),
        Limit('DescribePreloadDetailById', 30, 'TEA', 'calls a second'),
        Limit('DescribeCdnUserQuota', 30, 'TEA', 'calls a second'),
    )
}

# D-QMGMT: every day at 00:00:00 UTC+8.
QUOTA_RESET_OFFSET = 8 * 3600
