"""``VariantService``: tries something on a picture of a board, and pins what comes of it there."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from matinee.clearance.provenance.model import Making, Parent
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid, NotFound
from matinee.foundation.database import Connection
from matinee.studio.boards.difference import Shown, shown
from matinee.studio.boards.export import enhanced_of
from matinee.studio.boards.linking import link_of
from matinee.studio.boards.model import (
    LINK,
    LONGEST_SOURCE,
    ConceptBoard,
    LinkKind,
    Operation,
    Reference,
)
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.concept.model import Box
from matinee.studio.variants import repository
from matinee.studio.variants.making import Variant, made, settings_of
from matinee.studio.variants.model import METHODS, VariantMaking, Wish

_APART = 24
"""Between a picture and its variant on the board's ground."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class VariantService:
    """Variants of pictures, each with what it was made of and how."""

    boards: BoardService
    versions: VersionService
    provenance: Provenance
    clock: Callable[[], datetime] = _now
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One is made at a time: it may take some seconds of a core."""

    async def make(
        self,
        board: ConceptBoard,
        picture: UUID,
        wish: Wish,
        *,
        by: str,
        skin: Box | None = None,
        day: str = "",
    ) -> Reference:
        """Make a variant of a picture that hangs on a board, and pin it to its right.

        It is made of what the board keeps of the picture (at most 2048 pixels a side), is signed as
        what a procedure made of it, and what an algorithm made stays marked as that. ``skin`` is
        where skin is seen; ``day`` a script day that the variant is linked to; it
        is linked to the picture's own characters, too.

        Raises:
            Invalid: names what does not fit.
            NotFound: the picture does not hang there.
        """
        state = await self.versions.stood(board, None)
        hanging = shown(state)
        if picture not in hanging:
            raise NotFound("This picture does not hang on this board.")
        example = getattr(wish, "example", None)
        if example is not None and example not in hanging:
            raise Invalid(
                "The example does not hang on this board.",
                remedy="Choose a picture of this board.",
                field="example",
            )
        links = [*_whose(state[picture]), *await self._link(board, day)]
        async with self._turn:
            given = await self.boards.pixels(board, picture)
            sample = None if example is None else await self.boards.pixels(board, example)
            variant = await asyncio.to_thread(made, given, wish, sample, skin)
            of = [hanging[one] for one in (picture, example) if one is not None]
            signed = await asyncio.to_thread(self._signed, variant, of)
        method = METHODS[type(wish)]

        async def enter(connection: Connection, reference: Reference) -> None:
            making = VariantMaking(
                reference=reference.id,
                board=board.id,
                picture=picture,
                example=example,
                method=method,
                settings=settings_of(wish, skin),
                mask_sha256=variant.mask_sha256,
                figures=variant.figures,
            )
            await repository.add(connection, making)

        reference = await self.boards.add_reference(
            board,
            signed,
            enter,
            source=_joined("Made here of", [str(one.reference["source"]) for one in of]),
            licence=_joined("As of", [str(one.reference["licence"]) for one in of]),
            place=await self._place(board, hanging, picture),
            by=by,
        )
        if links:
            linked = [Operation(uuid4(), reference.id, LINK, link) for link in links]
            await self.boards.change(board, linked, by=by)
        return reference

    async def take_down(self, board: ConceptBoard, variant: UUID, *, by: str) -> None:
        """Undo a variant: it hangs no more, and may be hung again as any picture may."""
        if variant not in await self.makings(board):
            raise NotFound("There is no such variant on this board.")
        await self.boards.change(board, [Operation(uuid4(), variant, "gone", True)], by=by)

    async def makings(self, board: ConceptBoard) -> dict[UUID, VariantMaking]:
        """How the variants on a board were made, by picture."""
        async with self.boards.database.reading() as connection:
            return await repository.of_boards(connection, [board.id])

    async def _link(self, board: ConceptBoard, day: str) -> list[dict[str, object]]:
        if not day:
            return []
        _, there = await self.boards.linkable(board.production)
        if not any(each.link.kind == "day" and each.link.name == day for each in there):
            raise Invalid("The newest draft has no such script day.", field="day")
        return [{"kind": "day", "name": day, "on": True}]

    async def _place(
        self, board: ConceptBoard, hanging: dict[UUID, Shown], picture: UUID
    ) -> list[float]:
        """Right of the picture, below the variants of it that hang there already."""
        below = [
            hanging[each.reference]
            for each in (await self.makings(board)).values()
            if each.picture == picture and each.reference in hanging
        ]
        beside = hanging[picture]
        left = beside.left + beside.width + _APART
        lowest = [one.top + one.height + _APART for one in below if abs(one.left - left) < 1]
        return [left, max([beside.top, *lowest])]

    def _signed(self, variant: Variant, of: list[Shown]) -> bytes:
        saved = BytesIO()
        Image.fromarray(variant.pixels).save(saved, "PNG")
        parents = [
            Parent(f"a picture on the board: {one.reference['source']}", one.reference["sha256"])
            for one in of
        ]
        types = [enhanced_of(one.reference.get("credentials") or {}) for one in of]
        by_model = [each for each in types if each != enhanced_of({})]
        making = Making(
            _joined("Made here of", [str(one.reference["source"]) for one in of]),
            by_model[0] if by_model else types[0],
            self.clock(),
            parent=parents[0],
            inputs=tuple(parents[1:]),
        )
        return self.provenance.sign(saved.getvalue(), making)


def _whose(fields: Mapping[str, Any]) -> list[dict[str, object]]:
    """The characters that a picture is linked to, as links that its variant is given."""
    links = [link for name, stands in fields.items() if stands and (link := link_of(name))]
    return [
        {"kind": each.kind.value, "name": each.name, "on": True}
        for each in links
        if each.kind is LinkKind.CHARACTER
    ]


def _joined(begin: str, parts: list[str]) -> str:
    """A sentence on some parts, each once, within what a source or a licence may be long."""
    each = (LONGEST_SOURCE - len(begin) - 8) // max(1, len(dict.fromkeys(parts)))
    told = [part if len(part) <= each else part[: each - 1] + "…" for part in dict.fromkeys(parts)]
    return f"{begin}: {'; '.join(told)}"
