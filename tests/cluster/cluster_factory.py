"""Files for runs on a cluster, some of which end the process that reads them, and an engine of this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fiscalnlp.cluster.task import Job, Task, TaskReport, perform

TEXT = "某县教育局{year}年度部门决算\n\n一、收入情况\n\n本年收入合计120.50万元，比上年增加{more}.00万元。\n"
BUNDLED = Path(__file__).parents[2] / "corpora" / "disclosures" / "haigang-2023.txt"


def write_documents(folder: Path, count: int = 6) -> list[str]:
    """Write small disclosures, all different."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:02}.txt").write_text(TEXT.format(year=2020 + number % 5, more=number + 1), "utf-8")
    return [str(folder / f"{number:02}.txt") for number in range(count)]


class ThisProcess:
    """An engine without a cluster, which loses the tasks that hold a certain file, or their reports alone."""

    name = "this process"

    def __init__(self, loses: str = "", ends_after: int | None = None, *, after_work: bool = False) -> None:
        self.loses, self.ends_after, self.after_work = loses, ends_after, after_work
        self.tasks: list[Task] = []
        self.destinations: set[str] = set()

    def perform(self, job: Job, tasks: Sequence[Task]) -> Iterator[TaskReport]:
        """Do tasks in turn; break off after `ends_after`; with `after_work`, what is lost had been done."""
        for number, task in enumerate(tasks):
            if number == self.ends_after:
                raise KeyboardInterrupt
            self.tasks.append(task)
            self.destinations.add(job.destination)
            lost = bool(self.loses) and any(self.loses in source for source in task.sources)
            if not lost or self.after_work:
                report = perform(job, task)
            if not lost:
                yield report
