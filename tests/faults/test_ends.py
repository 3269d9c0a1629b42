# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a run gives up: what becomes of the entries, why, and at what cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from simulator import Fault, Settings

from .invariants import Played, play_schedule, violations
from .schedule import Schedule
from .test_both_ways import OPTIONS, THREE_DOMAINS
from .world import Network

BEGAN = datetime(2026, 3, 1, 3, 0, tzinfo=UTC).timestamp()
FOREVER = ((0.0, 1e9),)


def play(
    *faults: Fault,
    entries: tuple[tuple[str, str, int], ...] = THREE_DOMAINS,
    down: tuple[tuple[float, float], ...] = (),
    **options: object,
) -> Played:
    settings = Settings(task_time={'refresh': 5.0}, seed=7)
    network = Network(OPTIONS.read_timeout, down=down)
    schedule = Schedule(7, entries, settings, faults, replace(OPTIONS, **options), network, 0.0, None, reruns=False)
    played = play_schedule(schedule)
    assert not violations(played)
    return played


def states(played: Played) -> dict[str, int]:
    return dict(Counter(entry.state for entry in played.ledger.entries))


def refusals(code: str, times: int = -1) -> Fault:
    return Fault(operation='RefreshObjectCaches', kind='error', code=code, times=times)


def test_nothing_is_sent_when_the_earlier_tasks_cannot_be_read() -> None:
    played = play(Fault(operation='DescribeRefreshTasks', kind='forbidden', times=-1), skip_since=BEGAN)
    assert states(played) == {'unsent': 60}
    assert {call.operation for call in played.service.calls()} == {'DescribeRefreshTasks'}
    assert 'skip_submitted_since' in played.ledger.entries[0].reason


def test_an_endpoint_that_stays_out_of_reach_ends_the_run_with_the_time_for_retries() -> None:
    played = play(down=FOREVER, quota_policy='ignore', retry_timeout=10.0)
    assert states(played) == {'unsent': 60}
    assert 'the endpoint cannot be reached' in played.outcome.message()
    assert 10.0 <= played.elapsed < 20.0


def test_a_minute_that_somebody_else_used_up_is_waited_for() -> None:
    """Nothing of ours was sent yet, so there is no rate of ours that could be lowered."""
    played = play(refusals('QuotaPerMinuteExceeded.Refresh', times=1), entries=(('file', 'd0.example.com', 20),))
    assert states(played) == {'complete': 20}
    assert played.elapsed >= 60.0


def test_a_rate_that_is_as_low_as_any_documented_one_is_not_lowered() -> None:
    played = play(
        replace(refusals('QuotaPerMinuteExceeded.Refresh', times=1), after=1),
        entries=(('file', 'd0.example.com', 20),),
        limits=_plan.Limits(10, 1000),
    )
    assert states(played) == {'complete': 20}
    assert played.elapsed >= 60.0


def test_a_request_full_of_bad_entries_is_not_split_without_end() -> None:
    played = play(refusals('InvalidObjectPath.Malformed'), entries=(('file', 'd0.example.com', 1000),))
    assert states(played) == {'rejected': 1000}
    given_up = [entry for entry in played.ledger.entries if 'could not be split further' in entry.reason]
    assert 0 < len(given_up) < 1000
    assert len(played.service.calls('RefreshObjectCaches')) <= 1 + 128


def test_an_object_type_that_no_spelling_names_is_refused() -> None:
    played = play(refusals('InvalidObjectType.Malformed'), entries=(('ignore_params', 'd0.example.com', 12),))
    assert states(played) == {'rejected': 12}
    assert len(played.service.calls('RefreshObjectCaches')) == 2


def test_rows_of_somebody_else_that_name_no_url_do_not_matter() -> None:
    played = play(Fault(kind='foreign_rows', amount=3, word='Failed', path='https://no host/', times=-1))
    assert states(played) == {'complete': 60}
