# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entry becomes, and which entries are refused."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _urls
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import MissingLibraryError

KINDS = ("file", "directory", "regex", "ignore_params")


def normalised(text, kind="file", base=None):
    return str(_urls.normalise(text, kind, _urls.parse_base(base) if base else None))


def case(name, *values):
    return pytest.param(*values, id=name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case(
            "a plain URL stays as it is",
            "https://www.example.com/a/b.js?v=3&w=",
            "https://www.example.com/a/b.js?v=3&w=",
        ),
        case("http is a scheme too", "http://www.example.com/a", "http://www.example.com/a"),
        case("scheme in upper case", "HTTPS://www.example.com/a", "https://www.example.com/a"),
        case("host in upper case, path not", "https://WWW.Example.COM/A/b.JS", "https://www.example.com/A/b.JS"),
        case("empty path becomes a slash", "https://www.example.com", "https://www.example.com/"),
        case("empty path before a query", "https://www.example.com?a=1", "https://www.example.com/?a=1"),
        case(
            "Chinese path as UTF-8",
            "https://www.example.com/图片/猫.png",
            "https://www.example.com/%E5%9B%BE%E7%89%87/%E7%8C%AB.png",
        ),
        case("Chinese query as UTF-8", "https://www.example.com/s?q=猫", "https://www.example.com/s?q=%E7%8C%AB"),
        case("beyond the basic plane", "https://www.example.com/\U0001f600", "https://www.example.com/%F0%9F%98%80"),
        case(
            "decomposed letters are not composed", "https://www.example.com/e\u0301", "https://www.example.com/e%CC%81"
        ),
        case("blank inside", "https://www.example.com/a b c", "https://www.example.com/a%20b%20c"),
        case("blank inside the query", "https://www.example.com/?q=a b", "https://www.example.com/?q=a%20b"),
        case("no-break blank inside", "https://www.example.com/a\u00a0b", "https://www.example.com/a%C2%A0b"),
        case("escape in upper case stays", "https://www.example.com/%E7%8C%AB", "https://www.example.com/%E7%8C%AB"),
        case("escape in lower case stays", "https://www.example.com/%e7%8c%ab", "https://www.example.com/%e7%8c%ab"),
        case(
            "escaped and unescaped side by side",
            "https://www.example.com/%e7%8c%ab猫",
            "https://www.example.com/%e7%8c%ab%E7%8C%AB",
        ),
        case("an escaped per cent sign stays", "https://www.example.com/100%25", "https://www.example.com/100%25"),
        case(
            "escaped delimiters stay escaped",
            "https://www.example.com/a%2Fb%3Fc%23d",
            "https://www.example.com/a%2Fb%3Fc%23d",
        ),
        case("bare per cent sign at the end", "https://www.example.com/100%", "https://www.example.com/100%25"),
        case("bare per cent sign before no hex digits", "https://www.example.com/%zz", "https://www.example.com/%25zz"),
        case("bare per cent sign before one hex digit", "https://www.example.com/%4", "https://www.example.com/%254"),
        case("per cent sign before an escape", "https://www.example.com/%%41", "https://www.example.com/%25%41"),
        case(
            "full-width digits make no escape",
            "https://www.example.com/%４１",
            "https://www.example.com/%25%EF%BC%94%EF%BC%91",
        ),
        case(
            "marks of a query stay",
            "https://www.example.com/?a=1&b=2+3&c=~d?e=",
            "https://www.example.com/?a=1&b=2+3&c=~d?e=",
        ),
        case("plus and tilde in a path stay", "https://www.example.com/~me/a+b", "https://www.example.com/~me/a+b"),
        case("sub-delimiters stay", "https://www.example.com/!$&'()*,;=:@", "https://www.example.com/!$&'()*,;=:@"),
        case(
            "all of them beside what is escaped",
            "https://www.example.com/猫~+?a=~&b=+?",
            "https://www.example.com/%E7%8C%AB~+?a=~&b=+?",
        ),
        case("quotes and brackets of markup", 'https://www.example.com/"<>', "https://www.example.com/%22%3C%3E"),
        case(
            "backslash, caret, backtick, braces, bar",
            "https://www.example.com/\\^`{}|",
            "https://www.example.com/%5C%5E%60%7B%7D%7C",
        ),
        case("empty segments stay", "https://www.example.com//a///b", "https://www.example.com//a///b"),
        case("dot segments stay", "https://www.example.com/a/./b/../c", "https://www.example.com/a/./b/../c"),
        case(
            "a URL inside the path",
            "https://www.example.com/fit/https://o.example/a",
            "https://www.example.com/fit/https://o.example/a",
        ),
        case(
            "a URL inside the query",
            "https://www.example.com/?u=https://o.example/a",
            "https://www.example.com/?u=https://o.example/a",
        ),
        case(
            "at sign in the path is no user info",
            "https://www.example.com/npm/vue@3/dist",
            "https://www.example.com/npm/vue@3/dist",
        ),
        case(
            "at sign in a query after an empty path", "https://www.example.com?m=a@b", "https://www.example.com/?m=a@b"
        ),
        case("own port of https", "https://www.example.com:443/a", "https://www.example.com/a"),
        case("own port of http", "http://www.example.com:80/a", "http://www.example.com/a"),
        case("port of the other scheme is kept", "https://www.example.com:80/a", "https://www.example.com:80/a"),
        case("another port is kept", "http://www.example.com:8080/a", "http://www.example.com:8080/a"),
        case("an empty port is left out", "https://www.example.com:/a", "https://www.example.com/a"),
        case("port and empty path", "https://www.example.com:8443", "https://www.example.com:8443/"),
        case("underscore in a host", "https://my_app.example.com/", "https://my_app.example.com/"),
        case("host of one label", "https://localhost/a", "https://localhost/a"),
    ],
)
def test_normalises_files(text, expected):
    assert normalised(text) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        case("Chinese host", "例子.测试", "xn--fsqu00a.xn--0zwm56d"),
        case("Chinese label below an ASCII name", "图片.example.com", "xn--wcsw84d.example.com"),
        case("umlaut in upper case", "BÜCHER.example", "xn--bcher-kva.example"),
        case("sharp s is kept apart from ss", "straße.example", "xn--strae-oqa.example"),
        case("full-width letters are plain ones", "ｗｗｗ.example.com", "www.example.com"),
        case("ideographic full stop", "例子。测试", "xn--fsqu00a.xn--0zwm56d"),
        case("already IDNA", "xn--fsqu00a.xn--0zwm56d", "xn--fsqu00a.xn--0zwm56d"),
        case("already IDNA, upper case", "XN--FSQU00A.XN--0ZWM56D", "xn--fsqu00a.xn--0zwm56d"),
    ],
)
def test_converts_international_hosts(host, expected):
    assert _urls.normalise(f"https://{host}:8443/猫", "file").host == f"{expected}:8443"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        case("fragment", "https://www.example.com/a#top/", "fragment"),
        case("empty fragment", "https://www.example.com/a/#", "fragment"),
        case("fragment right after the host", "https://www.example.com#/", "fragment"),
        case("other scheme", "ftp://www.example.com/a/", "http"),
        case("no scheme, no base", "www.example.com/a/", "http://"),
        case("absolute path, no base", "/a/", "base_url"),
        case("scheme-relative, no base", "//www.example.com/a/", "base_url"),
        case("user info", "https://me:hush@www.example.com/a/", "user name"),
        case("user name alone", "https://me@www.example.com/a/", "user name"),
        case("empty user info", "https://@www.example.com/a/", "user name"),
        case("user info that looks like a host", "https://www.example.com@evil.example/a/", "user name"),
        case("no host", "https:///a/", "no host"),
        case("port without host", "https://:8443/a/", "no host"),
        case("wildcard", "https://*.example.com/a/", "wildcard"),
        case("wildcard in a label", "https://img*.example.com/a/", "wildcard"),
        case("blank in the host", "https://www.exa mple.com/a/", "host name"),
        case("empty label", "https://www..example.com/a/", "host name"),
        case("backslash in the host", "https://www.example.com\\a/", "host name"),
        case("escape in the host", "https://www%2eexample.com/a/", "host name"),
        case("international host that is none", "https://-ü-.example/a/", "host name"),
        case("broken bytes in the host", "https://\udce9.example.com/a/", "host name"),
        case("port that is no number", "https://www.example.com:http/a/", "port"),
        case("port zero", "https://www.example.com:0/a/", "port"),
        case("port too large", "https://www.example.com:65536/a/", "port"),
        case("port in full-width digits", "https://www.example.com:８０/a/", "port"),
        case("negative port", "https://www.example.com:-1/a/", "port"),
        case("two entries with a blank between", "https://a.example/1/ https://a.example/2/", "two entries"),
        case("two entries with comma and blank", "https://a.example/1/, https://a.example/2/", "two entries"),
        case(
            "two entries with a wide blank, upper case", "https://a.example/1/\u3000HTTP://a.example/2/", "two entries"
        ),
        case("the same entry twice without a blank", "https://a.example/1/https://a.example/1/", "two entries"),
        case("JSON list as text", '["https://a.example/1/"', "list"),
        case("Python list as text", "['https://a.example/1/']", "JSON"),
        case("dictionary as text", '{"url": "https://a.example/1/"}', "dictionary"),
        case("tab", "https://www.example.com/a\tb/", "control"),
        case("line feed", "https://www.example.com/a\nb/", "control"),
        case("null", "https://www.example.com/a\x00/", "control"),
        case("delete", "https://www.example.com/a\x7f/", "control"),
        case("C1 control", "https://www.example.com/a\x9b/", "control"),
        case("byte order mark inside", "https://www.example.com/\ufeffa/", "control"),
        case("broken bytes in the path", "https://www.example.com/\udce9/", "UTF-8"),
    ],
)
def test_refuses_whatever_the_kind(text, reason, kind):
    with pytest.raises(_urls.BadEntryError, match=re.escape(reason)):
        normalised(text, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case("directory", "https://WWW.example.com/图/", "https://www.example.com/%E5%9B%BE/"),
        case("nested", "https://www.example.com/a/b/", "https://www.example.com/a/b/"),
        case("empty path becomes the root", "https://www.example.com", "https://www.example.com/"),
        case("dot segments stay", "https://www.example.com/a/../b/", "https://www.example.com/a/../b/"),
    ],
)
def test_normalises_directories(text, expected):
    assert normalised(text, "directory") == expected


