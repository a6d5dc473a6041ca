"""Ray Data as the engine: each task is one row of a data set, which Ray gives to whatever node has a core free."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from fiscalnlp.cluster.task import Job, Task, TaskReport, perform
from fiscalnlp.errors import MissingExtraError

try:
    import ray
    import ray.data
except ImportError as error:
    raise MissingExtraError.of("ray", "Ray Data", "cluster", stage="export") from error


class RayData:
    """The Ray cluster that this process is connected to, else that of `RAY_ADDRESS`, else one on this machine.

    Its nodes need this library, at this version.
    """

    name = "ray"

    def perform(self, job: Job, tasks: Sequence[Task]) -> Iterator[TaskReport]:
        """Do the tasks, each on one core."""
        if not ray.is_initialized():
            ray.init(log_to_driver=False, logging_level=logging.WARNING)
        logging.getLogger("ray.data").setLevel(logging.ERROR)  # what the plan is, and that no bar is shown
        context = ray.data.DataContext.get_current().copy()
        context.max_errored_blocks = -1  # what is lost is tried again by the caller, file by file
        context.enable_progress_bars = False
        encode = msgspec.msgpack.Encoder().encode
        with ray.data.DataContext.current(context):
            rows = ray.data.from_items([{"task": encode(task)} for task in tasks], override_num_blocks=len(tasks))
            done = rows.map(partial(_perform_row, job=encode(job)), num_cpus=1)
            for row in done.iter_rows():
                yield msgspec.msgpack.decode(row["report"], type=TaskReport)


def _perform_row(row: dict[str, Any], job: bytes) -> dict[str, Any]:
    decode = msgspec.msgpack.decode
    return {"report": msgspec.msgpack.encode(perform(decode(job, type=Job), decode(row["task"], type=Task)))}
