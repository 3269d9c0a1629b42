# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From ledger and record to the module's result."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from . import _api, _codes, _errors, _kinds, _ledger, _limits, _quota, _record

# Worst first: the message explains the worst state that occurred.
_BAD_STATES = (_ledger.REJECTED, _ledger.FAILED, _ledger.UNCERTAIN, _ledger.UNSENT, _ledger.PENDING)

_AGAIN = "run again with remaining_urls"
_ADVICE = {
    _ledger.FAILED: f"look at what the origin answers for it, then {_AGAIN}",
    _ledger.UNCERTAIN: f"{_AGAIN}, which at worst submits some of them twice",
    _ledger.UNSENT: _AGAIN,
    _ledger.PENDING: f"raise wait_timeout, or {_AGAIN} and skip_submitted_since, which goes on waiting",
}
# Of cache tags the service does not show which ones were submitted.
_ADVICE_ON_PENDING_TAGS = f"raise wait_timeout, or {_AGAIN}"


@dataclasses.dataclass
class Outcome:
    """Builds the result of a run.

    :ivar wait: whether the user asked to wait: only then pending entries are problems.
    """

    ledger: _ledger.Ledger
    record: _record.Record
    wait: bool
    check_mode: bool = False

    def result(self, api_calls: t.Mapping[str, int]) -> dict[str, t.Any]:
        """Every return value but ``msg``."""
        bad = self._bad()
        result: dict[str, t.Any] = {
            "changed": bool(self.record.planned) if self.check_mode else self.record.changed,
            "summary": self.ledger.summary(),
            "task_ids": list(self.record.task_ids),
            "tasks": self._tasks(),
            "problems": [_problem(entry) for entry in bad[: _limits.MOST_LISTED]],
            "remaining_urls": [entry.url for entry in bad[: _limits.MOST_LISTED]],
            "quota": self._quotas(),
            "batches": self.record.batches,
            "api_calls": dict(api_calls),
            "elapsed": round(self.record.elapsed, 3),
        }
        if len(bad) > _limits.MOST_LISTED:
            result["truncated"] = True
        if bad and self.record.error is not None:
            result["error"] = self.record.error.as_dict()
        return result

    def diff(self) -> dict[str, str]:
        """The entries that went out, or in check mode would, by type."""
        sent = self.record.planned or [
            e for e in self.ledger.entries if e.state not in (_ledger.UNSENT, _ledger.SKIPPED)
        ]
        by_kind: dict[str, list[str]] = {}
        for entry in sent:
            by_kind.setdefault(entry.kind, []).append(entry.url)
        after = "".join(f"{kind}:\n" + "".join(f"  {url}\n" for url in urls) for kind, urls in by_kind.items())
        return {"before": "", "after": after, "before_header": "nothing sent", "after_header": "entries sent"}

    @property
    def failed(self) -> bool:
        """Whether the task fails."""
        return bool(self._bad())

    def message(self) -> str:
        """One sentence: how many of how many went wrong, why, and what to do next."""
        bad = self._bad()
        counts = self.ledger.summary()
        if bad:
            return self._describe_bad(bad, counts)
        if self.check_mode:
            return f"{_count(self.record.planned)} would be sent in {_plural(self.record.batches, 'request')}."
        return self._describe_good(counts)

    def _bad(self) -> list[_ledger.Entry]:
        """The entries that make the task fail, in input order."""
        states = set(_BAD_STATES)
        if not self.wait or self.check_mode:
            states.discard(_ledger.PENDING)
        planned = set(map(id, self.record.planned))
        return [entry for entry in self.ledger.of(*states) if id(entry) not in planned]

    def _describe_bad(self, bad: t.Sequence[_ledger.Entry], counts: t.Mapping[str, int]) -> str:
        by_state = collections.Counter(entry.state for entry in bad)
        parts = ", ".join(f"{by_state[state]:,} {state}" for state in _BAD_STATES if by_state[state])
        worst = next(state for state in _BAD_STATES if by_state[state])
        shown = _most_typical([entry for entry in bad if entry.state == worst])
        distinct = counts["requested"] - counts[_ledger.DUPLICATE]
        why = _strip(shown.reason)
        if worst in (_ledger.REJECTED, _ledger.FAILED):
            why = f"{shown.code} for {shown.url}: {why}"
        return f"{len(bad):,} of {_count_of(distinct, bad)} did not complete ({parts}): {why}; {self._advice(shown)}."

    def _advice(self, entry: _ledger.Entry) -> str:
        if entry.state == _ledger.REJECTED:
            return _then_again(_codes.advice(entry.code, _kinds.KINDS[entry.kind].operation))
        error = self.record.error
        if entry.state == _ledger.UNSENT and self.record.stopped and isinstance(error, _errors.ApiError):
            if error.operation == _api.QUOTA_OPERATION and _codes.is_forbidden(error):
                return f"grant the permission cdn:{_api.QUOTA_OPERATION} or set quota_policy=ignore, then {_AGAIN}"
            return _then_again(_codes.advice(error.code, error.operation))
        if entry.state == _ledger.UNSENT and isinstance(error, _errors.NotReachedError):
            return f"check the endpoint, the network and the proxy, then {_AGAIN}"
        if entry.state == _ledger.UNSENT and _quota.short(self.record.quota):
            return self._advice_on_quota()
        if entry.state == _ledger.PENDING and (self.record.stopped or entry.code):
            return self._advice_on_looking(entry)
        if entry.state == _ledger.PENDING and entry.kind == _kinds.CACHE_TAG:
            return _ADVICE_ON_PENDING_TAGS
        return _ADVICE[entry.state]

    def _advice_on_quota(self) -> str:
        """To send what fits is a way out only where something fits that was not sent."""
        uses = self.record.quota.values()
        if any(use.remaining_before for use in uses) and not any(use.accepted for use in uses):
            return (
                f"wait for the reset at {_quota.RESET}, raise the quota, or set quota_policy=partial to send what fits"
            )
        return f"wait for the reset at {_quota.RESET} or raise the quota, then {_AGAIN}"

    @staticmethod
    def _advice_on_looking(entry: _ledger.Entry) -> str:
        """More time would not help here: the task could not be looked at, or the run was ended."""
        if entry.code.startswith("Forbidden"):
            return f"grant the permission cdn:{_api.BY_ID_OPERATION} or cdn:{_api.LIST_OPERATION}, or set wait=false"
        if entry.code:
            return _then_again(_codes.advice(entry.code, _api.LIST_OPERATION))
        return _AGAIN

    def _describe_good(self, counts: t.Mapping[str, int]) -> str:
        entries = self.ledger.entries
        done = ", ".join(f"{counts[state]:,} {state}" for state in _ledger.STATES if counts[state])
        if not entries:
            return "There was nothing to do."
        return f"{_count(entries)} in {_plural(self.record.batches, 'request')}: {done}."

    def _tasks(self) -> list[dict[str, t.Any]]:
        by_id: dict[str, list[_ledger.Entry]] = {task_id: [] for task_id in self.record.task_ids}
        for entry in self.ledger.entries:
            if entry.task_id in by_id:
                by_id[entry.task_id].append(entry)
        return [self._task(task_id, entries) for task_id, entries in by_id.items()]

    def _task(self, task_id: str, entries: t.Sequence[_ledger.Entry]) -> dict[str, t.Any]:
        counts = collections.Counter(entry.state for entry in entries)
        kinds = sorted({entry.kind for entry in entries})
        if counts[_ledger.PENDING] or not entries:
            status = "Refreshing"
        else:
            status = "Failed" if counts[_ledger.FAILED] else "Complete"
        return {
            "task_id": task_id,
            "object_type": ",".join(kinds),
            "urls": len(entries),
            "complete": counts[_ledger.COMPLETE],
            "failed": counts[_ledger.FAILED],
            "pending": counts[_ledger.PENDING],
            "status": status,
            "creation_time": self.record.task_ids[task_id],
        }

    def _quotas(self) -> dict[str, dict[str, int]]:
        planned = _quota.needs(self.record.planned)
        return {
            name: {
                "limit": use.limit,
                "remaining_before": use.remaining_before,
                "needed": use.needed,
                "remaining_after": max(0, use.remaining_before - use.accepted - planned.get(name, 0)),
            }
            for name, use in self.record.quota.items()
        }


