# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`python -m benchmarks.plots FOLDER`: draw the pictures of the page from the raw data in the same folder."""

from __future__ import annotations

import collections
import json
import pathlib
import sys
import typing as t

import matplotlib

from .page import NAMES, Data, cells_of

COLOURS = {"ours": "#1f6fb2", "vendor": "#c0392b", "loop": "#8a6d00"}
MARKERS = {"ours": "o", "vendor": "s", "loop": "^"}


def draw(data: Data, folder: pathlib.Path) -> None:
    """Write the pictures for what was measured."""
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})
    for task_time in (0.5, 20.0, 300.0):
        cells = [cell for cell in cells_of(data) if cell["task_time"] == task_time]
        if cells:
            _wall(cells, task_time, folder / f"wall-{task_time:g}.svg")
    if "size" in data:
        rows = data["size"]["plan"]
        lines = {"reading and checking": [row["read"] for row in rows], "planning": [row["plan"] for row in rows]}
        _lines([row["urls"] for row in rows], lines, ("URLs", "CPU seconds"), folder / "planning.svg", log=True)
    if "repeat" in data:
        rows = data["repeat"]["rows"]
        lines = {"calls": [row["calls"] for row in rows], "wall time in seconds": [row["seconds"] for row in rows]}
        _lines([row["history"] for row in rows], lines, ("tasks before", ""), folder / "repeat.svg", log=False)


def _wall(cells: t.Sequence[Data], task_time: float, path: pathlib.Path) -> None:
    figure, axes = _axes()
    series: dict[tuple[str, int], list[Data]] = collections.defaultdict(list)
    for cell in sorted(cells, key=lambda cell: cell["urls"]):
        series[cell["who"], cell["domains"]].append(cell)
    for (who, domains), points in series.items():
        label = NAMES[who] if who != "ours" else f"{NAMES[who]}, {domains} domain{'s' if domains > 1 else ''}"
        axes.plot(
            [cell["urls"] for cell in points],
            [cell["seconds"] for cell in points],
            marker=MARKERS[who],
            color=COLOURS[who],
            linestyle="-" if domains == 1 else "--",
            label=label if domains == 1 or who == "ours" else f"{label}, {domains} domains",
        )
    axes.axhline(task_time, color="#7a7a7a", linewidth=1, linestyle=":", label="task time")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("URLs")
    axes.set_ylabel("seconds until the program ends")
    axes.set_title(f"Tasks of {task_time:g} s", fontsize=11)
    _finish(figure, axes, path)


def _lines(
    x: t.Sequence[float],
    lines: t.Mapping[str, t.Sequence[float]],
    labels: tuple[str, str],
    path: pathlib.Path,
    *,
    log: bool,
) -> None:
    figure, axes = _axes()
    for (name, values), colour, marker in zip(lines.items(), ("#1f6fb2", "#2e7d32"), "os", strict=False):
        axes.plot(x, values, marker=marker, color=colour, label=name)
    if log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    else:
        axes.set_xscale("symlog", linthresh=1000)
        axes.set_xticks(x)
        axes.set_ylim(0, 1.3 * max(max(values) for values in lines.values()))
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    _finish(figure, axes, path)


def _axes() -> tuple[t.Any, t.Any]:
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(7.6, 4.2), layout="constrained")


def _finish(figure: t.Any, axes: t.Any, path: pathlib.Path) -> None:
    axes.xaxis.set_major_formatter(lambda value, _position: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _position: f"{value:,g}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#eeeeee")
    axes.set_axisbelow(True)
    axes.legend(frameon=False, fontsize=9)
    matplotlib.rcParams["svg.hashsalt"] = path.name
    figure.savefig(path, metadata={"Date": None})
    # matplotlib ends lines with blanks.
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text().splitlines()))


if __name__ == "__main__":
    (folder,) = map(pathlib.Path, sys.argv[1:])
    draw(json.loads((folder / "benchmark.json").read_text()), folder)
