# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Explicit option over environment over profile over the library's chain."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _credentials
from ansible_collections.alibabacloud.cdn.plugins.module_utils._credentials import Chain, EcsRole, Keys, Profile
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import CredentialsError

KEY = {"access_key_id": "opt-id", "access_key_secret": "opt-secret"}
ENV_KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"}
ENV_TOKEN = {"ALIBABA_CLOUD_SECURITY_TOKEN": "env-token"}
ENV_PROFILE = {"ALIBABA_CLOUD_PROFILE": "env-profile"}
ENV_ECS = {"ALIBABA_CLOUD_ECS_METADATA": "env-role"}

# From the interface, in the order in which they are looked at.
ENVIRONMENT = {
    "access_key_id": ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"],
    "access_key_secret": ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECRET_ACCESS_KEY"],
    "security_token": ["ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"],
    "profile": ["ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"],
    "role_arn": ["ALIBABA_CLOUD_ROLE_ARN"],
    "role_session_name": ["ALIBABA_CLOUD_ROLE_SESSION_NAME"],
    "ecs_role_name": ["ALIBABA_CLOUD_ECS_METADATA"],
}


@pytest.mark.parametrize(
    ("options", "environ", "source"),
    [
        pytest.param(KEY, {}, Keys("opt-id", "opt-secret"), id="key as option"),
        pytest.param({}, ENV_KEY, Keys("env-id", "env-secret"), id="key in the environment"),
        pytest.param(KEY, ENV_KEY, Keys("opt-id", "opt-secret"), id="option over environment"),
        pytest.param(
            {**KEY, "security_token": "opt-token"},
            {},
            Keys("opt-id", "opt-secret", "opt-token"),
            id="token as option",
        ),
        pytest.param(
            {}, {**ENV_KEY, **ENV_TOKEN}, Keys("env-id", "env-secret", "env-token"), id="token beside its key"
        ),
        pytest.param(
            KEY,
            {**ENV_KEY, **ENV_TOKEN},
            Keys("opt-id", "opt-secret"),
            id="no token of the environment with an own key",
        ),
        pytest.param(
            {**KEY, "security_token": "opt-token"},
            ENV_TOKEN,
            Keys("opt-id", "opt-secret", "opt-token"),
            id="own token over the environment's",
        ),
        pytest.param(
            {"access_key_id": "opt-id"},
            ENV_KEY,
            Keys("opt-id", "env-secret"),
            id="the secret alone from the environment",
        ),
        pytest.param({"profile": "opt-profile"}, {}, Profile("opt-profile"), id="profile as option"),
        pytest.param(
            {"profile": "opt-profile"}, ENV_KEY, Profile("opt-profile"), id="explicit profile over keys outside"
        ),
        pytest.param(
            {"profile": "opt-profile"}, ENV_PROFILE, Profile("opt-profile"), id="explicit profile over another"
        ),
        pytest.param({**KEY, "profile": "opt-profile"}, {}, Keys("opt-id", "opt-secret"), id="key over profile"),
        pytest.param({}, ENV_PROFILE, Profile("env-profile"), id="profile in the environment"),
        pytest.param({}, {**ENV_KEY, **ENV_PROFILE}, Keys("env-id", "env-secret"), id="keys over profile outside"),
        pytest.param({"ecs_role_name": "opt-role"}, {}, EcsRole("opt-role"), id="instance role as option"),
        pytest.param({"ecs_role_name": "opt-role"}, ENV_KEY, EcsRole("opt-role"), id="explicit role over keys outside"),
        pytest.param(
            {"ecs_role_name": "opt-role"}, ENV_PROFILE, EcsRole("opt-role"), id="explicit role over a profile"
        ),
        pytest.param(
            {**KEY, "ecs_role_name": "opt-role"}, {}, Keys("opt-id", "opt-secret"), id="key over instance role"
        ),
        pytest.param({}, ENV_ECS, EcsRole("env-role"), id="instance role in the environment"),
        pytest.param({}, {**ENV_KEY, **ENV_ECS}, Keys("env-id", "env-secret"), id="keys over instance role outside"),
        pytest.param({}, {}, Chain(), id="nothing: the library's chain"),
        pytest.param(dict.fromkeys(ENVIRONMENT, ""), {}, Chain(), id="empty options, as surveys send them"),
        pytest.param({}, dict.fromkeys(ENV_KEY, ""), Chain(), id="empty variables"),
        pytest.param(
            {"access_key_id": "", "access_key_secret": None}, ENV_KEY, Keys("env-id", "env-secret"), id="empty option"
        ),
        pytest.param({}, ENV_TOKEN, Chain(), id="a stray token alone"),
    ],
)
def test_precedence(options, environ, source):
    choice = _credentials.choose(options, environ)
    assert choice.source == source
    assert choice.assume is None


