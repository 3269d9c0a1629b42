# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role cdn_invalidate says in the end, from what its steps left."""

from __future__ import annotations

from typing import Any

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._role_report import STATES, answers, report, stats


def answered(**keys: Any) -> dict[str, Any]:
    summary = {'requested': 2, 'complete': 2}
    return {'changed': True, 'summary': summary, 'task_ids': ['1'], 'problems': [], 'remaining_urls': [], **keys}


def refreshed(step: str = 'refresh', **keys: Any) -> list[dict[str, Any]]:
    return answers({'results': [answered(kind='file'), answered(kind='directory', **keys)]}, step, 'kind')


def said(log: list[dict[str, Any]], failure: str = '', check_mode: bool = False) -> dict[str, Any]:
    return report(log, failure, check_mode, 'web1', 1.23)


def look(step: str, ok: bool = True) -> dict[str, Any]:
    return {'step': step, 'ok': ok, 'changed': False, 'msg': f'{step} {ok}'}


def test_success() -> None:
    log = [look('origin_checks'), *refreshed('check'), *refreshed(), *answers(answered(), 'prefetch'), look('verify')]
    result = said(log)
    assert (result['status'], result['changed'], result['failed'], result['failed_step']) == ('ok', True, False, '')
    assert result['msg'] == 'Refreshed 4 of 4 entries, prefetched 2 of 2, verified 1.'
    assert result['steps'] == ['origin_checks', 'check', 'refresh', 'prefetch', 'verify']
    assert result['refresh']['summary'] == {**dict.fromkeys(STATES, 0), 'requested': 4, 'complete': 4}
    assert result['refresh']['task_ids'] == ['1']
    assert [kind['kind'] for kind in result['refresh']['kinds']] == ['file', 'directory']
    assert (result['host'], result['elapsed']) == ('web1', 1.2)


def test_what_was_done_twice_and_before() -> None:
    skipped = {'summary': {'requested': 2, 'skipped': 2}, 'changed': False}
    assert said([*refreshed(**skipped), *refreshed('repeat')])['msg'] == (
        'Refreshed 2 of 4 entries twice, 2 were done before.'
    )
    assert said(refreshed(changed=False)[1:])['changed'] is False


def test_a_check_changes_nothing() -> None:
    assert said(refreshed('check'))['changed'] is False


def test_check_mode() -> None:
    result = said([look('origin_checks', ok=False), *refreshed()], check_mode=True)
    assert (result['status'], result['failed'], result['changed']) == ('checked', False, True)
    assert result['msg'] == 'Checked 4 entries to refresh and 0 to prefetch; nothing was sent.'


def test_nothing() -> None:
    assert (said([])['status'], said([])['msg']) == ('empty', 'Nothing was to be done.')


def test_failures() -> None:
    for log, step, words in (
        ([look('origin_checks', ok=False)], 'origin_checks', 'nothing was refreshed: origin_checks False'),
        (refreshed('check', failed=True, msg='why'), 'check', 'nothing was sent: why'),
        (refreshed(failed=True, msg='why'), 'refresh', 'The refresh failed: why'),
        ([*refreshed(), *refreshed('repeat', failed=True, msg='why')], 'repeat', 'the second one failed: why'),
        (
            [*refreshed(), *answers(answered(failed=True, msg='why'), 'prefetch')],
            'prefetch',
            'The refresh is complete, but the prefetch failed: why',
        ),
        ([*refreshed(), look('verify', ok=False)], 'verify', 'a look at the edge failed: verify False'),
    ):
        result = said(log, failure='One or more items failed')
        assert (result['status'], result['failed'], result['failed_step']) == ('failed', True, step)
        assert result['msg'].endswith(words), result['msg']
        assert step not in result['steps']
        assert result['changed'] is (step not in ('origin_checks', 'check'))


def test_a_failure_before_any_step() -> None:
    result = said([], failure='Set something.')
    assert result['failed_step'] == 'arguments'
    assert result['msg'] == 'The variables of the role cannot be used: Set something.'


def test_stats_are_there_after_a_failure_too() -> None:
    published = stats(said(refreshed(failed=True, remaining_urls=['https://www.example.com/b/'])))
    assert published['cdn_status'] == 'failed'
    assert published['cdn_failed_step'] == 'refresh'
    assert published['cdn_remaining_urls'] == ['https://www.example.com/b/']
    assert all(name.startswith('cdn_') and not name.startswith('cdn_invalidate_') for name in published)
