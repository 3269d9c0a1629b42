# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each position of each switch does something that a client can see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from simulator import SWITCHES, SettingError, Settings

A, B = 'https://a.example.com/x', 'https://b.example.com/x'
NOT_OURS = 'https://a.invalid/x'


def answer(reply):
    return f'{reply.status}-{reply.code}' if reply.code else 'ok'


def bad_host(make, **switches):
    driver = make(**switches)
    reply = driver.refresh(A, NOT_OURS)
    return answer(reply), len(driver.later(60).service.tasks()), driver.service.status_of('file', NOT_OURS)


def duplicates(make, **switches):
    driver = make(**switches)
    driver.refresh(A, A)
    return driver.quota()['UrlRemain'], driver.list().body['TotalCount']


def merged(make, ids, first, second, **switches):
    driver = make(accounts=[{'access_key_id': 'one'}, {'access_key_id': 'two'}], **switches)
    return ids(driver.refresh(A, **first)) == ids(driver.refresh(A + '/', **second))


def sliding(make, **switches):
    driver = make(limits={'urls_per_minute': 1}, start=datetime(2026, 3, 10, 12, 0, 50, tzinfo=UTC), **switches)
    driver.refresh(A)
    return driver.later(20).refresh(A).code


def throttled(make, **switches):
    driver = make(rates={'DescribeRefreshQuota': 1}, **switches)
    return [driver.call('DescribeRefreshQuota') for _unused in range(2)][1]


def tag_quota(make, **switches):
    driver = make(**switches)
    driver.tags('red')
    return driver.quota()['UrlRemain'], driver.quota()['DirRemain']


def one_row(make, submit=lambda driver: driver.refresh(A), seconds=0.0, faults=(), **switches):
    driver = make(faults, task_time=10, **switches)
    submit(driver)
    return driver.later(seconds).rows()[0]


def many_rows(make, **switches):
    driver = make(**switches)
    task_id = driver.refresh(*(A + str(number) for number in range(150))).body['RefreshTaskId']
    return driver.by_id(task_id).body


def failing():
    from simulator import Fault

    return [Fault(kind='failed')]


def joined(make, **switches):
    driver = make(**switches)
    reply = driver.list(TaskId=driver.refresh(A, B).body['RefreshTaskId'])
    return answer(reply) if reply.code else reply.body['TotalCount']


def joined_domains(make, **switches):
    driver = make(**switches)
    task_id = driver.refresh(A, 'https://c.example.com/x').body['RefreshTaskId'].split(',')[0]
    driver.refresh(B)
    given = {'DomainName': 'A.example.com, b.example.com', 'ObjectType': 'file'}
    replies = driver.list(**given), driver.list(TaskId=task_id, **given)
    return [answer(reply) if reply.code else reply.body['TotalCount'] for reply in replies]


def previous(make, **switches):
    driver = make(task_time=5, **switches)
    driver.refresh(A)
    return [driver.later(5).rows()[0]['Status'] for _unused in range(2)]


def good_description(make, **switches):
    return one_row(make, **switches).get('Description')


def quota_value(make, **switches):
    body = make(**switches).quota()
    return body.get('UrlQuota'), body.get('urlQuota')


def window(make, **switches):
    driver = make(**switches)
    driver.refresh(A)
    return driver.later(5 * 86400).list().body['TotalCount']


def refused(state):
    return lambda make, ids, **switches: answer(make(**{'domain_states.a.example.com': state}, **switches).refresh(A))


def label(kind):
    return lambda make, ids, **switches: one_row(make, lambda driver: driver.refresh(A + '/', kind=kind), **switches)[
        'ObjectType'
    ]


def tag_row(field):
    return lambda make, ids, **switches: one_row(make, lambda driver: driver.tags('red'), **switches)[field]


def urls(count, end=''):
    return [f'{A}{number}{end}' for number in range(count)]


def per_position(*positions):
    return {position: position for position in positions}


