# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nonces that were used already."""

from __future__ import annotations

import time
from collections import deque

KEPT_FOR = 2 * 3600


class Nonces:
    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._order: deque[tuple[float, tuple[str, str]]] = deque()

    def fresh(self, access_key_id: str, nonce: str) -> bool:
        """True the first time."""
        now = time.monotonic()
        while self._order and self._order[0][0] < now - KEPT_FOR:
            self._seen.discard(self._order.popleft()[1])
        key = (access_key_id, nonce)
        if key in self._seen:
            return False
        self._seen.add(key)
        self._order.append((now, key))
        return True
