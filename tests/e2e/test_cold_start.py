# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the process of a module loads: the part of a cold start that does not depend on the machine's speed."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest

from .conftest import PATIENCE, Ansible, Simulate

# Runs the file that Ansible sent, and writes down how often each file was compiled and which modules were loaded.
WATCH = """
import atexit, collections, json, runpy, sys

compiled = collections.Counter()

def note(event, arguments):
    if event == "compile":
        compiled[str(arguments[1])] += 1

def tell():
    with open(sys.argv[2], "w") as file:
        json.dump({"compiled": compiled, "loaded": sorted(sys.modules)}, file)

sys.addaudithook(note)
atexit.register(tell)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
OWN = 'ansible_collections.alibabacloud.cdn.plugins.module_utils.'
OWN_FOLDER = f'/{OWN.replace(".", "/")}'
# Not needed where nothing goes wrong or is waited for, for URLs that are given one by one.
DISPENSABLE = {
    *('_advice', '_codes', '_documents', '_earlier', '_folders', '_listing', '_results_file', '_sdk_errors', '_settle'),
    '_track',
}


@pytest.mark.parametrize('name', ['cdn_prefetch', 'cdn_quota_info', 'cdn_refresh', 'cdn_task_info'])
def test_loads_little_and_compiles_it_once(
    ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path, name: str
) -> None:
    server = simulate()
    place = tmp_path / 'sent'
    keep = {'ANSIBLE_KEEP_REMOTE_FILES': 'true', 'ANSIBLE_REMOTE_TEMP': str(place)}
    arguments = {} if name.endswith('_info') else {'urls': ['https://www.example.com/a'], 'wait': False}
    assert ansible.module(arguments, server=server, name=name, **keep).status == 0
    (sent,) = place.glob('*/AnsiballZ_*.py')

    subprocess.run(
        [sys.executable, '-c', WATCH, str(sent), str(tmp_path / 'watched')],
        env=ansible.environment(server, {}),
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    watched = json.loads((tmp_path / 'watched').read_text())

    own = {pathlib.Path(path).stem: times for path, times in watched['compiled'].items() if OWN_FOLDER in path}
    assert '_sdk' in own
    twice = {file for file, times in own.items() if times > 1}
    assert twice == {'__init__', '_zip_importer'}  # until it is at work
    assert not DISPENSABLE & {module.removeprefix(OWN) for module in watched['loaded']}
    unused = ('alibabacloud_cdn20180510.', 'aiohttp.')
    assert [module for module in watched['loaded'] if module.startswith(unused)] == []
