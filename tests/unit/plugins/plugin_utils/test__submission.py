# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the action does around the module's run."""

from __future__ import annotations

import gc
import types

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._handover import VARIABLE, Handover
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._submission import SubmissionAction


class Action(SubmissionAction):
    """An action whose module notes what it runs with."""

    def __init__(self, answer):
        self.answer = answer
        self._task = types.SimpleNamespace(environment=[{"LANG": "C"}], async_val=0)
        self._connection = types.SimpleNamespace(has_native_async=False)

    def _execute_module(self, **_arguments):
        self.seen = (gc.isenabled(), list(self._task.environment))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture(autouse=True)
def _as_before():
    yield
    gc.unfreeze()
    assert gc.isenabled()


def test_a_module_is_packed_without_looking_for_garbage():
    action = Action({"changed": True})
    assert action._execute({}, Handover(progress="/p"), {}) == {"changed": True}
    collects, environment = action.seen
    assert not collects
    assert [VARIABLE in item for item in environment] == [False, True]


@pytest.mark.parametrize("answer", [{"failed": True}, RuntimeError("the connection broke")])
def test_afterwards_all_is_as_it_was(answer):
    action = Action(answer)
    if isinstance(answer, Exception):
        with pytest.raises(RuntimeError):
            action._execute({}, Handover(progress="/p"), {})
    else:
        action._execute({}, Handover(progress="/p"), {})
    assert gc.isenabled()
    assert action._task.environment == [{"LANG": "C"}]
