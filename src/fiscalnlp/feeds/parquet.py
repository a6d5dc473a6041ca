"""Records as Parquet: a data set a kind of record, partitioned by year and province (extra `parquet`).

Read a kind with `read_parquet('FOLDER/duty/**/*.parquet', hive_partitioning = true)` (DuckDB) or
`scan_parquet("FOLDER/duty/**/*.parquet", hive_partitioning=True)` (Polars), while nothing is being written. Every
kind is there, with the same columns and types, also where no document has a record of it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fiscalnlp.export import extra
from fiscalnlp.export.contract import agreed_version
from fiscalnlp.export.target import folder
from fiscalnlp.feeds.arrow_tables import conformed, pa, pc, record_tables, schema
from fiscalnlp.feeds.columns import DOCUMENT, About
from fiscalnlp.feeds.disk import opened_durably
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.feeds.parts import Part, Partition, Parts, staged
from fiscalnlp.feeds.pending import Pending
from fiscalnlp.model.records import KINDS

pq: Any = extra.load("pyarrow.parquet", "parquet", "records as Parquet")

#: Bytes of written documents that are gathered before they go into parts, some hundreds of documents.
GATHERED_BYTES = 64_000_000
#: A part that is smaller is small; small parts are put together, up to `PART_BYTES`.
SMALL_BYTES, PART_BYTES = 32_000_000, 128_000_000
#: How many small parts of a year and province are put together before `close`.
SMALL_PARTS = 32
_ROW_GROUP_BYTES = 32_000_000


class ParquetSink:
    """A folder of Parquet files; one process writes to it at a time.

    A write is noted in the folder at once and goes into the files when enough has been gathered, and at `close`.
    What a process that was killed left behind is put right when the folder is opened next.

    Args:
        path: the folder, new, empty or of such a data set. One of an older minor version of the contract is
            rewritten with the columns that are new.

    Raises:
        FiscalError: it holds something else or another major version of the contract, or another process is
            writing it (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._parts = Parts(Path(path))
        with self._parts.writing.kept_if_it_works():
            self._contract = agreed_version(os.fspath(path), self._parts.manifest.contract)
            self._parts.recover()
            self._pending = Pending(self._parts.path / "_pending", self._parts.manifest.written)
            self._part_of: dict[str, Part] = {}
            for part in self._parts.manifest.parts:
                self._remember(part)
            self._schemas = self._renewed_schemas()

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are on disk, all or none.

        Raises:
            FiscalError: they cannot be written.
        """
        if documents:
            self._pending.add(documents=documents)
            self._gather()

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the folder cannot be written.
        """
        if ids := list(doc_ids):
            self._pending.add(deleted=ids)
            self._gather()

    def close(self) -> None:
        """Put everything written into the files, and small files together; let another writer have the folder.

        Raises:
            FiscalError: the folder cannot be written; what was written stays noted there.
        """
        try:
            self._merge(small_parts=2)
        finally:
            self._parts.close()

    def _gather(self) -> None:
        if self._pending.bytes >= GATHERED_BYTES:
            self._merge(small_parts=SMALL_PARTS)

    # -- opening --------------------------------------------------------------------------------------

    def _remember(self, part: Part) -> None:
        if part.documents:
            ids = pq.read_table(self._parts.file(part, DOCUMENT), columns=["doc_id"], partitioning=None)
            self._part_of.update((doc_id, part) for doc_id in ids["doc_id"].to_pylist())

    def _renewed_schemas(self) -> dict[str, Any]:
        """Return the schema of each kind: that of the data set with what is new; rewrite its files if there is.

        A part without documents stands in the data set for the kinds of which it has no record.
        """
        parts = self._parts.manifest.parts
        empty = [part for part in parts if not part.documents]
        found = {kind: pq.read_schema(self._parts.file(part, kind)) for part in empty for kind in part.kinds}
        wanted = {kind: _own_schema(kind) for kind in KINDS}
        for kind, known in found.items():
            wanted[kind] = (
                pa.unify_schemas([known, wanted[kind]], promote_options="permissive") if kind in wanted else known
            )
        if wanted != found:
            self._schemas = wanted
            number = self._parts.next_number()
            nothing = Part(number, Partition(None, None), tuple(wanted), 0, 0)
            for kind, each in wanted.items():
                _write(self._parts.file(nothing, kind), each, [each.empty_table()])
            renewed = [
                self._part(number + at, part.partition, [part], [], ())
                for at, part in enumerate((part for part in parts if part.documents), 1)
            ]
            self._commit([nothing, *renewed], parts, self._parts.manifest.written)
        return wanted

    # -- writing --------------------------------------------------------------------------------------

    def _merge(self, small_parts: int) -> None:
        """Bring the parts up to date with what was written.

        Args:
            small_parts: how many small parts of a year and province are put together.
        """
        latest = self._pending.latest()
        fresh: defaultdict[Partition, list[DocumentRecords]] = defaultdict(list)
        for document in latest.values():
            if document is not None:
                about = About.of(document)
                fresh[Partition(about.fiscal_year, about.province)].append(document)
        stale = {self._part_of[doc_id].number for doc_id in latest if doc_id in self._part_of}
        parts: defaultdict[Partition, list[Part]] = defaultdict(list)
        for part in self._parts.manifest.parts:
            if part.documents:
                parts[part.partition].append(part)
        add: list[Part] = []
        remove: list[Part] = []
        number = self._parts.next_number()
        for partition in sorted({*fresh, *parts}, key=str):
            small = [part for part in parts[partition] if part.bytes < SMALL_BYTES]
            gathering = len(small) + bool(fresh[partition]) >= small_parts
            chosen = [part for part in parts[partition] if part.number in stale or (gathering and part in small)]
            groups = _packed(chosen)
            if fresh[partition] and not groups:
                groups.append([])
            for group in groups:
                new = fresh[partition] if group is groups[-1] else []
                if not new and len(group) == 1 and group[0].number not in stale:
                    continue
                part = self._part(number, partition, group, new, latest)
                number += 1
                remove += group
                if part.documents:
                    add.append(part)
        if latest or add or remove:
            self._commit(add, remove, self._pending.last)
            self._pending.forget(self._parts.manifest.written)

    def _commit(self, add: Sequence[Part], remove: Sequence[Part], written: int) -> None:
        gone = {part.number for part in remove}
        self._parts.commit(self._contract, add, remove, written)
        self._part_of = {doc_id: part for doc_id, part in self._part_of.items() if part.number not in gone}
        for part in add:
            self._remember(part)

    def _part(
        self,
        number: int,
        partition: Partition,
        old: Sequence[Part],
        new: Sequence[DocumentRecords],
        without: Collection[str],
    ) -> Part:
        """Write a part of what is in `old`, without some documents, and of `new` documents; return it."""
        fresh: Mapping[str, Any] = record_tables(new) if new else {}
        kinds = [kind for kind in self._schemas if kind in fresh or any(kind in part.kinds for part in old)]
        rows: dict[str, int] = {}
        size = 0
        part = Part(number, partition, (), 0, 0)
        for kind in kinds:
            path = self._parts.file(part, kind)
            found = [*self._tables(old, kind, without), *([fresh[kind]] if kind in fresh else [])]
            if count := _write(path, self._schemas[kind], found):
                rows[kind] = count
                size += staged(path).stat().st_size
            else:
                staged(path).unlink()
        return Part(number, partition, tuple(rows), rows.get(DOCUMENT, 0), size)

    def _tables(self, parts: Iterable[Part], kind: str, without: Collection[str]) -> Iterator[Any]:
        """Yield what parts hold of a kind, a row group at a time, without the documents of some ids."""
        ids = pa.array(list(without), pa.string())
        for part in parts:
            if kind in part.kinds:
                with pq.ParquetFile(self._parts.file(part, kind)) as file:
                    for at in range(file.num_row_groups):
                        table = file.read_row_group(at)
                        yield table.filter(pc.invert(pc.is_in(table["doc_id"], value_set=ids)))


def _own_schema(kind: str) -> Any:
    own = schema(kind)
    return pa.schema([field for field in own if field.name not in Partition._fields])


def _packed(parts: Sequence[Part]) -> list[list[Part]]:
    """Return parts in groups, none larger than a part may be unless it is one part."""
    groups: list[list[Part]] = []
    size = 0
    for part in parts:
        size += part.bytes
        if not groups or size > PART_BYTES:
            groups.append([])
            size = part.bytes
        groups[-1].append(part)
    return groups


def _write(path: Path, schema: Any, tables: Iterable[Any]) -> int:
    """Write tables to the place where a file is staged; return the number of rows."""
    folder(path.parent)
    rows = 0
    with opened_durably(staged(path)) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for table in _row_groups(conformed(table, schema) for table in tables):
            writer.write_table(table)
            rows += table.num_rows
    return rows


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield tables put together, so that row groups are of a size that is read well."""
    gathered: list[Any] = []
    for table in tables:
        gathered.append(table)
        if sum(each.nbytes for each in gathered) >= _ROW_GROUP_BYTES:
            yield pa.concat_tables(gathered)
            gathered = []
    if gathered:
        yield pa.concat_tables(gathered)
