"""Final accounts as a department in Guangdong writes them, near to the central ministries' form.

Thousands separators everywhere, rates with one decimal. Each 类 comes first, with its own budget and outcome, then
the 项 below it after 其中. The 三公经费 name the outcome before the budget (完成全年预算N万元的P%), compare all
parts with last year in one long sentence, explain the total in sentences of their own, and tell all parts again.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.comparing import (
    FULL_YEAR,
    INITIAL,
    PRIOR,
    Carried,
    Comparing,
    Verdict,
    class_path,
    project_name,
    why,
)
from generator.figures import Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import BASIC, STATE_CAPITAL, FinalAccountsForms
from generator.forms.rows import head
from generator.model import Block, Cell, Clause, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
OFFICIAL = "“三公”经费财政拨款支出"
PARTS = {
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "vehicle_purchase": "公务用车购置",
    "vehicle_running": "公务用车运行维护费",
    "reception": "公务接待费",
}
TERMS = ("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出")
FINDINGS = (
    ("部分项目前期准备不足，上半年支付进度偏慢", "细化项目实施计划，加快支付进度"),
    ("个别产出指标设定偏低", "合理确定指标值，提高绩效目标编制质量"),
    ("项目档案归集不够及时", "健全项目管理台账，按季归档"),
)

AGAINST_INITIAL = Verdict(
    lead="决算数", over=("大于", "小于"), of="年初预算数", cue="的主要原因是", same="决算数与年初预算数持平"
)

FORMS = FinalAccountsForms(
    titles={
        BASIC: "一般公共预算财政拨款基本支出决算明细表",
        STATE_CAPITAL: "国有资本经营预算财政拨款支出决算表",
    },
    line_numbers=True,
    empty_note="注：{body}{year}年度没有{fund}收入，也没有使用{fund}安排的支出，故本表无数据。",
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    name, year = books.body.name, books.year
    yield Cover((f"{year}年度", f"{name}{office.word}决算"))
    yield Contents()
    yield from office.overview()
    yield Heading(1, "第二部分", f"{year}年度{office.word}决算表")
    yield from FORMS.tables(books, teller)
    yield Heading(1, "第三部分", f"{year}年度{office.word}决算情况说明")
    yield from office.explanations()
    yield Heading(1, "第四部分", "名词解释")
    yield from office.glossary()


def _title(books: Accounts) -> str:
    return f"{books.year}年度{books.body.name}{'单位' if books.body.kind == 'unit' else '部门'}决算"


STYLE = Style(
    name="guangdong-final-accounts",
    report="final_accounts",
    title=_title,
    write=_write,
    printing=lambda _: Printing(separators=True, percent_places=1),
)


class _Office:
    """One office: what it prints, and the wordings it keeps to through the document."""

    def __init__(self, books: Accounts, teller: Teller) -> None:
        self.books = books
        self.teller = teller
        self.name = books.body.name
        self.year = books.year
        self.word = "单位" if books.body.kind == "unit" else "部门"
        self.cause = teller.dice.choice(("。主要是", "，主要是"))
        self.against_budget = teller.dice.choice(("silent", "verdict", "difference"))
        self.called = teller.dice.choice(("主要原因", "主要情况"))
        self.one_paragraph = teller.dice.random() < 0.5
        self.against_last = Comparing(PRIOR, lead="比上年决算数", same="与上年决算数持平")

    def moved(self, measure: str, now: Decimal, before: Decimal, *, why: str, each: str = "") -> str:
        """Tell what moved: 与N年相比，收、支总计各增加…, with the reason."""
        cue = f"{self.cause}：" if why == "parts" else self.cause
        words = Comparing(PRIOR, lead=each, same="持平").told(self.teller, measure, now, before, why=why, cue=cue)
        return f"与{self.year - 1}年相比，{measure}{words}"

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        teller, units = self.teller, self.books.body.units
        yield Heading(1, "第一部分", f"{self.name}概况")
        yield Heading(2, "一、", "主要职责")
        yield Paragraph(f"{self.name}贯彻落实上级关于相关工作的方针政策和决策部署，主要履行以下职责：")
        yield from teller.duties("{}．", arabic=True) if teller.dice.random() < 0.5 else teller.duties()
        yield Heading(2, "二、", "机构设置")
        if len(units) == 1:
            yield Paragraph(f"{self.name}没有下属单位，{self.word}决算为本级决算。")
            return
        number = teller.count(len(units), "个", "决算编制范围单位")
        yield Paragraph(
            f"从决算单位构成看，纳入{self.name}{self.year}年度部门决算编制范围的单位共{number}，详情如下："
        )
        rows = tuple((Cell(str(n), align="center"), Cell(unit)) for n, unit in enumerate(units, 1))
        yield Table(title="", widths=(0.16, 0.84), head=(head("序号", "单位名称"),), body=rows)

    # -- explanations --------------------------------------------------------------------------------------

    def explanations(self) -> Iterator[Block]:
        sections = (
            ("收入支出决算总体情况说明", self._overall),
            ("收入决算情况说明", self._incomes),
            ("支出决算情况说明", self._outlays),
            ("财政拨款收入支出决算总体情况说明", self._appropriations),
            ("一般公共预算财政拨款支出决算情况说明", self._general),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
            ("政府性基金预算财政拨款收入支出决算情况说明", self._government_fund),
            ("国有资本经营预算财政拨款支出决算情况说明", self._state_capital),
            ("财政拨款“三公”经费支出决算情况说明", self._official),
            ("机关运行经费支出情况说明", self._operating),
            ("政府采购支出情况说明", self._procurement),
            ("国有资产占用情况说明", self._assets),
            ("预算绩效情况说明", self._evaluation),
        )
        for number, (title, tell) in enumerate(sections, 1):
            yield Heading(2, f"{chinese(number)}、", title)
            yield from tell()

    def _overall(self) -> Iterator[Block]:
        books = self.books
        whole = self.teller.money(books.grand_total, "收、支总计", tied=True)
        moved = self.moved("收、支总计", books.grand_total, books.last_total, why="total", each="各")
        yield Paragraph(f"{self.year}年度收、支总计均为{whole}。{moved}。")

    def _incomes(self) -> Iterator[Block]:
        parts = {"财政拨款收入": self.books.of("appropriation"), "其他收入": self.books.of("other")}
        yield Paragraph(self._parts("本年收入合计", self.books.of("income"), parts))

    def _outlays(self) -> Iterator[Block]:
        whole, basic = self.books.of("total"), self.books.of("basic")
        yield Paragraph(self._parts("本年支出合计", whole, {"基本支出": basic, "项目支出": whole - basic}))

    def _parts(self, measure: str, whole: Decimal, parts: dict[str, Decimal]) -> str:
        teller = self.teller
        words = f"{self.year}年度{measure}{teller.money(whole, measure, tied=True)}，其中："
        return f"{words}{'；'.join(self._part_of(name, yuan, whole, measure) for name, yuan in parts.items())}。"

    def _part_of(self, name: str, yuan: Decimal, whole: Decimal, of: str) -> str:
        teller = self.teller
        return f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, of)}"

    def _appropriations(self) -> Iterator[Block]:
        books, measure = self.books, "财政拨款收、支总计"
        whole = books.of("granted") + books.of("carried_out")
        before = books.of("last_year") + books.of("carried_in")
        words = self.teller.money(whole, measure, tied=True)
        moved = self.moved(measure, whole, before, why="parts", each="各")
        yield Paragraph(f"{self.year}年度财政拨款收、支总计{words}。{moved}。")

    # -- spending by class ---------------------------------------------------------------------------------

    def _general(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款支出"
        lines, spent = books.general_lines, books.of("general")
        yield Heading(3, "（一）", "一般公共预算财政拨款支出决算总体情况。")
        words = f"{self.year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
        words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
        yield Paragraph(f"{words}{self.moved(measure, spent, total(lines, 'last_year'), why='total')}。")
        yield Heading(3, "（二）", "一般公共预算财政拨款支出决算结构情况。")
        words = f"{self.year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
        shares = "；".join(self._class_share(below, spent, measure) for below in classes_of(lines))
        yield Paragraph(f"{words}{shares}。")
        yield Heading(3, "（三）", "一般公共预算财政拨款支出决算具体情况。")
        words, *_ = self._against_initial(measure, spent, total(lines, "budget"))
        yield Paragraph(f"{self.year}年度{measure}{words}。按功能分类科目，具体情况如下：")
        for number, below in enumerate(classes_of(lines), 1):
            yield from self._class(number, below)

    def _class_share(self, below: list[Line], spent: Decimal, of: str) -> str:
        name, yuan = below[0].path[0], total(below, "general")
        amount = self.teller.money(yuan, name, tied=True)
        share = self.teller.share(yuan, spent, name, of)
        self.teller.spending("类", below[0], amount, share=share)
        return f"{name}（类）{amount}，占{share}"

    def _against_initial(
        self, measure: str, final: Decimal, budget: Decimal
    ) -> tuple[str, Printed, Printed, Printed]:
        """Tell budget, outcome and completion; return the words and the three."""
        teller = self.teller
        planned = teller.money(budget, measure, INITIAL)
        spent = teller.money(final, measure, tied=True)
        rate = teller.completion(final, budget, measure)
        return f"年初预算为{planned}，支出决算为{spent}，完成年初预算的{rate}", planned, spent, rate

    def _class(self, number: int, below: list[Line]) -> Iterator[Block]:
        name = below[0].path[0]
        words, planned, spent, rate = self._against_initial(name, total(below, "granted"), total(below, "budget"))
        self.teller.spending("类", below[0], spent, initial_budget=planned, completion=rate)
        words = f"{number}．{name}（类）{words}。其中："
        if self.one_paragraph:
            yield Paragraph(words + "".join(f"{self._item(line)}。" for line in below))
            return
        yield Paragraph(words)
        for n, line in enumerate(below, 1):
            yield Paragraph(f"（{n}）{self._item(line)}。")

    def _item(self, line: Line) -> str:
        """Tell a 项 against its budget: which way and why, only why, or with the difference."""
        teller, measure = self.teller, line.path[2]
        words, planned, spent, rate = self._against_initial(measure, line.granted, line.budget)
        teller.spending("项", line, spent, initial_budget=planned, completion=rate)
        words = f"{line.path[1]}（款）{measure}（项）{words}"
        told = Carried(measure, line.granted, line.budget, rate)
        kind = why(self.books, line)
        if told.final == told.budget or self.against_budget == "verdict":
            return f"{words}，{told.verdict(teller, INITIAL, AGAINST_INITIAL, kind)}"
        if self.against_budget == "silent":
            return words + told.reason(teller, why=kind, cue="，主要原因是")
        difference = teller.money(abs(told.final - told.budget), measure, "change")
        side = teller.verdict(told.more, "增加", "减少")
        reason = teller.reason(kind, told.more, "，主要原因是")
        direction = "increase" if told.more else "decrease"
        teller.change(measure, INITIAL, direction, yuan=difference, completion=rate, reason=reason)
        return f"{words}，比年初预算{side}{difference}，主要原因是{reason}"

    def _basic(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款基本支出"
        yield Paragraph(f"{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中：")
        for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
            listed = [item for item in books.economic if item.group == group]
            money = teller.money(books.group(group), name, tied=True)
            for item in listed:
                teller.economic(item.name, item.code, group)
            yield Paragraph(f"{name}{money}，主要包括{'、'.join(item.name for item in listed)}。")

    def _government_fund(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "政府性基金预算财政拨款"
        if not books.fund_lines:
            yield Paragraph(f"{self.name}{self.year}年度没有{measure}收入，也没有使用{measure}安排的支出。")
            return
        whole = books.of("government_fund")
        words = f"{self.year}年度{measure}本年收入{teller.money(whole, f'{measure}收入', tied=True)}，"
        yield Paragraph(f"{words}本年支出{teller.money(whole, f'{measure}支出', tied=True)}。具体情况如下：")
        for number, below in enumerate(classes_of(books.fund_lines), 1):
            yield from self._class(number, below)

    def _state_capital(self) -> Iterator[Block]:
        yield Paragraph(f"{self.name}{self.year}年度没有使用国有资本经营预算财政拨款安排的支出。")

    # -- 三公经费 ------------------------------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明。")
        yield from self._official_total()
        yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明。")
        yield from self._official_details()

    def _official_total(self) -> Iterator[Block]:
        books, teller, whole = self.books, self.teller, self.books.official
        spent = teller.money(whole.final, OFFICIAL, tied=True)
        planned = teller.money(whole.budget, OFFICIAL, FULL_YEAR)
        rate = teller.completion(whole.final, whole.budget, OFFICIAL)
        teller.official("total", budget=planned, final=spent)
        moved = self.against_last.difference(teller, OFFICIAL, whole.final, whole.last_year)
        words = f"{self.name}{self.year}年度{OFFICIAL}决算为{spent}，完成全年预算{planned}的{rate}，"
        words += f"{moved.words}。其中：{self._part('abroad', books.abroad)}；"
        words += f"{self._part('vehicles', books.vehicles)}；其中："
        words += f"{self._part('vehicle_purchase', books.purchase)}；"
        words += f"{self._part('vehicle_running', books.running)}；"
        yield Paragraph(f"{words}{self._part('reception', books.reception)}。")
        against = Verdict("决算", ("大于", "小于"), "预算数", f"的{self.called}：", same="决算与预算数持平")
        verdict = Carried(OFFICIAL, whole.final, whole.budget, rate).verdict(
            teller, FULL_YEAR, against, "total_budget"
        )
        yield Paragraph(f"{self.year}年度“三公”经费支出{verdict}。")
        if moved.unchanged:
            moved.keep(teller)
            return
        reason = teller.reason("official", moved.more, against.cue)
        moved.keep(teller, reason)
        side = "大于" if moved.more else "小于"
        yield Paragraph(f"{self.year}年度“三公”经费支出决算{side}上年决算数{against.cue}{reason}。")

    def _part(self, item: str, part: Official) -> str:
        """Tell a part in the overview: outcome, budget, completion and what moved since last year."""
        teller, measure = self.teller, PARTS[item]
        if not part.budget and not part.final and not part.last_year:
            planned = teller.money(part.budget, measure, FULL_YEAR)
            spent = teller.money(part.final, measure)
            teller.official(item, budget=planned, final=spent)
            for basis in (FULL_YEAR, PRIOR):
                teller.change(measure, basis, "unchanged")
            return f"{measure}预算为{planned}，支出决算为{spent}，与预算数持平，与上年决算数持平"
        spent = teller.money(part.final, measure, tied=True)
        planned = teller.money(part.budget, measure, FULL_YEAR)
        rate = teller.completion(part.final, part.budget, measure)
        teller.official(item, budget=planned, final=spent)
        moved = self.against_last.told(teller, measure, part.final, part.last_year)
        return f"{measure}支出决算为{spent}，完成预算{planned}的{rate}，{moved}"

    def _official_details(self) -> Iterator[Block]:
        books, teller, counts = self.books, self.teller, self.books.counts
        whole = books.official.final
        parts = {"abroad": books.abroad, "vehicles": books.vehicles, "reception": books.reception}
        shares = "；".join(
            self._part_of(f"{PARTS[item]}支出", part.final, whole, OFFICIAL) for item, part in parts.items()
        )
        yield Paragraph(f"{self.year}年度{OFFICIAL}决算中，{shares}。具体情况如下：")
        groups, travellers = (counts["delegations"], counts["travellers"]) if books.abroad.final else (0, 0)
        words = f"1．因公出国（境）费支出{teller.money(books.abroad.final, PARTS['abroad'], tied=True)}。"
        words += f"全年使用财政拨款安排因公出国（境）团组{teller.count(groups, '个', '因公出国（境）团组')}，"
        yield Paragraph(f"{words}累计{teller.count(travellers, '人次', '因公出国（境）人次')}。")
        words = (
            f"2．公务用车购置及运行维护费支出{teller.money(books.vehicles.final, PARTS['vehicles'], tied=True)}。"
        )
        yield Paragraph(f"{words}其中：{self._vehicle_costs()}")
        words = f"3．公务接待费支出{teller.money(books.reception.final, PARTS['reception'], tied=True)}，"
        words += "主要用于接待上级检查和同级部门考察。全年国内公务接待"
        words += f"{teller.count(counts['batches'], '批次', '国内公务接待批次')}，"
        words += f"{teller.count(counts['guests'], '人次', '国内公务接待人次')}；外宾接待"
        words += f"{teller.count(0, '批次', '外宾接待批次')}，{teller.count(0, '人次', '外宾接待人次')}。"
        yield Paragraph(words)

    def _vehicle_costs(self) -> str:
        books, teller, counts = self.books, self.teller, self.books.counts
        purchase = teller.money(books.purchase.final, PARTS["vehicle_purchase"], tied=True)
        bought = teller.count(counts["vehicles_bought"] if books.purchase.final else 0, "辆", "公务用车购置")
        words = f"公务用车购置支出{purchase}，公务用车购置数{bought}；"
        running = teller.money(books.running.final, PARTS["vehicle_running"], tied=True)
        words += f"公务用车运行维护费支出{running}，主要用于公务出行所需的燃料费、维修费、过路过桥费和保险费。"
        kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
        return f"{words}{self.year}年末，使用财政拨款开支的公务用车保有量为{kept}。"

    # -- other matters -------------------------------------------------------------------------------------

    def _operating(self) -> Iterator[Block]:
        books, measure = self.books, "机关运行经费支出"
        if books.body.kind == "unit":
            yield Paragraph(f"{self.name}属于事业单位，{self.year}年度没有安排机关运行经费。")
            return
        now = books.group("public")
        words = f"{self.year}年度{measure}{self.teller.money(now, measure)}，"
        against_last = Comparing(PRIOR, lead="比上年", down="降低", same="与上年持平")
        moved = against_last.told(
            self.teller, measure, now, books.operating_last_year, why="operating", cue=self.cause
        )
        yield Paragraph(f"{words}{moved}。")

    def _procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {
            "goods": ("货物", books.goods),
            "works": ("工程", books.works),
            "services": ("服务", books.services),
        }
        whole = books.goods + books.works + books.services
        parts = {"total": teller.money(whole, "政府采购支出总额")}
        for key, (name, yuan) in kinds.items():
            parts[key] = teller.money(yuan, f"政府采购{name}支出", tied=True)
        words = f"{self.year}年度政府采购支出总额{parts['total']}，其中："
        words += "、".join(f"政府采购{name}支出{parts[key]}" for key, (name, _) in kinds.items())
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        micro = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
        teller.procurement(**parts)
        words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，其中："
        yield Paragraph(f"{words}授予小微企业合同金额{parts['micro']}，占授予中小企业合同金额的{micro}。")

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = f"截至{self.year}年12月31日，{self.name}共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中，"
        kinds = {"机要通信用车": counts["confidential"], "其他用车": counts["other_vehicles"]}
        listed = [f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items() if count]
        words += "、".join(listed)
        if counts["other_vehicles"]:
            words += "，其他用车主要是业务保障用车"
        item = f"单位价值{teller.amount(MILLION, '设备单价', 'other')}（含）以上设备（不含车辆）"
        yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    def _evaluation(self) -> Iterator[Block]:
        teller, projects = self.teller, self.books.evaluated
        money = total((each.line for each in projects), "project")
        yield Heading(3, "（一）", "预算绩效管理工作开展情况。")
        number = teller.count(len(projects), "个", "绩效自评项目")
        funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
        share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
        teller.evaluation("绩效自评", projects=number, yuan=funds)
        words = f"根据预算绩效管理要求，{self.name}对{self.year}年度一般公共预算项目支出全面开展绩效自评，"
        yield Paragraph(f"{words}共涉及项目{number}，资金{funds}，占一般公共预算项目支出总额的{share}。")
        yield Paragraph(self._reviewed(max((each.line for each in projects), key=lambda line: line.project)))
        yield Heading(3, "（二）", f"{self.word}决算中项目绩效自评结果。")
        for each in projects:
            yield Paragraph(self._evaluated(each))

    def _reviewed(self, line: Line) -> str:
        teller, name = self.teller, project_name(self.books, line)
        number = teller.count(1, "个", "部门评价项目")
        funds = teller.money(line.project, "一般公共预算支出（部门评价）")
        teller.evaluation("部门评价", projects=number, yuan=funds)
        words = f"组织对“{name}”{number}项目开展了{self.word}评价，涉及一般公共预算支出{funds}。从评价情况来看，"
        return f"{words}该项目管理制度健全，资金使用合规，较好地实现了年度绩效目标。"

    def _evaluated(self, project: Evaluated) -> str:
        teller, line, grade, whole = self.teller, project.line, project.grade, project.budget
        subject = f"{project_name(self.books, line)}项目"
        score = teller.count(str(project.score), "分", f"{subject}绩效自评得分")
        budget = teller.money(whole, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, whole, subject)
        teller.evaluation(subject, score=score, grade=grade, budget=budget, executed=executed, completion=rate)
        problem, remedy = teller.dice.choice(FINDINGS)
        return (
            f"{subject}自评情况：项目绩效自评得分为{score}，自评等级为“{grade}”。全年预算数为{budget}，"
            f"执行数为{executed}，完成预算的{rate}。发现的主要问题及原因：{problem}。下一步改进措施：{remedy}。"
        )

    # -- glossary ------------------------------------------------------------------------------------------

    def glossary(self) -> Iterator[Block]:
        yield from self.teller.terms(TERMS)
        for number, line in enumerate(self.books.general_lines, len(TERMS) + 1):
            mark = f"{chinese(number)}、"
            term = class_path(line)
            definition = f"指用于{line.purpose}等方面的支出。"
            self.teller.tell("terms", number=mark, term=term, definition=definition)
            yield Clause(mark, f"{term}：{definition}")
