"""Every printed total of a table against the sum of the figures that it is the total of."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from fiscalnlp.check.table_sums import Figure, Kind, Parts, sums
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT
from fiscalnlp.model.records import TabularRecord

#: `equal` and `rounded` (off by what rounding can do), `mismatch`, and `open`: a blank part may hold the rest.
Verdict = Literal["equal", "rounded", "mismatch", "open"]
_FEN = Decimal("0.01")


class Comparison(msgspec.Struct, frozen=True, gc=False):
    """A printed total and what it is the total of, in the table's unit.

    Args:
        table: the table.
        total: the printed total, never blank.
        parts: its parts with their signs; one at least is printed.
        kind: `sum`, or `balance` where two totals are to be equal.
        expected: the sum of the printed parts.
        off: total less sum.
        half_unit: by how much rounding can move each figure.
        blank_is_nil: whether the table shows that it leaves a cell blank for nothing: another of its totals
            is exactly the sum of the figures printed.
    """

    table: TabularRecord
    total: Figure
    parts: Parts
    kind: Kind
    expected: Decimal
    off: Decimal
    half_unit: Decimal = Decimal(0)
    blank_is_nil: bool = False

    @property
    def actual(self) -> Decimal:
        """The total as printed."""
        return self.total.value or Decimal(0)

    @property
    def slack(self) -> Decimal:
        """By how much rounding of the figures can move the sum away from the total."""
        return EXACT.multiply(self.half_unit, Decimal(1 + sum(1 for _, figure in self.parts if figure.value)))

    @property
    def blanks(self) -> bool:
        """Whether a part is blank."""
        return any(figure.value is None for _, figure in self.parts)

    @property
    def verdict(self) -> Verdict:
        """Whether the two agree."""
        if not self.off:
            return "equal"
        if abs(self.off) <= self.slack:
            return "rounded"
        sign = 1 if self.off > 0 else -1
        explained = any(figure.value is None and part == sign for part, figure in self.parts)
        return "open" if explained and not self.blank_is_nil else "mismatch"


def compare_totals(table: TabularRecord) -> list[Comparison]:
    """Compare the totals of `table` with their parts.

    Returns: one comparison for each printed total whose parts are known by headings, codes or numbering and
        are not all blank; each once. What is not known to add up is not compared.
    """
    found: dict[tuple[tuple[int, int], frozenset[tuple[int, int]]], Comparison] = {}
    for kind, total, parts in sums(table):
        if total.value is None:
            continue
        printed = [sign * figure.value for sign, figure in parts if figure.value is not None]
        key = total.place, frozenset(figure.place for _, figure in parts)
        if printed and key not in found:
            expected = sum(printed, Decimal(0))
            off = EXACT.subtract(total.value, expected)
            found[key] = Comparison(table, total, parts, kind, expected, off)
    if not any(each.off for each in found.values()):
        return [*found.values()]
    half = _half_unit(table)
    shown = any(not each.off and each.actual and each.blanks for each in found.values())
    return [
        msgspec.structs.replace(each, half_unit=half, blank_is_nil=shown) if each.off else each
        for each in found.values()
    ]


# -- rounding ---------------------------------------------------------------------------------------------


def _half_unit(table: TabularRecord) -> Decimal:
    """Return half a unit of the last decimal that a table prints; nothing where that decimal is the fen."""
    last = Decimal(1).scaleb(-_places(table))
    if table.unit is not None and EXACT.multiply(last, YUAN_PER_UNIT[table.unit]) <= _FEN:
        return Decimal(0)
    return EXACT.divide(last, Decimal(2))


def _places(table: TabularRecord) -> int:
    """Return how many decimals the table prints: those of its finest figure, as trailing zeros may be dropped."""
    values: Iterable[Decimal] = (v.value for line in table.lines for v in line.values if v.value is not None)
    return max((-e for value in values if isinstance(e := value.as_tuple().exponent, int)), default=0)
