# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paths in, URLs out: what each tool lists, what a name may hold, what is refused."""

from __future__ import annotations

import sys

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.filter.cdn_urls import FilterModule

BASE = "https://www.example.com/"
cdn_urls = FilterModule().filters()["cdn_urls"]


def below(*paths):
    return [BASE + path for path in paths]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("a.js", "a.js"),
        ("./a.js", "a.js"),
        ("/a.js", "a.js"),
        ("//a.js", "a.js"),
        ("a//b.js", "a/b.js"),
        ("a/./b.js", "a/b.js"),
        ("a/x/../b.js", "a/b.js"),
        ("a b.js", "a%20b.js"),
        # Letters of a name, which would mean something in a URL.
        ("50%.js", "50%25.js"),
        ("a%20b.js", "a%2520b.js"),
        ("what?.js", "what%3F.js"),
        ("c#.js", "c%23.js"),
        ("中文.png", "%E4%B8%AD%E6%96%87.png"),
        ("a+b=c&d~e.js", "a+b=c&d~e.js"),
        ("[id].js", "[id].js"),
        ("{id}.js", "%7Bid%7D.js"),
        ("back\\slash.js", "back%5Cslash.js"),
        # Twice the same letters are one name.
        ("aa", "aa"),
        ("docs/", "docs/"),
        ("-x", "-x"),
        ("a:b", "a:b"),
    ],
)
def test_names(path, url):
    assert cdn_urls([path], BASE) == below(url)
    assert cdn_urls([{"path": path}], BASE) == below(url)


@pytest.mark.parametrize("root", ["dist", "dist/", "./dist", "./dist//", "x/../dist"])
def test_the_root_is_left_out(root):
    assert cdn_urls(["dist/a.js", "./dist/b/c.js", "dist/"], BASE, root) == below("a.js", "b/c.js", "")


@pytest.mark.parametrize("root", ["", ".", "./", None])
def test_without_a_root(root):
    assert cdn_urls(["dist/a.js"], BASE, root) == below("dist/a.js")


def test_an_absolute_root():
    assert cdn_urls([{"path": "/srv/www/a.js", "isdir": False}], BASE, root="/srv/www") == below("a.js")
    assert cdn_urls(["/a.js"], BASE, root="/") == below("a.js")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("other/a.js", "not below root 'dist'"),
        ("distant/a.js", "not below root 'dist'"),
        ("/dist/a.js", "not below root 'dist'"),
        ("dist/../a.js", "not below root 'dist'"),
        ("https://www.example.com/dist/a.js", "a URL and no path"),
        ("dist/a\tb", "control character"),
        (7, "must be a path or a dictionary"),
        (None, "must be a path or a dictionary"),
        (["dist/a"], "must be a path or a dictionary"),
        ({"name": "a"}, "must have a path"),
        ({"path": None}, "must have a path"),
        ({"path": ""}, "must have a path"),
    ],
)
def test_an_element_that_cannot_be_used_is_named(path, reason):
    with pytest.raises(AnsibleFilterError) as raised:
        cdn_urls(["dist/good.js", path], BASE, root="dist")
    assert repr(path) in str(raised.value)
    assert reason in str(raised.value)


@pytest.mark.parametrize("path", ["..", "../a", "a/../../b", "/../../../b/.."])
def test_no_path_leads_out(path):
    if path.startswith("/"):
        # The root of a file system has nothing above it.
        assert cdn_urls([path], BASE) == below("")
        return
    with pytest.raises(AnsibleFilterError, match=r"leads out of the root\. Correct the element, or root"):
        cdn_urls([path], BASE)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (({"files": []}, BASE), "the input must be a list"),
        ((7, BASE), "the input must be a list"),
        ((["a"], None), "base_url must be text"),
        ((["a"], "www.example.com"), "base_url 'www.example.com'"),
        ((["a"], BASE + "?x"), "query string"),
        ((["a"], "https://me:pw@www.example.com/"), r"base_url 'https://\*\*\*@www"),
        ((["a"], BASE, 1), "root must be text"),
        ((["a"], BASE, "", [1]), "index must be text"),
        ((["a"], BASE, "", 1), "index must be a list"),
    ],
)
def test_arguments_that_cannot_be_used(arguments, reason):
    with pytest.raises(AnsibleFilterError, match=reason):
        cdn_urls(*arguments)


