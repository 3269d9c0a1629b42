# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the role cdn_invalidate says in the end: its result, and the stats for a workflow."""

from __future__ import annotations

import typing as t

STATES = ("requested", "duplicate", "skipped", "complete", "failed", "pending", "rejected", "uncertain", "unsent")
_LISTS = ("task_ids", "problems", "remaining_urls")
# Step → what its failure means for the whole.
_FAILURES = {
    "arguments": "The variables of the role cannot be used",
    "origin_checks": "The origin is not ready, and nothing was refreshed",
    "check": "The entries were checked, and nothing was sent",
    "refresh": "The refresh failed",
    "repeat": "The first refresh is complete, but the second one failed",
    "prefetch": "The refresh is complete, but the prefetch failed",
    "verify": "Everything was carried out, but a look at the edge failed",
}

Log = t.Sequence[t.Mapping[str, t.Any]]


def answers(registered: t.Mapping[str, t.Any], step: str, kind_key: str = "") -> list[dict[str, t.Any]]:
    """What a task with a module left in its registered variable: one element for each kind of entries."""
    results = registered.get("results", [registered])
    return [_answer(result, step, str(result.get(kind_key) or "prefetch")) for result in results]


def _answer(result: t.Mapping[str, t.Any], step: str, kind: str) -> dict[str, t.Any]:
    return {
        "step": step,
        "kind": kind,
        "changed": bool(result.get("changed")) and step != "check",
        "failed": bool(result.get("failed")),
        "msg": result.get("msg", ""),
        "summary": result.get("summary", {}),
        **{name: result.get(name, []) for name in _LISTS},
        "quota": result.get("quota", {}),
        "elapsed": result.get("elapsed", 0),
    }


def report(log: Log, failure: str, check_mode: bool, host: str, elapsed: float) -> dict[str, t.Any]:
    """
    :param log: answers and looks, in the order in which they came.
    :param failure: what ended the role early, when that stands in no answer; '' when nothing did.
    """
    failed_step, reason = _failure(log, failure, check_mode)
    refresh, repeat, prefetch = (_sum(log, step) for step in ("refresh", "repeat", "prefetch"))
    did_something = bool(refresh["kinds"] or prefetch["kinds"])
    if failed_step:
        status, message = "failed", f"{_FAILURES[failed_step]}: {reason}"
    elif not did_something:
        status, message = "checked" if check_mode else "empty", "Nothing was to be done."
    elif check_mode:
        counts = (
            f"{refresh['summary']['requested']} entries to refresh and {prefetch['summary']['requested']} to prefetch"
        )
        status, message = "checked", f"Checked {counts}; nothing was sent."
    else:
        verified = sum(item["step"] == "verify" for item in log)
        status, message = "ok", _success(refresh["summary"], repeat, prefetch, verified)
    steps = dict.fromkeys(item["step"] for item in log)
    return {
        "status": status,
        "failed": bool(failed_step),
        "failed_step": failed_step,
        "changed": any(item["changed"] for item in log),
        "check_mode": check_mode,
        "host": host,
        "msg": message,
        "steps": [step for step in steps if step != failed_step],
        "origin_checks": [item for item in log if item["step"] == "origin_checks"],
        "refresh": refresh,
        "repeat": repeat,
        "prefetch": {key: value for key, value in prefetch.items() if key != "kinds"},
        "verify": [item for item in log if item["step"] == "verify"],
        "elapsed": round(elapsed, 1),
    }


def stats(result: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """None is named like a variable of the role: a later node of a workflow gets them as extra variables."""
    steps = [result[step] for step in ("refresh", "repeat", "prefetch")]
    return {
        "cdn_status": result["status"],
        "cdn_message": result["msg"],
        "cdn_failed_step": result["failed_step"],
        "cdn_changed": result["changed"],
        "cdn_refresh_summary": result["refresh"]["summary"],
        "cdn_prefetch_summary": result["prefetch"]["summary"],
        "cdn_task_ids": [number for step in steps for number in step["task_ids"]],
        "cdn_remaining_urls": result["refresh"]["remaining_urls"],
    }


def _failure(log: Log, failure: str, check_mode: bool) -> tuple[str, str]:
    for item in log:
        # A look in check mode stops nothing.
        if item.get("failed") or not (item.get("ok", True) or check_mode):
            return item["step"], item["msg"] or failure or "no reason was given"
    return ("arguments", failure) if failure else ("", "")


def _sum(log: Log, step: str) -> dict[str, t.Any]:
    kinds = [item for item in log if item["step"] == step]
    found: dict[str, t.Any] = {"kinds": kinds}
    found["summary"] = {state: sum(item["summary"].get(state, 0) for item in kinds) for state in STATES}
    for name in _LISTS:
        found[name] = [element for item in kinds for element in item[name]]
    found["task_ids"] = list(dict.fromkeys(found["task_ids"]))
    return found


def _success(
    refresh: t.Mapping[str, int], repeat: t.Mapping[str, t.Any], prefetch: t.Mapping[str, t.Any], verified: int
) -> str:
    warmed = prefetch["summary"]
    parts = [f"Refreshed {refresh['complete']} of {refresh['requested']} entries{' twice' if repeat['kinds'] else ''}"]
    if prefetch["kinds"]:
        parts.append(f"prefetched {warmed['complete']} of {warmed['requested']}")
    before = refresh["skipped"] + warmed["skipped"]
    if before:
        parts.append(f"{before} were done before")
    if verified:
        parts.append(f"verified {verified}")
    return f"{', '.join(parts)}."
