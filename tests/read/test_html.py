"""Web pages: the page's own text and tables, whatever site and tool they come from."""

import pytest

from fiscalnlp.errors import BrokenSourceError, EmptySourceError, UnsupportedSourceError
from fiscalnlp.read import FlowLine, read_source

PROSE = "负责本区域的教育工作，完成交办的其他任务。"
MENU = "<ul>" + "".join(f'<li><a href="/{n}.html">栏目{n}</a></li>' for n in range(8)) + "</ul>"


def flow(page: str | bytes):
    data = page if isinstance(page, bytes) else f"<!DOCTYPE html><html><body>{page}</body></html>".encode()
    (read,) = read_source(data).pages
    return read.flow


def lines(page: str | bytes) -> list[str]:
    return [item.text.strip() for item in flow(page) if isinstance(item, FlowLine)]


# -- lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<p>一<br>二</p>", ["一", "二"]),
        ("<p>一<b>二</b><span>三</span><a name=x>四</a></p>", ["一二三四"]),
        ("一<div>二</div>三", ["一", "二", "三"]),
        ("<p>一\n   二</p>", ["一 二"]),
        ("<p>&nbsp;&nbsp;一&ldquo;三公&rdquo;&#12289;</p>", ["一“三公”、"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<p>一</p><!-- 二 --><script>三</script><style>四</style><noscript>五</noscript>", ["一"]),
        ('<p>一</p><p style="display: none">二</p><p hidden>三</p><p style="visibility:hidden">四</p>', ["一"]),
        ("<p>一<p>二", ["一", "二"]),  # ends that are left out
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ('<ol style="list-style-type: cjk-ideographic" start=3><li>甲</li></ol>', ["三、甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
    ],
)
def test_lines(page, expected):
    assert lines(page) == expected


def test_web_pages_saved_by_word():
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'>"
        "<head><!--[if gte mso 9]><xml>设置</xml><![endif]--></head><body>"
        "<p class=MsoNormal style='mso-list:l0 level1 lfo1'>"
        "<![if !supportLists]><span>（一）<span>&nbsp;</span></span><![endif]>"
        "<span>负责教\r\n育工作。<o:p></o:p></span></p>"
        "<div style='mso-element:footnote'>注</div>"
        "<p><span style='mso-hide:all'>隐</span><o:p>&nbsp;</o:p></p></body></html>"
    )
    (line,) = lines(page.encode())
    assert "".join(line.split()) == "（一）负责教育工作。"


# -- the page and the site ----------------------------------------------------------------------------------


def test_what_belongs_to_the_site_is_left_out():
    page = (
        f"<nav>首页</nav><div class='top'>{MENU}</div><div id='topNav'>导航</div>"
        f"<div class='crumbs'>首页 &gt; 公开</div><p>您现在的位置：首页 &gt; 公开</p>"
        f"<h1>某局2023年度部门决算</h1><p>{PROSE}</p><p>{PROSE}</p>"
        "<footer>主办：某局</footer><div class='foot_copyright'>版权</div><p>京ICP备05000000号</p>"
    )
    assert lines(page) == ["某局2023年度部门决算", PROSE, PROSE]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta name='ArticleTitle' content='某局2023年度部门决算'>", "<p>x</p>"),
        ("", "<h1>某局2023年度部门决算</h1>"),
    ],
)
def test_the_article_is_taken_with_its_title(head, title):
    page = (
        f"<html><head>{head}</head><body>{title}<p>热点新闻</p>"
        f"<div class='TRS_Editor'><p>一、部门职责</p><p>{PROSE * 3}</p></div><p>网站地图</p></body></html>"
    )
    assert lines(page.encode()) == ["某局2023年度部门决算", "一、部门职责", PROSE * 3]


def test_a_title_inside_the_article_is_not_doubled():
    page = f"<div id='zoom'><h1>某局2023年度部门决算</h1><p>{PROSE}</p></div>"
    assert lines(page) == ["某局2023年度部门决算", PROSE]


def test_a_wrong_name_costs_no_text():
    assert lines(f"<div class='footer'><p>一、部门职责</p><p>{PROSE}</p></div><p>页尾</p>")[:2] == [
        "一、部门职责",
        PROSE,
    ]


def test_contents_with_links_into_the_page_are_no_menu():
    entries = "".join(f"<p><a href='#t{n}'>第{n}部分 概况</a></p>" for n in range(8))
    assert lines(f"<div>{entries}</div><p>{PROSE}</p>")[0] == "第0部分 概况"


# -- tables -------------------------------------------------------------------------------------------------


def test_data_tables_with_spans():
    page = (
        "<table><tr><td rowspan=2>项目</td><td colspan=2>支出</td></tr><tr><th>基本</th><th>项目</th></tr>"
        "<tr><td>合计</td><td>1.00</td><td>2.00</td></tr></table>"
    )
    (table,) = flow(page)
    assert table.cells == (
        ("项目", 0, 0, 2, 1),
        ("支出", 0, 1, 1, 2),
        ("基本", 1, 1, 1, 1),
        ("项目", 1, 2, 1, 1),
        ("合计", 2, 0, 1, 1),
        ("1.00", 2, 1, 1, 1),
        ("2.00", 2, 2, 1, 1),
    )


