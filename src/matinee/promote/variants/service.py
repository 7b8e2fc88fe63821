"""The use cases of variants: give each member one of a place's texts, tell what they brought."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.errors import NotFound
from matinee.experiments.model import lot
from matinee.foundation.database import Database
from matinee.promote.gallery.policy import OUTCOME, watched_share
from matinee.promote.synopses.model import Text, TextId
from matinee.promote.variants import repository as kept
from matinee.promote.variants.comparing import brought
from matinee.promote.variants.model import Brought, Place, Read, VariantSettings
from matinee.vocabulary.ids import ProfileId

_AT_ONCE = 500


def _now() -> datetime:
    return datetime.now(UTC)


class VariantService:
    """Approved texts that compete for a place; each member keeps the one that they read first."""

    def __init__(
        self,
        database: Database,
        catalogue: CatalogueService,
        audience: AudienceService,
        settings: VariantSettings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or VariantSettings()
        self._database = database
        self._catalogue = catalogue
        self._audience = audience
        self._clock = clock

    async def text_for(self, profile: ProfileId, texts: Sequence[Text]) -> Text:
        """The one of a place's texts for a member: the one they read before, else an even lot."""
        place = place_of(texts[0])
        by_id = {text.id: text for text in texts}
        async with self._database.reading() as connection:
            held = await kept.reading(connection, place, profile)
        if held is not None and held.text_id in by_id:
            return by_id[held.text_id]
        salt = f"synopsis:{place.title_id}:{place.language}:{place.kind}"
        chosen = texts[int(lot(profile, salt) * len(texts))]
        read = Read(place, profile, chosen.id, self._clock())
        async with self._database.transaction() as connection:
            await kept.keep(connection, read, list(by_id))
        return chosen

    async def judge(self) -> int:
        """Look at what came of readings a day after, and forget old ones; how many were judged."""
        now = self._clock()
        shelf = await self._catalogue.shelf()
        async with self._database.transaction() as connection:
            await kept.forget(connection, before=now - timedelta(days=self.settings.kept_days))
            due = await kept.unjudged(connection, before=now - OUTCOME, limit=_AT_ONCE)
            for read in due:
                await kept.judge(connection, read, await self._reward(read, shelf))
        return len(due)

    async def report(self, texts: Sequence[Text]) -> Mapping[TextId, Brought]:
        """What each of a title's approved texts brought that competes with another.

        Appeals do not: no lot is drawn of them.
        """
        places: dict[Place, list[TextId]] = {}
        for text in (each for each in texts if each.draft.taste is None):
            places.setdefault(place_of(text), []).append(text.id)
        told: dict[TextId, Brought] = {}
        for place, ids in places.items():
            if len(ids) < 2:
                continue
            async with self._database.reading() as connection:
                reads = await kept.of_place(connection, place)
            found = brought(reads, ids, fewest=self.settings.fewest_members)
            told |= {each.text_id: each for each in found}
        return told

    async def _reward(self, read: Read, shelf: Shelf) -> float:
        try:
            member = await self._audience.member(read.profile_id)
        except NotFound:
            return 0.0
        row = shelf.index.get(read.title_id)
        length = 60.0 * float(shelf.runtimes[row]) if row is not None else 0.0
        return watched_share(member.history, read, length)


class ReadSynopses:
    """Forgets which synopses a profile read, when the profile is erased."""

    name = "synopses read"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, profile_id: ProfileId) -> None:
        """Drop all of them."""
        async with self._database.transaction() as connection:
            await kept.forget(connection, profile=profile_id)


def place_of(text: Text) -> Place:
    """Where a text competes with others."""
    return Place(text.draft.title_id, text.draft.language, text.draft.kind)
