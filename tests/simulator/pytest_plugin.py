# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""pytest fixtures for tests of one's own playbooks and programs.

In a conftest.py, with the folder above `ansible_collections` on the Python path:

    pytest_plugins = ['ansible_collections.alibabacloud.cdn.tests.simulator.pytest_plugin']
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .scenario import Scenario
from .service.clock import RealClock
from .web.thread import Running, running

MARKER = 'cdn_simulator(scenario=None, **settings): the scenario file and the settings of the simulator of this test'


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line('markers', MARKER)


@pytest.fixture
def cdn_simulator(request: pytest.FixtureRequest) -> Iterator[Running]:
    """A simulator of its own for each test, served on loopback; `service` shows what happened.

    `@pytest.mark.cdn_simulator(quotas={'url': 5})` changes its settings, `scenario=` names a scenario file.
    """
    marker = request.node.get_closest_marker('cdn_simulator')
    changes = dict(marker.kwargs) if marker else {}
    path = changes.pop('scenario', None)
    scenario = Scenario.load(Path(path)) if path else Scenario()
    speed = float(changes.pop('speed', scenario.speed))
    with running(scenario.settings.changed(changes), RealClock(speed), scenario.faults) as found:
        yield found


@pytest.fixture
def cdn_simulator_environment(cdn_simulator: Running, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables that clients need, set for this test."""
    variables = cdn_simulator.environment
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables
