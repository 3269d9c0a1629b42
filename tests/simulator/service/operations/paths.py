# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ObjectPath: lines, URLs, domains."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import Refusal
from ..kinds import DIRECTORY, Kind
from ..state import State

_HOST = re.compile(r'[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+|localhost')
_SCHEME = re.compile(r'[Hh][Tt][Tt][Pp][Ss]?://')
_CONTROL = re.compile(r'[\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Entry:
    """`path` is what rows show, `name` what the ledger keeps; `trouble` will make its task fail."""

    path: str
    domain: str
    name: str
    trouble: str = ''


def lines(state: State, text: str) -> list[str]:
    found = text.replace('\r\n', '\n').rstrip('\n').split('\n')
    if state.settings.switch('blank_lines') == 'refused' and not all(line.strip() for line in found):
        raise state.refuse('object_path')
    return [line for line in found if line.strip()]


def entry(state: State, line: str, kind: Kind) -> Entry:
    """Check one line."""
    longest = state.settings.limit(f'{kind.family}_url_length')
    if (longest and len(line) > longest) or _CONTROL.search(line):
        raise state.refuse('object_path')
    if kind is DIRECTORY and not line.endswith('/'):
        raise state.refuse('object_path')
    return Entry(line, _domain(state, line), line)


def _domain(state: State, line: str) -> str:
    scheme = _SCHEME.match(line)
    if scheme is None and state.settings.switch('missing_scheme') == 'refused':
        raise state.refuse('object_path')
    host = re.split('[/?#]', line[scheme.end() if scheme else 0 :], maxsplit=1)[0]
    name, _unused, port = host.partition(':')
    if name.startswith(('*', '.')):
        raise state.refuse('wildcard')
    if not _HOST.fullmatch(name) or (port and not port.isdigit()):
        raise state.refuse('object_path')
    if name != name.lower() and state.settings.switch('upper_case_host') == 'refused':
        raise state.refuse('object_path')
    return name.lower()


def domain_refusal(state: State, domain: str) -> Refusal | None:
    """Why nothing can be done for this domain now."""
    condition = state.settings.domain_states.get(domain, 'online')
    if condition != 'online':
        return state.refuse(condition)
    return None if state.settings.owns(domain) else state.refuse('not_ours')


def usable(state: State, entries: list[Entry]) -> list[Entry]:
    """The entries that go on; raises where the request is refused."""
    refusals = {domain: domain_refusal(state, domain) for domain in dict.fromkeys(item.domain for item in entries)}
    bad = [refused for refused in refusals.values() if refused]
    mode = state.settings.switch('bad_host')
    if bad and (mode == 'reject_all' or len(bad) == len(refusals)):
        raise bad[0]
    if mode == 'drop':
        return [item for item in entries if not refusals[item.domain]]
    return [_troubled(item, refusals[item.domain]) for item in entries]


def _troubled(item: Entry, refused: Refusal | None) -> Entry:
    return Entry(item.path, item.domain, item.name, refused.code) if refused else item
