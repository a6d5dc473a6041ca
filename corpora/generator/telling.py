"""Words figures in a document's own way and keeps account of what was said: the document's true records.

A style writes its sentences as f-strings whose figures come from a `Teller`; since they are told in reading
order, the records stand in document order. What is kept is what is *printed*: 12.35万元 is 123500 yuan.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.figures import PAID_AS, RETIREES, ZERO, Accounts, Line
from generator.mistakes import Mistakes, planted_cell, unmarked
from generator.model import Clause, Table
from generator.printing import UNITS, Printed, Printing, percent

Row = dict[str, Any]

#: The lists of a truth file, in order. `errors` are the mistakes planted: none in a sound document.
KINDS = (
    *("duties", "amounts", "percentages", "quantities", "changes", "reasons", "spending", "economic"),
    *("official_expense", "assets", "evaluations", "terms", "citations", "tables"),
)
LEVELS = ("类", "款", "项")

#: The kind of reason that each line of the 三公经费 takes.
WHY = {
    "total": "official",
    "abroad": "abroad",
    "vehicles": "vehicles",
    "vehicle_purchase": "purchase",
    "vehicle_running": "vehicles",
    "reception": "reception",
}


@cache
def stock(name: str) -> dict[str, Any]:
    """Return a stock of words beside the styles: `reasons` (by what moved and where to), `glossary` …."""
    return tomllib.loads((Path(__file__).parent / "styles" / f"{name}.toml").read_text(encoding="utf-8"))


class Teller:
    """Tells figures and keeps the records; one document's worth.

    Methods that take yuan print it in the document's way and return `Printed`: the words, and the value they say.
    Methods that keep a record without words (`change`, `spending`, `official` …) take what was printed.
    """

    def __init__(self, books: Accounts, seed: int, *, stage: str, printing: Printing, mistakes: Mistakes) -> None:
        """Tell the figures of `books`, at `stage` (final_account, initial_budget) unless said otherwise."""
        self.books = books
        self.year = books.year
        self.stage = stage
        self.printing = printing
        self.dice = random.Random(f"words {seed}")
        self.mistakes = mistakes
        self.reasons = "reasons"  # the stock that reasons come from, where it has the kind
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._single: dict[str, Row] = {}
        self._used: set[str] = set()

    # -- figures: words and record in one --------------------------------------------------------------

    def figure(self, yuan: Decimal) -> str:
        """Return the figure without unit and without telling it, as in a table."""
        return self.printing.figure(yuan)

    def money(
        self,
        yuan: Decimal,
        measure: str,
        stage: str | None = None,
        *,
        year: int | None = None,
        unit: str | None = None,
        tied: bool = False,
    ) -> Printed:
        """Tell an amount; one `tied` to a table or another sentence is where a wrong figure can be seen."""
        words = self.printing.money(yuan, unit)
        marked = str(words)
        award = _AWARDS.get(measure)
        if award and yuan and self.mistakes.due(award):
            wrong = self.printing.money(self.books.procured + _MORE, unit)
            words, marked = wrong, self.mistakes.mark(award, wrong, words)
        elif tied and yuan and self.mistakes.due("unit") and words.endswith("万元"):
            slip = words.replace("万元", "元")
            words, marked = Printed(slip, words.value / UNITS["万元"]), self.mistakes.mark("unit", slip, words)
        elif tied and yuan and measure not in _FEES and self.mistakes.due("amount"):
            wrong = self.printing.money(wrong_amount(yuan), unit)
            words, marked = wrong, self.mistakes.mark("amount", wrong, words)
        self.amount(words, measure, stage, year=year)
        return Printed(marked, words.value)

    def amount(
        self, words: Printed, measure: str, stage: str | None = None, *, year: int | None = None
    ) -> Printed:
        """Tell an amount printed in its own way (100万元, 5,000元)."""
        stage = stage or self.stage
        unit = next(unit for unit in sorted(UNITS, key=len, reverse=True) if words.endswith(unit))
        self.tell(
            "amounts",
            text="".join(words.split()),
            value=str(words.value / UNITS[unit]),
            unit=unit,
            yuan=plain(words.value),
            measure=measure,
            year=None if stage == "other" else year or self.year,
            stage=stage,
        )
        return words

    def rate(
        self,
        value: Decimal,
        role: str,
        measure: str,
        of: str | None = None,
        *,
        points: bool = False,
        tied: bool = True,
    ) -> Printed:
        """Tell a percentage (`points`: of percentage points, 个百分点), `tied` to other figures or not."""
        words = self.printing.percent(value)
        marked, right = str(words), None
        if tied and role in {"share", "growth"} and value and self.mistakes.due("sign"):
            bare = words.rstrip("%％")
            return Printed(self.mistakes.mark("sign", bare, words), words.value)
        if tied and role == "growth" and value and self.mistakes.due("points"):
            points, right = True, str(words)
        if points:
            marked = words = Printed(words.rstrip("%％") + "个百分点", words.value)
            if right is not None:
                marked = self.mistakes.mark("points", words, right)
        kind = {"share": "share", "completion": "completion", "growth": "growth"}.get(role)
        if tied and kind and value and self.mistakes.due(kind):
            wrong = self.printing.percent(wrong_rate(value))
            words, marked = wrong, self.mistakes.mark(kind, wrong, words)
        row = {
            "text": "".join(words.split()),
            "value": str(words.value),
            "role": role,
            "measure": measure,
            "of": of,
        }
        self.tell("percentages", **row)
        return Printed(marked, words.value)

    def share(self, part: Decimal, whole: Decimal, measure: str, of: str) -> Printed:
        """Tell the share of a part in a whole."""
        return self.rate(percent(part, whole), "share", measure, of)

    def completion(self, final: Decimal, budget: Decimal, measure: str, *, tied: bool = True) -> Printed:
        """Tell how much of a budget was carried out; not `tied` where the budget is printed nowhere."""
        return self.rate(percent(final, budget), "completion", measure, tied=tied)

    def growth(self, now: Decimal, before: Decimal, measure: str) -> Printed:
        """Tell the rate of a change, without its sign."""
        return self.rate(abs(percent(now - before, before)), "growth", measure)

    def count(self, value: int | str, unit: str, measure: str) -> Printed:
        """Tell a count with its unit."""
        words = marked = f"{self.printing.number(Decimal(value))}{self.printing.gap}{unit}"
        kind = {"批次": "counts", "辆": "vehicles"}.get(unit)
        countable = kind == "counts" or measure == "车辆"
        if countable and kind and int(value) and self.mistakes.due(kind):
            value = 0 if kind == "counts" else int(value) - 1
            words = f"{value}{self.printing.gap}{unit}"
            marked = self.mistakes.mark(kind, words, marked)
        self.tell("quantities", text="".join(words.split()), value=str(value), unit=unit, measure=measure)
        return Printed(marked, Decimal(value))

    def asset(self, item: str, value: int, unit: str) -> Printed:
        """Tell a count of assets: a quantity and an asset."""
        self.tell("assets", item=item, count=str(value), unit=unit)
        return self.count(value, unit, item)

    def citation(self, number: str, issuer_code: str, year: int, serial: int) -> str:
        """Tell a numbered instrument (文号) and return its number."""
        self.tell("citations", number=number, issuer_code=issuer_code, year=year, serial=str(serial))
        return number

    # -- words that go with figures ---------------------------------------------------------------------

    def reason(self, why: str, more: bool, cue: str, *, several: bool = False, tied: bool = True) -> str:
        """Draw a reason of a kind (not given yet, where one is left), tell it and return its words.

        `several`: two of them, counted 一是…；二是…. One that is not `tied` to a direction cannot contradict it.
        """
        words = (stock("reasons") | stock(self.reasons))[f"{why}_{'more' if more else 'less'}"]
        fresh = [each for each in words if each not in self._used] or words
        drawn = self.dice.sample(fresh, 2) if several and len(fresh) > 1 else [str(self.dice.choice(fresh))]
        self._used.update(drawn)
        text = "；".join(f"{chinese(n)}是{each}" for n, each in enumerate(drawn, 1)) if drawn[1:] else drawn[0]
        if tied and why not in _UNEXPLAINED and self.mistakes.due("reason"):
            text = self.mistakes.mark("reason", "在职人员减少" if more else "在职人员增加", text)
        self.tell("reasons", text=text, cue=cue.lstrip("，。的"))
        return text

    def again(self, reason: str, cue: str) -> str:
        """Tell a reason that was given before once more; return its words."""
        self.tell("reasons", text=reason, cue=cue.lstrip("，。的"))
        return reason

    def moving(self, more: bool, up: str = "增加", down: str = "减少") -> str:
        """Return the word of direction before the size of a change."""
        right, other = (up, down) if more else (down, up)
        return self.mistakes.mark("alternative", f"{right}（{other}）", right) if self._left() else right

    def _left(self) -> bool:
        return self.mistakes.due("alternative")

    def rising(self, more: bool, up: str = "增长", down: str = "下降") -> str:
        """Return the word of direction before a growth rate that follows a change in money."""
        return self._either("direction", more, up, down)

    def verdict(self, more: bool, up: str = "大于", down: str = "小于") -> str:
        """Return the word between outcome and budget."""
        return self._either("verdict", more, up, down)

    def _either(self, kind: str, more: bool, up: str, down: str) -> str:
        right, wrong = (up, down) if more else (down, up)
        return self.mistakes.mark(kind, wrong, right) if self.mistakes.due(kind) else right

    # -- whole comparisons, in the wording of the central form ------------------------------------------

    def moved(
        self,
        measure: str,
        now: Decimal,
        before: Decimal,
        *,
        why: str | None = None,
        cue: str = "",
        growth: bool = True,
        each: str = "",
        basis: str = "prior_year",
        same: str = "与上年持平",
        link: str = "，",
        rates: tuple[str, str] = ("增长", "下降"),
        several: bool = False,
    ) -> str:
        """Tell the difference from last year: （各）增加N万元，增长P%，and a reason of kind `why` after `cue`.

        `same` are the words for no difference, `rates` those before the rate, `link` the mark before them;
        `several` gives two reasons.
        """
        if self.printing.rounded(now) == self.printing.rounded(before):
            self.change(measure, basis, "unchanged")
            return same
        more = now > before
        size = self.money(abs(self.exact(now) - self.exact(before)), measure, "change")
        words = f"{each}{self.moving(more)}{size}"
        rate = None
        if growth and before:
            word = self.rising(more, *rates)
            rate = self.growth(now, before, measure)
            words += f"{link}{word}{rate}"
        reason = None if why is None else self.reason(why, more, cue, several=several)
        direction = "increase" if more else "decrease"
        self.change(measure, basis, direction, yuan=size, percent=rate, reason=reason)
        return words if reason is None else f"{words}{cue}{reason}"

    def outcome(
        self,
        measure: str,
        final: Decimal,
        budget: Decimal,
        *,
        basis: str,
        called: str,
        why: str,
        cue: str,
        stop: str = "。",
        full: bool = False,
        same: str = "决算数与{called}数持平",
    ) -> tuple[str, Printed, Printed, Printed | None]:
        """Tell 年初预算为…，支出决算为…，完成年初预算的…; return the words, budget, outcome and completion.

        `stop` is the mark before the verdict, `same` the verdict where nothing differs; `full` prints the rate
        (100%) there too.
        """
        planned = self.money(budget, measure, basis)
        spent = self.money(final, measure, tied=True)
        words = f"{called}为{planned}，支出决算为{spent}"
        if final == budget:
            rate = self.completion(final, budget, measure) if full and budget else None
            words += f"，完成{called}的{rate}" if rate else ""
            self.change(measure, basis, "unchanged", completion=rate)
            return f"{words}，{same.format(called=called)}", planned, spent, rate
        rate = self.completion(final, budget, measure)
        more = final > budget
        verdict = self.verdict(more)
        reason = self.reason(why, more, cue)
        self.change(measure, basis, "increase" if more else "decrease", completion=rate, reason=reason)
        words += f"，完成{called}的{rate}{stop}决算数{verdict}{called}数{cue}{reason}"
        return words, planned, spent, rate

    def exact(self, yuan: Decimal) -> Decimal:
        """Return yuan as printed: what a reader would calculate with."""
        return self.printing.rounded(yuan) * UNITS[self.printing.unit]

    # -- records of what was printed --------------------------------------------------------------------

    def change(
        self,
        measure: str,
        basis: str,
        direction: str,
        *,
        yuan: Printed | None = None,
        percent: Printed | None = None,
        completion: Printed | None = None,
        reason: str | None = None,
    ) -> None:
        """Keep a comparison with the figures and the reason printed for it."""
        figures = {"yuan": money_value(yuan), "percent": value(percent), "completion": value(completion)}
        self.tell("changes", measure=measure, basis=basis, direction=direction, **figures, reason=reason)

    def spending(
        self,
        level: str,
        line: Line,
        yuan: Printed | None,
        *,
        share: Printed | None = None,
        initial_budget: Printed | None = None,
        final_budget: Printed | None = None,
        completion: Printed | None = None,
        purpose: str | None = None,
    ) -> None:
        """Keep a line of spending under the class of `line` at `level`."""
        depth = LEVELS.index(level) + 1
        self.tell(
            "spending",
            level=level,
            code=line.code[: 2 * depth + 1],
            path=list(line.path[:depth]),
            yuan=money_value(yuan),
            fund=line.fund,
            share=value(share),
            initial_budget_yuan=money_value(initial_budget),
            final_budget_yuan=money_value(final_budget),
            completion=value(completion),
            purpose=purpose,
        )

    def economic(self, name: str, code: str, group: str, yuan: Printed | None = None) -> None:
        """Keep an economic class, listed or with its amount."""
        self.tell("economic", name=name, code=code, group=group, yuan=money_value(yuan))

    def official(self, item: str, *, budget: Printed | None = None, final: Printed | None = None) -> None:
        """Keep a line of the 三公经费 with what was printed of it; nothing printed is `None`, 没有…支出 a zero."""
        self.tell("official_expense", item=item, budget_yuan=money_value(budget), final_yuan=money_value(final))

    def procurement(self, **parts: Printed | None) -> None:
        """Keep the procurement: total, goods, works, services, sme, micro."""
        names = ("total", "goods", "works", "services", "sme", "micro")
        self.tell_once("procurement", **{f"{name}_yuan": money_value(parts.get(name)) for name in names})

    def procured(self, between: str = "、") -> tuple[dict[str, Printed], str]:
        """Tell procurement and its kinds: return what was printed (total, goods, works, services) and the list."""
        books = self.books
        total = books.procured + (_MORE if self.mistakes.due("procured") else ZERO)
        parts = {"total": self.money(total, "政府采购支出总额")}
        if total != books.procured:
            right = self.printing.money(books.procured)
            wrong = parts["total"]
            parts["total"] = Printed(self.mistakes.mark("procured", wrong, right), wrong.value)
        kinds = (
            ("goods", "货物", books.goods),
            ("works", "工程", books.works),
            ("services", "服务", books.services),
        )
        words = []
        for key, name, yuan in kinds:
            parts[key] = self.money(yuan, f"政府采购{name}支出", tied=True)
            words.append(f"政府采购{name}支出{parts[key]}")
        return parts, between.join(words)

    def evaluation(
        self,
        subject: str,
        *,
        projects: Printed | None = None,
        yuan: Printed | None = None,
        score: Printed | None = None,
        grade: str | None = None,
        budget: Printed | None = None,
        executed: Printed | None = None,
        completion: Printed | None = None,
    ) -> None:
        """Keep a performance evaluation."""
        self.tell(
            "evaluations",
            subject=subject,
            projects=None if projects is None else int(projects.value),
            yuan=money_value(yuan),
            score=value(score),
            grade=grade,
            budget_yuan=money_value(budget),
            executed_yuan=money_value(executed),
            completion=value(completion),
        )

    # -- lists and tables -------------------------------------------------------------------------------

    def duties(self, marker: str = "（{}）", *, arabic: bool = False) -> list[Clause]:
        """Tell the body's duties as clauses; `marker` takes their number, 一 二 三 or `arabic`. "" for none."""
        found = []
        for number, duty in enumerate(self.books.body.duties, 1):
            mark = marker.format(number if arabic else chinese(number))
            self.tell("duties", number=number, marker=mark or None, text=duty.text, role=duty.role)
            found.append(Clause(mark, duty.text))
        return found

    def duties_in_a_row(self, between: str = "；") -> str:
        """Tell the body's duties as the clauses of one sentence (负责A；组织B；承担C。)."""
        texts = [duty.text.rstrip("。") for duty in self.books.body.duties]
        for number, (duty, text) in enumerate(zip(self.books.body.duties, texts, strict=True), 1):
            self.tell("duties", number=number, marker=None, text=text, role=duty.role)
        return between.join(texts) + "。"

    def terms(self, names: Sequence[str], marker: str = "{}、", *, arabic: bool = False) -> list[Clause]:
        """Tell glossary entries of the stock as clauses: 一、财政拨款收入：指…."""
        found = []
        for number, printed in enumerate(names, 1):
            name = printed
            definition = stock("glossary")[name]
            mark = marker.format(number if arabic else chinese(number))
            before = names[number - 2] if number > 1 else None
            if before is not None and self.mistakes.due("term"):
                definition = self.mistakes.mark("term", stock("glossary")[before], definition)
            elif before is not None and self.mistakes.due("doubled_term"):
                name, definition = self.mistakes.mark("doubled_term", before, name), stock("glossary")[before]
            self.tell("terms", number=mark, term=name, definition=definition)
            found.append(Clause(mark, f"{name}：{definition}"))
        return found

    def table(self, table: Table) -> Table:
        """Keep a disclosure table with its rows, the head left out."""
        table = planted_cell(table, self.mistakes, wrong_cell)
        grid = [[unmarked(text) for text in row] for row in table.matrix()[len(table.head) :]]
        unit = None if table.unit_line is None else table.unit_line.partition("：")[2]
        rows = [] if table.empty else grid
        self.tell("tables", table=table.key, title=table.title, unit=unit, empty=table.empty, rows=rows)
        return table

    def tell(self, group: str, /, **row: Any) -> None:
        """Keep one record of what is printed."""
        self._rows[group].append({name: unmarked(v) if isinstance(v, str) else v for name, v in row.items()})

    def tell_once(self, group: str, /, **row: Any) -> None:
        """Keep a record that a document has one of: document, procurement."""
        self._single[group] = row

    def truth(self, name: str, style: str, errors: list[Row]) -> Row:
        """Return the true records: a list for each kind, empty where nothing was told."""
        lists = {kind: self._rows.get(kind, []) for kind in KINDS}
        return {"doc": name, "style": style, **self._single, **lists, "errors": errors}


