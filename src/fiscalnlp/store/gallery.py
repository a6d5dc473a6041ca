"""The gallery of questions as a page: what is asked, how, the query, and what a store answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fiscalnlp.store.answers import rows
from fiscalnlp.store.graph_store import GraphStore
from fiscalnlp.store.questions import Question, questions

#: Rows of an answer, and characters of a cell, that the page shows.
ROWS, WIDTH = 6, 48


def page(store: GraphStore, about: str) -> str:
    """Return the gallery in Markdown with the answers of `store`, which `about` describes."""
    lines = ["# Questions to the graph", "", about, "", "| question | asks |", "| --- | --- |"]
    for question in questions().values():
        lines.append(f"| [`{question.name}`](#{question.name}) | {question.en} |")
    for question in questions().values():
        lines += ["", *_question(store, question)]
    return "\n".join(lines) + "\n"


def _question(store: GraphStore, question: Question) -> Iterator[str]:
    settings = "".join(f" --set {name}={value}" for name, value in question.example.items())
    yield from (f"## {question.name}", "", f"{question.zh} {question.en}", "")
    for parameter in question.parameters:
        yield f"- `{parameter.name}` ({parameter.type}): {parameter.about}"
    yield from ("", "```", f"$ fiscalnlp graph ask kg/ {question.name}{settings}", "```", "")
    headings, lines = rows(store.query(question.sparql(question.example)))
    answer = [[_cell(value) for value in line] for line in lines]
    yield from (f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}")
    yield from (f"| {' | '.join(line)} |" for line in islice(answer, ROWS))
    if len(answer) > ROWS:
        yield from ("", f"… and {len(answer) - ROWS} more.")
    yield from ("", f"[`{question.name}.rq`]({question.name}.rq)")


def _cell(value: str) -> str:
    short = value if len(value) <= WIDTH else value[: WIDTH - 1] + "…"
    return short.replace("|", "\\|") or "–"
