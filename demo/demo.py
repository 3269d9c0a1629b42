# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the simulator, let playbooks run against it, stop it. `make demo` prepares what this needs."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import typing as t
import urllib.request

DEMO = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(DEMO.parent / "tests" / "e2e"))

from edge import varnish  # noqa: E402
from edge.origin import Origin, origin  # noqa: E402

TOOLS = pathlib.Path(sys.executable).parent
PLAYBOOKS = {
    "post_deploy.yml": "A deployment changed some files and a directory. The playbook: demo/post_deploy.yml",
    "not_ours.yml": "One of these two URLs is on a domain of somebody else. The playbook: demo/not_ours.yml",
}


@contextlib.contextmanager
def simulator(*more: str) -> t.Iterator[dict[str, str]]:
    """The simulated service out of the installed collection; gives the variables by which the modules find it."""
    tests = pathlib.Path(os.environ["ANSIBLE_COLLECTIONS_PATH"], "ansible_collections", "alibabacloud", "cdn", "tests")
    options = ["--port", "0", "--task-time", "2", "--exit-with-parent", str(os.getpid())]
    options += ["--domain", "www.example.com", "--domain", "img.example.com", *more]
    with subprocess.Popen(
        [sys.executable, "-m", "simulator", *options],
        cwd=tests,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            # Killed when it says nothing for too long; reading then ends.
            alarm = threading.Timer(30, process.kill)
            alarm.start()
            lines = [process.stdout.readline().strip() for count in range(3)]
            alarm.cancel()
            if not all("=" in line for line in lines):
                raise SystemExit("The simulator did not start.")
            # What it says later must not fill the pipe.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield dict(line.split("=", 1) for line in lines)
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()


def visit(port: int, path: str) -> str:
    """What a visitor gets from the edge, in words."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "www.example.com"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        build, found = answer.headers["X-Build"], answer.headers["X-Cache"]
    return f"build {build}, {'out of the cache' if found == 'HIT' else 'fetched from the origin'}"


def visits(port: int, when: str) -> None:
    """Show what visitors get."""
    print(f"\n{when}:")
    for path in ("/index.html", "/assets/site.css"):
        print(f"  {path:18} {visit(port, path)}", flush=True)


def new_build(site: Origin, settings: t.Mapping[str, str]) -> int:
    """A real origin, Varnish as the edge in front of it, and a deployment."""
    with (
        varnish.varnish(site.port) as port,
        simulator("--edge", f"http://127.0.0.1:{port}", "--prefetch-time", "2") as service,
    ):
        visits(port, "Visitors before the deployment")
        site.build = "2"
        visits(port, "The origin has build 2 now, and visitors of the edge")
        command = [TOOLS / "ansible-playbook", "--inventory", "localhost,", DEMO / "new_build.yml"]
        command += ["-e", json.dumps({"origin_port": site.port, "edge_port": port})]
        status = subprocess.run(command, env={**os.environ, **settings, **service}, check=False).returncode
        if status == 0:
            visits(port, "Visitors after the role")
        return status


def main() -> int:
    """Run the playbooks; 0 when the first succeeded and the second met the failure that it is about."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    settings = {
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_NOCOWS": "1",
    }
    with simulator() as service:
        print(f"A simulated service listens at {service['ALIBABA_CLOUD_CDN_ENDPOINT']}", flush=True)
        for playbook, about in PLAYBOOKS.items():
            print(f"\n=== {about}", flush=True)
            command = [TOOLS / "ansible-playbook", "--inventory", "localhost,", DEMO / playbook]
            status = subprocess.run(command, env={**os.environ, **settings, **service}, check=False).returncode
            if status:
                print(f"\nThis was not expected: {playbook} ended with status {status}.")
                return 1
    print("\nThe second run failed as it should.")
    if varnish.program():
        print("\n=== A new build, with Varnish as the edge. The playbook: demo/new_build.yml", flush=True)
        with origin("1") as site:
            status = new_build(site, settings)
        if status:
            print(f"\nThis was not expected: new_build.yml ended with status {status}.")
            return 1
    else:
        print(f"\nThe scene with a real edge was left out: {varnish.HOW_TO_GET_IT}.")
    print("\nThe simulator is stopped; nothing is left behind.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
