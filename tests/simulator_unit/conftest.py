# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A driver for the in-process service on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from simulator import Fault, ManualClock, Reply, Request, Running, Service, Settings, running

NOON = datetime(2026, 3, 10, 12, 0, 0, tzinfo=UTC)


class Driver:
    """Calls by their short names."""

    def __init__(self, service: Service, clock: ManualClock) -> None:
        self.service, self.clock = service, clock

    def call(self, action: str, key: str = '', **parameters: object) -> Reply:
        return self.service.handle(Request(action, {name: str(value) for name, value in parameters.items()}, key))

    def refresh(self, *urls: str, kind: str = 'File', key: str = '', **more: object) -> Reply:
        return self.call('RefreshObjectCaches', key, ObjectPath='\n'.join(urls), ObjectType=kind, **more)

    def prefetch(self, *urls: str, **more: object) -> Reply:
        return self.call('PushObjectCache', ObjectPath='\n'.join(urls), **more)

    def tags(self, *tags: str, domain: str = 'a.example.com') -> Reply:
        return self.call('RefreshObjectCacheByCacheTag', CacheTag=','.join(tags), DomainName=domain)

    def by_id(self, ids: object) -> Reply:
        return self.call('DescribeRefreshTaskById', TaskId=ids)

    def list(self, **parameters: object) -> Reply:
        return self.call('DescribeRefreshTasks', **parameters)

    def rows(self, **parameters: object) -> Any:
        body: Any = self.list(**parameters).body
        return body['Tasks']['CDNTask']

    def quota(self) -> dict[str, object]:
        return self.call('DescribeRefreshQuota').body

    def later(self, seconds: float) -> Driver:
        self.clock.advance(seconds)
        return self


def ids_of(reply: Reply) -> list[str]:
    text = str(reply.body.get('RefreshTaskId') or reply.body.get('PushTaskId'))
    return [part.strip() for part in text.split(',')]


Make = Callable[..., Driver]


@pytest.fixture
def make() -> Make:
    def build(faults: Iterable[Fault] = (), start: datetime = NOON, **changes: object) -> Driver:
        clock = ManualClock(start=start)
        return Driver(Service(Settings().changed({'visibility': 0, **changes}), clock, faults), clock)

    return build


@pytest.fixture
def ids() -> Callable[[Reply], list[str]]:
    return ids_of


@pytest.fixture
def server() -> Iterator[Running]:
    settings = Settings().changed({'visibility': 0, 'preload_details': True})
    with running(settings, ManualClock(start=NOON)) as found:
        yield found
