# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the module writes for whoever watches, and what it takes over from the controller."""

from __future__ import annotations

import importlib
import json
import pathlib

import pytest

UTILS = "ansible_collections.alibabacloud.cdn.plugins.module_utils"
progress = importlib.import_module(f"{UTILS}._progress")
handover = importlib.import_module(f"{UTILS}._handover")
listing = importlib.import_module(f"{UTILS}._listing")
ledger_module = importlib.import_module(f"{UTILS}._ledger")
plan = importlib.import_module(f"{UTILS}._plan")
errors = importlib.import_module(f"{UTILS}._errors")
kinds = importlib.import_module(f"{UTILS}._kinds")


def snapshot_of(*states):
    entries = [ledger_module.Entry(f"https://h/{n}", "file", "h") for n in range(len(states))]
    for entry, state in zip(entries, states):
        entry.state = state
    ledger = ledger_module.Ledger(entries, duplicates=1)
    return progress.take_snapshot(ledger, tasks=1, requests=2, sending=0.0, left=None)


def test_a_snapshot_counts_every_entry_once():
    snapshot = snapshot_of("complete", "failed", "rejected", "pending", "uncertain", "unsent", "skipped")
    assert snapshot.entries == 6
    assert (snapshot.complete, snapshot.failed, snapshot.pending) == (1, 2, 1)
    assert (snapshot.uncertain, snapshot.unsent) == (1, 1)
    assert (snapshot.noun, snapshot.nouns) == ("URL", "URLs")


def test_the_channel_holds_a_line_of_json_for_each_snapshot(tmp_path):
    channel = tmp_path / "channel"
    channel.touch()
    file = progress.ProgressFile(str(channel))
    file.tell(lambda: snapshot_of("unsent"))
    file.tell(lambda: snapshot_of("complete"))
    assert [json.loads(line)["complete"] for line in channel.read_text().splitlines()] == [0, 1]


@pytest.mark.parametrize("path", ["/no/such/file", "/dev/full", "/"])
def test_a_broken_channel_harms_nobody(path):
    file = progress.ProgressFile(path)
    file.tell(lambda: snapshot_of("unsent"))
    file.tell(lambda: snapshot_of("unsent"))


def test_a_channel_is_not_made_where_there_is_none_nor_followed_elsewhere(tmp_path):
    progress.ProgressFile(str(tmp_path / "new")).tell(lambda: snapshot_of("unsent"))
    assert list(tmp_path.iterdir()) == []
    target = tmp_path / "target"
    target.touch()
    (tmp_path / "link").symlink_to(target)
    progress.ProgressFile(str(tmp_path / "link")).tell(lambda: snapshot_of("unsent"))
    assert target.read_text() == ""


def test_trouble_with_counting_harms_nobody_but_an_interrupt_gets_through(tmp_path):
    def fail():
        raise ZeroDivisionError

    def interrupt():
        raise errors.Interrupted("SIGINT")

    channel = tmp_path / "channel"
    channel.touch()
    progress.ProgressFile(str(channel)).tell(fail)
    file = progress.ProgressFile(str(channel))
    with pytest.raises(errors.Interrupted):
        file.tell(interrupt)


def test_nobody_counts_when_nobody_watches():
    progress.NoProgress().tell(lambda: 1 // 0)


@pytest.mark.parametrize(("number", "seconds"), [(1, 0), (100, 0), (101, 60), (250, 120)])
def test_how_long_sending_takes(number, seconds):
    entries = tuple(ledger_module.Entry(f"https://h/{n}", "file", "h") for n in range(number))
    batches = [plan.Batch(kinds.KINDS["file"], entries[n : n + 10]) for n in range(0, number, 10)]
    assert progress.seconds_of_sending(batches, plan.Limits(None, 100)) == seconds
    prefetch = [plan.Batch(kinds.KINDS["prefetch"], entries)]
    assert progress.seconds_of_sending(prefetch, plan.Limits(None)) == 0


def test_a_handover_comes_back_from_the_environment():
    given = handover.Handover(progress="/tmp/a b/'progress'", lifeline="/tmp/lifeline", src="föö \"bar\" $HOME")
    assert handover.from_environment(given.as_environment()) == given
    assert handover.Handover().as_environment() == {}


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '"x"'])
def test_any_other_value_of_the_variable_hands_nothing_over(text):
    assert handover.from_environment({handover.VARIABLE: text}) == handover.Handover()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("src /a/f.txt cannot be read: x.", "src f.txt cannot be read: x."),
        ("src /a/f.txt: x", "src f.txt: x"),
        ("Line 3 of src /a/f.txt is not UTF-8.", "Line 3 of src f.txt is not UTF-8."),
        ("src /a/f.txt/sub cannot be read", "src f.txt/sub cannot be read"),
        ("src /a/f.txt2 and https://h/a/f.txt stay", "src /a/f.txt2 and https://h/a/f.txt stay"),
        ("src_query 'x' on /a/f.txt", "src_query 'x' on f.txt"),
    ],
)
def test_messages_name_the_source_as_written(message, expected):
    assert handover.name_as_written(message, "/a/f.txt", "f.txt") == expected
    assert handover.name_as_written(message, "/a/f.txt", "") == message
    assert handover.name_as_written(message, None, "f.txt") == message


def test_a_listing_comes_back_with_any_name_a_file_can_have(tmp_path):
    folders = importlib.import_module(f"{UTILS}._folders")
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in ("plain", "ü", "line\nfeed", "100 %"):
        (folder / name).touch()
    lines = list(folders.from_folder(str(folder)))
    path = tmp_path / f"source{listing.ENDING}"
    path.write_text(listing.dump(lines), encoding="ascii")
    assert list(listing.load(str(path))) == lines


@pytest.mark.parametrize("content", [None, "", "1", "[1]", "ü"])
def test_a_broken_listing(tmp_path, content):
    path = pathlib.Path(tmp_path, "listing")
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(errors.InputError):
        listing.load(str(path))
