"""ZIP containers: their members inflated within limits. Archives, and the Office files that are one too."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.text.numerals import chinese_integer

#: Members of a container, those of archives inside it included.
MAX_MEMBERS = 10_000
#: Bytes that all members together may inflate to.
MAX_INFLATED = 1_000_000_000
#: How many times its size a container may inflate to, from `RATIO_FROM` bytes on.
MAX_RATIO = 200
RATIO_FROM = 50_000_000

_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_CHUNK = 1 << 20
_FOREIGN = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path in it, with `/`, and its bytes."""

    path: str
    data: bytes

    @property
    def folder(self) -> str:
        """The folder that the member lies in, empty for the archive's own."""
        return str(PurePosixPath(self.path).parent).removeprefix(".")


class Budget:
    """What a container, with the archives inside it, may still inflate to."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._members = MAX_MEMBERS
        self._bytes = min(MAX_INFLATED, max(RATIO_FROM, MAX_RATIO * size))

    def take_members(self, count: int) -> None:
        """Count members in.

        Raises:
            BrokenSourceError: there are too many.
        """
        self._members -= count
        if self._members < 0:
            raise BrokenSourceError(self._name, f"the archive holds more than {MAX_MEMBERS:,} files")

    def take_bytes(self, count: int) -> None:
        """Count inflated bytes in.

        Raises:
            BrokenSourceError: there are too many, as in a ZIP bomb.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise BrokenSourceError(self._name, "the archive inflates to far more than its size (a ZIP bomb?)")


def office_parts(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of an Office file by path, inflated within the limits.

    Raises:
        BrokenSourceError: the container is damaged, encrypted or beyond the limits.
    """
    budget = Budget(name, len(data))
    infos = _infos(data, name, budget)
    parts: dict[str, bytes] = {}
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise BrokenSourceError(name, "encrypted: a password is needed to read it")
        parts[info.filename] = _inflate(data, info, name, budget)
    return parts


def part_names(data: bytes) -> frozenset[str] | None:
    """Return the paths of a container's members, `None` if its directory cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return frozenset(container.namelist())
    except Exception:  # the library lets errors of every kind through on damaged directories
        return None


def read_members(data: bytes, name: str) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return the files of an archive in natural order of their paths, and warnings for those left out.

    Archives inside it are opened one level deep. What systems add (`__MACOSX`, hidden files, thumbnails) is
    passed over in silence.

    Raises:
        BrokenSourceError: the archive is damaged or beyond the limits.
    """
    warnings: list[str] = []
    members = _members(data, name, "", Budget(name, len(data)), warnings)
    return tuple(sorted(members, key=lambda member: natural_key(member.path))), tuple(warnings)


def _members(data: bytes, name: str, folder: str, budget: Budget, warnings: list[str]) -> list[Member]:
    found: list[Member] = []
    for info in _infos(data, name, budget):
        path = folder + member_path(info)
        if info.is_dir() or _is_foreign(path):
            continue
        if info.flag_bits & _ENCRYPTED:
            warnings.append(f"{path} is encrypted and was left out")
            continue
        try:
            content = _inflate(data, info, f"{name}!/{path}", budget)
        except _UnknownMethodError:
            warnings.append(f"{path} is compressed by an unknown method and was left out")
            continue
        if not (content.startswith(b"PK\x03\x04") and is_archive(part_names(content))):
            found.append(Member(path, content))
        elif folder:
            warnings.append(f"{path} is an archive inside an archive inside an archive and was left out")
        else:
            found += _members(content, f"{name}!/{path}", f"{path}/", budget, warnings)
    return found


def is_archive(names: frozenset[str] | None) -> bool:
    """Tell an archive from the Office and other files that are containers too, by the paths in it."""
    return names is not None and not names & {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}


def member_path(info: zipfile.ZipInfo) -> str:
    """Return a member's path; old archives keep GBK, or UTF-8 without saying so, where Python reads CP437."""
    path = info.filename.replace("\\", "/")
    if not info.flag_bits & _UTF8:
        try:
            raw = path.encode("cp437")
        except UnicodeEncodeError:
            return path
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return path


def natural_key(path: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts 附件2 before 附件10, and 附件二 before 附件十."""
    pieces = re.split(r"(\d+|[一二三四五六七八九十]+)", path)
    key: list[tuple[int, int, str]] = []
    for piece in pieces:
        number = chinese_integer(piece) if len(piece) < 19 else None
        key.append((1, 0, piece) if number is None else (0, number, piece))
    return key


def _is_foreign(path: str) -> bool:
    parts = path.split("/")
    return (
        any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts) or parts[-1].lower() in _FOREIGN
    )


class _UnknownMethodError(BrokenSourceError):
    """A member is compressed by a method other than deflate."""


def _infos(data: bytes, name: str, budget: Budget) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            infos = container.infolist()
    except Exception as error:  # the library lets errors of every kind through on damaged directories
        raise BrokenSourceError(name, f"damaged ZIP container: {error}") from error
    budget.take_members(len(infos))
    return infos


def _inflate(data: bytes, info: zipfile.ZipInfo, name: str, budget: Budget) -> bytes:
    """Return a member's bytes, counted while they are inflated; the sizes in the headers are not trusted."""
    start = info.header_offset
    header = data[start : start + _LOCAL_HEADER.size]
    if start < 0 or len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise BrokenSourceError(name, f"damaged ZIP container: {info.filename} is not where it should be")
    *_, path_size, extra_size = _LOCAL_HEADER.unpack(header)
    start += _LOCAL_HEADER.size + path_size + extra_size
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        budget.take_bytes(len(packed))
        content = packed
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        content = _deflated(packed, info.filename, name, budget)
    else:
        raise _UnknownMethodError(name, f"{info.filename} is compressed by an unknown method")
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise BrokenSourceError(name, f"damaged ZIP container: {info.filename} is not what its checksum says")
    return content


def _deflated(packed: bytes, path: str, name: str, budget: Budget) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    try:
        while packed and not engine.eof:
            piece = engine.decompress(packed, _CHUNK)
            budget.take_bytes(len(piece))
            pieces.append(piece)
            packed = engine.unconsumed_tail
        rest = engine.flush()
        budget.take_bytes(len(rest))
    except zlib.error as error:
        raise BrokenSourceError(name, f"damaged ZIP container: {path}: {error}") from error
    return b"".join([*pieces, rest])
