# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number is checked before anything else happens."""

from __future__ import annotations

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _argspec, _options
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import InputError

SPEC = _argspec.REFRESH.merged(_argspec.SOURCE, _argspec.SUBMISSION, _argspec.CONNECTION)
# What Ansible hands in when only urls is given.
PARAMS = {
    **{name: option.get("default") for name, option in SPEC.options.items()},
    "urls": ["https://a.example/1"],
}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        pytest.param("batch_size", 1, 0, id="a request holds at least one entry"),
        pytest.param("max_in_flight", 0, -1, id="0 means no bound"),
        pytest.param("urls_per_minute", 1, 0, id="a minute allows at least one URL"),
        pytest.param("retry_timeout", 0.0, -0.5, id="0 means never to retry"),
        pytest.param("role_session_duration", 900, 899, id="the shortest session that RAM gives"),
        pytest.param("wait_timeout", 1.0, float("nan"), id="not a number is no time"),
        pytest.param("retry_timeout", 1.0, float("nan"), id="not a number is no budget"),
        pytest.param("wait_timeout", 0.5, 0.0, id="the run needs some time"),
        pytest.param("poll_interval", 0.1, 0.0, id="no polling without a pause"),
        pytest.param("connect_timeout", 0.1, 0.0, id="no connection without time"),
        pytest.param("read_timeout", 0.1, -1.0, id="no answer without time"),
    ],
)
def test_ranges(name, good, bad):
    _options.check_ranges({**PARAMS, name: good})
    with pytest.raises(InputError, match=rf"^{name} is {bad:g}; .*Nothing was sent"):
        _options.check_ranges({**PARAMS, name: bad})


def test_the_defaults_are_good():
    _options.check_ranges(PARAMS)
