"""A year's accounts of one body: seeded figures in yuan that add up and agree with each other.

Everything a disclosure prints follows from a few facts: the basic expenditure by economic class (which also
gives the pension, insurance and housing lines), the projects, the carry-over, and what was budgeted and spent
the year before. Figures are multiples of `step`, so that tables in 万元 with two decimals print them exactly.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from fiscalnlp.classification import economic_classes, functional_classes
from fiscalnlp.model.records import Fund
from generator.bodies import Body, Project

ZERO = Decimal(0)
GENERAL: Fund = "general"
GOVERNMENT_FUND: Fund = "government_fund"

GOOD = 90  # points from which a grade is 优

PENSION, ANNUITY, HOUSING = "2080505", "2080506", "2210201"
MEETINGS, TRAINING = "30215", "30216"  # economic classes
RETIREES = {"department": "2080501", "unit": "2080502"}  # 行政单位, 事业单位
MEDICAL = {"department": "2101101", "unit": "2101102"}
OFFICE = "行政运行"  # the 项 that pays for running a 机关
#: The economic class that each of these 项 pays for: the two figures are one.
PAID_AS = {
    **{PENSION: "30108", ANNUITY: "30109", HOUSING: "30113"},
    **dict.fromkeys(RETIREES.values(), "30302"),
    **dict.fromkeys(MEDICAL.values(), "30110"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What was spent under one 项, in yuan.

    `basic` and `project` come from the line's `fund` (the general budget or a government-managed fund,
    政府性基金), `other` from other income; `carried_in` and `carried_out` are the money of the fund brought from
    last year and left for the next; `budget` is the initial budget, `last_year` what the line was a year ago.
    """

    code: str
    path: tuple[str, str, str]
    purpose: str
    basic: Decimal
    project: Decimal
    budget: Decimal
    last_year: Decimal
    other: Decimal = ZERO
    carried_in: Decimal = ZERO
    carried_out: Decimal = ZERO
    fund: Fund = GENERAL

    @property
    def granted(self) -> Decimal:
        """Spending from appropriation, whatever the fund."""
        return self.basic + self.project

    @property
    def general(self) -> Decimal:
        """Spending from the general public budget."""
        return self.granted if self.fund == GENERAL else ZERO

    @property
    def government_fund(self) -> Decimal:
        """Spending from a government-managed fund."""
        return ZERO if self.fund == GENERAL else self.granted

    @property
    def project_and_other(self) -> Decimal:
        """Project spending from all sources: other income pays for projects only."""
        return self.project + self.other

    @property
    def total(self) -> Decimal:
        """Spending from all sources."""
        return self.granted + self.other

    @property
    def appropriation(self) -> Decimal:
        """Income from appropriation under this line."""
        return self.granted - self.carried_in + self.carried_out

    @property
    def income(self) -> Decimal:
        """Income under this line from all sources."""
        return self.appropriation + self.other


