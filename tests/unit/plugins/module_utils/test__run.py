# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that send nothing, and what runs tell of their progress. tests/faults has all the others."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CdnApi, Reply
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import Record
from ansible_collections.alibabacloud.cdn.plugins.module_utils._refresh import RefreshRequests
from ansible_collections.alibabacloud.cdn.plugins.module_utils._run import Run, RunOptions

URLS = ("https://a.example/1", "https://a.example/2")


class SlowClock:
    """Not even a pause of no length is over at once."""

    def __init__(self, least=0.0):
        self.now = 1000.0
        self.least = least

    def monotonic(self):
        return self.now

    def wall(self):
        return self.now + 1_700_000_000

    def sleep(self, seconds):
        self.now += max(seconds, self.least)

    def jitter(self):
        return 0.5


class Transport:
    """Tells quotas and takes everything; remembers what it was asked."""

    def __init__(self, quotas, looks=()):
        self.quotas = quotas
        self.looks = iter(looks)
        self.asked = []

    def call(self, operation, *, query, form):
        self.asked.append(operation)
        if operation == "DescribeRefreshQuota":
            return Reply(self.quotas)
        if operation == "RefreshObjectCaches":
            return Reply({"RefreshTaskId": str(16 + self.asked.count(operation))})
        share = next(self.looks)
        status = "Complete" if share == 100 else "Refreshing"
        row = {"TaskId": "17", "ObjectType": "file", "Status": status, "Process": f"{share}%"}
        return Reply({"Tasks": [{**row, "ObjectPath": url} for url in URLS]})


class Told:
    """Keeps what is told of the progress."""

    def __init__(self):
        self.snapshots = []

    def tell(self, take):
        self.snapshots.append(take())


def run(quotas, clock, policy="strict", looks=(), progress=None, **options):
    ledger, record = Ledger([Entry(url, "file", "a.example") for url in URLS]), Record()
    transport = Transport(quotas, looks)
    settings = {
        "limits": _plan.Limits(None, 10000),
        "max_in_flight": 0,
        "quota_policy": policy,
        "wait": False,
        "wait_timeout": 1800.0,
        "poll_interval": 15.0,
        "retry_timeout": 120.0,
        "read_timeout": 10.0,
        "check_mode": False,
        **options,
    }
    requests = RefreshRequests(force=False)
    Run(CdnApi(transport, clock), clock, ledger, record, RunOptions(**settings), requests, progress).execute()
    return ledger, record, transport.asked


@pytest.mark.parametrize("policy", ["strict", "partial"])
def test_a_quota_that_the_service_does_not_tell_is_none_to_rely_on(policy):
    ledger, record, asked = run({"DirQuota": "100", "DirRemain": "100"}, SlowClock(), policy)
    assert asked == ["DescribeRefreshQuota"]
    assert ledger.summary()["unsent"] == 2
    assert "did not tell today's quota (url)" in record.stopped
    assert all("quota_policy=ignore" in entry.reason for entry in ledger.entries)


def test_with_that_quota_told_or_not_looked_at_they_go_out():
    for quotas, policy in (({"UrlQuota": "100", "UrlRemain": "100"}, "strict"), ({}, "ignore")):
        ledger, record, _asked = run(quotas, SlowClock(), policy)
        assert ledger.summary()["pending"] == 2
        assert list(record.task_ids) == ["17"]


def test_time_that_runs_out_right_before_a_request_keeps_it_from_going_out():
    ledger, record, asked = run({}, SlowClock(least=60.0), "ignore", wait_timeout=30.0)
    assert asked == []
    assert ledger.summary()["unsent"] == 2
    assert all("wait_timeout (30 s) was over" in entry.reason for entry in ledger.entries)
    assert not record.changed


def test_tells_of_running_tasks_and_when_they_will_have_ended():
    told = Told()
    ledger, _record, _asked = run({}, SlowClock(least=3.0), "ignore", (0, 50, 100), told, wait=True)
    assert ledger.summary()["complete"] == 2
    # Before sending and before each of three looks. The second, 12 s after sending, sees that half is done.
    assert [(snapshot.tasks, snapshot.left) for snapshot in told.snapshots] == [
        (0, None),
        (1, None),
        (1, None),
        (1, 12.0),
    ]


def test_tells_of_tasks_that_nobody_waits_for():
    told = Told()
    ledger, _record, _asked = run({}, SlowClock(least=3.0), "ignore", progress=told, limits=_plan.Limits(1, 1))
    assert ledger.summary()["pending"] == 2
    assert [(snapshot.tasks, snapshot.left) for snapshot in told.snapshots] == [(0, None), (1, None)]
