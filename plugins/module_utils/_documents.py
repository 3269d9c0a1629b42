# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Entries out of a JSON or YAML document, such as a bundler's manifest, by a JMESPath expression."""

from __future__ import annotations

import json
import typing as t

from . import _errors, _sources

JSON_ENDINGS = (".json", ".webmanifest")
YAML_ENDINGS = (".yml", ".yaml")


def from_document(path: str, query: str | None) -> t.Iterator[_sources.Line]:
    """The entries of a document: what the query selects, or the document itself when it is a list of strings.

    :raises InputError: the file cannot be read or parsed, the expression is bad, or it selects something else.
    :raises MissingLibraryError: jmespath, or PyYAML for a YAML file, is not installed.
    """
    document = _load(path)
    selected = document if query is None else _select(document, query, path)
    what = f"src {path}" if query is None else f"src_query {query!r} on {path}"
    return _as_lines(selected, what, is_query=query is not None)


def _load(path: str) -> t.Any:
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except UnicodeDecodeError as exc:
        raise _errors.InputError(f"src {path} is not UTF-8. Save the file as UTF-8; nothing was sent.") from exc
    except OSError as exc:
        raise _errors.InputError(
            f"src {path} cannot be read: {exc.strerror or exc}. Check the path and its permissions; nothing was sent."
        ) from exc
    if path.lower().endswith(YAML_ENDINGS):
        return _parse_yaml(path, text)
    try:
        return json.loads(text)
    except ValueError as exc:
        if path.lower().endswith(JSON_ENDINGS):
            raise _errors.InputError(f"src {path} is no JSON: {exc}. Correct the file; nothing was sent.") from exc
        return _parse_yaml(path, text)


def _parse_yaml(path: str, text: str) -> t.Any:
    try:
        import yaml
    except ImportError as exc:
        raise _errors.MissingLibraryError("PyYAML", exc) from exc
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as exc:
        reason = " ".join(str(exc).split())
        raise _errors.InputError(f"src {path} is no YAML: {reason}. Correct the file; nothing was sent.") from exc


def _select(document: t.Any, query: str, path: str) -> t.Any:
    try:
        import jmespath
        import jmespath.exceptions
    except ImportError as exc:
        raise _errors.MissingLibraryError("jmespath", exc) from exc
    try:
        return jmespath.search(query, document)
    except jmespath.exceptions.JMESPathError as exc:
        reason = str(exc).splitlines()[0]
        raise _errors.InputError(
            f"src_query {query!r} cannot be applied to {path}: {reason.rstrip('.')}. "
            "Correct the JMESPath expression; nothing was sent."
        ) from exc


def _as_lines(selected: t.Any, what: str, *, is_query: bool) -> t.Iterator[_sources.Line]:
    if isinstance(selected, str):
        selected = [selected]
    if selected is None and is_query:
        selected = []
    if not isinstance(selected, list):
        advice = "Change the expression" if is_query else "Give src_query, a JMESPath expression that picks them out"
        raise _errors.InputError(
            f"{what} gives a {_name(selected)} instead of a list of strings. {advice}; nothing was sent."
        )
    for number, entry in enumerate(selected, start=1):
        if not isinstance(entry, str):
            flatten = "; a trailing [] flattens lists in a list" if isinstance(entry, list) else ""
            raise _errors.InputError(
                f"{what} gives a {_name(entry)} as element {number}, where a string is needed. "
                f"Change the expression{flatten}; nothing was sent."
            )
    return (
        _sources.Line(f"src element {number}", entry.strip())
        for number, entry in enumerate(selected, start=1)
        if entry.strip()
    )


def _name(value: t.Any) -> str:
    """The kind of a JSON value, in its own words."""
    names = {dict: "mapping", list: "list", bool: "boolean", int: "number", float: "number", type(None): "null value"}
    return names.get(type(value), type(value).__name__)
