"""Command line: one disclosure in every format, the bundled documents, a sample of every style, a province."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from generator.corpus import FORMATS, SAMPLED, bundled_files, file_name, sample_files, truth
from generator.mistakes import KINDS
from generator.province import province
from generator.styles import STYLES
from generator.writers.pdf import write_pdf
from generator.writers.scan import write_scan
from generator.writers.txt import write_txt

Files = Iterable[tuple[str, bytes]]


def main() -> int:
    """Write what the arguments ask for."""
    arguments = _parser().parse_args()
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, content in _files(arguments):
        (folder / name).write_bytes(content)
        count += 1
    sys.stdout.write(f"{count} files in {folder}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    bundled = commands.add_parser("corpus", help="the documents bundled with the project")
    sample = commands.add_parser("sample", help="the first documents of each style, with their true records")
    sample.add_argument("--documents", type=int, default=2, help="how many of each style")
    sample.add_argument("--styles", nargs="+", choices=STYLES, default=tuple(STYLES))
    sample.add_argument(
        "--held-back",
        action="store_const",
        dest="styles",
        const=tuple(name for name, style in STYLES.items() if style.held_back),
        help="only the styles that the library's patterns were written without",
    )
    sample.add_argument("--formats", nargs="+", choices=FORMATS, default=SAMPLED)
    one = commands.add_parser("one", help="one disclosure in every format, with its true records")
    one.add_argument("style", choices=STYLES)
    one.add_argument("seed", type=int)
    one.add_argument("--scan", action="store_true", help="also a scan of its PDF, every page a picture")
    one.add_argument("--mistakes", nargs="*", choices=KINDS, default=(), help="plant one of each kind")
    whole = commands.add_parser("province", help="the bodies of a province over five years, as text")
    whole.add_argument("--documents", type=int, default=100)
    for command in (bundled, sample, one, whole):
        command.add_argument("folder", type=Path)
    return parser


def _files(arguments: argparse.Namespace) -> Files:
    match arguments.command:
        case "corpus":
            return bundled_files()
        case "sample":
            return sample_files(arguments.documents, arguments.formats, arguments.styles)
        case "province":
            return ((f"{each.name}.txt", write_txt(each)) for each in province(arguments.documents))
        case _:
            return _one(arguments.style, arguments.seed, arguments.mistakes, scan=arguments.scan)


def _one(style: str, seed: int, mistakes: Iterable[str], *, scan: bool) -> Files:
    disclosure = STYLES[style].disclosure(seed, mistakes)
    yield f"{disclosure.name}.json", truth(disclosure)
    for each, write in FORMATS.items():
        yield file_name(disclosure.name, each), write(disclosure)
    if scan:
        yield file_name(disclosure.name, "scan.pdf"), write_scan(write_pdf(disclosure), seed)


if __name__ == "__main__":
    raise SystemExit(main())
