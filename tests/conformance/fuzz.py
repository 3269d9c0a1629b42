# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nonsense for the simulator: `python -m conformance.fuzz --count 100000`, run in `tests/`.

Random bytes, wrong methods, requests whose signature is missing or wrong in one place, unusual bodies, slow clients and
thousands of connections, made by hypothesis. Afterwards the simulator must still serve signed requests, must have
accepted nothing else, must never have answered 500, and must stop when it is told to.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import hmac
import itertools
import json
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st

TESTS = Path(__file__).resolve().parent.parent
BATCH = 25
# What may be half of a request: the server would wait for the rest.
UNFINISHED = ('bytes', 'framing')
TIMEOUT = 20.0
HEADERS = (
    'authorization',
    'x-acs-action',
    'x-acs-version',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-content-sha256',
)
ACTIONS = ('RefreshObjectCaches', 'RefreshObjectCacheByCacheTag', 'PushObjectCache', 'DescribeRefreshQuota')
FORM = 'application/x-www-form-urlencoded'


@dataclass(frozen=True)
class Target:
    """A simulator in a process of its own."""

    port: int
    pid: int
    key: str
    secret: str

    def control(self, what: str) -> Any:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f'http://127.0.0.1:{self.port}/_simulator/{what}', timeout=60) as answer:
            return json.load(answer)

    def memory(self) -> int:
        """Resident KiB."""
        status = Path(f'/proc/{self.pid}/status').read_text()
        return int(status.split('VmRSS:')[1].split()[0])


@dataclass
class Found:
    """What came of it. `troubles` must stay empty."""

    requests: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0


# -- requests ----------------------------------------------------------------------------------------------------------


class Signer:
    """Signs as a client does, so that a request can be spoiled in exactly one place."""

    def __init__(self, target: Target) -> None:
        self._target = target
        begin = f'{time.time_ns():x}'
        self._nonces = (f'{begin}-{number}' for number in itertools.count())

    def acs3(self, action: str, parameters: dict[str, str], spoil: str, noise: str) -> bytes:
        target = self._target
        body = '&'.join(f'{_escaped(name)}={_escaped(value)}' for name, value in parameters.items()).encode()
        headers = {
            'accept': 'application/json',
            'content-type': FORM,
            'host': f'127.0.0.1:{target.port}',
            'x-acs-action': action,
            'x-acs-content-sha256': hashlib.sha256(body).hexdigest(),
            'x-acs-date': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
            'x-acs-signature-nonce': next(self._nonces),
            'x-acs-version': '2018-05-10',
        }
        method, key, secret, names = 'POST', target.key, target.secret, sorted(headers)
        if spoil == 'secret':
            # In front, as HMAC fills a short key up with zero bytes: with one behind it, it is the same key.
            secret = noise + secret
        if spoil == 'key':
            key += _token(noise) or 'x'
        if spoil == 'old date':
            headers['x-acs-date'] = '2020-01-01T00:00:00Z'
        if spoil in headers and spoil != 'content-type' and spoil != 'accept':
            names.remove(spoil)
        lines = ''.join(f'{name}:{headers[name]}\n' for name in names)
        canonical = f'{method}\n/\n\n{lines}\n{";".join(names)}\n{headers["x-acs-content-sha256"]}'
        string = f'ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}'
        signature = hmac.new(secret.encode(), string.encode(), hashlib.sha256).hexdigest()
        if spoil == 'signature':
            signature = noise.encode().hex() or '0'
        if spoil == 'half a signature':
            signature = signature[:32]
        algorithm = 'ACS3-HMAC-SHA256' if spoil != 'algorithm' else _token(noise) or 'none'
        headers['authorization'] = f'{algorithm} Credential={key},SignedHeaders={";".join(names)},Signature={signature}'
        target_line = '/'
        if spoil == 'body':
            body += b'&Force=true'
        if spoil == 'query':
            target_line = f'/?{_escaped(noise) or "a"}=1'
        if spoil == 'action':
            headers['x-acs-action'] = next(name for name in ACTIONS if name != action)
        if spoil == 'method':
            method = 'GET'
        if spoil == 'unsigned':
            del headers['authorization']
        if spoil == 'token':
            headers['x-acs-security-token'] = 'a-token-of-nobody'
        return _request(method, target_line, headers, body)

    def rpc(self, action: str, parameters: dict[str, str], spoil: str, noise: str) -> bytes:
        target = self._target
        values = {
            **parameters,
            'Action': action,
            'Version': '2018-05-10',
            'Format': 'JSON',
            'AccessKeyId': target.key + (noise if spoil == 'key' else ''),
            'SignatureMethod': 'HMAC-SHA1' if spoil != 'algorithm' else noise,
            'SignatureVersion': '1.0',
            'SignatureNonce': next(self._nonces),
            'Timestamp': '2020-01-01T00:00:00Z'
            if spoil == 'old date'
            else time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
        }
        values.pop(spoil, None)
        secret = target.secret + ('x' if spoil == 'secret' else '')
        canonical = '&'.join(f'{_escaped(name)}={_escaped(values[name])}' for name in sorted(values))
        string = f'POST&%2F&{_escaped(canonical)}'
        signature = base64.b64encode(hmac.new(f'{secret}&'.encode(), string.encode(), hashlib.sha1).digest()).decode()
        if spoil in ('signature', 'half a signature'):
            signature = noise if spoil == 'signature' else signature[:14]
        if spoil != 'unsigned':
            values['Signature'] = signature
        if spoil in ('body', 'action'):
            values['Action'] = next(name for name in ACTIONS if name != action)
        if spoil == 'query':
            values['Added'] = noise
        if spoil == 'token':
            values['SecurityToken'] = 'a-token-of-nobody'
        method = 'GET' if spoil == 'method' else 'POST'
        line = '&'.join(f'{_escaped(name)}={_escaped(value)}' for name, value in values.items())
        return _request(method, f'/?{line}', {'host': f'127.0.0.1:{target.port}'}, b'')


