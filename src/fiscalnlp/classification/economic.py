"""The economic classification of departments' spending (部门预算支出经济分类): 类 and 款."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from fiscalnlp.classification.names import code_rows, name_key, stem
from fiscalnlp.classification.release import Status, status_of
from fiscalnlp.model.records import EconomicGroup

# Longest first: 费用 before 费.
_ENDINGS = ("费用", "经费", "支出", "费", "款")

# 类 of the basic expenditure table; a name they share with another 类 (办公设备购置 310, 309) is theirs.
_BASIC = ("301", "302", "303", "310")


@dataclass(frozen=True, slots=True)
class EconomicClass:
    """One economic class.

    `group` is the half of the basic expenditure table it belongs to: 人员经费 (`personnel`: 301, 303) or
    公用经费 (`public`: everything else, debt interest, subsidies and 其他支出 included).
    """

    code: str
    level: Literal["类", "款"]
    name: str
    parent: str | None
    group: EconomicGroup
    source: str

    @property
    def status(self) -> Status:
        """Status of the row's source: whether it attests code and name."""
        return status_of(self.source)

    @property
    def confirmed(self) -> bool:
        """Tell whether a source attests code and name; rows from memory alone may link but never accuse."""
        return self.status == "confirmed"


class EconomicClassification:
    """The classification with its lookups. Immutable once built."""

    def __init__(self, rows: Iterable[EconomicClass], aliases: Iterable[tuple[str, str]] = ()) -> None:
        """Index `rows`, and `aliases` as pairs of another name and the code it stands for."""
        self.rows: tuple[EconomicClass, ...] = tuple(rows)
        self.aliases: tuple[tuple[str, str], ...] = tuple(aliases)
        self._by_code: dict[str, EconomicClass] = {row.code: row for row in self.rows}
        self._by_name: dict[str, EconomicClass] = {}
        self._by_stem: dict[str, EconomicClass] = {}
        ordered = sorted(self.rows, key=lambda row: (row.code[:3] not in _BASIC, row.code))
        for row in ordered:
            self._by_name.setdefault(name_key(row.name), row)
        for alias, code in self.aliases:
            self._by_name.setdefault(name_key(alias), self._by_code[code])
        for key, row in self._by_name.items():
            self._by_stem.setdefault(stem(key, _ENDINGS), row)

    def by_code(self, code: str) -> EconomicClass | None:
        """Return the class of `code`, `None` if there is none."""
        return self._by_code.get(code)

    def by_name(self, name: str) -> EconomicClass | None:
        """Return the class called `name`, however its brackets, spaces and ending (费, 费用) are printed."""
        key = name_key(name)
        return self._by_name.get(key) or self._by_stem.get(stem(key, _ENDINGS)) or self._by_stem.get(key)


# The form knows two halves only; the classes outside both are printed on the 公用经费 side.
_GROUPS: Mapping[str, EconomicGroup] = {"personnel": "personnel", "public": "public", "other": "public"}


@cache
def economic_classes() -> EconomicClassification:
    """Return the shipped classification (in force since 2018)."""
    rows = [
        EconomicClass(
            code=row["code"],
            level="类" if row["level"] == "类" else "款",
            name=row["name"],
            parent=row["parent"] or None,
            group=_GROUPS[row["group"]],
            source=row["source"],
        )
        for row in code_rows("economic.csv")
    ]
    aliases = [(row["alias"], row["code"]) for row in code_rows("economic_aliases.csv")]
    return EconomicClassification(rows, aliases)
