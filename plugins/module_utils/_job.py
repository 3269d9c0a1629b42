# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""What differs between the modules that submit entries."""

from __future__ import annotations

import typing as t

from . import _ledger, _plan, _submit

Params = t.Mapping[str, t.Any]


class Job(t.Protocol):
    """A module's own part of a run, made from its parameters."""

    def check(self) -> list[str]:
        """Check the module's own options and return warnings.

        :raises InputError: they cannot be used.
        """

    def read(self) -> _ledger.Ledger:
        """Read and check everything that is requested.

        :raises InputError: it cannot be used.
        :raises MissingLibraryError: reading takes a library that is not installed.
        """

    def limits(self) -> _plan.Limits:
        """What bounds a request."""

    def requests(self) -> _submit.Requests:
        """How a batch is sent."""
