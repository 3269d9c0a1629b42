# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role cdn_invalidate, as YAML gives them and as text."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._role_settings import Reader, connection, entries

SITE = 'https://www.example.com'


def settings(**values: Any) -> dict[str, Any]:
    return Reader({'urls': f'{SITE}/a', **values}).settings()


def complaint(**values: Any) -> str:
    return ' '.join(settings(**values)['complaints'])


@pytest.mark.parametrize(
    ('value', 'entries'),
    [
        (None, []),
        ('', []),
        (' \n ', []),
        ([], []),
        ([None, ''], []),
        ('a\nb', ['a\nb']),
        (['a', 'b\nc'], ['a', 'b\nc']),
        (('a', ['b', ['c']]), ['a', 'b', 'c']),
        ('["a", "b"]', ['a', 'b']),
        (" ['a']", ['a']),
        ('[]', []),
        # A pattern may begin with a bracket.
        ('[a-z]/x', ['[a-z]/x']),
    ],
)
def test_entries(value: Any, entries: list[str]) -> None:
    jobs = Reader({'directories': value}).settings()['jobs']
    assert jobs == ({'directory': {'urls': entries, 'src': ''}} if entries else {})


def test_kinds_stand_in_the_order_in_which_they_are_refreshed() -> None:
    found = Reader(
        {'cache_tags': 't', 'domain': 'd', 'ignore_params': 'i', 'regexes': 'r', 'directories': 'd/', 'src': ' s '}
    ).settings()
    assert Reader({'cache_tags': 't\n u', 'domain': 'd'}).settings()['jobs']['cache_tag']['urls'] == ['t', 'u']
    assert list(found['jobs']) == ['file', 'directory', 'regex', 'ignore_params', 'cache_tag']
    assert found['jobs']['file'] == {'urls': [], 'src': 's'}
    assert found['complaints'] == []


@pytest.mark.parametrize('value', [True, 'true', ' Yes', 'on', '1', 1])
def test_what_is_true(value: Any) -> None:
    assert settings(force=value)['force'] is True


@pytest.mark.parametrize('value', [False, 'False', 'no', 'off', '0', 0, '', None])
def test_what_is_false(value: Any) -> None:
    assert settings(force=value)['force'] is False


@pytest.mark.parametrize(('value', 'seconds'), [('', 0), (None, 0), (0, 0), ('90', 90), (1.5, 1.5), (' 2 ', 2)])
def test_seconds(value: Any, seconds: float) -> None:
    assert settings(repeat_after=value)['repeat_after'] == seconds


@pytest.mark.parametrize(
    ('value', 'mode', 'urls'),
    [
        (False, '', []),
        ('no', '', []),
        ('', '', []),
        (None, '', []),
        ([], '', []),
        (True, 'files', []),
        ('yes', 'files', []),
        ('a', 'list', ['a']),
        ('a\nb', 'list', ['a\nb']),
        (['a', 'b'], 'list', ['a', 'b']),
        ('["a"]', 'list', ['a']),
    ],
)
def test_prefetch(value: Any, mode: str, urls: list[str]) -> None:
    found = settings(prefetch=value)
    assert (found['prefetch_mode'], found['prefetch_urls']) == (mode, urls)


def test_a_check_that_is_only_an_address() -> None:
    (check,) = settings(origin_checks=f' {SITE}/a \n\n')['origin_checks']
    assert check == {
        'url': f'{SITE}/a',
        'statuses': ['200'],
        'headers': [],
        'texts': [],
        'tries': 12,
        'delay': 5,
        'timeout': 10,
        'request_headers': {},
        'validate_certs': True,
        'follow_redirects': 'safe',
    }
    assert settings(verify=f'{SITE}/a')['verify'][0]['tries'] == 3


def test_everything_that_a_check_may_have() -> None:
    text = (
        '[{"url": "https://o/a", "status": "301, 302", "header": {"X-Build": 7}, "contains": ["x", 5], "tries": "2",'
        ' "delay": "0.5", "timeout": "1.2", "request_headers": {"Host": "h"}, "validate_certs": "no"},'
        ' {"url": "https://o/b", "header": ["X-A: b:c", "ETag"], "contains": "y", "status": [200, 404]}]'
    )
    first, second = settings(origin_checks=text)['origin_checks']
    assert first['statuses'] == ['301', '302']
    assert first['follow_redirects'] == 'none'
    assert first['headers'] == [['X-Build', '7']]
    assert first['texts'] == ['x', '5']
    assert (first['tries'], first['delay'], first['timeout']) == (2, 0.5, 2)
    assert first['request_headers'] == {'Host': 'h'}
    assert first['validate_certs'] is False
    assert second['headers'] == [['X-A', 'b:c'], ['ETag', '']]
    assert (second['texts'], second['statuses']) == (['y'], ['200', '404'])


