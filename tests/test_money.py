"""Money, percentages and counts in text: what is read, what is left alone, and exactly how much it is."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp import money
from fiscalnlp.model.money import to_yuan
from fiscalnlp.money import find_mentions
from fiscalnlp.text.forms import matching_form


def read(text):
    """The mentions as short rows: words, value as printed, unit."""
    return [(text[m.start : m.end], str(m.value), m.unit) for m in find_mentions(text)]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "yuan"),
    [
        ("支出1551.25万元。", "1551.25万元", "1551.25", "万元", "15512500"),
        ("支出12,345.67元。", "12,345.67元", "12345.67", "元", "12345.67"),  # thousands
        ("支出2，345.67万元。", "2，345.67万元", "2345.67", "万元", "23456700"),  # full-width thousands
        ("支出１，２３４．５６万元。", "１，２３４．５６万元", "1234.56", "万元", "12345600"),  # full width
        ("支出436．95万元。", "436．95万元", "436.95", "万元", "4369500"),  # full-width point
        ("增加-12.5万元。", "-12.5万元", "-12.5", "万元", "-125000"),  # a minus sign
        ("增加－1,234.5万元。", "－1,234.5万元", "-1234.5", "万元", "-12345000"),  # a full-width one
        ("支出1551.25 万元。", "1551.25 万元", "1551.25", "万元", "15512500"),  # one space before the unit
        ("支出12.30万元。", "12.30万元", "12.30", "万元", "123000"),  # trailing zero kept in the value
        ("支出0.00元。", "0.00元", "0.00", "元", "0"),
        ("支出2.5千元。", "2.5千元", "2.5", "千元", "2500"),
        ("支出12百万元。", "12百万元", "12", "百万元", "12000000"),
        ("支出3亿元。", "3亿元", "3", "亿元", "300000000"),
        ("总量1.5万亿元。", "1.5万亿元", "1.5", "万亿元", "1500000000000"),
        ("（100万元）", "100万元", "100", "万元", "1000000"),  # in brackets
        ("人民币100万元整", "100万元", "100", "万元", "1000000"),  # legal wording
        ("2023年12.5万元", "12.5万元", "12.5", "万元", "125000"),  # right behind a year
        ("决算3541.07万元2.3", "3541.07万元", "3541.07", "万元", "35410700"),  # digits of the next line behind
        ("决算0.00万，为", "0.00万", "0.00", "万", "0"),  # 元 lost
        # more digits than a float holds
        (
            "共12345678901234567.89元",
            "12345678901234567.89元",
            "12345678901234567.89",
            "元",
            "12345678901234567.89",
        ),
        # chains of scales
        ("共1亿3千万元。", "1亿3千万元", "130000000", "元", "130000000"),
        ("共5亿3000万元。", "5亿3000万元", "530000000", "元", "530000000"),
        ("共3.5亿2000万元。", "3.5亿2000万元", "370000000", "元", "370000000"),
        ("共3万5千元。", "3万5千元", "35000", "元", "35000"),
        # Chinese numerals
        ("共三千二百五十万元。", "三千二百五十万元", "32500000", "元", "32500000"),
        ("共两万元。", "两万元", "20000", "元", "20000"),
        ("共一亿三千万元。", "一亿三千万元", "130000000", "元", "130000000"),
        ("共一千二百三十四元。", "一千二百三十四元", "1234", "元", "1234"),
        ("共一万零五百元。", "一万零五百元", "10500", "元", "10500"),
        ("共5千亿元。", "5千亿元", "5", "千亿元", "500000000000"),
        ("共3百亿元。", "3百亿元", "3", "百亿元", "30000000000"),
        ("共2十亿元。", "2十亿元", "2", "十亿元", "2000000000"),
        ("共1千亿5百万元。", "1千亿5百万元", "100005000000", "元", "100005000000"),
        ("共1万2千345元。", "1万2千345元", "12345", "元", "12345"),
        ("共3亿5万2345元。", "3亿5万2345元", "300052345", "元", "300052345"),
        ("共1万2345元。", "1万2345元", "12345", "元", "12345"),
        ("共三点五万元。", "三点五万元", "35000", "元", "35000"),
        ("计1，1,234.00元。", "1,234.00元", "1234.00", "元", "1234"),
        ("共1,234，567.00元", "1,234，567.00元", "1234567.00", "元", "1234567"),
    ],
)
def test_sums_of_money(text, words, value, unit, yuan):
    mention = next(m for m in find_mentions(text) if m.kind == "money")
    assert (text[mention.start : mention.end], str(mention.value), mention.unit) == (words, value, unit)
    assert str(mention.yuan) == yuan


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元",  # the unit of a table
        "（单位：元）",
        "每次100元/人",  # a rate
        "多元化",
        "一元化领导",
        "三元桥",
        "20元素",
        "5元件",
        "2023年元旦",
        "10元宵",
        "12万人",  # a count
        "94.17分",  # a score
        "2023年度",
        "万元",
        "",
    ],
)
def test_no_money(text):
    assert [m for m in find_mentions(text) if m.kind == "money"] == []


@pytest.mark.parametrize(
    ("text", "words", "value", "yuan"),
    [
        ("负12.5万元", "负12.5万元", "-12.5", "-125000"),
        ("自负12.5万元", "12.5万元", "12.5", "125000"),  # the word ends in 负
        ("调整（12.50）万元", "（12.50）万元", "-12.50", "-125000"),  # accountants' brackets
        ("（12.50万元）", "12.50万元", "12.50", "125000"),
        ("每张3元5角", "3元5角", "3.5", "3.5"),
        ("每张3元5角2分", "3元5角2分", "3.52", "3.52"),
        ("每张5元零3分", "5元零3分", "5.03", "5.03"),
        ("每张五元三毛", "五元三毛", "5.3", "5.3"),
        ("壹佰贰拾万圆整", "壹佰贰拾万圆", "1200000", "1200000"),  # as written on cheques
        ("￥1,200.50", "￥1,200.50", "1200.50", "1200.5"),
        ("人民币300万。", "人民币300万", "300", "3000000"),
    ],
)
def test_sums_with_signs_small_money_and_symbols(text, words, value, yuan):
    (mention,) = find_mentions(text)
    assert (text[mention.start : mention.end], str(mention.value), str(mention.yuan)) == (words, value, yuan)
    assert (mention.kind, mention.currency) == ("money", "CNY")


@pytest.mark.parametrize(
    ("text", "value", "unit", "currency"),
    [
        ("出资5万美元", "5", "万美元", "USD"),
        ("换汇１．０９２瑞士法郎", "1.092", "瑞士法郎", "CHF"),
        ("贷款1万亿日元", "1", "万亿日元", "JPY"),
        ("捐款十五美元", "15", "美元", "USD"),
        ("合同额1亿2千万港元", "120000000", "港元", "HKD"),
        ("标价US$25", "25", "US$", "USD"),
        ("标价€30万", "30", "万", "EUR"),
    ],
)
def test_foreign_money_has_a_currency_and_no_yuan(text, value, unit, currency):
    (mention,) = find_mentions(text)
    assert (str(mention.value), mention.unit, mention.currency, mention.yuan) == (value, unit, currency, None)


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "yuan"),
    [
        ("补助3-5万元", "3", "5", "万元", "30000"),
        ("补助3到5万元", "3", "5", "万元", "30000"),
        ("补助500万至1000万元", "500", "1000", "万元", "5000000"),
        ("补助50万～1亿元", "0.005", "1", "亿元", "500000"),
        ("增长5-10%", "5", "10", "%", "None"),
        ("提高1至2个百分点", "1", "2", "个百分点", "None"),
    ],
)
def test_a_range_whose_unit_is_said_once_is_one_figure(text, value, upper, unit, yuan):
    (mention,) = find_mentions(text)
    assert (str(mention.value), str(mention.upper), mention.unit, str(mention.yuan)) == (value, upper, unit, yuan)
    assert mention.approximate


@pytest.mark.parametrize(
    ("text", "value", "approximate"),
    [
        ("增长3.5倍", "3.5", False),
        ("增长近两倍", "2", True),
        ("增长12余倍", "12", True),
    ],
)
def test_multiples(text, value, approximate):
    (mention,) = find_mentions(text)
    assert (mention.kind, str(mention.value), mention.unit) == ("multiple", value, "倍")
    assert mention.approximate is approximate


@pytest.mark.parametrize("text", ["数十万元", "几百万元", "二三十万元", "加倍投入", "2倍率", "一成不变", "建成"])
def test_figures_that_name_no_number_are_left_alone(text):
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("完成139.2%", ("139.2%", "139.2", "%")),
        ("完成41.67％", ("41.67％", "41.67", "%")),  # full width
        ("增长-3.5%", ("-3.5%", "-3.5", "%")),
        ("增长1,234.5%", ("1,234.5%", "1234.5", "%")),
        ("提高2.5个百分点", ("2.5个百分点", "2.5", "个百分点")),
        ("死亡率5‰", ("5‰", "5", "‰")),
        ("百分之八十五", ("百分之八十五", "85", "%")),
        ("百分之12.5", ("百分之12.5", "12.5", "%")),
        ("百分之三点五", ("百分之三点五", "3.5", "%")),
        ("百分之1,234.56", ("百分之1,234.56", "1234.56", "%")),
        ("百分之百", ("百分之百", "100", "%")),
        ("百分之零点五", ("百分之零点五", "0.5", "%")),
        ("下降百分之-3", ("百分之-3", "-3", "%")),
        ("千分之五", ("千分之五", "5", "‰")),
        ("占七成", ("七成", "70", "%")),
        ("占7.2成", ("7.2成", "72", "%")),
        ("占三成五", ("三成五", "35", "%")),
        ("占三成半", ("三成半", "35", "%")),
        ("占半成", ("半成", "5", "%")),
        ("提高一百五十个百分点", ("一百五十个百分点", "150", "个百分点")),
        ("提高四点五个百分点", ("四点五个百分点", "4.5", "个百分点")),
    ],
)
def test_percentages(text, row):
    assert read(text) == [row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("购置0台（套）", [("0台（套）", "0", "台（套）")]),
        ("购置2台(套)", [("2台(套)", "2", "台（套）")]),  # unit in matching form
        ("设备3台/套", [("3台/套", "3", "台/套")]),
        ("0批次0人次", [("0批次", "0", "批次"), ("0人次", "0", "人次")]),  # nothing between
        ("28个项目", [("28个", "28", "个")]),
        ("用车3辆，编制5人", [("3辆", "3", "辆"), ("5人", "5", "人")]),
        ("得分94.17分", [("94.17分", "94.17", "分")]),
        ("服务1.2万人次", [("1.2万人次", "1.2", "万人次")]),
        ("面积3,500平方米", [("3,500平方米", "3500", "平方米")]),
        ("长5万公里", [("5万公里", "5", "万公里")]),
        # no counts
        ("2023年12月31日", []),
        ("1-9月", []),
        ("12个月", []),  # a span of time
        ("2个工作日", []),
        ("3年期", []),
        ("第1位", []),  # an ordinal
        ("第12期", []),
        ("第3批", []),
        ("5级以上", []),
        ("2人民法院", []),  # a word that begins with a unit
        ("3部门", []),
        ("公开07表", []),
        ("服务500余人次", [("500余人次", "500", "人次")]),
        ("入户100多家", [("100多家", "100", "家")]),
    ],
)
def test_counts(text, rows):
    assert read(text) == rows


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("约3.2亿元", True),
        ("近100万元", True),
        ("300余万元", True),  # inside the number
        ("100多万元", True),
        ("100万余元", True),  # inside the unit
        ("5万多元", True),
        ("300来万元", True),
        ("100元以上", True),  # behind
        ("100元左右", True),
        ("超过100万元", True),
        ("不足1%", True),
        ("不到5个", True),
        ("支出100万元", False),
        ("附近 100万元", False),  # a word that ends in 近, apart
        ("约人民币5万元", True),
    ],
)
def test_approximate(text, approximate):
    assert [m.approximate for m in find_mentions(text)] == [approximate]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # A list parted by a comma shares the unit of its last figure; the first has none of its own.
        ("各是4125.49，4143.91万元", [("4143.91万元", "4143.91", "万元")]),
        ("5万元、6万元", [("5万元", "5", "万元"), ("6万元", "6", "万元")]),
        ("1万、2万元", [("1万", "1", "万"), ("2万元", "2", "万元")]),
        ("增加12.30万元，增长3.5%", [("12.30万元", "12.30", "万元"), ("3.5%", "3.5", "%")]),
        ("3个项目12万元", [("3个", "3", "个"), ("12万元", "12", "万元")]),
        ("1-3万元", [("1-3万元", "1", "万元")]),
        ("1万元至3万元", [("1万元", "1", "万元"), ("3万元", "3", "万元")]),
        ("50%-60%", [("50%", "50", "%"), ("60%", "60", "%")]),
    ],
)
def test_several_figures(text, rows):
    assert read(text) == rows


def grouped(number, comma):
    """Print a number with `comma` between groups of three digits."""
    return f"{number:,}".replace(",", comma)


UNITS = ["元", "千元", "百万元", "万元", "千万元", "亿元", "万亿元"]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@st.composite
def printed_sums(draw):
    """A sum and how a disclosure may print it."""
    places = draw(st.integers(0, 6))
    value = draw(st.decimals(0, 10**12, places=places, allow_nan=False, allow_infinity=False))
    unit = draw(st.sampled_from(UNITS))
    style = draw(st.sampled_from(["plain", "thousands", "full-width digits", "full-width comma", "space"]))
    number = f"{value:f}"
    if style == "thousands":
        number = grouped(value, ",")
    elif style == "full-width comma" and places == 2:
        number = grouped(value, "，")
    elif style == "full-width digits":
        number = number.translate(FULL_WIDTH)
    return value, unit, number + (" " if style == "space" else "") + unit


@given(printed_sums(), st.sampled_from(["", "-", "－"]), st.sampled_from(["支出", "其中：", "（"]))
def test_an_amount_printed_and_parsed_is_the_same_amount(printed, sign, before):
    value, unit, words = printed
    text = f"{before}{sign}{words}，"
    (mention,) = find_mentions(text)
    signed = -value if sign else value
    assert text[mention.start : mention.end] == sign + words
    assert (mention.kind, mention.value, mention.unit) == ("money", signed, unit)
    assert mention.yuan == to_yuan(signed, unit)


FIGURE_PARTS = st.sampled_from(
    [
        *"0135.-%万亿千元个分余多约三十百点第年月，、\n",
        "2023",
        "1,234.56",
        "，2，345.67",
        "万元",
        "人次",
        "台（套）",
        "百分之",
    ]
)


@given(st.lists(FIGURE_PARTS, max_size=12).map("".join))
def test_mentions_are_ordered_apart_and_exact(text):
    mentions = find_mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    for mention in mentions:
        assert isinstance(mention.value, Decimal)
        if mention.kind == "money":
            assert mention.currency == "CNY"
            assert mention.yuan == to_yuan(mention.value, mention.unit)
        else:
            assert mention.yuan is None


#: Every row of the pattern file, at every place where a figure can begin: what the quick search must not miss.
def brute_force(text):
    grammar = money._grammar(money.KINDS)
    form, found, position = matching_form(text), [], 0
    while position < len(form):
        inside = position and form[position].isdecimal() and form[position - 1].isdecimal()
        match = None if inside else grammar.pattern.match(form, position)
        mention = match and money._mention(grammar, match, form)
        if mention:
            found.append(mention)
        position = mention.end if mention else position + 1
    return found


@given(st.lists(FIGURE_PARTS, max_size=12).map("".join))
def test_the_quick_search_finds_what_trying_every_place_finds(text):
    assert find_mentions(text) == brute_force(text)


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text):
    assert all(text[m.start : m.end].strip() for m in find_mentions(text))
