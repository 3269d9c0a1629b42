# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of a run that was interrupted."""

from __future__ import annotations

import importlib

UTILS = "ansible_collections.alibabacloud.cdn.plugins.plugin_utils"
words = importlib.import_module(f"{UTILS}._interruption_words")


def test_what_is_said_of_an_interrupted_run():
    result = {
        "summary": {"requested": 10, "complete": 3, "failed": 1, "pending": 2, "uncertain": 1, "unsent": 3},
        "task_ids": [str(number) for number in range(12)],
        "msg": "https://www.example.com/secret",
    }
    text = words.describe_interruption("cdn_refresh", result)
    assert text == (
        "cdn_refresh: interrupted; 6 of 10 entries had been accepted (3 complete, 1 failed, 2 still running, 1 in doubt, "
        "3 not sent); tasks 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more. The service carries them out; a second run with "
        "skip_submitted_since waits for them and sends only the rest"
    )


def test_what_is_said_when_everything_had_ended():
    result = {"summary": {"requested": 2, "complete": 2}, "task_ids": ["1"]}
    text = words.describe_interruption("cdn_refresh", result)
    assert text == "cdn_refresh: interrupted; 2 of 2 entries had been accepted (2 complete); task 1"


def test_what_is_said_when_nothing_had_been_sent():
    result = {"summary": {"requested": 10, "unsent": 10}, "task_ids": []}
    assert words.describe_interruption("cdn_refresh", result).endswith("nothing had been accepted")
    assert "cdn_task_info" in words.describe_interruption("cdn_refresh", {"msg": "Module failed"})
