"""Films that arrive over lines that break: whole in the end, whatever happens on the way."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import random
import socket
import struct
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from tests.surfaces.web.site import Site, serving

from matinee.assembly.settings import Settings
from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.media.model import MediaSettings
from matinee.media.uploads import Uploads
from matinee.vocabulary.ids import TitleId

FILM = random.Random(20).randbytes(3_000_000)
INTERRUPTIONS = 20


async def _in_pieces(content: bytes, size: int = 50_000) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def test_an_old_line_that_wakes_up_spoils_nothing(database: Database, tmp_path: Path) -> None:
    uploads = Uploads(database, MediaSettings(), tmp_path)
    upload = await uploads.begin(TitleId(UUID(int=1)), "film.mp4", len(FILM), "")
    asleep, awake = asyncio.Event(), asyncio.Event()

    async def stalling() -> AsyncIterator[bytes]:
        yield FILM[:200_000]
        asleep.set()
        await awake.wait()
        yield FILM[200_000:2_000_000]

    old = asyncio.create_task(uploads.append(upload.id, 0, stalling()))
    await asleep.wait()
    assert (await uploads.state(upload.id)).received == 0
    short = await uploads.append(upload.id, 0, _in_pieces(FILM[:100_000]))
    assert short.received == 100_000
    awake.set()
    assert (await old).received == 2_000_000
    with pytest.raises(Conflict, match="2000000 bytes have arrived"):
        await uploads.append(upload.id, 100_000, _in_pieces(FILM[100_000:]))
    whole = await uploads.append(upload.id, 2_000_000, _in_pieces(FILM[2_000_000:]))
    assert whole.received == len(FILM)
    assert uploads.path_of(upload.id).read_bytes() == FILM


async def test_bytes_that_a_slow_line_counts_late_are_there(
    database: Database, tmp_path: Path
) -> None:
    uploads = Uploads(database, MediaSettings(), tmp_path)
    upload = await uploads.begin(TitleId(UUID(int=1)), "film.mp4", len(FILM), "")
    begun, broken = asyncio.Event(), asyncio.Event()

    async def breaking() -> AsyncIterator[bytes]:
        yield FILM[:500_000]
        begun.set()
        await broken.wait()
        raise ConnectionError

    old = asyncio.create_task(uploads.append(upload.id, 0, breaking()))
    await begun.wait()

    async def short() -> AsyncIterator[bytes]:
        yield FILM[:50_000]
        broken.set()
        with pytest.raises(ConnectionError):
            await old

    await uploads.append(upload.id, 0, short())
    assert (await uploads.state(upload.id)).received == 500_000
    await uploads.append(upload.id, 500_000, _in_pieces(FILM[500_000:]))
    assert uploads.path_of(upload.id).read_bytes() == FILM


def _arrived(site: Site, address: str) -> int:
    line = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    line.request("HEAD", address, headers={"Tus-Resumable": "1.0.0"})
    offset = int(line.getresponse().headers["Upload-Offset"])
    line.close()
    return offset


def _send(site: Site, address: str, offset: int, count: int, *, broken: bool) -> int:
    """Announce all that is left, send ``count`` bytes of it, and hang up: rudely if ``broken``.

    The status of the answer, if all was sent; else 0.
    """
    host, port = urlsplit(site.address).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        head = (
            f"PATCH {address} HTTP/1.1\r\nHost: {host}\r\nTus-Resumable: 1.0.0\r\n"
            f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
            f"Content-Length: {len(FILM) - offset}\r\n\r\n"
        )
        line.sendall(head.encode() + FILM[offset : offset + count])
        time.sleep(0.05)  # What the server has not read when a line ends is lost with it.
        if broken:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif offset + count == len(FILM):
            return int(line.recv(100).split()[1])
    return 0


def test_an_upload_that_is_interrupted_twenty_times_arrives_whole(settings: Settings) -> None:
    chance = random.Random(6)
    with serving(settings) as site:
        title = next(iter(site.titles.values()))
        upload = site.ask(site.house.media.begin_upload(TitleId(title), "film.mp4", len(FILM)))
        address = f"/v1/uploads/{upload.id}"
        seen = [0]
        for turn in range(INTERRUPTIONS):
            offset = _arrived(site, address)
            assert offset >= seen[-1]
            seen.append(offset)
            count = chance.randrange(60_000, 140_000)
            _send(site, address, offset, count, broken=turn % 2 == 0)
        for _ in range(INTERRUPTIONS):  # A line that ended may still be counted: then ask again.
            offset = _arrived(site, address)
            assert 0 < offset < len(FILM)
            if _send(site, address, offset, len(FILM) - offset, broken=False) != 409:
                break
        film = site.ask(site.house.media.upload(upload.id)).film_id
        assert film is not None
        source = site.ask(site.house.media.source(film))
        assert hashlib.sha256(source.read_bytes()).digest() == hashlib.sha256(FILM).digest()
    assert len(set(seen)) > 2
