"""Word documents (DOCX): paragraphs and tables of the body in reading order, as they are printed.

Left out is what is not printed with the text or repeats on every page: headers, footers, notes, comments,
deleted and hidden text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import unquote

from docx.oxml.parser import parse_xml

from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read.blocks import MAX_TABLE_DEPTH, Table, TableCell, flow_of
from fiscalnlp.read.numbering import LEVELS, Numbering, W
from fiscalnlp.read.source import FlowLine, FlowTable, Page

_OFF = frozenset({"0", "false", "off"})
_STYLES_DEEP = 20
_CONTENTS_STYLE = re.compile(r"toc ?\d", re.IGNORECASE)
_CONTENTS_TITLE = re.compile(r"\s*[(（]?目\s*录[)）]?\s*")
#: Elements whose content is read as if they were not there.
_TRANSPARENT = frozenset(
    """
    ins moveTo hyperlink smartTag customXml sdt sdtContent fldSimple bdo dir ruby rubyBase
    drawing inline anchor graphic graphicData wsp wgp wpc txbx pict object shape group rect roundrect oval textbox
    oMath oMathPara e num den sub sup f sSub sSup rad d
    """.split()  # noqa: SIM905
)


def read_docx(parts: Mapping[str, bytes], name: str) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Read a Word document.

    Args:
        parts: the file's parts, inflated.
        name: what errors call the file.

    Returns: one page without number, and warnings.

    Raises:
        BrokenSourceError: a part is missing or damaged.
        EmptySourceError: there is no text in it.
    """
    main = next((target for kind, target in _related(parts, "", name) if kind == "officeDocument"), "")
    if main not in parts:
        raise BrokenSourceError(name, "damaged Word file: its text is missing")
    others = dict(_related(parts, main, name))
    body = _parse(parts, main, name)
    reader = _Reader(
        _Styles(_parse(parts, others.get("styles", ""), name, needed=False)),
        Numbering(_parse(parts, others.get("numbering", ""), name, needed=False)),
    )
    flow: list[FlowLine | FlowTable] = list(flow_of(reader.content(body)))
    if not flow:
        raise EmptySourceError(name, "the Word file holds no text")
    return (Page(None, flow=tuple(flow)),), ()


def _parse(parts: Mapping[str, bytes], path: str, name: str, *, needed: bool = True) -> Any:
    """Return the root of a part; `None` if it is not there."""
    if not needed and path not in parts:
        return None
    try:
        return parse_xml(_transitional(parts[path]))
    except (SyntaxError, ValueError) as error:
        raise BrokenSourceError(name, f"damaged Word file: {path}: {error}") from error


