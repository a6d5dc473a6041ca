"""The nine tables of final accounts (部门决算), in the central form and its regional variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from generator.figures import MEETINGS, TRAINING, Accounts, Line
from generator.forms.contradicting import contradicting
from generator.forms.rows import Row, class_rows, economic_rows, figure, head, side_by_side
from generator.model import Cell, Table
from generator.telling import Teller, chinese, classes_of, total

SUMMARY, INCOME, EXPENDITURE = "income_expenditure_summary", "income", "expenditure"
APPROPRIATION, GENERAL, BASIC = "appropriation_summary", "general_expenditure", "general_basic_expenditure"
GOVERNMENT_FUND, STATE_CAPITAL, OFFICIAL = "government_fund", "state_capital", "official_expense"

PROJECT = "general_project"  # a table of some provinces, none of the nine

#: The nine tables in the order of the central form since 2022; before, and in some places still, 三公 was seventh.
CENTRAL = (
    *(SUMMARY, INCOME, EXPENDITURE, APPROPRIATION, GENERAL, BASIC, GOVERNMENT_FUND, STATE_CAPITAL, OFFICIAL),
)
OFFICIAL_SEVENTH = (*CENTRAL[:6], OFFICIAL, GOVERNMENT_FUND, STATE_CAPITAL)

TITLES = {
    SUMMARY: "收入支出决算总表",
    INCOME: "收入决算表",
    EXPENDITURE: "支出决算表",
    APPROPRIATION: "财政拨款收入支出决算总表",
    GENERAL: "一般公共预算财政拨款支出决算表",
    BASIC: "一般公共预算财政拨款基本支出决算表",
    GOVERNMENT_FUND: "政府性基金预算财政拨款收入支出决算表",
    STATE_CAPITAL: "国有资本经营预算财政拨款收入支出决算表",
    OFFICIAL: "财政拨款“三公”经费支出决算表",
    PROJECT: "一般公共预算财政拨款项目支出决算表",
}
INCOME_KINDS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
GRANTS = ("一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款")


@dataclass(frozen=True, slots=True)
class FinalAccountsForms:
    """The nine tables as one office prints them.

    `order` of the tables and their `titles` (those not named are the central ones); `number` takes the number of
    a table, `None` prints none; `listed` its number in the contents, Arabic (`{}`) or `{chinese}`. `foot_total`
    sets 合计 below the classes of every table, else it stands above but for the general expenditure.
    `line_numbers` prints the column 行次 and the row 栏次; `general_balance` what the general budget brought and
    left beside what it spent. `fees` sets meetings and training (会议费、培训费) beside the 三公经费, a row for
    the budget and one for the outcome; `order` may name `PROJECT`, none of the nine. `empty_note` takes `{body}`,
    `{year}` and `{fund}`.
    """

    order: tuple[str, ...] = CENTRAL
    titles: dict[str, str] = field(default_factory=dict)
    number: str | None = "公开{:02}表"
    issuer_line: str | None = "部门：{body}"
    unit_line: str = "金额单位：万元"
    listed: str | None = "{chinese}、"
    notes: bool = True
    foot_total: bool = False
    line_numbers: bool = False
    reception_first: bool = False
    general_balance: bool = False
    fees: bool = False
    official_note: str = "注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为全年预算数。"
    empty_note: str = "说明：{body}本年度没有{fund}收入和支出，故本表无数据。"
    wide: bool = True  # tables with many columns on landscape pages

    def tables(self, books: Accounts, teller: Teller) -> Iterator[Table]:
        """Yield the tables in order, each told."""
        before = ""
        for place, key in enumerate(self.order, 1):
            make = partial(_MAKERS[key], self, teller=teller, place=place)
            table = contradicting(key, books, teller.mistakes, make)
            if key != SUMMARY and teller.mistakes.due("missing_table"):
                teller.mistakes.note("missing_table", before, table.title)
                continue
            before = table.title
            yield table if table.key is None else teller.table(table)
            if not table.empty and table.key is not None and teller.mistakes.due("doubled_table"):
                teller.mistakes.note("doubled_table", table.title, "")
                yield table

    def frame(
        self,
        books: Accounts,
        place: int,
        key: str,
        widths: tuple[float, ...],
        *,
        head_rows: tuple[Row, ...],
        body: list[Row],
        note: str,
        landscape: bool = False,
        empty: bool = False,
    ) -> Table:
        """Return a table with all that stands around it."""
        name = books.body.name
        return Table(
            title=self.titles.get(key, TITLES[key]),
            widths=widths,
            head=head_rows,
            body=tuple(body),
            key=key,
            number=None if self.number is None else self.number.format(place),
            issuer_line=None if self.issuer_line is None else self.issuer_line.format(body=name, year=books.year),
            unit_line=self.unit_line,
            notes=(note,) if note and (self.notes or empty) else (),
            landscape=landscape and self.wide,
            empty=empty,
            listed=None if self.listed is None else self.listed.format(place, chinese=chinese(place)),
        )

    def by_class(self, lines: tuple[Line, ...], names: tuple[str, ...], teller: Teller) -> list[Row]:
        """Return a numbered row for each 类: 一、一般公共服务支出; a name that is "" leaves its column blank."""
        rows = []
        for number, below in enumerate(classes_of(lines), 1):
            cells = (figure(teller.figure(total(below, name)) if name else "") for name in names)
            rows.append((Cell(f"{chinese(number)}、{below[0].path[0]}"), *cells))
        return rows

    def two_sided(self, rows: list[Row], heads: tuple[Row, ...], left: int) -> tuple[list[Row], tuple[Row, ...]]:
        """Return rows and head of a table of income and spending, with 行次 and 栏次 if so printed."""
        if not self.line_numbers:
            return rows, heads
        numbered: list[Row] = []
        for n, row in enumerate(rows, 1):
            one, other = Cell(str(n), align="center"), Cell(str(n + len(rows)), align="center")
            numbered.append((row[0], one, *row[1:left], row[left], other, *row[left + 1 :]))
        top, names = heads
        widened = (_wider(top[0]), _wider(top[1]))
        ordinal = Cell("行次", align="center")
        labelled = (names[0], ordinal, *names[1:left], names[left], ordinal, *names[left + 1 :])
        columns = len(names) - 2
        first, second = left - 1, columns - (left - 1)
        below = (
            *(Cell("栏次", align="center"), Cell("")),
            *(Cell(str(n), align="center") for n in range(1, first + 1)),
            *(Cell("栏次", align="center"), Cell("")),
            *(Cell(str(n), align="center") for n in range(first + 1, first + second + 1)),
        )
        return numbered, (widened, labelled, below)

    def class_table(
        self, lines: tuple[Line, ...], columns: tuple[str, ...], teller: Teller, *, foot: bool = False
    ) -> list[Row]:
        """Return the rows of the classes with 合计 above or below them."""
        sums, rows = class_rows(lines, columns, teller.figure)
        return [*rows, sums] if foot or self.foot_total else [sums, *rows]


def _wider(cell: Cell) -> Cell:
    return Cell(cell.text, cell.rows, cell.columns + 1, cell.align)


def _pair(left: str, left_figure: str, right: str, *right_figures: str) -> Row:
    cells = (figure(each) for each in right_figures)
    return (Cell(left, align="center"), figure(left_figure), Cell(right, align="center"), *cells)


def _shares(widths: tuple[float, ...], forms: FinalAccountsForms, left: int) -> tuple[float, ...]:
    """Return the widths of a two-sided table, with room for the two columns 行次 if they are printed."""
    if not forms.line_numbers:
        return widths
    narrow = 0.06
    kept = tuple(width * (1 - 2 * narrow) for width in widths)
    return (kept[0], narrow, *kept[1:left], kept[left], narrow, *kept[left + 1 :])


def _class_head(*columns: str, over: str | None = None) -> tuple[Row, ...]:
    """Return a head of two rows: 项目 over code and name; the columns span both rows, or stand under `over`."""
    if over is None:
        return (
            head(("项目", 2), *((column, 1, 2) for column in columns)),
            head("功能分类科目编码", "科目名称"),
        )
    return head(("项目", 2), (over, len(columns))), head("功能分类科目编码", "科目名称", *columns)


def _summary(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    wan = teller.figure
    rest = [(Cell(f"{chinese(n)}、{kind}"), Cell("")) for n, kind in enumerate(INCOME_KINDS, 4)]
    fund = total(books.fund_lines, "appropriation")
    incomes = [
        (Cell("一、一般公共预算财政拨款收入"), figure(wan(total(books.general_lines, "appropriation")))),
        (Cell("二、政府性基金预算财政拨款收入"), figure(wan(fund) if fund else "")),
        (Cell("三、国有资本经营预算财政拨款收入"), Cell("")),
        *rest,
        (Cell("八、其他收入"), figure(wan(books.of("other")))),
    ]
    foot = [
        _pair("本年收入合计", wan(books.of("income")), "本年支出合计", wan(books.of("total"))),
        _pair("使用非财政拨款结余", "", "结余分配", ""),
        _pair("年初结转和结余", wan(books.of("carried_in")), "年末结转和结余", wan(books.of("carried_out"))),
        _pair("总计", wan(books.grand_total), "总计", wan(books.of("total") + books.of("carried_out"))),
    ]
    rows = [*side_by_side(incomes, forms.by_class(books.lines, ("total",), teller), 2, 2), *foot]
    heads = (head(("收入", 2), ("支出", 2)), head("项目", "决算数", "项目", "决算数"))
    body, head_rows = forms.two_sided(rows, heads, 2)
    return forms.frame(
        books,
        place,
        SUMMARY,
        _shares((0.34, 0.16, 0.34, 0.16), forms, 2),
        head_rows=head_rows,
        body=body,
        note="注：本表反映部门本年度的总收支和年末结转结余情况。",
    )


def _income(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    columns = ("本年收入合计", "财政拨款收入", *INCOME_KINDS, "其他收入")
    return forms.frame(
        books,
        place,
        INCOME,
        (0.1, 0.25, 0.11, 0.11, 0.08, 0.08, 0.08, 0.1, 0.09),
        head_rows=_class_head(*columns),
        body=forms.class_table(books.lines, ("income", "appropriation", "", "", "", "", "other"), teller),
        note="注：本表反映部门本年度取得的各项收入情况。",
        landscape=True,
    )


def _expenditure(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    columns = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    return forms.frame(
        books,
        place,
        EXPENDITURE,
        (0.11, 0.27, 0.12, 0.12, 0.12, 0.08, 0.08, 0.1),
        head_rows=_class_head(*columns),
        body=forms.class_table(books.lines, ("total", "basic", "project_and_other", "", "", ""), teller),
        note="注：本表反映部门本年度各项支出情况。",
        landscape=True,
    )


def _appropriation(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    wan = teller.figure

    def or_blank(yuan: Decimal) -> str:
        return wan(yuan) if yuan else ""

    fund = books.of("government_fund")
    incomes = [
        (Cell(GRANTS[0]), figure(wan(total(books.general_lines, "appropriation")))),
        (Cell(GRANTS[1]), figure(or_blank(fund))),
        (Cell(GRANTS[2]), Cell("")),
    ]
    spending = [
        (
            Cell(f"{chinese(n)}、{below[0].path[0]}"),
            figure(wan(total(below, "granted"))),
            figure(or_blank(total(below, "general"))),
            figure(or_blank(total(below, "government_fund"))),
            Cell(""),
        )
        for n, below in enumerate(classes_of(books.lines), 1)
    ]
    general, left = books.of("general"), books.of("carried_out")
    brought = books.of("carried_in")
    both = (wan(general + fund), wan(general), or_blank(fund), "")
    foot = [
        _pair("本年收入合计", wan(books.of("appropriation")), "本年支出合计", *both),
        _pair("年初财政拨款结转和结余", wan(brought), "年末财政拨款结转和结余", wan(left), wan(left), "", ""),
        (Cell(GRANTS[0]), figure(wan(brought)), *(Cell(""),) * 5),
        *((Cell(grant), *(Cell(""),) * 6) for grant in GRANTS[1:]),
        _pair(
            *("总计", wan(general + fund + left), "总计", wan(general + fund + left), wan(general + left)),
            *(or_blank(fund), ""),
        ),
    ]
    columns = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    heads = (head(("收入", 2), ("支出", 5)), head("项目", "决算数", "项目", *columns))
    body, head_rows = forms.two_sided([*side_by_side(incomes, spending, 2, 5), *foot], heads, 2)
    return forms.frame(
        books,
        place,
        APPROPRIATION,
        _shares((0.23, 0.11, 0.23, 0.1, 0.11, 0.11, 0.11), forms, 2),
        head_rows=head_rows,
        body=body,
        note="注：本表反映部门本年度财政拨款总收支和结转结余情况。",
        landscape=True,
    )


def _general(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    if forms.general_balance:
        columns = ("carried_in", "appropriation", "general", "basic", "project", "carried_out")
        return forms.frame(
            books,
            place,
            GENERAL,
            _FUND_WIDTHS,
            head_rows=_FUND_HEAD,
            body=forms.class_table(books.general_lines, columns, teller),
            note="注：本表反映部门本年度一般公共预算财政拨款的收入、支出及年末结转结余情况。",
            landscape=True,
        )
    return forms.frame(
        books,
        place,
        GENERAL,
        (0.16, 0.36, 0.16, 0.16, 0.16),
        head_rows=_class_head("合计", "基本支出", "项目支出", over="本年支出"),
        body=forms.class_table(books.general_lines, ("general", "basic", "project"), teller, foot=True),
        note="注：本表反映部门本年度一般公共预算财政拨款支出情况。",
    )


def _basic(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    left = economic_rows([item for item in books.economic if item.group == "personnel"], teller.figure)
    right = economic_rows([item for item in books.economic if item.group == "public"], teller.figure)
    foot = (
        Cell("人员经费合计", columns=2, align="center"),
        figure(teller.figure(books.group("personnel"))),
        Cell("公用经费合计", columns=2, align="center"),
        figure(teller.figure(books.group("public"))),
    )
    return forms.frame(
        books,
        place,
        BASIC,
        (0.12, 0.24, 0.14, 0.12, 0.24, 0.14),
        head_rows=(
            head(("人员经费", 3), ("公用经费", 3)),
            head("经济分类科目编码", "科目名称", "决算数", "经济分类科目编码", "科目名称", "决算数"),
        ),
        body=[*side_by_side(left, right, 3, 3), foot],
        note="注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
    )


def _project(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    lines = tuple(line for line in books.general_lines if line.project)
    table = forms.frame(
        books,
        place,
        PROJECT,
        (0.2, 0.5, 0.3),
        head_rows=(head("功能分类科目编码", "科目名称", "决算数"),),
        body=forms.class_table(lines, ("project",), teller),
        note="注：本表反映部门本年度一般公共预算财政拨款项目支出情况。",
    )
    return replace(table, key=None)


_FUND_HEAD = (
    head(("项目", 2), ("年初结转和结余", 1, 2), ("本年收入", 1, 2), ("本年支出", 3), ("年末结转和结余", 1, 2)),
    head("功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"),
)
_FUND_WIDTHS = (0.12, 0.24, 0.11, 0.11, 0.1, 0.1, 0.11, 0.11)


def _nil(forms: FinalAccountsForms, books: Accounts, place: int, key: str, fund: str) -> Table:
    blank = tuple((Cell(""),) * 8 for _ in range(3))
    sums = (Cell("合计", columns=2, align="center"), *(Cell(""),) * 6)
    return forms.frame(
        books,
        place,
        key,
        _FUND_WIDTHS,
        head_rows=_FUND_HEAD,
        body=[sums, *blank],
        note=forms.empty_note.format(body=books.body.name, year=books.year, fund=fund),
        empty=True,
    )


def _government_fund(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    if not books.fund_lines:
        return _nil(forms, books, place, GOVERNMENT_FUND, "政府性基金预算财政拨款")
    columns = ("", "appropriation", "government_fund", "basic", "project", "")
    return forms.frame(
        books,
        place,
        GOVERNMENT_FUND,
        _FUND_WIDTHS,
        head_rows=_FUND_HEAD,
        body=forms.class_table(books.fund_lines, columns, teller),
        note="注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转结余情况。",
    )


def _state_capital(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    return _nil(forms, books, place, STATE_CAPITAL, "国有资本经营预算财政拨款")


def _official(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    if forms.fees:
        return _official_and_fees(forms, books, teller, place)
    vehicles = (books.vehicles, books.purchase, books.running)
    reception, abroad = books.reception, books.abroad
    half: tuple[str | tuple[str, int] | tuple[str, int, int], ...]
    if forms.reception_first:
        parts = (books.official, abroad, reception, *vehicles)
        half = ("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务接待费", 1, 2), ("公务用车购置及运行维护费", 3)
    else:
        parts = (books.official, abroad, *vehicles, reception)
        half = ("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务用车购置及运行维护费", 3), ("公务接待费", 1, 2)
    whole = ("小计", "公务用车购置费", "公务用车运行维护费")
    cells = [figure(teller.figure(part.budget)) for part in parts]
    cells += [figure(teller.figure(part.final)) for part in parts]
    return forms.frame(
        books,
        place,
        OFFICIAL,
        (1 / 12,) * 12,
        head_rows=(head(("预算数", 6), ("决算数", 6)), head(*half, *half), head(*whole, *whole)),
        body=[tuple(cells)],
        note=forms.official_note,
        landscape=True,
    )


def _official_and_fees(forms: FinalAccountsForms, books: Accounts, teller: Teller, place: int) -> Table:
    parts = (books.official, books.abroad, books.reception, books.vehicles, books.purchase, books.running)
    budgets = (*(part.budget for part in parts), *(books.fee_budgets[code] for code in (MEETINGS, TRAINING)))
    finals = (*(part.final for part in parts), *(books.paid_as(code) for code in (MEETINGS, TRAINING)))
    body: list[Row] = [
        (Cell(name, align="center"), *(figure(teller.figure(yuan)) for yuan in row))
        for name, row in (("预算数", budgets), ("决算数", finals))
    ]
    vehicles = ("小计", "公务用车购置费", "公务用车运行维护费")
    return forms.frame(
        books,
        place,
        OFFICIAL,
        (1 / 9,) * 9,
        head_rows=(
            head(("项目", 1, 3), ("财政拨款“三公”经费", 6), ("会议费", 1, 3), ("培训费", 1, 3)),
            head(
                *((name, 1, 2) for name in ("合计", "因公出国（境）费", "公务接待费")),
                ("公务用车购置及运行维护费", 3),
            ),
            head(*vehicles),
        ),
        body=body,
        note=forms.official_note,
        landscape=True,
    )


_MAKERS = {
    SUMMARY: _summary,
    INCOME: _income,
    EXPENDITURE: _expenditure,
    APPROPRIATION: _appropriation,
    GENERAL: _general,
    BASIC: _basic,
    GOVERNMENT_FUND: _government_fund,
    STATE_CAPITAL: _state_capital,
    OFFICIAL: _official,
    PROJECT: _project,
}
