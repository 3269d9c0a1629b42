# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The variables of the role cdn_invalidate, which may all be text, as its tasks use them."""

from __future__ import annotations

import collections.abc
import contextlib
import dataclasses
import math
import re
import typing as t

import yaml

TRUE = ("true", "yes", "on", "y", "t", "1")
FALSE = ("false", "no", "off", "n", "f", "0", "")
# Kind of entries → the variable that holds them, in the order in which they are refreshed.
KINDS = {
    "file": "urls",
    "directory": "directories",
    "regex": "regexes",
    "ignore_params": "ignore_params",
    "cache_tag": "cache_tags",
}
FLAGS = ("allow_empty", "allow_whole_site", "force", "publish_stats")
SECONDS = ("repeat_after", "wait_timeout")
# Variable → how often a check is tried unless it says so itself.
CHECKS = {"origin_checks": 12, "verify": 3}
CHECK_KEYS = (
    "url",
    "status",
    "header",
    "contains",
    "tries",
    "delay",
    "timeout",
    "request_headers",
    "validate_certs",
)
_LIST_TEXT = re.compile(r"\s*\[\s*([\"']|])")
_CHECK_TEXT = re.compile(r"\s*[-\[{]")
_ABSOLUTE = re.compile("https?://", re.IGNORECASE)

T = t.TypeVar("T")


class _UnusableError(Exception):
    """A value that cannot be used; the message goes on after the variable's name."""


@dataclasses.dataclass(frozen=True)
class Check:
    """What an address has to answer."""

    url: str
    statuses: list[str]
    headers: list[list[str]]
    texts: list[str]
    tries: int
    delay: float
    timeout: int
    request_headers: dict[str, str]
    validate_certs: bool
    follow_redirects: str


class Reader:
    """Reads values and collects what is wrong with them."""

    def __init__(self, values: t.Mapping[str, t.Any]) -> None:
        self._values = values
        self.complaints: list[str] = []

    def settings(self) -> dict[str, t.Any]:
        """Everything the tasks use."""
        jobs = self._jobs()
        mode, prefetch = self._prefetch()
        found: dict[str, t.Any] = {
            **{name: self._flag(name) for name in FLAGS},
            **{name: self._seconds(name) for name in SECONDS},
            **{name: self._checks(name, tries) for name, tries in CHECKS.items()},
            "jobs": jobs,
            "prefetch_mode": mode,
            "prefetch_urls": prefetch,
            "directories": self._lines("directories"),
        }
        self._relations(found)
        return {**found, "complaints": self.complaints}

    def _text(self, name: str) -> str:
        value = self._values.get(name)
        return "" if value is None else str(value).strip()

    def _complain(self, name: str, words: str) -> None:
        self.complaints.append(f"cdn_invalidate_{name} {words}")

    def _flag(self, name: str) -> bool:
        try:
            return _boolean(self._values.get(name))
        except _UnusableError as exc:
            self._complain(name, f"{exc}.")
            return False

    def _seconds(self, name: str) -> float:
        try:
            return _number(self._text(name) or 0)
        except _UnusableError as exc:
            self._complain(name, f"{exc}.")
            return 0.0

    def _entries(self, name: str) -> list[str]:
        try:
            return _entries(self._values.get(name))
        except _UnusableError as exc:
            self._complain(name, f"{exc}.")
            return []

    def _lines(self, name: str) -> list[str]:
        return _lines(self._entries(name))

    def _jobs(self) -> dict[str, dict[str, t.Any]]:
        """What is refreshed, kind by kind."""
        jobs = {}
        for kind, name in KINDS.items():
            # The module takes the lines of entries apart, but not those of tags.
            urls = self._lines(name) if kind == "cache_tag" else self._entries(name)
            src = self._text("src") if kind == "file" else ""
            if urls or src:
                jobs[kind] = {"urls": urls, "src": src}
        return jobs

    def _prefetch(self) -> tuple[str, list[str]]:
        """'' for nothing, 'files' for those that were refreshed, or 'list' with the list."""
        urls = self._entries("prefetch")
        alone = urls[0].strip().lower() if len(urls) == 1 else ""
        if alone in TRUE:
            return "files", []
        return ("list", urls) if alone not in FALSE or len(urls) > 1 else ("", [])

    def _checks(self, name: str, tries: int) -> list[dict[str, t.Any]]:
        checks = []
        try:
            elements = _check_elements(self._values.get(name))
        except _UnusableError as exc:
            self._complain(name, f"{exc}.")
            return []
        # The edge is where the entries are, the origin is elsewhere.
        base = self._text("base_url") if name == "verify" else ""
        for element in elements:
            try:
                checks.append(dataclasses.asdict(_check(element, tries, base)))
            except _UnusableError as exc:
                self._complain(name, f"has an element that cannot be used: {exc}.")
        return checks

    def _relations(self, found: t.Mapping[str, t.Any]) -> None:
        if "cache_tag" in found["jobs"] and not self._text("domain"):
            self._complain("cache_tags", "needs cdn_invalidate_domain: set it to the domain that these tags are on.")
        if self._text("src_query") and not self._text("src"):
            self._complain("src_query", "needs cdn_invalidate_src: set it to the file that is to be queried.")
        nothing = not found["jobs"] and found["prefetch_mode"] != "list"
        if nothing and not found["allow_empty"] and not self.complaints:
            self.complaints.append(
                "There is nothing to refresh: set cdn_invalidate_urls, _directories, _regexes, _ignore_params,"
                " _cache_tags or _src, or cdn_invalidate_allow_empty when that may be."
            )


