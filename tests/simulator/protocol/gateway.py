# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request on the wire to a verified request to the service."""

from __future__ import annotations

import hmac

from ..service.errors import Refusal, refusal
from ..service.messages import Request
from ..service.settings import Account, Settings
from . import acs3, parameters, rpc_v1, timestamps
from .nonces import Nonces
from .signed import Signed
from .wire import WireRequest

VERSION = '2018-05-10'
METHODS = ('GET', 'POST')
# Characters of a name, and names of a request, that the call log keeps of what nobody has signed.
LOGGED = 64


def claimed(request: WireRequest) -> Request:
    """What an unverified request says it is, for the call log."""
    values = {**parameters.query(request), **parameters.form(request)}
    action = request.headers.get('x-acs-action') or values.get('Action', '')
    names = {name[:LOGGED]: value for name, value in list(parameters.operation_parameters(values).items())[:LOGGED]}
    return Request(action[:LOGGED], names, values.get('AccessKeyId', '')[:LOGGED])


def verified(settings: Settings, nonces: Nonces, request: WireRequest) -> Request:
    """The request, or the refusal of an unsigned, wrongly signed or unroutable one."""
    if request.method not in METHODS:
        raise refusal(settings, 'bad_method')
    if request.path != '/':
        raise refusal(settings, 'unknown_path')
    query, form = parameters.query(request), parameters.form(request)
    values = {**query, **form}
    v3 = acs3.concerns(request)
    signed = acs3.read(settings, request) if v3 else rpc_v1.read(settings, request, values)
    account = _account(settings, signed)
    _check_signature(settings, account, signed, v3)
    _check_token(settings, account, signed)
    timestamps.check(settings, signed.time)
    if not nonces.fresh(signed.access_key_id, signed.nonce):
        raise refusal(settings, 'nonce_used')
    action = request.headers['x-acs-action'] if v3 else values.get('Action', '')
    version = request.headers['x-acs-version'] if v3 else values.get('Version', '')
    _check_route(settings, action, version)
    if action == 'PushObjectCache' and settings.switch('prefetch_form') == 'ignored':
        values = query
    return Request(action, parameters.operation_parameters(values), account.access_key_id)


def _account(settings: Settings, signed: Signed) -> Account:
    account = settings.account(signed.access_key_id)
    if account is None:
        raise refusal(settings, 'unknown_key')
    return account


def _check_signature(settings: Settings, account: Account, signed: Signed, v3: bool) -> None:
    sign = acs3.sign if v3 else rpc_v1.sign
    expected = sign(account.access_key_secret, signed.string_to_sign)
    if not hmac.compare_digest(expected.encode(), signed.signature.encode('utf-8', 'replace')):
        raise refusal(settings, 'signature', signed.explained)


def _check_token(settings: Settings, account: Account, signed: Signed) -> None:
    if account.security_token and not signed.token:
        raise refusal(settings, 'token_missing')
    if signed.token and len(signed.token) < 8:
        raise refusal(settings, 'token_malformed')
    if signed.token != account.security_token:
        raise refusal(settings, 'token_mismatch')


def _check_route(settings: Settings, action: str, version: str) -> None:
    if not action:
        raise refusal(settings, 'unsigned', 'Action')
    if version != VERSION:
        raise refusal(settings, 'unknown_version')


__all__ = ['VERSION', 'Refusal', 'claimed', 'verified']