def _escaped(text: str) -> str:
    return quote(text, safe='~', errors='surrogatepass')


def _token(text: str) -> str:
    return ''.join(letter for letter in text if letter.isascii() and letter.isalnum())


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f'{method} {path} HTTP/1.1', *(f'{name}: {value}' for name, value in headers.items())]
    lines += [f'content-length: {len(body)}', 'connection: close', '', '']
    return '\r\n'.join(lines).encode('utf-8', 'surrogatepass') + body


# What is wrong with a request that is signed otherwise well; the names of what is left out stand for themselves.
SPOILS_BOTH = (
    'secret',
    'key',
    'signature',
    'half a signature',
    'unsigned',
    'old date',
    'algorithm',
    'action',
    'query',
    'method',
    'token',
    'body',
)
SPOILS = {
    'acs3': (*SPOILS_BOTH, 'host', *(name for name in HEADERS if name != 'authorization')),
    'rpc': (*SPOILS_BOTH, 'AccessKeyId', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp'),
}
FRAMING = (
    b'transfer-encoding: chunked',
    b'content-length: -1',
    b'content-length: 99999999999999999999',
    b'content-length: x',
    b'content-length: 3\r\ncontent-length: 4',
    b'transfer-encoding: chunked\r\ncontent-length: 2',
    b'content-encoding: gzip',
    b'content-encoding: deflate\r\ncontent-length: 5',
    b'expect: 100-continue\r\ncontent-length: 1',
    b'expect: x',
    b'upgrade: websocket\r\nconnection: upgrade',
    b'x' * 9000,
    b'a: \xff\xfe\0',
)
CHUNKS = (b'ffffffffffffffff\r\n', b'0\r\n\r\n', b'zz\r\n', b'5\r\nhello\r\n0\r\n\r\n')
CONTROL = (
    ('settings', '{"nonsense": 1}'),
    ('settings', '{"switches": 1}'),
    ('settings', '{"limits": {"x": 1}}'),
    ('settings', '{"visibility": "a"}'),
    ('settings', '{"visibility": [0, 1e999]}'),
    ('settings', '{"accounts": []}'),
    ('settings', '{"accounts": [1]}'),
    ('settings', '{"accounts": [{"access_key_id": 5}]}'),
    ('settings', '{"accounts": [{"token_expires": "x"}]}'),
    ('settings', '{"domains": 5}'),
    ('settings', '{"domains": [5]}'),
    ('settings', '{"jitter": "x"}'),
    ('settings', '{"jitter": NaN}'),
    ('settings', '{"quotas": {"url": "many"}}'),
    ('settings', '{"quotas": {"url": Infinity}}'),
    ('settings', '{"seed": "x"}'),
    ('settings', '{"task_time": {"refresh": Infinity}}'),
    ('settings', '{"task_time": NaN}'),
    ('clock', '{"advance": -1}'),
    ('clock', '{"advance": "x"}'),
    ('clock', '{"advance": 1e999}'),
    ('clock', '{"advance": 1e300}'),
    ('clock', '{"advance": NaN}'),
    ('faults', '{"kind": 5}'),
    ('faults', '[{"kind": "stuck", "x": 1}]'),
    ('faults', '[1]'),
    ('faults', '{"kind": "slow", "delay": "x"}'),
    ('faults', '{"kind": "stuck", "kinds": 5}'),
    ('faults', '{"kind": "failed", "match": 5}'),
    ('faults', '{"kind": "throttle", "times": "x"}'),
    ('faults', '{"kind": "quota_eaten", "quota": "x"}'),
    ('faults', '{"kind": "error", "status": 5}'),
    ('nothing', '{}'),
    *((what, text) for what in ('settings', 'clock', 'faults') for text in ('{', '[]', '1', 'null', '"x"', '[' * 5000)),
)


def requests_for(target: Target) -> st.SearchStrategy[tuple[str, bytes]]:
    """Named nonsense, ready for the socket."""
    signer = Signer(target)
    word = st.text(max_size=12)
    parameters = st.fixed_dictionaries({
        'ObjectPath': st.sampled_from(('https://a.example.com/1', 'https://a.example.com/1\nhttps://b.example.com/')),
        'CacheTag': st.just('red'),
        'DomainName': st.just('a.example.com'),
    }, optional={'Force': st.sampled_from(('true', 'x'))})  # fmt: skip

    def spoiled(kind: str) -> st.SearchStrategy[tuple[str, bytes]]:
        make = getattr(signer, kind)
        return st.builds(
            lambda action, given, spoil, noise: (f'{kind}: {spoil}', make(action, given, spoil, noise)),
            st.sampled_from(ACTIONS), parameters, st.sampled_from(SPOILS[kind]), word.filter(bool),
        )  # fmt: skip

    printable = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30).map(str.strip)
    authorization = f'ACS3-HMAC-SHA256 Credential={target.key},SignedHeaders=host,Signature=00'
    known = (
        authorization,
        'ACS3-HMAC-SHA256',
        '9999-99-99T99:99:99Z',
        *ACTIONS,
        '2018-05-10',
        hashlib.sha256().hexdigest(),
    )
    header_value = st.one_of(printable, st.sampled_from(known))
    path = st.one_of(
        st.sampled_from(
            ('/', '/', '/?', '/x', '//', '*', '/%00', '/_simulator/nothing', '/..', 'http://other.example/')
        ),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40).map(lambda text: f'/?{text}'),
        st.sampled_from(('&' * 5000, 'a=b&' * 3000, '%' * 300, '%ff=%00&' * 50, 'x' * 20000)).map(
            lambda text: f'/?{text}'
        ),
    )
    method = st.sampled_from(
        ('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get', 'PROPFIND', 'X')
    )
    body = st.one_of(
        st.binary(max_size=200),
        st.sampled_from(
            (b'', b'\0' * 70000, b'a&' * 40000, b'ObjectPath=' + b'%0a' * 9000, b'{"a":' * 3000, b'%' * 5000)
        ),
    )
    nonsense = st.builds(
        lambda method, path, headers, kind, body: (
            'nonsense',
            _request(method, path, {'host': 'x', **headers, **({'content-type': kind} if kind else {})}, body),
        ),
        method,
        path,
        st.dictionaries(st.sampled_from(HEADERS), header_value, max_size=6),
        st.sampled_from(
            ('', FORM, 'application/json', 'multipart/form-data; boundary=x', 'text/xml', f'{FORM}; charset=x')
        ),
        body,
    )
    framing = st.builds(
        lambda head, tail: ('framing', b'POST / HTTP/1.1\r\nhost: x\r\n' + head + b'\r\n\r\n' + tail),
        st.sampled_from(FRAMING),
        st.one_of(st.binary(max_size=60), st.sampled_from(CHUNKS)),
    )
    raw = st.binary(min_size=1, max_size=120).map(lambda data: ('bytes', data))
    return st.one_of(spoiled('acs3'), spoiled('rpc'), nonsense, framing, raw)