#: Measures of what small firms won, and the mistake that each may hold; money that no rounding explains.
_AWARDS = {"授予中小企业合同金额": "awards", "授予小微企业合同金额": "micro"}
_MORE = Decimal(43_100)
#: Measures of which tables print only a part: what they come to in all, nobody else says.
_FEES = frozenset({"会议费", "培训费"})
#: What left over is not moved by.
_UNEXPLAINED = frozenset({"carry"})


def wrong_amount(yuan: Decimal) -> Decimal:
    """Return an amount that no rounding explains."""
    return (yuan * Decimal("1.13")).quantize(Decimal(1)) + Decimal(31_300)


def wrong_rate(rate: Decimal) -> Decimal:
    """Return a rate that no rounding explains."""
    return rate + Decimal("4.37") if rate < 60 else rate - Decimal("7.61")


def wrong_cell(figure: str) -> str:
    """Return a table figure with one digit more than it should be."""
    digits = figure.replace(",", "")
    return format(Decimal(digits) + Decimal(300), "," if "," in figure else "")


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and without zeros behind the point."""
    return format(number.normalize(), "f")


def money_value(words: Printed | None) -> str | None:
    """Return the yuan that was printed, as a truth file holds it."""
    return None if words is None else plain(words.value)


def value(words: Printed | None) -> str | None:
    """Return the number that was printed, as a truth file holds it."""
    return None if words is None else str(words.value)


_DIGITS = "零一二三四五六七八九十"


def chinese(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 十二."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def why_of(line: Line, books: Accounts) -> str:
    """Return the kind of reason that a line's movement has."""
    if line.code == books.body.running:
        return "running"
    if line.code in RETIREES.values():
        return "retired"
    return "staff" if line.code in PAID_AS else "project"


def class_words(line: Line, levels: str = "类款项", brackets: str = "（）") -> str:
    """Return the names of a line's class with their levels: 教育支出（类）普通教育（款）小学教育（项）."""
    named = zip(line.path, LEVELS, strict=True)
    return "".join(f"{name}{brackets[0]}{level}{brackets[1]}" for name, level in named if level in levels)


def classes_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines grouped by their 类, in code order."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.code[:3]].append(line)
    return [groups[code] for code in sorted(groups)]


def total(lines: Iterable[Line], name: str) -> Decimal:
    """Return the sum of one field or property of the lines."""
    return sum((getattr(line, name) for line in lines), ZERO)
