# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of all hosts, one may do what all of them ask for."""

from __future__ import annotations

import pytest
from ansible import constants as C

from ansible_collections.alibabacloud.cdn.plugins.lookup._cdn_invalidate_claim import LookupModule


@pytest.fixture(autouse=True)
def _folder_of_a_run(tmp_path, monkeypatch):
    monkeypatch.setattr(C, "DEFAULT_LOCAL_TMP", str(tmp_path))


def claims(host, *terms):
    return LookupModule().run(list(terms), {"inventory_hostname": host})


def test_the_first_host_gets_it_and_keeps_it():
    assert claims("web1", "purge") == [True]
    assert claims("web2", "purge") == [False]
    assert claims("web1", "purge") == [True]


def test_each_claim_is_one_of_its_own():
    assert claims("web1", "purge") == [True]
    assert claims("web2", "purge", "warm") == [False, True]
    assert claims("web1", "purge", "warm") == [True, False]