# -- sending -----------------------------------------------------------------------------------------------------------


def send(target: Target, data: bytes, found: Found, name: str) -> None:
    """One connection: everything is sent, and an answer or, for what is no request, a hang-up must come in time."""
    began = time.monotonic()
    answer = bytearray()
    try:
        with socket.create_connection(('127.0.0.1', target.port), timeout=TIMEOUT) as connection:
            with contextlib.suppress(ConnectionError):
                connection.sendall(data)
                if name in UNFINISHED:
                    connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                while part := connection.recv(65536):
                    answer += part
    except TimeoutError:
        found.troubles.append(f'{name}: no answer within {TIMEOUT:.0f} s to {data[:300]!r}')
    except OSError as error:
        found.troubles.append(f'{name}: {error}: {data[:300]!r}')
    found.slowest = max(found.slowest, time.monotonic() - began)
    found.requests += 1
    status = answer[9:12].decode('latin-1') if answer.startswith(b'HTTP/1.') else 'closed'
    found.answers[status] += 1
    if status == 'closed' and name not in UNFINISHED:
        found.troubles.append(f'{name}: hung up without an answer: {data[:600]!r}')
    if status.startswith('5'):
        found.troubles.append(f'{name}: answered {status}: {data[:600]!r}')
    if status == '200' and b'"RequestId"' in answer and not name.startswith('control'):
        found.troubles.append(f'{name}: was believed: {data[:600]!r}')


