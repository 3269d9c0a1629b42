# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How rows are shown: the words that the switches choose."""

from __future__ import annotations

from .clock import iso
from .kinds import CACHE_TAG, DIRECTORY, IGNORE_PARAMS, KINDS, PREFETCH, Kind
from .settings import Settings
from .tasks import Task

# Filter values of the task list (META en and zh) and labels seen or imagined.
ROW_TYPES = frozenset(
    (
        'file',
        'directory',
        'path',
        'regex',
        'preload',
        'block',
        'unblock',
        'ignoreparams',
        'ignore_params',
        'exquery',
        'cachetag',
    )
)
ROW_STATUSES = frozenset(('Complete', 'Refreshing', 'Failed', 'Timeout', 'Canceled', 'Pending'))


def label(settings: Settings, kind: Kind) -> str:
    """The ObjectType of rows of this kind."""
    word = _word(settings, kind)
    if word == 'empty':
        return ''
    return word.capitalize() if settings.switch('label_case') == 'capital' else word


def _word(settings: Settings, kind: Kind) -> str:
    if kind is DIRECTORY:
        return settings.switch('directory_label')
    if kind is IGNORE_PARAMS:
        return settings.switch('ignore_params_label')
    if kind is CACHE_TAG:
        return settings.switch('tag_label')
    return 'preload' if kind is PREFETCH else kind.name


def kinds_labelled(settings: Settings, word: str) -> list[str]:
    return [kind.name for kind in KINDS.values() if label(settings, kind).lower() == word.lower()]


def tag_path(settings: Settings, domain: str, tag: str) -> str:
    return {'empty': '', 'domain_tag': f'{domain}#{tag}', 'tag': tag, 'domain': domain}[settings.switch('tag_path')]


def percent(settings: Settings, value: float) -> str:
    style = settings.switch('process_format')
    if style == 'fraction' and 0 < value < 100:
        return f'{value:.2f}%'
    return f'{int(value)}' if style == 'plain' else f'{int(value)}%'


def failure_text(settings: Settings, text: str) -> str:
    text = text or 'Origin Return StatusCode 5XX'
    if settings.switch('failure_text') == 'spaced':
        return text
    return text.replace('Internal Error', 'InternalError').replace('Origin ', 'Origin')


def row(settings: Settings, task: Task, now: float) -> dict[str, object]:
    """A task as the answer shows it; this is the poll that refreshes its status."""
    status, progress = _poll(settings, task, now)
    shown: dict[str, object] = {
        'TaskId': task.task_id,
        'ObjectPath': task.path,
        'ObjectType': label(settings, task.kind),
        'Status': status,
        'Process': percent(settings, progress),
        'CreationTime': iso(task.created),
    }
    if status in ('Failed', 'Timeout', 'Canceled'):
        shown['Description'] = failure_text(settings, task.description)
    elif settings.switch('good_description') != 'absent':
        shown['Description'] = failure_text(settings, '') if settings.switch('good_description') == 'text' else ''
    return shown


def _poll(settings: Settings, task: Task, now: float) -> tuple[str, float]:
    first = settings.switch('first_status')
    current = (task.status(now, first), task.progress(now))
    shown = task.shown or (task.word or first, 0.0)
    task.shown = current
    return shown if settings.switch('status_shown') == 'previous_poll' else current
