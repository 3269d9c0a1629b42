# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of fault, in-process."""

from __future__ import annotations

import pytest

from simulator import FAULT_KINDS, Fault

A = 'https://a.example.com/x'
REFRESH = 'RefreshObjectCaches'


def fault(kind, **details):
    return Fault(**{'operation': REFRESH, 'kind': kind, **details})


@pytest.mark.parametrize(
    ('given', 'code', 'status'),
    [
        (fault('throttle'), 'Throttling.User', 400),
        (fault('throttle', code='Throttling'), 'Throttling', 503),
        (fault('throttle', code='TooManyRequests'), 'TooManyRequests', 429),
        (fault('error', code='TooMany.Refresh'), 'TooMany.Refresh', 400),
        (fault('error', code='SystemBusy', status=503), 'SystemBusy', 503),
        (fault('error', code='DomainInProtectedMode', status=200), 'DomainInProtectedMode', 200),
        (fault('server_error'), 'InternalError', 500),
        (fault('server_error', code='ServiceUnavailable'), 'ServiceUnavailable', 503),
        (fault('nonce_used', processed=False), 'SignatureNonceUsed', 400),
    ],
)
def test_refusals(make, given, code, status):
    driver = make([given])
    reply = driver.refresh(A)
    assert (reply.code, reply.status) == (code, status)
    assert driver.service.accepted() == []
    assert driver.refresh(A).code == ''


def test_retry_after(make):
    reply = make([fault('throttle', retry_after=1500)]).refresh(A)
    assert reply.headers['x-acs-retry-after'] == '1500'


@pytest.mark.parametrize('kind', ['drop_after', 'cut', 'unreadable', 'empty_body', 'nonce_used', 'slow'])
def test_processed_all_the_same(make, kind):
    driver = make([fault(kind, delay=20)])
    reply = driver.refresh(A)
    assert len(driver.service.accepted()) == 1
    assert driver.service.calls(REFRESH)[0].processed
    assert driver.service.calls(REFRESH)[0].faults == (kind,)
    seen = {
        'drop_after': reply.dropped == 'after',
        'cut': reply.cut,
        'unreadable': reply.raw == b'{"RequestId": "0A1B',
        'empty_body': reply.raw == b'' and reply.status == 200,
        'nonce_used': reply.code == 'SignatureNonceUsed',
        'slow': reply.delay == 20,
    }
    assert seen[kind]


@pytest.mark.parametrize('kind', ['drop_before', 'html_502', 'html_414', 'server_error'])
def test_not_processed(make, kind):
    driver = make([fault(kind)])
    reply = driver.refresh(A)
    assert driver.service.accepted() == []
    if kind.startswith('html'):
        assert reply.status == int(kind[-3:])
        assert b'tengine' in reply.raw
        assert reply.content_type == 'text/html'


@pytest.mark.parametrize('kind', ['html_502', 'server_error'])
def test_a_server_error_may_come_after_processing(make, kind):
    driver = make([fault(kind, processed=True)])
    assert driver.refresh(A).status >= 500
    assert len(driver.service.accepted()) == 1


def test_late_processing(make):
    driver = make([fault('late_processing', process_delay=30, delay=10)])
    reply = driver.refresh(A)
    assert (reply.dropped, reply.delay) == ('after', 10)
    assert driver.later(29.9).service.accepted() == []
    assert not driver.service.calls()[0].processed
    (record,) = driver.later(0.2).service.accepted()
    assert driver.service.calls()[0].processed
    assert round(driver.clock.now() - record.time, 3) == 0.1
    assert driver.rows()[0]['CreationTime'] == '2026-03-10T12:00:30Z'


@pytest.mark.parametrize('kind', ['server_error', 'html_502', 'drop_after', 'nonce_used'])
def test_other_faults_may_take_effect_late(make, kind):
    driver = make([fault(kind, process_delay=30)])
    driver.refresh(A)
    assert driver.later(29).service.accepted() == []
    assert len(driver.later(1).service.accepted()) == 1


def test_late_processing_may_be_refused(make):
    driver = make([fault('late_processing', process_delay=5)], quotas={'url': 1})
    driver.refresh(A)
    driver.later(1).refresh(A + '1')
    assert [record.url for record in driver.later(10).service.accepted()] == [A + '1']
    assert driver.service.calls()[0].code == 'QuotaExceeded.Refresh'


def test_empty_list(make):
    driver = make([Fault(kind='empty_list', times=2)])
    driver.refresh(A)
    assert driver.list().body['Tasks'] == {'CDNTask': []}
    assert driver.by_id('1').body['TotalCount'] == 0
    assert driver.list().body['TotalCount'] == 1


@pytest.mark.parametrize(
    ('kind', 'code'), [('expired_token', 'InvalidSecurityToken.Expired'), ('forbidden', 'Forbidden.RAM')]
)
def test_from_then_on(make, kind, code):
    driver = make([Fault(kind=kind, operation='DescribeRefreshTasks', after=1)])
    assert [driver.list().code for _unused in range(4)] == ['', code, code, code]
    assert driver.quota().get('Code') is None


