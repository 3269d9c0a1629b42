# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what the user gave to lines with their places."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _sources
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError


def read(tmp_path, content):
    path = tmp_path / "urls.txt"
    path.write_bytes(content)
    return [(line.place, line.text) for line in _sources.from_text_file(str(path))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"a\nb\n", [("src line 1", "a"), ("src line 2", "b")], id="one a line"),
        pytest.param(b"a\nb", [("src line 1", "a"), ("src line 2", "b")], id="last line without its end"),
        pytest.param(b"a\r\nb\r\n", [("src line 1", "a"), ("src line 2", "b")], id="CRLF"),
        pytest.param(b"\xef\xbb\xbfa\nb", [("src line 1", "a"), ("src line 2", "b")], id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf# c\r\na", [("src line 2", "a")], id="comment behind a byte order mark"),
        pytest.param(b"\n  \t\n\na\n\n", [("src line 4", "a")], id="blank lines count but are ignored"),
        pytest.param(b"# c\n  # d\na#b\n#", [("src line 3", "a#b")], id="comments start a line"),
        pytest.param(b"  a b\t\n", [("src line 1", "a b")], id="blanks around, not inside"),
        pytest.param("\u3000猫\u00a0\n".encode(), [("src line 1", "猫")], id="wide and no-break blanks"),
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\xef\xbb\xbf", [], id="byte order mark alone"),
        pytest.param(b"a\na\n", [("src line 1", "a"), ("src line 2", "a")], id="the same twice: not dropped here"),
    ],
)
def test_reads_text_files(tmp_path, content, expected):
    assert read(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("content", "number"),
    [
        pytest.param("ok\nstraße\n".encode("latin-1"), 2, id="Latin-1"),
        pytest.param("刷新\n".encode("gbk"), 1, id="GBK"),
        pytest.param("https://a.example/\n".encode("utf-16"), 1, id="UTF-16"),
        pytest.param(b"ok\n# ok\n\n\xff", 4, id="last line"),
    ],
)
def test_names_the_line_that_is_not_utf8(tmp_path, content, number):
    with pytest.raises(InputError, match=rf"Line {number} of src .*urls\.txt is not UTF-8") as raised:
        read(tmp_path, content)
    assert [problem.place for problem in raised.value.problems] == [f"src line {number}"]
    assert "UTF-8" in raised.value.problems[0].reason


def test_says_that_a_file_is_missing(tmp_path):
    path = str(tmp_path / "none.txt")
    with pytest.raises(InputError, match="cannot be read") as raised:
        list(_sources.from_text_file(path))
    assert path in str(raised.value)
    assert "No such file" in str(raised.value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(["a", "b"], [("urls[0]", "a"), ("urls[1]", "b")], id="one an element"),
        pytest.param(
            ["a\nb", "c"], [("urls[0] line 1", "a"), ("urls[0] line 2", "b"), ("urls[1]", "c")], id="a text area"
        ),
        pytest.param(["a\r\nb\r\n"], [("urls[0] line 1", "a"), ("urls[0] line 2", "b")], id="a browser's line ends"),
        pytest.param(["\n\na\n"], [("urls[0] line 3", "a")], id="blank lines count but are ignored"),
        pytest.param(["", "  ", "a"], [("urls[2]", "a")], id="empty elements"),
        pytest.param(["a\n"], [("urls[0]", "a")], id="one line with its end"),
        pytest.param([" a b "], [("urls[0]", "a b")], id="blanks around, not inside"),
        pytest.param(["a,b"], [("urls[0]", "a,b")], id="commas are part of an entry"),
        pytest.param([], [], id="empty"),
    ],
)
def test_reads_lists(values, expected):
    assert [(line.place, line.text) for line in _sources.from_list("urls", values)] == expected