PARTNERS = {
    "access_key_id": {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s"},
    "access_key_secret": {"ALIBABA_CLOUD_ACCESS_KEY_ID": "i"},
    "security_token": {"ALIBABA_CLOUD_ACCESS_KEY_ID": "i", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s"},
    "role_session_name": {"ALIBABA_CLOUD_ROLE_ARN": "arn"},
}


def found(option, environ):
    """What the option's value became."""
    choice = _credentials.choose({}, {**PARTNERS.get(option, {}), **environ})
    if option.startswith("role_"):
        return getattr(choice.assume, option[len("role_") :])
    return getattr(choice.source, "name" if option in ("profile", "ecs_role_name") else option)


@pytest.mark.parametrize(
    ("option", "position"),
    [(option, position) for option, names in ENVIRONMENT.items() for position in range(len(names))],
)
def test_every_variable_is_looked_at_in_order(option, position):
    names = ENVIRONMENT[option][position:]
    assert found(option, {name: f"from {name}" for name in names}) == f"from {names[0]}"
    assert found(option, {names[0]: "x", **dict.fromkeys(ENVIRONMENT[option][:position], "")}) == "x"


@pytest.mark.parametrize(
    ("options", "environ", "missing"),
    [
        pytest.param({"access_key_id": "i"}, {}, "access_key_secret", id="id as option"),
        pytest.param({"access_key_secret": "hush"}, {}, "access_key_id", id="secret as option"),
        pytest.param({}, {"ALICLOUD_ACCESS_KEY": "i"}, "access_key_secret", id="id in the environment"),
        pytest.param({}, {"ALICLOUD_SECRET_KEY": "hush"}, "access_key_id", id="secret in the environment"),
        pytest.param({"security_token": "hush"}, {}, "access_key_id", id="token without a key"),
        pytest.param({"access_key_id": "i", "profile": "p"}, {}, "access_key_secret", id="half a key beside a profile"),
    ],
)
def test_half_a_key_is_an_error_that_names_the_other_half(options, environ, missing):
    with pytest.raises(CredentialsError, match=f"is given, but {missing}.* is not") as raised:
        _credentials.choose(options, environ)
    assert ENVIRONMENT[missing][0] in str(raised.value)
    assert "hush" not in str(raised.value)


def test_assumes_a_role_with_the_keys():
    options = {
        **KEY,
        "role_arn": "acs:ram::1:role/deploy",
        "role_session_name": "deploy",
        "role_session_duration": 900,
        "role_external_id": "ext",
    }
    choice = _credentials.choose(options, {})
    assert choice.source == Keys("opt-id", "opt-secret")
    assert choice.assume == _credentials.AssumeRole("acs:ram::1:role/deploy", "deploy", 900, "ext")


def test_assumes_the_role_of_the_environment_with_any_source():
    environ = {"ALIBABA_CLOUD_ROLE_ARN": "arn", "ALIBABA_CLOUD_PROFILE": "p"}
    choice = _credentials.choose({"role_arn": None}, environ)
    assert choice == _credentials.Choice(Profile("p"), _credentials.AssumeRole("arn", "", None, ""))


OIDC = {
    "ALIBABA_CLOUD_ROLE_ARN": "arn",
    "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "provider",
    "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/var/run/token",
}


def test_the_chain_alone_assumes_the_role_of_oidc():
    assert _credentials.choose({}, OIDC) == _credentials.Choice(Chain())


def test_an_explicit_role_is_assumed_beside_oidc():
    choice = _credentials.choose({"role_arn": "other"}, OIDC)
    assert choice.source == Chain()
    assert choice.assume is not None
    assert choice.assume.arn == "other"


def test_nothing_found_names_every_place():
    message = str(_credentials.nothing_found())
    for option in ("access_key_id", "access_key_secret", "profile"):
        for name in [option, *ENVIRONMENT[option]]:
            assert name in message
    for place in ("config.json", "credentials.ini", "OIDC", "ecs_role_name"):
        assert place in message


def test_secrets_are_not_shown_when_printed():
    shown = repr(_credentials.choose({**KEY, "security_token": "opt-token"}, {}))
    assert "opt-id" in shown
    assert "opt-secret" not in shown
    assert "opt-token" not in shown
