# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the guides that come out of the code: error codes, limits. `python tools/tables.py` writes them anew."""

from __future__ import annotations

import pathlib
import re
import sys
import typing as t

import workspace

sys.path.insert(0, str(workspace.link_live_tree()))

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _codes, _kinds
from ansible_collections.alibabacloud.cdn.plugins.module_utils._api import CALLS_PER_SECOND

GUIDES = workspace.ROOT / "docs" / "docsite" / "rst"

_WHAT_HAPPENS = {
    _codes.Concern.PASSING: "the request is sent again, with growing pauses, for ``retry_timeout`` seconds",
    _codes.Concern.DOMAIN: "the entries of this domain are rejected, the others go out",
    _codes.Concern.ENTRY: "the request is halved until the entry at fault is found; the others go out",
    _codes.Concern.SIZE: "the request is halved and sent again",
    _codes.Concern.SPELLING: "another spelling of the type is tried where there is one, then the entries are rejected",
    _codes.Concern.QUOTA: "nothing more of this type is sent; what was accepted is waited for",
    _codes.Concern.RUN: "nothing more is sent",
    _codes.Concern.ARRIVED: "the task list is asked for what an earlier copy of the request did",
    _codes.Concern.REFUSED: "the entries of the request are rejected",
}
_PERMISSION = "grant these keys the permission that the message names"
_LOOKED_UP = "nothing, unless entries are uncertain"
_OPTIONS = re.compile(r"\b(?:access_key_id|access_key_secret|urls_per_minute|batch_size|retry_timeout)\b")


def codes() -> str:
    """Every code that the collection knows, by name."""
    known = {**_codes.CODES, **{f"{prefix}...": code for prefix, code in _codes._PREFIXES if prefix != "Throttling"}}
    rows = []
    for name, code in sorted(known.items(), key=lambda item: item[0].lower()):
        advice = _PERMISSION if name.startswith("Forbidden") else code.advice or _LOOKED_UP
        rows.append(
            (f"``{name}``", _capitalised(_WHAT_HAPPENS[code.concern]), _OPTIONS.sub(r"``\g<0>``", _capitalised(advice)))
        )
    return _table(("Code", "What happens", "What to do"), rows, widths=(30, 36, 34))


def limits() -> str:
    """What the planner and the pacer keep."""
    rows = [
        (
            f"``{kind.name}``",
            f"{kind.per_request:,}" + (f"; {kind.query_bytes:,} bytes, escaped" if kind.query_bytes else ""),
            "1" if kind.name == _kinds.CACHE_TAG else str(min(_kinds.DOMAINS_PER_REQUEST, kind.per_request)),
            f"{kind.per_minute:,}" if kind.per_minute else "none known",
            f"``{kind.quota}``" if kind.quota else "not documented",
        )
        for kind in _kinds.KINDS.values()
    ]
    first = _table(
        ("Type", "Entries in a request", "Domains in a request", "Entries a minute and domain", "Quota of the day"),
        rows,
    )
    rates = [(f"``{operation}``", str(rate)) for operation, rate in CALLS_PER_SECOND.items()]
    return f"{first}\n{_table(('Operation', 'Calls a second'), rates)}"


TABLES: dict[str, tuple[str, t.Callable[[], str]]] = {
    "troubleshooting_guide.rst": ("codes", codes),
    "limits_guide.rst": ("limits", limits),
}


def written(name: str, text: str) -> str:
    """The guide's text with its table as the code has it."""
    marker, table = TABLES[name]
    begin, end = f".. {marker} begin\n", f".. {marker} end\n"
    return re.sub(
        f"{re.escape(begin)}.*?{re.escape(end)}", lambda _match: f"{begin}\n{table()}\n{end}", text, flags=re.DOTALL
    )


def _table(header: t.Sequence[str], rows: t.Iterable[t.Sequence[str]], widths: t.Sequence[int] = ()) -> str:
    lines = [".. list-table::", "   :header-rows: 1"]
    if widths:
        lines.append(f"   :widths: {' '.join(map(str, widths))}")
    lines.append("")
    for row in (header, *rows):
        lines += [f"   {'* ' if number == 0 else '  '}- {cell}" for number, cell in enumerate(row)]
    return "\n".join(lines) + "\n"


def _capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def main() -> None:
    """Write the tables into the guides."""
    for name in TABLES:
        path = pathlib.Path(GUIDES, name)
        path.write_text(written(name, path.read_text()))


if __name__ == "__main__":
    main()
