# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role cannot use is told as an error of a filter."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.alibabacloud.cdn.plugins.filter._cdn_invalidate import FilterModule

cdn_invalidate = FilterModule().filters()["_cdn_invalidate"]


def test_a_variable_that_cannot_be_used_is_named():
    with pytest.raises(AnsibleFilterError, match="cdn_invalidate_connection"):
        cdn_invalidate("no dictionary", "connection")
