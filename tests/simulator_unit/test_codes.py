# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error code that the collection tells apart can be met here: by doing what causes it, or else by a script."""

from __future__ import annotations

import time

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._codes import CODES
from simulator import Fault, Settings
from simulator.protocol import gateway, parameters, rpc_v1
from simulator.protocol.nonces import Nonces
from simulator.protocol.wire import WireRequest
from simulator.service.errors import Refusal

A, B = 'https://a.example.com/x', 'https://b.example.com/x'


def throttled(answer):
    def cause(make):
        driver = make(rates={'RefreshObjectCaches': 1}, switches={'throttle_answer': answer})
        driver.refresh(A)
        return driver.refresh(A).code

    return cause


def domain(state):
    return lambda make: make(**{'domain_states.a.example.com': state}).refresh(A).code


def account(state):
    return lambda make: make(accounts=[{'state': state}]).refresh(A).code


def refreshed(*urls, kind='File', **changes):
    return lambda make: make(**changes).refresh(*urls, kind=kind).code


def prefetched(*urls, **changes):
    return lambda make: make(**changes).prefetch(*urls).code


def at_the_gate(path='/', wrong_secret=False, twice=False, token='', **changes):
    """A request signed by hand that never gets as far as the service."""

    def cause(make):
        settings = Settings().changed({'accounts': [{'security_token': token}]} if token else {})
        values = {
            'Action': 'DescribeRefreshQuota',
            'Version': '2018-05-10',
            'AccessKeyId': settings.accounts[0].access_key_id,
            'SignatureMethod': 'HMAC-SHA1',
            'SignatureVersion': '1.0',
            'SignatureNonce': 'once',
            'Timestamp': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
            **changes,
        }
        secret = settings.accounts[0].access_key_secret + ('x' if wrong_secret else '')
        values['Signature'] = rpc_v1.sign(secret, rpc_v1.string_to_sign('GET', values))
        request = WireRequest('GET', path, parameters.canonical_query(values), {}, b'')
        nonces = Nonces()
        if twice:
            gateway.verified(settings, nonces, request)
        with pytest.raises(Refusal) as caught:
            gateway.verified(settings, nonces, request)
        return caught.value.code

    return cause


BY_CAUSE = {
    'Throttling': throttled('503-Throttling'),
    'Throttling.User': throttled('400-Throttling.User'),
    'Throttling.Api': throttled('400-Throttling.Api'),
    'TooManyRequests': throttled('429-TooManyRequests'),
    'QuotaPerMinuteExceeded.Refresh': refreshed(A, A, limits={'urls_per_minute': 1}),
    'TooMany.Refresh': refreshed(A, A, limits={'refresh_queue': 1}),
    'ServiceBusy': domain('configuring'),
    'SystemBusy': domain('busy'),
    'SystemUpgrading': domain('upgrading'),
    'InvalidDomain.NotFound': refreshed('https://a.invalid/x'),
    'InvalidDomain.Offline': domain('offline'),
    'InvalidDomain.Configure_failed': domain('configure_failed'),
    'InvalidExtensiveDomain.ValueNotSupported': refreshed('https://*.example.com/x'),
    'IllegalOperationDomain': domain('unauthorized'),
    'IllegalOperation': domain('illegal'),
    'DomainInProtectedMode': domain('protected'),
    'InvalidObjectPath.Malformed': refreshed('x'),
    'SingleRequest.OverLimit': refreshed(A, B, limits={'urls_per_call': 1}),
    'InvalidObjectPath.Size.Malformed': prefetched(A, B, limits={'prefetches_per_call': 1}),
    'InvalidObjectPath.ExceedsMaximum': prefetched(
        A, B, limits={'prefetches_per_call': 1}, switches={'over_limit_prefetch': 'InvalidObjectPath.ExceedsMaximum'}
    ),
    'InvalidObjectType.Malformed': refreshed(A, kind='Folder'),
    'InvalidObjectType.ValueNotSupported': refreshed(A, kind='Folder', switches={'error_generation': 'old'}),
    'QuotaExceeded.Refresh': refreshed(A, quotas={'url': 0}),
    'QuotaExceeded.Preload': prefetched(A, quotas={'prefetch': 0}),
    'PreloadQueueFull': prefetched(A, B, limits={'prefetch_queue': 1}),
    'OperationDenied': account('suspended'),
    'CdnServiceNotFound': account('not_opened'),
    'InsufficientBalance': account('arrears'),
    'AccountBlacklist': account('blacklisted'),
    'InvalidAccessKeyId.Inactive': account('inactive_key'),
    'InvalidAccessKeyId.NotFound': lambda make: make().refresh(A, key='nobody').code,
    'InvalidAccessKeyId': lambda make: (
        make(switches={'unknown_key': '404-InvalidAccessKeyId'}).refresh(A, key='nobody').code
    ),
    'SignatureDoesNotMatch': at_the_gate(wrong_secret=True),
    'SignatureNonceUsed': at_the_gate(twice=True),
    'InvalidTimeStamp.Expired': at_the_gate(Timestamp='2020-01-01T00:00:00Z'),
    'InvalidTimeStamp.Format': at_the_gate(Timestamp='yesterday'),
    'MissingSecurityToken': at_the_gate(token='a-token-of-somebody'),
    'InvalidApi.NotFound': at_the_gate(path='/other'),
    'NoSuchVersion': at_the_gate(Version='2014-11-11'),
    'InvalidAction.NotFound': lambda make: make().call('RefreshEverything').code,
    'InvalidTaskId': lambda make: make().call('DescribeRefreshTaskById', TaskId=','.join(map(str, range(11)))).code,
    'InvalidTaskId.Malformed': lambda make: make().call('DescribeRefreshTaskById', TaskId='x').code,
    'InvalidTime': lambda make: (
        make().call('DescribeRefreshTasks', StartTime='2020-01-01T00:00:00Z', EndTime='2020-01-02T00:00:00Z').code
    ),
    'Forbidden.RAM': lambda make: make(accounts=[{'denied': ['RefreshObjectCaches']}]).refresh(A).code,
}

# What causes these is not part of the simulator.
BY_SCRIPT = {
    'FlowControlError': 'seen with operations on domains, which are not simulated',
    'ObjectPath.Malformed': 'another spelling on one page of 2019',
    'AuthenticationFailed': 'listed without a cause',
    'InvalidVersion': 'another spelling of NoSuchVersion',
    'InvalidProtocol.NeedSsl': 'the service wants HTTPS for cache tags; on loopback the simulator speaks HTTP only',
}

# No answer of the service.
BY_CLIENT = {
    'InvalidCredentials': 'raised by the SDK before anything is sent',
}


def test_every_code_stands_in_one_table():
    assert {*BY_CAUSE, *BY_SCRIPT, *BY_CLIENT} == set(CODES)
    assert len(BY_CAUSE) + len(BY_SCRIPT) + len(BY_CLIENT) == len(CODES)


@pytest.mark.parametrize('code', BY_CAUSE)
def test_by_cause(make, code):
    assert BY_CAUSE[code](make) == code


@pytest.mark.parametrize('code', [*BY_CAUSE, *BY_SCRIPT])
@pytest.mark.parametrize('operation', ['RefreshObjectCaches', 'DescribeRefreshQuota'])
def test_by_script(make, code, operation):
    driver = make([Fault(operation=operation, kind='error', code=code)])
    replies = {
        'RefreshObjectCaches': lambda: driver.refresh(A),
        'DescribeRefreshQuota': lambda: driver.call('DescribeRefreshQuota'),
    }
    assert replies[operation]().code == code
    assert replies[operation]().status == 200