@pytest.mark.parametrize(
    "text",
    [
        case("no slash at the end", "https://www.example.com/a"),
        case("query", "https://www.example.com/a/?b=1"),
        case("query that ends in a slash", "https://www.example.com/a/?b=/"),
        case("escaped slash is none", "https://www.example.com/a%2F"),
    ],
)
def test_refuses_what_is_no_directory(text):
    with pytest.raises(_urls.BadEntryError, match="directory must end in /"):
        normalised(text, "directory")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        case("the four known signs", "/[0-9]/[a-z]/[^/]*/.*", "/[0-9]/[a-z]/[^/]*/.*"),
        case("signs that a URL would escape", r"/a\.js|b{2}^$<>`", r"/a\.js|b{2}^$<>`"),
        case("double quote", '/"a"', '/"a"'),
        case("blank", "/a b.*", "/a%20b.*"),
        case("Chinese", "/图/.*", "/%E5%9B%BE/.*"),
        case("escape stays", "/%e5%9b%be/.*", "/%e5%9b%be/.*"),
        case("bare per cent sign stays", "/100%/.*", "/100%/.*"),
        case("question mark stays", "/a?b=.*", "/a?b=.*"),
        case("blanks that are not ASCII", "/a\u3000b", "/a%E3%80%80b"),
    ],
)
def test_leaves_patterns_alone_but_for_blanks_and_other_scripts(path, expected):
    assert normalised(f"https://WWW.example.com{path}", "regex") == f"https://www.example.com{expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case("query is lost", "https://www.example.com/a.js?v=1&w=2", "https://www.example.com/a.js"),
        case("second question mark too", "https://www.example.com/a.js?v?w", "https://www.example.com/a.js"),
        case("empty query", "https://www.example.com/a.js?", "https://www.example.com/a.js"),
        case("query after an empty path", "https://www.example.com?v=1", "https://www.example.com/"),
        case("escaped question mark is no query", "https://www.example.com/a%3Fb", "https://www.example.com/a%3Fb"),
    ],
)
def test_ignore_params_entries_lose_their_query(text, expected):
    assert normalised(text, "ignore_params") == expected


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        case("relative", "https://www.example.com/", "a/b.js", "https://www.example.com/a/b.js"),
        case("base without a slash", "https://www.example.com", "a.js", "https://www.example.com/a.js"),
        case("base with a path", "https://www.example.com/app/", "a.js", "https://www.example.com/app/a.js"),
        case(
            "base's path is a folder even without a slash",
            "https://www.example.com/app",
            "a.js",
            "https://www.example.com/app/a.js",
        ),
        case(
            "absolute path starts at the host", "https://www.example.com/app/", "/a.js", "https://www.example.com/a.js"
        ),
        case(
            "other host with the base's scheme",
            "http://www.example.com/",
            "//img.example.com/a",
            "http://img.example.com/a",
        ),
        case(
            "absolute entries ignore the base", "https://www.example.com/", "http://o.example/a", "http://o.example/a"
        ),
        case("base is normalised", "HTTPS://WWW.Example.com:443/图", "a", "https://www.example.com/%E5%9B%BE/a"),
        case("base keeps its port", "http://www.example.com:8080/", "/a", "http://www.example.com:8080/a"),
        case(
            "what is joined is encoded",
            "https://www.example.com/",
            "猫 1.png",
            "https://www.example.com/%E7%8C%AB%201.png",
        ),
        case(
            "colon in the first segment is no scheme",
            "https://www.example.com/",
            "a:b/c",
            "https://www.example.com/a:b/c",
        ),
        case("query alone", "https://www.example.com/app/", "?v=1", "https://www.example.com/app/?v=1"),
        case("blanks around the base", " https://www.example.com/ ", "a.js", "https://www.example.com/a.js"),
    ],
)
def test_joins_to_the_base(base, text, expected):
    assert normalised(text, "file", base) == expected


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        case("relative", "www.example.com", "http://"),
        case("query", "https://www.example.com/?a=1", "query"),
        case("fragment", "https://www.example.com/#a", "fragment"),
        case("user info", "https://me:hush@www.example.com/", "user name"),
        case("other scheme", "ftp://www.example.com/", "http"),
        case("wildcard", "https://*.example.com/", "wildcard"),
    ],
)
def test_refuses_a_base(base, reason):
    with pytest.raises(_urls.BadEntryError, match=reason):
        _urls.parse_base(base)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        case("slash at the end", "https://www.example.com/a/", "directory"),
        case("root", "https://www.example.com/", "directory"),
        case("relative folder", "assets/", "directory"),
        case("file", "https://www.example.com/a", "file"),
        case("query after a slash", "https://www.example.com/a/?b=1", "file"),
        case("pattern is never guessed", "https://www.example.com/.*", "file"),
    ],
)
def test_auto_tells_directories_from_files(text, kind):
    assert _urls.kind_of(text) == kind