@dataclass(frozen=True, slots=True)
class Economic:
    """Basic expenditure under one economic class (款 level), in yuan."""

    code: str
    name: str
    group: str
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Official:
    """One part of the 三公经费: budget, outcome and last year's outcome, in yuan."""

    budget: Decimal
    final: Decimal
    last_year: Decimal

    def __add__(self, other: Official) -> Official:
        return Official(self.budget + other.budget, self.final + other.final, self.last_year + other.last_year)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A project and the score of its self-evaluation (绩效自评得分)."""

    line: Line
    score: Decimal

    @property
    def grade(self) -> str:
        """优 from 90 points on, else 良."""
        return "优" if self.score >= GOOD else "良"

    @property
    def budget(self) -> Decimal:
        """全年预算数: what was spent and what is left for the next year."""
        return self.line.project + self.line.carried_out


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything that the tables and the prose of one year are made of."""

    body: Body
    year: int
    lines: tuple[Line, ...]
    economic: tuple[Economic, ...]
    abroad: Official
    purchase: Official
    running: Official
    reception: Official
    operating_last_year: Decimal  # 机关运行经费 a year ago
    carried_last_year: Decimal  # what last year's totals had brought forward and left, less this year's
    goods: Decimal
    works: Decimal
    services: Decimal
    sme: Decimal
    micro: Decimal
    counts: dict[str, int]
    assets: dict[str, Decimal]  # book value by kind: `fixed` and `current` are all, `last_year` all a year ago
    fees: dict[str, Decimal]  # a year ago, by economic class: 30215 会议费, 30216 培训费
    fee_budgets: dict[str, Decimal]  # of the same classes
    capital_last_year: Decimal  # 资本性支出 of basic expenditure a year ago

    def of(self, name: str, lines: Iterable[Line] | None = None) -> Decimal:
        """Return the sum of one field or property of the lines."""
        return sum((getattr(line, name) for line in (self.lines if lines is None else lines)), ZERO)

    @property
    def general_lines(self) -> tuple[Line, ...]:
        """The lines paid from the general public budget."""
        return tuple(line for line in self.lines if line.fund == GENERAL)

    @property
    def fund_lines(self) -> tuple[Line, ...]:
        """The lines paid from a government-managed fund; none in most bodies."""
        return tuple(line for line in self.lines if line.fund == GOVERNMENT_FUND)

    @property
    def grand_total(self) -> Decimal:
        """收入支出总计: the year's income and what was brought forward."""
        return self.of("income") + self.of("carried_in")

    @property
    def grand_total_last_year(self) -> Decimal:
        """The total of last year, which left what this year was brought forward."""
        return self.granted_last_year + self.of("other")

    @property
    def income_last_year(self) -> Decimal:
        """Last year's income; other income was the same."""
        return self.appropriation_last_year + self.of("other")

    @property
    def granted_last_year(self) -> Decimal:
        """Last year's total from appropriation: what was spent and what was left."""
        return self.of("last_year") + self.of("carried_in")

    @property
    def appropriation_last_year(self) -> Decimal:
        """Last year's income from appropriation: its total without what it had been brought forward."""
        return self.granted_last_year - self.carried_last_year

    @property
    def procured(self) -> Decimal:
        """政府采购支出总额."""
        return self.goods + self.works + self.services

    @property
    def vehicles(self) -> Official:
        """公务用车购置及运行维护费."""
        return self.purchase + self.running

    @property
    def official(self) -> Official:
        """三公经费 in all."""
        return self.abroad + self.vehicles + self.reception

    @property
    def last_outlay(self) -> Decimal:
        """本年支出合计 a year ago; other income paid for as much."""
        return self.of("last_year") + self.of("other")

    @property
    def last_total(self) -> Decimal:
        """收入支出总计 a year ago: what was spent and what was left for this year."""
        return self.last_outlay + self.of("carried_in")

    @property
    def last_income(self) -> Decimal:
        """本年收入合计 a year ago: the total without what had been brought into that year."""
        return self.last_total - self.carried_last_year

    @property
    def last_appropriation(self) -> Decimal:
        """Income from the general public budget a year ago."""
        return self.of("last_year", self.general_lines) + self.of("carried_in") - self.carried_last_year

    def project(self, line: Line) -> Project | None:
        """Return the project that a line pays for; none for basic expenditure."""
        every = (*self.body.projects, *self.body.fund_projects)
        return next((project for project in every if project.code == line.code), None)

    @property
    def evaluated(self) -> tuple[Evaluated, ...]:
        """The projects of the general budget with their scores, and what grade these are."""
        lines = [line for line in self.general_lines if line.project]
        return tuple(Evaluated(line, Decimal(self.counts["score"] + n) / 10) for n, line in enumerate(lines, 1))

    @property
    def is_office(self) -> bool:
        """Whether the body is a 机关, which alone has 机关运行经费: it is run under 行政运行."""
        return any(line.path[2] == OFFICE for line in self.lines if line.code == self.body.running)

    def paid_as(self, code: str) -> Decimal:
        """Return basic expenditure under one economic class."""
        return sum((item.yuan for item in self.economic if item.code == code), ZERO)

    @property
    def sme_by_kind(self) -> dict[str, Decimal]:
        """What small and medium firms won of goods, works and services: large ones won services, then goods."""
        large = self.goods + self.works + self.services - self.sme
        won = {}
        for kind in ("services", "goods", "works"):
            whole: Decimal = getattr(self, kind)
            won[kind] = max(whole - large, ZERO)
            large -= whole - won[kind]
        return {kind: won[kind] for kind in ("goods", "works", "services")}

    def group(self, name: str) -> Decimal:
        """Return basic expenditure of one group: personnel (人员经费) or public (公用经费)."""
        return sum((item.yuan for item in self.economic if item.group == name), ZERO)


