"""Word segmentation: nothing lost, the field's terms whole, the same tokens as jieba itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscalnlp.text.words import cut, field_words, jieba_tokenizer

SENTENCES = [
    "2023年度一般公共预算财政拨款支出决算为1,234.56万元，完成年初预算的139.2%。",
    "“三公”经费支出决算为12.30万元，比上年减少0.5万元，下降3.9%，主要原因是压缩公务接待费。",
    "机关运行经费主要用于办公费、印刷费、水电费、邮电费、差旅费。",
    "负责拟订全区科技发展规划、政策并组织实施，会同有关部门开展科学普及工作。",
    "根据《关于下达专项资金的通知》（冀财教〔2022〕77号），安排A-1类项目3个。",
    "购置Windows 10操作系统、CT-64设备及U_8软件各1套，R&D投入5%。",
    "政府性基金预算财政拨款收入0.00万元；国有资本经营预算财政拨款收入0.00万元。",
]
PIECES = st.one_of(
    st.sampled_from(
        ["一般公共预算财政拨款收入", "负责全区教育工作", "三公经费", "机关运行经费支出", "与上年相比"]
    ),
    st.sampled_from(["完成年初预算的", "主要用于", "的", "了", "（款）"]),
    st.sampled_from(list("。，《》、：“” \n")),
    # No c and no a: words such as C++ and AT&T have a test of their own.
    st.text(alphabet="rxyzRXYZ0123456789.-_#&+%", min_size=1, max_size=5),
)


def reference(text: str, *, hmm: bool) -> list[str]:
    return list(jieba_tokenizer().cut(text, HMM=hmm))


@pytest.mark.parametrize("hmm", [True, False])
@pytest.mark.parametrize("text", SENTENCES)
def test_tokens_are_those_of_jieba(text, hmm):
    assert list(cut(text, hmm=hmm)) == reference(text, hmm=hmm)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=8).map("".join), st.booleans())
def test_tokens_are_those_of_jieba_for_any_mix(text, hmm):
    assert list(cut(text, hmm=hmm)) == reference(text, hmm=hmm)


@pytest.mark.parametrize("word", ["C++", "c++", "C#", "c#", "AT&T"])
def test_words_with_marks_in_jiebas_dictionary(word):
    assert list(cut(f"学习{word}课程")) == reference(f"学习{word}课程", hmm=True)


@given(st.text(max_size=40))
def test_tokens_join_to_the_text(text):
    assert "".join(cut(text)) == text


@pytest.mark.parametrize("term", ["一般公共预算财政拨款", "三公经费", "机关运行经费"])
def test_terms_of_the_field_stay_whole_in_a_sentence(term):
    assert term in list(cut(f"本年度{term}共12.30万元，其中"))


@pytest.mark.parametrize("word", field_words())
def test_every_field_word_alone_is_one_token(word):
    assert list(cut(word)) == [word]


def test_field_words_are_unique():
    assert len(set(field_words())) == len(field_words())
