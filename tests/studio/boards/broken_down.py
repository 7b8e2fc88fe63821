"""A draft whose scenes are known, without the tagger, which takes seconds to be ready."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.studio.test_studio_service import FIRST

from matinee.assembly.house import House
from matinee.studio.analysis import analyse
from matinee.studio.breakdown.model import Breakdown
from matinee.studio.model import Draft, DraftState
from matinee.studio.repository import drafts
from matinee.studio.scene_rows import scene_rows


async def broken_down(house: House, of: UUID) -> Draft:
    """The first draft of a production, with its scenes and no elements."""
    analysis = analyse(FIRST.encode(), name="mill.fountain")
    rows = scene_rows(analysis.structure, Breakdown((), ()))
    blob, now = f"studio/{of}/mill", datetime.now(UTC)
    await house.concept_boards.blobs.put(blob, FIRST.encode())
    draft = Draft(uuid4(), of, 1, "mill.fountain", blob, now, "Ada", DraftState.READY)
    async with house.database.transaction() as connection:
        await drafts.add(connection, draft)
        await drafts.put_scenes(connection, draft.id, rows)
    return draft
