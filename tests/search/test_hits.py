"""Snippets: where the words stand, and the part of a text with most of them."""

from fiscalnlp.search.hits import Snippet, snippets


def reason(text: str) -> dict[str, object]:
    return {"kind": "reason", "text": text}


def shown(snippet: Snippet) -> str:
    return "".join(f"[{piece}]" if marked else piece for piece, marked in snippet.pieces())


def test_marks_count_code_points_of_the_text_and_keep_its_quotes():
    text = "严格控制“三公”经费"
    (found,) = snippets(reason(text), ("三公经费",), 120)
    assert [text[start:end] for start, end in found.marks] == ["三公”经费"]
    assert shown(found) == "严格控制“[三公”经费]"


def test_words_that_overlap_are_one_mark():
    (found,) = snippets(reason("推进军民融合发展"), ("军民融", "融合"), 120)
    assert shown(found) == "推进[军民融合]发展"


def test_the_part_with_the_most_different_words():
    text = f"管理，管理，{'略' * 60}科技创新与管理{'略' * 60}"
    (found,) = snippets(reason(text), ("科技", "管理"), 20)
    assert "[科技]创新与[管理]" in shown(found)
    assert len(found.text) == 20
    assert text[found.start : found.start + 20] == found.text


def test_a_word_longer_than_the_snippet_is_shown_whole():
    (found,) = snippets(reason("略略略一般公共预算财政拨款支出略"), ("一般公共预算财政拨款支出",), 5)
    assert shown(found) == "[一般公共预算财政拨款支出]"


def test_each_field_with_a_word_has_its_snippet():
    spending = {
        "kind": "spending",
        "text": "科学技术（类）支出584万元",
        "purpose": "支付奖补资金",
        "path": ["科学技术支出", "科学技术管理事务"],
    }
    found = snippets(spending, ("科学技术", "奖补"), 120)
    assert [(each.field, shown(each)) for each in found] == [
        ("text", "[科学技术]（类）支出584万元"),
        ("purpose", "支付[奖补]资金"),
        ("path.0", "[科学技术]支出"),
        ("path.1", "[科学技术]管理事务"),
    ]


def test_nothing_wanted_nothing_marked():
    assert snippets(reason("科技"), (), 120) == ()
