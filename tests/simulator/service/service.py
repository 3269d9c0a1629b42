# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service: requests in, replies out, time from a clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

from .clock import Clock, RealClock, http_date, iso
from .errors import Refusal
from .faults import Fault
from .ledger import Call, Submission
from .limits import QUOTAS
from .messages import Reply, Request
from .operations import OPERATIONS
from .quotas import resets_at
from .settings import Account, Settings
from .spoiled import retry_after, scripted_refusal, spoil
from .state import Invocation, State
from .tasks import Task

HOST_ID = 'cdn.aliyuncs.com'
_ACCOUNT_OPEN = ('active', 'arrears')


class Service:
    """Knows nothing of HTTP: no I/O, no threads, no sleeping."""

    def __init__(
        self, settings: Settings | None = None, clock: Clock | None = None, faults: Iterable[Fault] = ()
    ) -> None:
        self.clock: Clock = clock or RealClock()
        self.on_call: Callable[[Call], None] | None = None
        self._first = (settings or Settings(), tuple(faults))
        self.reset()

    def reset(self) -> None:
        """Back to the settings and faults of the beginning, with no history. The clock goes on."""
        self._state = State(*self._first)
        self._late: list[tuple[float, int, Request, Call]] = []

    @property
    def settings(self) -> Settings:
        return self._state.settings

    def configure(self, changes: Mapping[str, object]) -> Settings:
        """Change settings while running (not the seed)."""
        self._state.settings = self._state.settings.changed(changes)
        return self._state.settings

    # Faults

    def add_fault(self, fault: Fault) -> int:
        return self._state.faults.add(fault)

    def remove_faults(self, number: int | None = None) -> int:
        return self._state.faults.remove(number)

    def faults(self) -> list[dict[str, object]]:
        return self._state.faults.listing()

    # Calls

    def handle(self, request: Request) -> Reply:
        """Carry out a request whose signature has been verified."""
        now = self._settle()
        state = self._state
        call = self._open(request, now)
        beside, decisive = state.faults.for_call(request.action, _objects(request))
        call.faults = tuple(fault.kind for fault in (*beside, *((decisive,) if decisive else ())))
        for fault in beside:
            if fault.kind == 'quota_eaten':
                state.quotas.use(fault.quota, fault.amount, now)
        reply = self._answer(request, call, decisive)
        reply.delay += sum(fault.delay for fault in beside if fault.kind == 'slow')
        return self._close(call, reply)

    def refuse(self, request: Request, refused: Refusal) -> Reply:
        """Answer a request that never got as far as the service, such as a wrongly signed one."""
        call = self._open(request, self._settle())
        return self._close(call, self._error(refused, call))

    def note(self, request: Request, reply: Reply) -> Reply:
        """Put an answer of the gateway into the call log."""
        return self._close(self._open(request, self._settle()), reply)

    # What really happened

    def accepted(self, kind: str | None = None) -> list[Submission]:
        self._settle()
        return self._state.ledger.accepted(kind)

    def submissions_of(self, kind: str, url: str) -> list[Submission]:
        self._settle()
        return self._state.ledger.submissions_of(kind, url)

    def calls(self, operation: str | None = None) -> list[Call]:
        self._settle()
        return self._state.ledger.calls(operation)

    def statuses_of(self, kind: str, url: str) -> list[str]:
        """The true status now of each submission of an entry, oldest first."""
        now = self._settle()
        return [item.task.status(now) for item in self._state.ledger.submissions_of(kind, url)]

    def status_of(self, kind: str, url: str) -> str:
        """The true status now of the newest submission of an entry; '' when there is none."""
        return (self.statuses_of(kind, url) or [''])[-1]

    def tasks(self) -> list[dict[str, object]]:
        """Every task as it truly is now, also those that no list shows."""
        now = self._settle()
        return [_truth(task, now) for task in self._state.tasks]

    def quotas(self) -> dict[str, dict[str, int]]:
        """Limit, used and remaining of each daily quota."""
        now = self._settle()
        state = self._state
        return {
            name: {
                'limit': state.settings.quota(name),
                'used': state.quotas.used(name, now),
                'remaining': state.quotas.remaining(state.settings, name, now),
            }
            for name in QUOTAS
        }

    def resets_at(self) -> str:
        """When the daily quotas start again."""
        return iso(resets_at(self.clock.now()))

    # Inside

    def _settle(self) -> float:
        """Bring the state up to now, including requests that take effect late."""
        now = self.clock.now()
        while self._late and self._late[0][0] <= now:
            due, _unused, request, call = heapq.heappop(self._late)
            self._state.tasks.settle(due)
            self._execute(request, call, due)
        self._state.tasks.settle(now)
        return now

    def _answer(self, request: Request, call: Call, fault: Fault | None) -> Reply:
        if fault is None:
            return self._execute(request, call, call.time)
        reply = Reply(body={'RequestId': call.request_id})
        if fault.takes_effect_late:
            heapq.heappush(self._late, (call.time + fault.process_delay, self._state.tasks.serial(), request, call))
        elif fault.processes:
            reply = self._execute(request, call, call.time)
        refused = scripted_refusal(self._state, fault)
        return self._error(refused, call) if refused else spoil(fault, reply)

    def _execute(self, request: Request, call: Call, now: float) -> Reply:
        state = self._state
        try:
            account = self._account(request.access_key_id)
            invocation = Invocation(request.action, request.parameters, account, now, call.request_id)
            self._admit(invocation)
            body = OPERATIONS[request.action](state, invocation)
        except Refusal as refused:
            call.code, call.status = refused.code, refused.status
            return self._error(refused, call)
        call.processed = True
        return Reply(body={'RequestId': call.request_id, **body})

    def _account(self, access_key_id: str) -> Account:
        if not access_key_id:
            return self.settings.accounts[0]
        account = self.settings.account(access_key_id)
        if account is None:
            raise self._state.refuse('unknown_key')
        return account

    def _admit(self, call: Invocation) -> None:
        state, account = self._state, call.account
        if call.operation not in OPERATIONS:
            raise state.refuse('unknown_action')
        if account.token_expires is not None and call.now >= account.token_expires:
            raise state.refuse('token_expired')
        if call.operation in account.denied:
            refused = state.refuse('forbidden')
            refused.extra = denial(call.operation)
            raise refused
        reads = call.operation.startswith('Describe')
        if account.state not in _ACCOUNT_OPEN or (account.state == 'arrears' and not reads):
            raise state.refuse(account.state)
        if not state.rates.admit(call.operation, state.settings.rate(call.operation), call.now):
            refused = state.refuse('throttled')
            refused.headers = retry_after(state.settings, 1000 - int(call.now % 1 * 1000))
            raise refused

    def _error(self, refused: Refusal, call: Call) -> Reply:
        extra = dict(refused.extra)
        if refused.code == 'Forbidden.RAM' and not extra:
            extra = denial(call.operation)
        body: dict[str, object] = {
            'Code': refused.code,
            'Message': refused.message,
            'RequestId': call.request_id,
            'HostId': HOST_ID,
            'Recommend': f'https://api.aliyun.com/troubleshoot?q={refused.code}&product=Cdn&requestId={call.request_id}',
            **extra,
        }
        return Reply(refused.status, body, dict(refused.headers))

    def _open(self, request: Request, now: float) -> Call:
        names = tuple(sorted(request.parameters))
        return Call(request.action, names, now, request.access_key_id, self._state.request_id())

    def _close(self, call: Call, reply: Reply) -> Reply:
        call.status, call.dropped = reply.status, reply.dropped
        call.code = reply.code or ('' if reply.status < 400 else str(reply.status))
        reply.headers.setdefault('Date', http_date(self.clock.now()))
        reply.headers.setdefault('x-acs-request-id', call.request_id)
        self._state.ledger.add_call(call)
        if self.on_call:
            self.on_call(call)
        return reply


def denial(operation: str) -> dict[str, object]:
    """The detail of a refusal for want of permission (ISSUES)."""
    return {
        'AccessDeniedDetail': {
            'AuthAction': f'cdn:{operation}',
            'AuthPrincipalType': 'SubUser',
            'AuthPrincipalOwnerId': '1234567890123456',
            'AuthPrincipalDisplayName': '234567890123456789',
            'NoPermissionType': 'ImplicitDeny',
            'PolicyType': 'AccountLevelIdentityBasedPolicy',
            'EncodedDiagnosticMessage': 'AQEAAAAAsimulated',
        }
    }


def _objects(request: Request) -> str:
    return f'{request.parameters.get("ObjectPath", "")}\n{request.parameters.get("DomainName", "")}'


def _truth(task: Task, now: float) -> dict[str, object]:
    return {
        'task_id': task.task_id,
        'kind': task.kind.name,
        'path': task.path,
        'domain': task.domain,
        'created': iso(task.created),
        'status': task.status(now),
        'progress': round(task.progress(now), 2),
        'visible': task.visible_at <= now < task.vanishes_at,
        'foreign': task.foreign,
    }
