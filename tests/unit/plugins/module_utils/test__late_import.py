# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A library that is put off is imported with its first use, and is then what it would be otherwise."""

from __future__ import annotations

import importlib
import sys

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _late_import

FILES = {
    "heavy/__init__.py": "from .client import Answer, Session\n__all__ = ('Answer', 'Session')\n",
    "heavy/client.py": "class Answer:\n    size = 3\n\nclass Session:\n    def get(self):\n        return Answer()\n",
    "annotating.py": (
        "import typing\nimport heavy\nfrom heavy import Answer\n\n"
        "def first(session: heavy.Session) -> typing.Optional[Answer]:\n    return heavy.Session().get()\n\n"
        "def is_answer(thing):\n    return isinstance(thing, Answer)\n"
    ),
    "demanding.py": "from heavy import Answer, __all__ as names\n",
    "reaching.py": "from heavy import Answer\n\nSIZE = Answer.size\n",
    "taking_a_part.py": "import heavy.client\n\nsession = heavy.client.Session()\n",
}


@pytest.fixture(autouse=True)
def libraries(tmp_path, monkeypatch):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    outermost = {path.partition("/")[0].removesuffix(".py") for path in FILES}
    for name in [name for name in sys.modules if name.partition(".")[0] in outermost]:
        del sys.modules[name]


def import_late(name):
    with _late_import.put_off("heavy", classes=("Answer", "Session")):
        return importlib.import_module(name)


def is_imported():
    return "heavy.client" in sys.modules


def test_annotations_do_not_import_it():
    annotating = import_late("annotating")
    assert not is_imported()
    assert not annotating.is_answer(3)
    assert not is_imported()


def test_the_first_use_imports_it_whole():
    answer = import_late("annotating").first(None)
    assert is_imported()
    heavy = sys.modules["heavy"]
    assert not isinstance(heavy, _late_import._LateModule)
    assert isinstance(answer, heavy.Answer)
    assert heavy.Answer is sys.modules["heavy.client"].Answer
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _unused = heavy.nothing_of_the_kind


def test_another_name_imports_it_at_once():
    demanding = import_late("demanding")
    assert is_imported()
    assert demanding.names == ("Answer", "Session")
    assert sys.modules["heavy"].Answer.size == 3


def test_more_than_an_annotation_fails_and_then_finds_the_real_one():
    with pytest.raises(AttributeError, match="size"):
        import_late("reaching")
    assert import_late("reaching").SIZE == 3


def test_a_part_of_it_can_be_imported():
    assert import_late("taking_a_part").session.get().size == 3


def test_what_is_imported_already_stays_as_it_is():
    heavy = importlib.import_module("heavy")
    before = dict(vars(heavy))
    annotating = import_late("annotating")
    assert sys.modules["heavy"] is heavy
    assert vars(heavy) == before
    assert annotating.Answer is heavy.Answer


def test_what_is_not_installed_is_missing_as_ever(tmp_path):
    (tmp_path / "heavy" / "__init__.py").unlink()
    (tmp_path / "heavy" / "client.py").unlink()
    (tmp_path / "heavy").rmdir()
    importlib.invalidate_caches()
    with pytest.raises(ModuleNotFoundError, match="heavy"):
        import_late("annotating")
