# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the service's documents contradict each other: every scenario with every switch in every position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from ansible_collections.alibabacloud.cdn.plugins.module_utils._run import RunOptions
from simulator import SWITCHES, Fault, Settings

from .invariants import Played, play_schedule, violations
from .schedule import Schedule
from .world import Network

# These concern signatures or other clients; tests/e2e meets those that a user can.
NOT_MET_HERE = {
    'clock_skew',
    'unknown_key',
    'signature_status',
}
POSITIONS = [
    (name, position) for name, switch in SWITCHES.items() if name not in NOT_MET_HERE for position in switch.positions
]

OPTIONS = RunOptions(
    limits=_plan.Limits(None, 10000),
    max_in_flight=0,
    quota_policy='strict',
    wait=True,
    wait_timeout=1800.0,
    poll_interval=15.0,
    retry_timeout=120.0,
    read_timeout=10.0,
    check_mode=False,
)
THREE_DOMAINS = tuple(('file', f'd{number}.example.com', 20) for number in range(3))


@dataclass(frozen=True)
class Scenario:
    """What is asked for, what goes wrong, and the counts that must come out."""

    entries: tuple[tuple[str, str, int], ...]
    expected: Callable[[str, str], dict[str, int]]
    faults: tuple[Fault, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    quotas: tuple[tuple[str, int], ...] = ()
    options: RunOptions = field(default_factory=lambda: OPTIONS)


def always(**counts: int) -> Callable[[str, str], dict[str, int]]:
    return lambda _name, _position: counts


def _with_a_foreign_domain(name: str, position: str) -> dict[str, int]:
    if name == 'bad_host' and position == 'drop':
        return {'complete': 20, 'pending': 5}
    if name == 'bad_host' and position == 'failed_row':
        return {'complete': 20, 'failed': 5}
    return {'complete': 20, 'rejected': 5}


def _without_prefetch_quota(name: str, position: str) -> dict[str, int]:
    if name == 'quota_code_prefetch' and position == 'PreloadQueueFull':
        # The queue may be full for a moment only, so each request is tried until its time is over.
        return {'complete': 10, 'rejected': 20}
    return {'complete': 10, 'rejected': 10, 'unsent': 10}


SCENARIOS = {
    'files': Scenario(THREE_DOMAINS, always(complete=60)),
    'directories': Scenario((('directory', 'd0.example.com', 30),), always(complete=30)),
    'patterns': Scenario((('regex', 'd0.example.com', 3),), always(complete=3)),
    'without parameters': Scenario(
        (('ignore_params', 'd0.example.com', 12), ('ignore_params', 'd1.example.com', 1)), always(complete=13)
    ),
    'prefetch': Scenario(
        (('prefetch', 'd0.example.com', 150), ('prefetch', 'd1.example.com', 9)), always(complete=159)
    ),
    'prefetch with too long requests': Scenario(
        (('prefetch', 'd0.example.com', 90),), always(complete=90), limits=(('query_bytes', 2000),)
    ),
    'prefetch with too many for the service': Scenario(
        (('prefetch', 'd0.example.com', 90),), always(complete=90), limits=(('prefetches_per_call', 30),)
    ),
    'prefetch, the quota goes away': Scenario(
        (('prefetch', 'd0.example.com', 30),),
        _without_prefetch_quota,
        (Fault(operation='PushObjectCache', kind='quota_eaten', quota='prefetch', amount=985, after=1),),
        options=replace(OPTIONS, limits=_plan.Limits(10), max_in_flight=1),
    ),
    'cache tags': Scenario((('cache_tag', 'd0.example.com', 3),), always(complete=3)),
    'more than a minute allows': Scenario((('file', 'd0.example.com', 2300),), always(complete=2300)),
    'a domain of somebody else': Scenario(
        (('file', 'd0.example.com', 20), ('file', 'other.invalid', 5)), _with_a_foreign_domain
    ),
    'too many for the service': Scenario(
        (('file', 'd0.example.com', 40),), always(complete=40), limits=(('urls_per_call', 15),)
    ),
    'some fail': Scenario(THREE_DOMAINS, always(complete=58, failed=2), (Fault(kind='failed', match='/f7.', times=2),)),
    'rows of somebody else fail': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(kind='foreign_rows', amount=5, word='Failed'),)
    ),
    'rows of somebody else never end': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(kind='foreign_rows', amount=130, word='Refreshing'),)
    ),
    'an answer gets lost, the request arrived': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(operation='RefreshObjectCaches', kind='drop_after'),)
    ),
    'a request gets lost': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(operation='RefreshObjectCaches', kind='drop_before'),)
    ),
    'throttled twice': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(operation='RefreshObjectCaches', kind='throttle', times=2),)
    ),
    'looking by id is forbidden': Scenario(
        THREE_DOMAINS, always(complete=60), (Fault(operation='DescribeRefreshTaskById', kind='forbidden'),)
    ),
    'looking is forbidden': Scenario(
        THREE_DOMAINS,
        always(pending=60),
        (
            Fault(operation='DescribeRefreshTaskById', kind='forbidden'),
            Fault(operation='DescribeRefreshTasks', kind='forbidden'),
        ),
    ),
    'the token expires': Scenario(
        THREE_DOMAINS, always(pending=60), (Fault(operation='DescribeRefreshTaskById', kind='expired_token'),)
    ),
    'the quota goes away': Scenario(
        (('directory', 'd0.example.com', 40),),
        always(complete=10, rejected=10, unsent=20),
        (Fault(operation='RefreshObjectCaches', kind='quota_eaten', quota='directory', amount=85, after=1),),
        options=replace(OPTIONS, limits=_plan.Limits(10, 10000), max_in_flight=1),
    ),
}


