# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The code broken on purpose, to see that the schedules notice. Each breakage is one that a change could bring in."""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import (
    _earlier,
    _ledger,
    _pace,
    _quota,
    _retry,
    _run,
    _settle,
    _submit,
    _track,
)

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Breakage:
    """``apply`` breaks the code until the patch is undone.

    ``seed``: a schedule that notices, found by trying one after the other; ``words`` stand in what the invariants say.
    """

    apply: Callable[[Patch], None]
    seed: int
    words: str


def _forget_entries_of_a_refused_request(patch: Patch) -> None:
    whole = _submit.Submitter._by_domain
    patch.setattr(_submit.Submitter, '_by_domain', staticmethod(lambda order: whole(order)[:-1]))


def _count_entries_twice(patch: Patch) -> None:
    summary = _ledger.Ledger.summary

    def twice(self: Any) -> dict[str, int]:
        counts = summary(self)
        return {**counts, 'unsent': counts['unsent'] + counts['rejected']}

    patch.setattr(_ledger.Ledger, 'summary', twice)


def _take_missing_rows_for_complete(patch: Patch) -> None:
    judge = _track.Tracker._judge

    def with_missing(self: Any, watch: Any, rows: Any, *, whole: bool) -> None:
        judge(self, watch, rows, whole=whole)
        shown = {row.url for row in rows}
        for entry in [entry for url, entry in watch.open.items() if url not in shown]:
            self._ledger.mark([entry], _ledger.COMPLETE)
            del watch.open[entry.url]

    patch.setattr(_track.Tracker, '_judge', with_missing)


def _take_unknown_words_for_the_end(patch: Patch) -> None:
    patch.setattr(_track, 'has_ended', lambda row: row.status.lower() not in ('refreshing', 'pending'))


def _take_foreign_rows_for_ours(patch: Patch) -> None:
    entry_of = _track._entry_of
    patch.setattr(_track, '_entry_of', lambda watch, row: entry_of(watch, row) or next(iter(watch.open), None))


def _send_again_at_once(patch: Patch) -> None:
    def again(self: Any, order: Any, _sent_at: float, _error: Any) -> None:
        self.send_again(order)

    patch.setattr(_submit.Submitter, '_doubt', again)


def _send_again_without_asking_the_quota(patch: Patch) -> None:
    patch.setattr(_settle.Settler, '_quota_is_untouched', lambda _self, _doubt: True)


def _have_no_patience(patch: Patch) -> None:
    patch.setattr(_settle, '_PATIENCE', 0.0)
    _send_again_without_asking_the_quota(patch)


def _send_again_what_an_earlier_run_sent(patch: Patch) -> None:
    words = types.SimpleNamespace(has_ended=lambda _row: True, is_bad=lambda row: row.status != 'Complete')
    patch.setattr(_earlier, '_track', words)


def _do_not_compare_the_quota(patch: Patch) -> None:
    patch.setattr(_quota, 'short', lambda _found: {})


def know_one_spelling_only(patch: Patch) -> None:
    """Object types whose name the vendor's pages contradict each other about."""
    patch.setattr(_submit.Submitter, '_respell', _submit.Submitter._refuse)


def _forget_the_time(patch: Patch) -> None:
    patch.setattr(_run, '_GRACE', math.inf)
    patch.setattr(
        _retry.RetryBudget, 'left', lambda self, since, now, *, answered: since + self.retry_timeout + 30.0 - now
    )


def _call_as_fast_as_can_be(patch: Patch) -> None:
    patch.setattr(_pace.RateWindow, 'ready_at', lambda _self, _amount, now: now)


BREAKAGES = {
    'entries of a refused request are forgotten': Breakage(
        _forget_entries_of_a_refused_request, 12, 'for want of time'
    ),
    'entries are counted twice': Breakage(_count_entries_twice, 8, 'the counts are'),
    'a missing row means complete': Breakage(_take_missing_rows_for_complete, 3, 'although the service has'),
    'an unknown status word means the end': Breakage(_take_unknown_words_for_the_end, 10, 'although the service has'),
    'rows of other clients are taken for ours': Breakage(_take_foreign_rows_for_ours, 3, 'although the service has'),
    'a lost answer is sent again at once': Breakage(_send_again_at_once, 20, 'was submitted 2 times'),
    'a lost answer is sent again whatever the quota says': Breakage(
        _send_again_without_asking_the_quota, 623, 'was submitted 2 times'
    ),
    'late rows are not waited for': Breakage(_have_no_patience, 29, 'was submitted 2 times'),
    'running tasks of an earlier run are sent again': Breakage(
        _send_again_what_an_earlier_run_sent, 6, 'a second run submitted it again'
    ),
    'the quota is not compared': Breakage(_do_not_compare_the_quota, 267, 'were submitted with'),
    'the time is forgotten': Breakage(_forget_the_time, 4, 'the limit is'),
    'rates are not kept': Breakage(_call_as_fast_as_can_be, 5, 'were throttled without a fault'),
}
