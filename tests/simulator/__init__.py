# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator of the Alibaba Cloud CDN control API (Cdn 2018-05-10).

In-process: `Service(Settings(...), clock).handle(Request(...))`. Over HTTP: `running(...)` or `python -m simulator`.
"""

from __future__ import annotations

from .scenario import Scenario
from .service.clock import Clock, ManualClock, RealClock
from .service.faults import FAULT_KINDS, Fault
from .service.ledger import Call, Submission
from .service.messages import Reply, Request
from .service.service import Service
from .service.settings import Account, SettingError, Settings
from .service.switches import SWITCHES, Switch
from .web.thread import Running, running

__all__ = [
    'FAULT_KINDS',
    'SWITCHES',
    'Account',
    'Call',
    'Clock',
    'Fault',
    'ManualClock',
    'RealClock',
    'Reply',
    'Request',
    'Running',
    'Scenario',
    'Service',
    'SettingError',
    'Settings',
    'Submission',
    'Switch',
    'running',
]
