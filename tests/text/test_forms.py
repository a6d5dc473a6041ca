"""The matching form keeps every offset; squeezing keeps every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.text.forms import display_width, kept_offsets, matching_form, squeeze

# What disclosures are made of: digits and Latin in both widths, marks, brackets, spaces, Chinese, odd forms.
PRINTED = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            '0123456789.,，．０１９ＡＢａ％%（）()〔〕［］[]“”"＂「」『』‘’。；;：:—–-－ \t\n\u3000\u00a0'
        ),
        st.sampled_from("一二三公经费收入支出⼀⺟豈ﬁ①Ⅳ㎡é\u0301𠀀"),
        st.characters(blacklist_characters="\x1c\x1d\x1e\x1f"),  # see test_squeeze_takes_out_separators
    ),
    max_size=40,
)


@given(PRINTED)
def test_form_keeps_the_length_so_that_offsets_hold(text):
    assert len(matching_form(text)) == len(text)


@given(PRINTED)
def test_normalising_twice_changes_nothing(text):
    form = matching_form(text)
    assert matching_form(form) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("（境）(境)〔境〕﹙境﹚", "（境）（境）（境）（境）"),  # round brackets of four kinds
        ("[2019]［2019］【2022】", "[2019][2019]【2022】"),  # square ones; 【】 stay as they are
        ('“三公”"三公"＂三公＂「三公」『三公』”三公“', '"三公"' * 6),  # quotes, right and wrong way round
        ("‘甲’", "'甲'"),  # single quotes
        ("１５５１．２５万元", "1551.25万元"),  # full-width digits and point
        ("ＡＢｃ", "ABc"),  # full-width Latin letters
        ("增长３.５％", "增长3.5%"),  # percent sign
        ("－3.5−2–1", "-3.5-2-1"),  # minus signs and en dash
        ("一;二:三!四?", "一；二：三！四？"),  # half-width marks of web pages
        ("决算\u3000情况\u00a0说明", "决算 情况 说明"),  # spaces of other widths
        ("⼀般", "一般"),  # a Kangxi radical that some fonts put for 一
        ("豈", "豈"),  # a compatibility ideograph
        ("第一部分。", "第一部分。"),  # nothing to change
        ("", ""),
    ],
)
def test_spelling_of_marks_digits_and_spaces(text, form):
    assert matching_form(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1,234.56万元", "1,234.56万元"),  # thousands
        ("12,345,678.90元", "12,345,678.90元"),  # two groups
        ("1,234,567元", "1,234,567元"),  # no decimals
        ("１，２３４．５６万元", "1,234.56万元"),  # full width throughout
        ("12，345.67元、890，123.45元", "12,345.67元、890,123.45元"),  # full-width comma before decimals
        ("各是4125.49，4143.91万元", "各是4125.49，4143.91万元"),  # a list: decimals before the comma
        ("各为4125.49,4143.91万元", "各为4125.49，4143.91万元"),  # the same list with a half-width comma
        ("2023，100", "2023，100"),  # a year and a figure
        ("100，200", "100，200"),  # full width without decimals: a list
        ("收入1,234.56,支出", "收入1,234.56，支出"),  # the second comma is the sentence's
        ("1,2345", "1，2345"),  # no group of three
        ("12,345.6，789.00", "12,345.6，789.00"),  # number, list comma, number
        ("0.123,456", "0.123，456"),  # groups never follow a decimal point
        ("收入，1,234.56万元", "收入，1,234.56万元"),
        ("各是1,234.56，2,345.67万元", "各是1,234.56，2,345.67万元"),
        ("1,234，567.00万元", "1,234,567.00万元"),
    ],
)
def test_comma_of_a_number_and_comma_of_a_list(text, form):
    assert matching_form(text) == form


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("一 般 公 共 预 算", "一般公共预算"),  # justified lines
        ("2024 年度", "2024年度"),  # a space before and after digits
        ("第一部分\u3000部门概况\t说明", "第一部分部门概况说明"),  # tabs, full-width spaces
        ("人员经\n费减少", "人员经费减少"),  # a line wrap
        ("Microsoft  Office 软件", "Microsoft Office软件"),  # Latin words keep one space
        ("ABC 123", "ABC 123"),  # a name and its number
        ("( 一 ) 机构", "(一)机构"),  # brackets
        (" 首尾 ", "首尾"),
        ("a\n b", "a b"),  # a wrap between Latin words is one space
        ("1, 234 .5", "1, 234.5"),  # a point joins what stands before it
        ("   ", ""),
        ("", ""),
    ],
)
def test_squeeze_takes_out_layout_spaces_only(text, squeezed):
    assert squeeze(text) == squeezed


@pytest.mark.parametrize("separator", ["\x1c", "\x1d", "\x1e", "\x1f"])
def test_squeeze_takes_out_separators_of_old_text_files(separator):
    assert squeeze(f"决{separator}算") == "决算"


@given(PRINTED)
def test_squeezing_twice_changes_nothing(text):
    once = squeeze(text)
    assert squeeze(once) == once


@given(PRINTED)
def test_squeeze_keeps_every_code_point_that_is_no_space(text):
    assert squeeze(text).replace(" ", "") == "".join(text.split())


@given(PRINTED)
def test_kept_offsets_ascend_and_point_at_what_is_kept(text):
    offsets = kept_offsets(text)
    assert offsets == sorted(set(offsets))
    assert all(kept == text[i] or text[i].isspace() for kept, i in zip(squeeze(text), offsets, strict=True))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("收入", 4),  # Chinese: two columns each
        ("12.3%", 5),  # half-width
        ("１２（）", 8),  # full-width digits and brackets
        ("2024年度", 8),  # mixed
        ("“三公”", 8),  # curly quotes are drawn wide in Chinese fonts
        ("", 0),
    ],
)
def test_display_width(text, columns):
    assert display_width(text) == columns
