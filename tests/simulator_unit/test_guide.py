# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide says what the simulator does."""

from __future__ import annotations

import re

from conformance.guide import GUIDE, ON_THE_WIRE, not_met, written
from simulator import SWITCHES
from simulator.help import CONTROL
from simulator.service.settings import Settings

TEXT = GUIDE.read_text()


def test_the_tables_are_up_to_date():
    assert written(TEXT) == TEXT, 'python -m conformance.guide, run in tests/, writes them anew'


def test_every_switch_stands_in_the_guide_with_its_default_first():
    for switch in SWITCHES.values():
        assert f'* - ``{switch.name}``\n     - ``{switch.default}``' in TEXT


def test_what_is_left_out_exists():
    assert set(ON_THE_WIRE) | not_met() <= set(SWITCHES)


def test_every_scenario_and_address_and_setting_is_named():
    folder = GUIDE.parents[2] / 'tests' / 'simulator' / 'scenarios'
    assert {f'``{path.stem}``' for path in folder.glob('*.yml')} <= set(re.findall(r'``[^`]+``', TEXT))
    assert {path for path in re.findall(r'/_simulator/\w+', CONTROL) if path not in TEXT} == set()
    assert {name for name in Settings.__dataclass_fields__ if f'``{name}``' not in TEXT} == set()