def _transitional(part: bytes) -> bytes:
    """Return a part in the usual namespaces; Office writes others under `Strict Open XML`."""
    if b"http://purl.oclc.org/ooxml/" not in part:
        return part
    part = part.replace(
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    )
    return part.replace(b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")


def _related(parts: Mapping[str, bytes], path: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the kind (last step of its type) and the path of the parts that a part refers to."""
    folder, file = posixpath.split(path)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in parts:
        return
    for element in _parse(parts, relations, name):
        if element.get("TargetMode") != "External":
            target = unquote(element.get("Target") or "")
            full = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield (element.get("Type") or "").rsplit("/", 1)[-1], full


def _tag(element: Any) -> str:
    """Return an element's name without namespace; empty for comments and processing instructions."""
    return str(element.tag).rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _child(element: Any, *path: str) -> Any | None:
    """Return the first child of that name, and its child, and so on; `None` if there is none."""
    for tag in path:
        element = next((child for child in element if _tag(child) == tag), None) if element is not None else None
    return element


def _value(element: Any | None, attribute: str = "val") -> str | None:
    return None if element is None else element.get(W + attribute)


def _is_on(element: Any | None) -> bool:
    return element is not None and (_value(element) or "1") not in _OFF


class _Styles:
    """Paragraph styles: their names, and the lists that their paragraphs stand on."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self.default: str | None = None
        for element in root if root is not None else ():
            if _tag(element) == "style":
                key = _value(element, "styleId") or ""
                self._styles[key] = element
                if _value(element, "type") == "paragraph" and (_value(element, "default") or "0") not in _OFF:
                    self.default = key

    def _chain(self, style: str | None) -> Iterator[tuple[str, Any]]:
        for _ in range(_STYLES_DEEP):
            element = self._styles.get(style or "")
            if element is None:
                return
            yield style or "", element
            style = _value(_child(element, "basedOn"))

    def is_contents(self, style: str | None) -> bool:
        """Tell the styles of an automatic table of contents."""
        element = self._styles.get(style or "")
        name = _value(_child(element, "name")) if element is not None else None
        return bool(_CONTENTS_STYLE.fullmatch(name or style or ""))

    def is_hidden(self, style: str | None) -> bool:
        """Tell a style whose text is hidden."""
        for _, element in self._chain(style):
            vanish = _child(element, "rPr", "vanish")
            if vanish is not None:
                return _is_on(vanish)
        return False

    def list_of(self, style: str | None) -> tuple[str, str | None, str] | None:
        """Return list, level and the style that gives them, `None` for a style of no list."""
        for key, element in self._chain(style):
            numbered = _child(element, "pPr", "numPr")
            if numbered is not None and (list_id := _value(_child(numbered, "numId"))) is not None:
                return list_id, _value(_child(numbered, "ilvl")), key
        return None


class _Reader:
    """Walks a document's body once, counting its lists."""

    def __init__(self, styles: _Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._depth = 0
        self._contents_title = False

    def content(self, parent: Any) -> list[str | Table]:
        """Return the paragraphs and tables below `parent`, in reading order."""
        found: list[str | Table] = []
        for element in parent:
            tag = _tag(element)
            if tag == "p":
                found += self._paragraph(element)
            elif tag == "tbl":
                if self._depth < MAX_TABLE_DEPTH:
                    self._depth += 1
                    found.append(self._table(element))
                    self._depth -= 1
            elif tag == "AlternateContent":
                found += self.content(_choice(element))
            elif tag not in {"del", "moveFrom", "sectPr", "pPr", "sdtPr", "tcPr", "trPr", "tblPr"}:
                found += self.content(element)
        return found

    def _paragraph(self, element: Any) -> list[str | Table]:
        """Return a paragraph with its marker, and the text boxes anchored in it."""
        properties = _child(element, "pPr")
        style = _value(_child(properties, "pStyle")) if properties is not None else None
        pieces: list[str] = []
        boxes: list[Any] = []
        self._collect(element, pieces, boxes, hidden=self._styles.is_hidden(style or self._styles.default))
        text = "".join(pieces)
        if text.strip():
            if self._styles.is_contents(style) and not self._contents_title:
                text = ""  # without its title nothing tells its lines from headings
            else:
                self._contents_title = self._contents_title or bool(_CONTENTS_TITLE.fullmatch(text))
                text = self._marker(properties, style) + text
        found: list[str | Table] = [text] if text else []
        for box in boxes:
            found += self.content(box)
        return found

    def _marker(self, properties: Any | None, style: str | None) -> str:
        """Return the marker that Word prints before a paragraph."""
        numbered = _child(properties, "numPr") if properties is not None else None
        inherited = self._styles.list_of(style or self._styles.default)
        list_id, level, given_by = inherited or (None, None, "")
        if numbered is not None:
            own = _value(_child(numbered, "numId"))
            list_id, given_by = (own, "") if own is not None else (list_id, given_by)
            level = _value(_child(numbered, "ilvl")) or level
        if list_id is None or list_id == "0":
            return ""
        if level is None and given_by:
            return self._numbering.marker(list_id, self._numbering.level_of_style(list_id, given_by))
        index = int(level) if level and level.isascii() and level.isdigit() and len(level) < 3 else 0
        return self._numbering.marker(list_id, min(index, LEVELS - 1))

    def _collect(self, parent: Any, pieces: list[str], boxes: list[Any], *, hidden: bool) -> None:
        """Add the printed text below `parent` to `pieces`, its text boxes to `boxes`."""
        for element in parent:
            tag = _tag(element)
            if tag == "t":
                if not hidden:
                    pieces.append(element.text or "")
            elif tag in _MARKS:
                pieces.append(_MARKS[tag])
            elif tag == "txbxContent":
                boxes.append(element)
            elif tag == "AlternateContent":
                self._collect(_choice(element), pieces, boxes, hidden=hidden)
            elif tag == "r":
                vanish = _child(element, "rPr", "vanish")
                style = _value(_child(element, "rPr", "rStyle"))
                by_run = hidden or self._styles.is_hidden(style) if vanish is None else _is_on(vanish)
                self._collect(element, pieces, boxes, hidden=by_run)
            elif tag in _TRANSPARENT:
                self._collect(element, pieces, boxes, hidden=hidden)

    def _table(self, element: Any) -> Table:
        table = Table()
        open_above: dict[int, TableCell] = {}  # by column, cells that a cell below may go on
        rows = (row for row in _unwrapped(element, "tr") if not _is_deleted(row))
        for row, item in zip(count(), rows, strict=False):
            column = _number(_value(_child(item, "trPr", "gridBefore")), 0)
            continued: dict[int, TableCell] = {}
            for cell in _unwrapped(item, "tc"):
                span = max(1, _number(_value(_child(cell, "tcPr", "gridSpan")), 1))
                merge = _child(cell, "tcPr", "vMerge")
                across = _child(cell, "tcPr", "hMerge")
                above = open_above.get(column)
                content = self.content(cell)
                if merge is not None and (_value(merge) or "continue") == "continue" and above is not None:
                    above.row_span = row - above.row + 1
                    above.content += content
                    continued[column] = above
                elif across is not None and (_value(across) or "continue") == "continue" and table.cells:
                    table.cells[-1].column_span += span
                    table.cells[-1].content += content
                else:
                    table.cells.append(TableCell(row, column, 1, span, content))
                    if merge is not None:
                        continued[column] = table.cells[-1]
                column += span
            open_above = continued
        return table


_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _choice(alternatives: Any) -> Any:
    """Return the first of the forms that the same content is stored in."""
    return next((child for child in alternatives if _tag(child) in {"Choice", "Fallback"}), ())


def _unwrapped(parent: Any, tag: str) -> Iterator[Any]:
    """Yield children of that name, those inside content controls and insertions included."""
    for child in parent:
        if _tag(child) == tag:
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _unwrapped(child, tag)


def _is_deleted(row: Any) -> bool:
    return _child(row, "trPr", "del") is not None


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else default
