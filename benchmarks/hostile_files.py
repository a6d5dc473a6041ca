"""Hostile files: damaged, encrypted, endless, or small ones that unfold into far too much.

Each maker returns the files of one case; `CASES` lists them with what is to become of them.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

import docx
import pymupdf
import xlwt

PROSE = "本年度一般公共预算财政拨款支出1,551.25万元，比上年增加120.40万元，增长8.4%，主要原因是人员经费增加。"

#: `read`: every file gives a document; `refused`: none does; `any`: each gives one or an error that names it.
Outcome = Literal["read", "refused", "any"]


class Case(NamedTuple):
    """Files that are hostile in one way, each with a name's ending, and what is to become of them."""

    make: Callable[[], Sequence[bytes]]
    ending: str
    outcome: Outcome


# -- PDF ----------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    """Return a stream object, deflated."""
    body = zlib.compress(content, 9) if packed else content
    entries += b"/Filter/FlateDecode" if packed else b""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(body), body)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content: bytes, resources: bytes = b"", *more: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """Return a PDF of one page; `more` are objects from number 6 on, /F is Helvetica."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
    return pdf(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % (box, resources),
        stream(content),
        FONT,
        *more,
    )


def pages(count: int) -> bytes:
    """Return a PDF of so many pages of five lines each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(count))
    objects = [CATALOGUE, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), FONT]
    for index in range(count):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        objects.append(page % (5 + 2 * index))
        lines = (
            b"1 0 0 1 60 %d Tm (Line %d of page %d, amount %d.50)Tj " % (780 - 20 * n, n, index + 1, index * n)
            for n in range(5)
        )
        objects.append(stream(b"BT /F 11 Tf " + b"".join(lines) + b"ET", packed=False))
    return pdf(*objects)


def drawn(**encryption: object) -> bytes:
    """Return a usual small PDF: prose and a ruled table on each of three pages."""
    document = pymupdf.open()
    for number in range(3):
        page = document.new_page()
        for row in range(6):
            page.draw_line((60, 300 + 20 * row), (360, 300 + 20 * row), width=0.5)
        for column in range(4):
            page.draw_line((60 + 100 * column, 300), (60 + 100 * column, 400), width=0.5)
        for line in range(5):
            page.insert_text((60, 90 + 24 * line), PROSE[:40], fontname="china-s", fontsize=11)
            for column in range(3):
                text = f"项目{line}" if column == 0 else f"{number}{line}.{column}0"
                page.insert_text((64 + 100 * column, 314 + 20 * line), text, fontname="china-s", fontsize=9)
    return bytes(document.tobytes(**encryption))


def cut(data: bytes, count: int = 40) -> list[bytes]:
    """Return `data` cut off at so many lengths."""
    return [data[: len(data) * part // count] for part in range(1, count)]


def damaged(data: bytes, count: int, *, seed: int = 7) -> list[bytes]:
    """Return copies of `data` with a few bytes changed at places of chance."""
    chance = random.Random(seed)
    copies = []
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 4, 16, 64))):
            copy[chance.randrange(len(copy))] = chance.randrange(256)
        copies.append(bytes(copy))
    return copies


def malformed_references() -> list[bytes]:
    good = drawn()
    start = good.rfind(b"startxref")
    shifted = bytearray(good)
    table = good.rfind(b"xref\n", 0, start)
    for place in range(table + 9, start):
        if chr(shifted[place]).isdigit():
            shifted[place] = ord("7")
    return [
        good[:start],
        good[:start] + b"startxref\n99999999999999999999\n%%EOF",
        good[:start] + b"startxref\n-1\n%%EOF",
        bytes(shifted),
        good.replace(b"endobj", b"endxxx"),
    ]


def loops() -> list[bytes]:
    """Return PDFs whose references run in circles: earlier tables, page trees, forms."""
    whole = one_page(b"BT /F 11 Tf 60 700 Td (x)Tj ET")
    place = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return [
        whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % place),
        pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
        pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 3 0 R>>"),
        one_page(b"/X Do", b"/XObject<</X 6 0 R>>", form),
        pdf(b"1 0 R"),
        pdf(CATALOGUE, b"<</Type/Pages/Kids 2 0 R/Count 2 0 R>>"),
    ]


