# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where sources disagree or are silent: one named switch each, the first position being the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switch:
    """`limit` or `rate` names the number that this switch decides."""

    name: str
    positions: tuple[str, ...]
    source: str
    meaning: str
    limit: str = ''
    rate: str = ''

    @property
    def default(self) -> str:
        return self.positions[0]


def _table(*rows: Switch) -> dict[str, Switch]:
    return {row.name: row for row in rows}


SWITCHES: dict[str, Switch] = _table(
    # Submitting
    Switch('object_type_case', ('any', 'strict'), 'OPEN', 'letter case of ObjectType that is accepted'),
    Switch(
        'ignore_params_name',
        ('both', 'IgnoreParams', 'ExQuery'),
        'META, D-REF-ZH',
        'spelling of the "without query string" ObjectType that is accepted',
    ),
    Switch(
        'bad_host',
        ('reject_all', 'drop', 'failed_row'),
        'OPEN',
        'a domain that is not ours in a batch: refuse the request, ignore that URL, or accept it and let it fail',
    ),
    Switch('duplicates', ('each', 'once'), 'OPEN', 'the same URL twice in a request: two tasks and charges, or one'),
    Switch(
        'blank_lines',
        ('ignored', 'refused'),
        'OPEN',
        'blank lines inside ObjectPath (a trailing one is always ignored)',
    ),
    Switch('upper_case_host', ('accepted', 'refused'), 'OPEN', 'upper case letters in a host name'),
    Switch('missing_scheme', ('refused', 'accepted'), 'DOCS21, META', 'a URL without http:// or https://'),
    Switch('prefetch_form', ('accepted', 'ignored'), 'D-PUSH-ZH, OPEN', 'parameters of PushObjectCache in a form body'),
    Switch(
        'refresh_url_length', ('1024', 'none'), 'OPEN', 'characters of one refreshed URL', limit='refresh_url_length'
    ),
    Switch(
        'ignore_params_per_call',
        ('100', '1000', '1'),
        'OPEN',
        'IgnoreParams entries in one request',
        limit='ignore_params_per_call',
    ),
    Switch(
        'domains_per_prefetch',
        ('10', 'none'),
        'OPEN',
        'distinct domains in one prefetch request',
        limit='domains_per_prefetch',
    ),
    Switch(
        'query_bytes',
        ('16384', '8192', '65536'),
        'ISSUES, OPEN',
        'bytes of a request line before 414 with an HTML page (over HTTP only)',
        limit='query_bytes',
    ),
    Switch(
        'body_bytes',
        ('none', '65536'),
        'OPEN',
        'bytes of a request body before 413 (over HTTP only)',
        limit='body_bytes',
    ),
    # Task ids
    Switch(
        'merge_calls',
        ('same_key', 'all_keys', 'never'),
        'TEA, ISSUES',
        'which calls of one second share an id: those with the same access key, all, none',
    ),
    Switch('merge_types', ('never', 'refresh'), 'TEA, ISSUES', 'whether refreshes of different types share an id'),
    Switch('id_separator', ('comma', 'comma_blank'), 'TEA, ISSUES', 'between several ids of one answer'),
    # Limits
    Switch(
        'minute_limit',
        ('10000', '1000'),
        'D-REF-ZH, TEA',
        'URLs refreshed per domain and minute',
        limit='urls_per_minute',
    ),
    Switch('minute_window', ('fixed', 'sliding'), 'OPEN', 'shape of that minute'),
    Switch(
        'list_rate', ('5', '10'), 'D-TASKS, META', 'DescribeRefreshTasks calls a second', rate='DescribeRefreshTasks'
    ),
    Switch('page_size_cap', ('100', '50'), 'META, D-TASKS-OLD', 'rows on one page', limit='page_size'),
    Switch('list_window', ('3', '7'), 'D-TASKS, DOCS21', 'days that tasks can be read back', limit='window_days'),
    Switch('clock_skew', ('15', '31', '60'), 'D-V3, ISSUES', 'minutes that a request may be off the clock'),
    Switch('tag_quota', ('none', 'url', 'directory'), 'OPEN', 'daily quota that cache tags consume'),
    # Refusals: NNN is the HTTP status, NNN-Code both, Code the code only
    Switch(
        'throttle_answer',
        (
            '400-Throttling.User',
            '400-Throttling.Api',
            '400-Throttling',
            '503-Throttling',
            '429-TooManyRequests',
            '429-Throttling.User',
        ),
        'DOCS21, D-DCDN',
        'answer to too many calls a second',
    ),
    Switch('retry_after_header', ('absent', 'present'), 'SDK, OPEN', 'x-acs-retry-after (milliseconds) with it'),
    Switch('error_generation', ('new', 'old'), 'D-REF-EN, DOCS21', 'which of two generations of codes and texts'),
    Switch('forbidden_status', ('403', '400'), 'ISSUES', 'HTTP status of Forbidden.RAM'),
    Switch(
        'unknown_key',
        ('404-InvalidAccessKeyId.NotFound', '404-InvalidAccessKeyId'),
        'DOCS21, ISSUES',
        'answer to an unknown access key',
    ),
    Switch('signature_status', ('400', '403'), 'SDK, DOCS21', 'HTTP status of SignatureDoesNotMatch'),
    Switch('token_status', ('400', '403'), 'OPEN', 'HTTP status of the InvalidSecurityToken codes'),
    Switch('not_opened', ('403-CdnServiceNotFound', '403-OperationDenied'), 'D-ERR, DOCS21', 'service not opened'),
    Switch(
        'quota_code_directory',
        ('QuotaExceeded.Refresh', 'QuotaExceeded.DirRefresh'),
        'OPEN, ISSUES',
        'daily directory quota used up',
    ),
    Switch(
        'quota_code_regex',
        ('QuotaExceeded.Refresh', 'QuotaExceeded.RegexRefresh'),
        'OPEN',
        'daily pattern quota used up (the second is made up like the one for directories)',
    ),
    Switch(
        'quota_code_ignore_params',
        ('QuotaExceeded.Refresh', 'QuotaExceeded.IgnoreParamsRefresh'),
        'OPEN',
        'daily IgnoreParams quota used up (the second is made up like the one for directories)',
    ),
    Switch(
        'quota_code_prefetch',
        ('QuotaExceeded.Preload', 'QuotaExceeded.Refresh', 'PreloadQueueFull'),
        'D-DCDN, DOCS21, FAQ',
        'daily prefetch quota used up',
    ),
    Switch('queue_full_status', ('403', '400'), 'DOCS21, D-DCDN', 'HTTP status of PreloadQueueFull'),
    Switch(
        'over_limit_refresh',
        ('SingleRequest.OverLimit', 'InvalidObjectPath.Size.Malformed'),
        'D-REF-ZH',
        'too many entries in a refresh request',
    ),
    Switch(
        'over_limit_prefetch',
        ('InvalidObjectPath.Size.Malformed', 'SingleRequest.OverLimit', 'InvalidObjectPath.ExceedsMaximum'),
        'D-PUSH-ZH, D-DCDN',
        'too many entries in a prefetch request',
    ),
    Switch(
        'too_many_ids', ('InvalidTaskId', 'InvalidTaskId.Malformed'), 'D-DCDN, D-BYID', 'more ids than a call may name'
    ),
    Switch(
        'configure_failed_status', ('500', '400'), 'D-REF-ZH, D-DCDN', 'HTTP status of InvalidDomain.Configure_failed'
    ),
    # Reading tasks
    Switch(
        'by_id_shape', ('flat', 'nested'), 'TEA, ISSUES', 'Tasks of DescribeRefreshTaskById: a list, or Tasks.CDNTask'
    ),
    Switch('by_id_rows', ('all', '1', '10', '20', '100'), 'OPEN', 'most rows that DescribeRefreshTaskById returns'),
    Switch('by_id_total', ('matching', 'returned'), 'OPEN', 'what TotalCount counts when rows were left out'),
    Switch('joined_ids_in_list', ('malformed', 'accepted', 'empty'), 'OPEN', 'several ids in one DescribeRefreshTasks'),
    Switch(
        'joined_domains_in_list',
        ('empty', 'accepted', 'refused'),
        'META, D-TASKS-OLD',
        'several domains in one DescribeRefreshTasks: no such domain, those of all of them, or an error',
    ),
    Switch(
        'status_shown',
        ('now', 'previous_poll'),
        'D-TASKS',
        'status as of this poll, or computed after the previous one',
    ),
    Switch('first_status', ('Refreshing', 'Pending'), 'D-BYID, TEA', 'status of a task that has just begun'),
    Switch('failure_status', ('Failed', 'Timeout', 'Canceled'), 'META', 'status of a task that failed'),
    Switch('process_format', ('percent', 'fraction', 'plain'), 'D-TASKS, D-DCDN', 'Process as 99%, 99.37% or 99'),
    Switch('directory_label', ('directory', 'path'), 'META, D-DCDN', 'ObjectType of rows of directories'),
    Switch('label_case', ('lower', 'capital'), 'META, DOCS21', 'letter case of ObjectType in rows'),
    Switch(
        'ignore_params_label',
        ('ignoreparams', 'ignore_params', 'exquery', 'file', 'empty'),
        'OPEN',
        'ObjectType of rows of IgnoreParams refreshes',
    ),
    Switch('tag_label', ('cachetag', 'file', 'empty'), 'OPEN', 'ObjectType of rows of cache tags'),
    Switch('tag_path', ('empty', 'domain_tag', 'tag', 'domain'), 'OPEN', 'ObjectPath of rows of cache tags'),
    Switch(
        'failure_text', ('spaced', 'joined'), 'D-BYID, D-DCDN', 'Description as "Origin Timeout" or "OriginTimeout"'
    ),
    Switch('good_description', ('empty', 'absent', 'text'), 'DOCS21, D-BYID', 'Description of a row without trouble'),
    # Reading quotas
    Switch(
        'quota_values',
        ('strings', 'ints', 'lower_keys'),
        'TEA, D-QUOTA',
        'quota values as strings, as numbers, or as numbers with a lower-case first letter in the keys',
    ),
)

LIMIT_SWITCHES: dict[str, str] = {row.limit: row.name for row in SWITCHES.values() if row.limit}
RATE_SWITCHES: dict[str, str] = {row.rate: row.name for row in SWITCHES.values() if row.rate}
DEFAULTS: dict[str, str] = {row.name: row.default for row in SWITCHES.values()}


def check(positions: Mapping[str, str]) -> None:
    """Raise ValueError for a switch or a position that does not exist."""
    for name, position in positions.items():
        if name not in SWITCHES:
            raise ValueError(f'no switch is named {name!r}; --list-switches shows them')
        if position not in SWITCHES[name].positions:
            raise ValueError(f'switch {name} has the positions {", ".join(SWITCHES[name].positions)}, not {position!r}')


def number(position: str) -> int:
    """The limit that a position stands for."""
    return 0 if position == 'none' else int(position)
