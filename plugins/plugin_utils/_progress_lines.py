# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""From what a module tells of its progress to lines for people; when to write one is decided here as well."""

from __future__ import annotations

import collections.abc
import json
import typing as t

# Nothing is shown of what takes no longer.
_QUIET = 4.0
# Without any change a line comes after the first number of seconds, later after a share of the time since the start,
# and at least once a minute.
_FIRST_SILENCE, _SILENCE_PER_AGE, _LONGEST_SILENCE = 15.0, 0.5, 60.0
# Between two lines at least the first number of seconds; later a share of the time since the start, up to the last.
_SHORTEST_GAP, _GAP_PER_AGE, _LONGEST_GAP = 5.0, 0.1, 30.0

# Seconds that a task usually takes from submission to its end: vendor's pages of RefreshObjectCaches and PushObjectCache.
_USUAL = {"cdn_refresh": (300, 360), "cdn_prefetch": (300, 1800)}

_COUNTS = ("entries", "complete", "failed", "pending", "uncertain", "unsent", "tasks", "requests")

State = t.Mapping[str, t.Any]


class Lines:
    """The lines of one run. ``title`` begins each of them; times are seconds on a clock that never jumps."""

    def __init__(self, module: str, title: str) -> None:
        self._usual = _USUAL.get(module)
        self._title = title
        self._started: float | None = None
        self._shown_at = 0.0
        self._state: State | None = None
        self._shown: State | None = None
        self._all_sent = False

    def feed(self, line: str) -> None:
        """Take in one line of the channel; what is no snapshot is passed over."""
        try:
            state = json.loads(line)
        except ValueError:
            return
        if isinstance(state, collections.abc.Mapping) and all(isinstance(state.get(name), int) for name in _COUNTS):
            self._state = state

    def due(self, now: float) -> list[str]:
        """The lines to show now."""
        state = self._state
        if state is None:
            return []
        if self._started is None:
            self._started = now
        age = now - self._started
        if age < _QUIET:
            return []
        lines = []
        if self._shown is None:
            lines.append(self._describe_plan(state))
        if not self._all_sent and state["requests"] and not state["unsent"] and not state["uncertain"]:
            self._all_sent = True
            lines.append(self._describe_sent(state))
        elif self._shown is not None and self._is_worth_a_line(state, now - self._shown_at, age):
            lines.append(self._describe(state))
        if lines:
            self._shown, self._shown_at = state, now
        return [f"{self._title}: {line}" for line in lines]

    def last(self, result: t.Mapping[str, t.Any]) -> list[str]:
        """The line at the end; none where nothing was shown before."""
        summary = result.get("summary")
        if self._shown is None or not isinstance(summary, collections.abc.Mapping):
            return []
        entries = summary.get("requested", 0) - summary.get("duplicate", 0) - summary.get("skipped", 0)
        complete = summary.get("complete", 0)
        bad = ("failed", "rejected", "uncertain", "unsent", "pending")
        rest = "".join(f", {summary[state]:,} {state}" for state in bad if summary.get(state))
        done = _share(complete, entries, self._noun(entries, self._shown))
        return [f"{self._title}: {done}{rest}, after {_duration(_number(result.get('elapsed')) or 0.0)}"]

    def _is_worth_a_line(self, state: State, silence: float, age: float) -> bool:
        gap = min(max(_SHORTEST_GAP, age * _GAP_PER_AGE), _LONGEST_GAP)
        longest = min(max(_FIRST_SILENCE, age * _SILENCE_PER_AGE), _LONGEST_SILENCE)
        changed = any(state[name] != (self._shown or {}).get(name) for name in _COUNTS)
        return silence >= longest or (changed and silence >= gap)

    def _describe_plan(self, state: State) -> str:
        if not state["requests"]:
            return f"nothing is left to send; waiting for {_count(state['tasks'], 'task')} of an earlier run"
        entries = state["entries"]
        plan = f"{entries:,} {self._noun(entries, state)} in {_count(state['requests'], 'request')}"
        sending = _number(state.get("sending"))
        pause = f", of which sending takes {_span(sending)} because of the limit a minute" if sending else ""
        if self._usual is None:
            return plan
        least, most = (round((usual + (sending or 0)) / 60) for usual in self._usual)
        return f"{plan}, usually done in {least} to {most} min{pause}"

    def _describe_sent(self, state: State) -> str:
        accepted = state["entries"] - state["failed"]
        refused = f", {state['failed']:,} failed" if state["failed"] else ""
        noun = self._noun(accepted, state)
        return f"everything is sent: {accepted:,} {noun} accepted{refused}, {_count(state['tasks'], 'task')} running"

    def _describe(self, state: State) -> str:
        parts = [_share(state["complete"], state["entries"], self._noun(state["entries"], state))]
        if state["unsent"]:
            parts.append(f"{state['unsent']:,} not sent yet")
        if state["tasks"]:
            parts.append(f"{_count(state['tasks'], 'task')} running")
        if state["failed"]:
            parts.append(f"{state['failed']:,} failed")
        if state["uncertain"]:
            parts.append(f"{state['uncertain']:,} in doubt")
        left = _number(state.get("left"))
        if left is not None and not state["unsent"]:
            parts.append(f"about {_span(max(left, 5.0))} left")
        return ", ".join(parts)

    @staticmethod
    def _noun(number: int, state: State) -> str:
        return str(state.get("noun" if number == 1 else "nouns", "entries"))


def _share(part: int, whole: int, noun: str) -> str:
    percent = f" ({100 * part // whole} %)" if whole else ""
    return f"{part:,} of {whole:,} {noun} complete{percent}"


def _count(number: int, noun: str, nouns: str = "") -> str:
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def _number(value: t.Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s" if minutes else f"{rest} s"


def _span(seconds: float) -> str:
    """An estimate, which is not to look more precise than it is."""
    if seconds < 57.5:
        return f"{max(5, 5 * round(seconds / 5))} s"
    minutes = round(seconds / 60)
    return f"{max(minutes, 1)} min"
