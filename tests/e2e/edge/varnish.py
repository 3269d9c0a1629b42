# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Varnish as an edge."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import typing as t

VCL = pathlib.Path(__file__).with_name("edge.vcl")
HOW_TO_GET_IT = "Varnish is not installed (Debian: apt-get install --no-install-recommends varnish)"


def program() -> str | None:
    """Where Varnish is, if it is."""
    return shutil.which("varnishd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin")


@contextlib.contextmanager
def varnish(origin_port: int) -> t.Iterator[int]:
    """Varnish in front of an origin; gives its port."""
    with tempfile.TemporaryDirectory(prefix="edge-") as name, socket.socket() as probe:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        vcl = folder / "edge.vcl"
        vcl.write_text(VCL.read_text().replace("@ORIGIN_PORT@", str(origin_port)))
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [program() or "varnishd", "-F", "-n", folder / "work", "-a", f"127.0.0.1:{port}", "-T", "none"]
        # No change of user: another one could not read a folder below our private temporary one.
        command += ["-f", vcl, "-s", "malloc,16m", "-j", "none"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait(process, port, folder / "log")
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int, log: pathlib.Path) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"Varnish did not start: {log.read_text()}")
