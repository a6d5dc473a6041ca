"""Final accounts as departments and units in Chongqing write them: no parts, no contents, rates with one decimal.

Typical: 职能职责, 机构设置, 单位构成 under one head; run-in heads 1.总体情况。2.收入情况。; two bases side by side
(较上年决算数减少A万元，下降P%；较年初预算数…), one reason where both went the same way; 比较情况 by 类; 三公 by
item, then in kind (人均接待费 in 元); 会议费 and 培训费; the tables follow as an annex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Comparing, Difference, project_name, shared
from generator.figures import MEETINGS, PAID_AS, TRAINING, ZERO, Accounts, Line, Official
from generator.forms.final_accounts import STATE_CAPITAL, FinalAccountsForms
from generator.model import Block, Cover, Heading, Paragraph
from generator.printing import CENT, Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

CAUSE = "，主要原因是"
MILLION = Printed("100万元", Decimal(1_000_000))
SCOPES = {"department": "部门", "unit": "单位"}
LAST = Comparing(PRIOR, "较上年决算数", "与上年决算数持平")
PLAN = Comparing(INITIAL, "较年初预算数", "与年初预算数持平")
LAST_SPENT = replace(LAST, lead="较上年支出数", same="与上年支出数持平")
TERMS = (
    *("财政拨款收入", "事业收入", "经营收入", "其他收入", "年初结转和结余", "结余分配", "年末结转和结余"),
    *("基本支出", "项目支出", "“三公”经费", "机关运行经费"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    scope, year = SCOPES[books.body.kind], books.year
    yield Cover((books.body.name, f"{year}年度{scope}决算情况说明"))
    parts: tuple[tuple[str, Callable[[Accounts, Teller], Iterator[Block]]], ...] = (
        (f"{scope}基本情况", _overview),
        (f"{scope}决算情况说明", _accounts),
        ("“三公”经费情况说明", _official),
        ("其他需要说明的事项", _others),
        ("预算绩效管理情况说明", _evaluation),
        ("专业名词解释", lambda _, teller: iter(teller.terms(TERMS, "（{}）"))),
        ("决算公开联系方式及信息反馈渠道", _contact),
    )
    for number, (title, tell) in enumerate(parts, 1):
        yield Heading(1, f"{chinese(number)}、", title)
        yield from tell(books, teller)
    yield Heading(1, "附件：", f"{year}年度{scope}决算公开报表")
    forms = FinalAccountsForms(
        titles={STATE_CAPITAL: "国有资本经营预算财政拨款支出决算表"},
        issuer_line=f"公开{scope}：{{body}}",
        unit_line="单位：万元",
        official_note="注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为年初预算数。",
    )
    yield from forms.tables(books, teller)


STYLE = Style(
    name="chongqing-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{SCOPES[books.body.kind]}决算情况说明",
    write=_write,
    printing=lambda seed: Printing(percent_places=2 if seed % 5 == 4 else 1),
)


def _mine(books: Accounts) -> str:
    return f"本{SCOPES[books.body.kind]}"


def _sections(*sections: tuple[str, Iterator[Block]]) -> Iterator[Block]:
    """Yield what stands under each title, numbered （一）."""
    for number, (title, blocks) in enumerate(sections, 1):
        yield Heading(2, f"（{chinese(number)}）", title)
        yield from blocks


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    return _sections(
        ("职能职责", _duties(books, teller)),
        ("机构设置", _offices(books, teller)),
        ("单位构成", _units(books)),
    )


def _duties(books: Accounts, teller: Teller) -> Iterator[Block]:
    if teller.dice.randrange(2):
        yield from teller.duties("{}.", arabic=True)
        return
    clauses = "".join(clause.marker + clause.text for clause in teller.duties("{}.", arabic=True))
    yield Paragraph(f"{books.body.name}（以下简称“{_mine(books)}”）的主要职能是：{clauses}")


def _offices(books: Accounts, teller: Teller) -> Iterator[Block]:
    number = teller.count(books.counts["offices"], "个", "内设机构")
    yield Paragraph(f"{books.body.name}设{number}内设机构，分别承担综合协调、业务管理和财务后勤等工作。")


def _units(books: Accounts) -> Iterator[Block]:
    below = [unit for unit in books.body.units[1:] if unit != books.body.name]
    if below:
        yield Paragraph(
            f"从预算单位构成看，纳入{_mine(books)}{books.year}年度决算编制的二级预算单位主要包括{'、'.join(below)}。"
        )
    else:
        yield Paragraph(f"{_mine(books)}{books.year}年度决算编制时无独立核算的二级预算单位。")


# -- differences from both bases ------------------------------------------------------------------------


def _double(
    teller: Teller, measure: str, figures: Official, *, why: str, last: Comparing = LAST, plan_first: bool = False
) -> str:
    """Tell a figure against last year and the budget; one reason where both went the same way."""
    one = (last, figures.last_year)
    other = (PLAN, figures.budget)
    found = [
        basis.difference(teller, measure, figures.final, before)
        for basis, before in ((other, one) if plan_first else (one, other))
    ]
    if found[0].unchanged and found[1].unchanged:
        return "，".join(_single(teller, each, why) for each in found)
    if found[0].direction == found[1].direction:
        return f"{found[0].words}；{found[1].words}{shared(teller, found, why=why, cue=CAUSE)}"
    return "；".join(_single(teller, each, why) for each in found)


def _single(teller: Teller, found: Difference, why: str) -> str:
    return found.words + shared(teller, [found], why=why, cue=CAUSE)


def _parts(teller: Teller, whole: Decimal, measure: str, parts: dict[str, Decimal]) -> str:
    told = []
    for name, yuan in parts.items():
        amount = teller.money(yuan, name, tied=True)
        told.append(f"{name}{amount}，占{teller.share(yuan, whole, name, measure)}")
    return "；".join(told)


# -- the accounts ---------------------------------------------------------------------------------------


def _accounts(books: Accounts, teller: Teller) -> Iterator[Block]:
    return _sections(
        ("收入支出决算总体情况说明", _overall(books, teller)),
        ("财政拨款收入支出决算总体情况说明", _appropriations(books, teller)),
        ("一般公共预算财政拨款收入支出决算情况说明", _general(books, teller)),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays(books, teller)),
        ("政府性基金预算收支决算情况说明", _government_fund(books, teller)),
        ("国有资本经营预算财政拨款支出决算情况说明", _no_state_capital(books)),
    )


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    year = f"{books.year}年度"
    income = teller.money(books.grand_total, "收入总计", tied=True)
    outlay = teller.money(books.grand_total, "支出总计", tied=True)
    moved = replace(LAST, lead=f"收支{LAST.lead}", same=f"收支{LAST.same}").told(
        teller, "收入支出总计", books.grand_total, books.last_total, why="total", cue=CAUSE
    )
    yield Paragraph(f"1.总体情况。{year}收入总计{income}，支出总计{outlay}。{moved}。")
    whole = books.of("income")
    words = f"2.收入情况。{year}收入合计{teller.money(whole, '收入合计', tied=True)}，"
    words += LAST.told(teller, "收入合计", whole, books.last_income, why="income", cue=CAUSE)
    parts = {"财政拨款收入": books.of("appropriation"), "事业收入": ZERO, "经营收入": ZERO}
    words += f"。其中：{_parts(teller, whole, '收入合计', {**parts, '其他收入': books.of('other')})}。此外，"
    words += f"使用非财政拨款结余（含专用结余）{teller.money(ZERO, '使用非财政拨款结余（含专用结余）')}，"
    yield Paragraph(f"{words}年初结转和结余{teller.money(books.of('carried_in'), '年初结转和结余', tied=True)}。")
    whole = books.of("total")
    words = f"3.支出情况。{year}支出合计{teller.money(whole, '支出合计', tied=True)}，"
    words += LAST.told(teller, "支出合计", whole, books.last_outlay, why="total", cue=CAUSE)
    parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other"), "经营支出": ZERO}
    words += f"。其中：{_parts(teller, whole, '支出合计', parts)}。"
    yield Paragraph(f"{words}此外，结余分配{teller.money(ZERO, '结余分配')}。")
    yield _carried(books, teller, "4.结转结余情况。", "年末结转和结余")


def _carried(books: Accounts, teller: Teller, opening: str, measure: str) -> Block:
    left, before = books.of("carried_out"), books.of("carried_in")
    words = f"{opening}{books.year}年度{measure}{teller.money(left, measure, tied=True)}，"
    return Paragraph(f"{words}{LAST.told(teller, measure, left, before, why='carry', cue=CAUSE)}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "财政拨款收、支总计"
    now, before = books.of("granted") + books.of("carried_out"), books.of("last_year") + books.of("carried_in")
    words = f"{books.year}年度{measure}{teller.money(now, measure, tied=True)}。"
    last = Comparing(PRIOR, f"与{books.year - 1}年相比，{measure}各", f"与{books.year - 1}年持平")
    yield Paragraph(words + last.told(teller, measure, now, before, why="income", cue="。主要原因是") + "。")


def _general(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, lines = f"{books.year}年度", books.general_lines
    budget = total(lines, "budget")
    measure = "一般公共预算财政拨款收入"
    income = Official(budget, total(lines, "appropriation"), books.last_appropriation)
    words = f"1.收入情况。{year}{measure}{teller.money(income.final, measure, tied=True)}，"
    words += f"{_double(teller, measure, income, why='income')}。此外，年初财政拨款结转和结余"
    yield Paragraph(f"{words}{teller.money(books.of('carried_in'), '年初财政拨款结转和结余', tied=True)}。")
    measure = "一般公共预算财政拨款支出"
    spent = Official(budget, books.of("general"), total(lines, "last_year"))
    words = f"2.支出情况。{year}{measure}{teller.money(spent.final, measure, tied=True)}，"
    yield Paragraph(f"{words}{_double(teller, measure, spent, why='total')}。")
    yield _carried(books, teller, "3.结转结余情况。", "年末一般公共预算财政拨款结转和结余")
    yield Paragraph(f"4.比较情况。{_mine(books)}{year}{measure}主要用于以下几个方面：")
    for number, below in enumerate(classes_of(lines), 1):
        yield Paragraph(f"（{number}）{_class(books, teller, below, spent.final)}")


def _class(books: Accounts, teller: Teller, below: list[Line], whole: Decimal) -> str:
    """Tell 社会保障和就业支出402.60万元，占16.6%，较年初预算数增加6.06万元，增长1.5%，主要原因是…."""
    yuan, name = total(below, "general"), below[0].path[0]
    amount = teller.money(yuan, name, tied=True)
    share = teller.share(yuan, whole, name, "一般公共预算财政拨款支出")
    teller.spending("类", below[0], amount, share=share)
    kind = "staff" if all(line.code in PAID_AS for line in below) else "total"
    told = PLAN.told(teller, name, yuan, total(below, "budget"), why=kind, cue=CAUSE)
    return f"{name}{amount}，占{share}，{told}。"


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    words = f"{books.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}。其中："
    before = total([line for line in books.lines if line.basic], "last_year")
    past = {"personnel": before - books.operating_last_year, "public": books.operating_last_year}
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        now, listed = books.group(group), [item for item in books.economic if item.group == group]
        words += f"{name}{teller.money(now, name, tied=True)}，"
        why = "personnel" if group == "personnel" else "operating"
        words += LAST.told(teller, name, now, past[group], why=why, cue=CAUSE)
        words += f"。{name}用途主要包括{'、'.join(item.name for item in listed)}等。"
        for item in listed:
            teller.economic(item.name, item.code, group)
    yield Paragraph(words)


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, lines = "政府性基金预算财政拨款", books.fund_lines
    if not lines:
        yield Paragraph(f"{_mine(books)}{books.year}年度无{measure}收支。")
        return
    words = f"{books.year}年度{measure}"
    for name in ("年初结转和结余", "年末结转和结余"):
        words += f"{name}{teller.money(ZERO, f'{measure}{name}')}，"
    words = f"{words[:-1]}。"
    before = total(lines, "last_year")
    for name, why in (("本年收入", "income"), ("本年支出", "project")):
        now = total(lines, "granted")
        words += f"{name}{teller.money(now, measure + name, tied=True)}，"
        words += LAST.told(teller, measure + name, now, before, why=why, cue=CAUSE) + "。"
    yield Paragraph(words)


def _no_state_capital(books: Accounts) -> Iterator[Block]:
    yield Paragraph(f"{_mine(books)}{books.year}年度无国有资本经营预算财政拨款支出。")


# -- 三公 -----------------------------------------------------------------------------------------------


def _official(books: Accounts, teller: Teller) -> Iterator[Block]:
    return _sections(
        ("“三公”经费支出总体情况说明", _official_whole(books, teller)),
        ("“三公”经费分项支出情况", _official_parts(books, teller)),
        ("“三公”经费实物量情况", _official_in_kind(books, teller)),
    )


def _official_whole(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, whole = "“三公”经费支出", books.official
    final = teller.money(whole.final, measure, tied=True)
    teller.official("total", final=final)
    words = f"{books.year}年度{measure}共计{final}，"
    words += PLAN.told(teller, measure, whole.final, whole.budget, why="official", cue=CAUSE)
    last = LAST_SPENT.told(teller, measure, whole.final, whole.last_year, why="official", cue=CAUSE)
    yield Paragraph(f"{words}。{last}。")


def _official_parts(books: Accounts, teller: Teller) -> Iterator[Block]:
    if not books.abroad.final and teller.dice.randrange(2):
        teller.official("abroad", final=Printed("", ZERO))
        yield Paragraph(f"{books.year}年度{_mine(books)}未发生因公出国（境）费用支出。")
    else:
        yield _item(teller, "abroad", "因公出国（境）费用", books.abroad, "赴境外开展业务交流")
    bought = "按规定更新报废的公务用车"
    yield _item(teller, "vehicle_purchase", "公务车购置费", books.purchase, bought)
    running = "机要文件交换、市内因公出行和业务检查等所需车辆的燃料费、维修费、过路过桥费和保险费等"
    yield _item(teller, "vehicle_running", "公务车运行维护费", books.running, running)
    guests = "接待上级检查指导和其他地区考察学习"
    yield _item(teller, "reception", "公务接待费", books.reception, guests)


def _item(teller: Teller, item: str, measure: str, part: Official, purpose: str) -> Block:
    final = teller.money(part.final, measure, tied=True)
    teller.official(item, final=final)
    use = f"主要用于{purpose}。费用支出" if part.final else ""
    told = _double(teller, measure, part, why=WHY[item], last=LAST_SPENT, plan_first=True)
    return Paragraph(f"{measure}{final}，{use}{told}。")


def _official_in_kind(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts, went = books.counts, bool(books.abroad.final)
    bought = counts["vehicles_bought"] if books.purchase.final else 0
    words = f"{books.year}年度{_mine(books)}因公出国（境）共计"
    words += f"{teller.count(counts['delegations'] * went, '个', '因公出国（境）团组')}团组，"
    words += f"{teller.count(counts['travellers'] * went, '人', '因公出国（境）人数')}；"
    words += f"公务用车购置{teller.count(bought, '辆', '公务用车购置')}，"
    words += f"公务车保有量为{teller.count(counts['vehicles_kept'], '辆', '公务车保有量')}；国内公务接待"
    words += f"{teller.count(counts['batches'], '批次', '国内公务接待批次')}"
    words += f"{teller.count(counts['guests'], '人次', '国内公务接待人次')}，其中："
    for name, end in (("国内外事接待", "；"), ("国（境）外公务接待", "。")):
        words += f"{name}{teller.count(0, '批次', f'{name}批次')}，{teller.count(0, '人次', f'{name}人次')}{end}"
    each = (books.reception.final / counts["guests"]).quantize(CENT, ROUND_HALF_UP)
    words += f"{books.year}年{_mine(books)}人均接待费"
    words += teller.amount(Printed(f"{each}元", each), "人均接待费", "other")
    words += f"，车均购置费{teller.money(books.purchase.final, '车均购置费', 'other')}，车均维护费"
    yield Paragraph(
        f"{words}{teller.money(books.running.final / counts['vehicles_kept'], '车均维护费', 'other')}。"
    )


# -- other matters --------------------------------------------------------------------------------------


def _others(books: Accounts, teller: Teller) -> Iterator[Block]:
    return _sections(
        ("财政拨款会议费和培训费情况说明", _fees(books, teller)),
        ("机关运行经费情况说明", _operating(books, teller)),
        ("国有资产占用情况说明", _assets(books, teller)),
        ("政府采购支出情况说明", _procurement(books, teller)),
    )


def _fees(books: Accounts, teller: Teller) -> Iterator[Block]:
    words = ""
    for code, name, why in ((MEETINGS, "会议费", "meeting"), (TRAINING, "培训费", "training")):
        now = books.paid_as(code)
        words += f"本年度{name}支出{teller.money(now, name, tied=True)}，"
        words += LAST.told(teller, name, now, books.fees[code], why=why, cue=CAUSE) + "。"
    yield Paragraph(words)


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, now = "机关运行经费", books.group("public")
    if books.body.kind == "unit":
        yield Paragraph(f"按照部门决算列报口径，{_mine(books)}不在{measure}统计范围之内。")
        return
    words = f"{books.year}年度{_mine(books)}{measure}支出{teller.money(now, measure, tied=True)}，"
    words += (
        f"{measure}主要用于开支办公费、印刷费、邮电费、水电费、差旅费、会议费和公务用车运行维护费等。{measure}"
    )
    told = LAST_SPENT.told(teller, measure, now, books.operating_last_year, why="operating", cue=CAUSE)
    yield Paragraph(f"{words}{told}。")


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    words = f"截至{books.year}年12月31日，{_mine(books)}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中，"
    kinds = {
        **dict.fromkeys(("副部（省）级及以上领导用车", "主要负责人用车"), 0),
        "机要通信用车": counts["confidential"],
        "应急保障用车": 0,
        "执法执勤用车": counts["enforcement"],
        "特种专业技术用车": 0,
        "其他用车": counts["other_vehicles"],
    }
    words += "，".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.amount(MILLION, "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    words += f"，其他用车主要是业务用车。{item}{teller.asset(item, counts['equipment'], '台（套）')}。"
    yield Paragraph(words)


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.goods + books.works + books.services
    parts = {"total": teller.money(whole, "政府采购支出总额")}
    words = f"{books.year}年度{_mine(books)}政府采购支出总额{parts['total']}，其中："
    kinds = {"goods": ("货物", books.goods), "works": ("工程", books.works)}
    for key, (name, yuan) in {**kinds, "services": ("服务", books.services)}.items():
        parts[key] = teller.money(yuan, f"政府采购{name}支出", tied=True)
        words += f"政府采购{name}支出{parts[key]}、"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
    teller.procurement(**parts)
    words = f"{words[:-1]}。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
    words += f"其中：授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro}。"
    yield Paragraph(f"{words}主要用于采购办公设备和委托专业服务。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    return _sections(
        ("预算绩效管理工作开展情况", _evaluated(books, teller)),
        ("绩效自评结果", _results(books, teller)),
        ("重点绩效评价结果", iter([Paragraph(f"{_mine(books)}未组织开展重点绩效评价。")])),
    )


def _evaluated(books: Accounts, teller: Teller) -> Iterator[Block]:
    lines = [each.line for each in books.evaluated]
    number = teller.count(len(lines), "个", "绩效自评项目")
    funds = teller.money(total(lines, "project"), "绩效自评涉及资金", "other")
    teller.evaluation("绩效自评", projects=number, yuan=funds)
    yield Paragraph(f"根据预算绩效管理要求，{_mine(books)}对{number}项目开展了绩效自评，涉及资金{funds}。")


def _results(books: Accounts, teller: Teller) -> Iterator[Block]:
    for number, each in enumerate(books.evaluated, 1):
        subject = f"{project_name(books, each.line)}项目"
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(each.line.project, subject)
        rate = teller.completion(each.line.project, each.budget, subject)
        score = teller.count(str(each.score), "分", f"{subject}自评得分")
        teller.evaluation(subject, score=score, budget=budget, executed=executed, completion=rate)
        yield Paragraph(
            f"{number}.{subject}全年预算数{budget}，执行数{executed}，预算执行率为{rate}，自评得分{score}。"
            f"主要产出和效果：{each.line.purpose}按计划完成。"
        )


def _contact(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(
        f"{_mine(books)}决算公开信息反馈和联系方式：财务科，联系电话见本{SCOPES[books.body.kind]}门户网站公开栏。"
    )