class Dice:
    """Draws figures: always the same ones for the same seed."""

    def __init__(self, seed: str, step: int | Decimal) -> None:
        """Draw multiples of `step` yuan from `seed`."""
        self.random = random.Random(seed)
        self._step = step

    def thousands(self, low: int, high: int) -> Decimal:
        """Draw an amount between `low` and `high` thousand yuan."""
        lowest, highest = int(low * 1000 // self._step), int(high * 1000 // self._step)
        return Decimal(self.random.randrange(lowest, highest) * self._step)

    def percent_of(self, base: Decimal, low: int, high: int | None = None) -> Decimal:
        """Return `low` percent of `base`, or a share drawn from `low` to below `high`."""
        percent = low if high is None else self.random.randrange(low, high)
        return base * percent // 100 // self._step * self._step

    def moved(self, yuan: Decimal) -> Decimal:
        """Return an amount 2 to 18 percent above or below `yuan`."""
        change = max(self.percent_of(yuan, 2, 19), Decimal(10 * self._step))
        return yuan + self.random.choice((-1, 1)) * change


def accounts(body: Body, year: int, seed: int, *, step: int | Decimal = 100, carry: bool = True) -> Accounts:
    """Return the accounts of `body` in `year`: the same for the same arguments.

    `step` is what every figure but the 三公经费 (always 100 yuan) is a multiple of; without `carry` no money
    is brought forward or left, as in a budget.

    Raises:
        ValueError: if a class the body spends under is not confirmed.
    """
    dice = Dice(f"{body.name} {year} {seed}", step)
    abroad, purchase, running, reception = _official(Dice(f"{body.name} {year} {seed} 三公", 100))
    amounts = _economic(dice, abroad.final, running.final, reception.final)
    items = tuple(
        Economic(row.code, row.name, row.group, amounts[row.code])
        for row in economic_classes().rows
        if row.code in amounts
    )
    public = sum((item.yuan for item in items if item.group == "public"), ZERO)
    staff = (PENSION, ANNUITY, RETIREES[body.kind], MEDICAL[body.kind], HOUSING)
    tied = {code: amounts[PAID_AS[code]] for code in staff}
    rest = sum(amounts.values(), ZERO) - sum(tied.values(), ZERO)
    projects = [_line(dice, it.code, year, it.purpose, project=dice.thousands(180, 2600)) for it in body.projects]
    lines = [
        _line(dice, body.running, year, RUNNING[body.kind], basic=rest),
        *_with_other_money(dice, projects, carry),
        *(_line(dice, code, year, PURPOSES[code], basic=yuan) for code, yuan in tied.items()),
    ]
    funds = [
        _line(dice, it.code, year, it.purpose, project=dice.thousands(180, 900), fund=GOVERNMENT_FUND)
        for it in body.fund_projects
    ]
    goods, services = dice.thousands(30, 400), dice.thousands(60, 900)
    works = dice.thousands(100, 800) if dice.random.random() < HALF else ZERO
    sme = dice.percent_of(goods + works + services, 60, 96)
    return Accounts(
        body=body,
        year=year,
        lines=tuple(sorted([*lines, *funds], key=lambda line: line.code)),
        economic=items,
        abroad=abroad,
        purchase=purchase,
        running=running,
        reception=reception,
        operating_last_year=dice.moved(public),
        carried_last_year=dice.thousands(20, 300),
        goods=goods,
        works=works,
        services=services,
        sme=sme,
        micro=dice.percent_of(sme, 30, 90),
        counts=_counts(dice.random) | _staff(random.Random(f"{body.name} {year} {seed} staff"), lines[0]),
        fees=_fees(Dice(f"{body.name} {year} {seed} fees", step), amounts),
        fee_budgets=_fees(Dice(f"{body.name} {year} {seed} fee budgets", step), amounts),
        assets=_assets(Dice(f"{body.name} {year} {seed} assets", step)),
        capital_last_year=Dice(f"{body.name} {year} {seed} capital", step).moved(
            sum((item.yuan for item in items if item.code.startswith("310")), ZERO)
        ),
    )


RUNNING = {"department": "机关人员工资福利和日常运转", "unit": "在职人员工资福利和单位日常运转"}
PURPOSES = {
    PENSION: "在职人员基本养老保险缴费",
    ANNUITY: "在职人员职业年金缴费",
    **dict.fromkeys(RETIREES.values(), "退休人员生活补贴"),
    **dict.fromkeys(MEDICAL.values(), "在职人员基本医疗保险缴费"),
    HOUSING: "按规定为在职人员缴存住房公积金",
}


HALF = 0.5


def _line(
    dice: Dice,
    code: str,
    year: int,
    purpose: str,
    *,
    basic: Decimal = ZERO,
    project: Decimal = ZERO,
    fund: Fund = GENERAL,
) -> Line:
    classes = functional_classes()
    row = classes.by_code(code, fund=fund, year=year)
    above = classes.ancestors(code, fund=fund, year=year)
    if row is None or not all(each.confirmed for each in (*above, row)):
        raise ValueError(f"no confirmed class {code} in {year}")
    spent = basic + project
    budget = spent if dice.random.random() < HALF / 2 else dice.moved(spent)
    return Line(
        code=code,
        path=(above[0].name, above[1].name, row.name),
        purpose=purpose,
        basic=basic,
        project=project,
        budget=budget,
        last_year=dice.moved(spent),
        fund=fund,
    )


def _with_other_money(dice: Dice, projects: list[Line], carry: bool) -> list[Line]:
    """Let one project carry money over from year to year, and the next be paid partly by other income."""
    carrying = dice.random.randrange(len(projects))
    paying = (carrying + 1) % len(projects)
    line = projects[carrying]
    brought, left = dice.percent_of(line.project, 5, 30), dice.percent_of(line.project, 4, 25)
    if carry:
        projects[carrying] = replace(line, carried_in=brought, carried_out=left)
    projects[paying] = replace(projects[paying], other=dice.thousands(20, 160))
    return projects


def _official(dice: Dice) -> tuple[Official, Official, Official, Official]:
    """Draw the four parts of the 三公经费: abroad, purchase, running, reception."""

    def part(low: int, high: int) -> Official:
        return Official(dice.thousands(low, high), dice.thousands(low // 2, low), dice.thousands(low // 2, high))

    nil = Official(ZERO, ZERO, ZERO)
    abroad = part(30, 60) if dice.random.random() < HALF else nil
    purchase = part(160, 180) if dice.random.random() < HALF else nil
    return abroad, purchase, part(40, 90), part(10, 30)


def _economic(dice: Dice, abroad: Decimal, running: Decimal, reception: Decimal) -> dict[str, Decimal]:
    """Draw basic expenditure by economic class; insurance and housing follow from the salaries."""
    salary, allowance, bonus, merit = (
        dice.thousands(900, 1600),
        dice.thousands(700, 1500),
        dice.thousands(300, 800),
        dice.thousands(200, 600),
    )
    base = salary + allowance + merit
    amounts = {
        "30101": salary,
        "30102": allowance,
        "30103": bonus,
        "30107": merit,
        "30108": dice.percent_of(base, 16),
        "30109": dice.percent_of(base, 8),
        "30110": dice.percent_of(base, 9),
        "30112": dice.percent_of(base, 1),
        "30113": dice.percent_of(base, 12),
        "30199": dice.thousands(20, 90),
        "30302": dice.thousands(60, 260),
        "30309": dice.thousands(2, 9),
        "30201": dice.thousands(40, 160),
        "30202": dice.thousands(5, 30),
        "30205": dice.thousands(3, 12),
        "30206": dice.thousands(10, 60),
        "30207": dice.thousands(8, 40),
        "30209": dice.thousands(20, 90),
        "30211": dice.thousands(10, 70),
        "30213": dice.thousands(5, 50),
        "30215": dice.thousands(2, 20),
        "30216": dice.thousands(4, 30),
        "30217": reception,
        "30226": dice.thousands(5, 60),
        "30227": dice.thousands(5, 80),
        "30228": dice.percent_of(base, 2),
        "30229": dice.thousands(20, 60),
        "30231": running,
        "30239": dice.thousands(60, 180),
        "30299": dice.thousands(10, 90),
        "31002": dice.thousands(10, 80),
    }
    if abroad:
        amounts["30212"] = abroad
    return amounts


def _counts(dice: random.Random) -> dict[str, int]:
    kept = dice.randrange(1, 4)
    return {
        "delegations": dice.randrange(1, 3),
        "travellers": dice.randrange(2, 7),
        "vehicles_bought": 1,
        "vehicles_kept": kept,
        "batches": dice.randrange(8, 60),
        "guests": dice.randrange(80, 600),
        "confidential": 1 if kept > 1 else 0,
        "enforcement": 0,
        "other_vehicles": kept - (1 if kept > 1 else 0),
        "equipment": dice.randrange(0, 4),
        "goals": dice.randrange(6, 20),
        "score": dice.randrange(880, 990),
    }


def _staff(dice: random.Random, running: Line) -> dict[str, int]:
    """Draw the posts (编制) and the staff that fills them, the retired, and the offices of the body itself.

    A body that is not run under 行政运行 has no administrative posts.
    """
    administrative, institution = dice.randrange(12, 40), dice.randrange(10, 60)
    vacant = dice.randrange(0, 4)
    if running.path[2] != OFFICE:
        administrative = vacant = 0
    return {
        "offices": dice.randrange(3, 9),
        "administrative_posts": administrative,
        "administrative_staff": administrative - vacant,
        "institution_posts": institution,
        "institution_staff": institution - dice.randrange(0, 6),
        "retired": dice.randrange(5, 40),
    }


def _assets(dice: Dice) -> dict[str, Decimal]:
    fixed = {
        "houses": dice.thousands(900, 6000),
        "general_equipment": dice.thousands(300, 1900),
        "special_equipment": dice.thousands(40, 700),
        "furniture": dice.thousands(60, 400),
    }
    whole = sum(fixed.values(), ZERO)
    current = dice.thousands(100, 900)
    before = dice.moved(whole + current)
    return {**fixed, "fixed": whole, "current": current, "last_year": before, "vehicles": dice.thousands(200, 600)}


def _fees(dice: Dice, amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Draw what meetings and training were to cost, or cost, at another time."""
    return {code: dice.moved(amounts[code]) for code in (MEETINGS, TRAINING)}
