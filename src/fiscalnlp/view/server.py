"""Pages on this machine's own loopback address, for a browser that does not open files from disk."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
#: Names under which a browser asks here; who comes by another name was sent by a page from elsewhere.
_NAMES = (HOST, "localhost")


class PageServer(ThreadingHTTPServer):
    """Serves the pages at `/`, `/2`, `/3` …, to this machine alone.

    Args:
        pages: the pages, encoded.
        port: where to listen; 0 takes any that is free.

    Raises:
        OSError: if the port is taken.
    """

    daemon_threads = True

    def __init__(self, pages: Sequence[bytes], port: int = 0) -> None:
        self.pages = {"/" if number == 1 else f"/{number}": page for number, page in enumerate(pages, start=1)}
        super().__init__((HOST, port), _Handler)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where the pages are."""
        return tuple(f"http://{HOST}:{self.server_port}{path}" for path in self.pages)


class _Handler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        if self.headers.get("Host", "").rpartition(":")[0] not in _NAMES:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class calls it
        """Say nothing: who looks at a page knows."""
