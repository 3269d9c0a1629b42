#!/usr/bin/python

# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cdn_refresh
short_description: Refresh (invalidate) URLs, directories, patterns or cache tags in Alibaba Cloud CDN
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Tells Alibaba Cloud CDN to drop what it has cached, so that the next visitor gets the new content from the origin.
  - Checks and normalises every entry first, checks the account's daily quota, sends the entries in the fewest requests
    that the service's limits allow, keeps the service's rates, and waits until the service says that each entry is done.
  - The result accounts for every entry. Nothing is reported complete that the service did not report complete,
    and RV(remaining_urls) holds what a second run must be given.
  - No entry is submitted twice. Where the answer to a request was lost, the module looks into the account's task list
    to find out whether the request had arrived.
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
      - Shows the entries that go out, by type.
  idempotent:
    support: partial
    details:
      - Each run refreshes all entries that it is given, unless O(skip_submitted_since) tells what need not be done again.
options:
  object_type:
    description:
      - What the entries are.
      - V(file) is one URL, with its query string as given.
      - V(directory) ends in V(/) and covers everything below it.
      - V(regex) is a URL with a pattern in its path. The service knows V([0-9]), V([a-z]), V([^/]*) and V(.*).
      - V(ignore_params) covers all cached variants of a URL that differ only in the query string.
        A query string in the entry is left out.
      - V(auto) takes an entry that ends in V(/) for a directory and any other for a file.
    type: str
    choices: [file, directory, regex, ignore_params, auto]
    default: file
  cache_tags:
    description:
      - Refresh what the origin marked with these cache tags, on one O(domain), instead of URLs.
      - A tag may also be written as C(domain#tag), the way RV(remaining_urls) holds it.
      - Mutually exclusive with O(urls) and O(src).
    type: list
    elements: str
  domain:
    description:
      - The accelerated domain to which O(cache_tags) belong. Required together with it.
    type: str
  allow_whole_site:
    description:
      - Accept entries that drop everything of a domain, which are a directory entry with the path V(/) and a pattern
        that matches all.
      - Without it such an entry is refused before anything is sent, because the origin serves every visitor until the
        cache is filled again.
    type: bool
    default: false
  force:
    description:
      - For other types than V(file), also drop objects whose copy at the origin is unchanged. Without it the service only
        marks them as expired and keeps them when the origin answers that they were not modified.
      - Files are always dropped, so it changes nothing for them.
    type: bool
    default: false
  urls_per_minute:
    description:
      - How many URLs of one domain are sent a minute at most.
      - It is lowered by itself when the service says that the account is allowed fewer.
    type: int
    default: 10000
seealso:
  - module: alibabacloud.cdn.cdn_prefetch
  - name: RefreshObjectCaches
    description: The vendor's page of the operation.
    link: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-refreshobjectcaches
"""

EXAMPLES = r"""
- name: Refresh what a deployment changed
  alibabacloud.cdn.cdn_refresh:
    urls:
      - https://www.example.com/index.html
      - https://www.example.com/app.js?v=3
  delegate_to: localhost
  run_once: true

- name: Refresh everything that a file lists, one entry a line
  alibabacloud.cdn.cdn_refresh:
    src: /var/lib/deploy/changed-urls.txt

- name: Refresh what a bundler's manifest lists
  alibabacloud.cdn.cdn_refresh:
    src: dist/.vite/manifest.json
    src_query: "[*.file, *.css[]][]"
    base_url: https://www.example.com/

- name: Refresh every file of a build's output
  alibabacloud.cdn.cdn_refresh:
    src: dist
    base_url: https://www.example.com/

- name: Refresh paths below a common address, directories and files together
  alibabacloud.cdn.cdn_refresh:
    base_url: https://www.example.com/
    urls:
      - index.html
      - assets/
    object_type: auto

- name: Refresh a directory, also objects that did not change at the origin
  alibabacloud.cdn.cdn_refresh:
    urls: https://www.example.com/assets/
    object_type: directory
    force: true

- name: Refresh all pictures that match a pattern
  alibabacloud.cdn.cdn_refresh:
    urls: https://www.example.com/img/[0-9].*.jpg
    object_type: regex

- name: Refresh by cache tag
  alibabacloud.cdn.cdn_refresh:
    cache_tags:
      - product-42
      - home
    domain: www.example.com

- name: Refresh so that running the play again after a failure sends only what is missing
  alibabacloud.cdn.cdn_refresh:
    src: /var/lib/deploy/changed-urls.txt
    skip_submitted_since: "{{ deployment_started_at }}"
    results_path: /var/lib/deploy/refresh-results.jsonl

- name: Start a refresh, use up what is left of today's quota, and do not wait
  alibabacloud.cdn.cdn_refresh:
    src: /var/lib/deploy/changed-urls.txt
    quota_policy: partial
    wait: false
  register: refresh
  failed_when: refresh.summary is not defined or refresh.summary.rejected > 0
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
      object_type: file
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
  description: The daily quotas that the run touches, V(url), V(directory), V(regex) or V(ignore_params), in entries.
  returned: when the entries could be read; empty when the quota was not read
  type: dict
  sample:
    url:
      limit: 10000
      remaining_before: 9000
      needed: 3
      remaining_after: 8997
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
    RefreshObjectCaches: 1
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
    operation: RefreshObjectCaches
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _zip_importer

_zip_importer.install()  # ahead of the imports that it makes cheaper

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _refresh, _runner


def main() -> None:
    """Run the module."""
    spec = _argspec.REFRESH.merged(_argspec.SOURCE, _argspec.SUBMISSION, _argspec.CONNECTION)
    module = AnsibleModule(**spec.as_kwargs(), supports_check_mode=True)
    _runner.SubmissionRunner(module, _refresh.RefreshJob(module.params)).run()


if __name__ == "__main__":
    main()
