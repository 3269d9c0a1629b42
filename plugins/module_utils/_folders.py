# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Entries out of a folder, such as a build's output: the relative path of every file below it."""

from __future__ import annotations

import os
import typing as t

from . import _errors, _sources, _urls


def from_folder(path: str) -> t.Iterator[_sources.Line]:
    """The files below a folder, sorted by path, as relative URLs. Characters with a meaning in URLs are escaped.

    Symbolic links are followed as long as they stay inside.

    :raises InputError: the folder cannot be read, or links lead out of it.
    """
    root = os.path.realpath(path)
    problems: list[_errors.InputProblem] = []
    names = sorted(_files_below(root, root, "", problems))
    if problems:
        raise _errors.InputError(
            f"{len(problems)} symbolic links below src {path} cannot be followed, so nothing was sent; "
            f"{problems[0].place}: {problems[0].reason}. Remove them or put their targets into the folder.",
            problems,
        )
    return (_sources.Line(f"src file {name}", _urls.quote_name(name)) for name in names)


def _files_below(root: str, folder: str, prefix: str, problems: list[_errors.InputProblem]) -> t.Iterator[str]:
    try:
        with os.scandir(folder) as found:
            items = list(found)
    except OSError as exc:
        raise _errors.InputError(
            f"src {folder} cannot be read: {exc.strerror or exc}. Check the path and its permissions; nothing was sent."
        ) from exc
    for item in items:
        name = f"{prefix}{item.name}"
        reason = _refusal(root, folder, item) if item.is_symlink() else ""
        if reason:
            problems.append(_errors.InputProblem(f"src file {name}", name, reason))
        elif item.is_dir():
            yield from _files_below(root, os.path.realpath(item.path), f"{name}/", problems)
        elif item.is_file():
            yield name


def _refusal(root: str, folder: str, link: os.DirEntry[str]) -> str:
    """Why a symbolic link is not followed; empty when it is."""
    target = os.path.realpath(link.path)
    if not target.startswith(root + os.sep):
        return "the link leads out of the folder"
    if (folder + os.sep).startswith(target + os.sep):
        return "the link leads to a folder that holds it"
    if not os.path.exists(target):
        return "the link leads nowhere"
    return ""
