"""The use cases: enter what contracts ask of a title's artwork, and what performers say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from matinee.clearance.artwork.model import Billing, LikenessTerms, PictureWord, SaidOfPicture
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.recorder import Recorder
from matinee.clearance.record.repository import facts
from matinee.errors import Denied, Invalid
from matinee.vocabulary.ids import TitleId


@dataclass(frozen=True, slots=True)
class ArtworkClearance:
    """Facts of the record, each with its entry in the ledger; a later one changes an earlier."""

    recorder: Recorder

    async def put_billing(self, title: TitleId, body: Billing, *, by: str) -> Fact:
        """Enter whom a title's artwork has to name, in place of what was entered before."""
        named = [each.performer for each in body.billed if each.performer is not None]
        await self._require_performers(named)
        return await self._enter(FactKind.BILLING, str(title), body.stored(), by=by)

    async def billing(self, title: TitleId) -> Billing | None:
        """What was entered last; None where nobody entered anything."""
        fact = await self._newest(FactKind.BILLING, str(title))
        return None if fact is None else Billing.model_validate(fact.body)

    async def billings(self, titles: Sequence[TitleId]) -> Mapping[TitleId, Billing]:
        """What was entered last of each; a title of which nobody entered anything lacks."""
        async with self.recorder.database.reading() as connection:
            found = await facts.current(
                connection, FactKind.BILLING, keys=[str(each) for each in titles]
            )
        return {TitleId(UUID(each.key)): Billing.model_validate(each.body) for each in found}

    async def put_terms(self, title: TitleId, body: LikenessTerms, *, by: str) -> Fact:
        """Enter who approves a title's pictures, or that nobody does."""
        await self._require_performers(body.approvers)
        return await self._enter(FactKind.LIKENESS_TERMS, str(title), body.stored(), by=by)

    async def terms(self, titles: Sequence[TitleId]) -> Mapping[TitleId, LikenessTerms]:
        """What was entered last of each; a title of which nobody entered anything lacks."""
        async with self.recorder.database.reading() as connection:
            found = await facts.current(
                connection, FactKind.LIKENESS_TERMS, keys=[str(each) for each in titles]
            )
        return {TitleId(UUID(each.key)): LikenessTerms.model_validate(each.body) for each in found}

    async def titles_of(self, performer: UUID) -> tuple[TitleId, ...]:
        """The titles whose pictures a performer approves."""
        async with self.recorder.database.reading() as connection:
            found = await facts.current(connection, FactKind.LIKENESS_TERMS)
        return tuple(
            TitleId(UUID(each.key))
            for each in found
            if performer in LikenessTerms.model_validate(each.body).approvers
        )

    async def say(
        self, picture: UUID, performer: UUID, said: SaidOfPicture, *, title: TitleId, by: str
    ) -> Fact:
        """Enter a performer's word on a picture; Denied where the title's terms ask for none."""
        terms = (await self.terms([title])).get(title)
        if terms is None or performer not in terms.approvers:
            raise Denied(
                "This performer is not asked about pictures of this title.",
                remedy="Counsel enters who is.",
            )
        return await self._enter(
            FactKind.PICTURE_WORD,
            _key(picture, performer),
            {**said.stored(), "title": str(title)},
            by=by,
            performer=str(performer),
        )

    async def words(
        self, asked: Sequence[tuple[UUID, UUID]]
    ) -> Mapping[tuple[UUID, UUID], PictureWord]:
        """What was said last, by picture and performer; what was not said lacks."""
        keys = {_key(picture, performer): (picture, performer) for picture, performer in asked}
        async with self.recorder.database.reading() as connection:
            found = await facts.current(connection, FactKind.PICTURE_WORD, keys=list(keys))
        return {keys[fact.key]: PictureWord(fact.body["word"]) for fact in found}

    async def _newest(self, kind: FactKind, key: str) -> Fact | None:
        async with self.recorder.database.reading() as connection:
            return await facts.newest(connection, kind, key)

    async def _require_performers(self, named: Sequence[UUID]) -> None:
        keys = sorted({str(each) for each in named})
        async with self.recorder.database.reading() as connection:
            found = await facts.current(connection, FactKind.PERFORMER, keys=keys)
        unknown = sorted(set(keys) - {each.key for each in found})
        if unknown:
            raise Invalid(
                f"There is no performer {unknown[0]}.",
                remedy="Record the performer first.",
                field="performer",
            )

    async def _enter(
        self,
        kind: FactKind,
        key: str,
        body: dict[str, object],
        *,
        by: str,
        performer: str | None = None,
    ) -> Fact:
        async with self.recorder.changing() as change:
            return await self.recorder.enter(change, kind, key, body, by=by, performer=performer)


def _key(picture: UUID, performer: UUID) -> str:
    return f"{picture} {performer}"
