# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The old SDK, spoken to in JSON lines: aliyun-python-sdk-core with aliyun-python-sdk-cdn."""

from __future__ import annotations

import importlib
import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.profile import region_provider
from aliyunsdkcore.request import CommonRequest

REGION = 'cn-hangzhou'


def call(command):
    """One call; parameters that the request class does not know are named, not sent."""
    region_provider.add_endpoint('Cdn', REGION, command['endpoint'])
    client = connect(command)
    request, unknown = build(command['operation'], command['parameters'])
    request.set_endpoint(command['endpoint'])
    answer = {'unknown': unknown, 'mismatches': []}
    try:
        body = client.do_action_with_exception(request)
        return {**answer, 'body': json.loads(body)}
    except ServerException as error:
        refused = {
            'code': error.get_error_code(),
            'status': error.get_http_status(),
            'message': error.get_error_msg(),
            'request_id': error.get_request_id(),
        }
        return {**answer, 'refused': refused}
    except (ClientException, ValueError) as error:
        return {**answer, 'broken': type(error).__name__, 'message': str(error)}


def connect(command):
    keys = command['key'], command['secret']
    timeouts = {'connect_timeout': 2, 'timeout': command['timeout']}
    if command.get('token'):
        return AcsClient(region_id=REGION, credential=StsTokenCredential(*keys, command['token']), **timeouts)
    return AcsClient(*keys, REGION, **timeouts)


def build(operation, parameters):
    """The SDK's own request class, or its general one for operations that it has no class for."""
    unknown = []
    try:
        module = importlib.import_module(f'aliyunsdkcdn.request.v20180510.{operation}Request')
    except ImportError:
        request = CommonRequest(domain=None, version='2018-05-10', action_name=operation, product='Cdn')
        request.set_method('POST')
        for name, value in parameters.items():
            request.add_query_param(name, value)
        return request, unknown
    request = getattr(module, f'{operation}Request')()
    request.set_accept_format('json')
    for name, value in parameters.items():
        setter = getattr(request, f'set_{name}', None)
        if setter is None:
            unknown.append(name)
        else:
            setter(value)
    return request, unknown


def main():
    for line in sys.stdin:
        print(json.dumps(call(json.loads(line))), flush=True)


if __name__ == '__main__':
    main()
