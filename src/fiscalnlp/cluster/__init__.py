"""The same extraction on a cluster: an existing engine places, repeats and streams, this package reads and writes.

An engine is chosen by name (`engine.find_engine`) or brought (`engine.Engine`); `job.run` does the rest.
"""

from fiscalnlp.cluster.engine import Engine, find_engine
from fiscalnlp.cluster.job import Summary, run
from fiscalnlp.cluster.task import Form, Job

__all__ = ["Engine", "Form", "Job", "Summary", "find_engine", "run"]
