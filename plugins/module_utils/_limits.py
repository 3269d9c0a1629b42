# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""How much a result may hold."""

from __future__ import annotations

#: ``problems`` and ``remaining_urls`` hold at most so many each; the message says how many there are.
MOST_LISTED = 1000
