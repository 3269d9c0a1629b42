# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every requested entry stands in exactly one state, and the counts always add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger

STATES = ["duplicate", "skipped", "complete", "failed", "pending", "rejected", "uncertain", "unsent"]

# From the interface: an entry that was never sent can still go anywhere but to an end that only the
# service can report; one whose request is in doubt may prove received, refused or not received; an accepted
# one can only end; an end is final.
LEGAL = {
    "unsent": {"unsent", "uncertain", "skipped", "pending", "rejected"},
    "uncertain": {"uncertain", "unsent", "pending", "rejected"},
    "pending": {"pending", "complete", "failed"},
    "skipped": set(),
    "complete": set(),
    "failed": set(),
    "rejected": set(),
}


def make(number, duplicates=0):
    return Ledger([Entry(f"https://a.example/{n}", "file", "a.example") for n in range(number)], duplicates)


def in_state(state):
    """A ledger with one entry that got into the state by legal moves."""
    ledger = make(1)
    if state in ("complete", "failed"):
        ledger.mark(ledger.entries, "pending")
    ledger.mark(ledger.entries, state)
    return ledger


def check_sum(ledger, requested):
    summary = ledger.summary()
    assert list(summary) == ["requested", *STATES]
    assert summary["requested"] == requested == sum(summary[state] for state in STATES)


def test_starts_with_everything_unsent():
    ledger = make(3, duplicates=2)
    assert ledger.summary() == {**dict.fromkeys(STATES, 0), "requested": 5, "duplicate": 2, "unsent": 3}


@pytest.mark.parametrize("old", LEGAL)
@pytest.mark.parametrize("new", STATES)
def test_allows_the_legal_moves_only(old, new):
    ledger = in_state(old)
    if new in LEGAL[old]:
        ledger.mark(ledger.entries, new)
        assert ledger.entries[0].state == new
    else:
        with pytest.raises(ValueError, match=f"cannot become {new}"):
            ledger.mark(ledger.entries, new, code="X", reason="x", task_id="1")
        entry = ledger.entries[0]
        assert (entry.state, entry.code, entry.reason, entry.task_id) == (old, "", "", "")


@given(
    number=st.integers(0, 8),
    duplicates=st.integers(0, 3),
    moves=st.lists(st.tuples(st.sets(st.integers(0, 7)), st.sampled_from(STATES)), max_size=30),
)
def test_the_counts_add_up_after_any_moves(number, duplicates, moves):
    ledger = make(number, duplicates)
    expected = ["unsent"] * number
    for chosen, state in moves:
        indexes = sorted(index for index in chosen if index < number)
        if all(state in LEGAL[expected[index]] for index in indexes):
            ledger.mark([ledger.entries[index] for index in indexes], state)
            for index in indexes:
                expected[index] = state
        else:
            illegal = next(index for index in indexes if state not in LEGAL[expected[index]])
            with pytest.raises(ValueError, match="cannot become"):
                ledger.mark([ledger.entries[illegal]], state)
        check_sum(ledger, number + duplicates)
        assert [entry.state for entry in ledger.entries] == expected
    for state in set(STATES) - {"duplicate"}:
        assert ledger.summary()[state] == expected.count(state) == len(list(ledger.of(state)))


def test_a_move_to_nowhere_is_refused():
    ledger = make(1)
    with pytest.raises(ValueError, match="finished"):
        ledger.mark(ledger.entries, "finished")


def test_keeps_the_task_id_and_replaces_the_reason():
    ledger = make(1)
    entry = ledger.entries[0]
    ledger.mark([entry], "pending", task_id="17", reason="on its way", code="X")
    ledger.mark([entry], "complete")
    assert (entry.task_id, entry.reason, entry.code) == ("17", "", "")
    assert (entry.url, entry.kind, entry.domain) == ("https://a.example/0", "file", "a.example")


def test_explains_only_what_has_no_reason_yet():
    ledger = make(3)
    first, second, third = ledger.entries
    ledger.mark([first], "unsent", reason="its own reason", code="OWN")
    ledger.mark([second], "pending")
    ledger.explain("unsent", "time was up", "LATE")
    assert [(entry.reason, entry.code) for entry in (first, second, third)] == [
        ("its own reason", "OWN"),
        ("", ""),
        ("time was up", "LATE"),
    ]


def test_finds_entries_by_state_in_input_order():
    ledger = make(4)
    ledger.mark([ledger.entries[3], ledger.entries[1]], "rejected")
    ledger.mark([ledger.entries[2]], "pending")
    assert [entry.url[-1] for entry in ledger.of("pending", "rejected")] == ["1", "2", "3"]
