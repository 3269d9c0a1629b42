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
      - A text file of entries, one a line, in UTF-8. Blank lines and lines that start with C(#) are ignored.
      - May be given together with O(urls), whose entries come first then. An entry given twice is sent once.
    type: path
  base_url:
    description:
      - Entries that do not start with C(http://) or C(https://) are joined to this address.
    type: str
  allow_empty:
    description:
      - Whether a source without any entry is no error.
    type: bool
    default: false
"""
