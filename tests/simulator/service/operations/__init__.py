# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of the API by name."""

from __future__ import annotations

from collections.abc import Callable

from ..state import Invocation, State
from .quota_calls import refresh_quota, user_quota
from .submit_calls import prefetch, refresh, refresh_tags
from .task_calls import list_tasks, preload_details, tasks_by_id

OPERATIONS: dict[str, Callable[[State, Invocation], dict[str, object]]] = {
    'RefreshObjectCaches': refresh,
    'RefreshObjectCacheByCacheTag': refresh_tags,
    'PushObjectCache': prefetch,
    'DescribeRefreshTasks': list_tasks,
    'DescribeRefreshTaskById': tasks_by_id,
    'DescribeRefreshQuota': refresh_quota,
    'DescribePreloadDetailById': preload_details,
    'DescribeCdnUserQuota': user_quota,
}
