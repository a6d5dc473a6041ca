"""A disclosure as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console

    from fiscalnlp.document import Document

_BASES = {"prior_year": "上年", "initial_budget": "年初预算", "final_budget": "全年预算"}
_EXPENSES = {
    "total": "合计",
    "abroad": "因公出国（境）",
    "vehicles": "公务用车",
    "vehicle_purchase": "购置",
    "vehicle_running": "运行维护",
    "reception": "公务接待",
}
_ARROWS = {"increase": "↑", "decrease": "↓", "unchanged": "＝"}
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
_REPORTS = {"final_accounts": "决算", "budget": "预算", None: "?"}


def yuan(value: Decimal | None) -> str:
    """Return an amount for reading: thousands separated, a dash where the document does not say."""
    return "—" if value is None else f"{value:,f}"


def show_document(document: Document, console: Console) -> None:
    """Print a disclosure to `console`: duties, money, changes, spending, evaluations, findings."""
    _head(document, console)
    _duties(document, console)
    _print(
        console,
        "收支金额 · amounts (yuan)",
        ("指标 measure", "阶段 stage", "元 yuan"),
        _amounts(document),
        right=2,
    )
    changes = _changes(document)
    _print(console, "增减变动 · changes", ("指标 measure", "比较 basis", "变动 change", "原因 reason"), changes)
    _print(
        console,
        "支出功能分类 · spending",
        ("科目 class", "元 yuan", "占比 share", "用途 purpose"),
        _spending(document),
    )
    expenses = [
        (f"{_EXPENSES[e.item]} {e.item}", yuan(e.budget_yuan), yuan(e.final_yuan))
        for e in document.official_expense
    ]
    _print(console, "“三公”经费 · official expenses", ("项目 item", "预算 budget", "决算 final"), expenses)
    evaluations = [
        (e.subject, _plain(e.projects), yuan(e.yuan), _plain(e.score), e.grade or "—")
        for e in document.evaluations
    ]
    _print(
        console,
        "绩效评价 · evaluations",
        ("对象 subject", "项目 projects", "元 yuan", "得分 score", "等级 grade"),
        evaluations,
    )
    tables = [(t.table, t.unit or "—", "空表 empty" if t.empty else str(len(t.rows))) for t in document.tables]
    _print(console, "公开表 · tables", ("表 table", "单位 unit", "行 rows"), tables)
    _findings(document, console)


def _head(document: Document, console: Console) -> None:
    record = document.record
    region = f"{record.region.name} ({record.region.code})" if record.region else "—"
    counts: dict[str, int] = {}
    for item in document.records():
        counts[item.kind] = counts.get(item.kind, 0) + 1
    body = (
        f"{escape(record.issuer or '—')}\n{region} · {record.fiscal_year or '?'} · {_REPORTS[record.report]}\n"
        + "  ".join(f"{kind} {count}" for kind, count in counts.items() if kind != "document")
    )
    console.print(Panel(body, title=escape(record.title or document.name), expand=False))


def _duties(document: Document, console: Console) -> None:
    if not document.duties:
        return
    best: dict[str, str] = {}
    for link in sorted(document.links, key=lambda link: (-link.score, link.code)):
        best.setdefault(link.duty, f"{link.code} {link.name} ({link.score:.2f})")
    rows = [
        (
            str(d.number),
            d.role,
            "；".join(f"{a.verb} → {a.object}" for a in d.actions) or d.text,
            best.get(d.id, "—"),
        )
        for d in document.duties
    ]
    _print(console, "部门职责 · duties", ("#", "角色 role", "事项 actions", "支出科目 category"), rows)


def _amounts(document: Document) -> list[tuple[str, ...]]:
    seen: dict[tuple[str, ...], None] = {}
    for amount in document.amounts:
        if amount.stage not in {"change", "other"} and amount.measure:
            seen[(amount.measure, amount.stage, yuan(amount.yuan))] = None
    return list(seen)


def _changes(document: Document) -> list[tuple[str, ...]]:
    reasons = {reason.id: reason.text for reason in document.reasons}
    rows: list[tuple[str, ...]] = []
    for change in document.changes:
        size = "" if change.yuan is None else f" {yuan(change.yuan)}"
        rate = "" if change.percent is None else f" {change.percent}%"
        rows.append(
            (
                change.measure or "—",
                _BASES[change.basis],
                f"{_ARROWS[change.direction]}{size}{rate}",
                "；".join(reasons[r] for r in change.reasons if r in reasons) or "—",
            )
        )
    return rows


def _spending(document: Document) -> list[tuple[str, ...]]:
    return [
        (
            f"{line.code or '?'} {'/'.join(line.path)}",
            yuan(line.yuan),
            "—" if line.share is None else f"{line.share}%",
            line.purpose or "—",
        )
        for line in document.spending
    ]


def _findings(document: Document, console: Console) -> None:
    findings = document.findings
    if not document.text.strip():  # a scan without recognition: nothing is known of it, nor that it is right
        console.print("[yellow]没有读出文字 · no text was read[/yellow]")
        return
    if not findings:
        console.print("[green]没有发现矛盾 · no contradictions found[/green]")
        return
    table = Table(title="前后矛盾 · findings", title_justify="left", show_lines=True)
    for name in ("级别 severity", "规则 rule", "说明 message", "计算 calculation"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        style = _STYLES[finding.severity]
        table.add_row(
            f"[{style}]{finding.severity}[/{style}]",
            finding.rule,
            escape(finding.message),
            escape(finding.calculation or "—"),
        )
    console.print(table)


def _plain(value: object) -> str:
    return "—" if value is None else str(value)


def _print(
    console: Console, title: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]], *, right: int = 1
) -> None:
    rows = list(rows)
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for index, name in enumerate(columns):
        numeric = index == right and ("yuan" in name or "budget" in name or "final" in name)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
