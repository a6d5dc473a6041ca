"""Loaded once, before the processes of a batch part from it: the pipeline with what it learns at its first use."""

import gc

from fiscalnlp.batch.outcome import warm_up

warm_up()
# What is there now is never looked at by the collector again, so that it stays shared between the processes.
gc.collect()
gc.freeze()