@pytest.mark.parametrize(
    ("kind", "path", "whole"),
    [
        case("directory: root", "directory", "/", True),
        case("directory: empty path", "directory", "", True),
        case("directory: slashes only", "directory", "//", True),
        case("directory: below the root", "directory", "/a/", False),
        case("pattern: all", "regex", "/.*", True),
        case("pattern: empty path", "regex", "", True),
        case("pattern: root", "regex", "/", True),
        case("pattern: all twice", "regex", "/.*.*", True),
        case("pattern: anchored", "regex", "/^/.*$", True),
        case("pattern: below a folder", "regex", "/a/.*", False),
        case("pattern: one ending", "regex", "/.*.jpg", False),
        case("pattern: one segment", "regex", "/[^/]*/a.js", False),
        case("file: the home page alone", "file", "/", False),
        case("ignore_params: the home page alone", "ignore_params", "/", False),
        case("file: stars are no pattern", "file", "/.*", False),
    ],
)
def test_tells_what_drops_a_whole_site(kind, path, whole):
    url = _urls.normalise(f"https://www.example.com:8443{path}", kind)
    assert _urls.is_whole_site(url, kind) is whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        case("name and password", "https://me:hush@www.example.com/a", "https://***@www.example.com/a"),
        case("name alone", "https://me@www.example.com/a", "https://***@www.example.com/a"),
        case("at sign in the password", "https://me:hu@sh@www.example.com/a", "https://***@www.example.com/a"),
        case("scheme-relative", "//me:hush@www.example.com/a", "//***@www.example.com/a"),
        case("two on a line", "http://a:b@c/ http://d:e@f/", "http://***@c/ http://***@f/"),
        case("nothing to hide", "https://www.example.com/vue@3", "https://www.example.com/vue@3"),
    ],
)
def test_never_shows_user_info(text, shown):
    assert _urls.mask_user_info(text) == shown


