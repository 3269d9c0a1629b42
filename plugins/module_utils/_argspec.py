# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Argument specs that modules share, each with the rules that bind its options together."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.module_utils.basic import env_fallback

from . import _entries, _kinds, _quota


@dataclasses.dataclass
class ArgumentSpec:
    """Options and their relations, so that neither gets lost when specs are put together."""

    options: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    mutually_exclusive: tuple[tuple[str, ...], ...] = ()
    required_together: tuple[tuple[str, ...], ...] = ()
    required_one_of: tuple[tuple[str, ...], ...] = ()

    def merged(self, *others: ArgumentSpec) -> ArgumentSpec:
        """This spec and others as one."""
        specs = (self, *others)
        return ArgumentSpec(
            options={name: option for spec in specs for name, option in spec.options.items()},
            mutually_exclusive=tuple(rule for spec in specs for rule in spec.mutually_exclusive),
            required_together=tuple(rule for spec in specs for rule in spec.required_together),
            required_one_of=tuple(rule for spec in specs for rule in spec.required_one_of),
        )

    def as_kwargs(self) -> dict[str, t.Any]:
        """Arguments for AnsibleModule."""
        return {
            "argument_spec": self.options,
            "mutually_exclusive": self.mutually_exclusive,
            "required_together": self.required_together,
            "required_one_of": self.required_one_of,
        }


# The credentials have no env_fallback: an explicit profile must win over keys in the environment, and a
# fallback would hide where a value came from. _credentials.ENVIRONMENT has their variables.
CONNECTION = ArgumentSpec(
    options={
        "access_key_id": {"type": "str", "aliases": ["alicloud_access_key", "access_key"], "no_log": False},
        "access_key_secret": {
            "type": "str",
            "aliases": ["alicloud_secret_key", "secret_key", "secret_access_key"],
            "no_log": True,
        },
        "security_token": {"type": "str", "aliases": ["alicloud_security_token"], "no_log": True},
        "profile": {"type": "str"},
        "role_arn": {"type": "str"},
        "role_session_name": {"type": "str"},
        "role_session_duration": {"type": "int"},
        "role_external_id": {"type": "str"},
        "ecs_role_name": {"type": "str"},
        "region": {
            "type": "str",
            "default": "cn-hangzhou",
            "aliases": ["region_id", "alicloud_region"],
            "fallback": (env_fallback, ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION"]),
        },
        "endpoint": {"type": "str", "fallback": (env_fallback, ["ALIBABA_CLOUD_CDN_ENDPOINT"])},
        "validate_certs": {"type": "bool", "default": True},
        "ca_path": {"type": "path"},
        "connect_timeout": {"type": "float", "default": 5.0},
        "read_timeout": {"type": "float", "default": 10.0},
        "retry_timeout": {"type": "float", "default": 120.0},
    }
)

SOURCE = ArgumentSpec(
    options={
        "urls": {"type": "list", "elements": "str", "aliases": ["url"]},
        "src": {"type": "path"},
        "src_query": {"type": "str"},
        "remote_src": {"type": "bool", "default": False},
        "base_url": {"type": "str"},
        "allow_empty": {"type": "bool", "default": False},
    }
)

# Prefetching usually takes up to 30 minutes (vendor's page of PushObjectCache), refreshing five to six.
PREFETCH_WAIT_TIMEOUT = 3600.0

SUBMISSION = ArgumentSpec(
    options={
        "batch_size": {"type": "int"},
        "max_in_flight": {"type": "int", "default": 0},
        "quota_policy": {"type": "str", "default": _quota.STRICT, "choices": list(_quota.POLICIES)},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "float", "default": 1800.0},
        "poll_interval": {"type": "float", "default": 15.0},
        "skip_submitted_since": {"type": "str"},
        "progress": {"type": "bool", "default": True},
        "results_path": {"type": "path"},
    }
)

REFRESH = ArgumentSpec(
    options={
        "object_type": {
            "type": "str",
            "default": _kinds.FILE,
            "choices": [_kinds.FILE, _kinds.DIRECTORY, _kinds.REGEX, _kinds.IGNORE_PARAMS, _entries.AUTO],
        },
        "cache_tags": {"type": "list", "elements": "str"},
        "domain": {"type": "str"},
        "allow_whole_site": {"type": "bool", "default": False},
        "force": {"type": "bool", "default": False},
        "urls_per_minute": {"type": "int", "default": 10000},
    },
    mutually_exclusive=(
        ("cache_tags", "urls"),
        ("cache_tags", "src"),
        # No row of the task list says which cache tags a task was about.
        ("cache_tags", "skip_submitted_since"),
    ),
    required_together=(("cache_tags", "domain"),),
    required_one_of=(("urls", "src", "cache_tags"),),
)

PREFETCH = ArgumentSpec(
    options={
        "area": {"type": "str", "choices": ["domestic", "overseas"]},
        "l2_preload": {"type": "bool"},
        "query_hashkey": {"type": "bool"},
        "consistency_hash": {"type": "bool"},
        "headers": {"type": "dict", "no_log": True},
        "wait_timeout": {"type": "float", "default": PREFETCH_WAIT_TIMEOUT},
    },
    required_one_of=(("urls", "src"),),
)

TASK_INFO = ArgumentSpec(
    options={
        "task_ids": {"type": "list", "elements": "str"},
        "url": {"type": "str"},
        "object_type": {
            "type": "str",
            "choices": [_kinds.FILE, _kinds.DIRECTORY, _kinds.REGEX, _kinds.IGNORE_PARAMS, _kinds.PREFETCH],
        },
        "domain": {"type": "str"},
        # The vendor's Chinese parameter list; the English one has the first three.
        "status": {"type": "str", "choices": ["Complete", "Refreshing", "Failed", "Timeout", "Canceled"]},
        "since": {"type": "str"},
        "until": {"type": "str"},
        "limit": {"type": "int", "default": 100},
    }
)
