# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the task list: what is asked, how its pages end, and what becomes of the rows."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _task_info
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CdnApi, Reply
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import ApiError, InputError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._info_runner import Reader, describe

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.timezone.utc).timestamp()
NOTHING = dict.fromkeys(("task_ids", "url", "object_type", "domain", "status", "since", "until"))


class FakeClock:
    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def wall(self):
        return NOW + self.now

    def sleep(self, seconds):
        self.now += seconds

    def jitter(self):
        return 0.0


class FakeService:
    """Answers calls from a function of the query; remembers the queries."""

    def __init__(self, answer):
        self.answer = answer
        self.queries = []

    def call(self, operation, *, query, form):
        assert operation == "DescribeRefreshTasks"
        assert not form
        self.queries.append(dict(query))
        return Reply(self.answer(query))


def row(number, **fields):
    moment = datetime.datetime.fromtimestamp(NOW - number, datetime.timezone.utc)
    return {
        "TaskId": "1",
        "ObjectPath": f"https://www.example.com/{number}",
        "ObjectType": "file",
        "Status": "Complete",
        "Process": "100%",
        "CreationTime": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Description": "",
        **fields,
    }


def body(rows, total=None):
    return {"Tasks": {"CDNTask": rows}, **({} if total is None else {"TotalCount": total})}


def sliced(rows, size=100):
    """A service that holds these rows."""

    def answer(query):
        start = (int(query["PageNumber"]) - 1) * size
        return body(rows[start : start + size], str(len(rows)))

    return answer


def ask(answer, clock=None, limit=0, **params):
    service = FakeService(answer)
    clock = clock or FakeClock()
    question = _task_info.prepare({**NOTHING, "limit": limit, **params}, NOW)
    return question(Reader(CdnApi(service, clock), clock, 0.0)), service.queries


def urls(result):
    return [task["url"].rpartition("/")[2] for task in result["tasks"]]


@pytest.mark.parametrize("size", [1, 50, 100])
def test_pages_to_the_end(size):
    result, queries = ask(sliced([row(number) for number in range(7 * size)], size))
    assert result["total"] == 7 * size
    assert len(set(urls(result))) == 7 * size
    assert len(queries) == 7


def test_no_page_more_than_the_limit_needs():
    result, queries = ask(sliced([row(number) for number in range(500)]), limit=150)
    assert (len(result["tasks"]), result["total"], len(queries)) == (150, 500, 2)


def test_five_calls_a_second():
    clock = FakeClock()
    ask(sliced([row(number) for number in range(11)], 1), clock)
    assert 2.0 <= clock.now < 2.5


def test_rows_that_move_on_are_returned_once():
    rows = [row(number) for number in range(200)]

    def answer(query):
        # Three tasks are created between the two calls.
        now = rows if query["PageNumber"] == "1" else [row(-3), row(-2), row(-1), *rows]
        return sliced(now)(query)

    result, queries = ask(answer)
    assert urls(result) == [str(number) for number in range(200)]
    assert len(queries) == 3


def test_rows_that_are_alike_are_kept():
    rows = [row(0, ObjectPath="", ObjectType="cachetag")] * 150
    result, _queries = ask(sliced(rows))
    assert len(result["tasks"]) == 150
    assert result["tasks"][0]["object_type"] == "cachetag"


@pytest.mark.parametrize("repeats", [False, True])
def test_without_a_total_the_pages_end_too(repeats):
    rows = [row(number) for number in range(100)]

    def answer(query):
        return body(rows if repeats or query["PageNumber"] == "1" else [])

    result, queries = ask(answer)
    assert result["total"] == len(result["tasks"]) == 100
    assert len(queries) == 2


def test_a_total_that_is_too_large_does_not_hold_up():
    result, queries = ask(lambda query: body([row(1)] if query["PageNumber"] == "1" else [], 1000))
    assert len(result["tasks"]) == 1
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("value", "progress"), [("100%", 100.0), ("99.37%", 99.37), ("10", 10.0), (10, 10.0), (None, None), ("", None)]
)
def test_progress_is_a_number(value, progress):
    result, _queries = ask(sliced([row(1, Process=value)]))
    assert result["tasks"][0]["progress"] == progress


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("File", "file"),
        ("path", "directory"),
        ("preload", "prefetch"),
        ("IgnoreParams", "ignore_params"),
        ("ExQuery", "ignore_params"),
        ("block", "block"),
        (None, ""),
    ],
)
def test_types_have_our_names(label, name):
    result, _queries = ask(sliced([row(1, ObjectType=label)]))
    assert result["tasks"][0]["object_type"] == name


def test_everything_that_is_asked():
    _result, queries = ask(
        sliced([row(1)]),
        task_ids=["7"],
        url=" HTTPS://WWW.Example.com/中 ",
        object_type="prefetch",
        domain="WWW.Example.com",
        status="Failed",
        since="2026-11-22T10:00:00+08:00",
        until="2026-11-22 11:30:00",
    )
    assert queries == [
        {
            "TaskId": "7",
            "ObjectPath": "https://www.example.com/%E4%B8%AD",
            "ObjectType": "preload",
            "DomainName": "www.example.com",
            "Status": "Failed",
            "StartTime": "2026-11-22T02:00:00Z",
            "EndTime": "2026-11-22T11:30:00Z",
            "PageNumber": "1",
            "PageSize": "100",
        }
    ]


