"""``GivingService``: pictures that people bring, of which some came out of a model here."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from matinee.studio.boards.closing import require_idea
from matinee.studio.boards.model import ConceptBoard, Reference
from matinee.studio.boards.service import BoardService
from matinee.studio.commissions.watermark import marked


@dataclass(frozen=True, slots=True)
class GivingService:
    """Pins what is brought from outside."""

    boards: BoardService

    async def give(
        self,
        board: ConceptBoard,
        picture: bytes,
        *,
        source: str,
        licence: str,
        place: Sequence[float],
        by: str,
    ) -> Reference:
        """Pin a given file. An exact copy of what a model made here hangs marked as temporary.

        Without its mark such a picture hangs by its promotion alone.

        Raises:
            Denied: it is such a copy, and was made of a performer's likeness, or is closed away.
            Invalid: as :meth:`BoardService.add_reference` says.
        """
        digest = sha256(picture).hexdigest()
        line = (await self.boards.register.lines_of([digest])).get(digest)
        if line is not None:
            require_idea(line, field="picture")
        return await self.boards.add_reference(
            board,
            picture,
            None,
            None if line is None else marked,
            source=source,
            licence=licence,
            place=place,
            by=by,
        )
