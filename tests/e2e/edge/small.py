# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The smallest cache that understands PURGE and BAN as edge.vcl does."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import http.server
import re
import threading
import time
import typing as t

from .origin import listening

# Seconds. Nothing waits for it but a machine that is busy.
PATIENCE = 60


@dataclasses.dataclass
class Kept:
    """A copy of what the origin answered. Once it is expired, the origin is asked whether it was modified."""

    since: float
    headers: dict[str, str]
    body: bytes
    expired: bool = False


class SmallEdge:
    """Keeps every good answer of the origin until it is told to drop it."""

    def __init__(self, origin_port: int) -> None:
        self._origin = origin_port
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], Kept] = {}

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        host = request.headers.get("Host", "")
        with self._lock:
            if request.command == "PURGE":
                self._kept.pop((host, request.path), None)
                return 200, {}, b""
            if request.command == "BAN":
                soft = request.headers.get("X-Ban-Soft") == "true"
                self._ban(host, re.compile(request.headers["X-Ban-Regex"]), soft)
                return 200, {}, b""
            return self._get(host, request.path)

    def _ban(self, host: str, pattern: re.Pattern[str], soft: bool) -> None:
        for key in [key for key in self._kept if key[0] == host and pattern.search(key[1])]:
            if soft:
                self._kept[key].expired = True
            else:
                del self._kept[key]

    def _get(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        kept = self._kept.get((host, path))
        if kept and not kept.expired:
            return 200, {**kept.headers, "Age": str(int(time.monotonic() - kept.since)), "X-Cache": "HIT"}, kept.body
        status, headers, body = self._fetch(host, path, kept.headers.get("ETag", "") if kept else "")
        if kept and status == 304:
            kept.since, kept.expired = time.monotonic(), False
            return 200, {**kept.headers, "Age": "0", "X-Cache": "REVALIDATED"}, kept.body
        if status == 200:
            self._kept[host, path] = Kept(time.monotonic(), headers, body)
        return status, {**headers, "Age": "0", "X-Cache": "MISS"}, body

    def _fetch(self, host: str, path: str, etag: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._origin, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host, **({"If-None-Match": etag} if etag else {})})
            answer = connection.getresponse()
            body = answer.read()
            skipped = ("Content-Length", "Server", "Date")
            return answer.status, {key: value for key, value in answer.getheaders() if key not in skipped}, body


@contextlib.contextmanager
def small_edge(origin_port: int) -> t.Iterator[int]:
    """An edge that listens; gives its port."""
    with listening(SmallEdge(origin_port).answer) as port:
        yield port
