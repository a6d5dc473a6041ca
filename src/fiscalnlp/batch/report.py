"""What a batch did, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class BatchReport:
    """What a batch did.

    `total` sources are dealt with one by one: `read`, `unchanged` since an earlier run, `duplicates` (the same
    bytes at another place), or `failed`, in part or as a whole. `causes` counts the failures: by the stage that
    failed, or `crash`, `timeout` and `memory` for what its process did not survive. `documents` and `records` are
    those that were read, `removed` documents were taken out of the sinks, `vanished` sources were not met again.
    `seconds` is wall-clock time, `busy` the processor time of reading.
    """

    total: int = 0
    read: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    records: int = 0
    removed: int = 0
    vanished: int = 0
    seconds: float = 0.0
    busy: float = 0.0

    @property
    def done(self) -> int:
        """Sources that have been dealt with."""
        return self.read + self.unchanged + self.duplicates + self.failed

    @property
    def rate(self) -> float:
        """Sources read in a second, over the whole run."""
        return (self.read + self.failed) / self.seconds if self.seconds else 0.0
