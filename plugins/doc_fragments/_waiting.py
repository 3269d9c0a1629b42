# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  batch_size:
    description:
      - Entries in one request at most. The default is the service's limit for the type.
    type: int
  max_in_flight:
    description:
      - How many requests may be accepted but unfinished at a time. V(0) means any number, V(1) one after another.
    type: int
    default: 0
  quota_policy:
    description:
      - What to do about the account's daily quota.
      - V(strict) sends nothing when what is left today does not cover everything.
      - V(partial) sends what fits, in the order of the input.
      - V(ignore) does not look.
      - With V(strict) and V(partial) nothing is sent when the quota cannot be read.
    type: str
    choices: [strict, partial, ignore]
    default: strict
  wait:
    description:
      - Wait until every task has ended. Otherwise the accepted entries are reported as pending.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds for the whole run, pacing included.
    type: float
    default: 1800
  poll_interval:
    description:
      - The longest pause between two looks at the same task, in seconds. The first looks follow one another faster.
    type: float
    default: 15
"""
