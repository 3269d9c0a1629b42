# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A world for one run: the simulator's service, a clock that only sleeping and calling move, and the way between."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _api, _errors
from simulator import ManualClock, Reply, Request, Service


class WorldClock:
    """The client's clock. ``skew``: seconds by which its wall clock is ahead of the service's."""

    def __init__(self, clock: ManualClock, rng: random.Random, skew: float = 0.0) -> None:
        self._clock = clock
        self._rng = rng
        self._start = clock.now()
        self._skew = skew
        self.on_sleep: Callable[[], None] = lambda: None

    def monotonic(self) -> float:
        return self._clock.now() - self._start

    def wall(self) -> float:
        return self._clock.now() + self._skew

    def sleep(self, seconds: float) -> None:
        self.on_sleep()
        # A sleeping process never wakes up exactly in time.
        self.pass_time(seconds + self._rng.random() * 0.002)

    def jitter(self) -> float:
        return self._rng.random()

    def pass_time(self, seconds: float) -> None:
        self._clock.advance(seconds)


@dataclass(frozen=True)
class Network:
    """Between client and service. Times in seconds; ``down`` holds the intervals without a connection."""

    read_timeout: float
    latency: tuple[float, float] = (0.005, 0.08)
    down: tuple[tuple[float, float], ...] = ()


class InProcessTransport:
    """Calls the service directly and fails as the real transport does over a real socket."""

    def __init__(self, service: Service, clock: WorldClock, network: Network, rng: random.Random) -> None:
        self._service = service
        self._clock = clock
        self._network = network
        self._rng = rng
        self.on_call: Callable[[str, str], None] = lambda _moment, _operation: None

    def call(self, operation: str, *, query: Mapping[str, str], form: Mapping[str, str]) -> _api.Reply:
        self._clock.pass_time(self._rng.uniform(*self._network.latency) / 2)
        now = self._clock.monotonic()
        if any(start <= now < end for start, end in self._network.down):
            raise _errors.NotReachedError(operation, 'no connection: Connection refused')
        self.on_call('before', operation)
        reply = self._service.handle(Request(operation, {**query, **form}))
        self.on_call('after', operation)
        if reply.delay >= self._network.read_timeout:
            self._clock.pass_time(self._network.read_timeout)
            raise _errors.AnswerLostError(operation, 'no answer within read_timeout')
        self._clock.pass_time(reply.delay + self._rng.uniform(*self._network.latency) / 2)
        return _understand(operation, reply)


def _understand(operation: str, reply: Reply) -> _api.Reply:
    if reply.dropped or reply.cut:
        raise _errors.AnswerLostError(operation, 'the connection broke before the answer was there')
    if reply.raw is not None:
        if 400 <= reply.status < 500:
            code = f'HTTP {reply.status}'
            raise _errors.ApiError(operation, code, 'without an error code', http_status=reply.status)
        raise _errors.AnswerLostError(operation, 'the answer is not readable', http_status=reply.status)
    if reply.status >= 400:
        hint = reply.headers.get('x-acs-retry-after')
        raise _errors.ApiError(
            operation,
            str(reply.body['Code']),
            str(reply.body['Message']),
            http_status=reply.status,
            request_id=str(reply.body['RequestId']),
            retry_after=int(hint) / 1000 if hint else None,
        )
    return _api.Reply(reply.body, _api.parse_date_header(reply.headers.get('Date')))
