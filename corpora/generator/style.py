"""What a style is: how one kind of office, in one region and year, writes a disclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from generator.bodies import Body, bodies
from generator.figures import HOUSING, Accounts, accounts
from generator.mistakes import Mistakes, drawn
from generator.model import Block, Disclosure
from generator.printing import Printing
from generator.telling import Teller

REPORTS = {"final_accounts": "final_account", "budget": "initial_budget"}


@dataclass(frozen=True, slots=True)
class Style:
    """A way of writing disclosures.

    `write` yields the blocks of a year's accounts, telling every figure; `title` words the title in one line.
    `printing` is how figures are printed, by seed. `kinds` are the kinds of bodies that write so, `years` the
    fiscal years. `step` and `carry` are those of `figures.accounts`. `held_back`: not looked at while the
    library's patterns are written, so that it measures how far they reach.
    """

    name: str
    report: Literal["final_accounts", "budget"]
    title: Callable[[Accounts], str]
    write: Callable[[Accounts, Teller], Iterator[Block]]
    printing: Callable[[int], Printing]
    years: tuple[int, ...] = (2023, 2024)
    kinds: tuple[str, ...] = ("department", "unit")
    step: int | Decimal = 100
    carry: bool = True
    held_back: bool = field(default=False)

    def bodies(self) -> tuple[Body, ...]:
        """The bodies that write in this style."""
        return tuple(body for body in bodies() if body.kind in self.kinds)

    def disclosure(self, seed: int, mistakes: Iterable[str] = ()) -> Disclosure:
        """Return the disclosure that `seed` stands for, with one mistake of each kind that it has a place for."""
        wanted = [*mistakes]
        if not wanted:
            return self._written(seed, Mistakes())
        rehearsal = Mistakes()
        self._written(seed, rehearsal)
        return self._written(seed, Mistakes(drawn(wanted, rehearsal.seen, f"{self.name} {seed}")))

    def of(self, body: Body, year: int, seed: int) -> Disclosure:
        """Return the disclosure of a given body and year; `seed` draws its figures and words."""
        return self._disclosure(body, year, seed, Mistakes())

    def _written(self, seed: int, mistakes: Mistakes) -> Disclosure:
        choice = self.bodies()
        body = choice[seed % len(choice)]
        year = self.years[seed // len(choice) % len(self.years)]
        return self._disclosure(body, year, seed, mistakes)

    def _disclosure(self, body: Body, year: int, seed: int, mistakes: Mistakes) -> Disclosure:
        books = accounts(body, year, seed, step=self.step, carry=self.carry)
        books = _with_copied_purpose(books, mistakes)
        stage = REPORTS[self.report]
        teller = Teller(books, seed, stage=stage, printing=self.printing(seed), mistakes=mistakes)
        title = self.title(books)
        teller.tell_once(
            "document",
            title=title,
            issuer=body.name,
            region={"name": body.region_name, "code": body.region_code},
            fiscal_year=year,
            report=self.report,
            scope=body.kind,
        )
        blocks, errors = mistakes.settle(self.write(books, teller), year)
        name = f"{self.name}-{seed}"
        return Disclosure(name, title, blocks, teller.truth(name, self.name, errors))


def _with_copied_purpose(books: Accounts, mistakes: Mistakes) -> Accounts:
    """Give one line the purpose of another, if that is due: of one whose class its purpose names."""
    lines = [*books.lines]
    for number, line in enumerate(lines):
        other = next((each for each in lines if each.code == HOUSING and each.code[:3] != line.code[:3]), None)
        if other is not None and line.fund == other.fund and mistakes.due("purpose"):
            lines[number] = replace(line, purpose=mistakes.mark("purpose", other.purpose, line.purpose))
            break
    return replace(books, lines=tuple(lines))
