"""A department budget as in Guangxi: four parts set off by a colon, tables 表一…表九 at the end.

Every figure is in 元, in the tables and in the prose; comparisons with last year's budget say 同比 and are given
for nothing as well (同比增加0.00元，增长0.00%). Staff stands in a section of its own (编制现状、人员构成), classes
are 科目 (教育支出类科目), basic expenditure is told item by item, assets at their book value.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures import ZERO, Accounts, Line, Official
from generator.forms.budget import BudgetForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, class_words, classes_of, total

CAUSES = ("，主要原因是", "，增减变化的主要原因是")
RATES = (("增长", "下降"), ("增幅", "降幅"))
MILLION = Printed("100万元", Decimal(1_000_000))
TERMS = ("财政拨款收入", "其他收入", "基本支出", "项目支出", "机关运行经费", "“三公”经费", "政府采购")
TITLES = {
    "income_expenditure_summary": "部门收支总体情况表",
    "income": "部门收入总体情况表",
    "expenditure": "部门支出总体情况表",
    "appropriation_summary": "财政拨款收支总体情况表",
    "general_expenditure": "一般公共预算支出情况表",
    "general_basic_expenditure": "一般公共预算基本支出情况表",
    "official_expense": "一般公共预算“三公”经费支出情况表",
    "government_fund": "政府性基金预算支出情况表",
    "state_capital": "国有资本经营预算支出情况表",
}


def _printing(seed: int) -> Printing:
    return Printing(unit="元", separators=bool(seed % 2), gap=" " if seed % 3 == 2 else "")


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    yield Cover((name, f"{year}年部门预算及“三公”经费预算情况说明"))
    yield Contents()
    yield Heading(1, "第一部分", f"{name}概况", gap="：")
    yield from _overview(books, teller)
    yield Heading(1, "第二部分", f"{year}年部门预算及“三公”经费预算情况说明", gap="：")
    yield from _explanations(books, teller)
    yield Heading(1, "第三部分", "专业名词解释", gap="：")
    yield from teller.terms(TERMS)
    yield Heading(1, "第四部分", f"{name}{year}年部门预算报表", gap="：")
    in_yuan = Printing(unit="元", separators=teller.printing.separators)
    forms = BudgetForms(
        order=tuple(TITLES),
        titles=TITLES,
        prefix="表{chinese}：",
        issuer_line="部门：{body}",
        listed="",
        printing=in_yuan,
        official=in_yuan,
        empty_note="说明：本部门{year}年没有{fund}安排的支出，故本表无数据。",
    )
    yield from forms.tables(books, teller)


STYLE = Style(
    name="guangxi-budget",
    report="budget",
    title=lambda books: f"{books.body.name}{books.year}年部门预算及“三公”经费预算情况说明",
    write=_write,
    printing=_printing,
    years=(2024, 2025),
    kinds=("department",),
    step=Decimal("0.01"),
    carry=False,
)


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body, counts = books.body, books.counts
    yield Heading(2, "一、", "主要职能")
    yield from teller.duties(teller.dice.choice(("（{}）", "")))
    yield Heading(2, "二、", "机构设置情况")
    words = f"{body.name}内设股室{teller.count(counts['offices'], '个', '内设股室')}。"
    words += (
        f"纳入{books.year}年部门预算编制范围的单位共{teller.count(len(body.units), '个', '预算单位')}，分别是："
    )
    yield Paragraph(f"{words}{'、'.join(body.units)}。")
    yield Heading(2, "三、", "编制现状、人员构成情况")
    posts = ("administrative_posts", "institution_posts")
    staff = ("administrative_staff", "institution_staff")
    kinds = ("行政", "事业")

    def parts(keys: tuple[str, str], ending: str) -> str:
        pairs = zip(kinds, keys, strict=True)
        return "，".join(
            f"{kind}{ending}{teller.count(counts[key], '名', f'{kind}{ending}')}" for kind, key in pairs
        )

    whole = teller.count(sum(counts[key] for key in posts), "名", "编制")
    words = f"部门人员编制共{whole}，其中：{parts(posts, '编制')}。"
    working = teller.count(sum(counts[key] for key in staff), "名", "在职人员")
    words += f"年末实有在职人员{working}，其中：{parts(staff, '人员')}；"
    yield Paragraph(f"{words}退休人员{teller.count(counts['retired'], '名', '退休人员')}。")


# -- explanations ---------------------------------------------------------------------------------------


def _explanations(books: Accounts, teller: Teller) -> Iterator[Block]:
    sections = (
        ("部门收支总体情况说明", _overall),
        ("部门收入总体情况说明", _incomes),
        ("部门支出总体情况说明", _outlays),
        ("财政拨款收支总体情况说明", _appropriations),
        ("一般公共预算支出情况说明", _general_outlays),
        ("一般公共预算基本支出情况说明", _basic_outlays),
        ("一般公共预算“三公”经费支出情况说明", _official_outlays),
        ("政府性基金预算支出情况说明", _government_fund),
        ("国有资本经营预算支出情况说明", _state_capital),
        ("其他重要事项情况说明", _others),
    )
    for number, (title, tell) in enumerate(sections, 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell(books, teller)


def _against(
    teller: Teller, measure: str, now: Decimal, before: Decimal, why: str | None = None, *, zeros: bool = False
) -> str:
    """Tell 同比增加N元，增长P%; two zeros (`zeros`) as 同比增加0.00元，增长0.00%."""
    style = teller.books.counts["offices"] % 2  # one wording a document
    rates, cue = RATES[style], CAUSES[style]
    if zeros and not now and not before:
        nothing = teller.money(ZERO, measure, "change")
        rate = teller.rate(ZERO, "growth", measure)
        teller.change(measure, "prior_year", "unchanged", percent=rate)
        return f"同比增加{nothing}，{rates[0]}{rate}"
    words = teller.moved(measure, now, before, why=why, cue=cue, same="持平", rates=rates)
    return f"{'与上年预算' if words == '持平' else '同比'}{words}"


def _overall(books: Accounts, teller: Teller) -> Iterator[Block]:
    now, before = books.of("total"), books.of("last_year") + books.of("other")
    income = teller.money(books.of("income"), "收入总预算", tied=True)
    spent = teller.money(now, "支出总预算", tied=True)
    words = f"{books.body.name}{books.year}年收入总预算{income}，支出总预算{spent}，收支平衡。"
    yield Paragraph(f"{words}收支总预算{_against(teller, '收支总预算', now, before, 'planned')}。")


def _incomes(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("income")
    words = f"{books.year}年收入总预算{teller.money(whole, '收入总预算', tied=True)}，具体情况如下："
    yield Paragraph(words)
    kinds = (
        ("一般公共预算拨款收入", books.of("general"), total(books.general_lines, "last_year")),
        ("政府性基金预算拨款收入", books.of("government_fund"), total(books.fund_lines, "last_year")),
        ("国有资本经营预算拨款收入", ZERO, ZERO),
        ("事业收入", ZERO, ZERO),
        ("其他收入", books.of("other"), books.of("other")),
    )
    for number, (name, now, before) in enumerate(kinds, 1):
        words = f"{number}.{name}{teller.money(now, name)}，"
        words += f"占收入总预算{teller.share(now, whole, name, '收入总预算')}，"
        yield Paragraph(f"{words}{_against(teller, name, now, before, zeros=True)}。")


def _outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    whole = books.of("total")
    yield Paragraph(f"{books.year}年支出总预算{teller.money(whole, '支出总预算', tied=True)}。")
    number = 1
    if not books.fund_lines:
        yield Paragraph(f"（{chinese(number)}）按支出功能分类科目划分，主要包括：")
        yield from _by_class(books, teller, "支出总预算", "total")
        number += 1
    yield Paragraph(f"（{chinese(number)}）按支出结构划分，主要包括：")
    basic = books.of("basic")
    was = total((line for line in books.lines if line.basic), "last_year")
    was_project = books.of("last_year") + books.of("other") - was
    kinds = (
        ("基本支出", basic, was, "planned_staff"),
        ("项目支出", whole - basic, was_project, "planned_project"),
    )
    for number, (name, now, before, why) in enumerate(kinds, 1):
        words = f"{number}.{name}预算{teller.money(now, name, tied=True)}，"
        words += f"占支出总预算{teller.share(now, whole, name, '支出总预算')}，"
        yield Paragraph(f"{words}{_against(teller, name, now, before, why)}。")


def _by_class(books: Accounts, teller: Teller, whole: str, column: str) -> Iterator[Block]:
    sums = books.of(column)
    for number, below in enumerate(classes_of(books.general_lines), 1):
        yuan = total(below, column)
        name = below[0].path[0]
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, sums, name, whole)
        teller.spending("类", below[0], amount, share=share)
        yield Paragraph(f"{number}.{name}类科目{teller.printing.gap}{amount}，占{whole}{share}。")


def _appropriations(books: Accounts, teller: Teller) -> Iterator[Block]:
    now = books.of("granted")
    income = teller.money(now, "财政拨款收入总预算")
    spent = teller.money(now, "财政拨款支出总预算")
    words = f"{books.year}年财政拨款收入总预算{income}，支出总预算{spent}。"
    moved = _against(teller, "财政拨款收支总预算", now, books.of("last_year"), "planned")
    yield Paragraph(f"{words}财政拨款收支总预算{moved}。")


def _general_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure, spent = "一般公共预算支出", books.of("general")
    basic, project = books.of("basic"), total(books.general_lines, "project")
    words = f"{books.year}年{measure}预算{teller.money(spent, measure, tied=True)}，其中：基本支出预算"
    words += f"{teller.money(basic, '基本支出')}，项目支出预算{teller.money(project, '项目支出')}。"
    before = total(books.general_lines, "last_year")
    yield Paragraph(f"{words}{measure}{_against(teller, measure, spent, before, 'planned')}。")
    if books.fund_lines:
        yield Paragraph("按支出功能分类科目划分，主要包括：")
        yield from _by_class(books, teller, measure, "general")
    yield Paragraph("具体支出项目安排如下：")
    for number, line in enumerate(books.general_lines, 1):
        yield Paragraph(f"{number}.{_item(line, line.general, teller)}。")


def _item(line: Line, now: Decimal, teller: Teller) -> str:
    amount = teller.money(now, line.path[2], tied=True)
    teller.spending("项", line, amount, purpose=line.purpose)
    moved = _against(teller, line.path[2], now, line.last_year)
    return f"{class_words(line)}预算{amount}，{moved}，主要用于{line.purpose}"


def _basic_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    measure = "一般公共预算基本支出"
    basic = teller.money(books.of("basic"), measure, tied=True)
    yield Paragraph(f"{books.year}年{measure}预算{basic}，其中：")
    groups = (("personnel", "人员经费"), ("public", "公用经费"))
    for number, (group, name) in enumerate(groups, 1):
        words = f"（{chinese(number)}）{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
        listed = []
        for item in books.economic:
            if item.group == group:
                amount = teller.money(item.yuan, item.name)
                teller.economic(item.name, item.code, group, amount)
                listed.append(f"{item.name}{amount}")
        yield Paragraph(f"{words}{'、'.join(listed)}。")


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    def line(item: str, measure: str, *parts: Official) -> str:
        now = sum((part.budget for part in parts), ZERO)
        before = sum((part.last_year for part in parts if part.budget), ZERO)
        amount = teller.money(now, measure, tied=True)
        teller.official(item, budget=amount)
        moved = _against(teller, measure, now, before, WHY[item], zeros=True)
        return f"{measure}预算{amount}，{moved}"

    parts = (books.abroad, books.purchase, books.running, books.reception)
    yield Paragraph(f"{books.year}年{line('total', '“三公”经费', *parts)}。其中：")
    yield Paragraph(f"（一）{line('abroad', '因公出国（境）费', books.abroad)}。")
    words = line("vehicles", "公务用车购置及运行维护费", books.purchase, books.running)
    yield Paragraph(f"（二）{words}。其中：")
    yield Paragraph(f"1.{line('vehicle_purchase', '公务用车购置费', books.purchase)}。")
    yield Paragraph(f"2.{line('vehicle_running', '公务用车运行维护费', books.running)}。")
    yield Paragraph(f"（三）{line('reception', '公务接待费', books.reception)}。")


def _government_fund(books: Accounts, teller: Teller) -> Iterator[Block]:
    if not books.fund_lines:
        yield Paragraph(f"{books.body.name}{books.year}年没有政府性基金预算安排的支出。")
        return
    measure, now = "政府性基金预算支出", books.of("government_fund")
    amount = teller.money(now, measure, tied=True)
    moved = _against(teller, measure, now, total(books.fund_lines, "last_year"), "planned_project")
    yield Paragraph(f"{books.year}年{measure}{amount}，{moved}。其中：")
    for number, line in enumerate(books.fund_lines, 1):
        yield Paragraph(f"{number}.{_item(line, line.project, teller)}。")


def _state_capital(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Paragraph(f"{books.body.name}{books.year}年没有国有资本经营预算安排的支出。")


# -- other matters --------------------------------------------------------------------------------------


def _others(books: Accounts, teller: Teller) -> Iterator[Block]:
    yield Heading(3, "（一）", "机关运行经费安排情况")
    measure, now = "机关运行经费", books.group("public")
    amount = teller.money(now, measure, tied=True)
    moved = _against(teller, measure, now, books.operating_last_year, "operating")
    yield Paragraph(f"{books.year}年{books.body.name}{measure}预算{amount}，{moved}。")
    yield Heading(3, "（二）", "政府采购预算安排情况")
    yield Paragraph(_procurement(books, teller))
    yield Heading(3, "（三）", "国有资产占有使用情况")
    yield from _assets(books, teller)
    yield Heading(3, "（四）", "预算绩效目标设置情况")
    projects = [line for line in books.lines if line.project_and_other]
    number = teller.count(len(projects), "个", "设置绩效目标的项目")
    funds = teller.money(total(projects, "project_and_other"), "绩效目标项目资金", "other")
    teller.evaluation("设置绩效目标", projects=number, yuan=funds)
    yield Paragraph(
        f"{books.year}年{books.body.name}实行绩效目标管理的项目{number}，涉及资金{funds}。"
        "绩效目标详见项目绩效目标公开表。"
    )


def _procurement(books: Accounts, teller: Teller) -> str:
    kinds = {"goods": ("货物", books.goods), "works": ("工程", books.works), "services": ("服务", books.services)}
    whole = teller.money(books.goods + books.works + books.services, "政府采购预算")
    parts = {key: teller.money(yuan, f"{name}类采购预算", tied=True) for key, (name, yuan) in kinds.items()}
    listed = "，".join(f"{name}类采购预算{parts[key]}" for key, (name, _) in kinds.items())
    teller.procurement(total=whole, **parts)
    return f"{books.year}年{books.body.name}政府采购预算总额{whole}，其中：{listed}。"


def _assets(books: Accounts, teller: Teller) -> Iterator[Block]:
    kinds = {
        "houses": "土地、房屋及构筑物",
        "general_equipment": "通用设备",
        "special_equipment": "专用设备",
        "furniture": "家具、用具",
    }
    year = books.year - 1
    whole = teller.money(books.assets["fixed"], "资产原值", "other")
    listed = "；".join(
        f"（{number}）{name}{teller.money(books.assets[key], name, 'other')}"
        for number, (key, name) in enumerate(kinds.items(), 1)
    )
    yield Paragraph(f"截至{year}年12月31日，{books.body.name}资产原值合计{whole}，其中：{listed}。")
    counts = books.counts
    words = f"共有车辆{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
    types = {"机要通信用车": counts["confidential"], "一般公务用车": counts["other_vehicles"]}
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in types.items())
    item = f"单位价值{teller.amount(MILLION, '设备单价', 'other')}以上设备（不含车辆）"
    yield Paragraph(f"{words}。{item}{teller.asset(item, counts['equipment'], '台（套）')}。")
