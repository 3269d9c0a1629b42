# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  urls:
    description:
      - The entries. An element may hold several lines; blank lines are ignored.
      - On the command line C(urls=a,b) gives two entries. Give entries with commas in them as JSON arguments.
      - Blanks around an entry are left out, the host is lower-cased, and characters that need it are percent-encoded as
        UTF-8. What is already escaped stays as it is.
      - Every entry that cannot be used is reported, with its place and the reason, and then nothing at all is sent.
    type: list
    elements: str
    aliases: [url]
  src:
    description:
      - A file of entries, or a folder.
      - A text file holds one entry a line, in UTF-8. Blank lines and lines that start with C(#) are ignored.
      - A file whose name ends in C(.json), C(.webmanifest), C(.yml) or C(.yaml), and any file when O(src_query) is set,
        is read as JSON or YAML.
      - A folder, such as a build's output, stands for every file below it, its relative path joined to O(base_url).
        Symbolic links that lead out of the folder are refused.
      - It is searched on the controller like every other source, first in C(files/) of the role and then beside the
        playbook, may be encrypted with Ansible Vault, and is transferred when the module runs elsewhere. Of a folder only
        the names of the files are transferred. See O(remote_src).
      - May be given together with O(urls), whose entries come first then. An entry given twice is sent once.
    type: path
  src_query:
    description:
      - A JMESPath expression that picks the entries out of a JSON or YAML O(src), such as a bundler's manifest.
      - Without it the document must be a list of strings.
    type: str
  remote_src:
    description:
      - Whether O(src) already is on the host on which the module runs. It is neither searched nor transferred then.
    type: bool
    default: false
  base_url:
    description:
      - Entries that do not start with C(http://) or C(https://) are joined to this address.
    type: str
  allow_empty:
    description:
      - Whether a source without any entry is no error.
    type: bool
    default: false
requirements:
  - jmespath >= 1.0.0 (for O(src_query))
"""
