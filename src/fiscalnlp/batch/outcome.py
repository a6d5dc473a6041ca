"""What reading one file gives, in whatever process it is read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from functools import cache

import msgspec

from fiscalnlp import __version__
from fiscalnlp.classification import release
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.model.records import CONTRACT_VERSION
from fiscalnlp.pipeline import Failure, Pipeline, load
from fiscalnlp.read import ReadOptions

_DEFAULTS = ReadOptions()
_SAMPLE = """某县教育局2023年度部门决算
一、部门职责
（一）负责全县教育工作。
二、收支情况
本年收入合计120.50万元，比上年增加8.4%，主要是人员增加。
"""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What reading `source` gave: its documents (several for an archive), and what could not be read of it.

    `seconds` is the processor time of the process that read it.
    """

    source: str
    documents: tuple[DocumentRecords, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def read_outcome(source: str, options: ReadOptions = _DEFAULTS) -> Outcome:
    """Read a path or URL and return its records; what cannot be read is a failure in the outcome, no error."""
    started = time.process_time()
    documents: list[DocumentRecords] = []
    failures: list[Failure] = []
    warnings: list[str] = []
    for result in _pipeline(options).read_all([source]):
        if isinstance(result, Failure):
            failures.append(result)
            continue
        warnings += [f"{result.name}: {warning}" for warning in result.warnings]
        documents.append(DocumentRecords.of(result.name, result.record, result.records()))
    return Outcome(
        source=source,
        documents=tuple(documents),
        failures=tuple(failures),
        warnings=tuple(warnings),
        seconds=time.process_time() - started,
    )


def reader_of(options: ReadOptions = _DEFAULTS, destinations: Sequence[str] = ()) -> str:
    """Return in words what reads sources and where it sends them: where it is another, all is read again."""
    words = [
        f"fiscalnlp {__version__}",
        f"contract {CONTRACT_VERSION}",
        f"classification {release().version}",
        options.pdf_engine,
        f"ocr {options.ocr}",
    ]
    if destinations:  # not themselves: an address may hold a password
        words.append(f"to {hashlib.sha256(repr(sorted(destinations)).encode()).hexdigest()[:16]}")
    return ", ".join(words)


def warm_up() -> None:
    """Load what reading needs, by reading a little."""
    _pipeline(_DEFAULTS).read(_SAMPLE, name="<sample>").records()


@cache
def _pipeline(options: ReadOptions) -> Pipeline:
    return load(pdf_engine=options.pdf_engine, ocr=options.ocr)
