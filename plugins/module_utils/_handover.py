# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What the action plugin on the controller hands over to the module that it starts.

It travels in an environment variable of the module's process rather than as an option: it is nobody's to set,
and Ansible shows options in results.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t

VARIABLE = "ALIBABACLOUD_CDN_HANDOVER"


@dataclasses.dataclass
class Handover:
    """:ivar progress: path of the file that progress is to be written to; empty when nobody watches.
    :ivar lifeline: path of the FIFO that the controller reads as long as the run is wanted; empty when there is none.
    :ivar src: what the user wrote as ``src``, where the module is given another path for it; else empty.
    """

    progress: str = ""
    lifeline: str = ""
    src: str = ""

    def as_environment(self) -> dict[str, str]:
        """The variable, or nothing when there is nothing to hand over."""
        return {VARIABLE: json.dumps(dataclasses.asdict(self))} if self != Handover() else {}


def from_environment(environ: t.Mapping[str, str]) -> Handover:
    """What was handed over; nothing when the module was not started by the action plugin."""
    try:
        values = json.loads(environ.get(VARIABLE, "{}"))
        return Handover(**{field.name: str(values.get(field.name, "")) for field in dataclasses.fields(Handover)})
    except (ValueError, AttributeError):
        return Handover()


def name_as_written(message: str, path: str | None, written: str) -> str:
    """The message with ``src`` named as the user wrote it instead of by the path at which the module found it."""
    if not path or not written:
        return message
    return re.sub(rf"(?<!\S){re.escape(path)}(?=[/\s:;,.]|$)", lambda _match: written, message)
