"""Final accounts as in Beijing: the tables first or as an attachment, then 决算说明 with the duties inside it.

Totals are 收、支总计N万元，比上年…; classes stand in quotes (“教育支出”（类）), each set against the initial
budget as a difference, not as a rate of completion, down to 款; the 三公经费 print outcome, budget and
difference, with means a head and a vehicle. Government purchase of services and evaluation have sections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from generator.figures import ZERO, Accounts, Line, Official
from generator.forms.final_accounts import INCOME_KINDS, STATE_CAPITAL, FinalAccountsForms
from generator.forms.rows import figure, head
from generator.model import Block, Cell, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total, why_of

CAUSES = ("。主要原因：", "，主要原因是：")
MILLION = Printed("100万元", Decimal(1_000_000))
TERMS = ("基本支出", "项目支出", "“三公”经费", "机关运行经费", "政府采购")


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, kind = books.body.name, books.year, _kind(books)
    attached = teller.dice.randrange(2) == 1
    yield Cover((name, f"{year}年度{kind}决算"))
    yield Contents()
    yield Heading(1, "第一部分", f"{year}年度{kind}决算报表")
    if attached:
        yield Paragraph("报表详见附件。")
    else:
        yield from _tables(books, teller)
    yield Heading(1, "第二部分", f"{year}年度{kind}决算说明")
    for number, (title, tell) in enumerate(EXPLANATIONS, 1):
        yield Heading(2, f"{chinese(number)}、", title.format(kind=kind))
        yield from tell(books, teller)
    yield Heading(1, "第三部分", f"{year}年度其他重要事项的情况说明")
    for number, (title, tell) in enumerate(OTHERS, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)
    yield Heading(1, "第四部分", f"{year}年度{kind}绩效评价情况")
    yield from _evaluation(books, teller)
    if attached:
        yield Heading(1, "附件", f"{year}年度{kind}决算报表", gap="：")
        yield from _tables(books, teller)


STYLE = Style(
    name="beijing-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{_kind(books)}决算",
    write=_write,
    printing=lambda seed: Printing(separators=seed % 3 == 2),
)


def _kind(books: Accounts) -> str:
    return "部门" if books.body.kind == "department" else "单位"


def _tables(books: Accounts, teller: Teller) -> Iterator[Block]:
    forms = FinalAccountsForms(
        titles={STATE_CAPITAL: "国有资本经营预算财政拨款支出决算表"},
        issuer_line=f"{_kind(books)}：{{body}}",
        empty_note="注：本表为空表，{body}{year}年度无{fund}收支。",
        official_note="注：预算数为年初预算数。",
    )
    yield from forms.tables(books, teller)
    bought = {"合计": books.goods + books.works + books.services, "货物": books.goods, "工程": books.works}
    yield _small_table("十、", "政府采购情况表", {**bought, "服务": books.services}, books, teller)
    yield _small_table("十一、", "政府购买服务决算公开情况表", {"合计": books.services}, books, teller)


def _small_table(listed: str, title: str, columns: dict[str, Decimal], books: Accounts, teller: Teller) -> Table:
    return Table(
        title=title,
        widths=(0.28, *(0.72 / len(columns),) * len(columns)),
        head=(head("项目", *columns),),
        body=((Cell("决算数"), *(figure(teller.figure(yuan)) for yuan in columns.values())),),
        issuer_line=f"{_kind(books)}：{books.body.name}",
        unit_line="金额单位：万元",
        listed=listed,
    )


# -- 决算说明 -------------------------------------------------------------------------------------------


def _cue(teller: Teller) -> str:
    return CAUSES[teller.books.counts["offices"] % 2]  # one wording a document


def _than(
    teller: Teller,
    measure: str,
    now: Decimal,
    before: Decimal,
    *,
    base: str = "上年",
    basis: str = "prior_year",
    why: str | None = None,
    growth: bool = True,
) -> str:
    """Tell 比上年增加N万元，增长P%, or 与上年持平."""
    cue = _cue(teller)
    words = teller.moved(measure, now, before, basis=basis, why=why, cue=cue, growth=growth, same="持平")
    return f"{'与' if words == '持平' else '比'}{base}{words}"


def _basics(books: Accounts, teller: Teller) -> Iterator[Block]:
    body, counts = books.body, books.counts
    yield Heading(3, "（一）", "机构设置、职责")
    words = f"{body.name}内设{teller.count(counts['offices'], '个', '内设机构')}机构"
    below = body.units[1:] if body.kind == "department" else ()
    if below:
        words += f"，下属单位{teller.count(len(below), '个', '下属单位')}，分别为：{'、'.join(below)}"
    whole_sentences = all("。" not in duty.text.rstrip("。") for duty in body.duties)
    if whole_sentences and teller.dice.randrange(2):
        yield Paragraph(f"{words}。主要职责是：{teller.duties_in_a_row()}")
    else:
        yield Paragraph(f"{words}。主要职责是：")
        yield from teller.duties("{}．", arabic=True)
    yield Heading(3, "（二）", "人员构成情况")
    parts = (("行政", "administrative"), ("事业", "institution"))
    yield Paragraph(
        "；".join(
            f"{name}编制{teller.count(counts[f'{key}_posts'], '人', f'{name}编制')}，"
            f"实有{teller.count(counts[f'{key}_staff'], '人', f'{name}实有')}"
            for name, key in parts
        )
        + "。"
    )


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, other = books.year, books.of("other")
    measure, before = "收、支总计", books.grand_total_last_year
    words = f"{year}年度{measure}{teller.money(books.grand_total, measure, tied=True)}，"
    yield Paragraph(f"{words}{_than(teller, measure, books.grand_total, before, why='total')}。")
    yield Heading(3, "（一）", "收入决算说明")
    measure, whole = "本年收入合计", books.of("income")
    words = f"{year}年度{measure}{teller.money(whole, measure, tied=True)}，"
    yield Paragraph(f"{words}{_than(teller, measure, whole, books.income_last_year)}，其中：")
    yield from _incomes(books, teller, whole)
    yield Heading(3, "（二）", "支出决算说明")
    measure, whole, basic = "本年支出合计", books.of("total"), books.of("basic")
    words = f"{year}年度{measure}{teller.money(whole, measure, tied=True)}，"
    words += f"{_than(teller, measure, whole, books.of('last_year') + other)}，其中："
    rest = dict.fromkeys(("上缴上级支出", "经营支出", "对附属单位补助支出"), ZERO)
    kinds = {"基本支出": basic, "项目支出": whole - basic, **rest}
    yield Paragraph(f"{words}{'；'.join(_shares(teller, kinds, whole, '支出合计'))}。")


def _shares(teller: Teller, kinds: dict[str, Decimal], whole: Decimal, of: str) -> Iterator[str]:
    for name, yuan in kinds.items():
        amount = teller.money(yuan, name, tied=bool(yuan))
        yield f"{name}{amount}，占{of}的{teller.share(yuan, whole, name, of)}"


def _incomes(books: Accounts, teller: Teller, whole: Decimal) -> Iterator[Block]:
    grants = {
        "一般公共预算财政拨款收入": total(books.general_lines, "appropriation"),
        "政府性基金预算财政拨款收入": total(books.fund_lines, "appropriation"),
        "国有资本经营预算财政拨款收入": ZERO,
    }
    grant, *_ = _shares(teller, {"财政拨款收入": books.of("appropriation")}, whole, "收入合计")
    yield Paragraph(f"1．{grant}。其中：{'；'.join(_shares(teller, grants, whole, '收入合计'))}。")
    kinds = {**dict.fromkeys(INCOME_KINDS, ZERO), "其他收入": books.of("other")}
    for number, words in enumerate(_shares(teller, kinds, whole, "收入合计"), 2):
        yield Paragraph(f"{number}．{words}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "财政拨款收、支总计"
    whole = books.of("granted") + books.of("carried_out")
    words = f"{books.year}年度{measure}{teller.money(whole, measure, tied=True)}，"
    yield Paragraph(f"{words}{_than(teller, measure, whole, books.granted_last_year, why='total')}。")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, spent = "一般公共预算财政拨款支出", books.of("general")
    yield Heading(3, "（一）", f"{measure}决算总体情况")
    words = f"{books.year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面（按大类）："
    parts = []
    for below in classes_of(books.general_lines):
        yuan, name = total(below, "general"), below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, "本年财政拨款支出")
        teller.spending("类", below[0], amount, share=share)
        parts.append(f"“{name}”（类）{amount}，占本年财政拨款支出{share}")
    yield Paragraph(f"{words}{'；'.join(parts)}。")
    yield Heading(3, "（二）", f"{measure}决算具体情况")
    yield from _by_class(books, books.general_lines, teller)


def _by_class(books: Accounts, lines: tuple[Line, ...], teller: Teller) -> Iterator[Block]:
    for number, below in enumerate(classes_of(lines), 1):
        yield Paragraph(f"{number}．{_class_line('类', below, teller)}。其中：")
        groups: defaultdict[str, list[Line]] = defaultdict(list)
        for line in below:
            groups[line.code[:5]].append(line)
        for group in groups.values():
            why = why_of(max(group, key=lambda line: abs(line.granted - line.budget)), books)
            yield Paragraph(f"{_class_line('款', group, teller, why)}。")


def _class_line(level: str, group: list[Line], teller: Teller, why: str | None = None) -> str:
    name = group[0].path["类款".index(level)]
    now, budget = total(group, "granted"), total(group, "budget")
    amount = teller.money(now, name, tied=True)
    teller.spending(level, group[0], amount)
    base = f"{teller.year}年年初预算"
    than = _than(teller, name, now, budget, base=base, basis="initial_budget", why=why)
    return f"“{name}”（{level}）{teller.year}年度决算{amount}，{than}"


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "政府性基金预算财政拨款"
    if not books.fund_lines:
        yield Paragraph(f"{books.body.name}{books.year}年度无{measure}收入和支出。")
        return
    spent = teller.money(books.of("government_fund"), f"{measure}支出", tied=True)
    yield Paragraph(f"{books.year}年度{measure}支出{spent}，具体情况如下：")
    yield from _by_class(books, books.fund_lines, teller)


def _no_state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无国有资本经营预算财政拨款收入和支出。")


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    basic = teller.money(books.of("basic"), "基本支出", tied=True)
    kinds = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助", "310": "资本性支出"}
    parts = []
    for number, (code, name) in enumerate(kinds.items(), 1):
        listed = [item for item in books.economic if item.code.startswith(code)]
        for item in listed:
            teller.economic(item.name, item.code, item.group)
        parts.append(f"（{number}）{name}包括{'、'.join(item.name for item in listed)}等支出")
    yield Paragraph(f"{books.year}年度使用一般公共预算财政拨款安排基本支出{basic}，其中：{'；'.join(parts)}。")


# -- 其他重要事项 ---------------------------------------------------------------------------------------


def _official_line(teller: Teller, item: str, measure: str, part: Official, called: str = "决算数") -> str:
    """Tell outcome, budget and difference: 决算数A，比年初预算数B减少C."""
    final = teller.money(part.final, measure, tied=True)
    budget = teller.money(part.budget, measure, "initial_budget")
    teller.official(item, budget=budget, final=final)
    budget_words = "“三公”经费财政拨款年初预算" if item == "total" else "年初预算数"
    base = f"{teller.year}年度{budget_words}{budget}"
    why = None if item in ("total", "vehicles") else WHY[item]
    basis = "initial_budget"
    than = _than(teller, measure, part.final, part.budget, base=base, basis=basis, why=why, growth=False)
    return f"{teller.year}年度{called}{final}，{than}。"


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    called = "“三公”经费财政拨款决算数"
    yield Paragraph(f"{_official_line(teller, 'total', '“三公”经费', books.official, called)}其中：")
    words = _official_line(teller, "abroad", "因公出国（境）费用", books.abroad)
    if books.abroad.final:
        people = counts["travellers"]
        words += f"组织因公出国（境）团组{teller.count(counts['delegations'], '个', '因公出国（境）团组')}、"
        words += f"{teller.count(people, '人次', '因公出国（境）人次')}，人均因公出国（境）费用"
        words += f"{teller.money(books.abroad.final / people, '人均因公出国（境）费用', 'other')}。"
    yield Paragraph(f"1．因公出国（境）费用。{words}")
    words = _official_line(teller, "reception", "公务接待费", books.reception)
    words += f"公务接待{teller.count(counts['batches'], '批次', '公务接待批次')}，"
    yield Paragraph(f"2．公务接待费。{words}公务接待{teller.count(counts['guests'], '人次', '公务接待人次')}。")
    words = _official_line(teller, "vehicles", "公务用车购置及运行维护费", books.vehicles)
    yield Paragraph(f"3．公务用车购置及运行维护费。{words}其中：")
    words = _official_line(teller, "vehicle_purchase", "公务用车购置费", books.purchase)
    bought = teller.count(counts["vehicles_bought"] if books.purchase.final else 0, "辆", "购置（更新）车辆")
    yield Paragraph(f"（1）公务用车购置费。{words}购置（更新）{bought}。")
    words = _official_line(teller, "vehicle_running", "公务用车运行维护费", books.running)
    kept = counts["vehicles_kept"]
    words += f"年末公务用车保有量{teller.count(kept, '辆', '公务用车保有量')}，车均运行维护费"
    mean = teller.money(books.running.final / kept, "车均运行维护费", "other")
    yield Paragraph(f"（2）公务用车运行维护费。{words}{mean}。")


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    if not books.is_office:
        yield Paragraph(f"{books.body.name}为事业单位，不在机关运行经费统计范围之内。")
        return
    measure, now, before = "机关运行经费支出", books.group("public"), books.operating_last_year
    words = f"{books.year}年度行政单位（含参照公务员法管理的事业单位）机关运行经费支出合计"
    words += f"{teller.money(now, measure, tied=True)}，"
    more = "增加" if now > before else "减少"
    moved = teller.moved(measure, now, before, why="operating", cue=f"，{more}原因：", growth=False, same="持平")
    yield Paragraph(f"{words}{'与' if moved == '持平' else '比'}上年{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.procured
    parts, listed = teller.procured("，")
    words = f"{books.year}年度政府采购支出总额{parts['total']}，其中：{listed}"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro_share = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
    words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
    words += f"其中：授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro_share}。"
    teller.procurement(**parts)
    yield Paragraph(words)


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    words = f"{books.year}年度车辆{teller.asset('车辆', books.counts['vehicles_kept'], '台')}，"
    words += f"{teller.money(books.assets['vehicles'], '车辆', 'other')}；"
    item = f"单位价值{teller.amount(MILLION, '设备单价', 'other')}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}{item}{teller.asset(item, books.counts['equipment'], '台（套）')}。")


def _services(books: Accounts, teller: Teller) -> Iterator[Block]:
    bought = teller.money(books.services, "政府购买服务决算", tied=True)
    yield Paragraph(f"{books.year}年度政府购买服务决算{bought}。")


def _terms(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield from teller.terms(TERMS, "{}．", arabic=True)


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.general_lines if line.project]
    yield Heading(2, "一、", "绩效评价工作开展情况")
    words = f"{books.body.name}对{books.year}年度{_kind(books)}项目支出实施绩效评价，评价项目"
    number = teller.count(len(projects), "个", "评价项目")
    share = teller.rate(Decimal(100), "share", "评价项目", "部门项目总数")
    funds = teller.money(total(projects, "project"), "绩效评价项目金额", "other", tied=True)
    teller.evaluation("项目支出绩效评价", projects=number, yuan=funds)
    words += f"{number}，占{_kind(books)}项目总数的{share}，涉及金额{funds}。"
    best = len(projects) - 1
    words += f"评价等级为“优”的项目{teller.count(best, '个', '评价等级为“优”的项目')}、"
    yield Paragraph(f"{words}“良”的项目{teller.count(len(projects) - best, '个', '评价等级为“良”的项目')}。")
    yield Heading(2, "二、", "项目支出绩效自评情况")
    for n, line in enumerate(projects, 1):
        name = next(project.name for project in books.body.projects if project.code == line.code)
        good = n <= best
        points = Decimal(books.counts["score"] + n) / 10
        score = teller.count(f"{points if (points >= 90) == good else 95 if good else 86}", "分", f"{name}项目")
        grade = "优" if good else "良"
        budget = teller.money(line.project + line.carried_out, f"{name}项目", "final_budget")
        executed = teller.money(line.project, f"{name}项目")
        rate = teller.completion(line.project, line.project + line.carried_out, f"{name}项目")
        teller.evaluation(
            f"{name}项目", score=score, grade=grade, budget=budget, executed=executed, completion=rate
        )
        yield Paragraph(
            f"{n}．{name}项目：自评得分{score}，评价等级为“{grade}”。全年预算数{budget}，"
            f"全年执行数{executed}，预算执行率{rate}。"
        )


EXPLANATIONS = (
    ("{kind}基本情况", _basics),
    ("收入支出决算总体情况说明", _overall),
    ("财政拨款收入支出决算总体情况说明", _appropriations),
    ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
    ("政府性基金预算财政拨款支出决算情况说明", _government_fund),
    ("国有资本经营预算财政拨款收支情况", _no_state_capital),
    ("财政拨款基本支出决算情况说明", _basic_outlays),
)
OTHERS = (
    ("“三公”经费财政拨款决算情况", _official_outlays),
    ("机关运行经费支出情况", _operating),
    ("政府采购支出情况", _procurement),
    ("国有资产占用情况", _assets),
    ("政府购买服务支出说明", _services),
    ("专业名词解释", _terms),
)
