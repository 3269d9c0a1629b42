# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rates of the service are kept, and nothing waits for a rate that is not its own."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from simulator import Settings

from .invariants import Played, play_schedule, violations
from .schedule import Schedule
from .test_both_ways import OPTIONS
from .world import Network


def play(entries: tuple[tuple[str, str, int], ...], **switches: str) -> Played:
    settings = Settings(quotas={'url': 1000000}, task_time={'refresh': 1.0}, visibility=(0, 0), switches=switches)
    options = replace(OPTIONS, wait_timeout=3000.0, limits=_plan.Limits(None, 10000))
    schedule = Schedule(1, entries, settings, (), options, Network(10.0), 0.0, None, reruns=False)
    played = play_schedule(schedule)
    assert not violations(played)
    assert played.ledger.summary()['complete'] == sum(count for _kind, _domain, count in entries)
    return played


def accepted_at(played: Played, domain: str) -> list[float]:
    """Seconds from the first accepted entry to each one of a domain."""
    accepted = played.service.accepted()
    return [item.time - accepted[0].time for item in accepted if f'//{domain}/' in item.url]


def test_a_minute_of_one_domain_does_not_hold_back_another() -> None:
    played = play((('file', 'large.example.com', 12000), ('file', 'small.example.com', 5)))
    assert max(accepted_at(played, 'small.example.com')) < 5
    large = accepted_at(played, 'large.example.com')
    assert sum(moment < 60 for moment in large) == 10000
    assert 60 <= max(large) < 62


def test_two_large_domains_go_side_by_side() -> None:
    played = play((('file', 'one.example.com', 15000), ('file', 'two.example.com', 15000)))
    assert played.elapsed < 65
    assert played.record.batches == 30


def test_an_account_with_the_older_rate_is_met_at_its_own_speed() -> None:
    played = play((('file', 'large.example.com', 3000),), minute_limit='1000')
    assert 120 <= played.elapsed < 130
    refused = [call for call in played.service.calls('RefreshObjectCaches') if call.code]
    assert len(refused) <= 2
