# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From the module's parameters to what the layers below take; every value is checked here."""

from __future__ import annotations

import typing as t

from . import _credentials, _entries, _kinds, _plan, _sources
from ._earlier import parse_since
from ._endpoint import parse_endpoint
from ._errors import InputError
from ._ledger import Ledger
from ._run import RunOptions
from ._sdk import Connection

Params = t.Mapping[str, t.Any]

# Option → its smallest value. RAM gives no session shorter than 15 minutes (vendor's page of AssumeRole).
_SMALLEST: dict[str, float] = {
    "batch_size": 1,
    "max_in_flight": 0,
    "urls_per_minute": 1,
    "retry_timeout": 0,
    "role_session_duration": 900,
}
_POSITIVE = ("wait_timeout", "poll_interval", "connect_timeout", "read_timeout")


def check_ranges(params: Params) -> None:
    """:raises InputError: a number is too small, or ``batch_size`` is above the service's limit."""
    for name, smallest in _SMALLEST.items():
        value = params.get(name)
        if value is not None and value < smallest:
            raise InputError(f"{name} is {value}; it must be at least {smallest:g}. Nothing was sent.")
    for name in _POSITIVE:
        value = params.get(name)
        if value is not None and value <= 0:
            raise InputError(f"{name} is {value:g}; it must be more than 0 seconds. Nothing was sent.")
    _check_batch_size(params)


def run_options(params: Params, *, check_mode: bool, now: float) -> RunOptions:
    """What the run needs to know. ``now``: seconds since the epoch.

    :raises InputError: ``skip_submitted_since`` cannot be used.
    """
    since = params["skip_submitted_since"]
    return RunOptions(
        limits=_plan.Limits(params["batch_size"], params["urls_per_minute"]),
        force=params["force"],
        max_in_flight=params["max_in_flight"],
        quota_policy=params["quota_policy"],
        wait=params["wait"],
        wait_timeout=params["wait_timeout"],
        poll_interval=params["poll_interval"],
        retry_timeout=params["retry_timeout"],
        read_timeout=params["read_timeout"],
        check_mode=check_mode,
        skip_since=None if since is None else parse_since(since, now),
    )


def connection(params: Params, environ: t.Mapping[str, str]) -> Connection:
    """How to reach the service.

    :raises InputError: the endpoint cannot be used.
    :raises CredentialsError: half of an access key is given.
    """
    return Connection(
        credentials=_credentials.choose(params, environ),
        region=params["region"],
        endpoint=parse_endpoint(params["endpoint"]) if params["endpoint"] else None,
        validate_certs=params["validate_certs"],
        ca_path=params["ca_path"],
        connect_timeout=params["connect_timeout"],
        read_timeout=params["read_timeout"],
    )


def read_ledger(params: Params) -> Ledger:
    """Read and check everything that is requested.

    :raises InputError: an entry cannot be used, or there is none and ``allow_empty`` is off.
    """
    if params["cache_tags"] is not None:
        ledger = _entries.from_cache_tags(params["cache_tags"], params["domain"])
    else:
        rules = _entries.EntryRules(params["object_type"], params["base_url"], params["allow_whole_site"])
        ledger = _entries.from_lines(_lines(params), rules)
    if not ledger.entries and not params["allow_empty"]:
        raise InputError(
            "There is nothing to refresh: the source holds no entries. "
            "Set allow_empty=true if that is no mistake; nothing was sent."
        )
    return ledger


def _lines(params: Params) -> t.Iterator[_sources.Line]:
    if params["urls"] is not None:
        yield from _sources.from_list("urls", params["urls"])
    if params["src"] is not None:
        yield from _sources.from_text_file(params["src"])


def _check_batch_size(params: Params) -> None:
    size = params.get("batch_size")
    if size is None:
        return
    object_type = _kinds.CACHE_TAG if params["cache_tags"] is not None else params["object_type"]
    # "auto" sends files and directories; each keeps its own limit, so only the larger one can be exceeded.
    kind = _kinds.KINDS[_kinds.FILE if object_type == _entries.AUTO else object_type]
    if size > kind.per_request:
        raise InputError(
            f"batch_size is {size}, but the service takes at most {kind.per_request} {kind.nouns} "
            "in one request. Nothing was sent."
        )
