# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is taken from the SDK is public and where it was; loading it costs no more than it must."""

from __future__ import annotations

import inspect
import json
import ssl
import subprocess
import sys

import certifi
import pytest
from alibabacloud_cdn20180510.client import Client as CdnClient
from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials, _sdk
from ansible_collections.alibabacloud.cdn.plugins.module_utils._endpoint import of_region, parse_endpoint

KEYS = _credentials.Keys("LTAI5tUnitTestOfTheSdk01", "SecretOfTheUnitTest7hTq2Xw9Kd4", "")


@pytest.mark.parametrize(
    "region",
    [
        *("cn-hangzhou", "cn-shanghai", "cn-hongkong", "ap-northeast-1", "ap-northeast-2", "ap-south-1"),
        *("ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"),
        *("eu-central-1", "eu-west-1", "me-central-1", "me-east-1", "us-east-1", "us-west-1", "no-such-region"),
    ],
)
def test_finds_the_endpoint_that_the_generated_client_finds(region):
    config = Config(region_id=region, access_key_id=KEYS.access_key_id, access_key_secret=KEYS.access_key_secret)
    generated = CdnClient(config)
    assert of_region(region).address == generated._endpoint
    assert set(generated._endpoint_map.values()) == {of_region("ap-southeast-1").address}
    assert all(of_region(known).address == address for known, address in generated._endpoint_map.items())


def test_the_general_client_has_the_entry_that_the_generated_one_builds_on():
    assert issubclass(CdnClient, Client)
    assert "call_api" not in vars(CdnClient)
    assert list(inspect.signature(Client.call_api).parameters) == ["self", "params", "request", "runtime"]


# In a process of its own: what is loaded into this one other tests decide.
_CHILD = """
import gc, json, os, ssl, sys
sys.path[:0] = json.loads(sys.argv[1])
if "without" in sys.argv:
    gc.disable()
from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials, _sdk
from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import Redactor
choice = _credentials.Choice(_credentials.Keys("LTAI5tUnitTestOfTheSdk01", "SecretOfTheUnitTest7hTq2Xw9Kd4", ""), None)
_sdk.SdkTransport(_sdk.Connection(choice, "cn-hangzhou", None, True, None, 5.0, 10.0), Redactor())
print(json.dumps({
    "modules": sorted(sys.modules),
    "collects": gc.isenabled(),
    "frozen": gc.get_freeze_count(),
    "SSL_CERT_FILE": os.environ.get("SSL_CERT_FILE"),
    "authorities": ssl.create_default_context().cert_store_stats()["x509_ca"],
}))
"""


def load(*words, first=()):
    """:param first: folders that are looked through before all others."""
    command = [sys.executable, "-c", _CHILD, json.dumps([*first, *sys.path]), *words]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def test_loads_neither_models_nor_the_generated_client():
    loaded = set(load()["modules"])
    assert "alibabacloud_tea_openapi.client" in loaded
    assert {name for name in loaded if name.startswith("alibabacloud_cdn20180510")} == {"alibabacloud_cdn20180510"}


def test_loads_nothing_for_asynchronous_calls():
    loaded = load()["modules"]
    assert "darabonba.core" in loaded
    # Should this fail, the SDK does more with these libraries than to name two classes in annotations.
    assert {name for name in loaded if name.startswith("aiohttp")} == {"aiohttp"}
    assert not {"attr", "multidict", "yarl"} & set(loaded)


@pytest.mark.parametrize("use", ["ClientSession.get", "inspect.signature(ClientSession).bind(connector=None)"])
def test_loads_it_when_a_release_to_come_needs_it_at_once(use, tmp_path):
    # In place of one of the libraries that the SDK imports.
    package = tmp_path / "apscheduler" / "schedulers"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "background.py").write_text(
        f"import inspect\nfrom aiohttp import ClientSession\n{use}\nclass BackgroundScheduler: ...\n"
    )
    assert "aiohttp.client" in load(first=[str(tmp_path)])["modules"]


def test_the_collector_passes_over_what_was_loaded():
    after = load()
    assert after["collects"]
    assert after["frozen"] > 10000


def test_a_collector_that_was_off_stays_off():
    after = load("without")
    assert not after["collects"]
    assert after["frozen"] < 1000


def test_the_authorities_are_trusted_as_before(monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    before = ssl.create_default_context().cert_store_stats()["x509_ca"]
    after = load()
    assert after["SSL_CERT_FILE"] is None
    assert after["authorities"] == before
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    after = load()
    assert after["SSL_CERT_FILE"] == certifi.where()
    assert after["authorities"] > 10


# Calls a port where nobody listens, and tells how many authorities each TLS context had on the way there.
_CALLER = """
import json, ssl, sys
sys.path[:0] = json.loads(sys.argv[1])
from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials, _endpoint, _errors, _sdk
from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import Redactor
keys = _credentials.Keys("LTAI5tUnitTestOfTheSdk01", "SecretOfTheUnitTest7hTq2Xw9Kd4", "")
endpoint = _endpoint.parse_endpoint(sys.argv[2])
connection = _sdk.Connection(_credentials.Choice(keys, None), "cn-hangzhou", endpoint, True, None, 5.0, 10.0)
transport = _sdk.SdkTransport(connection, Redactor())
made, create = [], ssl.create_default_context

def create_default_context(*arguments, **options):
    made.append(create(*arguments, **options))
    return made[-1]

ssl.create_default_context = create_default_context
try:
    transport.call("DescribeRefreshQuota", query={}, form={})
except _errors.NotReachedError:
    print(json.dumps([context.cert_store_stats()["x509_ca"] for context in made]))
"""


@pytest.mark.parametrize(("protocol", "is_needed"), [("http", False), ("https", True)])
def test_a_call_reads_authorities_only_for_tls(protocol, is_needed, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    command = [sys.executable, "-c", _CALLER, json.dumps(sys.path), f"{protocol}://127.0.0.1:9"]
    authorities = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    assert authorities
    assert all((count > 0) == is_needed for count in authorities)


@pytest.mark.parametrize(
    "choice",
    [
        _credentials.Choice(_credentials.Profile("default"), None),
        _credentials.Choice(KEYS, _credentials.AssumeRole("acs:ram::1:role/r", "", 900, "")),
    ],
)
def test_credentials_that_are_renewed_may_use_tls(choice):
    endpoint = parse_endpoint("http://127.0.0.1:9")
    connection = _sdk.Connection(choice, "cn-hangzhou", endpoint, True, None, 5.0, 10.0)
    assert _sdk._may_use_tls(connection, endpoint)
