"""The reports: terminal, JSON and HTML say the same, and no text of a document becomes markup."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from fiscalnlp.evaluation import Item, Outcome, Tally
from fiscalnlp.evaluation.context import Context
from fiscalnlp.evaluation.floors import Shortfall
from fiscalnlp.evaluation.html import render
from fiscalnlp.evaluation.report import Report, make_report, write_json
from fiscalnlp.evaluation.terminal import show_report
from fiscalnlp.model.place import Span

#: Markup of HTML, of the template and of rich: all of it is text.
HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} [bold]x[/bold] &amp;"""


def outcome(name: str, *, text: str = "1.00万元", missed: int = 1, failure: str | None = None) -> Outcome:
    context = Context(span=Span(2, 8), before=f"支出{text[:0]}", words=text, after="。")
    item = Item(kind="amounts", verdict="missed", values={"text": text}, context=context)
    return Outcome(
        name=name,
        source=f"{name}.txt",
        style=name,
        format="txt",
        tallies=(Tally(kind="amounts", expected=4, found=4 - missed, missed=missed, invented=0),),
        items=(item,) * missed,
        failure=failure,
    )


@pytest.fixture
def report() -> Report:
    return make_report(
        [outcome("good", missed=0), outcome("bad", missed=2)],
        [Shortfall(style=None, kind="amounts", figure="f1", value=0.857, floor=0.9)],
    )


class Page(HTMLParser):
    """Collects the tags, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def printed(report: Report, *, worst: int = 10) -> str:
    console = Console(file=io.StringIO(), width=100)
    show_report(report, console, worst=worst)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_terminal_shows_scores_and_the_worst(report: Report) -> None:
    text = printed(report)
    assert "amounts 1.0000 0.7500 0.8571 8 6 2 0 macro" in " ".join(text.split())
    assert text.index("bad.txt  macro F1 0.6667") < text.index("missed amounts: text=1.00万元")
    assert "支出1.00万元。" in text
    assert "good.txt" not in text  # is perfect


def test_the_worst_may_be_left_out(report: Report) -> None:
    assert "bad.txt" not in printed(report, worst=0)


def test_perfect_is_said() -> None:
    assert "Nothing missed, nothing invented." in printed(make_report([outcome("good", missed=0)]))


def test_json_holds_every_figure(report: Report) -> None:
    file = io.BytesIO()
    write_json(report, file)
    data = json.loads(file.getvalue())
    assert data["overall"]["kinds"]["amounts"] == {
        "precision": 1.0,
        "recall": 0.75,
        "f1": 0.857143,
        "expected": 8,
        "found": 6,
        "missed": 2,
        "invented": 0,
    }
    assert list(data["styles"]) == ["bad", "good"]
    assert [document["source"] for document in data["documents"]] == ["bad.txt", "good.txt"]
    assert data["documents"][0]["items"][0]["context"]["words"] == "1.00万元"
    assert data["shortfalls"][0]["floor"] == 0.9


def test_html_shows_each_miss_with_its_words_marked(report: Report) -> None:
    page = render(report)
    assert page.count("支出<mark>1.00万元</mark>。") == 2
    assert "all documents: f1 of amounts is 0.8570, its floor 0.9000" in page
    assert "good.txt" not in page


def test_html_needs_nothing_from_elsewhere(report: Report) -> None:
    page = Page(render(report))
    assert not page.attributes & {"src", "href"}
    assert not {"link", "img", "iframe"} & set(page.tags)


def test_hostile_text_stays_text() -> None:
    plain, hostile = (
        Page(render(make_report([outcome(text, text=text, failure=text)]))) for text in ("harmless", HOSTILE)
    )
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    assert any(HOSTILE in text for text in hostile.texts)


def test_hostile_text_stays_text_on_the_terminal() -> None:
    text = printed(make_report([outcome("a", text="[bold]x[/bold]", failure="[red]y[/red]")]))
    assert "text=[bold]x[/bold]" in text
    assert "could not be read: [red]y[/red]" in text
