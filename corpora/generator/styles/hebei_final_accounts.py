"""Final accounts as county departments in Hebei write them (部门决算公开): everything is said, zeros too.

Typical: 本部门 for the body; 收、支总计（含结转和结余）; the appropriation compared with last year under one head
and with the initial budget under the next, fund by fund; 类 as 科学技术（类）支出N万元，占P%，主要用于…, but no
lines by 项; all kinds of income and of vehicles with their zeros; a last section that names the empty tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Comparing, Difference, project_name, short_class
from generator.figures import GOOD, ZERO, Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import FinalAccountsForms
from generator.forms.rows import head
from generator.model import Block, Cell, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
CUES = ("，主要原因是", "，主要原因是：", "，主要是")
INCOMES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
OUTLAYS = ("上缴上级支出", "经营支出", "对附属单位补助支出")
FUND, STATE = "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
SCOPES = {"department": "部门", "unit": "单位"}

TERMS = (
    *("财政拨款收入", "事业收入", "其他收入", "年初结转和结余", "结余分配", "年末结转和结余", "基本支出"),
    *("项目支出", "“三公”经费", "其他交通费用", "公务用车购置", "机关运行经费"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    name, year, scope = books.body.name, books.year, SCOPES[books.body.kind]
    yield Cover((name, f"{year}年度{scope}决算公开"))
    yield Contents()
    yield from _overview(books, teller, scope)
    yield Heading(1, "第二部分", f"{year}年度{scope}决算报表")
    forms = FinalAccountsForms(
        issuer_line=scope + "：{body}",
        line_numbers=True,
        empty_note=f"本{scope}本年度无相关收入（或支出、收支及结转结余等）情况，按要求空表列示。",
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度{scope}决算情况说明")
    office = _Office(books, teller, scope)
    for number, (title, tell) in enumerate(office.sections(), 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell()
    yield Heading(1, "第四部分", "名词解释")
    yield from teller.terms(TERMS)


STYLE = Style(
    name="hebei-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{SCOPES[books.body.kind]}决算公开",
    write=_write,
    printing=lambda seed: Printing(percent_places=2 if seed % 3 == 2 else 1),
)


def _overview(books: Accounts, teller: Teller, scope: str) -> Iterator[Block]:
    body = books.body
    yield Heading(1, "第一部分", f"{scope}概况")
    yield Heading(2, "一、", f"{scope}职责")
    yield Paragraph(
        f"{body.name}贯彻落实党中央和省、市有关方针政策和决策部署，在履行职责过程中坚持和加强党的集中统一领导。"
        "主要职责是："
    )
    yield from teller.duties()
    yield Heading(2, "二、", "机构设置")
    units = body.units or (body.name,)
    number = teller.count(len(units), "个", "独立核算单位")
    yield Paragraph(
        f"从决算编报单位构成看，纳入{books.year}年度本{scope}决算汇编范围的独立核算单位（以下简称“单位”）"
        f"共{number}，具体情况如下："
    )
    rows = []
    for n, unit in enumerate(units, 1):
        official = n == 1 and body.kind == "department"
        nature = ("行政单位", "财政拨款") if official else ("财政补助事业单位", "财政性资金基本保证")
        rows.append((Cell(str(n), align="center"), Cell(unit), *map(Cell, nature)))
    names = head("序号", "单位名称", "单位基本性质", "经费形式")
    yield Table(title="", widths=(0.1, 0.44, 0.22, 0.24), head=(names,), body=tuple(rows))


class _Office:
    """Part three, section by section; the office keeps to one cue for reasons."""

    def __init__(self, books: Accounts, teller: Teller, scope: str) -> None:
        self.books = books
        self.teller = teller
        self.scope = scope
        self.year = f"{books.year}年度"
        self.mine = f"本{scope}{self.year}"
        self.cue = str(teller.dice.choice(CUES))
        self.reasons: dict[str, str] = {}
        last = f"{books.year - 1}年度"
        self.total = Comparing(PRIOR, f"与{last}决算相比，收支各", f"与{last}决算持平")
        self.last_year = Comparing(PRIOR, "比上年", "与上年持平", rate=bool(teller.dice.randrange(2)))
        self.planned = Comparing(INITIAL, "比年初预算", "与预算持平", rate=False)
        self.official_plan = Comparing(FULL_YEAR, "较预算", "与预算持平", down="降低")
        self.official_last = Comparing(PRIOR, f"较{last}决算", "与上年持平", down="降低")
        self.operating_last = Comparing(PRIOR, f"较{last}", f"与{last}持平", down="降低")

    def sections(self) -> tuple[tuple[str, Callable[[], Iterator[Block]]], ...]:
        """Return the titles of the sections and what writes them."""
        return (
            ("收入支出决算总体情况说明", self.overall),
            ("收入决算情况说明", self.incomes),
            ("支出决算情况说明", self.outlays),
            ("财政拨款收入支出决算总体情况说明", self.appropriations),
            ("财政拨款“三公”经费支出决算情况说明", self.official),
            ("机关运行经费支出说明", self.operating),
            ("政府采购支出说明", self.procurement),
            ("国有资产占用情况说明", self.assets),
            ("预算绩效情况说明", self.evaluation),
            ("其他需要说明的情况", self.remarks),
        )

    def overall(self) -> Iterator[Block]:
        books, measure = self.books, "收、支总计（含结转和结余）"
        whole = self.teller.money(books.grand_total, measure, tied=True)
        moved = self.total.told(
            self.teller, measure, books.grand_total, books.last_total, why="total", cue=self.cue
        )
        yield Paragraph(f"{self.mine}{measure}{whole}。{moved}。")

    def incomes(self) -> Iterator[Block]:
        books = self.books
        parts = {"财政拨款收入": books.of("appropriation"), **dict.fromkeys(INCOMES, ZERO)}
        parts["其他收入"] = books.of("other")
        yield self.composition("本年收入合计", books.of("income"), parts)

    def outlays(self) -> Iterator[Block]:
        books = self.books
        parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other")}
        yield self.composition("本年支出合计", books.of("total"), {**parts, **dict.fromkeys(OUTLAYS, ZERO)})

    def composition(self, measure: str, whole: Decimal, parts: dict[str, Decimal]) -> Block:
        """Tell a total and all its parts, zeros too."""
        teller = self.teller
        words = f"{self.mine}{measure}{teller.money(whole, measure, tied=True)}，其中："
        for name, yuan in parts.items():
            amount = teller.money(yuan, name, tied=True)
            words += f"{name}{amount}，占{teller.share(yuan, whole, name, measure)}；"
        return Paragraph(f"{words[:-1]}。")

    # -- the appropriation against last year and against the initial budget -----------------------------

    def appropriations(self) -> Iterator[Block]:
        last = self.books.year - 1
        yield Heading(3, "（一）", f"财政拨款收支与{last}年度决算对比情况")
        yield from self.both_sides("last_year", self.against_last_year)
        yield Heading(3, "（二）", "财政拨款收支与年初预算数对比情况")
        yield from self.both_sides("budget", self.against_plan)
        yield Heading(3, "（三）", "财政拨款支出决算结构情况")
        yield from self.structure()
        yield Heading(3, "（四）", "一般公共预算基本支出决算情况说明")
        yield from self.basic_outlays()

    def both_sides(self, basis: str, tell: Callable[[str, Decimal, Decimal, str], str]) -> Iterator[Block]:
        """Tell income and spending of all funds, then of each; `basis` is the property compared with."""
        books = self.books
        general, fund = books.general_lines, books.fund_lines
        now = {"": books.of("appropriation"), "一般": books.of("appropriation", general)}
        spent = {"": books.of("granted"), "一般": books.of("general")}
        then = {"": books.of(basis), "一般": books.of(basis, general)}
        received = dict(then)
        if basis == "last_year":
            received["一般"] = books.last_appropriation
            received[""] = books.last_appropriation + books.of(basis, fund)
        for key, opening, end in (
            ("", f"{self.mine}财政拨款", "具体情况如下："),
            ("一般", "1.一般公共预算财政拨款", ""),
        ):
            measure = opening.removeprefix(self.mine).removeprefix("1.")
            why = "" if fund and not key else "一般"  # without other funds both are one figure, for one reason
            income = self.side(f"{measure}本年收入合计", now[key], received[key], tell, f"收入{why}{basis}")
            outlay = self.side(f"{measure}本年支出合计", spent[key], then[key], tell, f"支出{why}{basis}")
            yield Paragraph(f"{opening}{income}；{outlay}。{end}")
        for number, name, lines in ((2, FUND, fund), (3, STATE, ())):
            then_fund = books.of(basis, lines)
            got, used = books.of("appropriation", lines), books.of("granted", lines)
            words = self.side(f"{name}本年收入合计", got, then_fund, tell, f"收入{name}{basis}")
            words += "；" + self.side(f"{name}本年支出合计", used, then_fund, tell, f"支出{name}{basis}")
            yield Paragraph(f"{number}.{name}{words}。")

    def side(
        self,
        measure: str,
        now: Decimal,
        then: Decimal,
        tell: Callable[[str, Decimal, Decimal, str], str],
        key: str,
    ) -> str:
        """Tell income or spending and its difference; the words leave out whose it is."""
        amount = self.teller.money(now, measure, tied=True)
        return f"{measure[-6:]}{amount}，{tell(measure, now, then, key)}"

    def against_last_year(self, measure: str, now: Decimal, then: Decimal, key: str) -> str:
        found = self.last_year.difference(self.teller, measure, now, then)
        reason = self.because(found, key)
        found.keep(self.teller, reason)
        return found.words if reason is None else f"{found.words}{self.cue}{reason}"

    def against_plan(self, measure: str, now: Decimal, then: Decimal, key: str) -> str:
        if now == then:
            self.planned.difference(self.teller, measure, now, then).keep(self.teller)
            return self.planned.same
        rate = self.teller.completion(now, then, measure)
        found = self.planned.difference(self.teller, measure, now, then)
        verdict = f"，决算数{self.teller.verdict(found.more)}预算数"
        reason = self.because(found, key)
        found.keep(self.teller, reason, rate)
        return f"完成年初预算的{rate}，{found.words}{verdict}{self.cue}{reason}"

    def because(self, found: Difference, key: str) -> str | None:
        """Return the reason of a difference; one with the same key has been given it before."""
        if found.unchanged:
            return None
        if key in self.reasons:
            return self.teller.again(self.reasons[key], self.cue)
        why = "income" if "收入" in key else "total"
        self.reasons[key] = self.teller.reason(why, found.more, self.cue)
        return self.reasons[key]

    def structure(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        general, measure = books.of("general"), "财政拨款支出合计"
        whole = books.of("granted")
        words = f"{self.year}{measure}{teller.money(whole, measure, tied=True)}，"
        if not books.fund_lines:
            yield Paragraph(f"{words}主要用于以下方面：{self.classes(books.general_lines, whole, measure)}。")
            return
        parts = (
            ("一般公共预算财政拨款支出", general, books.general_lines),
            (f"{FUND}支出", whole - general, books.fund_lines),
        )
        for n, (name, yuan, lines) in enumerate(parts):
            words = f"{words}其中：" if not n else ""
            words += f"{name}{teller.money(yuan, name, tied=True)}，主要用于以下方面："
            yield Paragraph(f"{words}{self.classes(lines, yuan, name)}。")

    def classes(self, lines: tuple[Line, ...], whole: Decimal, measure: str) -> str:
        """Tell what each 类 was spent on."""
        told = []
        for below in classes_of(lines):
            yuan, line = total(below, "granted"), below[0]
            amount = self.teller.money(yuan, line.path[0], tied=True)
            share = self.teller.share(yuan, whole, line.path[0], measure)
            purpose = "、".join(dict.fromkeys(each.purpose for each in below)) + "等支出"
            self.teller.spending("类", line, amount, share=share, purpose=purpose)
            told.append(f"{short_class(line)}（类）支出{amount}，占{share}，主要用于{purpose}")
        return "；".join(told)

    def basic_outlays(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "财政拨款基本支出"
        yield Paragraph(f"{self.year}{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中：")
        for group, name, end in (("personnel", "人员经费", "；"), ("public", "公用经费", "。")):
            listed = [item for item in books.economic if item.group == group]
            words = f"{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
            yield Paragraph(words + "、".join(item.name for item in listed) + end)
            for item in listed:
                teller.economic(item.name, item.code, group)

    # -- 三公 -------------------------------------------------------------------------------------------

    def official(self) -> Iterator[Block]:
        books, teller, counts = self.books, self.teller, self.books.counts
        yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明")
        yield Paragraph(f"{self.mine}{self.official_line('total', '“三公”经费财政拨款支出', books.official)}。")
        yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明")
        words = f"1.因公出国（境）费支出情况。{self.mine}"
        words += f"{self.official_line('abroad', '因公出国（境）费支出', books.abroad)}。"
        went = bool(books.abroad.final)
        yield Paragraph(words + self.travels(counts["delegations"] * went, counts["travellers"] * went))
        words = f"2.公务用车购置及运行维护费支出情况。{self.mine}"
        words += self.official_line("vehicles", "公务用车购置及运行维护费", books.vehicles)
        yield Paragraph(f"{words}。其中：")
        bought = counts["vehicles_bought"] if books.purchase.final else 0
        yield self.vehicle_part("vehicle_purchase", "公务用车购置", "费", books.purchase, ("购置量", bought))
        kept = ("保有量", counts["vehicles_kept"])
        yield self.vehicle_part("vehicle_running", "公务用车运行维护", "费", books.running, kept)
        words = f"3.公务接待费支出情况。{self.mine}"
        words += self.official_line("reception", "公务接待费支出", books.reception)
        batches = teller.count(counts["batches"], "批次", "公务接待批次")
        guests = teller.count(counts["guests"], "人次", "公务接待人次")
        yield Paragraph(f"{words}。本年度共发生公务接待{batches}、{guests}。")

    def official_line(self, item: str, measure: str, part: Official) -> str:
        """Tell budget, outcome, completion, and the differences from budget and last year."""
        teller = self.teller
        budget = teller.money(part.budget, measure, FULL_YEAR)
        final = teller.money(part.final, measure, tied=True)
        teller.official(item, budget=budget, final=final)
        words = f"{measure}预算为{budget}，支出决算为{final}"
        completion = None
        if part.budget != part.final:
            completion = teller.completion(part.final, part.budget, measure)
            words += f"，完成预算的{completion}"
        return f"{words}，{self.two_bases(item, measure, part, completion)}"

    def two_bases(self, item: str, measure: str, part: Official, completion: Printed | None = None) -> str:
        plan = self.official_plan.difference(self.teller, measure, part.final, part.budget)
        reason = None if plan.unchanged else self.teller.reason(WHY[item], plan.more, self.cue)
        plan.keep(self.teller, reason, completion)
        words = plan.words if reason is None else f"{plan.words}{self.cue}{reason}"
        between = "，" if plan.unchanged else "；"
        last = self.official_last.told(
            self.teller, measure, part.final, part.last_year, why=WHY[item], cue=self.cue
        )
        return f"{words}{between}{last}"

    def travels(self, groups: int, people: int) -> str:
        def told(name: str, number: int, travellers: int) -> str:
            found = self.teller.count(number, "个", f"{name}团组")
            return f"{name}团组{found}、共{self.teller.count(travellers, '人', f'{name}人数')}"

        words = told("因公出国（境）", groups, people)
        words += "，其中：" + told("本部门组织的出国（境）".replace("部门", self.scope), groups, people)
        return f"{words}；{told('参加其他单位组织的因公出国（境）', 0, 0)}。"

    def vehicle_part(self, item: str, name: str, ending: str, part: Official, count: tuple[str, int]) -> Block:
        teller, measure = self.teller, name + ending
        final = teller.money(part.final, measure, tied=True)
        number = teller.count(count[1], "辆", f"公务用车{count[0]}")
        spent = f"发生“{name}”经费支出" if item == "vehicle_purchase" else "发生运行维护费支出"
        words = f"{measure}支出{final}：{self.mine}公务用车{count[0]}{number}，{spent}"
        words += f"{teller.money(part.final, measure, tied=True)}。"
        teller.official(item, final=final)
        return Paragraph(f"{words}{measure}支出{self.two_bases(item, measure, part)}。")

    # -- other matters ----------------------------------------------------------------------------------

    def operating(self) -> Iterator[Block]:
        books, measure = self.books, "机关运行经费支出"
        if books.body.kind == "unit":
            yield Paragraph(f"本单位不属于机关运行经费统计范围，{self.year}无{measure}。")
            return
        now = books.group("public")
        amount = self.teller.money(now, measure, tied=True)
        moved = self.operating_last.told(
            self.teller, measure, now, books.operating_last_year, why="operating", cue=self.cue
        )
        yield Paragraph(f"{self.mine}{measure}{amount}，{moved}。")

    def procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {
            "goods": ("货物", books.goods),
            "works": ("工程", books.works),
            "services": ("服务", books.services),
        }
        whole = books.goods + books.works + books.services
        parts = {"total": teller.money(whole, "政府采购支出总额")}
        words = f"{self.mine}政府采购支出总额{parts['total']}，从采购类型来看，"
        for key, (name, yuan) in kinds.items():
            parts[key] = teller.money(yuan, f"政府采购{name}支出", tied=True)
            words += f"政府采购{name}支出{parts[key]}、"
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        micro = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
        teller.procurement(**parts)
        yield Paragraph(
            f"{words[:-1]}。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，"
            f"其中授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro}。"
        )

    def assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = f"截至{self.books.year}年12月31日，本{self.scope}共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，与上年持平。其中，"
        teller.change("车辆", PRIOR, "unchanged")
        kinds = {
            **dict.fromkeys(("副部（省）级及以上领导用车", "主要负责人用车"), 0),
            "机要通信用车": counts["confidential"],
            "应急保障用车": 0,
            "执法执勤用车": counts["enforcement"],
            **dict.fromkeys(("特种专业技术用车", "离退休干部用车"), 0),
            "其他用车": counts["other_vehicles"],
        }
        words += "，".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
        yield Paragraph(f"{words}。")
        limit = teller.amount(MILLION, "设备单位价值", "other")
        item = f"单位价值{limit}（含）以上设备（不含车辆）"
        yield Paragraph(f"{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    def evaluation(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        yield Heading(3, "（一）", "预算绩效管理工作开展情况")
        projects = {"一般公共预算": [each.line for each in books.evaluated], "政府性基金预算": [*books.fund_lines]}
        words = f"根据预算绩效管理要求，本{self.scope}"
        for kind, lines in {**projects, "国有资本经营预算": []}.items():
            words += self.evaluated(kind, lines)
        yield Paragraph(words)
        yield Paragraph(self.graded())
        yield Heading(3, "（二）", f"{self.scope}决算中项目绩效自评结果")
        chosen = books.evaluated[: teller.dice.randrange(1, 3)]
        names = "".join(f"“{project_name(books, each.line)}”" for each in chosen)
        yield Paragraph(f"本{self.scope}在今年{self.scope}决算公开中反映{names}项目绩效自评结果。")
        for each in chosen:
            yield self.project(each)
        yield Heading(3, "（三）", f"{self.scope}评价项目绩效评价结果")
        points = Decimal(books.counts["score"]) / 10
        subject = f"{self.scope}整体支出绩效自评"
        score = teller.count(str(points), "分", f"{subject}得分")
        grade = "优" if points >= GOOD else "良"
        teller.evaluation(subject, score=score, grade=grade)
        yield Paragraph(f"{subject}综合得分{score}，综合评价等级为“{grade}”。")

    def evaluated(self, kind: str, lines: list[Line]) -> str:
        """Tell how many projects of one kind of budget were evaluated, with their money."""
        teller, money = self.teller, total(lines, "project")
        measure, whole = f"{kind}绩效自评项目资金", f"{kind}项目支出总额"
        if kind == "一般公共预算":
            number = teller.count(len(lines), "个", f"{kind}绩效自评项目")
            words = f"组织对{self.year}{kind}项目支出全面开展绩效自评，涉及项目{number}"
        else:
            number = teller.count(len(lines), "个", f"{kind}绩效自评项目")
            words = f"组织对{self.year}{number}{kind}项目支出开展绩效自评"
        funds = teller.money(money, measure, "other", tied=True)
        share = teller.share(money, money, measure, whole) if money else teller.rate(ZERO, "share", measure, whole)
        teller.evaluation(f"{kind}项目支出绩效自评", projects=number, yuan=funds)
        return f"{words}，共涉及资金{funds}，占{whole}的{share}。"

    def graded(self) -> str:
        """Tell the evaluation by the department, with the projects of each grade."""
        books, teller = self.books, self.teller
        names = "".join(f"“{project_name(books, each.line)}”" for each in books.evaluated)
        number = teller.count(len(books.evaluated), "个", f"{self.scope}评价项目")
        money = teller.money(total([each.line for each in books.evaluated], "project"), "部门评价项目资金")
        words = f"组织对{names}等{number}项目开展了{self.scope}评价，涉及一般公共预算支出{money}"
        for kind in ("政府性基金预算", "国有资本经营预算"):
            words += f"，{kind}支出{teller.money(ZERO, f'部门评价{kind}支出')}"
        good = sum(each.grade == "优" for each in books.evaluated)
        counts = {"优": good, "良": len(books.evaluated) - good, "中": 0, "差": 0}
        words += "。从评价情况来看，评价等级为"
        words += "，".join(
            f"“{grade}”项目{teller.count(count, '个', f'评价等级为“{grade}”的项目')}"
            for grade, count in counts.items()
        )
        rate = teller.share(Decimal(good), Decimal(len(books.evaluated)), "评优率", f"{self.scope}评价项目")
        teller.evaluation(f"{self.scope}评价", projects=number, yuan=money)
        return f"{words}，评优率为{rate}。"

    def project(self, each: Evaluated) -> Block:
        teller, subject = self.teller, f"{project_name(self.books, each.line)}项目"
        score = teller.count(str(each.score), "分", f"{subject}绩效自评得分")
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(each.line.project, subject)
        rate = teller.completion(each.line.project, each.budget, subject)
        teller.evaluation(subject, score=score, budget=budget, executed=executed, completion=rate)
        return Paragraph(
            f"{subject}绩效自评情况：根据年初设定的绩效目标，{subject}绩效自评得分为{score}（绩效自评表附后）。"
            f"全年预算数为{budget}，执行数为{executed}，完成预算的{rate}。项目绩效目标完成情况：{each.line.purpose}"
            "各项工作按计划完成。发现的主要问题及原因：绩效指标设置不够细化，部分指标难以量化考核。"
            "下一步改进措施：一是细化量化绩效指标；二是加强项目执行过程中的监管。"
        )

    def remarks(self) -> Iterator[Block]:
        empty = [] if self.books.fund_lines else [f"{FUND}无收支及结转结余情况，故公开07表以空表列示"]
        empty.append(f"{STATE}无收支及结转结余情况，故公开08表以空表列示")
        yield Paragraph(f"1.{self.mine}{'；'.join(empty)}。")
        yield Paragraph(
            "2.由于决算公开表格中金额数值应当保留两位小数，公开数据为四舍五入计算结果，"
            "个别数据合计项与分项之和存在小数点后差额，特此说明。"
        )
