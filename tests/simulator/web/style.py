# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the page looks, by day and by night."""

from __future__ import annotations

STYLE = """
:root { --ink: #1d2433; --soft: #667085; --line: #e4e7ec; --paper: #fff; --ground: #f5f6f8;
  --good: #067647; --good-ground: #dcfae6; --bad: #b42318; --bad-ground: #fee4e2;
  --running: #175cd3; --running-ground: #d1e9ff; --accent: #ff6a00; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #2f3746; --paper: #1a202c;
  --ground: #12161f; --good: #75e0a7; --good-ground: #074d31; --bad: #fda29b; --bad-ground: #7a271a;
  --running: #84caff; --running-ground: #194185; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
header { padding: 20px 28px; background: var(--paper); border-bottom: 3px solid var(--accent); }
h1 { margin: 0; font-size: 22px; } h1 span { font-weight: 400; color: var(--soft); }
header p { margin: 4px 0 0; color: var(--soft); }
a { color: var(--running); }
main { max-width: 1280px; margin: 0 auto; padding: 20px 28px 60px; }
section { margin-bottom: 22px; }
h2 { margin: 0 0 8px; font-size: 16px; } small { margin-left: 6px; font-weight: 400; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; }
.card { padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--paper);
  color: var(--soft); }
.card b { display: block; font-size: 24px; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums; }
.card.good b { color: var(--good); } .card.bad b { color: var(--bad); } .card.running b { color: var(--running); }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 6px 14px; text-align: left; white-space: nowrap; }
th { font-weight: 500; color: var(--soft); border-bottom: 1px solid var(--line); }
tr + tr td { border-top: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
code, .url { font: 13px ui-monospace, monospace; } .url { white-space: normal; overflow-wrap: anywhere; }
time { font-variant-numeric: tabular-nums; color: var(--soft); }
.pill { padding: 1px 9px; border-radius: 9px; }
.pill.good { color: var(--good); background: var(--good-ground); }
.pill.bad { color: var(--bad); background: var(--bad-ground); }
.pill.running { color: var(--running); background: var(--running-ground); }
.bar { display: inline-block; width: 140px; height: 8px; border-radius: 4px; background: var(--line); overflow: hidden; }
.bar span { display: block; height: 100%; background: var(--good); } .bar.bad span { background: var(--bad); }
.none { color: var(--soft); }
"""
