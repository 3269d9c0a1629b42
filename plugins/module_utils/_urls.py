# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Check and normalise one entry: what the user wrote becomes what the service is sent.

Escapes are made exactly once: what is already escaped, and every character that has a meaning in a
URL, stays as it is, so that normalising a normalised entry changes nothing.
"""

from __future__ import annotations

import posixpath
import re
import typing as t
import urllib.parse

from . import _errors, _kinds


class BadEntryError(Exception):
    """An entry that cannot be sent; the message is the reason, for the user."""


class Url(t.NamedTuple):
    """A normalised entry in parts. ``host`` holds a port that is not the scheme's own."""

    scheme: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


# An entry that needs no change at all; most do not, and this one test is all that they cost.
_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]+)(/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_LONGEST_HOST = 253  # RFC 1035
_LONGEST_LABEL = 63
_LIST_AS_TEXT = re.compile(r"[\[{]\s*(?:['\"]|https?:)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff]")
_NEEDS_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/?%\[\]-]")
# A pattern's own characters ("[", "^", "{", "\" and so on) must reach the service as they are.
_NEEDS_ESCAPE_IN_PATTERN = re.compile(r"[^\x21-\x7e]")
# Paths that have nothing in common: a pattern that matches all of them matches everything.
_PROBES = ("/index.html", "/a/b/c.js?v=1", "/9", "/_-/~.x", "/Z/")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# In the second form the password holds a character that ends a host name, so that no reading finds the "@" in time.
_USER_INFO = re.compile(r"((?:^|:)//)([^/?#\s]*|[^/?#\s:@]*:(?!\d*(?:[/?#]|$))\S*)@")


def mask_user_info(text: str) -> str:
    """Replace the user info of any URL in the text by ``***``."""
    return _USER_INFO.sub(r"\1***@", text)


def passwords_in(text: str) -> list[str]:
    """The passwords in the user info of any URL in the text."""
    found = (match.group(2).partition(":")[2] for match in _USER_INFO.finditer(text))
    return [password for password in found if password]


def normalise(text: str, kind: str, base: Url | None = None) -> Url:
    """Turn an entry into the URL that is sent.

    :param text: the entry, without blanks around it.
    :param kind: one of the names in :data:`_kinds.KINDS`; cache tags are no URLs and do not come here.
    :param base: what an entry that is not absolute is joined to.
    :raises BadEntryError: the entry cannot be sent.
    """
    plain = _PLAIN.fullmatch(text)
    if plain and kind == _kinds.FILE and "://" not in plain.group(3) and len(plain.group(2)) <= _LONGEST_LABEL:
        return Url(*plain.groups())
    url = _split(_absolute(text, base), kind)
    if kind == _kinds.PREFETCH and len(str(url)) > _kinds.PREFETCH_URL_LENGTH:
        raise BadEntryError(
            f"it has {len(str(url)):,} characters once escaped, and the service prefetches URLs of at most "
            f"{_kinds.PREFETCH_URL_LENGTH:,}"
        )
    if kind == _kinds.IGNORE_PARAMS:
        # Vendor's page: this type takes the URL without its query string.
        url = url._replace(path=url.path.partition("?")[0])
    if kind == _kinds.DIRECTORY and (not url.path.endswith("/") or "?" in url.path):
        raise BadEntryError("a directory must end in / and have no query string")
    return url


def quote_name(name: str) -> str:
    """Escape what has a meaning in URLs but none in the name of a file."""
    return name.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def kind_of(text: str) -> str:
    """What ``object_type=auto`` takes an entry for: a directory when its path ends in ``/``, else a file."""
    return _kinds.DIRECTORY if text.endswith("/") and "?" not in text else _kinds.FILE


def is_whole_site(url: Url, kind: str) -> bool:
    """Whether the entry drops everything of its domain."""
    if kind == _kinds.DIRECTORY:
        return not posixpath.normpath(urllib.parse.unquote(url.path)).strip("/")
    if kind != _kinds.REGEX:
        return False
    pattern = url.path[2:] if url.path.startswith("/^") else url.path
    if pattern.strip("/$") == "":
        return True
    try:
        return all(re.fullmatch(pattern, probe) for probe in _PROBES)
    except re.error:
        return False


