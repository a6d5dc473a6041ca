"""The nine disclosure tables by the titles they are printed with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from fiscalnlp.classification.names import code_rows, name_key
from fiscalnlp.model.records import TableKey
from fiscalnlp.text.forms import matching_form

# What stands before the title proper: a number, 附表/公开/表 with one, a year, the word 部门 or 单位.
_NUMBER = r"[\d一二三四五六七八九十]{1,3}(?!般)"  # not the 一 of 一般公共预算
_PREFIX = re.compile(
    rf"^(?:附[件表](?:{_NUMBER})?|公开{_NUMBER}表|表{_NUMBER}|(?:(?:19|20)\d\d)?年度?|\d{{1,2}}(?=\D)"
    rf"|[一二三四五六七八九十]{{1,2}}(?![般公])|部门|单位|区级|县级|市级|省级|本级)"
)
_YEAR_INSIDE = re.compile(r"(?:19|20)\d\d年度?")


@dataclass(frozen=True, slots=True)
class TableForm:
    """One disclosure table: its key, its usual name and every title it is known by."""

    key: TableKey
    name: str
    titles: tuple[str, ...]


class TableForms:
    """The disclosure tables with their lookup. Immutable once built."""

    def __init__(self, forms: Iterable[TableForm], number_orders: Sequence[Sequence[TableKey]]) -> None:
        """Index `forms`; `number_orders` gives the tables in the orders in which they are numbered."""
        self.forms: tuple[TableForm, ...] = tuple(forms)
        #: The orders in use, the table numbered 公开01表 first; 三公 is 07 in the first and 09 in the second.
        self.number_orders: tuple[tuple[TableKey, ...], ...] = tuple(tuple(order) for order in number_orders)
        self._by_title: dict[str, TableKey] = {
            title_key(title): form.key for form in self.forms for title in form.titles
        }
        self._longest_first = sorted(self._by_title, key=lambda title: (-len(title), title))

    def name_of(self, key: TableKey) -> str:
        """Return the usual name of a table, that of the final accounts."""
        return next(form.name for form in self.forms if form.key == key)

    def find(self, title: str) -> TableKey | None:
        """Return the table that a printed title names, `None` if it names none of the nine.

        Year, numbering (`公开07表`, `表一:`, `3.`), the word 部门 or 单位, quotes and spaces make no
        difference, nor does what the table is broken down by (`收入决算表（分单位）`). A longer line that ends
        with a title names that table (`X局2023年度收入决算表`).
        """
        key = title_key(_BROKEN_DOWN.sub("", _TWICE.sub(r"\1", matching_form(title))))
        if key in self._by_title:
            return self._by_title[key]
        bare = _YEAR_INSIDE.sub("", key)
        for known in self._longest_first:
            if bare.endswith(known) and _whole(bare[: -len(known)]):
                return self._by_title[known]
        return None


# A known title inside a longer one of another table: 项目 + 支出决算表, 政府性基金 + 支出预算表.
_OTHER_TABLE = re.compile(
    r"(?:项目|基本|拨款|预算|公共|经费|基金|经营|购买|采购|服务|明细|收入|政府|财政|一般|资本|[表及和与费])$"
)
# What a table is broken down by, behind its title: 收入决算表（按功能分类列示）, 收入决算表（分单位）.
_BROKEN_DOWN = re.compile(
    r"(?:（(?:按|分)(?![^（）]*经济)[^（）]{1,12}）|（(?:功能|支出功能)(?:分类)?(?:科目)?）|（(?:本级|汇总|本部)）)\s*$"
)


# A word printed twice, which is a slip: 财政拨款财政拨款收支总表.
_TWICE = re.compile(r"([\u4e00-\u9fff]{3,8})\1")


def _whole(before: str) -> bool:
    return not _OTHER_TABLE.search(before)


def title_key(title: str) -> str:
    """Return `title` without numbering, year, the word 部门 or 单位, quotes, marks and spaces."""
    key = name_key(title)
    while True:
        shorter = _PREFIX.sub("", key, count=1)
        if shorter == key or not shorter:
            return key
        key = shorter


@cache
def tables() -> TableForms:
    """Return the shipped tables, final accounts and budgets."""
    titles: dict[TableKey, list[str]] = {}
    names: dict[TableKey, str] = {}
    numbers: tuple[dict[str, TableKey], dict[str, TableKey]] = ({}, {})
    for row in code_rows("tables.csv"):
        key = cast(TableKey, row["key"])
        names[key] = row["name"]
        titles.setdefault(key, []).append(row["alias"] or row["name"])
        numbers[0][row["number_order_a"]] = key
        numbers[1][row["number_order_b"]] = key
    return TableForms(
        (TableForm(key=key, name=names[key], titles=tuple(titles[key])) for key in titles),
        [[order[number] for number in sorted(order)] for order in numbers],
    )