def test_finds_passwords_so_that_they_can_be_masked_elsewhere():
    assert _urls.passwords_in("https://me:hu:sh@www.example.com/ http://you@example.com/ http://a:b@c/") == [
        "hu:sh",
        "b",
    ]
    assert _urls.passwords_in("https://www.example.com/a:b") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case("plain", "www.example.com", "www.example.com"),
        case("upper case and blanks", " WWW.Example.com ", "www.example.com"),
        case("international", "例子.测试", "xn--fsqu00a.xn--0zwm56d"),
    ],
)
def test_normalises_domains(text, expected):
    assert _urls.normalise_domain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.com",
        "www.example.com/",
        "www.example.com:443",
        "",
        " ",
        "*.example.com",
        "me@www.example.com",
        "a b",
        "#",
    ],
)
def test_refuses_what_is_no_domain(text):
    with pytest.raises(_urls.BadEntryError):
        _urls.normalise_domain(text)


LABEL = st.text("abcABC019-_例é", min_size=1, max_size=5)
HOST = st.lists(LABEL, min_size=1, max_size=3).map(".".join)
PORT = st.one_of(st.just(""), st.integers(0, 70000).map(lambda port: f":{port}"), st.sampled_from([":", ":80", ":443"]))
PATH = st.text(st.one_of(st.sampled_from("/?=&+~%#.*[]^$@:; \\aAfF09é猫\U0001f600"), st.characters()), max_size=20)
ENTRY = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "hTTps"]),
    HOST,
    PORT,
    st.sampled_from(["/", "?", ""]),
    PATH,
)


