"""Word documents: what is printed, in the order in which it is printed."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml

from fiscalnlp.errors import BrokenSourceError, EmptySourceError, UnsupportedSourceError
from fiscalnlp.layout import lay_out
from fiscalnlp.read import FlowLine, FlowTable, read_source
from fiscalnlp.read.numbering import Numbering, numeral
from office_factory import repacked

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def with_body(*xml: str) -> bytes:
    """Return a Word file whose body holds `xml`."""
    document = docx.Document()
    for piece in xml:
        element = parse_xml(piece.replace(">", f" {NS} {MC}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def flow(data: bytes):
    (page,) = read_source(data).pages
    assert page.number is None
    return page.flow


def lines(data: bytes) -> list[str]:
    return [item.text for item in flow(data) if isinstance(item, FlowLine)]


def places(table: FlowTable):
    return [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def test_paragraphs_and_tables_in_body_order():
    document = docx.Document()
    document.add_paragraph("一、收入情况")
    table = document.add_table(2, 2)
    for row, texts in enumerate([("项目", "金额"), ("合计", "12.30")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("二、支出情况")
    source = read_source(saved(document))
    first, held, last = source.pages[0].flow
    assert (first, last) == (FlowLine(None, "一、收入情况"), FlowLine(None, "二、支出情况"))
    assert places(held) == [
        ("项目", 0, 0, 1, 1),
        ("金额", 0, 1, 1, 1),
        ("合计", 1, 0, 1, 1),
        ("12.30", 1, 1, 1, 1),
    ]
    assert source.media_type.endswith("wordprocessingml.document")


def test_merged_cells():
    document = docx.Document()
    table = document.add_table(3, 3)
    texts = {
        (0, 0): "科目",
        (0, 1): "支出",
        (1, 1): "基本",
        (1, 2): "项目",
        (2, 0): "合计",
        (2, 1): "1",
        (2, 2): "2",
    }
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    for (row, column), text in texts.items():
        table.cell(row, column).text = text
    (held,) = flow(saved(document))
    assert places(held)[:4] == [
        ("科目", 0, 0, 2, 1),
        ("支出", 0, 1, 1, 2),
        ("基本", 1, 1, 1, 1),
        ("项目", 1, 2, 1, 1),
    ]


def test_a_table_of_one_cell_is_text_and_the_table_inside_it_is_a_table():
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "一、部门职责"
    inner = outer.add_table(2, 2)
    for index, text in enumerate(("项目", "金额", "合计", "3")):
        inner.cell(index // 2, index % 2).text = text
    title, table = flow(saved(document))
    assert title.text == "一、部门职责"
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", "3"]


def test_title_and_unit_inside_the_table_stand_over_it():
    document = docx.Document()
    table = document.add_table(4, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "收入决算表"
    for row, texts in enumerate([("部门：某局", "单位：万元"), ("项目", "金额"), ("合计", "3.00")], start=1):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    title, unit, held = flow(saved(document))
    assert (title.text, unit.text) == ("收入决算表", "部门：某局  单位：万元")
    assert [cell.text for cell in held.cells] == ["项目", "金额", "合计", "3.00"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("甲") + "<w:ins>" + run("乙") + "</w:ins>", "甲乙"),
        (run("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲"),
        (run("甲") + "<w:moveFrom>" + run("乙") + "</w:moveFrom><w:moveTo>" + run("丙") + "</w:moveTo>", "甲丙"),
        (run("甲") + run("乙", "<w:vanish/>"), "甲"),
        (run("甲", '<w:vanish w:val="0"/>'), "甲"),
        ("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:sdt><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ("<w:smartTag>" + run("甲") + "</w:smartTag>" + run("乙"), "甲乙"),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("4"), "甲\t4"),
        (run("甲") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run("乙"), "甲乙"),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r>' + run("甲"), "甲"),
    ],
)
def test_what_is_printed_of_a_paragraph(inside, text):
    assert lines(with_body(f"<w:p>{inside}</w:p>")) == [text]


def test_line_and_page_breaks_part_lines():
    broken = (
        run("第一部分") + "<w:r><w:br/></w:r>" + run("部门概况") + '<w:r><w:br w:type="page"/></w:r>' + run("一")
    )
    assert lines(with_body(f"<w:p>{broken}</w:p>")) == ["第一部分", "部门概况", "一"]


def test_a_text_box_is_read_once():
    """Word stores it twice: for itself, and for older versions."""
    box = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
    stored = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(with_body(f"<w:p>{run('框外')}{stored}</w:p>")) == ["框外", "框内"]


def test_headers_and_footers_are_left_out():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某局决算"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("正文")
    assert lines(saved(document)) == ["正文"]


def test_content_controls_hold_paragraphs_and_rows():
    paragraph = f"<w:sdt><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent></w:sdt>"
    rows = "".join(
        f"<w:sdt><w:sdtContent><w:tr><w:tc><w:p>{run(a)}</w:p></w:tc><w:tc><w:p>{run(b)}</w:p></w:tc></w:tr>"
        "</w:sdtContent></w:sdt>"
        for a, b in (("项目", "金额"), ("合计", "1"))
    )
    line, table = flow(with_body(paragraph, f"<w:tbl>{rows}</w:tbl>"))
    assert line.text == "甲"
    assert [cell.text for cell in table.cells] == ["项目", "金额", "合计", "1"]


# -- lists --------------------------------------------------------------------------------------------------


def numbered(levels: list[tuple[str, str]], paragraphs: list[tuple[str, int]], *, more: str = "") -> bytes:
    """Return a Word file with one list: its levels (format, text) and its paragraphs (text, level)."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    body = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    root.append(parse_xml(f'<w:abstractNum {NS} w:abstractNumId="1">{body}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {NS} w:numId="5"><w:abstractNumId w:val="1"/>{more}</w:num>'))
    for text, level in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>'))
    return saved(document)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([("chineseCounting", "（%1）")], ["（一） 负责甲。", "（二） 负责乙。"]),
        ([("chineseCountingThousand", "%1、")], ["一、 负责甲。", "二、 负责乙。"]),
        ([("japaneseCounting", "第%1条")], ["第一条 负责甲。", "第二条 负责乙。"]),
        ([("decimal", "%1.")], ["1. 负责甲。", "2. 负责乙。"]),
        ([("decimalEnclosedCircleChinese", "%1")], ["① 负责甲。", "② 负责乙。"]),
        ([("bullet", "\uf06c")], ["负责甲。", "负责乙。"]),
    ],
)
def test_printed_markers_of_lists(levels, expected):
    assert lines(numbered(levels, [("负责甲。", 0), ("负责乙。", 0)])) == expected


