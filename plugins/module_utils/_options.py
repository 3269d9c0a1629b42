# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From the module's parameters to what the layers below take; every value is checked here."""

from __future__ import annotations

import typing as t

from . import _credentials, _endpoint, _errors, _kinds, _plan, _run, _sdk

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
    """:raises InputError: a number is too small."""
    for name, smallest in _SMALLEST.items():
        value = params.get(name)
        if value is not None and not value >= smallest:
            raise _errors.InputError(f"{name} is {value}; it must be at least {smallest:g}. Nothing was sent.")
    for name in _POSITIVE:
        value = params.get(name)
        if value is not None and not value > 0:  # also refuses NaN
            raise _errors.InputError(f"{name} is {value:g}; it must be more than 0 seconds. Nothing was sent.")


def run_options(params: Params, limits: _plan.Limits, *, check_mode: bool, now: float) -> _run.RunOptions:
    """What the run needs to know. ``now``: seconds since the epoch.

    :raises InputError: ``skip_submitted_since`` cannot be used.
    """
    return _run.RunOptions(
        limits=limits,
        max_in_flight=params["max_in_flight"],
        quota_policy=params["quota_policy"],
        wait=params["wait"],
        wait_timeout=params["wait_timeout"],
        poll_interval=params["poll_interval"],
        retry_timeout=params["retry_timeout"],
        read_timeout=params["read_timeout"],
        check_mode=check_mode,
        skip_since=_skip_since(params["skip_submitted_since"], now),
    )


def _skip_since(text: str | None, now: float) -> float | None:
    if text is None:
        return None
    from . import _earlier  # with what it needs itself: a run without the option starts the sooner

    return _earlier.parse_since(text, now)


def check_batch_size(params: Params, kind: _kinds.Kind) -> None:
    """:raises InputError: ``batch_size`` is above the service's limit for the kind."""
    size = params["batch_size"]
    if size is not None and size > kind.per_request:
        raise _errors.InputError(
            f"batch_size is {size}, but the service takes at most {kind.per_request} {kind.nouns} "
            "in one request. Lower it; nothing was sent."
        )


def connection(params: Params, environ: t.Mapping[str, str]) -> _sdk.Connection:
    """How to reach the service.

    :raises InputError: the endpoint cannot be used.
    :raises CredentialsError: half of an access key is given.
    """
    return _sdk.Connection(
        credentials=_credentials.choose(params, environ),
        region=params["region"],
        endpoint=_endpoint.parse_endpoint(params["endpoint"]) if params["endpoint"] else None,
        validate_certs=params["validate_certs"],
        ca_path=params["ca_path"],
        connect_timeout=params["connect_timeout"],
        read_timeout=params["read_timeout"],
    )
