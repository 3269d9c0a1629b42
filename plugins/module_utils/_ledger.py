# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The ledger: every requested entry stands in exactly one state, whatever happens."""

from __future__ import annotations

import collections
import typing as t

DUPLICATE = "duplicate"
SKIPPED = "skipped"
COMPLETE = "complete"
FAILED = "failed"
PENDING = "pending"
REJECTED = "rejected"
UNCERTAIN = "uncertain"
UNSENT = "unsent"

#: The states in the order in which results show them.
STATES = (DUPLICATE, SKIPPED, COMPLETE, FAILED, PENDING, REJECTED, UNCERTAIN, UNSENT)

# Where an entry may go from each state. An entry is uncertain from the moment its request
# goes out until the answer is understood, so that a run cut short in between tells the truth.
_MOVES: dict[str, frozenset[str]] = {
    UNSENT: frozenset({UNSENT, UNCERTAIN, SKIPPED, PENDING, REJECTED}),
    UNCERTAIN: frozenset({UNCERTAIN, UNSENT, PENDING, REJECTED}),
    PENDING: frozenset({PENDING, COMPLETE, FAILED}),
    SKIPPED: frozenset(),
    COMPLETE: frozenset(),
    FAILED: frozenset(),
    REJECTED: frozenset(),
}


class Entry:
    """One requested entry and what became of it."""

    __slots__ = ("code", "domain", "kind", "reason", "state", "task_id", "url")

    def __init__(self, url: str, kind: str, domain: str) -> None:
        self.url = url
        self.kind = kind
        self.domain = domain
        self.state = UNSENT
        self.code = ""
        self.reason = ""
        self.task_id = ""

    def __repr__(self) -> str:
        return f"Entry({self.kind} {self.url} {self.state})"


class Ledger:
    """All entries of a run in input order. ``duplicates`` were left out of ``entries`` but are counted."""

    def __init__(self, entries: t.Sequence[Entry], duplicates: int = 0) -> None:
        self.entries = entries
        self.duplicates = duplicates

    def mark(
        self, entries: t.Iterable[Entry], state: str, *, code: str = "", reason: str = "", task_id: str = ""
    ) -> None:
        """Move entries to a state. ``task_id`` is kept when none is given.

        :raises ValueError: an entry is in a state from which the new one cannot be reached; a fault of the caller.
        """
        for entry in entries:
            if state not in _MOVES[entry.state]:
                raise ValueError(f"{entry!r} cannot become {state}")
            # In one step, so that an entry has its reason also when the run is broken off here.
            entry.state, entry.code, entry.reason, entry.task_id = state, code, reason, task_id or entry.task_id

    def explain(self, state: str, reason: str, code: str = "") -> None:
        """Give all entries of a state that have no reason yet the same one."""
        for entry in self.entries:
            if entry.state == state and not entry.reason:
                entry.reason, entry.code = reason, code

    def of(self, *states: str) -> t.Iterator[Entry]:
        """The entries in any of these states, in input order."""
        return (entry for entry in self.entries if entry.state in states)

    def summary(self) -> dict[str, int]:
        """``requested`` and the eight counts. They add up because each entry is counted once, by its state."""
        counts = collections.Counter(entry.state for entry in self.entries)
        counts[DUPLICATE] = self.duplicates
        return {"requested": len(self.entries) + self.duplicates, **{state: counts[state] for state in STATES}}
