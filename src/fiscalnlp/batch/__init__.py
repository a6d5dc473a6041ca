"""Batches: many files → feeds, over all cores, whatever some of the files do."""
