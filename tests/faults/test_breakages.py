# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fault tests can fail: each way of breaking the code is noticed, and the code as it is passes the same schedule."""

from __future__ import annotations

import pytest

from .__main__ import check
from .breakages import BREAKAGES, Breakage, know_one_spelling_only
from .test_both_ways import SCENARIOS, play


@pytest.mark.parametrize('breakage', BREAKAGES.values(), ids=BREAKAGES)
def test_the_invariants_notice(breakage: Breakage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not check(breakage.seed)
    breakage.apply(monkeypatch)
    found = check(breakage.seed)
    assert any(breakage.words in text for text in found), found


def test_the_switches_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, switches = SCENARIOS['without parameters'], {'ignore_params_name': 'ExQuery'}
    assert play(scenario, switches).ledger.summary()['complete'] == 13
    know_one_spelling_only(monkeypatch)
    assert play(scenario, switches).ledger.summary()['rejected'] == 13
