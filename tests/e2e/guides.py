# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the guides and READMEs: YAML blocks, and the commands in blocks of a shell, in their order."""

from __future__ import annotations

import pathlib
import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*(ROOT / 'docs' / 'docsite' / 'rst').glob('*.rst'), *(ROOT / 'roles').glob('*/README.md'), *ROOT.glob('*.md')]
)
YAML = ('yaml', 'yaml+jinja')
SHELL = ('console', 'bash')

_IN_RST = re.compile(r'^( *)\.\. code-block:: (\S+)\n\n((?:\1 +\S.*\n|\n)+)', re.MULTILINE)
_IN_MARKDOWN = re.compile(r'^( *)```(\S+)\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code with its place."""

    document: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f'{self.document}:{self.line}'

    def plays(self) -> list[dict[str, object]]:
        """What can be run: the plays, or one with the tasks. Nothing for what is neither, such as a scenario."""
        content = yaml.safe_load(self.text)
        if not isinstance(content, list):
            return []
        if all('hosts' in play for play in content):
            return content
        return [{'name': str(self), 'hosts': 'localhost', 'gather_facts': False, 'tasks': content}]

    def commands(self) -> Iterator[list[str]]:
        """The words of each command of Ansible."""
        for line in self.text.replace('\\\n', ' ').splitlines():
            words = shlex.shlex(line.removeprefix('$ '), posix=True, punctuation_chars=True)
            words.whitespace_split = True
            command: list[str] = []
            for word in words:
                if command and set(word) <= set('();<>|&'):
                    break
                if command or word in ('ansible', 'ansible-playbook'):
                    command.append(word)
            if command:
                yield command


def blocks(path: pathlib.Path) -> Iterator[Block]:
    """Every block of a document."""
    text = path.read_text(encoding='utf-8')
    for found in (_IN_RST if path.suffix == '.rst' else _IN_MARKDOWN).finditer(text):
        line = text.count('\n', 0, found.start(3)) + 1
        yield Block(str(path.relative_to(ROOT)), line, found[2], textwrap.dedent(found[3]))
