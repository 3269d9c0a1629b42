# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ACS3-HMAC-SHA256: the signature in the Authorization header (D-V3)."""

from __future__ import annotations

import hashlib
import hmac
import re

from ..service.errors import refusal
from ..service.settings import Settings
from . import parameters
from .signed import Signed
from .wire import WireRequest

ALGORITHM = 'ACS3-HMAC-SHA256'
_AUTHORIZATION = re.compile(
    ALGORITHM
    + r'\s+Credential=(?P<key>[^,\s]+),\s*SignedHeaders=(?P<names>[^,\s]+),\s*Signature=(?P<signature>[0-9a-fA-F]+)'
)
# What must be under the signature for it to mean anything.
_NEEDED = ('host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-version')


def concerns(request: WireRequest) -> bool:
    return 'authorization' in request.headers


def read(settings: Settings, request: WireRequest) -> Signed:
    match = _AUTHORIZATION.fullmatch(request.headers['authorization'].strip())
    if match is None:
        raise refusal(settings, 'signature_method')
    for name in _NEEDED:
        if name not in request.headers:
            raise refusal(settings, 'unsigned', name)
    names = match['names'].lower().split(';')
    canonical = _canonical_request(request, names)
    string = f'{ALGORITHM}\n{hashlib.sha256(canonical.encode("utf-8", "surrogateescape")).hexdigest()}'
    whole = {*_NEEDED, *(['x-acs-security-token'] if 'x-acs-security-token' in request.headers else [])} <= set(names)
    body = hashlib.sha256(request.body).hexdigest() == request.headers['x-acs-content-sha256'].lower()
    return Signed(
        access_key_id=match['key'],
        nonce=request.headers['x-acs-signature-nonce'],
        time=request.headers['x-acs-date'],
        token=request.headers.get('x-acs-security-token', ''),
        signature=match['signature'].lower() if whole and body else '',
        string_to_sign=string,
        explained=f'{string} server canonical request is:{canonical}',
    )


def sign(secret: str, string_to_sign: str) -> str:
    return hmac.new(secret.encode(), string_to_sign.encode(), hashlib.sha256).hexdigest()


def _canonical_request(request: WireRequest, names: list[str]) -> str:
    headers = ''.join(f'{name}:{request.headers.get(name, "").strip()}\n' for name in names)
    return '\n'.join(
        (
            request.method,
            request.path,
            parameters.canonical_query(parameters.query(request)),
            headers,
            ';'.join(names),
            request.headers['x-acs-content-sha256'],
        )
    )