def _problem(entry: _ledger.Entry) -> dict[str, str]:
    return {
        "url": entry.url,
        "state": entry.state,
        "code": entry.code,
        "reason": entry.reason,
        "task_id": entry.task_id,
    }


def _then_again(what_to_do: str) -> str:
    """The advice, with what to give the next run; it may speak of a next run already."""
    said = what_to_do.replace("run again", _AGAIN)
    return said if said != what_to_do else f"{what_to_do}, then {_AGAIN}"


def _most_typical(entries: t.Sequence[_ledger.Entry]) -> _ledger.Entry:
    """An entry with the commonest reason."""
    reasons = collections.Counter((entry.code, entry.reason) for entry in entries)
    commonest = reasons.most_common(1)[0][0]
    return next(entry for entry in entries if (entry.code, entry.reason) == commonest)


def _count(entries: t.Sequence[_ledger.Entry]) -> str:
    return _count_of(len(entries), entries)


def _count_of(number: int, entries: t.Sequence[_ledger.Entry]) -> str:
    """``3 URLs``, ``1 directory``; several kinds are just entries."""
    kinds = {entry.kind for entry in entries}
    if len(kinds) != 1:
        return f"{number:,} entr{'y' if number == 1 else 'ies'}"
    kind = _kinds.KINDS[kinds.pop()]
    return f"{number:,} {kind.noun if number == 1 else kind.nouns}"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _strip(text: str) -> str:
    return text.strip().rstrip(".!")
