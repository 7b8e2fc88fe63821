"""A draft as pages and files show it; everything is made from what the studio has stored."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from matinee.foundation.database import Database
from matinee.studio.element_lists import as_csv, as_xlsx
from matinee.studio.model import Draft, DraftState, SceneRow, Sheet
from matinee.studio.repository import rates
from matinee.studio.revisions.change import Change, change_between
from matinee.studio.revisions.pages import revision_pdf
from matinee.studio.service import StudioService
from matinee.studio.story.continuity import Presence, continuity_csv, continuity_of
from matinee.studio.story.model import Story
from matinee.studio.story.report import story_pdf
from matinee.studio.story.shape import story_of
from matinee.studio.tagged_fdx import tagged_fdx
from matinee.studio.timeline_markers import as_otio
from matinee.studio.vfx.bid_sheet import bid_sheet
from matinee.studio.vfx.listing import vfx_shots
from matinee.studio.vfx.model import RateCard, Shot
from matinee.studio.views.marked import MarkedScene, marked_scenes


@dataclass(frozen=True, slots=True)
class VfxList:
    """A draft's shots, and the rates that they are priced at."""

    sheet: Sheet
    shots: tuple[Shot, ...]
    card: RateCard


class StudioViews:
    """Read-only, but for the rate card of a production."""

    def __init__(self, database: Database, studio: StudioService) -> None:
        self._database = database
        self._studio = studio

    async def marked(self, draft: Draft) -> tuple[Sheet, tuple[MarkedScene, ...]]:
        """The script with its tags."""
        sheet = await self._studio.sheet(draft.id)
        analysis = await self._studio.analysis(draft)
        return sheet, await asyncio.to_thread(marked_scenes, analysis, sheet)

    async def title(self, production: UUID) -> str:
        """What a production is called; NotFound where there is none."""
        return await self._studio.productions.title(production)

    async def newest(self, production: UUID) -> Sheet | None:
        """The last analysed draft of a production with its scenes and elements, if there is one."""
        drafts = await self._studio.drafts([production])
        ready = next((each for each in drafts if each.state is DraftState.READY), None)
        return None if ready is None else await self._studio.sheet(ready.id)

    async def elements_csv(self, identifier: UUID) -> bytes:
        """The element list as CSV, in UTF-8."""
        return as_csv(await self._studio.sheet(identifier)).encode()

    async def elements_xlsx(self, identifier: UUID) -> bytes:
        """The element list as a workbook."""
        return await asyncio.to_thread(as_xlsx, await self._studio.sheet(identifier))

    async def elements_otio(self, identifier: UUID) -> bytes:
        """The scenes as clips of a timeline, with the elements as markers."""
        return await asyncio.to_thread(as_otio, await self._studio.sheet(identifier))

    async def tagged_fdx(self, identifier: UUID) -> bytes:
        """The script in FDX with its elements as tags."""
        sheet = await self._studio.sheet(identifier)
        script = (await self._studio.analysis(sheet.draft)).script
        return await asyncio.to_thread(tagged_fdx, script, sheet.elements)

    async def vfx(self, identifier: UUID) -> VfxList:
        """The likely shots of a draft."""
        sheet = await self._studio.sheet(identifier)
        return VfxList(sheet, vfx_shots(sheet), await self.card(sheet.draft.production))

    async def vfx_xlsx(self, identifier: UUID) -> bytes:
        """The bid sheet as a workbook."""
        listed = await self.vfx(identifier)
        return await asyncio.to_thread(bid_sheet, listed.sheet, listed.shots, listed.card)

    async def card(self, production: UUID) -> RateCard:
        """A production's rates, else the example's."""
        async with self._database.reading() as connection:
            return await rates.card_of(connection, production)

    async def put_card(self, production: UUID, card: RateCard) -> None:
        """Keep a production's rates."""
        async with self._database.transaction() as connection:
            await rates.put_card(connection, production, card)

    async def story(self, draft: Draft) -> tuple[tuple[SceneRow, ...], Story]:
        """How the script is built, by scene."""
        sheet = await self._studio.sheet(draft.id)
        analysis = await self._studio.analysis(draft)
        return sheet.scenes, await asyncio.to_thread(story_of, analysis, sheet.scenes)

    async def continuity(self, draft: Draft) -> tuple[Presence, ...]:
        """Who is where and when, wearing and carrying what, with which wounds."""
        sheet = await self._studio.sheet(draft.id)
        analysis = await self._studio.analysis(draft)
        found = [element.found for element in sheet.elements]
        return await asyncio.to_thread(continuity_of, analysis, sheet.scenes, found)

    async def continuity_csv(self, draft: Draft) -> bytes:
        """The continuity of everybody as CSV, in UTF-8."""
        return continuity_csv(await self.continuity(draft)).encode()

    async def story_pdf(self, draft: Draft) -> bytes:
        """The story report in PDF."""
        scenes, story = await self.story(draft)
        return await asyncio.to_thread(story_pdf, draft, scenes, story)

    async def revised_pages(self, draft: Draft) -> bytes:
        """The pages that this draft revises, on its colour, in PDF.

        Raises:
            NotFound: there is no draft before it.
        """
        old, _, _ = await self._studio.revision(draft.id)
        before = await self._studio.analysis(old.draft)
        after = await self._studio.analysis(draft)
        return await asyncio.to_thread(revision_pdf, before.script, after.script, draft)

    async def change(self, identifier: UUID) -> tuple[Draft, Change]:
        """The draft before, and what this one changes.

        Raises:
            NotFound: there is no draft before it.
        """
        old, new, revision = await self._studio.revision(identifier)
        decisions = await self._studio.decisions(identifier)
        shots = (vfx_shots(old), vfx_shots(new))
        card = await self.card(new.draft.production)
        return old.draft, change_between(old, new, revision, shots, card, decisions)
