"""What the shipped classifications are: version, editions, and how far each source of a row is trusted."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - the field below is called date
from functools import cache
from typing import Literal

import msgspec

from fiscalnlp.data import read_toml

#: Whether something that others published attests a row, code and name together.
Status = Literal["confirmed", "unconfirmed"]
Trust = Literal["sure", "good", "fair", "none"]


class Source(msgspec.Struct, frozen=True):
    """Where a row comes from, in Chinese and English, and what that is worth."""

    confirmed: bool
    trust: Trust
    zh: str
    en: str


class Edition(msgspec.Struct, frozen=True):
    """An edition that rows of a scheme are taken from."""

    year: int
    zh: str
    en: str


class Scheme(msgspec.Struct, frozen=True):
    """One classification: its titles, the tables of `data/codes/` that hold it, its editions, oldest first.

    `edition` is the year of the edition that the rows in use aim at.
    """

    zh: str
    en: str
    files: tuple[str, ...]
    edition: int
    editions: tuple[Edition, ...]


class Release(msgspec.Struct, frozen=True):
    """All shipped classifications as of one version; `sources` maps the `source` of a row to what it means."""

    version: str
    date: Date
    schemes: dict[str, Scheme]
    sources: dict[str, Source]


#: The source of a row that documents confirm (`attestation.confirmed_rows`).
DISCLOSURE = "disclosure"


@cache
def release() -> Release:
    """Return what `data/codes/classification.toml` says of the shipped tables."""
    return msgspec.convert(read_toml("codes/classification.toml"), Release)


@cache
def status_of(source: str) -> Status:
    """Return the status of a row with this `source`.

    An unconfirmed row may link a duty or name a class; it is never the reason of a finding.

    Raises:
        KeyError: if there is no such source.
    """
    return "confirmed" if release().sources[source].confirmed else "unconfirmed"
