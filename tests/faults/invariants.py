# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a schedule and hold the outcome against what the service knows. The numbers are those of the design."""

from __future__ import annotations

import contextlib
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import FrameType

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CdnApi
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import Interrupted
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._outcome import Outcome
from ansible_collections.alibabacloud.cdn.plugins.module_utils._prefetch import PrefetchRequests
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import Record
from ansible_collections.alibabacloud.cdn.plugins.module_utils._refresh import RefreshRequests
from ansible_collections.alibabacloud.cdn.plugins.module_utils._run import Run
from simulator import ManualClock, Service

from .schedule import Schedule, make_schedule
from .world import InProcessTransport, Network, WorldClock

_ENDED_BADLY = {'Failed', 'Timeout', 'Canceled'}
# Nothing that falls due waits longer than for a domain's next minute.
_LONGEST_PAUSE = 61.0
_RERUN_TIMEOUT = 3000.0
# A run may end this much after wait_timeout, besides one call's read time out: pacing inside a call, latency.
_OVERRUN = 2.0


@dataclass
class Played:
    """A run that is over, and those that went on after it."""

    schedule: Schedule
    service: Service
    ledger: Ledger
    record: Record
    outcome: Outcome
    elapsed: float
    interrupted: bool
    truths: list[list[str]]
    reruns: list[Played] = field(default_factory=list)

    def entries(self) -> Iterator[tuple[Entry, list[str]]]:
        """Each entry with the true status of each of its accepted submissions, as it was when the run ended."""
        return zip(self.ledger.entries, self.truths, strict=True)


def play(seed: int) -> Played:
    """Carry out the run of a seed."""
    return play_schedule(make_schedule(seed))


def play_schedule(schedule: Schedule) -> Played:
    """Carry out a run, and for some schedules a second and a third one that go on where the first ended."""
    rng = random.Random(schedule.seed + 1)
    manual = ManualClock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC))
    service = Service(schedule.settings, manual, schedule.faults)
    clock = WorldClock(manual, rng, schedule.skew)
    began = manual.now()
    first = play_once(schedule, service, clock, rng)
    if schedule.reruns and schedule.entries[0][0] != 'cache_tag':
        service.remove_faults()
        options = replace(
            schedule.options, wait=True, wait_timeout=_RERUN_TIMEOUT, retry_timeout=300.0, skip_since=began
        )
        again = replace(
            schedule, options=options, interrupt_at=None, break_at=None, network=Network(options.read_timeout)
        )
        for _again in range(2):
            clock.pass_time(1.5)  # starting Ansible takes longer than that
            first.reruns.append(play_once(again, service, clock, rng))
    return first


def play_once(schedule: Schedule, service: Service, clock: WorldClock, rng: random.Random) -> Played:
    """Carry out one run against a service that is there already."""
    transport = InProcessTransport(service, clock, schedule.network, rng)
    _arm_interruption(schedule, clock, transport)
    ledger = Ledger(_make_entries(schedule))
    record = Record()
    requests = PrefetchRequests({}) if schedule.entries[0][0] == 'prefetch' else RefreshRequests(force=False)
    run = Run(CdnApi(transport, clock), clock, ledger, record, schedule.options, requests)
    interrupted = False
    started = clock.monotonic()
    try:
        with _broken_off(schedule):
            run.execute()
    except (Interrupted, _ProgrammingError):
        interrupted = True
    elapsed = clock.monotonic() - started
    outcome = Outcome(ledger, record, wait=schedule.options.wait)
    truths = [service.statuses_of(entry.kind, entry.url) for entry in ledger.entries]
    return Played(schedule, service, ledger, record, outcome, elapsed, interrupted, truths)


def _make_entries(schedule: Schedule) -> list[Entry]:
    entries = []
    for kind, domain, count in schedule.entries:
        for number in range(count):
            url = {
                'file': f'https://{domain}/f{number}.js?v={number}&x=a+b',
                'directory': f'https://{domain}/dir{number}/',
                'regex': f'https://{domain}/img{number}/[0-9].*.jpg',
                'ignore_params': f'https://{domain}/page{number}.html',
                'cache_tag': f'{domain}#tag{number}',
                'prefetch': f'https://{domain}/warm{number}.js?v={number}',
            }[kind]
            entries.append(Entry(url, kind, domain))
    return entries


