# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every entry goes out once, in as few requests as the limits allow."""

from __future__ import annotations

import collections
import cProfile
import dataclasses
import functools
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _kinds, _plan
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry

# The service's limits, as the vendor's pages state them: not read from the code.
PER_REQUEST = {"file": 1000, "directory": 100, "regex": 1, "ignore_params": 100}
DOMAINS = 10


def entries_of(counts, kind="file"):
    """Entries of several domains, interleaved as a shuffled input would have them."""
    left = dict(counts)
    made = []
    while any(left.values()):
        for domain in left:
            if left[domain]:
                left[domain] -= 1
                made.append(Entry(f"https://{domain}/{counts[domain] - left[domain]}", kind, domain))
    return made


def plan(entries, batch_size=None, urls_per_minute=10000):
    return _plan.make_batches(entries, _plan.Limits(batch_size, urls_per_minute))


def check(entries, batches, batch_size=None, urls_per_minute=10000):
    sent = [entry for batch in batches for entry in batch.entries]
    assert sorted(map(id, sent)) == sorted(map(id, entries)), "each entry is in exactly one request"
    for batch in batches:
        assert {entry.kind for entry in batch.entries} == {batch.kind.name}
        assert 1 <= len(batch.entries) <= min(PER_REQUEST[batch.kind.name], batch_size or 1000)
        per_domain = collections.Counter(entry.domain for entry in batch.entries)
        assert len(per_domain) <= DOMAINS
        assert batch.domains == per_domain
        if batch.kind.name == "file":
            assert max(per_domain.values()) <= urls_per_minute
    for key in {(entry.kind, entry.domain) for entry in entries}:
        assert [e for e in sent if (e.kind, e.domain) == key] == [e for e in entries if (e.kind, e.domain) == key]


@pytest.mark.parametrize(
    ("kind", "counts", "requests"),
    [
        pytest.param("file", {}, 0, id="nothing"),
        pytest.param("file", {"a": 1}, 1, id="one URL"),
        pytest.param("file", {"a": 1000}, 1, id="1,000 URLs fit into a request"),
        pytest.param("file", {"a": 1001}, 2, id="1,001 do not"),
        pytest.param("file", {"a": 999, "b": 1}, 1, id="domains share a request"),
        pytest.param("file", {"a": 1500, "b": 1500}, 3, id="remainders share a request"),
        pytest.param("file", {str(n): 100 for n in range(10)}, 1, id="ten domains fit into a request"),
        pytest.param("file", {str(n): 1 for n in range(11)}, 2, id="eleven do not"),
        pytest.param("file", {str(n): 2 for n in range(100)}, 10, id="a hundred small domains"),
        pytest.param("directory", {"a": 100}, 1, id="100 directories fit into a request"),
        pytest.param("directory", {"a": 101}, 2, id="101 do not"),
        pytest.param("directory", {"a": 50, "b": 51}, 2, id="directories of all domains count together"),
        pytest.param("regex", {"a": 3}, 3, id="one pattern a request"),
        pytest.param("ignore_params", {"a": 100}, 1, id="100 URLs without parameters fit into a request"),
        pytest.param("ignore_params", {"a": 101}, 2, id="101 of them do not"),
    ],
)
def test_uses_the_fewest_requests(kind, counts, requests):
    entries = entries_of(counts, kind)
    batches = plan(entries)
    check(entries, batches)
    assert len(batches) == requests


@pytest.mark.parametrize(
    ("batch_size", "urls_per_minute", "sizes"),
    [
        pytest.param(3, 10000, [3, 3, 1], id="batch_size bounds a request"),
        pytest.param(1, 10000, [1] * 7, id="one by one"),
        pytest.param(5000, 10000, [7], id="batch_size never widens the service's limit"),
        pytest.param(None, 4, [4, 3], id="no request holds more of a domain than a minute allows"),
        pytest.param(5, 2, [2, 2, 2, 1], id="the tighter of both"),
    ],
)
def test_the_user_can_tighten_the_limits(batch_size, urls_per_minute, sizes):
    entries = entries_of({"a": 7})
    batches = plan(entries, batch_size, urls_per_minute)
    check(entries, batches, batch_size, urls_per_minute)
    assert [len(batch.entries) for batch in batches] == sizes


def test_a_batch_size_above_the_limit_does_not_widen_requests():
    entries = entries_of({"a": 101}, "directory")
    check(entries, plan(entries, batch_size=1000), batch_size=1000)


def test_kinds_never_share_a_request():
    entries = [*entries_of({"a": 2}), *entries_of({"a": 2}, "directory"), *entries_of({"a": 2}, "regex")]
    batches = plan(entries)
    check(entries, batches)
    assert [batch.kind.name for batch in batches] == ["file", "directory", "regex", "regex"]


