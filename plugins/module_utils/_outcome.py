# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From ledger and record to the module's result."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from . import _kinds, _ledger, _limits, _quota, _record

_BAD_STATES = (_ledger.REJECTED, _ledger.FAILED, _ledger.UNCERTAIN, _ledger.UNSENT)


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
            from . import _advice  # most runs need none

            distinct = counts["requested"] - counts[_ledger.DUPLICATE]
            return _advice.describe(bad, _count_of(distinct, bad), self.record)
        if self.check_mode:
            return f"{_count(self.record.planned)} would be sent in {_plural(self.record.batches, 'request')}."
        return self._describe_good(counts)

    def _bad(self) -> list[_ledger.Entry]:
        """The entries that make the task fail, in input order."""
        is_waited_for = self.wait and not self.check_mode
        states = (*_BAD_STATES, _ledger.PENDING) if is_waited_for else _BAD_STATES
        planned = set(map(id, self.record.planned))
        return [entry for entry in self.ledger.of(*states) if id(entry) not in planned]

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
