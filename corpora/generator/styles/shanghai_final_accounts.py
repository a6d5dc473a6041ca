"""Final accounts in Shanghai, of units and departments, after the city's form; 三公 is the seventh table.

Typical: 主要职能 as one sentence parted by ；; a unit's 机构设置; only what there is, a needed zero as 0万元;
主要原因： after a full stop; each 项 with 主要用于：… and 决算数大于（小于）预算数的主要原因：…; 三公 in all, then
against last year with the reasons behind; evaluations in one sentence; procurement set aside (预留) and awarded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import INITIAL, PRIOR, Comparing, Difference, class_path, why
from generator.figures import Accounts, Line, Official
from generator.forms.final_accounts import OFFICIAL_SEVENTH, FinalAccountsForms
from generator.forms.rows import head
from generator.model import Block, Cell, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

CAUSE = "。主要原因："
MILLION = Printed("100万元", Decimal(1_000_000))
SCOPES = {"department": "部门", "unit": "单位"}
OFFICES = ("综合办公室", "业务管理科", "财务资产科", "服务保障科", "信息宣传科")
TERMS = (
    *("财政拨款收入", "事业收入", "经营收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出"),
    *("项目支出", "“三公”经费", "机关运行经费"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, scope = books.body.name, books.year, SCOPES[books.body.kind]
    yield Cover((f"{name}{year}年度", f"{scope}决算"))
    yield Contents()
    yield from _overview(books, teller, scope)
    yield Heading(1, "第二部分", f"{name}{year}年度{scope}决算表")
    forms = FinalAccountsForms(
        order=OFFICIAL_SEVENTH,
        number=None,
        issuer_line=None,
        unit_line="单位：万元",
        official_note="注：本表反映部门本年度“三公”经费支出预决算情况。",
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{name}{year}年度{scope}决算情况说明")
    sections: tuple[tuple[str, Callable[[Accounts, Teller], Iterator[Block]]], ...] = (
        ("收入支出决算总体情况说明", _overall),
        ("收入决算情况说明", _incomes),
        ("支出决算情况说明", _outlays),
        ("财政拨款收入支出决算总体情况说明", _appropriations),
        ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
        ("财政拨款“三公”经费支出决算情况说明", _official_outlays),
        ("政府性基金预算财政拨款收入支出决算情况说明", _government_fund),
        ("国有资本经营预算财政拨款收入支出决算情况说明", _no_state_capital),
        ("预算绩效管理情况", _evaluation),
        ("其他重要事项的情况说明", _others),
    )
    for number, (title, tell) in enumerate(sections, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)
    yield Heading(1, "第四部分", "名词解释")
    yield from teller.terms(TERMS)


STYLE = Style(
    name="shanghai-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{SCOPES[books.body.kind]}决算",
    write=_write,
    printing=lambda seed: Printing(bare_zero=True),
)


def _overview(books: Accounts, teller: Teller, scope: str) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "第一部分", f"{body.name}概况")
    yield Heading(2, "一、", "主要职能")
    if teller.dice.randrange(3):
        yield Paragraph(f"{body.name}主要职能是：{teller.duties_in_a_row()}")
    else:
        yield Paragraph(f"{body.name}的主要职能包括：")
        yield from teller.duties("{}、", arabic=True)
    if body.kind == "unit":
        yield Heading(2, "二、", "机构设置")
        offices = OFFICES[: teller.dice.randrange(3, 6)]
        number = teller.count(len(offices), "个", "内设机构")
        yield Paragraph(f"{body.name}设{number}内设机构，包括：{'、'.join(offices)}。")
        return
    yield Heading(2, "二、", "部门决算单位构成")
    yield Paragraph(
        f"从预算单位构成看，{body.name}{scope}决算包括：{body.name}本级决算、下属行政事业单位决算。"
        f"纳入{body.name}{books.year}年度{scope}决算编制范围的单位包括："
    )
    rows = tuple((Cell(str(n), align="center"), Cell(unit), Cell("")) for n, unit in enumerate(body.units, 1))
    yield Table(title="", widths=(0.12, 0.7, 0.18), head=(head("序号", "单位名称", "备注"),), body=rows)


# -- income and spending --------------------------------------------------------------------------------


def _last_year(books: Accounts, lead: str = "") -> Comparing:
    return Comparing(PRIOR, f"与{books.year - 1}年度相比，{lead}", f"与{books.year - 1}年度持平")


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "收入支出总计"
    whole = teller.money(books.grand_total, measure, tied=True)
    moved = _last_year(books, measure).told(
        teller, measure, books.grand_total, books.last_total, why="total", cue=CAUSE
    )
    yield Paragraph(f"{books.body.name}{books.year}年度{measure}{whole}。{moved}。")


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    parts = {"财政拨款收入": books.of("appropriation"), "其他收入": books.of("other")}
    yield _composition(teller, "本年收入合计", books.of("income"), parts)


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other")}
    yield _composition(teller, "本年支出合计", books.of("total"), parts)


def _composition(teller: Teller, measure: str, whole: Decimal, parts: dict[str, Decimal]) -> Block:
    words = f"{measure}{teller.money(whole, measure, tied=True)}，其中："
    for name, yuan in parts.items():
        amount = teller.money(yuan, name, tied=True)
        words += f"{name}{amount}，占{teller.share(yuan, whole, name, measure)}；"
    return Paragraph(f"{words[:-1]}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "财政拨款收入支出总计"
    now, before = books.of("granted") + books.of("carried_out"), books.of("last_year") + books.of("carried_in")
    whole = teller.money(now, measure, tied=True)
    moved = _last_year(books, measure).told(teller, measure, now, before, why="income", cue=CAUSE)
    yield Paragraph(f"{books.body.name}{books.year}年度{measure}{whole}。{moved}。")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, lines, spent = "一般公共预算财政拨款支出", books.general_lines, books.of("general")
    yield Heading(3, "（一）", f"{measure}决算总体情况")
    words = f"{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    moved = _last_year(books, measure).told(
        teller, measure, spent, total(lines, "last_year"), why="total", cue=CAUSE
    )
    yield Paragraph(f"{words}{moved}。")
    yield Heading(3, "（二）", f"{measure}决算结构情况")
    words = f"{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
    for below in classes_of(lines):
        yuan, name = total(below, "general"), below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, measure)
        teller.spending("类", below[0], amount, share=share)
        words += f"{name}（类）{amount}，占{share}；"
    yield Paragraph(f"{words[:-1]}。")
    yield Heading(3, "（三）", f"{measure}决算具体情况")
    budget = teller.money(total(lines, "budget"), measure, INITIAL)
    final = teller.money(spent, measure, tied=True)
    words, _ = _against_plan(teller, measure, spent, total(lines, "budget"), why="total", rate=True)
    yield Paragraph(f"{measure}年初预算为{budget}，支出决算为{final}{words}。其中：")
    yield from _items(books, teller, lines)


def _items(books: Accounts, teller: Teller, lines: tuple[Line, ...]) -> Iterator[Block]:
    rated = bool(teller.dice.randrange(2))
    for number, line in enumerate(lines, 1):
        budget = teller.money(line.budget, line.path[2], INITIAL)
        final = teller.money(line.granted, line.path[2], tied=True)
        words, rate = _against_plan(
            teller, line.path[2], line.granted, line.budget, why=why(books, line), rate=rated
        )
        teller.spending("项", line, final, initial_budget=budget, completion=rate, purpose=line.purpose)
        yield Paragraph(
            f"{number}、{class_path(line)}。主要用于：{line.purpose}。年初预算为{budget}，支出决算为{final}{words}。"
        )


def _against_plan(
    teller: Teller, measure: str, final: Decimal, budget: Decimal, *, why: str, rate: bool
) -> tuple[str, Printed | None]:
    """Tell 完成年初预算的P%。决算数大于预算数的主要原因：… as the end of a sentence; return words and rate."""
    if final == budget:
        teller.change(measure, INITIAL, "unchanged")
        return "。决算数与年初预算数持平", None
    done = teller.completion(final, budget, measure) if rate else None
    words = "" if done is None else f"，完成年初预算的{done}"
    more, cue = final > budget, "的主要原因："
    verdict = teller.verdict(more)
    reason = teller.reason(why, more, cue)
    teller.change(measure, INITIAL, "increase" if more else "decrease", completion=done, reason=reason)
    return f"{words}。决算数{verdict}预算数{cue}{reason}", done


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    words = f"{measure}{teller.money(books.of('basic'), measure, tied=True)}。其中："
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
    income = teller.money(books.of("government_fund"), f"{measure}收入", tied=True)
    spent = teller.money(books.of("government_fund"), f"{measure}支出", tied=True)
    yield Paragraph(f"{measure}收入{income}，支出{spent}，支出具体情况如下：")
    yield from _items(books, teller, books.fund_lines)


def _no_state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无国有资本经营预算财政拨款收入和支出。")


# -- 三公 -----------------------------------------------------------------------------------------------

PARTS = (
    ("abroad", "因公出国（境）费支出"),
    ("vehicles", "公务用车购置及运行维护费支出"),
    ("reception", "公务接待费支出"),
)


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明")
    yield _official_plan(books, teller)
    yield _official_last_year(books, teller)
    yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明")
    yield from _official_parts(books, teller)


def _part(books: Accounts, item: str) -> Official:
    return {"abroad": books.abroad, "vehicles": books.vehicles, "reception": books.reception}[item]


def _official_plan(books: Accounts, teller: Teller) -> Block:
    """Tell 三公 in all against the budget, then its parts without a word on why."""
    measure, whole = "“三公”经费财政拨款支出", books.official
    budget = teller.money(whole.budget, measure, INITIAL)
    final = teller.money(whole.final, measure, tied=True)
    teller.official("total", budget=budget, final=final)
    words, _ = _against_plan(teller, measure, whole.final, whole.budget, why="official", rate=True)
    words = f"{measure}年初预算为{budget}，支出决算为{final}{words}。其中："
    for item, name in PARTS:
        part = _part(books, item)
        spent = teller.money(part.final, name, tied=True)
        teller.official(item, final=spent)
        words += f"{name}决算为{spent}"
        if part.budget:
            words += f"，完成年初预算的{teller.completion(part.final, part.budget, name)}"
        words += "；"
    return Paragraph(f"{words[:-1]}。")


def _official_last_year(books: Accounts, teller: Teller) -> Block:
    """Tell 三公 and its parts against last year; the reasons of the parts stand behind."""
    measure, last = "“三公”经费财政拨款支出", books.year - 1
    found = Comparing(PRIOR, f"比{last}年度", f"与{last}年度持平").difference(
        teller, measure, books.official.final, books.official.last_year
    )
    found.keep(teller)
    words = f"{books.year}年度{measure}决算数{found.words}，其中："
    moved: list[tuple[str, str, Difference]] = []
    for item, name in PARTS:
        part = _part(books, item)
        each = Comparing(PRIOR, "", f"与{last}年度持平").difference(teller, name, part.final, part.last_year)
        words += f"{name}决算{each.words}；"
        moved.append((item, name, each))
    words = f"{words[:-1]}。"
    for item, name, each in moved:
        reason = None
        if not each.unchanged:
            cue = "的主要原因是"
            reason = teller.reason(WHY[item], each.more, cue)
            words += f"{name}{'增加' if each.more else '减少'}{cue}{reason}。"
        each.keep(teller, reason)
    return Paragraph(words)


def _official_parts(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts, whole = books.counts, books.official.final
    words = "“三公”经费财政拨款支出决算中，"
    for item, name in PARTS:
        yuan = _part(books, item).final
        words += f"{name}决算{teller.money(yuan, name, tied=True)}，"
        words += f"占{teller.share(yuan, whole, name, '“三公”经费财政拨款支出')}；"
    yield Paragraph(f"{words[:-1]}。具体情况如下：")
    name = PARTS[0][1]
    words = f"1、{name}{teller.money(books.abroad.final, name, tied=True)}。"
    if books.abroad.final:
        words += f"全年安排因公出国（境）团组{teller.count(counts['delegations'], '个', '因公出国（境）团组')}、"
        words += f"累计{teller.count(counts['travellers'], '人次', '因公出国（境）人次')}。"
        words += "开支内容包括：国际旅费、住宿费和公杂费等。"
    yield Paragraph(words)
    name = PARTS[1][1]
    yield Paragraph(f"2、{name}{teller.money(books.vehicles.final, name, tied=True)}。其中：")
    yield from _vehicles(books, teller)
    name = PARTS[2][1]
    words = f"3、{name}{teller.money(books.reception.final, name, tied=True)}。其中：国内公务接待支出"
    words += f"{teller.money(books.reception.final, '国内公务接待支出')}，主要用于上级检查指导和业务交流的接待，"
    words += f"共接待{teller.count(counts['batches'], '批次', '公务接待批次')}、"
    yield Paragraph(f"{words}{teller.count(counts['guests'], '人次', '公务接待人次')}。")


def _vehicles(books: Accounts, teller: Teller) -> Iterator[Block]:
    name = "公务用车购置支出"
    bought = teller.money(books.purchase.final, name, tied=True)
    teller.official("vehicle_purchase", final=bought)
    words = f"{name}为{bought}。"
    if books.purchase.final:
        number = teller.count(books.counts["vehicles_bought"], "辆", "公务用车购置")
        words += f"主要用于更新老旧公务用车，购置公务用车{number}。"
    yield Paragraph(words)
    name = "公务用车运行维护支出"
    spent = teller.money(books.running.final, name, tied=True)
    teller.official("vehicle_running", final=spent)
    kept = teller.count(books.counts["vehicles_kept"], "辆", "公务用车保有量")
    yield Paragraph(
        f"{name}为{spent}。主要用于公务用车燃料费、维修费、过路过桥费和保险费等。"
        f"{books.year}年，{books.body.name}开支财政拨款的公务用车保有量为{kept}。"
    )


# -- evaluation and other matters -----------------------------------------------------------------------


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects, scope, year = books.evaluated, SCOPES[books.body.kind], books.year
    money = sum((each.budget for each in projects), Decimal(0))
    words = f"{books.body.name}{year}年度预算绩效管理工作开展情况如下：本{scope}建立了如下预算绩效管理制度："
    words += "《预算绩效管理办法》、《项目支出管理规定》，建立了事前有目标、事中有跟踪、事后有评价的工作机制；"
    words += "全过程绩效管理实施情况："
    for step in ("编报绩效目标", "绩效跟踪评价", "绩效自评"):
        number = teller.count(len(projects), "个", f"{step}的项目")
        budget = teller.money(money, f"{step}项目涉及预算金额", "other")
        words += f"{step}的{year}年度项目{number}，涉及预算金额{budget}；"
        if step != "绩效自评":
            teller.evaluation(step, projects=number, yuan=budget)
    average = sum((each.score for each in projects), Decimal(0)) / len(projects)
    score = teller.count(f"{average:.2f}", "分", "绩效自评平均得分")
    grade = projects[0].grade if len(projects) == 1 else None
    teller.evaluation("绩效自评", projects=number, yuan=budget, score=score, grade=grade)
    words = f"{words[:-1]}，平均得分{score}（其中，"
    for grade in ("优", "良", "合格", "不合格"):
        have = sum(each.grade == grade for each in projects)
        words += f"绩效评级为“{grade}”的项目{teller.count(have, '个', f'绩效评级为“{grade}”的项目')}；"
    problems = teller.dice.randrange(4)
    words = f"{words[:-1]}。绩效自评中共发现问题{teller.count(problems, '个', '绩效自评中发现的问题')}"
    if problems:
        words += f"，已经完成整改的{teller.count(problems, '个', '已经完成整改的问题')}"
        words += f"，正在整改的{teller.count(0, '个', '正在整改的问题')}"
    yield Paragraph(f"{words}）。")


def _others(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", "机关运行经费支出情况")
    yield _operating(books, teller)
    yield Heading(3, "（二）", "政府采购支出情况")
    yield from _procurement(books, teller)
    yield Heading(3, "（三）", "国有资产占有使用情况说明")
    yield _assets(books, teller)


def _operating(books: Accounts, teller: Teller) -> Block:
    measure = "机关运行经费支出"
    if books.body.kind == "unit":
        return Paragraph(f"{books.body.name}{books.year}年度无{measure}。")
    now = books.group("public")
    amount = teller.money(now, measure, tied=True)
    moved = Comparing(PRIOR, f"比{books.year - 1}年度", f"与{books.year - 1}年度持平").told(
        teller, measure, now, books.operating_last_year, why="operating", cue="。主要原因是"
    )
    return Paragraph(f"{measure}{amount}，{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.goods + books.works + books.services
    parts = {"total": teller.money(whole, "政府采购金额")}
    words = f"{books.body.name}{books.year}年度政府采购金额（以合同签订为准）为{parts['total']}，其中："
    for key, name, yuan in (
        ("goods", "货物", books.goods),
        ("works", "工程", books.works),
        ("services", "服务", books.services),
    ):
        parts[key] = teller.money(yuan, f"{name}采购金额", tied=True)
        words += f"{name}采购金额{parts[key]}、"
    yield Paragraph(f"{words[:-1]}。")
    reserved = teller.money(_set_aside(books.sme), "面向中小企业预留政府采购项目预算金额", "other")
    micro = teller.money(_set_aside(books.micro), "面向小微企业预留政府采购项目预算金额", "other")
    parts["sme"] = teller.money(books.sme, "面向中小企业预留的项目中由中小企业供应商中标或成交的采购金额")
    parts["micro"] = teller.money(books.micro, "面向小微企业预留的项目中由小微企业供应商中标或成交的采购金额")
    rest = teller.money((whole - books.sme) // 300 * 100, "其他项目中由中小企业供应商中标或成交的采购金额")
    teller.procurement(**parts)
    yield Paragraph(
        f"{books.year}年度本{SCOPES[books.body.kind]}面向中小企业预留政府采购项目预算金额{reserved}，"
        f"面向小微企业预留政府采购项目预算金额{micro}。在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，"
        f"采购金额{parts['sme']}；在面向小微企业预留的政府采购项目中，由小微企业供应商中标或成交的，"
        f"采购金额{parts['micro']}；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额{rest}。"
    )


def _set_aside(awarded: Decimal) -> Decimal:
    """Return the budget set aside: a little more than what was awarded."""
    return awarded + awarded * 3 // 10_000 * 100


def _assets(books: Accounts, teller: Teller) -> Block:
    counts = books.counts
    words = f"截至{books.year}年12月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    kinds = {
        **dict.fromkeys(("部级领导干部用车", "主要领导干部用车"), 0),
        "机要通信用车": counts["confidential"],
        "应急保障用车": 0,
        "执法执勤用车": counts["enforcement"],
        **dict.fromkeys(("特种专业技术用车", "离退休干部用车"), 0),
        "其他用车": counts["other_vehicles"],
    }
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.amount(MILLION, "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    return Paragraph(f"{words}。{item}{teller.asset(item, counts['equipment'], '台（套）')}。")
