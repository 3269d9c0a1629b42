# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every message that a user can get names the thing, gives the reason and the next step, in at most three sentences.

The templates are read out of the source, so that a new one is met here without being listed anywhere.
"""

from __future__ import annotations

import ast
import itertools
import pathlib
import re
import typing

import pytest
import yaml

from ansible_collections.alibabacloud.cdn.plugins.module_utils import (
    _argspec,
    _codes,
    _credentials,
    _entries,
    _info_runner,
    _kinds,
    _module_exit,
    _quota,
    _sources,
    _track,
)
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import (
    AnswerLostError,
    ApiError,
    InputError,
    MissingLibraryError,
    NotReachedError,
)
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._outcome import Outcome
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import QuotaUse, Record
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils import (
    _interruption_words,
    _role_look,
    _role_report,
    _role_settings,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"

# Exceptions whose text is a message of its own, and those whose text is a clause in a list of bad entries.
MESSAGES = {"InputError", "CredentialsError", "SourceError", "AnsibleFilterError"}
CLAUSES = {"BadEntryError", "BadPathError"}
# What a variable of the role cannot be, said behind its name.
ROLE_CLAUSES = {"_UnusableError"}
# A call of the API that failed, and what ends a run: their texts come with an outcome, which is tried below.
OF_CALLS = {"ApiError", "AnswerLostError", "NotReachedError", "OutOfTimeError", "MissingLibraryError", "Interrupted"}
# Ours in _ledger.py tells programmers of a mistake; the others become an AnsibleFilterError with the same text.
VALUE_ERRORS = {"ValueError"}

# What tells a reader what to do. "must be" says how it has to look.
NEXT_STEP = re.compile(
    r"\b(set|unset|give|change|correct|save|name|remove|use|exchange|leave|write|raise|lower|grant|check|run again|wait"
    r"|look|let|ask|start|enable|get|put|install|report|spell|deploy|refresh it|must (?:be|have|begin|end|not)|needs a)\b"
    r"|<advice>",
    re.IGNORECASE,
)
OPTIONS = {
    name
    for part in (_argspec.CONNECTION, _argspec.SOURCE, _argspec.SUBMISSION, _argspec.REFRESH)
    for name in part.options
} | {"headers", "limit", "since", "until", "object_type", "url", "domain"}


VARIABLE = re.compile(r"\bcdn_(?:invalidate|refresh|prefetch|quota_report|simulator)_[a-z]+")


class Template(typing.NamedTuple):
    """A text of the source with ``<expression>`` for what is filled in."""

    where: str
    name: str
    text: str


def nodes(folder: pathlib.Path = PLUGINS) -> typing.Iterator[tuple[pathlib.Path, typing.Any]]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            yield path, node


def templates(names: set[str], folder: pathlib.Path = PLUGINS, argument: int = 0) -> typing.Iterator[Template]:
    """The texts that such exceptions are made with, or such functions are called with."""
    for path, node in nodes(folder):
        name = _called(node)
        if name not in names or len(node.args) <= argument:
            continue
        for text in _texts(node.args[argument]):
            if not re.fullmatch(r"<[^>]*>", text):  # such a text is made elsewhere
                yield Template(f"{path.stem}:{node.lineno}", name, text)


def _called(node: ast.AST) -> str:
    function = getattr(node, "func", None)
    return getattr(function, "id", getattr(function, "attr", ""))


def _texts(node: ast.AST) -> list[str]:
    """What an expression can give; an if gives two texts."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part) for part in itertools.product(*(_texts(value) for value in node.values))]
    if isinstance(node, ast.FormattedValue):
        return [f"<{ast.unparse(node.value)}>"]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in _texts(node.left) for right in _texts(node.right)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    return [f"<{ast.unparse(node)}>"]


def sentences(text: str) -> int:
    """How many there are; what stands in brackets or is filled in does not count."""
    text = re.sub(r" ?\([^()]*\)$", "", text)
    plain = re.sub(r"\([^()]*\)|<[^>]*>", "x", text)
    return len([part for part in re.split(r"[.!?](?=\s+[A-Z]|\s*$)", plain) if part.strip()])


def names_the_thing(text: str) -> bool:
    return "<" in text or any(re.search(rf"\b{name}\b", text) for name in OPTIONS) or bool(VARIABLE.search(text))


def complaints(text: str) -> list[str]:
    found = []
    if sentences(text) > 3:
        found.append("more than three sentences")
    if "\n" in text:
        found.append("a line break")
    if not names_the_thing(text):
        found.append("does not name the thing")
    if not NEXT_STEP.search(re.sub(r"<(?!advice)[^>]*>", "<>", text)):
        found.append("does not say what to do")
    if not text.rstrip().endswith((".", ")")):
        found.append("does not end with a full stop")
    return found


