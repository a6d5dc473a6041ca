"""Final accounts as Shaanxi writes them: secrecy review and signature on the cover (保密审查情况：已审查).

Typical: 主要职责及内设机构 under one head, a section on posts and staff, an index of the tables that says which
are empty; the 三公经费 with training and meetings (培训费、会议费) in one table and one section, every line
against its budget with the difference in money; economic classes with their amounts; what was bought this year
beside what is owned; 专业名词解释.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Carried, Comparing, Verdict, class_path, project_name
from generator.comparing import why as why_of_line
from generator.figures import GOOD, MEETINGS, TRAINING, ZERO, Accounts, Evaluated, Official
from generator.forms.final_accounts import OFFICIAL, OFFICIAL_SEVENTH, FinalAccountsForms
from generator.forms.rows import head
from generator.model import Block, Cell, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import Teller, chinese, total

MILLION = Printed("100万元", Decimal(1_000_000))
NOTHING = Printed("", ZERO)  # what a sentence without a figure says: 没有…支出
FUND, STATE = "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
COUNTED = ("total", "parts")  # reasons that may count 一是…；二是…
CAUSES = ("，主要原因是", "，主要是", "，原因是")
TERMS = (
    *("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出", "“三公”经费"),
    *("机关运行经费", "政府采购"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    year, word = books.year, office.word
    reviewed = ("保密审查情况：已审查", f"{word}主要负责人审签情况：已审签")
    yield Cover((books.body.name, f"{year}年度{word}决算", *reviewed))
    yield Contents()
    yield from office.overview()
    yield Heading(1, "第二部分", f"{year}年度{word}决算表")
    forms = FinalAccountsForms(
        order=OFFICIAL_SEVENTH,
        titles={OFFICIAL: "财政拨款“三公”经费及会议费、培训费支出决算表"},
        issuer_line=f"编制{word}：{{body}}",
        empty_note=f"注：本{word}无{{fund}}收支，并已公开空表。",
        official_note=f"注：本表反映{word}本年度“三公”经费、会议费、培训费支出预决算情况。",
        fees=True,
    )
    tables = [*forms.tables(books, teller)]
    yield _index(tables)
    yield from tables
    yield Heading(1, "第三部分", f"{year}年度{word}决算情况说明")
    for number, (title, tell) in enumerate(office.sections(), 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell()
    yield Heading(1, "第四部分", "专业名词解释")
    yield from teller.terms(TERMS, "{}.", arabic=True)


def _index(tables: list[Table]) -> Table:
    """Return the index of the tables: which are empty, and why."""
    rows = []
    for number, table in enumerate(tables, 1):
        empty = ("是", "无此项收支") if table.empty else ("否", "")
        rows.append((Cell(f"表{number}", align="center"), Cell(table.title), Cell(empty[0]), Cell(empty[1])))
    names = head("序号", "内容", "是否空表", "公开空表理由")
    return Table(title="", widths=(0.1, 0.5, 0.16, 0.24), head=(names,), body=tuple(rows))


STYLE = Style(
    name="shaanxi-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{'单位' if books.body.kind == 'unit' else '部门'}决算",
    write=_write,
    printing=lambda seed: Printing(trimmed=seed % 3 == 1),
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
        self.own_line = teller.dice.random() < 0.5  # the class stands on a line of its own
        self.says_none = teller.dice.random() < 0.5  # 没有…支出 instead of zeros
        self.cause = str(teller.dice.choice(CAUSES))
        self.than_last = Comparing(PRIOR, lead="", same="与上年持平")
        self.than_budget = Comparing(FULL_YEAR, lead="决算数较预算数", same="决算数与预算数持平", rate=False)
        called = str(teller.dice.choice(("年初预算数", "年初预算")))
        self.initial = Verdict(
            "决算数",
            ("大于", "小于"),
            called,
            str(teller.dice.choice(("的主要原因是", "的主要原因："))),
            same=f"决算数与{called}持平",
        )

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        teller, body, counts = self.teller, self.books.body, self.books.counts
        yield Heading(1, "第一部分", f"{self.word}概况")
        yield Heading(2, "一、", f"{self.word}主要职责及内设机构")
        yield Heading(3, "（一）", "主要职责")
        yield Paragraph(f"{body.name}的主要职责为：")
        yield from teller.duties("{}.", arabic=True)
        yield Heading(3, "（二）", "内设机构")
        place = "机关" if body.kind == "department" else ""
        yield Paragraph(f"{self.us}{place}内设机构{teller.count(counts['offices'], '个', '内设机构')}。")
        yield Heading(2, "二、", f"{self.word}决算单位构成")
        yield from self._units()
        yield Heading(2, "三、", f"{self.word}人员情况")
        kinds = {"行政": "administrative", "事业": "institution"}
        words = f"截至{self.year}年底，{self.us}"
        for what, key, ending in (("人员编制", "posts", "编制"), ("实有人员", "staff", "人员")):
            found = {name: counts[f"{kind}_{key}"] for name, kind in kinds.items()}
            if body.kind == "unit":
                found["行政"] = 0
            whole = sum(found.values())
            words += f"{what}{teller.count(whole, '人', what)}，其中"
            words += "、".join(
                f"{name}{ending}{teller.count(count, '人', f'{name}{ending}')}" for name, count in found.items()
            )
            words += "；"
        yield Paragraph(f"{words}单位管理的离退休人员{teller.count(counts['retired'], '人', '离退休人员')}。")

    def _units(self) -> Iterator[Block]:
        teller, units = self.teller, self.books.body.units or (self.books.body.name,)
        number = teller.count(len(units), "个", "决算编制范围单位")
        words = f"纳入{self.us}{self.year}年度决算编制范围的单位共{number}，"
        if len(units) == 1:
            yield Paragraph(f"{words}即{units[0]}。")
            return
        below = teller.count(len(units) - 1, "个", "二级预算单位")
        yield Paragraph(f"{words}包括{self.word}本级及所属{below}二级预算单位：")
        rows = tuple((Cell(str(n), align="center"), Cell(unit)) for n, unit in enumerate(units, 1))
        yield Table(title="", widths=(0.16, 0.84), head=(head("序号", "单位名称"),), body=rows)

    # -- explanations --------------------------------------------------------------------------------------

    def sections(self) -> tuple[tuple[str, Callable[[], Iterator[Block]]], ...]:
        """Return the titles of the sections and what writes them."""
        return (
            ("收入支出决算总体情况说明", self._overall),
            ("收入决算情况说明", self._incomes),
            ("支出决算情况说明", self._outlays),
            ("财政拨款收入支出决算总体情况说明", self._appropriations),
            ("一般公共预算财政拨款支出决算情况说明", self._general),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
            ("财政拨款“三公”经费及会议费、培训费支出决算情况说明", self._official),
            ("政府性基金预算财政拨款收入支出决算情况说明", self._government_fund),
            ("国有资本经营预算财政拨款收入支出决算情况说明", self._state_capital),
            ("机关运行经费支出情况说明", self._operating),
            ("政府采购支出情况说明", self._procurement),
            ("国有资产占用及购置情况说明", self._assets),
            ("预算绩效情况说明", self._evaluation),
        )

    def moved(self, measure: str, now: Decimal, before: Decimal, why: str, *, each: str = "") -> str:
        """Tell what moved since last year, with the reason."""
        cue = f"{self.cause}：" if why in COUNTED else self.cause
        words = Comparing(PRIOR, lead=each, same="持平").told(self.teller, measure, now, before, why=why, cue=cue)
        return f"与上年相比，{measure}{words}"

    def _overall(self) -> Iterator[Block]:
        books, measure = self.books, "收、支总计"
        amount = self.teller.money(books.grand_total, measure, tied=True)
        moved = self.moved(measure, books.grand_total, books.last_total, "total", each="各")
        yield Paragraph(f"{self.year}年度{measure}均为{amount}。{moved}。")

    def _incomes(self) -> Iterator[Block]:
        books = self.books
        parts = {"财政拨款收入": books.of("appropriation"), "事业收入": ZERO, "经营收入": ZERO}
        yield self._parts("收入合计", books.of("income"), {**parts, "其他收入": books.of("other")})

    def _outlays(self) -> Iterator[Block]:
        books = self.books
        parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other"), "经营支出": ZERO}
        yield self._parts("支出合计", books.of("total"), parts)

    def _parts(self, measure: str, whole: Decimal, parts: dict[str, Decimal]) -> Block:
        teller = self.teller
        words = f"{self.year}年度本年{measure}{teller.money(whole, f'本年{measure}', tied=True)}，其中："
        told = (
            f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, f'本年{measure}')}"
            for name, yuan in parts.items()
        )
        return Paragraph(f"{words}{'；'.join(told)}。")

    def _appropriations(self) -> Iterator[Block]:
        books, measure = self.books, "财政拨款收、支总计"
        whole = books.of("granted") + books.of("carried_out")
        amount = self.teller.money(whole, measure, tied=True)
        moved = self.moved(measure, whole, books.granted_last_year, "income", each="各")
        yield Paragraph(f"{self.year}年度{measure}均为{amount}。{moved}。")

    # -- spending by class ---------------------------------------------------------------------------------

    def _general(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款支出"
        lines, spent = books.general_lines, books.of("general")
        yield Heading(3, "（一）", "一般公共预算财政拨款支出决算总体情况说明")
        words, *_ = self._carried_out(measure, spent, total(lines, "budget"))
        share = teller.share(spent, books.of("total"), measure, "本年支出合计")
        words = f"{self.year}年度{measure}{words}，占本年支出合计的{share}。"
        yield Paragraph(f"{words}{self.moved(measure, spent, total(lines, 'last_year'), 'parts')}。")
        yield Heading(3, "（二）", "一般公共预算财政拨款支出决算具体情况说明")
        yield Paragraph("按照政府功能分类科目，具体情况如下：")
        for number, line in enumerate(lines, 1):
            words, planned, amount, rate = self._carried_out(line.path[2], line.granted, line.budget)
            teller.spending("项", line, amount, initial_budget=planned, completion=rate)
            carried = Carried(line.path[2], line.granted, line.budget, rate)
            verdict = carried.verdict(teller, INITIAL, self.initial, why_of_line(books, line))
            if self.own_line:
                yield Paragraph(f"{number}.{class_path(line)}")
                yield Paragraph(f"{words}，{verdict}。")
            else:
                yield Paragraph(f"{number}.{class_path(line)}。{words}，{verdict}。")

    def _carried_out(self, measure: str, final: Decimal, budget: Decimal) -> tuple[str, Printed, Printed, Printed]:
        """Tell initial budget, outcome and completion; return the words and the three."""
        teller = self.teller
        planned = teller.money(budget, measure, INITIAL)
        spent = teller.money(final, measure, tied=True)
        rate = teller.completion(final, budget, measure)
        return f"年初预算{planned}，支出决算{spent}，完成年初预算的{rate}", planned, spent, rate

    def _basic(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款基本支出"
        words = f"{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，"
        yield Paragraph(f"{words}包括人员经费和公用经费。其中：")
        for mark, group, name in (("（一）", "personnel", "人员经费"), ("（二）", "public", "公用经费")):
            words = f"{mark}{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
            for item in books.economic:
                if item.group == group:
                    amount = teller.money(item.yuan, item.name, tied=True)
                    teller.economic(item.name, item.code, group, amount)
                    words += f"{item.name}{amount}、"
            yield Paragraph(f"{words[:-1]}。")

    # -- 三公经费, training and meetings ---------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "“三公”经费支出"
        yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明")
        words = self._against_budget("total", measure, books.official, "total_budget")
        moved = self.than_last.told(
            teller, measure, books.official.final, books.official.last_year, why="official", cue=self.cause
        )
        than = "" if moved == self.than_last.same else "较上年"
        yield Paragraph(f"{self.year}年度财政拨款安排{measure}{words}；{than}{moved}。")
        yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明")
        yield Paragraph(f"1.因公出国（境）费支出情况说明。{self._abroad()}")
        yield Paragraph(f"2.公务用车购置费支出情况说明。{self._purchase()}")
        words = self._against_budget("vehicle_running", "公务用车运行维护费", books.running)
        kept = teller.count(books.counts["vehicles_kept"], "辆", "公务用车保有量")
        words = f"{self.year}年度公务用车运行维护费{words}。年末公务用车保有量{kept}。"
        yield Paragraph(f"3.公务用车运行维护费支出情况说明。{words}")
        yield Paragraph(f"4.公务接待费支出情况说明。{self._reception()}")
        for mark, name, code, why in (
            ("（三）", "培训费", TRAINING, "training_budget"),
            ("（四）", "会议费", MEETINGS, "meeting_budget"),
        ):
            yield Heading(3, mark, f"{name}支出情况说明")
            yield self._fee(name, code, why)

    def _against_budget(self, item: str | None, measure: str, part: Official, why: str = "") -> str:
        """Tell budget, outcome, completion and the difference with its reason; the words leave out the measure."""
        teller = self.teller
        planned = teller.money(part.budget, measure, FULL_YEAR)
        spent = teller.money(part.final, measure, tied=True)
        words, rate = f"预算{planned}，支出决算{spent}", None
        if item is not None:
            teller.official(item, budget=planned, final=spent)
        if part.budget:
            rate = teller.completion(part.final, part.budget, measure)
            words += f"，完成预算的{rate}"
        found = self.than_budget.difference(teller, measure, part.final, part.budget)
        reason = None if found.unchanged else teller.reason(why or f"{item}_budget", found.more, self.cause)
        found.keep(teller, reason, rate)
        return f"{words}，{found.words}{self.cause}{reason}" if reason else f"{words}，{found.words}"

    def _abroad(self) -> str:
        teller, part, counts = self.teller, self.books.abroad, self.books.counts
        if not part.budget and self.says_none:
            teller.official("abroad", final=NOTHING)
            return f"{self.year}年度无因公出国（境）团组，没有因公出国（境）费支出。"
        groups, people = (counts["delegations"], counts["travellers"]) if part.final else (0, 0)
        words = f"{self.year}年度因公出国（境）团组{teller.count(groups, '个', '因公出国（境）团组')}，"
        words += f"{teller.count(people, '人次', '因公出国（境）人次')}，"
        return f"{words}{self._against_budget('abroad', '因公出国（境）费', part)}。"

    def _purchase(self) -> str:
        teller, part = self.teller, self.books.purchase
        if not part.budget and self.says_none:
            teller.official("vehicle_purchase", final=NOTHING)
            return f"{self.year}年度未购置公务用车，没有公务用车购置费支出。"
        bought = self.books.counts["vehicles_bought"] if part.final else 0
        words = f"{self.year}年度购置公务用车{teller.count(bought, '辆', '公务用车购置')}，"
        return f"{words}{self._against_budget('vehicle_purchase', '公务用车购置费', part)}。"

    def _reception(self) -> str:
        teller, part, counts = self.teller, self.books.reception, self.books.counts
        words = f"{self.year}年度公务接待费{self._against_budget('reception', '公务接待费', part)}。其中："
        for name, yuan, what, batches, guests in (
            ("国内公务接待", part.final, "来访团组", counts["batches"], counts["guests"]),
            ("外事接待", ZERO, "来访团组", 0, 0),
        ):
            words += f"{name}支出{teller.money(yuan, f'{name}支出')}，"
            words += f"{what}{teller.count(batches, '个', f'{name}{what}')}，"
            words += f"来宾{teller.count(guests, '人次', f'{name}人次')}；"
        return f"{words[:-1]}。"

    def _fee(self, name: str, code: str, why: str) -> Block:
        books = self.books
        fee = Official(books.fee_budgets[code], books.paid_as(code), books.fees[code])
        words = self._against_budget(None, name, fee, why)
        moved = self.than_last.told(self.teller, name, fee.final, fee.last_year)
        than = "" if moved == self.than_last.same else "较上年"
        return Paragraph(f"{self.year}年度{name}{words}；{than}{moved}。")

    # -- other matters -------------------------------------------------------------------------------------

    def _government_fund(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        if not books.fund_lines:
            yield Paragraph(f"{self.us}无{FUND}收支，并已公开空表。")
            return
        whole = books.of("government_fund")
        words = f"{self.year}年度{FUND}收入{teller.money(whole, f'{FUND}收入', tied=True)}，"
        words += f"支出{teller.money(whole, f'{FUND}支出', tied=True)}，具体情况如下："
        yield Paragraph(words)
        for number, line in enumerate(books.fund_lines, 1):
            spent = teller.money(line.granted, line.path[2], tied=True)
            teller.spending("项", line, spent, purpose=line.purpose)
            yield Paragraph(f"{number}.{class_path(line)}支出决算{spent}，主要用于{line.purpose}。")

    def _state_capital(self) -> Iterator[Block]:
        yield Paragraph(f"{self.us}无{STATE}收支，并已公开空表。")

    def _operating(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "机关运行经费支出"
        if books.body.kind == "unit":
            yield Paragraph(f"{self.us}为事业单位，无{measure}。")
            return
        now = books.group("public")
        amount = teller.money(now, measure, tied=True)
        against = Comparing(PRIOR, lead="较上年", same="与上年持平")
        moved = against.told(teller, measure, now, books.operating_last_year, why="operating", cue=self.cause)
        yield Paragraph(f"{self.year}年度{measure}{amount}，{moved}。")

    def _procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {"goods": "货物", "works": "工程", "services": "服务"}
        whole = books.goods + books.works + books.services
        parts = {"total": teller.money(whole, "政府采购支出总额")}
        words = f"{self.year}年度政府采购支出总额{parts['total']}，其中："
        for key, name in kinds.items():
            parts[key] = teller.money(getattr(books, key), f"政府采购{name}类支出", tied=True)
            words += f"{name}类支出{parts[key]}、"
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        words = f"{words[:-1]}。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，其中："
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        share = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
        words += f"授予小微企业合同金额{parts['micro']}，占授予中小企业合同金额的{share}"
        teller.procurement(**parts)
        for key, yuan in books.sme_by_kind.items():
            bought: Decimal = getattr(books, key)
            if bought:
                of = f"{kinds[key]}支出金额"
                share = teller.share(yuan, bought, f"{kinds[key]}采购授予中小企业合同金额", of)
                words += f"；{kinds[key]}采购授予中小企业合同金额占{of}的{share}"
        yield Paragraph(f"{words}。")

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = (
            f"截至{self.year}年末，{self.us}共有车辆{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
        )
        kinds = {"机要通信用车": counts["confidential"], "其他用车": counts["other_vehicles"]}
        words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items() if count)
        device = "单价{}以上的设备（不含车辆）"
        item = device.format(teller.amount(MILLION, "设备单价", "other"))
        words += f"；{item}{teller.asset(item, counts['equipment'], '台（套）')}。"
        bought = counts["vehicles_bought"] if self.books.purchase.final else 0
        words += f"{self.year}年当年购置车辆{teller.count(bought, '辆', '当年购置车辆')}；"
        item = device.format(teller.amount(MILLION, "设备单价", "other"))
        yield Paragraph(f"{words}购置{item}{teller.count(0, '台（套）', f'当年购置{item}')}。")

    # -- performance ---------------------------------------------------------------------------------------

    def _evaluation(self) -> Iterator[Block]:
        teller, projects = self.teller, self.books.evaluated
        yield Heading(3, "（一）", "预算绩效管理工作开展情况说明")
        money = total((each.line for each in projects), "project")
        number = teller.count(len(projects), "个", "绩效自评项目")
        funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
        share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
        teller.evaluation("绩效自评", projects=number, yuan=funds)
        words = f"根据预算绩效管理要求，{self.us}组织对{self.year}年度{number}一般公共预算项目开展绩效自评，"
        words += f"涉及资金{funds}，占一般公共预算项目支出总额的{share}。自评结果为"
        good = sum(each.grade == "优" for each in projects)
        grades = {"优": good, "良": len(projects) - good}
        words += "、".join(
            f"“{grade}”的项目{teller.count(count, '个', f'自评结果为“{grade}”的项目')}"
            for grade, count in grades.items()
        )
        yield Paragraph(f"{words}。")
        yield Heading(3, "（二）", f"{self.word}决算中项目绩效自评结果")
        for n, each in enumerate(projects, 1):
            yield Paragraph(f"{n}.{self._project(each)}")
        yield Heading(3, "（三）", f"{self.word}整体支出绩效自评结果")
        yield self._whole()

    def _project(self, each: Evaluated) -> str:
        teller, line = self.teller, each.line
        subject = f"{project_name(self.books, line)}项目"
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, each.budget, subject)
        score = teller.count(str(each.score), "分", f"{subject}绩效自评得分")
        teller.evaluation(subject, score=score, budget=budget, executed=executed, completion=rate)
        return (
            f"{subject}绩效自评综述：全年预算数{budget}，执行数{executed}，完成预算的{rate}。根据年初设定的绩效目标，"
            f"自评得分{score}。项目绩效目标完成情况：{line.purpose}按计划推进，达到预期效果。"
        )

    def _whole(self) -> Block:
        books, teller = self.books, self.teller
        points = Decimal(books.counts["score"]) / 10
        subject, grade = f"{self.word}整体支出", "优" if points >= GOOD else "良"
        score = teller.count(str(points), "分", f"{subject}绩效自评得分")
        budget = teller.money(books.grand_total, subject, FULL_YEAR, tied=True)
        executed = teller.money(books.of("total"), subject, tied=True)
        rate = teller.completion(books.of("total"), books.grand_total, subject)
        teller.evaluation(subject, score=score, grade=grade, budget=budget, executed=executed, completion=rate)
        words = f"{self.year}年度{subject}绩效自评得分{score}，综合评价等级为“{grade}”。全年预算数{budget}，"
        return Paragraph(f"{words}执行数{executed}，完成预算的{rate}。")
