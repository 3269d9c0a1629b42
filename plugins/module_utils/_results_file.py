# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The outcome of every entry as JSON lines, in one file that is whole or not there."""

from __future__ import annotations

import json
import os
import tempfile
import typing as t

from . import _errors, _ledger


def check_writable(path: str) -> None:
    """Find out before anything is sent whether the file can be written.

    :raises InputError: it cannot.
    """
    if os.path.isdir(path):
        raise _errors.InputError(f"results_path {path} is a directory; name a file in it. Nothing was sent.")
    try:
        with _temporary_file(path):
            pass
    except OSError as exc:
        raise _errors.InputError(
            f"results_path {path} cannot be written: {exc.strerror or exc}. "
            "Check the folder and its permissions; nothing was sent."
        ) from exc


def write(path: str, entries: t.Iterable[_ledger.Entry], move: t.Callable[[str, str], object]) -> None:
    """Write one line per entry, in input order, and move the file into its place.

    :raises OSError: the file could not be written; the old one is untouched.
    """
    with _temporary_file(path, delete=False) as file:
        for entry in entries:
            json.dump(as_line(entry), file, ensure_ascii=False)
            file.write("\n")
    # AnsibleModule.atomic_move looks for the folder in the name afterwards, and fails when there is none in it.
    move(file.name, os.path.abspath(path))


def as_line(entry: _ledger.Entry) -> dict[str, str]:
    """One line of the file."""
    return {
        "url": entry.url,
        "object_type": entry.kind,
        "state": entry.state,
        "code": entry.code,
        "reason": entry.reason,
        "task_id": entry.task_id,
    }


def _temporary_file(path: str, *, delete: bool = True) -> t.Any:
    folder, name = os.path.split(os.path.abspath(path))
    return tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix=f".{name}.", delete=delete)