def _arm_interruption(schedule: Schedule, clock: WorldClock, transport: InProcessTransport) -> None:
    clock.on_sleep = lambda: None
    if schedule.interrupt_at is None:
        return
    left = schedule.interrupt_at

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Interrupted('SIGTERM')

    clock.on_sleep = count
    transport.on_call = lambda _moment, _operation: count()


class _ProgrammingError(Exception):
    """Stands for whatever a mistake in the collection's own code raises."""


@contextlib.contextmanager
def _broken_off(schedule: Schedule) -> Iterator[None]:
    """Raise at one line of the collection's own code, as a signal or a programming error would."""
    left, before = schedule.break_at, sys.gettrace()
    if left is None:
        yield
        return

    def at_line(frame: FrameType, event: str, _argument: object) -> Callable[..., object] | None:
        nonlocal left
        if '/plugins/module_utils/' not in frame.f_code.co_filename:
            return None
        if event == 'line':
            left -= 1
        if left <= 0:
            sys.settrace(before)
            raise Interrupted('SIGTERM') if schedule.break_by == 'signal' else _ProgrammingError
        return at_line

    sys.settrace(at_line)
    try:
        yield
    finally:
        sys.settrace(before)


def violations(played: Played) -> list[str]:
    """What the run did that it must not do; empty for a good one."""
    found = [
        *_counts(played),
        *_states(played),
        *_time(played),
        *_quota(played),
        *_result(played),
        *_reruns(played),
    ]
    return [f'seed {played.schedule.seed}: {text}' for text in found]


def _counts(played: Played) -> list[str]:
    summary = dict(played.ledger.summary())
    requested = summary.pop('requested')
    expected = sum(count for _kind, _domain, count in played.schedule.entries)
    if requested != expected or sum(summary.values()) != expected:
        return [f'{expected} entries requested, but the counts are {played.ledger.summary()}']
    return []


def _states(played: Played) -> list[str]:
    found = []
    options = played.schedule.options
    drops_hosts = played.schedule.switches.get('bad_host', 'reject_all') != 'reject_all'
    for entry, truth in played.entries():
        decidable = not _is_undecidable(played, entry)
        if entry.state == _ledger.COMPLETE and 'Complete' not in truth and decidable:
            found.append(f'{entry} although the service has {truth}')
        if entry.state == _ledger.FAILED and not _ENDED_BADLY & set(truth) and entry.kind != 'cache_tag':
            found.append(f'{entry} although the service has {truth}')
        if entry.state in (_ledger.UNSENT, _ledger.REJECTED) and truth:
            found.append(f'{entry} although the service accepted it')
        if entry.state in (_ledger.PENDING, _ledger.COMPLETE, _ledger.FAILED) and not truth and not drops_hosts:
            found.append(f'{entry} although the service never accepted it')
        if len(truth) > 1:
            found.append(f'{entry} was submitted {len(truth)} times')
        if entry.state in (_ledger.REJECTED, _ledger.UNCERTAIN, _ledger.FAILED) and not entry.reason:
            found.append(f'{entry} has no reason')
        if entry.reason.startswith('wait_timeout') and played.elapsed < options.wait_timeout - _LONGEST_PAUSE:
            found.append(f'{entry} for want of time, of which {options.wait_timeout - played.elapsed:.0f} s were left')
    return found


# Rows that these faults hide cannot be found by a second run: nobody can know of them.
_HIDING = {'late_rows', 'late_processing', 'vanish'}


def _reruns(played: Played) -> list[str]:
    """A second run sends what is missing and nothing twice, a third one changes nothing."""
    hidden = any(fault.kind in _HIDING for fault in played.schedule.faults)
    if not played.reruns or hidden or played.schedule.settings.visibility[1] > 3.0 or _never_ends(played):
        return []
    found = []
    second, third = played.reruns
    for (entry, before), (_same, after) in zip(played.entries(), second.entries(), strict=True):
        # Those that failed are sent again, also when they did so between the runs.
        allowed = 1 + (bool(before) and set(after[: len(before)]) <= _ENDED_BADLY)
        if len(after) > allowed:
            found.append(f'{entry}: a second run submitted it again; before {before}, after {after}')
    if second.outcome.failed and not _stays_bad(played):
        found.append(f'the second run failed: {second.outcome.message()}')
    if not second.outcome.failed and third.record.changed:
        found.append('the third run changed something')
    return found


