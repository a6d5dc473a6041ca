"""Final accounts as in Hunan: five parts, 部门职责, tables with 行次 and 栏次, a section 一般性支出情况.

Comparisons follow 与上年相比，and reasons 主要是因为; the 三公经费 come twice, first against budget and last
year item by item, then as shares of their total with the counts. Meetings and training are told with what they
were for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures import ZERO, Accounts, Line, Official
from generator.forms.final_accounts import INCOME_KINDS, FinalAccountsForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, class_words, classes_of, total, why_of

CAUSE = "，主要是因为"
BUDGET_CAUSE = "的主要原因是："
OFFICIAL = "“三公”经费财政拨款支出"
TERMS = ("财政拨款收入", "其他收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费")


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, kind = books.body.name, books.year, _kind(books)
    yield Cover((f"{year}年度", f"{name}{kind}决算"))
    yield Contents()
    yield Heading(1, "第一部分", f"{name}概况")
    yield from _overview(books, teller)
    yield Heading(1, "第二部分", f"{kind}决算表")
    forms = FinalAccountsForms(
        issuer_line=f"{kind}：{{body}}",
        line_numbers=True,
        reception_first=True,
        empty_note="注：本{fund}表无数据，{body}{year}年度没有{fund}收入，也没有使用{fund}安排的支出。",
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度{kind}决算情况说明")
    for number, (title, tell) in enumerate(SECTIONS, 1):
        yield Heading(2, f"{chinese(number)}、", title.format(year=year))
        yield from tell(books, teller)
    yield Heading(1, "第四部分", "名词解释")
    yield from teller.terms(TERMS)


STYLE = Style(
    name="hunan-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.year}年度{books.body.name}{_kind(books)}决算",
    write=_write,
    printing=lambda seed: Printing(trimmed=seed % 2 == 1),
    years=(2022, 2023),
)


def _kind(books: Accounts) -> str:
    return "部门" if books.body.kind == "department" else "单位"


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body, kind = books.body, _kind(books)
    yield Heading(2, "一、", f"{kind}职责")
    yield Paragraph(f"{body.name}主要履行下列职责：")
    yield from teller.duties(teller.dice.choice(("（{}）", "{}、")), arabic=False)
    yield Heading(2, "二、", "机构设置及决算单位构成")
    posts = books.counts["administrative_posts"] + books.counts["institution_posts"]
    staff = books.counts["administrative_staff"] + books.counts["institution_staff"]
    words = f"（一）内设机构设置。{body.name}内设机构{teller.count(books.counts['offices'], '个', '内设机构')}，"
    words += f"核定编制{teller.count(posts, '名', '核定编制')}，年末实有{teller.count(staff, '人', '年末实有')}。"
    yield Paragraph(words)
    words = f"（二）决算单位构成。{body.name}{books.year}年{kind}决算汇总公开单位构成包括："
    yield Paragraph(f"{words}{'、'.join(body.units)}。")


# -- income and expenditure -----------------------------------------------------------------------------


def _than(teller: Teller, measure: str, now: Decimal, before: Decimal, why: str = "total") -> str:
    """Tell 与上年相比，增加N万元，增长P%，主要是因为…."""
    words = teller.moved(measure, now, before, why=why, cue=CAUSE, same="持平")
    return f"与上年{words}" if words == "持平" else f"与上年相比，{words}"


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, whole = "收、支总计", books.grand_total
    words = f"{books.year}年度{measure}{teller.money(whole, measure, tied=True)}。"
    yield Paragraph(f"{words}{_than(teller, measure, whole, books.grand_total_last_year)}。")


def _shares(teller: Teller, kinds: dict[str, Decimal], whole: Decimal, of: str) -> str:
    return "；".join(
        f"{name}{teller.money(yuan, name, tied=bool(yuan))}，占{teller.share(yuan, whole, name, of)}"
        for name, yuan in kinds.items()
    )


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("income")
    grant, other = books.of("appropriation"), books.of("other")
    kinds = {"财政拨款收入": grant, **dict.fromkeys(INCOME_KINDS, ZERO), "其他收入": other}
    words = f"{books.year}年度收入合计{teller.money(whole, '收入合计', tied=True)}，其中："
    yield Paragraph(f"{words}{_shares(teller, kinds, whole, '收入合计')}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole, basic = books.of("total"), books.of("basic")
    nothing = dict.fromkeys(("上缴上级支出", "经营支出", "对附属单位补助支出"), ZERO)
    kinds = {"基本支出": basic, "项目支出": whole - basic, **nothing}
    words = f"{books.year}年度支出合计{teller.money(whole, '支出合计', tied=True)}，其中："
    yield Paragraph(f"{words}{_shares(teller, kinds, whole, '支出合计')}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, whole = "财政拨款收、支总计", books.of("granted") + books.of("carried_out")
    words = f"{books.year}年度{measure}{teller.money(whole, measure, tied=True)}，"
    yield Paragraph(f"{words}{_than(teller, measure, whole, books.granted_last_year)}。")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, lines, year = "一般公共预算财政拨款支出", books.general_lines, books.year
    spent = books.of("general")
    yield Heading(3, "（一）", f"{measure}决算总体情况")
    words = f"{year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}，"
    yield Paragraph(f"{words}{_than(teller, measure, spent, total(lines, 'last_year'))}。")
    yield Heading(3, "（二）", f"{measure}决算结构情况")
    words = f"{year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
    parts = []
    for below in classes_of(lines):
        yuan, name = total(below, "general"), below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, measure)
        teller.spending("类", below[0], amount, share=share)
        parts.append(f"{name}（类）{amount}，占{share}")
    yield Paragraph(f"{words}{'；'.join(parts)}。")
    yield Heading(3, "（三）", f"{measure}决算具体情况")
    budget = total(lines, "budget")
    outcome, *_ = _outcome(teller, measure, spent, budget, why="total")
    yield Paragraph(f"{year}年度{measure}{outcome}。其中：")
    yield from _items(books, lines, teller)


def _outcome(
    teller: Teller, measure: str, final: Decimal, budget: Decimal, *, why: str, basis: str = "initial_budget"
) -> tuple[str, Printed, Printed, Printed | None]:
    called = "年初预算" if basis == "initial_budget" else "预算"
    return teller.outcome(
        measure, final, budget, basis=basis, called=called, why=why, cue=BUDGET_CAUSE, stop="，", full=True
    )


def _items(books: Accounts, lines: tuple[Line, ...], teller: Teller) -> Iterator[Block]:
    for number, line in enumerate(lines, 1):
        why = why_of(line, books)
        outcome, budget, spent, rate = _outcome(teller, line.path[2], line.granted, line.budget, why=why)
        teller.spending("项", line, spent, initial_budget=budget, completion=rate)
        yield Paragraph(f"{number}、{class_words(line)}。{outcome}。")


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, basic = "一般公共预算财政拨款基本支出", books.of("basic")
    words = f"{books.year}年度{measure}{teller.money(basic, measure, tied=True)}，其中："
    parts = []
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        yuan = books.group(group)
        listed = [item for item in books.economic if item.group == group]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, basic, name, "基本支出")
        for item in listed:
            teller.economic(item.name, item.code, group)
        names = "、".join(item.name for item in listed)
        parts.append(f"{name}{amount}，占基本支出的{share}，主要包括{names}")
    yield Paragraph(f"{words}{'；'.join(parts)}。")


# -- 三公 -----------------------------------------------------------------------------------------------


def _official_line(teller: Teller, item: str, measure: str, part: Official) -> str:
    """Tell a part against the budget, then against last year."""
    words, budget, final, _ = _outcome(
        teller, measure, part.final, part.budget, why=WHY[item], basis="final_budget"
    )
    teller.official(item, budget=budget, final=final)
    more = "增加" if part.final > part.last_year else "减少"
    moved = teller.moved(
        measure, part.final, part.last_year, why=WHY[item], cue=f"，{more}的主要原因是", same="持平"
    )
    return f"{measure}{words}，与上年{moved}" if moved == "持平" else f"{measure}{words}，与上年相比{moved}"


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", f"{OFFICIAL}决算总体情况说明")
    yield Paragraph(f"{_official_line(teller, 'total', OFFICIAL, books.official)}。其中：")
    parts = {
        "abroad": ("因公出国（境）费支出", books.abroad),
        "reception": ("公务接待费支出", books.reception),
        "vehicle_purchase": ("公务用车购置费支出", books.purchase),
        "vehicle_running": ("公务用车运行维护费支出", books.running),
    }
    for item, (name, part) in parts.items():
        yield Paragraph(f"{_official_line(teller, item, name, part)}。")
    yield Heading(3, "（二）", f"{OFFICIAL}决算具体情况说明")
    whole = books.official.final
    words = f"{books.year}年度“三公”经费财政拨款支出决算中，"
    kinds = {
        "公务接待费支出决算": books.reception.final,
        "因公出国（境）费支出决算": books.abroad.final,
        "公务用车购置费及运行维护费支出决算": books.vehicles.final,
    }
    yield Paragraph(f"{words}{_shares(teller, kinds, whole, '“三公”经费').replace('；', '，')}。其中：")
    yield from _official_details(books, teller)


def _official_details(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts, abroad = books.counts, bool(books.abroad.final)
    name = "因公出国（境）费支出决算"
    words = f"1、{name}为{teller.money(books.abroad.final, name, tied=abroad)}，全年安排因公出国（境）团组"
    words += f"{teller.count(counts['delegations'] if abroad else 0, '个', '因公出国（境）团组')}，累计"
    yield Paragraph(
        f"{words}{teller.count(counts['travellers'] if abroad else 0, '人次', '因公出国（境）人次')}。"
    )
    name = "公务接待费支出决算"
    words = f"2、{name}为{teller.money(books.reception.final, name, tied=True)}，全年共接待来访团组"
    words += f"{teller.count(counts['batches'], '个', '接待来访团组')}、来宾"
    words += (
        f"{teller.count(counts['guests'], '人次', '接待来宾')}，主要是上级检查调研和同行学习交流发生的接待支出。"
    )
    yield Paragraph(words)
    name = "公务用车购置费及运行维护费支出决算"
    vehicles = teller.money(books.vehicles.final, name, tied=True)
    teller.official("vehicles", final=vehicles)
    words = f"3、{name}为{vehicles}，其中：公务用车购置费"
    words += (
        f"{teller.money(books.purchase.final, '公务用车购置费', tied=bool(books.purchase.final))}，更新公务用车"
    )
    bought = counts["vehicles_bought"] if books.purchase.final else 0
    words += f"{teller.count(bought, '辆', '更新公务用车')}；公务用车运行维护费"
    words += (
        f"{teller.money(books.running.final, '公务用车运行维护费', tied=True)}，主要是燃料费、维修费、保险费支出，"
    )
    kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
    yield Paragraph(f"{words}截至{books.year}年12月31日，开支财政拨款的公务用车保有量为{kept}。")


# -- funds and other matters ----------------------------------------------------------------------------


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, fund = books.body.name, books.year, "政府性基金预算财政拨款"
    if not books.fund_lines:
        yield Paragraph(f"{name}{year}年度无{fund}收入，也没有使用{fund}安排的支出。")
        return
    whole = books.of("government_fund")
    words = f"{year}年度{fund}收入{teller.money(whole, f'{fund}收入', tied=True)}；"
    words += f"年初结转和结余{teller.money(ZERO, '年初结转和结余')}；"
    words += f"支出{teller.money(whole, f'{fund}支出', tied=True)}，"
    words += f"其中基本支出{teller.money(ZERO, '基本支出')}，项目支出{teller.money(whole, '项目支出')}；"
    yield Paragraph(f"{words}年末结转和结余{teller.money(ZERO, '年末结转和结余')}。具体情况如下：")
    for number, line in enumerate(books.fund_lines, 1):
        spent = teller.money(line.project, line.path[2], tied=True)
        teller.spending("项", line, spent, purpose=line.purpose)
        yield Paragraph(f"{number}、{class_words(line)}。支出决算为{spent}，主要用于{line.purpose}。")


def _no_state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无国有资本经营预算财政拨款收入和支出。")


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    if not books.is_office:
        yield Paragraph(f"{name}为事业单位，{year}年度无机关运行经费支出。")
        return
    measure, now, before = "机关运行经费支出", books.group("public"), books.operating_last_year
    words = f"{name}{year}年度{measure}{teller.money(now, measure, tied=True)}，"
    moved = teller.moved(measure, now, before, why="operating", cue="。主要原因是：", same="持平")
    yield Paragraph(f"{words}{'与' if moved == '持平' else '比'}上年决算数{moved}。")


def _usual_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    spent = {item.code: item.yuan for item in books.economic}
    meetings = teller.money(spent["30215"], "会议费", tied=True)
    training = teller.money(spent["30216"], "培训费", tied=True)
    present = teller.count(books.counts["guests"] // 4 + 20, "人", "会议人数")
    trained = teller.count(books.counts["guests"] // 5 + 15, "人", "培训人数")
    yield Paragraph(
        f"{books.year}年{books.body.name}开支会议费{meetings}，用于召开年度工作会议和业务部署会议，人数{present}；"
        f"开支培训费{training}，用于开展业务培训，人数{trained}；未举办节庆、晚会、论坛、赛事等活动。"
    )


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.procured
    parts, listed = teller.procured()
    words = (
        f"{books.body.name}{books.year}年度政府采购支出总额{parts['total']}，其中：{listed}。授予中小企业合同金额"
    )
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    teller.procurement(**parts)
    yield Paragraph(
        f"{words}{parts['sme']}，占政府采购支出总额的{share}，其中：授予小微企业合同金额{parts['micro']}。"
    )


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    words = f"截至{books.year}年12月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    kinds = {
        "主要领导干部用车": 0,
        "机要通信用车": counts["confidential"],
        "应急保障用车": 0,
        "其他用车": counts["other_vehicles"],
    }
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.amount(Printed("100万元", Decimal(1_000_000)), "设备单价", "other")
    item = f"单位价值{limit}以上设备（不含车辆）"
    yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.general_lines if line.project]
    money = total(projects, "project")
    number = teller.count(len(projects), "个", "绩效自评项目")
    funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
    of = "一般公共预算项目支出总额"
    share = teller.share(money, money, "绩效自评项目资金", of)
    teller.evaluation("项目支出绩效自评", projects=number, yuan=funds)
    score = teller.count(f"{Decimal(books.counts['score']) / 10}", "分", f"{_kind(books)}整体支出绩效自评得分")
    grade = "优" if score.value >= 90 else "良"
    teller.evaluation(f"{_kind(books)}整体支出绩效自评", score=score, grade=grade)
    yield Paragraph(
        f"根据预算绩效管理要求，{books.body.name}组织对{number}项目支出开展绩效自评，涉及资金{funds}，"
        f"占{of}的{share}。{_kind(books)}整体支出绩效自评综合得分{score}，评价结果为“{grade}”。"
        "存在的问题是绩效指标细化不够，个别项目验收资料归档不及时。"
    )


SECTIONS = (
    ("收入支出决算总体情况说明", _overall),
    ("收入决算情况说明", _incomes),
    ("支出决算情况说明", _outlays),
    ("财政拨款收入支出决算总体情况说明", _appropriations),
    ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
    ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
    ("财政拨款“三公”经费支出决算情况说明", _official_outlays),
    ("政府性基金预算收入支出决算情况", _government_fund),
    ("国有资本经营预算财政拨款收入支出决算情况", _no_state_capital),
    ("关于机关运行经费支出说明", _operating),
    ("一般性支出情况", _usual_outlays),
    ("关于政府采购支出说明", _procurement),
    ("关于国有资产占用情况说明", _assets),
    ("关于{year}年度预算绩效情况的说明", _evaluation),
)
