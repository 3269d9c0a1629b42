# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Python's garbage collector, which costs much where a lot is made that stays."""

from __future__ import annotations

import contextlib
import gc
import typing as t


@contextlib.contextmanager
def paused() -> t.Iterator[None]:
    """Do not look for garbage meanwhile; what has been made by the end is never looked at, not even at exit."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
