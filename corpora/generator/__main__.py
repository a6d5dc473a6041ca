"""Command line: `python -m generator corpus DIR`, or `python -m generator STYLE SEED DIR`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.corpus import FORMATS, bundled_files, truth
from generator.mistakes import KINDS
from generator.styles import STYLES


def main() -> int:
    """Write the bundled documents, or one disclosure in every format."""
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    commands = parser.add_subparsers(dest="style", required=True)
    commands.add_parser("corpus", help="the documents bundled with the project").add_argument("folder", type=Path)
    for style in STYLES:
        command = commands.add_parser(style, help="one disclosure in every format, with its true records")
        command.add_argument("seed", type=int)
        command.add_argument("folder", type=Path)
        command.add_argument("--mistakes", nargs="*", choices=KINDS, default=(), help="plant one of each kind")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.style == "corpus":
        files = dict(bundled_files())
    else:
        disclosure = STYLES[arguments.style].disclosure(arguments.seed, arguments.mistakes)
        files = {disclosure.name + ending: write(disclosure) for ending, write in FORMATS.items()}
        files[f"{disclosure.name}.json"] = truth(disclosure)
    for name, content in files.items():
        (arguments.folder / name).write_bytes(content)
    sys.stdout.write(f"{len(files)} files in {arguments.folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
