# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeRefreshQuota, DescribeCdnUserQuota."""

from __future__ import annotations

from ..state import Invocation, State

# D-QUOTA
_REFRESH_FIELDS = {
    'Url': 'url',
    'Dir': 'directory',
    'Regex': 'regex',
    'IgnoreParams': 'ignore_params',
    'Preload': 'prefetch',
    'PreloadEdge': 'prefetch_edge',
    'Block': 'block',
}
# TEA
_USER_FIELDS = {
    'RefreshUrl': 'url',
    'RefreshDir': 'directory',
    'Preload': 'prefetch',
    'Block': 'block',
    'IgnoreParams': 'ignore_params',
}


def refresh_quota(state: State, call: Invocation) -> dict[str, object]:
    numbers = _numbers(state, call, _REFRESH_FIELDS)
    position = state.settings.switch('quota_values')
    if position == 'strings':
        return {name: str(value) for name, value in numbers.items()}
    if position == 'lower_keys':
        return {name[0].lower() + name[1:]: value for name, value in numbers.items()}
    return dict(numbers)


def user_quota(state: State, call: Invocation) -> dict[str, object]:
    return {'DomainQuota': 50, **_numbers(state, call, _USER_FIELDS)}


def _numbers(state: State, call: Invocation, table: dict[str, str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name, quota in table.items():
        numbers[f'{name}Quota'] = state.settings.quota(quota)
        numbers[f'{name}Remain'] = state.quotas.remaining(state.settings, quota, call.now)
    return numbers
