"""The process that makes the calls. It holds nothing that killing it at any time could harm."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from fiscalnlp.processes.limits import Limits, Lost

#: First byte of what a worker sends: that it is ready or has an answer, and whether it takes another call.
MORE, LAST = b"+", b"-"
#: Seconds after its time is up when a call ends its own process, should the one that watches it be gone.
_GRACE = 10.0


def serve(connection: Connection, work: Callable[[Any], Any], limits: Limits) -> None:
    """Call `work` with what comes over `connection` and send back what it returns, until the other end is gone."""
    os.dup2(2, 1)  # an engine that prints spoils no output
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C is for the process that watches; and what this one starts is ended with it
    _cap_memory(limits.memory)
    try:
        connection.send_bytes(MORE)
        for number in itertools.count(1):
            task = connection.recv()
            _end_after(limits.seconds + _GRACE)
            last, answer = _answer(work, task)
            _end_after(0)
            connection.send_bytes((LAST if last or number >= limits.calls else MORE) + answer)
    except (EOFError, OSError):
        os._exit(0)


def _answer(work: Callable[[Any], Any], task: object) -> tuple[bool, bytes]:
    """Return whether this process should make no further call, and what this one gave."""
    lost: Lost
    try:
        return False, pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        lost = Lost("memory", "no more memory could be had")
    except Exception as error:
        lost = Lost("error", " ".join(f"{type(error).__name__}: {error}".split()))
    return lost.cause == "memory", pickle.dumps(lost)


def _cap_memory(limit: int) -> None:
    """Refuse memory at twice the limit: a call that grows faster than it is watched fails then."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_DATA, (2 * limit, 2 * limit))
    except (ImportError, ValueError, OSError):
        pass


def _end_after(seconds: float) -> None:
    """Have the system end this process after so many seconds, whatever it does then; 0 calls that off."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