def good(target: Target) -> bool:
    """Whether a signed request is still answered."""
    probe = Found()
    send(target, Signer(target).acs3('DescribeRefreshQuota', {}, 'nothing', ''), probe, 'good')
    return bool(probe.troubles) and 'was believed' in probe.troubles[0]


@contextlib.contextmanager
def simulator(found: Found) -> Iterator[tuple[subprocess.Popen[str], Target]]:
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / 'stderr'
        command = [sys.executable, '-m', 'simulator', '--set', 'rates.DescribeRefreshQuota=0', '--exit-with-parent']
        with (
            errors.open('w') as stream,
            subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=stream, text=True) as process,
        ):
            try:
                assert process.stdout is not None
                lines = [process.stdout.readline().strip().partition('=')[2] for _unused in range(3)]
                target = Target(int(lines[0].rsplit(':', 1)[1]), process.pid, lines[1], lines[2])
                yield process, target
            finally:
                process.kill()
                process.wait()
                written = errors.read_text()
        if written:
            found.troubles.append(f'{written.count("Traceback")} tracebacks; the simulator wrote:\n{written[-6000:]}')


# -- what is not a single request ----------------------------------------------------------------------------------------


def slow_clients(target: Target, count: int) -> list[socket.socket]:
    """Connections that have said half of a request and say no more."""
    halves = (
        b'',
        b'P',
        b'POST / HT',
        b'POST / HTTP/1.1\r\nhost: x\r\n',
        b'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc',
    )
    found = []
    for number in range(count):
        connection = socket.create_connection(('127.0.0.1', target.port), timeout=TIMEOUT)
        connection.sendall(halves[number % len(halves)])
        found.append(connection)
    return found


def long_lines(target: Target, found: Found) -> None:
    """Request lines longer than the service reads."""
    for size in (20_000, 60_000):
        for method in ('GET', 'POST'):
            send(target, _request(method, f'/?{"x" * size}', {'host': 'x'}, b''), found, f'{method} of {size} bytes')


