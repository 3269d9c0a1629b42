# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a running service remembers, handed to the operations."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import Refusal, refusal
from .faults import Fault, FaultScript
from .ledger import Ledger
from .quotas import CallRates, DailyQuotas, MinuteLimits
from .settings import Account, Settings
from .tasks import TaskIds, TaskStore


class State:
    """Everything random comes from `rng`, so that a seed repeats a run."""

    def __init__(self, settings: Settings, faults: Iterable[Fault]) -> None:
        self.settings = settings
        self.rng = random.Random(settings.seed)
        self.quotas = DailyQuotas()
        self.minutes = MinuteLimits()
        self.rates = CallRates()
        self.ids = TaskIds(self.rng)
        self.tasks = TaskStore()
        self.ledger = Ledger()
        self.faults = FaultScript(faults, self.rng)

    def request_id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4)).upper()

    def refuse(self, cause: str, detail: str | int = '') -> Refusal:
        return refusal(self.settings, cause, detail)


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call while it is being carried out."""

    operation: str
    parameters: Mapping[str, str]
    account: Account
    now: float
    request_id: str
