# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that end badly before they came to the service: their result is whole all the same, and keeps secrets."""

from __future__ import annotations

import importlib
import json
import sys

import pytest
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.testing import patch_module_args

COLLECTION = "ansible_collections.alibabacloud.cdn.plugins"
sdk = importlib.import_module(f"{COLLECTION}.module_utils._sdk")
errors = importlib.import_module(f"{COLLECTION}.module_utils._errors")

SECRET = "a-secret-that-nobody-must-see"
KEYS = {"access_key_id": "LTAI5tNobody", "access_key_secret": SECRET}
ENTRIES = {"urls": ["https://www.example.com/a", "https://www.example.com/b"]}
MODULES = {"cdn_refresh": ENTRIES, "cdn_prefetch": ENTRIES, "cdn_task_info": {}, "cdn_quota_info": {}}
SUBMITTING = {name for name, options in MODULES.items() if options}


class Missing:
    """Makes a module impossible to import, as if it were not installed."""

    def __init__(self, name):
        self._name = name

    def find_spec(self, name, path=None, target=None):
        if name == self._name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture
def result_of(monkeypatch, capsys):
    """Run a module whose way to the service raises this."""

    def run(name, error, **options):
        def transport(_connection, _redactor):
            raise error

        monkeypatch.setattr(sdk, "SdkTransport", transport)
        with patch_module_args({**MODULES[name], **KEYS, **options}), pytest.raises(SystemExit):
            importlib.import_module(f"{COLLECTION}.modules.{name}").main()
        out = capsys.readouterr().out
        assert SECRET not in out
        return json.loads(out)

    return run


def check_nothing_was_sent(name, result):
    assert result["failed"] is True
    assert result["changed"] is False
    if name in SUBMITTING:
        assert result["summary"]["requested"] == result["summary"]["unsent"] == 2
        assert result["remaining_urls"] == ENTRIES["urls"]
        assert all(problem["reason"] for problem in result["problems"])


@pytest.mark.parametrize("name", MODULES)
def test_a_missing_library_is_named(name, result_of):
    result = result_of(name, errors.MissingLibraryError("alibabacloud-cdn20180510", ImportError("no module named Tea")))
    check_nothing_was_sent(name, result)
    assert "alibabacloud-cdn20180510" in result["msg"]


@pytest.mark.parametrize("name", MODULES)
def test_credentials_that_cannot_be_had_are_explained(name, result_of):
    result = result_of(name, errors.CredentialsError("The profile 'x' could not be used. Correct it."))
    check_nothing_was_sent(name, result)
    assert result["msg"] == "The profile 'x' could not be used. Correct it."


@pytest.mark.parametrize("name", MODULES)
def test_a_programming_error_is_named_without_secrets(name, result_of):
    result = result_of(name, RuntimeError(f"nobody thought of {SECRET}"))
    check_nothing_was_sent(name, result)
    assert "internal error" in result["msg"]
    assert "RuntimeError" in result["msg"]


@pytest.mark.parametrize("name", sorted(SUBMITTING))
def test_an_interrupt_is_named(name, result_of):
    result = result_of(name, errors.Interrupted("SIGTERM"))
    check_nothing_was_sent(name, result)
    assert result["msg"].startswith("Interrupted by SIGTERM")


@pytest.mark.parametrize("name", sorted(SUBMITTING))
def test_a_file_for_the_results_that_cannot_be_written_is_told_before_anything_is_sent(name, result_of, tmp_path):
    result = result_of(
        name, AssertionError("nothing may be sent"), results_path=str(tmp_path / "no" / "such" / "folder")
    )
    assert result["failed"] is True
    assert "results_path" in result["msg"]
    assert "nothing may be sent" not in json.dumps(result)


@pytest.mark.parametrize("name", sorted(SUBMITTING))
def test_a_file_for_the_results_that_cannot_be_written_any_more_is_told_beside_the_reason(
    name, result_of, tmp_path, monkeypatch
):
    def move(_module, _source, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(AnsibleModule, "atomic_move", move)
    path = str(tmp_path / "results.jsonl")
    result = result_of(
        name, errors.CredentialsError("The profile 'x' could not be used. Correct it."), results_path=path
    )
    check_nothing_was_sent(name, result)
    assert result["msg"].startswith("The profile 'x' could not be used. Correct it")
    assert result["msg"].endswith(f"; besides, results_path {path} could not be written: No space left on device.")


@pytest.mark.parametrize(("object_type", "count"), [("file", 1), ("auto", 0)])
def test_an_option_without_effect_is_warned_of(result_of, monkeypatch, object_type, count):
    warned = []
    monkeypatch.setattr(AnsibleModule, "warn", lambda _module, text: warned.append(text))
    error = errors.CredentialsError("There are none. Give some.")
    check_nothing_was_sent("cdn_refresh", result_of("cdn_refresh", error, force=True, object_type=object_type))
    assert len([text for text in warned if text.startswith("force changes nothing for object_type=file")]) == count


@pytest.mark.parametrize("name", sorted(SUBMITTING))
def test_of_very_many_bad_entries_a_thousand_are_listed(name, result_of):
    result = result_of(name, AssertionError("nothing may be sent"), urls=[f"ftp://h/{n}" for n in range(1001)])
    assert len(result["problems"]) == 1000
    assert result["truncated"] is True


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("alibabacloud_cdn20180510", "(alibabacloud-cdn20180510)"),
        ("alibabacloud_credentials", "(alibabacloud-cdn20180510)"),
        ("alibabacloud_credentials.provider", "(alibabacloud-credentials>=1.0.0)"),
    ],
)
def test_a_library_that_is_missing_or_too_old_is_told_apart(monkeypatch, capsys, missing, named):
    monkeypatch.setattr(sys, "meta_path", [Missing(missing), *sys.meta_path])
    for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    # A submodule that was imported before is also an attribute of its package.
    package, _dot, child = missing.rpartition(".")
    if package in sys.modules:
        monkeypatch.delattr(sys.modules[package], child, raising=False)
    with patch_module_args({**ENTRIES, **KEYS}), pytest.raises(SystemExit):
        importlib.import_module(f"{COLLECTION}.modules.cdn_refresh").main()
    result = json.loads(capsys.readouterr().out)
    check_nothing_was_sent("cdn_refresh", result)
    assert named in result["msg"]
