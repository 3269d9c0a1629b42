# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rates hold in every window; pauses grow, are bounded and differ between clients."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.module_utils._pace import Backoff, RateWindow


class Chance:
    """A clock of which only the chance is used."""

    def __init__(self, *values):
        self._values = itertools.cycle(values)

    def jitter(self):
        return next(self._values)


@given(
    limit=st.integers(1, 6),
    seconds=st.integers(1, 60),
    steps=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 6)), min_size=1, max_size=40),
)
def test_never_more_than_the_limit_in_any_window(limit, seconds, steps):
    """Whole numbers, so that no rounding blurs the edge of a window."""
    window = RateWindow(limit, seconds)
    now = 0
    sent = []
    for pause, amount in steps:
        amount = min(amount, limit)
        now += pause
        ready = window.ready_at(amount, now)
        assert ready >= now

        # The earliest time: one unit of time sooner it would not have fitted.
        def inside(start, at):
            return sum(units for when, units in sent if start < when <= at)

        assert inside(ready - seconds, ready) + amount <= limit
        if ready > now:
            assert inside(ready - 1 - seconds, ready - 1) + amount > limit
        now = ready
        window.record(amount, now)
        sent.append((now, amount))
        assert window.used(now) == inside(now - seconds, now)
    for start, _units in sent:
        assert sum(units for when, units in sent if start <= when < start + seconds) <= limit


def test_knows_the_exact_time():
    window = RateWindow(3, 10.0)
    window.record(2, 100.0)
    window.record(1, 104.0)
    assert window.ready_at(1, 105.0) == 110.0
    assert window.ready_at(2, 105.0) == 110.0
    assert window.ready_at(3, 105.0) == 114.0
    assert window.ready_at(1, 110.0) == 110.0
    assert window.ready_at(1, 200.0) == 200.0


def test_an_amount_above_the_limit_waits_for_an_empty_window():
    window = RateWindow(3, 10.0)
    assert window.ready_at(5, 50.0) == 50.0
    window.record(5, 50.0)
    assert window.ready_at(5, 51.0) == 60.0
    assert window.ready_at(1, 51.0) == 60.0


def test_forgets_what_left_the_window():
    window = RateWindow(10, 10.0)
    window.record(4, 100.0)
    window.record(5, 105.0)
    assert [window.used(now) for now in (105.0, 109.9, 110.0, 114.9, 115.0)] == [9, 9, 5, 5, 0]


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        pytest.param(0.0, [0.5, 1.0, 2.0, 4.0, 5.0, 5.0], id="least: half of each step"),
        pytest.param(0.5, [0.75, 1.5, 3.0, 6.0, 7.5, 7.5], id="middle"),
    ],
)
def test_pauses_double_up_to_the_longest(chance, expected):
    backoff = Backoff(Chance(chance), first=1.0, longest=10.0)
    assert [backoff.pause() for _unused in expected] == expected


@given(
    first=st.floats(0.01, 5),
    longest=st.floats(5, 100),
    chances=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20),
    hint=st.floats(-5, 100),
)
def test_pauses_stay_within_bounds(first, longest, chances, hint):
    plain = Backoff(Chance(*chances), first, longest)
    hinted = Backoff(Chance(*chances), first, longest)
    for number, _unused in enumerate(chances):
        step = min(first * 2**number, longest)
        pause = plain.pause()
        assert step / 2 <= pause <= step
        assert max(hint, pause) <= hinted.pause(hint) <= max(hint, 0) + step


def test_clients_do_not_march_in_step():
    one, other = Backoff(Chance(0.1)), Backoff(Chance(0.9))
    assert [one.pause() for _unused in range(5)] != [other.pause() for _unused in range(5)]
