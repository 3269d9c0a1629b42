# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Which credentials to use: explicit option, environment, profile, then the credentials library's chain.

This file only chooses; :mod:`_sdk` asks the vendor's library for what was chosen.
"""

from __future__ import annotations

import dataclasses
import typing as t

from . import _errors

#: Option → the environment variables that stand in for it, in order.
ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "access_key_id": ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"),
    "access_key_secret": (
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ALICLOUD_SECRET_KEY",
        "ALICLOUD_SECRET_ACCESS_KEY",
    ),
    "security_token": ("ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"),
    "profile": ("ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"),
    "role_arn": ("ALIBABA_CLOUD_ROLE_ARN",),
    "role_session_name": ("ALIBABA_CLOUD_ROLE_SESSION_NAME",),
    "ecs_role_name": ("ALIBABA_CLOUD_ECS_METADATA",),
}

_KEY_OPTIONS = ("access_key_id", "access_key_secret", "security_token")


@dataclasses.dataclass
class Keys:
    """An access key, with a token when it is a temporary one."""

    access_key_id: str
    access_key_secret: str = dataclasses.field(repr=False)
    security_token: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass
class Profile:
    """A profile of the aliyun CLI."""

    name: str


@dataclasses.dataclass
class EcsRole:
    """The RAM role of the instance that the module runs on, asked for at the metadata service."""

    name: str


@dataclasses.dataclass
class Chain:
    """The credentials library's own search, without its metadata service."""


Source = t.Union[Keys, Profile, EcsRole, Chain]


@dataclasses.dataclass
class AssumeRole:
    """A RAM role to assume with the source's credentials."""

    arn: str
    session_name: str
    duration: int | None
    external_id: str


@dataclasses.dataclass
class Choice:
    """What was chosen."""

    source: Source
    assume: AssumeRole | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown, as far as it is known before the credentials are asked for."""
        return (self.source.access_key_secret, self.source.security_token) if isinstance(self.source, Keys) else ()


def choose(options: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> Choice:
    """Choose by precedence.

    :raises CredentialsError: half of an access key is given.
    """
    value = {name: options.get(name) or _from_environment(name, environ) for name in ENVIRONMENT}
    return Choice(_choose_source(options, value), _choose_role(options, value, environ))


def nothing_found() -> _errors.CredentialsError:
    """The error that names every place that was looked at."""
    places = [
        "the options access_key_id and access_key_secret",
        "the environment (" + ", ".join(ENVIRONMENT["access_key_id"] + ENVIRONMENT["access_key_secret"]) + ")",
        "profile (or " + " or ".join(ENVIRONMENT["profile"]) + ") in ~/.aliyun/config.json and its current profile",
        "~/.alibabacloud/credentials.ini",
        "OIDC and ALIBABA_CLOUD_CREDENTIALS_URI",
    ]
    return _errors.CredentialsError(
        "No credentials were found, so nothing was sent. Looked at: "
        + "; ".join(places)
        + ". Set one of them; the instance's own role is asked for only when ecs_role_name is set."
    )


def _from_environment(option: str, environ: t.Mapping[str, str]) -> str:
    return next((environ[name] for name in ENVIRONMENT[option] if environ.get(name)), "")


def _choose_source(options: t.Mapping[str, t.Any], value: t.Mapping[str, str]) -> Source:
    explicit_keys = any(options.get(name) for name in _KEY_OPTIONS)
    if not explicit_keys and options.get("profile"):
        return Profile(value["profile"])
    if not explicit_keys and options.get("ecs_role_name"):
        return EcsRole(value["ecs_role_name"])
    if explicit_keys or value["access_key_id"] or value["access_key_secret"]:
        return _keys(options, value)
    if value["profile"]:
        return Profile(value["profile"])
    if value["ecs_role_name"]:
        return EcsRole(value["ecs_role_name"])
    return Chain()


def _keys(options: t.Mapping[str, t.Any], value: t.Mapping[str, str]) -> Keys:
    missing = [name for name in ("access_key_id", "access_key_secret") if not value[name]]
    if missing:
        given = next(name for name in _KEY_OPTIONS if value[name])
        raise _errors.CredentialsError(
            f"{given} is given, but {' and '.join(missing)} is not, so nothing was sent. "
            f"Set the option {missing[0]} or {ENVIRONMENT[missing[0]][0]}, or use profile instead of keys."
        )
    # A token belongs to the key beside it: one from the environment must not go with a key given as an option.
    token = options.get("security_token") or ("" if options.get("access_key_id") else value["security_token"])
    return Keys(value["access_key_id"], value["access_key_secret"], token)


def _choose_role(
    options: t.Mapping[str, t.Any], value: t.Mapping[str, str], environ: t.Mapping[str, str]
) -> AssumeRole | None:
    if not value["role_arn"]:
        return None
    if not options.get("role_arn") and environ.get("ALIBABA_CLOUD_OIDC_TOKEN_FILE"):
        # The same variable belongs to OIDC then, where the library's chain assumes the role by itself.
        return None
    return AssumeRole(
        value["role_arn"],
        value["role_session_name"],
        options.get("role_session_duration"),
        options.get("role_external_id") or "",
    )
