# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Render the guides and the pages of modules, plugins and roles to HTML, without network.

`nox -s docsite`. The pages go to .cache/docsite/html; a warning is an error.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

import workspace

SITE = workspace.CACHE / "docsite"
IMAGES = pathlib.Path("docs", "docsite", "rst", "images")

# Pages of Ansible itself are elsewhere, and nothing is asked there: links to them stay plain text.
_ELSEWHERE = re.compile(r"undefined label: '(?!ansible_collections\.alibabacloud\.)")


def render(tools: pathlib.Path) -> list[str]:
    """Make the pages; returns what is wrong with them.

    :param tools: the bin folder of a virtual environment with tools/requirements/docsite.txt.
    """
    with workspace.lock("docsite"), workspace.scratch("docsite") as folder:
        collection = folder / "ansible_collections" / "alibabacloud" / "cdn"
        workspace.copy_tree(collection)
        _leave_out_private_plugins(collection)
        _write_changelog(tools, collection)
        pages = folder / "rst"
        pages.mkdir(mode=0o700)
        env = workspace.environment(
            tools, HOME=str(folder), ANSIBLE_HOME=str(folder / "ansible"), ANSIBLE_COLLECTIONS_PATH=str(folder)
        )
        command = [tools / "antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"]
        _run([*command, "--no-add-antsibull-docs-version", "--dest-dir", pages, "alibabacloud.cdn"], env)
        # antsibull-docs takes the guides along, but no pictures.
        if (collection / IMAGES).is_dir():
            shutil.copytree(collection / IMAGES, pages / "docsite" / IMAGES.name)
        settings = folder / "settings"
        shutil.copytree(workspace.ROOT / "tools" / "docsite", settings)
        (settings / "_static").mkdir()
        (settings / "alibabacloud_cdn.css").rename(settings / "_static" / "alibabacloud_cdn.css")
        warnings = folder / "warnings.txt"
        html = folder / "html"
        _run([tools / "sphinx-build", "-q", "-b", "html", "-c", settings, "-w", warnings, pages, html], env)
        complaints = [
            line.removeprefix(f"{pages}/")
            for line in warnings.read_text().splitlines()
            if line and not _ELSEWHERE.search(line)
        ]
        shutil.rmtree(SITE, ignore_errors=True)
        SITE.mkdir(parents=True)
        html.rename(SITE / "html") if html.stat().st_dev == SITE.stat().st_dev else shutil.copytree(html, SITE / "html")
    return complaints


def _leave_out_private_plugins(collection: pathlib.Path) -> None:
    """They have documentation because ansible-test wants it; nobody is to use them."""
    for kind in ("filter", "lookup"):
        for path in (collection / "plugins" / kind).glob("_*.py"):
            path.unlink()


def _write_changelog(tools: pathlib.Path, collection: pathlib.Path) -> None:
    """Before the first release, show the fragments as what it will be."""
    if "releases: {}" in (collection / "changelogs" / "changelog.yaml").read_text():
        home = collection.parent / "home"
        env = workspace.environment(tools, HOME=str(home), ANSIBLE_HOME=str(home))
        _run([tools / "antsibull-changelog", "release"], env, cwd=collection)


def _run(command: list[object], env: dict[str, str], cwd: pathlib.Path = workspace.ROOT) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise workspace.WorkspaceError(f"{done.stdout}\nThis command failed with status {done.returncode}: {words[0]}")


def main() -> int:
    """Render and say where the pages are."""
    try:
        complaints = render(workspace.venv("docsite", [workspace.REQUIREMENTS / "docsite.txt"]))
    except workspace.WorkspaceError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join([*complaints, f"The pages: {SITE / 'html' / 'index.html'}"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
