# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries out of a folder."""

from __future__ import annotations

import importlib

import pytest

UTILS = "ansible_collections.alibabacloud.cdn.plugins.module_utils"
folders = importlib.import_module(f"{UTILS}._folders")
errors = importlib.import_module(f"{UTILS}._errors")


def test_every_file_with_its_path_and_its_name_escaped(tmp_path):
    for name in ("index.html", "img/50%?#.png", "img/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = list(folders.from_folder(str(tmp_path)))
    assert [line.text for line in found] == ["img/50%25%3F%23.png", "img/a.png", "index.html"]
    assert found[2].place == "src file index.html"


def test_links_inside_are_followed(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.js").touch()
    (tmp_path / "two").symlink_to("one")
    assert [line.text for line in folders.from_folder(str(tmp_path))] == ["one/a.js", "two/a.js"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [("/", "leads out of the folder"), (".", "leads to a folder that holds it"), ("missing", "leads nowhere")],
)
def test_links_that_cannot_be_followed_are_named(tmp_path, target, reason):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "link").symlink_to(target)
    with pytest.raises(errors.InputError) as raised:
        list(folders.from_folder(str(tmp_path)))
    (problem,) = raised.value.problems
    assert problem.place == "src file below/link"
    assert reason in problem.reason


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(errors.InputError, match=r"src .*/missing cannot be read"):
        list(folders.from_folder(str(tmp_path / "missing")))
