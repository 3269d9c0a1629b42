# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of cdn_refresh: what its options allow, and what they read."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._refresh import RefreshJob

SPEC = _argspec.REFRESH.merged(_argspec.SOURCE, _argspec.SUBMISSION, _argspec.CONNECTION)
# What Ansible hands in when only urls is given.
PARAMS = {
    **{name: option.get("default") for name, option in SPEC.options.items()},
    "urls": ["https://a.example/1"],
}


def check(params):
    return RefreshJob(params).check()


def read(params):
    return RefreshJob(params).read()


@pytest.mark.parametrize(
    ("object_type", "limit"), [("file", 1000), ("directory", 100), ("regex", 1), ("ignore_params", 100), ("auto", 1000)]
)
def test_batch_size_keeps_to_the_limit_of_the_type(object_type, limit):
    check({**PARAMS, "object_type": object_type, "batch_size": limit})
    with pytest.raises(InputError, match=rf"batch_size is {limit + 1}, .* at most {limit} "):
        check({**PARAMS, "object_type": object_type, "batch_size": limit + 1})


def test_batch_size_of_tags_does_not_follow_the_object_type():
    """object_type is left at its default there."""
    params = {**PARAMS, "urls": None, "cache_tags": ["a"], "domain": "a.example"}
    check({**params, "batch_size": 2})
    check({**params, "object_type": "regex", "batch_size": 2})


def test_reads_urls_before_the_file(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("https://a.example/2\nhttps://a.example/1\n")
    ledger = read({**PARAMS, "src": str(src)})
    assert [entry.url for entry in ledger.entries] == ["https://a.example/1", "https://a.example/2"]
    assert ledger.summary()["duplicate"] == 1


def test_bad_entries_of_urls_and_file_are_reported_together(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("# two\nftp://a.example/2\n")
    with pytest.raises(InputError) as raised:
        read({**PARAMS, "urls": ["ftp://a.example/1", "https://a.example/"], "src": str(src)})
    assert [problem.place for problem in raised.value.problems] == ["urls[0]", "src line 2"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param({"urls": []}, id="empty list"),
        pytest.param({"urls": ["", " \n "]}, id="blank lines only"),
        pytest.param({"urls": None, "cache_tags": [], "domain": "a.example"}, id="no tags"),
        pytest.param({"urls": None, "cache_tags": [" "], "domain": "a.example"}, id="blank tags only"),
    ],
)
def test_an_empty_source_is_an_error_unless_allowed(source):
    with pytest.raises(InputError, match="allow_empty"):
        read({**PARAMS, **source})
    assert read({**PARAMS, **source, "allow_empty": True}).summary()["requested"] == 0


def test_an_empty_file_is_an_error_unless_allowed(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("# nothing today\n\n")
    with pytest.raises(InputError, match="allow_empty"):
        read({**PARAMS, "urls": None, "src": str(src)})
    assert not read({**PARAMS, "urls": None, "src": str(src), "allow_empty": True}).entries


def test_reads_tags_of_one_domain():
    ledger = read({**PARAMS, "urls": None, "cache_tags": ["a", "b"], "domain": "A.example"})
    assert [entry.url for entry in ledger.entries] == ["a.example#a", "a.example#b"]


def test_force_on_files_is_warned_of():
    assert check({**PARAMS, "force": True})
    assert not check({**PARAMS, "force": True, "object_type": "directory"})
    assert not check({**PARAMS, "urls": None, "cache_tags": ["a"], "domain": "a.example", "force": True})
