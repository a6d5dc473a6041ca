"""Small sound files of every format, and damage done to them by chance, the same on every run."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

import docx
import openpyxl
import pymupdf
import xlwt

from pdf_factory import PageSpec, draw

TEXT = "一、部门职责\n（一）负责本区域的教育工作。\n二、收入支出决算\n支出合计1,551.25万元，比上年增长8.4%。\n"
ROWS = [["项目", "年初预算", "决算数"], ["合计", "3.00", "4.50"], ["基本支出", "1.00", "2.50"]]


def samples() -> dict[str, bytes]:
    """Return a sound file of each format by name; containers and streams come packed and unpacked."""
    page = PageSpec(texts=[(60, 80 + 20 * n, line) for n, line in enumerate(TEXT.split())])
    packed = draw(page.table([60, 160, 260, 360], [200, 220, 240, 260], ROWS), PageSpec(rotation=90))
    with pymupdf.open(stream=packed, filetype="pdf") as document:
        unpacked = bytes(document.tobytes(deflate=False, expand=255))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    html = f"<!DOCTYPE html><html><body><p>{TEXT}</p><table>{cells}</table></body></html>"
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    mhtml = f"{head}Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--"
    word, book = _word(), _book()
    return {
        "packed.pdf": packed,
        "unpacked.pdf": unpacked,
        "packed.docx": word,
        "unpacked.docx": _stored(word),
        "packed.xlsx": book,
        "unpacked.xlsx": _stored(book),
        "table.xls": _old_book(),
        "page.html": html.encode(),
        "page.mhtml": mhtml.encode(),
        "utf-8.txt": TEXT.encode(),
        "utf-16.txt": TEXT.encode("utf-16"),
        "gb18030.txt": TEXT.encode("gb18030"),
        "archive.zip": _zipped({"正文.txt": TEXT.encode() * 3, "附表.xlsx": book}, zipfile.ZIP_STORED),
        "archives.zip": _zipped({"a.zip": _zipped({"1.docx": word, "2.xlsx": book}, zipfile.ZIP_STORED)}),
    }


def damaged(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield damaged copies: bytes changed, cut out, doubled, or numbers replaced by huge or negative ones."""
    chance = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 2, 8, 40))):
            place = chance.randrange(len(copy)) if copy else 0
            length = chance.randrange(1, 200)
            match chance.randrange(6):
                case 0 | 1:
                    copy[place : place + 1] = chance.randbytes(1)
                case 2:
                    copy[place : place + 1] = bytes([copy[place] ^ (1 << chance.randrange(8))]) if copy else b""
                case 3:
                    del copy[place : place + length]
                case 4:
                    copy[place:place] = copy[place : place + length]
                case _:
                    digit = next((i for i in range(place, len(copy)) if 48 <= copy[i] < 58), place)
                    copy[digit : digit + 1] = chance.choice((b"99999999999", b"-1", b"0", b"1e38"))
        yield bytes(copy)


def damaged_parts(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield copies of a container whose directory and checksums are sound, with damage in one of its parts."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    for turn in range(count):
        name = chance.choice(sorted(parts))
        (part,) = damaged(parts[name], 1, seed + turn)
        yield _zipped({**parts, name: part}, zipfile.ZIP_STORED)


def _zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


def _stored(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return _zipped({name: container.read(name) for name in container.namelist()}, zipfile.ZIP_STORED)


def _word() -> bytes:
    document = docx.Document()
    for line in TEXT.split():
        document.add_paragraph(line, style="List Number" if "（" in line else None)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _book() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("A5:C6")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _old_book() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
