"""The local server: pages on the loopback address, to this machine alone."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator

import pytest

from fiscalnlp.view.server import PageServer


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer([b"<p>one</p>", b"<p>two</p>"]) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def _get(server: PageServer, path: str, host: str | None = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers={} if host is None else {"Host": host})
    return connection.getresponse()


def test_pages_have_addresses_of_their_own(server: PageServer) -> None:
    assert server.urls == (f"http://127.0.0.1:{server.server_port}/", f"http://127.0.0.1:{server.server_port}/2")
    assert _get(server, "/").read() == b"<p>one</p>"
    assert _get(server, "/2").read() == b"<p>two</p>"


def test_there_is_nothing_else(server: PageServer) -> None:
    assert _get(server, "/3").status == 404
    assert _get(server, "/../etc/passwd").status == 404


def test_nobody_else_is_listened_to(server: PageServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_page_from_elsewhere_that_points_its_name_here_is_refused(server: PageServer) -> None:
    assert _get(server, "/", host=f"evil.example:{server.server_port}").status == 403
    assert _get(server, "/", host=f"localhost:{server.server_port}").status == 200


def test_pages_are_not_kept_nor_framed(server: PageServer) -> None:
    headers = _get(server, "/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
