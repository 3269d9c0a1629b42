# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From end to end: an origin, a cache in front of it that feels what the service completes, and the role in between."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import tarfile
import urllib.request

import pytest

from simulator import Running
from simulator.edge import Edge

from .conftest import COLLECTIONS, PATIENCE, Ansible, Simulate
from .edge import varnish
from .edge.origin import origin
from .edge.small import small_edge

# Each play with the role takes seconds; one version of ansible-core is enough for them.
pytestmark = pytest.mark.slow

SITE = 'http://www.example.com'
EDGES = [
    pytest.param(small_edge, id='small'),
    pytest.param(
        varnish.varnish, id='varnish', marks=pytest.mark.skipif(not varnish.program(), reason=varnish.HOW_TO_GET_IT)
    ),
]


def get(port: int, path: str) -> tuple[str, str]:
    """What a visitor gets: whether from the cache, and of which build."""
    request = urllib.request.Request(f'http://127.0.0.1:{port}{path}', headers={'Host': 'www.example.com'})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        answer.read()
        return answer.headers['X-Cache'], answer.headers['X-Build']


def deployment(server: Running, origin_port: int, edge_port: int) -> dict[str, object]:
    host = {'Host': 'www.example.com'}
    return {
        'cdn_invalidate_urls': [f'{SITE}/index.html', f'{SITE}/app.js?v=2'],
        'cdn_invalidate_directories': [f'{SITE}/assets/'],
        'cdn_invalidate_regexes': [f'{SITE}/img/[0-9].*.jpg'],
        'cdn_invalidate_prefetch': True,
        'cdn_invalidate_origin_checks': [
            {'url': f'http://127.0.0.1:{origin_port}/index.html', 'request_headers': host, 'header': {'X-Build': '2'}}
        ],
        'cdn_invalidate_verify': [
            {
                'url': f'http://127.0.0.1:{edge_port}/index.html',
                'request_headers': host,
                'contains': 'of build 2',
                'header': {'X-Cache': 'HIT'},
                'tries': 1,
                'timeout': PATIENCE,
            },
            {
                'url': f'http://127.0.0.1:{edge_port}/assets/a.css',
                'request_headers': host,
                'header': 'X-Build: 2',
                'tries': 1,
                'timeout': PATIENCE,
            },
        ],
    }


@pytest.mark.parametrize('edge', EDGES)
def test_a_new_build_comes_through(ansible: Ansible, simulate: Simulate, edge) -> None:
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    paths = ['/index.html', '/app.js?v=2', '/assets/a.css', '/img/1x.jpg', '/other.html']
    with origin('1') as one, edge(one.port) as port:
        Edge(f'http://127.0.0.1:{port}', server.service)
        assert [get(port, path) for path in paths] == [('MISS', '1')] * 5
        one.build = '2'
        assert [get(port, path) for path in paths] == [('HIT', '1')] * 5, 'the edge serves the old build'
        (ansible.home / 'vars.json').write_text(json.dumps(deployment(server, one.port, port)))
        command = ('ansible-playbook', 'alibabacloud.cdn.cdn_invalidate', '-v', '-e', '@vars.json')
        outcome = ansible.run(*command, server=server)
        assert outcome.status == 0, outcome.text
        # What was prefetched is a hit at once; what was refreshed only is fetched; what was neither is as it was.
        assert [get(port, path) for path in paths] == [
            ('HIT', '2'),
            ('HIT', '2'),
            ('HIT', '2'),
            ('MISS', '2'),
            ('HIT', '1'),
        ]
    assert 'out of the cache (X-Cache: HIT)' in outcome.stdout
    assert 'max-age=3600' in outcome.stdout


@pytest.mark.parametrize('force', [False, True])
def test_an_object_that_the_origin_calls_unchanged(ansible: Ansible, simulate: Simulate, force: bool) -> None:
    """It stays without force, also when its content did change, and the role says why."""
    server = simulate()
    path = '/assets/logo.svg'
    with origin('1') as one, small_edge(one.port) as port:
        Edge(f'http://127.0.0.1:{port}', server.service)
        one.same_etag = {path}
        assert [get(port, name) for name in (path, '/assets/a.css')] == [('MISS', '1')] * 2
        one.build = '2'
        check = {'url': f'http://127.0.0.1:{port}{path}', 'header': 'X-Build: 2', 'tries': 1, 'timeout': PATIENCE}
        variables = {
            'cdn_invalidate_directories': [f'{SITE}/assets/'],
            'cdn_invalidate_force': force,
            'cdn_invalidate_verify': [{**check, 'request_headers': {'Host': 'www.example.com'}}],
        }
        command = ('ansible-playbook', 'alibabacloud.cdn.cdn_invalidate', '-e', json.dumps(variables))
        outcome = ansible.run(*command, server=server)
        assert (outcome.status == 0) is force, outcome.text
        assert [get(port, name) for name in (path, '/assets/a.css')] == [('HIT', '2' if force else '1'), ('MISS', '2')]
    if not force:
        words = ' '.join(outcome.stdout.split())
        assert 'X-Build is \\"1\\" and not \\"2\\"' in words
        assert '(X-Cache: REVALIDATED' in words
        assert 'when ETag \\"same\\" did not change, it goes on serving what it had' in words


def test_with_nothing_left_but_what_ansible_uses(ansible: Ansible, simulate: Simulate) -> None:
    """A collection may rely on nothing outside meta, plugins, roles and playbooks."""
    bare = ansible.home / 'bare' / 'ansible_collections' / 'alibabacloud' / 'cdn'
    source = pathlib.Path(COLLECTIONS, 'ansible_collections', 'alibabacloud', 'cdn')
    for name in ('meta', 'plugins', 'roles', 'playbooks'):
        shutil.copytree(source / name, bare / name, ignore=shutil.ignore_patterns('__pycache__'))
    server = simulate(task_time={'refresh': 0.5, 'prefetch': 0.5})
    outcome = ansible.run(
        'ansible-playbook',
        'alibabacloud.cdn.cdn_invalidate',
        '-e',
        json.dumps(
            {
                'cdn_invalidate_urls': f'{SITE}/a',
                'cdn_invalidate_directories': f'{SITE}/b/',
                'cdn_invalidate_prefetch': 'true',
            }
        ),
        server=server,
        ANSIBLE_COLLECTIONS_PATH=str(bare.parents[2]),
    )
    assert outcome.status == 0, outcome.text
    assert [item.kind for item in server.service.accepted()] == ['file', 'directory', 'prefetch']


def test_the_tarball_has_what_the_role_needs() -> None:
    if 'COLLECTION_TARBALL' not in os.environ:
        pytest.skip('the live files are tested, not a tarball')
    with tarfile.open(os.environ['COLLECTION_TARBALL']) as archive:
        names = set(archive.getnames())
    for name in (
        'tasks/main.yml',
        'vars/main.yml',
        'README.md',
        'meta/argument_specs.yml',
    ):
        assert f'roles/cdn_invalidate/{name}' in names
    assert 'docs/awx/setup.yml' in names
