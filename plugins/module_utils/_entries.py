# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From lines to entries: check them all, report every bad one at once, leave duplicates out."""

from __future__ import annotations

import dataclasses
import sys
import typing as t

from . import _errors, _kinds, _ledger, _sources, _urls

#: What ``object_type`` may say besides the names of kinds.
AUTO = "auto"

# How many bad entries the message itself shows; ``problems`` holds the rest.
_SHOWN_IN_MESSAGE = 5


@dataclasses.dataclass
class EntryRules:
    """What the options say about entries."""

    object_type: str
    base_url: str | None = None
    allow_whole_site: bool = False


def from_lines(lines: t.Iterable[_sources.Line], rules: EntryRules) -> _ledger.Ledger:
    """Check and normalise every line.

    :raises InputError: at least one is bad; ``problems`` names each of them.
    """
    base = parse_base(rules.base_url) if rules.base_url else None
    entries: dict[tuple[str, str], _ledger.Entry] = {}
    problems: list[_errors.InputProblem] = []
    requested = 0
    for line in lines:
        requested += 1
        try:
            entry = _make_entry(line.text, rules, base)
        except _urls.BadEntryError as exc:
            problems.append(_errors.InputProblem(line.place, _urls.mask_user_info(line.text), str(exc)))
        else:
            entries.setdefault((entry.kind, entry.url), entry)
    if problems:
        raise _errors.InputError(_describe(problems, requested), problems)
    return _ledger.Ledger(list(entries.values()), duplicates=requested - len(entries))


def parse_base(base_url: str) -> _urls.Url:
    """Read ``base_url``.

    :raises InputError: it cannot be used.
    """
    try:
        return _urls.parse_base(base_url)
    except _urls.BadEntryError as exc:
        raise _errors.InputError(
            f"base_url {_urls.mask_user_info(base_url)}: {exc}. Correct it; nothing was sent."
        ) from exc


def from_cache_tags(tags: t.Sequence[str], domain: str) -> _ledger.Ledger:
    """Entries for cache tags on one domain. A tag may be written as results name it, with the domain before it.

    :raises InputError: the domain or a tag is bad.
    """
    try:
        domain = _urls.normalise_domain(domain)
    except _urls.BadEntryError as exc:
        raise _errors.InputError(f"domain: {exc}. Correct it; nothing was sent.") from exc
    entries: dict[str, _ledger.Entry] = {}
    problems: list[_errors.InputProblem] = []
    written = ((f"cache_tags[{index}]", tag.strip()) for index, tag in enumerate(tags))
    lines = [_sources.Line(place, tag.removeprefix(f"{domain}#") or tag) for place, tag in written if tag]
    for line in lines:
        if not line.text.isprintable() or "," in line.text:
            problems.append(
                _errors.InputProblem(line.place, line.text, "a cache tag cannot hold commas or control characters")
            )
        else:
            entries.setdefault(line.text, _ledger.Entry(f"{domain}#{line.text}", _kinds.CACHE_TAG, domain))
    if problems:
        raise _errors.InputError(_describe(problems, len(lines)), problems)
    return _ledger.Ledger(list(entries.values()), duplicates=len(lines) - len(entries))


def _make_entry(text: str, rules: EntryRules, base: _urls.Url | None) -> _ledger.Entry:
    kind = _urls.kind_of(text) if rules.object_type == AUTO else rules.object_type
    url = _urls.normalise(text, kind, base)
    if not rules.allow_whole_site and _urls.is_whole_site(url, kind):
        raise _urls.BadEntryError(
            f"it would drop everything that is cached for {url.host}; set allow_whole_site=true if that is meant"
        )
    # A hundred thousand URLs name a handful of domains: one copy of each name.
    return _ledger.Entry(str(url), kind, sys.intern(url.host))


def _describe(problems: t.Sequence[_errors.InputProblem], requested: int) -> str:
    shown = "; ".join(f"{problem.place}: {problem.url}: {problem.reason}" for problem in problems[:_SHOWN_IN_MESSAGE])
    more = len(problems) - _SHOWN_IN_MESSAGE
    tail = f"; and {more} more, all listed in problems" if more > 0 else ""
    noun, them = ("entry", "it") if requested == 1 else ("entries", "them" if len(problems) > 1 else "it")
    return (
        f"{len(problems)} of {requested} {noun} cannot be used, so nothing was sent. {shown}{tail}. "
        f"Correct {them} and run again."
    )
