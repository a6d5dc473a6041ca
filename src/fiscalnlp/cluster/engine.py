"""What a distributed engine must do, and which are known by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from fiscalnlp.cluster.task import Job, Task, TaskReport


class Engine(Protocol):
    """Runs `fiscalnlp.cluster.task.perform` on the workers of a cluster."""

    name: str

    def perform(self, job: Job, tasks: Sequence[Task]) -> Iterator[TaskReport]:
        """Do tasks in any order and yield their reports as they come.

        A task may be done more than once, and one that its worker does not survive may be left out: the
        caller sees which reports are missing and tries their files singly.
        """


def _ray() -> Engine:
    from fiscalnlp.cluster.ray_data import RayData  # noqa: PLC0415 - an extra

    return RayData()


#: Engines by the name that `--engine` takes.
ENGINES: dict[str, Callable[[], Engine]] = {"ray": _ray}


def find_engine(name: str) -> Engine:
    """Return an engine by name.

    Raises:
        ValueError: there is none of that name.
        MissingExtraError: it is not installed.
    """
    if name not in ENGINES:
        raise ValueError(f"no such engine: {name}; there are {', '.join(ENGINES)}")
    return ENGINES[name]()
