# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the outcome of every entry can be written."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._results_file import check_writable


def test_looking_leaves_nothing_behind(tmp_path):
    check_writable(str(tmp_path / "results.jsonl"))
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a directory; name a file in it"):
        check_writable(str(tmp_path))
