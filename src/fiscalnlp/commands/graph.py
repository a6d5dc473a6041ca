"""`fiscalnlp graph`: the knowledge graph as files, as a picture, and as a store that answers questions.

The graph of files: `export`, `draw`, `validate`. A store on disk: `build`, `query`, `ask` and `questions`.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fiscalnlp.commands.common import (
    Files,
    Ocr,
    OcrOption,
    PdfEngine,
    PdfEngineOption,
    documents,
    exit_status,
    fail,
)

if TYPE_CHECKING:
    from fiscalnlp.graph import Graph
    from fiscalnlp.pipeline import Failure

app = typer.Typer(
    help="The knowledge graph: as files, as a picture, or as a store that answers questions.",
    no_args_is_help=True,
)


class GraphFormat(StrEnum):
    """File formats of the graph."""

    JSONLD = "jsonld"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    GRAPHML = "graphml"
    PARQUET = "parquet"
    CSV = "csv"
    LADYBUG = "ladybug"


class CsvDialect(StrEnum):
    """Databases whose bulk import the CSV files are for."""

    NEO4J = "neo4j"
    NEPTUNE = "neptune"
    MEMGRAPH = "memgraph"


class Picture(StrEnum):
    """Pictures of a disclosure."""

    FLOW = "flow"
    NETWORK = "network"


class ResultFormat(StrEnum):
    """Forms of the answer to a question."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TSV = "tsv"


#: Formats that are a folder or file of their own, which no stream can take.
_ON_DISK = (GraphFormat.PARQUET, GraphFormat.CSV, GraphFormat.LADYBUG)
#: The format that an ending of `--out` tells.
_ENDINGS = {
    ".jsonld": GraphFormat.JSONLD,
    ".json": GraphFormat.JSONLD,
    ".ttl": GraphFormat.TURTLE,
    ".nt": GraphFormat.NTRIPLES,
    ".nq": GraphFormat.NQUADS,
    ".trig": GraphFormat.TRIG,
    ".graphml": GraphFormat.GRAPHML,
    ".lbug": GraphFormat.LADYBUG,
}

Store = Annotated[Path, typer.Argument(metavar="STORE", help="Folder of the graph store.", show_default=False)]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Value of a parameter of the question; repeatable."),
]
Form = Annotated[ResultFormat, typer.Option("--format", "-f", help="Form of the answer.")]


