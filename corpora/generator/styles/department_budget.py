"""A department budget (部门预算): tables in 元 with the code in three columns, prose in 万元, no parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.bodies import bodies
from generator.figures import ZERO, Accounts, accounts
from generator.model import Block, Cell, Contents, Cover, Disclosure, Heading, Paragraph, Row, Table
from generator.styles.tables import class_rows, economic_rows, figure, head, side_by_side
from generator.styles.telling import KINDS, WHY, Teller, chinese, classes_of, in_wan, total

CAUSE = "，主要原因是"
TERMS = ("财政拨款收入", "其他收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费", "政府采购")
EMPTY_ROWS = 4


def department_budget(seed: int) -> Disclosure:
    """Return the budget that `seed` stands for."""
    body = bodies()[seed % len(bodies())]
    year = 2024 + seed // len(bodies()) % 2
    books = accounts(body, year, seed, step=1, carry=False)
    teller = Teller(year, seed, stage="initial_budget", separators=not seed % 2)
    title = f"{body.name}{year}年部门预算"
    teller.tell_once(
        "document",
        title=title,
        issuer=body.name,
        region={"name": body.region_name, "code": body.region_code},
        fiscal_year=year,
        report="budget",
        scope="department",
    )
    name = f"department-budget-{seed}"
    blocks: tuple[Block, ...] = (
        Cover((f"{body.name}", f"{year}年部门预算")),
        Contents(),
        *_overview(books, teller),
        Heading(1, "三、", "名词解释"),
        *teller.terms(TERMS, "（{}）"),
        Heading(1, "四、", f"{year}年部门预算编制说明"),
        *_plan(books, teller),
        Heading(1, "五、", f"{year}年部门预算表"),
        *(teller.table(table) for table in _tables(books)),
        Heading(1, "六、", "其他相关情况说明"),
        *_others(books, teller),
    )
    return Disclosure(name, title, blocks, teller.truth(name, KINDS))


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "一、", "部门主要职能")
    yield Paragraph(f"{body.name}的主要职能包括：")
    yield from teller.duties(body)
    yield Heading(1, "二、", "部门机构设置")
    units = teller.count(len(body.units), "家", "预算单位")
    yield Paragraph(f"{body.name}部门预算是包括本级以及下属单位的综合收支计划，预算单位共{units}，具体包括：")
    for number, unit in enumerate(body.units, 1):
        yield Paragraph(f"{number}.{unit}。")


def _plan(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, before = books.year, f"比{books.year - 1}年预算"
    income, last = books.of("income"), books.of("last_year") + books.of("other")
    words = f"{year}年，{books.body.name}收入预算{teller.money(income, '收入预算')}，{before}"
    words += f"{teller.moved('收入预算', income, last, why='total', cue=CAUSE)}。其中："
    for name, yuan in (("财政拨款收入", books.of("general")), ("其他收入", books.of("other"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, income, name, '收入预算')}；"
    yield Paragraph(f"{words[:-1]}。")
    spent = books.of("total")
    words = f"支出预算{teller.money(spent, '支出预算')}，其中："
    for name, yuan in (("基本支出", books.of("basic")), ("项目支出", spent - books.of("basic"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, spent, name, '支出预算')}；"
    yield Paragraph(f"{words[:-1]}。")
    yield Paragraph("一般公共预算财政拨款支出主要内容如下：")
    for number, line in enumerate(books.lines, 1):
        path = "".join(f"{name}（{level}）" for name, level in zip(line.path, "类款项", strict=True))
        money = teller.money(line.general, line.path[2])
        teller.spending("项", line, line.general, purpose=line.purpose)
        yield Paragraph(f"{number}.“{path}”科目{money}，主要用于{line.purpose}。")


# -- tables ---------------------------------------------------------------------------------------------


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.0f}"


def _tables(books: Accounts) -> Iterator[Table]:
    makers = (_summary, _income, _expenditure, _appropriation, _general, _government_fund, _state_capital, _basic)
    for number, make in enumerate((*makers, _official), 1):
        key, title, widths, head_rows, body, landscape = make(books)
        empty = key in ("government_fund", "state_capital")
        money = "政府性基金预算" if key == "government_fund" else "国有资本经营预算"
        yield Table(
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


_Form = tuple[str, str, tuple[float, ...], tuple[Row, ...], list[Row], bool]


def _by_class(books: Accounts, name: str) -> list[tuple[Cell, Cell]]:
    return [
        (Cell(f"{chinese(n)}、{lines[0].path[0]}"), figure(_yuan(total(lines, name))))
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]


def _totals(left: Decimal, *right: str) -> Row:
    return (
        Cell("收入总计", align="center"),
        figure(_yuan(left)),
        Cell("支出总计", align="center"),
        *map(figure, right),
    )


def _summary(books: Accounts) -> _Form:
    grant, other = books.of("general"), books.of("other")
    incomes = [
        (Cell("一、财政拨款收入"), figure(_yuan(grant))),
        (Cell("1.一般公共预算资金"), figure(_yuan(grant))),
        (Cell("2.政府性基金"), Cell("")),
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
    sums, rows = class_rows(books.lines, ("income", "general", "", "", "other"), _yuan, split_code=True)
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
    grant = _yuan(books.of("general"))
    incomes = [
        (Cell("一、一般公共预算资金"), figure(grant)),
        (Cell("二、政府性基金"), Cell("")),
        (Cell("三、国有资本经营预算"), Cell("")),
    ]
    spending = [(name, cell, cell, Cell(""), Cell("")) for name, cell in _by_class(books, "general")]
    columns = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    return (
        "appropriation_summary",
        "财政拨款收支预算总表",
        (0.22, 0.12, 0.22, 0.12, 0.12, 0.1, 0.1),
        (head(("财政拨款收入", 2), ("财政拨款支出", 5)), head("项目", "预算数", "项目", *columns)),
        [*side_by_side(incomes, spending, 2, 5), _totals(books.of("general"), grant, grant, "", "")],
        True,
    )


def _general(books: Accounts) -> _Form:
    sums, rows = class_rows(books.lines, ("general", "basic", "project"), _yuan, split_code=True)
    return (
        "general_expenditure",
        "一般公共预算支出功能分类预算表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head("一般公共预算支出", "合计", "基本支出", "项目支出"),
        [*rows, sums],
        False,
    )


def _nil(key: str, money: str) -> _Form:
    rows: list[Row] = [(Cell(""),) * 7 for _ in range(EMPTY_ROWS)]
    rows.append((Cell("合计", columns=4, align="center"), *(Cell(""),) * 3))
    return (
        key,
        f"{money}支出功能分类预算表",
        (0.08, 0.06, 0.06, 0.35, 0.15, 0.15, 0.15),
        _class_head(f"{money}支出", "合计", "基本支出", "项目支出"),
        rows,
        False,
    )


def _government_fund(books: Accounts) -> _Form:
    return _nil("government_fund", "政府性基金预算")


def _state_capital(books: Accounts) -> _Form:
    return _nil("state_capital", "国有资本经营预算")


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
    cells = [figure(str(in_wan(part.budget))) for part in parts]
    return (
        "official_expense",
        "“三公”经费和机关运行经费预算表",
        (0.14, 0.16, 0.14, 0.14, 0.14, 0.14, 0.14),
        (
            head(("“三公”经费预算数", 6), ("机关运行经费预算数", 1, 3)),
            head(("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务接待费", 1, 2), ("公务用车购置及运行费", 3)),
            head("小计", "购置费", "运行费"),
        ),
        [(*cells, figure(str(in_wan(books.group("public")))))],
        True,
    )


# -- other matters --------------------------------------------------------------------------------------


def _others(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, before = books.year, f"比{books.year - 1}年预算"
    yield Heading(2, "（一）", f"{year}年“三公”经费预算情况说明")

    def line(item: str, measure: str, now: Decimal, last: Decimal) -> str:
        words = f"{measure}{teller.money(now, measure)}，"
        budget = str(int(in_wan(now) * 10000))
        teller.tell("official_expense", item=item, budget_yuan=budget, final_yuan=None)
        same = now == last
        moved = teller.moved(measure, now, last, why=WHY[item], cue=CAUSE, growth=False)
        return words + (f"与{books.year - 1}年预算持平" if same else before + moved)

    def last_year(now: Decimal, drawn: Decimal) -> Decimal:
        return drawn if now else ZERO

    parts = {
        "abroad": ("因公出国（境）费", books.abroad),
        "vehicle_purchase": ("公务用车购置费", books.purchase),
        "vehicle_running": ("公务用车运行费", books.running),
        "reception": ("公务接待费", books.reception),
    }
    last = {item: last_year(part.budget, part.last_year) for item, (_, part) in parts.items()}
    whole = line("total", "“三公”经费预算", books.official.budget, sum(last.values(), ZERO))
    yield Paragraph(f"{year}年{whole}。其中：")
    yield Paragraph(f"1.{line('abroad', '因公出国（境）费', books.abroad.budget, last['abroad'])}。")
    both = last["vehicle_purchase"] + last["vehicle_running"]
    words = f"2.{line('vehicles', '公务用车购置及运行费', books.vehicles.budget, both)}。其中："
    words += f"{line('vehicle_purchase', '公务用车购置费', books.purchase.budget, last['vehicle_purchase'])}；"
    words += f"{line('vehicle_running', '公务用车运行费', books.running.budget, last['vehicle_running'])}。"
    yield Paragraph(words)
    yield Paragraph(f"3.{line('reception', '公务接待费', books.reception.budget, last['reception'])}。")
    yield Heading(2, "（二）", "机关运行经费预算")
    public = teller.money(books.group("public"), "机关运行经费预算")
    yield Paragraph(f"{year}年{books.body.name}财政拨款的机关运行经费预算为{public}。")
    yield Heading(2, "（三）", "政府采购预算情况")
    kinds = {"货物": books.goods, "工程": books.works, "服务": books.services}
    # The total is that of the printed parts, as a clerk would add them up.
    whole_yuan = sum((in_wan(yuan) for yuan in kinds.values()), ZERO) * 10000
    words = f"{year}年本部门政府采购预算{teller.money(whole_yuan, '政府采购预算')}，其中："
    words += "、".join(
        f"政府采购{kind}预算{teller.money(yuan, f'政府采购{kind}预算')}" for kind, yuan in kinds.items()
    )
    yield Paragraph(f"{words}。")
    names = ("total", "goods", "works", "services")
    figures = (whole_yuan, *kinds.values())
    teller.tell_once(
        "procurement",
        **{f"{name}_yuan": str(int(in_wan(yuan) * 10000)) for name, yuan in zip(names, figures, strict=True)},
        sme_yuan=None,
        micro_yuan=None,
    )
    yield Heading(2, "（四）", "绩效目标设置情况")
    goals = teller.count(books.counts["goals"], "个", "编报绩效目标的项目")
    money = books.of("project")
    funds = teller.money(money, "编报绩效目标项目涉及资金", "other")
    yield Paragraph(f"按照预算绩效管理工作的总体要求，本部门编报绩效目标的项目{goals}，涉及项目预算资金{funds}。")
    empty = dict.fromkeys(("score", "grade", "budget_yuan", "executed_yuan", "completion"))
    teller.tell(
        "evaluations",
        subject="编报绩效目标",
        projects=books.counts["goals"],
        yuan=str(int(in_wan(money) * 10000)),
        **empty,
    )
    yield Heading(2, "（五）", "国有资产占有使用情况")
    words = f"截至{year - 1}年8月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', books.counts['vehicles_kept'], '辆')}，其中："
    types = {"机要通信用车": books.counts["confidential"], "其他用车": books.counts["other_vehicles"]}
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in types.items())
    item = f"单价{teller.money_as_printed('100', '设备单价', 'other')}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}；{item}{teller.asset(item, books.counts['equipment'], '台（套）')}。")
