"""What the document itself spends: categories with money, what the money is for, where it is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscalnlp.classification import functional_classes
from fiscalnlp.link.vocabulary import StaffCosts, staff_costs, vocabulary
from fiscalnlp.model.records import Citation, Spending, Table
from fiscalnlp.text.forms import matching_form

# 行政运行 (01) and 事业运行 (50) pay for the body itself: their 款 is the body's own.
_RUNNING = ("01", "50")

# Characters that a purpose and a clause must share in a row, where no term of the vocabulary is shared.
_SHARED_RUN = 5
_SPENDING_TABLES = ("expenditure", "general_expenditure")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What some money is for: the record that says so, its category, its words and the terms in them.

    `runs` holds all runs of `_SHARED_RUN` characters in its words.
    """

    record: str
    code: str
    form: str
    terms: tuple[str, ...]
    citations: tuple[str, ...]
    runs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The document's spending, staff costs left out.

    `share` gives each code's part of the money (0 to 1, its 类 and 款 included), `records` the ids of the
    records that print it, `home` the 款 that pay for the body itself, the largest first.
    """

    share: dict[str, float]
    records: dict[str, tuple[str, ...]]
    purposes: tuple[Purpose, ...]
    home: tuple[str, ...]

    def supports(self, code: str) -> tuple[str, ...]:
        """Return the ids of the records that print money under `code`.

        Money below `code` counts for it; money of its 类 counts only where no other 款 of the 类 is printed.
        """
        below = [other for other in self.records if other.startswith(code)]
        if not below and not any(len(other) > 3 and other.startswith(code[:3]) for other in self.records):
            below = [other for other in self.records if other == code[:3]]
        return tuple(dict.fromkeys(record for other in below for record in self.records[other]))


def collect_evidence(
    spending: Sequence[Spending],
    tables: Sequence[Table],
    citations: Sequence[Citation],
    *,
    own_classes: Iterable[str] = (),
) -> Evidence:
    """Gather the money by category.

    Args:
        spending: the document's spending records.
        tables: its tables; rows that begin with a functional code and hold money count.
        citations: its numbered instruments, matched with the purposes that name them.
        own_classes: 类 that the body's name speaks for; money under them counts even where most bodies
            have it for their staff alone.
    """
    staff = staff_costs()
    yuan: dict[str, Decimal] = {}
    records: defaultdict[str, dict[str, None]] = defaultdict(dict)
    staff_only: set[str] = set()
    for code, amount, record in [*_spent(spending), *_tabled(tables)]:
        if amount is None or amount <= 0 or code[:5] in staff.codes:
            continue
        yuan[code] = max(amount, yuan.get(code, Decimal(0)))
        records[code].setdefault(record)
    for line in spending:
        if line.code and len(line.code) == 3 and line.purpose and _staff_purpose(line.purpose, staff):
            staff_only.add(line.code)
    own = set(own_classes)
    deep = {code[:3] for code in yuan if len(code) > 3}
    for code in list(yuan):
        if (
            len(code) == 3
            and code not in own
            and code not in deep
            and (code in staff.classes or code in staff_only)
        ):
            del yuan[code], records[code]
        elif len(code) == 3 and code in staff.classes and code in deep:
            del yuan[code]
    return Evidence(
        share=_shares(yuan),
        records={code: tuple(ids) for code, ids in sorted(records.items())},
        purposes=tuple(_purposes(spending, citations, staff)),
        home=_home(yuan),
    )


def _spent(spending: Sequence[Spending]) -> Iterable[tuple[str, Decimal | None, str]]:
    for line in spending:
        if line.code and line.fund == "general":
            yield line.code, line.yuan if line.yuan is not None else line.initial_budget_yuan, line.id


def _tabled(tables: Sequence[Table]) -> Iterable[tuple[str, Decimal | None, str]]:
    """Yield code, largest figure and table of each line of a spending table that stands for a 类, 款 or 项."""
    for table in tables:
        if table.table not in _SPENDING_TABLES:
            continue
        for line in table.lines:
            if line.code and functional_classes().by_code(line.code, fund="general"):
                figures = [value.yuan for value in line.values if value.yuan is not None]
                yield line.code, max(figures, default=None), table.id


def _shares(yuan: dict[str, Decimal]) -> dict[str, float]:
    """Return each code's part of the money, sums for the 类 and 款 that are not printed themselves."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal, yuan)
    for length in (5, 3):
        for code in [each for each in sums if len(each) > length]:
            if code[:length] not in yuan and len(code) == (7 if length == 5 else 5):
                sums[code[:length]] += sums[code]
    total = sum((amount for code, amount in sums.items() if len(code) == 3), Decimal(0))
    return {code: float(amount / total) for code, amount in sorted(sums.items())} if total else {}


def _home(yuan: dict[str, Decimal]) -> tuple[str, ...]:
    running: defaultdict[str, Decimal] = defaultdict(Decimal)
    for code, amount in yuan.items():
        if len(code) == 7 and code[5:] in _RUNNING:
            running[code[:5]] += amount
    return tuple(sorted(running, key=lambda code: (-running[code], code)))


def _staff_purpose(purpose: str, staff: StaffCosts) -> bool:
    return any(word in purpose for word in staff.purposes) and len(purpose) < 40


def _purposes(spending: Sequence[Spending], citations: Sequence[Citation], staff: StaffCosts) -> Iterable[Purpose]:
    for line in spending:
        if not line.code or not line.purpose or line.fund != "general" or line.code[:5] in staff.codes:
            continue
        if _staff_purpose(line.purpose, staff):
            continue
        form = _without_names(matching_form(line.purpose), line.code)
        yield Purpose(
            record=line.id,
            code=line.code,
            form=form,
            terms=tuple(dict.fromkeys(hit.word for hit in vocabulary().finder.find(form))),
            citations=tuple(each.id for each in citations if line.span.overlaps(each.span)),
            runs=runs_of(form),
        )


def _without_names(form: str, code: str) -> str:
    """Return a purpose without the names of its category: 主要用于城乡社区环境卫生 says nothing new."""
    known = functional_classes()
    rows = [*known.ancestors(code, fund="general"), known.by_code(code, fund="general")]
    for row in rows:
        if row is not None:
            form = form.replace(row.name, " ").replace(row.name.removesuffix("支出"), " ")
    return form


def runs_of(form: str) -> frozenset[str]:
    """Return all runs of characters that are long enough to be shared words."""
    return frozenset(form[at : at + _SHARED_RUN] for at in range(len(form) - _SHARED_RUN + 1))


def shared_words(form: str, purpose: Purpose) -> tuple[str, ...]:
    """Return the runs of words that a clause (in matching form) and a purpose have in common."""
    shared: list[str] = []
    at = 0
    while at + _SHARED_RUN <= len(form):
        length = _SHARED_RUN
        run = form[at : at + length]
        if run not in purpose.runs or not run.isalpha():
            at += 1
            continue
        while at + length < len(form) and form[at + length].isalpha():
            if form[at : at + length + 1] not in purpose.form:
                break
            length += 1
        shared.append(form[at : at + length])
        at += length
    return tuple(shared)
