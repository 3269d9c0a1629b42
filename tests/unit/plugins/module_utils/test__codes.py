# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an error answer concerns: a wrong class here loses entries, sends twice or never ends."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _codes
from ansible_collections.alibabacloud.cdn.plugins.module_utils._codes import Concern
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import ApiError


def classify(code, status=400):
    return _codes.classify(ApiError("RefreshObjectCaches", code, "", http_status=status))


# The vendor's error tables and common codes. Statuses differ between pages, so each code is tried with several.
BY_CODE = {
    Concern.PASSING: [
        "Throttling",
        "Throttling.User",
        "Throttling.Api",
        "TooManyRequests",
        "QuotaPerMinuteExceeded.Refresh",
        "TooMany.Refresh",
        "ServiceBusy",
        "SystemBusy",
        "SystemUpgrading",
        "PreloadQueueFull",
    ],
    Concern.DOMAIN: [
        "InvalidDomain.NotFound",
        "InvalidDomain.Offline",
        "InvalidDomain.Configure_failed",
        "InvalidExtensiveDomain.ValueNotSupported",
        "IllegalOperationDomain",
        "IllegalOperation",
        "DomainInProtectedMode",
    ],
    Concern.ENTRY: ["InvalidObjectPath.Malformed", "ObjectPath.Malformed"],
    Concern.SIZE: ["SingleRequest.OverLimit", "InvalidObjectPath.Size.Malformed", "InvalidObjectPath.ExceedsMaximum"],
    Concern.SPELLING: ["InvalidObjectType.Malformed", "InvalidObjectType.ValueNotSupported"],
    Concern.QUOTA: ["QuotaExceeded.Refresh", "QuotaExceeded.Preload"],
    Concern.RUN: [
        "OperationDenied",
        "CdnServiceNotFound",
        "InsufficientBalance",
        "InvalidAccessKeyId",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "SignatureDoesNotMatch",
        "Forbidden.RAM",
        "InvalidTimeStamp.Expired",
    ],
    Concern.ARRIVED: ["SignatureNonceUsed"],
}


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
@pytest.mark.parametrize(("concern", "code"), [(concern, code) for concern, codes in BY_CODE.items() for code in codes])
def test_known_codes_count_whatever_the_status(concern, code, status):
    assert classify(code, status).concern is concern


@pytest.mark.parametrize(
    ("code", "status", "concern"),
    [
        pytest.param("Throttling.Anything", 400, Concern.PASSING, id="throttling of any kind passes"),
        pytest.param("Forbidden.Anything", 403, Concern.RUN, id="forbidden is for the whole run"),
        pytest.param("Forbidden", 403, Concern.RUN, id="the bare family name"),
        pytest.param("InvalidSecurityToken.Expired", 400, Concern.RUN, id="token expired"),
        pytest.param("InvalidAccessKeySecret", 400, Concern.RUN, id="another word for a bad key"),
        pytest.param("QuotaExceeded.DirRefresh", 400, Concern.QUOTA, id="a quota of another kind"),
        pytest.param("InvalidDomain.Anything", 404, Concern.DOMAIN, id="something about a domain"),
    ],
)
def test_families(code, status, concern):
    assert classify(code, status).concern is concern


@pytest.mark.parametrize(
    ("status", "concern"),
    [
        pytest.param(400, Concern.REFUSED, id="an unknown refusal is final for its batch"),
        pytest.param(404, Concern.REFUSED, id="not found"),
        pytest.param(401, Concern.RUN, id="keys"),
        pytest.param(403, Concern.RUN, id="permission"),
        pytest.param(413, Concern.SIZE, id="body too large"),
        pytest.param(414, Concern.SIZE, id="request line too long"),
        pytest.param(429, Concern.PASSING, id="too many requests"),
        pytest.param(500, Concern.UNKNOWN, id="nobody knows whether it was carried out"),
        pytest.param(502, Concern.UNKNOWN, id="bad gateway"),
        pytest.param(503, Concern.UNKNOWN, id="service unavailable"),
        pytest.param(599, Concern.UNKNOWN, id="any other fault of the server"),
        pytest.param(200, Concern.REFUSED, id="an unknown code inside a good answer"),
    ],
)
def test_unknown_codes_count_by_status(status, concern):
    assert classify("Something.New", status).concern is concern


def test_the_minute_limit_is_not_the_day_limit():
    """Both names begin alike, and one of them passes within a minute."""
    assert classify("QuotaPerMinuteExceeded.Refresh").pause >= 60
    assert classify("QuotaPerMinuteExceeded.Refresh").one_domain
    assert not classify("Throttling").one_domain
    assert classify("QuotaPerMinuteExceeded.Other").concern is not Concern.QUOTA


def test_codes_are_case_sensitive_words_not_parts():
    assert classify("XThrottling").concern is Concern.REFUSED


@pytest.mark.parametrize("code", sorted(_codes.CODES))
def test_every_code_says_what_to_do(code):
    """The advice stands inside a sentence: no capital, no full stop. A nonce that was used is never shown."""
    advice = _codes.CODES[code].advice
    assert code == "SignatureNonceUsed" or advice
    assert advice[:1] == advice[:1].lower()
    assert not advice.endswith(".")


@pytest.mark.parametrize(
    ("code", "status", "forbidden"),
    [
        pytest.param("Forbidden.RAM", 403, True, id="RAM"),
        pytest.param("Forbidden.RAM", 404, True, id="RAM with an odd status"),
        pytest.param("NoPermission", 403, True, id="unknown word, but the status says it"),
        pytest.param("OperationDenied", 403, False, id="a suspended account is no missing permission"),
        pytest.param("NoPermission", 400, False, id="neither code nor status"),
    ],
)
def test_tells_a_missing_permission(code, status, forbidden):
    assert _codes.is_forbidden(ApiError("DescribeRefreshQuota", code, "", http_status=status)) is forbidden
