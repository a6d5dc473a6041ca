"""A department budget (部门预算): tables in 元 with the code in three columns, prose in 万元, no parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures import ZERO, Accounts
from generator.forms.budget import BudgetForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller

CAUSE = "，主要原因是"
TERMS = ("财政拨款收入", "其他收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费", "政府采购")
MILLION = Printed("100万元", Decimal(1_000_000))


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year = books.body.name, books.year
    yield Cover((name, f"{year}年部门预算"))
    yield Contents()
    yield from _overview(books, teller)
    yield Heading(1, "三、", "名词解释")
    yield from teller.terms(TERMS, "（{}）")
    yield Heading(1, "四、", f"{year}年部门预算编制说明")
    yield from _plan(books, teller)
    yield Heading(1, "五、", f"{year}年部门预算表")
    yield from BudgetForms().tables(books, teller)
    yield Heading(1, "六、", "其他相关情况说明")
    yield from _official_outlays(books, teller)
    yield from _matters(books, teller)


STYLE = Style(
    name="department-budget",
    report="budget",
    title=lambda books: f"{books.body.name}{books.year}年部门预算",
    write=_write,
    printing=lambda seed: Printing(separators=not seed % 2),
    years=(2024, 2025),
    kinds=("department",),
    step=1,
    carry=False,
)


def _overview(books: Accounts, teller: Teller) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "一、", "部门主要职能")
    yield Paragraph(f"{body.name}的主要职能包括：")
    yield from teller.duties()
    yield Heading(1, "二、", "部门机构设置")
    units = teller.count(len(body.units), "家", "预算单位")
    yield Paragraph(f"{body.name}部门预算是包括本级以及下属单位的综合收支计划，预算单位共{units}，具体包括：")
    for number, unit in enumerate(body.units, 1):
        yield Paragraph(f"{number}.{unit}。")


def _plan(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, before = books.year, f"比{books.year - 1}年预算"
    income, last = books.of("income"), books.of("last_year") + books.of("other")
    words = f"{year}年，{books.body.name}收入预算{teller.money(income, '收入预算')}，{before}"
    words += f"{teller.moved('收入预算', income, last, why='total', cue=CAUSE)}。其中："
    for name, yuan in (("财政拨款收入", books.of("granted")), ("其他收入", books.of("other"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, income, name, '收入预算')}；"
    yield Paragraph(f"{words[:-1]}。")
    spent = books.of("total")
    words = f"支出预算{teller.money(spent, '支出预算')}，其中："
    for name, yuan in (("基本支出", books.of("basic")), ("项目支出", spent - books.of("basic"))):
        words += f"{name}{teller.money(yuan, name)}，占{teller.share(yuan, spent, name, '支出预算')}；"
    yield Paragraph(f"{words[:-1]}。")
    yield Paragraph("一般公共预算财政拨款支出主要内容如下：")
    for number, line in enumerate(books.general_lines, 1):
        path = "".join(f"{name}（{level}）" for name, level in zip(line.path, "类款项", strict=True))
        money = teller.money(line.general, line.path[2], tied=True)
        teller.spending("项", line, money, purpose=line.purpose)
        yield Paragraph(f"{number}.“{path}”科目{money}，主要用于{line.purpose}。")


# -- other matters --------------------------------------------------------------------------------------


def _official_outlays(books: Accounts, teller: Teller) -> Iterator[Block]:
    year, before = books.year, f"比{books.year - 1}年预算"
    yield Heading(2, "（一）", f"{year}年“三公”经费预算情况说明")

    def line(item: str, measure: str, now: Decimal, last: Decimal) -> str:
        amount = teller.money(now, measure)
        words = f"{measure}{amount}，"
        teller.official(item, budget=amount)
        same = now == last
        moved = teller.moved(measure, now, last, why=WHY[item], cue=CAUSE, growth=False)
        return words + (f"与{books.year - 1}年预算持平" if same else before + moved)

    def last_year(now: Decimal, drawn: Decimal) -> Decimal:
        return drawn if now else ZERO

    parts = {
        "abroad": ("因公出国（境）费", books.abroad),
        "vehicle_purchase": ("公务用车购置费", books.purchase),
        "vehicle_running": ("公务用车运行费", books.running),
        "reception": ("公务接待费", books.reception),
    }
    last = {item: last_year(part.budget, part.last_year) for item, (_, part) in parts.items()}
    whole = line("total", "“三公”经费预算", books.official.budget, sum(last.values(), ZERO))
    yield Paragraph(f"{year}年{whole}。其中：")
    yield Paragraph(f"1.{line('abroad', '因公出国（境）费', books.abroad.budget, last['abroad'])}。")
    both = last["vehicle_purchase"] + last["vehicle_running"]
    words = f"2.{line('vehicles', '公务用车购置及运行费', books.vehicles.budget, both)}。其中："
    words += f"{line('vehicle_purchase', '公务用车购置费', books.purchase.budget, last['vehicle_purchase'])}；"
    words += f"{line('vehicle_running', '公务用车运行费', books.running.budget, last['vehicle_running'])}。"
    yield Paragraph(words)
    yield Paragraph(f"3.{line('reception', '公务接待费', books.reception.budget, last['reception'])}。")


def _matters(books: Accounts, teller: Teller) -> Iterator[Block]:
    year = books.year
    yield Heading(2, "（二）", "机关运行经费预算")
    public = teller.money(books.group("public"), "机关运行经费预算")
    yield Paragraph(f"{year}年{books.body.name}财政拨款的机关运行经费预算为{public}。")
    yield Heading(2, "（三）", "政府采购预算情况")
    kinds = {"goods": ("货物", books.goods), "works": ("工程", books.works), "services": ("服务", books.services)}
    # The total is that of the printed parts, as a clerk would add them up.
    whole = sum((teller.exact(yuan) for _, yuan in kinds.values()), ZERO)
    parts = {"total": teller.money(whole, "政府采购预算")}
    for key, (name, yuan) in kinds.items():
        parts[key] = teller.money(yuan, f"政府采购{name}预算", tied=True)
    listed = "、".join(f"政府采购{name}预算{parts[key]}" for key, (name, _) in kinds.items())
    teller.procurement(**parts)
    yield Paragraph(f"{year}年本部门政府采购预算{parts['total']}，其中：{listed}。")
    yield Heading(2, "（四）", "绩效目标设置情况")
    goals = teller.count(books.counts["goals"], "个", "编报绩效目标的项目")
    funds = teller.money(books.of("project"), "编报绩效目标项目涉及资金", "other")
    yield Paragraph(f"按照预算绩效管理工作的总体要求，本部门编报绩效目标的项目{goals}，涉及项目预算资金{funds}。")
    teller.evaluation("编报绩效目标", projects=goals, yuan=funds)
    yield Heading(2, "（五）", "国有资产占有使用情况")
    words = f"截至{year - 1}年8月31日，{books.body.name}共有车辆"
    words += f"{teller.asset('车辆', books.counts['vehicles_kept'], '辆')}，其中："
    types = {"机要通信用车": books.counts["confidential"], "其他用车": books.counts["other_vehicles"]}
    words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in types.items())
    item = f"单价{teller.amount(MILLION, '设备单价', 'other')}（含）以上设备（不含车辆）"
    yield Paragraph(f"{words}；{item}{teller.asset(item, books.counts['equipment'], '台（套）')}。")