@given(text=st.one_of(ENTRY, ENTRY.map(lambda text: text + "/")), kind=st.sampled_from(KINDS))
@example(text="https://a.example/%%41%2%35%", kind="file")
@example(text="https://a.example/%4é", kind="ignore_params")
@example(text="http://A:/??", kind="file")
def test_normalising_twice_changes_nothing_more(text, kind):
    try:
        once = normalised(text.strip(), kind)
    except _urls.BadEntryError:
        assume(False)
    assert normalised(once, kind) == once
    assert once.isascii()
    assert " " not in once
    assert once.isprintable()


@given(path=PATH, kind=st.sampled_from(["file", "regex"]))
def test_marks_with_a_meaning_are_neither_lost_nor_made(path, kind):
    try:
        result = normalised(f"https://a.example/{path}".strip(), kind)
    except _urls.BadEntryError:
        assume(False)
    marks = re.compile(r"[^?=&+~/]")
    assert marks.sub("", result) == marks.sub("", f"https://a.example/{path}".strip())


@given(path=PATH)
def test_a_server_that_unescapes_sees_what_the_user_wrote(path):
    from urllib.parse import unquote

    text = f"https://a.example/{path}".strip()
    assume(not re.search("%[0-9A-Fa-f]{2}", text))
    try:
        result = normalised(text)
    except _urls.BadEntryError:
        assume(False)
    assert unquote(result, errors="strict") == text


def test_a_prefetch_takes_no_url_beyond_the_length_that_the_service_takes():
    base = "https://a.example/"
    longest = base + "a" * (1024 - len(base))
    assert normalised(longest, "prefetch") == longest
    with pytest.raises(_urls.BadEntryError, match="1,025 characters once escaped"):
        normalised(longest + "a", "prefetch")
    with pytest.raises(_urls.BadEntryError, match="at most 1,024"):
        normalised(base + "猫" * 200, "prefetch")


def test_a_pattern_that_only_the_service_understands_is_not_taken_for_a_whole_site():
    assert not _urls.is_whole_site(_urls.normalise("https://a.example/(?<a>.*", "regex"), "regex")


@pytest.mark.parametrize("text", ["https:a.example/1", "http:/a.example/1"])
def test_a_scheme_without_slashes_is_not_joined_to_the_base(text):
    with pytest.raises(_urls.BadEntryError, match="must be followed by //"):
        normalised(text, base="https://www.example.com/")


def test_a_host_of_another_script_names_the_library_that_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "idna", None)
    assert normalised("https://a.example/1") == "https://a.example/1"
    with pytest.raises(MissingLibraryError) as caught:
        normalised("https://bücher.example/1")
    assert caught.value.library == "idna"
