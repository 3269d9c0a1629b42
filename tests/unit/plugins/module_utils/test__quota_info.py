# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the quotas start again, and an answer that tells none."""

from __future__ import annotations

import datetime
import types

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import AnswerLostError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._quota_info import ask, next_reset


@pytest.mark.parametrize(
    ("now", "reset"),
    [
        ("2026-11-22T00:00:00+08:00", "2026-11-23T00:00:00+08:00"),
        ("2026-11-22T23:59:59+08:00", "2026-11-23T00:00:00+08:00"),
        ("2026-11-22T15:59:59+00:00", "2026-11-22T16:00:00+00:00"),
        ("2026-11-22T16:00:00+00:00", "2026-11-23T16:00:00+00:00"),
        ("2026-12-31T20:00:00+00:00", "2027-01-01T16:00:00+00:00"),
    ],
)
def test_the_next_reset(now, reset):
    def seconds(text):
        return datetime.datetime.fromisoformat(text).timestamp()

    assert next_reset(seconds(now)) == seconds(reset)


def test_an_answer_without_quotas_is_an_error_and_no_empty_list():
    class Reader:
        api = types.SimpleNamespace(quotas=dict)

        @staticmethod
        def read(call):
            return call()

    with pytest.raises(AnswerLostError, match="no readable quota"):
        ask(Reader())
