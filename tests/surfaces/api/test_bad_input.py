"""What a careless or hostile caller may send, and the answer it gets: from a process of its own."""

from __future__ import annotations

import socket
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.surfaces.cli.processes import Running, serving

from matinee.foundation.postgres import EmbeddedPostgres

pytestmark = pytest.mark.kills

NOBODY = "01900000-0000-7000-8000-000000000000"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad-input")


@pytest.fixture(scope="module")
def server(folder: Path) -> Generator[Running]:
    try:
        with serving(folder, MATINEE_HOME=str(folder / "home")) as server:
            yield server
    finally:
        EmbeddedPostgres(folder / "home" / "postgres").stop()


@pytest.fixture
def caller(server: Running, folder: Path) -> Generator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=30) as caller:
        yield caller
        assert caller.get("/ready").status_code == 200, "whatever was sent, the service goes on"
        assert "Traceback" not in (folder / "server.err").read_text()


def told(answer: httpx.Response) -> tuple[int, str, str | None]:
    assert answer.json()["message"]
    assert answer.json()["remedy"]
    return answer.status_code, answer.json()["code"], answer.json().get("field")


def raw(caller: httpx.Client, *parts: bytes) -> bytes:
    """The beginning of the answer to bytes as they stand."""
    address = urlsplit(str(caller.base_url))
    with socket.create_connection((address.hostname, address.port), timeout=20) as line:
        try:
            for part in parts:
                line.sendall(part)
            return line.recv(65_536)
        except ConnectionError:
            return b""


def test_a_malformed_batch(caller: httpx.Client) -> None:
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"events": 3}', b'{"events": [3]}'):
        answer = caller.post("/v1/events", content=body, headers=JSON)
        assert answer.status_code in {200, 422}, body
        if answer.status_code == 200:
            assert answer.json()["accepted"] == 0


def test_json_as_deep_as_a_well(caller: httpx.Client) -> None:
    body = b'{"events":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert caller.post("/v1/events", content=body, headers=JSON).status_code == 422


def test_a_body_of_ten_megabytes(caller: httpx.Client) -> None:
    answer = caller.post("/v1/events", content=b"1" * 10_000_000, headers=JSON)
    assert told(answer) == (413, "request_entity_too_large", None)


def test_a_body_of_ten_megabytes_that_does_not_say_so(caller: httpx.Client) -> None:
    parts = (b"1" * 100_000 for _ in range(100))
    answer = caller.post("/v1/events", content=parts, headers=JSON)
    assert told(answer)[0] == 413


def test_an_unknown_profile(caller: httpx.Client) -> None:
    assert told(caller.get(f"/v1/profiles/{NOBODY}/home"))[0] == 404


def test_a_profile_that_is_no_identifier(caller: httpx.Client) -> None:
    assert told(caller.get("/v1/profiles/me/home")) == (422, "invalid", "profile_id")


def test_an_unknown_title(caller: httpx.Client) -> None:
    assert told(caller.get(f"/v1/titles/{NOBODY}"))[0] == 404


def test_an_unknown_address(caller: httpx.Client) -> None:
    for address in ("/v1/nothing", "/v2/titles", "/v1/titles/", "/%00", "/%ff", "/..%2f..%2fetc"):
        assert caller.get(address, headers={"Accept": "*/*"}).status_code in {404, 422}, address


def test_a_wrong_method(caller: httpx.Client) -> None:
    answer = caller.delete("/v1/titles")
    assert told(answer)[:2] == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


def test_a_body_of_a_wrong_kind(caller: httpx.Client) -> None:
    answer = caller.post("/v1/events", data={"events": "[]"})
    assert told(answer)[:2] == (415, "unsupported_media_type")


def test_a_parameter_out_of_bounds(caller: httpx.Client) -> None:
    assert told(caller.get("/v1/titles", params={"limit": 10**30})) == (422, "invalid", "limit")


def test_headers_that_are_too_large(caller: httpx.Client) -> None:
    head = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "
    answer = raw(caller, head, *(b"a" * 60_000 for _ in range(20)))
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Nul: a\x00b\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_not_http(caller: httpx.Client, request_bytes: bytes) -> None:
    assert raw(caller, request_bytes).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "host", [b"", b"Host: evil.example\r\n", b"Host: 127.0.0.1\r\nHost: evil.example\r\n"]
)
def test_a_host_that_is_not_this_service(caller: httpx.Client, host: bytes) -> None:
    answer = raw(caller, b"GET /health HTTP/1.1\r\n" + host + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 403")


def test_values_that_would_break_out_of_a_header_or_a_log_line(
    caller: httpx.Client, folder: Path
) -> None:
    answer = caller.get(
        "/v1/titles/%0d%0aSet-Cookie:%20a=b%1b%5b2J", headers={"X-Request-ID": "a b"}
    )
    assert "set-cookie" not in answer.headers
    assert "\x1b" not in (folder / "server.err").read_text()


def test_a_connection_that_ends_in_the_middle_of_a_body(caller: httpx.Client) -> None:
    address = urlsplit(str(caller.base_url))
    for _ in range(20):
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(
                b"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Content-Length: 1000\r\n\r\n{"
            )
