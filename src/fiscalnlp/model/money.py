"""Exact money: `Decimal` from end to end, the yuan as base unit."""

from __future__ import annotations

from decimal import Context, Decimal

#: Wide enough for any sum printed in a disclosure; the process-wide decimal context is never touched.
EXACT = Context(prec=60)

#: Yuan in one unit, as units are printed.
YUAN_PER_UNIT: dict[str, Decimal] = {
    "分": Decimal("0.01"),
    "角": Decimal("0.1"),
    "元": Decimal(1),
    "十元": Decimal(10),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "十亿元": Decimal(1_000_000_000),
    "百亿元": Decimal(10_000_000_000),
    "千亿元": Decimal(100_000_000_000),
    "亿": Decimal(100_000_000),
    "万亿元": Decimal(1_000_000_000_000),
}


def plain(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros or exponent, so that it prints as plain digits (`15512500`)."""
    whole = value.to_integral_value(context=EXACT)
    return (whole.quantize(_ONE, context=EXACT) or _NIL) if whole == value else value.normalize(EXACT)


_ONE, _NIL = Decimal(1), Decimal(0)


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """Return `value` of `unit` in yuan, exactly.

    Raises:
        KeyError: if `unit` is not in `YUAN_PER_UNIT`.
    """
    return plain(EXACT.multiply(value, YUAN_PER_UNIT[unit]))


def half_unit(value: Decimal) -> Decimal:
    """Return half a unit of the last decimal that `value` was printed with (`12.30` gives `0.005`)."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return EXACT.divide(Decimal(1).scaleb(-places), Decimal(2))
