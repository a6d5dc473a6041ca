"""The records a disclosure gives, one immutable class a kind.

Names and meanings follow the record contract (`fiscalnlp/data/schema/README.md`). Money and every other
figure is an exact `Decimal`, written as a string in JSON; `None` means "the document does not say", never 0.
Sequences are tuples, so records are hashable and safe to share; nothing in them can refer back to them, which
is why the collector of cycles need not look at them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, Literal

import msgspec

from fiscalnlp.model.place import Box, Span

#: Version of the record contract, which every feed carries: the first number changes with what a reader must
#: know of (a field gone or with another meaning), the second with what it may ignore (a field or kind more).
CONTRACT_VERSION = "1.0"

Report = Literal["final_accounts", "budget"]
Scope = Literal["department", "unit"]
Role = Literal["lead", "joint", "support", "own"]
Stage = Literal["initial_budget", "final_budget", "final_account", "change", "other"]
PercentRole = Literal["share", "completion", "growth", "other"]
Basis = Literal["prior_year", "initial_budget", "final_budget"]
Direction = Literal["increase", "decrease", "unchanged"]
Level = Literal["类", "款", "项"]
Fund = Literal["general", "government_fund", "state_capital"]
EconomicGroup = Literal["personnel", "public"]
OfficialExpenseItem = Literal["total", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"]
TableKey = Literal[
    "income_expenditure_summary",
    "income",
    "expenditure",
    "appropriation_summary",
    "general_expenditure",
    "general_basic_expenditure",
    "official_expense",
    "government_fund",
    "state_capital",
]
TableTopic = Literal[
    "project_expenditure",
    "economic_expenditure",
    "procurement",
    "service_purchase",
    "performance_target",
    "operating_expense",
    "assets",
    "units",
]
Severity = Literal["error", "warning", "info"]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind"):
    """What every record has.

    `text` is the words of the source without line wraps and layout spaces, and always equals
    `document.text[span.start:span.end]`. `page` counts from 1; `page` and `boxes` (PDF points, origin at
    the top left) are `None` where the source has no pages. `section` holds the titles from the outermost
    heading down. `confidence` is 1 where a rule decided without choice.
    """

    id: str
    doc_id: str
    text: str
    span: Span
    page: int | None = None
    boxes: tuple[Box, ...] | None = None
    section: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def kind(self) -> str:
        """Name of the record's kind, as in the contract."""
        return kind_name(type(self))

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from fiscalnlp.view.notebook import record_html  # noqa: PLC0415 - only where one is shown

        return record_html(self)


@cache
def kind_name(cls: type[Record]) -> str:
    """Return the name of the kind of record that `cls` is."""
    return str(cls.__struct_config__.tag)


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """An administrative division, with its GB/T 2260 code."""

    name: str
    code: str


class DocumentRecord(Record, frozen=True, kw_only=True, tag="document"):
    """The disclosure (决算 or 预算) itself; `text` is the whole rebuilt text, the base of every span."""

    title: str | None
    issuer: str | None
    region: Region | None
    fiscal_year: int | None
    report: Report | None
    scope: Scope | None
    pages: int | None
    sha256: str
    media_type: str
    warnings: tuple[str, ...] = ()


class Section(Record, frozen=True, kw_only=True, tag="section"):
    """A heading; `level` 1 is 第一部分, or the outermost heading where a disclosure has no parts."""

    number: str | None
    title: str
    level: int
    parent: str | None
    topic: str | None = None


