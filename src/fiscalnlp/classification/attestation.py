"""What documents say of the classification: which rows they print, which codes they print otherwise.

Over a corpus this turns rows known from memory into confirmed ones:

    seen = attest(printed_classes(records), fiscal_year)
    confirmed = confirmed_rows(functional_classes().rows, seen)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from fiscalnlp.classification.economic import EconomicClass, economic_classes
from fiscalnlp.classification.functional import FunctionalClass, functional_classes
from fiscalnlp.classification.names import name_key, stem, without_bracketed_end
from fiscalnlp.classification.release import DISCLOSURE
from fiscalnlp.model.records import Economic, Fund, OtherTable, Record, Spending, Table, TableLine, TabularRecord

ClassRow = FunctionalClass | EconomicClass
_Row = TypeVar("_Row", FunctionalClass, EconomicClass)

_SPACES = re.compile(r"\s+")
_ENDINGS = ("支出", "支")
# The tables that tell of one fund; the others add the funds up.
_FUND_OF_TABLE: dict[str, Fund] = {
    "general_expenditure": "general",
    "government_fund": "government_fund",
    "state_capital": "state_capital",
}


class PrintedClass(NamedTuple):
    """A code and the name printed beside it; `fund` is `None` where the page does not tell which."""

    code: str
    name: str
    fund: Fund | None = None


class Attested(NamedTuple):
    """A row whose code and name documents print, with the fiscal years of those that say theirs, in order."""

    row: ClassRow
    years: tuple[int, ...]


class Contradiction(NamedTuple):
    """A code printed with a name that none of its `rows` has, nor comes near.

    Where all rows are confirmed this is the document's slip, else it may be ours.
    """

    code: str
    name: str
    years: tuple[int, ...]
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True, slots=True)
class Attestation:
    """What documents say of the rows: each group in order of code and name.

    `unknown` holds printed classes that the classification has no row of.
    """

    attested: tuple[Attested, ...] = ()
    contradicted: tuple[Contradiction, ...] = ()
    unknown: tuple[PrintedClass, ...] = ()


def attest(printed: Iterable[PrintedClass], fiscal_year: int | None = None) -> Attestation:
    """Return what one document, whose classes are `printed`, says of the rows.

    A row is attested where its code and its official name are printed together, whatever the spaces and
    brackets. Where several funds share both, the page must tell the fund. A name that only lacks its ending
    (科学技术 for 科学技术支出), has a remark in brackets behind it or is a known other spelling says nothing.
    """
    years = () if fiscal_year is None else (fiscal_year,)
    attested: dict[ClassRow, Attested] = {}
    contradicted: dict[tuple[str, str], Contradiction] = {}
    unknown: set[PrintedClass] = set()
    for each in printed:
        rows = _rows(each.code)
        key = name_key(each.name)
        equal = [row for row in rows if name_key(row.name) == key]
        if not key:
            continue
        if not rows:
            unknown.add(each)
        elif equal:
            meant = [row for row in equal if _may_be_of(row, each.fund)]
            if len(meant) == 1:
                attested[meant[0]] = Attested(meant[0], years)
        elif not _near(each, rows):
            contradicted[each.code, each.name] = Contradiction(each.code, each.name, years, rows)
    return _in_order(attested.values(), contradicted.values(), unknown)


def merged(attestations: Iterable[Attestation]) -> Attestation:
    """Return what several documents say together; their order does not matter."""
    attested: dict[ClassRow, Attested] = {}
    contradicted: dict[tuple[str, str], Contradiction] = {}
    unknown: set[PrintedClass] = set()
    for each in attestations:
        for seen in each.attested:
            attested[seen.row] = seen._replace(years=_together(seen, attested.get(seen.row)))
        for other in each.contradicted:
            key = (other.code, other.name)
            contradicted[key] = other._replace(years=_together(other, contradicted.get(key)))
        unknown.update(each.unknown)
    return _in_order(attested.values(), contradicted.values(), unknown)


def confirmed_rows(rows: Iterable[_Row], seen: Attestation) -> tuple[_Row, ...]:
    """Return `rows` in order, those that were unconfirmed and are attested now with `disclosure` as source."""
    attested = {each.row for each in seen.attested}
    return tuple(replace(row, source=DISCLOSURE) if row in attested and not row.confirmed else row for row in rows)


def printed_classes(records: Iterable[Record]) -> Iterator[PrintedClass]:
    """Yield the classes whose code and name stand in the source of `records`, in their order.

    Codes that were worked out from a name are left out, and so are names worked out from a code.
    """
    for record in records:
        if isinstance(record, Table | OtherTable):
            fund = _FUND_OF_TABLE.get(record.table) if isinstance(record, Table) else None
            for line in record.lines:
                if line.code is not None and line.label and _prints_code(record, line, line.code):
                    yield PrintedClass(line.code, line.label, fund)
        elif isinstance(record, Spending) and record.code is not None:
            name = (record.printed_path or record.path)[-1]
            if _has_both(record.text, record.code, name):
                yield PrintedClass(record.code, name, record.fund)
        elif isinstance(record, Economic) and record.code and _has_both(record.text, record.code, record.name):
            yield PrintedClass(record.code, record.name)


def _has_both(text: str, code: str, name: str) -> bool:
    """Tell whether `text` has the code, which is no part of a figure, and the name."""
    return re.search(rf"(?<![\d.,]){code}(?![\d.,])", text) is not None and name_key(name) in name_key(text)


def _prints_code(table: TabularRecord, line: TableLine, code: str) -> bool:
    """Tell whether the code of a line is printed: a name alone never gives a functional 款 or 项."""
    if code.startswith("2") and len(code) > 3:
        return True
    row = _SPACES.sub("", "".join(cell.text for cell in table.rows[line.row][line.side :]))
    return code in row.partition(_SPACES.sub("", line.label))[0]


def _rows(code: str) -> tuple[ClassRow, ...]:
    """Return the rows of a printed code; functional ones begin with 2, economic ones with 3."""
    economic = economic_classes().by_code(code)
    return functional_classes().names(code) or (() if economic is None else (economic,))


def _may_be_of(row: ClassRow, fund: Fund | None) -> bool:
    return fund is None or isinstance(row, EconomicClass) or row.fund == fund


def _near(printed: PrintedClass, rows: Sequence[ClassRow]) -> bool:
    if isinstance(rows[0], EconomicClass):
        known = economic_classes().by_name(printed.name)
        return known is not None and known.code == printed.code
    spellings = {stem(name_key(name), _ENDINGS) for name in (printed.name, without_bracketed_end(printed.name))}
    return any(stem(name_key(row.name), _ENDINGS) in spellings for row in rows)


def _together(*each: Attested | Contradiction | None) -> tuple[int, ...]:
    return tuple(sorted({year for seen in each if seen is not None for year in seen.years}))


def _in_order(
    attested: Iterable[Attested], contradicted: Iterable[Contradiction], unknown: Iterable[PrintedClass]
) -> Attestation:
    return Attestation(
        attested=tuple(
            sorted(attested, key=lambda each: (each.row.code, each.row.name, getattr(each.row, "fund", "")))
        ),
        contradicted=tuple(sorted(contradicted, key=lambda each: (each.code, each.name))),
        unknown=tuple(sorted(unknown, key=lambda each: (each.code, each.name, each.fund or ""))),
    )
