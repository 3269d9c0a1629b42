# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be submitted: the five refresh kinds, cache tags and prefetch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry. `quota` and `minute` are '' where none applies."""

    name: str
    object_type: str
    family: str
    quota: str
    per_call: str
    minute: str
    shares_id: bool


FILE = Kind('file', 'File', 'refresh', 'url', 'urls_per_call', 'urls_per_minute', True)
DIRECTORY = Kind(
    'directory', 'Directory', 'refresh', 'directory', 'directories_per_call', 'directories_per_minute', False
)
REGEX = Kind('regex', 'Regex', 'refresh', 'regex', 'regexes_per_call', 'urls_per_minute', False)
IGNORE_PARAMS = Kind(
    'ignore_params', 'IgnoreParams', 'refresh', 'ignore_params', 'ignore_params_per_call', 'urls_per_minute', True
)
CACHE_TAG = Kind('cache_tag', '', 'refresh', '', 'tags_per_call', '', False)
PREFETCH = Kind('prefetch', '', 'prefetch', 'prefetch', 'prefetches_per_call', '', True)

KINDS: dict[str, Kind] = {kind.name: kind for kind in (FILE, DIRECTORY, REGEX, IGNORE_PARAMS, CACHE_TAG, PREFETCH)}