def test_a_lower_level_begins_again_under_each_item():
    levels = [("chineseCounting", "（%1）"), ("decimal", "%2."), ("decimal", "%1.%2.%3")]
    items = [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1), ("己", 2)]
    assert lines(numbered(levels, items)) == ["（一） 甲", "1. 乙", "2. 丙", "（二） 丁", "1. 戊", "二.1.1 己"]


def test_a_list_may_start_elsewhere():
    more = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
    assert lines(numbered([("chineseCounting", "（%1）")], [("甲", 0), ("乙", 0)], more=more)) == [
        "（九） 甲",
        "（十） 乙",
    ]


def test_a_style_may_number_its_paragraphs():
    data = numbered([("chineseCounting", "%1、")], [("甲", 0)])
    document = docx.Document(io.BytesIO(data))
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {NS}><w:numId w:val="5"/></w:numPr>'))
    document.add_paragraph("乙", style="Heading 1")
    plain = document.add_paragraph("丙", style="Heading 1")._p.get_or_add_pPr()
    plain.append(parse_xml(f'<w:numPr {NS}><w:numId w:val="0"/></w:numPr>'))
    assert lines(saved(document)) == ["一、 甲", "二、 乙", "丙"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (28, "chineseCounting", "二十八"),
        (110, "chineseCounting", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (12, "ideographDigital", "一二"),
        (2, "ideographTraditional", "乙"),
        (14, "lowerRoman", "xiv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (21, "decimalEnclosedCircle", "21"),
        (5, "hebrew1", "5"),
        (10**9, "chineseCounting", "1000000000"),
    ],
)
def test_numerals(number, form, printed):
    assert numeral(number, form) == printed


def test_a_list_that_is_not_defined_prints_nothing():
    assert Numbering(None).marker("7", 0) == ""


# -- contents -----------------------------------------------------------------------------------------------

HEADINGS = ["第一部分 部门概况", "一、部门职责", "二、机构设置"]


def with_contents(title: str) -> bytes:
    document = docx.Document()
    style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    if title:
        document.add_paragraph(title)
    for page, text in enumerate(HEADINGS, start=3):
        document.add_paragraph(f"{text}\t{page}", style=style)
    for text in HEADINGS:
        document.add_paragraph(text)
        document.add_paragraph("负责本区域的教育工作，完成交办的其他任务。")
    return saved(document)


@pytest.mark.parametrize("title", ["目  录", "目录", ""])
def test_contents_double_no_heading(title, pipeline):
    sections = [s.title for s in pipeline.read(with_contents(title)).sections]
    assert sections == ["部门概况", "部门职责", "机构设置"]


# -- records ------------------------------------------------------------------------------------------------


def test_duties_are_found_by_markers_that_word_prints(pipeline):
    data = numbered([("chineseCounting", "（%1）")], [("负责管理教育工作。", 0), ("承办交办的其他事项。", 0)])
    document = docx.Document(io.BytesIO(data))
    title = OxmlElement("w:p")
    title.append(parse_xml(f"<w:r {NS}><w:t>一、部门职责</w:t></w:r>"))
    document.element.body.insert(0, title)
    duties = pipeline.read(saved(document)).duties
    assert [(duty.marker, duty.actions[0].verb) for duty in duties] == [("（一）", "负责"), ("（二）", "承办")]


def test_text_of_a_cell_is_joined_as_printed():
    document = docx.Document()
    table = document.add_table(2, 2)
    for index, text in enumerate(("项目", "金额", "机关事业单位\n养老保险", "1")):
        table.cell(index // 2, index % 2).text = text
    (block,) = lay_out(read_source(saved(document))).blocks
    assert [cell.text for cell in block.grid.cells] == ["项目", "金额", "机关事业单位养老保险", "1"]


# -- files that cannot be read ------------------------------------------------------------------------------


WORD = with_body(f"<w:p>{run('正文')}</w:p>")


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (repacked(WORD, document_xml=b"<w:document"), BrokenSourceError, "damaged Word file: word/document.xml"),
        (repacked(WORD, document_xml=None), BrokenSourceError, "its text is missing"),
        (repacked(WORD, numbering_xml=b"<"), BrokenSourceError, "damaged Word file: word/numbering.xml"),
        (WORD[: len(WORD) // 2], BrokenSourceError, "damaged ZIP container"),
        (saved(docx.Document()), EmptySourceError, "holds no text"),
    ],
)
def test_damaged_files(data, error, words):
    with pytest.raises(error, match=words) as caught:
        read_source(data, name="决算.docx")
    assert caught.value.source == "决算.docx"


def test_parts_that_a_text_can_do_without():
    assert lines(repacked(WORD, styles_xml=None, numbering_xml=None)) == ["正文"]


def test_documents_of_strict_open_xml():
    with zipfile.ZipFile(io.BytesIO(WORD)) as container:
        body = container.read("word/document.xml")
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert lines(
        repacked(WORD, document_xml=body.replace(old, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    ) == ["正文"]


def ole(*streams: str) -> bytes:
    """Return the start of an OLE file with directory entries of these names."""
    entries = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (ole("WordDocument"), UnsupportedSourceError, "legacy Word file.*soffice --headless --convert-to docx"),
        (ole("EncryptionInfo", "EncryptedPackage"), BrokenSourceError, "without a password"),
        (ole("PowerPoint Document"), UnsupportedSourceError, "slide show"),
        (b"{\\rtf1\\ansi text}", UnsupportedSourceError, "Rich Text.*soffice --headless --convert-to docx"),
    ],
)
def test_other_word_processor_files(data, error, words):
    with pytest.raises(error, match=words):
        read_source(data)


def test_qualified_names():
    """The namespace that the reader looks for is the one the library writes."""
    from fiscalnlp.read.numbering import W

    assert qn("w:p") == W + "p"
