"""Members who ask for pages and report what they watch: a process of its own, one core at most.

``python -m benchmarks.surfaces.load_members`` reads an assignment as one JSON object and writes
every request that it made as one. HTTP/1.1 is spoken here by hand, since a client library takes
longer for a request than the service does.
"""

import asyncio
import json
import random
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

from matinee.vocabulary.ids import uuid7

READ, WRITE = "read", "write"
LOST = 0
"""The status of a request whose connection ended before the answer."""
_HEAD_END = b"\r\n\r\n"
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Assignment:
    """Who asks whom, how often and for how long.

    ``rate`` is requests a second of all together, each due at its time whatever became of the one
    before; 0 lets every connection ask again as soon as it is answered.
    """

    addresses: Sequence[str]
    profiles: Sequence[str]
    titles: Sequence[str]
    connections: int
    seconds: float
    rate: float = 0
    writes: float = 0
    seed: int = 7
    rounds: int = 0
    """Instead of a time: so often each member's page is asked for, once after the other."""
    until: str = ""
    """Instead of a time: a file; once it is there they end."""
    balanced: bool = False
    """Whether a request goes to another process where its own takes no connection, and a page is
    asked for once more where the connection ended; as by a balancer."""


@dataclass
class Asked:
    """Every request: when it was due (Unix time), what, its status, and milliseconds from then."""

    due: list[float] = field(default_factory=list[float])
    kind: list[str] = field(default_factory=list[str])
    status: list[int] = field(default_factory=list[int])
    milliseconds: list[float] = field(default_factory=list[float])
    promised: list[bool] = field(default_factory=list[bool])
    """Whether the answer had a Retry-After."""
    accepted: list[str] = field(default_factory=list[str])
    """Ids of events that were acknowledged."""
    accepted_at: list[float] = field(default_factory=list[float])
    """When each of them was (Unix time)."""
    unanswered: list[str] = field(default_factory=list[str])
    """Ids of events that may be there or not: no answer, or not 200."""


class Line:
    """One connection to the first of these processes that takes one, opened again where it ended.

    Whoever is asked stays the one who is asked until it takes no connection any more.
    """

    def __init__(self, *addresses: str) -> None:
        self._places = deque(urlsplit(address) for address in addresses)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, bool]:
        """The status, LOST where the connection ended, and whether a Retry-After came with it."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._ask(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.close()
            return LOST, False

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in range(len(self._places) - 1):
            try:
                return await self._open()
            except OSError:
                self._places.rotate(-1)
        return await self._open()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        place = self._places[0]
        return await asyncio.open_connection(place.hostname or "127.0.0.1", place.port or 80)

    async def _ask(self, request: bytes) -> tuple[int, bool]:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await self._opened()
        self._writer.write(request)
        head = (await self._reader.readuntil(_HEAD_END)).lower()
        length = head.index(b"content-length:") + len(b"content-length:")
        await self._reader.readexactly(int(head[length : head.index(b"\r\n", length)]))
        if b"connection: close" in head:
            self.close()
        return int(head[9:12]), b"retry-after:" in head


async def ask_all(assignment: Assignment) -> Asked:
    """Carry an assignment out."""
    asked = Asked()
    began = time.time() + 0.2
    async with asyncio.TaskGroup() as group:
        for number in range(assignment.connections):
            group.create_task(_member_after_member(assignment, number, began, asked))
    return asked


async def _member_after_member(
    assignment: Assignment, number: int, began: float, asked: Asked
) -> None:
    # A connection stays with one process and has members of its own, as behind a balancer that
    # sends a member to the same process each time.
    first = number % len(assignment.addresses)
    others = [*assignment.addresses[first + 1 :], *assignment.addresses[:first]]
    line = Line(assignment.addresses[first], *(others if assignment.balanced else ()))
    members = assignment.profiles[number :: assignment.connections]
    choice = random.Random(assignment.seed * 1000 + number)
    interval = assignment.connections / assignment.rate if assignment.rate else 0.0
    due = began + interval * number / assignment.connections
    turn = 0
    while _goes_on(assignment, turn, len(members), due - began):
        if interval:
            await asyncio.sleep(max(0.0, due - time.time()))
        else:
            due = time.time()
        profile = members[turn % len(members)]
        if choice.random() < assignment.writes:
            await _report(line, profile, choice.choice(assignment.titles), due, asked)
        else:
            answer = await line.ask(_page(profile))
            if answer[0] == LOST and assignment.balanced:
                answer = await line.ask(_page(profile))
            _note(asked, due, READ, *answer)
        turn += 1
        due = due + interval if interval else time.time()
    line.close()


def _goes_on(assignment: Assignment, turn: int, members: int, passed: float) -> bool:
    if assignment.rounds:
        return turn < assignment.rounds * members
    if assignment.until:
        return not Path(assignment.until).exists()
    return passed < assignment.seconds


async def _report(line: Line, profile: str, title: str, due: float, asked: Asked) -> None:
    now = datetime.now(UTC)
    identifier = str(uuid7(now))
    event = {
        "id": identifier,
        "profile_id": profile,
        "kind": "finish",
        "title_id": title,
        "at": now.isoformat(),
    }
    body = json.dumps({"events": [event]}).encode()
    head = (
        "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    status, promised = await line.ask(head.encode() + body)
    _note(asked, due, WRITE, status, promised)
    if status == 200:
        asked.accepted.append(identifier)
        asked.accepted_at.append(time.time())
    else:
        asked.unanswered.append(identifier)


def _page(profile: str) -> bytes:
    return f"GET /v1/profiles/{profile}/home HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _note(asked: Asked, due: float, kind: str, status: int, promised: bool) -> None:
    asked.due.append(due)
    asked.kind.append(kind)
    asked.status.append(status)
    asked.milliseconds.append((time.time() - due) * 1000)
    asked.promised.append(promised)


def main() -> None:
    """Read, ask, write."""
    assignment = Assignment(**json.load(sys.stdin))
    json.dump(asdict(uvloop.run(ask_all(assignment))), sys.stdout)


if __name__ == "__main__":
    main()