ALL_MESSAGES = [*templates(MESSAGES), *templates(VALUE_ERRORS, PLUGINS / "plugin_utils")]
ALL_CLAUSES = list(templates(CLAUSES))


def test_every_exception_is_of_a_known_sort():
    """One that is not known here would bring messages that nobody judges."""
    raised = {_called(node.exc) for _path, node in nodes() if isinstance(node, ast.Raise) and node.exc is not None}
    known = MESSAGES | CLAUSES | ROLE_CLAUSES | OF_CALLS | VALUE_ERRORS
    handed_on = {"", "translate", "explain"}  # raise error; raise what a function made
    assert raised - handed_on <= known, raised - known
    assert {_called(node) for _path, node in nodes()} >= MESSAGES | CLAUSES | ROLE_CLAUSES, "a name is no longer there"


def test_the_source_is_read():
    found = {template.text for template in ALL_MESSAGES + ALL_CLAUSES}
    assert len(found) > 60
    assert any("uses http://" in text for text in found)
    assert any("there is no base_url" in text for text in found)


@pytest.mark.parametrize("template", ALL_MESSAGES, ids=lambda template: template.text[:60])
def test_a_message(template):
    # Of a variable of the role, <exc> says what to do: see below.
    allowed = ["does not say what to do"] if template.text == "<name> <exc>." else []
    assert complaints(template.text) == allowed, f"{template.where}: {template.text}"


@pytest.mark.parametrize("template", ALL_CLAUSES, ids=lambda template: template.text[:60])
def test_a_reason_in_a_list_is_a_clause(template):
    """The frame names the entry and says to correct it."""
    assert sentences(f"{template.text}.") == 1, template.text
    assert not template.text.endswith(".")
    assert template.text[:1] == template.text[:1].lower() or template.text.startswith(("<", "UTF"))


@pytest.mark.parametrize("count", [1, 7])
def test_the_frame_of_bad_entries(count):
    lines = [_sources.Line(f"src line {number}", f"ftp://a.example/{number}") for number in range(count)]
    with pytest.raises(InputError) as caught:
        _entries.from_lines(lines, _entries.EntryRules("file"))
    text = str(caught.value)
    assert complaints(text) == []
    assert "src line 0: ftp://a.example/0: only http" in text
    assert text.startswith("1 of 1 entry " if count == 1 else "7 of 7 entries ")
    assert text.endswith("Correct it and run again." if count == 1 else "Correct them and run again.")


def test_the_warning():
    """The only one: what ``check`` of a job returns."""
    (text,) = (
        text
        for _path, node in nodes()
        if isinstance(node, ast.FunctionDef) and node.name == "check"
        for inner in ast.walk(node)
        if isinstance(inner, ast.Return) and isinstance(inner.value, ast.List)
        for element in inner.value.elts
        for text in _texts(element)
    )
    assert complaints(text) == []


def test_a_missing_library():
    text = _module_exit.of_missing_library(MissingLibraryError("jmespath", ImportError("jmespath")))["msg"]
    assert "jmespath" in text
    assert complaints(f"<library> {text}.") == [], "the text is Ansible's own, which has no full stop"


def test_no_credentials():
    text = str(_credentials.nothing_found())
    assert complaints(text) == []


# -- what a run ends with ----------------------------------------------------------------------------------------------

WAYS = {
    "failed": ["pending", "failed"],
    "pending": ["pending"],
    "rejected": ["rejected"],
    "uncertain": ["uncertain"],
    "unsent": ["unsent"],
}
FORBIDDEN = ApiError("DescribeRefreshTaskById", "Forbidden.RAM", "User not authorized.", http_status=403)


def outcome(state: str, reason: str, code: str = "", **record: typing.Any) -> str:
    entry = Entry("https://a.example/x.html", _kinds.FILE, "a.example")
    ledger = Ledger([entry], 0)
    for step in WAYS[state]:
        ledger.mark([entry], step, code=code, reason=reason)
    return Outcome(ledger, Record(**record), wait=True).message()


def complaints_of_outcome(text: str) -> list[str]:
    """One sentence: how many of how many, why, and the next step after the last semicolon."""
    found = complaints(f"<x> {text}")
    if sentences(text) > 1:
        found.append("more than one sentence")
    if not re.match(r"1 of 1 \S+ did not complete", text):
        found.append("does not count")
    advice = text.rpartition("; ")[2]
    if not NEXT_STEP.search(advice):
        found.append("the last clause gives no next step")
    permissions = re.findall(r"cdn:\w+", text)
    if len(permissions) != len(set(permissions)):
        found.append("says the same twice")
    return found


