"""What moved and how far a budget was carried out, in the words of any office.

`Teller.moved` and `Teller.outcome` have the wording of the central form; here the words are the style's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.printing import Printed, percent
from generator.telling import Teller


@dataclass(frozen=True, slots=True)
class Moves:
    """How an office says that a figure moved: the words before the change, of amounts, of rates, of no change."""

    than: str = ""
    amounts: tuple[str, str] = ("增加", "减少")
    rates: tuple[str, str] = ("增长", "下降")
    same: str = "与上年持平"

    def told(
        self,
        teller: Teller,
        measure: str,
        now: Decimal,
        before: Decimal,
        *,
        why: str | None = None,
        cue: str = "",
        each: str = "",
    ) -> str:
        """Tell the difference from last year (较上年增加N万元，增长P%) and a reason of kind `why` if given."""
        words, size, rate = self.figures(teller, measure, now, before, each=each)
        if size is None:
            teller.change(measure, "prior_year", "unchanged")
            return words
        more = now > before
        reason = None if why is None else teller.reason(why, more, cue)
        direction = "increase" if more else "decrease"
        teller.change(measure, "prior_year", direction, yuan=size, percent=rate, reason=reason)
        return words + (f"{cue}{reason}" if reason else "")

    def figures(
        self, teller: Teller, measure: str, now: Decimal, before: Decimal, *, each: str = ""
    ) -> tuple[str, Printed | None, Printed | None]:
        """Tell amount and rate of the difference; return the words and both, the change is still to be told.

        A rate that would be printed as 0.0% is left out: it would say that nothing moved.
        """
        difference = teller.exact(now) - teller.exact(before)
        if not difference:
            return self.same, None, None
        more = difference > 0
        size = teller.money(abs(difference), measure, "change")
        words = f"{self.than}{each}{self.amounts[not more]}{size}"
        if not teller.printing.percent(abs(percent(difference, before))).value:
            return words, size, None
        side = teller.rising(more, *self.rates)
        rate = teller.growth(now, before, measure)
        return f"{words}，{side}{rate}", size, rate


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
        return "" if self.final == self.budget else f"{cue}{teller.reason(why, self.more, cue)}"
