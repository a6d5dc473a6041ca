"""Feeds: where the records of many documents go. One module a kind of destination, one interface (`sink`)."""

from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.feeds.sink import Sink

__all__ = ["DocumentRecords", "Sink"]
