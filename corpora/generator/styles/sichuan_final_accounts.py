"""Final accounts as county departments in Sichuan write them: the tables come last, as 附表.

Typical: 职能简介 followed by the year's work; 主要变动原因是; a caption for each picture (图1：…)（柱状图）; 类 as
教育（类）, and lines X（类）Y（款）Z（项）：支出决算为…，完成预算P%，决算数小于预算数的主要原因是…, whose
budget is named once above them; 三公 without budgets, its vehicles by make; glossary entries for each 项.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import (
    FULL_YEAR,
    INITIAL,
    PRIOR,
    Comparing,
    class_path,
    project_name,
    short_class,
    why,
)
from generator.figures import GOOD, ZERO, Accounts, Line, Official
from generator.forms.final_accounts import CENTRAL, PROJECT, FinalAccountsForms
from generator.model import Block, Clause, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

CAUSE = "。主要变动原因是"
PLAIN_CAUSE = "。主要原因是"
MILLION = Printed("100万元", Decimal(1_000_000))
SCOPES = {"department": "部门", "unit": "单位"}
TERMS = ("财政拨款收入", "事业收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出")
LAST_TERMS = ("“三公”经费", "机关运行经费")
NO_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
NO_OUTLAY = ("上缴上级支出", "经营支出", "对附属单位补助支出")


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, scope = books.body.name, books.year, SCOPES[books.body.kind]
    published = f"公开时间：{year + 1}年{teller.dice.randrange(9, 11)}月{teller.dice.randrange(8, 29)}日"
    yield Cover((f"{year}年度", f"{name}{scope}决算", published))
    yield Contents()
    yield Heading(1, "第一部分", f"{scope}概况")
    yield from _overview(books, teller)
    yield Heading(1, "第二部分", f"{year}年度{scope}决算情况说明")
    sections: tuple[tuple[str, Callable[[Accounts, Teller], Iterator[Block]]], ...] = (
        ("收入支出决算总体情况说明", _overall),
        ("收入决算情况说明", _incomes),
        ("支出决算情况说明", _outlays),
        ("财政拨款收入支出决算总体情况说明", _appropriations),
        ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
        ("财政拨款“三公”经费支出决算情况说明", _official_outlays),
        ("政府性基金预算支出决算情况说明", _government_fund),
        ("国有资本经营预算支出决算情况说明", _state_capital),
        ("其他重要事项的情况说明", _others),
    )
    for number, (title, tell) in enumerate(sections, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)
    yield Heading(1, "第三部分", "名词解释")
    yield from _glossary(books, teller)
    yield Heading(1, "第四部分", "附件")
    yield _annex(books, teller)
    yield Heading(1, "第五部分", "附表")
    yield from _tables(books, teller)


STYLE = Style(
    name="sichuan-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.year}年度{books.body.name}{SCOPES[books.body.kind]}决算",
    write=_write,
    printing=lambda seed: Printing(bare_zero=True, trimmed=seed % 2 == 1),
)


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body = books.body
    yield Heading(2, "一、", "职能简介")
    yield from teller.duties("{}.", arabic=True)
    yield Heading(2, "二、", f"{books.year}年重点工作完成情况")
    for number, project in enumerate(body.projects, 1):
        yield Clause(f"{number}.", f"扎实推进{project.name}工作。完成{project.purpose}等年度任务，取得预期成效。")
    yield Heading(2, "三、", "机构设置")
    below = [unit for unit in body.units[1:] if unit != body.name]
    if not below:
        yield Paragraph(f"{body.name}无下属二级预算单位。")
        return
    units = teller.count(len(below), "个", "下属二级预算单位")
    yield Paragraph(f"{body.name}下属二级预算单位{units}，分别是：{'、'.join(below)}。")


# -- income and spending --------------------------------------------------------------------------------


def _both(books: Accounts, teller: Teller, measure: str, now: Decimal, before: Decimal, *, lead: str) -> Block:
    """Tell a total of income and of spending and how both moved."""
    last = Comparing(PRIOR, f"与{books.year - 1}年相比，{measure}各", f"与{books.year - 1}年持平")
    whole = teller.money(now, measure, tied=True)
    kind = "income" if measure.startswith("财政") else "total"
    moved = last.told(teller, measure, now, before, why=kind, cue=CAUSE)
    return Paragraph(f"{lead}{measure}均为{whole}。{moved}。")


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield _both(books, teller, "收、支总计", books.grand_total, books.last_total, lead=f"{books.year}年度")
    yield Paragraph("（图1：收、支决算总计变动情况图）（柱状图）")


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    parts = {
        "一般公共预算财政拨款收入": books.of("appropriation", books.general_lines),
        "政府性基金预算财政拨款收入": books.of("appropriation", books.fund_lines),
        "国有资本经营预算财政拨款收入": ZERO,
        **dict.fromkeys(NO_INCOME, ZERO),
        "其他收入": books.of("other"),
    }
    yield _composition(books, teller, "本年收入合计", books.of("income"), parts)
    yield Paragraph("（图2：收入决算结构图）（饼状图）")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other")}
    parts |= dict.fromkeys(NO_OUTLAY, ZERO)
    yield _composition(books, teller, "本年支出合计", books.of("total"), parts)
    yield Paragraph("（图3：支出决算结构图）（饼状图）")


def _composition(
    books: Accounts, teller: Teller, measure: str, whole: Decimal, parts: dict[str, Decimal]
) -> Block:
    words = f"{books.year}年{measure}{teller.money(whole, measure, tied=True)}，其中："
    for name, yuan in parts.items():
        amount = teller.money(yuan, name, tied=True)
        words += f"{name}{amount}，占{teller.share(yuan, whole, name, measure)}；"
    return Paragraph(f"{words[:-1]}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    now, before = books.of("granted") + books.of("carried_out"), books.of("last_year") + books.of("carried_in")
    yield _both(books, teller, "财政拨款收、支总计", now, before, lead=f"{books.year}年")
    yield Paragraph("（图4：财政拨款收、支决算总计变动情况）（柱状图）")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, spent, year = "一般公共预算财政拨款支出", books.of("general"), books.year
    lines = books.general_lines
    yield Heading(3, "（一）", f"{measure}决算总体情况")
    words = f"{year}年{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    last = Comparing(PRIOR, f"与{year - 1}年相比，{measure}", f"与{year - 1}年持平")
    moved = last.told(teller, measure, spent, total(lines, "last_year"), why="total", cue=CAUSE)
    yield Paragraph(f"{words}{moved}。")
    yield Paragraph(f"（图5：{measure}决算变动情况）（柱状图）")
    yield Heading(3, "（二）", f"{measure}决算结构情况")
    yield _structure(books, teller, measure)
    yield Paragraph(f"（图6：{measure}决算结构）（饼状图）")
    yield Heading(3, "（三）", f"{measure}决算具体情况")
    budget = teller.money(total(lines, "budget"), measure, INITIAL)
    final = teller.money(spent, measure, tied=True)
    words, _ = _against_plan(teller, measure, spent, total(lines, "budget"), "total")
    yield Paragraph(f"{year}年{measure}年初预算数为{budget}，支出决算数为{final}，{words}。其中：")
    for number, line in enumerate(lines, 1):
        final = teller.money(line.general, line.path[2], tied=True)
        words, rate = _against_plan(teller, line.path[2], line.general, line.budget, why(books, line), tied=False)
        teller.spending("项", line, final, completion=rate)
        yield Paragraph(f"{number}.{class_path(line, bare=True)}：支出决算为{final}，{words}。")


def _structure(books: Accounts, teller: Teller, measure: str) -> Block:
    spent = books.of("general")
    form = str(teller.dice.choice(("{}（类）支出", "{}支出（类）", "{}（类）")))
    words = f"{books.year}年{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
    for below in classes_of(books.general_lines):
        yuan, name = total(below, "general"), below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, measure)
        teller.spending("类", below[0], amount, share=share)
        words += f"{form.format(short_class(below[0]))}{amount}，占{share}；"
    return Paragraph(f"{words[:-1]}。")


def _against_plan(
    teller: Teller, measure: str, final: Decimal, budget: Decimal, kind: str, *, tied: bool = True
) -> tuple[str, Printed]:
    """Tell 完成预算P%，决算数小于预算数的主要原因是…; return words and rate."""
    rate = teller.completion(final, budget, measure, tied=tied)
    if final == budget:
        teller.change(measure, INITIAL, "unchanged", completion=rate)
        return f"完成预算{rate}，决算数等于预算数", rate
    more, cue = final > budget, "的主要原因是"
    verdict = teller.verdict(more)
    reason = teller.reason(kind, more, cue)
    teller.change(measure, INITIAL, "increase" if more else "decrease", completion=rate, reason=reason)
    return f"完成预算{rate}，决算数{verdict}预算数{cue}{reason}", rate


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    basic = teller.money(books.of("basic"), measure, tied=True)
    yield Paragraph(f"{books.year}年{measure}{basic}，其中：")
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        listed = [item for item in books.economic if item.group == group]
        words = f"{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
        yield Paragraph(words + "、".join(item.name for item in listed) + "等。")
        for item in listed:
            teller.economic(item.name, item.code, group)


# -- 三公 -----------------------------------------------------------------------------------------------


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, whole, year = "“三公”经费财政拨款支出", books.official, books.year
    yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明")
    final = teller.money(whole.final, measure, tied=True)
    teller.official("total", final=final)
    rate = teller.completion(whole.final, whole.budget, measure)
    last = Comparing(PRIOR, "较上年", "与上年持平").difference(teller, measure, whole.final, whole.last_year)
    last.keep(teller)
    more = whole.final > whole.budget
    cue = "的主要原因是"
    verdict = teller.verdict(more)
    reason = teller.reason("official", more, cue)
    teller.change(measure, FULL_YEAR, "increase" if more else "decrease", completion=rate, reason=reason)
    words = f"{year}年{measure}决算为{final}，完成预算{rate}，{last.words}。决算数{verdict}预算数{cue}{reason}。"
    yield Paragraph(words)
    yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明")
    words = f"{year}年{measure}决算中，"
    for name, part in (
        ("因公出国（境）费", books.abroad),
        ("公务用车购置及运行维护费", books.vehicles),
        ("公务接待费", books.reception),
    ):
        words += f"{name}支出决算{teller.money(part.final, name, tied=True)}，"
        words += f"占{teller.share(part.final, whole.final, name, measure)}；"
    yield Paragraph(f"{words[:-1]}。具体情况如下：")
    yield Paragraph("（图7：“三公”经费财政拨款支出结构）（饼状图）")
    yield _abroad(books, teller)
    yield from _vehicles(books, teller)
    yield from _reception(books, teller)


def _spent(teller: Teller, item: str, measure: str, part: Official) -> str:
    """Tell 支出N万元，完成预算P%，决算数小于预算数 of one part."""
    final = teller.money(part.final, measure, tied=True)
    teller.official(item, final=final)
    if not part.budget:
        return f"支出{final}"
    rate = teller.completion(part.final, part.budget, measure)
    more = part.final > part.budget
    verdict = teller.verdict(more)
    teller.change(measure, FULL_YEAR, "increase" if more else "decrease", completion=rate)
    return f"支出{final}，完成预算{rate}，决算数{verdict}预算数"


def _moved(books: Accounts, teller: Teller, item: str, measure: str, part: Official) -> str:
    last = Comparing(PRIOR, f"比{books.year - 1}年", f"与{books.year - 1}年持平")
    told = last.told(teller, measure, part.final, part.last_year, why=WHY[item], cue=PLAIN_CAUSE)
    return f"{measure}支出决算{told}。"


def _abroad(books: Accounts, teller: Teller) -> Block:
    measure, part, went = "因公出国（境）经费", books.abroad, bool(books.abroad.final)
    words = f"1.{measure}{_spent(teller, 'abroad', measure, part)}。全年安排因公出国（境）团组"
    words += f"{teller.count(books.counts['delegations'] * went, '次', '因公出国（境）团组')}，出国（境）"
    words += f"{teller.count(books.counts['travellers'] * went, '人', '因公出国（境）人数')}。"
    return Paragraph(words + _moved(books, teller, "abroad", "因公出国（境）", part))


def _vehicles(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "公务用车购置及运行维护费"
    words = f"2.{measure}{_spent(teller, 'vehicles', measure, books.vehicles)}。"
    yield Paragraph(words + _moved(books, teller, "vehicles", measure, books.vehicles))
    bought = teller.money(books.purchase.final, "公务用车购置", tied=True)
    teller.official("vehicle_purchase", final=bought)
    number = books.counts["vehicles_bought"] if books.purchase.final else 0
    words = f"其中：公务用车购置支出{bought}。全年按规定更新购置公务用车"
    words += f"{teller.count(number, '辆', '更新购置公务用车')}。"
    kept = books.counts["vehicles_kept"]
    rough = kept // 2
    words += f"截至{books.year}年12月31日，单位共有公务用车{teller.count(kept, '辆', '公务用车')}，其中："
    words += f"轿车{teller.count(kept - rough, '辆', '轿车')}、越野车{teller.count(rough, '辆', '越野车')}。"
    yield Paragraph(words)
    running = teller.money(books.running.final, "公务用车运行维护费", tied=True)
    teller.official("vehicle_running", final=running)
    yield Paragraph(
        f"公务用车运行维护费支出{running}。主要用于开展业务工作、下乡督导等所需的公务用车燃料费、维修费、过路过桥费、"
        "保险费等支出。"
    )


def _reception(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, part = "公务接待费", books.reception
    words = f"3.{measure}{_spent(teller, 'reception', measure, part)}。"
    yield Paragraph(words + _moved(books, teller, "reception", measure, part) + "其中：")
    spent = teller.money(part.final, "国内公务接待支出")
    batches = teller.count(books.counts["batches"], "批次", "国内公务接待批次")
    guests = teller.count(books.counts["guests"], "人次", "国内公务接待人次")
    yield Paragraph(
        f"国内公务接待支出{spent}，主要用于执行公务、开展业务活动开支的用餐费等。国内公务接待{batches}，{guests}"
        "（不包括陪同人员）。"
    )
    foreign = teller.money(ZERO, "外事接待支出")
    batches, guests = teller.count(0, "批次", "外事接待批次"), teller.count(0, "人次", "外事接待人次")
    yield Paragraph(f"外事接待支出{foreign}，外事接待{batches}，{guests}。")


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "政府性基金预算财政拨款支出"
    words = f"{books.year}年{measure}{teller.money(books.of('government_fund'), measure, tied=True)}"
    if not books.fund_lines:
        yield Paragraph(f"{words}。")
        return
    words += "，其中："
    for line in books.fund_lines:
        final = teller.money(line.granted, line.path[2], tied=True)
        teller.spending("项", line, final, purpose=line.purpose)
        words += f"{class_path(line)}支出决算为{final}，主要用于{line.purpose}；"
    yield Paragraph(f"{words[:-1]}。")


def _state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "国有资本经营预算财政拨款支出"
    yield Paragraph(f"{books.year}年{measure}{teller.money(ZERO, measure)}。")


# -- other matters --------------------------------------------------------------------------------------


def _others(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", "机关运行经费支出情况")
    yield _operating(books, teller)
    yield Heading(3, "（二）", "政府采购支出情况")
    yield _procurement(books, teller)
    yield Heading(3, "（三）", "国有资产占有使用情况")
    yield _assets(books, teller)
    yield Heading(3, "（四）", "预算绩效管理情况")
    yield from _evaluation(books, teller)


def _operating(books: Accounts, teller: Teller) -> Block:
    measure, year = "机关运行经费支出", books.year
    if books.body.kind == "unit":
        return Paragraph(f"{books.body.name}为事业单位，按规定未使用机关运行经费的相关科目。")
    now = books.group("public")
    amount = teller.money(now, measure, tied=True)
    last = Comparing(PRIOR, f"比{year - 1}年", f"与{year - 1}年决算数持平")
    moved = last.told(teller, measure, now, books.operating_last_year, why="operating", cue=PLAIN_CAUSE)
    return Paragraph(f"{year}年，{books.body.name}{measure}{amount}，{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Block:
    whole = books.goods + books.works + books.services
    parts = {"total": teller.money(whole, "政府采购支出总额")}
    words = f"{books.year}年，{books.body.name}政府采购支出总额{parts['total']}，其中："
    for key, name, yuan in (
        ("goods", "货物", books.goods),
        ("works", "工程", books.works),
        ("services", "服务", books.services),
    ):
        parts[key] = teller.money(yuan, f"政府采购{name}支出", tied=True)
        words += f"政府采购{name}支出{parts[key]}、"
    words = f"{words[:-1]}。主要用于办公设备更新和委托专业服务。"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
    teller.procurement(**parts)
    words += f"授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
    return Paragraph(f"{words}其中：授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro}。")


def _assets(books: Accounts, teller: Teller) -> Block:
    counts = books.counts
    words = f"截至{books.year}年12月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    kinds = {
        "主要负责人用车": 0,
        "机要通信用车": counts["confidential"],
        "应急保障用车": 0,
        "其他用车": counts["other_vehicles"],
    }
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.amount(MILLION, "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    words += "，其他用车主要是用于日常业务工作。"
    return Paragraph(f"{words}{item}{teller.asset(item, counts['equipment'], '台（套）')}。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    scope, projects = SCOPES[books.body.kind], books.evaluated
    number = teller.count(len(projects), "个", "编制绩效目标的项目")
    teller.evaluation("编制绩效目标", projects=number)
    words = f"根据预算绩效管理要求，本{scope}在{books.year}年度预算编制阶段，组织对{number}项目编制了绩效目标，"
    number = teller.count(len(projects), "个", "绩效监控项目")
    teller.evaluation("绩效监控", projects=number)
    words += f"预算执行过程中，选取{number}项目开展绩效监控，"
    number = teller.count(len(projects), "个", "绩效自评项目")
    funds = teller.money(total([each.line for each in projects], "project"), "绩效自评项目资金", "other")
    teller.evaluation("绩效自评", projects=number, yuan=funds)
    yield Paragraph(f"{words}年终执行完毕后，对{number}项目开展了绩效自评，涉及资金{funds}。")
    for n, each in enumerate(projects, 1):
        subject = f"{project_name(books, each.line)}项目"
        score = teller.count(str(each.score), "分", f"{subject}绩效自评得分")
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(each.line.project, subject)
        rate = teller.completion(each.line.project, each.budget, subject)
        teller.evaluation(subject, score=score, budget=budget, executed=executed, completion=rate)
        yield Paragraph(
            f"（{n}）“{project_name(books, each.line)}”项目绩效自评得分为{score}，全年预算数为{budget}，"
            f"执行数为{executed}，完成预算的{rate}。通过项目实施，{each.line.purpose}的年度目标基本实现。"
        )
    points = Decimal(books.counts["score"]) / 10
    score = teller.count(str(points), "分", f"{scope}整体支出绩效自评得分")
    grade = "优" if points >= GOOD else "良"
    teller.evaluation(f"{scope}整体支出", score=score, grade=grade)
    yield Paragraph(
        f"本{scope}按要求对{books.year}年整体支出开展绩效自评，{scope}整体支出绩效自评得分为{score}，评价等级为“{grade}”。"
        "存在的主要问题：部分项目前期准备不充分，资金支付进度偏慢。改进建议：提前做好项目储备，加强预算执行监控。"
    )


def _glossary(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield from teller.terms(TERMS, "{}.", arabic=True)
    place = len(TERMS)
    for line in books.general_lines:
        place += 1
        yield _class_term(teller, line, f"{place}.")
    for name in LAST_TERMS:
        place += 1
        yield from teller.terms((name,), f"{place}.")


def _class_term(teller: Teller, line: Line, mark: str) -> Clause:
    term, definition = class_path(line, bare=True), f"指用于{line.purpose}方面的支出。"
    teller.tell("terms", number=mark, term=term, definition=definition)
    return Clause(mark, f"{term}：{definition}")


def _annex(books: Accounts, teller: Teller) -> Block:
    """Tell the circular that the evaluation followed; its code is the first character of the division and 财绩."""
    region = books.body.region_name
    code = (region.partition("市")[2] or region)[0] + "财绩"
    serial = teller.dice.randrange(3, 40)
    number = teller.citation(f"{code}〔{books.year + 1}〕{serial}号", code, books.year + 1, serial)
    return Paragraph(
        f"根据《{region}财政局关于开展{books.year}年度部门整体支出绩效评价工作的通知》（{number}）要求，"
        f"{books.body.name}{books.year}年整体支出绩效自评报告另行公开。"
    )


def _tables(books: Accounts, teller: Teller) -> Iterator[Table]:
    order = (*CENTRAL[:6], PROJECT, *CENTRAL[6:])
    return FinalAccountsForms(order=order, issuer_line="编制单位：{body}", notes=False).tables(books, teller)
