# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Noticing that the process which started us is gone."""

from __future__ import annotations

import asyncio
import os

INTERVAL = 0.2

# As early as can be: a parent may end as soon as it has read our first line.
_STARTED_BY = os.getppid()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


async def gone(pid: int) -> None:
    """Return when `pid` has ended; 0 stands for our parent."""
    while alive(pid) if pid else os.getppid() == _STARTED_BY:
        await asyncio.sleep(INTERVAL)
