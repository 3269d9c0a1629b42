# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the lines of a run come to people, and that nobody waits for them after an interrupt."""

from __future__ import annotations

import importlib
import json
import signal
import threading
import types

import pytest

UTILS = "ansible_collections.alibabacloud.cdn.plugins.plugin_utils"
watch_module = importlib.import_module(f"{UTILS}._progress_watch")

STATE = dict.fromkeys(("complete", "failed", "pending", "uncertain", "tasks"), 0)
PLAN = {**STATE, "entries": 3, "unsent": 3, "requests": 1, "sending": 0.0, "left": None, "noun": "URL", "nouns": "URLs"}
RESULT = {"summary": {"requested": 3, "complete": 3}, "elapsed": 2.0}


class Display:
    """Takes lines, or holds on to the first until it is let go."""

    def __init__(self):
        self.shown = []
        self.holds = threading.Event()
        self.let_go = threading.Event()
        self.let_go.set()

    def display(self, text, stderr):
        assert stderr
        self.shown.append(text)
        self.holds.set()
        assert self.let_go.wait(60)


@pytest.fixture
def display(monkeypatch):
    fake = Display()
    monkeypatch.setattr(watch_module, "display", fake)
    monkeypatch.setattr(watch_module, "_LOOK", 0.01)
    yield fake
    fake.let_go.set()


def watching(channel, interruption):
    channel.write_text(json.dumps(PLAN) + "\n")
    return watch_module.ProgressWatch("cdn_refresh", "cdn_refresh", str(channel), interruption)


def test_lines_are_shown_while_the_module_works_and_when_it_has_ended(display, tmp_path):
    with watching(tmp_path / "progress", types.SimpleNamespace(number=0)) as watch:
        assert display.holds.wait(60)
        watch.end(RESULT)
    assert display.shown[0].startswith("cdn_refresh: 3 URLs in 1 request")
    assert display.shown[-1].startswith("cdn_refresh: 3 of 3 URLs complete")


def test_after_an_interrupt_nobody_waits_for_a_line_that_is_not_taken(display, tmp_path):
    display.let_go.clear()
    interruption = types.SimpleNamespace(number=0)
    with watching(tmp_path / "progress", interruption) as watch:
        assert display.holds.wait(60)
        interruption.number = signal.SIGINT
        watch.end(RESULT)
    assert len(display.shown) == 1
