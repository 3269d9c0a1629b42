# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""One look of the role cdn_invalidate at the origin or the edge: is the answer what it should be?"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils import _cache_words

_WHO = {"origin_checks": "The origin", "verify": "The edge"}
# What tells at a glance whether a cache answered; keys as ansible.builtin.uri names them.
_CACHE_MARKS: dict[str, dict[str, str]] = {"origin_checks": {}, "verify": {"x_cache": "X-Cache", "age": "Age"}}
# As ansible.builtin.uri names them.
_SHOWN = (
    "age",
    "cache_control",
    "date",
    "etag",
    "expires",
    "last_modified",
    "vary",
    "via",
    "x_cache",
    "x_swift_cachetime",
    "x_swift_savetime",
)


def looks(registered: t.Mapping[str, t.Any], check_key: str, **about: t.Any) -> list[dict[str, t.Any]]:
    """What a loop over checks left in its registered variable: a look for each."""
    return [look(page, page[check_key], **about) for page in registered.get("results", []) if check_key in page]


def is_good(page: t.Mapping[str, t.Any], check: t.Mapping[str, t.Any]) -> bool:
    """Whether an answer is what it should be."""
    return not faults(page, check)


def look(
    page: t.Mapping[str, t.Any],
    check: t.Mapping[str, t.Any],
    step: str,
    refreshed_ago: float = 0,
    directories: t.Sequence[str] = (),
    base_url: str = "",
) -> dict[str, t.Any]:
    """
    :param page: what ansible.builtin.uri returned.
    :param step: origin_checks or verify.
    :param directories: those that were refreshed without force.
    """
    problems = faults(page, check)
    url = check["url"]
    message = f"{_WHO[step]} serves {url} as it should."
    explanation, advice = "", "Deploy the new build there first, or give this check more tries or a longer delay."
    if step == "verify":
        covering = _cache_words.covering(url, _host(check), directories, base_url)
        explanation = _cache_words.explain(page, refreshed_ago, covering)
        advice = _cache_words.advise(page, refreshed_ago, covering)
    if problems:
        marks = ", ".join(f"{name}: {page[key]}" for key, name in _CACHE_MARKS[step].items() if key in page)
        shown = f" ({marks})" if marks else ""
        message = f"{_WHO[step]} does not serve {url} as it should: {', '.join(problems)}{shown}. {advice}"
    return {
        "step": step,
        "url": url,
        "status": int(page.get("status", -1)),
        "ok": not problems,
        "changed": False,
        "tries": page.get("attempts", 1),
        "faults": problems,
        "msg": message,
        "headers": {key: page[key] for key in _SHOWN if key in page},
        "explanation": explanation,
    }


def faults(page: t.Mapping[str, t.Any], check: t.Mapping[str, t.Any]) -> list[str]:
    """In how far an answer is not as it should be."""
    status = int(page.get("status", -1))
    if status < 100:
        return [f"it could not be reached ({page.get('msg', 'no answer')})"]
    found = []
    if str(status) not in check["statuses"]:
        found.append(f"its status is {status} and not {' or '.join(check['statuses'])}")
    for name, value in check["headers"]:
        key = name.lower().replace("-", "_")
        if key not in page:
            found.append(f"it has no header {name}")
        elif value and not _is_part(value, str(page[key])):
            found.append(f'its header {name} is "{page[key]}" and not "{value}"')
    content = str(page.get("content", ""))
    return found + [f'its body does not contain "{text}"' for text in check["texts"] if text not in content]


def _is_part(value: str, header: str) -> bool:
    return bool(re.search(rf"(^|[\s,;]){re.escape(value)}($|[\s,;])", header, re.IGNORECASE))


def _host(check: t.Mapping[str, t.Any]) -> str:
    sent = [value for name, value in check["request_headers"].items() if name.lower() == "host"]
    return sent[0] if sent else urlsplit(check["url"]).netloc
