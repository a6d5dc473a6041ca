"""Small record sets made by hand: a disclosure of an invented bureau with one record of every kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscalnlp.classification import FunctionalClass, functional_classes
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import (
    KINDS,
    Action,
    Amount,
    Asset,
    Cell,
    Change,
    Citation,
    DocumentRecord,
    Duty,
    Economic,
    Evaluation,
    Finding,
    FunctionalShift,
    Link,
    NilReturn,
    OfficialExpense,
    OtherTable,
    Percentage,
    Procurement,
    Quantity,
    Reason,
    Record,
    Region,
    Section,
    Spending,
    Table,
    TableLine,
    Term,
)

HAIGANG = Region(name="秦皇岛市海港区", code="130302")

#: A class that no source attests but memory.
RECALLED = next(row for row in functional_classes().rows if row.level == "项" and not row.confirmed)

#: Fields that a kind cannot do without, as plain as they may be.
_PLAIN: dict[type[Record], dict[str, Any]] = {
    Section: {"number": "一、", "title": "部门职责", "level": 2, "parent": None},
    Duty: {"number": 1, "marker": "（一）", "actions": (), "role": "own"},
    FunctionalShift: {"marker": None, "title": "转变职能"},
    Amount: {
        "value": Decimal("12.30"), "unit": "万元", "yuan": Decimal(123000), "measure": "基本支出",
        "year": 2023, "stage": "final_account",
    },
    Percentage: {
        "value": Decimal("12.5"), "role": "share", "measure": "基本支出", "of": "本年支出合计",
        "percentage_points": False,
    },
    Quantity: {"value": Decimal(3), "unit": "辆", "measure": "公务用车保有量"},
    Change: {
        "measure": "基本支出", "year": 2023, "basis": "prior_year", "basis_year": 2022,
        "direction": "increase", "yuan": Decimal("1E+4"), "percent": Decimal("5.10"), "completion": None,
    },
    Reason: {"cue": "主要原因是", "explains": ()},
    Spending: {
        "level": "项", "code": "2060101", "path": ("科学技术支出", "科学技术管理事务", "行政运行"),
        "yuan": Decimal(15512500), "share": None, "initial_budget_yuan": None, "final_budget_yuan": None,
        "completion": None, "purpose": "人员经费等支出", "fund": "general",
    },
    Economic: {"code": "30101", "name": "基本工资", "yuan": None, "group": "personnel"},
    OfficialExpense: {"item": "reception", "budget_yuan": Decimal(5000), "final_yuan": Decimal(0)},
    Procurement: {
        "total_yuan": Decimal(210700), "goods_yuan": Decimal(210700), "works_yuan": Decimal(0),
        "services_yuan": Decimal(0), "sme_yuan": None, "micro_yuan": None,
    },
    Asset: {"item": "车辆", "count": Decimal(3), "unit": "辆"},
    Evaluation: {
        "subject": "提前下达技术创新引导专项资金项目", "projects": 1, "yuan": None, "score": Decimal("96.5"),
        "grade": "优", "budget_yuan": None, "executed_yuan": None, "completion": None, "findings": None,
        "improvements": None, "grades": {"优": 1},
    },
    Term: {"term": "基本支出", "definition": "指为保障机构正常运转发生的支出。"},
    Citation: {"number": "秦财教【2022】770号", "issuer_code": "秦财教", "year": 2022, "serial": "770"},
    NilReturn: {"measure": "政府性基金预算财政拨款支出", "table": "government_fund"},
    OtherTable: {
        "topic": "procurement", "title": "政府采购预算表", "unit": "万元", "columns": ("品目", "金额"),
        "rows": ((Cell(text="货物"), Cell(text="1.00", yuan=Decimal(10000))),), "empty": False,
    },
    Table: {
        "table": "income", "title": "收入决算表", "unit": "万元", "columns": ("项目", "金额"),
        "rows": ((Cell(text="合计"), Cell(text="12.30", yuan=Decimal(123000))),), "empty": False,
    },
    Link: {"duty": "", "code": "206", "level": "类", "name": "科学技术支出", "score": 0.75},
    Finding: {
        "rule": "sum", "severity": "error", "message": "合计不等于各项之和", "expected": "12.30",
        "actual": "12.31",
    },
}  # fmt: skip


def _line_of(row: FunctionalClass) -> TableLine:
    return TableLine(
        row=0, side=0, label=row.name, code=row.code, level=row.level, path=(row.name,), confirmed=False,
        parent=None, values=(), total=False,
    )  # fmt: skip


def document(**fields: Any) -> DocumentRecord:
    """Return the document record of the invented bureau."""
    plain: dict[str, Any] = {
        "id": "doc-2023", "text": "正文", "span": Span(0, 2), "page": 1,
        "title": "秦皇岛市海港区科技和工业信息化局2023年度部门决算",
        "issuer": "秦皇岛市海港区科技和工业信息化局", "region": HAIGANG, "fiscal_year": 2023,
        "report": "final_accounts", "scope": "department", "pages": 24, "sha256": "0" * 64,
        "media_type": "application/pdf",
    }  # fmt: skip
    plain |= fields
    return DocumentRecord(**{"doc_id": plain["id"], **plain})


def make(kind: type[Record], *, doc: str = "doc-2023", at: int = 10, **fields: Any) -> Any:
    """Return a record of `kind` at offset `at` of document `doc`; `fields` replace the plain ones."""
    name = next(name for name, cls in KINDS.items() if cls is kind)
    text = fields.pop("text", "原文")
    common: dict[str, Any] = {
        "id": record_id(name, doc, at), "doc_id": doc, "text": text, "span": Span(at, at + len(text)),
        "page": 2, "boxes": (Box(2, 72.0, 90.5, 130.0, 102.5),), "section": ("第三部分", "一、"),
    }  # fmt: skip
    return kind(**{**_PLAIN[kind], **common, **fields})


def disclosure(doc: str = "doc-2023", year: int = 2023, **fields: Any) -> list[Record]:
    """Return one record of every kind, referring to each other as those of a document do."""
    duty = make(
        Duty, doc=doc, at=20, text="拟订科技发展规划，会同区财政局、有关部门管理资金。",
        actions=(Action(verb="拟订", object="科技发展规划"),), role="joint",
        partners=("区财政局", "有关部门", "我局", "区科工信局", "市科技局", "区市场监管局", "区市场监督管理局"),
    )  # fmt: skip
    amount = make(Amount, doc=doc, at=100)
    reason = make(Reason, doc=doc, at=130, text="人员增加")
    change = make(Change, doc=doc, at=156, amount=amount.id, reasons=(reason.id,), confidence=0.8)
    reason = make(Reason, doc=doc, at=130, text="人员增加", explains=(change.id,), confidence=0.9)
    spending = make(Spending, doc=doc, at=150, text="行政运行，比上年增加1万元")
    parent = make(Section, doc=doc, at=4, number="第一部分", title="概况", level=1)
    table = make(Table, doc=doc, at=400, lines=(_line_of(RECALLED),))
    return [
        document(id=doc, fiscal_year=year, **fields),
        parent,
        make(Section, doc=doc, at=8, parent=parent.id),
        duty,
        make(FunctionalShift, doc=doc, at=60),
        amount,
        make(Percentage, doc=doc, at=105),
        make(Quantity, doc=doc, at=107),
        change,
        reason,
        spending,
        make(Economic, doc=doc, at=170),
        make(OfficialExpense, doc=doc, at=180),
        make(Procurement, doc=doc, at=190),
        make(Asset, doc=doc, at=200),
        make(Evaluation, doc=doc, at=210),
        make(Term, doc=doc, at=220),
        make(Citation, doc=doc, at=230),
        make(NilReturn, doc=doc, at=240),
        make(OtherTable, doc=doc, at=410),
        table,
        make(Link, doc=doc, at=21, duty=duty.id, evidence=(spending.id,), terms=("科技",)),
        make(Finding, doc=doc, at=250, evidence=(table.id, amount.id)),
    ]
