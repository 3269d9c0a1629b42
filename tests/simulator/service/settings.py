# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a simulated service is like: accounts, domains, numbers, durations, switches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import inf
from typing import Any

from . import switches as switch_table
from .errors import ACCOUNT_STATES, DOMAIN_STATES
from .kinds import KINDS
from .limits import LIMITS, QUOTAS, RATES

DEFAULT_KEY_ID = 'LTAI5tCdnSimulator4Zq8Wm2'
DEFAULT_KEY_SECRET = 'SimulatorSecret7hTq2Xw9Kd4Vb6Rn'  # opens nothing but this simulator

DEFAULT_TASK_TIME: Mapping[str, float] = {'refresh': 5.0, 'prefetch': 10.0}


class SettingError(ValueError):
    """A setting that does not exist or does not fit."""


@dataclass(frozen=True)
class Account:
    """One access key. All of them belong to one cloud account: they share domains, quotas, rates and tasks.

    `token_expires` is service time, seconds since the epoch; `denied` names operations without permission.
    """

    access_key_id: str = DEFAULT_KEY_ID
    access_key_secret: str = field(default=DEFAULT_KEY_SECRET, repr=False)
    security_token: str = field(default='', repr=False)
    token_expires: float | None = None
    denied: frozenset[str] = frozenset()
    state: str = 'active'

    def __post_init__(self) -> None:
        if self.state not in ACCOUNT_STATES:
            raise SettingError(f'an account is one of {", ".join(ACCOUNT_STATES)}, not {self.state!r}')


@dataclass(frozen=True)
class Settings:
    """`limits`, `quotas`, `rates`, `task_time` and `switches` hold only what differs from the tables.

    domains: None = every domain name but those below `.invalid`. task_time: seconds, by kind of entry or by
    `refresh` / `prefetch`. jitter: task times vary by this fraction. visibility: rows of a submission appear between
    so many seconds after it.
    """

    accounts: tuple[Account, ...] = (Account(),)
    domains: tuple[str, ...] | None = None
    domain_states: Mapping[str, str] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)
    task_time: Mapping[str, float] = field(default_factory=dict)
    jitter: float = 0.0
    visibility: tuple[float, float] = (0.0, 3.0)
    switches: Mapping[str, str] = field(default_factory=dict)
    preload_details: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.accounts:
            raise SettingError('there must be an account')
        if not 0 <= self.visibility[0] <= self.visibility[1] < inf:
            raise SettingError('visibility is MIN-MAX in seconds, MIN not above MAX')
        if not 0 <= self.jitter <= 1:
            raise SettingError('jitter is a part of the time, from 0 to 1')
        _known('limit', self.limits, LIMITS)
        _known('quota', self.quotas, QUOTAS)
        _known('rate', self.rates, RATES)
        _known('task time', self.task_time, {*DEFAULT_TASK_TIME, *KINDS})
        for state in self.domain_states.values():
            if state not in DOMAIN_STATES and state != 'online':
                raise SettingError(f'a domain is online or {", ".join(DOMAIN_STATES)}, not {state!r}')
        try:
            switch_table.check(self.switches)
        except ValueError as error:
            raise SettingError(str(error)) from None

    def switch(self, name: str) -> str:
        position = self.switches.get(name)
        return switch_table.DEFAULTS[name] if position is None else position

    def limit(self, name: str) -> int:
        if name in self.limits:
            return self.limits[name]
        if name in switch_table.LIMIT_SWITCHES:
            return switch_table.number(self.switch(switch_table.LIMIT_SWITCHES[name]))
        return LIMITS[name].value

    def rate(self, operation: str) -> int:
        if operation in self.rates:
            return self.rates[operation]
        if operation in switch_table.RATE_SWITCHES:
            return switch_table.number(self.switch(switch_table.RATE_SWITCHES[operation]))
        return RATES[operation].value

    def quota(self, name: str) -> int:
        return self.quotas.get(name, QUOTAS[name].value)

    def duration(self, kind: str) -> float:
        """Seconds that a task of this kind takes."""
        family = KINDS[kind].family
        for name in (kind, family):
            if name in self.task_time:
                return self.task_time[name]
        return DEFAULT_TASK_TIME[family]

    def account(self, access_key_id: str) -> Account | None:
        for account in self.accounts:
            if account.access_key_id == access_key_id:
                return account
        return None

    def owns(self, domain: str) -> bool:
        if self.domains is not None:
            return domain in self.domains
        return not (domain.endswith('.invalid') or domain == 'invalid')

    def changed(self, changes: Mapping[str, object]) -> Settings:
        """A copy with changes as they come from a command line, YAML or JSON.

        Keys are fields, or `field.name` for one entry of a table; tables are merged.
        """
        values: dict[str, Any] = {}
        for key, value in changes.items():
            name, _unused, entry = key.partition('.')
            if name not in _FIELDS:
                raise SettingError(f'no setting is named {name!r}; there are {", ".join(sorted(_FIELDS))}')
            current = values.get(name, getattr(self, name))
            try:
                values[name] = _convert(name, {entry: value} if entry else value, current)
            except (TypeError, ValueError, AttributeError, OverflowError) as error:
                raise SettingError(f'setting {key}: {error}') from None
        return replace(self, **values)


_FIELDS = {item.name for item in fields(Settings)}
_NUMBER_TABLES = {'quotas': int, 'limits': int, 'rates': int, 'task_time': float}


def _known(what: str, names: Mapping[str, object], table: Mapping[str, object] | set[str]) -> None:
    for name in names:
        if name not in table:
            raise SettingError(f'no {what} is named {name!r}; there are {", ".join(sorted(table))}')


def parse_text(text: str) -> object:
    """A value from the command line: JSON where it is JSON, else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _convert(name: str, value: Any, current: Any) -> Any:
    if name in _NUMBER_TABLES:
        return _numbers(name, value, current)
    if name in ('switches', 'domain_states'):
        return {**current, **{str(key): str(entry) for key, entry in dict(value).items()}}
    if name == 'accounts':
        return tuple(_account(entry) for entry in value)
    if name == 'domains':
        return None if value is None else tuple(map(str, value.split(',') if isinstance(value, str) else value))
    if name == 'visibility':
        return _span(value)
    if name == 'preload_details':
        return str(value).lower() in ('true', 'yes', '1', 'on')
    return int(value) if name == 'seed' else float(value)


def _numbers(name: str, value: Any, current: Mapping[str, Any]) -> dict[str, Any]:
    number = _NUMBER_TABLES[name]
    if name == 'task_time' and not isinstance(value, Mapping):
        value = {'refresh': value, 'prefetch': value}
    result = {**current, **{str(key): number(entry) for key, entry in dict(value).items()}}
    if not all(0 <= entry < inf for entry in result.values()):
        raise ValueError('numbers must not be negative, and must end somewhere')
    return result


def _account(value: Any) -> Account:
    if isinstance(value, Account):
        return value
    given = dict(value)
    given['denied'] = frozenset(given.get('denied') or ())
    for name in ('access_key_id', 'access_key_secret', 'security_token'):
        if name in given:
            given[name] = str(given[name])
    if given.get('token_expires') is not None:
        given['token_expires'] = float(given['token_expires'])
    return Account(**given)


def _span(value: Any) -> tuple[float, float]:
    if isinstance(value, str):
        low, _unused, high = value.partition('-')
        return float(low), float(high or low)
    if isinstance(value, int | float):
        return float(value), float(value)
    low, high = value
    return float(low), float(high)
