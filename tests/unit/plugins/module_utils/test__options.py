# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number is checked before anything else happens."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _options
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError

SPEC = _argspec.REFRESH.merged(_argspec.SOURCE, _argspec.SUBMISSION, _argspec.CONNECTION)
# What Ansible hands in when only urls is given.
PARAMS = {
    **{name: option.get("default") for name, option in SPEC.options.items()},
    "urls": ["https://a.example/1"],
}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        pytest.param("batch_size", 1, 0, id="a request holds at least one entry"),
        pytest.param("max_in_flight", 0, -1, id="0 means no bound"),
        pytest.param("urls_per_minute", 1, 0, id="a minute allows at least one URL"),
        pytest.param("retry_timeout", 0.0, -0.5, id="0 means never to retry"),
        pytest.param("role_session_duration", 900, 899, id="the shortest session that RAM gives"),
        pytest.param("wait_timeout", 0.5, 0.0, id="the run needs some time"),
        pytest.param("poll_interval", 0.1, 0.0, id="no polling without a pause"),
        pytest.param("connect_timeout", 0.1, 0.0, id="no connection without time"),
        pytest.param("read_timeout", 0.1, -1.0, id="no answer without time"),
    ],
)
def test_ranges(name, good, bad):
    _options.check_ranges({**PARAMS, name: good})
    with pytest.raises(InputError, match=rf"^{name} is {bad:g}; .*Nothing was sent"):
        _options.check_ranges({**PARAMS, name: bad})


@pytest.mark.parametrize(
    ("object_type", "limit"), [("file", 1000), ("directory", 100), ("regex", 1), ("ignore_params", 100), ("auto", 1000)]
)
def test_batch_size_keeps_to_the_limit_of_the_type(object_type, limit):
    _options.check_ranges({**PARAMS, "object_type": object_type, "batch_size": limit})
    with pytest.raises(InputError, match=rf"batch_size is {limit + 1}, .* at most {limit} "):
        _options.check_ranges({**PARAMS, "object_type": object_type, "batch_size": limit + 1})


def test_batch_size_of_tags_does_not_follow_the_object_type():
    """object_type is left at its default there."""
    params = {**PARAMS, "urls": None, "cache_tags": ["a"], "domain": "a.example"}
    _options.check_ranges({**params, "batch_size": 2})
    _options.check_ranges({**params, "object_type": "regex", "batch_size": 2})


def test_reads_urls_before_the_file(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("https://a.example/2\nhttps://a.example/1\n")
    ledger = _options.read_ledger({**PARAMS, "src": str(src)})
    assert [entry.url for entry in ledger.entries] == ["https://a.example/1", "https://a.example/2"]
    assert ledger.summary()["duplicate"] == 1


def test_bad_entries_of_urls_and_file_are_reported_together(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("# two\nftp://a.example/2\n")
    with pytest.raises(InputError) as raised:
        _options.read_ledger({**PARAMS, "urls": ["ftp://a.example/1", "https://a.example/"], "src": str(src)})
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
        _options.read_ledger({**PARAMS, **source})
    assert _options.read_ledger({**PARAMS, **source, "allow_empty": True}).summary()["requested"] == 0


def test_an_empty_file_is_an_error_unless_allowed(tmp_path):
    src = tmp_path / "urls.txt"
    src.write_text("# nothing today\n\n")
    with pytest.raises(InputError, match="allow_empty"):
        _options.read_ledger({**PARAMS, "urls": None, "src": str(src)})
    assert not _options.read_ledger({**PARAMS, "urls": None, "src": str(src), "allow_empty": True}).entries


def test_reads_tags_of_one_domain():
    ledger = _options.read_ledger({**PARAMS, "urls": None, "cache_tags": ["a", "b"], "domain": "A.example"})
    assert [entry.url for entry in ledger.entries] == ["a.example#a", "a.example#b"]


def test_the_defaults_are_good():
    _options.check_ranges(PARAMS)
