"""The nine tables of a department budget (部门预算), the code in three columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.figures import ZERO, Accounts, Line
from generator.forms.rows import Row, class_rows, economic_rows, figure, head, side_by_side
from generator.model import Cell, Table
from generator.printing import Printing
from generator.telling import Teller, chinese, classes_of, total

EMPTY_ROWS = 4
IN_YUAN = Printing(unit="元", places=0, separators=True)
IN_WAN = Printing()
ORDER = (
    *("income_expenditure_summary", "income", "expenditure", "appropriation_summary", "general_expenditure"),
    *("government_fund", "state_capital", "general_basic_expenditure", "official_expense"),
)


@dataclass(frozen=True, slots=True)
class BudgetForms:
    """The nine tables of a budget as one office prints them.

    `order` of the tables and their `titles` (those not named are Shanghai's), each after `prefix`; `number` takes
    the number of a table, `None` prints none; `listed` is its number in the contents. Figures are printed by
    `printing`, those of the 三公经费 by `official`. `{year}`, `{body}`, `{fund}`, `{}` (the place, Arabic) and
    `{chinese}` (the place in Chinese numerals) are filled in.
    """

    order: tuple[str, ...] = ORDER
    titles: dict[str, str] = field(default_factory=dict)
    prefix: str = "{year}年部门"
    number: str | None = None
    issuer_line: str | None = "编制部门：{body}"
    listed: str | None = "{}."
    printing: Printing = IN_YUAN
    official: Printing = IN_WAN
    empty_note: str = "注：本部门{year}年无{fund}财政拨款安排的预算，故本表为空表。"

    def tables(self, books: Accounts, teller: Teller) -> Iterator[Table]:
        """Yield the tables in order, each told."""
        for place, key in enumerate(self.order, 1):
            title, widths, head_rows, body, landscape = _MAKERS[key](self, books)
            empty = key == "state_capital" or (key == "government_fund" and not books.fund_lines)
            fund = "政府性基金预算" if key == "government_fund" else "国有资本经营预算"
            named = {"year": books.year, "body": books.body.name, "chinese": chinese(place), "fund": fund}
            printing = self.official if key == "official_expense" else self.printing
            table = Table(
                title=(self.prefix + self.titles.get(key, title)).format(place, **named),
                widths=widths,
                head=head_rows,
                body=tuple(body),
                key=key,
                number=None if self.number is None else self.number.format(place, **named),
                issuer_line=None if self.issuer_line is None else self.issuer_line.format(**named),
                unit_line=f"单位：{printing.unit}",
                notes=(self.empty_note.format(**named),) if empty else (),
                landscape=landscape,
                empty=empty,
                listed=None if self.listed is None else self.listed.format(place, **named),
            )
            yield teller.table(table)

    def figure(self, amount: Decimal) -> str:
        """Return a figure of any table but that of the 三公经费."""
        return self.printing.figure(amount)

    def or_blank(self, amount: Decimal) -> str:
        """Return the figure, and nothing for a zero."""
        return self.figure(amount) if amount else ""


#: Title, widths of the columns, head, body, whether on a landscape page.
_Form = tuple[str, tuple[float, ...], tuple[Row, ...], list[Row], bool]


def _by_class(forms: BudgetForms, books: Accounts, *names: str) -> list[Row]:
    return [
        (Cell(f"{chinese(n)}、{lines[0].path[0]}"), *(figure(forms.figure(total(lines, name))) for name in names))
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]


def _totals(forms: BudgetForms, left: Decimal, *right: str) -> Row:
    return (
        Cell("收入总计", align="center"),
        figure(forms.figure(left)),
        Cell("支出总计", align="center"),
        *map(figure, right),
    )


def _summary(forms: BudgetForms, books: Accounts) -> _Form:
    grant, other = books.of("granted"), books.of("other")
    incomes = [
        (Cell("一、财政拨款收入"), figure(forms.figure(grant))),
        (Cell("1.一般公共预算资金"), figure(forms.figure(books.of("general")))),
        (Cell("2.政府性基金"), figure(forms.or_blank(books.of("government_fund")))),
        (Cell("3.国有资本经营预算"), Cell("")),
        (Cell("二、事业收入"), Cell("")),
        (Cell("三、事业单位经营收入"), Cell("")),
        (Cell("四、其他收入"), figure(forms.figure(other))),
    ]
    rows = side_by_side(incomes, _by_class(forms, books, "total"), 2, 2)
    return (
        "财务收支预算总表",
        (0.32, 0.18, 0.32, 0.18),
        (head(("本年收入", 2), ("本年支出", 2)), head("项目", "预算数", "项目", "预算数")),
        [*rows, _totals(forms, grant + other, forms.figure(books.of("total")))],
        False,
    )


def _class_head(over: str, *columns: str) -> tuple[Row, ...]:
    return (
        head(("项目", 4), (over, len(columns))),
        head(("功能分类科目编码", 3), ("功能分类科目名称", 1, 2), *((column, 1, 2) for column in columns)),
        head("类", "款", "项"),
    )


def _income(forms: BudgetForms, books: Accounts) -> _Form:
    sums, rows = class_rows(books.lines, ("income", "granted", "", "", "other"), forms.figure, split_code=True)
    columns = ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")
    return (
        "收入预算总表",
        (0.06, 0.05, 0.05, 0.27, 0.13, 0.13, 0.1, 0.11, 0.1),
        _class_head("收入预算", *columns),
        [*rows, sums],
        True,
    )


def _expenditure(forms: BudgetForms, books: Accounts) -> _Form:
    sums, rows = class_rows(books.lines, ("total", "basic", "project_and_other"), forms.figure, split_code=True)
    return (
        "支出预算总表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head("支出预算", "合计", "基本支出", "项目支出"),
        [*rows, sums],
        False,
    )


def _appropriation(forms: BudgetForms, books: Accounts) -> _Form:
    general, fund = books.of("general"), books.of("government_fund")
    incomes = [
        (Cell("一、一般公共预算资金"), figure(forms.figure(general))),
        (Cell("二、政府性基金"), figure(forms.or_blank(fund))),
        (Cell("三、国有资本经营预算"), Cell("")),
    ]
    spending = [
        (
            Cell(f"{chinese(n)}、{lines[0].path[0]}"),
            figure(forms.figure(total(lines, "granted"))),
            figure(forms.or_blank(total(lines, "general"))),
            figure(forms.or_blank(total(lines, "government_fund"))),
            Cell(""),
        )
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]
    sums = _totals(
        forms, general + fund, forms.figure(general + fund), forms.figure(general), forms.or_blank(fund), ""
    )
    columns = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    return (
        "财政拨款收支预算总表",
        (0.22, 0.12, 0.22, 0.12, 0.12, 0.1, 0.1),
        (head(("财政拨款收入", 2), ("财政拨款支出", 5)), head("项目", "预算数", "项目", *columns)),
        [*side_by_side(incomes, spending, 2, 5), sums],
        True,
    )


def _general(forms: BudgetForms, books: Accounts) -> _Form:
    return _by_function(forms, "一般公共预算", books.general_lines)


def _by_function(forms: BudgetForms, money: str, lines: tuple[Line, ...]) -> _Form:
    sums, rows = class_rows(lines, ("granted", "basic", "project"), forms.figure, split_code=True)
    if not lines:
        rows = [(Cell(""),) * 7 for _ in range(EMPTY_ROWS)]
        sums = (Cell("合计", columns=4, align="center"), *(Cell(""),) * 3)
    return (
        f"{money}支出功能分类预算表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head(f"{money}支出", "合计", "基本支出", "项目支出"),
        [*rows, sums],
        False,
    )


def _government_fund(forms: BudgetForms, books: Accounts) -> _Form:
    return _by_function(forms, "政府性基金预算", books.fund_lines)


def _state_capital(forms: BudgetForms, books: Accounts) -> _Form:
    return _by_function(forms, "国有资本经营预算", ())


def _basic(forms: BudgetForms, books: Accounts) -> _Form:
    rows: list[Row] = []
    nil = figure(forms.figure(ZERO))
    groups = {item.code: item.group for item in books.economic}
    groups |= {code[:3]: group for code, group in groups.items()}
    for code, name, cell in economic_rows(books.economic, forms.figure):
        personnel = groups[code.text] == "personnel"
        split = figure(cell.text) if personnel else nil, nil if personnel else figure(cell.text)
        parts = (Cell(code.text[:3], align="center"), Cell(code.text[3:], align="center"))
        rows.append((*parts, name, cell, *split))
    sums = (books.of("basic"), books.group("personnel"), books.group("public"))
    return (
        "一般公共预算基本支出部门预算经济分类预算表",
        (0.08, 0.07, 0.35, 0.17, 0.17, 0.16),
        (
            head(("项目", 3), ("一般公共预算基本支出", 3)),
            head(("部门预算经济分类科目编码", 2), ("经济分类科目名称", 1, 2), *((each, 1, 2) for each in _GROUPS)),
            head("类", "款"),
        ),
        [*rows, (Cell("合计", columns=3, align="center"), *(figure(forms.figure(each)) for each in sums))],
        False,
    )


_GROUPS = ("合计", "人员经费", "公用经费")


def _official(forms: BudgetForms, books: Accounts) -> _Form:
    parts = (books.official, books.abroad, books.reception, books.vehicles, books.purchase, books.running)
    cells = [figure(forms.official.figure(part.budget)) for part in parts]
    return (
        "“三公”经费和机关运行经费预算表",
        (0.14, 0.16, 0.14, 0.14, 0.14, 0.14, 0.14),
        (
            head(("“三公”经费预算数", 6), ("机关运行经费预算数", 1, 3)),
            head(("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务接待费", 1, 2), ("公务用车购置及运行费", 3)),
            head("小计", "购置费", "运行费"),
        ),
        [(*cells, figure(forms.official.figure(books.group("public"))))],
        True,
    )


_MAKERS: dict[str, Callable[[BudgetForms, Accounts], _Form]] = {
    "income_expenditure_summary": _summary,
    "income": _income,
    "expenditure": _expenditure,
    "appropriation_summary": _appropriation,
    "general_expenditure": _general,
    "government_fund": _government_fund,
    "state_capital": _state_capital,
    "general_basic_expenditure": _basic,
    "official_expense": _official,
}
