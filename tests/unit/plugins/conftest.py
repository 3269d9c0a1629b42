# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from hypothesis import settings

# No database: the tests leave nothing in the tree. No deadline: a busy CI machine is no fault of the code.
settings.register_profile("units", database=None, deadline=None, max_examples=100)
settings.load_profile("units")
