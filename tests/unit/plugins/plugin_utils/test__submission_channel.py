# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What connects a module with the controller, or is left out where it cannot be made."""

from __future__ import annotations

import contextlib
import importlib
import os
import pwd
import stat

import pytest
from ansible import constants as C

UTILS = "ansible_collections.alibabacloud.cdn.plugins.plugin_utils"
submission = importlib.import_module(f"{UTILS}._submission")


class Action(submission.SubmissionAction):
    """An action of a task, with or without become_user."""

    def __init__(self, user=None):
        self._user = user

    def _is_become_unprivileged(self):
        return self._user is not None

    def get_become_option(self, option):
        assert option == "become_user"
        return self._user


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.setattr(C, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.mark.parametrize(("user", "mode"), [(None, 0o700), (pwd.getpwuid(os.getuid()).pw_name, 0o711)])
def test_the_module_gets_what_only_it_and_we_can_use(tmp_path, user, mode):
    action = Action(user)
    with contextlib.ExitStack() as stack:
        folder = action._make_folder(stack)
        assert stat.S_IMODE(os.stat(folder).st_mode) == mode
        channel = action._make_channel(folder)
        assert stat.S_IMODE(os.stat(channel).st_mode) == 0o600
        assert stat.S_ISFIFO(os.stat(action._make_lifeline(folder).path).st_mode)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("user", [None, "root"])
def test_without_a_folder_the_module_runs_alone(tmp_path, monkeypatch, user):
    nowhere = str(tmp_path / "no" / "such" / "folder")
    monkeypatch.setattr(C, "DEFAULT_LOCAL_TMP", nowhere)
    monkeypatch.setattr("tempfile.tempdir", nowhere)
    action = Action(user)
    with contextlib.ExitStack() as stack:
        folder = action._make_folder(stack)
    assert (folder, action._make_channel(folder), action._make_lifeline(folder)) == ("", "", None)


def test_in_a_folder_that_is_gone_nothing_is_made(tmp_path):
    gone = str(tmp_path / "gone")
    assert (Action()._make_channel(gone), Action()._make_lifeline(gone)) == ("", None)


def test_a_user_whom_the_controller_does_not_know_gets_no_channel(tmp_path):
    assert Action("nobody-of-that-name")._make_channel(str(tmp_path)) == ""


def test_an_option_that_is_no_boolean_is_left_to_the_module():
    action = Action()
    for text, flag in (("yes", True), ("off", False), (None, True), ("perhaps", True)):
        action._task = type("Task", (), {"args": {"progress": text}})
        assert action._flag("progress", default=True) is flag
