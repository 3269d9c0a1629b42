# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Group entries into the fewest requests that the service's limits allow."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import typing as t

from . import _kinds
from ._ledger import Entry


@dataclasses.dataclass(frozen=True)
class Batch:
    """The entries of one request; all of one kind."""

    kind: _kinds.Kind
    entries: tuple[Entry, ...]

    @property
    def domains(self) -> dict[str, int]:
        """Domain → how many of the entries are on it."""
        return dict(collections.Counter(entry.domain for entry in self.entries))


@dataclasses.dataclass(frozen=True)
class Limits:
    """What the user allows; both only ever tighten the service's own limits.

    :ivar batch_size: most entries in a request; None = the service's limit.
    :ivar urls_per_minute: a single request cannot hold more URLs of one domain than a minute allows.
    """

    batch_size: int | None
    urls_per_minute: int


def make_batches(entries: t.Iterable[Entry], limits: Limits) -> list[Batch]:
    """Batches in the order in which they are to be sent. Within a domain the order of the entries is kept."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [batch for name, group in by_kind.items() for batch in _batches_of_kind(_kinds.KINDS[name], group, limits)]


def per_minute(kind: _kinds.Kind, limits: Limits) -> int | None:
    """Most entries of a kind a minute and domain."""
    return limits.urls_per_minute if kind.name == _kinds.FILE else kind.per_minute


def _batches_of_kind(kind: _kinds.Kind, entries: t.Sequence[Entry], limits: Limits) -> t.Iterator[Batch]:
    size = min(kind.per_request, limits.batch_size or kind.per_request)
    part = min(size, per_minute(kind, limits) or size)
    queues: dict[str, t.Iterator[Entry]] = {}
    counts: collections.Counter[str] = collections.Counter()
    for domain, group in _by_domain(entries).items():
        queues[domain] = iter(group)
        counts[domain] = len(group)
    for shares in _pack(counts, size, part):
        chosen = [itertools.islice(queues[domain], share) for domain, share in shares.items()]
        yield Batch(kind, tuple(itertools.chain.from_iterable(chosen)))


def _by_domain(entries: t.Iterable[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.domain, []).append(entry)
    return groups


def _pack(counts: t.Mapping[str, int], size: int, part: int) -> t.Iterator[dict[str, int]]:
    """Split the domains' counts over requests of at most ``size`` entries and ten domains.

    Full requests of one domain come first, taken from the domains in turn so that one domain's
    minute budget does not hold back another's. The rests are then put together: small ones
    side by side, the largest cut to fill what is left.
    """
    full = {domain: count // part for domain, count in counts.items()}
    if part == size:
        for turn in range(max(full.values(), default=0)):
            for domain in counts:
                if turn < full[domain]:
                    yield {domain: part}
        rests = [(count % part, domain) for domain, count in counts.items() if count % part]
    else:
        rests = [(count, domain) for domain, count in counts.items() if count]
    yield from _pack_rests(sorted(rests), size, part)


def _pack_rests(rests: list[tuple[int, str]], size: int, part: int) -> t.Iterator[dict[str, int]]:
    """``rests`` are sorted, smallest first."""
    while rests:
        shares: dict[str, int] = {}
        cut: list[tuple[int, str]] = []
        room = size
        while rests and room and len(shares) < _kinds.DOMAINS_PER_REQUEST:
            last_place = len(shares) == _kinds.DOMAINS_PER_REQUEST - 1
            count, domain = rests.pop() if last_place else rests.pop(0)
            shares[domain] = min(count, room, part)
            room -= shares[domain]
            if count > shares[domain]:
                cut.append((count - shares[domain], domain))
        yield shares
        rests = sorted(rests + cut)
