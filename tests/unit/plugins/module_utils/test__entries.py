# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All entries are checked, all bad ones reported together, duplicates counted and sent once."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _entries
from ansible_collections.alibabacloud.cdn.plugins.module_utils._entries import EntryRules
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._sources import Line


def read(texts, object_type="file", **rules):
    lines = [Line(f"urls[{index}]", text) for index, text in enumerate(texts)]
    return _entries.from_lines(lines, EntryRules(object_type, **rules))


def sent(ledger):
    return [(entry.kind, entry.url) for entry in ledger.entries]


def test_keeps_the_order_and_names_the_domain():
    ledger = read(["https://B.example:8443/2", "https://a.example/1"])
    assert sent(ledger) == [("file", "https://b.example:8443/2"), ("file", "https://a.example/1")]
    assert [entry.state for entry in ledger.entries] == ["unsent", "unsent"]
    assert ledger.entries[1].domain == "a.example"


@pytest.mark.parametrize(
    ("texts", "object_type", "expected"),
    [
        pytest.param(["https://a.example/1"] * 3, "file", ["https://a.example/1"], id="the same text"),
        pytest.param(
            ["https://A.example/1", "HTTPS://a.example:443/1"],
            "file",
            ["https://a.example/1"],
            id="the same once normalised",
        ),
        pytest.param(
            ["https://a.example/猫", "https://a.example/%E7%8C%AB"],
            "file",
            ["https://a.example/%E7%8C%AB"],
            id="the same once escaped",
        ),
        pytest.param(
            ["https://a.example/1?a", "https://a.example/1?b"],
            "ignore_params",
            ["https://a.example/1"],
            id="the same without query",
        ),
    ],
)
def test_counts_duplicates_and_sends_them_once(texts, object_type, expected):
    ledger = read(texts, object_type)
    assert [entry.url for entry in ledger.entries] == expected
    assert ledger.summary()["duplicate"] == len(texts) - len(expected)
    assert ledger.summary()["requested"] == len(texts)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["https://a.example/1", "http://a.example/1"], id="scheme"),
        pytest.param(["https://a.example/1?a", "https://a.example/1?b"], id="query"),
        pytest.param(["https://a.example/a", "https://a.example/A"], id="case of the path"),
        pytest.param(["https://a.example/a%2fb", "https://a.example/a%2Fb"], id="case of an escape"),
        pytest.param(["https://a.example/a", "https://a.example//a"], id="empty segment"),
    ],
)
def test_different_entries_are_no_duplicates(texts):
    assert len(read(texts).entries) == 2


def test_auto_takes_each_entry_for_what_it_is():
    ledger = read(["a/", "a", "b/?v=1"], "auto", base_url="https://a.example/")
    assert sent(ledger) == [
        ("directory", "https://a.example/a/"),
        ("file", "https://a.example/a"),
        ("file", "https://a.example/b/?v=1"),
    ]


def test_reports_all_bad_entries_together_with_their_places():
    with pytest.raises(InputError) as raised:
        read(
            [
                "https://a.example/1",
                "ftp://a.example/2",
                "https://a.example/3",
                "a.example/4",
                "https://me:hush@a.example/5",
            ]
        )
    problems = raised.value.problems
    assert [(problem.place, problem.url) for problem in problems] == [
        ("urls[1]", "ftp://a.example/2"),
        ("urls[3]", "a.example/4"),
        ("urls[4]", "https://***@a.example/5"),
    ]
    message = str(raised.value)
    assert message.startswith("3 of 5 entries cannot be used, so nothing was sent.")
    for problem in problems:
        assert f"{problem.place}: {problem.url}: {problem.reason}" in message
    assert "hush" not in message


def test_a_long_message_is_cut_but_the_problems_are_not():
    with pytest.raises(InputError, match="and 7 more, all listed in problems") as raised:
        read([f"ftp://a.example/{number}" for number in range(12)])
    assert len(raised.value.problems) == 12
    assert "ftp://a.example/4:" in str(raised.value)
    assert "ftp://a.example/5:" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "object_type"),
    [
        ("https://a.example/", "directory"),
        ("https://a.example", "directory"),
        ("https://a.example/", "auto"),
        ("https://a.example/.*", "regex"),
    ],
)
def test_a_whole_site_needs_leave(text, object_type):
    with pytest.raises(InputError, match="allow_whole_site") as raised:
        read(["https://a.example/1/", text], object_type)
    assert [problem.place for problem in raised.value.problems] == ["urls[1]"]
    assert len(read([text], object_type, allow_whole_site=True).entries) == 1


def test_the_home_page_alone_needs_no_leave():
    assert sent(read(["https://a.example/"])) == [("file", "https://a.example/")]


def test_a_bad_base_is_told_apart_from_bad_entries():
    with pytest.raises(InputError, match=r"^base_url ftp://\*\*\*@a\.example") as raised:
        read(["a"], base_url="ftp://me:hush@a.example/")
    assert raised.value.problems == ()
    assert "hush" not in str(raised.value)


def test_an_empty_base_is_none():
    assert sent(read(["https://a.example/1"], base_url="")) == [("file", "https://a.example/1")]


def test_no_lines_make_an_empty_ledger():
    assert read([]).summary()["requested"] == 0


def test_tags_are_entries_of_their_domain():
    ledger = _entries.from_cache_tags(["product-42", " home ", "product-42", "", "  "], "A.Example")
    assert sent(ledger) == [("cache_tag", "a.example#product-42"), ("cache_tag", "a.example#home")]
    assert {entry.domain for entry in ledger.entries} == {"a.example"}
    assert ledger.summary()["requested"] == 3
    assert ledger.summary()["duplicate"] == 1


def test_cache_tags_can_be_given_as_results_name_them():
    first = _entries.from_cache_tags(["product-42", "home"], "A.Example")
    again = _entries.from_cache_tags([entry.url for entry in first.entries], "A.Example")
    assert sent(again) == sent(first)
    assert sent(_entries.from_cache_tags(["b.example#x"], "a.example")) == [("cache_tag", "a.example#b.example#x")]


def test_reports_all_bad_tags_together():
    with pytest.raises(InputError, match=r"^2 of 3 entries") as raised:
        _entries.from_cache_tags(["a,b", "ok", "a\x00b"], "a.example")
    assert [problem.place for problem in raised.value.problems] == ["cache_tags[0]", "cache_tags[2]"]


@pytest.mark.parametrize("domain", ["https://a.example", "*.example", "", "a.example/x"])
def test_tags_need_a_domain_name(domain):
    with pytest.raises(InputError, match=r"^domain: "):
        _entries.from_cache_tags(["a"], domain)
