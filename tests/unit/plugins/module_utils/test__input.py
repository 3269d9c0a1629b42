# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What does not go with a source is refused before the source is read."""

from __future__ import annotations

import gc

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _input
from ansible_collections.alibabacloud.cdn.plugins.module_utils._entries import EntryRules
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError

NOTHING = {"urls": None, "src": None, "src_query": None, "allow_empty": False}
BASE = "https://www.example.com/"


@pytest.fixture
def folder(tmp_path):
    for name in ("a.js", "b 1.css"):
        (tmp_path / name).touch()
    return str(tmp_path)


def test_a_folder_stands_for_its_files(folder):
    ledger = _input.read_urls({**NOTHING, "src": folder}, EntryRules("file", BASE))
    assert sorted(entry.url for entry in ledger.entries) == [f"{BASE}a.js", f"{BASE}b%201.css"]


@pytest.mark.parametrize(
    ("query", "base", "object_type", "reason"),
    [
        ("[]", BASE, "file", "src_query has nothing to select from"),
        (None, None, "file", "set base_url"),
        (None, BASE, "directory", "object_type is directory"),
        (None, BASE, "regex", "object_type is regex"),
    ],
)
def test_what_does_not_go_with_a_folder(folder, query, base, object_type, reason):
    with pytest.raises(InputError, match=reason) as caught:
        _input.read_urls({**NOTHING, "src": folder, "src_query": query}, EntryRules(object_type, base))
    assert folder in str(caught.value)


def test_a_query_needs_a_source():
    with pytest.raises(InputError, match="src_query is set without src"):
        _input.read_urls({**NOTHING, "urls": [f"{BASE}a.js"], "src_query": "[]"}, EntryRules("file", BASE))


def test_reading_does_not_look_for_garbage():
    collections = []
    gc.callbacks.append(lambda phase, info: collections.append(info))
    try:
        ledger = _input.read_urls({**NOTHING, "urls": [f"{BASE}{n}" for n in range(20000)]}, EntryRules("file", None))
        assert collections == []
    finally:
        gc.callbacks.pop()
        gc.unfreeze()
    assert len(ledger.entries) == 20000
    assert gc.isenabled()
