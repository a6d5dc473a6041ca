"""The pool: a thread that watches processes, each at its own end of a pipe.

Pools of the standard library and of `pebble` share one pipe, guarded by locks, among all their processes. One that
is killed at the wrong moment leaves a lock taken or half a message behind, and the pool is broken. Here nothing is
shared, so a lost process is always the matter of one call.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from types import TracebackType
from typing import Generic, Self, TypeVar

import psutil

from fiscalnlp.errors import ExtractionError
from fiscalnlp.processes.limits import Limits, Lost
from fiscalnlp.processes.worker import LAST, serve

Task = TypeVar("Task")
Result = TypeVar("Result")
_Context = ForkServerContext | SpawnContext

#: Calls that are begun before the first of them has been handed out.
_WINDOW = 1024
#: Bytes of results that wait for their turn; beyond these no further call is begun.
_HELD_BYTES = 256_000_000
#: Seconds between two looks at time and memory.
_TICK = 0.1
#: Processes in a row that end before they have loaded the function, after which no other is tried.
_FALSE_STARTS = 10
#: Seconds that a process may take until it has loaded the function.
_START = 120.0
#: Seconds in which a process that was ended has ended.
_LONG = 5.0
_DEFAULTS = Limits()


class WorkerPool(Generic[Task, Result]):
    """Calls a function in several processes, within limits.

    A script that uses it needs the guard `if __name__ == "__main__"`, as for every use of `multiprocessing`.

    Args:
        work: a function of a module (or a `partial` of one); what it takes and returns can be pickled.
        jobs: number of processes.
        limits: what one call may take.
        preload: a module that all processes have in memory from their start, where the system can do so.
    """

    def __init__(
        self,
        work: Callable[[Task], Result],
        jobs: int,
        *,
        limits: Limits = _DEFAULTS,
        preload: str | None = None,
    ) -> None:
        self._work, self._jobs, self._limits = work, jobs, limits
        self._context: _Context = get_context("forkserver") if sys.platform == "linux" else get_context("spawn")
        if preload is not None:
            self._context.set_forkserver_preload([preload])
        self._workers: list[_Worker[Task, Result]] = []
        self._false_starts = 0
        self._seen = 0.0
        # Shared by the two threads; `_changed` guards them.
        self._changed = threading.Condition()
        self._queue: deque[_Call[Task, Result]] = deque()
        self._again: deque[_Call[Task, Result]] = deque()
        self._held = 0
        self._closing = False
        self._broken: BaseException | None = None
        self._heard, self._bell = self._context.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._watch, name="fiscalnlp-pool", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._bell.send_bytes(b".")
        self._thread.join()

    def map(self, tasks: Iterable[Task]) -> Iterator[Result | Lost]:
        """Yield what the calls return, in the order of `tasks`, which is gone through as there is room.

        Raises:
            ExtractionError: no process can be started.
        """
        waiting: deque[_Call[Task, Result]] = deque()
        for task in tasks:
            waiting.append(self._submit(_Call(task)))
            while waiting and (waiting[0].answer is not None or len(waiting) >= _WINDOW):
                yield self._taken(waiting.popleft())
        while waiting:
            yield self._taken(waiting.popleft())

    # -- the thread that uses the pool -----------------------------------------------------------------------

    def _submit(self, call: _Call[Task, Result]) -> _Call[Task, Result]:
        with self._changed:
            self._queue.append(call)
        self._bell.send_bytes(b".")
        return call

    def _taken(self, call: _Call[Task, Result]) -> Result | Lost:
        with self._changed:
            while call.answer is None:
                if self._broken is not None:
                    raise ExtractionError("<processes>", str(self._broken)) from self._broken
                self._changed.wait()
            self._held -= len(call.answer)
        self._bell.send_bytes(b".")
        answer: Result | Lost = pickle.loads(memoryview(call.answer)[1:])
        return answer

    # -- the thread that watches -----------------------------------------------------------------------------

    def _watch(self) -> None:
        try:
            while not self._closing:
                if len(self._workers) < self._jobs:  # one at a time: those that are there go on meanwhile
                    self._start()
                self._dispatch()
                ready = wait([self._heard, *(worker.connection for worker in self._workers)], self._patience())
                while self._heard.poll():
                    self._heard.recv_bytes()
                for worker in [worker for worker in self._workers if worker.connection in ready]:
                    self._listen(worker)
                if (now := time.monotonic()) - self._seen >= _TICK:
                    self._seen = now
                    self._hold_to_limits(now)
        except BaseException as error:
            with self._changed:
                self._broken = error
                self._changed.notify_all()
        finally:
            for worker in self._workers:
                worker.end()

    def _start(self) -> None:
        try:
            self._workers.append(_Worker(self._context, self._work, self._limits))
        except (OSError, EOFError, psutil.Error) as error:
            self._started_in_vain(f"{type(error).__name__}: {error}")

    def _started_in_vain(self, why: str) -> None:
        self._false_starts += 1
        if self._false_starts >= _FALSE_STARTS:
            raise RuntimeError(f"a process cannot be started: {why}")
        time.sleep(_TICK * self._false_starts)  # what they part from may be about to end or to begin

    def _patience(self) -> float | None:
        if len(self._workers) < self._jobs:
            return 0.0
        return _TICK if any(worker.is_awaited for worker in self._workers) else None

    def _dispatch(self) -> None:
        """Give each idle process a call. One made again goes first: others may wait for its turn."""
        for worker in [worker for worker in self._workers if worker.ready and worker.call is None]:
            with self._changed:
                if self._again:
                    call = self._again.popleft()
                elif self._queue and self._held <= _HELD_BYTES:
                    call = self._queue.popleft()
                else:
                    return
            if not worker.begin(call, time.monotonic() + self._limits.seconds):
                with self._changed:
                    self._again.appendleft(call)

    def _listen(self, worker: _Worker[Task, Result]) -> None:
        try:
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._lose(worker, worker.how_it_ended())
            return
        self._false_starts = 0
        if worker.call is None:
            worker.ready = True
            return
        self._answer(worker.call, message)
        worker.call = None
        if message[:1] == LAST:
            self._replace(worker)

    def _hold_to_limits(self, now: float) -> None:
        for worker in [worker for worker in self._workers if worker.is_awaited]:
            if worker.connection.poll():
                continue  # it has answered meanwhile
            if now > worker.deadline:
                self._lose(worker, Lost("timeout", f"took longer than {self._limits.seconds:g} seconds"))
            elif worker.memory() > self._limits.memory:
                self._lose(worker, Lost("memory", f"took more than {self._limits.memory / 1e6:,.0f} MB of memory"))

    def _lose(self, worker: _Worker[Task, Result], lost: Lost) -> None:
        self._replace(worker)
        if worker.call is None:
            if not worker.ready:
                self._started_in_vain(lost.words)
            return
        worker.call.attempts += 1
        if worker.call.attempts >= self._limits.attempts:
            self._answer(worker.call, LAST + pickle.dumps(lost))
        else:
            with self._changed:
                self._again.append(worker.call)

    def _answer(self, call: _Call[Task, Result], message: bytes) -> None:
        with self._changed:
            call.answer = message
            self._held += len(message)
            self._changed.notify_all()

    def _replace(self, worker: _Worker[Task, Result]) -> None:
        worker.end()
        self._workers.remove(worker)


class _Call(Generic[Task, Result]):
    """A call: its task, and once it is there its answer, pickled."""

    __slots__ = ("answer", "attempts", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.attempts = 0
        self.answer: bytes | None = None


class _Worker(Generic[Task, Result]):
    """A process, seen from the one that watches it."""

    def __init__(self, context: _Context, work: Callable[[Task], Result], limits: Limits) -> None:
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, work, limits), daemon=True)
        self._process.start()
        theirs.close()
        self._seen = psutil.Process(self._process.pid)
        self.ready = False
        self.call: _Call[Task, Result] | None = None
        self.deadline = time.monotonic() + max(limits.seconds, _START)

    @property
    def is_awaited(self) -> bool:
        """Whether the process should answer, before its deadline."""
        return self.call is not None or not self.ready

    def begin(self, call: _Call[Task, Result], deadline: float) -> bool:
        """Hand over a call; tell whether there was still somebody to take it."""
        try:
            self.connection.send(call.task)
        except OSError:
            self.ready = False
            return False
        self.call, self.deadline = call, deadline
        return True

    def memory(self) -> int:
        """Return the resident bytes of the process, those that it shares with others included."""
        try:
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0

    def how_it_ended(self) -> Lost:
        """Say how the process ended that has closed its end of the pipe."""
        self._process.join(_LONG)
        code = self._process.exitcode
        if code is not None and code < 0:
            known = {each.value: each.name for each in signal.Signals}  # those of real time have no names
            return Lost("crash", f"the process was ended by {known.get(-code, f'signal {-code}')}")
        return Lost("crash", f"the process ended by itself, with status {code}")

    def end(self) -> None:
        """End the process, and those that it has started."""
        self.connection.close()
        if hasattr(os, "killpg") and self._process.pid is not None:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(_LONG)
