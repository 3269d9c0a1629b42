# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Read what the user gave into lines, each with the place where it stands."""

from __future__ import annotations

import re
import typing as t

from . import _errors

_LINE_END = re.compile(r"\r\n|\n|\r")


class Line(t.NamedTuple):
    """One entry as written, without blanks around it. ``place`` is for messages: ``urls[2]``, ``src line 7``."""

    place: str
    text: str


def from_list(option: str, values: t.Iterable[str]) -> t.Iterator[Line]:
    """The entries of a list option. An element may hold several lines; blank ones are ignored."""
    for index, value in enumerate(values):
        lines = _LINE_END.split(value.rstrip("\r\n"))
        for number, text in enumerate(lines, start=1):
            if text.strip():
                place = f"{option}[{index}]"
                yield Line(place if len(lines) == 1 else f"{place} line {number}", text.strip())


def from_text_file(path: str) -> t.Iterator[Line]:
    """The entries of a text file: one a line; blank lines and lines that start with ``#`` are ignored.

    UTF-8, with or without BOM, with LF or CRLF.

    :raises InputError: the file cannot be read, or a line is not UTF-8.
    """
    try:
        # Read as bytes, so that a line that is not UTF-8 can be named.
        with open(path, "rb") as file:
            for number, raw in enumerate(file, start=1):
                text = _decode(path, number, raw).strip()
                if text and not text.startswith("#"):
                    yield Line(f"src line {number}", text)
    except OSError as exc:
        raise _errors.InputError(
            f"src {path} cannot be read: {exc.strerror or exc}. Check the path and its permissions; nothing was sent."
        ) from exc


def _decode(path: str, number: int, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as exc:
        shown = raw.decode("utf-8", "replace").strip()
        problem = _errors.InputProblem(f"src line {number}", shown, "it is not UTF-8")
        raise _errors.InputError(
            f"Line {number} of src {path} is not UTF-8. Save the file as UTF-8; nothing was sent.", [problem]
        ) from exc
