"""The tables of a department budget (部门预算): figures in 元, the code in three columns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures import Accounts, Line
from generator.forms.rows import Row, class_rows, economic_rows, figure, head, side_by_side
from generator.model import Cell, Table
from generator.printing import Printing
from generator.telling import Teller, chinese, classes_of, total

EMPTY_ROWS = 4
_IN_WAN = Printing()


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.0f}"


def budget_tables(books: Accounts, teller: Teller) -> Iterator[Table]:
    """Yield the nine tables of a budget, each told."""
    makers = (_summary, _income, _expenditure, _appropriation, _general, _government_fund, _state_capital, _basic)
    for number, make in enumerate((*makers, _official), 1):
        key, title, widths, head_rows, body, landscape = make(books)
        empty = key == "state_capital" or (key == "government_fund" and not books.fund_lines)
        money = "政府性基金预算" if key == "government_fund" else "国有资本经营预算"
        table = Table(
            title=f"{books.year}年部门{title}",
            widths=widths,
            head=head_rows,
            body=tuple(body),
            key=key,
            issuer_line=f"编制部门：{books.body.name}",
            unit_line="单位：万元" if key == "official_expense" else "单位：元",
            notes=(f"注：本部门{books.year}年无{money}财政拨款安排的预算，故本表为空表。",) if empty else (),
            landscape=landscape,
            empty=empty,
            listed=f"{number}.",
        )
        yield teller.table(table)


_Form = tuple[str, str, tuple[float, ...], tuple[Row, ...], list[Row], bool]


def _by_class(books: Accounts, *names: str) -> list[Row]:
    return [
        (Cell(f"{chinese(n)}、{lines[0].path[0]}"), *(figure(_yuan(total(lines, name))) for name in names))
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]


def _or_blank(amount: Decimal) -> str:
    return _yuan(amount) if amount else ""


def _totals(left: Decimal, *right: str) -> Row:
    return (
        Cell("收入总计", align="center"),
        figure(_yuan(left)),
        Cell("支出总计", align="center"),
        *map(figure, right),
    )


def _summary(books: Accounts) -> _Form:
    grant, other = books.of("granted"), books.of("other")
    incomes = [
        (Cell("一、财政拨款收入"), figure(_yuan(grant))),
        (Cell("1.一般公共预算资金"), figure(_yuan(books.of("general")))),
        (Cell("2.政府性基金"), figure(_or_blank(books.of("government_fund")))),
        (Cell("3.国有资本经营预算"), Cell("")),
        (Cell("二、事业收入"), Cell("")),
        (Cell("三、事业单位经营收入"), Cell("")),
        (Cell("四、其他收入"), figure(_yuan(other))),
    ]
    rows = side_by_side(incomes, _by_class(books, "total"), 2, 2)
    return (
        "income_expenditure_summary",
        "财务收支预算总表",
        (0.32, 0.18, 0.32, 0.18),
        (head(("本年收入", 2), ("本年支出", 2)), head("项目", "预算数", "项目", "预算数")),
        [*rows, _totals(grant + other, _yuan(books.of("total")))],
        False,
    )


def _class_head(over: str, *columns: str) -> tuple[Row, ...]:
    return (
        head(("项目", 4), (over, len(columns))),
        head(("功能分类科目编码", 3), ("功能分类科目名称", 1, 2), *((column, 1, 2) for column in columns)),
        head("类", "款", "项"),
    )


def _income(books: Accounts) -> _Form:
    sums, rows = class_rows(books.lines, ("income", "granted", "", "", "other"), _yuan, split_code=True)
    columns = ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")
    return (
        "income",
        "收入预算总表",
        (0.06, 0.05, 0.05, 0.27, 0.13, 0.13, 0.1, 0.11, 0.1),
        _class_head("收入预算", *columns),
        [*rows, sums],
        True,
    )


def _expenditure(books: Accounts) -> _Form:
    sums, rows = class_rows(books.lines, ("total", "basic", "project_and_other"), _yuan, split_code=True)
    return (
        "expenditure",
        "支出预算总表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head("支出预算", "合计", "基本支出", "项目支出"),
        [*rows, sums],
        False,
    )


def _appropriation(books: Accounts) -> _Form:
    general, fund = books.of("general"), books.of("government_fund")
    incomes = [
        (Cell("一、一般公共预算资金"), figure(_yuan(general))),
        (Cell("二、政府性基金"), figure(_or_blank(fund))),
        (Cell("三、国有资本经营预算"), Cell("")),
    ]
    spending = [
        (
            Cell(f"{chinese(n)}、{lines[0].path[0]}"),
            figure(_yuan(total(lines, "granted"))),
            figure(_or_blank(total(lines, "general"))),
            figure(_or_blank(total(lines, "government_fund"))),
            Cell(""),
        )
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]
    sums = _totals(general + fund, _yuan(general + fund), _yuan(general), _or_blank(fund), "")
    columns = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    return (
        "appropriation_summary",
        "财政拨款收支预算总表",
        (0.22, 0.12, 0.22, 0.12, 0.12, 0.1, 0.1),
        (head(("财政拨款收入", 2), ("财政拨款支出", 5)), head("项目", "预算数", "项目", *columns)),
        [*side_by_side(incomes, spending, 2, 5), sums],
        True,
    )


def _general(books: Accounts) -> _Form:
    return _by_function("general_expenditure", "一般公共预算", books.general_lines)


def _by_function(key: str, money: str, lines: tuple[Line, ...]) -> _Form:
    sums, rows = class_rows(lines, ("granted", "basic", "project"), _yuan, split_code=True)
    if not lines:
        rows = [(Cell(""),) * 7 for _ in range(EMPTY_ROWS)]
        sums = (Cell("合计", columns=4, align="center"), *(Cell(""),) * 3)
    return (
        key,
        f"{money}支出功能分类预算表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head(f"{money}支出", "合计", "基本支出", "项目支出"),
        [*rows, sums],
        False,
    )


def _government_fund(books: Accounts) -> _Form:
    return _by_function("government_fund", "政府性基金预算", books.fund_lines)


def _state_capital(books: Accounts) -> _Form:
    return _by_function("state_capital", "国有资本经营预算", ())


def _basic(books: Accounts) -> _Form:
    rows: list[Row] = []
    groups = {item.code: item.group for item in books.economic}
    groups |= {code[:3]: group for code, group in groups.items()}
    for code, name, cell in economic_rows(books.economic, _yuan):
        personnel = groups[code.text] == "personnel"
        split = figure(cell.text) if personnel else figure("0"), figure("0") if personnel else figure(cell.text)
        parts = (Cell(code.text[:3], align="center"), Cell(code.text[3:], align="center"))
        rows.append((*parts, name, cell, *split))
    sums = (books.of("basic"), books.group("personnel"), books.group("public"))
    return (
        "general_basic_expenditure",
        "一般公共预算基本支出部门预算经济分类预算表",
        (0.08, 0.07, 0.35, 0.17, 0.17, 0.16),
        (
            head(("项目", 3), ("一般公共预算基本支出", 3)),
            head(("部门预算经济分类科目编码", 2), ("经济分类科目名称", 1, 2), *((each, 1, 2) for each in _GROUPS)),
            head("类", "款"),
        ),
        [*rows, (Cell("合计", columns=3, align="center"), *(figure(_yuan(each)) for each in sums))],
        False,
    )


_GROUPS = ("合计", "人员经费", "公用经费")


def _official(books: Accounts) -> _Form:
    parts = (books.official, books.abroad, books.reception, books.vehicles, books.purchase, books.running)
    cells = [figure(_IN_WAN.figure(part.budget)) for part in parts]
    return (
        "official_expense",
        "“三公”经费和机关运行经费预算表",
        (0.14, 0.16, 0.14, 0.14, 0.14, 0.14, 0.14),
        (
            head(("“三公”经费预算数", 6), ("机关运行经费预算数", 1, 3)),
            head(("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务接待费", 1, 2), ("公务用车购置及运行费", 3)),
            head("小计", "购置费", "运行费"),
        ),
        [(*cells, figure(_IN_WAN.figure(books.group("public"))))],
        True,
    )
