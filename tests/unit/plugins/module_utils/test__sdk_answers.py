# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of answers, of none, and of credentials that cannot be had: the real SDK against a server on loopback."""

from __future__ import annotations

import contextlib
import datetime
import gc
import http.server
import json
import logging
import os
import socket
import ssl
import sys
import threading
import unittest.mock

import pytest
from alibabacloud_credentials import provider
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.utils import auth_constant, auth_util
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials
from ansible_collections.alibabacloud.cdn.plugins.module_utils._endpoint import parse_endpoint
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import (
    AnswerLostError,
    ApiError,
    CredentialsError,
    NotReachedError,
)
from ansible_collections.alibabacloud.cdn.plugins.module_utils._sdk import Connection, SdkTransport
from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import Redactor

SECRET = "SecretOfTheUnitTest7hTq2Xw9Kd4"
KEYS = _credentials.Keys("LTAI5tUnitTestOfTheSdk01", SECRET, "")
ROLE = _credentials.AssumeRole("acs:ram::123:role/cdn", "", None, "")


@pytest.fixture(autouse=True)
def _process(monkeypatch, tmp_path):
    """A module has a process to itself, and changes its environment and its logging."""
    # The library reads these when it is imported.
    monkeypatch.setattr(auth_constant, "HOME", str(tmp_path))
    monkeypatch.setattr(auth_util, "environment_ecs_metadata_disabled", "false")
    before = logging.root.manager.disable
    with unittest.mock.patch.dict(os.environ, {"HOME": str(tmp_path)}):
        for name in list(os.environ):
            if name.lower().endswith("_proxy") or name.startswith("ALIBABA_CLOUD_"):
                del os.environ[name]
        yield
    logging.disable(before)
    gc.unfreeze()


@contextlib.contextmanager
def serving(status, text, certificate=None):
    """A server that answers everything so; gives its address and what it was asked."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            asked.append((dict(self.headers), self.rfile.read(length)))
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def connect(endpoint, source=KEYS, assume=None, redactor=None, **options):
    settings = {"validate_certs": True, "ca_path": None, "connect_timeout": 5.0, "read_timeout": 30.0, **options}
    choice = _credentials.Choice(source, assume)
    return SdkTransport(Connection(choice, "cn-hangzhou", parse_endpoint(endpoint), **settings), redactor or Redactor())


def call(endpoint, **options):
    return connect(endpoint, **options).call("DescribeRefreshQuota", query={}, form={})


def test_an_answer_is_taken_as_it_is():
    with serving(200, json.dumps({"UrlRemain": "7"})) as (endpoint, asked):
        assert call(endpoint).body == {"UrlRemain": "7"}
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        pytest.param(200, "[]", "the service's answer is not readable", id="no object"),
        pytest.param(200, "{", "the service's answer is not readable", id="cut off"),
        pytest.param(
            503, "<html><title>503 Busy</title></html>", "HTTP status 503 without an error code", id="page of a gateway"
        ),
        pytest.param(500, "{}", "HTTP status 500 without an error code", id="no code"),
    ],
)
def test_what_tells_nothing_is_a_lost_answer_and_asked_for_once(status, text, message):
    with serving(status, text) as (endpoint, asked), pytest.raises(AnswerLostError) as caught:
        call(endpoint)
    assert caught.value.message == message
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        pytest.param(414, "<html><title>414 Request-URI Too Large</title></html>", "HTTP 414", id="page of a gateway"),
        pytest.param(400, "{}", "HTTP 400", id="no code"),
        pytest.param(400, '{"Code": "InvalidTaskId", "Message": "no such task"}', "InvalidTaskId", id="code"),
    ],
)
def test_a_refusal_is_one_also_without_a_code(status, text, code):
    with serving(status, text) as (endpoint, _asked), pytest.raises(ApiError) as caught:
        call(endpoint)
    assert (caught.value.code, caught.value.http_status) == (code, status)


def test_where_nobody_listens_nothing_was_sent():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NotReachedError) as caught:
            call(endpoint)
    assert caught.value.message == f"no connection to {endpoint[7:]}: Connection refused"
    assert not caught.value.lasting


def test_a_server_that_says_nothing_may_have_heard_the_request():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(AnswerLostError) as caught:
        call(f"http://127.0.0.1:{silent.getsockname()[1]}", read_timeout=0.2)
    assert caught.value.message == "no answer within read_timeout"


@pytest.fixture
def certificate(tmp_path):
    """Of nobody whom anybody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    path = tmp_path / "certificate.pem"
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(encoded + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def test_a_server_that_is_not_trusted_is_sent_nothing_and_not_tried_again(certificate):
    with serving(200, "{}", certificate) as (endpoint, asked), pytest.raises(NotReachedError) as caught:
        call(endpoint)
    assert caught.value.message.startswith(f"the certificate of {endpoint[8:]} is not trusted: ")
    assert caught.value.lasting
    assert asked == []


def test_with_validate_certs_off_any_certificate_will_do(certificate):
    with serving(200, "{}", certificate) as (endpoint, asked):
        call(endpoint, validate_certs=False)
    assert len(asked) == 1


def test_older_releases_of_the_sdk_keep_the_options_of_a_call_elsewhere(monkeypatch):
    monkeypatch.setitem(sys.modules, "darabonba.runtime", None)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(AnswerLostError) as caught:
        call(f"http://127.0.0.1:{silent.getsockname()[1]}", read_timeout=0.2)
    assert caught.value.message == "no answer within read_timeout"


def test_credentials_that_cannot_be_renewed_end_the_run_and_stay_secret():
    redactor = Redactor()
    with serving(200, "{}") as (endpoint, asked):
        transport = connect(endpoint, redactor=redactor)

        def expired():
            raise CredentialException(f"no new token with {SECRET}")

        transport._credential.get_credential = expired
        with pytest.raises(ApiError) as caught:
            transport.call("DescribeRefreshQuota", query={}, form={})
    assert caught.value.code == "InvalidCredentials"
    assert caught.value.message.startswith("the credentials could not be renewed: no new token with ")
    assert SECRET not in caught.value.message
    assert asked == []


def test_a_token_goes_out_with_the_request():
    with serving(200, "{}") as (endpoint, asked):
        call(endpoint, source=_credentials.Keys(KEYS.access_key_id, SECRET, "TokenOfTheUnitTest"))
    ((headers, _body),) = asked
    assert "TokenOfTheUnitTest" in {name.lower(): value for name, value in headers.items()}["x-acs-security-token"]


def test_a_profile_gives_its_keys(tmp_path):
    folder = tmp_path / ".aliyun"
    folder.mkdir()
    profile = {"name": "deploy", "mode": "AK", "access_key_id": "LTAI5tOfTheProfile", "access_key_secret": SECRET}
    (folder / "config.json").write_text(json.dumps({"current": "other", "profiles": [profile]}))
    with serving(200, "{}") as (endpoint, asked):
        call(endpoint, source=_credentials.Profile("deploy"))
    assert "LTAI5tOfTheProfile" in str(asked[0][0])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            _credentials.Profile("nobody"),
            r"The profile 'nobody' of ~/\.aliyun/config\.json could not be used, so nothing was sent: .*\. Correct",
            id="profile",
        ),
        pytest.param(
            _credentials.EcsRole("nobody"),
            r"The instance role 'nobody' could not be read from the metadata service, so nothing was sent: .*\. Unset",
            id="instance role",
        ),
    ],
)
def test_credentials_that_cannot_be_had_are_named_before_anything_is_sent(monkeypatch, source, message):
    # What there is to find at the metadata service's address depends on where the tests run.
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr("urllib3.util.connection.create_connection", refuse)
    with serving(200, "{}") as (endpoint, asked), pytest.raises(CredentialsError, match=message):
        connect(endpoint, source)
    assert asked == []


