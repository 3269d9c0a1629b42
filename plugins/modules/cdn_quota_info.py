#!/usr/bin/python

# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cdn_quota_info
short_description: Read the daily refresh and prefetch quotas of Alibaba Cloud CDN
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Reads how many entries the account may refresh and prefetch today, and how many of them are left.
  - The quotas belong to the account. All of its domains, users and tools share them.
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
options: {}
seealso:
  - module: alibabacloud.cdn.cdn_refresh
  - module: alibabacloud.cdn.cdn_task_info
  - name: DescribeRefreshQuota
    description: The vendor's page of the operation.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshquota
notes:
  - Needs the permission C(cdn:DescribeRefreshQuota).
"""

EXAMPLES = r"""
- name: Read today's quotas
  alibabacloud.cdn.cdn_quota_info: {}
  register: cdn

- name: Stop before the deployment when few directory refreshes are left
  ansible.builtin.assert:
    that: cdn.quotas.directory.remaining >= 10
    fail_msg: Only {{ cdn.quotas.directory.remaining }} directory refreshes are left until {{ cdn.resets_at }}

- name: Refresh directories only as far as the quota goes
  alibabacloud.cdn.cdn_refresh:
    urls:
      - https://www.example.com/assets/
    object_type: directory
  when: cdn.quotas.directory.remaining > 0
"""

RETURN = r"""
quotas:
  description: The quotas by name, in entries. One that the service does not tell is missing.
  returned: success
  type: dict
  contains:
    url:
      description: Refreshes of URLs, as V(limit), V(remaining) and V(used).
      type: dict
      returned: when the service tells it
    directory:
      description: Refreshes of directories, likewise.
      type: dict
      returned: when the service tells it
    regex:
      description: Refreshes of patterns, likewise.
      type: dict
      returned: when the service tells it
    ignore_params:
      description: Refreshes of URLs whatever their parameters, likewise.
      type: dict
      returned: when the service tells it
    prefetch:
      description: Prefetches of URLs, likewise.
      type: dict
      returned: when the service tells it
  sample:
    url:
      limit: 10000
      remaining: 9000
      used: 1000
    directory:
      limit: 100
      remaining: 99
      used: 1
    regex:
      limit: 20
      remaining: 20
      used: 0
    ignore_params:
      limit: 100
      remaining: 100
      used: 0
    prefetch:
      limit: 1000
      remaining: 1000
      used: 0
resets_at:
  description: When the quotas start again, which is the next 00:00 UTC+8, as ISO 8601 in UTC.
  returned: success
  type: str
  sample: "2026-11-22T16:00:00Z"
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
    operation: DescribeRefreshQuota
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _zip_importer

_zip_importer.install()  # ahead of the imports that it makes cheaper

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _info_runner, _quota_info


def main() -> None:
    """Run the module."""
    _info_runner.InfoRunner(
        AnsibleModule(**_argspec.CONNECTION.as_kwargs(), supports_check_mode=True), _quota_info.prepare
    ).run()


if __name__ == "__main__":
    main()
