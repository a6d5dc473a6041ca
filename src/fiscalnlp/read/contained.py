"""Calls in a process of their own, within limits: what ends or hangs an engine does neither to the caller."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

#: Address space that such a process may fill, in bytes; not on every system.
MAX_MEMORY = 3_000_000_000
#: CPU seconds that it may take, or that it may take between two calls of `allow`.
MAX_SECONDS = 100

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class ContainedError(Exception):
    """The process did not live to answer: it crashed, or was ended at a limit."""


def contained(
    call: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """Return what a function of a module returns for these arguments, in a new process.

    Raises:
        ContainedError: the process ended without an answer.
        Exception: whatever `call` raises.
    """
    program = f"from {__name__} import serve; serve()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps((call, arguments, named)),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise ContainedError
    result, error = pickle.loads(done.stdout)
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return] # it is what `call` returned


def allow(seconds: int) -> None:
    """Let this process take so many CPU seconds from now on, where the system counts them."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, ValueError, OSError):
        pass


def serve() -> None:
    """Do the call that stands on standard input and write what comes of it to standard output."""
    out = os.dup(1)
    os.dup2(2, 1)  # an engine that prints spoils no answer
    try:
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    allow(MAX_SECONDS)
    call, arguments, named = pickle.load(sys.stdin.buffer)
    answer: tuple[object, Exception | None]
    try:
        answer = call(*arguments, **named), None
    except Exception as error:
        answer = None, error
    with os.fdopen(out, "wb") as file:
        pickle.dump(answer, file)
