# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever comes in, an answer goes out, and nothing unsigned is believed."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import FAULT_KINDS, SWITCHES, Fault, ManualClock, Request, Service, SettingError, Settings
from simulator.protocol import answers, gateway
from simulator.protocol.nonces import Nonces
from simulator.protocol.parameters import decode
from simulator.protocol.wire import WireRequest
from simulator.service.errors import ERRORS, Refusal, documented_codes
from simulator.service.limits import LIMITS, QUOTAS, RATES
from simulator.service.operations import OPERATIONS
from simulator.service.sources import SOURCES

NAMES = (
    'ObjectPath', 'ObjectType', 'Force', 'TaskId', 'Status', 'DomainName', 'StartTime', 'EndTime', 'PageSize', 'PageNumber',
    'CacheTag', 'Area', 'WithHeader', 'L2Preload',
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from((
        'File', 'file', 'directory', 'https://a.example.com/', 'https://a.example.com/x\n\nhttps://b.example.com', 'a.b', '1',
        '0', '-1', '1,2', 'true', '2026-03-10T12:00:00Z', '9999-99-99T99:99:99Z', '{"a":["b"]}', '[[[[', 'Complete', '*.a.b',
    )),
)  # fmt: skip
HEADERS = ('authorization', 'host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce',
           'x-acs-version', 'x-acs-security-token', 'content-type', 'accept')  # fmt: skip
POSITIONS = st.fixed_dictionaries({}, optional={row.name: st.sampled_from(row.positions) for row in SWITCHES.values()})


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from((*OPERATIONS, '')), st.dictionaries(st.sampled_from(NAMES), VALUES)), max_size=6
    ),
    st.lists(st.builds(Fault, kind=st.sampled_from(sorted(FAULT_KINDS)), delay=st.floats(0, 5)), max_size=3),
    POSITIONS,
)
def test_any_parameters_get_an_answer(calls, faults, positions):
    clock = ManualClock()
    service = Service(Settings(switches=positions), clock, faults)
    for action, parameters in calls:
        before = len(service.accepted())
        reply = service.handle(Request(action, parameters))
        assert 'RequestId' in reply.body or reply.raw is not None or reply.dropped
        json.dumps(reply.body)
        if action.startswith('Describe'):
            assert len(service.accepted()) == before
        clock.advance(0.7)
    assert len(service.calls()) == len(calls)
    assert all(record.task_id.isdigit() for record in service.accepted())


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        WireRequest,
        method=st.sampled_from(('GET', 'POST', 'PUT')),
        path=st.sampled_from(('/', '/', '/x')),
        query=st.one_of(st.text(max_size=80), st.just('AccessKeyId=LTAI5tCdnSimulator4Zq8Wm2&Signature=x&SignatureVersion=1.0'
                                                      '&SignatureMethod=HMAC-SHA1&SignatureNonce=1&Timestamp=1')),
        headers=st.dictionaries(st.sampled_from(HEADERS), st.one_of(st.text(max_size=20), st.just(
            'ACS3-HMAC-SHA256 Credential=LTAI5tCdnSimulator4Zq8Wm2,SignedHeaders=host,Signature=00'))),
        body=st.binary(max_size=60),
    )
)  # fmt: skip
def test_nothing_unsigned_is_believed(request):
    service = Service(Settings(), ManualClock())
    with pytest.raises(Refusal) as caught:
        gateway.verified(service.settings, Nonces(), request)
    reply = service.refuse(gateway.claimed(request), caught.value)
    body, content_type = answers.body(request, '', reply)
    assert body
    assert content_type in (answers.JSON, answers.XML)


@pytest.mark.parametrize('code', documented_codes())
def test_every_documented_code_can_be_scripted(make, code):
    assert make([Fault(kind='error', code=code)]).list().code == code


@pytest.mark.parametrize(
    'changes',
    [
        {'task_time': math.inf},
        {'task_time': math.nan},
        {'jitter': math.nan},
        {'jitter': 2},
        {'visibility': [0, math.inf]},
        {'quotas': {'url': math.inf}},
        {'accounts': [{'token_expires': 'x'}]},
        {'accounts': [1]},
        {'domains': 5},
    ],
)
def test_settings_that_make_no_sense_are_refused(changes):
    with pytest.raises(SettingError):
        Settings().changed(changes)


@pytest.mark.parametrize(
    'given_fault',
    [
        {'kind': 'slow', 'delay': 'x'},
        {'kind': 'slow', 'delay': math.nan},
        {'kind': 'stuck', 'match': 5},
        {'kind': 'throttle', 'times': 'x'},
        {'kind': 'error', 'status': 5},
        {'kind': 'quota_eaten', 'quota': 'x'},
    ],
)
def test_faults_that_make_no_sense_are_refused(given_fault):
    with pytest.raises(ValueError, match=r'.'):
        Fault.from_mapping(given_fault)


@pytest.mark.parametrize('seconds', [-1, math.inf, math.nan, 1e300])
def test_the_clock_goes_no_way_that_makes_no_sense(seconds):
    with pytest.raises(ValueError, match='only goes forwards'):
        ManualClock().advance(seconds)


def test_too_many_parameters_are_none():
    assert decode('a=b&' * 150) == {'a': 'b'}
    assert decode('a=b&' * 1_000_000) == {}


def test_every_table_names_known_sources():
    rows = (*ERRORS.values(), *SWITCHES.values(), *LIMITS.values(), *QUOTAS.values(), *RATES.values())
    assert {key for row in rows for key in row.source.split(', ')} <= set(SOURCES)


def test_every_operation_has_a_rate():
    assert set(RATES) == set(OPERATIONS)
