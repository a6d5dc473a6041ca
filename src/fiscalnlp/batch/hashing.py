"""Sources → the hashes of their bytes, some ahead of the one that is asked for."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from fiscalnlp.errors import FiscalError
from fiscalnlp.read.fetch import fetch, is_url

_THREADS = 4
_AHEAD = 32


def hashed(sources: Iterable[str], *, urls: bool = True) -> Iterator[tuple[str, str | None]]:
    """Yield each source with the SHA-256 of its bytes, hex; `None` where it is no file or cannot be opened.

    Args:
        sources: paths and URLs.
        urls: whether a URL is fetched for its hash; the process that reads it fetches it once more.
    """
    waiting: deque[tuple[str, Future[str | None]]] = deque()
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="fiscalnlp-hash")
    try:
        for source in sources:
            waiting.append((source, pool.submit(_hash, source, urls=urls)))
            if len(waiting) > _AHEAD:
                first, found = waiting.popleft()
                yield first, found.result()
        for first, found in waiting:
            yield first, found.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _hash(source: str, *, urls: bool) -> str | None:
    try:
        if is_url(source):
            return None if not urls else hashlib.sha256(fetch(source, source)).hexdigest()
        if not Path(source).is_file():  # a pipe can be read only once
            return None
        with Path(source).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FiscalError, OSError):
        return None
