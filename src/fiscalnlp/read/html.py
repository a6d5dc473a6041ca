"""Web pages: the text and the tables of the page itself, without the site round it.

HTML as browsers, Word and Excel save it, and the archives (MHTML) that browsers and Word keep pages in.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex
from selectolax.lexbor import LexborHTMLParser

from fiscalnlp.data import read_toml
from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read.blocks import MAX_TABLE_DEPTH, Table, TableCell, flow_of
from fiscalnlp.read.numbering import numeral
from fiscalnlp.read.source import FlowLine, FlowTable, Page
from fiscalnlp.text.forms import matching_form

#: Elements open at once, beyond which the engine's time grows with the square.
MAX_NESTING = 5_000
#: A page of more tags is refused; each takes some 10 µs and 200 bytes.
MAX_TAGS = 2_000_000
#: Columns that a cell may claim; rows are limited by those there are.
MAX_SPAN = 200
#: Columns of a table from which on spans no longer count.
MAX_COLUMNS = 1_000

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
#: Elements that end by themselves, so that open ones tell nothing of depth.
_SELF_ENDING = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th
    tbody thead tfoot colgroup rp rt html head body
    """.split()  # noqa: SIM905
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True)
class _Rules:
    article: str
    article_share: float
    title_elements: str
    title_meta: str
    dropped_elements: frozenset[str]
    dropped_roles: frozenset[str]
    dropped_names: frozenset[str]
    too_much_to_drop: float
    menu_links: int
    menu_share: float
    hidden_style: regex.Pattern[str]
    blocks: frozenset[str]
    site_lines: regex.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("vocab/web.toml")
    return _Rules(
        article=" ".join(data["article"].split()),
        article_share=data["article_share"],
        title_elements=data["title_elements"],
        title_meta=data["title_meta"],
        dropped_elements=frozenset(data["dropped_elements"]),
        dropped_roles=frozenset(data["dropped_roles"]),
        dropped_names=frozenset(data["dropped_names"]),
        too_much_to_drop=data["too_much_to_drop"],
        menu_links=data["menu_links"],
        menu_share=data["menu_share"],
        hidden_style=regex.compile(data["hidden_style"], regex.IGNORECASE),
        blocks=frozenset(data["blocks"]),
        site_lines=regex.compile("|".join(data["site_lines"])),
    )


def unpack_mhtml(data: bytes, name: str) -> tuple[bytes, str | None]:
    """Return the page of a web archive, and the encoding that the archive states for it.

    Raises:
        BrokenSourceError: there is none in it.
    """
    try:
        for part in email.message_from_bytes(data.lstrip()).walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes) and page.strip():
                    return page, part.get_content_charset()
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise BrokenSourceError(name, f"damaged web archive (MHTML): {error}") from error
    raise BrokenSourceError(name, "damaged web archive (MHTML): there is no page in it")