def test_quota_eaten(make):
    driver = make([fault('quota_eaten', quota='url', amount=9999, after=1)])
    assert driver.refresh(A).code == ''
    assert driver.refresh(A).code == 'QuotaExceeded.Refresh'
    assert driver.quota()['UrlRemain'] == '0'


def test_late_rows(make):
    driver = make([fault('late_rows', delay=60, match='slow')])
    driver.refresh(A, A + 'slow')
    assert driver.list().body['TotalCount'] == 1
    assert driver.later(60).list().body['TotalCount'] == 2


def test_stuck(make):
    driver = make([fault('stuck')])
    driver.refresh(A)
    row = driver.later(86400).rows()[0]
    assert (row['Status'], row['Process']) == ('Refreshing', '99%')


def test_unknown_status(make):
    driver = make([fault('unknown_status', word='Paused')])
    driver.refresh(A)
    assert driver.rows()[0]['Status'] == 'Paused'
    assert driver.later(60).rows()[0]['Status'] == driver.service.status_of('file', A) == 'Paused'


@pytest.mark.parametrize('word', ['Failed', 'Timeout', 'Canceled'])
def test_failed(make, word):
    driver = make([fault('failed', word=word, description='Origin Timeout')])
    driver.refresh(A, A + '1')
    rows = {row['ObjectPath']: row for row in driver.later(60).rows()}
    assert (rows[A]['Status'], rows[A]['Description']) == (word, 'Origin Timeout')
    assert rows[A + '1']['Status'] == 'Complete'


def test_a_fraction_fails(make):
    driver = make([fault('failed', times=-1, fraction=0.3)])
    driver.refresh(*(A + str(number) for number in range(200)))
    failed = [row for row in driver.later(60).service.tasks() if row['status'] == 'Failed']
    assert 30 < len(failed) < 90


@pytest.mark.parametrize(
    ('word', 'status'), [('', 'Complete'), ('Failed', 'Failed'), ('Refreshing', 'Refreshing'), ('Odd', 'Odd')]
)
def test_foreign_rows(make, ids, word, status):
    driver = make([fault('foreign_rows', amount=2, word=word)])
    (task_id,) = ids(driver.refresh(A))
    rows = driver.later(60).by_id(task_id).body['Tasks']
    foreign = [row['Status'] for row in rows if row['ObjectPath'] != A]
    assert foreign == [status] * 2
    assert [record.url for record in driver.service.accepted()] == [A]


def test_vanish(make):
    driver = make([fault('vanish', delay=30)])
    driver.refresh(A, A + '1')
    assert driver.list().body['TotalCount'] == 2
    assert [row['ObjectPath'] for row in driver.later(30).rows()] == [A + '1']
    assert driver.service.status_of('file', A) == 'Complete'


def test_slow_task(make):
    driver = make([fault('slow_task', delay=100)])
    driver.refresh(A)
    assert driver.later(99).service.status_of('file', A) == 'Refreshing'
    assert driver.later(1).service.status_of('file', A) == 'Complete'


def test_after_times_and_order(make):
    driver = make([fault('throttle', after=1, times=2), fault('error', code='SystemBusy', times=1)])
    assert [driver.refresh(A).code for _unused in range(5)] == [
        'SystemBusy',
        'Throttling.User',
        'Throttling.User',
        '',
        '',
    ]


def test_restricted_to_a_domain_and_a_url(make):
    driver = make([fault('throttle', domain='b.example.com', times=-1), fault('error', match='needle', times=-1)])
    assert driver.refresh(A).code == ''
    assert driver.refresh('https://b.example.com/').code == 'Throttling.User'
    assert driver.refresh(A + 'needle').code == 'InternalError'


def test_added_listed_and_removed_while_running(make):
    driver = make()
    number = driver.service.add_fault(fault('throttle', times=-1))
    driver.refresh(A)
    (listed,) = driver.service.faults()
    assert (listed['number'], listed['kind'], listed['seen'], listed['struck']) == (number, 'throttle', 1, 1)
    assert driver.service.remove_faults(number) == 1
    assert driver.refresh(A).code == ''


def test_reset_arms_the_first_faults_again(make):
    driver = make([fault('throttle')])
    assert [driver.refresh(A).code for _unused in range(2)] == ['Throttling.User', '']
    driver.service.reset()
    assert driver.service.accepted() == []
    assert driver.refresh(A).code == 'Throttling.User'


@pytest.mark.parametrize(
    'given', [{'kind': 'nonsense'}, {'kind': 'stuck', 'colour': 1}, {'kind': 'stuck', 'kinds': ['x']}]
)
def test_bad_faults_are_refused(given):
    with pytest.raises(ValueError, match=r'no|has no'):
        Fault.from_mapping(given)


@pytest.mark.parametrize('kind', FAULT_KINDS)
def test_survives_a_round_trip(kind):
    given = Fault(kind=kind, times=3, kinds=('file',), delay=2.0)
    assert Fault.from_mapping(given.as_dict()) == given
