# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From what deployment tools list to the URLs of the files."""

from __future__ import annotations

import collections.abc
import dataclasses
import posixpath
import re
import typing as t

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _kinds, _urls


class BadPathError(Exception):
    """An element that names no file below the root; the message has the element in it."""


# Manual page of rsync, --itemize-changes: what is done, the type, and nine letters about attributes.
_RSYNC_ITEM = re.compile(r"([<>ch.])([fdLDS])([.+? cstTpogunbax]{9}) (.+)")
_RSYNC_DELETED = re.compile(r"\*deleting\s+(.+)")
_RSYNC_LINK = {"L": " -> ", "h": " => "}
_RSYNC_ESCAPE = re.compile(rb"\\#([0-7]{3})")
# ansible.posix.synchronize leaves its own mark where it does not remove it.
_SYNCHRONIZE_MARK = "<<CHANGED>>"
# "ossutil ls": time, size, storage class and ETag before the address; with -s the address alone.
_OSS_OBJECT = re.compile(r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .*?\s)?oss://[^/\s]+/(.*)")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

# What the two tools print besides; only these lines are left out, so that nothing else gets lost.
_CHATTER = re.compile(
    r"""
    (?:sending|receiving)\ (?:incremental\ )?file\ list
    | building\ file\ list\ \.\.\..* | created\ directory\ .+ | delta-transmission\ (?:dis|en)abled\ .*
    | sent\ [\d,.KMGT]+\ bytes\ .* | total\ size\ is\ [\d,.KMGT]+\ .*
    | LastModifiedTime\s+Size\(B\)\s.* | Object\ Number\ is:\ \d+ | \d+\.\d+\(s\)\ elapsed
    """,
    re.VERBOSE,
)


@dataclasses.dataclass(frozen=True)
class Site:
    """Where files end up.

    :ivar base: the address of the root.
    :ivar root: the folder whose content is the site; empty: paths are relative to it already.
    :ivar index: names of files that answer for their folder's address as well.
    """

    base: _urls.Url
    root: str
    index: frozenset[str]


def make_site(base_url: str, root: str, index: t.Iterable[str]) -> Site:
    """:raises BadEntryError: ``base_url`` cannot be used."""
    folder = posixpath.normpath(root) if root else ""
    return Site(_urls.parse_base(base_url), "" if folder == "." else folder, frozenset(index))


def urls_of(elements: t.Iterable[t.Any], site: Site) -> list[str]:
    """The URLs of all elements, in order, each once.

    :raises BadPathError: an element cannot be used.
    """
    found: dict[str, None] = {}
    for element in elements:
        path = _path_of(element)
        if path is None:
            continue
        try:
            found.update(dict.fromkeys(_urls_of_path(path, site)))
        except (BadPathError, _urls.BadEntryError) as exc:
            shown = _urls.mask_user_info(element) if isinstance(element, str) else element
            raise BadPathError(f"{shown!r}: {exc}") from exc
    return list(found)


def _path_of(element: t.Any) -> str | None:
    """The path that an element names; None when it names none that changed."""
    if isinstance(element, collections.abc.Mapping):
        path = element.get("path")
        if not isinstance(path, str) or not path.strip("/ "):
            raise BadPathError(
                f"{element!r}: a dictionary must have a path, like those in files of ansible.builtin.find"
            )
        return f"{path}/" if element.get("isdir") and not path.endswith("/") else path
    if not isinstance(element, str):
        raise BadPathError(f"{element!r}: an element must be a path or a dictionary with a path")
    line = element.replace(_SYNCHRONIZE_MARK, "").rstrip("\r\n")
    if not line.strip() or _CHATTER.fullmatch(line.strip()):
        return None
    return _listed_path(line)


def _listed_path(line: str) -> str | None:
    """Take the lines of rsync and ossutil apart; any other is a path."""
    item = _RSYNC_ITEM.fullmatch(line)
    if item:
        change, file_type, _attributes, name = item.groups()
        # A dot says that the content stays as it is. Folders bring no content of their own.
        if change == "." or file_type == "d":
            return None
        link = _RSYNC_LINK.get("L" if file_type == "L" else change)
        return _unescaped(name.partition(link)[0] if link else name)
    deleted = _RSYNC_DELETED.fullmatch(line)
    if deleted:
        return None if deleted.group(1).endswith("/") else _unescaped(deleted.group(1))
    listed = _OSS_OBJECT.fullmatch(line)
    if listed:
        return listed.group(1)
    return line.strip()


def _unescaped(name: str) -> str:
    r"""rsync writes bytes that its locale cannot show as ``\#`` and three octal digits."""
    raw = _RSYNC_ESCAPE.sub(
        lambda match: bytes([int(match.group(1), 8) & 255]), name.encode("utf-8", "surrogateescape")
    )
    return raw.decode("utf-8", "surrogateescape")


def _urls_of_path(path: str, site: Site) -> t.Iterator[str]:
    inside = _below_root(path, site.root)
    yield _join(site.base, inside)
    folder, _slash, name = inside.rpartition("/")
    if name in site.index:
        yield _join(site.base, f"{folder}/" if folder else "")


def _below_root(path: str, root: str) -> str:
    """The path from the root on; a folder's ends in a slash."""
    if _SCHEME.match(path):
        raise BadPathError("it is a URL and no path")
    is_folder = path.endswith(("/", "/."))
    # normpath keeps two leading slashes.
    tidy = re.sub("^/+", "/", posixpath.normpath(path))
    if root:
        if tidy != root and not tidy.startswith(f"{root.rstrip('/')}/"):
            raise BadPathError(f"it is not below root {root!r}")
        tidy = tidy[len(root) :]
    inside = tidy.lstrip("/")
    if inside == ".." or inside.startswith("../"):
        raise BadPathError("it leads out of the root")
    if inside in ("", "."):
        return ""
    return f"{inside}/" if is_folder else inside


def _join(base: _urls.Url, inside: str) -> str:
    return str(_urls.normalise(f"{base}{_urls.quote_name(inside)}", _kinds.FILE))
