"""The tables of node and edge types in the graph's README, written from the schema.

`python -m fiscalnlp.export.tables_readme` rewrites them in the shipped file (`data/graph/README.md`).
"""

from __future__ import annotations

import re
from importlib.resources import as_file, files

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.tables import EDGE_COLUMNS, NODE_COLUMNS, Column, kind_of, node_columns
from fiscalnlp.export.target import opened
from fiscalnlp.graph.schema import ANY_RECORD, schema

#: The shipped file, relative to the data package.
README_FILE = "graph/README.md"

_PART = re.compile(r"(?<=<!-- tables: begin -->\n).*(?=<!-- tables: end -->)", re.DOTALL)


def documented(text: str) -> str:
    """Return the README `text` with its tables as the schema now gives them."""
    return _PART.sub(lambda _: f"\n{_tables()}\n", text)


def main() -> None:
    """Rewrite the shipped file."""
    with as_file(files("fiscalnlp.data").joinpath(README_FILE)) as path:
        text = documented(read_text(README_FILE))
        with opened(path) as file:
            file.write(text.encode())


def _tables() -> str:
    common = read_toml("graph/tables.toml")["every_record"]
    lines = [
        f"Every node has {_list(NODE_COLUMNS)}. `…` stands for what every record has:",
        f"{', '.join(f'`{name}` {kind_of(name)}' for name in common)}",
        "(no `text` where that would be a whole document or table).",
        "",
        "| node type | | columns |",
        "| --- | --- | --- |",
    ]
    for node in schema().nodes.values():
        own = node_columns(node.id)[len(NODE_COLUMNS) :]
        if node.kind is not None:
            own = tuple(column for column in own if column.name not in common)
        columns = ", ".join([_list(own), *(["…"] if node.kind else [])])
        lines.append(f"| `{node.id}` | {node.zh}, {node.en} | {columns} |")
    lines += ["", f"Every edge has {_list(EDGE_COLUMNS)}.", ""]
    lines += ["| edge type | | from | to |", "| --- | --- | --- | --- |"]
    for edge in schema().edges.values():
        lines.append(f"| `{edge.id}` | {edge.zh}, {edge.en} | {_ends(edge.source)} | {_ends(edge.target)} |")
    return "\n".join(lines) + "\n"


def _list(columns: tuple[Column, ...]) -> str:
    return ", ".join(f"`{each.name}` {each.kind}" for each in columns)


def _ends(types: tuple[str, ...]) -> str:
    return ", ".join("any record" if each == ANY_RECORD else f"`{each}`" for each in types)


if __name__ == "__main__":
    main()
