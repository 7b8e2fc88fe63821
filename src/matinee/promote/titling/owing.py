"""Whom a title's artwork has to name or show, as clearance has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from matinee.clearance.artwork.model import Billing, PictureWord
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.promote.titling.billing import Block, block_or_why
from matinee.promote.titling.typefaces import Typefaces
from matinee.vocabulary.ids import TitleId


@dataclass(frozen=True, slots=True)
class Owed:
    """Whom a title's artwork has to name or show, and what performers said of each picture."""

    billing: Billing
    said: Mapping[tuple[UUID, UUID], PictureWord]

    @classmethod
    async def of(
        cls, clearance: ArtworkClearance, pictures: Mapping[TitleId, Sequence[UUID]]
    ) -> Mapping[TitleId, "Owed"]:
        """Of each title as clearance has it now; nobody is owed where nothing was entered."""
        billings = await clearance.billings(list(pictures))
        pairs = [
            (picture, each.performer)
            for title, billing in billings.items()
            for each in billing.billed
            if each.likeness and each.performer
            for picture in pictures[title]
        ]
        said = await clearance.words(list(dict.fromkeys(pairs))) if pairs else {}
        return {title: cls(billings.get(title, Billing()), said) for title in pictures}

    def not_shown_in(self, picture: UUID) -> tuple[str, ...]:
        """Those who have to be shown and of whom nobody has said that they are."""
        return tuple(
            each.name
            for each in self.billing.in_order
            if each.likeness
            and (
                each.performer is None
                or self.said.get((picture, each.performer)) is not PictureWord.APPROVED
            )
        )

    def told(self, picture: UUID) -> str:
        """What titled artwork of a picture owes, in words that change when that does."""
        names = ", ".join(f"{each.name} {each.size:.0%}" for each in self.billing.owed(titled=True))
        absent = ", ".join(self.not_shown_in(picture))
        return f"{names}; not shown: {absent}" if absent else names

    def names(self, picture: UUID, language: str, typefaces: Typefaces) -> "Names":
        """The names below a picture's title, ready to be set."""
        block, lacks = block_or_why(self.billing.owed(titled=True), language, typefaces)
        absent = self.not_shown_in(picture)
        if absent:
            lacks = f"nobody has said that the picture shows {', '.join(absent)}"
        return Names(block, self.told(picture), lacks)


@dataclass(frozen=True)
class Names:
    """The names that a picture owes below its title in one language.

    ``told`` is what is owed, in words; ``lacks`` why it cannot be given, empty where it can.
    """

    block: Block | None = None
    told: str = ""
    lacks: str = ""


NOBODY = Names()
