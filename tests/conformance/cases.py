# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every client must be able to do: each operation, good and refused.

A case looks at what the client's own API returned or raised, and at what the simulator's ledger holds.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .world import Answer, World

REQUEST_ID = re.compile(r'[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}')
A, B = 'https://a.example.com', 'https://b.example.com'
ODD = f'{A}/x y?v=1&w=a+b~\u4f60%20%2F;,:@!$\'()*"<>[]|^`\\{{}}=/?x=1/../.'
REFRESH, TAGS, PUSH = 'RefreshObjectCaches', 'RefreshObjectCacheByCacheTag', 'PushObjectCache'
LIST, BY_ID, QUOTA = 'DescribeRefreshTasks', 'DescribeRefreshTaskById', 'DescribeRefreshQuota'
DETAIL, USER_QUOTA = 'DescribePreloadDetailById', 'DescribeCdnUserQuota'

# A request of each operation that is good on a fresh simulator.
GOOD: dict[str, dict[str, object]] = {
    REFRESH: {'ObjectPath': f'{A}/1', 'ObjectType': 'File'},
    TAGS: {'CacheTag': 'red', 'DomainName': 'a.example.com'},
    PUSH: {'ObjectPath': f'{A}/1'},
    LIST: {},
    BY_ID: {'TaskId': '1234567890'},
    QUOTA: {},
    DETAIL: {'TaskId': '1234567890'},
    USER_QUOTA: {},
}

# What a client's models do not have.
MISSING: dict[str, dict[str, set[str]]] = {
    'old': {REFRESH: {'Force'}, PUSH: {'QueryHashkey', 'ConsistencyHash'}},
    'four': {PUSH: {'QueryHashkey', 'ConsistencyHash'}},
    'node': {PUSH: {'ConsistencyHash'}},
}
# Operations that a client has no request class for and reaches through its general one.
GENERAL = {'old': {TAGS}}
IN_QUERY = ('old', 'four')


@dataclass(frozen=True)
class Case:
    """`kind`: good, or refused."""

    name: str
    kind: str
    operation: str
    run: Callable[[World], None]


CASES: list[Case] = []


def case(kind: str, operation: str) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    def add(function: Callable[[World], None]) -> Callable[[World], None]:
        CASES.append(Case(function.__name__, kind, operation, function))
        return function

    return add


def good(w: World, operation: str, parameters: dict[str, object] | None = None, **other: object) -> dict[str, Any]:
    """The body, as the client's model gives it back."""
    answer = w.call(operation, parameters, **other)
    assert answer.body is not None, answer
    assert not answer.mismatches, answer.mismatches
    assert set(answer.unknown) <= MISSING.get(w.client.name, {}).get(operation, set()), answer.unknown
    assert REQUEST_ID.fullmatch(answer.body['RequestId']), answer.body
    return answer.body


def refused(
    w: World, operation: str, parameters: dict[str, object] | None, code: str, status: int = 400, **other: object
) -> Answer:
    """The client raised this error, and nothing more stands in the ledger."""
    before = len(w.simulator.ledger())
    answer = w.call(operation, parameters, **other)
    assert answer.refused is not None, answer
    assert (answer.refused['code'], int(answer.refused['status'])) == (code, status), answer.refused
    assert answer.refused['message'], answer.refused
    last = w.simulator.calls()[-1]
    assert answer.refused['request_id'] == last['request_id'], (answer.refused, last)
    assert not last['processed'], last
    assert len(w.simulator.ledger()) == before
    return answer


def accepted(w: World) -> list[tuple[str, str]]:
    return [(row['kind'], row['url']) for row in w.simulator.ledger()]


def ids(text: str) -> list[str]:
    found = text.split(',')
    assert all(re.fullmatch('[0-9]{10}', item) for item in found), text
    return found


def refresh(w: World, *urls: str, kind: str = 'File', end: str = '\n') -> list[str]:
    return ids(good(w, REFRESH, {'ObjectPath': end.join(urls), 'ObjectType': kind})['RefreshTaskId'])


