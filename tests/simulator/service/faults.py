# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripted faults: what goes wrong, with which call or which task, how often."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from math import inf

from .kinds import KINDS
from .limits import QUOTAS

SUBMITTING = ('RefreshObjectCaches', 'RefreshObjectCacheByCacheTag', 'PushObjectCache')
LISTING = ('DescribeRefreshTasks', 'DescribeRefreshTaskById')


@dataclass(frozen=True, slots=True)
class FaultKind:
    """target: `call` replaces or spoils the answer, `side` happens besides, `task` shapes tasks at their creation.

    processed: whether the request is carried out. sticky: stays once it has struck.
    """

    name: str
    target: str
    meaning: str
    details: tuple[str, ...] = ()
    processed: bool = False
    sticky: bool = False
    operations: tuple[str, ...] = ()


def _table(*rows: FaultKind) -> dict[str, FaultKind]:
    return {row.name: row for row in rows}


FAULT_KINDS: dict[str, FaultKind] = _table(
    FaultKind('throttle', 'call', 'refused as too frequent', ('code', 'status', 'message', 'retry_after')),
    FaultKind('error', 'call', 'refused with a code', ('code', 'status', 'message', 'retry_after', 'processed')),
    FaultKind(
        'server_error',
        'call',
        'HTTP 500 (or `status`) with a JSON body',
        ('code', 'status', 'message', 'processed', 'process_delay'),
    ),
    FaultKind('html_502', 'call', 'HTTP 502 with an HTML page', ('status', 'processed', 'process_delay')),
    FaultKind('html_414', 'call', 'HTTP 414 with an HTML page'),
    FaultKind('drop_before', 'call', 'connection cut, request not processed'),
    FaultKind('drop_after', 'call', 'connection cut, request processed', ('process_delay',), processed=True),
    FaultKind('cut', 'call', 'answer cut in the middle of its body', ('processed',), processed=True),
    FaultKind('unreadable', 'call', 'answer that is no JSON', ('processed',), processed=True),
    FaultKind('empty_body', 'call', 'HTTP 200 with an empty body', ('processed',), processed=True),
    FaultKind(
        'nonce_used',
        'call',
        'SignatureNonceUsed; the first copy was processed unless `processed` is false',
        ('processed', 'process_delay'),
        processed=True,
    ),
    FaultKind(
        'late_processing',
        'call',
        'takes effect only `process_delay` seconds later; the connection is cut after `delay` seconds',
        ('process_delay', 'delay'),
    ),
    FaultKind('empty_list', 'call', 'no rows in this answer', processed=True, operations=LISTING),
    FaultKind('expired_token', 'call', 'InvalidSecurityToken.Expired from now on', sticky=True),
    FaultKind('forbidden', 'call', 'Forbidden.RAM from now on', sticky=True),
    FaultKind('slow', 'side', 'the answer comes `delay` seconds after processing', ('delay',)),
    FaultKind(
        'quota_eaten', 'side', 'somebody else uses `amount` of `quota` just before this call', ('quota', 'amount')
    ),
    FaultKind('late_rows', 'task', 'rows appear `delay` seconds after the submission', ('delay',)),
    FaultKind('stuck', 'task', 'the task never ends'),
    FaultKind('unknown_status', 'task', 'the row always shows the status `word`', ('word',)),
    FaultKind('failed', 'task', 'the task fails with the status `word` and a description', ('word', 'description')),
    FaultKind(
        'foreign_rows',
        'task',
        '`amount` rows of somebody else under the same id; they fail, end or stay as `word` says',
        ('amount', 'word', 'row_kind', 'path'),
    ),
    FaultKind('vanish', 'task', 'the row disappears `delay` seconds after the submission', ('delay',)),
    FaultKind('slow_task', 'task', 'the task takes `delay` seconds', ('delay',)),
)


_TYPES: dict[str, tuple[type, ...]] = {
    'str': (str,),
    'int': (int,),
    'float': (int, float),
    'bool | None': (bool, type(None)),
    'tuple[str, ...]': (tuple,),
}


