"""What a source is, told by its content; what is wrong with it, told in words."""

import hashlib
import io
import pickle
import random
import zipfile

import docx
import openpyxl
import pytest
import xlwt

from fiscalnlp.errors import (
    BrokenSourceError,
    EmptySourceError,
    ExtractionError,
    FiscalError,
    SourceNotFoundError,
    UnsupportedSourceError,
)
from fiscalnlp.read import ReadOptions, read_source

TEXT = "第一部分 部门概况\n负责本区域的教育工作，完成交办的其他任务。\n"
LINES = ["第一部分 部门概况", "负责本区域的教育工作，完成交办的其他任务。"]


def lines_of(source):
    return [line for page in source.pages for _, line in page.flow]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "决算 2023.pdf"  # the name says nothing
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["str", "Path"])
def test_a_path_is_read_by_content_and_not_by_name(file, kind):
    source = read_source(kind(file))
    assert lines_of(source) == LINES
    assert source.media_type == "text/plain"
    assert source.name == str(file)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_bytes_and_text_are_read_and_hash_alike():
    from_bytes, from_text = read_source(TEXT.encode()), read_source(TEXT)
    assert lines_of(from_bytes) == lines_of(from_text) == LINES
    assert from_bytes.sha256 == from_text.sha256
    assert (from_bytes.name, from_text.name) == ("<bytes>", "<text>")


@pytest.mark.parametrize("source", [TEXT, TEXT.encode()], ids=["text", "bytes"])
def test_a_given_name_is_kept(source):
    assert read_source(source, name="网页.html").name == "网页.html"


@pytest.mark.parametrize(
    "text",
    [
        "一行\n两行",  # a line break
        "无收入。",  # a sentence mark
        "一、收入，二、支出",
        "部门" * 400 + "，" + "单位" * 400,  # longer than any path
    ],
)
def test_text_is_told_from_a_path(text):
    assert "".join(lines_of(read_source(text))) == text.replace("\n", "")


def test_an_existing_file_with_sentence_marks_in_its_name_is_a_path(tmp_path):
    path = tmp_path / "决算，2023。txt"
    path.write_text(TEXT, encoding="utf-8")
    assert lines_of(read_source(str(path))) == LINES


ZIP, OLE = b"PK\x03\x04" + bytes(30), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptySourceError, "empty"),
        (b" \r\n\t ", EmptySourceError, "empty"),  # white space only
        ("\u3000\n".encode(), EmptySourceError, "white space"),  # full-width white space
        (b"\xef\xbb\xbf", EmptySourceError, "white space"),  # a byte order mark alone
        (b"\xff\xfe", EmptySourceError, "white space"),
        (ZIP, BrokenSourceError, "damaged ZIP container"),
        (OLE, UnsupportedSourceError, "legacy Office or other OLE file"),
        (b"BM\x3a\0\0\0\0\0\0\0" + bytes(48), UnsupportedSourceError, "image"),
        (b"II*\0" + bytes(20), UnsupportedSourceError, "image"),
        (PNG, UnsupportedSourceError, "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), UnsupportedSourceError, "image"),  # JPEG
        (b"GIF89a" + bytes(20), UnsupportedSourceError, "image"),
        (b"Rar!\x1a\x07" + bytes(20), UnsupportedSourceError, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), UnsupportedSourceError, "7z"),
        (b"\x1f\x8b\x08" + bytes(20), UnsupportedSourceError, "gzip"),
        (b"%PDF-1.7\nno objects at all", BrokenSourceError, "damaged PDF"),
        (bytes(range(256)) * 8, BrokenSourceError, "neither a document"),
        (random.Random(7).randbytes(5000), BrokenSourceError, "neither a document"),
        (b"-- ... --", BrokenSourceError, "no words"),
    ],
)
def test_bytes_that_cannot_be_read(data, error, words, monkeypatch):
    monkeypatch.setattr("fiscalnlp.read.images.is_available", lambda: False)  # the extra makes images readable
    with pytest.raises(FiscalError, match=words) as caught:
        read_source(data, name="附件1")
    assert type(caught.value) is error
    assert caught.value.source == "附件1"
    assert str(caught.value) == f"附件1: {caught.value.cause}"


@pytest.mark.parametrize("length", [10, 50, 200, 5000])
@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_never_taken_for_text(seed, length):
    with pytest.raises(FiscalError):
        read_source(random.Random(seed).randbytes(length))


@pytest.mark.parametrize("text", ["", "   ", "\n \n\u3000"])
def test_empty_text(text):
    with pytest.raises(EmptySourceError, match="<text>: holds nothing but white space"):
        read_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "。，。\n--",
        "\x00\x01\x02\n" * 5,
    ],
)
def test_text_that_is_no_text(text):
    with pytest.raises(BrokenSourceError):
        read_source(text)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["[Content_Types].xml", "xl/workbook.bin"], "XLSB.*convert-to xlsx"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "slide show"),
        (["mimetype", "META-INF/manifest.xml"], "OpenDocument"),
        (["OFD.xml", "Doc_0/Document.xml"], "OFD"),
        (["[Content_Types].xml", "other.xml"], "of a type that is not read"),
    ],
)
def test_containers_that_are_not_read(parts, words):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as container:
        for part in parts:
            container.writestr(part, "<x/>")
    with pytest.raises(UnsupportedSourceError, match=words):
        read_source(data.getvalue())


# -- paths and URLs -----------------------------------------------------------------------------------------


