# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's answers, in every shape that the documents and other clients know."""

from __future__ import annotations

import contextlib
import datetime
import os
import time

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _api
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CdnApi, Quota, Reply
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import AnswerLostError, ApiError, NotReachedError


class Clock:
    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now

    def wall(self):
        return self.now + 1_700_000_000

    def sleep(self, seconds):
        assert seconds >= 0
        self.now += seconds

    def jitter(self):
        return 0.5


class Transport:
    """Gives prepared answers and remembers what it was asked, and when."""

    def __init__(self, clock, *answers):
        self.clock = clock
        self.answers = list(answers)
        self.asked = []

    def call(self, operation, *, query, form):
        self.asked.append((operation, dict(query), dict(form), self.clock.now))
        assert len(self.asked) < 1000, "this never ends"
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Reply) else Reply(answer)


def connect(*answers):
    clock = Clock()
    transport = Transport(clock, *answers)
    return CdnApi(transport, clock), transport


ROW = {
    "TaskId": "17",
    "ObjectPath": "https://a.example/1",
    "ObjectType": "file",
    "Status": "Complete",
    "Process": "100%",
    "CreationTime": "2026-03-10T12:00:00Z",
    "Description": "",
}


def test_sends_a_refresh_in_the_form():
    api, transport = connect({"RefreshTaskId": "17"})
    assert api.refresh(["https://a.example/1", "https://a.example/2"], "File", force=False) == ["17"]
    operation, query, form, _unused = transport.asked[0]
    assert (operation, query) == ("RefreshObjectCaches", {})
    assert form == {"ObjectPath": "https://a.example/1\nhttps://a.example/2", "ObjectType": "File"}


def test_sends_tags_in_the_query():
    api, transport = connect({"RefreshTaskId": "17"})
    assert api.refresh_tags("a.example", ["x", "y"], force=False) == ["17"]
    operation, query, form, _unused = transport.asked[0]
    assert (operation, form) == ("RefreshObjectCacheByCacheTag", {})
    assert query == {"CacheTag": "x,y", "DomainName": "a.example"}


def test_force_is_sent_only_when_asked_for():
    api, transport = connect({"RefreshTaskId": "17"})
    api.refresh(["https://a.example/1/"], "Directory", force=True)
    api.refresh_tags("a.example", ["x"], force=True)
    assert transport.asked[0][2]["Force"] == transport.asked[1][1]["Force"] == "true"


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        pytest.param("17", ["17"], id="one"),
        pytest.param("17,18", ["17", "18"], id="several, one a domain"),
        pytest.param(" 17, 18 ,", ["17", "18"], id="blanks and a stray comma"),
        pytest.param(17, ["17"], id="a number"),
        pytest.param("00123456789012345678", ["00123456789012345678"], id="never converted"),
    ],
)
def test_reads_task_ids(answer, ids):
    api, _unused = connect({"RefreshTaskId": answer})
    assert api.refresh(["https://a.example/1"], "File", force=False) == ids


@pytest.mark.parametrize("body", [{}, {"RefreshTaskId": ""}, {"RefreshTaskId": None}, {"RefreshTaskId": " , "}])
def test_an_answer_without_an_id_leaves_the_request_in_doubt(body):
    api, _unused = connect(body)
    with pytest.raises(AnswerLostError, match="no task id"):
        api.refresh(["https://a.example/1"], "File", force=False)


@pytest.mark.parametrize(
    "tasks",
    [
        pytest.param({"CDNTask": [ROW]}, id="below CDNTask, as DescribeRefreshTasks has it"),
        pytest.param([ROW], id="flat, as DescribeRefreshTaskById has it"),
        pytest.param({"Task": [ROW]}, id="below Task, as the sibling product has it"),
    ],
)
def test_reads_every_shape_of_a_list(tasks):
    body = {"Tasks": tasks, "TotalCount": 1}
    row = _api.TaskRow("17", "https://a.example/1", "file", "Complete", 100.0, "2026-03-10T12:00:00Z", "")
    by_id, _unused = connect(body)
    listed, _unused = connect(body)
    assert by_id.tasks_by_id(["17"]) == listed.tasks({}) == _api.TaskPage((row,), 1)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"Tasks": []}, id="flat"),
        pytest.param({"Tasks": {"CDNTask": []}}, id="nested"),
        pytest.param({"Tasks": {}}, id="nothing below"),
        pytest.param({"Tasks": None, "TotalCount": 0}, id="null"),
        pytest.param({"TotalCount": "0"}, id="missing"),
    ],
)
def test_an_empty_list_is_no_error(body):
    api, _unused = connect(body)
    page = api.tasks_by_id(["17"])
    assert page.rows == ()
    assert page.is_whole


