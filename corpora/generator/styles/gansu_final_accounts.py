"""Final accounts as Gansu writes them: performance (预算绩效情况说明) is a part of its own, before the glossary.

Typical: 收、支各增加 against the outcome of last year; the general budget by 类 or by 项; 人员经费 and 公用经费
each with their change and then 用途主要包括; the 三公经费 in amounts first, their counts (实物量) under a head of
their own. In 2022 operating costs, procurement and assets stand seventh to ninth and the 三公经费 last; since
2023 the funds are seventh and eighth and the 三公经费 ninth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Carried, Comparing, Verdict, class_path, project_name
from generator.comparing import why as why_of_line
from generator.figures import GOOD, PAID_AS, ZERO, Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import FinalAccountsForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
FUND, STATE = "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
NO_INCOMES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
NO_OUTLAYS = ("上缴上级支出", "经营支出", "对附属单位补助支出")
NO_VEHICLES = (
    "副部（省）级及以上领导用车",
    "主要领导干部用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
)
AGAINST_FULL_YEAR = Verdict(
    "决算数", ("大于", "小于"), "全年预算数", "的主要原因是", same="决算数与全年预算数持平"
)
FINDINGS = (
    ("个别绩效指标设定偏宽，不便于考核", "结合项目特点细化指标，做到可量化、可比较"),
    ("项目资金支付集中在第四季度", "督促项目单位按计划组织实施，均衡资金支付"),
    ("绩效档案资料归集不够及时", "明确专人负责，按季度收集整理佐证材料"),
)
TERMS = (
    *("财政拨款收入", "事业收入", "经营收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出"),
    *("项目支出", "“三公”经费", "机关运行经费"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    year, word = books.year, office.word
    yield Cover((books.body.name, f"{year}年度{word}决算公开情况说明"))
    yield Contents()
    yield from office.overview()
    yield Heading(1, "第二部分", f"{year}年度{word}决算表")
    forms = FinalAccountsForms(
        issuer_line="编制单位：{body}",
        unit_line="单位：万元",
        empty_note=f"注：本{word}{{year}}年度没有{{fund}}收入，也没有{{fund}}安排的支出，故本表为空表。",
        line_numbers=bool(teller.dice.randrange(2)),
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度{word}决算情况说明")
    for number, (title, tell) in enumerate(office.sections(), 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell()
    yield Heading(1, "第四部分", "预算绩效情况说明")
    yield from office.performance()
    yield Heading(1, "第五部分", "名词解释")
    yield from teller.terms(TERMS)


STYLE = Style(
    name="gansu-final-accounts",
    report="final_accounts",
    title=lambda books: (
        f"{books.body.name}{books.year}年度{'单位' if books.body.kind == 'unit' else '部门'}决算公开情况说明"
    ),
    write=_write,
    printing=lambda _: Printing(),
    years=(2022, 2023, 2024),
    held_back=True,
)


class _Office:
    """One office: what it prints, and the wordings it keeps to through the document."""

    def __init__(self, books: Accounts, teller: Teller) -> None:
        self.books = books
        self.teller = teller
        teller.reasons = "reasons_inland"
        self.year = books.year
        self.word = "单位" if books.body.kind == "unit" else "部门"
        self.us = f"本{self.word}"
        self.zeros = teller.dice.random() < 0.5  # kinds without money are listed too
        self.lines = teller.dice.choice(("class", "use", "item"))
        self.cause = str(teller.dice.choice(("，主要原因是", "，主要原因是：", "，主要是")))
        self.counted = f"{self.cause.rstrip('：')}："  # before 一是…；二是…
        last = str(teller.dice.choice(("上年", f"{self.year - 1}年度")))
        self.than_last = Comparing(PRIOR, lead=f"较{last}决算数", same=f"与{last}决算数持平")
        self.why_public: str | None = None  # why 公用经费 moved, which is what 机关运行经费 is
        self.initial = Verdict(
            lead="决算数",
            over=("大于", "小于"),
            of=str(teller.dice.choice(("年初预算数", "预算数"))),
            cue="的主要原因是",
            same="决算数与预算数持平",
        )

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        teller, body, counts = self.teller, self.books.body, self.books.counts
        yield Heading(1, "第一部分", f"{self.word}概况")
        yield Heading(2, "一、", "主要职能")
        yield Paragraph(f"{body.name}的主要职能是：")
        yield from teller.duties("{}、", arabic=True) if teller.dice.random() < 0.5 else teller.duties()
        yield Heading(2, "二、", "机构设置")
        offices = teller.count(counts["offices"], "个", "内设机构")
        words = f"{self.us}内设机构{offices}，"
        posts, staff = counts["institution_posts"], counts["institution_staff"]
        if body.kind == "department":
            posts += counts["administrative_posts"]
            staff += counts["administrative_staff"]
        words += f"核定编制{teller.count(posts, '名', '编制')}，"
        words += f"年末实有在职人员{teller.count(staff, '人', '在职人员')}，"
        yield Paragraph(f"{words}退休人员{teller.count(counts['retired'], '人', '退休人员')}。")
        if len(body.units) > 1:
            number = teller.count(len(body.units), "个", "决算编制范围单位")
            listed = "、".join(body.units)
            yield Paragraph(f"纳入{self.us}{self.year}年度决算编制范围的单位共{number}，分别是：{listed}。")

    # -- explanations --------------------------------------------------------------------------------------

    def sections(self) -> tuple[tuple[str, Callable[[], Iterator[Block]]], ...]:
        """Return the titles of the sections and what writes them, in the order of the year."""
        operating = ("机关运行经费支出情况说明", self._operating)
        procurement = ("政府采购支出情况说明", self._procurement)
        assets = ("国有资产占用情况说明", self._assets)
        fund = ("政府性基金预算财政拨款收支决算情况说明", self._government_fund)
        state = ("国有资本经营预算财政拨款支出情况说明", self._state_capital)
        official = ("财政拨款“三公”经费支出决算情况说明", self._official)
        first = (
            ("收入支出决算总体情况说明", self._overall),
            ("收入决算情况说明", self._incomes),
            ("支出决算情况说明", self._outlays),
            ("财政拨款收入支出决算总体情况说明", self._appropriations),
            ("一般公共预算财政拨款支出决算情况说明", self._general),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
        )
        if self.year < 2023:
            return (*first, operating, procurement, assets, fund, state, official)
        return (*first, fund, state, official, operating, procurement, assets)

    def _overall(self) -> Iterator[Block]:
        books, teller, whole = self.books, self.teller, self.books.grand_total
        words = f"{self.us}{self.year}年度收入总计{teller.money(whole, '收入总计', tied=True)}，"
        words += f"支出总计{teller.money(whole, '支出总计', tied=True)}。"
        moved = Comparing(PRIOR, lead="收、支各", same="收、支总计持平").told(
            teller, "收入支出总计", whole, books.last_total, why="total", cue=self.counted
        )
        yield Paragraph(f"{words}与{self.year - 1}年度决算数相比，{moved}。")

    def _incomes(self) -> Iterator[Block]:
        books = self.books
        parts = {"财政拨款收入": books.of("appropriation")}
        parts |= dict.fromkeys(NO_INCOMES, ZERO) if self.zeros else {}
        yield self._parts("收入合计", books.of("income"), {**parts, "其他收入": books.of("other")})

    def _outlays(self) -> Iterator[Block]:
        books = self.books
        parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other")}
        parts |= dict.fromkeys(NO_OUTLAYS, ZERO) if self.zeros else {}
        yield self._parts("支出合计", books.of("total"), parts)

    def _parts(self, measure: str, whole: Decimal, parts: dict[str, Decimal]) -> Block:
        teller = self.teller
        words = f"{self.us}{self.year}年度{measure}{teller.money(whole, measure, tied=True)}，其中："
        told = (
            f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, measure)}"
            for name, yuan in parts.items()
        )
        return Paragraph(f"{words}{'；'.join(told)}。")

    def _appropriations(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "财政拨款收、支总计"
        whole = books.of("granted") + books.of("carried_out")
        amount = teller.money(whole, measure, tied=True)
        lead = f"较{self.year - 1}年度决算数各"
        moved = Comparing(PRIOR, lead=lead, same=f"与{self.year - 1}年度决算数持平").told(
            teller, measure, whole, books.granted_last_year, why="income", cue=self.cause
        )
        yield Paragraph(f"{self.us}{self.year}年度{measure}均为{amount}，{moved}。")

    # -- spending by class ---------------------------------------------------------------------------------

    def _general(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款支出"
        lines, spent = books.general_lines, books.of("general")
        yield Heading(3, "（一）", "一般公共预算财政拨款支出决算总体情况")
        words = f"{self.year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
        words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}，"
        moved = self.than_last.told(
            teller, measure, spent, total(lines, "last_year"), why="parts", cue=self.counted
        )
        yield Paragraph(f"{words}{moved}。")
        yield Heading(3, "（二）", "一般公共预算财政拨款支出决算具体情况")
        words, *_ = self._carried_out(measure, spent, total(lines, "budget"))
        yield Paragraph(f"{self.year}年度{measure}{words}。其中：")
        by_class = self._use if self.lines == "use" else self._class
        tellings = map(self._item, lines) if self.lines == "item" else map(by_class, classes_of(lines))
        for number, words in enumerate(tellings, 1):
            yield Paragraph(f"{number}.{words}。")

    def _carried_out(self, measure: str, final: Decimal, budget: Decimal) -> tuple[str, Printed, Printed, Printed]:
        """Tell budget, outcome and completion; return the words and the three."""
        teller = self.teller
        planned = teller.money(budget, measure, INITIAL)
        spent = teller.money(final, measure, tied=True)
        rate = teller.completion(final, budget, measure)
        words = f"年初预算数为{planned}，支出决算数为{spent}，完成年初预算的{rate}"
        return words, planned, spent, rate

    def _class(self, below: list[Line]) -> str:
        name = below[0].path[0]
        final, budget = total(below, "granted"), total(below, "budget")
        words, planned, spent, rate = self._carried_out(name, final, budget)
        self.teller.spending("类", below[0], spent, initial_budget=planned, completion=rate)
        carried = Carried(name, final, budget, rate)
        return f"{name}{words}，{carried.verdict(self.teller, INITIAL, self.initial, self._why(below))}"

    def _use(self, below: list[Line]) -> str:
        """Tell a 类 by what it was used for: N万元，主要用于…，完成年初预算的P%."""
        teller, name = self.teller, below[0].path[0]
        final, budget = total(below, "granted"), total(below, "budget")
        spent = teller.money(final, name, tied=True)
        rate = teller.completion(final, budget, name)
        purpose = "、".join(dict.fromkeys(line.purpose for line in below)) + "等支出"
        teller.spending("类", below[0], spent, completion=rate, purpose=purpose)
        verdict = Carried(name, final, budget, rate).verdict(teller, INITIAL, self.initial, self._why(below))
        return f"{name}{spent}，主要用于{purpose}，完成年初预算的{rate}，{verdict}"

    def _why(self, below: list[Line]) -> str:
        if all(line.code in PAID_AS for line in below):
            return "staff"
        return "running" if total(below, "basic") > total(below, "project") else "project"

    def _item(self, line: Line) -> str:
        words, planned, spent, rate = self._carried_out(line.path[2], line.granted, line.budget)
        self.teller.spending("项", line, spent, initial_budget=planned, completion=rate)
        carried = Carried(line.path[2], line.granted, line.budget, rate)
        verdict = carried.verdict(self.teller, INITIAL, self.initial, why_of_line(self.books, line))
        return f"{class_path(line)}。{words}，{verdict}"

    def _basic(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款基本支出"
        yield Paragraph(f"{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}。其中：")
        public = books.operating_last_year
        personnel = total([line for line in books.lines if line.basic], "last_year") - public
        for group, name, before, why in (
            ("personnel", "人员经费", personnel, "personnel"),
            ("public", "公用经费", public, "operating"),
        ):
            now = books.group(group)
            words = f"{name}{teller.money(now, name, tied=True)}，"
            moved = self.than_last.difference(teller, name, now, before)
            reason = None if moved.unchanged else teller.reason(why, moved.more, self.cause)
            moved.keep(teller, reason)
            words += f"{moved.words}{self.cause}{reason}。" if reason else f"{moved.words}。"
            self.why_public = reason
            listed = [item for item in books.economic if item.group == group]
            for item in listed:
                teller.economic(item.name, item.code, group)
            yield Paragraph(f"{words}{name}用途主要包括{'、'.join(item.name for item in listed)}。")

    def _government_fund(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        if not books.fund_lines:
            yield Paragraph(f"{self.us}{self.year}年度没有{FUND}收入，也没有使用{FUND}安排的支出。")
            return
        whole = books.of("government_fund")
        words = f"{self.us}{self.year}年度{FUND}年初结转和结余{teller.money(ZERO, '年初结转和结余')}，"
        words += f"本年收入{teller.money(whole, f'{FUND}收入', tied=True)}，"
        words += f"本年支出{teller.money(whole, f'{FUND}支出', tied=True)}，"
        words += f"年末结转和结余{teller.money(ZERO, '年末结转和结余')}。支出具体情况如下："
        yield Paragraph(words)
        for number, line in enumerate(books.fund_lines, 1):
            spent = teller.money(line.granted, line.path[2], tied=True)
            teller.spending("项", line, spent, purpose=line.purpose)
            yield Paragraph(f"{number}.{class_path(line)}{spent}，主要用于{line.purpose}。")

    def _state_capital(self) -> Iterator[Block]:
        if self.zeros:
            yield Paragraph(f"{self.us}{self.year}年度没有使用{STATE}安排的支出。")
        else:
            yield Paragraph("收支情况：无。")

    # -- 三公经费 ------------------------------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        books = self.books
        yield Heading(3, "（一）", "“三公”经费财政拨款支出总体情况说明")
        words = self._official_line("total", "“三公”经费支出", books.official)
        yield Paragraph(f"{self.us}{self.year}年度{words}。")
        yield Heading(3, "（二）", "“三公”经费财政拨款支出具体情况说明")
        yield Paragraph(f"1.{self._official_line('abroad', '因公出国（境）费用', books.abroad)}。")
        words = self._official_line("vehicles", "公务用车购置及运行维护费", books.vehicles)
        yield Paragraph(f"2.{words}。其中：")
        yield Paragraph(f"{self._official_line('vehicle_purchase', '公务用车购置费', books.purchase)}。")
        yield Paragraph(f"{self._official_line('vehicle_running', '公务用车运行维护费', books.running)}。")
        yield Paragraph(f"3.{self._official_line('reception', '公务接待费', books.reception)}。")
        yield Heading(3, "（三）", "“三公”经费财政拨款支出决算实物量情况")
        yield Paragraph(self._counts())

    def _official_line(self, item: str, measure: str, part: Official) -> str:
        """Tell a line against the full-year budget and last year, each with its reason."""
        teller = self.teller
        planned = teller.money(part.budget, measure, FULL_YEAR)
        spent = teller.money(part.final, measure, tied=True)
        teller.official(item, budget=planned, final=spent)
        words = f"{measure}全年预算数为{planned}，支出决算数为{spent}"
        rate = None
        if part.budget:
            rate = teller.completion(part.final, part.budget, measure)
            words += f"，完成全年预算的{rate}"
        carried = Carried(measure, part.final, part.budget, rate)
        words += f"，{carried.verdict(teller, FULL_YEAR, AGAINST_FULL_YEAR, f'{item}_budget')}"
        moved = self.than_last.told(teller, measure, part.final, part.last_year, why=WHY[item], cue=self.cause)
        return f"{words}{'；' if rate else '，'}{moved}"

    def _counts(self) -> str:
        teller, counts, went = self.teller, self.books.counts, bool(self.books.abroad.final)
        bought = counts["vehicles_bought"] if self.books.purchase.final else 0
        words = f"{self.year}年度{self.us}因公出国（境）团组"
        words += f"{teller.count(counts['delegations'] * went, '个', '因公出国（境）团组')}，"
        words += f"共计{teller.count(counts['travellers'] * went, '人', '因公出国（境）人数')}；"
        words += f"公务用车购置{teller.count(bought, '辆', '公务用车购置')}，"
        words += f"公务用车保有量{teller.count(counts['vehicles_kept'], '辆', '公务用车保有量')}；"
        for name, batches, guests, mark in (
            ("国内公务接待", counts["batches"], counts["guests"], "，其中："),
            ("国内外事接待", 0, 0, "；"),
            ("国（境）外公务接待", 0, 0, "。"),
        ):
            words += f"{name}{teller.count(batches, '批次', f'{name}批次')}，"
            words += f"{teller.count(guests, '人', f'{name}人数')}{mark}"
        return words

    # -- other matters -------------------------------------------------------------------------------------

    def _operating(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "机关运行经费支出"
        if books.body.kind == "unit":
            yield Paragraph(f"{self.us}为事业单位，{self.year}年度没有机关运行经费支出。")
            return
        now = books.group("public")
        words = f"{self.us}{self.year}年度{measure}{teller.money(now, measure, tied=True)}，"
        words += "主要用于保障机关日常办公和业务工作开展。机关运行经费"
        moved = self.than_last.difference(teller, measure, now, books.operating_last_year)
        words += moved.words
        reason = None if self.why_public is None else teller.again(self.why_public, self.cause)
        moved.keep(teller, reason)
        yield Paragraph(f"{words}{self.cause}{reason}。" if reason else f"{words}。")

    def _procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {"goods": "货物", "works": "工程", "services": "服务"}
        whole = books.goods + books.works + books.services
        parts = {"total": teller.money(whole, "政府采购支出合计")}
        words = f"{self.us}{self.year}年度政府采购支出合计{parts['total']}，其中："
        for key, name in kinds.items():
            parts[key] = teller.money(getattr(books, key), f"政府采购{name}支出", tied=True)
            words += f"政府采购{name}支出{parts[key]}、"
        words = f"{words[:-1]}。授予中小企业合同金额"
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        words += f"{parts['sme']}，占政府采购支出总额的{share}，其中：授予小微企业合同金额"
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        share = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
        teller.procurement(**parts)
        yield Paragraph(f"{words}{parts['micro']}，占政府采购支出总额的{share}。")

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = f"截至{self.year}年12月31日，{self.us}共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
        kinds = {"机要通信用车": counts["confidential"], **dict.fromkeys(NO_VEHICLES, 0)}
        kinds["其他用车"] = counts["other_vehicles"]
        listed = {kind: count for kind, count in kinds.items() if count or self.zeros}
        words += "，".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in listed.items())
        limit = teller.amount(MILLION, "设备单价", "other")
        item = f"单价{limit}（含）以上设备（不含车辆）"
        yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    # -- performance ---------------------------------------------------------------------------------------

    def performance(self) -> Iterator[Block]:
        """Write the fourth part."""
        books, teller, projects = self.books, self.teller, self.books.evaluated
        yield Heading(2, "一、", "预算绩效管理工作开展情况")
        words = f"根据预算绩效管理要求，{self.us}对{self.year}年度一般公共预算项目支出全面开展绩效自评，"
        words += self._evaluated("一般公共预算", [each.line for each in projects])
        if books.fund_lines:
            words += "同时，对政府性基金预算项目支出开展绩效自评，"
            words += self._evaluated("政府性基金预算", [*books.fund_lines])
        yield Paragraph(words)
        yield Heading(2, "二、", f"{self.word}决算中项目绩效自评结果")
        names = "、".join(f"“{project_name(books, each.line)}”" for each in projects)
        number = teller.count(len(projects), "个", "反映绩效自评结果的项目")
        yield Paragraph(f"{self.us}在{self.word}决算中反映{names}{number}项目的绩效自评结果。")
        for n, each in enumerate(projects, 1):
            yield Paragraph(f"{n}.{self._project(each)}")
        yield Heading(2, "三、", f"{self.word}整体支出绩效自评结果")
        points = Decimal(books.counts["score"]) / 10
        subject, grade = f"{self.word}整体支出绩效自评", "优" if points >= GOOD else "良"
        score = teller.count(str(points), "分", f"{subject}得分")
        teller.evaluation(subject, score=score, grade=grade)
        yield Paragraph(f"{self.us}{self.year}年度整体支出绩效自评得分{score}，自评结果为“{grade}”。")

    def _evaluated(self, kind: str, lines: list[Line]) -> str:
        """Tell how many projects of one kind of budget were evaluated, with their money."""
        teller, money, measure = self.teller, total(lines, "project"), f"{kind}绩效自评项目资金"
        number = teller.count(len(lines), "个", f"{kind}绩效自评项目")
        funds = teller.money(money, measure, "other", tied=True)
        share = teller.share(money, money, measure, f"{kind}项目支出总额")
        teller.evaluation(f"{kind}项目支出绩效自评", projects=number, yuan=funds)
        return f"涉及项目{number}，资金{funds}，占{kind}项目支出总额的{share}。"

    def _project(self, each: Evaluated) -> str:
        teller, line, grade = self.teller, each.line, each.grade
        subject = f"{project_name(self.books, line)}项目"
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, each.budget, subject)
        score = teller.count(str(each.score), "分", f"{subject}绩效自评得分")
        teller.evaluation(subject, score=score, grade=grade, budget=budget, executed=executed, completion=rate)
        problem, remedy = teller.dice.choice(FINDINGS)
        return (
            f"{subject}。全年预算数为{budget}，全年执行数为{executed}，预算执行率为{rate}，自评得分{score}，"
            f"自评结果为“{grade}”。主要产出和效果：{line.purpose}各项任务按期完成，服务对象总体满意。"
            f"发现的主要问题及原因：{problem}。下一步改进措施：{remedy}。"
        )
