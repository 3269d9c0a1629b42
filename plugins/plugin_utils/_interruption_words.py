# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What is said of a run that was interrupted."""

from __future__ import annotations

import collections.abc
import typing as t

# How an interruption tells the states of a result.
_STATE_WORDS = {
    "complete": "complete",
    "failed": "failed",
    "pending": "still running",
    "uncertain": "in doubt",
    "unsent": "not sent",
}
_MOST_IDS = 10


def describe_interruption(title: str, result: t.Mapping[str, t.Any]) -> str:
    """What is to be said of a run that somebody ended, without anything of the entries themselves."""
    summary, ids = result.get("summary"), result.get("task_ids")
    if not isinstance(summary, collections.abc.Mapping) or not isinstance(ids, list):
        return f"{title}: interrupted without a result; alibabacloud.cdn.cdn_task_info shows what was accepted"
    states = {state: summary.get(state, 0) for state in ("complete", "failed", "pending", "uncertain", "unsent")}
    accepted = states["complete"] + states["failed"] + states["pending"]
    if not accepted and not states["uncertain"]:
        return f"{title}: interrupted; nothing had been accepted"
    parts = ", ".join(f"{number:,} {_STATE_WORDS[state]}" for state, number in states.items() if number)
    shown = ", ".join(map(str, ids[:_MOST_IDS]))
    more = f" and {len(ids) - _MOST_IDS:,} more" if len(ids) > _MOST_IDS else ""
    tasks = f"; task{'' if len(ids) == 1 else 's'} {shown}{more}" if ids else ""
    requested = summary.get("requested", 0)
    text = (
        f"{title}: interrupted; {accepted:,} of {requested:,} {'entry' if requested == 1 else 'entries'} had "
        f"been accepted ({parts}){tasks}"
    )
    if not any(states[state] for state in ("pending", "uncertain", "unsent")):
        return text
    return (
        f"{text}. The service carries them out; a second run with skip_submitted_since waits for them and sends only "
        "the rest"
    )