@pytest.mark.parametrize(
    "code", sorted({*_codes.CODES, "Forbidden.Other", "InvalidSecurityToken.Expired", "Unheard.Of"})
)
def test_a_refused_request(code):
    text = outcome("rejected", "The service's reason.", code)
    assert complaints_of_outcome(text) == [], text
    assert f"{code} for https://a.example/x.html: The service's reason" in text


@pytest.mark.parametrize("code", sorted(_codes.CODES))
def test_the_advice_of_a_code(code):
    advice = _codes.advice(code, "RefreshObjectCaches")
    assert sentences(f"{advice}.") == 1
    assert NEXT_STEP.search(advice), advice


OUTCOMES = {
    "failed": ("failed", "Origin Return StatusCode 5XX", {}),
    "uncertain": ("uncertain", "it may or may not have been received: no answer came", {}),
    "out of time before sending": ("unsent", "wait_timeout (5 s) was over before it could be sent", {}),
    "out of time while waiting": (
        "pending",
        "wait_timeout (5 s) was over before the service reported its end",
        {},
    ),
    "too little quota": (
        "unsent",
        _quota.describe_short({"url": QuotaUse(10, 0, 1)}),
        {"quota": {"url": QuotaUse(10, 0, 1)}},
    ),
    "not reached": (
        "unsent",
        _quota.describe_unreadable(NotReachedError("DescribeRefreshQuota", "no connection to a.example")),
        {"stopped": "x", "error": NotReachedError("DescribeRefreshQuota", "no connection to a.example")},
    ),
    "quota not told": (
        "unsent",
        "the service did not tell today's quota (url); set quota_policy=ignore",
        {"stopped": "x"},
    ),
    "quota forbidden": (
        "unsent",
        _quota.describe_unreadable(ApiError("DescribeRefreshQuota", "Forbidden.RAM", "No.", http_status=403)),
        {"stopped": "x", "error": ApiError("DescribeRefreshQuota", "Forbidden.RAM", "No.", http_status=403)},
    ),
    "looking forbidden": (
        "pending",
        _track._cannot_look(FORBIDDEN),
        {"error": FORBIDDEN, "code": FORBIDDEN.code},
    ),
    "interrupted": ("unsent", "the run was interrupted", {"stopped": "the run was interrupted"}),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_the_message_of_a_run(case):
    state, reason, record = OUTCOMES[case]
    text = outcome(state, reason, **record)
    assert complaints_of_outcome(text) == [], text


def test_more_time_does_not_help_who_may_not_look():
    state, reason, record = OUTCOMES["looking forbidden"]
    text = outcome(state, reason, **record)
    assert "raise wait_timeout" not in text, text


# Clauses of the source that are put in where an outcome says why: every state's advice is tried above.
REASONS = [
    Template(f"{path.stem}:{node.lineno}", "reason", text)
    for path, node in nodes(PLUGINS / "module_utils")
    for value in (
        [keyword.value for keyword in getattr(node, "keywords", ()) if keyword.arg == "reason"]
        + (
            [node.value]
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("reason", "why")
            else []
        )
        + (node.args[:1] if _called(node) == "stop" else [])
        + (node.args[1:2] if _called(node) in ("_leave_unsent", "explain") else [])
    )
    for text in _texts(value)
    if path.stem != "_info_runner" and re.search(r"[a-z]{3} [a-z]", re.sub(r"<[^>]*>", "", text))
]


def test_reasons_are_found():
    texts = {reason.text for reason in REASONS}
    assert any("may or may not have been received" in text for text in texts)
    assert any("used up by somebody else" in text for text in texts)
    assert len(texts) > 8


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.text[:60])
def test_a_reason_is_a_clause(reason):
    assert sentences(f"{reason.text}.") == 1, reason
    assert not reason.text.endswith("."), reason
    assert reason.text[:1] == reason.text[:1].lower(), reason


QUOTAS = {
    "nothing is left": ({"url": QuotaUse(10, 0, 1)}, False),
    "something fits": ({"url": QuotaUse(10, 3, 5)}, True),
    "what fits was sent": ({"url": QuotaUse(10, 3, 5, accepted=3)}, False),
    "another type fits": ({"url": QuotaUse(10, 0, 5), "directory": QuotaUse(10, 9, 1)}, True),
}


@pytest.mark.parametrize("case", QUOTAS)
def test_to_send_what_fits_is_advised_where_it_helps(case):
    quota, helps = QUOTAS[case]
    text = outcome("unsent", _quota.describe_short(_quota.short(quota)), quota=quota)
    assert complaints_of_outcome(text) == [], text
    assert ("quota_policy=partial" in text) is helps, text
    assert ("remaining_urls" in text) is not helps, text


@pytest.mark.parametrize("code", sorted(_codes.CODES))
def test_running_again_is_said_once(code):
    assert outcome("rejected", "The service's reason.", code).count("run again") <= 1