def parse_base(text: str) -> Url:
    """Check ``base_url``; it always ends in ``/``.

    :raises BadEntryError: it is no absolute http(s) URL, or has a query string.
    """
    url = _split(_absolute(text.strip(), None), _kinds.FILE)
    if "?" in url.path:
        raise BadEntryError("base_url must not have a query string")
    return url if url.path.endswith("/") else url._replace(path=url.path + "/")


def normalise_domain(text: str) -> str:
    """Check a bare domain name, as the option ``domain`` takes it.

    :raises BadEntryError: it is no domain name.
    """
    name = text.strip()
    if "/" in name or ":" in name:
        raise BadEntryError(f"{name!r} is no domain name; give it without https://, port and path")
    return _check_host(name)


def _absolute(text: str, base: Url | None) -> str:
    """Refuse what no reading can make one URL, and join what is not absolute to the base."""
    if _LIST_AS_TEXT.match(text):
        raise BadEntryError(
            "this looks like a list or a dictionary written as text; on the command line use JSON arguments"
        )
    if _CONTROL.search(text):
        raise BadEntryError("it holds a control character")
    if re.search(r"\shttps?://", text, re.IGNORECASE):
        raise BadEntryError("there are two entries on one line")
    if _SCHEME.match(text):
        half = len(text) // 2
        if text[:half] == text[half:]:
            raise BadEntryError("there are two entries on one line")
        return text
    if re.match(r"https?:", text, re.IGNORECASE):
        raise BadEntryError("http: and https: must be followed by //")
    if base is None:
        raise BadEntryError("it does not start with http:// or https://, and there is no base_url to join it to")
    if text.startswith("//"):
        return f"{base.scheme}:{text}"
    if text.startswith("/"):
        return f"{base.scheme}://{base.host}{text}"
    return f"{base}{text}"


def _split(text: str, kind: str) -> Url:
    scheme_match = _SCHEME.match(text)
    scheme = scheme_match.group(1).lower() if scheme_match else ""
    if scheme not in _DEFAULT_PORTS:
        raise BadEntryError("only http:// and https:// URLs can be in the CDN's cache")
    rest = text[len(scheme) + 3 :]
    if "#" in rest:
        raise BadEntryError(
            "it has a fragment (#...), which a cache never sees; leave it out, or write %23 for the character"
        )
    authority, path = re.match(r"([^/?]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    if "@" in authority:
        raise BadEntryError("it holds a user name or password, which a cache never sees; leave them out")
    host = _check_authority(authority, scheme)
    if not path.startswith("/"):
        path = f"/{path}"
    return Url(scheme, host, _escape(path, kind))


def _check_authority(authority: str, scheme: str) -> str:
    name, colon, port = authority.partition(":")
    host = _check_host(name)
    if not colon or not port:
        return host
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadEntryError("what follows the colon after the host is no port number")
    return host if int(port) == _DEFAULT_PORTS[scheme] else f"{host}:{int(port)}"


def _check_host(host: str) -> str:
    if not host:
        raise BadEntryError("it names no host")
    if "*" in host:
        raise BadEntryError("the service takes no wildcard domains; give each sub-domain")
    if not host.isascii():
        host = _to_idna(host)
    host = host.lower()
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise BadEntryError(f"{host!r} is no host name")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadEntryError(f"{host!r} is no host name")
    return host


def _to_idna(host: str) -> str:
    try:
        import idna
    except ImportError as exc:
        raise _errors.MissingLibraryError("idna", exc) from exc
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as exc:
        raise BadEntryError(f"{host!r} is no international host name") from exc


def _escape(path: str, kind: str) -> str:
    needs_escape = _NEEDS_ESCAPE_IN_PATTERN if kind == _kinds.REGEX else _NEEDS_ESCAPE
    try:
        return needs_escape.sub(_percent, path)
    except UnicodeEncodeError as exc:
        raise BadEntryError("it holds bytes that are not UTF-8") from exc


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8"))
