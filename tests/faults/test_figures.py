# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures of the benchmark that do not depend on the machine: calls, simulated time, how both grow.

`make benchmark` measures the others.
"""

from __future__ import annotations

import cProfile
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from simulator import ManualClock, Request, Service, Settings

from .invariants import Played, play_once, violations
from .schedule import Schedule
from .test_both_ways import OPTIONS
from .world import Network, WorldClock

# What the vendor documents, not read from the code.
DOCUMENTED = _plan.Limits(None, 10000)
REQUESTS_PER_SECOND = 50


@dataclass(frozen=True)
class Figures:
    """``overshoot``: seconds from the true end of the last task to the look that saw it. ``sending``: from the first
    entry that was accepted to the last one.
    """

    calls: int
    seconds: float
    overshoot: float
    sending: float


def measure(
    counts: Mapping[str, int],
    task_time: float,
    *,
    visibility: tuple[float, float] = (0.0, 0.0),
    limits: _plan.Limits = DOCUMENTED,
) -> Figures:
    """Refresh so many URLs of each domain, under a clock that only the run itself moves."""
    return _play(_schedule(counts, task_time, visibility, limits))[0]


def _schedule(
    counts: Mapping[str, int],
    task_time: float,
    visibility: tuple[float, float] = (0.0, 0.0),
    limits: _plan.Limits = DOCUMENTED,
) -> Schedule:
    settings = Settings(quotas={'url': 10**7}, task_time={'refresh': task_time}, visibility=visibility)
    options = replace(OPTIONS, wait_timeout=1e6, poll_interval=15.0, limits=limits)
    entries = tuple(('file', domain, count) for domain, count in counts.items())
    return Schedule(1, entries, settings, (), options, Network(10.0), 0.0, None, reruns=False)


def _play(schedule: Schedule, history: int = 0, *, repeat: bool = False) -> list[Figures]:
    """``repeat``: a second run wants one URL more, so that it has to look for what the first one did not send."""
    rng = random.Random(1)
    manual = ManualClock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC))
    service = Service(schedule.settings, manual)
    clock = WorldClock(manual, rng)
    _make_history(service, manual, history)
    began = manual.now()
    figures = [_figures(schedule, service, clock, rng)]
    if repeat:
        clock.pass_time(2.0)
        (kind, domain, count), *rest = schedule.entries
        again = replace(
            schedule,
            entries=((kind, domain, count + 1), *rest),
            options=replace(schedule.options, skip_since=began),
        )
        figures.append(_figures(again, service, clock, rng))
    return figures


def _make_history(service: Service, clock: ManualClock, tasks: int) -> None:
    """What the account did before, on the same domain: it lies up to a day back."""
    for start in range(0, tasks, 1000):
        urls = [f'https://d0.example.com/old{n}' for n in range(start, start + 1000)]
        reply = service.handle(Request('RefreshObjectCaches', {'ObjectPath': '\n'.join(urls), 'ObjectType': 'File'}))
        assert reply.status == 200
        clock.advance(60.0)
    clock.advance(3600.0)


def _figures(schedule: Schedule, service: Service, clock: WorldClock, rng: random.Random) -> Figures:
    before_calls, before_tasks = len(service.calls()), len(service.accepted())
    started = clock.monotonic()
    played = play_once(schedule, service, clock, rng)
    _expect_all_seen(played)
    calls = service.calls()[before_calls:]
    accepted = service.accepted()[before_tasks:]
    ended = max((item.task.ends_at for item in accepted), default=0.0)
    return Figures(
        calls=len(calls),
        seconds=clock.monotonic() - started,
        overshoot=calls[-1].time - ended if accepted else 0.0,
        sending=accepted[-1].time - accepted[0].time if accepted else 0.0,
    )


def _expect_all_seen(played: Played) -> None:
    assert not violations(played)
    summary = played.ledger.summary()
    assert summary['complete'] + summary['skipped'] == summary['requested']


def domains(number: int, urls: int) -> dict[str, int]:
    return {f'd{index}.example.com': urls // number for index in range(number)}


def test_a_thousand_urls_that_are_done_at_once() -> None:
    figures = measure(domains(1, 1000), 0.5)
    assert figures.calls <= 5
    assert figures.seconds < 1.0


@pytest.mark.parametrize('number', [1, 10])
def test_ten_thousand_urls_that_take_five_minutes(number: int) -> None:
    figures = measure(domains(number, 10000), 300.0, visibility=(0.0, 3.0))
    assert figures.calls <= 45
    assert figures.seconds <= 300 + 15


@pytest.mark.parametrize('number', [1, 10])
@pytest.mark.parametrize('task_time', [0.5, 5.0, 20.0, 60.0, 300.0, 900.0])
def test_the_end_is_seen_soon_after_it_came(task_time: float, number: int) -> None:
    figures = measure(domains(number, 50), task_time)
    assert 0 <= figures.overshoot <= max(2.0, 0.05 * task_time)


def test_rows_that_appear_late_do_not_make_the_list_be_read() -> None:
    """Reading the paged list costs a call for each hundred URLs."""
    at_once = measure(domains(10, 10000), 0.5)
    late = measure(domains(10, 10000), 0.5, visibility=(0.0, 2.5))
    assert late.calls <= at_once.calls + 10
    assert late.seconds <= 2.5 + 2.5


@pytest.mark.parametrize(
    'counts',
    [
        pytest.param({0: 250}, id='one domain'),
        pytest.param(dict.fromkeys(range(3), 120), id='three alike'),
        pytest.param(dict(enumerate([305, 7, 1])), id='one large, two small'),
        pytest.param({n: 1 + 17 * n for n in range(14)}, id='all different'),
        pytest.param(dict(enumerate([211, 199] + 20 * [3])), id='two large, many small'),
    ],
)
def test_sending_takes_no_longer_than_the_limits_dictate(counts: dict[int, int]) -> None:
    """At most one slot, a minute, above the lower bound: no domain can be served faster, nor can the requests.

    Both limits are a hundredth of what the vendor documents, so that a hundredth of the URLs will do.
    """
    minutes = max((count - 1) // 100 for count in counts.values())
    requests = math.ceil(sum(counts.values()) / 10)
    bound = max(60.0 * minutes, (requests - 1) // REQUESTS_PER_SECOND)
    named = {f'd{number}.example.com': count for number, count in counts.items()}
    sending = measure(named, 1.0, limits=_plan.Limits(10, 100)).sending
    assert bound <= sending + 1
    assert sending < bound + 60.0


def test_work_and_calls_grow_with_the_input() -> None:
    steps, calls = [], []
    for urls in (1000, 8000):
        profile = cProfile.Profile()
        calls.append(profile.runcall(measure, domains(10, urls), 0.0).calls)
        steps.append(sum(entry.callcount for entry in profile.getstats()))
    assert math.log(steps[1] / steps[0]) / math.log(8) < 1.1
    assert math.log(calls[1] / calls[0]) / math.log(8) < 1.0


def test_a_repeat_costs_the_same_whatever_the_account_did_before() -> None:
    schedule = _schedule(domains(1, 50), 5.0)
    without, with_history = (_play(schedule, history, repeat=True) for history in (0, 5000))
    assert [figures.calls for figures in with_history] == [figures.calls for figures in without]
