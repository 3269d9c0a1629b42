# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service accepted and every call it saw, for people and for assertions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .clock import iso
from .tasks import Task


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted entry. `url` holds `domain#tag` for a cache tag; `parameters` the rest of the request."""

    operation: str
    kind: str
    url: str
    parameters: Mapping[str, str]
    task_id: str
    time: float
    access_key_id: str
    request_id: str
    task: Task = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, object]:
        return {
            'operation': self.operation,
            'kind': self.kind,
            'url': self.url,
            'parameters': dict(self.parameters),
            'task_id': self.task_id,
            'time': iso(self.time),
            'access_key_id': self.access_key_id,
            'request_id': self.request_id,
        }


@dataclass(slots=True)
class Call:
    """One call. `processed`: it was carried out without a refusal, perhaps after the client had given up."""

    operation: str
    parameters: tuple[str, ...]
    time: float
    access_key_id: str
    request_id: str
    code: str = ''
    status: int = 200
    processed: bool = False
    dropped: str = ''
    faults: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            'operation': self.operation,
            'parameters': list(self.parameters),
            'time': iso(self.time),
            'access_key_id': self.access_key_id,
            'request_id': self.request_id,
            'code': self.code,
            'status': self.status,
            'processed': self.processed,
            'dropped': self.dropped,
            'faults': list(self.faults),
        }


class Ledger:
    """Append-only; lookups by entry are indexed."""

    def __init__(self) -> None:
        self._submissions: list[Submission] = []
        self._by_entry: dict[tuple[str, str], list[Submission]] = {}
        self._calls: list[Call] = []

    def add(self, submission: Submission) -> None:
        self._submissions.append(submission)
        self._by_entry.setdefault((submission.kind, submission.url), []).append(submission)

    def add_call(self, call: Call) -> None:
        self._calls.append(call)

    def accepted(self, kind: str | None = None) -> list[Submission]:
        return [item for item in self._submissions if kind in (None, item.kind)]

    def submissions_of(self, kind: str, url: str) -> list[Submission]:
        return list(self._by_entry.get((kind, url), ()))

    def calls(self, operation: str | None = None) -> list[Call]:
        return [item for item in self._calls if operation in (None, item.operation)]
