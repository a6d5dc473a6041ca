"""Archives: which members make up a disclosure, what is left out, and how much may come out of them."""

import io
import struct
import zipfile

import openpyxl
import pytest

from fiscalnlp import BrokenSourceError, Document, EmptySourceError, Failure, UnsupportedSourceError
from fiscalnlp.read import FlowLine, FlowTable, archive, expand_source, read_source
from fiscalnlp.read.archive import member_path, natural_key, read_members
from pdf_factory import PageSpec, draw

TEXT = "一、部门职责\n负责本区域的教育工作。\n".encode()
OTHER = "一、部门职责\n负责本区域的卫生工作。\n".encode()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return data.getvalue()


def sheet(title: str) -> bytes:
    book = openpyxl.Workbook()
    for row in ([title], ["项目", "金额"], ["合计", 3]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def outline(source) -> list[str]:
    """Return lines as text, tables as `表`."""
    return [item.text if isinstance(item, FlowLine) else "表" for page in source.pages for item in page.flow]


def paths(data: bytes) -> list[str]:
    return [member.path for member in read_members(data, "a.zip")[0]]


# -- one disclosure -----------------------------------------------------------------------------------------


def test_a_text_with_its_tables_beside_it():
    data = zipped({"附件2.xlsx": sheet("支出决算表"), "附件10.xlsx": sheet("预算表"), "正文.txt": TEXT})
    source = read_source(data, name="决算.zip")
    assert outline(source) == ["一、部门职责", "负责本区域的教育工作。", "支出决算表", "表", "预算表", "表"]
    assert (source.name, source.media_type) == ("决算.zip", "application/zip")
    assert source.sha256 == __import__("hashlib").sha256(data).hexdigest()
    assert all(item.offset is None for page in source.pages for item in page.flow if isinstance(item, FlowLine))


def test_spreadsheets_alone():
    source = read_source(zipped({"2.xlsx": sheet("支出决算表"), "1.xlsx": sheet("收入决算表")}))
    assert outline(source) == ["收入决算表", "表", "支出决算表", "表"]


def test_only_a_pdf_has_page_numbers():
    page = PageSpec()
    page.texts.append((72, 90, "一、部门职责", 10))
    source = read_source(zipped({"1.xlsx": sheet("收入决算表"), "2.pdf": draw(page)}))
    assert [page.number for page in source.pages] == [1, None]


def test_a_sequence_is_one_disclosure(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(sheet("收入决算表"))
    source = read_source([path, TEXT])
    assert outline(source) == ["收入决算表", "表", "一、部门职责", "负责本区域的教育工作。"]
    assert source.name == f"{path} + <bytes>"
    assert source.sha256 != read_source([TEXT, path]).sha256


def test_parts_with_page_numbers_cannot_be_joined():
    page = PageSpec()
    page.texts.append((72, 90, "一、部门职责", 10))
    with pytest.raises(UnsupportedSourceError, match="only one part"):
        read_source([draw(page), draw(page)])


def test_no_part_at_all():
    with pytest.raises(EmptySourceError, match="no source"):
        read_source([])


def test_tables_follow_the_pdf_they_stand_beside(pipeline):
    page = PageSpec()
    page.texts.append((72, 90, "一、部门职责", 10))
    text = pipeline.read([draw(page), sheet("收入决算表")]).text
    assert text.split("\n") == ["一、部门职责", "收入决算表", "项目\t金额", "合计\t3"]


# -- several ------------------------------------------------------------------------------------------------

SEVERAL = {
    "教育局/决算.txt": TEXT,
    "教育局/表.xlsx": sheet("收入决算表"),
    "卫生局/决算.txt": OTHER,
    "汇总/表.xlsx": sheet("支出决算表"),
    "x.bin": bytes(range(256)),
}


def test_several_disclosures_are_listed():
    with pytest.raises(UnsupportedSourceError, match=r"卫生局/决算.txt, 教育局/决算.txt.*read_all"):
        read_source(zipped(SEVERAL))


def test_several_disclosures_are_read_one_by_one(pipeline, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(SEVERAL))
    results = list(pipeline.read_all([path]))
    assert all(isinstance(result, Document) for result in results)
    assert [(result.name.removeprefix(f"{path}!/"), result.text.count("\t")) for result in results] == [
        ("卫生局/决算.txt", 0),
        ("教育局/决算.txt", 2),
        ("汇总", 2),
    ]
    assert results[0].warnings == ("x.bin was left out: is neither a document of a known type nor text",)


def test_a_broken_member_stops_no_other(pipeline, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"1.txt": TEXT, "2.pdf": b"%PDF-1.7 cut", "3.txt": OTHER}))
    results = list(pipeline.read_all([str(path)]))
    assert [type(result) for result in results] == [Document, Failure, Document]
    assert results[1].source == f"{path}!/2.pdf"
    assert "damaged PDF" in results[1].cause


def test_spreadsheets_beside_several_texts_stand_alone(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"1.txt": TEXT, "2.txt": OTHER, "3.xlsx": sheet("收入决算表")}))
    assert [source.name for source in expand_source(path)] == [
        f"{path}!/{n}" for n in ("1.txt", "2.txt", "3.xlsx")
    ]


# -- members ------------------------------------------------------------------------------------------------


