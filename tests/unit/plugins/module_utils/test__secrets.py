# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret leaves in any text."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils._secrets import MASK, Redactor

SECRET = "kLm9SECRETvalue"
TOKEN = "CAIS+STS/token=="

ECHO = (
    "Specified signature is not matched with our calculation. server string to sign is:"
    f"POST&%2F&AccessKeyId%3DLTAI5id%26Action%3DRefreshObjectCaches%26SecurityToken%3D{TOKEN}%26Signature%3Dabc"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ECHO, id="as the service writes it"),
        pytest.param(ECHO.replace("server string", "Server String"), id="other case"),
        pytest.param(ECHO.replace(" server", ", the server"), id="within a sentence"),
        pytest.param(ECHO.replace("&", "\n"), id="over several lines, as the newer signature has it"),
    ],
)
def test_cuts_what_a_refused_signature_echoes(text):
    cleaned = Redactor().clean(text)
    assert cleaned.startswith("Specified signature is not matched")
    for leaked in ("LTAI5id", "POST", "RefreshObjectCaches", TOKEN, "abc"):
        assert leaked not in cleaned


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"?SecurityToken={TOKEN}&Action=X", id="query"),
        pytest.param(f"SecurityToken%3D{TOKEN}", id="query, escaped"),
        pytest.param(f"x-acs-security-token: {TOKEN}", id="header"),
        pytest.param(f"X-ACS-Security-Token:{TOKEN}", id="header in other case"),
        pytest.param(f"Signature={TOKEN}&x=1", id="signature"),
        pytest.param(f"AccessKeySecret={TOKEN}", id="secret by name"),
        pytest.param(
            f"Authorization: ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host;x-acs-date,Signature={TOKEN}",
            id="Authorization header",
        ),
        pytest.param(
            f"{{'authorization': 'ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host,Signature={TOKEN}'}}",
            id="Authorization header in a printed dictionary",
        ),
    ],
)
def test_masks_whatever_looks_signed_even_when_unknown(text):
    cleaned = Redactor().clean(text)
    assert TOKEN not in cleaned
    assert MASK in cleaned


def test_masks_known_values_wherever_they_stand():
    redactor = Redactor([SECRET, ""])
    redactor.add(TOKEN, None, "")
    assert redactor.clean(f"a{SECRET}b {TOKEN}{TOKEN}") == f"a{MASK}b {MASK}{MASK}"


def test_a_secret_that_holds_another_is_masked_as_a_whole():
    assert Redactor(["abc", "abcdef"]).clean("x abcdef y") == f"x {MASK} y"


def test_leaves_ordinary_text_alone():
    text = (
        "InvalidDomain.NotFound: The domain provided does not belong to you (https://www.example.com/?token=1&sign=2)."
    )
    assert Redactor([SECRET]).clean(text) == text


def test_an_empty_value_masks_nothing():
    assert Redactor(["", ""]).clean("text") == "text"


def test_cleans_nested_results():
    result = {
        "msg": f"it said {SECRET}",
        "problems": [{"url": f"https://a.example/{TOKEN}", "reason": "x", "code": 7}],
        "tuple": (SECRET, [SECRET, {"deep": SECRET}]),
        "changed": True,
        "elapsed": 1.5,
        "nothing": None,
    }
    cleaned = Redactor([SECRET, TOKEN]).clean_all(result)
    assert cleaned == {
        "msg": f"it said {MASK}",
        "problems": [{"url": f"https://a.example/{MASK}", "reason": "x", "code": 7}],
        "tuple": [MASK, [MASK, {"deep": MASK}]],
        "changed": True,
        "elapsed": 1.5,
        "nothing": None,
    }
    assert result["msg"] == f"it said {SECRET}", "the caller's own result stays as it was"


def test_does_not_mangle_urls_that_only_look_signed():
    url = "https://cdn.example.com/a.png?Signature=abc&Expires=1"
    assert Redactor([SECRET]).clean_all({"url": url}) == {"url": url}
