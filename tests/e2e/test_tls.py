# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTPS, as to the real service: who is trusted, and what is said when nobody is."""

from __future__ import annotations

import pathlib

import pytest
import trustme

from simulator import Running

from .conftest import Ansible, Outcome, Simulate
from .tls import tls_in_front_of

# What is tried here depends on the modules rather than on ansible-core: one version of it is enough.
pytestmark = pytest.mark.slow


@pytest.fixture
def authority(tmp_path: pathlib.Path) -> tuple[trustme.CA, str]:
    """A certificate authority of our own, and the path of its certificate."""
    made = trustme.CA()
    path = tmp_path / 'authority.pem'
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


def quota(ansible: Ansible, server: Running, port: int, **options: object) -> Outcome:
    arguments = {'endpoint': f'https://127.0.0.1:{port}', 'retry_timeout': 0, **options}
    return ansible.module(arguments, server=server, name='cdn_quota_info')


def test_who_is_trusted(ansible: Ansible, simulate: Simulate, authority: tuple[trustme.CA, str]) -> None:
    server = simulate()
    made, path = authority
    with tls_in_front_of(server, made.issue_cert('127.0.0.1')) as port:
        unknown = quota(ansible, server, port)
        assert unknown.status != 0
        assert 'is not trusted' in unknown.result['msg']
        assert f'127.0.0.1:{port}' in unknown.result['msg']
        assert server.service.calls() == []
        known = quota(ansible, server, port, ca_path=path)
        assert known.status == 0, known.text
        unchecked = quota(ansible, server, port, validate_certs=False)
        assert unchecked.status == 0, unchecked.text
    assert len(server.service.calls()) == 2


def test_a_certificate_for_another_name(
    ansible: Ansible, simulate: Simulate, authority: tuple[trustme.CA, str]
) -> None:
    server = simulate()
    made, path = authority
    with tls_in_front_of(server, made.issue_cert('cdn.example.com')) as port:
        outcome = ansible.module(
            {'urls': ['https://www.example.com/a'], 'endpoint': f'https://127.0.0.1:{port}', 'ca_path': path},
            server=server,
        )
    assert 'is not trusted' in outcome.result['msg']
    assert outcome.result['summary']['unsent'] == 1
    assert server.service.calls() == []
