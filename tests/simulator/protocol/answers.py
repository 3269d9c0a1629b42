# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies: JSON when it is asked for, else XML."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from ..service.messages import Reply
from . import parameters
from .wire import WireRequest

JSON = 'application/json;charset=utf-8'
# The SDK parses XML for exactly this type (SDK).
XML = 'text/xml;charset=utf-8'


def wants_json(request: WireRequest) -> bool:
    chosen = {**parameters.query(request), **parameters.form(request)}.get('Format', '')
    return chosen.upper() == 'JSON' or (not chosen and 'application/json' in request.headers.get('accept', '').lower())


def body(request: WireRequest, action: str, reply: Reply) -> tuple[bytes, str]:
    """The body and its content type."""
    if reply.raw is not None:
        return reply.raw, reply.content_type or JSON
    if wants_json(request):
        return json.dumps(reply.body, ensure_ascii=False).encode('utf-8', 'replace'), JSON
    root = 'Error' if reply.code else f'{action}Response'
    return f'<?xml version="1.0" encoding="UTF-8"?>{_element(root, reply.body)}'.encode('utf-8', 'replace'), XML


def _element(name: str, value: object) -> str:
    if isinstance(value, list):
        return ''.join(_element(name, item) for item in value)
    if isinstance(value, dict):
        return f'<{name}>{"".join(_element(str(key), item) for key, item in value.items())}</{name}>'
    return f'<{name}>{escape(_printable(str(value)))}</{name}>'


def _printable(text: str) -> str:
    """XML has no place for most control characters."""
    return ''.join(char if char in '\t\n\r' or char >= ' ' else '?' for char in text)
