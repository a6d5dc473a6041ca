"""Office files are zip archives: packs them anew so that nothing in them depends on when they were written."""

from __future__ import annotations

import io
import re
import zipfile

EPOCH = (2024, 9, 30, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")

_MERGED = re.compile(rb"(?:<mergeCell [^>]*/>)+")
_MERGED_CELL = re.compile(rb"<mergeCell [^>]*/>")


def packed(data: bytes) -> bytes:
    """Return the archive with fixed times, in the file entries and in the document's own properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2024-09-30T00:00:00Z\g<3>", content)
            content = _MERGED.sub(_in_order, content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()


def _in_order(merged: re.Match[bytes]) -> bytes:
    """Return the list of merged cells sorted: the library keeps them in a set, whose order is Python's."""
    return b"".join(sorted(_MERGED_CELL.findall(merged[0])))
