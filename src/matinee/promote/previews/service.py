"""The use cases of previews: choose, cut, sign, decide, keep scenes back, and hand out."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog

from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, Invalid, MatineeError, NotFound, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.media.model import (
    Film,
    FilmId,
    FilmState,
    cues_of,
)
from matinee.media.service import MediaService
from matinee.operation.flags.model import AS_DECLARED, Switches
from matinee.promote.likeness.service import Candidate, Closed, LikenessGate
from matinee.promote.previews import repository as kept
from matinee.promote.previews.choosing import Choice, choose
from matinee.promote.previews.cutting import Cutter, captions_name, key_of
from matinee.promote.previews.model import (
    HOVER_PREVIEWS,
    LOOP,
    PREVIEW,
    KeptBack,
    OnAir,
    Preview,
    PreviewId,
    PreviewSettings,
    PreviewState,
    Run,
)
from matinee.promote.previews.spoken import overlap, sentences
from matinee.vocabulary.ids import ProfileId, TitleId, uuid7

_log = structlog.get_logger()
_FRESH_SECONDS = 5.0
"""So long a home page may still name a preview that was taken back; its files go at once."""
_FAILURES = (MatineeError, OSError)
_NOTHING = "No run of whole shots and whole sentences of this length lies in the first two thirds."


def _now() -> datetime:
    return datetime.now(UTC)


class PreviewService:
    """Previews, from the choice to the member."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        media: MediaService,
        provenance: Provenance,
        gate: LikenessGate,
        settings: PreviewSettings | None = None,
        *,
        switches: Switches = AS_DECLARED,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or PreviewSettings()
        self._database = database
        self._blobs = blobs
        self._media, self._gate = media, gate
        self._cutter = Cutter(blobs, media, provenance, self.settings, clock)
        self._switches, self._clock = switches, clock
        self._aired: tuple[float, Mapping[TitleId, OnAir]] | None = None

    async def make_all(self) -> int:
        """Choose for films that have none yet, then cut what is chosen; how many were cut.

        What is cut stays: after a stop, only the clip that was being cut is cut again. What fails
        keeps nothing else waiting: it is Unavailable once all the rest is made.
        """
        failures: list[Exception] = []
        runs = await self.runs()
        for film in await self._media.playable():
            if film not in runs:
                try:
                    await self.plan(film)
                except _FAILURES as failure:
                    _log.warning("no previews were chosen", film=str(film), reason=str(failure))
                    failures.append(failure)
        async with self._database.reading() as connection:
            due = await kept.unmade(connection)
        made = 0
        for preview in due:
            try:
                made += await self._make(preview)
            except _FAILURES as failure:
                async with self._database.transaction() as connection:
                    await _advance(connection, preview.film_id, str(failure))
                failures.append(failure)
        if failures:
            raise Unavailable(
                f"{made} previews were made, {len(failures)} failed; the first: {failures[0]}",
                remedy="The page of previews says what failed of each film; it is tried again.",
            ) from failures[0]
        return made

    async def plan(self, film: FilmId) -> tuple[Preview, ...]:
        """Choose previews of a film; what was cut of it before stays, and is not chosen again."""
        known = await self._media.film(film)
        if known.state is not FilmState.READY:
            raise Conflict("The film is not ready yet.", remedy="Wait until it can be played.")
        story = await self._media.story(film)
        subtitles = await self._media.subtitles(film)
        said = next((text for _, text in sorted(subtitles.items(), key=_english_first)), "")
        back = [(each.begins, each.ends) for each in await self.held_back(film)]
        async with self._database.reading() as connection:
            there = [each for each in await kept.of_film(connection, film) if each.made]
        taken = {each.pieces for each in there}
        choices = await asyncio.to_thread(
            choose, story, sentences(cues_of(said), story.spans), back, self.settings.proposed
        )
        now = self._clock()
        fresh = [each for each in choices if each.pieces not in taken]
        chosen = [
            _proposed(each, len(there) + place, known, now) for place, each in enumerate(fresh)
        ]
        reason = "" if choices else _NOTHING
        async with self._database.transaction() as connection:
            run = Run(film, known.title_id, 0.0 if chosen else 1.0, reason, now)
            await kept.begin(connection, run, chosen)
        return tuple(chosen)

    async def _make(self, preview: Preview) -> bool:
        """Cut a preview; False where the film does not give it, or nobody wants it any more."""
        film = await self._media.film(preview.film_id)
        try:
            made = await self._cutter.cut(preview, film)
        except Invalid as refused:
            async with self._database.transaction() as connection:
                await kept.drop(connection, preview.id)
                await _advance(connection, preview.film_id, refused.sentence)
            return False
        async with self._database.transaction() as connection:
            wanted = await kept.finish(connection, preview.id, made)
            if wanted:
                await _advance(connection, preview.film_id)
        if not wanted:
            # Others were chosen while this one was being cut.
            await self._cutter.discard(preview.id)
        return wanted

    async def runs(self) -> dict[FilmId, Run]:
        """How far each film is."""
        async with self._database.reading() as connection:
            return await kept.runs(connection)

    async def counts(self) -> dict[FilmId, dict[PreviewState, int]]:
        """How many previews of each film stand where."""
        async with self._database.reading() as connection:
            return await kept.counts(connection)

    async def previews(self, title: TitleId) -> tuple[Preview, ...]:
        """A title's previews that are made, the newest film's first, the best of each first."""
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)

    async def decide(
        self, preview: PreviewId, state: PreviewState, *, title: TitleId, by: str
    ) -> Preview:
        """Approve a title's preview, reject it, or leave it open again."""
        async with self._database.transaction() as connection:
            found = await kept.one(connection, preview, hold=True)
            if found is None or found.made is None or found.title_id != title:
                raise _no_preview()
            await _hold_to_kept_back(connection, found, state)
            await kept.decide(connection, found, state, by=by, at=self._clock())
        self._aired = None
        return found

    async def undo(self, title: TitleId) -> PreviewId | None:
        """Take the title's last verdict back; which preview it was of, None for none.

        Conflict where the preview would be approved again and shows a scene that is kept back.
        """
        async with self._database.transaction() as connection:
            verdict = await kept.last_verdict(connection, title)
            if verdict is None:
                return None
            found = await kept.one(connection, verdict.preview_id, hold=True)
            if found is None:
                raise _no_preview()
            await _hold_to_kept_back(connection, found, verdict.before)
            await kept.take_back(connection, verdict.number, at=self._clock())
            await kept.move(connection, verdict.preview_id, verdict.before)
        self._aired = None
        return verdict.preview_id

    async def held_back(self, film: FilmId) -> tuple[KeptBack, ...]:
        """The scenes of a film that are kept back."""
        async with self._database.reading() as connection:
            return await kept.held_back(connection, film)

    async def keep_back(self, film: FilmId, scene: int, *, by: str) -> KeptBack:
        """Keep a scene back: previews that show it are rejected in the same moment."""
        story = await self._media.story(film)
        found = next((each for each in story.scenes if each.number == scene), None)
        if found is None:
            raise NotFound("There is no such scene.", remedy="Open the film's page again.")
        marked = KeptBack(film, found.begins, found.ends, by, self._clock())
        async with self._database.transaction() as connection:
            await kept.keep_back(connection, marked)
            for each in await kept.of_film(connection, film, hold=True):
                if each.state is not PreviewState.REJECTED and _shows(each, marked):
                    rejected = PreviewState.REJECTED
                    await kept.decide(connection, each, rejected, by=by, at=marked.at)
        self._aired = None
        return marked

    async def release(self, film: FilmId, begins: float) -> None:
        """Keep a scene back no longer; what was rejected for it stays so."""
        async with self._database.transaction() as connection:
            await kept.release(connection, film, begins)

    async def playing_to(self, profile: ProfileId) -> Mapping[TitleId, OnAir]:
        """What plays to a member: what is on air, unless the operator has switched it off."""
        return await self.on_air() if self._switches.on(HOVER_PREVIEWS, profile) else {}

    async def on_air(self) -> Mapping[TitleId, OnAir]:
        """What plays of each title: its approved preview, the last where there are several."""
        if self._aired is None or time.monotonic() - self._aired[0] > _FRESH_SECONDS:
            async with self._database.reading() as connection:
                found = await kept.on_air(connection)
            closed = await self._gate.closed({each.title_id: [_seen(each)] for each in found})
            shown = [each for each in found if each.id not in closed]
            self._aired = time.monotonic(), {each.title_id: _aired(each) for each in shown}
        return self._aired[1]

    async def file(
        self, preview: PreviewId, name: str, *, title: TitleId, approved_only: bool
    ) -> bytes:
        """A file of a preview; NotFound where members may not have it."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, preview)
        if found is None or found.made is None or found.title_id != title:
            raise _no_preview()
        if approved_only and found.state is not PreviewState.APPROVED:
            raise _no_preview()
        if name not in {PREVIEW, LOOP, *map(captions_name, found.made.captions)}:
            raise _no_preview()
        if approved_only and await self.closed(title, [found]):
            raise _no_preview()
        await self._gate.require_open(title, _seen(found))
        return await self._blobs.get(key_of(preview, name))

    async def closed(self, title: TitleId, previews: Sequence[Preview]) -> Mapping[UUID, Closed]:
        """Those of a title's previews that nobody may be shown, each with the reason."""
        return await self._gate.closed({title: [_seen(each) for each in previews]})