@app.command(
    epilog="Examples:\n\n  fiscalnlp graph export 2022.pdf 2023.pdf --out body.jsonld\n\n"
    "  fiscalnlp graph export report.pdf --out graph/ --format parquet"
)
def export(
    files: Files,
    *,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Where the graph goes; `-` for standard output where it is one file."),
    ],
    format_: Annotated[
        GraphFormat | None,
        typer.Option("--format", "-f", help="File format; else the ending of --out tells it.", show_default=False),
    ] = None,
    dialect: Annotated[
        CsvDialect, typer.Option("--dialect", help="Database that the CSV files are for.")
    ] = CsvDialect.NEO4J,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Write the graph of one disclosure, or of several joined."""
    from fiscalnlp.export import rdf  # noqa: PLC0415
    from fiscalnlp.graph import build_graph  # noqa: PLC0415

    format_ = format_ or _format_of(out)
    if str(out) == "-" and format_ in _ON_DISK:
        raise typer.BadParameter(f"{format_.value} is no single stream; name a path", param_hint="--out")
    failed: list[Failure] = []
    read = list(documents(files, failed, pdf_engine, ocr))
    with exit_status(failed):
        if format_.value in rdf.NAMED_GRAPHS:
            graphs = [document.graph() for document in read]
            rdf.write_named(graphs, _stream(out), rdf.RdfFormat(format_.value))
        else:
            graphs = [build_graph([record for document in read for record in document.records()])]
            _write(graphs[0], out, format_, dialect)
        for warning in (warning for graph in graphs for warning in graph.warnings):
            typer.echo(f"fiscalnlp: {warning}", err=True)


def _format_of(out: Path) -> GraphFormat:
    if str(out) == "-":
        return GraphFormat.JSONLD
    if out.suffix.lower() not in _ENDINGS:
        cause = f"its ending is none of {', '.join(_ENDINGS)}: name a --format"
        raise typer.BadParameter(cause, param_hint="--out")
    return _ENDINGS[out.suffix.lower()]


def _stream(out: Path) -> Any:
    return sys.stdout.buffer if str(out) == "-" else out


def _write(graph: Graph, out: Path, format_: GraphFormat, dialect: CsvDialect) -> None:
    from fiscalnlp.export import bulk_csv, graphml, jsonld, ladybug, parquet, rdf  # noqa: PLC0415

    stream = _stream(out)
    match format_:
        case GraphFormat.JSONLD:
            jsonld.write(graph, stream)
        case GraphFormat.GRAPHML:
            graphml.write(graph, stream)
        case GraphFormat.PARQUET:
            parquet.write(graph, out)
        case GraphFormat.CSV:
            bulk_csv.write(graph, out, dialect.value)
        case GraphFormat.LADYBUG:
            ladybug.write(graph, out)
        case _:
            rdf.write(graph, stream, rdf.RdfFormat(format_.value))


@app.command(epilog="Example:\n\n  fiscalnlp graph draw report.pdf --out graph.html")
def draw(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A disclosure: path or URL.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the picture goes: NAME.svg or NAME.html.")],
    picture: Annotated[
        Picture, typer.Option("--picture", help="What an SVG shows; a page shows both.")
    ] = Picture.FLOW,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Draw duties, spending categories and money of a disclosure, as a flow and as a network."""
    from fiscalnlp.export import drawing  # noqa: PLC0415

    kinds = {".svg": "svg", ".html": "html", ".htm": "html"}
    if out.suffix.lower() not in kinds:
        raise typer.BadParameter("ends neither in .svg nor in .html", param_hint="--out")
    failed: list[Failure] = []
    with exit_status(failed):
        for document in documents([file], failed, pdf_engine, ocr):
            kind: Any = kinds[out.suffix.lower()]
            drawing.write(document.records(), out, format=kind, picture=picture.value)


@app.command(epilog="Example:\n\n  fiscalnlp graph validate report.pdf")
def validate(files: Files, pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF, ocr: OcrOption = Ocr.AUTO) -> None:
    """Hold the graph of each disclosure against the SHACL shapes; exit status 1 where one breaks them."""
    from fiscalnlp.export.validation import violations  # noqa: PLC0415

    failed: list[object] = []
    with exit_status(failed):
        unread: list[Failure] = []
        count = 0
        for document in documents(files, unread, pdf_engine, ocr):
            count += 1
            for violation in violations(document.graph(), document.name):
                failed.append(violation)
                fail(f"{document.name}: {violation}")
        failed += unread
        typer.echo(f"{count:,} graphs, {len(failed) - len(unread):,} violations")


@app.command(
    epilog="Examples:\n\n  fiscalnlp graph build 2023/ --store kg/ --jobs 2\n\n"
    "  fiscalnlp graph build corrected.pdf --store kg/"
)
def build(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Folders of disclosures, files, URLs.", show_default=False),
    ],
    *,
    store: Annotated[
        Path, typer.Option("--store", "-s", help="Folder of the graph store; made if it is not there.")
    ],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of processes that read.")] = 1,
    prune: Annotated[bool, typer.Option("--prune", help="Take out sources that are not among PATH.")] = False,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Bring a graph store up to date: what is new or changed is read, the rest is left alone."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from fiscalnlp.read import ReadOptions  # noqa: PLC0415
    from fiscalnlp.read.folder import find_documents  # noqa: PLC0415
    from fiscalnlp.store import GraphStore, build  # noqa: PLC0415

    console = Console(stderr=True)
    failed: list[Failure] = []
    with exit_status(failed):
        sources = find_documents(paths)
        bar = Progress(console=console, transient=True, disable=not console.is_terminal)
        with GraphStore(store) as graph_store, bar:
            task = bar.add_task("Reading", total=len(sources))
            report = build(
                graph_store,
                sources,
                options=ReadOptions(pdf_engine.value, ocr.value),
                jobs=jobs,
                prune=prune,
                on_source=lambda _: bar.advance(task),
            )
            triples = len(graph_store)
        for warning in report.warnings:
            typer.echo(f"fiscalnlp: {warning}", err=True)
        for failure in report.failed:
            fail(f"{failure.source}: {failure.cause}")
        failed += report.failed
        for name, group in (
            ("added", report.added),
            ("replaced", report.replaced),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("failed", report.failed),
        ):
            if group:
                typer.echo(f"{len(group):>8,} {name}")
        if report.duplicates:
            typer.echo(
                f"{len(report.duplicates):>8,} documents of which a fuller one of the same body and year is there"
            )
        typer.echo(f"{triples:>8,} triples in {store}")


