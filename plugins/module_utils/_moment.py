# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Read the times that users write."""

from __future__ import annotations

import datetime

from . import _errors


def parse_moment(option: str, text: str) -> float:
    """Read ISO 8601, UTC without a zone. Returns seconds since the epoch.

    :raises InputError: it is no such time; the message names the option.
    """
    try:
        moment = datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError as exc:
        raise _errors.InputError(
            f"{option} {text!r} is no ISO 8601 time. Give one such as 2026-11-22T08:30:00Z."
        ) from exc
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp()
