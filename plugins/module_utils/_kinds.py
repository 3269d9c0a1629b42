# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The kinds of entries: how each is submitted, counted, limited and found again in the task list."""

from __future__ import annotations

import dataclasses

FILE = "file"
DIRECTORY = "directory"
REGEX = "regex"
IGNORE_PARAMS = "ignore_params"
CACHE_TAG = "cache_tag"
PREFETCH = "prefetch"

REFRESH_OPERATION = "RefreshObjectCaches"
TAG_OPERATION = "RefreshObjectCacheByCacheTag"
PREFETCH_OPERATION = "PushObjectCache"

# Vendor's page of RefreshObjectCaches: the URLs of one request may span at most ten domains. No page has a limit
# for prefetch; the same one is kept there.
DOMAINS_PER_REQUEST = 10

# What travels in the query string must fit into a request line. The vendor states no limit for this API; its
# API Gateway product takes 8 KB of URL and headers together, and a real case (issue 55 of its Node core SDK)
# ended in an HTML page with status 414. This leaves room for the other parameters and the signature.
QUERY_BYTES = 6000

# Vendor's page of PushObjectCache.
PREFETCH_URL_LENGTH = 1024


@dataclasses.dataclass
class Kind:
    """What the service wants to know of one kind, and how it answers.

    :ivar submit_as: spellings of ``ObjectType``, the preferred one first.
    :ivar listed_as: spellings of ``ObjectType`` (lower case) that a row of the task list may carry;
        None where they are unknown: then any spelling that belongs to no other kind will do.
    :ivar query_as: spellings of ``ObjectType`` that select such rows; empty where none is known. The service may
        refuse a further one, which then has no rows.
    :ivar per_request: most entries in one request.
    :ivar query_bytes: most bytes of all entries of one request, percent-encoded; None where they travel in the body.
    :ivar per_minute: most entries a minute and domain; None where no limit is known.
    :ivar rows_name_entries: whether a row says which entry it is about. Where nobody knows that,
        the id as a whole may be judged.
    :ivar quota: name of the daily quota that is charged; None where it is unknown.
    :ivar noun: one entry, in messages.
    """

    name: str
    operation: str
    submit_as: tuple[str, ...]
    listed_as: frozenset[str] | None
    query_as: tuple[str, ...]
    per_request: int
    query_bytes: int | None
    per_minute: int | None
    rows_name_entries: bool
    quota: str | None
    noun: str
    nouns: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        # Vendor's page of RefreshObjectCaches: 1,000 URLs a request, 10,000 a minute and domain
        # (English pages until 2025, and older accounts: 1,000 a minute).
        Kind(
            name=FILE,
            operation=REFRESH_OPERATION,
            submit_as=("File",),
            listed_as=frozenset({"file"}),
            query_as=("file",),
            per_request=1000,
            query_bytes=None,
            per_minute=10000,
            rows_name_entries=True,
            quota="url",
            noun="URL",
            nouns="URLs",
        ),
        # The same page: 100 directories a request; the user guide: 100 a minute and domain.
        # "path" is what the API of 2014 and the sibling product DCDN call a directory in their lists.
        Kind(
            name=DIRECTORY,
            operation=REFRESH_OPERATION,
            submit_as=("Directory",),
            listed_as=frozenset({"directory", "path"}),
            query_as=("directory", "path"),
            per_request=100,
            query_bytes=None,
            per_minute=100,
            rows_name_entries=True,
            quota="directory",
            noun="directory",
            nouns="directories",
        ),
        # The same page: one pattern a request.
        Kind(
            name=REGEX,
            operation=REFRESH_OPERATION,
            submit_as=("Regex",),
            listed_as=frozenset({"regex"}),
            query_as=("regex",),
            per_request=1,
            query_bytes=None,
            per_minute=None,
            rows_name_entries=True,
            quota="regex",
            noun="pattern",
            nouns="patterns",
        ),
        # The Chinese page says IgnoreParams, the English parameter list ExQuery. No page has a limit a request;
        # the sibling product ESA takes 100. How rows are labelled is written nowhere.
        Kind(
            name=IGNORE_PARAMS,
            operation=REFRESH_OPERATION,
            submit_as=("IgnoreParams", "ExQuery"),
            listed_as=None,
            query_as=(),
            per_request=100,
            query_bytes=None,
            per_minute=None,
            rows_name_entries=False,
            quota="ignore_params",
            noun="URL without parameters",
            nouns="URLs without parameters",
        ),
        # No page has a limit a request; the tags travel in the query string, so a request stays small.
        # Which quota they use is written nowhere.
        Kind(
            name=CACHE_TAG,
            operation=TAG_OPERATION,
            submit_as=(),
            listed_as=None,
            query_as=(),
            per_request=50,
            query_bytes=QUERY_BYTES,
            per_minute=None,
            rows_name_entries=False,
            quota=None,
            noun="cache tag",
            nouns="cache tags",
        ),
        # Vendor's page of PushObjectCache: 100 URLs a request (its error texts say 1,000).
        Kind(
            name=PREFETCH,
            operation=PREFETCH_OPERATION,
            submit_as=(),
            listed_as=frozenset({"preload", "prefetch"}),
            query_as=("preload",),
            per_request=100,
            query_bytes=QUERY_BYTES,
            per_minute=None,
            rows_name_entries=True,
            quota="prefetch",
            noun="URL",
            nouns="URLs",
        ),
    )
}

#: Spellings that a row of one kind carries and no row of another.
OWN_LABELS = frozenset({"directory", "path", "regex", "preload", "prefetch", "block", "unblock"})


def is_listed_as(kind: Kind, label: str) -> bool:
    """Whether a row with this ``ObjectType`` (lower case) can be of this kind."""
    return label in kind.listed_as if kind.listed_as is not None else label not in OWN_LABELS