def lying_counts() -> list[bytes]:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return [
        pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count, leaf)
        for count in (2_000_000_000, 9_999, -1, 99_999_999_999)
    ]


def page_tree_chain() -> list[bytes]:
    """Return page trees that are a chain of 20,000 nodes."""
    depth = 20_000
    objects = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(2, depth)]
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth - 1)
    return [pdf(CATALOGUE, *objects, leaf)]


def nested_objects() -> list[bytes]:
    """Return PDFs with arrays and dictionaries in each other 500,000 deep."""
    deep = 500_000
    array = b"[" * deep + b"]" * deep
    dictionary = b"<</A " * deep + b"1" + b">>" * deep
    return [
        content
        for nested in (array, dictionary)
        for content in (
            pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/X %s>>" % nested),
            one_page(nested + b" BT /F 11 Tf 60 700 Td (x)Tj ET"),
            pdf(CATALOGUE, b"<</Type/Pages/Kids %s/Count 1>>" % nested),
        )
    ]


def paths(count: int = 1_000_000) -> list[bytes]:
    lines = (b"%d %d m %d %d l S\n" % (i % 500, i % 800, i % 500 + 40, i % 800) for i in range(count))
    curves = (b"%d %d m 1 2 3 4 %d %d c S\n" % (i % 500, i % 800, i % 500, i % 700) for i in range(count))
    boxes = (b"%d %d 9 5 re f\n" % (i % 500, i % 800) for i in range(count))
    return [one_page(b"".join(items)) for items in (lines, curves, boxes)]


def one_path(count: int = 1_000_000) -> list[bytes]:
    """Return a page of one path with a million lines."""
    return [one_page(b"0 0 m " + b"".join(b"%d %d l\n" % (i % 500, i % 800) for i in range(count)) + b"S")]


