"""Final accounts as Hubei writes them: the number of each table stands behind its title (（公开01表）).

Typical: income and spending each with their difference from last year before their parts; the appropriation by
fund; 类 with share and purpose, then every 项 against the initial budget with 的主要原因：; captions of pictures
(图1：…); the 三公经费 with the reasons in sentences of their own; at the end 专项支出、转移支付支出情况 and, in
some offices, 政府购买服务.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.comparing import (
    FULL_YEAR,
    INITIAL,
    PRIOR,
    Carried,
    Comparing,
    Difference,
    Verdict,
    class_path,
    project_name,
)
from generator.comparing import why as why_of_line
from generator.figures import GOOD, ZERO, Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import CENTRAL, TITLES, FinalAccountsForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
FUND, STATE = "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
INCOMES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
OUTLAYS = ("上缴上级支出", "经营支出", "对附属单位补助支出")
COUNTED = ("total", "parts")  # reasons that may count 一是…；二是…
CAUSES = ("，主要原因是", "，主要原因：", "。主要原因是")
AGAINST_FULL_YEAR = Verdict(
    "决算数", ("大于", "小于"), "全年预算数", "的主要原因：", same="决算数与全年预算数持平"
)
NO_VEHICLES = ("副部（省）级及以上领导用车", "主要负责人用车", "应急保障用车", "执法执勤用车", "特种专业技术用车")
USED = (
    "评价结果报送主管领导并在一定范围内通报，作为编制下年度预算和改进项目管理的依据",
    "将绩效自评结果与下年度预算安排挂钩，对执行偏慢的项目调减预算",
)
FINDINGS = (
    ("绩效指标的导向性有待增强", "科学设定绩效指标，强化过程监控"),
    ("项目实施进度前慢后快", "细化项目实施计划，按季度督促检查"),
    ("绩效管理人员业务能力不足", "组织绩效管理业务学习，规范自评工作"),
)
TERMS = (
    *("财政拨款收入", "事业收入", "经营收入", "其他收入", "年初结转和结余", "结余分配", "年末结转和结余"),
    *("基本支出", "项目支出", "“三公”经费", "机关运行经费"),
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    name, year, word = books.body.name, books.year, office.word
    gap = str(teller.dice.choice((" ", "：")))
    yield Cover((name, f"{year}年度{word}决算公开", f"{year + 1}年9月"))
    yield Contents()
    yield Heading(1, "第一部分", f"{name}概况", gap)
    yield from office.overview()
    yield Heading(1, "第二部分", f"{name}{year}年度{word}决算表", gap)
    forms = FinalAccountsForms(
        titles={key: f"{TITLES[key]}（公开{n:02}表）" for n, key in enumerate(CENTRAL, 1)},
        number=None,
        issuer_line=word + "：{body}",
        empty_note="注：{body}{year}年度没有{fund}收支，本表无数据。",
        line_numbers=bool(teller.dice.randrange(2)),
    )
    yield from forms.tables(books, teller)
    yield Heading(1, "第三部分", f"{name}{year}年度{word}决算情况说明", gap)
    for number, (title, tell) in enumerate(office.sections(), 1):
        yield Heading(2, f"{chinese(number)}、", title)
        yield from tell()
    yield Heading(1, "第四部分", "名词解释", gap)
    yield from teller.terms(TERMS, "（{}）")


STYLE = Style(
    name="hubei-final-accounts",
    report="final_accounts",
    title=lambda books: (
        f"{books.body.name}{books.year}年度{'单位' if books.body.kind == 'unit' else '部门'}决算公开"
    ),
    write=_write,
    printing=lambda seed: Printing(bare_zero=True, percent_places=1 + seed % 2),
    years=(2022, 2023, 2024),
    held_back=True,
)


class _Office:
    """One office: what it prints, and the wordings it keeps to through the document."""

    def __init__(self, books: Accounts, teller: Teller) -> None:
        self.books = books
        self.teller = teller
        teller.reasons = "reasons_inland"
        self.name = books.body.name
        self.year = books.year
        self.word = "单位" if books.body.kind == "unit" else "部门"
        self.pictures = 0 if teller.dice.random() < 0.5 else None  # how many captions there were
        self.buys_services = teller.dice.random() < 0.5
        self.cause = str(teller.dice.choice(CAUSES))
        self.use = str(teller.dice.choice(("主要用于", "主要是用于")))
        self.than = str(teller.dice.choice(("上年度", f"{self.year - 1}年度")))
        self.initial = Verdict(
            "支出决算数",
            ("大于", "小于"),
            "年初预算数",
            str(teller.dice.choice(("的主要原因：", "的主要原因是"))),
            same="支出决算数与年初预算数持平",
        )

    def moved(self, measure: str, now: Decimal, before: Decimal, why: str | None = None, each: str = "") -> str:
        """Tell what moved since last year: 与上年度相比，收入合计增加…, with a reason if a kind is given."""
        cue = f"{self.cause.rstrip('：')}：" if why in COUNTED else self.cause
        words = Comparing(PRIOR, lead=each, same="持平").told(self.teller, measure, now, before, why=why, cue=cue)
        return f"与{self.than}相比，{measure}{words}"

    def picture(self, caption: str) -> Iterator[Block]:
        """Yield the caption of a picture, in offices that print pictures."""
        if self.pictures is not None:
            self.pictures += 1
            yield Paragraph(f"图{self.pictures}：{caption}")

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        teller, units = self.teller, self.books.body.units
        yield Heading(2, "一、", f"{self.word}主要职责")
        yield from teller.duties() if teller.dice.random() < 0.5 else teller.duties("{}、", arabic=True)
        yield Heading(2, "二、", f"{self.word}决算单位构成")
        if len(units) < 2:
            yield Paragraph(f"从单位构成看，{self.name}{self.word}决算由本级决算组成，无下属单位。")
            return
        below = teller.count(len(units) - 1, "个", "下属单位")
        words = f"从单位构成看，{self.name}部门决算由本级决算和{below}下属单位决算组成。"
        number = teller.count(len(units), "个", "决算编制范围单位")
        yield Paragraph(f"{words}纳入{self.year}年度部门决算编制范围的单位共{number}，具体包括：")
        for n, unit in enumerate(units, 1):
            yield Paragraph(f"{n}.{unit}")

    # -- explanations --------------------------------------------------------------------------------------

    def sections(self) -> list[tuple[str, Callable[[], Iterator[Block]]]]:
        """Return the titles of the sections and what writes them."""
        sections = [
            ("收入支出决算总体情况说明", self._overall),
            ("收入决算情况说明", self._incomes),
            ("支出决算情况说明", self._outlays),
            ("财政拨款收入支出决算总体情况说明", self._appropriations),
            ("一般公共预算财政拨款支出决算情况说明", self._general),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
            ("政府性基金预算财政拨款收入支出决算情况说明", self._government_fund),
            ("国有资本经营预算财政拨款支出决算情况说明", self._state_capital),
            ("财政拨款“三公”经费支出决算情况说明", self._official),
            ("机关运行经费支出说明", self._operating),
            ("政府采购支出说明", self._procurement),
            ("国有资产占用情况说明", self._assets),
            ("预算绩效情况说明", self._evaluation),
            ("专项支出、转移支付支出情况说明", self._special),
        ]
        return [*sections, ("政府购买服务情况说明", self._services)] if self.buys_services else sections

    def _overall(self) -> Iterator[Block]:
        books, measure = self.books, "收、支总计"
        amount = self.teller.money(books.grand_total, measure, tied=True)
        moved = self.moved(measure, books.grand_total, books.last_total, "total", "各")
        yield Paragraph(f"{self.year}年度{measure}均为{amount}。{moved}。")
        yield from self.picture("收、支决算总计变动情况")

    def _incomes(self) -> Iterator[Block]:
        books = self.books
        parts = {"财政拨款收入": books.of("appropriation"), **dict.fromkeys(INCOMES, ZERO)}
        parts["其他收入"] = books.of("other")
        yield self._parts("收入", books.of("income"), books.last_income, parts)
        yield from self.picture("收入决算结构")

    def _outlays(self) -> Iterator[Block]:
        books = self.books
        parts = {"基本支出": books.of("basic"), "项目支出": books.of("project_and_other")}
        yield self._parts("支出", books.of("total"), books.last_outlay, {**parts, **dict.fromkeys(OUTLAYS, ZERO)})
        yield from self.picture("支出决算结构")

    def _parts(self, side: str, whole: Decimal, before: Decimal, parts: dict[str, Decimal]) -> Block:
        teller, measure = self.teller, f"{side}合计"
        words = f"{self.year}年度{measure}{teller.money(whole, measure, tied=True)}，"
        words += f"{self.moved(measure, whole, before)}。其中："
        told = (
            f"{name}{teller.money(yuan, name, tied=True)}，占本年{side}{teller.share(yuan, whole, name, measure)}"
            for name, yuan in parts.items()
        )
        return Paragraph(f"{words}{'；'.join(told)}。")

    def _appropriations(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "财政拨款收、支总计"
        whole = books.of("granted") + books.of("carried_out")
        amount = teller.money(whole, measure, tied=True)
        moved = self.moved(measure, whole, books.granted_last_year, "income", "各")
        yield Paragraph(f"{self.year}年度{measure}均为{amount}。{moved}。")
        general, fund = books.general_lines, books.fund_lines
        against = Comparing(PRIOR, lead=f"比{self.than}决算数", same=f"与{self.than}决算数持平")
        told = []
        for name, now, before in (
            ("一般公共预算财政拨款收入", total(general, "appropriation"), books.last_appropriation),
            (f"{FUND}收入", total(fund, "appropriation"), total(fund, "last_year")),
            (f"{STATE}收入", ZERO, ZERO),
        ):
            amount = teller.money(now, name, tied=True)
            told.append(f"{name}{amount}，{against.told(teller, name, now, before)}")
        yield Paragraph(f"{self.year}年度财政拨款收入中，{'；'.join(told)}。")
        yield from self.picture("财政拨款收、支决算总计变动情况")

    # -- spending by class ---------------------------------------------------------------------------------

    def _general(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款支出"
        lines, spent = books.general_lines, books.of("general")
        yield Heading(3, "（一）", "财政拨款支出决算总体情况")
        words = f"{self.year}年度{measure}{teller.money(spent, measure, tied=True)}，占本年支出合计的"
        words += f"{teller.share(spent, books.of('total'), measure, '本年支出合计')}。"
        yield Paragraph(f"{words}{self.moved(measure, spent, total(lines, 'last_year'), 'parts')}。")
        yield Heading(3, "（二）", "财政拨款支出决算结构情况")
        words = f"{self.year}年度{measure}{teller.money(spent, measure, tied=True)}，主要用于以下方面："
        classes = "；".join(self._class(below, spent, measure) for below in classes_of(lines))
        yield Paragraph(f"{words}{classes}。")
        yield Heading(3, "（三）", "财政拨款支出决算具体情况")
        words, *_ = self._carried_out(measure, spent, total(lines, "budget"))
        words = f"{self.year}年度{measure}{words}。其中："
        parts = (("基本支出", books.of("basic", lines)), ("项目支出", books.of("project", lines)))
        words += "，".join(f"{name}{teller.money(yuan, name, tied=True)}" for name, yuan in parts)
        yield Paragraph(f"{words}。具体情况如下：")
        for number, line in enumerate(lines, 1):
            yield Paragraph(f"{number}.{self._item(line)}。")

    def _class(self, below: list[Line], whole: Decimal, of: str) -> str:
        """Tell what one 类 cost, its share and what it was for."""
        teller, name, yuan = self.teller, below[0].path[0], total(below, "granted")
        amount = teller.money(yuan, name, tied=True)
        share = teller.share(yuan, whole, name, of)
        purpose = "、".join(dict.fromkeys(line.purpose for line in below)) + "等方面"
        teller.spending("类", below[0], amount, share=share, purpose=purpose)
        return f"{name.removesuffix('支出')}（类）支出{amount}，占{share}，{self.use}{purpose}"

    def _carried_out(self, measure: str, final: Decimal, budget: Decimal) -> tuple[str, Printed, Printed, Printed]:
        """Tell initial budget, outcome and completion; return the words and the three."""
        teller = self.teller
        planned = teller.money(budget, measure, INITIAL)
        spent = teller.money(final, measure, tied=True)
        rate = teller.completion(final, budget, measure)
        return f"年初预算为{planned}，支出决算为{spent}，完成年初预算的{rate}", planned, spent, rate

    def _item(self, line: Line) -> str:
        words, planned, spent, rate = self._carried_out(line.path[2], line.granted, line.budget)
        self.teller.spending("项", line, spent, initial_budget=planned, completion=rate)
        carried = Carried(line.path[2], line.granted, line.budget, rate)
        verdict = carried.verdict(self.teller, INITIAL, self.initial, why_of_line(self.books, line))
        return f"{class_path(line)}。{words}，{verdict}"

    def _basic(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款基本支出"
        words = f"{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中："
        for group, name in (("personnel", "人员经费"), ("public", "公用经费")):
            listed = [item for item in books.economic if item.group == group]
            for item in listed:
                teller.economic(item.name, item.code, group)
            words += f"{name}{teller.money(books.group(group), name, tied=True)}，主要包括："
            words += "、".join(item.name for item in listed) + "；"
        yield Paragraph(f"{words[:-1]}。")

    def _government_fund(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        if not books.fund_lines:
            yield Paragraph(f"{self.name}{self.year}年度无{FUND}收入，也无{FUND}支出。")
            return
        whole = books.of("government_fund")
        words = f"{self.year}年度{FUND}年初结转和结余{teller.money(ZERO, '年初结转和结余')}，"
        words += f"本年收入{teller.money(whole, f'{FUND}收入', tied=True)}，"
        words += f"本年支出{teller.money(whole, f'{FUND}支出', tied=True)}，"
        words += f"年末结转和结余{teller.money(ZERO, '年末结转和结余')}。具体支出情况为："
        for below in classes_of(books.fund_lines):
            words += f"{self._class(below, whole, f'{FUND}支出')}；"
        yield Paragraph(f"{words[:-1]}。")

    def _state_capital(self) -> Iterator[Block]:
        amount = self.teller.money(ZERO, f"{STATE}支出")
        yield Paragraph(f"{self.year}年度{STATE}本年支出{amount}。")

    # -- 三公经费 ------------------------------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        yield Heading(3, "（一）", "“三公”经费财政拨款支出决算总体情况说明")
        words, carried, last = self._official_line("total", "“三公”经费财政拨款支出", books.official)
        words = (
            f"{self.year}年度{words}。{carried.verdict(teller, FULL_YEAR, AGAINST_FULL_YEAR, 'total_budget')}。"
        )
        if last.unchanged:
            last.keep(teller)
        else:
            cue = "的主要原因："
            reason = teller.reason("official", last.more, cue)
            last.keep(teller, reason)
            words += f"决算数较{self.than}{'增加' if last.more else '减少'}{cue}{reason}。"
        yield Paragraph(words)
        yield Heading(3, "（二）", "“三公”经费财政拨款支出决算具体情况说明")
        yield self._abroad()
        yield Paragraph(f"2.{self._part('vehicles', '公务用车购置及运行维护费支出', books.vehicles)}其中：")
        yield from self._vehicles()
        yield self._reception()

    def _official_line(self, item: str, measure: str, part: Official) -> tuple[str, Carried, Difference]:
        """Tell full-year budget, outcome, completion and what moved since last year, all without reasons."""
        teller = self.teller
        planned = teller.money(part.budget, measure, FULL_YEAR)
        spent = teller.money(part.final, measure, tied=True)
        teller.official(item, budget=planned, final=spent)
        rate = teller.completion(part.final, part.budget, measure) if part.budget else None
        last = Comparing(PRIOR, lead=f"较{self.than}", same=f"与{self.than}持平").difference(
            teller, measure, part.final, part.last_year
        )
        words = f"{measure}全年预算为{planned}，支出决算为{spent}"
        words += f"，完成全年预算的{rate}；" if rate else "，"
        return words + last.words, Carried(measure, part.final, part.budget, rate), last

    def _part(self, item: str, measure: str, part: Official) -> str:
        """Tell one part of the 三公经费, with the reason why it is not what was budgeted."""
        words, carried, last = self._official_line(item, measure, part)
        last.keep(self.teller)
        verdict = carried.verdict(self.teller, FULL_YEAR, AGAINST_FULL_YEAR, f"{item}_budget")
        return f"{words}{'。' if carried.rate else '，'}{verdict}。"

    def _abroad(self) -> Block:
        teller, counts, went = self.teller, self.books.counts, bool(self.books.abroad.final)
        words = f"1.{self._part('abroad', '因公出国（境）费支出', self.books.abroad)}全年出国（境）团组"
        words += f"{teller.count(counts['delegations'] * went, '个', '因公出国（境）团组')}，"
        return Paragraph(f"{words}累计{teller.count(counts['travellers'] * went, '人次', '因公出国（境）人次')}。")

    def _vehicles(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        words = self._vehicle_part("vehicle_purchase", "公务用车购置费支出", books.purchase)
        bought = books.counts["vehicles_bought"] if books.purchase.final else 0
        yield Paragraph(f"（1）{words}，全年购置公务用车{teller.count(bought, '辆', '公务用车购置')}。")
        words = self._vehicle_part("vehicle_running", "公务用车运行维护费支出", books.running)
        words = f"（2）{words}，主要用于公务用车燃料费、维修费、过路过桥费和保险费等。"
        kept = teller.count(books.counts["vehicles_kept"], "辆", "公务用车保有量")
        yield Paragraph(f"{words}截至{self.year}年12月31日，开支财政拨款的公务用车保有量{kept}。")

    def _vehicle_part(self, item: str, measure: str, part: Official) -> str:
        spent = self.teller.money(part.final, measure, tied=True)
        self.teller.official(item, final=spent)
        words = f"{measure}{spent}"
        if part.budget:
            words += f"，完成全年预算的{self.teller.completion(part.final, part.budget, measure)}"
        return words

    def _reception(self) -> Block:
        teller, part, counts = self.teller, self.books.reception, self.books.counts
        words = f"3.{self._part('reception', '公务接待费支出', part)}其中：国内公务接待支出"
        words += f"{teller.money(part.final, '国内公务接待支出')}，主要用于接待上级检查调研和外地考察交流人员，"
        words += f"共接待国内来访团组{teller.count(counts['batches'], '个', '国内来访团组')}，"
        words += f"{teller.count(counts['guests'], '人次', '国内公务接待人次')}（不包括陪同人员）；外宾接待支出"
        words += f"{teller.money(ZERO, '外宾接待支出')}，接待{teller.count(0, '批次', '外宾接待批次')}，"
        return Paragraph(f"{words}{teller.count(0, '人次', '外宾接待人次')}。")

    # -- other matters -------------------------------------------------------------------------------------

    def _operating(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "机关运行经费支出"
        if books.body.kind == "unit":
            yield Paragraph(f"{self.name}为事业单位，{self.year}年度无{measure}。")
            return
        now = books.group("public")
        words = f"{self.year}年度{measure}{teller.money(now, measure, tied=True)}，"
        against = Comparing(PRIOR, lead=f"比{self.than}", same=f"与{self.than}持平", down="降低")
        moved = against.told(teller, measure, now, books.operating_last_year, why="operating", cue=self.cause)
        yield Paragraph(f"{words}{moved}。")

    def _procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {"goods": "货物", "works": "工程", "services": "服务"}
        whole = books.goods + books.works + books.services
        parts = {"total": teller.money(whole, "政府采购支出总额")}
        words = f"{self.year}年度政府采购支出总额{parts['total']}，其中："
        for key, name in kinds.items():
            parts[key] = teller.money(getattr(books, key), f"政府采购{name}支出", tied=True)
            words += f"政府采购{name}支出{parts[key]}、"
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        words = f"{words[:-1]}。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，其中："
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        share = teller.share(books.micro, books.sme, "授予小微企业合同金额", "授予中小企业合同金额")
        teller.procurement(**parts)
        yield Paragraph(f"{words}授予小微企业合同金额{parts['micro']}，占授予中小企业合同金额的{share}。")

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = f"截至{self.year}年12月31日，{self.name}共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中，"
        kinds = {"机要通信用车": counts["confidential"], **dict.fromkeys(NO_VEHICLES, 0)}
        kinds["其他用车"] = counts["other_vehicles"]
        words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
        limit = teller.amount(MILLION, "设备单位价值", "other")
        item = f"单位价值{limit}（含）以上设备（不含车辆）"
        yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    def _special(self) -> Iterator[Block]:
        """Tell spending on projects as 专项支出; the bodies pass nothing on."""
        books, teller = self.books, self.teller
        lines = [each.line for each in books.evaluated]
        words = f"{self.year}年度专项支出{teller.money(total(lines, 'project'), '专项支出', tied=True)}，其中："
        for line in lines:
            name = f"{project_name(books, line)}项目"
            words += f"{name}{teller.money(line.project, name, tied=True)}、"
        yield Paragraph(f"{words[:-1]}。无对下转移支付支出。")

    def _services(self) -> Iterator[Block]:
        amount = self.teller.money(self.books.services, "政府购买服务支出", tied=True)
        yield Paragraph(
            f"{self.year}年度政府购买服务支出{amount}，均按政府采购程序确定承接主体，并按合同约定组织履约验收。"
        )

    # -- performance ---------------------------------------------------------------------------------------

    def _evaluation(self) -> Iterator[Block]:
        books, teller, projects = self.books, self.teller, self.books.evaluated
        yield Heading(3, "（一）", "预算绩效管理工作开展情况")
        money = total((each.line for each in projects), "project")
        number = teller.count(len(projects), "个", "绩效自评项目")
        funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
        share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
        teller.evaluation("绩效自评", projects=number, yuan=funds)
        words = f"根据预算绩效管理要求，{self.name}组织对{self.year}年度一般公共预算项目支出全面开展绩效自评，"
        words += f"共涉及项目{number}，资金{funds}，占一般公共预算项目支出总额的{share}。从评价情况来看，"
        yield Paragraph(f"{words}各项目绩效目标设置合理，资金使用合规，产出和效益较好。")
        points = Decimal(books.counts["score"]) / 10
        subject, grade = f"{self.word}整体支出绩效自评", "优" if points >= GOOD else "良"
        score = teller.count(str(points), "分", f"{subject}得分")
        teller.evaluation(subject, score=score, grade=grade)
        yield Paragraph(f"{self.name}组织开展{self.word}整体支出绩效自评，自评得分{score}，评价等级为“{grade}”。")
        yield Heading(3, "（二）", f"{self.word}决算中项目绩效自评结果")
        for n, each in enumerate(projects, 1):
            yield Paragraph(f"{n}.{self._project(each)}")
        yield Heading(3, "（三）", "绩效评价结果应用情况")
        yield Paragraph(f"{teller.dice.choice(USED)}。")

    def _project(self, each: Evaluated) -> str:
        teller, line = self.teller, each.line
        subject = f"{project_name(self.books, line)}项目"
        score = teller.count(str(each.score), "分", f"{subject}绩效自评得分")
        budget = teller.money(each.budget, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, each.budget, subject)
        teller.evaluation(subject, score=score, budget=budget, executed=executed, completion=rate)
        problem, remedy = teller.dice.choice(FINDINGS)
        return (
            f"{subject}绩效自评综述：项目绩效自评得分{score}。项目全年预算数为{budget}，执行数为{executed}，"
            f"完成预算的{rate}。主要产出和效益：{line.purpose}达到预期目标。存在的问题：{problem}。"
            f"下一步改进措施：{remedy}。"
        )
