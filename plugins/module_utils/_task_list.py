# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Ask the paged task list for rows of certain entries in a window of time, whoever submitted them."""

from __future__ import annotations

import typing as t

from . import _api, _kinds

# Tasks can be looked at for three days (vendor's page of DescribeRefreshTasks; older pages say seven).
REACHABLE_DAYS = 3

# Rows of a submission appear some seconds after it; how many is not documented.
USUAL_DELAY = 3.0

# The end of a window lies ahead, so that rows of this very moment are inside. Before the service's clock is known,
# ours may be off by the 15 minutes that a signature allows.
_AHEAD = 60.0
_AHEAD_OF_UNKNOWN_CLOCK = 1200.0

Query = t.Mapping[str, str]


def window(api: _api.CdnApi, since: float) -> dict[str, str]:
    """Parameters for everything created since a time (service's clock, seconds since the epoch)."""
    ahead = _AHEAD if api.knows_service_clock else _AHEAD_OF_UNKNOWN_CLOCK
    return {
        "StartTime": _api.time_parameter(since),
        "EndTime": _api.time_parameter(max(since, api.service_time()) + ahead),
    }


def queries(api: _api.CdnApi, kind: _kinds.Kind, domains: t.Iterable[str], since: float) -> list[dict[str, str]]:
    """Parameters that select the rows of a kind on some domains, created since a time.

    Where it is unknown how the service labels the kind's rows, one query selects all rows of the window.
    """
    if not kind.query_as:
        return [window(api, since)]
    names = sorted({domain.partition(":")[0] for domain in domains})
    spellings = ({"ObjectType": spelling} for spelling in kind.query_as)
    return [{"DomainName": name, **spelling, **window(api, since)} for spelling in spellings for name in names]