DATA = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>1</td></tr></table>"


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td><p>{PROSE}</p>{DATA}</td></tr></table>",  # one cell
        f"<table><tr><td>{PROSE}</td></tr><tr><td>{DATA}</td></tr></table>",  # one column
        f"<table><tr><td>左</td><td><table><tr><td><p>{PROSE}</p>{DATA}</td></tr></table></td></tr></table>",
        f"<table><tr><td>左</td><td><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></td></tr></table>{DATA}",
    ],
)
def test_tables_that_lay_out_the_page_are_text(page):
    *texts, table = flow(page)
    assert PROSE in [item.text for item in texts]
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", "1"]


@pytest.mark.parametrize(
    "cell",
    ["<td rowspan=60000 colspan=99999>甲</td>", "<td rowspan=0>甲</td>", "<td rowspan='x' colspan='-1'>甲</td>"],
)
def test_spans_end_with_the_table(cell):
    (table,) = flow(f"<table><tr>{cell}<td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert max(c.row + c.row_span for c in table.cells) == 2
    assert max(c.column + c.column_span for c in table.cells) <= 4


def test_spans_that_pile_up_cost_no_table_its_text():
    page = "<table>" + "<tr><td rowspan=60000 colspan=200>一</td><td>二</td></tr>" * 300 + "</table>"
    assert "".join(item.text if isinstance(item, FlowLine) else "".join(c.text for c in item.cells)
                   for item in flow(page)).count("一") == 300  # fmt: skip


# -- encodings ----------------------------------------------------------------------------------------------

BODY = f"<body><p>䶮县{PROSE}</p></body>"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),  # the label says less than there is
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),  # a wrong label
        ("utf-8", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("none-such", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("big5", "big5"),
    ],
)
def test_encodings(label, encoding):
    text = PROSE if encoding != "big5" else "負責本區域的教育工作。"
    page = f"<html><head><meta charset='{label}'></head><body><p>{text}</p></body></html>"
    assert lines(page.encode(encoding)) == [text]


def test_the_encoding_of_an_xml_declaration():
    page = f"<?xml version='1.0' encoding='GBK'?><html><body><p>{PROSE}</p></body></html>"
    assert lines(page.encode("gbk")) == [PROSE]


def test_a_character_cut_in_two_costs_only_itself():
    page = f"<html><head><meta charset=gbk></head><body><p>{PROSE * 20}</p><p>完</p></body></html>".encode("gbk")
    assert lines(page.replace(b"</p><p>", b"\x81</p><p>"))[0].startswith(PROSE * 20)


def mhtml(page: bytes, encoding: str = "quoted-printable", charset: str = "gb2312") -> bytes:
    import base64
    import quopri

    body = quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)
    head = (
        "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n------x\r\n'
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    )
    return head.encode() + body + b"\r\n------x--\r\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_web_archives(encoding):
    source = read_source(mhtml(f"<html><body><p>{PROSE}</p></body></html>".encode("gbk"), encoding))
    assert [item.text for item in source.pages[0].flow] == [PROSE]
    assert source.media_type == "multipart/related"


def test_a_web_archive_without_a_page():
    with pytest.raises(BrokenSourceError, match="there is no page in it"):
        read_source(mhtml(b""))


# -- what is a page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{PROSE}</body></html>",
        f"  \n<!-- saved from url=(0014)about:internet -->\n<HTML>{PROSE}",
        f"<table><tr><td>{PROSE}</td></tr></table>",  # what some systems call .xls
        f"<p>{PROSE}</p>",
    ],
)
def test_a_page_is_told_by_how_it_starts(page):
    for source in (page, page.encode()):
        read = read_source(source)
        assert read.media_type == "text/html"
        assert read.pages[0].flow == (FlowLine(None, PROSE),)


@pytest.mark.parametrize("text", ["<单位：万元>\n" + PROSE, "1 < 2。\n" + PROSE, "<未公开>" + PROSE])
def test_text_with_an_angle_bracket_is_text(text):
    assert read_source(text).media_type == read_source(text.encode()).media_type == "text/plain"


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"<html><body><script>x</script></body></html>", EmptySourceError, "no text on the web page"),
        (b"<div>" * 100_000 + PROSE.encode(), BrokenSourceError, "nested more than"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            UnsupportedSourceError,
            "XML spreadsheet",
        ),
    ],
)
def test_pages_that_cannot_be_read(data, error, words):
    with pytest.raises(error, match=words):
        read_source(data)


def test_depth_that_a_page_may_have():
    assert lines("<table><tr><td>" * 2_000 + PROSE) == [PROSE]
    assert lines("<p>" * 100_000 + PROSE) == [PROSE]
