# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the simulator, let two playbooks run against it, stop it. `make demo` prepares what this needs."""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import threading
import typing as t

DEMO = pathlib.Path(__file__).resolve().parent
TOOLS = pathlib.Path(sys.executable).parent
PLAYBOOKS = {
    "post_deploy.yml": "A deployment changed some files and a directory. The playbook: demo/post_deploy.yml",
    "not_ours.yml": "One of these two URLs is on a domain of somebody else. The playbook: demo/not_ours.yml",
}


@contextlib.contextmanager
def simulator() -> t.Iterator[dict[str, str]]:
    """The simulated service out of the installed collection; gives the variables by which the modules find it."""
    tests = pathlib.Path(os.environ["ANSIBLE_COLLECTIONS_PATH"], "ansible_collections", "alibabacloud", "cdn", "tests")
    options = ["--port", "0", "--task-time", "2", "--exit-with-parent", str(os.getpid())]
    options += ["--domain", "www.example.com", "--domain", "img.example.com"]
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


def main() -> int:
    """Run both playbooks; 0 when the first succeeded and the second met the failure that it is about."""
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
    print("\nThe second run failed as it should. The simulator is stopped; nothing is left behind.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
