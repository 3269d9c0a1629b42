# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every refusal: cause, HTTP status, code and text, and which switch changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """`old_code` and `old_message` apply in the switch position error_generation=old."""

    cause: str
    status: int
    code: str
    message: str
    source: str
    old_code: str = ''
    old_message: str = ''


@dataclass(eq=False)
class Refusal(Exception):
    """A request that the service answers with an error."""

    status: int
    code: str
    message: str
    extra: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class _Positions(Protocol):
    def switch(self, name: str) -> str: ...


def _table(*rows: ErrorKind) -> dict[str, ErrorKind]:
    return {row.cause: row for row in rows}


ERRORS: dict[str, ErrorKind] = _table(
    # The gateway
    ErrorKind(
        'unknown_action',
        404,
        'InvalidAction.NotFound',
        'Specified api is not found, please check your url and method.',
        'DOCS21',
    ),
    ErrorKind(
        'unknown_path',
        404,
        'InvalidApi.NotFound',
        'Specified api is not found, please check your url and method.',
        'DOCS21',
    ),
    ErrorKind('unknown_version', 400, 'NoSuchVersion', 'Specified parameter Version is not valid.', 'DOCS21'),
    ErrorKind('bad_method', 400, 'UnsupportedHTTPMethod', 'The specified HTTP method is not supported.', 'DOCS21'),
    ErrorKind('bad_format', 400, 'InvalidParameter.Format', 'Specified parameter Format is not valid.', 'DOCS21'),
    ErrorKind('too_large', 413, 'RequestEntityTooLarge', 'The request body is too large.', 'OPEN'),
    ErrorKind(
        'unsigned',
        400,
        'MissingParameter',
        'The input parameter "{detail}" that is mandatory for processing this request is not supplied.',
        'DOCS21',
    ),
    ErrorKind('unknown_key', 404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 'DOCS21'),
    ErrorKind('inactive_key', 400, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.', 'DOCS21'),
    ErrorKind(
        'signature',
        400,
        'SignatureDoesNotMatch',
        'Specified signature is not matched with our calculation. server string to sign is:{detail}',
        'ISSUES',
    ),
    ErrorKind('signature_method', 400, 'InvalidSignatureMethod', 'Specified signature method is not valid.', 'DOCS21'),
    ErrorKind('nonce_used', 400, 'SignatureNonceUsed', 'Specified signature nonce was used already.', 'DOCS21'),
    ErrorKind(
        'time_expired', 400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.', 'DOCS21'
    ),
    ErrorKind(
        'time_format',
        400,
        'InvalidTimeStamp.Format',
        'Specified time stamp or date value is not well formatted.',
        'DOCS21',
    ),
    ErrorKind('token_missing', 400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.', 'ISSUES'),
    ErrorKind(
        'token_malformed', 400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.', 'ISSUES'
    ),
    ErrorKind(
        'token_mismatch',
        400,
        'InvalidSecurityToken.MismatchWithAccessKey',
        'Specified SecurityToken mismatch with the AccessKey.',
        'ISSUES',
    ),
    ErrorKind('token_expired', 400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.', 'ISSUES'),
    ErrorKind('throttled', 400, 'Throttling.User', 'Request was denied due to user flow control.', 'DOCS21'),
    ErrorKind(
        'unavailable',
        503,
        'ServiceUnavailable',
        'The request has failed due to a temporary failure of the server.',
        'DOCS21',
    ),
    ErrorKind(
        'internal',
        500,
        'InternalError',
        'The request processing has failed due to some unknown error, exception or failure.',
        'DOCS21',
    ),
    ErrorKind(
        'forbidden',
        403,
        'Forbidden.RAM',
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        'ISSUES',
    ),
    # The account
    ErrorKind('not_opened', 403, 'CdnServiceNotFound', 'Your account does not open CDN service yet.', 'D-ERR'),
    ErrorKind('suspended', 403, 'OperationDenied', 'Your CDN service is suspended.', 'D-REF-ZH'),
    ErrorKind('arrears', 400, 'InsufficientBalance', 'Your account does not have enough balance.', 'DOCS21'),
    ErrorKind('blacklisted', 400, 'AccountBlacklist', 'Your account is in the blacklist.', 'D-ERR'),
    ErrorKind('risk_control', 403, 'Forbidden.RiskControl', 'This operation is forbidden by risk control.', 'DOCS21'),
    ErrorKind('not_whitelisted', 403, 'Forbidden', 'Your account is not in the whitelist of this operation.', 'OPEN'),
    # Parameters of submissions
    ErrorKind(
        'missing_parameter',
        400,
        'MissingParameter',
        'Parameter is missing.',
        'DOCS21',
        old_message=('The input parameter "{detail}" that is mandatory for processing this request is not supplied.'),
    ),
    ErrorKind('bad_parameter', 400, 'InvalidParameter', 'The specified parameter {detail} is invalid.', 'DOCS21'),
    ErrorKind(
        'object_type',
        400,
        'InvalidObjectType.Malformed',
        'The specified ObjectType is invalid.',
        'D-REF-EN',
        'InvalidObjectType.ValueNotSupported',
    ),
    ErrorKind(
        'object_path',
        400,
        'InvalidObjectPath.Malformed',
        'The specified ObjectPath is invalid.',
        'D-REF-EN',
        old_message='The specific value of parameter ObjectPath is malformed.',
    ),
    ErrorKind(
        'over_limit_refresh',
        400,
        'SingleRequest.OverLimit',
        'A maximum of {detail} URLs are supported for each request.',
        'D-REF-ZH',
    ),
    ErrorKind(
        'over_limit_prefetch',
        400,
        'InvalidObjectPath.Size.Malformed',
        'The size of ObjectPath is bigger than {detail}.',
        'D-PUSH-ZH',
    ),
    ErrorKind('too_many_domains', 400, 'DomainNameOverLimit', 'The number of domain names exceeds {detail}.', 'OPEN'),
    # Domains
    ErrorKind(
        'wildcard',
        400,
        'InvalidExtensiveDomain.ValueNotSupported',
        'The specified ExtensiveDomain is not supported.',
        'D-REF-EN',
        old_message='Extensive domain not supported.',
    ),
    ErrorKind(
        'not_ours',
        404,
        'InvalidDomain.NotFound',
        'The domain provided does not exist in our records.',
        'D-REF-EN',
        old_message='The domain provided does not belong to you.',
    ),
    ErrorKind('offline', 404, 'InvalidDomain.Offline', 'The domain provided is offline.', 'D-REF-ZH'),
    ErrorKind('protected', 403, 'DomainInProtectedMode', 'This domain is in the protected mode.', 'D-REF-EN'),
    ErrorKind(
        'configuring', 403, 'ServiceBusy', 'The specified Domain is configuring, please retry later.', 'D-REF-ZH'
    ),
    ErrorKind('upgrading', 403, 'SystemUpgrading', 'The system is being upgraded, please try again later!', 'D-REF-ZH'),
    ErrorKind('busy', 403, 'SystemBusy', 'The system is busy, please try again later!', 'D-REF-ZH'),
    ErrorKind(
        'configure_failed',
        500,
        'InvalidDomain.Configure_failed',
        'Failed to configure the provided domain.',
        'D-REF-ZH',
    ),
    ErrorKind('illegal', 403, 'IllegalOperation', 'Illegal domain operate is not permitted.', 'D-REF-ZH'),
    ErrorKind(
        'unauthorized', 400, 'IllegalOperationDomain', 'You are not authorized to operate the domain.', 'D-REF-ZH'
    ),
    # Quotas and queues
    ErrorKind(
        'quota_url',
        400,
        'QuotaExceeded.Refresh',
        'Your refresh attempts have exceeded the daily limit.',
        'D-REF-EN',
        old_message="You've exceeded the prescribed refresh limits.",
    ),
    ErrorKind(
        'quota_directory',
        400,
        'QuotaExceeded.Refresh',
        'Your refresh attempts have exceeded the daily limit.',
        'D-REF-EN',
        old_message="You've exceeded the prescribed refresh limits.",
    ),
    ErrorKind(
        'quota_regex',
        400,
        'QuotaExceeded.Refresh',
        'Your refresh attempts have exceeded the daily limit.',
        'D-REF-EN',
        old_message="You've exceeded the prescribed refresh limits.",
    ),
    ErrorKind(
        'quota_ignore_params',
        400,
        'QuotaExceeded.Refresh',
        'Your refresh attempts have exceeded the daily limit.',
        'D-REF-EN',
        old_message="You've exceeded the prescribed refresh limits.",
    ),
    ErrorKind(
        'quota_prefetch', 400, 'QuotaExceeded.Preload', 'Your refresh attempts have exceeded the daily limit.', 'D-DCDN'
    ),
    ErrorKind(
        'quota_minute',
        400,
        'QuotaPerMinuteExceeded.Refresh',
        'You tried to refresh too frequently; please try again later.',
        'D-REF-EN',
        old_message="You've exceeded the prescribed refresh limits per minute.",
    ),
    ErrorKind(
        'refresh_queue',
        400,
        'TooMany.Refresh',
        'The refresh queue is full; please try again later.',
        'D-REF-EN',
        old_message='there is too many refresh task, please wait a moment.',
    ),
    ErrorKind(
        'prefetch_queue',
        403,
        'PreloadQueueFull',
        'The warming queue is full; please try again later.',
        'D-PUSH-ZH',
        old_message='Preload queue is full, please try again later!',
    ),
    # Reading tasks
    ErrorKind(
        'task_id',
        400,
        'InvalidTaskId.Malformed',
        'The specified TaskId is invalid.',
        'D-BYID',
        old_message='Specified TaskId is malformed.',
    ),
    ErrorKind('too_many_ids', 400, 'InvalidTaskId', 'The maximum number of taskIds is {detail}.', 'D-DCDN'),
    ErrorKind(
        'missing_object_type',
        400,
        'MissingParameter.ObjectType',
        'The ObjectType parameter is required if DomainName or ObjectType is specified.',
        'D-TASKS',
    ),
    ErrorKind(
        'missing_time',
        400,
        'MissingTimeParameter',
        'The StartTime and EndTime must be both specified.',
        'D-DCDN',
        'MissingParameter',
        'StartTime and EndTime can not be single.',
    ),
    ErrorKind('start_time', 400, 'InvalidStartTime.Malformed', 'The specified StartTime is invalid.', 'D-DCDN'),
    ErrorKind('end_time', 400, 'InvalidEndTime.Malformed', 'The specified EndTime is invalid.', 'D-DCDN'),
    ErrorKind(
        'time_order', 400, 'InvalidEndTime.Mismatch', 'The specified EndTime is earlier than the StartTime.', 'D-DCDN'
    ),
    ErrorKind('time_window', 400, 'InvalidTime', 'The query time cannot exceed the last {detail} days.', 'D-DCDN'),
    ErrorKind(
        'row_type', 400, 'InvalidObjectType.ValueNotSupported', 'The specified ObjectType is not supported.', 'D-DCDN'
    ),
    ErrorKind('row_status', 400, 'InvalidStatus.ValueNotSupported', 'The specified Status is not supported.', 'D-DCDN'),
)

# A switch that decides the status or the code of a cause.
SWITCH_OF: dict[str, str] = {
    'throttled': 'throttle_answer',
    'forbidden': 'forbidden_status',
    'unknown_key': 'unknown_key',
    'signature': 'signature_status',
    'token_missing': 'token_status',
    'token_malformed': 'token_status',
    'token_mismatch': 'token_status',
    'token_expired': 'token_status',
    'not_opened': 'not_opened',
    'quota_directory': 'quota_code_directory',
    'quota_regex': 'quota_code_regex',
    'quota_ignore_params': 'quota_code_ignore_params',
    'quota_prefetch': 'quota_code_prefetch',
    'prefetch_queue': 'queue_full_status',
    'over_limit_refresh': 'over_limit_refresh',
    'over_limit_prefetch': 'over_limit_prefetch',
    'too_many_ids': 'too_many_ids',
    'configure_failed': 'configure_failed_status',
}

# The cause behind each state that a domain or an account can be put into.
DOMAIN_STATES: tuple[str, ...] = (
    'offline',
    'protected',
    'configuring',
    'upgrading',
    'busy',
    'configure_failed',
    'illegal',
    'unauthorized',
    'wildcard',
    'not_ours',
)
ACCOUNT_STATES: tuple[str, ...] = (
    'active',
    'inactive_key',
    'not_opened',
    'suspended',
    'arrears',
    'blacklisted',
    'risk_control',
)

# Codes that are documented but have no cause of their own here: faults can answer with them.
OTHER_STATUSES: dict[str, int] = {
    'Throttling': 503,
    'Throttling.Api': 400,
    'TooManyRequests': 429,
    'FlowControlError': 400,
    'InvalidObjectPath.ExceedsMaximum': 400,
    'InvalidAccessKeyId': 404,
    'Forbidden.NotVerified': 403,
    'InvalidProtocol.NeedSsl': 404,
    'UnsupportedOperation': 400,
    'InvalidParameters': 400,
    'InvalidStartTime.ValueNotSupported': 400,
    'AuthenticationFailed': 400,
    'BadArgument': 400,
    'ObjectPath.Malformed': 400,
}
_STATUSES: dict[str, int] = {
    **OTHER_STATUSES,
    **{row.old_code: row.status for row in ERRORS.values() if row.old_code},
    **{row.code: row.status for row in ERRORS.values()},
}


def documented_codes() -> list[str]:
    return sorted(_STATUSES)


def status_of_code(code: str) -> int:
    """The documented HTTP status of a code, 400 when there is none."""
    return _STATUSES.get(code, 400)


def message_of_code(code: str) -> str:
    for row in ERRORS.values():
        if row.code == code and '{' not in row.message:
            return row.message
    return (
        'Request was denied due to request throttling.' if 'hrottling' in code else f'The request was refused: {code}.'
    )


def refusal(positions: _Positions, cause: str, detail: str | int = '') -> Refusal:
    """The error for a cause, as the switches have it."""
    row = ERRORS[cause]
    old = positions.switch('error_generation') == 'old'
    code = row.old_code if old and row.old_code else row.code
    message = row.old_message if old and row.old_message else row.message
    status = row.status
    if cause in SWITCH_OF:
        status, code = _positioned(positions.switch(SWITCH_OF[cause]), status, code)
    return Refusal(status, code, message.replace('{detail}', str(detail)))


def _positioned(position: str, status: int, code: str) -> tuple[int, str]:
    if position[:3].isdigit():
        return int(position[:3]), position[4:] or code
    return status if position == code else status_of_code(position), position