def characters(count: int = 300_000) -> list[bytes]:
    """Return pages of so many characters: in lines, in one line, and all in one place."""
    rows = (b"1 0 0 1 20 %.2f Tm (%s)Tj " % (800 - i * 0.25, b"0123456789" * 10) for i in range(count // 100))
    return [
        one_page(b"BT /F 4 Tf " + b"".join(rows) + b"ET"),
        one_page(b"BT /F 1 Tf 9 700 Td (" + b"7" * count + b")Tj ET"),
        one_page(b"BT /F 9 Tf " + b"1 0 0 1 60 700 Tm (1234567890)Tj " * (count // 10) + b"ET"),
    ]


def texts(count: int = 300_000) -> list[bytes]:
    """Return a page on which every character is a text of its own."""
    items = (b"1 0 0 1 %d %d Tm (%d)Tj " % (i % 571, 800 - i % 793, i % 10) for i in range(count))
    return [one_page(b"BT /F 5 Tf " + b"".join(items) + b"ET")]


def many_texts() -> list[bytes]:
    """Return pages of just as many texts as PDFium is trusted with, in one place and all over."""
    count = 19_999
    spread = (b"1 0 0 1 %d %d Tm (%d)Tj " % (i % 571, 800 - i % 793, i % 10) for i in range(count))
    return [
        one_page(b"BT /F 5 Tf " + b"".join(spread) + b"ET"),
        one_page(b"BT /F 5 Tf " + b"1 0 0 1 60 700 Tm (1)Tj " * count + b"ET"),
        one_page(b"BT /F 5 Tf " + b"1 0 0 1 60 700 Tm (1234567890)Tj " * count + b"ET"),
    ]


def nested_forms(content: bytes, depth: int = 10) -> bytes:
    """Return a page whose form holds ten of the next, `depth` deep: 10 ** depth times `content`."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, entries % (7 + level)) for level in range(depth - 1)]
    return one_page(b"/X Do", b"/XObject<</X 6 0 R>>", *forms, stream(content, entries % (5 + depth)))


def form_bombs() -> list[bytes]:
    return [nested_forms(content) for content in (b"BT /F 9 Tf 60 700 Td (x)Tj ET", b"0 0 m 9 9 l S", b"")]


def wide_page() -> list[bytes]:
    lines = b"".join(b"%d 0 m %d 14400 l S 0 %d m 14400 %d l S " % (i, i, i, i) for i in range(0, 14400, 20))
    content = lines + b"BT /F 11 Tf 60 700 Td (wide page)Tj ET"
    return [one_page(content, box=box) for box in (b"0 0 14400 14400", b"0 0 1e9 1e9", b"0 0 -5 1e38", b"0 0 0 0")]


def huge_images() -> list[bytes]:
    found = []
    for space, channels in ((b"DeviceGray", 1), (b"DeviceRGB", 3)):
        squeeze, packed = zlib.compressobj(9), bytearray()
        for _ in range(30_000):
            packed += squeeze.compress(bytes(30_000 * channels))
        packed += squeeze.flush()
        head = b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/%s"
        image = head % space + b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
        found.append(one_page(b"595 0 0 842 0 0 cm /X Do", b"/XObject<</X 6 0 R>>", image))
    return found


def stream_bombs() -> list[bytes]:
    """Return pages whose content unpacks to 1 GB, packed once, and twice over."""
    squeeze, packed = zlib.compressobj(9), bytearray()
    for _ in range(1000):
        packed += squeeze.compress(b" " * 1_000_000)
    packed += squeeze.flush()
    twice = zlib.compress(bytes(packed), 9)
    head = b"<</Filter[/FlateDecode%s]/Length %d>>\nstream\n%s\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return [
        pdf(CATALOGUE, tree, page, head % (b"", len(packed), packed)),
        pdf(CATALOGUE, tree, page, head % (b"/FlateDecode", len(twice), twice)),
    ]


# -- Office -------------------------------------------------------------------------------------------------


def word(body: str, declarations: str = "") -> bytes:
    """Return a Word file with this body, as XML."""
    packed = io.BytesIO()
    docx.Document().save(packed)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<?xml version="1.0"?>{declarations}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return repacked(packed.getvalue(), {"word/document.xml": text.encode()})


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a container with some parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def entities() -> list[bytes]:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    return [word(paragraph.format("&a11;"), ENTITIES), word(paragraph.format("&a;"), outside)]


def nested_word() -> list[bytes]:
    found = []
    for deep in (200, 5_000, 100_000):
        row, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
        for opening, closing in ((row, end), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")):
            found.append(word(opening * deep + f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>" + closing * deep))
    return found


def empty_cells() -> list[bytes]:
    rows = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 1000 + "</w:tr>"
    return [word(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p><w:tbl>" + rows * 1000 + "</w:tbl>")]


def long_word() -> list[bytes]:
    return [word(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>" * 200_000)]


def workbook(sheet: str, shared: str = "") -> bytes:
    """Return a workbook with one sheet, as XML inside `worksheet`."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet.replace("<worksheet>", f'<worksheet xmlns="{main}">'),
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{main}"/>',
    }
    return archive({name: text.encode() for name, text in parts.items()})


def sheets() -> list[bytes]:
    """Return workbooks: one cell in the last place, a million merged ranges, implied places, entities."""
    cell = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
    far = cell.format("A1") + "</row><row>" + cell.format("XFD1048576")
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 300_000))
    bodies = (
        f"<row>{far}</row>",
        f"<row>{cell.format('A1')}</row></sheetData><mergeCells>{merged}</mergeCells><sheetData>",
        "<row><c><v>1</v></c></row>" * 1_000_000,
        "<row>" + "<c><v>1</v></c>" * 3_000_000 + "</row>",
    )
    books = [workbook(f"<worksheet><sheetData>{body}</sheetData></worksheet>") for body in bodies]
    bomb = "<worksheet><sheetData><row><c t='str'><v>&a11;</v></c></row></sheetData></worksheet>"
    return [*books, workbook(ENTITIES + bomb)]


def shared_strings() -> list[bytes]:
    """Return a workbook of 100,000 cells that show one string of 100,000 characters."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{main}"><si><t>{"年" * 100_000}</t></si></sst>'
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    return [workbook("<worksheet><sheetData>" + rows * 1000 + "</sheetData></worksheet>", shared)]


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(30):
        for column in range(5):
            sheet.write(row, column, f"项目{row}" if column == 0 else row * column + 0.5)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- web pages ----------------------------------------------------------------------------------------------


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def nested_page() -> list[bytes]:
    inside = f"<p>{PROSE}</p>"
    return [
        page("<div>" * 100_000 + inside + "</div>" * 100_000),
        page("<div>" * 100_000 + inside),
        page("<b>" * 100_000 + inside),
        page("<b><p>" * 20_000 + inside),
        page("<table><tr><td>" * 4_000 + inside),
        page("<ul><li>" * 4_900 + inside),
        page("<font><div>" * 2_400 + inside),
        page(inside + "<p><a>" * 50_000),
        page("<svg>" * 100_000 + inside),
        page("<select><option>" * 50_000 + inside),
        page("<table>" * 4_900 + inside),
        page("<form>" * 50_000 + "<p>" * 50_000 + inside),
        page("<dl><dt>" * 50_000 + inside),
        page("<li>" * 200_000 + inside),
    ]


def spans() -> list[bytes]:
    cell = "<td colspan=100000 rowspan=100000>1</td>"
    return [
        page(f"<p>{PROSE}</p><table><tr>{cell}</tr></table>"),
        page(f"<p>{PROSE}</p><table>" + f"<tr>{cell}{cell}</tr>" * 20_000 + "</table>"),
        page(f"<p>{PROSE}</p><table>" + "<tr>" + "<td rowspan=0>1</td>" * 300_000 + "</table>"),
        page(f"<p>{PROSE}</p><table>" + "<tr><td>1</td></tr>" * 500_000 + "</table>"),
    ]


def long_page() -> list[bytes]:
    return [
        page((f"<p>{PROSE}</p>\n" * 400_000)[:50_000_000]),
        page("".join(f"<tr><td>项目{n}</td><td>{n}.50</td></tr>" for n in range(800_000)).join(
            ("<table>", "</table>"))),
        page("<p>" + PROSE * 340_000),
        page("<br>" * 10_000_000 + PROSE),
        page("<p></p>" * 6_000_000 + PROSE),
    ]  # fmt: skip


def odd_markup() -> list[bytes]:
    return [
        page("<a '" * 2_000_000 + PROSE),
        page("<a \"'" * 2_000_000 + PROSE),
        page("<a href=" + "x " * 10_000_000 + PROSE),
        page("<!--" * 3_000_000 + PROSE),
        page("&amp" * 3_000_000 + PROSE),
        page("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">" + PROSE),
        b"<!--" + b" " * 10_000_000 + b"<html>" + PROSE.encode(),
        b"<?xml " * 1_000_000 + PROSE.encode(),
        page("<script>" + "<" * 10_000_000 + "</script>" + PROSE),
        page("<style>" * 1_000_000 + PROSE),
    ]


def web_archives() -> list[bytes]:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=%d\r\n\r\n"
    nested = b"".join(head % n + b"--%d\r\n" % n for n in range(5_000))
    same = b"".join(head % 1 + b"--1\r\n" for n in range(5_000))
    message = b"MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    html = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    start = head % 1
    return [
        nested + html,
        same + html,
        start + b"--1\r\n" + message * 5_000 + html,
        start + b"--1\r\n\r\n" * 1_000_000,
        start + b"--1\r\n" + html + b"/" * 10_000_000,
        b"MIME-Version: 1.0\r\n" * 200_000 + start,
        start.replace(b"boundary=1", b"boundary=" + b"1" * 5_000_000),
    ]


# -- text ---------------------------------------------------------------------------------------------------


def text_files() -> list[bytes]:
    """Return texts that are one thing over and over."""
    return [
        ("年" * 17_000_000).encode(),
        b"7" * 10_000_000,
        b"1,234." * 1_600_000,
        "一、本年支出".encode() + b"\n" * 20_000_000,
        "本年支出".encode() + b"\f" * 5_000_000,
        ("（" * 3_000_000).encode(),
        ("一" * 3_000_000).encode(),
        ("1万元" * 400_000).encode(),
        "\t".join(["1"] * 3_000_000).encode(),
        ("1\t2\n" * 2_000_000).encode(),
        ("|" * 10_000_000 + "年").encode(),
        (" " * 20_000_000 + "年").encode(),
        ("年  " * 3_000_000).encode(),
    ]


def long_prose() -> list[bytes]:
    """Return texts of prose without end, in lines and in one line, and of headings."""
    lines = [f"（{n}）{PROSE}\n" for n in range(170_000)]
    return [
        "".join(lines).encode(),
        (PROSE * 170_000).encode(),
        ("一、部门职责\n（一）负责本区工作。\n" * 500_000).encode(),
        ("2023年度部门决算公开\n" * 600_000).encode(),
    ]


def odd_encodings() -> list[bytes]:
    text = PROSE * 1000
    return [
        *(text.encode(encoding) for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")),
        text.encode("utf-8")[1:],
        text.encode("gb18030")[1:],
        random.Random(3).randbytes(20_000_000),
        bytes(20_000_000),
        b"\xff\xfe" + random.Random(4).randbytes(20_000_000),
        b"\xff" * 20_000_000,
        b"\x81" * 20_000_000,
        "ĀāĂă".encode("latin2", "replace") * 3_000_000,
        text.encode("cp1252", "replace") + b"\xe9\xe8\xff" * 5_000_000,
    ]  # fmt: skip


# -- archives and images ------------------------------------------------------------------------------------


def archive(members: dict[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as container:
        for name, content in members.items() if isinstance(members, dict) else members:
            container.writestr(name, content)
    return out.getvalue()


def bombs() -> list[bytes]:
    big = archive({"a.txt": b"7" * 300_000_000})
    many = archive((f"{n}.txt", b"") for n in range(10_001))
    wide = archive((f"{n}.txt", b"7" * 20_000_000) for n in range(50))
    nested = archive({"a.zip": big, "b.zip": big, "c.zip": big})
    deep = archive({"a.txt": PROSE.encode()})
    for _ in range(200):
        deep = archive({"a.zip": deep}, zipfile.ZIP_STORED)
    place = big.index(b"PK\x01\x02")
    lying = big[: place + 24] + struct.pack("<L", 10) + big[place + 28 :]  # says it inflates to ten bytes
    return [big, many, wide, nested, deep, lying, overlapping(), word_bomb()]


def overlapping() -> bytes:
    """Return an archive whose 9,000 entries are all the same 10 MB."""
    data = archive({"a.txt": b"7" * 10_000_000})
    place, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, count = data[place:end], 9_000
    directory = entry * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), place, 0)
    return data[:place] + directory + tail


def word_bomb() -> bytes:
    packed = io.BytesIO()
    docx.Document().save(packed)
    return repacked(packed.getvalue(), {"word/document.xml": b" " * 300_000_000})


def archive_of_everything() -> bytes:
    """Return an archive of an archive of one text and its tables."""
    inner = archive({"正文.txt": (PROSE + "\n").encode() * 20, "附表.xls": old_workbook()})
    return archive({"2023.zip": inner})


def png(width: int, height: int, rows: int) -> bytes:
    """Return a grey PNG that says it is so large and holds so many rows."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    squeeze, packed = zlib.compressobj(9), bytearray()
    for _ in range(rows):
        packed += squeeze.compress(bytes(width + 1))
    packed += squeeze.flush()
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", bytes(packed)) + chunk(b"IEND", b"")


def large_images() -> list[bytes]:
    sizes = ((30_000, 30_000, 30_000), (2_000_000_000, 2, 1), (12_000, 12_000, 12_000), (1, 5_000_000, 9))
    return [png(*size) for size in sizes]


def tiff(frames: int, *, loop: bool = False) -> bytes:
    """Return a TIFF of frames of 300 × 300 pixels; with `loop` the last is followed by the first."""
    out = bytearray(b"II*\0" + struct.pack("<L", 8 + 300 * 38) + bytes(300 * 38))
    for frame in range(frames):
        tags = ((256, 300), (257, 300), (258, 1), (259, 1), (262, 0), (273, 8), (278, 300), (279, 300 * 38))
        following = len(out) + 2 + 12 * len(tags) + 4 if frame + 1 < frames else 8 + 300 * 38 if loop else 0
        out += struct.pack("<H", len(tags))
        out += b"".join(struct.pack("<2H2L", tag, 4, 1, value) for tag, value in tags)
        out += struct.pack("<L", following)
    return bytes(out)


#: Read with both PDF engines.
PDF_CASES: dict[str, Case] = {
    "cut off": Case(lambda: cut(drawn()), "pdf", "any"),
    "damaged bytes": Case(lambda: damaged(drawn(), 40), "pdf", "any"),
    "damaged, nothing packed": Case(lambda: damaged(drawn(deflate=False, expand=255), 40), "pdf", "any"),
    "password": Case(
        lambda: [drawn(encryption=n, owner_pw="o", user_pw="u") for n in (2, 3, 4, 5)], "pdf", "refused"
    ),
    "owner's password": Case(lambda: [drawn(encryption=n, owner_pw="o") for n in (2, 3, 4, 5)], "pdf", "read"),
    "no pages": Case(lambda: [pdf(CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"), pdf()], "pdf", "refused"),
    "10,000 pages": Case(lambda: [pages(10_000)], "pdf", "read"),
    "10,001 pages": Case(lambda: [pages(10_001)], "pdf", "refused"),
    "malformed xref": Case(malformed_references, "pdf", "any"),
    "references in circles": Case(loops, "pdf", "any"),
    "page counts that lie": Case(lying_counts, "pdf", "any"),
    "page tree 20,000 deep": Case(page_tree_chain, "pdf", "any"),
    "objects 500,000 deep": Case(nested_objects, "pdf", "any"),
    "1,000,000 paths": Case(paths, "pdf", "any"),
    "path of 1,000,000 lines": Case(one_path, "pdf", "any"),
    "300,000 characters": Case(characters, "pdf", "any"),
    "300,000 texts": Case(texts, "pdf", "any"),
    "20,000 texts": Case(many_texts, "pdf", "any"),
    "forms in forms, 10^10": Case(form_bombs, "pdf", "any"),
    "page of 14,400 points": Case(wide_page, "pdf", "any"),
    "picture of 30,000²": Case(huge_images, "pdf", "any"),
    "stream of 1 GB": Case(stream_bombs, "pdf", "any"),
}
CASES: dict[str, Case] = {
    "Word: cut off": Case(lambda: cut(word(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>"), 20), "docx", "refused"),
    "Word: entities": Case(entities, "docx", "refused"),
    "Word: nested": Case(nested_word, "docx", "any"),
    "Word: 1,000,000 blank cells": Case(empty_cells, "docx", "read"),
    "Word: 200,000 paragraphs": Case(long_word, "docx", "any"),
    "Excel: XFD1048576 and others": Case(sheets, "xlsx", "any"),
    "Excel: 10 GB in shared text": Case(shared_strings, "xlsx", "any"),
    "XLS: cut off": Case(lambda: cut(old_workbook(), 20), "xls", "any"),
    "XLS: damaged": Case(lambda: damaged(old_workbook(), 30), "xls", "any"),
    "HTML: nested": Case(nested_page, "html", "any"),
    "HTML: spans": Case(spans, "html", "any"),
    "HTML: 50 MB": Case(long_page, "html", "any"),
    "HTML: odd markup": Case(odd_markup, "html", "any"),
    "MHTML: nested": Case(web_archives, "mhtml", "any"),
    "text: one thing for ever": Case(text_files, "txt", "any"),
    "text: 30 MB of prose": Case(long_prose, "txt", "any"),
    "text: odd encodings": Case(odd_encodings, "txt", "any"),
    "ZIP: bombs": Case(bombs, "zip", "refused"),
    "ZIP: cut off": Case(lambda: cut(archive_of_everything(), 20), "zip", "refused"),
    "ZIP: archive in archive": Case(lambda: [archive_of_everything()], "zip", "read"),
    "image: too large": Case(large_images, "png", "any"),
    "image: cut off": Case(lambda: cut(png(300, 300, 300), 10), "png", "any"),
    "TIFF: 10,000 frames": Case(lambda: [tiff(10_000)], "tif", "any"),
    "TIFF: frames in a circle": Case(lambda: [tiff(3, loop=True)], "tif", "any"),
}
