"""Asking a search index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.search import folder
from fiscalnlp.search.entries import around, indexed_kinds
from fiscalnlp.search.forms import covering, search_form
from fiscalnlp.search.hits import Found, Hit, snippets
from fiscalnlp.search.query import Clause, Query, is_ranked, parse, wanted
from fiscalnlp.text.forms import squeeze

# Added to the score where what was typed stands in one piece, and where a word is one for the dictionary too: so
# much that these come first, however rare or short what is found otherwise.
_WHOLE_RUN, _WHOLE_WORD = 1000.0, 100.0
#: How deep one can look into what was found.
DEEPEST = 100_000
# Hits that are looked at beyond a page, to see whether others are as good as its last one.
_MORE = 100
# Digits of a score that count: the same sum is not the same to the last bit in every part of an index.
_DIGITS = 2
# Facets by the name they have in the answer: the field, how many values at most.
_FACETS = {"kind": (folder.KIND, 50), "year": (folder.YEAR, 100), "region": (folder.REGION, 20)}


class Index:
    """A search index in a folder, as `IndexSink` (`fiscalnlp.feeds.search_index`) makes it.

    Several processes may ask at once, also while one writes; what is written is found within a second. `contract`
    is the version of the record contract that the newest records follow.

    Raises:
        MissingExtraError: Tantivy is not installed.
        FiscalError: there is no index, or one that this version does not read (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._name = os.fspath(path)
        self._index, self.contract = folder.open_for_reading(Path(path))
        self._schema = self._index.schema
        tantivy = extra.load("tantivy", folder.EXTRA, self._name)
        self._query, self._occur, self._ascending = tantivy.Query, tantivy.Occur, tantivy.Order.Asc

    def __len__(self) -> int:
        """Return the number of records."""
        return int(self._index.searcher().num_docs)

    def search(
        self,
        query: str,
        *,
        kind: str | Iterable[str] | None = None,
        year: int | Iterable[int] | None = None,
        region: str | Iterable[str] | None = None,
        issuer: str | None = None,
        limit: int = 10,
        offset: int = 0,
        facets: bool = False,
        width: int = 120,
    ) -> Found:
        """Return the records in which the words of `query` stand, the best first.

        Any string is a query; see `fiscalnlp.search.query`. An empty one finds everything.

        Args:
            query: words, phrases in quotation marks, `OR`, `-word`.
            kind: only records of this kind, or of one of these.
            year: only of disclosures for this fiscal year, or one of these.
            region: only of this region and those inside it, or of one of these: GB/T 2260 codes, with or without
                closing zeros.
            issuer: only of bodies whose name has this in it.
            limit: number of hits.
            offset: number of better hits passed over.
            facets: whether to count what was found by kind, year and region.
            width: code points of a snippet.

        Raises:
            ValueError: there is no such kind or year, a region is no code, or `limit` or `offset` is out of range.
            FiscalError: the index is damaged (stage `export`).
        """
        if limit < 1 or offset < 0 or limit + offset > DEEPEST:
            raise ValueError(f"limit and offset must be in 1 … {DEEPEST:,} together")
        parsed = parse(query)
        filters = [
            self._one_of(folder.KIND, [_kind(each) for each in _several(kind)]),
            self._one_of(folder.YEAR, [_year(each) for each in _several(year)]),
            self._one_of(folder.WITHIN, [_region(each) for each in _several(region)]),
            self._standing(folder.ISSUER, name) if (name := search_form(squeeze(issuer or ""))) else None,
        ]
        asked = self._all([self._any(parsed), *(self._unscored(each) for each in filters if each is not None)])
        try:
            searcher = self._index.searcher()
            total, page = self._page(searcher, asked, offset, offset + limit, ranked=is_ranked(parsed))
            rows = [(score, searcher.doc(address).get_first(folder.ROW)) for score, address in page]
            counts = _facets(searcher, asked) if facets else None
        except (OSError, ValueError) as error:
            raise FiscalError(self._name, f"cannot be searched: {error}", stage="export") from error
        hits = tuple(_hit(score, row, wanted(parsed), width) for score, row in rows)
        return Found(total=total, hits=hits, facets=counts)

    def _page(
        self, searcher: Any, asked: Any, start: int, end: int, *, ranked: bool
    ) -> tuple[int, list[tuple[float, Any]]]:
        """Return how many records there are, and the scores and addresses of those from `start` to `end`.

        The best come first, and of those that are as good the first by `folder.order_of`, wherever they lie on
        disk. So all that are as good as the last of the page must be known.
        """
        if not ranked:
            result = searcher.search(asked, end, order_by_field=folder.ORDER, order=self._ascending)
            return result.count, [(0.0, address) for _, address in result.hits[start:]]
        size = end + _MORE
        while True:
            result = searcher.search(asked, size)
            scores = [round(score, _DIGITS) for score, _ in result.hits]
            if len(scores) < size or scores[-1] < scores[end - 1]:
                break
            size *= 4
        last = scores[min(end, len(scores)) - 1] if scores else 0.0
        addresses = [address for score, (_, address) in zip(scores, result.hits, strict=True) if score >= last]
        order = searcher.fast_field_values(folder.ORDER, addresses)
        places = sorted(range(len(addresses)), key=lambda place: (-scores[place], order[place]))[start:end]
        return result.count, [(scores[place], addresses[place]) for place in places]

    # -- the query as Tantivy's ---------------------------------------------------------------------

    def _any(self, query: Query) -> Any:
        """Return what finds records that fulfil one of the alternatives."""
        if not query:
            return self._unscored(self._query.all_query())
        alternatives = [self._clauses(clauses) for clauses in query]
        return self._boolean([(self._occur.Should, each) for each in alternatives])

    def _clauses(self, clauses: Sequence[Clause]) -> Any:
        parts = [
            (self._occur.MustNot, self._standing(folder.PAIRS, clause.run))
            if clause.negated
            else (self._occur.Must, self._clause(clause))
            for clause in clauses
        ]
        if all(clause.negated for clause in clauses):
            parts.append((self._occur.Must, self._unscored(self._query.all_query())))
        return self._boolean(parts)

    def _clause(self, clause: Clause) -> Any:
        """Return what finds the words of a clause, and raises the score where they stand whole."""
        parts = []
        for word in clause.words:
            parts.append((self._occur.Must, self._standing(folder.PAIRS, word)))
            whole = self._query.term_query(self._schema, folder.WORDS, word, "basic")
            parts.append((self._occur.Should, self._worth(whole, _WHOLE_WORD)))
        if clause.words != (clause.run,):
            run = self._standing(folder.PAIRS, clause.run)
            parts.append((self._occur.Should, self._worth(run, _WHOLE_RUN)))
        return self._boolean(parts)

    def _standing(self, field: str, form: str) -> Any:
        """Return what finds the characters `form` in their order, in a field of pairs."""
        if len(form) == 1:
            terms = [term for term, _ in self._index.searcher().terms_with_prefix(field, form)]
            return self._query.term_set_query(self._schema, field, terms)
        needed = covering(form)
        if len(needed) == 1:
            return self._query.term_query(self._schema, field, needed[0][1])
        return self._query.phrase_query(self._schema, field, needed)

    def _one_of(self, field: str, values: list[Any]) -> Any:
        if not values:
            return None
        terms = [self._query.term_query(self._schema, field, value, "basic") for value in values]
        return self._boolean([(self._occur.Should, term) for term in terms])

    def _all(self, queries: Sequence[Any]) -> Any:
        return self._boolean([(self._occur.Must, each) for each in queries])

    def _boolean(self, parts: list[tuple[Any, Any]]) -> Any:
        return parts[0][1] if len(parts) == 1 else self._query.boolean_query(parts)

    def _unscored(self, query: Any) -> Any:
        return self._query.const_score_query(query, 0.0)

    def _worth(self, query: Any, score: float) -> Any:
        return self._query.const_score_query(query, score)


def _several(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str | int) else value


def _kind(name: str) -> str:
    if name not in indexed_kinds():
        raise ValueError(f"no kind {name!r} is indexed; there are {', '.join(indexed_kinds())}")
    return name


def _year(year: int) -> int:
    if not 0 < year < 10_000:
        raise ValueError(f"{year} is no year")
    return year


def _region(code: str) -> str:
    if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6) and around(code)):
        raise ValueError(f"{code!r} is no code of a region: 2, 4 or 6 digits")
    return around(code)[-1]


def _hit(score: float, row: bytes, words_wanted: Sequence[str], width: int) -> Hit:
    stored = msgspec.json.decode(row)
    document, record = stored["document"], stored["record"]
    return Hit(
        score=score,
        kind=record["kind"],
        doc_id=record["doc_id"],
        title=document["title"],
        issuer=document["issuer"],
        year=document["fiscal_year"],
        region=document["region"],
        snippets=snippets(record, words_wanted, width),
        record=record,
    )


def _facets(searcher: Any, query: Any) -> dict[str, dict[str, int]]:
    asked = {name: {"terms": {"field": field, "size": size}} for name, (field, size) in _FACETS.items()}
    answer = searcher.aggregate(query, asked)
    return {
        name: {_label(bucket["key"]): bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in _FACETS
    }


def _label(key: object) -> str:
    return str(int(key)) if isinstance(key, int | float) else str(key)