@dataclass(frozen=True)
class Fault:
    """`after` matching calls (or tasks) pass first, then it strikes `times` (-1: for ever), each with chance `fraction`.

    `domain` and `match` (part of a URL) restrict it; `kinds` too, for tasks. The other fields are details of kinds.
    With `process_delay` the request takes effect that many seconds later, whatever was answered.
    """

    operation: str = '*'
    after: int = 0
    times: int = 1
    kind: str = ''
    domain: str = ''
    match: str = ''
    kinds: tuple[str, ...] = ()
    fraction: float = 1.0
    code: str = ''
    status: int = 0
    message: str = ''
    retry_after: int = 0
    processed: bool | None = None
    delay: float = 0.0
    process_delay: float = 0.0
    quota: str = 'url'
    amount: int = 1
    word: str = ''
    description: str = ''
    row_kind: str = ''
    path: str = ''

    def __post_init__(self) -> None:
        if self.kind not in FAULT_KINDS:
            raise ValueError(f'no fault is named {self.kind!r}; there are {", ".join(FAULT_KINDS)}')
        for name in (*self.kinds, *((self.row_kind,) if self.row_kind else ())):
            if name not in KINDS:
                raise ValueError(f'no kind of entry is named {name!r}; there are {", ".join(KINDS)}')
        for item in fields(self):
            if not isinstance(getattr(self, item.name), _TYPES[str(item.type)]):
                raise ValueError(f'{item.name} of a fault is {item.type}, not {getattr(self, item.name)!r}')
        if self.status and not 200 <= self.status <= 599:
            raise ValueError(f'an HTTP status is from 200 to 599, not {self.status}')
        if self.quota not in QUOTAS:
            raise ValueError(f'no quota is named {self.quota!r}; there are {", ".join(QUOTAS)}')
        if not all(0 <= seconds < inf for seconds in (self.delay, self.process_delay)):
            raise ValueError('a delay is in seconds, and not below 0')

    @property
    def processes(self) -> bool:
        return FAULT_KINDS[self.kind].processed if self.processed is None else self.processed

    @property
    def takes_effect_late(self) -> bool:
        if self.kind == 'late_processing':
            return True
        return self.process_delay > 0 and 'process_delay' in FAULT_KINDS[self.kind].details

    @classmethod
    def from_mapping(cls, given: Mapping[str, object]) -> Fault:
        """From JSON or YAML."""
        unknown = sorted(set(given) - {item.name for item in fields(cls)})
        if unknown:
            raise ValueError(f'a fault has no {", ".join(unknown)}')
        values = dict(given)
        kinds = values.get('kinds', ())
        values['kinds'] = (kinds,) if isinstance(kinds, str) else tuple(kinds)  # type: ignore[arg-type]
        return cls(**values)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, object]:
        """Only what is not default."""
        return {item.name: value for item in fields(self) if (value := asdict(self)[item.name]) != item.default}


@dataclass(slots=True)
class _Armed:
    number: int
    fault: Fault
    seen: int = 0
    struck: int = 0

    def strikes(self, rng: random.Random) -> bool:
        fault = self.fault
        self.seen += 1
        if self.struck and FAULT_KINDS[fault.kind].sticky:
            return True
        if self.seen <= fault.after or 0 <= fault.times <= self.struck:
            return False
        if fault.fraction < 1 and rng.random() >= fault.fraction:
            return False
        self.struck += 1
        return True


class FaultScript:
    """The faults in force, in the order they were added."""

    def __init__(self, faults: Iterable[Fault], rng: random.Random) -> None:
        self._rng = rng
        self._numbers = 0
        self._calls: list[_Armed] = []
        self._tasks: list[_Armed] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> int:
        self._numbers += 1
        armed = _Armed(self._numbers, fault)
        (self._tasks if FAULT_KINDS[fault.kind].target == 'task' else self._calls).append(armed)
        return armed.number

    def remove(self, number: int | None = None) -> int:
        """Take away one fault or all; returns how many went."""
        before = len(self._calls) + len(self._tasks)
        self._calls = [item for item in self._calls if number not in (None, item.number)]
        self._tasks = [item for item in self._tasks if number not in (None, item.number)]
        return before - len(self._calls) - len(self._tasks)

    def listing(self) -> list[dict[str, object]]:
        armed = sorted(self._calls + self._tasks, key=lambda item: item.number)
        return [
            {'number': item.number, **item.fault.as_dict(), 'seen': item.seen, 'struck': item.struck} for item in armed
        ]

    def for_call(self, operation: str, text: str) -> tuple[list[Fault], Fault | None]:
        """What happens besides, and the one fault that decides the answer. `text` names the request's objects."""
        beside: list[Fault] = []
        decisive: Fault | None = None
        for armed in self._calls:
            fault = armed.fault
            if not _concerns_call(fault, operation, text):
                continue
            side = FAULT_KINDS[fault.kind].target == 'side'
            if decisive is not None and not side:
                armed.seen += 1
            elif armed.strikes(self._rng):
                if side:
                    beside.append(fault)
                else:
                    decisive = fault
        return beside, decisive

    def for_task(self, operation: str, kind: str, url: str, domain: str) -> list[Fault]:
        return [
            armed.fault
            for armed in self._tasks
            if _concerns_task(armed.fault, operation, kind, url, domain) and armed.strikes(self._rng)
        ]


def _concerns_call(fault: Fault, operation: str, text: str) -> bool:
    only = FAULT_KINDS[fault.kind].operations
    if (only and operation not in only) or fault.operation not in ('*', operation):
        return False
    return (not fault.domain or fault.domain in text) and (not fault.match or fault.match in text)


def _concerns_task(fault: Fault, operation: str, kind: str, url: str, domain: str) -> bool:
    return (
        fault.operation in ('*', operation)
        and fault.domain in ('', domain)
        and (not fault.kinds or kind in fault.kinds)
        and fault.match in url
    )
