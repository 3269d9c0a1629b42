# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Keep secrets out of every text that leaves the module."""

from __future__ import annotations

import re
import typing as t

MASK = "********"

# SignatureDoesNotMatch echoes all that was signed, temporary tokens included.
_STRING_TO_SIGN = re.compile(r"\s*(?:,\s*)?(?:the\s+)?server string to sign is.*", re.IGNORECASE | re.DOTALL)
_SIGNED_PARTS = re.compile(
    r"(?i)((?:x-acs-)?security[-_]?token|x-acs-signature-nonce|signature|authorization|access_?key_?secret)"
    r"(['\"]?\s*[=:]\s*['\"]?|%3D)(?:ACS3-HMAC-SHA256\s+\S+|[^\s&,;'\"}]+)"
)


class Redactor:
    """Masks known secret values and whatever looks signed."""

    def __init__(self, values: t.Iterable[str] = ()) -> None:
        self.values = {value for value in values if value}

    def add(self, *values: str | None) -> None:
        """Learn further secret values."""
        self.values.update(value for value in values if value)

    def clean(self, text: str) -> str:
        """The text without secrets."""
        text = self._mask(_STRING_TO_SIGN.sub(" (what was signed is left out here).", text))
        return _SIGNED_PARTS.sub(rf"\1\2{MASK}", text)

    def clean_all(self, value: t.Any) -> t.Any:
        """The same for every text inside lists and dictionaries, where only known values are looked for."""
        if not self.values:
            return value
        if isinstance(value, str):
            return self._mask(value)
        if isinstance(value, dict):
            return {key: self.clean_all(item) for key, item in value.items()}
        return [self.clean_all(item) for item in value] if isinstance(value, (list, tuple)) else value

    def _mask(self, text: str) -> str:
        for value in sorted(self.values, key=len, reverse=True):
            text = text.replace(value, MASK)
        return text
