"""Final accounts of a department (部门决算): nine tables in 万元 and prose derived from the same figures.

Order: overview, tables, explanations, glossary. Form numbers follow the numbering that has 三公 as table 09.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.bodies import bodies
from generator.figures import PAID_AS, ZERO, Accounts, Official, accounts
from generator.model import Block, Cell, Contents, Cover, Disclosure, Heading, Paragraph, Row, Table
from generator.styles.tables import class_rows, economic_rows, figure, head, side_by_side
from generator.styles.telling import KINDS, WHY, Teller, chinese, classes_of, in_wan, percent, total

CAUSE = "。主要原因是"
BUDGET_CAUSE = "的主要原因是"
INITIAL, FULL_YEAR = "年初预算", "全年预算"

INCOME_KINDS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
GRANTS = ("一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款")
TERMS = (
    *("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出"),
    *("“三公”经费", "机关运行经费", "绩效自评"),
)


def final_accounts(seed: int) -> Disclosure:
    """Return the final accounts that `seed` stands for."""
    body = bodies()[seed % len(bodies())]
    year = 2023 + seed // len(bodies()) % 2
    books = accounts(body, year, seed)
    teller = Teller(year, seed, stage="final_account", separators=bool(seed % 2))
    title = f"{body.name}{year}年度部门决算"
    teller.tell_once(
        "document",
        title=title,
        issuer=body.name,
        region={"name": body.region_name, "code": body.region_code},
        fiscal_year=year,
        report="final_accounts",
        scope="department",
    )
    name = f"final-accounts-{seed}"
    blocks: tuple[Block, ...] = (
        Cover((body.name, f"{year}年度部门决算")),
        Contents(),
        *_overview(books, teller),
        Heading(1, "第二部分", f"{year}年度部门决算表"),
        *_tables(books, teller),
        Heading(1, "第三部分", f"{year}年度部门决算情况说明"),
        *_explanations(books, teller),
        Heading(1, "第四部分", "名词解释"),
        *teller.terms(TERMS),
    )
    return Disclosure(name, title, blocks, teller.truth(name, KINDS))


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "第一部分", f"{body.name}概况")
    yield Heading(2, "一、", "部门职责")
    yield Paragraph(f"根据机构改革方案，{body.name}是主管相关事务的政府工作部门。主要职责是：")
    yield from teller.duties(body)
    yield Heading(2, "二、", "机构设置")
    units = teller.count(len(body.units), "个", "决算编制范围单位")
    yield Paragraph(f"纳入{body.name}{books.year}年度部门决算编制范围的单位共{units}，具体包括：")
    rows = tuple((Cell(str(n), align="center"), Cell(unit), Cell("")) for n, unit in enumerate(body.units, 1))
    yield Table(title="", widths=(0.12, 0.68, 0.2), head=(head("序号", "单位名称", "备注"),), body=rows)


# -- tables ---------------------------------------------------------------------------------------------


def _tables(books: Accounts, teller: Teller) -> Iterator[Block]:
    makers = (
        _summary,
        _income,
        _expenditure,
        _appropriation,
        _general,
        _basic,
        _government_fund,
        _state_capital,
        _official,
    )
    for number, make in enumerate(makers, 1):
        yield teller.table(make(books, teller, number))


def _table(
    books: Accounts,
    number: int,
    key: str,
    title: str,
    widths: tuple[float, ...],
    *,
    head_rows: tuple[Row, ...],
    body: list[Row],
    notes: tuple[str, ...],
    landscape: bool = False,
    empty: bool = False,
) -> Table:
    return Table(
        title=title,
        widths=widths,
        head=head_rows,
        body=tuple(body),
        key=key,
        number=f"公开{number:02}表",
        issuer_line=f"部门：{books.body.name}",
        unit_line="金额单位：万元",
        notes=notes,
        landscape=landscape,
        empty=empty,
        listed=f"{chinese(number)}、",
    )


def _by_class(books: Accounts, name: str, printed: Teller, extra_columns: int = 0) -> list[Row]:
    """Return a numbered row for each 类: 一、一般公共服务支出."""
    rows = []
    for number, lines in enumerate(classes_of(books.lines), 1):
        cell = figure(printed.wan(total(lines, name)))
        rows.append(
            (Cell(f"{chinese(number)}、{lines[0].path[0]}"), cell, *(Cell("") for _ in range(extra_columns)))
        )
    return rows


def _summary(books: Accounts, teller: Teller, number: int) -> Table:
    wan = teller.wan
    rest = [(Cell(f"{chinese(n)}、{kind}"), Cell("")) for n, kind in enumerate(INCOME_KINDS, 4)]
    incomes = [
        (Cell("一、一般公共预算财政拨款收入"), figure(wan(books.of("appropriation")))),
        (Cell("二、政府性基金预算财政拨款收入"), Cell("")),
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
    return _table(
        books,
        number,
        "income_expenditure_summary",
        "收入支出决算总表",
        (0.34, 0.16, 0.34, 0.16),
        head_rows=(head(("收入", 2), ("支出", 2)), head("项目", "决算数", "项目", "决算数")),
        body=[*side_by_side(incomes, _by_class(books, "total", teller), 2, 2), *foot],
        notes=("注：本表反映部门本年度的总收支和年末结转结余情况。",),
    )


def _pair(left: str, left_figure: str, right: str, *right_figures: str) -> Row:
    cells = (figure(each) for each in right_figures)
    return (Cell(left, align="center"), figure(left_figure), Cell(right, align="center"), *cells)


def _class_head(*columns: str, over: str | None = None) -> tuple[Row, ...]:
    """Return a head of two rows: 项目 over code and name; the columns span both rows, or stand under `over`."""
    if over is None:
        return (
            head(("项目", 2), *((column, 1, 2) for column in columns)),
            head("功能分类科目编码", "科目名称"),
        )
    return head(("项目", 2), (over, len(columns))), head("功能分类科目编码", "科目名称", *columns)


def _income(books: Accounts, teller: Teller, number: int) -> Table:
    columns = ("本年收入合计", "财政拨款收入", *INCOME_KINDS, "其他收入")
    sums, rows = class_rows(books.lines, ("income", "appropriation", "", "", "", "", "other"), teller.wan)
    return _table(
        books,
        number,
        "income",
        "收入决算表",
        (0.1, 0.25, 0.11, 0.11, 0.08, 0.08, 0.08, 0.1, 0.09),
        head_rows=_class_head(*columns),
        body=[sums, *rows],
        notes=("注：本表反映部门本年度取得的各项收入情况。",),
        landscape=True,
    )


def _expenditure(books: Accounts, teller: Teller, number: int) -> Table:
    columns = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    sums, rows = class_rows(books.lines, ("total", "basic", "project_and_other", "", "", ""), teller.wan)
    return _table(
        books,
        number,
        "expenditure",
        "支出决算表",
        (0.11, 0.27, 0.12, 0.12, 0.12, 0.08, 0.08, 0.1),
        head_rows=_class_head(*columns),
        body=[sums, *rows],
        notes=("注：本表反映部门本年度各项支出情况。",),
        landscape=True,
    )


def _appropriation(books: Accounts, teller: Teller, number: int) -> Table:
    wan = teller.wan
    incomes = [(Cell(GRANTS[0]), figure(wan(books.of("appropriation"))))]
    incomes += [(Cell(grant), Cell("")) for grant in GRANTS[1:]]
    spending = [
        (
            Cell(f"{chinese(n)}、{lines[0].path[0]}"),
            *(figure(wan(total(lines, "general"))),) * 2,
            Cell(""),
            Cell(""),
        )
        for n, lines in enumerate(classes_of(books.lines), 1)
    ]
    spent, left = wan(books.of("general")), wan(books.of("carried_out"))
    brought, whole = wan(books.of("carried_in")), wan(books.of("general") + books.of("carried_out"))
    year = wan(books.of("appropriation"))
    foot = [
        _pair("本年收入合计", year, "本年支出合计", spent, spent, "", ""),
        _pair("年初财政拨款结转和结余", brought, "年末财政拨款结转和结余", left, left, "", ""),
        (Cell(GRANTS[0]), figure(brought), *(Cell(""),) * 5),
        *((Cell(grant), *(Cell(""),) * 6) for grant in GRANTS[1:]),
        _pair("总计", whole, "总计", whole, whole, "", ""),
    ]
    columns = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    return _table(
        books,
        number,
        "appropriation_summary",
        "财政拨款收入支出决算总表",
        (0.23, 0.11, 0.23, 0.1, 0.11, 0.11, 0.11),
        head_rows=(head(("收入", 2), ("支出", 5)), head("项目", "决算数", "项目", *columns)),
        body=[*side_by_side(incomes, spending, 2, 5), *foot],
        notes=("注：本表反映部门本年度财政拨款总收支和结转结余情况。",),
        landscape=True,
    )


def _general(books: Accounts, teller: Teller, number: int) -> Table:
    sums, rows = class_rows(books.lines, ("general", "basic", "project"), teller.wan)
    return _table(
        books,
        number,
        "general_expenditure",
        "一般公共预算财政拨款支出决算表",
        (0.16, 0.36, 0.16, 0.16, 0.16),
        head_rows=_class_head("合计", "基本支出", "项目支出", over="本年支出"),
        body=[*rows, sums],
        notes=("注：本表反映部门本年度一般公共预算财政拨款支出情况。",),
    )


def _basic(books: Accounts, teller: Teller, number: int) -> Table:
    left = economic_rows([item for item in books.economic if item.group == "personnel"], teller.wan)
    right = economic_rows([item for item in books.economic if item.group == "public"], teller.wan)
    foot = (
        Cell("人员经费合计", columns=2, align="center"),
        figure(teller.wan(books.group("personnel"))),
        Cell("公用经费合计", columns=2, align="center"),
        figure(teller.wan(books.group("public"))),
    )
    return _table(
        books,
        number,
        "general_basic_expenditure",
        "一般公共预算财政拨款基本支出决算表",
        (0.12, 0.24, 0.14, 0.12, 0.24, 0.14),
        head_rows=(
            head(("人员经费", 3), ("公用经费", 3)),
            head("经济分类科目编码", "科目名称", "决算数", "经济分类科目编码", "科目名称", "决算数"),
        ),
        body=[*side_by_side(left, right, 3, 3), foot],
        notes=("注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",),
    )


_FUND_HEAD = (
    head(("项目", 2), ("年初结转和结余", 1, 2), ("本年收入", 1, 2), ("本年支出", 3), ("年末结转和结余", 1, 2)),
    head("功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"),
)


def _nil_table(books: Accounts, number: int, key: str, title: str, money: str) -> Table:
    blank = tuple((Cell(""),) * 8 for _ in range(3))
    sums = (Cell("合计", columns=2, align="center"), *(Cell(""),) * 6)
    return _table(
        books,
        number,
        key,
        title,
        (0.12, 0.24, 0.11, 0.11, 0.1, 0.1, 0.11, 0.11),
        head_rows=_FUND_HEAD,
        body=[sums, *blank],
        notes=(f"说明：{books.body.name}本年度没有{money}收入和支出，故本表无数据。",),
        empty=True,
    )


def _government_fund(books: Accounts, teller: Teller, number: int) -> Table:
    title = "政府性基金预算财政拨款收入支出决算表"
    return _nil_table(books, number, "government_fund", title, "政府性基金预算财政拨款")


def _state_capital(books: Accounts, teller: Teller, number: int) -> Table:
    title = "国有资本经营预算财政拨款收入支出决算表"
    return _nil_table(books, number, "state_capital", title, "国有资本经营预算财政拨款")


def _official(books: Accounts, teller: Teller, number: int) -> Table:
    parts = (books.official, books.abroad, books.vehicles, books.purchase, books.running, books.reception)
    half = ("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务用车购置及运行维护费", 3), ("公务接待费", 1, 2)
    whole = ("小计", "公务用车购置费", "公务用车运行维护费")
    cells = [figure(teller.wan(part.budget)) for part in parts] + [
        figure(teller.wan(part.final)) for part in parts
    ]
    return _table(
        books,
        number,
        "official_expense",
        "财政拨款“三公”经费支出决算表",
        (1 / 12,) * 12,
        head_rows=(head(("预算数", 6), ("决算数", 6)), head(*half, *half), head(*whole, *whole)),
        body=[tuple(cells)],
        notes=("注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为全年预算数。",),
        landscape=True,
    )


# -- explanations ---------------------------------------------------------------------------------------


def _explanations(books: Accounts, teller: Teller) -> Iterator[Block]:
    sections = (
        ("收入支出决算总体情况说明", _overall),
        ("收入决算情况说明", _incomes),
        ("支出决算情况说明", _outlays),
        ("财政拨款收入支出决算总体情况说明", _appropriations),
        ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
        ("政府性基金预算财政拨款收入支出决算情况说明", _no_government_fund),
        ("国有资本经营预算财政拨款收入支出决算情况说明", _no_state_capital),
        ("财政拨款“三公”经费支出决算情况说明", _official_outlays),
        ("机关运行经费支出情况说明", _operating),
        ("政府采购支出情况说明", _procurement),
        ("国有资产占用情况说明", _assets),
        ("预算绩效情况说明", _evaluation),
    )
    for number, (title, tell) in enumerate(sections, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    before = books.of("last_year") + books.carried_last_year + books.of("other")
    whole = teller.money(books.grand_total, "收、支总计")
    moved = teller.moved("收、支总计", books.grand_total, before, why="total", cue=CAUSE, each="各")
    yield Paragraph(
        f"{books.body.name}{books.year}年度收、支总计均为{whole}。与{books.year - 1}年度相比，收、支总计{moved}。"
    )


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("income")
    words = f"{books.year}年度本年收入合计{teller.money(whole, '本年收入合计')}，其中："
    for name, yuan in (("财政拨款收入", books.of("appropriation")), ("其他收入", books.of("other"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, whole, name, '本年收入合计')}；"
    yield Paragraph(f"{words[:-1]}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("total")
    words = f"{books.year}年度本年支出合计{teller.money(whole, '本年支出合计')}，其中："
    for name, yuan in (("基本支出", books.of("basic")), ("项目支出", whole - books.of("basic"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, whole, name, '本年支出合计')}；"
    yield Paragraph(f"{words[:-1]}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("general") + books.of("carried_out")
    before = books.of("last_year") + books.carried_last_year
    words = teller.money(whole, "财政拨款收、支总计")
    moved = teller.moved("财政拨款收、支总计", whole, before, why="total", cue=CAUSE, each="各")
    yield Paragraph(
        f"{books.year}年度财政拨款收、支总计均为{words}。与{books.year - 1}年度相比，财政拨款收、支总计{moved}。"
    )


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款支出"
    spent = books.of("general")
    yield Heading(3, "（一）", "一般公共预算财政拨款支出决算总体情况")
    words = f"{books.year}年度{measure}{teller.money(spent, measure)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    moved = teller.moved(measure, spent, books.of("last_year"), why="total", cue=CAUSE)
    yield Paragraph(f"{words}与{books.year - 1}年度相比，{measure}{moved}。")
    yield Heading(3, "（二）", "一般公共预算财政拨款支出决算结构情况")
    words = f"{books.year}年度{measure}{teller.money(spent, measure)}，主要用于以下方面："
    for lines in classes_of(books.lines):
        yuan = total(lines, "general")
        name = lines[0].path[0]
        share = percent(yuan, spent)
        words += f"{name}（类）{teller.money(yuan, name)}，占{teller.rate(share, 'share', name, measure)}；"
        teller.spending("类", lines[0], yuan, share=share)
    yield Paragraph(f"{words[:-1]}。")
    yield Heading(3, "（三）", "一般公共预算财政拨款支出决算具体情况")
    outcome, _ = teller.outcome(
        measure,
        spent,
        books.of("budget"),
        basis="initial_budget",
        called=INITIAL,
        why="total",
        cue=BUDGET_CAUSE,
    )
    yield Paragraph(f"{books.year}年度{measure}{outcome}。其中：")
    for number, line in enumerate(books.lines, 1):
        path = "".join(f"{name}（{level}）" for name, level in zip(line.path, "类款项", strict=True))
        why = "running" if line.code == books.body.running else "staff" if line.code in PAID_AS else "project"
        outcome, rate = teller.outcome(
            line.path[2],
            line.general,
            line.budget,
            basis="initial_budget",
            called=INITIAL,
            why=why,
            cue=BUDGET_CAUSE,
        )
        teller.spending(
            "项",
            line,
            line.general,
            initial_budget_yuan=int(in_wan(line.budget) * 10000),
            completion=rate,
            purpose=line.purpose,
        )
        yield Paragraph(f"{number}.{path}。主要用于{line.purpose}。{outcome}。")


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    words = f"{books.year}年度{measure}{teller.money(books.of('basic'), measure)}，其中："
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        listed = [item for item in books.economic if item.group == group]
        words += f"{name}{teller.money(books.group(group), name)}，主要包括："
        words += "、".join(item.name for item in listed) + "；"
        for item in listed:
            teller.tell("economic", name=item.name, code=item.code, group=group, yuan=None)
    yield Paragraph(f"{words[:-1]}。")


def _no_government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无政府性基金预算财政拨款收入和支出。")


def _no_state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无国有资本经营预算财政拨款收入和支出。")


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况")
    words = _official_line(teller, "total", "“三公”经费财政拨款支出", books.official)
    moved = teller.moved(
        "“三公”经费财政拨款支出", books.official.final, books.official.last_year, why="official", cue=CAUSE
    )
    yield Paragraph(f"{books.year}年度{words}。与{books.year - 1}年度相比，“三公”经费财政拨款支出{moved}。")
    yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况")
    words = _official_line(teller, "abroad", "因公出国（境）费", books.abroad)
    if books.abroad.final:
        words += f"。全年安排因公出国（境）团组{teller.count(counts['delegations'], '个', '因公出国（境）团组')}"
        words += f"，累计{teller.count(counts['travellers'], '人次', '因公出国（境）人次')}"
    yield Paragraph(f"1.{words}。")
    yield Paragraph(f"2.{_official_line(teller, 'vehicles', '公务用车购置及运行维护费', books.vehicles)}。其中：")
    words = _official_line(teller, "vehicle_purchase", "公务用车购置费", books.purchase)
    bought = counts["vehicles_bought"] if books.purchase.final else 0
    yield Paragraph(f"（1）{words}。{books.year}年度购置公务用车{teller.count(bought, '辆', '公务用车购置')}。")
    words = _official_line(teller, "vehicle_running", "公务用车运行维护费", books.running)
    kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
    yield Paragraph(f"（2）{words}。截至{books.year}年12月31日，财政拨款开支运行维护费的公务用车保有量为{kept}。")
    words = _official_line(teller, "reception", "公务接待费", books.reception)
    batches = teller.count(counts["batches"], "批次", "国内公务接待批次")
    guests = teller.count(counts["guests"], "人次", "国内公务接待人次")
    yield Paragraph(f"3.{words}。全年共计接待{batches}、{guests}。")


def _official_line(teller: Teller, item: str, measure: str, part: Official) -> str:
    words, _ = teller.outcome(
        measure,
        part.final,
        part.budget,
        basis="final_budget",
        called=FULL_YEAR,
        why=WHY[item],
        cue=BUDGET_CAUSE,
    )
    budget, final = (str(int(in_wan(yuan) * 10000)) for yuan in (part.budget, part.final))
    teller.tell("official_expense", item=item, budget_yuan=budget, final_yuan=final)
    return f"{measure}{words}"


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, now = "机关运行经费支出", books.group("public")
    words = f"{books.year}年度{measure}{teller.money(now, measure)}"
    moved = teller.moved(measure, now, books.operating_last_year, why="operating", cue=CAUSE)
    yield Paragraph(f"{words}，比{books.year - 1}年度{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    parts = {"货物": books.goods, "工程": books.works, "服务": books.services}
    whole = sum(parts.values(), ZERO)
    words = f"{books.year}年度政府采购支出总额{teller.money(whole, '政府采购支出总额')}，其中："
    words += "、".join(
        f"政府采购{name}支出{teller.money(yuan, f'政府采购{name}支出')}" for name, yuan in parts.items()
    )
    sme = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    micro = teller.money(books.micro, "授予小微企业合同金额")
    micro_share = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
    words += f"。授予中小企业合同金额{sme}，占政府采购支出总额的{share}，"
    words += f"其中：授予小微企业合同金额{micro}，占授予中小企业合同金额的{micro_share}。"
    names = ("total", "goods", "works", "services", "sme", "micro")
    figures = (whole, books.goods, books.works, books.services, books.sme, books.micro)
    teller.tell_once(
        "procurement",
        **{f"{name}_yuan": str(int(in_wan(yuan) * 10000)) for name, yuan in zip(names, figures, strict=True)},
    )
    yield Paragraph(words)


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    words = f"截至{books.year}年12月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    kinds = {
        "主要负责人用车": 0,
        "机要通信用车": counts["confidential"],
        "执法执勤用车": counts["enforcement"],
        "其他用车": counts["other_vehicles"],
    }
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.money_as_printed("100", "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}。{item}{teller.asset(item, counts['equipment'], '台（套）')}。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.lines if line.project]
    money = total(projects, "project")
    number = teller.count(len(projects), "个", "绩效自评项目")
    words = f"根据预算绩效管理要求，{books.body.name}组织对{books.year}年度{number}项目开展绩效自评，"
    words += f"共涉及资金{teller.money(money, '绩效自评项目资金', 'other')}，占一般公共预算项目支出总额的"
    words += f"{teller.rate(Decimal(100), 'share', '绩效自评项目资金', '一般公共预算项目支出总额')}。"
    teller.tell("evaluations", **_evaluated("绩效自评", projects=len(projects), yuan=str(int(money))))
    yield Paragraph(words)
    for n, line in enumerate(projects, 1):
        name = next(project.name for project in books.body.projects if project.code == line.code)
        score = f"{Decimal(books.counts['score'] + n) / 10}"
        grade = "优" if Decimal(score) >= 90 else "良"
        budget = line.project + line.carried_out
        rate = percent(line.project, budget)
        words = f"（{chinese(n)}）{name}项目绩效自评综述：根据年初设定的绩效目标，"
        words += f"项目自评得分为{teller.count(score, '分', f'{name}项目自评得分')}，等级为“{grade}”。"
        words += f"全年预算数为{teller.money(budget, f'{name}项目', 'final_budget')}，"
        words += f"执行数为{teller.money(line.project, f'{name}项目')}，"
        words += f"完成预算的{teller.rate(rate, 'completion', f'{name}项目')}。"
        words += "发现的主要问题：绩效指标设置不够细化。下一步改进措施：结合实际细化量化绩效指标。"
        known = _evaluated(
            f"{name}项目",
            score=score,
            grade=grade,
            budget_yuan=str(int(in_wan(budget) * 10000)),
            executed_yuan=str(int(in_wan(line.project) * 10000)),
            completion=str(rate),
        )
        teller.tell("evaluations", **known)
        yield Paragraph(words)


def _evaluated(subject: str, **known: str | int) -> dict[str, str | int | None]:
    names = ("projects", "yuan", "score", "grade", "budget_yuan", "executed_yuan", "completion")
    return {"subject": subject, **dict.fromkeys(names), **known}
