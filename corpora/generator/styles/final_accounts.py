"""Final accounts of a department (部门决算): nine tables in 万元 and prose derived from the same figures.

Order: overview, tables, explanations, glossary. Form numbers follow the numbering that has 三公 as table 09.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures import PAID_AS, Accounts, Official
from generator.forms.final_accounts import FinalAccountsForms
from generator.forms.rows import head
from generator.model import Block, Cell, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
CAUSE = "。主要原因是"
BUDGET_CAUSE = "的主要原因是"
INITIAL, FULL_YEAR = "年初预算", "全年预算"

TERMS = (
    *("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出"),
    *("“三公”经费", "机关运行经费", "绩效自评"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    yield Cover((name, f"{year}年度部门决算"))
    yield Contents()
    yield from _overview(books, teller)
    yield Heading(1, "第二部分", f"{year}年度部门决算表")
    yield from FinalAccountsForms().tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度部门决算情况说明")
    yield from _explanations(books, teller)
    yield Heading(1, "第四部分", "名词解释")
    yield from teller.terms(TERMS)


STYLE = Style(
    name="final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度部门决算",
    write=_write,
    printing=lambda seed: Printing(separators=bool(seed % 2)),
    kinds=("department",),
)


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "第一部分", f"{body.name}概况")
    yield Heading(2, "一、", "部门职责")
    yield Paragraph(f"根据机构改革方案，{body.name}是主管相关事务的政府工作部门。主要职责是：")
    yield from teller.duties()
    yield Heading(2, "二、", "机构设置")
    units = teller.count(len(body.units), "个", "决算编制范围单位")
    yield Paragraph(f"纳入{body.name}{books.year}年度部门决算编制范围的单位共{units}，具体包括：")
    rows = tuple((Cell(str(n), align="center"), Cell(unit), Cell("")) for n, unit in enumerate(body.units, 1))
    yield Table(title="", widths=(0.12, 0.68, 0.2), head=(head("序号", "单位名称", "备注"),), body=rows)


# -- explanations ---------------------------------------------------------------------------------------


def _explanations(books: Accounts, teller: Teller) -> Iterator[Block]:
    sections = (
        ("收入支出决算总体情况说明", _overall),
        ("收入决算情况说明", _incomes),
        ("支出决算情况说明", _outlays),
        ("财政拨款收入支出决算总体情况说明", _appropriations),
        ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
        ("政府性基金预算财政拨款收入支出决算情况说明", _government_fund),
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
    whole = teller.money(books.grand_total, "收、支总计", tied=True)
    moved = teller.moved("收、支总计", books.grand_total, before, why="total", cue=CAUSE, each="各")
    yield Paragraph(
        f"{books.body.name}{books.year}年度收、支总计均为{whole}。与{books.year - 1}年度相比，收、支总计{moved}。"
    )


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("income")
    words = f"{books.year}年度本年收入合计{teller.money(whole, '本年收入合计', tied=True)}，其中："
    for name, yuan in (("财政拨款收入", books.of("appropriation")), ("其他收入", books.of("other"))):
        words += (
            f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, '本年收入合计')}；"
        )
    yield Paragraph(f"{words[:-1]}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("total")
    words = f"{books.year}年度本年支出合计{teller.money(whole, '本年支出合计', tied=True)}，其中："
    for name, yuan in (("基本支出", books.of("basic")), ("项目支出", whole - books.of("basic"))):
        words += (
            f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, '本年支出合计')}；"
        )
    yield Paragraph(f"{words[:-1]}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("granted") + books.of("carried_out")
    before = books.of("last_year") + books.carried_last_year
    words = teller.money(whole, "财政拨款收、支总计")
    moved = teller.moved("财政拨款收、支总计", whole, before, why="total", cue=CAUSE, each="各")
    yield Paragraph(
        f"{books.year}年度财政拨款收、支总计均为{words}。与{books.year - 1}年度相比，财政拨款收、支总计{moved}。"
    )


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款支出"
    lines = books.general_lines
    spent = books.of("general")
    yield Heading(3, "（一）", "一般公共预算财政拨款支出决算总体情况")
    words = f"{books.year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    moved = teller.moved(measure, spent, total(lines, "last_year"), why="total", cue=CAUSE)
    yield Paragraph(f"{words}与{books.year - 1}年度相比，{measure}{moved}。")
    yield Heading(3, "（二）", "一般公共预算财政拨款支出决算结构情况")
    words = f"{books.year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
    for below in classes_of(lines):
        yuan = total(below, "general")
        name = below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, measure)
        words += f"{name}（类）{amount}，占{share}；"
        teller.spending("类", below[0], amount, share=share)
    yield Paragraph(f"{words[:-1]}。")
    yield Heading(3, "（三）", "一般公共预算财政拨款支出决算具体情况")
    outcome, *_ = teller.outcome(
        measure,
        spent,
        total(lines, "budget"),
        basis="initial_budget",
        called=INITIAL,
        why="total",
        cue=BUDGET_CAUSE,
    )
    yield Paragraph(f"{books.year}年度{measure}{outcome}。其中：")
    for number, line in enumerate(lines, 1):
        path = "".join(f"{name}（{level}）" for name, level in zip(line.path, "类款项", strict=True))
        why = "running" if line.code == books.body.running else "staff" if line.code in PAID_AS else "project"
        outcome, budget, final, rate = teller.outcome(
            line.path[2],
            line.general,
            line.budget,
            basis="initial_budget",
            called=INITIAL,
            why=why,
            cue=BUDGET_CAUSE,
        )
        teller.spending("项", line, final, initial_budget=budget, completion=rate, purpose=line.purpose)
        yield Paragraph(f"{number}.{path}。主要用于{line.purpose}。{outcome}。")


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    words = f"{books.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中："
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        listed = [item for item in books.economic if item.group == group]
        words += f"{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
        words += "、".join(item.name for item in listed) + "；"
        for item in listed:
            teller.economic(item.name, item.code, group)
    yield Paragraph(f"{words[:-1]}。")


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "政府性基金预算财政拨款"
    if not books.fund_lines:
        yield Paragraph(f"{books.body.name}{books.year}年度无{measure}收入和支出。")
        return
    whole = books.of("government_fund")
    income = teller.money(whole, f"{measure}收入", tied=True)
    spent = teller.money(whole, f"{measure}支出", tied=True)
    yield Paragraph(f"{books.year}年度{measure}收入{income}，支出{spent}。其中：")
    for number, line in enumerate(books.fund_lines, 1):
        path = "".join(f"{name}（{level}）" for name, level in zip(line.path, "类款项", strict=True))
        outcome, budget, final, rate = teller.outcome(
            line.path[2],
            line.project,
            line.budget,
            basis="initial_budget",
            called=INITIAL,
            why="project",
            cue=BUDGET_CAUSE,
        )
        teller.spending("项", line, final, initial_budget=budget, completion=rate, purpose=line.purpose)
        yield Paragraph(f"{number}.{path}。主要用于{line.purpose}。{outcome}。")


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
    words, budget, final, _ = teller.outcome(
        measure,
        part.final,
        part.budget,
        basis="final_budget",
        called=FULL_YEAR,
        why=WHY[item],
        cue=BUDGET_CAUSE,
    )
    teller.official(item, budget=budget, final=final)
    return f"{measure}{words}"


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, now = "机关运行经费支出", books.group("public")
    words = f"{books.year}年度{measure}{teller.money(now, measure)}"
    moved = teller.moved(measure, now, books.operating_last_year, why="operating", cue=CAUSE)
    yield Paragraph(f"{words}，比{books.year - 1}年度{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.procured
    parts, listed = teller.procured()
    words = f"{books.year}年度政府采购支出总额{parts['total']}，其中：{listed}"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro_share = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
    words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
    words += f"其中：授予小微企业合同金额{parts['micro']}，占授予中小企业合同金额的{micro_share}。"
    teller.procurement(**parts)
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
    limit = teller.amount(MILLION, "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}。{item}{teller.asset(item, counts['equipment'], '台（套）')}。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.general_lines if line.project]
    money = total(projects, "project")
    number = teller.count(len(projects), "个", "绩效自评项目")
    funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
    share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
    teller.evaluation("绩效自评", projects=number, yuan=funds)
    yield Paragraph(
        f"根据预算绩效管理要求，{books.body.name}组织对{books.year}年度{number}项目开展绩效自评，"
        f"共涉及资金{funds}，占一般公共预算项目支出总额的{share}。"
    )
    for n, line in enumerate(projects, 1):
        name = next(project.name for project in books.body.projects if project.code == line.code)
        score = teller.count(f"{Decimal(books.counts['score'] + n) / 10}", "分", f"{name}项目自评得分")
        grade = "优" if score.value >= 90 else "良"
        budget = teller.money(line.project + line.carried_out, f"{name}项目", "final_budget")
        executed = teller.money(line.project, f"{name}项目")
        rate = teller.completion(line.project, line.project + line.carried_out, f"{name}项目")
        teller.evaluation(
            f"{name}项目", score=score, grade=grade, budget=budget, executed=executed, completion=rate
        )
        yield Paragraph(
            f"（{chinese(n)}）{name}项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为{score}，等级为“{grade}”。"
            f"全年预算数为{budget}，执行数为{executed}，完成预算的{rate}。"
            "发现的主要问题：绩效指标设置不够细化。下一步改进措施：结合实际细化量化绩效指标。"
        )
