#!/usr/bin/python

# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cdn_task_info
short_description: Read refresh and prefetch tasks of Alibaba Cloud CDN
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Reads the account's task list, whoever created the tasks. The service keeps it for three days.
  - A task id covers one or many URLs. The list has one row for each of them, and so has RV(tasks).
  - Options are combined, so that a row must match all of them. Without any, the tasks of the last three days are read.
  - Right after a submission the service may not list it for some seconds.
extends_documentation_fragment:
  - alibabacloud.cdn._attributes
  - alibabacloud.cdn._attributes.actiongroup_all
  - alibabacloud.cdn._connection
attributes:
  check_mode:
    support: full
    details:
      - The module only reads, in check mode too.
  diff_mode:
    support: N/A
    details:
      - The module only reads, so there is no difference to show.
  idempotent:
    support: full
    details:
      - The module only reads.
options:
  task_ids:
    description:
      - Read these tasks. Several ids in one element, separated by commas, are taken apart.
      - An empty list matches no task. An id that the service does not know has no rows, which is no error.
      - Each id takes a call of its own, five of them a second.
    type: list
    elements: str
  url:
    description:
      - Read the rows of exactly this entry. It is normalised like the entries of M(alibabacloud.cdn.cdn_refresh).
      - For a pattern set O(object_type=regex) as well, because other characters stay as they are in a pattern.
    type: str
  object_type:
    description:
      - Read tasks of this type. Required together with O(domain) and O(status).
      - The vendor does not document how tasks of V(ignore_params) are labelled. For this type all tasks that the other
        options allow are read and sorted out here, which takes a call for each 100 of them. If none has a label of
        its own, the tasks that may be of this type are returned, which are those labelled V(file) or not at all.
    type: str
    choices: [file, directory, regex, ignore_params, prefetch]
  domain:
    description:
      - Read tasks of this accelerated domain. Needs O(object_type).
    type: str
  status:
    description:
      - Read tasks that have this status. Needs O(object_type).
    type: str
    choices: [Complete, Refreshing, Failed, Timeout, Canceled]
  since:
    description:
      - Read tasks that were created at or after this time, in ISO 8601, in UTC unless it names a zone.
      - At most three days back, which is also the default when only O(until) is given.
    type: str
  until:
    description:
      - Read tasks that were created at or before this time, in ISO 8601, in UTC unless it names a zone.
      - The default is the time of the call.
    type: str
  limit:
    description:
      - How many rows to return at most, the newest ones. V(0) returns all, at 500 rows a second.
    type: int
    default: 100
seealso:
  - module: alibabacloud.cdn.cdn_refresh
  - module: alibabacloud.cdn.cdn_quota_info
  - name: DescribeRefreshTasks
    description: The vendor's page of the operation.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtasks
notes:
  - Needs the permission C(cdn:DescribeRefreshTasks).
"""

EXAMPLES = r"""
- name: Start a refresh without waiting
  alibabacloud.cdn.cdn_refresh:
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js
    wait: false
  register: refresh

- name: Wait until all of its tasks have ended
  alibabacloud.cdn.cdn_task_info:
    task_ids: "{{ refresh.task_ids }}"
  register: found
  until: found.total >= 2 and found.tasks | rejectattr('status', 'in', ['Complete', 'Failed', 'Timeout', 'Canceled']) | length == 0
  retries: 60
  delay: 10

- name: Look up when a URL was last refreshed
  alibabacloud.cdn.cdn_task_info:
    url: https://www.example.com/index.html
    object_type: file
    limit: 1

- name: List the directories of a domain whose refresh failed
  alibabacloud.cdn.cdn_task_info:
    domain: www.example.com
    object_type: directory
    status: Failed
    limit: 0

- name: List what was prefetched in the last two hours
  alibabacloud.cdn.cdn_task_info:
    object_type: prefetch
    since: "{{ '%Y-%m-%dT%H:%M:%SZ' | ansible.builtin.strftime(now().timestamp() - 7200, utc=true) }}"
"""

RETURN = r"""
tasks:
  description: The rows that match, the newest first, at most O(limit).
  returned: success
  type: list
  elements: dict
  contains:
    task_id:
      description: The service's id of the task.
      type: str
      returned: always
    url:
      description: The entry; empty when the service does not tell it, as for cache tags.
      type: str
      returned: always
    object_type:
      description: V(file), V(directory), V(regex), V(ignore_params) or V(prefetch); any other label as the service writes it.
      type: str
      returned: always
    status:
      description: V(Complete), V(Refreshing), V(Failed), V(Timeout), V(Canceled), or another word of the service, such as V(Pending).
      type: str
      returned: always
    progress:
      description: Per cent done; null when the service does not tell it.
      type: float
      returned: always
    creation_time:
      description: When the task was created, in UTC.
      type: str
      returned: always
    description:
      description: Why the task failed, in the service's words; mostly empty otherwise.
      type: str
      returned: always
  sample:
    - task_id: "17772470184"
      url: https://www.example.com/index.html
      object_type: file
      status: Complete
      progress: 100.0
      creation_time: "2026-11-22T12:00:00Z"
      description: ""
total:
  description: How many rows match, also those beyond O(limit).
  returned: success
  type: int
  sample: 1
error:
  description: The call that failed.
  returned: on failure of a call
  type: dict
  contains:
    code:
      description: The service's error code; empty when there was no answer.
      type: str
      returned: always
    message:
      description: The service's message, without what it echoes of secrets.
      type: str
      returned: always
    request_id:
      description: The service's id of the request, for its support.
      type: str
      returned: always
    http_status:
      description: The status of the HTTP answer; 0 when there was none.
      type: int
      returned: always
    operation:
      description: The operation that was called.
      type: str
      returned: always
  sample:
    code: Forbidden.RAM
    message: User not authorized to operate on the specified resource, or this API doesn't support RAM.
    request_id: 6C6B99AC-39EC-5350-874C-204128C905E6
    http_status: 403
    operation: DescribeRefreshTasks
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _zip_importer

_zip_importer.install()  # ahead of the imports that it makes cheaper

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _info_runner, _task_info


def main() -> None:
    """Run the module."""
    spec = _argspec.TASK_INFO.merged(_argspec.CONNECTION)
    _info_runner.InfoRunner(AnsibleModule(**spec.as_kwargs(), supports_check_mode=True), _task_info.prepare).run()


if __name__ == "__main__":
    main()
