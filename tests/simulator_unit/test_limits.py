# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits per call, per minute, per second and per day; queues."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


def urls(count, domain='a.example.com', end=''):
    return [f'https://{domain}/{number}{end}' for number in range(count)]


@pytest.mark.parametrize(
    ('kind', 'most', 'end', 'code'),
    [
        ('File', 1000, '', 'SingleRequest.OverLimit'),
        ('Directory', 100, '/', 'SingleRequest.OverLimit'),
        ('Regex', 1, '.*', 'SingleRequest.OverLimit'),
        ('IgnoreParams', 100, '', 'SingleRequest.OverLimit'),
    ],
)
def test_entries_per_refresh(make, kind, most, end, code):
    driver = make()
    assert driver.refresh(*urls(most, end=end), kind=kind).code == ''
    assert make().refresh(*urls(most + 1, end=end), kind=kind).code == code


def test_entries_per_prefetch(make):
    driver = make()
    assert driver.prefetch(*urls(100)).code == ''
    assert driver.prefetch(*urls(101)).code == 'InvalidObjectPath.Size.Malformed'


def test_domains_per_call(make):
    hosts = [f'https://{number}.example.com/' for number in range(11)]
    assert make().refresh(*hosts[:10]).code == ''
    assert make().refresh(*hosts).code == 'DomainNameOverLimit'


def test_urls_per_minute_and_domain(make):
    driver = make(quotas={'url': 100000}, start=datetime(2026, 3, 10, 12, 0, 30, tzinfo=UTC))
    for _unused in range(10):
        assert driver.refresh(*urls(1000)).code == ''
    assert driver.refresh('https://a.example.com/more').code == 'QuotaPerMinuteExceeded.Refresh'
    assert driver.refresh('https://b.example.com/more').code == ''
    assert driver.later(30).refresh('https://a.example.com/more').code == ''


def test_directories_per_minute(make):
    driver = make(quotas={'directory': 1000})
    assert driver.refresh(*urls(100, end='/'), kind='Directory').code == ''
    assert driver.refresh('https://a.example.com/', kind='Directory').code == 'QuotaPerMinuteExceeded.Refresh'
    assert driver.refresh('https://a.example.com/').code == ''


@pytest.mark.parametrize(
    ('operation', 'rate'),
    [
        ('RefreshObjectCaches', 50),
        ('PushObjectCache', 50),
        ('DescribeRefreshTasks', 5),
        ('DescribeRefreshTaskById', 30),
        ('DescribeRefreshQuota', 20),
    ],
)
def test_calls_per_second(make, operation, rate):
    driver = make()
    codes = [
        driver.call(operation, ObjectPath='https://a.example.com/x', TaskId='1').code for _unused in range(rate + 1)
    ]
    assert codes == [''] * rate + ['Throttling.User']
    assert driver.later(1).call(operation, ObjectPath='https://a.example.com/x', TaskId='1').code == ''


@pytest.mark.parametrize(
    ('quota', 'kind', 'end', 'code', 'field'),
    [
        ('url', 'File', '', 'QuotaExceeded.Refresh', 'UrlRemain'),
        ('directory', 'Directory', '/', 'QuotaExceeded.Refresh', 'DirRemain'),
        ('regex', 'Regex', '', 'QuotaExceeded.Refresh', 'RegexRemain'),
        ('ignore_params', 'IgnoreParams', '', 'QuotaExceeded.Refresh', 'IgnoreParamsRemain'),
        ('prefetch', '', '', 'QuotaExceeded.Preload', 'PreloadRemain'),
    ],
)
def test_daily_quotas(make, quota, kind, end, code, field):
    driver = make(quotas={quota: 2}, limits={'regexes_per_call': 5})

    def submit(count):
        entries = urls(count, end=end)
        return (driver.refresh(*entries, kind=kind) if kind else driver.prefetch(*entries)).code

    assert submit(3) == code
    assert driver.quota()[field] == '2'
    assert submit(2) == ''
    assert driver.quota()[field] == '0'
    assert submit(1) == code


def test_quota_resets_at_midnight_utc_plus_8(make):
    driver = make(quotas={'url': 1}, start=datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC))
    assert driver.service.resets_at() == '2026-03-10T16:00:00Z'
    assert driver.refresh('https://a.example.com/').code == ''
    assert driver.refresh('https://a.example.com/').code == 'QuotaExceeded.Refresh'
    assert driver.later(1).refresh('https://a.example.com/').code == ''
    assert driver.service.resets_at() == '2026-03-11T16:00:00Z'


def test_refresh_queue_per_domain(make):
    driver = make(limits={'refresh_queue': 2}, task_time=5)
    assert driver.refresh(*urls(2)).code == ''
    assert driver.refresh('https://a.example.com/x').code == 'TooMany.Refresh'
    assert driver.refresh('https://b.example.com/x').code == ''
    assert driver.later(5).refresh('https://a.example.com/x').code == ''


def test_prefetch_queue(make):
    driver = make(limits={'prefetch_queue': 2}, task_time=5)
    assert driver.prefetch(*urls(2)).code == ''
    assert driver.prefetch('https://b.example.com/x').code == 'PreloadQueueFull'
    assert driver.later(5).prefetch('https://b.example.com/x').code == ''


def test_a_refused_request_costs_nothing(make):
    driver = make(limits={'refresh_queue': 1})
    driver.refresh(*urls(2))
    driver.refresh('https://a.example.com/', 'https://a.invalid/')
    assert driver.quota()['UrlRemain'] == '10000'