@pytest.mark.parametrize("tasks", ["none", [None], ["17"], {"CDNTask": "none"}, {"CDNTask": ROW}, 5])
def test_an_unreadable_list_is_no_empty_list(tasks):
    api, _unused = connect({"Tasks": tasks, "TotalCount": 1})
    with pytest.raises(AnswerLostError, match="list of tasks"):
        api.tasks_by_id(["17"])


@pytest.mark.parametrize(
    ("value", "progress"),
    [
        pytest.param("100%", 100.0, id="per cent"),
        pytest.param("99.37%", 99.37, id="fraction"),
        pytest.param("10", 10.0, id="no sign"),
        pytest.param(" 5 % ", 5.0, id="blanks"),
        pytest.param(0, 0.0, id="number"),
        pytest.param(12.5, 12.5, id="number with fraction"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
        pytest.param("done", None, id="a word"),
        pytest.param("-1%", None, id="negative"),
    ],
)
def test_reads_every_form_of_progress(value, progress):
    api, _unused = connect({"Tasks": [{**ROW, "Process": value}]})
    assert api.tasks_by_id(["17"]).rows[0].progress == progress


def test_a_row_may_lack_fields_or_hold_nulls():
    api, _unused = connect(
        {"Tasks": [{"TaskId": 17}, {**ROW, "Description": None, "ObjectType": "File"}], "TotalCount": "2"}
    )
    page = api.tasks_by_id(["17"])
    assert page.rows[0] == _api.TaskRow("17", "", "", "", None, "", "")
    assert (page.rows[1].description, page.rows[1].object_type) == ("", "file")
    assert page.total == 2


FIELDS = {
    "UrlQuota": "2000",
    "UrlRemain": "1996",
    "DirQuota": "100",
    "DirRemain": "99",
    "RegexQuota": "20",
    "RegexRemain": "0",
    "IgnoreParamsQuota": "100",
    "IgnoreParamsRemain": "10",
    "PreloadQuota": "500",
    "PreloadRemain": "400",
    "PreloadEdgeQuota": "20",
    "PreloadEdgeRemain": "19",
    "BlockQuota": "300",
    "blockRemain": "100",
    "RequestId": "R",
}
QUOTAS = {
    "url": Quota(2000, 1996),
    "directory": Quota(100, 99),
    "regex": Quota(20, 0),
    "ignore_params": Quota(100, 10),
    "prefetch": Quota(500, 400),
}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(FIELDS, id="strings"),
        pytest.param({k: int(v) if v.isdigit() else v for k, v in FIELDS.items()}, id="numbers"),
        pytest.param({k.lower(): v for k, v in FIELDS.items()}, id="lower-case names"),
        pytest.param({k[0].lower() + k[1:]: f" {v} " for k, v in FIELDS.items()}, id="camel case and blanks"),
    ],
)
def test_reads_every_form_of_quota(body):
    api, _unused = connect(body)
    assert api.quotas() == QUOTAS


@pytest.mark.parametrize("value", [None, "", "unlimited", "-"])
def test_a_quota_that_is_not_told_is_missing_not_zero(value):
    api, _unused = connect({**FIELDS, "DirRemain": value})
    assert api.quotas() == {name: quota for name, quota in QUOTAS.items() if name != "directory"}


@pytest.mark.parametrize("status_word", ["Throttling", "InvalidDomain.NotFound"])
def test_a_code_inside_a_good_answer_is_an_error(status_word):
    api, _unused = connect({"Code": status_word, "Message": "m", "RequestId": "R", "RefreshTaskId": "17"})
    with pytest.raises(ApiError) as raised:
        api.refresh(["https://a.example/1"], "File", force=False)
    error = raised.value
    assert (error.code, error.message, error.request_id, error.http_status) == (status_word, "m", "R", 200)
    assert error.operation == "RefreshObjectCaches"


@pytest.mark.parametrize("code", [None, "", "OK", "200", 200])
def test_a_code_that_says_all_is_well_is_none(code):
    api, _unused = connect({"Code": code, "RefreshTaskId": "17"})
    assert api.refresh(["https://a.example/1"], "File", force=False) == ["17"]


def page_of(number, total):
    return {"Tasks": {"CDNTask": [ROW] * number}, "TotalCount": total}


