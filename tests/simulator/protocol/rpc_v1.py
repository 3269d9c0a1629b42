# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RPC signature version 1.0: HMAC-SHA1 over all parameters (OLDSDK)."""

from __future__ import annotations

import base64
import hashlib
import hmac

from ..service.errors import refusal
from ..service.settings import Settings
from . import parameters
from .signed import Signed
from .wire import WireRequest

METHOD = 'HMAC-SHA1'
_NEEDED = ('AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp')


def read(settings: Settings, request: WireRequest, values: dict[str, str]) -> Signed:
    for name in _NEEDED:
        if not values.get(name):
            raise refusal(settings, 'unsigned', name)
    if values['SignatureMethod'].upper() != METHOD or values['SignatureVersion'] != '1.0':
        raise refusal(settings, 'signature_method')
    string = string_to_sign(request.method, values)
    return Signed(
        access_key_id=values['AccessKeyId'],
        nonce=values['SignatureNonce'],
        time=values['Timestamp'],
        token=values.get('SecurityToken', ''),
        signature=values['Signature'],
        string_to_sign=string,
        explained=string,
    )


def string_to_sign(method: str, values: dict[str, str]) -> str:
    covered = {name: value for name, value in values.items() if name != 'Signature'}
    return f'{method}&%2F&{parameters.encode(parameters.canonical_query(covered))}'


def sign(secret: str, string: str) -> str:
    return base64.b64encode(hmac.new(f'{secret}&'.encode(), string.encode(), hashlib.sha1).digest()).decode()
