"""Functions called in processes of their own: what ends, hangs or fills one of them costs that call alone."""

from fiscalnlp.processes.limits import Limits, Lost, available_cores
from fiscalnlp.processes.pool import WorkerPool

__all__ = ["Limits", "Lost", "WorkerPool", "available_cores"]