def test_urls_are_fetched(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = read_source(path.as_uri())
    assert (lines_of(source), source.name) == (LINES, path.as_uri())


def test_urls_in_memory():
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe_file("/disclosures/a.txt", TEXT.encode())
    assert lines_of(read_source("memory://disclosures/a.txt")) == LINES
    with pytest.raises(SourceNotFoundError, match="no such file") as caught:
        read_source("memory://disclosures/b.txt")
    assert caught.value.source == "memory://disclosures/b.txt"


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("nosuch://a/b.pdf", UnsupportedSourceError, "nosuch:// cannot be read"),
        ("file:///no/such/file.pdf", SourceNotFoundError, "no such file"),
    ],
)
def test_urls_that_cannot_be_fetched(url, error, words):
    with pytest.raises(error, match=words):
        read_source(url)


def test_a_protocol_without_its_driver(monkeypatch):
    def missing(*_, **__):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.open", missing)
    with pytest.raises(UnsupportedSourceError, match=r"driver for s3:// is not installed.*Install s3fs"):
        read_source("s3://bucket/a.pdf")


def test_a_driver_that_fails(monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("503")

    monkeypatch.setattr("fsspec.open", fails)
    with pytest.raises(BrokenSourceError, match="cannot be fetched: RuntimeError: 503"):
        read_source("https://example.org/a.pdf")


def test_what_is_too_large(monkeypatch, file):
    monkeypatch.setattr("fiscalnlp.read.fetch.MAX_FILE_SIZE", 10)
    for source in (file, file.as_uri()):
        with pytest.raises(BrokenSourceError, match="more than 10 bytes"):
            read_source(source)


def test_options_are_checked():
    assert ReadOptions().pdf_engine == "pymupdf"
    with pytest.raises(ValueError, match="pdf_engine is 'word'; it may be pymupdf, pypdfium2"):
        ReadOptions(pdf_engine="word")
    with pytest.raises(ValueError, match="ocr is 'yes'"):
        ReadOptions(ocr="yes")


# -- damage -------------------------------------------------------------------------------------------------


def damaged(data: bytes, seed: int) -> bytes:
    """Return `data` with bytes changed, taken out or doubled, the same for the same seed."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                changed[place : place + 4] = chance.randbytes(4)
            case 2:
                del changed[place : place + chance.randint(1, 50)]
            case _:
                changed[place:place] = changed[place : place + chance.randint(1, 50)]
    return bytes(changed)


def packed(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return data.getvalue()


def samples() -> dict[str, bytes]:
    document = docx.Document()
    document.add_paragraph("一、部门职责")
    document.add_table(2, 2).cell(0, 0).text = "项目"
    word, sheet, old = io.BytesIO(), io.BytesIO(), io.BytesIO()
    document.save(word)
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.merge_cells("A2:B3")
    book.save(sheet)
    legacy = xlwt.Workbook()
    legacy.add_sheet("表").write(0, 0, "合计")
    legacy.save(old)
    page = f"<html><meta charset=gbk><table><tr><td>{TEXT}</td><td rowspan=3>1</td></tr></table></html>"
    return {
        "docx": word.getvalue(),
        "xlsx": sheet.getvalue(),
        "xls": old.getvalue(),
        "html": page.encode("gbk"),
        "zip": packed({"a.txt": TEXT.encode(), "b.xlsx": sheet.getvalue()}),
    }


SAMPLES = samples()


def outcome(data: bytes) -> bool:
    """Tell whether `data` is read; whatever is wrong with it must be one of the library's errors."""
    try:
        return bool(read_source(data).pages)
    except FiscalError as error:
        return not error.cause  # an error without a cause would count as read


@pytest.mark.parametrize("kind", SAMPLES)
def test_damaged_files_are_read_or_refused(kind):
    assert outcome(SAMPLES[kind])
    for seed in range(6 if kind == "xls" else 25):  # each XLS starts a process
        outcome(damaged(SAMPLES[kind], seed))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_damaged_parts_are_read_or_refused(kind):
    """Damage inside the container, where no checksum gives it away."""
    with zipfile.ZipFile(io.BytesIO(SAMPLES[kind])) as container:
        parts = {name: container.read(name) for name in container.namelist() if name.endswith((".xml", ".rels"))}
    results = [
        outcome(packed({**parts, name: damaged(parts[name], seed)})) for seed in range(3) for name in sorted(parts)
    ]
    assert True in results
    assert False in results


def test_missing_file(tmp_path):
    path = tmp_path / "没有.pdf"
    with pytest.raises(SourceNotFoundError, match="no such file") as caught:
        read_source(path)
    assert caught.value.source == str(path)
    assert isinstance(caught.value, FileNotFoundError)  # who catches Python's own error catches it too


def test_folder(tmp_path):
    with pytest.raises(SourceNotFoundError, match="is a folder"):
        read_source(tmp_path)


def test_path_that_no_system_can_open():
    with pytest.raises(BrokenSourceError, match="cannot be opened"):
        read_source("a\0b")


@pytest.mark.parametrize(
    "error",
    [
        SourceNotFoundError("a.pdf", "no such file"),
        EmptySourceError("<text>", "the text is empty"),
        UnsupportedSourceError("b", "is an image"),
        BrokenSourceError("c", "damaged"),
        ExtractionError("d", "KeyError: 'x'", stage="link"),
    ],
)
def test_errors_cross_process_borders(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.source, copy.cause, copy.stage, str(copy)) == (
        error.source,
        error.cause,
        error.stage,
        str(error),
    )


def test_stages_of_errors():
    assert BrokenSourceError("a", "b").stage == "read"
    assert ExtractionError("a", "b").stage == "extract"
    assert ExtractionError("a", "b", stage="link").stage == "link"
