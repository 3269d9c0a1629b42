# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""500 fixed schedules, each held against the invariants. `python -m faults --count N` (in tests/) plays new ones."""

from __future__ import annotations

import pytest

from .__main__ import check

SEEDS = range(1, 501)
CHUNK = 25


@pytest.mark.parametrize('first', SEEDS[::CHUNK])
def test_no_schedule_breaks_an_invariant(first: int) -> None:
    found = [text for seed in range(first, first + CHUNK) for text in check(seed)]
    assert not found, '\n'.join(found)
