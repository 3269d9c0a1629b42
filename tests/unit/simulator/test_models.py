# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers compared with the models of the real SDK."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from alibabacloud_cdn20180510 import models

import simulator
from simulator.service.operations import OPERATIONS

URL = 'https://a.example.com/x'
# Legacy fields of the SDK that no operation here needs.
LEGACY = {'OwnerId', 'SecurityToken', 'ResourceGroupId'}


def parameters(operation):
    """Names as they travel, from the request model."""
    model = getattr(models, f'{operation}Request')
    given = {name: 'x' for name in inspect.signature(model.__init__).parameters if name != 'self'}
    return set(model(**given).to_map())


@pytest.mark.parametrize('operation', OPERATIONS)
def test_every_request_parameter_is_known(operation):
    folder = Path(simulator.__file__).parent / 'service' / 'operations'
    text = ''.join(path.read_text() for path in folder.glob('*.py'))
    assert {name for name in parameters(operation) - LEGACY if f"'{name}'" not in text} == set()


@pytest.mark.parametrize('operation', OPERATIONS)
def test_every_answer_is_what_the_model_reads(make, ids, operation):
    driver = make(preload_details=True)
    (task_id,) = ids(driver.prefetch(URL))
    driver.later(10)
    given = {
        'ObjectPath': URL,
        'CacheTag': 'red',
        'DomainName': 'a.example.com',
        'TaskId': task_id,
        'ObjectType': 'file',
    }
    given = {name: value for name, value in given.items() if name in parameters(operation)}
    if operation == 'DescribeRefreshTasks':
        given = {'TaskId': task_id}
    body = driver.call(operation, **given).body
    model = getattr(models, f'{operation}ResponseBody')
    assert model().from_map(body).to_map() == body
