"""Final accounts as Jiangxi writes them: no section on totals, the explanations begin with income.

A note on rounding stands after the contents, the tenth table is that of state assets. Spending from appropriation
is told by 类 only, against the initial budget (年初预算数), basic expenditure by economic class with its change,
the 三公经费 against the full-year budget (全年预算数) and last year in one go, reception before vehicles.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.comparing import FULL_YEAR, INITIAL, PRIOR, Carried, Comparing, Verdict, project_name
from generator.figures import GOVERNMENT_FUND, PAID_AS, RETIREES, ZERO, Accounts, Evaluated, Line, Official
from generator.forms.final_accounts import BASIC, STATE_CAPITAL, FinalAccountsForms
from generator.forms.rows import figure, head
from generator.model import Block, Clause, Contents, Cover, Heading, Paragraph, Table
from generator.printing import Printed, Printing
from generator.style import Style
from generator.telling import WHY, Teller, chinese, classes_of, total

MILLION = Printed("100万元", Decimal(1_000_000))
CAUSE = "，主要原因是："
AGAINST_INITIAL = Verdict(
    lead="决算数较年初预算数", over=("增加", "减少"), of="", cue="的主要原因是：", same="决算数与年初预算数持平"
)
AGAINST_FULL_YEAR = Verdict(
    lead="决算数较全年预算数", over=("增加", "减少"), of="", cue="的主要原因是：", same="决算数与全年预算数持平"
)
VEHICLES = (
    *("副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车"),
    *("特种专业技术用车", "离退休干部服务用车", "其他用车"),
)
DEVICES = "单价{}（含）以上设备（不含车辆）"
FINDINGS = (
    ("绩效指标量化程度不高", "修订完善指标体系，加强日常跟踪"),
    ("项目前期论证不充分，部分资金支付集中在下半年", "提前做好项目储备，按月调度支付进度"),
    ("满意度调查覆盖面偏窄", "扩大调查样本，及时回应服务对象意见"),
)
INCOME_TERMS = ("财政拨款收入", "其他收入", "年初结转和结余")
SUBJECT_TERMS = ("“三公”经费", "机关运行经费")

FORMS = FinalAccountsForms(
    titles={
        BASIC: "一般公共预算财政拨款基本支出决算表",
        STATE_CAPITAL: "国有资本经营预算财政拨款支出决算表",
    },
    issuer_line="编制单位：{body}",
    unit_line="金额单位：万元",
    empty_note="注：本表反映{fund}收支情况。{body}{year}年度没有{fund}收支，故本表为空。",
    notes=False,
)


def _write(books: Accounts, teller: Teller) -> Iterator[Block]:
    office = _Office(books, teller)
    name, year = books.body.name, books.year
    yield Cover((name, f"{year}年度{office.word}决算"))
    yield Contents()
    yield Paragraph(
        teller.dice.choice(
            (
                "注：本报告因金额单位转换，可能存在尾数误差。",
                "注：因四舍五入和金额单位转换，本报告可能存在尾数误差。",
            )
        )
    )
    yield from office.overview()
    yield Heading(1, "第二部分", f"{year}年度{office.word}决算表")
    yield from FORMS.tables(books, teller)
    yield office.asset_table()
    yield Heading(1, "第三部分", f"{year}年度{office.word}决算情况说明")
    yield from office.explanations()
    yield Heading(1, "第四部分", "名词解释")
    yield from office.glossary()


STYLE = Style(
    name="jiangxi-final-accounts",
    report="final_accounts",
    title=lambda books: f"{books.body.name}{books.year}年度{'单位' if books.body.kind == 'unit' else '部门'}决算",
    write=_write,
    printing=lambda _: Printing(),
)


class _Office:
    """One office: what it prints, and the wordings it keeps to through the document."""

    def __init__(self, books: Accounts, teller: Teller) -> None:
        self.books = books
        self.teller = teller
        self.body = books.body
        self.year = books.year
        self.word = "单位" if self.body.kind == "unit" else "部门"
        self.us = teller.dice.choice((f"本{self.word}", f"我{self.word}"))
        self.level = teller.dice.choice(("", "（类）"))
        self.says_verdict = teller.dice.random() < 0.5
        than = teller.dice.choice((f"较{self.year - 1}年", "较上年"))
        self.against_last = Comparing(PRIOR, lead=than, same="与上年持平")

    def moved(self, measure: str, now: Decimal, before: Decimal, why: str | None = None) -> str:
        """Tell what moved since last year, as this office words it."""
        return self.against_last.told(self.teller, measure, now, before, why=why, cue=CAUSE)

    # -- overview ------------------------------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        name, teller, books = self.body.name, self.teller, self.books
        yield Heading(1, "第一部分", f"{name}概况")
        yield Heading(2, "一、", f"{self.word}主要职责")
        yield Paragraph(f"{name}主要职责是：")
        yield from teller.duties()
        yield Heading(2, "二、", "机构设置及人员情况")
        if len(self.body.units) > 1:
            number = teller.count(len(self.body.units), "个", "决算汇编范围单位")
            listed = "、".join(self.body.units)
            yield Paragraph(f"纳入本套{self.word}决算汇编范围的单位共{number}，包括：{listed}。")
        else:
            yield Paragraph(f"纳入本套{self.word}决算汇编范围的单位为{name}。")
        counts = books.counts
        staff, retired = counts["institution_staff"], counts["retired"]
        if self.body.kind == "department":
            staff += counts["administrative_staff"]
        everyone = teller.count(staff + retired, "人", "年末实有人数")
        words = (
            f"{self.us}{self.year}年年末实有人数{everyone}，其中在职人员{teller.count(staff, '人', '在职人员')}，"
        )
        words += f"离休人员{teller.count(0, '人', '离休人员')}，"
        words += f"退休人员{teller.count(retired, '人', '退休人员')}。"
        yield Paragraph(words)

    # -- tables --------------------------------------------------------------------------------------------

    def _vehicles(self) -> dict[str, int]:
        counts = self.books.counts
        kept = {
            "机要通信用车": counts["confidential"],
            "执法执勤用车": counts["enforcement"],
            "其他用车": counts["other_vehicles"],
        }
        return {kind: kept.get(kind, 0) for kind in VEHICLES}

    def asset_table(self) -> Table:
        """Return the tenth table: vehicles by kind and costly devices, in one row of counts."""
        kinds = self._vehicles()
        counts = (self.books.counts["vehicles_kept"], *kinds.values(), self.books.counts["equipment"])
        return Table(
            title="国有资产占用情况表",
            widths=(1 / 10,) * 10,
            head=(
                head(("车辆（辆）", 9), (f"{DEVICES.format('100万元')}（台、套）", 1, 2)),
                head("合计", *kinds),
            ),
            body=(tuple(figure(str(count)) for count in counts),),
            number="公开10表",
            issuer_line=f"编制单位：{self.body.name}",
            notes=(f"注：本表反映截至{self.year}年12月31日国有资产占用情况。",),
            landscape=True,
            listed="十、",
        )

    # -- explanations --------------------------------------------------------------------------------------

    def explanations(self) -> Iterator[Block]:
        sections = (
            ("收入决算情况说明", self._incomes),
            ("支出决算情况说明", self._outlays),
            ("财政拨款支出决算情况说明", self._granted),
            ("一般公共预算财政拨款基本支出决算情况说明", self._basic),
            ("财政拨款“三公”经费支出决算情况说明", self._official),
            ("机关运行经费支出情况说明", self._operating),
            ("政府采购支出情况说明", self._procurement),
            ("国有资产占用情况说明", self._assets),
            ("预算绩效情况说明", self._evaluation),
        )
        for number, (title, tell) in enumerate(sections, 1):
            yield Heading(2, f"{chinese(number)}、", title)
            yield from tell()

    def _incomes(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        brought, income = books.of("carried_in"), books.of("income")
        words = f"{self.us}{self.year}年度收入总计{teller.money(books.grand_total, '收入总计', tied=True)}，其中"
        words += f"年初结转和结余{teller.money(brought, '年初结转和结余', tied=True)}，"
        words += f"{self.moved('年初结转和结余', brought, books.carried_last_year)}；"
        words += f"本年收入合计{teller.money(income, '本年收入合计', tied=True)}，"
        yield Paragraph(f"{words}{self.moved('本年收入合计', income, books.last_income, 'total')}。")
        parts = (
            ("财政拨款收入", books.of("appropriation")),
            ("事业收入", ZERO),
            ("经营收入", ZERO),
            ("其他收入", books.of("other")),
        )
        yield Paragraph(f"本年收入的具体构成为：{self._parts(parts, income, '本年收入合计')}。")

    def _outlays(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        spent, left = books.of("total"), books.of("carried_out")
        words = f"{self.us}{self.year}年度支出总计{teller.money(spent + left, '支出总计', tied=True)}，其中"
        words += f"本年支出合计{teller.money(spent, '本年支出合计', tied=True)}，"
        words += f"{self.moved('本年支出合计', spent, books.last_outlay, 'total')}；"
        words += f"年末结转和结余{teller.money(left, '年末结转和结余', tied=True)}，"
        yield Paragraph(f"{words}{self.moved('年末结转和结余', left, books.of('carried_in'), 'carry')}。")
        parts = (
            ("基本支出", books.of("basic")),
            ("项目支出", spent - books.of("basic")),
            ("经营支出", ZERO),
            ("其他支出（对附属单位补助支出、上缴上级支出）", ZERO),
        )
        yield Paragraph(f"本年支出的具体构成为：{self._parts(parts, spent, '本年支出合计')}。")

    def _parts(self, parts: tuple[tuple[str, Decimal], ...], whole: Decimal, of: str) -> str:
        teller = self.teller
        return "；".join(
            f"{name}{teller.money(yuan, name, tied=True)}，占{teller.share(yuan, whole, name, of)}"
            for name, yuan in parts
        )

    def _granted(self) -> Iterator[Block]:
        books = self.books
        words, _, _, _ = self._carried_out("财政拨款本年支出", books.of("granted"), books.of("budget"))
        yield Paragraph(f"{self.us}{self.year}年度{words}。其中：")
        classes = [*classes_of(books.general_lines), *classes_of(books.fund_lines)]
        for number, below in enumerate(classes, 1):
            yield Paragraph(f"（{chinese(number)}）{self._class_line(below)}。")

    def _carried_out(
        self, measure: str, final: Decimal, budget: Decimal, called: str | None = None
    ) -> tuple[str, Printed, Printed, Printed]:
        """Tell budget, outcome and completion; return the words and the three."""
        teller = self.teller
        planned = teller.money(budget, measure, INITIAL)
        spent = teller.money(final, measure, tied=True)
        rate = teller.completion(final, budget, measure)
        words = f"{called or measure}年初预算数为{planned}，决算数为{spent}，完成年初预算的{rate}"
        return words, planned, spent, rate

    def _class_line(self, below: list[Line]) -> str:
        name = below[0].path[0]
        final, budget = total(below, "granted"), total(below, "budget")
        words, planned, spent, rate = self._carried_out(name, final, budget, f"{name}{self.level}")
        self.teller.spending("类", below[0], spent, initial_budget=planned, completion=rate)
        told = Carried(name, final, budget, rate)
        why = self._why(below)
        if self.says_verdict:
            return f"{words}，{told.verdict(self.teller, INITIAL, AGAINST_INITIAL, why)}"
        return words + told.reason(self.teller, why=why, cue=CAUSE)

    def _why(self, below: list[Line]) -> str:
        if all(line.code in PAID_AS for line in below):
            return "staff"
        return "running" if total(below, "basic") > total(below, "project") else "project"

    def _basic(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        measure = "一般公共预算财政拨款基本支出"
        yield Paragraph(
            f"{self.us}{self.year}年度{measure}{teller.money(books.of('basic'), measure, tied=True)}，其中："
        )
        for number, (code, name, now, before, why) in enumerate(self._economic(), 1):
            money = teller.money(now, name, tied=True)
            teller.economic(name, code, "personnel" if code in ("301", "303") else "public", money)
            yield Paragraph(f"（{chinese(number)}）{name}{money}，{self.moved(name, now, before, why)}。")

    def _economic(self) -> Iterator[tuple[str, str, Decimal, Decimal, str]]:
        """Yield code, name, amount, last year's amount and kind of reason of each economic 类."""
        books = self.books

        def now(code: str) -> Decimal:
            return sum((item.yuan for item in books.economic if item.code.startswith(code)), ZERO)

        basic = total([line for line in books.lines if line.basic], "last_year")
        retirees = total([line for line in books.lines if line.code in RETIREES.values()], "last_year")
        family = retirees + now("30309")
        yield "301", "工资福利支出", now("301"), basic - family - books.operating_last_year, "wages"
        goods = books.operating_last_year - books.capital_last_year
        yield "302", "商品和服务支出", now("302"), goods, "operating"
        yield "303", "对个人和家庭的补助", now("303"), family, "family"
        yield "310", "资本性支出", now("310"), books.capital_last_year, "capital"

    # -- 三公经费 ------------------------------------------------------------------------------------------

    def _official(self) -> Iterator[Block]:
        books, teller, counts = self.books, self.teller, self.books.counts
        measure = "财政拨款“三公”经费支出"
        words, rate = self._against_full_year("total", measure, books.official)
        moved = self.moved(measure, books.official.final, books.official.last_year)
        yield Paragraph(f"{self.us}{self.year}年度{words}，完成全年预算的{rate}，决算数{moved}，其中：")
        groups, travellers = (counts["delegations"], counts["travellers"]) if books.abroad.final else (0, 0)
        words = self._part("abroad", "因公出国（境）支出", books.abroad)
        words += f"全年安排因公出国（境）团组{teller.count(groups, '个', '因公出国（境）团组')}，"
        words += f"累计{teller.count(travellers, '人次', '因公出国（境）人次')}"
        purpose = "，主要为：开展对口业务交流" if groups else ""
        yield Paragraph(f"（一）{words}{purpose}。")
        words = self._part("reception", "公务接待费支出", books.reception)
        words += f"全年国内公务接待{teller.count(counts['batches'], '批', '国内公务接待批次')}，"
        words += f"累计接待{teller.count(counts['guests'], '人次', '国内公务接待人次')}，"
        words += f"其中外事接待{teller.count(0, '批', '外事接待批次')}，"
        words += f"累计接待{teller.count(0, '人次', '外事接待人次')}，主要为：上级部门检查指导和外地同行来访。"
        yield Paragraph(f"（二）{words}")
        yield Paragraph(f"（三）{self._vehicle_costs()}")

    def _against_full_year(self, item: str, measure: str, part: Official) -> tuple[str, Printed | None]:
        teller = self.teller
        planned = teller.money(part.budget, measure, FULL_YEAR)
        spent = teller.money(part.final, measure, tied=True)
        teller.official(item, budget=planned, final=spent)
        rate = teller.completion(part.final, part.budget, measure) if part.budget else None
        return f"{measure}全年预算数为{planned}，决算数为{spent}", rate

    def _part(self, item: str, measure: str, part: Official, counted: str | None = None) -> str:
        """Tell one part of the 三公经费 up to its counts; those `counted` stand before the verdict."""
        words, rate = self._against_full_year(item, measure, part)
        if rate is None:
            for basis in (FULL_YEAR, PRIOR):
                self.teller.change(measure, basis, "unchanged")
            tail = self._counted(counted)
            return f"{words}，与全年预算数持平，与{self.year - 1}年决算数持平{tail}。"
        moved = self.moved(measure, part.final, part.last_year, WHY[item])
        tail = self._counted(counted)
        carried = Carried(measure, part.final, part.budget, rate)
        verdict = carried.verdict(self.teller, FULL_YEAR, AGAINST_FULL_YEAR, f"{item}_budget")
        return f"{words}，完成全年预算的{rate}，决算数{moved}{tail}。{verdict}。"

    def _counted(self, counted: str | None) -> str:
        if counted is None:
            return ""
        counts, teller = self.books.counts, self.teller
        if counted == "bought":
            bought = counts["vehicles_bought"] if self.books.purchase.final else 0
            return f"，全年购置公务用车{teller.count(bought, '辆', '公务用车购置')}"
        return f"，年末公务用车保有{teller.count(counts['vehicles_kept'], '辆', '公务用车保有量')}"

    def _vehicle_costs(self) -> str:
        books, teller = self.books, self.teller
        measure = "公务用车购置及运行维护费支出"
        both = teller.money(books.vehicles.final, measure, tied=True)
        teller.official("vehicles", final=both)
        bought = self._part("vehicle_purchase", "公务用车购置", books.purchase, "bought")
        kept = self._part("vehicle_running", "公务用车运行维护费支出", books.running, "kept")
        return f"{measure}{both}，其中{bought[:-1]}；{kept}"

    # -- other matters -------------------------------------------------------------------------------------

    def _operating(self) -> Iterator[Block]:
        books, teller = self.books, self.teller
        measure = "机关运行经费支出"
        if self.body.kind == "unit":
            yield Paragraph(
                f"{self.us}不是行政单位，也不是参照公务员法管理的事业单位，{self.year}年度无机关运行经费。"
            )
            return
        now = books.group("public")
        words = f"{self.us}{self.year}年度{measure}{teller.money(now, measure)}"
        words += f"（与{self.word}决算中行政单位和参照公务员法管理事业单位"
        words += "一般公共预算财政拨款基本支出中公用经费之和一致），"
        yield Paragraph(f"{words}{self.moved(measure, now, books.operating_last_year, 'operating')}。")

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
        words = f"{self.us}{self.year}年度政府采购支出总额{parts['total']}，其中："
        words += "、".join(f"政府采购{name}支出{parts[key]}" for key, (name, _) in kinds.items())
        parts["sme"] = teller.money(books.sme, "授予中小企业合同金额")
        share = teller.share(books.sme, whole, "授予中小企业合同金额", "政府采购支出总额")
        parts["micro"] = teller.money(books.micro, "授予小微企业合同金额")
        micro = teller.share(books.micro, whole, "授予小微企业合同金额", "政府采购支出总额")
        words += f"。授予中小企业合同金额{parts['sme']}，占政府采购支出总额的{share}，其中："
        words += f"授予小微企业合同金额{parts['micro']}，占政府采购支出总额的{micro}；"
        teller.procurement(**parts)
        yield Paragraph(f"{words}{'，'.join(self._small_firms(kinds))}。")

    def _small_firms(self, kinds: dict[str, tuple[str, Decimal]]) -> Iterator[str]:
        """Tell the share of small firms in each kind."""
        won = self.books.sme_by_kind
        for key, (name, yuan) in kinds.items():
            if yuan:
                of = f"{name}支出金额"
                share = self.teller.share(won[key], yuan, f"{name}采购授予中小企业合同金额", of)
                yield f"{name}采购授予中小企业合同金额占{of}的{share}"

    def _assets(self) -> Iterator[Block]:
        teller, counts = self.teller, self.books.counts
        words = f"截至{self.year}年12月31日，{self.us}国有资产占用情况见公开10表《国有资产占用情况表》。共有车辆"
        words += f"{teller.asset('车辆', counts['vehicles_kept'], '辆')}，其中："
        words += "、".join(f"{kind}{teller.asset(kind, count, '辆')}" for kind, count in self._vehicles().items())
        if counts["other_vehicles"]:
            words += "，其他用车主要是一般公务用车"
        item = DEVICES.format(teller.amount(MILLION, "设备单价", "other"))
        yield Paragraph(f"{words}；{item}{teller.asset(item, counts['equipment'], '台（套）')}。")

    def _evaluation(self) -> Iterator[Block]:
        books, teller, projects = self.books, self.teller, self.books.evaluated
        money = total((each.line for each in projects), "project")
        yield Heading(3, "（一）", "绩效评价工作开展情况")
        words = f"根据预算绩效管理要求，{self.us}组织对{self.year}年度一般公共预算项目支出开展绩效自评，涉及项目"
        number = teller.count(len(projects), "个", "绩效自评项目")
        funds = teller.money(money, "绩效自评项目资金", "other", tied=True)
        share = teller.share(money, money, "绩效自评项目资金", "一般公共预算项目支出总额")
        teller.evaluation("绩效自评", projects=number, yuan=funds)
        words += f"{number}，共涉及资金{funds}，占一般公共预算项目支出总额的{share}。从评价情况来看，"
        yield Paragraph(f"{words}各项目立项依据充分，资金使用规范，基本完成了预期目标。")
        yield Heading(3, "（二）", f"{self.word}决算中项目绩效自评结果")
        names = "".join(f"“{project_name(books, each.line)}”" for each in projects)
        number = teller.count(len(projects), "个", "反映绩效自评结果的项目")
        yield Paragraph(f"{self.us}今年在{self.word}决算中反映{names}等{number}项目绩效自评结果。")
        for n, each in enumerate(projects, 1):
            yield Paragraph(f"{n}.{self._evaluated(each)}")

    def _evaluated(self, project: Evaluated) -> str:
        teller, line, grade, whole = self.teller, project.line, project.grade, project.budget
        subject = f"“{project_name(self.books, line)}”项目"
        score = teller.count(str(project.score), "分", f"{subject}绩效自评得分")
        budget = teller.money(whole, subject, FULL_YEAR)
        executed = teller.money(line.project, subject)
        rate = teller.completion(line.project, whole, subject)
        teller.evaluation(subject, score=score, grade=grade, budget=budget, executed=executed, completion=rate)
        problem, remedy = teller.dice.choice(FINDINGS)
        return (
            f"{subject}绩效自评综述：根据年初设定的绩效目标，项目绩效自评得分为{score}，评价等级为“{grade}”。"
            f"项目全年预算数为{budget}，执行数为{executed}，完成预算的{rate}。项目绩效目标完成情况："
            f"一是按计划落实{line.purpose}；二是资金支付手续齐全。发现的问题及原因：{problem}。"
            f"下一步改进措施：{remedy}。"
        )

    # -- glossary ------------------------------------------------------------------------------------------

    def glossary(self) -> Iterator[Block]:
        yield Heading(3, "一、", "收入科目")
        yield from self.teller.terms(INCOME_TERMS, "（{}）")
        yield Heading(3, "二、", "支出科目")
        yield from self._subjects()
        yield Heading(3, "三、", "相关专业名词")
        yield from self.teller.terms(SUBJECT_TERMS, "（{}）")

    def _subjects(self) -> Iterator[Clause]:
        """Tell the classes of the year as glossary entries: what spending under them is for."""
        for number, line in enumerate(self.books.lines, 1):
            mark, term = f"（{chinese(number)}）", line.path[2]
            fund = "政府性基金" if line.fund == GOVERNMENT_FUND else ""
            definition = f"反映{fund}用于{line.purpose}等方面的支出。"
            self.teller.tell("terms", number=mark, term=term, definition=definition)
            yield Clause(mark, f"{term}：{definition}")
