"""What ads no title of some ages or territories holds: the house's blocks, added and taken away."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.breaks.service import Block
from matinee.ads.model import OLDEST
from matinee.errors import Invalid, NotFound
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.vocabulary.places import EVERYWHERE, Territory

BLOCKS = f"{ROOT}/blocks"
_BLANK = Typed.told(from_age="0", to_age=str(OLDEST))


class BlockShape(BaseModel):
    """A block, as the form says it."""

    advertisers: list[UUID] = Field(max_length=200)
    categories: list[str] = Field(max_length=200)
    territories: list[str] = Field(max_length=250)
    from_age: int = Field(ge=0, le=OLDEST)
    to_age: int = Field(ge=0, le=OLDEST)

    def block(self) -> Block:
        """As the rules keep it; Invalid where it names nothing, or no territory."""
        return Block(
            frozenset(self.advertisers),
            frozenset(self.categories),
            frozenset(str(Territory(each)) for each in self.territories) - {EVERYWHERE},
            self.from_age,
            self.to_age,
        )


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/blocks``."""
    router = APIRouter(
        prefix=BLOCKS, include_in_schema=False, dependencies=[may(Role.PROGRAMMER, Role.OPERATOR)]
    )

    @router.get("")
    async def blocks(request: Request) -> Response:
        """List what is kept out, and ask for more."""
        return await _shown(desk, request, _BLANK, {})

    @router.post("")
    async def add(request: Request) -> Response:
        """Keep it out of every title that it names, from now on."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(BlockShape, _said(reading))
        if body is None:
            return await _shown(desk, request, typed, reading.faults)
        try:
            await desk.house.ad_breaks.change_blocks(add=body.block())
        except Invalid as refusal:
            reading.refused(refusal, {"blocks": "categories", "territory": "territories"})
            return await _shown(desk, request, typed, reading.faults)
        return RedirectResponse(BLOCKS, 303)

    @router.post("/{name}/remove")
    async def remove(name: str) -> Response:
        """Let it in again."""
        kept = (await desk.house.ad_breaks.house_rules()).blocks
        for each in kept:
            if _name(each) == name:
                await desk.house.ad_breaks.change_blocks(remove=each)
                return RedirectResponse(BLOCKS, 303)
        raise NotFound("There is no such block.", remedy="Open the page again.")

    return router


async def _shown(
    desk: AdDesk, request: Request, typed: Typed, faults: Mapping[str, str]
) -> Response:
    rules = await desk.house.ad_breaks.house_rules()
    booked = {name for each in await desk.house.ads.running() for name in each.categories}
    values: dict[str, Any] = {
        "blocks": [(_name(each), each) for each in rules.blocks],
        "names": await desk.advertiser_names(),
        "booked": sorted(booked),
        "oldest": OLDEST,
        "was": typed,
        "faults": faults,
    }
    return await desk.page(request, "blocks.html", values, status=422 if faults else 200)


def _said(reading: Reading) -> dict[str, Any]:
    return {
        "advertisers": list(reading.typed.all("advertisers")),
        "categories": reading.codes("categories"),
        "territories": reading.codes("territories", upper=True),
        "from_age": reading.count("from_age") or 0,
        "to_age": OLDEST if (age := reading.count("to_age")) is None else age,
    }


def _name(block: Block) -> str:
    """By what it is: two that say the same are one."""
    return sha256(msgspec.json.encode(block, order="deterministic")).hexdigest()[:16]
