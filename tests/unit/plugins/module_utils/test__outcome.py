# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result tells everything, and its message says what matters in one sentence."""

from __future__ import annotations

import re

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import ApiError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._outcome import Outcome
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import QuotaUse, Record

WAYS = {
    "unsent": [],
    "skipped": ["skipped"],
    "complete": ["pending", "complete"],
    "failed": ["pending", "failed"],
    "pending": ["pending"],
    "rejected": ["rejected"],
    "uncertain": ["uncertain"],
}
BAD = ["failed", "rejected", "uncertain", "unsent", "pending"]
CODES = {"failed": "Failed", "rejected": "InvalidDomain.NotFound"}
REFUSED = ApiError(
    "RefreshObjectCaches", "InvalidDomain.NotFound", "It is not yours.", http_status=404, request_id="R-1"
)


def ledger_of(duplicates=0, kind="file", **counts):
    """A ledger with so many entries in each state, in the order given."""
    entries = []
    ledger = Ledger(entries, duplicates)
    for state, count in counts.items():
        for _unused in range(count):
            entry = Entry(f"https://a.example/{len(entries)}", kind, "a.example")
            for step in WAYS[state]:
                ledger.mark([entry], step, code=CODES.get(step, ""), reason=f"because {step}")
            if state == "unsent":
                ledger.mark([entry], "unsent", reason="because unsent")
            entries.append(entry)
    return ledger


def outcome_of(ledger, wait=True, check_mode=False, **record):
    return Outcome(ledger, Record(**record), wait=wait, check_mode=check_mode)


def check_sentence(message):
    assert message.endswith(".")
    assert "\n" not in message
    assert not re.search(r"\.\s+[A-Z]|[:;,]\s*[;.]|\.\.|\bNone\b", message), message


def test_everything_complete():
    ledger = ledger_of(duplicates=1, complete=2, skipped=1)
    outcome = outcome_of(ledger, batches=1, changed=True, task_ids={"17": "2026-03-10T12:00:00Z"}, elapsed=1.23456)
    result = outcome.result({"RefreshObjectCaches": 1})
    assert not outcome.failed
    assert result == {
        "changed": True,
        "summary": ledger.summary(),
        "task_ids": ["17"],
        "tasks": result["tasks"],
        "problems": [],
        "remaining_urls": [],
        "quota": {},
        "batches": 1,
        "api_calls": {"RefreshObjectCaches": 1},
        "elapsed": 1.235,
    }
    check_sentence(outcome.message())
    assert outcome.message() == "3 URLs in 1 request: 1 duplicate, 1 skipped, 2 complete."


@pytest.mark.parametrize("state", BAD)
def test_fails_for_every_state_that_is_not_good(state):
    outcome = outcome_of(ledger_of(complete=1, **{state: 1}))
    assert outcome.failed
    result = outcome.result({})
    assert [problem["state"] for problem in result["problems"]] == [state]
    assert result["remaining_urls"] == ["https://a.example/1"]
    assert result["problems"][0] == {
        "url": "https://a.example/1",
        "state": state,
        "code": CODES.get(state, ""),
        "reason": f"because {state}",
        "task_id": "",
    }


@pytest.mark.parametrize("state", [state for state in WAYS if state not in BAD])
def test_succeeds_for_every_good_state(state):
    assert not outcome_of(ledger_of(**{state: 2})).failed


def test_pending_is_no_problem_without_waiting():
    outcome = outcome_of(ledger_of(pending=2), wait=False, changed=True, batches=1)
    assert not outcome.failed
    assert outcome.result({})["problems"] == []
    check_sentence(outcome.message())
    assert "2 pending" in outcome.message()


def test_pending_entries_keep_quiet_beside_a_problem_without_waiting():
    outcome = outcome_of(ledger_of(pending=2, rejected=1), wait=False)
    assert outcome.failed
    assert [problem["state"] for problem in outcome.result({})["problems"]] == ["rejected"]


