# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick version of `python -m conformance.fuzz`, and how the server listens and stops."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from conformance import fuzz
from conformance.fuzz import Found, Signer, allowed_connections, good, long_lines, send, simulator, slow_clients, stops

# Always the same, so that a change fails for its own sake only; `python -m conformance.fuzz` takes a new one.
SEED = 1


@pytest.mark.slow
def test_two_thousand_requests_of_nonsense():
    found = fuzz.fuzz(2000, SEED, allowed_connections(300), [4, 20], lambda text: None)
    assert not found.troubles
    assert found.requests >= 2000
    assert {'400', '404', '413', '414'} <= set(found.answers)


def test_answers_what_is_too_long_with_414():
    found = Found()
    with simulator(found) as (_process, target):
        long_lines(target, found)
    assert found.answers == {'414': 4}
    assert not found.troubles


def test_a_wrong_secret_is_wrong_whatever_is_added_to_it():
    found = Found()
    with simulator(found) as (_process, target):
        signer = Signer(target)
        for noise in ('\0', '\0\0', ' ', '\n', 'é'):
            send(target, signer.acs3('DescribeRefreshQuota', {}, 'secret', noise), found, repr(noise))
    assert found.answers == {'400': 5}
    assert not found.troubles


def test_stops_although_clients_hang_on():
    found = Found()
    with simulator(found) as (process, target):
        assert good(target)
        clients = slow_clients(target, 100)
        stops(process, found)
        for client in clients:
            client.close()
    assert not found.troubles


def test_listens_on_loopback_only():
    found = Found()
    with simulator(found) as (process, target):
        listening = [line.split() for line in Path(f'/proc/{process.pid}/net/tcp').read_text().splitlines()[1:]]
        ours = [row[1] for row in listening if row[3] == '0A' and row[1].endswith(f':{target.port:04X}')]
        assert ours == [f'0100007F:{target.port:04X}']
        with pytest.raises(OSError, match='refused'), socket.socket(socket.AF_INET6) as other:
            other.connect(('::1', target.port))
