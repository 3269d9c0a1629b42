# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The job of cdn_prefetch."""

from __future__ import annotations

import dataclasses
import json
import typing as t
import urllib.parse

from . import _api, _entries, _errors, _input, _job, _kinds, _ledger, _options, _plan

# Option → parameter of PushObjectCache. Booleans that are not set are not sent: the service's default applies.
_FLAGS = {"l2_preload": "L2Preload", "query_hashkey": "QueryHashkey", "consistency_hash": "ConsistencyHash"}


@dataclasses.dataclass
class PrefetchRequests:
    """Sends prefetches. ``parameters``: the operation's own besides ObjectPath."""

    parameters: t.Mapping[str, str]

    def send(self, api: _api.CdnApi, batch: _plan.Batch, spelling: int) -> list[str]:
        """Make the one call."""
        return api.prefetch((entry.url for entry in batch.entries), self.parameters)


@dataclasses.dataclass
class PrefetchJob:
    """See :class:`_job.Job`."""

    params: _job.Params

    def check(self) -> list[str]:
        _options.check_batch_size(self.params, _kinds.KINDS[_kinds.PREFETCH])
        taken = len(urllib.parse.urlencode(self._parameters()))
        if taken > _kinds.QUERY_BYTES // 2:
            raise _errors.InputError(
                f"headers take up {taken:,} bytes of the request, which leaves too little room for URLs "
                f"({_kinds.QUERY_BYTES:,} bytes in all). Give fewer or shorter ones; nothing was sent."
            )
        return []

    def read(self) -> _ledger.Ledger:
        return _input.read_urls(self.params, _entries.EntryRules(_kinds.PREFETCH, self.params["base_url"]))

    def limits(self) -> _plan.Limits:
        return _plan.Limits(self.params["batch_size"], query_bytes=len(urllib.parse.urlencode(self._parameters())))

    def requests(self) -> PrefetchRequests:
        return PrefetchRequests(self._parameters())

    def _parameters(self) -> dict[str, str]:
        parameters = {
            name: str(self.params[option]).lower() for option, name in _FLAGS.items() if self.params[option] is not None
        }
        if self.params["area"] is not None:
            parameters["Area"] = self.params["area"]
        if self.params["headers"]:
            parameters["WithHeader"] = json.dumps(header_lists(self.params["headers"]), separators=(",", ":"))
        return parameters


def header_lists(headers: t.Mapping[str, t.Any]) -> dict[str, list[str]]:
    """The form that WithHeader wants: every name with a list of values.

    :raises InputError: a value is neither a text or number nor a list of these.
    """
    lists = {}
    for name, value in headers.items():
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(item, (str, int, float)) for item in values):
            raise _errors.InputError(f"headers: {name} needs a value or a list of values. Nothing was sent.")
        lists[str(name)] = [str(item) for item in values]
    return lists