def test_blank_answers_of_a_survey_are_no_filters():
    _result, queries = ask(sliced([row(1)]), url=" ", domain="", since="", until=" ")
    assert queries == [{"PageNumber": "1", "PageSize": "100"}]


@pytest.mark.parametrize("ids", [[], [""], [" , "]])
def test_no_id_is_not_any_id(ids):
    result, queries = ask(sliced([row(1)]), task_ids=ids)
    assert result == {"tasks": [], "total": 0}
    assert queries == []


def test_one_side_of_the_window_is_filled_in():
    _result, (query,) = ask(sliced([row(1)]), since="2026-11-22T10:00:00Z")
    assert query["EndTime"] > "2026-11-22T12:00:00Z"
    _result, (query,) = ask(sliced([row(1)]), until="2026-11-22T10:00:00Z")
    assert "2026-11-19T12:00:00Z" < query["StartTime"] < "2026-11-19T12:05:00Z"


def test_the_far_end_of_the_window_moves_on_while_pages_are_read():
    clock = FakeClock()
    rows = [row(number) for number in range(3)]

    def answer(query):
        clock.now += 600
        return sliced(rows, 1)(query)

    _result, queries = ask(answer, clock, since="2026-11-19T12:00:00Z")
    for number, query in enumerate(queries):
        oldest = datetime.datetime.fromtimestamp(NOW + number * 600, datetime.timezone.utc) - datetime.timedelta(days=3)
        assert query["StartTime"] >= oldest.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("first", ["directory", "path"])
def test_directories_under_either_word(first):
    def answer(query):
        if query["ObjectType"] != first:
            return body([], 0)
        return body([row(1, ObjectType=first)], 1)

    result, _queries = ask(answer, object_type="directory")
    assert urls(result) == ["1"]


def test_a_service_that_does_not_know_the_older_word():
    def answer(query):
        if query["ObjectType"] == "path":
            raise ApiError("DescribeRefreshTasks", "InvalidObjectType.ValueNotSupported", "no", http_status=400)
        return body([], 0)

    result, queries = ask(answer, object_type="directory")
    assert result == {"tasks": [], "total": 0}
    assert len(queries) == 2


def test_an_error_on_the_way_is_an_error():
    def answer(query):
        raise ApiError("DescribeRefreshTasks", "Forbidden.RAM", "no", http_status=403)

    with pytest.raises(ApiError):
        ask(answer, object_type="directory")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("since", "2026-11-19T11:58:00Z", "more than 3 days back"),
        ("until", "2026-11-19T12:00:30Z", "more than 3 days back"),
        ("since", "2026-11-22T12:00:01Z", "future"),
        ("since", "22.11.2026", "no ISO 8601 time"),
        ("limit", -1, "at least 0"),
        ("status", "Failed", "without object_type"),
        ("domain", "www.example.com", "without object_type"),
        ("url", "https://me:pw@www.example.com/", r"https://\*\*\*@www.example.com/: it holds a user name"),
    ],
)
def test_what_cannot_be_asked(option, value, reason):
    with pytest.raises(InputError, match=reason):
        _task_info.prepare({**NOTHING, "limit": 0, option: value}, NOW)


def test_three_days_back_to_the_second_is_not_too_far():
    _task_info.prepare({**NOTHING, "limit": 0, "since": "2026-11-19T12:00:00Z"}, NOW + 5)


def test_what_is_said_without_a_permission():
    error = ApiError("DescribeRefreshTasks", "Forbidden.RAM", "no", http_status=403)
    assert "grant the permission cdn:DescribeRefreshTasks" in describe(error)


UNNAMED = [
    row(1, ObjectType="file"),
    row(2, ObjectType="file", ObjectPath="https://www.example.com/2?v=1"),
    row(3, ObjectType="directory"),
    row(4, ObjectType="file", ObjectPath="https://img.example.com/4"),
    row(5, ObjectType="file", Status="Refreshing"),
]


def test_of_a_type_whose_label_nobody_knows_all_rows_that_may_be_of_it_are_told():
    result, queries = ask(sliced(UNNAMED), object_type="ignore_params")
    assert urls(result) == ["1", "4", "5"]
    assert result["total"] == 3
    assert all("ObjectType" not in query for query in queries)


def test_its_own_label_settles_which_rows_are_of_the_type():
    result, _queries = ask(sliced([*UNNAMED, row(6, ObjectType="exquery")]), object_type="ignore_params")
    assert urls(result) == ["6"]
    assert result["tasks"][0]["object_type"] == "ignore_params"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [({"domain": "img.example.com"}, ["4"]), ({"status": "Refreshing"}, ["5"]), ({"task_ids": ["1"]}, ["1", "4", "5"])],
)
def test_what_the_service_does_not_sort_out_of_them_is_sorted_out_here(wanted, found):
    result, queries = ask(sliced(UNNAMED), object_type="ignore_params", **wanted)
    assert urls(result) == found
    assert not {"DomainName", "Status"} & set(queries[0])


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"object_type": "file", "domain": "https://www.example.com/"}, "domain: .* is no domain name"),
        ({"since": "2026-11-22T11:00:00Z", "until": "2026-11-22T11:00:00Z"}, "until .* is not later than since"),
        ({"since": "2026-11-22T11:00:00Z", "until": "2026-11-22T10:00:00Z"}, "until .* is not later than since"),
    ],
)
def test_what_can_match_nothing_is_refused(params, reason):
    with pytest.raises(InputError, match=reason):
        ask(sliced([]), **params)
