# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What a run tells while it goes on, for somebody who watches. Whoever listens cannot disturb it."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import json
import os
import typing as t

from . import _kinds, _ledger, _plan


@dataclasses.dataclass
class Snapshot:
    """Where a run stands.

    :ivar entries: how many there are; those that earlier tasks completed are left out.
    :ivar noun: what one entry is, in messages.
    :ivar nouns: what several are.
    :ivar failed: ended badly or refused.
    :ivar tasks: task ids that have not ended.
    :ivar requests: planned.
    :ivar sending: seconds that the limits on URLs a minute make sending take, estimated before the first request.
    :ivar left: seconds until the last task ends, estimated from what the service reports; None when it cannot be.
    """

    entries: int
    noun: str
    nouns: str
    complete: int
    failed: int
    pending: int
    uncertain: int
    unsent: int
    tasks: int
    requests: int
    sending: float
    left: float | None


class Progress(t.Protocol):
    """Who wants to know how a run goes."""

    def tell(self, take: t.Callable[[], Snapshot]) -> None:
        """Something may have changed; ``take`` says what. Raises nothing."""


class NoProgress:
    """Nobody wants to know, so nothing is counted."""

    def tell(self, take: t.Callable[[], Snapshot]) -> None:
        pass


class ProgressFile:
    """Appends snapshots as JSON lines to a file that exists. With the first trouble of any kind it falls silent."""

    def __init__(self, path: str) -> None:
        self._file: int | None = None
        with contextlib.suppress(OSError):
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)

    def tell(self, take: t.Callable[[], Snapshot]) -> None:
        if self._file is None:
            return
        try:
            line = json.dumps(dataclasses.asdict(take())) + "\n"
            os.write(self._file, line.encode("ascii"))
        except Exception:  # a run is worth more than news of it
            os.close(self._file)
            self._file = None


def take_snapshot(ledger: _ledger.Ledger, *, tasks: int, requests: int, sending: float, left: float | None) -> Snapshot:
    """Count the ledger."""
    counts = collections.Counter(entry.state for entry in ledger.entries)
    kinds = {entry.kind for entry in ledger.entries}
    kind = _kinds.KINDS[kinds.pop()] if len(kinds) == 1 else None
    return Snapshot(
        entries=len(ledger.entries) - counts[_ledger.SKIPPED],
        noun=kind.noun if kind else "entry",
        nouns=kind.nouns if kind else "entries",
        complete=counts[_ledger.COMPLETE],
        failed=counts[_ledger.FAILED] + counts[_ledger.REJECTED],
        pending=counts[_ledger.PENDING],
        uncertain=counts[_ledger.UNCERTAIN],
        unsent=counts[_ledger.UNSENT],
        tasks=tasks,
        requests=requests,
        sending=sending,
        left=left,
    )


def seconds_of_sending(batches: t.Iterable[_plan.Batch], limits: _plan.Limits) -> float:
    """How long the limits on entries a minute and domain make it take to send all batches."""
    amounts: collections.Counter[tuple[str, str]] = collections.Counter()
    longest = 0.0
    for batch in batches:
        limit = _plan.per_minute(batch.kind, limits)
        if limit is None:
            continue
        for domain, count in batch.domains.items():
            amounts[batch.kind.name, domain] += count
            full_minutes = (amounts[batch.kind.name, domain] - 1) // limit
            longest = max(longest, 60.0 * full_minutes)
    return longest
