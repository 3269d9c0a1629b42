#!/usr/bin/python

# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cdn_prefetch
short_description: Prefetch (warm) URLs in Alibaba Cloud CDN
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Tells Alibaba Cloud CDN to fetch URLs from the origin into its cache, so that the first visitor is already served from there.
  - Checks and normalises every entry first, checks the account's daily quota, sends the entries in few requests, and waits
    until the service says that each one is done, which usually takes 5 to 30 minutes.
  - The result accounts for every entry. Nothing is reported complete that the service did not report complete,
    and RV(remaining_urls) holds what a second run must be given.
  - After a refresh, prefetch when the refresh is complete, or the old content is fetched again.
extends_documentation_fragment:
  - alibabacloud.cdn._attributes
  - alibabacloud.cdn._attributes.actiongroup_all
  - alibabacloud.cdn._connection
  - alibabacloud.cdn._source
  - alibabacloud.cdn._waiting
attributes:
  check_mode:
    support: full
    details:
      - In check mode the module checks the entries, reads the quota and plans the requests, but sends none.
  diff_mode:
    support: full
    details:
      - Shows the entries that go out.
  idempotent:
    support: partial
    details:
      - Each run prefetches all entries that it is given, unless O(skip_submitted_since) tells what need not be done again.
options:
  area:
    description:
      - Where to prefetch, V(domestic) (mainland China) or V(overseas).
      - By default the region that the domain itself is configured for.
    type: str
    choices: [domestic, overseas]
  l2_preload:
    description:
      - Whether to prefetch into the layer behind the edge. By default the service chooses the layer that fetches from the origin.
    type: bool
  query_hashkey:
    description:
      - Whether the key under which the object is cached is computed from the domain's configuration. By default it is the URL itself.
    type: bool
  consistency_hash:
    description:
      - Whether the nodes are chosen by hash, for domains in mainland China whose origin is scheduled that way.
    type: bool
  headers:
    description:
      - Headers of the requests to the origin, each name with a value or a list of values.
      - The service itself sends C(Accept-Encoding=gzip), so that only the compressed variant is warmed. A value of one blank leaves a header out.
      - The values are never shown.
    type: dict
  wait_timeout:
    description:
      - Seconds for the whole run, pacing included.
    type: float
    default: 3600
seealso:
  - module: alibabacloud.cdn.cdn_refresh
  - name: PushObjectCache
    description: The vendor's page of the operation.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-pushobjectcache
"""

EXAMPLES = r"""
- name: Warm what visitors ask for first
  alibabacloud.cdn.cdn_prefetch:
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js?v=3
  delegate_to: localhost
  run_once: true

- name: Warm also the variant for browsers that know Brotli
  alibabacloud.cdn.cdn_prefetch:
    urls: https://www.example.com/app.js
    headers:
      Accept-Encoding: br

- name: Warm what a list holds, in mainland China only, and do not wait
  alibabacloud.cdn.cdn_prefetch:
    src: /var/lib/deploy/changed-urls.txt
    area: domestic
    wait: false

- name: Warm every file of a build's output that an earlier run did not warm today
  alibabacloud.cdn.cdn_prefetch:
    src: dist
    base_url: https://www.example.com/
    skip_submitted_since: "{{ deployment_started_at }}"
    quota_policy: partial
"""

RETURN = r"""
summary:
  description:
    - How many entries were requested, and how many of them ended in each state. The states add up to V(requested).
    - In check mode the entries that would go out count as V(unsent).
  returned: when the entries could be read
  type: dict
  contains:
    requested:
      description: Entries given, duplicates included.
      type: int
      returned: always
    duplicate:
      description: Entries that stood earlier in the input.
      type: int
      returned: always
    skipped:
      description: Entries that an earlier task already completed.
      type: int
      returned: always
    complete:
      description: Entries that the service reported complete.
      type: int
      returned: always
    failed:
      description: Entries that the service reported failed, timed out or canceled.
      type: int
      returned: always
    pending:
      description: Entries that were accepted and are not yet known to have ended.
      type: int
      returned: always
    rejected:
      description: Entries that the service refused, with a code.
      type: int
      returned: always
    uncertain:
      description: Entries whose request may or may not have been received, where the task list did not tell.
      type: int
      returned: always
    unsent:
      description: Entries that were never sent, because of the quota, the time out or an error that ended the run.
      type: int
      returned: always
  sample:
    requested: 3
    duplicate: 0
    skipped: 0
    complete: 3
    failed: 0
    pending: 0
    rejected: 0
    uncertain: 0
    unsent: 0
