# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading parameters."""

from __future__ import annotations

import calendar
import json
import re
import time

from ..state import Invocation, State

_TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')


def required(state: State, call: Invocation, name: str) -> str:
    value = call.parameters.get(name, '')
    if not value.strip():
        raise state.refuse('missing_parameter', name)
    return value


def boolean(state: State, call: Invocation, name: str) -> None:
    """Check a boolean; the SDK sends True and False (SDK)."""
    if call.parameters.get(name, '').lower() not in ('', 'true', 'false'):
        raise state.refuse('bad_parameter', name)


def integer(state: State, call: Invocation, name: str, default: int, highest: int) -> int:
    text = call.parameters.get(name, '') or str(default)
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= highest:
        raise state.refuse('bad_parameter', name)
    return int(text)


def moment(state: State, text: str, cause: str) -> float:
    if not _TIME.fullmatch(text):
        raise state.refuse(cause)
    try:
        return calendar.timegm(time.strptime(text, '%Y-%m-%dT%H:%M:%SZ'))
    except (ValueError, OverflowError):
        raise state.refuse(cause) from None


def header_lists(state: State, call: Invocation, name: str) -> None:
    """Check a JSON object of header names and lists of values (META)."""
    text = call.parameters.get(name, '')
    if not text:
        return
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise state.refuse('bad_parameter', name) from None
    if not isinstance(given, dict) or not all(_strings(values) for values in given.values()):
        raise state.refuse('bad_parameter', name)


def _strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def given(call: Invocation, *names: str) -> dict[str, str]:
    """The parameters of these names that the request has."""
    return {name: call.parameters[name] for name in names if call.parameters.get(name)}
