# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a module hears that it is to end; by signals, which concern a whole process, in a process of its own."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys

import pytest

from ansible_collections.alibabacloud.cdn.plugins.module_utils import _stop
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import Interrupted

ROOT = pathlib.Path(__file__).resolve().parents[4]
# ansible-test runs below a folder ansible_collections, plain pytest need not.
COLLECTIONS = ROOT.parents[2] if ROOT.parents[1].name == "ansible_collections" else ROOT / ".cache" / "collections"

BEGIN = """
import os, signal, socket, sys, threading, time
from ansible_collections.alibabacloud.cdn.plugins.module_utils import _stop
from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import Interrupted

stop = _stop.Stop(*sys.argv[1:])
stop.listen()

def interrupted(function, *arguments):
    try:
        function(*arguments)
    except Interrupted as exc:
        print(exc, flush=True)
    else:
        print("went on", flush=True)

print("ready", flush=True)
"""


class Module:
    """A process that says when it is ready, and then what it did."""

    def __init__(self, text: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", BEGIN + text, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", "."), str(COLLECTIONS)])},
        )
        assert self._process.stdout.readline() == "ready\n"

    def send(self, *numbers: int) -> None:
        for number in numbers:
            self._process.send_signal(number)

    def said(self) -> list[str]:
        with self._process as process:
            try:
                return process.stdout.read().splitlines()
            finally:
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_a_pause(number):
    module = Module("interrupted(stop.sleep, 1000)")
    module.send(number)
    assert module.said() == [number.name]


def test_a_signal_that_another_thread_takes_ends_a_pause():
    module = Module(
        """
def other():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    time.sleep(0.3)  # until the main thread waits
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1000)

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
threading.Thread(target=other, daemon=True).start()
interrupted(stop.sleep, 1000)
"""
    )
    assert module.said() == ["SIGINT"]


def test_a_signal_is_not_lost_in_what_swallows_exceptions():
    module = Module(
        """
class Careless:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)

Careless()
interrupted(stop.sleep, 0)
"""
    )
    assert module.said() == ["SIGINT"]


def test_the_first_of_several_signals_is_told():
    module = Module(
        """
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGINT):
    os.kill(os.getpid(), number)
interrupted(stop.check)
"""
    )
    assert module.said() == ["SIGTERM"]


def test_a_short_call_ends():
    module = Module(
        """
class Transport:
    def call(self, operation, *, query, form):
        os.kill(os.getpid(), signal.SIGINT)
        return operation

transport = _stop.StoppableTransport(Transport(), stop)
print(transport.call("first", query={}, form={}))
interrupted(stop.sleep, 0)
"""
    )
    assert module.said() == ["first", "SIGINT"]


def test_a_call_without_an_answer_is_cut_off():
    module = Module(
        """
_stop._REST_OF_A_CALL = 0.2
ours, theirs = socket.socketpair()

class Transport:
    def call(self, operation, *, query, form):
        os.kill(os.getpid(), signal.SIGINT)
        ours.recv(1)

interrupted(lambda: _stop.StoppableTransport(Transport(), stop).call("first", query={}, form={}))
"""
    )
    assert module.said() == ["SIGINT"]


def test_nothing_but_a_call_is_cut_off():
    module = Module(
        """
_stop._REST_OF_A_CALL = 0.1
os.kill(os.getpid(), signal.SIGINT)
time.sleep(0.5)
print("whole")
"""
    )
    assert module.said() == ["whole"]


def test_nothing_ends_the_writing_of_the_result():
    module = Module(
        """
_stop._REST_OF_A_CALL = 0.1
os.kill(os.getpid(), signal.SIGINT)
stop.ignore()
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    os.kill(os.getpid(), number)
time.sleep(0.3)
print("whole")
"""
    )
    assert module.said() == ["whole"]


def test_a_pause_takes_its_time():
    module = Module(
        """
began = time.monotonic()
stop.sleep(0.3)
print(time.monotonic() - began >= 0.3)
"""
    )
    assert module.said() == ["True"]


# The lifeline.


@pytest.fixture
def lifeline(tmp_path):
    path = tmp_path / "lifeline"
    os.mkfifo(path)
    return path


@pytest.fixture
def reader(lifeline):
    return os.open(lifeline, os.O_RDONLY | os.O_NONBLOCK)


def test_the_end_of_the_controller_ends_a_pause(lifeline, reader):
    module = Module("interrupted(stop.sleep, 0.01)\ninterrupted(stop.sleep, 1000)", str(lifeline))
    os.close(reader)
    assert module.said()[-1] == "the end of the play"


def test_the_end_of_the_controller_between_two_pauses_is_seen(lifeline, reader):
    stop = _stop.Stop(str(lifeline))
    stop.sleep(0.0)
    os.close(reader)
    for _again in range(2):
        with pytest.raises(Interrupted, match="the end of the play"):
            stop.check()


def test_a_module_that_starts_late_does_nothing(lifeline):
    with pytest.raises(Interrupted, match="the end of the play"):
        _stop.Stop(str(lifeline)).check()


@pytest.mark.parametrize("path", ["", "/no/such/folder/lifeline"])
def test_without_a_lifeline_a_module_lives_on(path):
    _stop.Stop(path).sleep(0.01)


def test_a_lifeline_that_holds_lets_the_module_live(lifeline, reader):
    _stop.Stop(str(lifeline)).sleep(0.01)
    os.close(reader)
