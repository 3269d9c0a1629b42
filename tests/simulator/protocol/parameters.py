# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters from the query and from a form body."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote

from .wire import WireRequest

# What belongs to the protocol and not to an operation (OLDSDK, SDK).
COMMON = frozenset(
    (
        'Action',
        'Version',
        'Format',
        'RegionId',
        'Timestamp',
        'SignatureMethod',
        'SignatureType',
        'SignatureVersion',
        'SignatureNonce',
        'AccessKeyId',
        'Signature',
        'SecurityToken',
    )
)


# Far above what any request has; without a limit a large body of nothing but separators stops the server for seconds.
MOST_PARAMETERS = 200


def decode(text: str) -> dict[str, str]:
    """A blank travels as + or %20 (SDK). With too many parameters there is none."""
    try:
        found = parse_qsl(text, keep_blank_values=True, errors='surrogateescape', max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return {}
    return dict(found)


def query(request: WireRequest) -> dict[str, str]:
    return decode(request.query)


def form(request: WireRequest) -> dict[str, str]:
    return decode(request.body.decode('latin-1')) if request.is_form else {}


def encode(text: str) -> str:
    """RFC 3986, as both signature generations want it."""
    return quote(text, safe='~', errors='surrogateescape')


def canonical_query(values: dict[str, str]) -> str:
    return '&'.join(f'{encode(name)}={encode(values[name])}' for name in sorted(values))


def operation_parameters(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in COMMON}
