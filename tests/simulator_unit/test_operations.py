# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation, good and refused."""

from __future__ import annotations

import pytest

URL = 'https://a.example.com/x.js?v=1&w=a+b'


def test_refresh_is_accepted_and_completes(make, ids):
    driver = make(task_time=5)
    reply = driver.refresh(URL, Force='True')
    assert reply.status == 200
    (task_id,) = ids(reply)
    assert task_id.isdigit()
    assert len(task_id) == 10
    (record,) = driver.service.accepted()
    assert (record.kind, record.url, record.task_id) == ('file', URL, task_id)
    assert record.parameters == {'ObjectType': 'File', 'Force': 'True'}
    assert driver.service.status_of('file', URL) == 'Refreshing'
    assert driver.later(5).by_id(task_id).body['Tasks'] == [
        {
            'TaskId': task_id,
            'ObjectPath': URL,
            'ObjectType': 'file',
            'Status': 'Complete',
            'Process': '100%',
            'CreationTime': '2026-03-10T12:00:00Z',
            'Description': '',
        }
    ]
    assert driver.service.status_of('file', URL) == 'Complete'


def test_progress_grows_with_time(make):
    driver = make(task_time=10)
    driver.refresh(URL)
    shown = [driver.later(2.5).rows()[0]['Process'] for _unused in range(4)]
    assert shown == ['25%', '50%', '75%', '100%']


@pytest.mark.parametrize(
    ('kind', 'url', 'name', 'label'),
    [
        ('File', URL, 'file', 'file'),
        ('Directory', 'https://a.example.com/d/', 'directory', 'directory'),
        ('Regex', 'https://a.example.com/.*\\.js', 'regex', 'regex'),
        ('IgnoreParams', 'https://a.example.com/x.js', 'ignore_params', 'ignoreparams'),
    ],
)
def test_object_types(make, kind, url, name, label):
    driver = make()
    assert driver.refresh(url, kind=kind).code == ''
    assert [record.kind for record in driver.service.accepted()] == [name]
    assert driver.rows()[0]['ObjectType'] == label


def test_object_type_is_file_unless_said(make):
    driver = make()
    driver.call('RefreshObjectCaches', ObjectPath='https://a.example.com/d/')
    assert driver.service.accepted()[0].kind == 'file'


def test_cache_tags(make, ids):
    driver = make()
    reply = driver.tags('red', 'blue')
    assert len(ids(reply)) == 1
    assert [record.url for record in driver.service.accepted('cache_tag')] == [
        'a.example.com#red',
        'a.example.com#blue',
    ]


def test_prefetch(make, ids):
    driver = make()
    reply = driver.prefetch(URL, Area='overseas', L2Preload='true', WithHeader='{"Accept-Encoding": ["br"]}')
    assert len(ids(reply)) == 1
    assert driver.service.accepted()[0].parameters['Area'] == 'overseas'
    assert driver.rows(ObjectType='preload')[0]['ObjectPath'] == URL
    assert driver.later(10).service.status_of('prefetch', URL) == 'Complete'


def test_preload_details_are_for_a_whitelist(make, ids):
    assert make().call('DescribePreloadDetailById', TaskId='1').code == 'Forbidden'
    driver = make(preload_details=True)
    (task_id,) = ids(driver.prefetch(URL))
    body = driver.later(10).call('DescribePreloadDetailById', TaskId=task_id).body
    assert body['TotalCount'] == 1
    (detail,) = body['UrlDetails']
    assert (detail['Status'], detail['RetCode'], detail['Domain']) == ('Complete', '0', 'a.example.com')
    assert detail['Urls'] == [{'Url': '/x.js', 'Success': '100%', 'Description': 'Successfully preloaded'}]


def test_user_quota_is_in_integers(make):
    driver = make()
    driver.refresh(URL)
    body = driver.call('DescribeCdnUserQuota').body
    assert (body['RefreshUrlQuota'], body['RefreshUrlRemain']) == (10000, 9999)


