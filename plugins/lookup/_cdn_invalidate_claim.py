# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _cdn_invalidate_claim
short_description: Let one of several hosts do something
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Private to this collection. It is part of the role P(alibabacloud.cdn.cdn_invalidate#role) and may change in any release.
options:
  _terms:
    description:
      - What is claimed. The host that claims it first in this run of Ansible has it.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Say it once, also under the free strategy
  ansible.builtin.debug:
    msg: I was the first
  when: lookup('alibabacloud.cdn._cdn_invalidate_claim', 'an example')
"""

RETURN = r"""
_raw:
  description: Whether this host has it.
  type: list
  elements: bool
"""

import hashlib
import os
import typing as t

from ansible import constants as C
from ansible.plugins.lookup import LookupBase


class LookupModule(LookupBase):  # type: ignore[misc]
    """Ansible's way to a lookup plugin."""

    def run(self, terms: list[str], variables: t.Any = None, **options: t.Any) -> list[bool]:
        """Claim each term for the host."""
        return [_owner(str(term), variables["inventory_hostname"]) == variables["inventory_hostname"] for term in terms]


def _owner(claim: str, host: str) -> str:
    # Tasks run in processes of their own. They share this folder, which is removed when this run of Ansible ends.
    # A symbolic link is made and filled in one step.
    path = os.path.join(C.DEFAULT_LOCAL_TMP, f"claim-{hashlib.sha256(claim.encode()).hexdigest()}")
    try:
        os.symlink(host, path)
    except FileExistsError:
        return os.readlink(path)
    return host
