"""Other servers' answers: what is followed, what is not, and what is said of it."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from ipaddress import ip_address

import pytest

from matinee.ads.delivery.outside import Bounds, OpenNetwork, PassingFault, is_public
from matinee.ads.delivery.unwinding import Limits, Unfilled, Unwound, inline_of, unwind
from matinee.ads.vast.answer import Beside, Elsewhere
from matinee.ads.vast.error_codes import VastErrorCode
from matinee.errors import Invalid

HALF_A_MINUTE = timedelta(seconds=30)


def wrapper(to: str, *, more: str = "", attributes: str = "") -> bytes:
    return f"""<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Ad id="w">
        <Wrapper {attributes}><AdSystem>elsewhere</AdSystem>
        <Error>https://e.test/?c=[ERRORCODE]</Error>
        <Impression>https://e.test/seen</Impression>{more}
        <VASTAdTagURI><![CDATA[{to}]]></VASTAdTagURI></Wrapper></Ad></VAST>""".encode()


def inline(duration: str = "00:00:30", more: str = "") -> bytes:
    return f"""<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Ad id="a"><InLine>
        <AdSystem>elsewhere</AdSystem><Impression>https://f.test/seen</Impression>
        <AdServingId>1</AdServingId><AdTitle>Soup</AdTitle>{more}
        <Creatives><Creative><UniversalAdId idRegistry="x">1</UniversalAdId><Linear>
        <Duration>{duration}</Duration><TrackingEvents>
        <Tracking event="complete">https://f.test/end</Tracking></TrackingEvents>
        <MediaFiles><MediaFile delivery="progressive" type="video/mp4" width="640" height="360">
        https://f.test/a.mp4</MediaFile></MediaFiles></Linear></Creative></Creatives>
        </InLine></Ad></VAST>""".encode()


class Shelf:
    """An outside that holds some answers, and remembers what it was asked."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = {f"https://{name}.test/": body for name, body in answers.items()}

    async def fetch(self, address: str) -> bytes:
        return self.answers[address]

    async def close(self) -> None:
        return None


async def followed(outside: Shelf | OpenNetwork, start: str) -> Unwound | Unfilled:
    return await unwind(outside, start, values={}, duration=HALF_A_MINUTE)


async def test_everybody_on_the_way_is_told_and_the_ad_is_the_last_one() -> None:
    found = await followed(
        Shelf(a=wrapper("https://b.test/"), b=wrapper("https://c.test/"), c=inline()),
        "https://a.test/",
    )
    assert isinstance(found, Unwound)
    assert found.told["impression"] == ["https://e.test/seen", "https://f.test/seen"]
    assert found.told["complete"] == ["https://f.test/end"]
    assert [file.value.strip() for file in found.files] == ["https://f.test/a.mp4"]


async def refused(outside: Shelf, code: VastErrorCode) -> Unfilled:
    found = await followed(outside, "https://a.test/")
    assert isinstance(found, Unfilled)
    assert found.code is code
    return found


BESIDE = """<Creatives><Creative><CompanionAds><Companion width="300" height="250">
    <IFrameResource>https://{at}.test/page</IFrameResource></Companion>
    <Companion width="728" height="90"><StaticResource creativeType="image/png">
    https://{at}.test/beside.png</StaticResource><TrackingEvents><Tracking event="creativeView">
    https://{at}.test/looked</Tracking></TrackingEvents>
    <CompanionClickThrough>https://{at}.test/shop</CompanionClickThrough></Companion>
    <Companion width="1" height="1"><StaticResource creativeType="image/png">data:image/png;base64,
    </StaticResource></Companion></CompanionAds></Creative></Creatives>"""


async def test_companions_that_are_pictures_come_along_and_pages_of_strangers_do_not() -> None:
    found = await followed(
        Shelf(a=wrapper("https://b.test/", more=BESIDE.replace("{at}", "w")), b=inline()),
        "https://a.test/",
    )
    assert isinstance(found, Unwound)
    [one] = found.companions
    assert (one.address, one.width, one.height) == ("https://w.test/beside.png", 728, 90)
    assert (one.views, one.click_through) == (["https://w.test/looked"], "https://w.test/shop")
    own = Beside(address="https://o.test/", media_type="image/png", width=300, height=250)
    made = inline_of(
        Elsewhere(line_item="x", address="https://a.test/", track=str, companions=[own]), found
    )
    assert list(made.companions) == [own, one]


async def test_a_ring_of_wrappers_ends_and_those_who_asked_are_told() -> None:
    ring = Shelf(a=wrapper("https://b.test/"), b=wrapper("https://a.test/"))
    found = await refused(ring, VastErrorCode.WRAPPER_LIMIT)
    assert found.tell == ("https://e.test/?c=302",)
    assert len(found.hops) == 2


async def test_no_more_than_five_wrappers_are_followed() -> None:
    row = "abcdefg"
    chain = {name: wrapper(f"https://{chr(ord(name) + 1)}.test/") for name in row}
    found = await refused(Shelf(**chain, h=inline()), VastErrorCode.WRAPPER_LIMIT)
    assert len(found.hops) == 6


