"""A buyer: a real HTTP server on this machine that bids as a test tells it."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

Bidding = Callable[[dict[str, Any]], Any]


def film(seconds: int = 30, *, category: str = "", address: str = "https://b.test/a.mp4") -> str:
    """The VAST of an inline ad, with the buyer's own pixel."""
    told = f'<Category authority="x">{category}</Category>' if category else ""
    return f"""<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Ad id="a"><InLine>
        <AdSystem>buyer</AdSystem>
        <Impression><![CDATA[https://b.test/seen?p=${{AUCTION_PRICE}}]]></Impression>
        <AdServingId>1</AdServingId><AdTitle>Bread</AdTitle>{told}
        <Creatives><Creative><UniversalAdId idRegistry="x">1</UniversalAdId><Linear>
        <Duration>00:00:{seconds:02d}</Duration>
        <MediaFiles><MediaFile delivery="progressive" type="video/mp4" width="640" height="360">
        {address}</MediaFile></MediaFiles></Linear></Creative></Creatives>
        </InLine></Ad></VAST>"""


def wrapper(to: str) -> str:
    """A VAST that leads elsewhere."""
    return f"""<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Ad id="w"><Wrapper>
        <AdSystem>buyer</AdSystem><Impression>https://b.test/wrapped</Impression>
        <VASTAdTagURI><![CDATA[{to}]]></VASTAdTagURI></Wrapper></Ad></VAST>"""


@dataclass
class BuyerServer:
    """What it was asked, and which notices it got; ``bids`` makes the answer of a request."""

    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    headers: list[str] = field(default_factory=list[str])
    told: list[tuple[str, dict[str, list[str]]]] = field(
        default_factory=list[tuple[str, dict[str, list[str]]]]
    )
    answer: Bidding = lambda _: None
    seconds: float = 0.0
    documents: dict[str, str] = field(default_factory=dict[str, str])
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/bid"

    def bid(self, request: dict[str, Any], **change: Any) -> dict[str, Any]:
        """One bid of 30 for the first impression, with all notices."""
        base = f"http://127.0.0.1:{self.port}"
        macros = "p=${AUCTION_PRICE}&b=${AUCTION_BID_ID}&l=${AUCTION_LOSS}"
        return {
            "id": "b1",
            "impid": request["imp"][0]["id"],
            "price": 30,
            "adm": film(),
            "adomain": ["bread.test"],
            "crid": "c1",
            "dur": 30,
            "nurl": f"{base}/won?{macros}",
            "burl": f"{base}/billed?{macros}",
            "lurl": f"{base}/lost?{macros}",
            **change,
        }

    def bids(self, *changes: dict[str, Any], **response: Any) -> None:
        """Answer with a bid for each change."""

        def answer(request: dict[str, Any]) -> dict[str, Any]:
            made = [self.bid(request, **change) for change in changes]
            bids = {"id": request["id"], "cur": "EUR", "seatbid": [{"bid": made, "seat": "s1"}]}
            return {**bids, **response}

        self.answer = answer

    async def notice(self, kind: str, count: int = 1) -> list[dict[str, list[str]]]:
        """The words of a kind of notice, once so many have come."""
        async with asyncio.timeout(30), self.news:
            await self.news.wait_for(lambda: len(self.of_kind(kind)) >= count)
        return self.of_kind(kind)

    def of_kind(self, kind: str) -> list[dict[str, list[str]]]:
        """The words of a kind of notice so far."""
        return [words for path, words in self.told if path == f"/{kind}"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                method, path, _ = line.decode().split(" ")
                length = 0
                while (header := await reader.readline()) != b"\r\n":
                    name, _, value = header.decode().partition(":")
                    self.headers.append(f"{name.lower()}:{value.strip()}")
                    length = int(value) if name.lower() == "content-length" else length
                body = await reader.readexactly(length)
                data = await self._answered(method, path, body)
                status = b"204 No Content" if data is None else b"200 OK"
                data = data or b""
                writer.write(b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n" % (status, len(data)))
                writer.write(data)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answered(self, method: str, path: str, body: bytes) -> bytes | None:
        if method == "GET":
            url = urlsplit(path)
            if url.path in self.documents:
                return self.documents[url.path].encode()
            async with self.news:
                self.told.append((url.path, parse_qs(url.query, keep_blank_values=True)))
                self.news.notify_all()
            return None
        self.asked.append(json.loads(body))
        await asyncio.sleep(self.seconds)
        found = self.answer(self.asked[-1])
        if found is None or isinstance(found, bytes):
            return found
        return json.dumps(found).encode()


@asynccontextmanager
async def buyer_server() -> AsyncGenerator[BuyerServer]:
    """One that is up."""
    here = BuyerServer()
    server = await asyncio.start_server(here.serve, "127.0.0.1", 0)
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        server.close()
