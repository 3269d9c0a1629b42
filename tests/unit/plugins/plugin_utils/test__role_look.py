# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether an answer is what it should be, and what its cache headers say."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._cache_words import advise, covering, explain, span
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._role_look import faults, is_good, looks
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._role_settings import Reader

SITE = 'https://www.example.com'


def check(**keys: Any) -> dict[str, Any]:
    found = Reader({'urls': 'a', 'verify': [{'url': f'{SITE}/a', **keys}]}).settings()
    assert found['complaints'] == []
    return found['verify'][0]


@pytest.mark.parametrize(
    ('page', 'wanted', 'words'),
    [
        ({'status': 200}, {}, []),
        ({'status': 503}, {}, ['its status is 503 and not 200']),
        ({'status': 204}, {'status': '200,204'}, []),
        ({'status': -1, 'msg': 'refused'}, {}, ['it could not be reached (refused)']),
        ({}, {}, ['it could not be reached (no answer)']),
        ({'status': 200}, {'header': 'X-Build'}, ['it has no header X-Build']),
        ({'status': 200, 'x_build': '7'}, {'header': 'X-Build'}, []),
        ({'status': 200, 'x_build': '70'}, {'header': 'X-Build: 7'}, ['its header X-Build is "70" and not "7"']),
        ({'status': 200, 'x_cache': 'HIT TCP_MEM'}, {'header': {'X-Cache': 'hit'}}, []),
        ({'status': 200, 'content': 'build 7'}, {'contains': ['build', '7']}, []),
        ({'status': 200, 'content': 'build 6'}, {'contains': '7'}, ['its body does not contain "7"']),
    ],
)
def test_faults(page: dict[str, Any], wanted: dict[str, Any], words: list[str]) -> None:
    assert faults(page, check(**wanted)) == words
    assert is_good(page, check(**wanted)) is (words == [])


def test_looks() -> None:
    pages = {'results': [{'status': 200, 'attempts': 2, 'etag': '"7"', 'c': check()}, {'status': 500, 'c': check()}]}
    good, bad = looks(pages, check_key='c', step='origin_checks')
    assert (good['ok'], good['tries'], good['headers']) == (True, 2, {'etag': '"7"'})
    assert good['msg'] == f'The origin serves {SITE}/a as it should.'
    assert (bad['ok'], bad['explanation']) == (False, '')
    assert bad['msg'].startswith(f'The origin does not serve {SITE}/a as it should: its status is 500 and not 200. ')
    assert 'Deploy the new build there first' in bad['msg']


def test_a_directory_without_force_is_explained_for_the_host_that_was_asked_for() -> None:
    page = {'status': 200, 'etag': '"7"', 'c': check(request_headers={'host': 'img.example.com'})}
    about = {'check_key': 'c', 'step': 'verify', 'refreshed_ago': 10}
    (seen,) = looks({'results': [page]}, directories=['https://IMG.example.com/'], **about)
    assert '304 Not Modified' in seen['explanation']
    assert 'ETag "7" did not change' in seen['explanation']
    (seen,) = looks({'results': [page]}, directories=[f'{SITE}/'], **about)
    assert '304' not in seen['explanation']


@pytest.mark.parametrize(
    ('page', 'words'),
    [
        ({'status': -1}, 'There was no answer'),
        ({'x_cache': 'HIT TCP_MEM_HIT'}, 'came out of the cache (X-Cache: HIT TCP_MEM_HIT)'),
        ({'x_cache': 'MISS'}, 'did not come out of the cache'),
        ({'age': '5'}, 'came out of a cache, since it has an age'),
        ({'age': '0'}, 'No header says'),
        ({}, 'It has no Age header'),
        ({'age': '61'}, 'was fetched or revalidated since'),
        ({'age': '62'}, 'has kept or only revalidated what it had before'),
        ({'age': 'old'}, 'It has no Age header'),
        ({'cache_control': 'no-store, max-age=9'}, 'No cache may keep it'),
        ({'cache_control': 'no-cache'}, 'must ask the origin each time'),
        ({'cache_control': 'max-age=10, s-maxage=3600', 'age': '60'}, 'for another 59 min'),
        ({'cache_control': 'max-age=60', 'age': '60'}, 'It is expired'),
        ({'cache_control': 'public'}, 'which sets no time'),
        ({'expires': 'Thu, 01 Jan 2026'}, 'It expires at Thu, 01 Jan 2026'),
        ({}, 'as long as its own rules say'),
    ],
)
def test_explanations(page: dict[str, Any], words: str) -> None:
    assert words in explain({'status': 200, **page}, 60.9, [])


@pytest.mark.parametrize(
    ('page', 'directories', 'words'),
    [
        ({'status': -1}, [], 'its domain leads to the CDN'),
        ({}, [], 'Check what the origin serves, and that this very address'),
        ({'age': '62'}, [], 'Its copy is older than the refresh (62 s, and 60 s)'),
        ({'age': '61'}, [], 'fetched or revalidated since the refresh began. Check what the origin serves'),
        ({'age': '61', 'etag': '"7"'}, [f'{SITE}/'], 'ETag "7" did not change'),
        ({}, [f'{SITE}/'], 'Refresh it as a file, or set cdn_invalidate_force'),
    ],
)
def test_what_to_do_about_an_answer(page: dict[str, Any], directories: list[str], words: str) -> None:
    assert words in advise({'status': 200, **page}, 60.9, directories)


@pytest.mark.parametrize(
    ('directory', 'is_in'),
    [
        (f'{SITE}/a/', True),
        ('HTTPS://WWW.Example.com/a/', True),
        ('http://www.example.com/', True),
        ('/a/', True),
        ('a/', True),
        (f'{SITE}/A/', False),
        (f'{SITE}/a/b/', False),
        ('https://img.example.com/a/', False),
        ('', False),
    ],
)
def test_covering(directory: str, is_in: bool) -> None:
    found = covering(f'{SITE}/a/x.css?v=1', 'www.example.com', [directory], f'{SITE}/')
    assert found == ([directory] if is_in else [])


def test_spans() -> None:
    assert [span(number) for number in (0, 119, 120, 7199, 7200, 172799, 172800)] == [
        '0 s',
        '119 s',
        '2 min',
        '119 min',
        '2 h',
        '47 h',
        '2 days',
    ]
