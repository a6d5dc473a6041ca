"""Count, document by document, the totals that its tables print and how many of them add up.

    python benchmarks/totals.py FILE… [--show]

For each file: tables found, totals compared with the sum of their parts, equal, off by rounding, off, and left
open because a blank cell may hold the rest. With `--show`, every total that is off, and every one left open.
"""

from __future__ import annotations

import argparse
from collections import Counter

import fiscalnlp
from fiscalnlp.check import compare_totals
from fiscalnlp.model.records import Table, TabularRecord

COLUMNS = ("nine", "other", "compared", "equal", "rounded", "mismatch", "open")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--show", action="store_true", help="show totals that are off or left open")
    arguments = parser.parse_args()
    nlp = fiscalnlp.load()
    print(f"{'document':28}" + "".join(f"{name:>10}" for name in COLUMNS))
    for file in arguments.files:
        tables = [record for record in nlp.read(file).records() if isinstance(record, TabularRecord)]
        compared = [comparison for table in tables for comparison in compare_totals(table)]
        counts = Counter(comparison.verdict for comparison in compared)
        nine = sum(isinstance(table, Table) for table in tables)
        figures = (nine, len(tables) - nine, len(compared), *(counts[verdict] for verdict in COLUMNS[3:]))
        print(f"{file.rsplit('/', 1)[-1]:28}" + "".join(f"{figure:>10}" for figure in figures))
        for each in compared:
            if arguments.show and each.verdict in {"mismatch", "open"}:
                print(
                    f"    {each.verdict}: {each.table.title} {each.total.label}: {each.actual} ≠ {each.expected}"
                )


if __name__ == "__main__":
    main()
