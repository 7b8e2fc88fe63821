"""Fetching from strangers: bounded in bytes and time, and with no way into private networks.

A name is resolved here, every address that it has must be a public one, and the connection goes to
the address that was judged: a name that changes its mind between the two leads nowhere. Redirects
are followed by hand, each judged anew.
"""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from ssl import SSLContext
from typing import Protocol, TypeVar

import httpx

from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.errors import Invalid

Address = IPv4Address | IPv6Address
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK, _NOTHING = 200, 204
_LATER = frozenset({408, 425, 429})
"""The client's fault by their numbers, but to be tried again (RFC 9110, 8470 and 6585)."""
_MOST_REDIRECTS = 3
AGENT = "Matinee-ads/1"
T = TypeVar("T")


class PassingFault(Invalid):
    """A refusal that may be none in a while: no name, no answer in time, a server at fault."""


class Outside(Protocol):
    """The world, as far as ads may ask it."""

    async def fetch(self, address: str) -> bytes:
        """The body at an address, or a refusal with a code of VAST; PassingFault of some."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Correspondence(Outside, Protocol):
    """The world, as far as it is also asked by sending something, or only told."""

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer to a body, empty for none (204); refused as in ``fetch``."""
        ...

    async def tell(self, address: str) -> None:
        """Call an address whose answer nobody reads; refused as in ``fetch``."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` for one address with its redirects and its name; ``most_bytes`` as unpacked."""

    seconds: float = 2.0
    most_bytes: int = 1 << 20


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open network; one that carries another is judged by it."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


@cache
def _certificates() -> SSLContext:
    # Reading the authorities takes 20 ms, and a house has several ways outside.
    return httpx.create_ssl_context(trust_env=False)


class OpenNetwork:
    """The real one; ``allowed`` judges an address, ``ports`` which may be named besides usual."""

    def __init__(
        self,
        bounds: Bounds | None = None,
        *,
        allowed: Callable[[Address], bool] = is_public,
        ports: frozenset[int] = frozenset(_PORTS.values()),
    ) -> None:
        self._bounds = bounds or Bounds()
        self._allowed, self._ports = allowed, ports
        self._client = httpx.AsyncClient(
            verify=_certificates(),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": AGENT},
        )

    async def fetch(self, address: str) -> bytes:
        """The body; refused with 300 for where it lies, 301 for its time, 100 for its size."""
        return await self._within_time(self._followed(address))

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer to a body; a redirect is refused, since it would send the body elsewhere."""
        return await self._within_time(self._posted(address, body, headers))

    async def tell(self, address: str) -> None:
        """Call an address; success will do, or being sent on, and no answer is read."""
        await self._within_time(self._told(address))

    async def _within_time(self, asking: Coroutine[None, None, T]) -> T:
        try:
            async with asyncio.timeout(self._bounds.seconds):
                return await asking
        except TimeoutError as error:
            sentence = f"There was no answer within {self._bounds.seconds:g} s."
            raise _passing(VastErrorCode.WRAPPER_TIMEOUT, sentence) from error
        except httpx.HTTPError as error:
            raise _passing(VastErrorCode.WRAPPER, "The address does not answer.") from error

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.aclose()

    async def _followed(self, address: str) -> bytes:
        for _ in range(_MOST_REDIRECTS + 1):
            url, answer = await self._sent("GET", address)
            try:
                if answer.status_code in _REDIRECTS and "location" in answer.headers:
                    address = str(url.join(answer.headers["location"]))
                    continue
                if answer.status_code != _OK:
                    raise _refused(answer)
                return await self._bounded(answer)
            finally:
                await answer.aclose()
        sentence = f"The address is passed on more than {_MOST_REDIRECTS} times."
        raise refusal(VastErrorCode.WRAPPER_LIMIT, sentence)

    async def _posted(self, address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        _, answer = await self._sent("POST", address, body, headers)
        try:
            if answer.status_code == _NOTHING:
                return b""
            if answer.status_code != _OK:
                raise _refused(answer)
            return await self._bounded(answer)
        finally:
            await answer.aclose()

    async def _told(self, address: str) -> None:
        _, answer = await self._sent("GET", address)
        try:
            if not answer.is_success and not answer.is_redirect:
                raise _refused(answer)
        finally:
            await answer.aclose()

    async def _sent(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[httpx.URL, httpx.Response]:
        """The address as it was judged, and the answer, whose body is not read yet."""
        url = await self._judged(address)
        request = self._client.build_request(
            method,
            url.copy_with(host=str(await self._resolved(url))),
            content=body,
            headers={**(headers or {}), "Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.host},
        )
        return url, await self._client.send(request, stream=True)

    async def _judged(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address.strip())
        except (httpx.InvalidURL, ValueError) as error:
            raise refusal(VastErrorCode.WRAPPER, "This is no address.") from error
        if url.scheme not in _PORTS or not url.host or url.userinfo:
            raise refusal(VastErrorCode.WRAPPER, "Only http and https are followed.")
        if (url.port or _PORTS[url.scheme]) not in self._ports:
            raise refusal(VastErrorCode.WRAPPER, "This port is not followed.")
        return url

    async def _resolved(self, url: httpx.URL) -> Address:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(url.host, None, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise _passing(VastErrorCode.WRAPPER, "The host of this address is unknown.") from error
        except UnicodeError as error:
            raise refusal(VastErrorCode.WRAPPER, "This is no name of a host.") from error
        addresses = [ip_address(each[4][0]) for each in found]
        if not addresses or not all(map(self._allowed, addresses)):
            raise refusal(VastErrorCode.WRAPPER, "The address leads into a private network.")
        return addresses[0]

    async def _bounded(self, answer: httpx.Response) -> bytes:
        most = self._bounds.most_bytes
        body = bytearray()
        if int(answer.headers.get("content-length", 0)) <= most:
            async for piece in answer.aiter_bytes(1 << 16):
                body += piece
                if len(body) > most:
                    break
            else:
                return bytes(body)
        raise refusal(VastErrorCode.XML_PARSING, f"The answer has more than {most:,} bytes.")


def _refused(answer: httpx.Response) -> Invalid:
    sentence = f"The address answers with {answer.status_code}."
    passing = answer.is_server_error or answer.status_code in _LATER
    return (_passing if passing else refusal)(VastErrorCode.WRAPPER_NO_AD, sentence)


def _passing(code: VastErrorCode, sentence: str) -> PassingFault:
    found = refusal(code, sentence)
    return PassingFault(found.sentence, code=found.code, field=found.field)
