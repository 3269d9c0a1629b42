# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenario files: settings and faults in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml  # type: ignore[import-untyped,unused-ignore]

from .service.faults import Fault
from .service.settings import SettingError, Settings


@dataclass(frozen=True)
class Scenario:
    """A file has the keys of Settings, and `faults` (a list) and `speed`."""

    settings: Settings = field(default_factory=Settings)
    faults: tuple[Fault, ...] = ()
    speed: float = 1.0

    @classmethod
    def from_mapping(cls, given: Mapping[str, object]) -> Scenario:
        changes = dict(given)
        faults = changes.pop('faults', None) or []
        speed = changes.pop('speed', 1.0)
        if not isinstance(faults, list) or not all(isinstance(item, dict) for item in faults):
            raise SettingError('faults is a list of mappings')
        try:
            return cls(
                Settings().changed(changes), tuple(Fault.from_mapping(item) for item in faults), float(str(speed))
            )
        except (TypeError, ValueError) as error:
            raise SettingError(str(error)) from None

    @classmethod
    def load(cls, path: Path) -> Scenario:
        try:
            given = yaml.safe_load(path.read_text(encoding='utf-8'))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise SettingError(f'cannot read {path}: {error}') from None
        given = {} if given is None else given
        if not isinstance(given, dict):
            raise SettingError(f'{path} holds no mapping')
        return cls.from_mapping(given)
