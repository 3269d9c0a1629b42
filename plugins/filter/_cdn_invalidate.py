# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: _cdn_invalidate
short_description: What the role cdn_invalidate and the playbooks work out
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Private to this collection. It is part of the role P(alibabacloud.cdn.cdn_invalidate#role) and of the playbooks, and may change in any release.
positional: what
options:
  _input:
    description:
      - What it is worked out from.
    type: raw
    required: true
  what:
    description:
      - What is worked out.
    type: str
    required: true
    choices: [settings, connection, entries, answers, is_good, looks, report, stats]
"""

EXAMPLES = r"""
- name: Show how the role reads its variables
  ansible.builtin.debug:
    msg: "{{ {'urls': 'https://www.example.com/a'} | alibabacloud.cdn._cdn_invalidate('settings') }}"
"""

RETURN = r"""
_value:
  description: What was asked for.
  type: raw
"""

import collections.abc
import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils import _role_look, _role_report, _role_settings

_WHAT: dict[str, collections.abc.Callable[..., t.Any]] = {
    "settings": lambda values: _role_settings.Reader(values).settings(),
    "connection": _role_settings.connection,
    "entries": _role_settings.entries,
    "answers": _role_report.answers,
    "is_good": _role_look.is_good,
    "looks": _role_look.looks,
    "report": _role_report.report,
    "stats": _role_report.stats,
}


def cdn_invalidate(value: t.Any, what: str, **more: t.Any) -> t.Any:
    """Work it out."""
    try:
        return _WHAT[what](value, **more)
    except ValueError as exc:
        raise AnsibleFilterError(str(exc)) from None


class FilterModule:
    """Ansible's way to a filter."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters of this file by name."""
        return {"_cdn_invalidate": cdn_invalidate}
