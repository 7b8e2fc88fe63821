"""The use cases of texts: write one, hold it against the sources, decide on it, show it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid, NotFound
from matinee.foundation.database import Connection, Database
from matinee.media.service import MediaService
from matinee.promote.synopses import repository as kept
from matinee.promote.synopses.carrying import carried, names_in
from matinee.promote.synopses.conditions import require_room, require_sources, require_version
from matinee.promote.synopses.extracting import by_procedure
from matinee.promote.synopses.glossary import Glossary
from matinee.promote.synopses.model import (
    ENGLISH,
    PURPOSES,
    Draft,
    Origin,
    ProseModel,
    Purpose,
    Returned,
    Text,
    TextId,
    TextKind,
    TextState,
    TextVerdict,
)
from matinee.promote.synopses.prompting import account, masked, request_for, unmasked
from matinee.promote.synopses.returning import held, names_within, request_back
from matinee.promote.synopses.source_desk import SourceDesk
from matinee.promote.synopses.sources import Material, judged
from matinee.promote.tastes.model import Taste
from matinee.promote.words.checking import Checker
from matinee.promote.words.lexicon import lexicon
from matinee.promote.words.model import CheckedSentence
from matinee.vocabulary.ids import TitleId, uuid7

PROCEDURE, APPEALS = "LexRank", "words of the taste group"
"""Who a text by procedure is said to be written by, and who an appeal."""
_LONGEST_REASON = 500


def _now() -> datetime:
    return datetime.now(UTC)


class SynopsisService:
    """Texts about titles, from the proposal to the member."""

    def __init__(
        self,
        database: Database,
        catalogue: CatalogueService,
        media: MediaService,
        model: ProseModel,
        lexicon_file: Path,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._model = model
        self._lexicon_file = lexicon_file
        self._clock = clock
        self.sources = SourceDesk(database, catalogue, media, clock)
        self.glossary = Glossary(database, catalogue, clock)

    async def write(
        self,
        title: TitleId,
        kind: TextKind,
        text: str,
        *,
        by: str,
        taste: Taste | None = None,
        follows: TextId | None = None,
    ) -> Text:
        """Propose a person's English text; of a version that is still open, it takes the place.

        Raises:
            Invalid: it is empty or too long for its place, or follows a text of something else;
                an appeal is to no ``taste`` group, or another text to one.
            NotFound: there is no such title.
        """
        origin, output = Origin.PERSON, None
        if follows is not None:
            output = (await self.text(follows)).draft.output
            origin = Origin.PERSON if output is None else Origin.EDITED_MODEL
        draft = Draft(title, ENGLISH, kind, text, origin, by, taste=taste)
        return await self.propose(replace(draft, follows=follows, output=output))

    async def have_written(
        self, title: TitleId, kind: TextKind, *, by: str, taste: Taste | None = None
    ) -> Text:
        """Propose a text that the configured language model writes of the title's open sources.

        Raises:
            Denied: the declared use is not cleared (now).
            Invalid: the answer is too long, or names somebody whom it was not told.
            Unavailable: no model is configured, or it does not answer.
        """
        told = account(await self.sources.material(title))
        bare, names = masked(told, await self._model.uncleared(told))
        written = await self._model.write(request_for(Purpose(kind, taste), bare), by=by)
        text = unmasked(written.text, names)
        draft = Draft(title, ENGLISH, kind, text, Origin.MODEL, written.tool, taste=taste)
        return await self.propose(replace(draft, output=written.output))

    async def said_back(self, text: TextId, *, of: TextId, by: str) -> Returned:
        """What the configured language model makes of a translation in English, held to its source.

        Fails as :meth:`have_written` does; Invalid too where this is no translation ``of`` it.
        """
        said = (await self.text(text)).draft
        if said.translates != of:
            raise Invalid("This is no translation of that text.", field="text")
        source = (await self.text(of)).draft.text
        listed = await self.glossary.names(said.title_id, said.language)
        names = await asyncio.to_thread(names_in, source, said.language, listed)
        within = names_within(said.text, names)
        english = {said.text[at.start : at.end]: name for name, at in within}
        hidden = [*(at for _, at in within), *await self._model.uncleared(said.text)]
        bare, stood = masked(said.text, hidden)
        written = await self._model.write(request_back(bare, said.language), by=by)
        back = unmasked(written.text, [english.get(name, name) for name in stood])
        added, lost = await asyncio.to_thread(
            lambda: held(Checker(lexicon(self._lexicon_file)), source, back, names)
        )
        return Returned(back, written.tool, added, lost)

    async def propose(self, draft: Draft) -> Text:
        """Check a draft and keep it, in the place of the open version that it follows."""
        draft = replace(draft, text=" ".join(draft.text.split()))
        require_room(draft.purpose, draft.text)
        written = await self._checked(draft)
        async with self._database.transaction() as connection:
            if draft.follows is not None:
                before = await kept.one(connection, draft.follows, hold=True)
                require_version(draft, before)
                if before is not None and before.state is TextState.PROPOSED:
                    await kept.move(connection, before.id, TextState.REPLACED)
            await kept.add(connection, [written])
        return written

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured to write about titles."""
        return self._model.writes

    async def extract(self, title: TitleId) -> tuple[Text, ...]:
        """Propose by procedure a text for each purpose that has none; what was proposed.

        To a taste group only what the sources have for it, which may be nothing.
        """
        have = {each.draft.purpose for each in await self.texts(title)}
        material = await self.sources.material(title)
        written: list[Text] = []
        for purpose in (each for each in PURPOSES if each not in have):
            found = await asyncio.to_thread(by_procedure, purpose, material)
            if found is not None:
                text, licence = found
                by = PROCEDURE if purpose.taste is None else APPEALS
                draft = Draft(title, ENGLISH, purpose.kind, text, Origin.PROCEDURE, by, licence)
                written.append(await self._checked(replace(draft, taste=purpose.taste)))
        async with self._database.transaction() as connection:
            await kept.add(connection, written)
        return tuple(written)

    async def texts(self, title: TitleId) -> tuple[Text, ...]:
        """A title's texts, the newest first."""
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)

    async def verdicts(self, title: TitleId) -> tuple[TextVerdict, ...]:
        """What was decided of them and holds, the last first."""
        async with self._database.reading() as connection:
            return await kept.verdicts_of(connection, title)

    async def counts(self) -> dict[TitleId, dict[TextState, int]]:
        """How many English texts of each title stand where, the title that came first before."""
        async with self._database.reading() as connection:
            return await kept.counts(connection)

    async def decide(self, text: TextId, state: TextState, *, by: str, reason: str = "") -> Text:
        """Approve a text, reject it, or leave it open again.

        What is approved is held against the sources as they are now. An approved version takes the
        place of the one that it was written of.

        Raises:
            Conflict: something in it has no source, and nobody gave a reason to show it anyway.
            Invalid: the reason is too long, or a text cannot be put there by hand.
            NotFound: there is no such text.
        """
        if state is TextState.REPLACED:
            raise Invalid("A text is replaced by writing another.", field="state")
        if len(reason) > _LONGEST_REASON:
            raise Invalid(f"A reason has at most {_LONGEST_REASON} letters.", field="reason")
        seen = await self.text(text)
        sentences = seen.sentences
        if state is TextState.APPROVED:
            sentences = await self._sentences(seen.draft)
            require_sources(sentences, reason)
        async with self._database.transaction() as connection:
            found = await kept.one(connection, text, hold=True)
            if found is None:
                raise _no_text()
            moved = [(found, state)]
            if state is TextState.APPROVED:
                older = await self._replaced(connection, found)
                moved = [*((each, TextState.REPLACED) for each in older), *moved]
            act, now = uuid7(self._clock()), self._clock()
            verdicts = [
                TextVerdict(
                    each.id, act, each.state, after, by, now, reason if each is found else ""
                )
                for each, after in moved
            ]
            await kept.note(connection, found.draft.title_id, verdicts)
            for each, after in moved:
                await kept.move(connection, each.id, after, sentences if each is found else None)
        return found

    async def undo(self, title: TitleId) -> TextId | None:
        """Take the title's last act back; the text that it was about, None where there is none."""
        async with self._database.transaction() as connection:
            undone = await kept.take_back(connection, title, at=self._clock())
            for text, before in undone:
                await kept.move(connection, text, before)
        again = [text for text, before in undone if before is not TextState.APPROVED]
        return next(iter(again or [text for text, _ in undone]), None)

    async def text(self, text: TextId) -> Text:
        """One text; NotFound where there is none."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, text)
        if found is None:
            raise _no_text()
        return found

    async def text_of(self, title: TitleId, text: TextId) -> Text:
        """One of a title's texts; NotFound where it has no such text."""
        found = await self.text(text)
        if found.draft.title_id != title:
            raise _no_text()
        return found

    async def published(self, title: TitleId) -> tuple[Text, ...]:
        """What members may read of a title, in all languages, what was written first before.

        What came of an output that is quarantined falls with it.
        """
        async with self._database.reading() as connection:
            found = await kept.approved(connection, title)
        outputs = {each.draft.output for each in found if each.draft.output is not None}
        fallen = await self._model.fallen(sorted(outputs)) if outputs else frozenset[UUID]()
        return tuple(each for each in found if each.draft.output not in fallen)

    async def _replaced(self, connection: Connection, text: Text) -> list[Text]:
        """What an approval takes the place of: its former version, and outdated translations."""
        older: list[Text] = []
        if text.draft.follows is not None:
            before = await kept.one(connection, text.draft.follows, hold=True)
            older += [before] if before and before.state is TextState.APPROVED else []
        if text.draft.translates is not None:
            same = {each.id for each in older}
            outdated = await kept.outdated(connection, text)
            older += [each for each in outdated if each.id not in {*same, text.id}]
        return older

    async def _checked(self, draft: Draft) -> Text:
        sentences = await self._sentences(draft)
        now = self._clock()
        return Text(TextId(uuid7(now)), draft, sentences, TextState.PROPOSED, now)

    async def _sentences(self, draft: Draft) -> tuple[CheckedSentence, ...]:
        if draft.translates is not None:
            source = (await self.text(draft.translates)).draft.text
            names = await self.glossary.names(draft.title_id, draft.language)
            return await asyncio.to_thread(carried, source, draft.text, draft.language, names)
        material = await self.sources.material(draft.title_id)
        return await asyncio.to_thread(self._judged, draft.text, material)

    def _judged(self, text: str, material: Material) -> tuple[CheckedSentence, ...]:
        return judged(Checker(lexicon(self._lexicon_file)), text, material)


def _no_text() -> NotFound:
    return NotFound("There is no such text.", remedy="Ask for the title's texts again.")
