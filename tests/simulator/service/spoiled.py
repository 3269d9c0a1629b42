# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the faults make of an answer."""

from __future__ import annotations

from collections.abc import Callable

from .errors import Refusal, message_of_code, status_of_code
from .faults import Fault
from .messages import Reply
from .settings import Settings
from .state import State

HTML = 'text/html'


def page(status: int, title: str) -> Reply:
    """An HTML page as the gateway's web server sends it (ISSUES)."""
    text = (
        f'<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n'
        f'<center><h1>{status} {title}</h1></center>\r\n<hr><center>tengine</center>\r\n</body>\r\n</html>\r\n'
    )
    return Reply(status=status, raw=text.encode(), content_type=HTML)


def too_long() -> Reply:
    return page(414, 'Request-URI Too Large')


def scripted_refusal(state: State, fault: Fault) -> Refusal | None:
    """The error that a fault answers with, if it is one of those."""
    causes = {
        'throttle': 'throttled',
        'error': 'internal',
        'server_error': 'internal',
        'nonce_used': 'nonce_used',
        'expired_token': 'token_expired',
        'forbidden': 'forbidden',
    }
    if fault.kind not in causes:
        return None
    refused = state.refuse(causes[fault.kind])
    if fault.code:
        refused = Refusal(status_of_code(fault.code), fault.code, message_of_code(fault.code))
    if fault.kind == 'server_error' and refused.status < 500:
        refused.status = 500
    refused.status = fault.status or refused.status
    refused.message = fault.message or refused.message
    if fault.retry_after:
        refused.headers = {'x-acs-retry-after': str(fault.retry_after)}
    elif fault.kind == 'throttle':
        refused.headers = retry_after(state.settings, 1000)
    return refused


def retry_after(settings: Settings, milliseconds: int) -> dict[str, str]:
    return {'x-acs-retry-after': str(milliseconds)} if settings.switch('retry_after_header') == 'present' else {}


def spoil(fault: Fault, reply: Reply) -> Reply:
    """The answer that goes out instead of a good one."""
    return _SPOILERS[fault.kind](fault, reply)


def _html(fault: Fault, reply: Reply) -> Reply:
    return page(fault.status or 502, 'Bad Gateway')


def _dropped_before(fault: Fault, reply: Reply) -> Reply:
    return Reply(dropped='before')


def _dropped_after(fault: Fault, reply: Reply) -> Reply:
    reply.dropped = 'after'
    return reply


def _cut(fault: Fault, reply: Reply) -> Reply:
    reply.cut = True
    return reply


def _unreadable(fault: Fault, reply: Reply) -> Reply:
    return Reply(reply.status, reply.body, reply.headers, b'{"RequestId": "0A1B', 'application/json;charset=utf-8')


def _empty_body(fault: Fault, reply: Reply) -> Reply:
    return Reply(200, reply.body, reply.headers, b'', 'application/json;charset=utf-8')


def _empty_list(fault: Fault, reply: Reply) -> Reply:
    if 'Tasks' in reply.body:
        reply.body['Tasks'] = {'CDNTask': []} if isinstance(reply.body['Tasks'], dict) else []
        reply.body['TotalCount'] = 0
    return reply


def _late(fault: Fault, reply: Reply) -> Reply:
    reply.dropped, reply.delay = 'after', fault.delay
    return reply


_SPOILERS: dict[str, Callable[[Fault, Reply], Reply]] = {
    'html_502': _html,
    'html_414': lambda fault, reply: too_long(),
    'drop_before': _dropped_before,
    'drop_after': _dropped_after,
    'cut': _cut,
    'unreadable': _unreadable,
    'empty_body': _empty_body,
    'empty_list': _empty_list,
    'late_processing': _late,
}
