# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._submission import SubmissionAction


class ActionModule(SubmissionAction):
    """Finds the source on the controller, runs the module and shows its progress."""