def read_html(page: str, name: str) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Read a web page.

    Args:
        page: the page's source text.
        name: what errors call the page.

    Returns: one page without number, and warnings.

    Raises:
        BrokenSourceError: it has more than `MAX_TAGS`, or elements nested deeper than `MAX_NESTING`.
        EmptySourceError: no text is left of it.
    """
    if page.count("<") > MAX_TAGS:
        raise BrokenSourceError(name, f"has more than {MAX_TAGS:,} tags")
    if _nesting(page) > MAX_NESTING:
        raise BrokenSourceError(name, f"damaged web page: elements nested more than {MAX_NESTING:,} deep")
    tree = LexborHTMLParser(page.replace("\x00", ""))
    root = tree.root
    flow: list[FlowLine | FlowTable] = []
    if root is not None:
        reading = _Reading(root)
        start = _article(tree, reading)
        flow = list(_without_site(flow_of(reading.content(start))))
        if start is not root:
            flow[:0] = _title(tree, flow)
    if not flow:
        raise EmptySourceError(name, "there is no text on the web page")
    return (Page(None, flow=tuple(flow)),), ()


def _nesting(page: str) -> int:
    """Return how many elements are open at once, at most; comments count too."""
    depth = deepest = 0
    for closing, tag, closed in _TAG.findall(page):
        if closed or tag.lower() in _SELF_ENDING:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _walk(root: Any, skipped: set[int]) -> Iterator[tuple[Any, bool]]:
    """Yield the nodes from `root` down, each when it begins and when it ends, without recursion.

    What a node holds is passed over if its `mem_id` is in `skipped`, also if it gets there at its beginning.
    """
    node, last = root, root.mem_id
    while True:
        yield node, True
        child = None if node.mem_id in skipped else node.first_child
        if child is not None:
            node = child
            continue
        while True:
            yield node, False
            if node.mem_id == last:
                return
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent


@dataclass(slots=True)
class _Size:
    """Characters below an element: running text, and text of links to other pages, with their number."""

    text: int = 0
    link_text: int = 0
    links: int = 0

    def add(self, other: _Size) -> None:
        self.text += other.text
        self.link_text += other.link_text
        self.links += other.links


class _Reading:
    """A page measured: what is not shown, and what is the site's rather than the page's."""

    def __init__(self, root: Any) -> None:
        self._skipped: set[int] = set()
        self.sizes: dict[int, _Size] = {}
        self._measure(root)
        self.total = self.sizes[root.mem_id].text

    def _measure(self, root: Any) -> None:
        rules = _rules()
        suspects: list[int] = []
        open_sizes = [_Size()]
        open_links: list[bool] = []  # for each open element whether it is a link to another page
        links = 0
        for node, begins in _walk(root, self._skipped):
            tag = node.tag or ""
            if tag == "-text":
                if begins:
                    length = len("".join((node.text_content or "").split()))
                    open_sizes[-1].text += 0 if links else length
                    open_sizes[-1].link_text += length if links else 0
                continue
            if tag.startswith("-") and tag != "-document":
                continue
            if begins:
                attributes = node.attributes
                outward = tag == "a" and not (attributes.get("href") or "#").startswith("#")
                open_sizes.append(_Size(links=int(outward)))
                open_links.append(outward)
                links += outward
                if tag in rules.dropped_elements or (attributes and _is_dropped(attributes)):
                    self._skipped.add(node.mem_id)
                elif attributes and tag in rules.blocks and _has_dropped_name(attributes):
                    suspects.append(node.mem_id)
                continue
            links -= open_links.pop()
            size = self.sizes[node.mem_id] = open_sizes.pop()
            open_sizes[-1].add(size)
            whole = size.text + size.link_text
            if (
                tag in rules.blocks
                and size.links >= rules.menu_links
                and size.link_text > rules.menu_share * whole
            ):
                suspects.append(node.mem_id)
        page = self.sizes[root.mem_id].text
        self._skipped.update(key for key in suspects if self.sizes[key].text <= rules.too_much_to_drop * page)

    def content(self, start: Any) -> list[str | Table]:
        """Return the paragraphs and tables below `start`."""
        writer = _Writer()
        for node, begins in _walk(start, self._skipped):
            if begins and node.mem_id in self._skipped:
                writer.part()
            elif begins:
                writer.begin(node)
            elif node.mem_id not in self._skipped:
                writer.end(node.tag or "")
        return writer.finish()


def _is_dropped(attributes: Mapping[str, str | None]) -> bool:
    """Tell an element that is not shown, or belongs to the site by what it is."""
    rules = _rules()
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or (attributes.get("role") or "") in rules.dropped_roles
        or bool(style and rules.hidden_style.search(style))
    )


def _has_dropped_name(attributes: Mapping[str, str | None]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return not _rules().dropped_names.isdisjoint(word.lower() for word in _NAME_WORD.findall(names))


@dataclass(slots=True)
class _OpenTable:
    """A table being read: the row that is open, and where cells from rows above still reach down."""

    table: Table
    row: int = -1
    column: int = 0
    reach: dict[int, int] = field(default_factory=dict)  # column → first row below the cell


class _Writer:
    """Turns the nodes of a page, in order, into paragraphs and tables."""

    def __init__(self) -> None:
        self._content: list[list[str | Table]] = [[]]
        self._line: list[str] = []
        self._tables: list[_OpenTable] = []
        self._too_deep = 0
        self._preformatted = 0
        self._lists: list[_List | None] = []
        self._blocks = _rules().blocks

    def finish(self) -> list[str | Table]:
        """Return what was written."""
        self.part()
        return self._content[0]

    def part(self) -> None:
        """End the line."""
        text = "".join(self._line)
        self._line.clear()
        if text.strip():
            self._content[-1].append(text)

    def begin(self, node: Any) -> None:
        """Go into a node."""
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self._line.append(text if self._preformatted else _WHITE.sub(" ", text))
            return
        if tag == "br":
            self._line.append("\n")
        if tag not in self._blocks:
            return
        self.part()
        if tag == "pre":
            self._preformatted += 1
        elif tag in {"ol", "ul", "dir"}:
            self._lists.append(_List.of(node) if tag == "ol" else None)
        elif tag == "li" and self._lists and self._lists[-1] is not None:
            self._line.append(self._lists[-1].marker(node))
        elif tag == "table":
            self._begin_table()
        elif self._tables and not self._too_deep:
            self._begin_row_or_cell(tag, node)

    def _begin_table(self) -> None:
        if self._too_deep or len(self._tables) >= MAX_TABLE_DEPTH:
            self._too_deep += 1
        else:
            self._tables.append(_OpenTable(Table()))

    def _begin_row_or_cell(self, tag: str, node: Any) -> None:
        current = self._tables[-1]
        if tag == "tr":
            current.row += 1
            current.column = 0
            current.reach = {column: end for column, end in current.reach.items() if end > current.row}
        elif tag in {"td", "th"}:
            attributes = node.attributes
            rows, columns = _span(attributes, "rowspan", 1 << 16), _span(attributes, "colspan", MAX_SPAN)
            while current.column in current.reach:
                current.column += 1
            if current.column >= MAX_COLUMNS:
                rows = columns = 1
            cell = TableCell(max(current.row, 0), current.column, rows, columns)
            if rows > 1:
                current.reach.update(dict.fromkeys(range(cell.column, cell.column + columns), cell.row + rows))
            current.column += columns
            current.table.cells.append(cell)
            self._content.append(cell.content)

    def end(self, tag: str) -> None:
        """Come out of a node."""
        if tag not in self._blocks:
            return
        self.part()
        if tag == "pre":
            self._preformatted -= 1
        elif tag in {"ol", "ul", "dir"}:
            self._lists.pop()
        elif tag == "table" and self._too_deep:
            self._too_deep -= 1
        elif tag == "table":
            finished = self._tables.pop()
            last = finished.row + 1
            for cell in finished.table.cells:
                cell.row_span = max(1, min(cell.row_span, last - cell.row))
            if finished.table.cells:
                self._content[-1].append(finished.table)
        elif tag in {"td", "th"} and self._tables and not self._too_deep:
            self._content.pop()


def _span(attributes: Mapping[str, str | None], attribute: str, most: int) -> int:
    text = attributes.get(attribute)
    if not text:
        return 1
    if attribute == "rowspan" and text.strip() == "0":
        return most  # to the end of the table
    return min(max(int(text), 1), most) if re.fullmatch(r"[0-9]{1,6}", text) else 1


_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_CHINESE_LISTS = frozenset({"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"})


@dataclass(slots=True)
class _List:
    """An ordered list, whose markers the browser prints."""

    number: int
    style: str

    @classmethod
    def of(cls, node: Any) -> _List:
        attributes = node.attrs
        start = attributes.get("start") or ""
        given = _LIST_STYLE.search(attributes.get("style") or "")
        style = given.group(1) if given else _LIST_TYPES.get(attributes.get("type") or "", "decimal")
        return cls(int(start) - 1 if re.fullmatch(r"[0-9]{1,4}", start) else 0, style)

    def marker(self, node: Any) -> str:
        """Count an entry and return its marker."""
        value = node.attrs.get("value") or ""
        self.number = int(value) if re.fullmatch(r"[0-9]{1,4}", value) else self.number + 1
        if self.style == "none" or _LIST_STYLE.search(node.attrs.get("style") or ""):
            return ""
        if self.style in _CHINESE_LISTS:
            return numeral(self.number, "chineseCounting") + "、"
        return numeral(self.number, self.style) + ". "


def _article(tree: LexborHTMLParser, reading: _Reading) -> Any:
    """Return the element that holds the article, the whole page where none is known by its name."""
    rules = _rules()
    best, size = tree.root, rules.article_share * reading.total
    for node in tree.css(rules.article):
        known = reading.sizes.get(node.mem_id)
        if known is not None and known.text > size:
            best, size = node, known.text
    return best


def _title(tree: LexborHTMLParser, flow: list[FlowLine | FlowTable]) -> list[FlowLine]:
    """Return the article's title where it stands outside the article."""
    rules = _rules()
    meta = tree.css_first(f'meta[name="{rules.title_meta}" i]')
    elements = [node.text() for node in tree.css(rules.title_elements)]
    opening = "".join("".join(item.text.split()) for item in flow[:8] if isinstance(item, FlowLine))
    for text in (*elements, (meta.attrs.get("content") or "") if meta is not None else ""):
        title = " ".join(text.split())
        if title:
            return [] if "".join(title.split()) in opening else [FlowLine(None, title)]
    return []


def _without_site(flow: Iterator[FlowLine | FlowTable]) -> Iterator[FlowLine | FlowTable]:
    """Leave out lines that belong to the site."""
    pattern = _rules().site_lines
    for item in flow:
        if isinstance(item, FlowTable) or not pattern.fullmatch(matching_form(item.text).strip()):
            yield item
