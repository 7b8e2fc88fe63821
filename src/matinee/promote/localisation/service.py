"""The use cases of localisation: what is owed in each language, and translations of it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.promote.localisation import repository as queue
from matinee.promote.localisation.model import (
    LocalisationSettings,
    Owed,
    Rendered,
    Sheet,
    Sourced,
    Standing,
)
from matinee.promote.synopses.carrying import carried, names_in
from matinee.promote.synopses.model import (
    ENGLISH,
    Draft,
    Origin,
    Purpose,
    Text,
    TextId,
    TextState,
)
from matinee.promote.synopses.service import SynopsisService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_ORDER = tuple(Standing)


class LocalisationService:
    """Texts of titles in other languages; they are decided on like any other text."""

    def __init__(
        self,
        database: Database,
        synopses: SynopsisService,
        settings: LocalisationSettings | None = None,
    ) -> None:
        given = settings or LocalisationSettings()
        self._database = database
        self._synopses = synopses
        self.languages = tuple(dict.fromkeys(map(Language, given.languages)))

    async def translate(
        self,
        source: TextId,
        language: Language,
        text: str,
        *,
        by: str,
        follows: TextId | None = None,
    ) -> Text:
        """Propose a person's translation of an approved English text.

        Raises:
            Conflict: the source is not approved.
            Invalid: it is empty, too long for its place, or in no language that is translated into.
            NotFound: there is no such source.
        """
        self._require(language)
        about = (await self._source(source)).draft
        return await self._synopses.propose(
            Draft(
                about.title_id,
                language,
                about.kind,
                text,
                Origin.PERSON,
                by,
                about.licence,
                follows=follows,
                translates=source,
                taste=about.taste,
            )
        )

    async def queue(self, language: Language) -> tuple[Owed, ...]:
        """Every approved English text and where it stands in a language, what is open first."""
        self._require(language)
        async with self._database.reading() as connection:
            sources = await queue.sources(connection)
            rendered = await queue.translations(connection, [language])
        return standings(sources, rendered)

    async def counts(self) -> dict[Language, dict[Standing, int]]:
        """How many texts stand where, by language."""
        async with self._database.reading() as connection:
            sources = await queue.sources(connection)
            rendered = await queue.translations(connection, self.languages)
        return {
            language: dict(
                Counter(
                    owed.standing
                    for owed in standings(
                        sources, [each for each in rendered if each.language == language]
                    )
                )
            )
            for language in self.languages
        }

    async def sheet(self, source: TextId, language: Language) -> Sheet:
        """What a translator needs; NotFound where the source is none that is to be translated."""
        owed = next((each for each in await self.queue(language) if each.source == source), None)
        if owed is None:
            raise NotFound(
                "This text is not to be translated.", remedy="Look at the queue of the language."
            )
        said = await self._synopses.text(source)
        names = await self._synopses.glossary.names(said.draft.title_id, language)
        decided = await self._synopses.glossary.terms(said.draft.title_id, language)
        shown = None
        if owed.translation is not None:
            shown = await self._synopses.text(owed.translation)
            # By the glossary as it is now, not as it was when this was written.
            found = await asyncio.to_thread(
                carried, said.draft.text, shown.draft.text, language, names
            )
            shown = replace(shown, sentences=found)
        return Sheet(
            said,
            language,
            owed.standing,
            shown,
            await asyncio.to_thread(names_in, said.draft.text, language, names),
            frozenset(each.term for each in decided),
        )

    async def translation(self, text: TextId, source: TextId, language: Language) -> Text:
        """A translation of a source into a language, or of what the source took the place of.

        NotFound where the text is none.
        """
        found, about = await self._synopses.text(text), (await self._synopses.text(source)).draft
        draft = found.draft
        same = (draft.title_id, draft.purpose) == (about.title_id, about.purpose)
        if draft.translates is None or draft.language != language or not same:
            raise NotFound(
                "There is no such translation of this text.", remedy="Open the text's sheet again."
            )
        return found

    async def _source(self, source: TextId) -> Text:
        said = await self._synopses.text(source)
        if said.state is not TextState.APPROVED or said.draft.language != ENGLISH:
            raise Conflict(
                "Only an approved English text is translated.",
                remedy="Approve it first, or translate what took its place.",
            )
        return said

    def _require(self, language: Language) -> None:
        if language not in self.languages:
            raise Invalid(
                f"Nothing is translated into {language}.",
                remedy="Set MATINEE_LOCALISATION__LANGUAGES.",
                field="language",
            )


def standings(sources: Sequence[Sourced], rendered: Sequence[Rendered]) -> tuple[Owed, ...]:
    """Where each source stands in the one language of ``rendered``, what is open first."""
    own: defaultdict[TextId, list[Rendered]] = defaultdict(list)
    former: defaultdict[tuple[TitleId, Purpose], list[Rendered]] = defaultdict(list)
    for each in rendered:
        own[each.translates].append(each)
        if not each.is_current and each.state is TextState.APPROVED:
            former[each.title_id, each.purpose].append(each)
    listed = [
        _owed(source, own[source.id], former[source.title_id, source.purpose]) for source in sources
    ]
    return tuple(sorted(listed, key=lambda owed: _ORDER.index(owed.standing)))


def _owed(source: Sourced, own: Sequence[Rendered], former: Sequence[Rendered]) -> Owed:
    for state, standing in (
        (TextState.PROPOSED, Standing.TO_DECIDE),
        (TextState.APPROVED, Standing.DONE),
    ):
        found = [each for each in own if each.state is state]
        if found:
            return Owed(source.id, standing, found[-1].id)
    if former:
        return Owed(source.id, Standing.OUTDATED, former[-1].id)
    return Owed(source.id, Standing.MISSING)
