"""How a document prints figures: unit, decimals, separators. What is printed is what its true records hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Unit → yuan.
UNITS = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
CENT = Decimal("0.01")
_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


class Printed(str):
    """The words of a figure, with the value that they say: yuan of an amount, the number of a rate or count."""

    value: Decimal

    def __new__(cls, words: str, value: Decimal) -> Printed:
        """Hold `words` and their `value`."""
        self = super().__new__(cls, words)
        self.value = value
        return self


@dataclass(frozen=True, slots=True)
class Printing:
    """A document's way of printing figures.

    `trimmed` drops zeros behind the point (79万元, 40.2万元); `separators` sets commas between thousands; `gap`
    stands between a number and its unit (as in PDFs made by office programs); `wide` prints full-width digits.
    `bare_zero` prints 0万元 and 0% in prose, whatever the places.
    """

    unit: str = "万元"
    places: int = 2
    percent_places: int = 2
    trimmed: bool = False
    separators: bool = False
    gap: str = ""
    wide: bool = False
    bare_zero: bool = False

    def rounded(self, yuan: Decimal, unit: str | None = None) -> Decimal:
        """Return yuan in the unit, rounded as printed."""
        return (yuan / UNITS[unit or self.unit]).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def figure(self, yuan: Decimal, unit: str | None = None) -> str:
        """Return the figure alone, as it stands in a table: 1,234.56."""
        return self._set(self.rounded(yuan, unit))

    def money(self, yuan: Decimal, unit: str | None = None) -> Printed:
        """Return an amount with its unit."""
        unit = unit or self.unit
        value = self.rounded(yuan, unit)
        return Printed(f"{self._set(self._plain(value))}{self.gap}{unit}", value * UNITS[unit])

    def percent(self, value: Decimal) -> Printed:
        """Return a rate in percent."""
        value = self._plain(value.quantize(Decimal(1).scaleb(-self.percent_places), ROUND_HALF_UP))
        words = self._set(value, separators=False)
        return Printed(f"{words}{self.gap}{'％' if self.wide else '%'}", value)

    def number(self, value: Decimal | int) -> str:
        """Return a count."""
        return str(value).translate(_WIDE) if self.wide else str(value)

    def _plain(self, value: Decimal) -> Decimal:
        return Decimal(0) if self.bare_zero and not value else value

    def _set(self, value: Decimal, *, separators: bool = True) -> str:
        words = format(value, "," if separators and self.separators else "")
        if self.trimmed and "." in words:
            words = words.rstrip("0").rstrip(".")
        return words.translate(_WIDE) if self.wide else words


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return `part` in percent of `whole`, exact to eight places: how it is printed is the document's way."""
    return (part / whole * 100).quantize(Decimal("1e-8"))
