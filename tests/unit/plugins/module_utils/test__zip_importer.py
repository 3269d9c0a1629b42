# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules in an archive are compiled once each, and are what they would be otherwise."""

from __future__ import annotations

import builtins
import collections
import importlib
import inspect
import sys
import zipfile

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _zip_importer

FILES = {
    "archived/__init__.py": "",
    "archived/first.py": "",
    "archived/second.py": "from . import inner\n\ndef answer():\n    return 42\n",
    "archived/inner/__init__.py": "NAME = __name__\n",
}


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive from which the module ``first`` has been imported, as a module of Ansible's imports ours from its own."""
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in FILES.items():
            file.writestr(name, text)
    monkeypatch.syspath_prepend(str(path))
    first = importlib.import_module("archived.first")
    yield first
    for name in [name for name in sys.modules if name.partition(".")[0] == "archived"]:
        del sys.modules[name]
    for place in [place for place in sys.path_importer_cache if place.startswith(str(path))]:
        del sys.path_importer_cache[place]


@pytest.fixture
def compiled(monkeypatch):
    """How often each file has been compiled."""
    counts = collections.Counter()
    whole = builtins.compile

    def counting(source, filename, *arguments, **options):
        counts[str(filename)] += 1
        return whole(source, filename, *arguments, **options)

    monkeypatch.setattr(builtins, "compile", counting)
    return counts


def test_python_compiles_a_module_in_an_archive_twice(archive, compiled):
    # Should this fail, Python has mended it, and what is tested here can go.
    second = importlib.import_module("archived.second")
    assert compiled[second.__file__] == 2


def test_with_this_importer_once_each(archive, compiled, monkeypatch):
    monkeypatch.setattr(_zip_importer, "__file__", archive.__file__)
    _zip_importer.install()
    second = importlib.import_module("archived.second")
    assert (compiled[second.__file__], compiled[second.inner.__file__]) == (1, 1)


def test_the_modules_are_the_same(archive, monkeypatch):
    def facts():
        second = importlib.import_module("archived.second")
        modules = (second, second.inner)
        return [
            (module.__file__, module.__spec__.origin, module.__spec__.submodule_search_locations) for module in modules
        ]

    plain = facts()
    for name in ("archived.second", "archived.inner"):
        del sys.modules[name]
    monkeypatch.setattr(_zip_importer, "__file__", archive.__file__)
    _zip_importer.install()
    assert facts() == plain
    second = sys.modules["archived.second"]
    assert isinstance(second.__loader__, _zip_importer._ZipImporter)
    assert second.answer() == 42
    assert "return 42" in inspect.getsource(second.answer)  # what a traceback shows


def test_a_module_that_is_not_there_is_said_to_be_missing(archive, monkeypatch):
    monkeypatch.setattr(_zip_importer, "__file__", archive.__file__)
    _zip_importer.install()
    with pytest.raises(ModuleNotFoundError, match=r"archived\.third"):
        importlib.import_module("archived.third")


def test_outside_an_archive_nothing_changes():
    before = dict(sys.path_importer_cache)
    _zip_importer.install()
    assert sys.path_importer_cache == before
