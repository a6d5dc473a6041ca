"""Final accounts as in Zhejiang: no parts, 一、概况 / 二、决算公开表 / 三、决算情况说明 with （一）（二） below.

Tables have no numbers of their own and stand in the contents without any. Income and expenditure are told as two
totals (各增加), reasons follow 主要原因是： and may be counted 一是…；二是…; the 三公经费 are set against the
full-year budget and last year at once; procurement gives the shares of small and micro firms.
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

CAUSE = "，主要原因是："
BUDGET_CAUSE = "的主要原因是"
EQUAL = "决算数等于预算数"
MILLION = Printed("100万元", Decimal(1_000_000))
TERMS = (
    *("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出"),
    *("“三公”经费", "机关运行经费", "政府采购"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, kind = books.body.name, books.year, _kind(books)
    yield Cover((name, f"{year}年度{kind}决算"))
    yield Contents()
    yield Heading(1, "一、", "概况")
    yield from _overview(books, teller)
    yield Heading(1, "二、", f"{year}年度{kind}决算公开表")
    forms = FinalAccountsForms(
        number=None,
        issuer_line=f"{kind}：{{body}}",
        listed="",
        notes=bool(teller.dice.randrange(2)),
        empty_note="注：{body}{year}年度无{fund}收入和支出，故本表无数据。",
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "三、", f"{year}年度{kind}决算情况说明")
    yield from _explanations(books, teller)
    yield Heading(1, "四、", "名词解释")
    yield from teller.terms(TERMS, "{}.", arabic=True)


STYLE = Style(
    name="zhejiang-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{_kind(books)}决算",
    write=_write,
    printing=lambda seed: Printing(separators=seed % 3 == 1),
)


def _kind(books: Accounts) -> str:
    return "部门" if books.body.kind == "department" else "单位"


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    kind, units = _kind(books), books.body.units
    yield Heading(2, "（一）", f"{kind}职责")
    yield from teller.duties(teller.dice.choice(("{}.", "{}、")), arabic=True)
    yield Heading(2, "（二）", "机构设置")
    offices = teller.count(books.counts["offices"], "个", "内设机构")
    words = f"{books.body.name}内设机构{offices}。从预算单位构成看，"
    if kind == "单位":
        yield Paragraph(f"{words}{books.body.name}{books.year}年度单位决算为单位本级决算。")
        return
    below = len(units) - 1
    words += f"{books.body.name}{books.year}年度部门决算包括本级决算"
    words += f"及下属单位决算，其中下属单位{teller.count(below, '家', '下属单位')}。" if below else "。"
    yield Paragraph(f"{words}纳入{books.year}年度部门决算编制范围的单位包括：")
    for number, unit in enumerate(units, 1):
        yield Paragraph(f"{number}.{unit}{'。' if number == len(units) else '；'}")


# -- explanations ---------------------------------------------------------------------------------------


def _explanations(books: Accounts, teller: Teller) -> Iterator[Block]:
    sections = (
        ("收入支出决算总体情况说明", _overall),
        ("收入决算情况说明", _incomes),
        ("支出决算情况说明", _outlays),
        ("财政拨款收入支出决算总体情况说明", _appropriations),
        ("一般公共预算财政拨款支出决算情况说明", _general_outlays),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic_outlays),
        ("政府性基金预算财政拨款支出决算情况说明", _government_fund),
        ("国有资本经营预算财政拨款支出决算情况说明", _no_state_capital),
        ("财政拨款“三公”经费支出决算情况说明", _official_outlays),
        ("机关运行经费支出情况说明", _operating),
        ("政府采购支出情况说明", _procurement),
        ("国有资产占用情况说明", _assets),
        ("预算绩效情况说明", _evaluation),
    )
    for number, (title, tell) in enumerate(sections, 1):
        yield Heading(2, f"（{chinese(number)}）", title)
        yield from tell(books, teller)


def _two_totals(teller: Teller, measure: str, whole: Decimal, before: Decimal) -> str:
    """Tell 收入总计…，支出总计…，与上年度相比，各增加…."""
    year = teller.year
    income = teller.money(whole, f"{measure}收入总计", tied=True)
    spent = teller.money(whole, f"{measure}支出总计", tied=True)
    several = teller.dice.randrange(2) == 1
    words = f"{year}年度{measure}收入总计{income}，支出总计{spent}，与{year - 1}年度相比，"
    total_ = f"{measure}收入支出总计"
    return words + teller.moved(
        total_, whole, before, why="total", cue="。主要原因是：", each="各", same="持平", several=several
    )


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{_two_totals(teller, '', books.grand_total, books.grand_total_last_year)}。")


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("income")
    words = f"本年收入合计{teller.money(whole, '本年收入合计', tied=True)}，包括："
    grants = (
        ("一般公共预算", total(books.general_lines, "appropriation")),
        ("政府性基金预算", total(books.fund_lines, "appropriation")),
        ("国有资本经营预算", ZERO),
    )
    yuan = books.of("appropriation")
    words += f"财政拨款收入{teller.money(yuan, '财政拨款收入', tied=True)}（其中：" + "，".join(
        f"{name}{teller.money(part, f'{name}财政拨款收入')}" for name, part in grants
    )
    words += f"），占收入合计{teller.share(yuan, whole, '财政拨款收入', '收入合计')}；"
    for name in INCOME_KINDS:
        words += f"{name}{teller.money(ZERO, name)}，占收入合计{teller.share(ZERO, whole, name, '收入合计')}；"
    other = books.of("other")
    words += f"其他收入{teller.money(other, '其他收入', tied=True)}，"
    yield Paragraph(f"{words}占收入合计{teller.share(other, whole, '其他收入', '收入合计')}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("total")
    words = f"本年支出合计{teller.money(whole, '本年支出合计', tied=True)}，其中"
    kinds = (("基本支出", books.of("basic")), ("项目支出", whole - books.of("basic")), ("经营支出", ZERO))
    words += "；".join(
        f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, '本年支出合计')}"
        for name, yuan in kinds
    )
    yield Paragraph(f"{words}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("granted") + books.of("carried_out")
    yield Paragraph(f"{_two_totals(teller, '财政拨款', whole, books.granted_last_year)}。")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, lines = "一般公共预算财政拨款支出", books.general_lines
    year, spent = books.year, books.of("general")
    yield Heading(3, "1.", "一般公共预算财政拨款支出决算总体情况。")
    words = f"{year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
    words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
    moved = teller.moved(measure, spent, total(lines, "last_year"), why="total", cue="。主要原因是：", same="持平")
    yield Paragraph(f"{words}与{year - 1}年度相比，{measure}{moved}。")
    yield Heading(3, "2.", "一般公共预算财政拨款支出决算结构情况。")
    words = f"{year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
    for below in classes_of(lines):
        yuan, name = total(below, "general"), below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, spent, name, measure)
        words += f"{name}（类）{amount}，占{share}；"
        teller.spending("类", below[0], amount, share=share)
    yield Paragraph(f"{words[:-1]}。")
    yield Heading(3, "3.", "一般公共预算财政拨款支出决算具体情况。")
    outcome, *_ = _outcome(teller, measure, spent, total(lines, "budget"), "total")
    yield Paragraph(f"{year}年度{measure}{outcome}。其中：")
    yield from _items(books, teller, lines)


def _outcome(
    teller: Teller, measure: str, final: Decimal, budget: Decimal, why: str
) -> tuple[str, Printed, Printed, Printed | None]:
    return teller.outcome(
        measure,
        final,
        budget,
        basis="initial_budget",
        called="年初预算",
        why=why,
        cue=BUDGET_CAUSE,
        stop="，",
        full=True,
        same="决算数等于年初预算数",
    )


def _items(books: Accounts, teller: Teller, lines: tuple[Line, ...]) -> Iterator[Block]:
    for number, line in enumerate(lines, 1):
        why = why_of(line, books)
        outcome, budget, spent, rate = _outcome(teller, line.path[2], line.granted, line.budget, why)
        teller.spending("项", line, spent, initial_budget=budget, completion=rate)
        yield Paragraph(f"（{number}）{class_words(line)}。{outcome}。")


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算财政拨款基本支出"
    basic = teller.money(books.of("basic"), measure, tied=True)
    yield Paragraph(f"{books.year}年度{measure}{basic}，其中：")
    for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
        listed = [item for item in books.economic if item.group == group]
        words = f"{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
        for item in listed:
            teller.economic(item.name, item.code, group)
        yield Paragraph(f"{words}{'、'.join(item.name for item in listed)}。")


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "政府性基金预算财政拨款"
    if not books.fund_lines:
        yield Paragraph(f"{books.body.name}{books.year}年度无{measure}支出，故无相关数据。")
        return
    outcome, *_ = _outcome(
        teller, f"{measure}支出", books.of("government_fund"), total(books.fund_lines, "budget"), "project"
    )
    yield Paragraph(f"{books.year}年度{measure}支出{outcome}。其中：")
    yield from _items(books, teller, books.fund_lines)


def _no_state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年度无国有资本经营预算财政拨款支出，故无相关数据。")


# -- 三公 -----------------------------------------------------------------------------------------------


def _official_line(teller: Teller, item: str, measure: str, part: Official) -> str:
    """Tell a part against the full-year budget, then against last year."""
    words, budget, final, _ = teller.outcome(
        measure,
        part.final,
        part.budget,
        basis="final_budget",
        called="预算",
        why=WHY[item],
        cue=BUDGET_CAUSE,
        stop="，",
        full=True,
        same=EQUAL,
    )
    teller.official(item, budget=budget, final=final)
    moved = teller.moved(measure, part.final, part.last_year, why=WHY[item], cue=CAUSE, same="持平")
    against = f"与{teller.year - 1}年度" if moved == "持平" else f"比{teller.year - 1}年度"
    return f"{measure}{words}；{against}{moved}"


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts, year = books.counts, books.year
    yield Heading(3, "1.", "“三公”经费财政拨款支出决算总体情况。")
    yield Paragraph(f"{year}年度{_official_line(teller, 'total', '“三公”经费财政拨款支出', books.official)}。")
    yield Heading(3, "2.", "“三公”经费财政拨款支出决算具体情况。")
    words = _official_line(teller, "abroad", "因公出国（境）费用支出", books.abroad)
    abroad = bool(books.abroad.final)
    groups = teller.count(counts["delegations"] if abroad else 0, "个", "出国（境）团组")
    people = teller.count(counts["travellers"] if abroad else 0, "人次", "出国（境）人次")
    yield Paragraph(f"（1）{words}。全年使用一般公共预算财政拨款涉及的出国（境）团组{groups}；累计{people}。")
    words = _official_line(teller, "vehicles", "公务用车购置及运行维护费支出", books.vehicles)
    bought = teller.money(books.purchase.final, "公务用车购置支出", tied=True)
    teller.official("vehicle_purchase", final=bought)
    words += f"。其中：公务用车购置支出{bought}，购置公务用车"
    words += f"{teller.count(counts['vehicles_bought'] if books.purchase.final else 0, '辆', '公务用车购置')}；"
    running = teller.money(books.running.final, "公务用车运行维护费支出", tied=True)
    teller.official("vehicle_running", final=running)
    words += f"公务用车运行维护费支出{running}，主要用于公务出行所需的燃料费、维修费、过路过桥费、保险费等。"
    kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
    yield Paragraph(f"（2）{words}年末财政拨款开支运行维护费的公务用车保有量为{kept}。")
    words = _official_line(teller, "reception", "公务接待费支出", books.reception)
    batches = teller.count(counts["batches"], "批次", "国内公务接待批次")
    guests = teller.count(counts["guests"], "人次", "国内公务接待人次")
    yield Paragraph(f"（3）{words}。全年国内公务接待{batches}，累计{guests}。")


# -- other matters --------------------------------------------------------------------------------------


def _operating(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    if not books.is_office:
        yield Paragraph(f"{name}为事业单位，{year}年度无机关运行经费支出。")
        return
    measure, now = "机关运行经费支出", books.group("public")
    words = f"{year}年度{name}{measure}{teller.money(now, measure, tied=True)}，"
    moved = teller.moved(measure, now, books.operating_last_year, why="operating", cue=CAUSE, same="持平")
    yield Paragraph(f"{words}{'与' if moved == '持平' else '比'}{year - 1}年度{moved}。")


def _procurement(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.procured
    parts, listed = teller.procured()
    words = f"{books.year}年度政府采购支出总额{parts['total']}，其中：{listed}"
    parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
    share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
    parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
    micro_share = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
    words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}。"
    words += f"其中，授予小微企业合同金额{parts['micro']}，占授予中小企业合同金额的{micro_share}。"
    teller.procurement(**parts)
    yield Paragraph(words)


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    counts = books.counts
    kinds = {
        "主要领导干部用车": 0,
        "机要通信用车": counts["confidential"],
        "应急保障用车": 0,
        "执法执勤用车": counts["enforcement"],
        "其他用车": counts["other_vehicles"],
    }
    words = f"截至{books.year}年12月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中，"
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
    limit = teller.amount(MILLION, "设备单价", "other")
    item = f"单价{limit}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")


def _evaluation(books: Accounts, teller: Teller) -> Iterator[Block]:
    projects = [line for line in books.general_lines if line.project]
    money = total(projects, "project")
    number = teller.count(len(projects), "个", "绩效自评项目")
    funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
    share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
    teller.evaluation("项目支出绩效自评", projects=number, yuan=funds)
    yield Heading(3, "1.", "绩效管理工作开展情况。")
    yield Paragraph(
        f"根据预算绩效管理要求，{books.body.name}组织对{books.year}年度一般公共预算项目支出开展绩效自评，"
        f"共涉及项目{number}，资金{funds}，占一般公共预算项目支出总额的{share}。"
    )
    yield Heading(3, "2.", "项目绩效自评结果。")
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
            f"（{n}）{name}项目绩效自评综述：根据年初设定的绩效目标，项目自评得分{score}，自评结论为“{grade}”。"
            f"项目全年预算数为{budget}，执行数为{executed}，完成预算的{rate}。"
            "发现的主要问题及原因：部分绩效指标量化程度不高。下一步改进措施：进一步细化绩效指标，加强过程监控。"
        )
