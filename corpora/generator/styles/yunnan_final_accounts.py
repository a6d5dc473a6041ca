"""Final accounts as in Yunnan: the line 监督索引号 first and last, five parts, the explanations in four sections.

主要职能 stands twice and the duties run on in one paragraph; tables have 行次 and 栏次; class lines stop at 类 and
may list every class with 0.00万元; of the 三公经费 the reception comes before the vehicles, and shares of their
total are given. Operating funds, assets, procurement and evaluation form a part with 相关口径说明.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.classification import functional_classes
from generator.figures import ZERO, Accounts, Line, Official
from generator.forms.final_accounts import (
    APPROPRIATION,
    BASIC,
    CENTRAL,
    GENERAL,
    INCOME_KINDS,
    OFFICIAL,
    PROJECT,
    SUMMARY,
    FinalAccountsForms,
)
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import Teller, chinese, classes_of, total

CAUSE = "，主要原因是"
RESERVE = "227"  # 预备费: of governments only
TERMS = ("财政拨款收入", "其他收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费")
TITLES = {
    SUMMARY: "收入支出决算表",
    APPROPRIATION: "财政拨款收入支出决算表",
    GENERAL: "一般公共预算财政拨款收入支出决算表",
    OFFICIAL: "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
}
SCOPE = (
    "基本支出中人员经费包括工资福利支出和对个人和家庭的补助，公用经费包括商品和服务支出、资本性支出等人员经费以外的支出。",
    "机关运行经费指行政单位和参照公务员法管理的事业单位使用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。",
    "“三公”经费决算数指当年通过本级财政一般公共预算财政拨款和以前年度结转结余资金安排的“三公”经费支出数，包括基本支出和项目支出。",
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, kind = books.body.name, books.year, _kind(books)
    index = f"监督索引号{books.body.region_code}{books.counts['score']:05d}{books.counts['guests']:04d}"
    yield Cover((index, f"{name}{year}年度{kind}决算"))
    yield Contents()
    yield Heading(1, "第一部分", f"{name}概况")
    yield from _overview(books, teller)
    yield Heading(1, "第二部分", f"{year}年度{kind}决算表")
    place = CENTRAL.index(BASIC) + 1
    forms = FinalAccountsForms(
        order=(*CENTRAL[:place], PROJECT, *CENTRAL[place:]),
        titles=TITLES,
        issuer_line=f"{kind}：{{body}}",
        line_numbers=True,
        reception_first=True,
        general_balance=True,
        official_note="注：本表反映部门本年度“三公”经费支出情况。其中，预算数为年初预算数。",
        empty_note="注：{body}{year}年度无{fund}收入，也未发生相关支出，故本表为空表。",
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度{kind}决算情况说明")
    for number, (title, tell) in enumerate(EXPLANATIONS, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)
    yield Heading(1, "第四部分", "其他重要事项及相关口径情况说明")
    for number, (title, tell) in enumerate(OTHERS, 1):
        yield Heading(2, f"{chinese(number)}、", title.format(kind=kind))
        yield from tell(books, teller)
    yield Heading(1, "第五部分", "名词解释")
    yield from teller.terms(TERMS)
    yield Paragraph(index)


STYLE = Style(
    name="yunnan-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{_kind(books)}决算",
    write=_write,
    printing=lambda seed: Printing(separators=bool(seed % 2)),
    years=(2022, 2023),
)


def _kind(books: Accounts) -> str:
    return "部门" if books.body.kind == "department" else "单位"


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body, counts = books.body, books.counts
    yield Heading(2, "一、", "主要职能")
    yield Heading(3, "（一）", "主要职能")
    marker = teller.dice.choice(("（{}）", "({})"))
    clauses = teller.duties(marker, arabic=True)
    listed = "".join(f"{clause.marker}{clause.text}" for clause in clauses)
    yield Paragraph(f"{body.name}主要职能是：{listed}")
    yield Heading(3, "（二）", f"{books.year}年度重点工作任务介绍")
    works = (f"{chinese(n)}是推进{project.name}工作" for n, project in enumerate(body.projects, 1))
    yield Paragraph(f"{'；'.join(works)}。")
    yield Heading(2, "二、", f"{_kind(books)}基本情况")
    yield Heading(3, "（一）", "机构设置情况")
    below = body.units[1:] if body.kind == "department" else ()
    words = f"{body.name}共设置{teller.count(counts['offices'], '个', '内设机构')}内设机构。"
    words += f"所属单位{teller.count(len(below), '个', '所属单位')}"
    yield Paragraph(f"{words}，分别是：{'、'.join(below)}。" if below else f"{words}。")
    yield Heading(3, "（二）", "决算单位构成")
    units = teller.count(len(below) + 1, "个", "决算编报单位")
    words = f"纳入{body.name}{books.year}年度{_kind(books)}决算编报的单位共{units}。其中："
    offices = 1 if books.is_office else 0
    words += f"行政单位{teller.count(offices, '个', '行政单位')}，"
    words += f"参照公务员法管理的事业单位{teller.count(0, '个', '参照公务员法管理的事业单位')}，"
    yield Paragraph(f"{words}其他事业单位{teller.count(len(below) + 1 - offices, '个', '其他事业单位')}。")
    yield Heading(3, "（三）", f"{_kind(books)}人员和车辆的编制及实有情况")
    yield Paragraph(_staff(books, teller))


def _staff(books: Accounts, teller: Teller) -> str:
    counts = books.counts
    parts = ("administrative", "institution")
    posts, staff = ([counts[f"{part}_{what}"] for part in parts] for what in ("posts", "staff"))
    words = f"{books.body.name}{books.year}年末人员编制{teller.count(sum(posts), '人', '人员编制')}。其中："
    words += (
        f"行政编制{teller.count(posts[0], '人', '行政编制')}，事业编制{teller.count(posts[1], '人', '事业编制')}。"
    )
    words += f"在职在编实有人员{teller.count(sum(staff), '人', '在职在编实有人员')}，其中："
    words += f"行政人员{teller.count(staff[0], '人', '行政人员')}，"
    words += f"事业人员{teller.count(staff[1], '人', '事业人员')}。"
    words += f"离退休人员{teller.count(counts['retired'], '人', '离退休人员')}。"
    kept = counts["vehicles_kept"]
    words += f"车辆编制{teller.count(kept, '辆', '车辆编制')}，"
    return f"{words}在编实有车辆{teller.count(kept, '辆', '在编实有车辆')}。"


# -- income and expenditure -----------------------------------------------------------------------------


def _shares(teller: Teller, kinds: dict[str, Decimal], whole: Decimal, of: str) -> str:
    return "；".join(
        f"{name}{teller.money(yuan, name, tied=bool(yuan))}，占{of}的{teller.share(yuan, whole, name, of)}"
        for name, yuan in kinds.items()
    )


def _parts_moved(teller: Teller, now: dict[str, Decimal], before: dict[str, Decimal]) -> str:
    return "；".join(f"{name}{teller.moved(name, now[name], before[name])}" for name in now)


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole, other, grant = books.of("income"), books.of("other"), books.of("appropriation")
    measure = "收入合计"
    words = f"{books.body.name}{books.year}年度{measure}{teller.money(whole, measure, tied=True)}。其中："
    kinds = {"财政拨款收入": grant, **dict.fromkeys(INCOME_KINDS, ZERO), "其他收入": other}
    words += f"{_shares(teller, kinds, whole, '总收入')}。"
    before = books.appropriation_last_year
    words += f"与上年相比，{measure}{teller.moved(measure, whole, before + other, why='total', cue=CAUSE)}。其中："
    now = {"财政拨款收入": grant, "其他收入": other}
    yield Paragraph(f"{words}{_parts_moved(teller, now, {'财政拨款收入': before, '其他收入': other})}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole, basic = books.of("total"), books.of("basic")
    measure = "支出合计"
    words = f"{books.body.name}{books.year}年度{measure}{teller.money(whole, measure, tied=True)}。其中："
    now = {"基本支出": basic, "项目支出": whole - basic}
    words += f"{_shares(teller, now, whole, '总支出')}；上缴上级支出、经营支出、对附属单位补助支出共"
    rest = "上缴上级支出、经营支出、对附属单位补助支出"
    words += f"{teller.money(ZERO, rest)}，占总支出的{teller.share(ZERO, whole, rest, '总支出')}。"
    was = total((line for line in books.lines if line.basic), "last_year")
    before = books.of("last_year") + books.of("other")
    words += f"与上年相比，{measure}{teller.moved(measure, whole, before, why='total', cue=CAUSE)}。其中："
    yield Paragraph(f"{words}{_parts_moved(teller, now, {'基本支出': was, '项目支出': before - was})}。")
    yield Heading(3, "（一）", "基本支出情况")
    yield Paragraph(_basic_outlays(books, teller))
    yield Heading(3, "（二）", "项目支出情况")
    project = teller.money(whole - basic, "项目支出", tied=True)
    yield Paragraph(
        f"{books.year}年度用于{books.body.name}完成特定工作任务和事业发展目标的专项业务支出{project}。"
    )


def _basic_outlays(books: Accounts, teller: Teller) -> str:
    basic = books.of("basic")
    words = f"{books.year}年度用于保障{books.body.name}正常运转的日常支出"
    words += f"{teller.money(basic, '基本支出', tied=True)}。其中："
    parts = []
    for group, name, ending in (("personnel", "人员经费", "等人员经费支出"), ("public", "公用经费", "等公用经费")):
        listed = [item for item in books.economic if item.group == group][: teller.dice.randrange(3, 6)]
        yuan = books.group(group)
        names = "、".join(item.name for item in listed)
        for item in listed:
            teller.economic(item.name, item.code, group)
        amount = teller.money(yuan, name, tied=True)
        parts.append(f"{names}{ending}{amount}，占基本支出的{teller.share(yuan, basic, name, '基本支出')}")
    return f"{words}{'；'.join(parts)}。"


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, lines = "一般公共预算财政拨款支出", books.general_lines
    spent = books.of("general")
    yield Heading(3, "（一）", f"{measure}决算总体情况")
    words = (
        f"{books.body.name}{books.year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    )
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    moved = teller.moved(measure, spent, total(lines, "last_year"), why="total", cue=CAUSE, same="持平")
    yield Paragraph(f"{words}与上年相比{moved}。")
    yield Heading(3, "（二）", f"{measure}决算具体情况")
    below = {group[0].code[:3]: group for group in classes_of(lines)}
    every = teller.dice.randrange(2) == 1
    listed = [row for row in _classes(books.year) if every or row.code in below]
    for number, empty in enumerate(listed, 1):
        group = below.get(empty.code, [empty])
        yield Paragraph(f"{number}.{_class_line(group, spent, teller)}")


def _classes(year: int) -> list[Line]:
    """Return every 类 of the general budget as a line without figures."""
    rows = functional_classes().rows
    return [
        Line(row.code, (row.name, "", ""), "", ZERO, ZERO, ZERO, ZERO)
        for row in rows
        if len(row.code) == 3 and row.code < "230" and row.code != RESERVE
        if row.fund == "general" and row.valid_in(year)
    ]


def _class_line(group: list[Line], spent: Decimal, teller: Teller) -> str:
    name, yuan = group[0].path[0], total(group, "general")
    amount = teller.money(yuan, name, tied=bool(yuan))
    of = "一般公共预算财政拨款总支出"
    share = teller.share(yuan, spent, name, of)
    purpose = f"{'、'.join(line.purpose for line in group)}支出" if yuan else None
    teller.spending("类", group[0], amount, share=share, purpose=purpose)
    words = f"{name.removesuffix('支出')}（类）支出{amount}，占{of}的{share}。"
    return f"{words}主要用于{purpose}。" if purpose else words


# -- 三公 -----------------------------------------------------------------------------------------------

WHOLE = "一般公共预算财政拨款“三公”经费支出"


def _official_parts(books: Accounts) -> dict[str, tuple[str, Official]]:
    return {
        "abroad": ("因公出国（境）费支出", books.abroad),
        "reception": ("公务接待费支出", books.reception),
        "vehicle_purchase": ("公务用车购置费支出", books.purchase),
        "vehicle_running": ("公务用车运行维护费支出", books.running),
    }


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", f"{WHOLE}决算总体情况")
    yield Paragraph(_against_budget(books, teller))
    yield Paragraph(_against_last_year(books, teller))
    yield Heading(3, "（二）", f"{WHOLE}决算具体情况")
    yield from _official_details(books, teller)


def _planned(teller: Teller, item: str, name: str, part: Official) -> tuple[str, Printed | None]:
    budget = teller.money(part.budget, name, "initial_budget")
    final = teller.money(part.final, name, tied=True)
    teller.official(item, budget=budget, final=final)
    words = f"{name}年初预算为{budget}，支出决算为{final}"
    if not part.budget:
        return words, None
    rate = teller.completion(part.final, part.budget, name)
    return f"{words}，完成年初预算的{rate}", rate


def _against_budget(books: Accounts, teller: Teller) -> str:
    whole = books.official
    words, rate = _planned(teller, "total", WHOLE, whole)
    parts = []
    for item, (name, part) in _official_parts(books).items():
        line, _ = _planned(teller, item, name, part)
        if part.final:
            share = teller.share(part.final, whole.final, name, "“三公”经费总支出决算")
            line += f"，占“三公”经费总支出决算的{share}"
        parts.append(line)
    words = f"{books.body.name}{books.year}年度{words}。其中：{'；'.join(parts)}。"
    more = whole.final > whole.budget
    verdict = teller.verdict(more)
    reason = teller.reason("official", more, "主要原因是")
    teller.change(WHOLE, "initial_budget", "increase" if more else "decrease", completion=rate, reason=reason)
    return f"{words}{books.year}年度{WHOLE}决算数{verdict}年初预算数的主要原因是{reason}。"


def _against_last_year(books: Accounts, teller: Teller) -> str:
    now, before = books.official.final, books.official.last_year
    if now == before:
        teller.change(WHOLE, "prior_year", "unchanged")
        return f"{books.year}年度{WHOLE}决算数与上年持平。"
    more = now > before
    size = teller.money(now - before if more else before - now, WHOLE, "change")
    word = teller.rising(more)
    rate = teller.growth(now, before, WHOLE)
    words = f"{books.year}年度{WHOLE}决算数比上年{'增加' if more else '减少'}{size}，{word}{rate}。其中："
    parts = _official_parts(books).values()
    words += "；".join(f"{name}决算{teller.moved(name, part.final, part.last_year)}" for name, part in parts)
    reason = teller.reason("official", more, "主要原因是")
    direction = "increase" if more else "decrease"
    teller.change(WHOLE, "prior_year", direction, yuan=size, percent=rate, reason=reason)
    return f"{words}。{WHOLE}决算数{'增加' if more else '减少'}的主要原因是{reason}。"


def _official_details(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    abroad = bool(books.abroad.final)
    words = f"1.因公出国（境）费支出{teller.money(books.abroad.final, '因公出国（境）费支出', tied=abroad)}，"
    groups = teller.count(counts["delegations"] if abroad else 0, "个", "因公出国（境）团组")
    people = teller.count(counts["travellers"] if abroad else 0, "人次", "因公出国（境）人次")
    yield Paragraph(f"{words}共安排因公出国（境）团组{groups}，累计{people}。")
    yield Paragraph(f"2.{_receptions(books, teller)}")
    vehicles = teller.money(books.vehicles.final, "公务用车购置及运行维护费支出", tied=True)
    teller.official("vehicles", final=vehicles)
    words = f"3.公务用车购置及运行维护费支出{vehicles}。其中：公务用车购置支出"
    words += f"{teller.money(books.purchase.final, '公务用车购置支出', tied=bool(books.purchase.final))}，购置车辆"
    words += f"{teller.count(counts['vehicles_bought'] if books.purchase.final else 0, '辆', '购置车辆')}；"
    words += f"公务用车运行维护费支出{teller.money(books.running.final, '公务用车运行维护费支出', tied=True)}，"
    kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
    words += f"开支一般公共预算财政拨款的公务用车保有量为{kept}。"
    yield Paragraph(f"{words}主要用于下乡工作、公务出行等所需车辆燃料费、维修费、过路过桥费、保险费等。")


def _receptions(books: Accounts, teller: Teller) -> str:
    counts, spent = books.counts, books.reception.final
    words = f"公务接待费支出{teller.money(spent, '公务接待费支出', tied=True)}。其中：国内接待费支出"
    words += (
        f"{teller.money(spent, '国内接待费支出')}（其中：外事接待费支出{teller.money(ZERO, '外事接待费支出')}），"
    )
    words += f"共安排国内公务接待{teller.count(counts['batches'], '批次', '国内公务接待批次')}"
    words += f"（其中：外事接待{teller.count(0, '批次', '外事接待批次')}），"
    words += f"接待人次{teller.count(counts['guests'], '人', '国内公务接待人次')}"
    words += f"（其中：外事接待人次{teller.count(0, '人', '外事接待人次')}）。"
    words += f"国（境）外接待费支出{teller.money(ZERO, '国（境）外接待费支出')}，"
    words += f"共安排国（境）外公务接待{teller.count(0, '批次', '国（境）外公务接待批次')}，"
    return f"{words}接待人次{teller.count(0, '人', '国（境）外公务接待人次')}。"


# -- other matters --------------------------------------------------------------------------------------


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    if not books.is_office:
        yield Paragraph(f"{name}为事业单位，{year}年度无机关运行经费支出。")
        return
    measure, now = "机关运行经费支出", books.group("public")
    words = f"{name}{year}年度{measure}{teller.money(now, measure, tied=True)}，"
    moved = teller.moved(measure, now, books.operating_last_year, why="operating", cue=CAUSE, same="持平")
    words += f"{'与' if moved == '持平' else '比'}上年{moved}。"
    yield Paragraph(f"{words}机关运行经费主要用于办公费、水电费、差旅费等日常公用开支。")


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    current, fixed = books.assets["current"], books.assets["fixed"]
    whole, before = current + fixed, books.assets["last_year"]
    words = (
        f"截至{books.year}年12月31日，{books.body.name}资产总额{teller.money(whole, '资产总额', 'other')}，其中，"
    )
    words += f"流动资产{teller.money(current, '流动资产', 'other')}，"
    words += f"固定资产{teller.money(fixed, '固定资产', 'other')}。"
    moved = teller.moved("资产总额", whole, before, why="assets", cue=CAUSE, growth=False, same="持平")
    words += f"与上年相比，本年资产总额{moved}。年末共有车辆"
    counts = books.counts
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    kinds = {"机要通信用车": counts["confidential"], "其他用车": counts["other_vehicles"]}
    listed = "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    yield Paragraph(f"{words}{listed}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.procured
    parts, listed = teller.procured("；")
    words = f"{books.year}年度，{_kind(books)}政府采购支出总额{parts['total']}，其中：{listed}"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro_share = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
    words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
    words += f"其中：授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro_share}。"
    teller.procurement(**parts)
    yield Paragraph(words)


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.general_lines if line.project]
    number = teller.count(len(projects), "个", "绩效自评项目")
    funds = teller.money(total(projects, "project"), "绩效自评项目资金", "other", tied=True)
    score = teller.count(f"{Decimal(books.counts['score']) / 10}", "分", "自评平均得分")
    teller.evaluation("项目绩效自评", projects=number, yuan=funds, score=score)
    best = len(projects) - 1
    words = f"{_kind(books)}对{number}项目开展绩效自评，涉及资金{funds}，自评平均得分{score}，其中："
    words += f"评价等级为“优”的项目{teller.count(best, '个', '评价等级为“优”的项目')}、"
    words += f"“良”的项目{teller.count(len(projects) - best, '个', '评价等级为“良”的项目')}。"
    overall = teller.count(f"{Decimal(books.counts['score'] + 6) / 10}", "分", "部门整体支出绩效自评得分")
    grade = "优" if overall.value >= 90 else "良"
    subject = f"{_kind(books)}整体支出绩效自评"
    teller.evaluation(subject, score=overall, grade=grade)
    yield Paragraph(f"{words}{subject}得分{overall}，评价等级为“{grade}”。")


def _nothing_else(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无其他需要说明的重要事项。")


def _scope(books: Accounts, teller: Teller) -> Iterator[Block]:
    for number, text in enumerate(SCOPE, 1):
        yield Paragraph(f"（{chinese(number)}）{text}")


EXPLANATIONS = (
    ("收入决算情况说明", _incomes),
    ("支出决算情况说明", _outlays),
    ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
    ("一般公共预算财政拨款“三公”经费支出决算情况说明", _official_outlays),
)
OTHERS = (
    ("机关运行经费支出情况", _operating),
    ("国有资产占用情况", _assets),
    ("政府采购支出情况", _procurement),
    ("{kind}绩效自评情况", _evaluation),
    ("其他重要事项情况说明", _nothing_else),
    ("相关口径说明", _scope),
)