def test_what_is_verified_is_where_the_entries_are() -> None:
    found = settings(verify='/a', origin_checks='http://origin/a', base_url=f'{SITE}/')
    assert found['verify'][0]['url'] == f'{SITE}/a'
    assert found['origin_checks'][0]['url'] == 'http://origin/a'
    assert 'must begin with http' in complaint(origin_checks='/a', base_url=SITE)


@pytest.mark.parametrize(
    ('values', 'words'),
    [
        ({'force': 'perhaps'}, 'cdn_invalidate_force must be true or false'),
        ({'repeat_after': 'soon'}, 'cdn_invalidate_repeat_after must be a number of seconds'),
        ({'wait_timeout': '-1'}, 'cdn_invalidate_wait_timeout must be a number of seconds'),
        ({'wait_timeout': 'inf'}, 'cdn_invalidate_wait_timeout must be a number of seconds'),
        ({'repeat_after': True}, 'cdn_invalidate_repeat_after must be a number of seconds'),
        ({'urls': '["a"'}, 'cdn_invalidate_urls begins like JSON or YAML and cannot be read as such'),
        ({'verify': '[{"url"'}, 'cdn_invalidate_verify begins like JSON or YAML and cannot be read as such'),
        ({'verify': [{'adress': SITE}]}, 'unknown keys (adress)'),
        ({'verify': [{'contains': 'x'}]}, 'a dictionary with a url'),
        ({'verify': [7]}, 'a dictionary with a url'),
        ({'verify': [{'url': SITE, 'body': 'x'}]}, 'unknown keys (body)'),
        ({'verify': [{'url': SITE, 'status': 'ok'}]}, f'the status of {SITE} must be a status such as 200'),
        ({'verify': [{'url': SITE, 'tries': 'many'}]}, f'the tries of {SITE} must be a number of times'),
        ({'verify': [{'url': SITE, 'validate_certs': 'maybe'}]}, 'must be true or false'),
        ({'verify': [{'url': SITE, 'request_headers': 'Host: x'}]}, 'must be a dictionary of headers'),
        ({'cache_tags': 'home'}, 'cdn_invalidate_cache_tags needs cdn_invalidate_domain'),
        ({'src_query': '*.file'}, 'cdn_invalidate_src_query needs cdn_invalidate_src'),
        ({'urls': ''}, 'There is nothing to refresh'),
        ({'urls': '', 'prefetch': 'true'}, 'There is nothing to refresh'),
    ],
)
def test_complaints(values: dict[str, Any], words: str) -> None:
    assert words in complaint(**values)


def test_nothing_to_refresh_is_no_complaint_when_that_may_be() -> None:
    assert complaint(urls='', allow_empty='yes') == ''
    assert complaint(urls='', prefetch=f'{SITE}/a') == ''


def test_the_entries_of_a_playbook_name_its_variable() -> None:
    assert entries('["a"]', 'cdn_refresh_urls') == ['a']
    assert entries('a\n b\n', 'cdn_refresh_cache_tags', lines=True) == ['a', 'b']
    with pytest.raises(ValueError, match='cdn_refresh_urls begins like JSON or YAML'):
        entries('["a"', 'cdn_refresh_urls')


def test_connection() -> None:
    wanted = {'profile': 'x', 'retry_timeout': 0}
    assert connection({**wanted, 'endpoint': '', 'region': None}) == wanted
    assert connection('{"profile": "x", "retry_timeout": 0}') == wanted
    assert [connection(value) for value in (None, '', {}, '{}')] == [{}] * 4
    for wrong in ('AVeryLongSecret', '{"access_key_secret": "AVeryLongSecret"', ['AVeryLongSecret']):
        with pytest.raises(ValueError, match='cdn_invalidate_connection must be') as caught:
            connection(wrong)
        assert 'AVeryLongSecret' not in str(caught.value)
