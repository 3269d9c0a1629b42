# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said when the credentials with which a role is to be assumed, or STS, are out of reach."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials, _sdk
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import CredentialsError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import Redactor

ROLE = _credentials.AssumeRole("acs:ram::1:role/deploy", "", None, "")
KEYS = _credentials.Keys("LTAI5tUnitTestOfTheSdk01", "SecretOfTheUnitTest7hTq2Xw9Kd4", "")


def reason(source):
    connection = _sdk.Connection(_credentials.Choice(source, ROLE), "cn-hangzhou", None, True, None, 5.0, 10.0)
    with pytest.raises(CredentialsError) as caught:
        _sdk.SdkTransport(connection, Redactor())
    return str(caught.value)


def test_a_missing_profile_is_not_the_role_s_fault(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    text = reason(_credentials.Profile("deploy"))
    assert text.startswith("The profile 'deploy' of ~/.aliyun/config.json could not be used")
    assert "role" not in text


@pytest.fixture
def _a_proxy_that_is_not_there(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.mark.usefixtures("_a_proxy_that_is_not_there")
def test_sts_out_of_reach_is_not_the_role_s_fault_either():
    text = reason(KEYS)
    assert "because STS cannot be reached, so nothing was sent: Connection refused." in text
    assert "trust policy" not in text
    # The library's own text has the whole query in it.
    assert "Signature" not in text
    assert KEYS.access_key_id not in text