def test_tags_of_a_domain_share_requests():
    entries = [Entry(f"a.example#{number}", "cache_tag", "a.example") for number in range(20)]
    assert [len(batch.entries) for batch in plan(entries)] == [20]
    assert [len(batch.entries) for batch in plan(entries, batch_size=15)] == [15, 5]


@settings(max_examples=40)
@given(
    counts=st.dictionaries(
        st.tuples(st.sampled_from(list(PER_REQUEST)), st.integers(0, 30)),
        st.one_of(st.integers(1, 30), st.sampled_from([99, 100, 101, 999, 1000, 1001, 2500])),
        max_size=15,
    ),
    batch_size=st.one_of(st.none(), st.integers(1, 2000)),
    urls_per_minute=st.one_of(st.just(10000), st.integers(1, 1500)),
    seed=st.randoms(use_true_random=False),
)
def test_keeps_every_limit_and_loses_nothing(counts, batch_size, urls_per_minute, seed):
    entries = [
        Entry(f"https://{domain}/{number}", kind, str(domain))
        for (kind, domain), count in counts.items()
        for number in range(min(count, 20) if kind == "regex" else count)
    ]
    seed.shuffle(entries)
    check(entries, plan(entries, batch_size, urls_per_minute), batch_size, urls_per_minute)


@functools.cache
def fewest(counts, size, part, domains):
    """The smallest number of requests, found by trying all. ``counts`` are sorted, none is 0."""
    if not counts:
        return 0
    best = sum(counts)
    for rest in remainders(counts, size, part, domains):
        best = min(best, 1 + fewest(rest, size, part, domains))
    return best


@functools.cache
def remainders(counts, size, part, domains):
    """What one full-as-can-be request may leave over."""
    found = set()

    def choose(index, rest, room, places):
        if index == len(counts):
            if rest != counts:
                found.add(tuple(sorted(count for count in rest if count)))
            return
        most = min(counts[index], room, part) if places else 0
        for share in range(most + 1):
            choose(
                index + 1, (*rest[:index], rest[index] - share, *rest[index + 1 :]), room - share, places - bool(share)
            )

    choose(0, counts, size, domains)
    return found


SMALL_INPUTS = [
    pytest.param(size, part, domains, id=f"{size} a request, {part} a minute, {domains} domains")
    for domains in (1, 2, 3)
    for size in (1, 2, 3, 4)
    for part in range(1, size + 1)
]


@pytest.mark.parametrize(("size", "part", "domains"), SMALL_INPUTS)
def test_needs_the_fewest_requests(monkeypatch, size, part, domains):
    """Every small input against a search through all plans.

    In general the fewest is out of reach: packing items that may be cut, with so many to a bin at most, is NP-hard in
    the strong sense (Epstein, Levin and van Stee, Algorithmica 62, doi:10.1007/s00453-010-9445-6). No plan is above
    twice the fewest plus one: of all requests but the last each is full, of which no plan has fewer than the entries
    make necessary, or ends ten domains, of which no plan has fewer than the domains make necessary. Where a minute
    allows less than a request holds, a plan may be one request above the fewest; a minute's wait costs more there.
    """
    monkeypatch.setitem(_kinds.KINDS, "file", dataclasses.replace(_kinds.KINDS["file"], per_request=size))
    monkeypatch.setattr(_kinds, "DOMAINS_PER_REQUEST", domains)
    for counts in itertools.chain.from_iterable(
        itertools.combinations_with_replacement(range(1, 5), number) for number in range(1, 6)
    ):
        entries = entries_of({str(number): count for number, count in enumerate(counts)})
        batches = plan(entries, urls_per_minute=part)
        assert all(len(batch.domains) <= domains and len(batch.entries) <= size for batch in batches)
        assert sum(len(batch.entries) for batch in batches) == len(entries)
        best = fewest(counts, size, part, domains)
        assert len(batches) <= (best if part == size else best + 1), counts


@settings(max_examples=60)
@given(counts=st.lists(st.one_of(st.integers(1, 5), st.integers(15, 45)), max_size=40))
def test_stays_within_its_bound(counts):
    entries = [Entry(f"https://{n}/{m}", "file", str(n)) for n, count in enumerate(counts) for m in range(count)]
    assert len(plan(entries, batch_size=20)) <= sum(counts) // 20 + len(counts) // DOMAINS + 1


def test_planning_takes_steps_in_proportion_to_the_entries():
    assert growth(lambda count: plan([Entry(f"https://a/{n}", "file", f"{n % 25}") for n in range(count)])) < 1.1


def growth(function, smaller=10000, larger=40000):
    """The exponent with which the number of function calls grows."""
    steps = []
    for count in (smaller, larger):
        profile = cProfile.Profile()
        profile.runcall(function, count)
        steps.append(sum(entry.callcount for entry in profile.getstats()))
    return math.log(steps[1] / steps[0]) / math.log(larger / smaller)