def huge_bodies(target: Target, found: Found, megabytes: Sequence[int]) -> None:
    for size in megabytes:
        for filling in (b'\0', b'a&', b'%0a', b'a=b&'):
            body = filling * (size * 1024 * 1024 // len(filling))
            request = _request('POST', '/', {'host': 'x', 'content-type': FORM}, body)
            send(target, request, found, f'{size} MiB of {filling!r}')


def control_nonsense(target: Target, found: Found) -> None:
    """The control endpoints answer nonsense with 400, what there is not with 404, and go on."""
    for what, text in CONTROL:
        send(
            target,
            _request('POST', f'/_simulator/{what}', {'host': 'x'}, text.encode()),
            found,
            f'control {what} {text[:60]}',
        )
    for what in ('faults?number=x', 'ledger?kind=%00', 'calls?operation=' + 'x' * 5000):
        send(target, _request('DELETE', f'/_simulator/{what}', {'host': 'x'}, b''), found, f'control {what}')
        send(target, _request('GET', f'/_simulator/{what}', {'host': 'x'}, b''), found, f'control {what}')


def stops(process: subprocess.Popen[str], found: Found) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        if process.wait(10) != 0:
            found.troubles.append(f'ended with status {process.returncode}')
    except subprocess.TimeoutExpired:
        found.troubles.append('did not stop within 10 s')


# -- all of it -----------------------------------------------------------------------------------------------------------


def fuzz(count: int, seed: int, connections: int, megabytes: Sequence[int], say: Callable[[str], None]) -> Found:
    found = Found()
    with simulator(found) as (process, target):
        begun = target.memory()
        slow = slow_clients(target, connections)
        if not good(target):
            found.troubles.append(f'no service beside {connections} slow clients')
        signed = 2

        @with_seed(seed)
        @settings(
            max_examples=count // BATCH + 1,
            deadline=None,
            database=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(requests_for(target), min_size=BATCH, max_size=BATCH))
        def batch(requests: list[tuple[str, bytes]]) -> None:
            if found.requests >= count or len(found.troubles) > 20:
                return
            for name, data in requests:
                send(target, data, found, name)
            if found.requests % (400 * BATCH) == 0:
                say(f'{found.requests} requests, {len(found.troubles)} troubles, {target.memory() // 1024} MiB')

        while found.requests < count and len(found.troubles) <= 20 and process.poll() is None:
            batch()
            seed += 1
        say(f'{found.requests} requests; now long lines, huge bodies and the control endpoints')
        long_lines(target, found)
        huge_bodies(target, found, megabytes)
        if not good(target):
            found.troubles.append('no service afterwards')
        believed = [call for call in target.control('calls') if call['processed']]
        if len(believed) != signed:
            found.troubles.append(f'{len(believed)} calls were carried out, {signed} were signed')
        if target.control('ledger'):
            found.troubles.append(f'accepted: {target.control("ledger")[:3]}')
        say(f'memory: {begun // 1024} MiB at first, {target.memory() // 1024} MiB now')
        control_nonsense(target, found)
        for what in ('', 'ledger', 'calls', 'tasks', 'quotas', 'faults', 'clock'):
            request = _request('GET', f'/_simulator/{what}', {'host': 'x'}, b'')
            send(target, request, found, f'{what or "page"} after nonsense')
        stops(process, found)
        for connection in slow:
            connection.close()
    return found


def allowed_connections(wanted: int) -> int:
    """As many as this process and the simulator may open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard != resource.RLIM_INFINITY else wanted + 200
    if soft < wanted + 200:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, wanted + 200), hard))
    return min(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)


def main() -> int:
    parser = argparse.ArgumentParser(prog='python -m conformance.fuzz', description=__doc__)
    parser.add_argument('--count', type=int, default=2000, help='how many requests (default 2000)')
    parser.add_argument('--seed', type=int, help='default: a random one, which is printed')
    parser.add_argument('--connections', type=int, default=3000, help='slow clients all the while (default 3000)')
    parser.add_argument('--megabytes', type=int, action='append', help='sizes of huge bodies (default 4 and 40)')
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    connections = allowed_connections(options.connections)
    began = time.monotonic()
    found = fuzz(options.count, seed, connections, options.megabytes or [4, 40], lambda text: print(text, flush=True))
    for trouble in found.troubles:
        print(trouble)
    print(
        f'{found.requests} requests from seed {seed} beside {connections} slow clients in {time.monotonic() - began:.0f} s: '
        f'answers {dict(sorted(found.answers.items()))}, slowest {found.slowest:.2f} s, {len(found.troubles)} troubles'
    )
    return 1 if found.troubles else 0


if __name__ == '__main__':
    raise SystemExit(main())
