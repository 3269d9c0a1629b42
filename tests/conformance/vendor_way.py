# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of working of the vendor's script of 2021, for comparisons; written from a description, on the old SDK.

It looks at the quota, submits 100 lines, looks at 20 of their rows up to 7 times 5 seconds apart, gives up after these 30
seconds, sleeps a second and goes on, whatever came of it. What it believes and what is true differ: that is what this is
for. Its way of escaping URLs, which breaks those that are escaped already, is left out. Prints one JSON object.

Runs in the environment of the old SDK: `python tests/conformance/vendor_way.py --endpoint 127.0.0.1:PORT ... FILE`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pathlib
import sys
import time

SIZE, LOOKS, PAUSE, REST = 100, 7, 5.0, 1.0
REGION = 'cn-hangzhou'


class Way:
    """Counts calls, keeps beliefs."""

    def __init__(self, options):
        from aliyunsdkcore.client import AcsClient
        from aliyunsdkcore.profile import region_provider

        region_provider.add_endpoint('Cdn', REGION, options.endpoint)
        self.options = options
        self.client = AcsClient(options.key, options.secret, REGION)
        self.calls = {}
        self.slept = 0.0
        self.batches = []
        self.errors = []

    def call(self, operation, **parameters):
        """The answer, or None: errors go to a log that nobody reads."""
        module = importlib.import_module(f'aliyunsdkcdn.request.v20180510.{operation}Request')
        request = getattr(module, f'{operation}Request')()
        request.set_accept_format('json')
        request.set_endpoint(self.options.endpoint)
        for name, value in parameters.items():
            getattr(request, f'set_{name}')(value)
        self.calls[operation] = self.calls.get(operation, 0) + 1
        try:
            return json.loads(self.client.do_action_with_exception(request))
        except Exception as error:
            self.errors.append(f'{operation}: {error}'[:300])
            return None

    def sleep(self, seconds):
        self.slept += seconds
        time.sleep(seconds / self.options.speed)

    def run(self, lines):
        """'too many' when the quota does not cover the lines, else 'done', always."""
        if not self.enough(lines):
            return 'too many'
        for start in range(0, len(lines), SIZE):
            self.batch(lines[start : start + SIZE])
            self.sleep(REST)
        return 'done'

    def enough(self, lines):
        """Only when a type was asked for, and only when the answer could be read."""
        quota = self.call('DescribeRefreshQuota')
        kind = 'push' if self.options.task == 'push' else self.options.type
        field = {'push': 'PreloadRemain', 'File': 'UrlRemain', 'Directory': 'DirRemain'}.get(kind)
        return not (quota and field) or int(quota[field]) >= len(lines)

    def batch(self, lines):
        """One request; its rows are looked at on the first page of the list, and no rows mean that all is done."""
        text = '\n'.join(lines) + '\n'
        if self.options.task == 'push':
            answer = self.call('PushObjectCache', ObjectPath=text)
        else:
            answer = self.call('RefreshObjectCaches', ObjectPath=text, ObjectType=self.options.type or 'File')
        joined = (answer or {}).get('RefreshTaskId') or (answer or {}).get('PushTaskId')
        belief, seen = 'swallowed', 0
        if joined and joined.isdigit():
            belief, seen = self.watch(joined)
        self.batches.append({'lines': len(lines), 'task_id': joined, 'belief': belief, 'seen': seen})

    def watch(self, task_id):
        """What it believes, and how many complete rows it has seen."""
        seen = 0
        for look in range(LOOKS):
            if look:
                self.sleep(PAUSE)
            answer = self.call('DescribeRefreshTasks', TaskId=task_id)
            rows = [] if answer is None else answer['Tasks']['CDNTask']
            seen = sum(row['Status'] == 'Complete' for row in rows)
            if answer is not None and seen == len(rows):
                return 'finished', seen
        return 'gave up', seen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('file', type=pathlib.Path, help='one URL a line')
    parser.add_argument('--endpoint', default=os.environ.get('ALIBABA_CLOUD_CDN_ENDPOINT', ''), help='host:port')
    parser.add_argument('--key', default=os.environ.get('ALIBABA_CLOUD_ACCESS_KEY_ID'))
    parser.add_argument('--secret', default=os.environ.get('ALIBABA_CLOUD_ACCESS_KEY_SECRET'))
    parser.add_argument('--task', choices=['clear', 'push'], default='clear')
    parser.add_argument(
        '--type', choices=['File', 'Directory'], help='as without it: File, unchecked against the quota'
    )
    parser.add_argument('--speed', type=float, default=1.0, help="divides its sleeps, for a simulator's faster clock")
    options = parser.parse_args()
    options.endpoint = options.endpoint.removeprefix('http://')
    lines = options.file.read_text().splitlines()
    if not all(line.startswith('http') for line in lines):
        print(json.dumps({'belief': 'bad line', 'calls': {}, 'seconds': 0.0}))
        return 1
    way = Way(options)
    began = time.monotonic()
    belief = way.run(lines)
    seconds = time.monotonic() - began
    print(
        json.dumps(
            {
                'belief': belief,
                'lines': len(lines),
                'calls': way.calls,
                'requests': sum(way.calls.values()),
                'seconds': round(seconds, 3),
                'seconds_at_speed_1': round(seconds - way.slept / options.speed + way.slept, 3),
                'batches': way.batches,
                'errors': way.errors,
            }
        )
    )
    return 1 if belief == 'too many' else 0


if __name__ == '__main__':
    sys.exit(main())