def prefetch(w: World, *urls: str) -> list[str]:
    return ids(good(w, PUSH, {'ObjectPath': '\n'.join(urls)})['PushTaskId'])


# -- good ------------------------------------------------------------------------------------------------------------


@case('good', REFRESH)
def refresh_urls_of_one_domain(w: World) -> None:
    assert len(refresh(w, f'{A}/1', f'{A}/2', ODD)) == 1
    assert accepted(w) == [('file', f'{A}/1'), ('file', f'{A}/2'), ('file', ODD)]


@case('good', REFRESH)
def refresh_urls_of_two_domains(w: World) -> None:
    first, second = refresh(w, f'{A}/1', f'{B}/1', end='\r\n')
    assert {row['url']: row['task_id'] for row in w.simulator.ledger()} == {f'{A}/1': first, f'{B}/1': second}


@case('good', REFRESH)
def refresh_each_other_type(w: World) -> None:
    assert len(refresh(w, f'{A}/d/', f'{A}/e/', kind='Directory')) == 2
    refresh(w, f'{A}/[0-9][a-z].*.jpg', kind='Regex')
    refresh(w, f'{A}/p', kind='IgnoreParams')
    refresh(w, f'{A}/q', kind='ExQuery')
    kinds = [kind for kind, _unused in accepted(w)]
    assert kinds == ['directory', 'directory', 'regex', 'ignore_params', 'ignore_params']


@case('good', REFRESH)
def refresh_with_every_parameter(w: World) -> None:
    good(w, REFRESH, {'ObjectPath': f'{A}/d/', 'ObjectType': 'Directory', 'Force': True})
    (row,) = w.simulator.ledger()
    given = {name: value.lower() for name, value in row['parameters'].items()}
    missing = MISSING.get(w.client.name, {}).get(REFRESH, set())
    wanted = {'ObjectType': 'directory', 'Force': 'true'}
    assert given == {name: value for name, value in wanted.items() if name not in missing}


@case('good', REFRESH)
def refresh_a_thousand_urls(w: World) -> None:
    """In the body; where they travel in the query the web server in front says 414 with a page."""
    urls = [f'{A}/assets/js/chunk-{number:05}.js' for number in range(1000)]
    if w.client.name in IN_QUERY:
        answer = w.call(REFRESH, {'ObjectPath': '\n'.join(urls), 'ObjectType': 'File'})
        assert answer.body is None, answer
        assert w.simulator.calls()[-1]['status'] == 414
        assert accepted(w) == []
        w.simulator.settings(limits={'query_bytes': 0})
    refresh(w, *urls)
    assert accepted(w) == [('file', url) for url in urls]


@case('good', TAGS)
def refresh_cache_tags(w: World) -> None:
    body = good(w, TAGS, {'CacheTag': 'red,blue', 'DomainName': 'a.example.com', 'Force': False})
    ids(body['RefreshTaskId'])
    assert accepted(w) == [('cache_tag', 'a.example.com#red'), ('cache_tag', 'a.example.com#blue')]


@case('good', PUSH)
def prefetch_with_every_parameter(w: World) -> None:
    others = {
        'Area': 'overseas',
        'L2Preload': True,
        'QueryHashkey': False,
        'ConsistencyHash': True,
        'WithHeader': '{"Accept-Encoding": ["br", "gzip"]}',
    }
    ids(good(w, PUSH, {'ObjectPath': f'{A}/1\r\n{ODD}', **others})['PushTaskId'])
    assert accepted(w) == [('prefetch', f'{A}/1'), ('prefetch', ODD)]
    missing = MISSING.get(w.client.name, {}).get(PUSH, set())
    given = {name: value.lower() for name, value in w.simulator.ledger()[0]['parameters'].items()}
    assert given == {name: str(value).lower() for name, value in others.items() if name not in missing}


@case('good', PUSH)
def prefetch_a_hundred_urls(w: World) -> None:
    urls = [f'{A}/assets/{number:03}.js' for number in range(100)]
    assert len(prefetch(w, *urls)) == 1
    assert accepted(w) == [('prefetch', url) for url in urls]