@pytest.mark.parametrize("state", BAD)
def test_the_message_says_how_many_of_how_many_and_why_and_what_next(state):
    message = outcome_of(ledger_of(duplicates=5, complete=3, **{state: 2})).message()
    check_sentence(message)
    assert message.startswith(f"2 of 5 URLs did not complete (2 {state}): ")
    assert f"because {state}" in message
    assert re.search(r"; .*(run again|raise wait_timeout)", message)


def test_the_message_counts_every_state():
    message = outcome_of(
        ledger_of(complete=4, **{state: number for number, state in enumerate(BAD, start=1)})
    ).message()
    check_sentence(message)
    assert message.startswith("15 of 19 URLs did not complete (")
    for number, state in enumerate(BAD, start=1):
        assert f"{number} {state}" in message


def test_the_message_explains_a_refusal_with_its_code_and_an_example():
    message = outcome_of(ledger_of(rejected=1), error=REFUSED).message()
    assert message.startswith(
        "1 of 1 URL did not complete (1 rejected): InvalidDomain.NotFound for https://a.example/0: "
    )


def test_the_message_shows_the_commonest_reason():
    ledger = ledger_of(unsent=3)
    ledger.entries[0].reason = "something rare"
    assert "because unsent" in outcome_of(ledger).message()


@pytest.mark.parametrize(
    ("kind", "one", "many"),
    [
        ("file", "1 URL ", "2 URLs "),
        ("directory", "1 directory ", "2 directories "),
        ("regex", "1 pattern ", "2 patterns "),
        ("ignore_params", "1 URL without parameters ", "2 URLs without parameters "),
        ("cache_tag", "1 cache tag ", "2 cache tags "),
    ],
)
def test_the_message_names_what_was_asked_for(kind, one, many):
    assert outcome_of(ledger_of(kind=kind, complete=1), batches=1).message().startswith(f"{one}in 1 request: ")
    assert outcome_of(ledger_of(kind=kind, complete=2), batches=2).message().startswith(f"{many}in 2 requests: ")


def test_several_kinds_are_entries():
    ledger = Ledger([*ledger_of(complete=1).entries, *ledger_of(kind="directory", complete=1).entries])
    assert outcome_of(ledger, batches=2).message().startswith("2 entries in 2 requests: ")


def test_nothing_to_do():
    outcome = outcome_of(Ledger([]))
    check_sentence(outcome.message())
    assert not outcome.failed
    assert outcome.result({})["changed"] is False


def test_the_quota_is_explained():
    use = QuotaUse(limit=100, remaining_before=1, needed=2)
    message = outcome_of(ledger_of(unsent=2), quota={"url": use}).message()
    check_sentence(message)
    assert "00:00 UTC+8" in message
    assert "quota_policy=partial" in message


@pytest.mark.parametrize(("number", "truncated"), [(1000, False), (1001, True)])
def test_lists_a_thousand_at_most(number, truncated):
    outcome = outcome_of(ledger_of(complete=1, rejected=number))
    result = outcome.result({})
    assert len(result["problems"]) == len(result["remaining_urls"]) == 1000
    assert result.get("truncated", False) is truncated
    assert result["summary"]["rejected"] == number
    assert result["remaining_urls"][0] == "https://a.example/1", "the first ones, in input order"


def test_shows_the_call_that_failed():
    result = outcome_of(ledger_of(complete=1, rejected=1), error=REFUSED).result({})
    assert result["error"] == {
        "code": "InvalidDomain.NotFound",
        "message": "It is not yours.",
        "request_id": "R-1",
        "http_status": 404,
        "operation": "RefreshObjectCaches",
    }


def test_an_error_that_was_overcome_is_not_shown():
    assert "error" not in outcome_of(ledger_of(complete=1), error=REFUSED).result({})


