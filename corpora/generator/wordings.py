"""Mistakes of wording: what to look for in a finished paragraph, and what to make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

#: The name of a body that no disclosure of the generator is of.
_ANOTHER_BODY = "东临市青河区档案馆"


def _year_before(words: str) -> str:
    return re.sub(r"\d{4}(?=年$)", lambda match: str(int(match[0]) - 1), words)


def _year_after(words: str) -> str:
    return re.sub(r"\d{4}(?=年)", lambda match: str(int(match[0]) + 1), words)


def _without_last(words: str) -> str:
    return words.rpartition("、")[0]


def _graded(words: str) -> str:
    return words.replace("“优”", "“中”")


def _more(words: str) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 3), words, count=1)


def _from_nothing(words: str) -> str:
    """Make the change as large as the amount itself, so that there was nothing before."""
    now = words.split("，", maxsplit=1)[0]
    return re.sub(r"(?<=[加长])[\d,.]+万?元$", now, words)


def _doubled(words: str) -> str:
    return re.sub(r"[\d,]+(?:\.\d+)?", lambda match: f"{Decimal(match[0].replace(',', '')) * 2 + 3}", words)


def _halved(words: str) -> str:
    return re.sub(r"\d+(?:\.\d+)?", lambda match: f"{Decimal(match[0]) / 2:.2f}", words)


def _tenfold(words: str) -> str:
    return re.sub(r"资金(?=\d)", "资金9", words)


#: Mistakes of wording: what to look for in a paragraph of a given year, and what to make of it.
WORDINGS: dict[str, tuple[Callable[[int], re.Pattern[str]], Callable[[str], str]]] = {
    "year": (lambda year: re.compile(f"^[^《]{{0,30}}?{year}年(?=度)"), _year_before),
    "as_of": (lambda year: re.compile(f"截至{year}年(?=12月31日)"), _year_before),
    "basis": (
        lambda year: re.compile(f"[与比较]{year - 1}年(?=度?(?:决算数?|支出数?|收入数?)?(?:相比|持平|增加|减少))"),
        _year_after,
    ),
    "placeholder": (lambda year: re.compile(f"^[^，。]{{4,24}}?(?={year}年度)"), lambda words: "XX部门"),
    "body": (lambda year: re.compile(f"^[^，。本]{{4,24}}?(?={year}年度)"), lambda words: _ANOTHER_BODY),
    "listed": (
        lambda year: re.compile("(?<=：|括)(?:办公费|印刷费)、(?=[^。；等]*[。；]?$)"),
        lambda words: f"{words}租赁费、",
    ),
    "unlisted": (
        lambda year: re.compile("(?<=办公费、)[^。；、\\d]+、[^。；、\\d]+(?=、[^。；等]*[。；]?$)"),
        _without_last,
    ),
    "doubled": (lambda year: re.compile("。$"), lambda words: "。。"),
    "twice": (lambda year: re.compile("主要是(?!主要)|主要原因(?=是)|其中(?=：)"), lambda words: words * 2),
    "score": (
        lambda year: re.compile(r"得分为?[\d.]+分?，(?:[^，。]{0,8}(?:等级|等次|结果)为“优”(?!的))"),
        _graded,
    ),
    "grades": (lambda year: re.compile(r"“优”的?项目[1-9]\d*个"), _more),
    "zero_budget": (
        lambda year: re.compile(r"年初预算为[1-9][\d,]*(?:\.\d+)?万元(?=，支出决算为[\d,.]+万元，完成年初预算的)"),
        lambda words: "年初预算为0.00万元",
    ),
    "zero_base": (
        lambda year: re.compile(r"[1-9][\d,]*\.\d+万元，(?:比|较)[^，。\d]{1,8}增加[\d,.]+万元(?=，增长)"),
        _from_nothing,
    ),
    "difference": (
        lambda year: re.compile(r"比(?:年初|全年|调整)?预算数?(?:增加|减少)[1-9][\d,]*(?:\.\d+)?万元"),
        _doubled,
    ),
    "foreign_purpose": (
        lambda year: re.compile("(?<=主要用于)[^，。；]*公积金[^，。；]*(?=[，。；])"),
        lambda words: "缴纳职工基本医疗保险费",
    ),
    "fee": (lambda year: re.compile(r"开支培训费[\d.]+万元"), _halved),
    "targets": (lambda year: re.compile(r"绩效目标[^。自监]*资金[1-9][\d,.]*万?元"), _tenfold),
    "repeated": (lambda year: re.compile("机关运行经费(?=支出)|国有资产占用"), lambda words: words * 2),
    "comma": (lambda year: re.compile("，(?=占|完成|比上年)"), lambda words: ","),
}
