"""Writes disclosures of invented bodies, seeded, in every format, each with its true records beside it.

The way of a document: `bodies` → `figures` (accounts that add up) → `styles` (blocks and truth) → `writers`.
Run `python -m generator --help` with `corpora/` on the path.
"""
