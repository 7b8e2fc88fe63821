"""``LineageService``: how a picture on a board, or what a model made, came to be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from matinee.clearance.ancestry.service import AncestryDesk
from matinee.errors import NotFound
from matinee.foundation.database import Connection, Database
from matinee.studio.boards.model import REFERENCE, Reference
from matinee.studio.boards.repository import pins
from matinee.studio.commissions.repository import asked as commissions
from matinee.studio.lineage.growing import Growing, Hanging
from matinee.studio.lineage.layering import layered
from matinee.studio.lineage.model import Graph
from matinee.studio.reage import repository as reageing
from matinee.studio.variants import repository as variants
from matinee.studio.variants.model import VariantMaking

__all__ = ["LineageService", "layered"]


@dataclass(frozen=True, slots=True)
class LineageService:
    """Reads what is recorded, and writes nothing. What other productions hold is not told."""

    database: Database
    ancestry: AncestryDesk

    async def of_picture(self, production: UUID, reference: UUID) -> Graph:
        """The lineage of a picture on a board of a production, or NotFound."""
        async with self.database.reading() as connection:
            found = await pins.reference(connection, production, reference)
        if found is None:
            raise NotFound("There is no such picture on a board of this production.")
        growing = await self._growing(production, found.sha256)
        return growing.from_picture(growing.pictures[reference])

    async def production_of(self, output: UUID) -> str | None:
        """The production that an output was made for, None where it is for none; or NotFound."""
        return (await self.ancestry.record.outputs.output(output)).production

    async def of_output(self, production: UUID, output: UUID) -> Graph:
        """The lineage of what a model made for a production, or NotFound."""
        found = await self.ancestry.record.outputs.output(output)
        growing = await self._growing(production, found.sha256)
        for made in growing.ancestry.made:
            if made.output.id == output:
                return growing.from_output(made)
        raise NotFound(f"There is no output {output} in this production.")

    async def _growing(self, production: UUID, digest: str) -> Growing:
        """All that may belong to the lineage of a file: by hashes, and by what variants came of.

        A variant leads to pictures of its board, of which a model may have made some, of pictures
        that may be variants in turn: so it is looked for until nothing new is found.
        """
        files, digests, boards = {digest}, {digest}, set[UUID]()
        while True:
            async with self.database.reading() as connection:
                found = await pins.references_of(connection, production, digests, boards)
                pictures = await _hanging(connection, found)
                makings = await variants.of_boards(connection, boards)
                shots = await reageing.shots_by_hash(connection, production, digests)
            held = [one.reference for one in pictures.values() if one.reference.sha256 in digests]
            came = _came_of([one.id for one in held], makings)
            ancestry = await self.ancestry.of(files, str(production))
            wider = {one.board for one in held}
            further = {pictures[one].reference.sha256 for one in came if one in pictures}
            parents = {parent for made in ancestry.made for parent in made.parents}
            if further <= files and parents <= digests and wider <= boards:
                async with self.database.reading() as connection:
                    asked = await commissions.of_outputs(
                        connection, production, [made.output.id for made in ancestry.made]
                    )
                return Growing(ancestry, pictures, shots, makings, asked)
            files, digests = files | further, digests | further | parents
            boards |= wider


def _came_of(pictures: Collection[UUID], makings: Mapping[UUID, VariantMaking]) -> set[UUID]:
    """All pictures that some variants were made of, and those of which these were made."""
    found, waiting = set[UUID](), list(pictures)
    while waiting:
        making = makings.get(waiting.pop())
        parents = () if making is None else filter(None, (making.picture, making.example))
        for parent in parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


async def _hanging(
    connection: Connection, found: list[tuple[Reference, str]]
) -> dict[UUID, Hanging]:
    told = await pins.values_of(connection, [one for one, _ in found], REFERENCE)
    return {
        one.id: Hanging(one, board, dict(told.get(one.id, {}).get("credentials", {})))
        for one, board in found
    }
