# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the outcome of every entry can be written."""

from __future__ import annotations

import json
import os

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry
from ansible_collections.alibabacloud.cdn.plugins.module_utils._results_file import check_writable, write


def test_looking_leaves_nothing_behind(tmp_path):
    check_writable(str(tmp_path / "results.jsonl"))
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a directory; name a file in it"):
        check_writable(str(tmp_path))


def atomic_move(source, target):
    """As AnsibleModule's, looks for the folder in the target's name."""
    os.rename(source, target)
    os.stat(os.path.dirname(target))


def test_a_bare_name_is_a_file_of_this_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    write("results.jsonl", [Entry("https://h/a", "file", "h")], atomic_move)
    assert [path.name for path in tmp_path.iterdir()] == ["results.jsonl"]
    assert json.loads((tmp_path / "results.jsonl").read_text())["url"] == "https://h/a"
