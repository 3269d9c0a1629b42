# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a signature says about a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signed:
    """The claims of a request and, once a secret is known, how to check them."""

    access_key_id: str
    nonce: str
    time: str
    token: str
    signature: str
    string_to_sign: str
    explained: str
