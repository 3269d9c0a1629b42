// Copyright (c) 2026 alibabacloud.cdn contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// The Node SDK, spoken to in JSON lines.
'use strict';

const readline = require('readline');
const cdn = require('@alicloud/cdn20180510');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

// One call; parameters that the model does not know are named, not sent.
async function call(command) {
  const requestClass = cdn[`${command.operation}Request`];
  const fields = Object.entries(requestClass.names());
  const given = {};
  const unknown = [];
  for (const [name, value] of Object.entries(command.parameters)) {
    const field = fields.find(([, wire]) => wire === name);
    if (field) given[field[0]] = value;
    else unknown.push(name);
  }
  const client = new cdn.default(new $OpenApiUtil.Config({
    accessKeyId: command.key,
    accessKeySecret: command.secret,
    securityToken: command.token,
    endpoint: command.endpoint,
    protocol: 'http',
    regionId: 'cn-hangzhou',
    connectTimeout: 2000,
    readTimeout: command.timeout * 1000,
  }));
  const method = command.operation[0].toLowerCase() + command.operation.slice(1);
  try {
    const response = await client[method](new requestClass(given));
    return { unknown, mismatches: mismatches(response.body), body: response.body.toMap() };
  } catch (error) {
    const status = error.statusCode || (error.data && error.data.statusCode);
    if (!status || !error.code || error.name === 'UnretryableError') {
      return { unknown, mismatches: [], broken: error.name || 'Error', message: String(error.message) };
    }
    const requestId = error.requestId || (error.data && (error.data.RequestId || error.data.requestId));
    const refused = {
      code: error.code, status, message: error.message, request_id: requestId, retry_after: error.retryAfter, type: error.name,
    };
    return { unknown, mismatches: [], refused };
  }
}

// Fields whose value is not of the type that the model declares.
function mismatches(model) {
  const found = [];
  for (const [name, type] of Object.entries(model.constructor.types())) {
    const value = model[name];
    if (value === undefined || value === null) continue;
    if (typeof type === 'string' && typeof value !== type) {
      found.push(`${model.constructor.name}.${name} is ${JSON.stringify(value)}, not ${type}`);
    }
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item && typeof item.toMap === 'function') found.push(...mismatches(item));
    }
  }
  return found;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await call(JSON.parse(line)))}\n`);
  }
}

main();
