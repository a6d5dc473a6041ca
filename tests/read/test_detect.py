"""What a source is, told by its content; what is wrong with it, told in words."""

import hashlib
import pickle
import random

import pytest

from fiscalnlp.errors import (
    BrokenSourceError,
    EmptySourceError,
    ExtractionError,
    FiscalError,
    SourceNotFoundError,
    UnsupportedSourceError,
)
from fiscalnlp.read import read_source

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
        (ZIP, UnsupportedSourceError, "ZIP"),
        (OLE, UnsupportedSourceError, "legacy Word or Excel"),
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
def test_bytes_that_cannot_be_read(data, error, words):
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


def test_advice_for_a_legacy_file_names_no_type_that_is_refused():
    with pytest.raises(UnsupportedSourceError) as caught:
        read_source(OLE)
    assert ".docx" not in caught.value.cause


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
