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
  skip_submitted_since:
    description:
      - A time in ISO 8601, in UTC unless it names a zone, at most three days back, such as the start of the deployment.
      - Entries for which a task was created at or after it are not sent again, whoever created it. Those that are complete
        are skipped, unfinished ones are waited for, failed ones are sent again.
      - It makes a second run safe after the first one was interrupted, and a third run change nothing.
      - Needs the permission C(cdn:DescribeRefreshTasks). Submitting starts three seconds later than without it, because
        tasks are listed with some delay.
    type: str
  progress:
    description:
      - Show how far the task is, from a few seconds after its start on and at least once a minute, in lines on the standard
        error stream of C(ansible-playbook) or C(ansible). Standard output stays as it is.
      - Only when the module runs on the controller, and not with C(async).
    type: bool
    default: true
  results_path:
    description:
      - Write the outcome of every entry to this file as JSON lines, in the order of the input and without duplicates.
      - Each line holds C(url), C(object_type), C(state), C(code), C(reason) and C(task_id).
      - The file is written at the end, also when the run fails or is interrupted, and replaces an older one as a whole.
        It is not written in check mode, nor when entries cannot be used.
    type: path
"""
