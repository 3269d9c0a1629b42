# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which lines people get to see of a run, and when."""

from __future__ import annotations

import importlib
import json

import pytest

UTILS = "ansible_collections.alibabacloud.cdn.plugins.plugin_utils"
lines_module = importlib.import_module(f"{UTILS}._progress_lines")

PLAN = {
    "entries": 10000,
    "noun": "URL",
    "nouns": "URLs",
    "complete": 0,
    "failed": 0,
    "pending": 0,
    "uncertain": 0,
    "unsent": 10000,
    "tasks": 0,
    "requests": 10,
    "sending": 0.0,
    "left": None,
}
SENT = {**PLAN, "unsent": 0, "pending": 10000, "tasks": 10}


def run_of(*told, until=1000, module="cdn_refresh", title=None):
    """The lines of a run, with their times, that is told of states at certain seconds."""
    lines = lines_module.Lines(module, title or module)
    told = dict(told)
    shown = []
    for second in range(until):
        if second in told:
            lines.feed(json.dumps(told[second]))
        shown += [(second, line) for line in lines.due(float(second))]
    return shown, lines


def test_a_run_from_the_plan_to_the_end():
    shown, lines = run_of(
        (0, PLAN),
        (1, SENT),
        (100, {**SENT, "complete": 4200, "failed": 1, "pending": 5799, "tasks": 6, "left": 118.0}),
        until=101,
    )
    assert [text for _second, text in shown] == [
        "cdn_refresh: 10,000 URLs in 10 requests, usually done in 5 to 6 min",
        "cdn_refresh: everything is sent: 10,000 URLs accepted, 10 tasks running",
        "cdn_refresh: 0 of 10,000 URLs complete (0 %), 10 tasks running",
        "cdn_refresh: 0 of 10,000 URLs complete (0 %), 10 tasks running",
        "cdn_refresh: 0 of 10,000 URLs complete (0 %), 10 tasks running",
        "cdn_refresh: 4,200 of 10,000 URLs complete (42 %), 6 tasks running, 1 failed, about 2 min left",
    ]
    assert [second for second, _text in shown] == [4, 4, 19, 38, 76, 100]
    summary = {"requested": 10003, "duplicate": 2, "skipped": 1, "complete": 9999, "failed": 1, "pending": 0}
    assert lines.last({"summary": summary, "elapsed": 312.4}) == [
        "cdn_refresh: 9,999 of 10,000 URLs complete (99 %), 1 failed, after 5 min 12 s"
    ]


def test_nothing_is_shown_of_a_short_run():
    shown, lines = run_of((0, PLAN), (1, SENT), until=4)
    assert shown == []
    assert lines.last({"summary": {"requested": 10000, "complete": 10000}, "elapsed": 3.9}) == []


def test_without_any_change_there_is_a_line_a_minute():
    shown, _lines = run_of((0, SENT), until=1800)
    seconds = [second for second, _text in shown]
    assert max(later - earlier for earlier, later in zip(seconds, seconds[1:])) == 60
    assert len(shown) < 40


def test_a_run_that_changes_all_the_time_does_not_flood_the_screen():
    shown, _lines = run_of(*((n, {**SENT, "complete": n}) for n in range(1800)), until=1800)
    assert len(shown) < 90


def test_the_plan_says_why_sending_takes_time():
    shown, _lines = run_of((0, {**PLAN, "entries": 40000, "requests": 40, "sending": 180.0}), until=5)
    ((_second, text),) = shown
    assert text.endswith("usually done in 8 to 9 min, of which sending takes 3 min because of the limit a minute")


def test_an_estimate_is_not_given_before_everything_is_sent():
    state = {**PLAN, "complete": 1000, "unsent": 9000, "tasks": 1, "left": 20.0}
    shown, _lines = run_of((0, PLAN), (10, state), until=11)
    assert shown[-1] == (10, "cdn_refresh: 1,000 of 10,000 URLs complete (10 %), 9,000 not sent yet, 1 task running")


def test_one_of_a_kind():
    one = {**PLAN, "entries": 1, "noun": "directory", "nouns": "directories", "unsent": 0, "tasks": 1, "requests": 1}
    shown, _lines = run_of((0, {**one, "left": 3.0}), until=20, module="cdn_prefetch", title="cdn_prefetch [web1]")
    assert [text for _second, text in shown] == [
        "cdn_prefetch [web1]: 1 directory in 1 request, usually done in 5 to 30 min",
        "cdn_prefetch [web1]: everything is sent: 1 directory accepted, 1 task running",
        "cdn_prefetch [web1]: 0 of 1 directory complete (0 %), 1 task running, about 5 s left",
    ]


def test_waiting_for_tasks_of_an_earlier_run():
    shown, _lines = run_of((0, {**SENT, "requests": 0, "tasks": 2}), until=5)
    assert shown == [(4, "cdn_refresh: nothing is left to send; waiting for 2 tasks of an earlier run")]


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", "{}", json.dumps({**PLAN, "tasks": "many"}), json.dumps({"entries": 1}), "\x00"]
)
def test_whatever_else_is_in_the_channel_is_passed_over(line):
    lines = lines_module.Lines("cdn_refresh", "cdn_refresh")
    lines.feed(line)
    assert lines.due(100.0) == []
    assert lines.last({}) == []


@pytest.mark.parametrize("value", [None, "soon", [], True, -5])
def test_odd_numbers_do_no_harm(value):
    shown, _lines = run_of((0, {**SENT, "left": value, "sending": value}), until=30)
    assert shown


def test_what_nobody_knows_of_is_told():
    shown, _lines = run_of((0, PLAN), (100, {**SENT, "complete": 8000, "pending": 1500, "uncertain": 500}), until=101)
    assert "500 in doubt" in shown[-1][1]


def test_under_a_name_that_another_collection_gave_it_a_module_tells_no_usual_time():
    shown, _lines = run_of((0, PLAN), until=30, module="cdn_other")
    assert shown[0][1] == "cdn_other: 10,000 URLs in 10 requests"
