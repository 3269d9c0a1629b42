# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a seed stands for: entries, a service with its switches and faults, options, an interruption."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _plan
from ansible_collections.alibabacloud.cdn.plugins.module_utils._run import RunOptions
from simulator import SWITCHES, Fault, Settings

from .world import Network

# Switches that change what a run meets; the others are about signatures or the old protocol.
TOUCHING_US = (
    'bad_host',
    'merge_calls',
    'merge_types',
    'id_separator',
    'ignore_params_name',
    'ignore_params_label',
    'minute_limit',
    'minute_window',
    'page_size_cap',
    'throttle_answer',
    'retry_after_header',
    'error_generation',
    'forbidden_status',
    'token_status',
    'quota_code_directory',
    'over_limit_refresh',
    'configure_failed_status',
    'by_id_shape',
    'by_id_rows',
    'by_id_total',
    'status_shown',
    'first_status',
    'failure_status',
    'process_format',
    'directory_label',
    'label_case',
    'tag_label',
    'tag_path',
    'failure_text',
    'good_description',
    'quota_values',
    'domains_per_prefetch',
    'quota_code_prefetch',
    'queue_full_status',
    'over_limit_prefetch',
)

_SUBMIT_FAULTS = (
    'throttle',
    'error',
    'server_error',
    'html_502',
    'drop_before',
    'drop_after',
    'cut',
    'unreadable',
    'empty_body',
    'nonce_used',
    'late_processing',
    'slow',
    'quota_eaten',
)
_READ_FAULTS = (
    'throttle',
    'server_error',
    'html_502',
    'drop_before',
    'cut',
    'unreadable',
    'empty_body',
    'empty_list',
    'slow',
    'expired_token',
    'forbidden',
)
_MORE_THAN_A_PAGE = 130
_TASK_FAULTS = ('late_rows', 'stuck', 'unknown_status', 'failed', 'foreign_rows', 'vanish', 'slow_task')
_REFUSALS = (
    'Throttling.User',
    'ServiceBusy',
    'SystemBusy',
    'TooMany.Refresh',
    'QuotaPerMinuteExceeded.Refresh',
    'InvalidObjectPath.Malformed',
    'InvalidDomain.Offline',
    'DomainInProtectedMode',
    'QuotaExceeded.Refresh',
    'SingleRequest.OverLimit',
    'InsufficientBalance',
    'Forbidden.RAM',
    'SignatureDoesNotMatch',
    'SomethingNobodyKnows',
)
_KINDS = ('file', 'file', 'file', 'directory', 'regex', 'ignore_params', 'cache_tag', 'prefetch')
_SUBMIT_OPERATIONS = {'cache_tag': 'RefreshObjectCacheByCacheTag', 'prefetch': 'PushObjectCache'}


@dataclass(frozen=True)
class Schedule:
    """``entries`` are (kind, domain, how many). ``interrupt_at``: number of the call or sleep that is interrupted.

    ``reruns``: whether a second and a third run go on where the first one ended. ``break_at``: number of the line of
    the collection's own code that is not carried out any more; ``break_by``: a signal or a programming error.
    """

    seed: int
    entries: tuple[tuple[str, str, int], ...]
    settings: Settings
    faults: tuple[Fault, ...]
    options: RunOptions
    network: Network
    skew: float
    interrupt_at: int | None
    reruns: bool
    switches: dict[str, str] = field(default_factory=dict)
    break_at: int | None = None
    break_by: str = 'signal'


def make_schedule(seed: int) -> Schedule:
    """Everything random about a run, from its seed alone."""
    rng = random.Random(seed)
    switches = _switches(rng)
    read_timeout = rng.choice((2.0, 5.0, 10.0))
    options = RunOptions(
        limits=_plan.Limits(rng.choice((None, None, 7, 50)), rng.choice((10000, 10000, 300))),
        max_in_flight=rng.choice((0, 0, 0, 1, 3)),
        quota_policy=rng.choice(('strict', 'strict', 'partial', 'ignore')),
        wait=rng.random() < 0.9,
        wait_timeout=rng.choice((20.0, 120.0, 600.0, 1800.0)),
        poll_interval=rng.choice((1.0, 15.0, 60.0)),
        retry_timeout=rng.choice((0.0, 10.0, 120.0, 300.0)),
        read_timeout=read_timeout,
        check_mode=False,
    )
    return Schedule(
        seed=seed,
        entries=(entries := _entries(rng)),
        settings=_settings(rng, switches),
        faults=tuple(_faults(rng, read_timeout, entries[0][0])),
        options=options,
        network=Network(read_timeout, down=_down(rng)),
        skew=rng.choice((0.0, 0.0, -700.0, 45.0, 800.0)),
        interrupt_at=rng.randrange(1, 40) if rng.random() < 0.1 else None,
        reruns=rng.random() < 0.3,
        switches=switches,
        # A tenth of them, from the very first line to far into a long run.
        break_at=round(10 ** rng.uniform(0, 4.5)) if rng.random() < 0.1 else None,
        break_by=rng.choice(('signal', 'error')),
    )


def _switches(rng: random.Random) -> dict[str, str]:
    chosen = rng.sample(TOUCHING_US, rng.choice((0, 0, 1, 3, 8)))
    return {name: rng.choice(SWITCHES[name].positions) for name in chosen}


