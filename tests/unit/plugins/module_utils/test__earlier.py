# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which times skip_submitted_since takes. What is skipped then, tests/faults shows."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._earlier import parse_since
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.timezone.utc).timestamp()


@pytest.mark.parametrize(
    ("text", "before_now"),
    [
        ("2026-11-22T11:00:00Z", 3600),
        ("2026-11-22T11:00:00", 3600),
        ("2026-11-22T20:00:00+08:00", 0),
        ("2026-11-19T12:00:00Z", 3 * 86400),
    ],
)
def test_takes_what_the_task_list_reaches(text, before_now):
    assert parse_since(text, NOW) == NOW - before_now


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-11-22T12:00:01Z", "lies in the future"),
        ("2026-11-22T12:00:00-08:00", "lies in the future"),
        ("2026-11-19T11:59:59Z", "lies more than 3 days back"),
    ],
)
def test_refuses_what_lies_outside(text, reason):
    with pytest.raises(InputError, match=reason) as caught:
        parse_since(text, NOW)
    assert text in str(caught.value)
