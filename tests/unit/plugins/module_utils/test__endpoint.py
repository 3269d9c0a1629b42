# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which endpoints are usable, and what goes into the Host header."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._endpoint import parse_endpoint
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError


@pytest.mark.parametrize(
    ("text", "protocol", "address"),
    [
        pytest.param("cdn.aliyuncs.com", "https", "cdn.aliyuncs.com", id="https when nothing is said"),
        pytest.param("https://cdn.aliyuncs.com", "https", "cdn.aliyuncs.com", id="https"),
        pytest.param("https://cdn.aliyuncs.com/", "https", "cdn.aliyuncs.com", id="slash at the end"),
        pytest.param("  cdn.aliyuncs.com\n", "https", "cdn.aliyuncs.com", id="blanks around"),
        pytest.param("CDN.Aliyuncs.COM", "https", "cdn.aliyuncs.com", id="upper case"),
        pytest.param("cdn.aliyuncs.com:8443", "https", "cdn.aliyuncs.com:8443", id="port"),
        pytest.param("localhost:8080", "https", "localhost:8080", id="loopback is https too when nothing is said"),
        pytest.param("http://localhost:8080", "http", "localhost:8080", id="http to localhost"),
        pytest.param("http://LOCALHOST:8080", "http", "localhost:8080", id="http to localhost in upper case"),
        pytest.param("http://127.0.0.1:1", "http", "127.0.0.1:1", id="http to IPv4 loopback"),
        pytest.param("http://127.8.9.10", "http", "127.8.9.10", id="all of 127/8 is loopback"),
        pytest.param("http://[::1]:65535", "http", "[::1]:65535", id="http to IPv6 loopback"),
    ],
)
def test_accepts(text, protocol, address):
    endpoint = parse_endpoint(text)
    assert (endpoint.protocol, endpoint.address) == (protocol, address)


@pytest.mark.parametrize(
    "text",
    [
        "http://cdn.aliyuncs.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "http://[::2]",
        "http://128.0.0.1",
    ],
)
def test_plain_http_is_for_loopback_only(text):
    with pytest.raises(InputError, match="loopback"):
        parse_endpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("https://", id="no host"),
        pytest.param("https://cdn.aliyuncs.com/path", id="path"),
        pytest.param("https://cdn.aliyuncs.com?x=1", id="query"),
        pytest.param("ftp://cdn.aliyuncs.com", id="other scheme"),
        pytest.param("https://me@cdn.aliyuncs.com", id="user info"),
        pytest.param("cdn aliyuncs com", id="blanks inside"),
        pytest.param("cdn.aliyuncs.com:", id="colon without port"),
        pytest.param("cdn.aliyuncs.com:https", id="port that is no number"),
        pytest.param("cdn.aliyuncs.com:0", id="port zero"),
        pytest.param("cdn.aliyuncs.com:65536", id="port too large"),
        pytest.param("cdn.aliyuncs.com:999999", id="port far too large"),
        pytest.param("::1", id="IPv6 without brackets"),
        pytest.param("a.example\nb.example", id="two lines"),
    ],
)
def test_refuses(text):
    with pytest.raises(InputError, match="endpoint"):
        parse_endpoint(text)


@pytest.mark.parametrize(
    ("text", "loopback"),
    [("localhost", True), ("127.0.0.1:80", True), ("[::1]", True), ("cdn.aliyuncs.com", False), ("10.1.1.1", False)],
)
def test_knows_this_machine(text, loopback):
    assert parse_endpoint(text).is_loopback is loopback
