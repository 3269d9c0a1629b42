# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guides say what the code says: tables of codes and limits, options of every example, every guide listed."""

from __future__ import annotations

import importlib
import pathlib
import re
import sys
import textwrap

import pytest
import yaml

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _codes

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "docsite" / "rst"
NAMES = sorted(path.name for path in GUIDES.glob("*.rst"))

if not (ROOT / "tools" / "tables.py").is_file():
    pytest.skip("only in the repository", allow_module_level=True)

sys.path.insert(0, str(ROOT / "tools"))
tables = importlib.import_module("tables")
sys.path.remove(str(ROOT / "tools"))


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_tables_are_up_to_date(name):
    text = (GUIDES / name).read_text()
    assert tables.written(name, text) == text, "python tools/tables.py writes them anew"


def test_every_code_is_in_the_troubleshooting_guide():
    text = (GUIDES / "troubleshooting_guide.rst").read_text()
    assert {code for code in _codes.CODES if f"``{code}``" not in text} == set()


def test_every_guide_is_listed_and_has_its_label():
    sections = yaml.safe_load((ROOT / "docs" / "docsite" / "extra-docs.yml").read_text())["sections"]
    listed = [name for section in sections for name in section["toctree"]]
    assert sorted(listed) == [name.removesuffix(".rst") for name in NAMES]
    for name in listed:
        assert f".. _ansible_collections.alibabacloud.cdn.docsite.{name}:" in (GUIDES / f"{name}.rst").read_text()


def examples():
    """The tasks in a guide's YAML examples that use a module of this collection."""
    for name in NAMES:
        blocks = re.findall(
            r"\.\. code-block:: yaml(?:\+jinja)?\n\n((?:   .*\n|\n)+)", (GUIDES / name).read_text(), re.MULTILINE
        )
        for block in blocks:
            for node in walk(yaml.safe_load(textwrap.dedent(block))):
                for key, value in node.items():
                    module = str(key).removeprefix("alibabacloud.cdn.")
                    if (ROOT / "plugins" / "modules" / f"{module}.py").is_file():
                        yield pytest.param(module, value or {}, id=f"{name}: {node.get('name')}")


def walk(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child)


@pytest.mark.parametrize(("module", "options"), list(examples()))
def test_options_of_examples_exist(module, options):
    path = ROOT / "plugins" / "modules" / f"{module}.py"
    documents = [re.search(r'DOCUMENTATION = r"""(.*?)"""', path.read_text(), re.DOTALL)[1]]
    for fragment in yaml.safe_load(documents[0])["extends_documentation_fragment"]:
        file = ROOT / "plugins" / "doc_fragments" / f"{fragment.split('.')[2]}.py"
        documents += re.findall(r'DOCUMENTATION = r"""(.*?)"""', file.read_text(), re.DOTALL)
    known = {}
    for document in documents:
        known.update(yaml.safe_load(document)["options"])
    assert set(options) <= set(known)