def test_a_role_that_may_not_be_assumed_is_named(monkeypatch):
    def refused(_provider):
        raise CredentialException("error refreshing credentials, httpCode: 403, NoPermission")

    monkeypatch.setattr(provider.RamRoleArnCredentialsProvider, "get_credentials", refused)
    with pytest.raises(CredentialsError) as caught:
        connect("http://127.0.0.1:1", assume=ROLE)
    assert str(caught.value).startswith(
        f"The role {ROLE.arn} could not be assumed, so nothing was sent: error refreshing"
    )
    assert str(caught.value).endswith("Check role_arn, role_external_id and the role's trust policy.")


def refuse(*_address, **_options):
    raise ConnectionRefusedError(111, "Connection refused")


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(monkeypatch, collects):
    was = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        connect("http://127.0.0.1:1")
        assert gc.isenabled() == collects
    finally:
        (gc.enable if was else gc.disable)()


@pytest.mark.parametrize("before", [{}, {"SSL_CERT_FILE": "/etc/our.pem", "SSL_CERT_DIR": "/etc/ours"}])
def test_a_call_without_tls_leaves_the_environment_as_it_was(before):
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        os.environ.pop(name, None)
    os.environ.update(before)
    with serving(200, "{}") as (endpoint, _asked):
        call(endpoint)
    assert {name: value for name, value in os.environ.items() if name.startswith("SSL_CERT_")} == before


@pytest.mark.parametrize(("endpoint", "kept"), [("https://cdn.example.com", False), ("https://cdn.aliyuncs.com", True)])
def test_a_proxy_is_passed_by_where_no_proxy_says_so(endpoint, kept):
    os.environ.update(HTTPS_PROXY="http://127.0.0.1:1", NO_PROXY="example.com")
    connect(endpoint)
    assert ("HTTPS_PROXY" in os.environ) is kept
