"""What a call may take, and what it means to have lost one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

#: Why a call gave no result: its process ended by itself or was ended at a limit, or the function raised an error.
Cause = Literal["crash", "timeout", "memory", "error"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take, and how long a process is used.

    Args:
        seconds: wall-clock time of one call.
        memory: resident bytes of a process.
        calls: a process is replaced after so many calls, so that what leaks does not gather.
        attempts: how often a call is made, each time in a new process, before it is given up: a process that the
            system ended for want of memory, or that a slow machine kept waiting, is not the fault of its call.
    """

    seconds: float = 300.0
    memory: int = 3_000_000_000
    calls: int = 500
    attempts: int = 2


@dataclass(frozen=True, slots=True)
class Lost:
    """A call that gave no result, and why in words."""

    cause: Cause
    words: str


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