class Action(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing a body is to do: 拟订 → 科技发展规划."""

    verb: str
    object: str


class Duty(Record, frozen=True, kw_only=True, tag="duty"):
    """A duty clause (部门职责); `text` is the clause without its marker.

    `partners` names the bodies the clause says it is carried out with (会同有关部门).
    """

    number: int
    marker: str | None
    actions: tuple[Action, ...]
    role: Role
    partners: tuple[str, ...] = ()


class FunctionalShift(Record, frozen=True, kw_only=True, tag="functional_shift"):
    """A paragraph on the change of functions (转变职能), which follows the duties and is none."""

    marker: str | None
    title: str


class Amount(Record, frozen=True, kw_only=True, tag="amount"):
    """One mention of money in running prose; `approximate` where 约, 近, 余 … qualify it.

    `upper_yuan` is the upper end of a range whose unit is printed once (3-5万元), of which `value` and `yuan` are
    the lower.
    """

    value: Decimal
    unit: str
    yuan: Decimal
    measure: str | None
    year: int | None
    stage: Stage
    approximate: bool = False
    upper_yuan: Decimal | None = None


class Percentage(Record, frozen=True, kw_only=True, tag="percentage"):
    """One mention of a percentage; `value` is 139.2 for 139.2%, `of` the whole it is a share of.

    `upper` is the upper end of a range whose unit is printed once (5-10%).
    """

    value: Decimal
    role: PercentRole
    measure: str | None
    of: str | None
    percentage_points: bool
    upper: Decimal | None = None


class Quantity(Record, frozen=True, kw_only=True, tag="quantity"):
    """A count or score with its unit (个, 家, 人次, 辆, 台（套）, 分 …)."""

    value: Decimal
    unit: str
    measure: str | None


class Change(Record, frozen=True, kw_only=True, tag="change"):
    """One comparison of one measure with one basis; `yuan` is its size, never negative.

    `completion` is the percent of the budget carried out; `reasons` holds ids of reason records,
    `amount` the id of the amount compared, where it is printed.
    """

    measure: str | None
    year: int | None
    basis: Basis
    basis_year: int | None
    direction: Direction
    yuan: Decimal | None
    percent: Decimal | None
    completion: Decimal | None
    reasons: tuple[str, ...] = ()
    amount: str | None = None


class Reason(Record, frozen=True, kw_only=True, tag="reason"):
    """An explanation given for a figure; `text` is the reason alone, without cue and closing mark."""

    cue: str
    explains: tuple[str, ...]


class Spending(Record, frozen=True, kw_only=True, tag="spending"):
    """An outlay under a functional class (支出功能分类).

    `path` holds the official names from 类 down, `printed_path` what was printed where that differs.
    """

    level: Level
    code: str | None
    path: tuple[str, ...]
    yuan: Decimal | None
    share: Decimal | None
    initial_budget_yuan: Decimal | None
    final_budget_yuan: Decimal | None
    completion: Decimal | None
    purpose: str | None
    fund: Fund
    printed_path: tuple[str, ...] | None = None


class Economic(Record, frozen=True, kw_only=True, tag="economic"):
    """An outlay under an economic class (支出经济分类); `yuan` is `None` where it is only listed."""

    code: str | None
    name: str
    yuan: Decimal | None
    group: EconomicGroup


class OfficialExpense(Record, frozen=True, kw_only=True, tag="official_expense"):
    """One line of the official expenses (三公经费)."""

    item: OfficialExpenseItem
    budget_yuan: Decimal | None
    final_yuan: Decimal | None


class Procurement(Record, frozen=True, kw_only=True, tag="procurement"):
    """Government procurement (政府采购); the `reserved_*` fields hold what was set aside (预留), not awarded."""

    total_yuan: Decimal | None
    goods_yuan: Decimal | None
    works_yuan: Decimal | None
    services_yuan: Decimal | None
    sme_yuan: Decimal | None
    micro_yuan: Decimal | None
    reserved_sme_yuan: Decimal | None = None
    reserved_micro_yuan: Decimal | None = None
    other_sme_yuan: Decimal | None = None


class Asset(Record, frozen=True, kw_only=True, tag="asset"):
    """A count of state-owned assets (国有资产占用)."""

    item: str
    count: Decimal
    unit: str


class Evaluation(Record, frozen=True, kw_only=True, tag="evaluation"):
    """A performance evaluation (绩效评价, 绩效自评); `grades` counts the projects of each grade."""

    subject: str
    projects: int | None
    yuan: Decimal | None
    score: Decimal | None
    grade: str | None
    budget_yuan: Decimal | None
    executed_yuan: Decimal | None
    completion: Decimal | None
    findings: str | None
    improvements: str | None
    grades: dict[str, int] | None = None


class Term(Record, frozen=True, kw_only=True, tag="term"):
    """A glossary entry (名词解释)."""

    term: str
    definition: str
    number: str | None = None


class Citation(Record, frozen=True, kw_only=True, tag="citation"):
    """A numbered instrument (文号), `number` as printed: 秦财教【2022】770号."""

    number: str
    issuer_code: str
    year: int
    serial: str


class NilReturn(Record, frozen=True, kw_only=True, tag="nil_return"):
    """A statement that there is nothing to report: no such income or spending, a table published empty.

    `measure` is what there is none of; `table` the disclosure table it concerns, `table_number` the
    number printed for it (公开07表), both `None` where the statement names no table.
    """

    measure: str
    table: TableKey | None
    table_number: str | None = None


class Cell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A table cell: the printed text, where it is a figure of money its yuan, and where it stands.

    `box` is `None` where the source has no geometry, and for places that a merged cell covers.
    """

    text: str
    yuan: Decimal | None = None
    box: Box | None = None


class TableValue(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a line holds in one money column: the figure as printed and its yuan.

    `column` is an index into the table's `columns`. Both figures are `None` where the cell is blank or
    holds no money (a count, a rate, words); `yuan` alone where the table's unit is not known.
    """

    column: int
    value: Decimal | None = None
    yuan: Decimal | None = None


class TableLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One logical line of a table: what it is called, the class it stands for, its figures.

    Args:
        row: index into the table's `rows`.
        side: first column of the logical table that the line belongs to; 0 unless tables stand side by side.
        label: the name as printed, without code; "" where a row prints figures alone.
        code: class code, parts in several cells put together; where the table prints no codes, that of the
            class the name stands for. `None` if there is none.
        level: level of `code`; economic classes have 类 (301) and 款 (30101).
        path: official names from 类 down to the line's class, `None` where the class is not known. The name
            that is printed stays in `label`, also where it is another one.
        confirmed: whether a source attests every name of `path` (false too where `path` is `None`).
        parent: index into the table's `lines` of the line that this one is a part of.
        values: one a money column, left to right.
        total: whether the line is a total (合计, 总计, 本年收入合计).
    """

    row: int
    side: int
    label: str
    code: str | None
    level: Level | None
    path: tuple[str, ...] | None
    confirmed: bool
    parent: int | None
    values: tuple[TableValue, ...]
    total: bool


class TabularRecord(Record, frozen=True, kw_only=True):
    """What every table record has; see `Table` and `OtherTable`.

    `columns` holds each column's header path joined with `/`, `rows` the printed rows, `lines` the same
    figures as typed lines: side by side tables one after the other, each from the top down.
    """

    title: str | None
    unit: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: bool
    lines: tuple[TableLine, ...] = ()

    def to_polars(self, *, lines: bool = False) -> Any:
        """Return the table as a `polars.DataFrame`; `fiscalnlp.export.frames` says of what shape.

        Args:
            lines: one row a line and money column instead of the printed rows.

        Raises:
            FiscalError: if polars is not installed.
        """
        from fiscalnlp.export.frames import to_polars  # noqa: PLC0415 - needs an extra

        return to_polars(self, lines=lines)

    def to_pandas(self, *, lines: bool = False) -> Any:
        """Return the table as a `pandas.DataFrame`, otherwise like `to_polars`.

        Raises:
            FiscalError: if pandas is not installed.
        """
        from fiscalnlp.export.frames import to_pandas  # noqa: PLC0415 - needs an extra

        return to_pandas(self, lines=lines)


class Table(TabularRecord, frozen=True, kw_only=True, tag="table"):
    """One of the nine disclosure tables, of final accounts or of a budget."""

    table: TableKey
    title: str


class OtherTable(TabularRecord, frozen=True, kw_only=True, tag="other_table"):
    """A data table that is none of the nine; `topic` is `None` where neither title nor header tells."""

    topic: TableTopic | None


class Link(Record, frozen=True, kw_only=True, tag="link"):
    """A duty and the spending category it is carried out under.

    `score` is in 0…1; `evidence` holds ids of the spending, table or citation records that support the
    link and is empty where only the wording does; `terms` the words that decided.
    """

    duty: str
    code: str
    level: Level
    name: str
    score: float
    evidence: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class FindingFigure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of the places that a finding compares: the words there, where they stand, and whose record they are.

    `page` and `boxes` as in every record; `record` is the id of the amount, the table … that holds the words.
    """

    text: str
    span: Span
    page: int | None
    boxes: tuple[Box, ...] | None
    record: str


class Finding(Record, frozen=True, kw_only=True, tag="finding"):
    """The result of a check: what is printed (`actual`) against what it should be (`expected`).

    Both are decimal strings in the unit the document prints where the rule compares figures;
    `calculation` shows the arithmetic in one line. `title` says what the rule checks. `figures` are the places
    compared, the one in question first; `tolerance` is how much of it the rule tolerated (`None`: nothing).
    """

    rule: str
    severity: Severity
    message: str
    expected: str | None
    actual: str | None
    evidence: tuple[str, ...] = ()
    calculation: str | None = None
    title: str = ""
    title_en: str = ""
    message_en: str = ""
    figures: tuple[FindingFigure, ...] = ()
    tolerance: str | None = None


#: Every record class, in the order of the contract.
RECORD_TYPES: tuple[type[Record], ...] = (
    DocumentRecord,
    Section,
    Duty,
    FunctionalShift,
    Amount,
    Percentage,
    Quantity,
    Change,
    Reason,
    Spending,
    Economic,
    OfficialExpense,
    Procurement,
    Asset,
    Evaluation,
    Term,
    Citation,
    NilReturn,
    Table,
    OtherTable,
    Link,
    Finding,
)

#: Kind name → record class.
KINDS: dict[str, type[Record]] = {kind_name(cls): cls for cls in RECORD_TYPES}
