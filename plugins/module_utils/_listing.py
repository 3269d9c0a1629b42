# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""A folder's files as a document, for a host on which the folder itself is not needed."""

from __future__ import annotations

import json
import typing as t

from . import _errors, _sources

#: The name of a transferred listing ends so. Nobody gives a file of such a name to the module.
ENDING = ".alibabacloud-cdn-listing"


def dump(lines: t.Iterable[_sources.Line]) -> str:
    """The document."""
    return json.dumps(list(lines))


def load(path: str) -> t.Iterator[_sources.Line]:
    """The files of a folder that was listed elsewhere.

    :raises InputError: the file cannot be read.
    """
    try:
        with open(path, encoding="ascii") as file:
            return iter([_sources.Line(place, text) for place, text in json.load(file)])
    except OSError as exc:
        raise _errors.InputError(
            f"src {path} cannot be read: {exc.strerror or exc}. Check the path and its permissions; nothing was sent."
        ) from exc
    except (ValueError, TypeError) as exc:
        raise _errors.InputError(
            f"src {path} is no listing of a folder. Give a file or a folder; nothing was sent."
        ) from exc