def _never_ends(played: Played) -> bool:
    return any(fault.kind in ('stuck', 'unknown_status', 'slow_task') for fault in played.schedule.faults)


def _stays_bad(played: Played) -> bool:
    """What no second run can mend: other people's domains, states of domains, quotas that are used up."""
    settings = played.schedule.settings
    return bool(
        settings.domain_states
        or any(quota < 10000 for quota in settings.quotas.values())
        or any(domain.endswith('.invalid') for _kind, domain, _count in played.schedule.entries)
        or any(fault.kind in ('quota_eaten', 'failed') for fault in played.schedule.faults)
        or 'bad_host' in played.schedule.switches
        or _seconds_of_taking_turns(played) > _RERUN_TIMEOUT / 2
    )


def _seconds_of_taking_turns(played: Played) -> float:
    """How long the tasks last when ``max_in_flight`` lets few batches run at a time; they vary by a third."""
    options = played.schedule.options
    if not options.max_in_flight:
        return 0.0
    entries = sum(count for _kind, _domain, count in played.schedule.entries)
    batches = entries / (options.limits.batch_size or 100) + len(played.schedule.entries)
    return batches / options.max_in_flight * played.schedule.settings.task_time['refresh']


def _is_undecidable(played: Played, entry: Entry) -> bool:
    """Rows of cache tags may name nothing: then nobody can tell ours from others', or know of one that is to come."""
    return entry.kind == 'cache_tag' and any(
        fault.kind in ('foreign_rows', 'late_rows', 'vanish') for fault in played.schedule.faults
    )


def _time(played: Played) -> list[str]:
    options = played.schedule.options
    limit = options.wait_timeout + options.read_timeout + _OVERRUN
    if played.elapsed > limit:
        return [f'it took {played.elapsed:.1f} s, the limit is {limit:.1f} s']
    return []


def _quota(played: Played) -> list[str]:
    """With too small a quota nothing goes out under strict, and what fits under partial."""
    submitted = sum(len(truth) for truth in played.truths)
    found = []
    for name, use in played.record.quota.items():
        allowed = 0 if played.schedule.options.quota_policy == 'strict' else use.remaining_before
        if use.needed > use.remaining_before and submitted > allowed:
            found.append(f'{submitted} entries were submitted with {use.remaining_before} of the quota {name} left')
    return found


def _result(played: Played) -> list[str]:
    found = []
    summary = played.ledger.summary()
    result = played.outcome.result({})
    good = summary['complete'] + summary['skipped'] + summary['duplicate']
    if not played.schedule.options.wait:
        good += summary['pending']
    if played.outcome.failed != (good != summary['requested']):
        found.append(f'failed is {played.outcome.failed}, but the counts are {summary}')
    accepted = {item.task_id for item in played.service.accepted()}
    strangers = [task_id for task_id in result['task_ids'] if task_id not in accepted]
    if strangers and not any(fault.kind == 'foreign_rows' for fault in played.schedule.faults):
        found.append(f'task ids {strangers} were never given out')
    counted = Counter(entry.state for entry in played.ledger.entries)
    if any(counted[state] != summary[state] for state in counted):
        found.append('summary and entries differ')
    for word in ('  ', 'None', '{', 'Traceback'):
        if word in played.outcome.message():
            found.append(f'the message reads badly: {played.outcome.message()}')
    found += _refusals_by_our_own_haste(played)
    return found


def _refusals_by_our_own_haste(played: Played) -> list[str]:
    """Calls that came too fast although nobody else was there."""
    hasty = [
        call
        for call in played.service.calls()
        if call.code in ('Throttling.User', 'Throttling.Api', 'Throttling', 'TooManyRequests') and not call.faults
    ]
    return [f'{len(hasty)} calls were throttled without a fault: {hasty[0]}'] if hasty else []