def test_remaining_quota_is_what_was_accepted_less():
    quota = {
        "url": QuotaUse(limit=100, remaining_before=50, needed=5, accepted=3),
        "directory": QuotaUse(limit=10, remaining_before=2, needed=4, accepted=4),
    }
    assert outcome_of(ledger_of(complete=3, rejected=2), quota=quota).result({})["quota"] == {
        "url": {"limit": 100, "remaining_before": 50, "needed": 5, "remaining_after": 47},
        "directory": {"limit": 10, "remaining_before": 2, "needed": 4, "remaining_after": 0},
    }


def check_mode_outcome(planned, **counts):
    ledger = ledger_of(**counts)
    return outcome_of(
        ledger,
        check_mode=True,
        batches=1,
        planned=ledger.entries[:planned],
        quota={"url": QuotaUse(limit=100, remaining_before=50, needed=len(ledger.entries))},
    )


def test_check_mode_changes_nothing_and_says_so():
    outcome = check_mode_outcome(planned=3, unsent=3)
    result = outcome.result({})
    assert not outcome.failed
    assert result["changed"] is True
    assert result["summary"]["unsent"] == 3
    assert (result["problems"], result["remaining_urls"]) == ([], [])
    assert result["quota"]["url"]["remaining_after"] == 47
    assert outcome.message() == "3 URLs would be sent in 1 request."


def test_check_mode_fails_for_what_would_not_go_out():
    outcome = check_mode_outcome(planned=2, unsent=3)
    result = outcome.result({})
    assert outcome.failed
    assert result["remaining_urls"] == ["https://a.example/2"]
    assert len(result["problems"]) == 1
    assert result["quota"]["url"]["remaining_after"] == 48
    check_sentence(outcome.message())
    assert outcome.message().startswith("1 of 3 URLs did not complete (1 unsent): ")


def test_check_mode_with_nothing_to_send_is_no_change():
    outcome = check_mode_outcome(planned=0, skipped=2)
    assert outcome.result({})["changed"] is False
    assert not outcome.failed
    check_sentence(outcome.message())


def task_of(ledger, task_id="17"):
    outcome = outcome_of(ledger, task_ids={task_id: "2026-03-10T12:00:00Z", "18": ""})
    return {task["task_id"]: task for task in outcome.result({})["tasks"]}[task_id]


def test_tasks_count_our_entries_under_each_id():
    ledger = ledger_of(complete=2, failed=1, pending=1, rejected=1)
    for entry in ledger.entries[:4]:
        entry.task_id = "17"
    assert task_of(ledger) == {
        "task_id": "17",
        "object_type": "file",
        "urls": 4,
        "complete": 2,
        "failed": 1,
        "pending": 1,
        "status": "Refreshing",
        "creation_time": "2026-03-10T12:00:00Z",
    }
    assert task_of(ledger, "18") == {
        "task_id": "18",
        "object_type": "",
        "urls": 0,
        "complete": 0,
        "failed": 0,
        "pending": 0,
        "status": "Refreshing",
        "creation_time": task_of(ledger, "18")["creation_time"],
    }


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        pytest.param({"complete": 2}, "Complete", id="all complete"),
        pytest.param({"complete": 1, "failed": 1}, "Failed", id="one failed"),
        pytest.param({"complete": 1, "failed": 1, "pending": 1}, "Refreshing", id="one still running"),
    ],
)
def test_the_status_of_a_task(counts, status):
    ledger = ledger_of(**counts)
    for entry in ledger.entries:
        entry.task_id = "17"
    assert task_of(ledger)["status"] == status


def test_the_diff_shows_what_went_out_by_type():
    ledger = Ledger(
        [
            *ledger_of(complete=1, unsent=1, skipped=1).entries,
            *ledger_of(kind="directory", pending=1).entries,
        ]
    )
    assert outcome_of(ledger).diff()["after"] == "file:\n  https://a.example/0\ndirectory:\n  https://a.example/0\n"


def test_the_diff_of_check_mode_shows_what_would_go_out():
    diff = check_mode_outcome(planned=1, unsent=2).diff()
    assert diff["before"] == ""
    assert diff["after"] == "file:\n  https://a.example/0\n"
