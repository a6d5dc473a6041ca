"""Differences from a basis (last year, the budget) in whatever words a region has for them.

A difference is worded and its figures told first; `keep` tells the change itself, as its reason may stand behind a
second difference that shares it (较上年决算数减少A万元，下降P%；较年初预算数增加B万元，增长Q%，主要原因是…).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.figures import PAID_AS, RETIREES, Accounts, Line
from generator.printing import Printed
from generator.printing import percent as rate_of
from generator.telling import Teller

PRIOR, INITIAL, FULL_YEAR = "prior_year", "initial_budget", "final_budget"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference as worded, without its reason."""

    measure: str
    basis: str
    direction: str
    words: str
    yuan: Printed | None = None
    percent: Printed | None = None

    @property
    def more(self) -> bool:
        """Whether the measure is above its basis."""
        return self.direction == "increase"

    @property
    def unchanged(self) -> bool:
        """Whether the measure is what its basis is."""
        return self.direction == "unchanged"

    def keep(self, teller: Teller, reason: str | None = None, completion: Printed | None = None) -> None:
        """Tell the change with what else was printed for it."""
        teller.change(
            self.measure,
            self.basis,
            self.direction,
            yuan=self.yuan,
            percent=self.percent,
            completion=completion,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class Comparing:
    """How an office words a difference from one basis.

    `lead` stands before the difference (较上年决算数), `same` is the whole wording where there is none; `comma`
    stands between amount and rate; without `rate` no growth rate is printed.
    """

    basis: str
    lead: str
    same: str
    more: str = "增加"
    less: str = "减少"
    up: str = "增长"
    down: str = "下降"
    comma: str = "，"
    rate: bool = True

    def difference(self, teller: Teller, measure: str, now: Decimal, before: Decimal) -> Difference:
        """Word the difference between `now` and `before`, in yuan, and tell its figures."""
        size = teller.exact(now) - teller.exact(before)
        if not size:
            return Difference(measure, self.basis, "unchanged", self.same)
        yuan = teller.money(abs(size), measure, "change")
        words = f"{self.lead}{teller.moving(size > 0, self.more, self.less)}{yuan}"
        percent = None
        # A rate printed as 0.0% would say that nothing moved.
        if self.rate and before and teller.printing.percent(abs(rate_of(size, before))).value:
            word = teller.rising(size > 0, self.up, self.down)
            percent = teller.growth(now, before, measure)
            words += f"{self.comma}{word}{percent}"
        direction = "increase" if size > 0 else "decrease"
        return Difference(measure, self.basis, direction, words, yuan, percent)

    def told(
        self,
        teller: Teller,
        measure: str,
        now: Decimal,
        before: Decimal,
        *,
        why: str | None = None,
        cue: str = "",
        end: str = "",
    ) -> str:
        """Word and tell a difference and, where there is one, a reason of kind `why`, if given, after `cue`."""
        found = self.difference(teller, measure, now, before)
        if found.unchanged or why is None:
            found.keep(teller)
            return found.words
        reason = teller.reason(why, found.more, cue)
        found.keep(teller, reason)
        return f"{found.words}{cue}{reason}{end}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an office says on which side of a budget an outcome is: 决算数 大于 年初预算数 的主要原因是."""

    lead: str
    over: tuple[str, str]  # for more, for less
    of: str
    cue: str
    same: str


@dataclass(frozen=True, slots=True)
class Carried:
    """How far a budget was carried out; `rate` is as printed, `None` where none is."""

    measure: str
    final: Decimal
    budget: Decimal
    rate: Printed | None

    @property
    def more(self) -> bool:
        """Whether more was spent than budgeted."""
        return self.final > self.budget

    def verdict(self, teller: Teller, basis: str, words: Verdict, why: str) -> str:
        """Tell on which side of the budget the outcome is, and a reason of kind `why`."""
        if self.final == self.budget:
            teller.change(self.measure, basis, "unchanged", completion=self.rate)
            return words.same
        side = teller.verdict(self.more, *words.over)
        reason = teller.reason(why, self.more, words.cue)
        direction = "increase" if self.more else "decrease"
        teller.change(self.measure, basis, direction, completion=self.rate, reason=reason)
        return f"{words.lead}{side}{words.of}{words.cue}{reason}"

    def reason(self, teller: Teller, *, why: str, cue: str) -> str:
        """Tell why the rate is what it is, as offices do that do not say which side: that is no change."""
        return "" if self.final == self.budget else f"{cue}{teller.reason(why, self.more, cue, tied=False)}"


def shared(teller: Teller, differences: list[Difference], *, why: str, cue: str) -> str:
    """Tell differences that have one reason, which stands behind the last; return cue and reason."""
    moved = next((each for each in differences if not each.unchanged), None)
    reason = None if moved is None else teller.reason(why, moved.more, cue)
    for each in differences:
        each.keep(teller, None if each.unchanged else reason)
    return "" if reason is None else f"{cue}{reason}"


def why(books: Accounts, line: Line) -> str:
    """Return the kind of reason that moves a line of spending."""
    if line.code == books.body.running:
        return "running"
    if line.code in RETIREES.values():
        return "retired"
    return "staff" if line.code in PAID_AS else "project"


def project_name(books: Accounts, line: Line) -> str:
    """Return the name of the project that a line pays for; without one, that of its 项."""
    found = books.project(line)
    return line.path[2] if found is None else found.name


def class_path(line: Line, *, bare: bool = False, brackets: str = "（{}）") -> str:
    """Return 类, 款 and 项 as one path; `bare` drops 支出 of the 类: 教育（类）普通教育（款）初中教育（项）."""
    names = (short_class(line) if bare else line.path[0], *line.path[1:])
    return "".join(f"{name}{brackets.format(level)}" for name, level in zip(names, "类款项", strict=True))


def short_class(line: Line) -> str:
    """Return the 类 without 支出: 一般公共服务. 其他支出 keeps it."""
    name = line.path[0]
    return name if name == "其他支出" else name.removesuffix("支出")
