# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The headers of a prefetch."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._prefetch import PrefetchJob, header_lists

PARAMS = dict.fromkeys(("area", "l2_preload", "query_hashkey", "consistency_hash", "headers", "batch_size"))


def test_every_header_gets_a_list_of_texts():
    headers = {"Accept-Encoding": "br", "X-Build": 7, "X-Many": ["a", 2]}
    assert header_lists(headers) == {"Accept-Encoding": ["br"], "X-Build": ["7"], "X-Many": ["a", "2"]}


@pytest.mark.parametrize("value", [None, [], {"a": "b"}, ["a", None]])
def test_a_header_without_a_usable_value_is_named(value):
    with pytest.raises(InputError, match="X-Odd needs a value"):
        header_lists({"Accept-Encoding": "br", "X-Odd": value})


def test_headers_must_leave_room_for_urls():
    PrefetchJob({**PARAMS, "headers": {"X-Long": "a" * 2900}}).check()
    with pytest.raises(InputError, match=r"headers take up 3,0\d\d bytes"):
        PrefetchJob({**PARAMS, "headers": {"X-Long": "a" * 3000}}).check()
