# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Imports of the collection's own modules from the zip archive that Ansible sends, at half the cost.

Python's importer for archives compiles a module twice: to run it, and before that only to tell the name of its file
(CPython's ``zipimport.zipimporter.get_filename``). An archive keeps no bytecode, so every run pays for both.
"""

from __future__ import annotations

import os
import sys
import zipimport


class _ZipImporter(zipimport.zipimporter):
    """Tells a file's name without compiling what is in it."""

    def get_filename(self, fullname: str) -> str:
        name = fullname.rpartition(".")[2]
        inside = os.path.join(name, "__init__") if self.is_package(fullname) else name
        return os.path.join(self.archive, f"{self.prefix}{inside}.py")


def install() -> None:
    """Use it for the modules beside this one that are imported from now on; outside an archive nothing changes."""
    folder = os.path.dirname(__file__)
    if isinstance(sys.path_importer_cache.get(folder), zipimport.zipimporter):
        sys.path_importer_cache[folder] = _ZipImporter(folder)
