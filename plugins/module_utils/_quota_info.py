# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The day's quotas, and when the next day begins for them."""

from __future__ import annotations

import typing as t

from . import _api, _errors, _info_runner

_DAY = 86400
# Vendor's page on quota management: quotas start again at 00:00 UTC+8.
_RESET_OFFSET = 8 * 3600


def prepare(_params: t.Mapping[str, t.Any], _now: float) -> _info_runner.Question:
    """There is nothing to check."""
    return ask


def ask(reader: _info_runner.Reader) -> dict[str, t.Any]:
    """Read the quotas.

    :raises CallError: they could not be read, or the answer told none.
    """
    quotas = reader.read(reader.api.quotas)
    if not quotas:
        raise _errors.AnswerLostError(
            _api.QUOTA_OPERATION, "the service's answer held no readable quota", http_status=200
        )
    return {
        "quotas": {
            name: {
                "limit": quota.limit,
                "remaining": quota.remaining,
                # A limit that was lowered during the day can lie below what is left.
                "used": max(0, quota.limit - quota.remaining),
            }
            for name, quota in quotas.items()
        },
        "resets_at": _api.time_parameter(next_reset(reader.api.service_time())),
    }


def next_reset(now: float) -> float:
    """The first 00:00 UTC+8 after a time, both in seconds since the epoch."""
    return ((now + _RESET_OFFSET) // _DAY + 1) * _DAY - _RESET_OFFSET