@pytest.mark.parametrize(
    ('parameters', 'code', 'status'),
    [
        ({}, 'MissingParameter', 400),
        ({'ObjectPath': '\n'}, 'MissingParameter', 400),
        ({'ObjectPath': URL, 'ObjectType': 'Folder'}, 'InvalidObjectType.Malformed', 400),
        ({'ObjectPath': URL, 'Force': 'perhaps'}, 'InvalidParameter', 400),
        ({'ObjectPath': 'a.example.com/x'}, 'InvalidObjectPath.Malformed', 400),
        ({'ObjectPath': 'ftp://a.example.com/x'}, 'InvalidObjectPath.Malformed', 400),
        ({'ObjectPath': 'https://user@a.example.com/x'}, 'InvalidObjectPath.Malformed', 400),
        ({'ObjectPath': 'https://a.example.com/d', 'ObjectType': 'Directory'}, 'InvalidObjectPath.Malformed', 400),
        ({'ObjectPath': 'https://a.example.com/' + 'x' * 1024}, 'InvalidObjectPath.Malformed', 400),
        ({'ObjectPath': 'https://*.example.com/x'}, 'InvalidExtensiveDomain.ValueNotSupported', 400),
        ({'ObjectPath': 'https://a.invalid/x'}, 'InvalidDomain.NotFound', 404),
        ({'ObjectPath': f'{URL}\nhttps://a.invalid/x'}, 'InvalidDomain.NotFound', 404),
    ],
)
def test_refresh_is_refused(make, parameters, code, status):
    driver = make()
    reply = driver.call('RefreshObjectCaches', **parameters)
    assert (reply.code, reply.status) == (code, status)
    assert set(reply.body) == {'Code', 'Message', 'RequestId', 'HostId', 'Recommend'}
    assert driver.service.accepted() == []
    assert driver.quota()['UrlRemain'] == '10000'
    call = driver.service.calls('RefreshObjectCaches')[0]
    assert (call.code, call.processed) == (code, False)


@pytest.mark.parametrize(
    ('parameters', 'code'),
    [
        ({'Area': 'global'}, 'InvalidParameter'),
        ({'L2Preload': '1'}, 'InvalidParameter'),
        ({'WithHeader': 'Accept: br'}, 'InvalidParameter'),
        ({'WithHeader': '{"Accept": "br"}'}, 'InvalidParameter'),
        ({'ObjectPath': ''}, 'MissingParameter'),
        ({'ObjectPath': 'https://a.example.com/' + 'x' * 1024}, 'InvalidObjectPath.Malformed'),
    ],
)
def test_prefetch_is_refused(make, parameters, code):
    assert make().call('PushObjectCache', **{'ObjectPath': URL, **parameters}).code == code


@pytest.mark.parametrize(
    ('state', 'code', 'status'),
    [
        ('offline', 'InvalidDomain.Offline', 404),
        ('protected', 'DomainInProtectedMode', 403),
        ('configuring', 'ServiceBusy', 403),
        ('upgrading', 'SystemUpgrading', 403),
        ('busy', 'SystemBusy', 403),
        ('configure_failed', 'InvalidDomain.Configure_failed', 500),
        ('illegal', 'IllegalOperation', 403),
        ('unauthorized', 'IllegalOperationDomain', 400),
        ('wildcard', 'InvalidExtensiveDomain.ValueNotSupported', 400),
        ('not_ours', 'InvalidDomain.NotFound', 404),
    ],
)
def test_domain_states(make, state, code, status):
    reply = make(**{'domain_states.a.example.com': state}).refresh(URL)
    assert (reply.code, reply.status) == (code, status)


@pytest.mark.parametrize(
    ('state', 'submit', 'read'),
    [
        ('not_opened', 'CdnServiceNotFound', 'CdnServiceNotFound'),
        ('suspended', 'OperationDenied', 'OperationDenied'),
        ('arrears', 'InsufficientBalance', ''),
        ('inactive_key', 'InvalidAccessKeyId.Inactive', 'InvalidAccessKeyId.Inactive'),
    ],
)
def test_account_states(make, state, submit, read):
    driver = make(accounts=[{'state': state}])
    assert driver.refresh(URL).code == submit
    assert driver.list().code == read


def test_denied_operations(make):
    driver = make(accounts=[{'denied': ['DescribeRefreshTaskById']}])
    reply = driver.by_id('1')
    assert (reply.code, reply.status) == ('Forbidden.RAM', 403)
    assert reply.body['AccessDeniedDetail']['AuthAction'] == 'cdn:DescribeRefreshTaskById'
    assert driver.list().code == ''


def test_token_expires(make):
    driver = make(accounts=[{'security_token': 'token-token', 'token_expires': 0}])
    assert driver.list().code == 'InvalidSecurityToken.Expired'


def test_unknown_action_and_key(make):
    driver = make()
    assert (driver.call('Refresh').code, driver.call('Refresh').status) == ('InvalidAction.NotFound', 404)
    assert driver.call('DescribeRefreshQuota', key='nobody').code == 'InvalidAccessKeyId.NotFound'


def test_own_domains_can_be_listed(make):
    driver = make(domains='a.example.com')
    assert driver.refresh(URL).code == ''
    assert driver.refresh('https://b.example.com/').code == 'InvalidDomain.NotFound'


def test_same_seed_same_ids(make):
    first, second, other = (make(seed=seed).refresh(URL).body for seed in (1, 1, 2))
    assert first == second != other
