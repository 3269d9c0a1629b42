# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module of this collection keeps to."""

from __future__ import annotations

import ast
import importlib
import pathlib
import re

import pytest
import yaml
from ansible.module_utils import basic

COLLECTION = "ansible_collections.alibabacloud.cdn"
FQCN = "alibabacloud.cdn."
ROOT = pathlib.Path(importlib.import_module(f"{COLLECTION}.plugins.module_utils._kinds").__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py") if path.stem != "__init__")
GROUP = "all"
# What the documentation may leave out, and what it means then.
DEFAULTS = {"type": "str", "required": False, "default": None, "choices": None, "aliases": [], "elements": None}
# Keywords of a task that may stand beside the module in an example.
KEYWORDS = {
    "name",
    "delegate_to",
    "run_once",
    "register",
    "when",
    "loop",
    "vars",
    "environment",
    "failed_when",
    "block",
    "until",
    "retries",
    "delay",
}
# Such modules never change anything.
INFO_MODULES = [name for name in MODULES if name.endswith("_info")]


def load(name):
    return importlib.import_module(f"{COLLECTION}.plugins.modules.{name}")


def fragment(reference):
    """The documentation of a fragment: ``alibabacloud.cdn._name`` or ``alibabacloud.cdn._name.part``."""
    assert reference.startswith(FQCN)
    name, _unused, part = reference[len(FQCN) :].partition(".")
    doc = importlib.import_module(f"{COLLECTION}.plugins.doc_fragments.{name}").ModuleDocFragment
    return yaml.safe_load(getattr(doc, (part or "documentation").upper()))


def documentation(name):
    """The documentation as ansible-doc shows it: with its fragments."""
    own = yaml.safe_load(load(name).DOCUMENTATION)
    options, attributes, requirements = {}, {}, own.get("requirements", [])
    for reference in own.get("extends_documentation_fragment", []):
        part = fragment(reference)
        options.update(part.get("options", {}))
        attributes.update(part.get("attributes", {}))
        requirements = requirements + part.get("requirements", [])
    options.update(own.get("options") or {})
    for attribute, values in (own.get("attributes") or {}).items():
        attributes[attribute] = {**attributes.get(attribute, {}), **values}
    return {**own, "options": options, "attributes": attributes, "requirements": requirements}


class Captured(BaseException):
    """Ends a module as soon as it has said what its arguments are."""


@pytest.fixture
def captured(monkeypatch):
    def arguments_of(name):
        def capture(_self, *args, **kwargs):
            raise Captured(kwargs if not args else {"argument_spec": args[0], **kwargs})

        monkeypatch.setattr(basic.AnsibleModule, "__init__", capture)
        with pytest.raises(Captured) as raised:
            load(name).main()
        return raised.value.args[0]

    return arguments_of


def plain(option):
    """An option with the values that matter to users. Numbers compare as numbers, choices and aliases as sets."""
    values = {key: option.get(key, default) for key, default in DEFAULTS.items()}
    values["choices"] = sorted(map(str, values["choices"])) if values["choices"] else None
    values["aliases"] = sorted(values["aliases"])
    return values


def tasks_of(name):
    return yaml.safe_load(load(name).EXAMPLES)


def nested(tasks):
    """Tasks, also those inside plays and blocks."""
    for task in tasks:
        inner = [task[key] for key in ("tasks", "block", "rescue", "always", "pre_tasks", "post_tasks") if key in task]
        if inner:
            for part in inner:
                yield from nested(part)
        else:
            yield task


def test_there_are_modules():
    assert "cdn_refresh" in MODULES


def test_the_action_group_holds_every_module():
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    members = [member for member in runtime["action_groups"][GROUP] if isinstance(member, str)]
    assert sorted(member.rpartition(".")[2] for member in members) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_the_documented_options_are_those_that_are_taken(name, captured):
    spec = captured(name)["argument_spec"]
    documented = documentation(name)["options"]
    assert sorted(documented) == sorted(spec)
    assert {option: plain(values) for option, values in documented.items()} == {
        option: plain(values) for option, values in spec.items()
    }


@pytest.mark.parametrize("name", MODULES)
def test_every_option_is_described_in_sentences(name):
    for option, values in documentation(name)["options"].items():
        lines = values["description"]
        for line in [lines] if isinstance(lines, str) else lines:
            assert line.endswith((".", ":")), f"{option}: {line}"


@pytest.mark.parametrize("name", MODULES)
def test_no_word_means_two_options(name, captured):
    spec = captured(name)["argument_spec"]
    words = [word for option, values in spec.items() for word in (option, *values.get("aliases", []))]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", MODULES)
def test_the_rules_between_options_name_real_ones(name, captured):
    arguments = captured(name)
    for relation in ("mutually_exclusive", "required_together", "required_one_of"):
        for group in arguments.get(relation) or ():
            assert set(group) <= set(arguments["argument_spec"]), relation


@pytest.mark.parametrize("name", MODULES)
def test_secrets_are_not_logged(name, captured):
    spec = captured(name)["argument_spec"]
    for option, values in spec.items():
        if any(word in option for word in ("secret", "token", "password", "headers")):
            assert values.get("no_log") is True, option


@pytest.mark.parametrize("name", MODULES)
def test_the_attributes_are_documented(name, captured):
    attributes = documentation(name)["attributes"]
    assert {"check_mode", "diff_mode", "idempotent", "action_group"} <= set(attributes)
    for attribute, values in attributes.items():
        assert values["support"] in ("full", "partial", "none", "N/A"), attribute
        assert values["description"], attribute
    assert attributes["action_group"]["membership"] == [FQCN + GROUP]
    assert (attributes["check_mode"]["support"] == "full") is captured(name)["supports_check_mode"]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_use_full_names_and_real_options(name, captured):
    spec = captured(name)["argument_spec"]
    used = 0
    for task in nested(tasks_of(name)):
        assert task.get("name", "")[:1].isupper(), "each example says what it does"
        actions = [key for key in task if key not in KEYWORDS]
        assert len(actions) == 1, task
        assert actions[0].count(".") >= 2, f"{actions[0]} is no full name"
        if actions[0] == FQCN + name:
            used += 1
            arguments = task[actions[0]] or {}
            assert set(arguments) <= set(spec), task["name"]
            for option, value in arguments.items():
                choices = spec[option].get("choices")
                assert not choices or value in choices or "{{" in str(value), task["name"]
    assert used, "there is an example of the module itself"


@pytest.mark.parametrize("name", MODULES)
def test_the_documentation_says_who_and_since_when(name):
    doc = documentation(name)
    assert doc["module"] == name
    assert doc["author"]
    assert doc["version_added"]
    assert not doc["short_description"].endswith(".")


def walk(values):
    for name, value in values.items():
        yield name, value
        yield from walk(value.get("contains", {}))


@pytest.mark.parametrize("name", MODULES)
def test_the_return_values_are_described(name):
    for value, values in walk(yaml.safe_load(load(name).RETURN)):
        assert values["description"], value
        assert values["returned"], value
        assert values["type"] in ("str", "int", "float", "bool", "list", "dict"), value
        assert values["type"] != "list" or "elements" in values, value


def test_there_are_info_modules():
    assert INFO_MODULES == ["cdn_quota_info", "cdn_task_info"]


@pytest.mark.parametrize("name", INFO_MODULES)
def test_info_modules_document_that_they_never_change_anything(name):
    attributes = documentation(name)["attributes"]
    assert attributes["check_mode"]["support"] == "full"
    assert attributes["idempotent"]["support"] == "full"
    assert attributes["diff_mode"]["support"] == "N/A"
    assert attributes["diff_mode"]["details"]
    assert "changed" not in yaml.safe_load(load(name).RETURN)


def test_every_action_plugin_stands_before_a_module_of_its_name():
    plugins = {path.stem for path in (ROOT / "plugins" / "action").glob("*.py") if path.stem != "__init__"}
    takes_a_source = {name for name in MODULES if "src" in documentation(name)["options"]}
    assert plugins == takes_a_source


@pytest.mark.parametrize("name", MODULES)
def test_the_documentation_names_what_the_module_needs(name):
    doc = documentation(name)
    needed = {bound for bound in BOUNDS if "jmespath" not in bound or "src_query" in doc["options"]}
    assert bounds_in("\n".join(doc["requirements"])) == needed


def bounds_in(text):
    return set(re.findall(r"\b(?:alibabacloud-[a-z0-9]+|jmespath)>=[0-9.]*[0-9]", text.replace(" >= ", ">=")))


BOUNDS = bounds_in((ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8"))


def test_the_requirements_have_lower_bounds_only():
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    assert sorted(lines) == sorted(BOUNDS)


@pytest.mark.parametrize("pattern", ["README*.md", "docs/docsite/rst/*.rst", "docs/awx/*", "tests/*/requirements.txt"])
def test_the_lower_bounds_are_the_same_wherever_they_are_named(pattern):
    for path in ROOT.glob(pattern):
        if path.is_file():
            assert bounds_in(path.read_text(encoding="utf-8")) <= BOUNDS, path.name


def test_no_check_is_switched_off_in_a_file():
    assert list((ROOT / "tests" / "sanity").glob("ignore*")) == []
    assert not (ROOT / ".ansible-lint-ignore").exists()


@pytest.mark.parametrize("path", sorted((ROOT / "plugins" / "module_utils").glob("*.py")), ids=lambda path: path.stem)
def test_utilities_are_private_and_say_so(path):
    if path.stem == "__init__":
        return
    assert path.stem.startswith("_")
    assert "Private to this collection" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_documentation_and_main_only(name):
    tree = ast.parse((ROOT / "plugins" / "modules" / f"{name}.py").read_text(encoding="utf-8"))
    assert [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))] == ["main"]


def imports_of_the_collection(path):
    """What a file imports from this collection, outermost first: ``(module, names)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.level or node.module.startswith(COLLECTION)):
            yield "" if node.level and not node.module else node.module, [alias.name for alias in node.names]


SENT = sorted(path for folder in ("modules", "module_utils") for path in (ROOT / "plugins" / folder).glob("_*.py"))
SENT += [ROOT / "plugins" / "modules" / f"{name}.py" for name in MODULES]


@pytest.mark.parametrize("path", SENT, ids=lambda path: path.stem)
def test_what_is_sent_imports_modules_and_no_names(path):
    # Ansible looks for a file for every name before it packs a module: a tenth of the time that packing takes.
    assert {module for module, _names in imports_of_the_collection(path)} <= {"", f"{COLLECTION}.plugins.module_utils"}


@pytest.mark.parametrize("name", MODULES)
def test_modules_import_the_importer_first(name):
    first = next(imports_of_the_collection(ROOT / "plugins" / "modules" / f"{name}.py"))
    assert first == (f"{COLLECTION}.plugins.module_utils", ["_zip_importer"])
