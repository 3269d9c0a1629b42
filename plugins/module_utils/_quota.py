# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the entries need against what is left today."""

from __future__ import annotations

import collections
import typing as t

from . import _api, _errors, _kinds, _ledger, _record

STRICT = "strict"
PARTIAL = "partial"
IGNORE = "ignore"
POLICIES = (STRICT, PARTIAL, IGNORE)

RESET = "00:00 UTC+8"


def needs(entries: t.Iterable[_ledger.Entry]) -> dict[str, int]:
    """Name of a quota → how many entries are charged to it. Each entry is charged as one, not each request."""
    return dict(collections.Counter(quota for entry in entries if (quota := _kinds.KINDS[entry.kind].quota)))


def uses(needed: t.Mapping[str, int], quotas: t.Mapping[str, _api.Quota]) -> dict[str, _record.QuotaUse]:
    """Put needs and quotas side by side.

    :raises KeyError: the service did not tell one that is needed.
    """
    return {
        name: _record.QuotaUse(limit=quotas[name].limit, remaining_before=quotas[name].remaining, needed=count)
        for name, count in needed.items()
    }


def short(found: t.Mapping[str, _record.QuotaUse]) -> dict[str, _record.QuotaUse]:
    """The quotas that do not cover what is needed."""
    return {name: use for name, use in found.items() if use.needed > use.remaining_before}


def fitting(entries: t.Iterable[_ledger.Entry], found: t.Mapping[str, _record.QuotaUse]) -> list[_ledger.Entry]:
    """The entries that the quotas cover, the first ones of each kind, in order."""
    left = {name: use.remaining_before for name, use in found.items()}
    chosen = []
    for entry in entries:
        quota = _kinds.KINDS[entry.kind].quota
        if quota is None:
            chosen.append(entry)
        elif left[quota] > 0:
            left[quota] -= 1
            chosen.append(entry)
    return chosen


def describe_short(missing: t.Mapping[str, _record.QuotaUse]) -> str:
    """A clause for messages."""
    parts = (
        f"{use.remaining_before:,} of {use.limit:,} left, {use.needed:,} needed ({name})"
        for name, use in missing.items()
    )
    return "today's quota does not cover everything: " + ", ".join(parts)


def describe_unreadable(error: _errors.CallError) -> str:
    """A clause for messages: the quota could not be read, and what to do about it."""
    from . import _codes  # most runs meet no error

    if isinstance(error, _errors.ApiError) and _codes.is_forbidden(error):
        return f"the quota could not be read ({error.code})"
    if isinstance(error, _errors.NotReachedError):
        return f"the endpoint cannot be reached ({error})"
    return f"the quota could not be read ({error})"
