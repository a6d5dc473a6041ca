"""Final accounts as Liaoning writes them: explanations come second, the tables fourth, after the glossary.

Totals are told as two lists (收入总计N万元，包括：), each with its comparison below. Spending from appropriation
is listed by 类 and 项 with outcome, purpose and completion only: initial budgets are not printed. Of the 三公经费
only the total has its budget printed, their table is the seventh. 机关运行, procurement, assets and evaluation are
one section.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Carried, Comparing, Verdict, project_name, why
from generator.figures import GENERAL, ZERO, Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import BASIC, OFFICIAL_SEVENTH, STATE_CAPITAL, FinalAccountsForms
from generator.model import Block, Contents, Cover, Heading, Paragraph
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
CAUSE = "，主要原因："
OFFICIAL = "“三公”经费支出"
ABROAD, VEHICLES, RECEPTION = "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"
OTHER_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入")
TERMS = (
    *("财政拨款收入", "其他收入", "年初结转和结余", "年末结转和结余", "基本支出", "项目支出"),
    *("“三公”经费", "机关运行经费"),
)
FINDINGS = (
    ("绩效目标与年度任务衔接不够紧密", "围绕年度重点任务完善绩效目标"),
    ("部分资金下达较晚，执行进度不均衡", "加强与财政部门沟通，提早启动采购程序"),
    ("效益指标缺少佐证材料", "建立指标数据采集台账"),
)

AGAINST_BUDGET = Verdict(
    lead="决算数", over=("大于", "小于"), of="预算数", cue="的主要原因：", same="决算数与预算数持平"
)

FORMS = FinalAccountsForms(
    order=OFFICIAL_SEVENTH,
    titles={
        BASIC: "一般公共预算财政拨款基本支出决算表",
        STATE_CAPITAL: "国有资本经营预算财政拨款支出决算表",
    },
    issuer_line="编制单位：{body}",
    unit_line="单位：万元",
    empty_note="注：{body}{year}年度无{fund}收支，本表为空表。",
    notes=False,
    foot_total=True,
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    name, year, word = books.body.name, books.year, office.word
    yield Cover((name, f"{year}年度{word}决算"))
    yield Contents()
    yield from office.overview()
    yield Heading(1, "第二部分", f"{year}年度{name}{word}决算情况说明")
    yield from office.explanations()
    yield Heading(1, "第三部分", "名词解释")
    yield from teller.terms(TERMS, "{}.", arabic=True)
    yield Heading(1, "第四部分", f"{year}年度{name}{word}决算表")
    yield from FORMS.tables(books, teller)
    yield Heading(1, "第五部分", "附件")
    yield Paragraph(f"{year}年度项目支出绩效自评表（另附）。")


STYLE = Style(
    name="liaoning-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{'单位' if books.body.kind == 'unit' else '部门'}决算",
    write=_write,
    printing=lambda seed: Printing(trimmed=bool(seed % 2)),
)


class _Office:
    """One office: what it prints, and the wordings it keeps to through the document."""

    def __init__(self, books: Accounts, teller: Teller) -> None:
        self.books = books
        self.teller = teller
        self.name = books.body.name
        self.year = books.year
        self.word = "单位" if books.body.kind == "unit" else "部门"
        self.zeros = teller.dice.random() < 0.5  # kinds of income without money are listed too
        same = teller.dice.choice(("决算数与年初预算数持平", "决算数等于年初预算数"))
        self.against_initial = Verdict("决算数", ("大于", "小于"), "年初预算数", "的主要原因：", same=same)
        self.grades = teller.dice.random() < 0.5
        self.against_last = Comparing(PRIOR, lead="", same="与上年持平")

    def moved(self, measure: str, now: Decimal, before: Decimal, why: str | None = None) -> str:
        """Tell what moved since last year, and the reason if a kind is given."""
        return self.against_last.told(self.teller, measure, now, before, why=why, cue=CAUSE)

    def part_of(self, name: str, yuan: Decimal, whole: Decimal, of: str, *, said: str | None = None) -> str:
        """Tell a part and its share: 其他收入N万元，占收入总计的P%."""
        teller = self.teller
        share_of = of if said is None else said
        return f"{name}{teller.money(yuan, name, tied=True)}，占{share_of}{teller.share(yuan, whole, name, of)}"

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        teller = self.teller
        yield Heading(1, "第一部分", f"{self.name}概况")
        yield Heading(2, "一、", "主要职责")
        yield from teller.duties("{}.", arabic=True) if teller.dice.random() < 0.5 else teller.duties()
        yield Heading(2, "二、", f"{self.word}决算单位构成")
        yield Paragraph(f"纳入{self.name}{self.year}年度{self.word}决算编制范围的预算单位包括：")
        for number, unit in enumerate(self.books.body.units, 1):
            yield Paragraph(f"{number}.{unit}")

    # -- explanations --------------------------------------------------------------------------------------

    def explanations(self) -> Iterator[Block]:
        sections = (
            ("收入支出决算总体情况说明", (self._incomes, self._outlays, self._left)),
            ("财政拨款支出决算情况说明", (self._granted, self._by_class)),
            ("财政拨款“三公”经费支出决算情况说明", (self._official, self._official_parts)),
            ("一般公共预算财政拨款基本支出决算情况说明", (self._basic,)),
            ("其他重要事项的情况说明", (self._operating, self._procurement, self._assets, self._evaluation)),
        )
        for number, (title, tellings) in enumerate(sections, 1):
            yield Heading(2, f"{chinese(number)}、", title)
            for tell in tellings:
                yield from tell()

    def _incomes(self) -> Iterator[Block]:
        books, whole, of = self.books, self.books.grand_total, "收入总计"
        yield Paragraph(f"（一）收入总计{self.teller.money(whole, of, tied=True)}，包括：")
        yield Paragraph(f"1.{self._appropriation(whole)}。")
        parts = [(name, ZERO) for name in OTHER_INCOME if self.zeros]
        parts += [("其他收入", books.of("other")), ("上年结转和结余", books.of("carried_in"))]
        for number, (name, yuan) in enumerate(parts, 2):
            yield Paragraph(f"{number}.{self.part_of(name, yuan, whole, of, said='收入总计的')}。")
        yield Paragraph(f"与上年相比，今年收入{self.moved(of, whole, books.last_total, 'parts')}。")

    def _appropriation(self, whole: Decimal) -> str:
        books, teller = self.books, self.teller
        granted = books.of("appropriation")
        words = self.part_of("财政拨款收入", granted, whole, "收入总计", said="收入总计的")
        name = "一般公共预算财政拨款收入"
        general = teller.money(total(books.general_lines, "appropriation"), name, tied=True)
        words += f"。其中：{name}{general}"
        if books.fund_lines:
            name = "政府性基金预算财政拨款收入"
            words += f"，{name}{teller.money(total(books.fund_lines, 'appropriation'), name, tied=True)}"
        return words

    def _outlays(self) -> Iterator[Block]:
        books, teller, of = self.books, self.teller, "支出总计"
        whole, spent, basic = books.grand_total, books.of("total"), books.of("basic")
        yield Paragraph(f"（二）支出总计{teller.money(whole, of, tied=True)}，包括：")
        words = f"1.{self.part_of('基本支出', basic, whole, of, said='支出总计的')}。"
        words += "主要是为保障机构正常运转、完成日常工作任务而发生的各项支出，包括："
        yield Paragraph(f"{words}{'、'.join(self._economic())}。")
        words = f"2.{self.part_of('项目支出', spent - basic, whole, of, said='支出总计的')}。"
        purposes = "、".join(line.purpose for line in books.lines if line.project)
        yield Paragraph(f"{words}主要包括{purposes}等业务支出。")
        left = self.part_of("年末结转和结余", books.of("carried_out"), whole, of, said="支出总计的")
        yield Paragraph(f"3.{left}。")
        yield Paragraph(f"与上年相比，今年支出{self.moved(of, whole, books.last_total, 'total')}。")

    def _economic(self) -> Iterator[str]:
        """Tell basic expenditure by economic 类."""
        classes = {
            "301": "工资福利支出",
            "302": "商品和服务支出",
            "303": "对个人和家庭的补助",
            "310": "资本性支出",
        }
        for code, name in classes.items():
            items = [item for item in self.books.economic if item.code.startswith(code)]
            money = self.teller.money(sum((item.yuan for item in items), ZERO), name, tied=True)
            self.teller.economic(name, code, items[0].group, money)
            yield f"{name}{money}"

    def _left(self) -> Iterator[Block]:
        measure = "年末结转和结余"
        left, before = self.books.of("carried_out"), self.books.of("carried_in")
        words = f"（三）年末结转和结余{self.teller.money(left, measure, tied=True)}，与上年相比"
        yield Paragraph(f"{words}{self.moved(measure, left, before, 'carry')}。")

    # -- spending from appropriation -----------------------------------------------------------------------

    def _granted(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "财政拨款支出"
        lines = {
            "基本支出": [line for line in books.lines if line.basic],
            "项目支出": [line for line in books.lines if line.project],
        }
        yield Heading(3, "（一）", "总体情况。")
        words = f"{self.year}年度{measure}{teller.money(books.of('granted'), measure, tied=True)}，其中："
        words += "，".join(
            f"{name}{teller.money(total(each, 'granted'), name, tied=True)}" for name, each in lines.items()
        )
        moved = self.moved(measure, books.of("granted"), books.of("last_year"), "total")
        words += f"。与上年相比，财政拨款支出{moved}。"
        words += f"与年初预算相比，{self.year}年度财政拨款支出完成年初预算的"
        words += f"{teller.completion(books.of('granted'), books.of('budget'), measure, tied=False)}，其中："
        yield Paragraph(f"{words}{'，'.join(self._carried_out(name, each) for name, each in lines.items())}。")

    def _carried_out(self, name: str, lines: list[Line]) -> str:
        rate = self.teller.completion(total(lines, "granted"), total(lines, "budget"), name, tied=False)
        return f"{name}完成年初预算的{rate}"

    def _by_class(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "财政拨款支出"
        whole = books.of("granted")
        yield Heading(3, "（二）", "具体情况。")
        yield Paragraph(
            f"{self.year}年度财政拨款支出{teller.money(whole, measure, tied=True)}，按支出功能分类科目分，包括："
        )
        classes = [*classes_of(books.general_lines), *classes_of(books.fund_lines)]
        for number, below in enumerate(classes, 1):
            name = below[0].path[0]
            money = teller.money(total(below, "granted"), name, tied=True)
            share = teller.share(total(below, "granted"), whole, name, measure)
            teller.spending("类", below[0], money, share=share)
            yield Paragraph(f"{number}.{name}（类）{money}，占{share}，具体包括：")
            for n, line in enumerate(below, 1):
                yield Paragraph(f"（{n}）{self._item(line)}。")

    def _item(self, line: Line) -> str:
        books, teller, measure = self.books, self.teller, line.path[2]
        purpose = f"{'' if line.fund == GENERAL else '政府性基金安排的'}{line.purpose}支出"
        money = teller.money(line.granted, measure, tied=True)
        rate = teller.completion(line.granted, line.budget, measure, tied=False)
        teller.spending("项", line, money, completion=rate, purpose=purpose)
        carried = Carried(measure, line.granted, line.budget, rate)
        verdict = carried.verdict(teller, INITIAL, self.against_initial, why(books, line))
        words = f"{line.path[1]}（款）{measure}（项）{money}，主要是{purpose}"
        return f"{words}，完成年初预算的{rate}，{verdict}"

    # -- 三公经费 ------------------------------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        books, teller, whole = self.books, self.teller, self.books.official
        parts = {ABROAD: books.abroad, VEHICLES: books.vehicles, RECEPTION: books.reception}
        planned = teller.money(whole.budget, OFFICIAL, FULL_YEAR)
        spent = teller.money(whole.final, OFFICIAL, tied=True)
        rate = teller.completion(whole.final, whole.budget, OFFICIAL)
        teller.official("total", budget=planned, final=spent)
        words = (
            f"{self.year}年度“三公”经费财政拨款支出预算为{planned}，支出决算为{spent}，完成预算的{rate}，其中："
        )
        words += "；".join(self._outcome(name, part) for name, part in parts.items())
        carried = Carried(OFFICIAL, whole.final, whole.budget, rate)
        verdict = carried.verdict(teller, FULL_YEAR, AGAINST_BUDGET, "total_budget")
        yield Paragraph(f"{words}。“三公”经费支出{verdict}。")
        moved = self.moved(OFFICIAL, whole.final, whole.last_year, "official")
        below = "；".join(f"{name}{self.moved(name, part.final, part.last_year)}" for name, part in parts.items())
        yield Paragraph(f"与上年相比，{self.year}年度“三公”经费支出{moved}。其中：{below}。")

    def _outcome(self, measure: str, part: Official) -> str:
        """Tell the outcome of a part, and how much of the budget that is; the budget itself is not printed."""
        teller = self.teller
        spent = teller.money(part.final, measure, tied=True)
        words = f"{measure}支出决算为{spent}，"
        if not part.budget:
            teller.change(measure, FULL_YEAR, "unchanged")
            return f"{words}与预算持平"
        return f"{words}完成预算的{teller.completion(part.final, part.budget, measure)}"

    def _official_parts(self) -> Iterator[Block]:
        books, teller, counts = self.books, self.teller, self.books.counts
        groups, travellers = (counts["delegations"], counts["travellers"]) if books.abroad.final else (0, 0)
        words = f"1.{self._official_part('abroad', ABROAD, books.abroad)}。全年因公出国（境）团组"
        words += f"{teller.count(groups, '个', '因公出国（境）团组')}，累计"
        yield Paragraph(f"{words}{teller.count(travellers, '人次', '因公出国（境）人次')}。")
        words = f"2.{self._official_part('vehicles', VEHICLES, books.vehicles)}。其中：公务用车购置费"
        purchase = teller.money(books.purchase.final, "公务用车购置费", tied=True)
        bought = teller.count(counts["vehicles_bought"] if books.purchase.final else 0, "辆", "公务用车购置")
        running = teller.money(books.running.final, "公务用车运行维护费", tied=True)
        kept = teller.count(counts["vehicles_kept"], "辆", "公务用车保有量")
        teller.official("vehicle_purchase", final=purchase)
        teller.official("vehicle_running", final=running)
        words += f"{purchase}，全年购置公务用车{bought}；公务用车运行维护费{running}，"
        yield Paragraph(f"{words}主要用于公务用车燃料、维修、保险等支出，年末公务用车保有量{kept}。")
        words = f"3.{self._official_part('reception', RECEPTION, books.reception)}。全年国内公务接待"
        words += f"{teller.count(counts['batches'], '批次', '国内公务接待批次')}、"
        words += f"{teller.count(counts['guests'], '人次', '国内公务接待人次')}；国（境）外公务接待"
        words += f"{teller.count(0, '批次', '国（境）外公务接待批次')}、"
        yield Paragraph(f"{words}{teller.count(0, '人次', '国（境）外公务接待人次')}。")

    def _official_part(self, item: str, name: str, part: Official) -> str:
        teller = self.teller
        money = teller.money(part.final, name, tied=True)
        share = teller.share(part.final, self.books.official.final, name, OFFICIAL)
        teller.official(item, final=money)
        return f"{name}{money}，占“三公”经费支出的{share}"

    # -- basic expenditure and other matters ---------------------------------------------------------------

    def _basic(self) -> Iterator[Block]:
        books, teller, measure = self.books, self.teller, "一般公共预算财政拨款基本支出"
        yield Paragraph(f"{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中：")
        for number, (group, name) in enumerate((("personnel", "人员经费"), ("public", "公用经费")), 1):
            listed = [item for item in books.economic if item.group == group]
            money = teller.money(books.group(group), name, tied=True)
            for item in listed:
                teller.economic(item.name, item.code, group)
            yield Paragraph(f"{number}.{name}{money}，主要包括：{'、'.join(item.name for item in listed)}。")

    def _operating(self) -> Iterator[Block]:
        books, measure = self.books, "机关运行经费支出"
        yield Heading(3, "（一）", "机关运行经费支出情况。")
        if books.body.kind == "unit":
            yield Paragraph(f"{self.name}为事业单位，{self.year}年度未安排机关运行经费。")
            return
        now = books.group("public")
        words = f"{self.year}年度{measure}{self.teller.money(now, measure)}，与上年相比"
        yield Paragraph(f"{words}{self.moved(measure, now, books.operating_last_year, 'operating')}。")

    def _procurement(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        kinds = {
            "goods": ("货物", books.goods),
            "works": ("工程", books.works),
            "services": ("服务", books.services),
        }
        whole = books.goods + books.works + books.services
        yield Heading(3, "（二）", "政府采购支出情况。")
        parts = {"total": teller.money(whole, "政府采购支出总额")}
        for key, (name, yuan) in kinds.items():
            parts[key] = teller.money(yuan, f"政府采购{name}支出", tied=True)
        words = f"{self.year}年度政府采购支出总额{parts['total']}，其中："
        words += "，".join(f"政府采购{name}支出{parts[key]}" for key, (name, _) in kinds.items())
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        micro = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
        teller.procurement(**parts)
        words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}；"
        yield Paragraph(f"{words}其中授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro}。")

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        yield Heading(3, "（三）", "国有资产占用情况。")
        words = f"截至{self.year}年12月31日，{self.name}共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
        kinds = {
            "主要负责人用车": 0,
            "机要通信用车": counts["confidential"],
            "应急保障用车": 0,
            "执法执勤用车": counts["enforcement"],
            "特种专业技术用车": 0,
            "离退休干部服务用车": 0,
            "其他用车": counts["other_vehicles"],
        }
        words += "，".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in kinds.items())
        item = f"单价{teller.amount(MILLION, '设备单价', 'other')}（含）以上设备（不含车辆）"
        yield Paragraph(f"{words}。{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    def _evaluation(self) -> Iterator[Block]:
        teller, projects = self.teller, self.books.evaluated
        yield Heading(3, "（四）", "预算绩效情况。")
        money = total((each.line for each in projects), "project")
        mean = sum((each.score for each in projects), ZERO) / len(projects)
        number = teller.count(len(projects), "个", "绩效自评项目")
        funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
        covered = teller.share(money, money, "绩效自评覆盖率", "一般公共预算项目支出")
        score = teller.count(f"{mean:.2f}", "分", "绩效自评平均得分")
        teller.evaluation("绩效自评", projects=number, yuan=funds, score=score)
        words = f"1.绩效自评工作开展情况。按照全面实施预算绩效管理的要求，{self.name}对{self.year}年度{number}"
        yield Paragraph(
            f"{words}一般公共预算项目开展绩效自评，涉及资金{funds}，自评覆盖率达到{covered}，平均得分{score}。"
        )
        yield Paragraph("2.项目绩效自评结果。")
        for n, each in enumerate(projects, 1):
            yield Paragraph(f"（{n}）{self._evaluated(each)}")

    def _evaluated(self, project: Evaluated) -> str:
        teller, line, whole = self.teller, project.line, project.budget
        subject = f"{project_name(self.books, line)}项目"
        budget = teller.money(whole, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, whole, subject)
        score = teller.count(str(project.score), "分", f"{subject}自评得分")
        grade = project.grade if self.grades else None
        teller.evaluation(subject, score=score, grade=grade, budget=budget, executed=executed, completion=rate)
        problem, remedy = teller.dice.choice(FINDINGS)
        words = f"{subject}。全年预算数{budget}，执行数{executed}，预算执行率{rate}，自评得分{score}"
        words += f"，评价等次为“{grade}”。" if grade else "。"
        return f"{words}存在的主要问题：{problem}。改进措施：{remedy}。"
