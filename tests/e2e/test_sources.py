# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inputs that deployments really have: manifests, lists, build folders."""

from __future__ import annotations

import json
import pathlib

import pytest

from .conftest import Ansible, Simulate

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow

BASE = 'https://www.example.com/'

# Vite 5: what `build.manifest` writes to .vite/manifest.json
VITE = {
    'index.html': {
        'file': 'assets/main-4889e940.js',
        'src': 'index.html',
        'isEntry': True,
        'css': ['assets/main-b82dbe22.css'],
    },
    'views/foo.js': {'file': 'assets/foo-869aea0d.js', 'isDynamicEntry': True, 'imports': ['_shared-83069a53.js']},
    '_shared-83069a53.js': {'file': 'assets/shared-83069a53.js', 'css': ['assets/shared-a834bfc3.css']},
}
# webpack-manifest-plugin and create-react-app
WEBPACK = {
    'files': {
        'main.css': '/static/css/main.f855e6bc.css',
        'main.js': '/static/js/main.61911c33.js',
        'index.html': '/index.html',
    },
    'entrypoints': ['static/css/main.f855e6bc.css', 'static/js/main.61911c33.js'],
}


@pytest.mark.parametrize(
    ('name', 'text', 'query', 'paths'),
    [
        (
            'manifest.json',
            json.dumps(VITE),
            '[*.file, *.css[]][]',
            [
                'assets/main-4889e940.js',
                'assets/foo-869aea0d.js',
                'assets/shared-83069a53.js',
                'assets/main-b82dbe22.css',
                'assets/shared-a834bfc3.css',
            ],
        ),
        (
            'asset-manifest.json',
            json.dumps(WEBPACK),
            'files.*',
            ['static/css/main.f855e6bc.css', 'static/js/main.61911c33.js', 'index.html'],
        ),
        ('asset-manifest.json', json.dumps(WEBPACK), 'entrypoints', WEBPACK['entrypoints']),
        ('list.json', '["a.js", "b.css?v=1"]', None, ['a.js', 'b.css?v=1']),
        ('list.yml', '- a.js\n- "b.css?v=1"\n', None, ['a.js', 'b.css?v=1']),
        ('report', 'uploaded:\n  - {key: a.js}\n  - {key: b.js}\n', 'uploaded[].key', ['a.js', 'b.js']),
        ('one.json', '{"entry": "a.js"}', 'entry', ['a.js']),
    ],
)
def test_documents(
    ansible: Ansible,
    simulate: Simulate,
    tmp_path: pathlib.Path,
    name: str,
    text: str,
    query: str | None,
    paths: list[str],
) -> None:
    server = simulate()
    source = tmp_path / name
    source.write_text(text)
    arguments = {'src': str(source), 'base_url': BASE} | ({'src_query': query} if query else {})
    outcome = ansible.module(arguments, server=server)
    assert outcome.status == 0, outcome.text
    assert sorted(item.url for item in server.service.accepted()) == sorted(BASE + path for path in paths)


@pytest.mark.parametrize(
    ('name', 'text', 'query', 'words'),
    [
        ('m.json', json.dumps(VITE), '*.file[', ["src_query '*.file['", 'JMESPath']),
        ('m.json', json.dumps(VITE), 'nothing.here', ["src_query 'nothing.here' selects nothing", 'allow_empty']),
        ('m.json', json.dumps(VITE), '*', ["src_query '*'", 'mapping as element 1', 'string']),
        ('m.json', json.dumps(VITE), '*.css', ['list as element 1', '[] flattens']),
        ('m.json', json.dumps(VITE), 'length(@)', ['number instead of a list of strings']),
        ('m.json', json.dumps(VITE), None, ['mapping instead of a list of strings', 'src_query']),
        ('m.json', '{"a": ', None, ['m.json is no JSON']),
        ('m.yml', 'a: [', None, ['m.yml is no YAML']),
    ],
)
def test_documents_that_cannot_be_used(
    ansible: Ansible,
    tmp_path: pathlib.Path,
    name: str,
    text: str,
    query: str | None,
    words: list[str],
) -> None:
    source = tmp_path / name
    source.write_text(text)
    arguments = {'src': str(source), 'base_url': BASE} | ({'src_query': query} if query else {})
    outcome = ansible.module(arguments)
    assert outcome.status != 0
    for word in words:
        assert word in outcome.result['msg'], outcome.result['msg']


def make_site(folder: pathlib.Path) -> list[str]:
    """A tree as Hugo or Jekyll builds it."""
    names = ['index.html', 'css/site.css', 'posts/你好/index.html', 'img/50%.png', 'img/what?.png', 'img/a b#1.png']
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return names


def test_a_folder(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path) -> None:
    server = simulate()
    public = tmp_path / 'public'
    make_site(public)
    (public / 'again').symlink_to('css')
    outcome = ansible.module({'src': str(public), 'base_url': BASE + 'blog'}, server=server)
    assert outcome.status == 0, outcome.text
    assert [item.url for item in server.service.accepted()] == [
        f'{BASE}blog/{path}'
        for path in (
            'again/site.css',
            'css/site.css',
            'img/50%25.png',
            'img/a%20b%231.png',
            'img/what%3F.png',
            'index.html',
            'posts/%E4%BD%A0%E5%A5%BD/index.html',
        )
    ]


def test_folders_that_cannot_be_used(ansible: Ansible, tmp_path: pathlib.Path) -> None:
    public = tmp_path / 'public'
    make_site(public)
    without_base = ansible.module({'src': str(public)})
    assert 'base_url' in without_base.result['msg']
    directories = ansible.module({'src': str(public), 'base_url': BASE, 'object_type': 'directory'})
    assert 'object_type is directory' in directories.result['msg']
    (public / 'secrets').symlink_to('/etc')
    (public / 'css' / 'loop').symlink_to(public)
    linked = ansible.module({'src': str(public), 'base_url': BASE})
    assert 'symbolic links' in linked.result['msg']
    assert sorted(problem['url'] for problem in linked.result['problems']) == ['css/loop', 'secrets']


def test_a_text_file_of_every_odd_kind(ansible: Ansible, simulate: Simulate, tmp_path: pathlib.Path) -> None:
    server = simulate()
    source = tmp_path / 'urls.txt'
    source.write_bytes(b'\xef\xbb\xbf# list\r\n\r\n  /a.js\t\r\nhttps://www.example.com/b.js\r\n /a.js')
    outcome = ansible.module({'src': str(source), 'urls': ['c.js'], 'base_url': BASE}, server=server)
    assert [item.url for item in server.service.accepted()] == [BASE + name for name in ('c.js', 'a.js', 'b.js')]
    assert outcome.result['summary']['duplicate'] == 1
    source.write_bytes(b'https://www.example.com/a\nhttps://www.example.com/\xe4\n')
    refused = ansible.module({'src': str(source)}, server=server)
    assert 'Line 2' in refused.result['msg']
    assert 'UTF-8' in refused.result['msg']
    missing = ansible.module({'src': str(tmp_path / 'nowhere.txt')}, server=server)
    assert 'nowhere.txt' in missing.result['msg']
