# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What a user is told of entries that did not complete, and what to do about them."""

from __future__ import annotations

import collections
import typing as t

from . import _api, _codes, _errors, _kinds, _ledger, _quota, _record

# Worst first: the message explains the worst state that occurred.
_WORST_FIRST = (_ledger.REJECTED, _ledger.FAILED, _ledger.UNCERTAIN, _ledger.UNSENT, _ledger.PENDING)

_AGAIN = "run again with remaining_urls"
_BY_STATE = {
    _ledger.FAILED: f"look at what the origin answers for it, then {_AGAIN}",
    _ledger.UNCERTAIN: f"{_AGAIN}, which at worst submits some of them twice",
    _ledger.UNSENT: _AGAIN,
    _ledger.PENDING: f"raise wait_timeout, or {_AGAIN} and skip_submitted_since, which goes on waiting",
}
# Of cache tags the service does not show which ones were submitted.
_ON_PENDING_TAGS = f"raise wait_timeout, or {_AGAIN}"


def describe(bad: t.Sequence[_ledger.Entry], of: str, record: _record.Record) -> str:
    """One sentence on the entries ``bad``: how many ``of`` how many, why, and what to do next."""
    by_state = collections.Counter(entry.state for entry in bad)
    parts = ", ".join(f"{by_state[state]:,} {state}" for state in _WORST_FIRST if by_state[state])
    worst = next(state for state in _WORST_FIRST if by_state[state])
    shown = _most_typical([entry for entry in bad if entry.state == worst])
    why = shown.reason.strip().rstrip(".!")
    if worst in (_ledger.REJECTED, _ledger.FAILED):
        why = f"{shown.code} for {shown.url}: {why}"
    return f"{len(bad):,} of {of} did not complete ({parts}): {why}; {_advice(shown, record)}."


def _advice(entry: _ledger.Entry, record: _record.Record) -> str:
    if entry.state == _ledger.REJECTED:
        return _then_again(_codes.advice(entry.code, _kinds.KINDS[entry.kind].operation))
    if entry.state == _ledger.UNSENT:
        return _on_unsent(record)
    if entry.state == _ledger.PENDING and (record.stopped or entry.code):
        return _on_looking(entry)
    if entry.state == _ledger.PENDING and entry.kind == _kinds.CACHE_TAG:
        return _ON_PENDING_TAGS
    return _BY_STATE[entry.state]


def _on_unsent(record: _record.Record) -> str:
    error = record.error
    if record.stopped and isinstance(error, _errors.ApiError):
        if error.operation == _api.QUOTA_OPERATION and _codes.is_forbidden(error):
            return f"grant the permission cdn:{_api.QUOTA_OPERATION} or set quota_policy=ignore, then {_AGAIN}"
        return _then_again(_codes.advice(error.code, error.operation))
    if isinstance(error, _errors.NotReachedError):
        return f"check the endpoint, the network and the proxy, then {_AGAIN}"
    if _quota.short(record.quota):
        return _on_quota(record)
    return _BY_STATE[_ledger.UNSENT]


def _on_quota(record: _record.Record) -> str:
    """To send what fits is a way out only where something fits that was not sent."""
    uses = record.quota.values()
    if any(use.remaining_before for use in uses) and not any(use.accepted for use in uses):
        return f"wait for the reset at {_quota.RESET}, raise the quota, or set quota_policy=partial to send what fits"
    return f"wait for the reset at {_quota.RESET} or raise the quota, then {_AGAIN}"


def _on_looking(entry: _ledger.Entry) -> str:
    """More time would not help here: the task could not be looked at, or the run was ended."""
    if entry.code.startswith("Forbidden"):
        return f"grant the permission cdn:{_api.BY_ID_OPERATION} or cdn:{_api.LIST_OPERATION}, or set wait=false"
    if entry.code:
        return _then_again(_codes.advice(entry.code, _api.LIST_OPERATION))
    return _AGAIN


def _then_again(what_to_do: str) -> str:
    """The advice, with what to give the next run; it may speak of a next run already."""
    said = what_to_do.replace("run again", _AGAIN)
    return said if said != what_to_do else f"{what_to_do}, then {_AGAIN}"


def _most_typical(entries: t.Sequence[_ledger.Entry]) -> _ledger.Entry:
    """An entry with the commonest reason."""
    reasons = collections.Counter((entry.code, entry.reason) for entry in entries)
    commonest = reasons.most_common(1)[0][0]
    return next(entry for entry in entries if (entry.code, entry.reason) == commonest)
