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

from ansible_collections.alibabacloud.cdn.plugins.module_utils import (
    _argspec,
    _codes,
    _credentials,
    _entries,
    _info_runner,
    _kinds,
    _quota,
    _sources,
    _track,
)
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import (
    AnswerLostError,
    ApiError,
    InputError,
    NotReachedError,
)
from ansible_collections.alibabacloud.cdn.plugins.module_utils._ledger import Entry, Ledger
from ansible_collections.alibabacloud.cdn.plugins.module_utils._outcome import Outcome
from ansible_collections.alibabacloud.cdn.plugins.module_utils._record import QuotaUse, Record

PLUGINS = pathlib.Path(__file__).resolve().parents[2] / "plugins"

# Exceptions whose text is a message of its own, and those whose text is a clause in a list of bad entries.
MESSAGES = {"InputError", "CredentialsError", "_SourceError", "AnsibleFilterError"}
CLAUSES = {"BadEntryError", "BadPathError"}

# What tells a reader what to do. "must be" says how it has to look.
NEXT_STEP = re.compile(
    r"\b(set|unset|give|change|correct|save|name|remove|use|exchange|leave|write|raise|lower|grant|check|run again|wait"
    r"|look|let|ask|start|enable|get|put|install|report|spell|must (?:be|have|end|not)|needs a)\b|<advice>",
    re.IGNORECASE,
)
OPTIONS = {
    name
    for part in (_argspec.CONNECTION, _argspec.SOURCE, _argspec.SUBMISSION, _argspec.REFRESH)
    for name in part.options
} | {"headers", "limit", "since", "until", "object_type", "url", "domain"}


class Template(typing.NamedTuple):
    """A text of the source with ``<expression>`` for what is filled in."""

    where: str
    name: str
    text: str


def templates(names: set[str]) -> typing.Iterator[Template]:
    """The texts that such exceptions are made with."""
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            name = _called(node)
            if name not in names or not node.args:
                continue
            for text in _texts(node.args[0]):
                if re.search(r"[a-z]{3}", re.sub(r"<[^>]*>", "", text)):
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
    return "<" in text or any(re.search(rf"\b{name}\b", text) for name in OPTIONS)


def complaints(text: str) -> list[str]:
    found = []
    if sentences(text) > 3:
        found.append("more than three sentences")
    if "\n" in text:
        found.append("a line break")
    if not names_the_thing(text):
        found.append("does not name the thing")
    if not NEXT_STEP.search(text):
        found.append("does not say what to do")
    if not text.rstrip().endswith((".", ")")):
        found.append("does not end with a full stop")
    return found


ALL_MESSAGES = list(templates(MESSAGES))
ALL_CLAUSES = list(templates(CLAUSES))


def test_the_source_is_read():
    found = {template.text for template in ALL_MESSAGES + ALL_CLAUSES}
    assert len(found) > 60
    assert any("uses http://" in text for text in found)
    assert any("there is no base_url" in text for text in found)


@pytest.mark.parametrize("template", ALL_MESSAGES, ids=lambda template: template.text[:60])
def test_a_message(template):
    assert complaints(template.text) == [], f"{template.where}: {template.text}"


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
