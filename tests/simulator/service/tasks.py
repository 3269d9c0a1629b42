# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks: their ids, their life, and finding them again without reading all of them."""

from __future__ import annotations

import heapq
import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from math import inf
from operator import attrgetter

from .kinds import Kind
from .settings import Settings

ENDED = ('Complete', 'Failed', 'Timeout', 'Canceled')


@dataclass(slots=True, eq=False)
class Task:
    """One row of the task list. `word` is a status that hides the true one for ever; `shown` what polls last saw."""

    order: tuple[float, int]
    task_id: str
    kind: Kind
    path: str
    domain: str
    created: float
    visible_at: float
    ends_at: float
    ending: str = 'Complete'
    description: str = ''
    word: str = ''
    vanishes_at: float = inf
    foreign: bool = False
    tag: str = ''
    shown: tuple[str, float] | None = field(default=None, repr=False)

    def status(self, now: float, first: str = 'Refreshing') -> str:
        """The truth at a moment."""
        if self.word:
            return self.word
        if now >= self.ends_at:
            return self.ending
        return first if self.progress(now) < 20 else 'Refreshing'

    def progress(self, now: float) -> float:
        """Percent; 100 only when the task has ended well."""
        if now >= self.ends_at and not self.word:
            return 100.0 if self.ending == 'Complete' else 99.37
        length = (self.ends_at if self.ends_at < inf else self.created + 60) - self.created
        return min(99.37, max(0.0, 100 * (now - self.created) / length)) if length > 0 else 99.37


class TaskIds:
    """Ten-digit ids; entries of one domain and one second share them in groups."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._next = rng.randrange(1_000_000_000, 8_000_000_000)
        self._second = -1
        self._groups: dict[tuple[str, ...], tuple[str, int]] = {}

    def new(self) -> str:
        self._next += self._rng.randrange(1, 10)
        return str(self._next)

    def shared(self, key: tuple[str, ...], size: int, now: float) -> str:
        if self._second != int(now):
            self._second, self._groups = int(now), {}
        task_id, count = self._groups.get(key, ('', 0))
        if not task_id or (size and count >= size):
            task_id, count = self.new(), 0
        self._groups[key] = (task_id, count + 1)
        return task_id


class TaskStore:
    """Visible rows by id, path, domain and kind, each list in the order of submission."""

    def __init__(self) -> None:
        self._serial = 0
        self._lists: dict[tuple[str, ...], list[Task]] = {}
        self._appearing: list[tuple[float, int, Task]] = []
        self._vanishing: list[tuple[float, int, Task]] = []
        self._running: dict[str, list[float]] = {}
        self._every: list[Task] = []

    def __iter__(self) -> Iterator[Task]:
        return iter(self._every)

    def serial(self) -> int:
        self._serial += 1
        return self._serial

    def add(self, task: Task) -> None:
        self._every.append(task)
        heapq.heappush(self._appearing, (task.visible_at, task.order[1], task))
        if task.vanishes_at < inf:
            heapq.heappush(self._vanishing, (task.vanishes_at, task.order[1], task))
        if not task.foreign:
            queue = 'prefetch' if task.kind.family == 'prefetch' else task.domain
            heapq.heappush(self._running.setdefault(queue, []), task.ends_at)

    def running(self, queue: str, now: float) -> int:
        """Unfinished refresh tasks of a domain, or unfinished prefetch tasks (`prefetch`)."""
        ends = self._running.get(queue, [])
        while ends and ends[0] <= now:
            heapq.heappop(ends)
        return len(ends)

    def settle(self, now: float) -> None:
        """Let the rows appear and vanish that are due."""
        while self._appearing and self._appearing[0][0] <= now:
            self._show(heapq.heappop(self._appearing)[2])
        while self._vanishing and self._vanishing[0][0] <= now:
            self._hide(heapq.heappop(self._vanishing)[2])

    def find(self, keys: Iterable[tuple[str, ...]], start: float, end: float) -> Found:
        """Rows that stand under any of the keys, created from `start` to before `end`."""
        spans = []
        for key in keys:
            rows = self._lists.get(key, [])
            low = bisect_left(rows, (start, -1), key=_ORDER)
            high = bisect_left(rows, (end, -1), key=_ORDER)
            if low < high:
                spans.append((rows, low, high))
        return Found(spans)

    def _show(self, task: Task) -> None:
        if task.vanishes_at <= task.visible_at:
            return
        for key in _keys(task):
            rows = self._lists.setdefault(key, [])
            if not rows or rows[-1].order < task.order:
                rows.append(task)
            else:
                rows.insert(bisect_left(rows, task.order, key=_ORDER), task)

    def _hide(self, task: Task) -> None:
        for key in _keys(task):
            rows = self._lists.get(key, [])
            place = bisect_left(rows, task.order, key=_ORDER)
            if place < len(rows) and rows[place] is task:
                del rows[place]


_ORDER: Callable[[Task], tuple[float, int]] = attrgetter('order')


def _keys(task: Task) -> tuple[tuple[str, ...], ...]:
    kind = task.kind.name
    return (
        ('all',),
        ('id', task.task_id),
        ('path', task.path),
        ('kind', kind),
        ('domain', task.domain, kind),
    )


class Found:
    """Rows that match, newest first, not copied."""

    def __init__(self, spans: list[tuple[list[Task], int, int]]) -> None:
        self._spans = spans

    def __len__(self) -> int:
        return sum(high - low for _unused, low, high in self._spans)

    def __iter__(self) -> Iterator[Task]:
        backwards = [_backwards(*span) for span in self._spans]
        if len(backwards) == 1:
            return backwards[0]
        return merge(*backwards, key=_ORDER, reverse=True)

    def page(self, start: int, size: int) -> list[Task]:
        if len(self._spans) == 1:
            rows, low, high = self._spans[0]
            return [rows[place] for place in range(high - 1 - start, max(low - 1, high - 1 - start - size), -1)]
        return list(islice(self, start, start + size))


def _backwards(rows: list[Task], low: int, high: int) -> Iterator[Task]:
    for place in range(high - 1, low - 1, -1):
        yield rows[place]


def task_length(settings: Settings, kind: Kind, rng: random.Random) -> float:
    length = settings.duration(kind.name)
    return length * (1 + settings.jitter * (2 * rng.random() - 1)) if settings.jitter else length
