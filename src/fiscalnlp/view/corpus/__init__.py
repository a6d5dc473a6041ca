"""Many documents on one page: what is there, its money, its largest movements, findings, how sure the reading is.

`summary` says what one document adds, `tally` adds it up to an `overview`; `contents` puts that into `sheets` and
`charts`, which `page` shows.
"""

from fiscalnlp.view.corpus.overview import Overview
from fiscalnlp.view.corpus.page import write
from fiscalnlp.view.corpus.summary import DocumentSummary, summarise
from fiscalnlp.view.corpus.tally import Corpus

__all__ = ["Corpus", "DocumentSummary", "Overview", "summarise", "write"]