@pytest.mark.parametrize(
    ("answers", "calls"),
    [
        pytest.param([page_of(0, 0)], 1, id="nothing"),
        pytest.param([page_of(100, 100)], 1, id="exactly one page"),
        pytest.param([page_of(100, 101), page_of(1, 101)], 2, id="one row more"),
        pytest.param(
            [page_of(50, 120), page_of(50, 120), page_of(20, 120)], 3, id="a service that gives 50 rows a page"
        ),
        pytest.param([page_of(100, 300), page_of(0, 300)], 2, id="an empty page ends it, whatever the total says"),
        pytest.param([page_of(100, 150), page_of(100, 250), page_of(50, 250)], 3, id="a list that grows meanwhile"),
    ],
)
def test_pages_end(answers, calls):
    api, transport = connect(*answers)
    pages = list(_api.pages(api, {"TaskId": "17"}))
    assert len(pages) == len(transport.asked) == calls == api.calls["DescribeRefreshTasks"]
    assert [query["PageNumber"] for _unused, query, _unused, _unused in transport.asked] == [
        str(n + 1) for n in range(calls)
    ]
    assert {query["TaskId"] for _unused, query, _unused, _unused in transport.asked} == {"17"}
    assert {query["PageSize"] for _unused, query, _unused, _unused in transport.asked} == {"100"}


def test_pages_cost_only_what_is_read():
    api, transport = connect(page_of(100, 100_000))
    next(_api.pages(api, {}))
    assert len(transport.asked) == 1


@pytest.mark.parametrize(
    ("operation", "call", "limit"),
    [
        ("RefreshObjectCaches", lambda api: api.refresh(["u"], "File", force=False), 50),
        ("DescribeRefreshTasks", lambda api: api.tasks({}), 5),
        ("DescribeRefreshTaskById", lambda api: api.tasks_by_id(["17"]), 30),
        ("DescribeRefreshQuota", lambda api: api.quotas(), 20),
    ],
)
def test_keeps_the_rate_of_each_operation(operation, call, limit):
    api, transport = connect({"RefreshTaskId": "17"})
    for _unused in range(2 * limit + 1):
        call(api)
    times = [when for _unused, _unused, _unused, when in transport.asked]
    for start in times:
        assert sum(1 for when in times if start <= when < start + 1) <= limit
    assert times[-1] == times[0] + 2, "no slower than needed"
    assert api.calls == {operation: 2 * limit + 1}


def test_failed_calls_count_towards_the_rate():
    api, transport = connect(ApiError("DescribeRefreshTasks", "Throttling", "", http_status=503))
    for _unused in range(6):
        with pytest.raises(ApiError):
            api.tasks({})
    assert transport.asked[5][3] >= transport.asked[0][3] + 1
    assert api.calls["DescribeRefreshTasks"] == 6


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        pytest.param({"RequestId": "R"}, True, id="a good answer"),
        pytest.param(ApiError("o", "Throttling", "", http_status=503), True, id="an error is an answer too"),
        pytest.param(NotReachedError("o", "refused"), False, id="no connection"),
        pytest.param(AnswerLostError("o", "cut"), False, id="no readable answer"),
    ],
)
def test_knows_whether_the_service_ever_answered(answer, answered):
    api, _unused = connect(answer)
    with pytest.raises(type(answer)) if isinstance(answer, Exception) else contextlib.nullcontext():
        api.quotas()
    assert api.answered is answered


def test_follows_the_clock_of_the_service():
    api, transport = connect(Reply({}, date=1_800_000_000.0))
    assert api.service_time() == transport.clock.wall()
    api.quotas()
    transport.clock.now += 5
    assert api.service_time() == 1_800_000_005.0


@pytest.fixture
def far_from_utc(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("no time zones here")
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.timezone.utc).timestamp()


@pytest.mark.usefixtures("far_from_utc")
def test_times_are_utc_wherever_the_module_runs():
    assert _api.time_parameter(NOON) == "2026-03-10T12:00:00Z"
    assert _api.time_parameter(NOON + 0.9) == "2026-03-10T12:00:00Z"
    assert _api.parse_creation_time("2026-03-10T12:00:00Z") == NOON
    assert _api.parse_creation_time("2026-03-10 12:00:00") == NOON
    assert _api.parse_creation_time("2026-03-10T20:00:00+08:00") == NOON
    assert _api.parse_date_header("Tue, 10 Mar 2026 12:00:00 GMT") == NOON


@pytest.mark.parametrize("text", ["", "now", "2026-13-45T00:00:00Z"])
def test_an_unreadable_time_is_none(text):
    assert _api.parse_creation_time(text) is None
    assert _api.parse_date_header(text) is None


def test_a_missing_date_header_is_none():
    assert _api.parse_date_header(None) is None


def test_a_spelling_that_the_list_refuses_has_no_rows():
    refusal = ApiError("DescribeRefreshTasks", "InvalidObjectType.Malformed", "no such type", http_status=400)
    api, transport = connect(refusal)
    assert list(_api.pages(api, {"ObjectType": "path"})) == []
    assert len(transport.asked) == 1


def test_another_refusal_of_the_list_is_an_error():
    api, _transport = connect(ApiError("DescribeRefreshTasks", "InvalidTime", "too old", http_status=400))
    with pytest.raises(ApiError, match="InvalidTime"):
        next(_api.pages(api, {}))
