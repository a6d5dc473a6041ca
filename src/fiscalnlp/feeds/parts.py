"""A data set in parts: which files belong to it is in a manifest, so a change of many files is made at once.

    FOLDER/_fiscalnlp.json                                        the manifest
    FOLDER/_pending/                                              writes that are not in the parts yet
    FOLDER/duty/fiscal_year=2023/province=13/part-00000012.parquet

A part holds whole documents of one year and province, one file a kind of record. New files are written under
another name (`.new`), then the manifest is replaced, then old files go and new ones get their names. `recover`
finishes what was cut short, or takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.target import folder
from fiscalnlp.feeds.disk import Writing, sync_folder, write_durably

#: The manifest's name: what begins with `_` is passed over by readers of such folders.
MANIFEST = "_fiscalnlp.json"
#: How a folder's name says that a value is not known (Hive, Spark, Arrow, DuckDB, Polars).
UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
_FILE = re.compile(r"part-\d+\.parquet(\.new)?|\.part-\d+\.parquet\.new\.\d+\.part")


class Partition(NamedTuple):
    """What the documents of a part have in common; `None` where it is not known."""

    fiscal_year: int | None
    province: int | None


class Part(msgspec.Struct, frozen=True):
    """A part: the kinds of which it has a file, how many documents are in it, and how many bytes they take."""

    number: int
    partition: Partition
    kinds: tuple[str, ...]
    documents: int
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """What belongs to the data set: its parts, and the last write whose changes are in them."""

    contract: str | None = None
    parts: tuple[Part, ...] = ()
    written: int = 0


class Parts:
    """The parts of the data set in a folder, which one writer has at a time.

    Raises:
        FiscalError: the folder cannot be made, holds something else, or has another writer.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = folder(path)
        self.writing = Writing(self.path)
        with self.writing.kept_if_it_works():
            if (self.path / MANIFEST).is_file():
                self.manifest = self._read()
            elif any(not each.name.startswith(".") for each in self.path.iterdir()):
                cause = f"is not empty and has no {MANIFEST}; a data set needs a folder of its own"
                raise FiscalError(str(path), cause, stage="export")
            else:
                self._save(Manifest())  # before anything else is there: it makes the folder a data set

    def close(self) -> None:
        """Let another writer have the folder."""
        self.writing.end()

    def recover(self) -> None:
        """Finish or take back a change that was cut short."""
        wanted = {self.file(part, kind) for part in self.manifest.parts for kind in part.kinds}
        for path in wanted:
            if not path.exists() and staged(path).exists():
                staged(path).rename(path)
        for path in self.path.glob("*/fiscal_year=*/province=*/*part-*"):
            if path not in wanted and _FILE.fullmatch(path.name):
                path.unlink()

    def commit(self, contract: str, add: Sequence[Part], remove: Collection[Part], written: int) -> None:
        """Put new parts, whose files are staged, in place of others.

        Raises:
            FiscalError: the manifest cannot be written; nothing has changed then.
        """
        kept = [part for part in self.manifest.parts if part not in remove]
        parts = sorted([*kept, *add], key=lambda part: part.number)
        self._save(Manifest(contract, tuple(parts), written))
        for path in (self.file(part, kind) for part in remove for kind in part.kinds):
            path.unlink(missing_ok=True)
        places = [self.file(part, kind) for part in add for kind in part.kinds]
        for path in places:
            staged(path).rename(path)
        for each in {path.parent for path in places}:
            sync_folder(each)

    def file(self, part: Part, kind: str) -> Path:
        """Return the file of a part that holds the records of one kind."""
        return self.place(part.partition, kind) / f"part-{part.number:08}.parquet"

    def place(self, partition: Partition, kind: str) -> Path:
        """Return the folder of the records of one kind of a year and province."""
        names = [f"{name}={UNKNOWN if value is None else value}" for name, value in partition._asdict().items()]
        return self.path.joinpath(kind, *names)

    def next_number(self) -> int:
        """Return a number that no part has had since the oldest of those that are there."""
        return max((part.number for part in self.manifest.parts), default=0) + 1

    def _save(self, manifest: Manifest) -> None:
        write_durably(self.path / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        self.manifest = manifest

    def _read(self) -> Manifest:
        try:
            return msgspec.json.decode((self.path / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError) as error:
            raise FiscalError(str(self.path), f"{MANIFEST} cannot be read: {error}", stage="export") from error


def staged(path: Path) -> Path:
    """Return where a file is written before it belongs to the data set."""
    return path.with_name(path.name + ".new")
