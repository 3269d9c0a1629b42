# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What a run notes down beside its ledger, for the result."""

from __future__ import annotations

import dataclasses
import typing as t

from . import _errors, _ledger


@dataclasses.dataclass
class QuotaUse:
    """One daily quota and what this run does to it, in entries."""

    limit: int
    remaining_before: int
    needed: int
    accepted: int = 0


@dataclasses.dataclass
class Record:
    """:ivar task_ids: every id accepted or waited for, in order; the values are creation times ("" = not known).
    :ivar stopped: why the run ended early, as a clause for the message; empty when it did not.
    :ivar elapsed: seconds.
    :ivar planned: in check mode the entries that would go out.
    """

    batches: int = 0
    changed: bool = False
    quota: dict[str, QuotaUse] = dataclasses.field(default_factory=dict)
    task_ids: dict[str, str] = dataclasses.field(default_factory=dict)
    error: _errors.CallError | None = None
    stopped: str = ""
    elapsed: float = 0.0
    planned: t.Sequence[_ledger.Entry] = ()

    def note_error(self, error: _errors.CallError) -> None:
        """Keep the first error; later ones follow from it."""
        self.error = self.error or error

    def stop(self, why: str, error: _errors.CallError | None = None) -> None:
        """Note that nothing further can be sent."""
        self.stopped = self.stopped or why
        if error is not None:
            self.note_error(error)
