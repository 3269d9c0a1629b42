# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An origin that serves one build at a time, and counts who asked."""

from __future__ import annotations

import contextlib
import http.server
import threading
import typing as t


class Origin:
    """Serves ``build`` under every path below /, with a header and in the body. ``port`` is its own."""

    def __init__(self, build: str = "1") -> None:
        self.build = build
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.fails_first = 0
        # Paths whose ETag stays the same from build to build.
        self.same_etag: set[str] = set()
        self.port = 0

    def answer(self, path: str, asked_with: t.Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        self.headers.append(dict(asked_with.items()))
        if self.fails_first > 0:
            self.fails_first -= 1
            return 503, {"Cache-Control": "no-store"}, b"starting\n"
        headers = {
            "Cache-Control": "public, max-age=3600",
            "Content-Type": "text/plain",
            "ETag": '"same"' if path in self.same_etag else f'"{self.build}"',
            "X-Build": self.build,
        }
        if asked_with.get("If-None-Match") == headers["ETag"]:
            return 304, {"ETag": headers["ETag"]}, b""
        return 200, headers, f"{path} of build {self.build}\n".encode()


def serve(answer: t.Callable[[http.server.BaseHTTPRequestHandler], tuple[int, t.Mapping[str, str], bytes]]):
    """A handler class that answers any method."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> t.Any:
            if name.startswith("do_"):
                return self.reply
            raise AttributeError(name)

        def reply(self) -> None:
            status, headers, body = answer(self)
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    return Handler


@contextlib.contextmanager
def listening(answer: t.Callable[..., tuple[int, t.Mapping[str, str], bytes]]) -> t.Iterator[int]:
    """Serve in threads until the block ends; gives the port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve(answer))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def origin(build: str = "1") -> t.Iterator[Origin]:
    """An origin that listens."""
    one = Origin(build)
    with listening(lambda request: one.answer(request.path, request.headers)) as one.port:
        yield one