def test_members_come_in_natural_order():
    assert paths(zipped({f"附件{n}.txt": TEXT for n in (10, 2, 1)})) == ["附件1.txt", "附件2.txt", "附件10.txt"]
    assert sorted(["附件十", "附件三", "附件二十一", "附件一"], key=natural_key) == [
        "附件一",
        "附件三",
        "附件十",
        "附件二十一",
    ]


@pytest.mark.parametrize(
    ("stored", "flags", "path"),
    [
        ("决算.txt".encode("gbk").decode("cp437"), 0, "决算.txt"),  # as Windows writes it
        ("决算.txt".encode().decode("cp437"), 0, "决算.txt"),  # UTF-8 that does not say so
        ("决算.txt", 0x800, "决算.txt"),
        ("a\\b.txt", 0, "a/b.txt"),
    ],
)
def test_names_are_decoded(stored, flags, path):
    info = zipfile.ZipInfo("x")
    info.filename, info.flag_bits = stored, flags
    assert member_path(info) == path


def test_what_systems_add_is_passed_over():
    added = ["__MACOSX/._a.txt", ".DS_Store", "Thumbs.db", "~$决算.docx", "b/"]
    source = read_source(zipped({"a.txt": TEXT, **dict.fromkeys(added, b"")}))
    assert source.warnings == ()


def test_archives_inside_are_opened_one_level_deep():
    inner = zipped({"表.xlsx": sheet("收入决算表"), "deep.zip": zipped({"x.txt": OTHER})})
    source = read_source(zipped({"a.txt": TEXT, "inner.zip": inner}))
    assert outline(source)[2:] == ["收入决算表", "表"]
    assert source.warnings == (
        "inner.zip/deep.zip is an archive inside an archive inside an archive and was left out",
    )


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (PNG, "图.dat was left out: an image"),
        (b"Rar!\x1a\x07", "图.dat was left out: is a RAR archive"),
        (b"", "图.dat was left out: the file is empty"),
        (bytes(range(256)), "图.dat was left out: is neither"),
    ],
)
def test_other_members_are_named(member, words):
    (warning,) = read_source(zipped({"a.txt": TEXT, "图.dat": member})).warnings
    assert warning.startswith(words)


def test_an_encrypted_member_is_named():
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": OTHER}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert read_source(bytes(data)).warnings == ("b.txt is encrypted and was left out",)


def test_an_unknown_method_is_named():
    data = zipped({"a.txt": TEXT})
    lzma = io.BytesIO(data)
    with zipfile.ZipFile(lzma, "a", zipfile.ZIP_LZMA) as container:
        container.writestr("b.txt", OTHER)
    assert read_source(lzma.getvalue()).warnings == ("b.txt is compressed by an unknown method and was left out",)


def test_an_archive_of_nothing():
    with pytest.raises(EmptySourceError, match=r"nothing that can be read.*图\.png"):
        read_source(zipped({"图.png": PNG}))
    with pytest.raises(EmptySourceError, match="nothing that can be read"):
        read_source(zipped({}))


def test_an_empty_workbook_beside_a_text_is_named():
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    (warning,) = read_source(zipped({"a.txt": TEXT, "b.xlsx": book.getvalue()})).warnings
    assert "b.xlsx was left out: no visible sheet" in warning


# -- limits -------------------------------------------------------------------------------------------------


def test_a_bomb_is_stopped_while_it_inflates(monkeypatch):
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    with pytest.raises(BrokenSourceError, match="ZIP bomb"):
        read_source(zipped({"a.txt": bytes(5_000_000)}))


def test_sizes_in_the_headers_are_not_trusted(monkeypatch):
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    data = bytearray(zipped({"a.txt": bytes(5_000_000)}))
    data[data.rindex(b"PK\x01\x02") + 24 :][:4] = struct.pack("<I", 10)
    with pytest.raises(BrokenSourceError, match="ZIP bomb"):
        read_source(bytes(data))


def test_office_files_are_held_to_the_same(monkeypatch):
    monkeypatch.setattr(archive, "MAX_INFLATED", 1_000)
    with pytest.raises(BrokenSourceError, match="ZIP bomb"):
        read_source(sheet("收入决算表"))


def test_archives_inside_count_with_their_archive(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    inner = zipped({"1.txt": TEXT, "2.txt": TEXT})
    with pytest.raises(BrokenSourceError, match="more than 3 files"):
        read_source(zipped({"a.txt": TEXT, "b.zip": inner}))


@pytest.mark.parametrize("place", [b"PK\x01\x02", b"PK\x05\x06"])
def test_a_damaged_directory(place):
    data = zipped({"a.txt": TEXT})
    with pytest.raises(BrokenSourceError, match="damaged ZIP container"):
        read_source(data.replace(place, b"PKxx"))


def test_a_damaged_member():
    data = bytearray(zipped({"a.txt": TEXT}, zipfile.ZIP_STORED))
    data[40] ^= 1
    with pytest.raises(BrokenSourceError, match=r"a\.txt is not what its checksum says"):
        read_source(bytes(data))


def test_tables_have_no_place_in_a_text():
    (page,) = read_source(zipped({"a.txt": "项目\t金额\n合计\t3\n".encode()})).pages
    assert isinstance(page.flow[0], FlowTable)
