"""Records under the words of the text, by displaCy."""

from __future__ import annotations

import html as entities
import re

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc

import fiscalnlp
from fiscalnlp import Document
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS

TEXT = "本年支出合计1,551.25万元，比上年增加120.50万元，增长8.4%，主要原因是人员增加。\n无关的一句。"


@pytest.fixture(scope="module")
def doc() -> Doc:
    """A sentence with figures, a comparison and its reason, read by single components."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_figures")
    nlp.add_pipe("fiscal_changes")
    return nlp(TEXT)


def _labels(html: str) -> list[str]:
    return re.findall(r"border-radius: 3px[^>]*>\s*(\w+)", html)


def _words(html: str) -> str:
    return entities.unescape(re.sub(r"<[^>]+>", "", html))


def test_displacy_draws_one_kind(doc: Doc) -> None:
    html = displacy.render(doc, style="span", options=fiscalnlp.displacy_options("percentage"), jupyter=False)
    assert _labels(html) == ["percentage"]
    assert read_toml("view/palette.toml")["kinds"]["dark"]["percentage"] in html


def test_options_of_the_caller_win() -> None:
    assert fiscalnlp.displacy_options("duty", colors={"duty": "red"})["colors"] == {"duty": "red"}
    assert fiscalnlp.displacy_options()["spans_key"] == "fiscal_amount"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_colour(kind: str) -> None:
    assert kind in fiscalnlp.displacy_options(kind)["colors"]


def test_several_kinds_lie_below_each_other(doc: Doc) -> None:
    html = fiscalnlp.render(doc)
    assert _labels(html) == ["amount", "change", "amount", "percentage", "reason"]
    tops = [int(top) for top in re.findall(r"top: (\d+)px", html)]
    assert len(set(tops)) > 1  # the second amount is within the change


def test_chinese_text_stays_whole_outside_of_records(doc: Doc) -> None:
    words = re.sub(r"amount|change|percentage|reason", "", _words(fiscalnlp.render(doc)))
    assert "本年支出合计 1,551.25万元" in words
    assert "无关的一句。" in words


def test_spans_have_the_borders_of_their_records(haigang: Document) -> None:
    change = haigang.changes[9]
    html = fiscalnlp.render(haigang, kinds=["change"], start=change.span.start, end=change.span.end)
    assert _words(html).replace("change", "", 1).replace(" ", "") == change.text.replace(" ", "")


def test_a_disclosure_is_drawn_like_its_spacy_doc(haigang: Document) -> None:
    assert fiscalnlp.render(haigang, end=500) == fiscalnlp.render(haigang.spacy_doc, end=500)


def test_a_notebook_shows_it(doc: Doc) -> None:
    drawn = fiscalnlp.render(doc)
    assert drawn._repr_html_() == drawn


def test_a_page_stands_alone(doc: Doc) -> None:
    assert fiscalnlp.render(doc, page=True).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("page", [False, True])
def test_words_of_a_document_are_never_markup(page: bool) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_figures")
    html = fiscalnlp.render(nlp("<script>alert(1)</script>支出5.00万元<img src=x onerror=alert(1)>"), page=page)
    assert _labels(html) == ["amount"]
    assert "<script" not in html
    assert "<img" not in html


def test_text_without_records_is_text() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_figures")
    assert _words(fiscalnlp.render(nlp("没有数字。"))).strip() == "没有数字。"


def test_a_kind_that_is_none_is_refused(doc: Doc) -> None:
    with pytest.raises(ValueError, match="no such kind: money"):
        fiscalnlp.render(doc, kinds=["money"])
    with pytest.raises(ValueError, match="no such kind: money"):
        fiscalnlp.displacy_options("money")
