# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Group entries into the fewest requests that the service's limits allow."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import itertools
import typing as t
import urllib.parse

from . import _kinds, _ledger


@dataclasses.dataclass
class Batch:
    """The entries of one request; all of one kind."""

    kind: _kinds.Kind
    entries: tuple[_ledger.Entry, ...]

    @property
    def domains(self) -> dict[str, int]:
        """Domain → how many of the entries are on it."""
        return dict(collections.Counter(entry.domain for entry in self.entries))


@dataclasses.dataclass
class Limits:
    """What the user allows.

    :ivar batch_size: most entries in a request, within the service's limit; None = the service's limit.
    :ivar urls_per_minute: a single request cannot hold more URLs of one domain than a minute allows; None = no limit.
    :ivar query_bytes: how much of what a query string may hold is taken up by other parameters.
    """

    batch_size: int | None = None
    urls_per_minute: int | None = None
    query_bytes: int = 0


def make_batches(entries: t.Iterable[_ledger.Entry], limits: Limits) -> list[Batch]:
    """Batches in the order in which they are to be sent. Within a domain the order of the entries is kept."""
    by_kind: dict[str, list[_ledger.Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [batch for name, group in by_kind.items() for batch in _batches_of_kind(_kinds.KINDS[name], group, limits)]


def per_minute(kind: _kinds.Kind, limits: Limits) -> int | None:
    """Most entries of a kind a minute and domain."""
    return limits.urls_per_minute or kind.per_minute if kind.name == _kinds.FILE else kind.per_minute


def encoded_size(entry: _ledger.Entry) -> int:
    """Bytes that an entry takes up in a query string, with the line feed between it and the next."""
    return len(urllib.parse.quote_plus(entry.url)) + len("%0A")


def _batches_of_kind(kind: _kinds.Kind, entries: t.Sequence[_ledger.Entry], limits: Limits) -> t.Iterator[Batch]:
    size = min(kind.per_request, limits.batch_size or kind.per_request)
    if kind.query_bytes is not None:
        yield from _batches_by_bytes(kind, entries, size, kind.query_bytes - limits.query_bytes)
        return
    part = min(size, per_minute(kind, limits) or size)
    queues: dict[str, t.Iterator[_ledger.Entry]] = {}
    counts: collections.Counter[str] = collections.Counter()
    for domain, group in _by_domain(entries).items():
        queues[domain] = iter(group)
        counts[domain] = len(group)
    for shares in _pack(counts, size, part):
        chosen = [itertools.islice(queues[domain], share) for domain, share in shares.items()]
        yield Batch(kind, tuple(itertools.chain.from_iterable(chosen)))


def _batches_by_bytes(kind: _kinds.Kind, entries: t.Sequence[_ledger.Entry], size: int, most: int) -> t.Iterator[Batch]:
    """Fill one request after the other, domain by domain. An entry that is too large by itself goes alone."""
    chosen: list[_ledger.Entry] = []
    taken = 0
    for entry in itertools.chain.from_iterable(_by_domain(entries).values()):
        needed = encoded_size(entry)
        domains = {other.domain for other in chosen} | {entry.domain}
        full = len(chosen) == size or taken + needed > most or len(domains) > _kinds.DOMAINS_PER_REQUEST
        if chosen and full:
            yield Batch(kind, tuple(chosen))
            chosen, taken = [], 0
        chosen.append(entry)
        taken += needed
    if chosen:
        yield Batch(kind, tuple(chosen))


def _by_domain(entries: t.Iterable[_ledger.Entry]) -> dict[str, list[_ledger.Entry]]:
    groups: dict[str, list[_ledger.Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.domain, []).append(entry)
    return groups


def _pack(counts: t.Mapping[str, int], size: int, part: int) -> t.Iterator[dict[str, int]]:
    """Split the domains' counts over requests of at most ``size`` entries and ten domains, ``part`` of each domain.

    Small domains go side by side, and the largest one is cut to fill what is left; where a request cannot hold as
    much of a domain, the largest go first, so that none is left over by itself at the end.
    """
    # Descending by count, so that both ends are cheap to reach.
    waiting = sorted((-count, domain) for domain, count in counts.items())
    while waiting:
        shares: dict[str, int] = {}
        cut: list[tuple[int, str]] = []
        room = size
        while waiting and room and len(shares) < _kinds.DOMAINS_PER_REQUEST:
            last_place = len(shares) == _kinds.DOMAINS_PER_REQUEST - 1
            negative, domain = waiting.pop(0) if last_place or part < size else waiting.pop()
            shares[domain] = min(-negative, room, part)
            room -= shares[domain]
            if -negative > shares[domain]:
                cut.append((negative + shares[domain], domain))
        yield shares
        for rest in cut:
            bisect.insort(waiting, rest)
