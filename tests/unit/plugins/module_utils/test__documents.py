# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries out of JSON and YAML."""

from __future__ import annotations

import importlib
import sys

import pytest

UTILS = "ansible_collections.alibabacloud.cdn.plugins.module_utils"
documents = importlib.import_module(f"{UTILS}._documents")
errors = importlib.import_module(f"{UTILS}._errors")


@pytest.fixture
def entries(tmp_path):
    def read(content, query=None, name="urls.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [line.text for line in documents.from_document(str(path), query)]

    return read


@pytest.mark.parametrize(
    ("name", "content", "query", "found"),
    [
        ("urls.json", '["/a", " /b ", ""]', None, ["/a", "/b"]),
        ("urls.json", '\ufeff["/a"]', None, ["/a"]),
        ("urls.yml", "- /a\n- /b\n", None, ["/a", "/b"]),
        ("manifest", '{"x": {"file": "a.js"}}', "*.file", ["a.js"]),
        ("manifest", "x: {file: a.js}", "*.file", ["a.js"]),
        ("urls.json", '{"a": "/a"}', "a", ["/a"]),
        ("urls.json", '{"a": "/a"}', "b", []),
    ],
)
def test_what_is_picked(entries, name, content, query, found):
    assert entries(content, query, name) == found


@pytest.mark.parametrize(
    ("name", "content", "query", "message"),
    [
        ("urls.json", "[", None, "is no JSON"),
        ("urls.yml", "a: [", None, "is no YAML"),
        ("urls.txt", "a: [", None, "is no YAML"),
        ("urls.json", b"\xff\xfe", None, "is not UTF-8"),
        ("urls.json", "{}", None, "gives a mapping instead of a list of strings. Give src_query"),
        ("urls.json", "[]", "[", "Correct the JMESPath expression"),
        ("urls.json", "[1]", None, "gives a number as element 1"),
        ("urls.json", '{"a": [["b"]]}', "a", "a trailing [] flattens"),
        ("urls.json", "true", "@", "gives a boolean instead"),
    ],
)
def test_what_cannot_be_picked_is_explained(entries, name, content, query, message):
    with pytest.raises(errors.InputError) as raised:
        entries(content, query, name)
    assert message in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(errors.InputError, match=r"missing\.json cannot be read"):
        documents.from_document(str(tmp_path / "missing.json"), None)


@pytest.mark.parametrize(
    ("library", "name", "query", "named"), [("yaml", "a.yml", None, "PyYAML"), ("jmespath", "a.json", "@", "jmespath")]
)
def test_a_missing_library_is_named(entries, monkeypatch, library, name, query, named):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(errors.MissingLibraryError) as raised:
        entries("[]", query, name)
    assert raised.value.library == named