task_ids:
  description: Every task id that was accepted or waited for.
  returned: when the entries could be read
  type: list
  elements: str
  sample: ["17772470184"]
tasks:
  description: The tasks, as far as they concern our entries.
  returned: when the entries could be read
  type: list
  elements: dict
  contains:
    task_id:
      description: The service's id of the task.
      type: str
      returned: always
    object_type:
      description: The type of its entries; several are joined by commas.
      type: str
      returned: always
    urls:
      description: How many of our entries are known to belong to it.
      type: int
      returned: always
    complete:
      description: How many of them are complete.
      type: int
      returned: always
    failed:
      description: How many of them failed.
      type: int
      returned: always
    pending:
      description: How many of them are not known to have ended.
      type: int
      returned: always
    status:
      description: V(Complete), V(Failed) or V(Refreshing), for our entries together.
      type: str
      returned: always
    creation_time:
      description: When the service created it, in UTC; empty when it was not looked at.
      type: str
      returned: always
  sample:
    - task_id: "17772470184"
      object_type: prefetch
      urls: 3
      complete: 3
      failed: 0
      pending: 0
      status: Complete
      creation_time: "2026-11-22T12:00:00Z"
problems:
  description:
    - The entries that are not complete, skipped or duplicate; pending ones only when O(wait=true). At most 1,000.
    - When entries cannot be used, each of them with its RV(problems[].place); nothing was sent then.
  returned: always
  type: list
  elements: dict
  contains:
    url:
      description: The entry.
      type: str
      returned: always
    reason:
      description: Why it is not complete, or cannot be used.
      type: str
      returned: always
    place:
      description: Where the entry stands in the input.
      type: str
      returned: when entries cannot be used
    state:
      description: The entry's state, one of those in RV(summary).
      type: str
      returned: when the entries could be read
    code:
      description: The service's error code or the status of the task; empty when there is none.
      type: str
      returned: when the entries could be read
    task_id:
      description: The task's id; empty when there is none.
      type: str
      returned: when the entries could be read
  sample:
    - url: https://www.not-ours.invalid/index.html
      state: rejected
      code: InvalidDomain.NotFound
      reason: The domain provided does not belong to you.
      task_id: ""
remaining_urls:
  description:
    - What a second run must be given, which are the entries that are failed, rejected, uncertain or unsent, and those
      pending when waiting ended early.
    - At most 1,000.
  returned: when the entries could be read
  type: list
  elements: str
  sample: []
truncated:
  description: RV(problems) and RV(remaining_urls) do not hold everything.
  returned: when they would hold more than 1,000
  type: bool
  sample: true
quota:
  description: The daily quotas that the run touches, V(prefetch), in entries.
  returned: when the entries could be read; empty when the quota was not read
  type: dict
  sample:
    prefetch:
      limit: 1000
      remaining_before: 900
      needed: 3
      remaining_after: 897
batches:
  description: Requests planned.
  returned: when the entries could be read
  type: int
  sample: 1
api_calls:
  description: Calls made of each operation, retries included.
  returned: when the entries could be read
  type: dict
  sample:
    DescribeRefreshQuota: 1
    PushObjectCache: 1
    DescribeRefreshTaskById: 4
elapsed:
  description: Seconds that the run took.
  returned: when the entries could be read
  type: float
  sample: 312.4
error:
  description: The call that failed first.
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
    code: InvalidDomain.NotFound
    message: The domain provided does not belong to you.
    request_id: 6C6B99AC-39EC-5350-874C-204128C905E6
    http_status: 404
    operation: PushObjectCache
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _zip_importer

_zip_importer.install()  # ahead of the imports that it makes cheaper

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _prefetch, _runner


def main() -> None:
    """Run the module."""
    spec = _argspec.SOURCE.merged(_argspec.SUBMISSION, _argspec.CONNECTION, _argspec.PREFETCH)
    module = AnsibleModule(**spec.as_kwargs(), supports_check_mode=True)
    _runner.SubmissionRunner(module, _prefetch.PrefetchJob(_runner.hide_headers(module))).run()


if __name__ == "__main__":
    main()