def connection(value: t.Any, name: str = "cdn_invalidate_connection") -> dict[str, t.Any]:
    """Connection options, from a dictionary or JSON; empty ones are the same as none."""
    if isinstance(value, str):
        # What cannot be read is still text, which is refused.
        with contextlib.suppress(yaml.YAMLError):
            value = yaml.safe_load(str(value))
    if not value:
        return {}
    if not isinstance(value, collections.abc.Mapping):
        # Whatever it is, it may hold a secret.
        raise ValueError(f"{name} must be a dictionary of connection options, or JSON or YAML of one.")
    return {key: item for key, item in value.items() if item is not None and item != ""}


def entries(value: t.Any, name: str, lines: bool = False) -> list[str]:
    """The entries in a variable of a playbook; ``lines`` takes those apart that hold several."""
    try:
        return _lines(_entries(value)) if lines else _entries(value)
    except _UnusableError as exc:
        raise ValueError(f"{name} {exc}.") from None


def _boolean(value: t.Any) -> bool:
    text = "" if value is None else str(value).strip().lower()
    if text not in TRUE + FALSE:
        raise _UnusableError(f"must be true or false, not {str(value)!r}")
    return text in TRUE


def _number(value: t.Any, what: str = "a number of seconds") -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number) or number < 0:
        raise _UnusableError(f"must be {what}, not {str(value)!r}")
    return number


def _times(value: t.Any) -> float:
    return _number(value, "a number of times")


def _flat(value: t.Any) -> t.Iterator[t.Any]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _flat(item)
    elif value is not None and value != "":
        yield value


def _parsed(text: str) -> t.Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise _UnusableError(
            "begins like JSON or YAML and cannot be read as such; correct it, or give one entry a line"
        ) from None


def _entries(value: t.Any) -> list[str]:
    """Entries; one of them may hold several lines."""
    if isinstance(value, str) and _LIST_TEXT.match(value):
        value = _parsed(str(value))
    return [text for text in map(str, _flat(value)) if text.strip()]


def _lines(texts: t.Iterable[str]) -> list[str]:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [line for line in lines if line]


def _check_elements(value: t.Any) -> list[t.Any]:
    if isinstance(value, str):
        value = _parsed(str(value)) if _CHECK_TEXT.match(value) else [line.strip() for line in value.splitlines()]
    return list(_flat(value))


def _check(element: t.Any, tries: int, base: str) -> Check:
    given = {"url": element} if isinstance(element, str) else element
    is_mapping = isinstance(given, collections.abc.Mapping)
    unknown = [str(key) for key in given if key not in CHECK_KEYS] if is_mapping else []
    if unknown:
        raise _UnusableError(f"it has unknown keys ({', '.join(unknown)}); use {', '.join(CHECK_KEYS)}")
    if not is_mapping or not given.get("url"):
        # It may hold headers to send, and these may be secret.
        raise _UnusableError("it must be a URL or a dictionary with a url")
    values = {key: value for key, value in given.items() if value is not None and value != ""}
    url = str(values["url"]).strip()
    if base and not _ABSOLUTE.match(url):
        url = f"{base.rstrip('/')}/{url.lstrip('/')}"
    if not _ABSOLUTE.match(url):
        raise _UnusableError(f"its url must begin with http:// or https://, and is {url!r}")

    def read(key: str, default: t.Any, convert: t.Callable[[t.Any], T]) -> T:
        try:
            return convert(values.get(key, default))
        except _UnusableError as exc:
            raise _UnusableError(f"the {key} of {url} {exc}") from None

    statuses = read("status", 200, _statuses)
    return Check(
        url=url,
        statuses=statuses,
        headers=[list(pair) for item in _flat([values.get("header")]) for pair in _headers(item)],
        texts=[str(text) for text in _flat([values.get("contains")])],
        tries=max(1, int(read("tries", tries, _times))),
        delay=read("delay", 5, _number),
        timeout=max(1, math.ceil(read("timeout", 10, _number))),
        request_headers=read("request_headers", {}, _request_headers),
        validate_certs=read("validate_certs", True, _boolean),
        # Who asks for a redirection wants to see it.
        follow_redirects="none" if any(status.startswith("3") for status in statuses) else "safe",
    )


def _statuses(value: t.Any) -> list[str]:
    found = [part.strip() for item in _flat([value]) for part in str(item).split(",") if part.strip()]
    for status in found:
        if not re.fullmatch("[1-5][0-9]{2}", status):
            raise _UnusableError(f"must be a status such as 200, not {status!r}")
    return found


def _headers(item: t.Any) -> t.Iterator[tuple[str, str]]:
    """Pairs of a name and a value, from {name: value}, "name: value" or "name"."""
    if isinstance(item, collections.abc.Mapping):
        for name, value in item.items():
            yield str(name).strip(), "" if value is None else str(value).strip()
    else:
        name, _colon, value = str(item).partition(":")
        yield name.strip(), value.strip()


def _request_headers(value: t.Any) -> dict[str, str]:
    if not isinstance(value, collections.abc.Mapping):
        raise _UnusableError("must be a dictionary of headers to send")
    return {str(name): str(text) for name, text in value.items()}
