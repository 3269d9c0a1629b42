# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RefreshObjectCaches, RefreshObjectCacheByCacheTag, PushObjectCache."""

from __future__ import annotations

from ..kinds import CACHE_TAG, DIRECTORY, FILE, IGNORE_PARAMS, PREFETCH, REGEX, Kind
from ..labels import tag_path
from ..state import Invocation, State
from .paths import Entry, entry, lines
from .submission import submit
from .values import boolean, given, header_lists, required

_REFRESH_KINDS = (FILE, DIRECTORY, REGEX, IGNORE_PARAMS)


def refresh(state: State, call: Invocation) -> dict[str, object]:
    text = required(state, call, 'ObjectPath')
    kind = _kind(state, call.parameters.get('ObjectType') or 'File')
    boolean(state, call, 'Force')
    entries = _entries(state, text, kind)
    return {'RefreshTaskId': submit(state, call, kind, entries, given(call, 'ObjectType', 'Force'))}


def refresh_tags(state: State, call: Invocation) -> dict[str, object]:
    domain = required(state, call, 'DomainName').lower()
    tags = [tag.strip() for tag in required(state, call, 'CacheTag').split(',') if tag.strip()]
    boolean(state, call, 'Force')
    if not tags:
        raise state.refuse('missing_parameter', 'CacheTag')
    _check_count(state, CACHE_TAG, len(tags))
    entries = [Entry(tag_path(state.settings, domain, tag), domain, f'{domain}#{tag}') for tag in tags]
    return {'RefreshTaskId': submit(state, call, CACHE_TAG, entries, given(call, 'Force'))}


def prefetch(state: State, call: Invocation) -> dict[str, object]:
    text = required(state, call, 'ObjectPath')
    if call.parameters.get('Area', '') not in ('', 'domestic', 'overseas'):
        raise state.refuse('bad_parameter', 'Area')
    for name in ('L2Preload', 'QueryHashkey', 'ConsistencyHash'):
        boolean(state, call, name)
    header_lists(state, call, 'WithHeader')
    entries = _entries(state, text, PREFETCH)
    others = given(call, 'Area', 'L2Preload', 'QueryHashkey', 'ConsistencyHash', 'WithHeader')
    return {'PushTaskId': submit(state, call, PREFETCH, entries, others)}


def _kind(state: State, object_type: str) -> Kind:
    strict = state.settings.switch('object_type_case') == 'strict'
    names = {kind.object_type: kind for kind in _REFRESH_KINDS}
    spelling = state.settings.switch('ignore_params_name')
    if spelling in ('both', 'ExQuery'):
        names['ExQuery'] = IGNORE_PARAMS
    if spelling == 'ExQuery':
        del names['IgnoreParams']
    if not strict:
        names = {name.lower(): kind for name, kind in names.items()}
    found = names.get(object_type if strict else object_type.lower())
    if found is None:
        raise state.refuse('object_type')
    return found


def _entries(state: State, text: str, kind: Kind) -> list[Entry]:
    found = lines(state, text)
    if not found:
        raise state.refuse('missing_parameter', 'ObjectPath')
    _check_count(state, kind, len(found))
    entries = [entry(state, line, kind) for line in found]
    most = state.settings.limit('domains_per_prefetch' if kind is PREFETCH else 'domains_per_call')
    if most and len({item.domain for item in entries}) > most:
        raise state.refuse('too_many_domains', most)
    return entries


def _check_count(state: State, kind: Kind, count: int) -> None:
    most = state.settings.limit(kind.per_call)
    if most and count > most:
        raise state.refuse(f'over_limit_{kind.family}', most)