def test_cache_tags_are_not_waited_for_with_an_option_that_refuses_them():
    reason = "wait_timeout (5 s) was over before the service reported its end"
    entry = Entry("a.example#home", _kinds.CACHE_TAG, "a.example")
    ledger = Ledger([entry], 0)
    ledger.mark([entry], "pending", reason=reason)
    assert "skip_submitted_since" in outcome("pending", reason)
    text = Outcome(ledger, Record(), wait=True).message()
    assert complaints_of_outcome(text.replace("cache tag", "tag")) == [], text
    assert "skip_submitted_since" not in text


RESULT = {"requested": 3, "complete": 1, "failed": 0, "pending": 1, "uncertain": 0, "unsent": 1}


@pytest.mark.parametrize(
    ("result", "step"),
    [
        ({}, "cdn_task_info"),
        ({"summary": {**RESULT, "pending": 0, "complete": 0}, "task_ids": []}, "nothing had been accepted"),
        ({"summary": RESULT, "task_ids": ["1", "2"]}, "a second run with skip_submitted_since"),
    ],
)
def test_an_interruption(result, step):
    text = _interruption_words.describe_interruption("cdn_refresh", result)
    assert sentences(text) <= 3
    assert step in text


# -- the role and the playbooks ----------------------------------------------------------------------------------------


SETTINGS = PLUGINS / "plugin_utils"
ROLE_MESSAGES = [
    *(f"cdn_invalidate_<option> {template.text}." for template in templates(ROLE_CLAUSES, SETTINGS)),
    *(f"cdn_invalidate_<option> {template.text}" for template in templates({"_complain"}, SETTINGS, argument=1)),
    *(template.text for template in templates({"append"}, SETTINGS) if template.text.startswith("There is")),
]


@pytest.mark.parametrize("text", ROLE_MESSAGES, ids=lambda text: text[:70])
def test_a_complaint_about_a_variable(text):
    """<exc> is one of these itself, or stands behind them."""
    allowed = ["does not say what to do"] if "<exc>" in text else []
    assert [found for found in complaints(text) if found not in allowed] == [], text


def test_complaints_are_found():
    assert len(ROLE_MESSAGES) > 10


def messages_in_yaml():
    """What asserts and ``fail`` of roles and playbooks say, with <expression> for what is filled in."""
    for path in sorted([*ROOT.glob("roles/*/tasks/*.yml"), *ROOT.glob("playbooks/*.yml")]):
        for task in tasks_in(yaml.safe_load(path.read_text())):
            for action, option in (("assert", "fail_msg"), ("fail", "msg")):
                text = (task.get(f"ansible.builtin.{action}") or {}).get(option)
                text = re.sub(r"{{.*?}}", "<value>", text or "", flags=re.DOTALL).strip()
                if re.sub("<value>", "", text).strip():
                    yield pytest.param(text, id=f"{path.stem}: {task['name']}")


def tasks_in(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from tasks_in(child)


@pytest.mark.parametrize("text", list(messages_in_yaml()))
def test_a_message_of_a_role_or_a_playbook(text):
    assert complaints(text) == [], text


ANSWERS = {
    "wrong status": {"status": 500},
    "no answer": {"status": -1, "msg": "connection refused"},
    "older than the refresh": {"status": 500, "age": "600"},
    "fetched since": {"status": 500, "age": "1"},
    "marked as expired": {"status": 500, "etag": '"7"', "x_cache": "HIT"},
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("step", ["origin_checks", "verify"])
def test_what_is_not_served_as_it_should_be(step, answer):
    site = "https://www.example.com"
    (check,) = _role_settings.Reader({"urls": f"{site}/a", "verify": [f"{site}/a"]}).settings()["verify"]
    directories = [f"{site}/"] if answer == "marked as expired" else []
    look = _role_look.look(ANSWERS[answer], check, step=step, refreshed_ago=60, directories=directories)
    result = _role_report.report([{**look, "failed": True}], "", False, "web1", 1.0)
    assert result["failed_step"] == step
    assert complaints(result["msg"].replace(f"{site}/a", "<url>")) == [], result["msg"]


# -- modules that only read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", sorted(_info_runner._NOUNS))
@pytest.mark.parametrize(
    "make",
    [
        lambda operation: ApiError(operation, "Forbidden.RAM", "User not authorized.", http_status=403),
        lambda operation: ApiError(operation, "SignatureDoesNotMatch", "It does not match.", http_status=400),
        lambda operation: ApiError(operation, "Unheard.Of", "Nobody knows.", http_status=400),
        lambda operation: NotReachedError(operation, "no connection to a.example: refused"),
        lambda operation: AnswerLostError(operation, "the connection broke before the answer was there"),
    ],
)
def test_what_could_not_be_read(operation, make):
    text = _info_runner.describe(make(operation))
    assert complaints(f"<x> {text}") == [], text
