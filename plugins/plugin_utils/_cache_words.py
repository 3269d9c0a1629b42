# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the cache headers of an answer of the edge say, in words."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

_SCHEME = re.compile("https?://", re.IGNORECASE)


def explain(page: t.Mapping[str, t.Any], refreshed_ago: float, covering: t.Sequence[str]) -> str:
    """
    :param page: what ansible.builtin.uri returned.
    :param refreshed_ago: seconds since the refresh began.
    :param covering: directories that were refreshed without force and that the address is in.
    """
    if int(page.get("status", -1)) < 100:
        return "There was no answer, so nothing is known about the cache."
    age = _age(page)
    sentences = [_where_from(page, age), _how_old(age, int(refreshed_ago)), _how_long(page, age or 0)]
    if covering:
        sentences.append(
            f"{_kept(page, covering)}. If the object did change, refresh it as a file, or set cdn_invalidate_force."
        )
    return " ".join(sentences)


def advise(page: t.Mapping[str, t.Any], refreshed_ago: float, covering: t.Sequence[str]) -> str:
    """Why an answer may be as it should not be, and what to do; the parameters are those of :func:`explain`."""
    if int(page.get("status", -1)) < 100:
        return "Check that its domain leads to the CDN, and that the controller can reach it."
    if covering:
        return f"{_kept(page, covering)}. Refresh it as a file, or set cdn_invalidate_force."
    age = _age(page)
    if age is None:
        return "Check what the origin serves, and that this very address is among what is refreshed."
    # An age is in whole seconds.
    if age > refreshed_ago + 1:
        return (
            f"Its copy is older than the refresh ({span(age)}, and {span(int(refreshed_ago))}). "
            "Check that this very address, with its query string, is among what is refreshed."
        )
    return "It was fetched or revalidated since the refresh began. Check what the origin serves."


def covering(url: str, host: str, directories: t.Iterable[str], base_url: str) -> list[str]:
    """Those of the directories that an address is in; ``host`` is the one that was asked for."""
    address = f"{host.lower()}{urlsplit(url).path or '/'}"
    found = []
    for line in directories:
        full = line if _SCHEME.match(line) else f"{base_url.rstrip('/')}/{line.lstrip('/')}"
        domain, slash, path = _SCHEME.sub("", full).partition("/")
        if line and address.startswith(f"{domain.lower()}{slash}{path}"):
            found.append(line)
    return found


def _age(page: t.Mapping[str, t.Any]) -> int | None:
    text = re.match("[0-9]+$", str(page.get("age", "")))
    return int(text[0]) if text else None


def _where_from(page: t.Mapping[str, t.Any], age: int | None) -> str:
    cache = str(page.get("x_cache", ""))
    if "hit" in cache.lower():
        return f"The answer came out of the cache (X-Cache: {cache})."
    if cache:
        return f"The answer did not come out of the cache (X-Cache: {cache})."
    if age:
        return "The answer came out of a cache, since it has an age."
    return "No header says whether the answer came out of a cache."


def _how_old(age: int | None, refreshed_ago: int) -> str:
    if age is None:
        return "It has no Age header, so how old the copy is cannot be told."
    since = f"The copy is {span(age)} old (Age), and the refresh began {span(refreshed_ago)} ago:"
    # An age is in whole seconds.
    if age > refreshed_ago + 1:
        return f"{since} the cache has kept or only revalidated what it had before the refresh."
    return f"{since} it was fetched or revalidated since."


def _how_long(page: t.Mapping[str, t.Any], age: int) -> str:
    control = str(page.get("cache_control", "")).lower()
    shown = f"(Cache-Control: {control})"
    longest = re.search("s-maxage=([0-9]+)", control) or re.search("max-age=([0-9]+)", control)
    if "no-store" in control:
        return f"No cache may keep it {shown}."
    if "no-cache" in control:
        return f"A cache must ask the origin each time before it serves it {shown}."
    if longest:
        left = int(longest[1]) - age
        if left > 0:
            return f"A cache may serve it for another {span(left)} {shown}."
        return f"It is expired, and a cache should ask the origin again {shown}."
    if control:
        return f"It has Cache-Control: {control}, which sets no time."
    if "expires" in page:
        return f"It expires at {page['expires']}."
    return "It has no Cache-Control, so each cache keeps it as long as its own rules say."


def _kept(page: t.Mapping[str, t.Any], covering: t.Sequence[str]) -> str:
    """Why an object of a directory may still be the old one."""
    names = {"last_modified": "Last-Modified", "etag": "ETag"}
    marks = [f"{name} {page[key]}" for key, name in names.items() if key in page]
    return (
        f"It was refreshed as part of the directory {', '.join(covering)} without force, which only marks it as expired:"
        " the service asks the origin, and when that answers 304 Not Modified, as it does when"
        f" {' and '.join(marks) or 'Last-Modified or ETag'} did not change, it goes on serving what it had"
    )


def span(seconds: int) -> str:
    """A duration that reads well."""
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds // 60} min"
    if seconds < 172800:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} days"