def _entries(rng: random.Random) -> tuple[tuple[str, str, int], ...]:
    kind = rng.choice(_KINDS)
    domains = [f'd{number}.example.com' for number in range(rng.choice((1, 1, 2, 3, 12)))]
    if rng.random() < 0.1:
        domains.append('other.invalid')
    if kind == 'cache_tag':
        return ((kind, domains[0], rng.choice((1, 3, 60))),)
    most = {
        'file': (1, 5, 40, 250),
        'directory': (1, 4, 30),
        'regex': (1, 2),
        'ignore_params': (1, 6, 30),
        'prefetch': (1, 40),
    }[kind]
    return tuple((kind, domain, rng.choice(most)) for domain in domains)


def _settings(rng: random.Random, switches: dict[str, str]) -> Settings:
    names = ('url', 'directory', 'regex', 'ignore_params', 'prefetch')
    quotas = {name: 10000 if rng.random() < 0.85 else rng.choice((0, 3, 60)) for name in names}
    states = {'d0.example.com': rng.choice(('offline', 'protected', 'configuring'))} if rng.random() < 0.1 else {}
    return Settings(
        quotas=quotas,
        domain_states=states,
        task_time=dict.fromkeys(('refresh', 'prefetch'), rng.choice((0.5, 5.0, 60.0, 300.0))),
        jitter=rng.choice((0.0, 0.3)),
        visibility=rng.choice(((0.0, 0.0), (0.0, 3.0), (2.0, 8.0))),
        switches=switches,
        seed=rng.randrange(1 << 30),
    )


def _down(rng: random.Random) -> tuple[tuple[float, float], ...]:
    if rng.random() < 0.9:
        return ()
    start = rng.choice((0.0, 0.3, 20.0))
    return ((start, start + rng.choice((0.5, 5.0, 60.0))),)


def _faults(rng: random.Random, read_timeout: float, kind: str) -> list[Fault]:
    faults = []
    for _number in range(rng.choice((0, 1, 2, 2, 3, 5, 8))):
        place = rng.random()
        if place < 0.5:
            faults.append(_submit_fault(rng, read_timeout, kind))
        elif place < 0.75:
            faults.append(_read_fault(rng, read_timeout))
        else:
            faults.append(_task_fault(rng))
    return faults


def _submit_fault(rng: random.Random, read_timeout: float, entry_kind: str) -> Fault:
    kind = rng.choice(_SUBMIT_FAULTS)
    common = {
        'operation': _SUBMIT_OPERATIONS.get(entry_kind, 'RefreshObjectCaches'),
        'after': rng.choice((0, 0, 0, 1, 3)),
        'times': rng.choice((1, 1, 2, 5, -1)),
        'fraction': rng.choice((1.0, 1.0, 0.5)),
        'kind': kind,
    }
    if kind == 'error':
        return Fault(**common, code=rng.choice(_REFUSALS), match=rng.choice(('', 'd1.')))
    if kind == 'throttle':
        return Fault(**common, retry_after=rng.choice((0, 500, 4000)))
    if kind == 'slow':
        return Fault(**common, delay=rng.choice((0.5, read_timeout + 1)))
    if kind == 'late_processing':
        # Within the documented patience: nobody can know of a request that is carried out later than that.
        return Fault(**common, process_delay=rng.choice((0.5, 4.0)), delay=rng.choice((0.0, read_timeout + 1)))
    if kind == 'quota_eaten':
        return Fault(**common, quota=rng.choice(('url', 'directory', 'prefetch')), amount=rng.choice((1, 50, 9990)))
    if kind in ('server_error', 'html_502', 'cut', 'unreadable', 'empty_body', 'nonce_used'):
        processed = True if kind == 'nonce_used' else rng.random() < 0.5
        return Fault(**common, processed=processed)
    return Fault(**common)


def _read_fault(rng: random.Random, read_timeout: float) -> Fault:
    kind = rng.choice(_READ_FAULTS)
    return Fault(
        operation=rng.choice(('DescribeRefreshTaskById', 'DescribeRefreshTasks', 'DescribeRefreshQuota')),
        after=rng.choice((0, 0, 1, 4)),
        times=rng.choice((1, 1, 3, -1)),
        fraction=rng.choice((1.0, 0.4)),
        kind=kind,
        delay=rng.choice((0.5, read_timeout + 1)) if kind == 'slow' else 0.0,
    )


def _task_fault(rng: random.Random) -> Fault:
    kind = rng.choice(_TASK_FAULTS)
    details = {
        'late_rows': {'delay': rng.choice((4.0, 15.0, 70.0))},
        'unknown_status': {'word': rng.choice(('Waiting', 'complete?', ''))},
        'failed': {'word': rng.choice(('Failed', 'Timeout', 'Canceled'))},
        'foreign_rows': {
            'amount': rng.choice((1, 5, _MORE_THAN_A_PAGE)),
            'word': rng.choice(('', 'Failed', 'Refreshing')),
        },
        'vanish': {'delay': rng.choice((1.0, 10.0, 200.0))},
        'slow_task': {'delay': rng.choice((20.0, 900.0))},
    }.get(kind, {})
    times = rng.choice((1, 3, -1))
    if details.get('amount') == _MORE_THAN_A_PAGE and times < 0:
        times = 3  # for each of some hundred entries they would be tens of thousands of rows in every answer
    return Fault(kind=kind, times=times, fraction=rng.choice((1.0, 0.2)), **details)
