# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible's process for a task does on an interrupt, in a process made as Ansible makes it."""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import os
import signal
import subprocess
import sys
import time

import pytest

interruption_module = importlib.import_module("ansible_collections.alibabacloud.cdn.plugins.plugin_utils._interruption")

FORK = multiprocessing.get_context("fork")

# A module that ends with its lifeline, one that ends with a signal only, and one that ends with neither.
OBEDIENT = """
import os, select, sys
poll = select.poll()
poll.register(os.open(sys.argv[1], os.O_WRONLY), 0)
open(sys.argv[2], "x").close()
poll.poll()
"""
DEAF = """
import sys, time
open(sys.argv[2], "x").close()
time.sleep(1000)
"""
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[2], "x").close()
time.sleep(1000)
"""


def work(module, folder, channel, stderr, before):
    os.setsid()
    interruption_module._STDERR = stderr
    interruption_module._PATIENCE = interruption_module._LAST_PATIENCE = 0.2 if module == STUBBORN else 100
    interruption = interruption_module.Interruption("in vain")
    if module != DEAF:
        interruption.lifeline = interruption_module.Lifeline(str(folder / "lifeline"))
    with interruption:
        before()
        subprocess.run([sys.executable, "-c", module, folder / "lifeline", folder / "ready"], check=False)
    channel.send(interruption.number)
    interruption.say("said")
    if interruption.number:
        interruption.end_process()


@pytest.fixture
def start(tmp_path):
    """Starts a worker; returns it, the end of a pipe with what it tells, and one with what it says to people."""

    def start(module=OBEDIENT, before=lambda: None):
        ours, theirs = FORK.Pipe()
        read, write = os.pipe()
        worker = FORK.Process(target=work, args=(module, tmp_path, theirs, write, before), daemon=True)
        worker.start()
        os.close(write)
        theirs.close()
        deadline = time.monotonic() + 60
        while not (tmp_path / "ready").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return worker, ours, os.fdopen(read)

    return start


@pytest.mark.parametrize("numbers", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGINT, signal.SIGTERM]])
def test_an_interrupt_ends_the_module_and_then_the_worker(start, numbers):
    worker, told, said = start()
    for number in numbers:
        os.kill(worker.pid, number)
    heard = told.recv()
    assert heard in numbers  # which of two is heard first is up to the system
    worker.join(60)
    assert worker.exitcode == -heard
    assert said.read() == "said\n"


def test_an_interrupt_that_another_thread_takes_is_heard(start):
    """Ansible sends several signals at once, and while the first wakes the main thread, others get the rest."""

    def leave_signals_to_other_threads():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})

    worker, told, _said = start(before=leave_signals_to_other_threads)
    os.kill(worker.pid, signal.SIGINT)
    assert told.recv() == signal.SIGINT
    worker.kill()
    worker.join(60)


def test_a_module_without_a_lifeline_is_sent_a_signal_at_once(start):
    worker, told, _said = start(DEAF)
    os.kill(worker.pid, signal.SIGINT)
    assert told.poll(60)
    assert told.recv() == signal.SIGINT
    worker.join(60)
    assert worker.exitcode == -signal.SIGINT


def test_a_module_that_does_not_end_is_killed(start):
    worker, told, said = start(STUBBORN)
    os.kill(worker.pid, signal.SIGINT)
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert said.read() == "in vain\n"
    with pytest.raises(EOFError):
        told.recv()


def test_nothing_is_taken_over_in_a_process_that_is_not_ours():
    before = signal.getsignal(signal.SIGINT)
    with interruption_module.Interruption("in vain") as interruption:
        assert signal.getsignal(signal.SIGINT) is before
    interruption.say_from_now_on("said")
    assert signal.getsignal(signal.SIGINT) is before


def test_what_was_heard_last_is_said_once_and_there_is_time_to_send_the_result(monkeypatch):
    read, write = os.pipe()
    monkeypatch.setattr(interruption_module, "_STDERR", write)
    called = []
    monkeypatch.setattr(interruption_module, "_owns_its_group", lambda: True)
    before = signal.signal(signal.SIGINT, lambda number, _frame: called.append(number))
    try:
        for text in ("first", "second"):  # as in a loop
            with interruption_module.Interruption("in vain") as interruption:
                pass
            interruption.say_from_now_on(text)
        monkeypatch.setattr(interruption_module, "_TIME_TO_SEND", 0.2)
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        assert called == []
        while not called:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.close(write)
    with os.fdopen(read) as said:
        assert said.read() == "second\n"
    assert called == [signal.SIGINT]


def test_the_ordinary_end_of_a_play_is_no_interrupt(monkeypatch):
    read, write = os.pipe()
    monkeypatch.setattr(interruption_module, "_STDERR", write)
    monkeypatch.setattr(interruption_module, "_owns_its_group", lambda: True)
    monkeypatch.setattr(interruption_module, "_TIME_TO_SEND", 0.05)
    called = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: called.append(number))
    try:
        with interruption_module.Interruption("in vain") as interruption:
            pass
        interruption.say_from_now_on("said")
        os.kill(os.getpid(), signal.SIGTERM)
        while not called:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, before)
    os.close(write)
    with os.fdopen(read) as said:
        assert said.read() == ""


def test_an_interruption_leaves_no_open_file(monkeypatch, tmp_path):
    monkeypatch.setattr(interruption_module, "_owns_its_group", lambda: True)
    before = os.listdir("/proc/self/fd")
    for number in range(3):
        interruption = interruption_module.Interruption("in vain")
        interruption.lifeline = interruption_module.Lifeline(str(tmp_path / str(number)))
        with interruption:
            pass
    assert os.listdir("/proc/self/fd") == before


def test_where_standard_error_is_closed_nothing_is_said(monkeypatch):
    def dup(_descriptor):
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", dup)
    spec = importlib.util.spec_from_file_location("without_stderr", interruption_module.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.Interruption("in vain").say("said")