@case('good', BY_ID)
def tasks_by_id_until_they_end(w: World) -> None:
    (first,) = refresh(w, f'{A}/1', ODD)
    (second,) = prefetch(w, f'{A}/1')
    begun = good(w, BY_ID, {'TaskId': first})
    assert begun['TotalCount'] == 2
    assert {(row['Status'], row['ObjectType']) for row in begun['Tasks']} == {('Refreshing', 'file')}
    w.simulator.advance(60)
    ended = good(w, BY_ID, {'TaskId': f'{first},{second}'})
    assert ended['TotalCount'] == 3
    rows = {(row['TaskId'], row['ObjectType'], row['ObjectPath']) for row in ended['Tasks']}
    assert rows == {(first, 'file', f'{A}/1'), (first, 'file', ODD), (second, 'preload', f'{A}/1')}
    assert {(row['Status'], row['Process'], row['Description']) for row in ended['Tasks']} == {('Complete', '100%', '')}
    assert all(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', row['CreationTime']) for row in ended['Tasks'])


@case('good', BY_ID)
def tasks_that_fail(w: World) -> None:
    w.simulator.fault('failed', match='bad', description='Origin Timeout')
    (task_id,) = refresh(w, f'{A}/good', f'{A}/bad')
    w.simulator.advance(60)
    rows = good(w, BY_ID, {'TaskId': task_id})['Tasks']
    assert {row['ObjectPath']: (row['Status'], row['Description']) for row in rows} == {
        f'{A}/good': ('Complete', ''),
        f'{A}/bad': ('Failed', 'Origin Timeout'),
    }


@case('good', BY_ID)
def tasks_nobody_knows(w: World) -> None:
    body = good(w, BY_ID, {'TaskId': '123'})
    assert (body['TotalCount'], body.get('Tasks', [])) == (0, [])


@case('good', LIST)
def the_task_list_by_pages(w: World) -> None:
    refresh(w, *(f'{A}/{number}' for number in range(30)))
    w.simulator.advance(60)
    first, second = (good(w, LIST, {'PageSize': 25, 'PageNumber': page}) for page in (1, 2))
    assert (first['TotalCount'], first['PageSize'], first['PageNumber']) == (30, 25, 1)
    paths = [row['ObjectPath'] for body in (first, second) for row in body['Tasks']['CDNTask']]
    assert paths == [f'{A}/{number}' for number in reversed(range(30))]


@case('good', LIST)
def the_task_list_by_every_filter(w: World) -> None:
    (task_id,) = refresh(w, ODD, f'{A}/2')
    prefetch(w, ODD)
    w.simulator.advance(60)
    (row,) = good(w, LIST, {'PageSize': 1})['Tasks']['CDNTask']
    created = datetime.datetime.strptime(row['CreationTime'], '%Y-%m-%dT%H:%M:%SZ')
    minute = datetime.timedelta(minutes=1)
    begin, end = ((created + offset).strftime('%Y-%m-%dT%H:%M:%SZ') for offset in (-minute, minute))
    by_all = {
        'TaskId': task_id,
        'ObjectPath': ODD,
        'ObjectType': 'file',
        'DomainName': 'a.example.com',
        'Status': 'Complete',
        'StartTime': begin,
        'EndTime': end,
        'PageNumber': 1,
        'PageSize': 100,
    }
    (row,) = good(w, LIST, by_all)['Tasks']['CDNTask']
    assert (row['TaskId'], row['ObjectPath'], row['Status'], row['Process']) == (task_id, ODD, 'Complete', '100%')
    assert good(w, LIST, {'ObjectPath': ODD})['TotalCount'] == 2
    assert good(w, LIST, {'DomainName': 'b.example.com', 'ObjectType': 'file'})['TotalCount'] == 0


@case('good', QUOTA)
def quotas_go_down(w: World) -> None:
    before = good(w, QUOTA)
    assert all(isinstance(value, str) for value in before.values())
    refresh(w, f'{A}/1', f'{A}/2')
    refresh(w, f'{A}/', kind='Directory')
    refresh(w, f'{A}/.*', kind='Regex')
    refresh(w, f'{A}/1', kind='IgnoreParams')
    prefetch(w, f'{A}/1')
    after = good(w, QUOTA)
    used = {name: int(before[name]) - int(after[name]) for name in before if name.endswith('Remain')}
    # The old client's models do not come between; the others keep what they have a field for.
    assert {name: value for name, value in used.items() if value} == {
        'UrlRemain': 2,
        'DirRemain': 1,
        'RegexRemain': 1,
        'IgnoreParamsRemain': 1,
        'PreloadRemain': 1,
    }


@case('good', USER_QUOTA)
def user_quotas(w: World) -> None:
    refresh(w, f'{A}/1')
    body = good(w, USER_QUOTA)
    assert (body['RefreshUrlQuota'], body['RefreshUrlRemain']) == (10000, 9999)


@case('good', DETAIL)
def prefetch_in_detail(w: World) -> None:
    w.simulator.settings(preload_details=True)
    (task_id,) = prefetch(w, f'{A}/1')
    w.simulator.advance(60)
    body = good(w, DETAIL, {'TaskId': task_id})
    (detail,) = body['UrlDetails']
    assert (body['TotalCount'], detail['Status'], detail['RetCode'], detail['Domain']) == (1, 'Complete', '0', A[8:])
    assert detail['Urls'][0]['Url'] == '/1'


@case('good', QUOTA)
def a_temporary_key(w: World) -> None:
    token = 'a-temporary-token/with+odd=characters&'
    keys = {'key': 'STS.temporary', 'secret': 'another-secret-of-nobody', 'token': token}
    account = {'access_key_id': keys['key'], 'access_key_secret': keys['secret'], 'security_token': token}
    w.simulator.settings(accounts=[account])
    good(w, QUOTA, **keys)
    refused(w, QUOTA, {}, 'MissingSecurityToken', **{**keys, 'token': None})
    refused(w, QUOTA, {}, 'InvalidSecurityToken.MismatchWithAccessKey', **{**keys, 'token': 'another-token'})
    w.simulator.settings(accounts=[{**account, 'token_expires': 1}])
    refused(w, QUOTA, {}, 'InvalidSecurityToken.Expired', **keys)


# -- refused: every operation alike ----------------------------------------------------------------------------------


def wrong_secret(w: World, operation: str) -> None:
    """The old SDK compares the string that it signed with ours and calls the same one InvalidAccessKeySecret.

    With its general request class it has no string to compare.
    """
    compares = w.client.name == 'old' and operation not in GENERAL['old']
    code = 'InvalidAccessKeySecret' if compares else 'SignatureDoesNotMatch'
    refused(w, operation, GOOD[operation], code, secret='not-the-secret')


def unknown_key(w: World, operation: str) -> None:
    refused(w, operation, GOOD[operation], 'InvalidAccessKeyId.NotFound', 404, key='LTAInobody')


def no_permission(w: World, operation: str) -> None:
    keys = {'access_key_id': w.simulator.key, 'access_key_secret': w.simulator.secret}
    w.simulator.settings(accounts=[{**keys, 'denied': [operation]}])
    refused(w, operation, GOOD[operation], 'Forbidden.RAM', 403)


def throttled(w: World, operation: str) -> None:
    w.simulator.settings(rates={operation: 1}, switches={'retry_after_header': 'present'}, preload_details=True)
    for _unused in range(5):  # the second of the service's clock may end in between
        good(w, operation, GOOD[operation])
        if w.call(operation, GOOD[operation]).refused:
            break
        w.simulator.advance(1)
    calls = w.simulator.calls()
    assert [call['code'] for call in calls if call['code']] == ['Throttling.User']


def unavailable(w: World, operation: str) -> None:
    w.simulator.fault('server_error', operation=operation, code='ServiceUnavailable', status=503)
    refused(w, operation, GOOD[operation], 'ServiceUnavailable', 503)


for _operation in GOOD:
    for _check in (wrong_secret, unknown_key, no_permission, throttled, unavailable):
        _run = functools.partial(_check, operation=_operation)
        CASES.append(Case(f'{_check.__name__}: {_operation}', 'refused', _operation, _run))


# -- refused: for what they ask ----------------------------------------------------------------------------------------


def _many(count: int, domains: int = 1) -> str:
    return '\n'.join(f'https://{number % domains}.example.com/{number}' for number in range(count))


# name, operation, parameters, code, status, settings
REFUSED: tuple[tuple[str, str, dict[str, object], str, int, dict[str, object]], ...] = (
    ('no path', REFRESH, {'ObjectType': 'File'}, 'MissingParameter', 400, {}),
    ('type unknown', REFRESH, {'ObjectPath': f'{A}/1', 'ObjectType': 'Folder'}, 'InvalidObjectType.Malformed', 400, {}),
    ('no scheme', REFRESH, {'ObjectPath': 'a.example.com/1'}, 'InvalidObjectPath.Malformed', 400, {}),
    (
        'directory without slash',
        REFRESH,
        {'ObjectPath': f'{A}/d', 'ObjectType': 'Directory'},
        'InvalidObjectPath.Malformed',
        400,
        {},
    ),
    (
        'wildcard',
        REFRESH,
        {'ObjectPath': 'https://*.example.com/1'},
        'InvalidExtensiveDomain.ValueNotSupported',
        400,
        {},
    ),
    (
        'too many',
        REFRESH,
        {'ObjectPath': _many(101)},
        'SingleRequest.OverLimit',
        400,
        {'limits': {'urls_per_call': 100}},
    ),
    ('too many domains', REFRESH, {'ObjectPath': _many(11, 11)}, 'DomainNameOverLimit', 400, {}),
    ('not ours', REFRESH, {'ObjectPath': f'{A}/1\nhttps://a.invalid/'}, 'InvalidDomain.NotFound', 404, {}),
    (
        'offline',
        REFRESH,
        {'ObjectPath': f'{A}/1'},
        'InvalidDomain.Offline',
        404,
        {'domain_states': {'a.example.com': 'offline'}},
    ),
    (
        'configuring',
        REFRESH,
        {'ObjectPath': f'{A}/1'},
        'ServiceBusy',
        403,
        {'domain_states': {'a.example.com': 'configuring'}},
    ),
    ('day used up', REFRESH, {'ObjectPath': _many(2)}, 'QuotaExceeded.Refresh', 400, {'quotas': {'url': 1}}),
    (
        'minute used up',
        REFRESH,
        {'ObjectPath': _many(2)},
        'QuotaPerMinuteExceeded.Refresh',
        400,
        {'limits': {'urls_per_minute': 1}},
    ),
    ('queue full', REFRESH, {'ObjectPath': _many(2)}, 'TooMany.Refresh', 400, {'limits': {'refresh_queue': 1}}),
    ('no tags', TAGS, {'DomainName': 'a.example.com'}, 'MissingParameter', 400, {}),
    ('no domain', TAGS, {'CacheTag': 'red'}, 'MissingParameter', 400, {}),
    ('tags not ours', TAGS, {'CacheTag': 'red', 'DomainName': 'a.invalid'}, 'InvalidDomain.NotFound', 404, {}),
    ('no path', PUSH, {}, 'MissingParameter', 400, {}),
    ('area unknown', PUSH, {'ObjectPath': f'{A}/1', 'Area': 'moon'}, 'InvalidParameter', 400, {}),
    ('headers no lists', PUSH, {'ObjectPath': f'{A}/1', 'WithHeader': '{"a": 1}'}, 'InvalidParameter', 400, {}),
    ('too many', PUSH, {'ObjectPath': _many(101)}, 'InvalidObjectPath.Size.Malformed', 400, {}),
    ('too long', PUSH, {'ObjectPath': f'{A}/{"x" * 1024}'}, 'InvalidObjectPath.Malformed', 400, {}),
    ('day used up', PUSH, {'ObjectPath': _many(2)}, 'QuotaExceeded.Preload', 400, {'quotas': {'prefetch': 1}}),
    ('queue full', PUSH, {'ObjectPath': _many(2)}, 'PreloadQueueFull', 403, {'limits': {'prefetch_queue': 1}}),
    ('no id', BY_ID, {}, 'MissingParameter', 400, {}),
    ('no number', BY_ID, {'TaskId': 'x'}, 'InvalidTaskId.Malformed', 400, {}),
    ('eleven ids', BY_ID, {'TaskId': ','.join(map(str, range(11)))}, 'InvalidTaskId', 400, {}),
    ('no type', LIST, {'DomainName': 'a.example.com'}, 'MissingParameter.ObjectType', 400, {}),
    ('half a time', LIST, {'StartTime': '2026-01-01T00:00:00Z'}, 'MissingTimeParameter', 400, {}),
    ('bad time', LIST, {'StartTime': 'x', 'EndTime': 'y'}, 'InvalidStartTime.Malformed', 400, {}),
    (
        'times turned round',
        LIST,
        {'StartTime': '2026-01-02T00:00:00Z', 'EndTime': '2026-01-01T00:00:00Z'},
        'InvalidEndTime.Mismatch',
        400,
        {},
    ),
    (
        'long ago',
        LIST,
        {'StartTime': '2020-01-01T00:00:00Z', 'EndTime': '2020-01-02T00:00:00Z'},
        'InvalidTime',
        400,
        {},
    ),
    ('type unknown', LIST, {'ObjectType': 'folder'}, 'InvalidObjectType.ValueNotSupported', 400, {}),
    ('status unknown', LIST, {'ObjectType': 'file', 'Status': 'Gone'}, 'InvalidStatus.ValueNotSupported', 400, {}),
    ('page nought', LIST, {'PageNumber': 0}, 'InvalidParameter', 400, {}),
    ('not on the list', DETAIL, {'TaskId': '1'}, 'Forbidden', 403, {}),
    ('two ids', DETAIL, {'TaskId': '1,2'}, 'InvalidTaskId.Malformed', 400, {'preload_details': True}),
)


def _refused_row(w: World, row: tuple[str, str, dict[str, object], str, int, dict[str, object]]) -> None:
    _unused, operation, parameters, code, status, settings = row
    w.simulator.settings(**settings)
    refused(w, operation, parameters, code, status)


for _row in REFUSED:
    CASES.append(Case(f'{_row[0]}: {_row[1]}', 'refused', _row[1], functools.partial(_refused_row, row=_row)))


# -- refused: what goes wrong on the way ------------------------------------------------------------------------------


def broken(w: World, kind: str, entries: int, **details: object) -> None:
    """The client raises something that is no error of the service, and has sent its request once."""
    w.simulator.fault(kind, operation=REFRESH, times=-1, **details)
    answer = w.call(REFRESH, GOOD[REFRESH], timeout=1)
    assert answer.body is None, answer
    assert [call['operation'] for call in w.simulator.calls()] == [REFRESH]
    assert len(w.simulator.ledger()) == entries


for _kind, _processed, _details in (
    ('html_502', 0, {}),
    ('html_502', 1, {'processed': True}),
    ('html_414', 0, {}),
    ('drop_before', 0, {}),
    ('drop_after', 1, {}),
    ('cut', 1, {}),
    ('unreadable', 1, {}),
):
    _run = functools.partial(broken, kind=_kind, entries=_processed, **_details)
    _name = f'{_kind}, {"processed" if _processed else "not processed"}: {REFRESH}'
    CASES.append(Case(_name, 'refused', REFRESH, _run))


@case('refused', REFRESH)
def an_answer_that_comes_too_late(w: World) -> None:
    w.simulator.fault('slow', operation=REFRESH, delay=1.5)
    answer = w.call(REFRESH, GOOD[REFRESH], timeout=0.5)
    assert answer.body is None, answer
    assert answer.broken, answer
    assert accepted(w) == [('file', f'{A}/1')]
