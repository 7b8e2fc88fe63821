"""``LineageService``: how a picture on a board, or what a model made, came to be."""

from dataclasses import dataclass
from uuid import UUID

from matinee.clearance.ancestry.service import AncestryDesk
from matinee.errors import NotFound
from matinee.foundation.database import Connection, Database
from matinee.studio.boards.model import REFERENCE, Reference
from matinee.studio.boards.repository import pins
from matinee.studio.lineage.growing import Growing, Hanging
from matinee.studio.lineage.layering import layered
from matinee.studio.lineage.model import Graph
from matinee.studio.reage import repository as reageing
from matinee.studio.reage.model import Shot

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
            hanging = (await _hanging(connection, [found]))[0]
        growing = await self._growing(production, found[0].sha256)
        return growing.from_picture(hanging)

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
        ancestry = await self.ancestry.of({digest}, str(production))
        parents = {parent for made in ancestry.made for parent in made.parents}
        async with self.database.reading() as connection:
            found = await pins.references_of(connection, production, parents)
            pictures = await _hanging(connection, found)
            shots: list[Shot] = await reageing.shots_by_hash(connection, production, parents)
        return Growing(ancestry, pictures, shots)


async def _hanging(connection: Connection, found: list[tuple[Reference, str]]) -> list[Hanging]:
    told = await pins.values_of(connection, [one for one, _ in found], REFERENCE)
    return [
        Hanging(one, board, dict(told.get(one.id, {}).get("credentials", {})))
        for one, board in found
    ]
