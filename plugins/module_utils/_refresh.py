# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The job of cdn_refresh."""

from __future__ import annotations

import dataclasses

from . import _api, _entries, _input, _job, _kinds, _ledger, _options, _plan


@dataclasses.dataclass
class RefreshRequests:
    """Sends refreshes. ``force``: drop also what is unchanged at the origin."""

    force: bool

    def send(self, api: _api.CdnApi, batch: _plan.Batch, spelling: int) -> list[str]:
        """Make the one call."""
        if batch.kind.name == _kinds.CACHE_TAG:
            tags = [entry.url.partition("#")[2] for entry in batch.entries]
            return api.refresh_tags(batch.entries[0].domain, tags, force=self.force)
        return api.refresh((entry.url for entry in batch.entries), batch.kind.submit_as[spelling], force=self.force)


@dataclasses.dataclass
class RefreshJob:
    """See :class:`_job.Job`."""

    params: _job.Params

    def check(self) -> list[str]:
        _options.check_batch_size(self.params, self._largest_kind())
        is_file = self.params["cache_tags"] is None and self.params["object_type"] == _kinds.FILE
        if self.params["force"] and is_file:
            return ["force changes nothing for object_type=file: a refreshed file is always dropped. Leave it out."]
        return []

    def read(self) -> _ledger.Ledger:
        params = self.params
        if params["cache_tags"] is not None:
            return _input.require_entries(params, _entries.from_cache_tags(params["cache_tags"], params["domain"]))
        rules = _entries.EntryRules(params["object_type"], params["base_url"], params["allow_whole_site"])
        return _input.read_urls(params, rules)

    def limits(self) -> _plan.Limits:
        return _plan.Limits(self.params["batch_size"], self.params["urls_per_minute"])

    def requests(self) -> RefreshRequests:
        return RefreshRequests(self.params["force"])

    def _largest_kind(self) -> _kinds.Kind:
        """The kind whose limit bounds batch_size; "auto" sends files and directories, each within its own limit."""
        if self.params["cache_tags"] is not None:
            return _kinds.KINDS[_kinds.CACHE_TAG]
        object_type = self.params["object_type"]
        return _kinds.KINDS[_kinds.FILE if object_type == _entries.AUTO else object_type]