@pytest.mark.parametrize("base", ["https://www.example.com/app", "HTTPS://WWW.Example.com:443/app/"])
def test_a_base_with_a_path(base):
    assert cdn_urls(["a.js"], base) == ["https://www.example.com/app/a.js"]


def test_an_index_file_stands_for_its_folder_too():
    paths = ["index.html", "docs/index.html", "docs/index.htm", "docs/my-index.html"]
    assert cdn_urls(paths, BASE) == below(
        "index.html", "", "docs/index.html", "docs/", "docs/index.htm", "docs/my-index.html"
    )
    assert cdn_urls(["docs/index.html", "docs/index.htm"], BASE, index="index.htm") == below(
        "docs/index.html", "docs/index.htm", "docs/"
    )
    assert cdn_urls(["index.html"], BASE, index=[]) == below("index.html")


def test_each_url_once_in_the_order_of_the_input():
    assert cdn_urls(["b", "a", "./b", "index.html", "index.html"], BASE) == below("b", "a", "index.html", "")


def test_nothing_gives_nothing():
    assert cdn_urls([], BASE) == cdn_urls("", BASE) == cdn_urls(["", "  "], BASE) == []


def test_a_folder_that_find_found():
    assert cdn_urls([{"path": "/w/docs", "isdir": True}], BASE, root="/w") == below("docs/")


RSYNC = r"""sending incremental file list
created directory /srv/www
.d..t...... ./
<f+++++++++ new.html
>f.st...... docs/index.html
>f+++++++++ name with  blanks.txt
.f...p..... only-permissions.txt
.f          nothing.txt
cd+++++++++ folder/
cL+++++++++ link.js -> target.js
hf+++++++++ hard.js => other.js
*deleting   gone.html
*deleting   gone-folder/
>f+++++++++ \#344\#270\#255.png
<<CHANGED>>>f..t...... synchronized.html

sent 1,234 bytes  received 56 bytes  2,580.00 bytes/sec
total size is 12,345  speedup is 9.57
"""


@pytest.mark.parametrize("given", [RSYNC, RSYNC.splitlines(), RSYNC.replace("\n", "\r\n")])
def test_what_rsync_prints(given):
    assert cdn_urls(given, BASE) == below(
        "new.html",
        "docs/index.html",
        "docs/",
        "name%20with%20%20blanks.txt",
        "link.js",
        "hard.js",
        "gone.html",
        "%E4%B8%AD.png",
        "synchronized.html",
    )


OSSUTIL = """LastModifiedTime                   Size(B)  StorageClass   ETAG                                  ObjectName
2026-11-22 20:12:17 +0800 CST          112      Standard   4F0FA5A5F3F41A7B5F1A2E3D4C5B6A79      oss://bucket/site/a b.js
2026-11-22 20:12:18 +0800 CST            0   IA   D41D8CD98F00B204E9800998ECF8427E      oss://bucket/site/docs/index.html
oss://bucket/site/short.css
Object Number is: 3

0.123456(s) elapsed
"""


def test_what_ossutil_prints():
    assert cdn_urls(OSSUTIL, BASE, root="site") == below("a%20b.js", "docs/index.html", "docs/", "short.css")


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).map(lambda name: f"d/{name}")))
def test_a_result_is_made_of_urls_below_the_base(paths):
    try:
        urls = cdn_urls(paths, BASE)
    except AnsibleFilterError:
        return
    assert len(urls) == len(set(urls))
    for url in urls:
        assert url.startswith(BASE)
        assert url.isascii()
        assert "?" not in url
        assert "#" not in url


def test_a_password_in_an_element_is_not_shown():
    with pytest.raises(AnsibleFilterError) as caught:
        cdn_urls(["https://me:s3cret@www.example.com/a"], "https://www.example.com/")
    assert "s3cret" not in str(caught.value)
    assert "***@www.example.com/a" in str(caught.value)


def test_a_host_of_another_script_names_the_library_that_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "idna", None)
    with pytest.raises(
        AnsibleFilterError, match=r"library idna is missing.* Install it for the Python that runs Ansible"
    ):
        cdn_urls(["a.js"], "https://bücher.example/")