# What is looked at, and what it is in each position. Switches of the wire are seen in test_signatures.
SEEN = {
    'object_type_case': (
        lambda make, ids, **s: answer(make(**s).refresh(A, kind='file')),
        {'any': 'ok', 'strict': '400-InvalidObjectType.Malformed'},
    ),
    'ignore_params_name': (
        lambda make, ids, **s: [make(**s).refresh(A, kind=kind).status for kind in ('IgnoreParams', 'ExQuery')],
        {'both': [200, 200], 'IgnoreParams': [200, 400], 'ExQuery': [400, 200]},
    ),
    'bad_host': (
        lambda make, ids, **s: bad_host(make, **s),
        {'reject_all': ('404-InvalidDomain.NotFound', 0, ''), 'drop': ('ok', 1, ''), 'failed_row': ('ok', 2, 'Failed')},
    ),
    'duplicates': (lambda make, ids, **s: duplicates(make, **s), {'each': ('9998', 2), 'once': ('9999', 1)}),
    'blank_lines': (
        lambda make, ids, **s: answer(make(**s).refresh(A, '', B, '')),
        {'ignored': 'ok', 'refused': '400-InvalidObjectPath.Malformed'},
    ),
    'upper_case_host': (
        lambda make, ids, **s: answer(make(**s).refresh('https://A.example.com/x')),
        {'accepted': 'ok', 'refused': '400-InvalidObjectPath.Malformed'},
    ),
    'missing_scheme': (
        lambda make, ids, **s: answer(make(**s).refresh('a.example.com/x')),
        {'accepted': 'ok', 'refused': '400-InvalidObjectPath.Malformed'},
    ),
    'refresh_url_length': (
        lambda make, ids, **s: answer(make(**s).refresh(A * 100)),
        {'none': 'ok', '1024': '400-InvalidObjectPath.Malformed'},
    ),
    'ignore_params_per_call': (
        lambda make, ids, **s: [
            make(quotas={'ignore_params': 9999}, **s).refresh(*urls(n), kind='IgnoreParams').status for n in (2, 101)
        ],
        {'1': [400, 400], '100': [200, 400], '1000': [200, 200]},
    ),
    'domains_per_prefetch': (
        lambda make, ids, **s: answer(make(**s).prefetch(*(f'https://{n}.example.com/' for n in range(11)))),
        {'10': '400-DomainNameOverLimit', 'none': 'ok'},
    ),
    'merge_calls': (
        lambda make, ids, **s: [merged(make, ids, {'key': 'one'}, {'key': key}, **s) for key in ('one', 'two')],
        {'same_key': [True, False], 'all_keys': [True, True], 'never': [False, False]},
    ),
    'merge_types': (
        lambda make, ids, **s: merged(make, ids, {}, {'kind': 'Directory'}, **s),
        {'never': False, 'refresh': True},
    ),
    'id_separator': (
        lambda make, ids, **s: ', ' in make(**s).refresh(A, B).body['RefreshTaskId'],
        {'comma': False, 'comma_blank': True},
    ),
    'minute_limit': (
        lambda make, ids, **s: [d.refresh(*urls(600)).status for d in [make(**s)] for _unused in range(2)],
        {'10000': [200, 200], '1000': [200, 400]},
    ),
    'minute_window': (
        lambda make, ids, **s: sliding(make, **s),
        {'fixed': '', 'sliding': 'QuotaPerMinuteExceeded.Refresh'},
    ),
    'list_rate': (
        lambda make, ids, **s: [d.list().status for d in [make(**s)] for _unused in range(11)].count(200),
        {'5': 5, '10': 10},
    ),
    'page_size_cap': (
        lambda make, ids, **s: [len(d.rows(PageSize=100)) for d in [make(**s)] if d.refresh(*urls(120))],
        {'100': [100], '50': [50]},
    ),
    'list_window': (lambda make, ids, **s: window(make, **s), {'3': 0, '7': 1}),
    'tag_quota': (
        lambda make, ids, **s: tag_quota(make, **s),
        {'none': ('10000', '100'), 'url': ('9999', '100'), 'directory': ('10000', '99')},
    ),
    'throttle_answer': (
        lambda make, ids, **s: answer(throttled(make, **s)),
        per_position(*SWITCHES['throttle_answer'].positions),
    ),
    'retry_after_header': (
        lambda make, ids, **s: throttled(make, **s).headers.get('x-acs-retry-after'),
        {'absent': None, 'present': '1000'},
    ),
    'error_generation': (
        lambda make, ids, **s: make(**s).refresh(A, kind='Folder').code,
        {'new': 'InvalidObjectType.Malformed', 'old': 'InvalidObjectType.ValueNotSupported'},
    ),
    'forbidden_status': (
        lambda make, ids, **s: make(accounts=[{'denied': ['DescribeRefreshTasks']}], **s).list().status,
        {'403': 403, '400': 400},
    ),
    'unknown_key': (
        lambda make, ids, **s: answer(make(**s).call('DescribeRefreshTasks', key='nobody')),
        per_position(*SWITCHES['unknown_key'].positions),
    ),
    'token_status': (
        lambda make, ids, **s: make(accounts=[{'token_expires': 0}], **s).list().status,
        {'400': 400, '403': 403},
    ),
    'not_opened': (
        lambda make, ids, **s: answer(make(accounts=[{'state': 'not_opened'}], **s).list()),
        per_position(*SWITCHES['not_opened'].positions),
    ),
    'quota_code_directory': (
        lambda make, ids, **s: make(quotas={'directory': 0}, **s).refresh(A + '/', kind='Directory').code,
        per_position(*SWITCHES['quota_code_directory'].positions),
    ),
    'quota_code_regex': (
        lambda make, ids, **s: make(quotas={'regex': 0}, **s).refresh(A, kind='Regex').code,
        per_position(*SWITCHES['quota_code_regex'].positions),
    ),
    'quota_code_ignore_params': (
        lambda make, ids, **s: make(quotas={'ignore_params': 0}, **s).refresh(A, kind='IgnoreParams').code,
        per_position(*SWITCHES['quota_code_ignore_params'].positions),
    ),
    'quota_code_prefetch': (
        lambda make, ids, **s: make(quotas={'prefetch': 0}, **s).prefetch(A).code,
        per_position(*SWITCHES['quota_code_prefetch'].positions),
    ),
    'queue_full_status': (
        lambda make, ids, **s: make(limits={'prefetch_queue': 1}, **s).prefetch(A, B).status,
        {'403': 403, '400': 400},
    ),
    'over_limit_refresh': (
        lambda make, ids, **s: make(limits={'urls_per_call': 1}, **s).refresh(A, B).code,
        per_position(*SWITCHES['over_limit_refresh'].positions),
    ),
    'over_limit_prefetch': (
        lambda make, ids, **s: make(limits={'prefetches_per_call': 1}, **s).prefetch(A, B).code,
        per_position(*SWITCHES['over_limit_prefetch'].positions),
    ),
    'too_many_ids': (
        lambda make, ids, **s: make(**s).by_id(','.join(map(str, range(11)))).code,
        per_position(*SWITCHES['too_many_ids'].positions),
    ),
    'configure_failed_status': (
        refused('configure_failed'),
        {'500': '500-InvalidDomain.Configure_failed', '400': '400-InvalidDomain.Configure_failed'},
    ),
    'by_id_shape': (lambda make, ids, **s: type(many_rows(make, **s)['Tasks']), {'flat': list, 'nested': dict}),
    'by_id_rows': (
        lambda make, ids, **s: len(many_rows(make, **s)['Tasks']),
        {'all': 150, '1': 1, '10': 10, '20': 20, '100': 100},
    ),
    'by_id_total': (
        lambda make, ids, **s: many_rows(make, **{**s, 'switches': {**s['switches'], 'by_id_rows': '10'}})[
            'TotalCount'
        ],
        {'matching': 150, 'returned': 10},
    ),
    'joined_ids_in_list': (
        lambda make, ids, **s: joined(make, **s),
        {'malformed': '400-InvalidTaskId.Malformed', 'accepted': 2, 'empty': 0},
    ),
    'joined_domains_in_list': (
        lambda make, ids, **s: joined_domains(make, **s),
        {'empty': [0, 0], 'accepted': [2, 1], 'refused': ['400-InvalidParameter', '400-InvalidParameter']},
    ),
    'status_shown': (
        lambda make, ids, **s: previous(make, **s),
        {'now': ['Complete', 'Complete'], 'previous_poll': ['Refreshing', 'Complete']},
    ),
    'first_status': (lambda make, ids, **s: one_row(make, **s)['Status'], per_position('Refreshing', 'Pending')),
    'failure_status': (
        lambda make, ids, **s: one_row(make, seconds=60, faults=failing(), **s)['Status'],
        per_position('Failed', 'Timeout', 'Canceled'),
    ),
    'process_format': (
        lambda make, ids, **s: one_row(make, seconds=3.333, **s)['Process'],
        {'percent': '33%', 'fraction': '33.33%', 'plain': '33'},
    ),
    'directory_label': (label('Directory'), per_position('directory', 'path')),
    'label_case': (label('File'), {'lower': 'file', 'capital': 'File'}),
    'ignore_params_label': (
        label('IgnoreParams'),
        {
            'ignoreparams': 'ignoreparams',
            'ignore_params': 'ignore_params',
            'exquery': 'exquery',
            'file': 'file',
            'empty': '',
        },
    ),
    'tag_label': (tag_row('ObjectType'), {'cachetag': 'cachetag', 'file': 'file', 'empty': ''}),
    'tag_path': (
        tag_row('ObjectPath'),
        {'empty': '', 'domain_tag': 'a.example.com#red', 'tag': 'red', 'domain': 'a.example.com'},
    ),
    'failure_text': (
        lambda make, ids, **s: one_row(make, seconds=60, faults=failing(), **s)['Description'],
        {'spaced': 'Origin Return StatusCode 5XX', 'joined': 'OriginReturn StatusCode 5XX'},
    ),
    'good_description': (
        lambda make, ids, **s: good_description(make, **s),
        {'empty': '', 'absent': None, 'text': 'Origin Return StatusCode 5XX'},
    ),
    'quota_values': (
        lambda make, ids, **s: quota_value(make, **s),
        {'strings': ('10000', None), 'ints': (10000, None), 'lower_keys': (None, 10000)},
    ),
}
ON_THE_WIRE = {'body_bytes', 'clock_skew', 'prefetch_form', 'query_bytes', 'signature_status'}

CASES = [(name, position) for name in SEEN for position in SWITCHES[name].positions]


def test_every_switch_is_looked_at():
    assert set(SEEN) | ON_THE_WIRE == set(SWITCHES)
    assert all(set(expected) == set(SWITCHES[name].positions) for name, (_unused, expected) in SEEN.items())


@pytest.mark.parametrize(('name', 'position'), CASES)
def test_position(make, ids, name, position):
    look, expected = SEEN[name]
    assert look(make, ids, switches={name: position}) == expected[position]


@pytest.mark.parametrize('name', SEEN)
def test_positions_differ(name):
    values = list(SEEN[name][1].values())
    assert all(first != second for number, first in enumerate(values) for second in values[number + 1 :])


@pytest.mark.parametrize('name', SWITCHES)
def test_the_first_position_is_the_default(name):
    assert Settings().switch(name) == SWITCHES[name].positions[0]


@pytest.mark.parametrize('switches', [{'nonsense': 'x'}, {'by_id_shape': 'round'}])
def test_what_does_not_exist_is_refused(switches):
    with pytest.raises(SettingError):
        Settings(switches=switches)
