"""The text of an ad written once, and filled in for each request.

Of an ad's some forty elements a request changes three things: the token in the addresses of its
beacons, the name under which it is served, and its place in the pod. So an ad is written as
:mod:`matinee.ads.vast.answer` has it, with marks in those places, and a request replaces marks.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from matinee.ads.vast.answer import Elsewhere, Served, Version, answer
from matinee.ads.vast.document import write_vast

_TOKEN = f"token-{secrets.token_hex(16)}"
_SERVING = f"serving-{secrets.token_hex(16)}"
_PLACE = 10**17 + secrets.randbelow(10**17)
"""Marks that no document holds by chance, nor because somebody put them there."""
_AT_PLACE = f' sequence="{_PLACE}"'


@dataclass(frozen=True, slots=True)
class PreparedAd:
    """An ad as text cut where its token belongs, and what stands around it in a document."""

    version: Version
    pieces: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What a request puts into an ad: ``token`` as addresses carry it, ``ad_id`` within it."""

    token: str
    ad_id: UUID


def prepare(make: Callable[[str, str], Served | Elsewhere], version: Version) -> PreparedAd:
    """The text of the ad that ``make`` gives for a token and the name it is served under."""
    made = make(_TOKEN, _SERVING)
    whole = write_vast(answer([made, made], version=version)).decode()
    first, second = whole.index("<Ad "), whole.rindex("<Ad ")
    end = whole.index("</VAST>", second)
    text = whole[second:end].replace(' sequence="2"', _AT_PLACE, 1)
    return PreparedAd(version, tuple(text.split(_TOKEN)), whole[:first], whole[end:])


def document(ads: Sequence[tuple[PreparedAd, Filling]], version: Version) -> bytes:
    """The whole answer: a pod in its order, as ``write_vast(answer(...))`` would write it."""
    if not ads:
        return _nothing(version)
    alone = len(ads) == 1
    filled = [
        filling.token.join(prepared.pieces)
        .replace(_SERVING, served_as(filling.ad_id))
        .replace(_AT_PLACE, "" if alone else f' sequence="{place}"')
        for place, (prepared, filling) in enumerate(ads, 1)
    ]
    around = ads[0][0]
    return "".join((around.before, *filled, around.after)).encode()


def served_as(ad_id: UUID) -> str:
    """The name under which an ad of ours is served, as in AdServingId."""
    return f"matinee-{ad_id}"


@cache
def _nothing(version: Version) -> bytes:
    return write_vast(answer([], version=version))
