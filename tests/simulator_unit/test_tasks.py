# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids, visibility, the task list, windows, cost."""

from __future__ import annotations

import time

import pytest

A, B = 'https://a.example.com/x', 'https://b.example.com/x'


def test_ids_are_shared_by_domain_and_second(make, ids):
    driver = make()
    first = ids(driver.refresh(A, A + '1', B))
    assert len(first) == 2
    assert ids(driver.refresh(A + '2')) == first[:1]
    assert ids(driver.later(1).refresh(A))[0] not in first


def test_directories_have_ids_of_their_own(make, ids):
    assert len(set(ids(make().refresh(A + '/', A + '1/', kind='Directory')))) == 2


def test_ids_are_shared_in_groups(make, ids):
    driver = make(limits={'refresh_group': 2, 'prefetch_group': 3})
    assert len(ids(driver.refresh(*(A + str(number) for number in range(5))))) == 3
    assert len(ids(driver.prefetch(*(A + str(number) for number in range(5))))) == 2


def test_rows_appear_late(make, ids):
    driver = make(visibility='1-3')
    (task_id,) = ids(driver.refresh(*(A + str(number) for number in range(50))))
    assert driver.by_id(task_id).body['TotalCount'] == 0
    assert driver.later(0.99).list().body['TotalCount'] == 0
    assert 0 < driver.later(1).list().body['TotalCount'] < 50
    assert driver.later(1.01).list().body['TotalCount'] == 50


def test_newest_first_and_pages(make):
    driver = make()
    for number in range(5):
        driver.refresh(A + str(number))
        driver.later(1)
    pages = [[row['ObjectPath'][-1] for row in driver.rows(PageSize=2, PageNumber=page)] for page in (1, 2, 3)]
    assert pages == [['4', '3'], ['2', '1'], ['0']]
    assert driver.list(PageSize=2).body['TotalCount'] == 5
    assert driver.rows(PageNumber=4) == []


def test_late_rows_take_their_place_in_the_order(make):
    driver = make(visibility=0)
    driver.service.configure({'visibility': 5})
    driver.refresh(A + '0')
    driver.service.configure({'visibility': 0})
    driver.later(1).refresh(A + '1')
    assert [row['ObjectPath'][-1] for row in driver.rows()] == ['1']
    assert [row['ObjectPath'][-1] for row in driver.later(4).rows()] == ['1', '0']


def test_filters(make, ids):
    driver = make(task_time=5)
    driver.refresh(A, B)
    driver.refresh(A + '/', kind='Directory')
    driver.prefetch(A)
    (last,) = ids(driver.later(5).refresh(A))
    assert len(driver.rows(DomainName='a.example.com', ObjectType='file')) == 2
    assert len(driver.rows(ObjectType='preload')) == 1
    assert len(driver.rows(ObjectPath=A)) == 3
    driver.later(1)
    assert len(driver.rows(ObjectPath=A, ObjectType='file')) == 2
    assert len(driver.rows(ObjectPath=A, TaskId=last)) == 1
    assert len(driver.rows(ObjectPath=B, TaskId=last)) == 0
    assert len(driver.rows(ObjectType='file', Status='Complete')) == 2
    driver.later(1)
    assert len(driver.rows(ObjectType='file', StartTime='2026-03-10T12:00:00Z', EndTime='2026-03-10T12:00:04Z')) == 2


@pytest.mark.parametrize(
    ('parameters', 'code'),
    [
        ({'DomainName': 'a.example.com'}, 'MissingParameter.ObjectType'),
        ({'Status': 'Complete'}, 'MissingParameter.ObjectType'),
        ({'ObjectType': 'folder'}, 'InvalidObjectType.ValueNotSupported'),
        ({'ObjectType': 'file', 'Status': 'Done'}, 'InvalidStatus.ValueNotSupported'),
        ({'StartTime': '2026-03-10T12:00:00Z'}, 'MissingTimeParameter'),
        ({'StartTime': 'x', 'EndTime': '2026-03-10T12:00:00Z'}, 'InvalidStartTime.Malformed'),
        ({'StartTime': '2026-03-10T12:00:00Z', 'EndTime': '2026-13-10T12:00:00Z'}, 'InvalidEndTime.Malformed'),
        ({'StartTime': '2026-03-10T12:00:00Z', 'EndTime': '2026-03-10T11:00:00Z'}, 'InvalidEndTime.Mismatch'),
        ({'StartTime': '2026-03-07T11:59:59Z', 'EndTime': '2026-03-10T11:00:00Z'}, 'InvalidTime'),
        ({'TaskId': 'abc'}, 'InvalidTaskId.Malformed'),
        ({'PageNumber': '0'}, 'InvalidParameter'),
        ({'PageNumber': '100001'}, 'InvalidParameter'),
        ({'PageSize': 'many'}, 'InvalidParameter'),
    ],
)
def test_list_is_refused(make, parameters, code):
    assert make().list(**parameters).code == code


@pytest.mark.parametrize(
    ('ids', 'code'),
    [('', 'MissingParameter'), ('1,x', 'InvalidTaskId.Malformed'), (','.join(map(str, range(11))), 'InvalidTaskId')],
)
def test_by_id_is_refused(make, ids, code):
    assert make().by_id(ids).code == code


def test_unknown_id_has_no_rows(make):
    assert make().by_id('123').body['Tasks'] == []


def test_page_size_is_cut_silently(make):
    driver = make()
    driver.refresh(*(A + str(number) for number in range(150)))
    assert len(driver.rows(PageSize=500)) == 100
    assert len(driver.rows()) == 20


def test_tasks_are_out_of_reach_after_three_days(make, ids):
    driver = make()
    (task_id,) = ids(driver.refresh(A))
    assert driver.later(3 * 86400 - 1).by_id(task_id).body['TotalCount'] == 1
    assert driver.later(2).by_id(task_id).body['TotalCount'] == 0
    assert driver.list().body['TotalCount'] == 0


def seconds_for_calls(make, history):
    driver = make(quotas={'url': 10**6}, limits={'urls_per_minute': 0})
    for batch in range(history // 500):
        driver.refresh(*(f'{A}/{batch}/{number}' for number in range(500)))
    driver.later(1).rows()
    begin = time.process_time()
    for number in range(60):
        driver.later(1).refresh(A + str(number))
        driver.list(DomainName='a.example.com', ObjectType='file', PageSize=20)
        driver.list(ObjectPath=A + str(number))
    return time.process_time() - begin


def test_history_does_not_slow_a_call(make):
    assert seconds_for_calls(make, 20000) < 0.1 + 5 * seconds_for_calls(make, 500)


def test_truth_of_every_task(make):
    driver = make()
    driver.refresh(A)
    (task,) = driver.service.tasks()
    assert (task['path'], task['status'], task['visible']) == (A, 'Refreshing', True)
    driver.later(60).refresh(A)
    assert driver.service.statuses_of('file', A) == ['Complete', 'Refreshing']
    assert len(driver.service.submissions_of('file', A)) == 2
