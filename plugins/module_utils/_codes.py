# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The service's error codes: what each one concerns and what a user can do about it.

Codes are matched, never messages: the vendor's pages mix two generations of messages for one code.
The comment above a group of rows names its source.
"""

from __future__ import annotations

import dataclasses
import enum

from . import _errors


class Concern(enum.Enum):
    """What an error answer concerns, and so what happens next."""

    PASSING = "passing"  # the same request is sent again later
    DOMAIN = "domain"  # one domain of the batch; the others go out
    ENTRY = "entry"  # some entry of the batch; it is looked for by halving
    SIZE = "size"  # the request is too large; it is halved
    SPELLING = "spelling"  # the spelling of ObjectType; the next known one is tried
    QUOTA = "quota"  # nothing of this kind can be sent any more today
    RUN = "run"  # nothing can be sent any more
    ARRIVED = "arrived"  # an earlier copy of the same request was received
    REFUSED = "refused"  # the batch, for a reason that splitting it does not change
    UNKNOWN = "unknown"  # the request may or may not have been carried out


@dataclasses.dataclass
class Code:
    """:ivar pause: seconds to wait at least before the same request can succeed."""

    concern: Concern
    advice: str
    pause: float = 0.0
    one_domain: bool = False


_TOO_FAST = "other clients of the account are using up its call rate; run again later or raise retry_timeout"
_KEYS = "check access_key_id and access_key_secret"
_TOKEN = "get new temporary credentials"
_PERMISSION = "let the account's administrator grant the missing permission"
_DOMAIN = "check the domain's spelling and whether it belongs to the account of these keys"
_LATER = "run again later"
_TOMORROW = "wait for the quota's reset at 00:00 UTC+8, or raise the quota in the Quota Center"
_ACCOUNT = "check the account's CDN service and its balance in the console"
_CLOCK = "set this machine's clock"
_LOOK_UP = "look the code up in the vendor's error center"

CODES: dict[str, Code] = {
    # Vendor's common error codes; 400 there, 503 in the CDN tables.
    "Throttling": Code(Concern.PASSING, _TOO_FAST),
    "Throttling.User": Code(Concern.PASSING, _TOO_FAST),
    "Throttling.Api": Code(Concern.PASSING, _TOO_FAST),
    # Seen with domain configuration, by users of the Terraform provider.
    "FlowControlError": Code(Concern.PASSING, _TOO_FAST),
    # Error tables of DCDN, the sibling product (429).
    "TooManyRequests": Code(Concern.PASSING, _TOO_FAST),
    # Error table of RefreshObjectCaches.
    "QuotaPerMinuteExceeded.Refresh": Code(
        Concern.PASSING, "lower urls_per_minute, or run again later", pause=60.0, one_domain=True
    ),
    "TooMany.Refresh": Code(Concern.PASSING, _LATER, pause=5.0, one_domain=True),
    "ServiceBusy": Code(Concern.PASSING, "wait until the domain is configured", pause=5.0, one_domain=True),
    "SystemBusy": Code(Concern.PASSING, _LATER, pause=5.0),
    "SystemUpgrading": Code(Concern.PASSING, _LATER, pause=5.0),
    "InvalidDomain.NotFound": Code(Concern.DOMAIN, _DOMAIN),
    "InvalidDomain.Offline": Code(Concern.DOMAIN, "start the domain in the console"),
    "InvalidDomain.Configure_failed": Code(Concern.DOMAIN, _LATER),
    "InvalidExtensiveDomain.ValueNotSupported": Code(Concern.DOMAIN, "give each sub-domain instead of a wildcard"),
    "IllegalOperationDomain": Code(Concern.DOMAIN, _DOMAIN),
    "IllegalOperation": Code(Concern.DOMAIN, _DOMAIN),
    "DomainInProtectedMode": Code(Concern.DOMAIN, "ask the vendor to lift the domain's protection"),
    "InvalidObjectPath.Malformed": Code(Concern.ENTRY, "correct the URL"),
    "ObjectPath.Malformed": Code(Concern.ENTRY, "correct the URL"),
    "SingleRequest.OverLimit": Code(Concern.SIZE, "set a smaller batch_size"),
    "InvalidObjectPath.Size.Malformed": Code(Concern.SIZE, "set a smaller batch_size"),
    "InvalidObjectType.Malformed": Code(
        Concern.SPELLING, "use another object_type: this account's service does not know this one"
    ),
    "InvalidObjectType.ValueNotSupported": Code(
        Concern.SPELLING, "use another object_type: this account's service does not know this one"
    ),
    "QuotaExceeded.Refresh": Code(Concern.QUOTA, _TOMORROW),
    "OperationDenied": Code(Concern.RUN, _ACCOUNT),
    "CdnServiceNotFound": Code(Concern.RUN, _ACCOUNT),
    # Error tables of DescribeRefreshTasks and DescribeRefreshTaskById.
    "InvalidTaskId": Code(Concern.REFUSED, "correct the task ids"),
    "InvalidTaskId.Malformed": Code(Concern.REFUSED, "correct the task ids"),
    "InvalidTime": Code(Concern.REFUSED, "give a later time"),
    # Error tables of DCDN for prefetch.
    "InvalidObjectPath.ExceedsMaximum": Code(Concern.SIZE, "set a smaller batch_size"),
    "QuotaExceeded.Preload": Code(Concern.QUOTA, _TOMORROW),
    # Error table of PushObjectCache (403; 400 for DCDN). It may also mean the day's limit.
    "PreloadQueueFull": Code(Concern.PASSING, "run again when earlier prefetch tasks have ended", pause=30.0),
    # Our own: the credentials ran out and could not be renewed.
    "InvalidCredentials": Code(Concern.RUN, _KEYS),
    # Vendor's common error codes.
    "InsufficientBalance": Code(Concern.RUN, _ACCOUNT),
    "InvalidAccessKeyId": Code(Concern.RUN, _KEYS),
    "InvalidAccessKeyId.NotFound": Code(Concern.RUN, _KEYS),
    "InvalidAccessKeyId.Inactive": Code(Concern.RUN, "enable the access key in the console"),
    "SignatureDoesNotMatch": Code(Concern.RUN, "check access_key_secret"),
    "SignatureNonceUsed": Code(Concern.ARRIVED, ""),
    "InvalidTimeStamp.Expired": Code(Concern.RUN, _CLOCK),
    "InvalidTimeStamp.Format": Code(Concern.RUN, _CLOCK),
    "Forbidden.RAM": Code(Concern.RUN, _PERMISSION),
    "MissingSecurityToken": Code(Concern.RUN, _TOKEN),
    "AccountBlacklist": Code(Concern.RUN, _ACCOUNT),
    "AuthenticationFailed": Code(Concern.RUN, _KEYS),
    "InvalidAction.NotFound": Code(Concern.RUN, "check the endpoint"),
    "InvalidApi.NotFound": Code(Concern.RUN, "check the endpoint"),
    "InvalidVersion": Code(Concern.RUN, "check the endpoint"),
    "NoSuchVersion": Code(Concern.RUN, "check the endpoint"),
    "InvalidProtocol.NeedSsl": Code(Concern.RUN, "use an https endpoint"),
}

# Families whose members are not all documented.
_PREFIXES: tuple[tuple[str, Code], ...] = (
    ("Throttling", Code(Concern.PASSING, _TOO_FAST)),
    ("Forbidden", Code(Concern.RUN, _PERMISSION)),
    ("InvalidSecurityToken", Code(Concern.RUN, _TOKEN)),
    ("InvalidAccessKey", Code(Concern.RUN, _KEYS)),
    # One public cheat sheet names QuotaExceeded.DirRefresh.
    ("QuotaExceeded", Code(Concern.QUOTA, _TOMORROW)),
    ("InvalidDomain", Code(Concern.DOMAIN, _DOMAIN)),
)

_BY_STATUS: dict[int, Code] = {
    401: Code(Concern.RUN, _KEYS),
    403: Code(Concern.RUN, _PERMISSION),
    # A page of the web server in front of the service: the request line was too long.
    414: Code(Concern.SIZE, "set a smaller batch_size"),
    413: Code(Concern.SIZE, "set a smaller batch_size"),
    429: Code(Concern.PASSING, _TOO_FAST),
}


def classify(error: _errors.ApiError) -> Code:
    """What an error answer concerns: by code, then by family, then by HTTP status."""
    known = _by_name(error.code) or _BY_STATUS.get(error.http_status)
    if known is not None:
        return known
    return Code(Concern.UNKNOWN if error.http_status >= 500 else Concern.REFUSED, _LOOK_UP)


def advice(code: str, operation: str) -> str:
    """What a user can do about a code that an operation was answered with."""
    if code.startswith("Forbidden"):
        return f"grant these keys the permission cdn:{operation}"
    known = _by_name(code)
    return known.advice if known is not None and known.advice else _LOOK_UP


def _by_name(name: str) -> Code | None:
    if name in CODES:
        return CODES[name]
    return next((code for prefix, code in _PREFIXES if name.startswith(prefix)), None)


def is_forbidden(error: _errors.ApiError) -> bool:
    """Whether the keys are good but lack the permission for this one operation."""
    return error.code.startswith("Forbidden") or (error.http_status == 403 and _by_name(error.code) is None)
