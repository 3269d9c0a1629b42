# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time that a signature was made at."""

from __future__ import annotations

import calendar
import re
import time

from ..service.errors import refusal
from ..service.settings import Settings

_FORM = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')


def check(settings: Settings, text: str) -> None:
    """Clients sign with the real time, so this looks at the real clock, whatever the service's clock says."""
    if not _FORM.fullmatch(text):
        raise refusal(settings, 'time_format')
    try:
        moment = calendar.timegm(time.strptime(text, '%Y-%m-%dT%H:%M:%SZ'))
    except (ValueError, OverflowError):
        raise refusal(settings, 'time_format') from None
    if abs(time.time() - moment) > 60 * int(settings.switch('clock_skew')):
        raise refusal(settings, 'time_expired')
