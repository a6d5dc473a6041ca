"""The network: the knowledge graph around the duties, laid out as branches to both sides of the body.

Each thing stands in the branch of what it belongs to (类 → 款 → duties, money, instruments); what else relates is
a line across. Places follow from order and size alone, so labels never overlap and every machine draws the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import networkx as nx

from fiscalnlp.export.drawing.flow import Band, Row, duty_words, flow
from fiscalnlp.export.drawing.geometry import bow, curve, spread
from fiscalnlp.export.drawing.lettering import fitted, width
from fiscalnlp.export.drawing.subject import SpendingClass, Subject, Tie, amount
from fiscalnlp.graph import Graph
from fiscalnlp.graph.names import iri, record_iri

#: Size of the picture, in pixels, and where it begins below title and heading.
WIDTH, TOP = 1880.0, 110.0
#: The body's box: half its width, the height of a line of its name.
BODY_HALF, BODY_LINE = 78.0, 20.0
#: Height of the box of a class.
PILL = 26.0

_CENTRE = WIDTH / 2
# Distance from the centre: of the inner ends of 类 and of 款, and of the marks of all else.
_NEAR = (0.0, 125.0, 350.0, 632.0)
_PILL_ROOM = (0.0, 185.0, 220.0)
_LABEL_ROOM = _CENTRE - _NEAR[3] - 34
_ROW, _PILL_ROW = 24.0, 32.0
_COIN = 20.0  # radius of the largest amount
_BULGE = 44.0  # how much nearer to the centre the first and last row of a side are


@dataclass(slots=True)
class Mark:
    """A thing with its place.

    `kind` is `body`, `class`, `duty`, `money`, `partner` or `instrument`; `depth` counts from the body, 3 for all
    that is no class. `x` is the end towards the centre, `side` 1 to the right and -1 to the left; `size` is the
    width of a class, half that of the body, and the radius of what is round. `number` is its place in the picture.
    """

    kind: str
    depth: int
    label: str
    title: str
    size: float
    number: int = 0
    side: int = 1
    x: float = _CENTRE
    y: float = 0.0

    @property
    def outer(self) -> float:
        """The end away from the centre."""
        return self.x + self.side * (self.size if self.kind in ("class", "body") else 0)

    @property
    def height(self) -> float:
        """The room it takes in its column."""
        return _PILL_ROW if self.kind == "class" else max(_ROW, 2 * self.size + 6)


@dataclass(slots=True)
class Line:
    """A relation of a mark to one further out; `second` marks what is not its first. `weight` is in pixels."""

    source: Mark
    target: Mark
    second: bool
    weight: float
    title: str
    path: str = ""


@dataclass(slots=True)
class Network:
    """The picture; the first mark is the body, whose name is in `body_lines`."""

    marks: list[Mark]
    lines: list[Line]
    body_lines: list[str]
    height: float

    @property
    def neighbours(self) -> list[list[int]]:
        """Return the numbers of the marks that each mark relates to."""
        found: list[list[int]] = [[] for _ in self.marks]
        for line in self.lines:
            found[line.source.number].append(line.target.number)
            found[line.target.number].append(line.source.number)
        return found


def network(subject: Subject, graph: Graph) -> Network:
    """Lay out the neighbourhood of the duties in `graph`, which is that of the same disclosure."""
    tree = _Tree(subject, graph)
    sides = tree.sides()
    heights = {side: tree.place(side, branches) for side, branches in sides.items()}
    tallest = max(*heights.values(), _PILL_ROW * 3)
    for mark in tree.marks:
        mark.y += TOP + (tallest - heights[mark.side]) / 2 if mark.depth else TOP + tallest / 2
    _bulge(tree.marks, TOP + tallest / 2, tallest / 2)
    for line in tree.lines:
        line.path = _path(line)
    name = tree.marks[0].label
    return Network(tree.marks, tree.lines, _wrapped(name, 14, 2 * BODY_HALF - 16), TOP + tallest)


class _Tree:
    """Marks as a tree with the body as root, and all lines: those of the tree and those across."""

    def __init__(self, subject: Subject, graph: Graph) -> None:
        self._tree: nx.DiGraph[int] = nx.DiGraph()
        self._graph = graph
        self.marks: list[Mark] = []
        self.lines: list[Line] = []
        self._by_iri: dict[str, int] = {}
        self._best = subject.best_ties
        self._add(_body(subject, graph), None)
        bands = flow(subject).bands
        self._largest = max((float(abs(each.known_yuan)) for each in _with_coins(bands)), default=0.0)
        for band in bands:
            if not band.head.spending.code:
                for strand in band.head.strands:
                    self._duty(strand.tie, 0)
                continue
            head = self._class(band.head, 0, with_coin=band.whole)
            for row in band.rows:
                self._class(row, head, with_coin=row.spending.has_money)
        for tie in subject.ties:
            if tie is not self._best[tie.duty.id]:
                self._across(iri("functional_class", tie.to), record_iri(tie.duty), tie)
        self._partners()
        self._instruments()

    def sides(self) -> dict[int, list[int]]:
        """Share the branches among left and right, whole ones, so that both are about as high."""
        branches = list(self._tree.successors(0))
        heights = [sum(self.marks[each].height for each in self._slots(branch)) for branch in branches]
        sides: dict[int, list[int]] = {-1: [], 1: []}
        filled = 0.0
        for branch, height in zip(branches, heights, strict=True):
            side = -1 if filled + height / 2 <= sum(heights) / 2 else 1
            filled += height
            sides[side].append(branch)
            for each in nx.dfs_preorder_nodes(self._tree, branch):
                self.marks[each].side = side
        return sides

    def place(self, side: int, branches: Iterable[int]) -> float:
        """Give the marks of one side their places, from 0 down; return how high it is."""
        order = [each for branch in branches for each in nx.dfs_preorder_nodes(self._tree, branch)]
        top = 0.0
        for each in order:
            mark = self.marks[each]
            mark.x = _CENTRE + side * _NEAR[mark.depth]
            if self._takes_slot(each):
                mark.y = top + mark.height / 2
                top += mark.height
        for depth in (2, 1):
            column = [each for each in order if self.marks[each].depth == depth]
            wanted = [self._middle(each) for each in column]
            for each, y in zip(column, spread(wanted, [_PILL_ROW] * len(column)), strict=True):
                self.marks[each].y = y
                top = max(top, y + _PILL_ROW / 2)
        return top

    def _slots(self, branch: int) -> list[int]:
        return [each for each in nx.dfs_preorder_nodes(self._tree, branch) if self._takes_slot(each)]

    def _takes_slot(self, each: int) -> bool:
        return self.marks[each].kind != "class" or not self._tree.out_degree(each)

    def _middle(self, each: int) -> float:
        parts = [self.marks[part].y for part in self._tree.successors(each)]
        return (min(parts) + max(parts)) / 2 if parts else self.marks[each].y

    # -- what is in it ------------------------------------------------------------------------------------

    def _add(self, mark: Mark, parent: int | None, weight: float = 1.2, title: str = "") -> int:
        mark.number = len(self.marks)
        self.marks.append(mark)
        self._tree.add_node(mark.number)
        if parent is not None:
            self._tree.add_edge(parent, mark.number)
            self.lines.append(Line(self.marks[parent], mark, False, weight, title))
        return mark.number

    def _class(self, row: Row, parent: int, *, with_coin: bool) -> int:
        spending = row.spending
        depth = self.marks[parent].depth + 1
        name = spending.label
        label = fitted(name, 12, _PILL_ROOM[depth] - 16)
        number = self._add(Mark("class", depth, label, name, width(label, 12) + 16), parent)
        self._by_iri[iri("functional_class", spending.code)] = number
        if with_coin:
            yuan = spending.known_yuan
            size = max(2.0, _COIN * sqrt(abs(float(yuan)) / self._largest)) if self._largest else 2.0
            self._add(Mark("money", 3, f"{amount(spending)} 万元", f"{name} · {yuan:,f} 元", size), number)
        for strand in row.strands:
            if strand.tie is self._best[strand.tie.duty.id]:
                self._duty(strand.tie, number)
        return number

    def _duty(self, tie: Tie, parent: int) -> None:
        label = fitted(f"{tie.duty.number} {duty_words(tie.duty)}", 13, _LABEL_ROOM)
        mark = Mark("duty", 3, label, f"{tie.duty.number} {tie.duty.text}", 5.0)
        number = self._add(mark, parent, 1.0 + 4.0 * tie.score, f"{tie.score:.3f}" if tie.to else "")
        self._by_iri[record_iri(tie.duty)] = number

    def _across(self, source: str, target: str, tie: Tie | None = None) -> None:
        ends = self.marks[self._by_iri[source]], self.marks[self._by_iri[target]]
        self.lines.append(Line(*ends, True, 1.0, f"{tie.score:.3f}" if tie else ""))

    def _partners(self) -> None:
        """Hang partners on the first duty that names them."""
        edges = [edge for edge in self._graph.edges_of_type("carried_out_with") if edge.source in self._by_iri]
        for edge in sorted(edges, key=lambda edge: (self._by_iri[edge.source], edge.target)):
            self._attach("partner", edge.target, edge.source)

    def _instruments(self) -> None:
        """Hang instruments on the classes whose links they support, all others on the body."""
        named = {edge.source: edge.target for edge in self._graph.edges_of_type("refers_to")}
        classes = {edge.source: edge.target for edge in self._graph.edges_of_type("classified_as")}
        supporting = [
            (named[edge.target], classes[edge.source])
            for edge in self._graph.edges_of_type("supported_by")
            if edge.target in named and classes.get(edge.source) in self._by_iri
        ]
        for instrument, spending in sorted(set(supporting), key=lambda pair: (self._by_iri[pair[1]], pair[0])):
            self._attach("instrument", instrument, spending)
        for edge in self._graph.edges_of_type("cites"):
            if edge.target not in self._by_iri:
                self._attach("instrument", edge.target, None)

    def _attach(self, kind: str, thing: str, to: str | None) -> None:
        """Add what the graph knows as `thing` beside `to`; where it stands already, a line across."""
        if thing in self._by_iri and to is not None:
            self._across(to, thing)
            return
        node = self._graph.node(thing)
        assert node is not None
        mark = Mark(kind, 3, fitted(node.label, 13, _LABEL_ROOM), node.label, 5.0)
        self._by_iri[thing] = self._add(mark, self._by_iri[to] if to else 0)


def _body(subject: Subject, graph: Graph) -> Mark:
    bodies = {edge.target: edge.source for edge in graph.edges_of_type("publishes")}
    node = graph.node(bodies.get(record_iri(subject.document), ""))
    document = subject.document
    name = node.label if node else document.issuer or document.title or document.doc_id
    return Mark("body", 0, name, name, BODY_HALF)


def _with_coins(bands: Sequence[Band]) -> Iterator[SpendingClass]:
    """Go through the classes whose money is drawn: the 款, or the 类 where money is printed for that alone."""
    for band in bands:
        if band.whole:
            yield band.head.spending
        yield from (row.spending for row in band.rows if row.spending.has_money)


def _wrapped(text: str, size: float, room: float) -> list[str]:
    """Break a name into lines of about one length, none more than a character longer than `room` pixels."""
    share = width(text, size) / max(1, ceil(width(text, size) / room))
    lines = [""]
    for char in text:
        if width(lines[-1], size) >= share:
            lines.append("")
        lines[-1] += char
    return lines


def _bulge(marks: Sequence[Mark], middle: float, half: float) -> None:
    """Bend the columns, the outer ones more, so that the whole is round about the body."""
    for mark in marks:
        if mark.depth:
            away = (mark.y - middle) / half
            mark.x -= mark.side * _BULGE * away * away * mark.depth / 3


def _path(line: Line) -> str:
    source, target = line.source, line.target
    if source.kind == "body":
        return curve(_CENTRE + target.side * BODY_HALF, source.y, target.x, target.y)
    if source.side == target.side and source.kind != "class":
        return bow(source.x, source.y, target.x, target.y, -40.0 * source.side)
    start = source.outer if source.side == target.side else source.x
    return curve(start, source.y, target.x, target.y)
