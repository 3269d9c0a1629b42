# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SDK alibabacloud_cdn20180510, spoken to in JSON lines."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import json
import re
import sys

from alibabacloud_cdn20180510 import models
from alibabacloud_cdn20180510.client import Client
from alibabacloud_tea_openapi.models import Config
from Tea.exceptions import TeaException, UnretryableException

TYPES = {'str': str, 'int': int, 'bool': bool}


def call(command, options):
    """One call; parameters that the model does not know are named, not sent."""
    operation = command['operation']
    request = getattr(models, f'{operation}Request')().from_map(command['parameters'])
    answer = {'unknown': sorted(set(command['parameters']) - set(request.to_map())), 'mismatches': []}
    method = re.sub(r'(?<!^)(?=[A-Z])', '_', operation).lower()
    client = connect(command, options)
    try:
        if options.asynchronous:
            response = asyncio.run(getattr(client, f'{method}_async')(request))
        else:
            response = getattr(client, method)(request)
    except UnretryableException as error:
        return {**answer, 'broken': type(error).__name__, 'message': str(error)}
    except TeaException as error:
        data = error.data or {}
        status = getattr(error, 'status_code', None) or getattr(error, 'statusCode', None) or data.get('statusCode')
        refused = {
            'code': error.code,
            'status': status,
            'message': error.message,
            'request_id': data.get('RequestId') or data.get('requestId') or getattr(error, 'request_id', None),
            'retry_after': getattr(error, 'retry_after', None),
            'type': type(error).__name__,
        }
        return {**answer, 'refused': refused}
    except Exception as error:  # its async transport lets those of aiohttp through
        return {**answer, 'broken': type(error).__name__, 'message': str(error)}
    answer['mismatches'] = list(mismatches(response.body))
    return {**answer, 'body': response.body.to_map()}


def connect(command, options):
    config = Config(
        access_key_id=command['key'],
        access_key_secret=command['secret'],
        security_token=command.get('token'),
        endpoint=command['endpoint'],
        protocol='http',
        region_id='cn-hangzhou',
        connect_timeout=2000,
        read_timeout=int(command['timeout'] * 1000),
        signature_algorithm=options.algorithm,
    )
    return Client(config)


def mismatches(model):
    """Fields whose value is not of the type that the model declares."""
    for name, parameter in inspect.signature(type(model).__init__).parameters.items():
        value = getattr(model, name, None)
        declared = parameter.annotation if isinstance(parameter.annotation, str) else parameter.annotation.__name__
        # Exactly this type: a bool is an int to isinstance.
        if declared in TYPES and value is not None and value.__class__ is not TYPES[declared]:
            yield f'{type(model).__name__}.{name} is {value!r}, not {declared}'
        for item in value if isinstance(value, list) else [value]:
            if hasattr(item, 'to_map'):
                yield from mismatches(item)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--asynchronous', action='store_true')
    parser.add_argument('--algorithm')
    options = parser.parse_args()
    for line in sys.stdin:
        print(json.dumps(call(json.loads(line), options)), flush=True)


if __name__ == '__main__':
    main()
