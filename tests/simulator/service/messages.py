# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into the service and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Request:
    """One call whose signature has been verified. Without an access key id: the first account."""

    action: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    access_key_id: str = ''


@dataclass
class Reply:
    """An answer, or what became of it.

    raw replaces the JSON body; delay: service seconds that the answer is held back after processing; dropped: no answer
    at all, the request not processed ('before') or processed ('after', perhaps only later); cut: the body ends halfway.
    """

    status: int = 200
    body: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = ''
    delay: float = 0.0
    dropped: Literal['', 'before', 'after'] = ''
    cut: bool = False

    @property
    def code(self) -> str:
        """The error code of the JSON body, '' for a good answer."""
        return str(self.body.get('Code', ''))
