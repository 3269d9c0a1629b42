# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The smallest cache that understands PURGE and BAN as edge.vcl does."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import re
import threading
import time
import typing as t

from .origin import listening


class SmallEdge:
    """Keeps every good answer of the origin until it is told to drop it."""

    def __init__(self, origin_port: int) -> None:
        self._origin = origin_port
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], tuple[float, dict[str, str], bytes]] = {}

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        host = request.headers.get("Host", "")
        with self._lock:
            if request.command == "PURGE":
                self._kept.pop((host, request.path), None)
                return 200, {}, b""
            if request.command == "BAN":
                pattern = re.compile(request.headers["X-Ban-Regex"])
                self._kept = {
                    key: kept for key, kept in self._kept.items() if key[0] != host or not pattern.search(key[1])
                }
                return 200, {}, b""
            return self._get(host, request.path)

    def _get(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        kept = self._kept.get((host, path))
        if kept:
            since, headers, body = kept
            return 200, {**headers, "Age": str(int(time.monotonic() - since)), "X-Cache": "HIT"}, body
        connection = http.client.HTTPConnection("127.0.0.1", self._origin, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            body = answer.read()
            headers = {
                key: value for key, value in answer.getheaders() if key not in ("Content-Length", "Server", "Date")
            }
        if answer.status == 200:
            self._kept[host, path] = (time.monotonic(), headers, body)
        return answer.status, {**headers, "Age": "0", "X-Cache": "MISS"}, body


@contextlib.contextmanager
def small_edge(origin_port: int) -> t.Iterator[int]:
    """An edge that listens; gives its port."""
    with listening(SmallEdge(origin_port).answer) as port:
        yield port
