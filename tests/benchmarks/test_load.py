"""How members are asked under load, and what is counted of their requests."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from benchmarks.surfaces.chaos.faults import FAULTS, order
from benchmarks.surfaces.load_members import LOST, READ, WRITE, Asked, Assignment, ask_all
from benchmarks.surfaces.processes import failures, quantiles

_OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
_LATER = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"


async def _asked(answers: list[bytes], *, writes: float = 0) -> Asked:
    """Members who ask a server that gives these answers in turn and then hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            if head.startswith(b"POST"):
                length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
                await reader.readexactly(int(length))
            if not answers:
                break
            writer.write(answers.pop(0))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assignment = Assignment(
        [f"http://127.0.0.1:{port}"],
        ["a", "b"],
        ["t"],
        connections=1,
        seconds=0,
        rounds=2,
        writes=writes,
    )
    async with server:
        return await ask_all(assignment)


async def test_each_request_is_counted_with_what_became_of_it() -> None:
    asked = await _asked([_OK, _LATER, _OK])
    assert asked.status == [200, 503, 200, LOST]
    assert asked.promised == [False, True, False, False]
    assert [(status, said) for _, status, said in failures(asked, READ)] == [
        (503, True),
        (LOST, False),
    ]
    assert failures(asked, WRITE) == []


async def test_an_event_is_owed_once_it_was_acknowledged_and_no_sooner() -> None:
    asked = await _asked([_OK, _LATER], writes=1)
    assert (len(asked.accepted), len(asked.accepted_at), len(asked.unanswered)) == (1, 1, 3)


def test_only_pages_that_were_given_count_for_the_latency() -> None:
    asked = Asked(
        due=[0, 1, 2],
        kind=[READ, READ, WRITE],
        status=[200, 503, 200],
        milliseconds=[5, 900, 700],
        promised=[False] * 3,
    )
    assert quantiles(asked, "x") == pytest.approx({"x_p50_ms": 5, "x_p99_ms": 5, "x_p999_ms": 5})


async def test_a_balanced_member_goes_to_another_process_where_the_own_takes_no_connection() -> (
    None
):
    """As behind a balancer; and a page that was cut off is asked for once more."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_OK)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    nobody = await asyncio.start_server(answer, "127.0.0.1", 0)
    closed = nobody.sockets[0].getsockname()[1]
    nobody.close()
    addresses = [f"http://127.0.0.1:{closed}", f"http://127.0.0.1:{port}"]
    member = Assignment(addresses, ["a", "b"], ["t"], connections=1, seconds=0, rounds=1)
    async with server:
        assert (await ask_all(member)).status == [LOST, LOST]
        assert (await ask_all(replace(member, balanced=True))).status == [200, 200]


def test_every_fault_comes_once_before_any_comes_again_and_a_seed_repeats_the_order() -> None:
    drawn = order(2 * len(FAULTS), 5)
    assert {fault.name for fault in drawn[: len(FAULTS)]} == {fault.name for fault in FAULTS}
    assert drawn == order(2 * len(FAULTS), 5)
    assert drawn != order(2 * len(FAULTS), 6)