def play(scenario: Scenario, switches: dict[str, str], *, reruns: bool = False) -> Played:
    settings = Settings(
        switches=switches,
        limits=dict(scenario.limits),
        quotas=dict(scenario.quotas),
        task_time={'refresh': 20.0, 'prefetch': 20.0},
        jitter=0.2,
        seed=7,
    )
    schedule = Schedule(
        seed=7,
        entries=scenario.entries,
        settings=settings,
        faults=scenario.faults,
        options=scenario.options,
        network=Network(scenario.options.read_timeout),
        skew=0.0,
        interrupt_at=None,
        reruns=reruns,
        switches=switches,
    )
    return play_schedule(schedule)


@pytest.mark.parametrize(('name', 'position'), POSITIONS, ids=[f'{name}={position}' for name, position in POSITIONS])
def test_right_whichever_way_the_service_behaves(name: str, position: str) -> None:
    wrong = []
    for title, scenario in SCENARIOS.items():
        played = play(scenario, {name: position})
        counts = Counter(entry.state for entry in played.ledger.entries)
        if counts != scenario.expected(name, position):
            wrong.append(f'{title}: {dict(counts)}; {played.outcome.message()}')
        wrong += [f'{title}: {text}' for text in violations(played)]
    assert not wrong, '\n'.join(wrong)


@pytest.mark.parametrize(('name', 'position'), POSITIONS, ids=[f'{name}={position}' for name, position in POSITIONS])
def test_a_second_run_finds_what_the_first_one_did(name: str, position: str) -> None:
    for title in ('files', 'directories', 'patterns', 'without parameters', 'prefetch'):
        played = play(SCENARIOS[title], {name: position}, reruns=True)
        second = played.reruns[0]
        count = len(second.ledger.entries)
        assert second.ledger.summary()['skipped'] == count, f'{title}: {second.ledger.summary()}'
        assert not second.record.changed
        assert len(played.service.accepted()) == count


def test_no_switch_is_left_out() -> None:
    assert set(SWITCHES) == {name for name, _position in POSITIONS} | NOT_MET_HERE