async def test_a_wrapper_that_forbids_further_ones_is_obeyed() -> None:
    forbids = wrapper("https://b.test/", attributes='followAdditionalWrappers="false"')
    await refused(
        Shelf(a=forbids, b=wrapper("https://c.test/"), c=inline()), VastErrorCode.WRAPPER_LIMIT
    )
    assert isinstance(await followed(Shelf(a=forbids, b=inline()), "https://a.test/"), Unwound)


async def test_an_ad_of_another_length_than_was_booked_is_refused() -> None:
    await refused(Shelf(a=inline("00:00:45")), VastErrorCode.DURATION_NOT_EXPECTED)
    assert isinstance(await followed(Shelf(a=inline("00:00:30.040")), "https://a.test/"), Unwound)


async def test_what_a_wrapper_blocks_is_not_shown() -> None:
    blocks = '<BlockedAdCategories authority="x">7-39</BlockedAdCategories>'
    beer = inline(more='<Category authority="x">7-39</Category>')
    found = Shelf(a=wrapper("https://b.test/", more=blocks), b=beer)
    await refused(found, VastErrorCode.CATEGORY_BLOCKED)


async def test_an_empty_answer_and_one_that_is_no_vast_are_told_apart() -> None:
    empty = b'<VAST version="4.2"><Error>https://e.test/none</Error></VAST>'
    found = await refused(Shelf(a=empty), VastErrorCode.WRAPPER_NO_AD)
    assert found.tell == ("https://e.test/none",)
    await refused(Shelf(a=b"<html/>"), VastErrorCode.SCHEMA_VALIDATION)
    await refused(Shelf(a=b"\x00\x01"), VastErrorCode.XML_PARSING)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.1.2.3",
        "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111"])
def test_addresses_of_the_open_network_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/",
        "http://169.254.169.254/latest/meta-data/", "ftp://1.1.1.1/", "file:///etc/passwd",
        "http://1.1.1.1:22/", "http://user:word@1.1.1.1/",
    ],
)  # fmt: skip
async def test_no_address_leads_into_a_private_network(address: str) -> None:
    network = OpenNetwork()
    with pytest.raises(Invalid) as error:
        await network.fetch(address)
    await network.close()
    assert error.value.code == "vast_300"


Answering = Callable[[asyncio.StreamWriter], object]


@pytest.fixture
async def stranger() -> AsyncIterator[tuple[OpenNetwork, str]]:
    """A server of somebody else, on a socket, that the network may reach for once."""
    sent = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
        try:
            if path == "/large":
                writer.write(head + b"\r\n")
                while sent < 50 << 20:
                    writer.write(b" " * (1 << 16))
                    sent += 1 << 16
                    await writer.drain()
            elif path == "/inside":
                writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\n\r\n")
            elif path.startswith("/status/"):
                writer.write(f"HTTP/1.1 {path[8:]} So\r\nContent-Length: 0\r\n\r\n".encode())
            elif path == "/slow":
                await asyncio.sleep(30)
            else:
                body = inline()
                writer.write(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    network = OpenNetwork(
        Bounds(seconds=0.5),
        allowed=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({port, 80}),
    )
    yield network, f"http://127.0.0.1:{port}"
    await network.close()
    server.close()
    assert sent < 8 << 20


async def test_an_answer_comes_over_a_real_connection(stranger: tuple[OpenNetwork, str]) -> None:
    network, address = stranger
    assert isinstance(await followed(network, f"{address}/ad"), Unwound)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/large", VastErrorCode.XML_PARSING),
        ("/slow", VastErrorCode.WRAPPER_TIMEOUT),
        ("/inside", VastErrorCode.WRAPPER),
    ],
)
async def test_fifty_megabytes_half_a_minute_and_a_way_inside_are_each_refused_soon(
    stranger: tuple[OpenNetwork, str], path: str, code: VastErrorCode
) -> None:
    network, address = stranger
    began = time.monotonic()
    found = await followed(network, f"{address}{path}")
    assert time.monotonic() - began < 15
    assert isinstance(found, Unfilled)
    assert found.code is code


@pytest.mark.parametrize(
    ("path", "passing"),
    [("/slow", True), ("/status/503", True), ("/status/429", True), ("/status/404", False)],
)
async def test_a_fault_that_may_pass_is_told_from_one_that_stays(
    stranger: tuple[OpenNetwork, str], path: str, *, passing: bool
) -> None:
    network, address = stranger
    with pytest.raises(Invalid) as error:
        await network.fetch(f"{address}{path}")
    assert isinstance(error.value, PassingFault) is passing


async def test_a_name_that_is_not_known_and_a_door_that_is_shut_may_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    network = OpenNetwork(allowed=lambda _: True, ports=frozenset({80, 1}))
    with pytest.raises(PassingFault, match="does not answer"):
        await network.fetch("http://127.0.0.1:1/")
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    with pytest.raises(PassingFault, match="unknown"):
        await network.fetch("http://films.example/")
    await network.close()


async def test_all_wrappers_together_have_a_limit() -> None:
    class Slow(Shelf):
        async def fetch(self, address: str) -> bytes:
            await asyncio.sleep(0.1)
            return wrapper(f"{address}x")

    found = await unwind(Slow(), "https://a.test/", values={}, limits=Limits(100, 0.35))
    assert isinstance(found, Unfilled)
    assert found.code is VastErrorCode.WRAPPER_TIMEOUT
    assert 2 <= len(found.hops) <= 4
