"""The studio's use cases: take a draft in, analyse it, let people decide, match it to the last."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs import Jobs
from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.model import Breakdown, Category
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.deciding import after, decided, head_of, lessons_of, told_of
from matinee.studio.draft_reading import DraftReader
from matinee.studio.model import (
    Decision,
    Draft,
    DraftState,
    Element,
    Notes,
    Productions,
    Recognition,
    Sheet,
    StudioSettings,
    Told,
    Verdict,
)
from matinee.studio.repository import decisions as spoken
from matinee.studio.repository import drafts as kept
from matinee.studio.revisions.carrying import carried
from matinee.studio.revisions.matching import matched, texts_of
from matinee.studio.revisions.model import Revision
from matinee.studio.scene_rows import scene_rows
from matinee.studio.timeline_markers import read_otio
from matinee.vocabulary.ids import uuid7

ANALYSE = "studio.analyse"
RECOGNISE = "studio.recognise"
RETAG = "studio.retag"


def _now() -> datetime:
    return datetime.now(UTC)


class StudioService:
    """Scripts of productions. The doors of routes and pages decide whose they are."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        jobs: Jobs,
        productions: Productions,
        settings: StudioSettings | None = None,
        *,
        make_tagger: Callable[[], Tagger] = Tagger,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or StudioSettings()
        self.productions = productions
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._make_tagger = make_tagger
        self._tagger: Tagger | None = None
        self._tagging = asyncio.Lock()
        self._clock = clock
        self._reader = DraftReader(blobs, self.settings)

    async def add(
        self, production: UUID, data: bytes, *, name: str, by: str, pictures: bool = False
    ) -> Draft:
        """Take a draft in; its analysis is queued, after OCR of pages that are ``pictures``.

        Raises:
            NotFound: there is no such production.
            Invalid: the file is too large, broken, locked or no screenplay.
            Unavailable: pictures are to be read, and the extra that does is not installed.
        """
        await self.productions.title(production)
        self._check_size(data)
        analysis, unread = await self._reader.first_look(data, name=name, pictures=pictures)
        if analysis is not None:
            self._check_scenes(analysis)
        title_page = dict(analysis.script.title_page) if analysis else {}
        identifier, now = uuid7(self._clock()), self._clock()
        name = _storable(name)
        blob = f"studio/{production}/{identifier}"
        await self._blobs.put(blob, data)
        async with self._database.transaction() as connection:
            await kept.hold(connection, production)
            draft = Draft(
                id=identifier,
                production=production,
                number=await kept.next_number(connection, production),
                name=name[:200],
                blob=blob,
                added_at=now,
                added_by=by,
                state=DraftState.WAITING,
                source=analysis.script.source if analysis else "pdf",
                title=_storable(title_page.get("Title", ""))[:200],
                recognition=unread,
            )
            await kept.add(connection, draft)
            task = RECOGNISE if unread else ANALYSE
            await self._jobs.enqueue(connection, task, {"draft": str(identifier)})
        return draft

    def _check_scenes(self, analysis: Analysis) -> None:
        if len(analysis.structure.scenes) > self.settings.script_scenes:
            raise Invalid(
                f"The script has {len(analysis.structure.scenes)} scenes; "
                f"{self.settings.script_scenes} are allowed.",
                remedy="Give one script at a time, or raise studio.script_scenes.",
                field="file",
                code="script_too_long",
            )

    def _check_size(self, data: bytes) -> None:
        if len(data) > self.settings.script_bytes:
            raise Invalid(
                f"The file has {len(data):,} bytes; {self.settings.script_bytes:,} are allowed.",
                remedy="Give the screenplay alone, or raise studio.script_bytes.",
                field="file",
                code="script_too_large",
            )

    async def drafts(self, productions: Collection[UUID] | None = None) -> list[Draft]:
        """The drafts of some productions or of all, the newest of each first."""
        async with self._database.reading() as connection:
            return await kept.listed(connection, productions)

    async def draft(self, identifier: UUID) -> Draft:
        """One draft; NotFound where there is none."""
        async with self._database.reading() as connection:
            return await self._draft(connection, identifier)

    async def _draft(self, connection: Connection, identifier: UUID) -> Draft:
        found = await kept.one(connection, identifier)
        if found is None:
            raise NotFound("There is no such script.", remedy="List the scripts of a production.")
        return found

    async def sheet(self, identifier: UUID) -> Sheet:
        """A draft with its scenes and elements; both are empty before it was analysed."""
        async with self._database.reading() as connection:
            return Sheet(
                await self._draft(connection, identifier),
                await kept.scenes_of_draft(connection, identifier),
                await kept.elements_of_draft(connection, identifier),
            )

    async def decisions(self, identifier: UUID) -> tuple[Decision, ...]:
        """What was decided on a draft, the first first."""
        async with self._database.reading() as connection:
            return await spoken.of_draft(connection, identifier)

    async def analysis(self, draft: Draft) -> Analysis:
        """The script itself, read again; the last few stay in memory."""
        return await self._reader.analysis(draft)

    async def recognise(self, identifier: UUID) -> Draft:
        """Read a waiting draft's pictures by OCR, telling how far it is, and analyse it."""
        draft = await self.draft(identifier)

        async def told(now: Recognition) -> None:
            await self._change(identifier, recognition=asdict(now))

        try:
            await self._reader.recognise(draft, told)
        except Invalid as refused:
            await self._change(identifier, state=DraftState.FAILED.value, failure=refused.sentence)
            raise
        return await self.analyse(identifier)

    async def _change(self, identifier: UUID, **values: Any) -> None:
        async with self._database.transaction() as connection:
            await kept.change(connection, identifier, **values)

    async def analyse(self, identifier: UUID) -> Draft:
        """Read a waiting draft, carry over what was decided on the last one, tag and store it."""
        draft = await self.draft(identifier)
        try:
            analysis = await self.analysis(draft)
            self._check_scenes(analysis)
        except Invalid as refused:
            await self._change(identifier, state=DraftState.FAILED.value, failure=refused.sentence)
            raise
        async with self._database.reading() as connection:
            before = await kept.newest_ready(connection, draft.production, draft.number)
        revision = await self._matched(before, analysis) if before else None
        async with self._database.transaction() as connection:
            await kept.hold(connection, draft.production)
            already = await spoken.of_draft(connection, identifier)
            if before and revision and not already:
                old = await spoken.of_draft(connection, before.id)
                scenes = [facts.scene for facts in analysis.structure.scenes]
                follow = carried(old, revision, analysis.script, scenes, identifier, self._new_id)
                await spoken.add(connection, draft.production, follow)
            await kept.change(connection, identifier, previous=before.id if before else None)
        return await self.retag(identifier)

    def _new_id(self) -> UUID:
        return uuid7(self._clock())

    async def _matched(self, before: Draft, analysis: Analysis) -> Revision:
        old = await self.analysis(before)
        return await asyncio.to_thread(matched_analyses, old, analysis)

    async def retag(self, identifier: UUID) -> Draft:
        """Tag a draft with all that its production has taught, and lay the decisions over it."""
        draft = await self.draft(identifier)
        analysis = await self.analysis(draft)
        async with self._database.reading() as connection:
            decided_on = await spoken.of_production(connection, draft.production)
        lessons = lessons_of(decided_on, identifier)
        tagger = await self._ready_tagger()
        found: Breakdown = await asyncio.to_thread(
            tagger.breakdown, analysis.script, analysis.structure, lessons
        )
        rows = scene_rows(analysis.structure, found)
        async with self._database.transaction() as connection:
            await kept.hold(connection, draft.production)
            made = decided(
                identifier, found.elements, await spoken.of_draft(connection, identifier)
            )
            await kept.put_scenes(connection, identifier, rows)
            await kept.put_elements(connection, identifier, made)
            now = {
                "state": DraftState.READY.value,
                "scenes": len(rows),
                "eighths": analysis.structure.eighths,
                "failure": "",
            }
            await kept.change(connection, identifier, **now)
            return await self._draft(connection, identifier)

    async def _ready_tagger(self) -> Tagger:
        async with self._tagging:
            if self._tagger is None:
                self._tagger = await asyncio.to_thread(self._make_tagger)
            return self._tagger

    async def decide(
        self,
        identifier: UUID,
        elements: Sequence[UUID],
        verdict: Verdict,
        *,
        by: str,
        category: Category | None = None,
        name: str = "",
    ) -> tuple[Element, ...]:
        """Accept, change or refuse elements; the whole draft is tagged again soon after.

        Several with one ``name`` are merged into one. Returns the draft's elements as they are now.

        Raises:
            NotFound: there is no such draft.
            Conflict: an element is not there any more; somebody decided on it meanwhile.
        """
        async with self._database.transaction() as connection:
            draft = await self._decidable(connection, identifier)
            standing = await kept.elements_of_draft(connection, identifier)
            by_id = {element.id: element for element in standing}
            gone = [each for each in elements if each not in by_id]
            if gone:
                raise Conflict(
                    "This element is not there any more: it was decided on meanwhile.",
                    remedy="Load the page again.",
                    code="element_gone",
                )
            headings = {
                row.place: row.heading for row in await kept.scenes_of_draft(connection, identifier)
            }
            told = [
                told_of(by_id[each], verdict, category, _storable(name), headings)
                for each in elements
            ]
            return await self._write(connection, draft, told, by, standing)

    async def add_elements(
        self, identifier: UUID, added: Iterable[tuple[int, Category, str]], *, by: str
    ) -> tuple[Element, ...]:
        """Add elements that the tagger missed: the place of the scene, category, name of each.

        Raises:
            Invalid: one has no name, or there is no such scene.
        """
        wanted = [(scene, category, _storable(name)[:200]) for scene, category, name in added]
        if not all(name for _, _, name in wanted):
            raise Invalid("An element needs a name.", remedy="Name it.", field="name")
        async with self._database.transaction() as connection:
            draft = await self._decidable(connection, identifier)
            rows = await kept.scenes_of_draft(connection, identifier)
            if not all(0 <= scene < len(rows) for scene, _, _ in wanted):
                raise Invalid(
                    "There is no such scene.", remedy="Choose one of the list.", field="scene"
                )
            standing = await kept.elements_of_draft(connection, identifier)
            told = [
                Told(
                    Verdict.ADD, scene, category, name, head=head_of(name), line=rows[scene].line,
                    heading=rows[scene].heading,
                )
                for scene, category, name in wanted
            ]  # fmt: skip
            return await self._write(connection, draft, told, by, standing) if told else standing

    async def read_timeline(self, identifier: UUID, data: bytes, *, by: str) -> Notes:
        """Add what an editor noted by markers on an OpenTimelineIO timeline of this draft."""
        notes = await asyncio.to_thread(read_otio, data, await self.sheet(identifier))
        await self.add_elements(identifier, notes.added, by=by)
        return notes

    async def _decidable(self, connection: Connection, identifier: UUID) -> Draft:
        draft = await self._draft(connection, identifier)
        await kept.hold(connection, draft.production)
        if draft.state is not DraftState.READY:
            raise Conflict(
                "This draft is not analysed yet.", remedy="Wait until it is.", code="draft_waiting"
            )
        return draft

    async def _write(
        self,
        connection: Connection,
        draft: Draft,
        told: Sequence[Told],
        by: str,
        standing: Sequence[Element],
    ) -> tuple[Element, ...]:
        now = self._clock()
        made = [Decision(self._new_id(), draft.id, each, now, by) for each in told]
        await spoken.add(connection, draft.production, made)
        elements = after(draft.id, standing, made)
        await kept.put_elements(connection, draft.id, elements)
        key = f"{RETAG} {draft.id}"
        await self._jobs.enqueue(connection, RETAG, {"draft": str(draft.id)}, unless_waiting=key)
        return elements

    async def revision(self, identifier: UUID) -> tuple[Sheet, Sheet, Revision]:
        """The draft before, the draft, and which scene became which.

        Raises:
            NotFound: there is no draft before it.
        """
        new = await self.sheet(identifier)
        if new.draft.previous is None:
            raise NotFound(
                "There is no draft before this one.", remedy="Add a newer draft of the script."
            )
        old = await self.sheet(new.draft.previous)
        revision = await self._matched(old.draft, await self.analysis(new.draft))
        return old, new, revision


def matched_analyses(old: Analysis, new: Analysis) -> Revision:
    """The scenes of one analysis matched to those of another."""
    texts = [
        texts_of(each.script, [facts.scene for facts in each.structure.scenes])
        for each in (old, new)
    ]
    return matched(texts[0], texts[1])


def _storable(text: str) -> str:
    """On one line, and without NUL, which PostgreSQL does not hold."""
    return " ".join(text.replace("\0", " ").split())
