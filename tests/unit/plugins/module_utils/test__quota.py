# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the entries need against what is left today."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _quota
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import Quota
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import ApiError, NotReachedError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry

QUOTA_OF = {"file": "url", "directory": "directory", "regex": "regex", "ignore_params": "ignore_params"}


def entries_of(*kinds):
    return [Entry(f"https://a.example/{number}", kind, "a.example") for number, kind in enumerate(kinds)]


def compared(kinds, **remaining):
    entries = entries_of(*kinds)
    quotas = {name: Quota(1000, number) for name, number in remaining.items()}
    return entries, _quota.uses(_quota.needs(entries), quotas)


def test_each_entry_is_charged_as_one_to_its_kind():
    needs = _quota.needs(entries_of("file", "file", "directory", "regex", "ignore_params", "cache_tag"))
    assert needs == {"url": 2, "directory": 1, "regex": 1, "ignore_params": 1}


def test_tags_alone_need_no_quota():
    assert _quota.needs(entries_of("cache_tag", "cache_tag")) == {}


def test_a_quota_that_is_not_told_cannot_be_compared():
    with pytest.raises(KeyError):
        compared(["directory"], url=5)


@pytest.mark.parametrize(
    ("remaining", "short"),
    [
        pytest.param({"url": 2, "directory": 1}, [], id="just enough"),
        pytest.param({"url": 1, "directory": 1}, ["url"], id="one too few"),
        pytest.param({"url": 0, "directory": 0}, ["url", "directory"], id="nothing left"),
    ],
)
def test_tells_what_is_short(remaining, short):
    _unused, found = compared(["file", "directory", "file"], **remaining)
    assert list(_quota.short(found)) == short


def test_the_message_says_how_much_is_left_and_needed():
    _unused, found = compared(["file", "file", "directory"], url=1, directory=5)
    assert _quota.describe_short(_quota.short(found)).endswith("1 of 1,000 left, 2 needed (url)")


def test_what_fits_is_chosen_in_order_for_each_kind():
    kinds = ["directory", "file", "file", "directory", "cache_tag", "file"]
    entries, found = compared(kinds, url=2, directory=1)
    assert _quota.fitting(entries, found) == [entries[0], entries[1], entries[2], entries[4]]


@given(
    kinds=st.lists(st.sampled_from([*QUOTA_OF, "cache_tag"]), max_size=20),
    remaining=st.fixed_dictionaries({name: st.integers(0, 8) for name in QUOTA_OF.values()}),
)
def test_what_fits_is_a_beginning_of_each_kind_and_as_much_as_is_left(kinds, remaining):
    entries, found = compared(kinds, **remaining)
    chosen = _quota.fitting(entries, found)
    assert chosen == [entry for entry in entries if entry in chosen], "input order"
    for kind, name in QUOTA_OF.items():
        wanted = [entry for entry in entries if entry.kind == kind]
        assert [entry for entry in chosen if entry.kind == kind] == wanted[: remaining[name]]
    assert [entry for entry in chosen if entry.kind == "cache_tag"] == [e for e in entries if e.kind == "cache_tag"]
    assert (len(chosen) == len(entries)) is (not _quota.short(found))


def test_a_missing_permission_is_named_by_its_code():
    error = ApiError("DescribeRefreshQuota", "Forbidden.RAM", "User not authorized", http_status=403)
    text = _quota.describe_unreadable(error)
    assert "Forbidden.RAM" in text


def test_another_error_asks_for_no_permission():
    text = _quota.describe_unreadable(NotReachedError("DescribeRefreshQuota", "no connection: refused"))
    assert "no connection: refused" in text
    assert "permission" not in text
