"""Blocks in; the section tree, the clauses and the named tables out."""
