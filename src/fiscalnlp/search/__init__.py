"""Full-text search over the records of many documents, in an index on disk (extra `search`).

`fiscalnlp.feeds.search_index.IndexSink` fills the index, `Index` asks it.
"""

from fiscalnlp.search.hits import Found, Hit, Snippet
from fiscalnlp.search.index import Index

__all__ = ["Found", "Hit", "Index", "Snippet"]
