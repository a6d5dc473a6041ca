"""A search index of a million duties and reasons: how fast it is built, how large it is, how fast it answers.

    PYTHONPATH=corpora python benchmarks/search.py [--records 1000000] [--folder DIR]

The records are put together from the clauses of the bundled duty lists, the generator's reasons and the policy
terms of the classification, moved to real divisions: a seed gives the same ones on every machine, no two documents
are the same. Every query brings ten hits with records and snippets. Ends with status 1 where the median over
all queries is 20 ms or more, or where a query finds other records than reading all of them does.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from fiscalnlp.classification import regions
from fiscalnlp.data import read_toml
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.feeds.search_index import IndexSink
from fiscalnlp.model.ids import document_id, record_id
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import DocumentRecord, Duty, Reason, Record, Region
from fiscalnlp.search import Index
from fiscalnlp.search.forms import search_form
from fiscalnlp.text.words import cut

CORPORA = Path(__file__).parents[1] / "corpora"
DUTIES, REASONS = 18, 10  # in a document
BATCH = 500  # documents written at once
BAR = 0.020
ROUNDS = 5
PIECES = 100  # words and pieces of texts that are held against reading every text

#: What is asked, by kind of question.
QUERIES: dict[str, tuple[str, ...]] = {
    "rare word": (
        "军民融合",
        "栽培技术",
        "疫苗",
        "渡口",
        "文物修缮",
        "古籍",
        "藏书",
        "地震监测",
        "海洋牧场",
        "戏曲",
    ),
    "frequent word": ("科技", "管理", "教育", "工作", "项目", "发展", "经费", "建设", "人员", "组织"),
    "phrase": ('"贯彻落实"', '"相应增加"', '"组织实施"', '"会同有关部门"', '"压减一般性支出"', '"监督检查"'),
    "words": (
        "科技 管理",
        "人员 减少",
        "教育 经费 保障",
        "科技创新",
        "农村公路养护",
        "文化 -旅游",
        "医疗 OR 卫生",
    ),
    "one character": ("科", "水"),
}
#: How what is asked is narrowed down.
FILTERS: dict[str, dict[str, Any]] = {
    "all records": {},
    "one kind": {"kind": "duty"},
    "kind, year, province": {"kind": "reason", "year": [2021, 2022, 2023], "region": "13"},
    "issuer": {"issuer": "教育局"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the index is made, or was made by an earlier run")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        count = -(-arguments.records // (DUTIES + REASONS))
        if not (folder / "meta.json").is_file():
            build(folder, count)
        index = Index(folder)
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{len(index):,} records, {size / 1e6:,.0f} MB, {size / len(index):,.0f} bytes a record")
        median = ask(index)
        wrong = compare(index, count)
    if median >= BAR or wrong:
        sys.exit(1)


def build(folder: Path, count: int) -> None:
    """Write the documents, and say how fast; making them is not counted."""
    seconds, records = 0.0, 0
    sink = IndexSink(folder)
    batch: list[DocumentRecords] = []
    for number, document in enumerate(documents(count), 1):
        batch.append(document)
        if len(batch) == BATCH or number == count:
            start = time.perf_counter()
            sink.write(batch)
            seconds += time.perf_counter() - start
            records += sum(document.jsonl.count(b"\n") for document in batch)
            batch.clear()
            print(f"\r{number:,} documents, {records / seconds:,.0f} records a second", end="", flush=True)
    start = time.perf_counter()
    sink.close()
    seconds += time.perf_counter() - start
    print(f"\r{count:,} documents in {seconds:.1f} s, {records / seconds:,.0f} records a second, one thread")


def ask(index: Index) -> float:
    """Ask everything in every way, print times, and return the median over all of it in seconds."""
    everything: list[float] = []
    print(f"{'':16}{'':24}{'median':>10}{'p95':>10}{'found':>12}")
    for kind, queries in QUERIES.items():
        for name, filters in FILTERS.items():
            times, found = timed(index, queries, **filters)
            everything += times
            print(f"{kind:16}{name:24}{_ms(times, 50):>10}{_ms(times, 95):>10}{found:>12,.0f}")
    print(f"{'all of these':40}{_ms(everything, 50):>10}{_ms(everything, 95):>10}")
    for kind, queries in QUERIES.items():
        times, found = timed(index, queries, facets=True)
        print(f"{kind:16}{'with facets':24}{_ms(times, 50):>10}{_ms(times, 95):>10}{found:>12,.0f}")
    return statistics.median(everything)


def timed(index: Index, queries: Iterable[str], **arguments: Any) -> tuple[list[float], float]:
    """Return the seconds that each asking took, a first one left out, and how much was found on average."""
    times: list[float] = []
    found: list[int] = []
    for query in queries:
        found.append(index.search(query, **arguments).total)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            index.search(query, **arguments)
            times.append(time.perf_counter() - start)
    return times, statistics.mean(found)


def compare(index: Index, count: int) -> int:
    """Hold what words find against reading every text; return how many of them find something else."""
    texts = [
        search_form(record["text"])
        for document in documents(count)
        for record in document.rows()
        if record["kind"] != "document"
    ]
    chance = random.Random(7)
    asked: set[str] = set()
    while len(asked) < PIECES:
        text = chance.choice(texts)
        if len(asked) % 2:  # a word
            asked.add(chance.choice([word for word in cut(text) if len(word) > 1]))
        else:  # or any piece of a text, whatever the dictionary says
            start = chance.randrange(len(text) - 1)
            asked.add(text[start : start + chance.randint(2, 5)])
    wrong = 0
    for piece in sorted(asked):
        there = sum(piece in text for text in texts)
        found = index.search(f'"{piece}"', kind=["duty", "reason"]).total
        if found != there:
            wrong += 1
            print(f"{piece}: found {found:,} of {there:,}")
    print(f"{len(asked) - wrong} of {len(asked)} words and pieces find exactly what reading every text does")
    return wrong


# -- the records --------------------------------------------------------------------------------------


def documents(count: int) -> Iterator[DocumentRecords]:
    """Yield so many documents with duties and reasons, the same ones every time."""
    chance = random.Random(1)
    clauses, causes, terms, offices = _clauses(), _causes(), _terms(), _offices()
    divisions = [each for each in regions().divisions if not each.code.endswith("00")]
    for number in range(count):
        division, office = chance.choice(divisions), chance.choice(offices)
        year = chance.randint(2014, 2023)
        doc_id = document_id(f"{number:016x}")
        issuer = division.name + office
        document = _document(doc_id, issuer, year, Region(name=division.name, code=division.code))
        records: list[Record] = [document]
        for place in range(DUTIES):
            text = "，".join(chance.sample(clauses, chance.randint(1, 4)))
            text += f"，负责{chance.choice(terms)}相关工作。" if chance.random() < 0.3 else "。"
            records.append(_duty(doc_id, place + 1, text))
        for place in range(REASONS):
            text = "，".join(chance.sample(causes, chance.randint(1, 3)))
            if chance.random() < 0.4:
                text = (
                    f"{year}年{division.name}{chance.choice(terms)}经费{chance.randint(1, 9999) / 100}万元，{text}"
                )
            records.append(_reason(doc_id, place + 1, text))
        yield DocumentRecords.of(f"{doc_id}.pdf", document, records)


def _clauses() -> list[str]:
    """Return the clauses of the bundled duty lists."""
    lists = [tomllib.loads(file.read_text("utf-8")) for file in sorted((CORPORA / "links").glob("*.toml"))]
    duties = [duty["text"] for each in lists for body in each["body"] for duty in body["duty"]]
    pieces = {piece for duty in duties for piece in duty.replace("；", "，").replace("。", "，").split("，")}
    return sorted(piece for piece in pieces if len(piece) > 3)


def _causes() -> list[str]:
    """Return the reasons that the generator gives, and what its projects are for."""
    styles = CORPORA / "generator" / "styles"
    groups = [tomllib.loads(file.read_text("utf-8")) for file in sorted(styles.glob("reasons*.toml"))]
    reasons = {reason for each in groups for group in each.values() for reason in group}
    bodies = tomllib.loads((CORPORA / "generator" / "bodies.toml").read_text("utf-8"))["body"]
    projects = {f"新增{project['purpose']}" for body in bodies for project in body.get("projects", ())}
    return sorted(piece for text in reasons | projects for piece in text.split("，") if len(piece) > 3)


def _terms() -> list[str]:
    """Return the policy terms of the functional classification."""
    terms: set[str] = set()
    for file in files("fiscalnlp.data").joinpath("vocab/functional").iterdir():
        for row in read_toml(f"vocab/functional/{file.name}").values():
            terms.update(row.get("strong", ()), row.get("terms", ()))
    return sorted(terms)


def _offices() -> list[str]:
    rows = read_toml("vocab/issuers.toml")["issuer"]
    return sorted({f"{word}局" for row in rows for word in row["words"]})


def _document(doc_id: str, issuer: str, year: int, region: Region) -> DocumentRecord:
    return DocumentRecord(
        id=doc_id,
        doc_id=doc_id,
        text="",
        span=Span(0, 0),
        title=f"{issuer}{year}年度部门决算",
        issuer=issuer,
        region=region,
        fiscal_year=year,
        report="final_accounts",
        scope="department",
        pages=None,
        sha256="",
        media_type="application/pdf",
    )


def _duty(doc_id: str, number: int, text: str) -> Duty:
    return Duty(
        id=record_id("duty", doc_id, number),
        doc_id=doc_id,
        text=text,
        span=Span(0, len(text)),
        section=("部门概况", "部门职责"),
        number=number,
        marker=f"{number}.",
        actions=(),
        role="own",
    )


def _reason(doc_id: str, number: int, text: str) -> Reason:
    return Reason(
        id=record_id("reason", doc_id, number),
        doc_id=doc_id,
        text=text,
        span=Span(0, len(text)),
        section=("部门决算情况说明", "支出决算情况说明"),
        cue="主要原因是",
        explains=(),
    )


def _ms(times: list[float], percentile: int) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"{cuts[percentile - 1] * 1e3:.2f} ms"


if __name__ == "__main__":
    main()
