# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What is requested: the source options, read into entries."""

from __future__ import annotations

import os
import typing as t

from . import _collector, _entries, _errors, _kinds, _ledger, _sources

Params = t.Mapping[str, t.Any]


def read_urls(params: Params, rules: _entries.EntryRules) -> _ledger.Ledger:
    """Read and check ``urls`` and ``src``.

    :raises InputError: an entry cannot be used, or there is none and ``allow_empty`` is off.
    :raises MissingLibraryError: reading the source takes a library that is not installed.
    """
    if params["src_query"] is not None and params["src"] is None:
        raise _errors.InputError("src_query is set without src, so there is nothing to select from. Nothing was sent.")
    # What is read stays, and may be a million entries: looking through them for garbage takes time and finds none.
    with _collector.paused():
        ledger = _entries.from_lines(_lines(params, rules), rules)
    return require_entries(params, ledger)


def require_entries(params: Params, ledger: _ledger.Ledger) -> _ledger.Ledger:
    """:raises InputError: there is no entry and ``allow_empty`` is off."""
    if ledger.entries or params["allow_empty"]:
        return ledger
    query = params["src_query"]
    what = "the source holds no entries" if query is None else f"src_query {query!r} selects nothing"
    raise _errors.InputError(
        f"There is nothing to do: {what}. Set allow_empty=true if that is no mistake; nothing was sent."
    )


def _lines(params: Params, rules: _entries.EntryRules) -> t.Iterator[_sources.Line]:
    if params["urls"] is not None:
        yield from _sources.from_list("urls", params["urls"])
    if params["src"] is not None:
        yield from _lines_of_src(params, rules)


def _lines_of_src(params: Params, rules: _entries.EntryRules) -> t.Iterator[_sources.Line]:
    # What only a source needs is imported with it: a run of a few URLs starts the sooner.
    from . import _documents, _listing

    path, query = params["src"], params["src_query"]
    if os.path.isdir(path) or path.endswith(_listing.ENDING):
        return _lines_of_folder(params, rules)
    if query is not None or path.lower().endswith(_documents.JSON_ENDINGS + _documents.YAML_ENDINGS):
        return _documents.from_document(path, query)
    return _sources.from_text_file(path)


def _lines_of_folder(params: Params, rules: _entries.EntryRules) -> t.Iterator[_sources.Line]:
    from . import _folders, _listing

    path = params["src"]
    if params["src_query"] is not None:
        raise _errors.InputError(
            f"src {path} is a folder, so src_query has nothing to select from. Remove src_query; nothing was sent."
        )
    if not rules.base_url:
        raise _errors.InputError(
            f"src {path} is a folder; set base_url to where its files are published. Nothing was sent."
        )
    if rules.object_type in (_kinds.DIRECTORY, _kinds.REGEX):
        raise _errors.InputError(
            f"src {path} is a folder, which stands for the files below it, and object_type is {rules.object_type}. "
            "Name directories and patterns in urls; nothing was sent."
        )
    base = _entries.parse_base(rules.base_url)
    lines = _folders.from_folder(path) if os.path.isdir(path) else _listing.load(path)
    return (line._replace(text=f"{base}{line.text}") for line in lines)