def _seen(preview: Preview) -> Candidate:
    """As the gate asks of it: it shows faces where any of its shots has somebody in it."""
    near = preview.reasons.get("faces")
    return Candidate(preview.id, None if near is None else int(near > 0))


def _aired(preview: Preview) -> OnAir:
    if preview.made is None:
        raise AssertionError("only what is made is on air")
    address = f"/v1/titles/{preview.title_id}/previews/{preview.id}"
    return OnAir(address, preview.made.bytes, preview.made.loop_bytes, preview.made.captions)


async def _advance(connection: Connection, film: FilmId, reason: str | None = None) -> None:
    """Note how far a film is; a reason stays until all that is left of its previews is made."""
    of_film = await kept.of_film(connection, film)
    made = sum(each.made is not None for each in of_film)
    if reason is None and made == len(of_film):
        reason = ""
    await kept.progress(connection, film, made / len(of_film) if of_film else 1.0, reason)


async def _hold_to_kept_back(connection: Connection, preview: Preview, state: PreviewState) -> None:
    """Conflict where a preview would be approved that shows a scene which is kept back."""
    if state is not PreviewState.APPROVED:
        return
    back = await kept.held_back(connection, preview.film_id)
    if any(_shows(preview, scene) for scene in back):
        raise Conflict(
            "This preview shows a scene that is kept back.",
            remedy="Release the scene first, or choose another preview.",
            code="kept_back",
        )


def _shows(preview: Preview, scene: KeptBack) -> bool:
    parts = (*preview.pieces, preview.loop)
    mark = (scene.begins, scene.ends)
    return any(overlap((piece.begins, piece.ends), mark) > 0 for piece in parts)


def _proposed(choice: Choice, place: int, film: Film, at: datetime) -> Preview:
    return Preview(
        id=PreviewId(uuid7(at)),
        title_id=film.title_id,
        film_id=film.id,
        place=place,
        pieces=choice.pieces,
        loop=choice.loop,
        score=choice.score,
        reasons=choice.reasons,
        state=PreviewState.PROPOSED,
        proposed_at=at,
    )


def _english_first(item: tuple[str, str]) -> tuple[bool, str]:
    return not item[0].startswith("en"), item[0]


def _no_preview() -> NotFound:
    return NotFound("There is no such preview.", remedy="Ask for the title's previews again.")
