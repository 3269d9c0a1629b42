# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers compared with the models of the real SDK."""

from __future__ import annotations

import inspect

import pytest
from alibabacloud_cdn20180510 import models

from conformance.clients.new_python import mismatches
from simulator.service.errors import Refusal
from simulator.service.operations import OPERATIONS
from simulator.service.settings import Settings
from simulator.service.state import Invocation, State

URL = 'https://a.example.com/x'
# Parameters of the SDK's models that change nothing here, and why.
WITHOUT_EFFECT = {
    'OwnerId': 'of an older API; the account follows from the access key',
    'SecurityToken': 'part of the protocol: the gateway looks at it',
    'ResourceGroupId': 'the one account here has one resource group',
}
# Enough requests to reach every parameter.
CALLS = {
    'RefreshObjectCaches': [{'ObjectPath': URL}],
    'RefreshObjectCacheByCacheTag': [{'CacheTag': 'red', 'DomainName': 'a.example.com'}],
    'PushObjectCache': [{'ObjectPath': URL}],
    'DescribeRefreshTasks': [
        {'DomainName': 'a.example.com', 'ObjectType': 'file', 'Status': 'Complete'},
        {'TaskId': '1', 'ObjectPath': URL},
        {'StartTime': '2026-03-10T11:00:00Z', 'EndTime': '2026-03-10T13:00:00Z'},
    ],
    'DescribeRefreshTaskById': [{'TaskId': '1'}],
    'DescribeRefreshQuota': [{}],
    'DescribePreloadDetailById': [{'TaskId': '1'}],
    'DescribeCdnUserQuota': [{}],
}


class Watched(dict):
    """Parameters that remember which of them were asked for."""

    def __init__(self, given):
        super().__init__(given)
        self.read = set()

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


def parameters(operation):
    """Names as they travel, from the request model."""
    model = getattr(models, f'{operation}Request')
    given = {name: 'x' for name in inspect.signature(model.__init__).parameters if name != 'self'}
    return set(model(**given).to_map())


@pytest.mark.parametrize('operation', OPERATIONS)
def test_every_request_parameter_is_known(operation):
    read = set()
    for given in CALLS[operation]:
        watched = Watched(given)
        state = State(Settings(preload_details=True), ())
        now = 1773144000.0
        OPERATIONS[operation](state, Invocation(operation, watched, state.settings.accounts[0], now, 'x'))
        read |= watched.read
    assert parameters(operation) - set(WITHOUT_EFFECT) - read == set()
    assert read - parameters(operation) == set()


@pytest.mark.parametrize(
    ('operation', 'name'),
    [
        ('RefreshObjectCaches', 'ObjectType'),
        ('RefreshObjectCaches', 'Force'),
        ('RefreshObjectCacheByCacheTag', 'Force'),
        ('PushObjectCache', 'Area'),
        ('PushObjectCache', 'L2Preload'),
        ('PushObjectCache', 'QueryHashkey'),
        ('PushObjectCache', 'ConsistencyHash'),
        ('PushObjectCache', 'WithHeader'),
        ('DescribeRefreshTasks', 'PageSize'),
        ('DescribeRefreshTasks', 'PageNumber'),
        ('DescribeRefreshTasks', 'TaskId'),
        ('DescribeRefreshTasks', 'ObjectType'),
    ],
)
def test_nonsense_in_a_known_parameter_is_refused(operation, name):
    state = State(Settings(), ())
    given = {**CALLS[operation][0], name: '?'}
    with pytest.raises(Refusal):
        OPERATIONS[operation](state, Invocation(operation, given, state.settings.accounts[0], 1773144000.0, 'x'))


def answers(make, ids):
    """Good answers of every operation about every kind of task, running, ended and failed."""
    from simulator import Fault

    driver = make([Fault(kind='failed', match='bad')], preload_details=True, rates={'DescribeRefreshTasks': 0})
    replies = [
        driver.refresh(URL, 'https://b.example.com/bad'),
        driver.refresh(URL + '/', kind='Directory'),
        driver.refresh(URL, kind='Regex'),
        driver.refresh(URL, kind='IgnoreParams'),
        driver.tags('red', 'blue'),
        driver.prefetch(URL, 'https://b.example.com/bad'),
    ]
    every_id = [task_id for reply in replies for task_id in ids(reply)]
    operations = ['RefreshObjectCaches'] * 4 + ['RefreshObjectCacheByCacheTag', 'PushObjectCache']
    yield from zip(operations, replies, strict=True)
    for _unused in range(2):
        yield 'DescribeRefreshTaskById', driver.by_id(','.join(every_id[:10]))
        yield 'DescribeRefreshTasks', driver.list(PageSize=100)
        yield 'DescribePreloadDetailById', driver.call('DescribePreloadDetailById', TaskId=ids(replies[-1])[0])
        driver.later(60)
    yield 'DescribeRefreshQuota', driver.call('DescribeRefreshQuota')
    yield 'DescribeCdnUserQuota', driver.call('DescribeCdnUserQuota')


def test_every_answer_is_what_the_model_reads(make, ids):
    seen = set()
    for operation, reply in answers(make, ids):
        assert reply.status == 200, reply.body
        model = getattr(models, f'{operation}ResponseBody')().from_map(reply.body)
        assert model.to_map() == reply.body
        assert list(mismatches(model)) == []
        seen.add(operation)
    assert seen == set(OPERATIONS)


def test_every_field_of_the_models_is_sent(make, ids):
    """The other way round: fields that a model reads and no answer here has."""
    sent, known = {}, {}
    for operation, reply in answers(make, ids):
        sent.setdefault(operation, set()).update(_fields(reply.body))
        known.setdefault(operation, set()).update(_model_fields(f'{operation}ResponseBody'))
    assert {
        operation: sorted(names - sent[operation]) for operation, names in known.items() if names - sent[operation]
    } == {}


def _fields(value):
    if isinstance(value, dict):
        return set(value).union(*map(_fields, value.values()))
    return set().union(*map(_fields, value)) if isinstance(value, list) else set()


def _model_fields(name):
    """Wire names of the plain fields of a response model and of the models inside it, which are named after it."""
    names = set()
    for found in dir(models):
        model = getattr(models, found)
        if found.startswith(name) and inspect.isclass(model):
            given = inspect.signature(model.__init__).parameters.items()
            plain = {key: 'x' for key, item in given if str(item.annotation) in ('str', 'int', 'bool')}
            names |= set(model(**plain).to_map())
    assert names
    return names