@app.command(
    epilog="Example:\n\n  fiscalnlp graph query kg/ question.rq --format csv\n\n"
    "  echo 'SELECT * { ?body a org:FormalOrganization }' | fiscalnlp graph query kg/ -"
)
def query(
    store: Store,
    sparql: Annotated[
        str, typer.Argument(metavar="QUERY.rq", help="File of a SPARQL query; `-` for standard input.")
    ],
    settings: Settings = None,
    format_: Form = ResultFormat.TABLE,
) -> None:
    """Ask a question of your own, in SPARQL. A CONSTRUCT query answers in Turtle."""
    from fiscalnlp.errors import SourceNotFoundError  # noqa: PLC0415
    from fiscalnlp.store.questions import Question, read_question  # noqa: PLC0415

    with exit_status(()):
        if sparql == "-":
            question = Question.of("-", sys.stdin.read())
        elif not Path(sparql).is_file():
            raise SourceNotFoundError(sparql, "no such file")
        else:
            question = read_question(Path(sparql))
        _answer(question, store, settings, format_)


@app.command(
    epilog="Example:\n\n  fiscalnlp graph ask kg/ spending-on-a-field --set field=成果转化 --set region=130302"
)
def ask(
    store: Store,
    name: Annotated[str, typer.Argument(metavar="QUESTION", help="Name of a question of the gallery.")],
    settings: Settings = None,
    format_: Form = ResultFormat.TABLE,
) -> None:
    """Ask a question of the gallery; `fiscalnlp graph questions` lists them."""
    from fiscalnlp.store.questions import questions  # noqa: PLC0415

    known = questions()
    if name not in known:
        raise typer.BadParameter(f"there is none; there are {', '.join(known)}", param_hint="QUESTION")
    with exit_status(()):
        _answer(known[name], store, settings, format_)


@app.command(name="questions")
def list_questions() -> None:
    """List the questions of the gallery with their parameters."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from fiscalnlp.store.questions import questions  # noqa: PLC0415

    table = Table("question", "asks", "parameters", show_lines=True)
    for question in questions().values():
        parameters = "\n".join(
            f"{each.name}{' (needed)' if each.needed else ''}: {each.about}" for each in question.parameters
        )
        table.add_row(question.name, f"{question.zh}\n{question.en}", parameters)
    Console().print(table)


def _answer(question: Any, store: Path, settings: list[str] | None, format_: ResultFormat) -> None:
    from fiscalnlp.store import GraphStore  # noqa: PLC0415
    from fiscalnlp.store.answers import show, write  # noqa: PLC0415

    pairs = [each.partition("=") for each in settings or ()]
    if wrong := next((name for name, equals, _ in pairs if not equals), None):
        raise typer.BadParameter(f"{wrong!r} is not NAME=VALUE", param_hint="--set")
    try:
        sparql = question.sparql({name: value for name, _, value in pairs})
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--set") from None
    with GraphStore(store, read_only=True) as graph_store:
        result = graph_store.query(sparql)
        if format_ is ResultFormat.TABLE:
            show(result)
        else:
            write(result, sys.stdout.buffer, format_.value)
