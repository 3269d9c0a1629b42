# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's time."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from simulator import ManualClock, RealClock


def test_manual_clock_stands_still():
    clock = ManualClock(start=datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    clock.advance(2.5)
    assert clock.now() == datetime(2026, 1, 1, 0, 0, 2, 500000, tzinfo=UTC).timestamp()


def test_a_naive_start_is_utc():
    assert ManualClock(start=datetime(2026, 1, 1)).now() == datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def test_real_clock_agrees_with_the_real_time():
    assert abs(RealClock().now() - time.time()) < 1


def test_real_clock_runs_faster():
    clock = RealClock(speed=1000)
    before = clock.now()
    time.sleep(0.02)
    assert 20 <= clock.now() - before < 1000


@pytest.mark.parametrize('clock', [ManualClock(), RealClock()])
def test_no_clock_goes_back(clock):
    with pytest.raises(ValueError, match='forwards'):
        clock.advance(-1)
    before = clock.now()
    clock.advance(60)
    assert clock.now() - before >= 60


def test_speed_is_positive():
    with pytest.raises(ValueError, match='positive'):
        RealClock(speed=0)
