"""The gate before anybody's eyes: clearance is asked whether a candidate may be looked at.

Where somebody has the right to approve, every picture of the title waits for their word, whether
a detector sees a face in it or not. Where counsel has entered that nobody has, all may be seen.
Where nothing was entered, what shows a face, or what was never looked at for one, stays closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from matinee.clearance.artwork.model import LikenessTerms, PictureWord
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.errors import Denied
from matinee.vocabulary.ids import TitleId

_OPEN = frozenset({PictureWord.APPROVED, PictureWord.NOT_SHOWN})


class Closed(StrEnum):
    """Why nobody is shown a candidate."""

    NO_TERMS = "no_terms"
    WAITING = "waiting"
    REFUSED = "refused"


SENTENCES: Mapping[Closed, str] = {
    Closed.NO_TERMS: "It shows a face, and counsel has entered no likeness terms of this title.",
    Closed.WAITING: "A performer who approves pictures of this title has not said a word on it.",
    Closed.REFUSED: "A performer has refused it.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture or preview; ``faces`` is how many it shows, None where nobody has counted."""

    id: UUID
    faces: int | None


@dataclass(frozen=True, slots=True)
class LikenessGate:
    """Says which candidates of a title may be seen."""

    clearance: ArtworkClearance

    async def closed(
        self, candidates: Mapping[TitleId, Sequence[Candidate]]
    ) -> Mapping[UUID, Closed]:
        """Those of some titles' candidates that nobody may be shown, each with the reason."""
        asked = {title: each for title, each in candidates.items() if each}
        if not asked:
            return {}
        terms = await self.clearance.terms(list(asked))
        pairs = [
            (candidate.id, performer)
            for title, each in asked.items()
            for candidate in each
            for performer in (terms[title].approvers if title in terms else ())
        ]
        said = await self.clearance.words(pairs) if pairs else {}
        found = {
            candidate.id: _standing(candidate, terms.get(title), said)
            for title, each in asked.items()
            for candidate in each
        }
        return {candidate: why for candidate, why in found.items() if why is not None}

    async def require_open(self, title: TitleId, candidate: Candidate) -> None:
        """Denied where nobody may be shown it."""
        why = (await self.closed({title: [candidate]})).get(candidate.id)
        if why is not None:
            raise Denied(
                SENTENCES[why],
                remedy="Ask counsel for the likeness terms, or the performer for a word.",
                code="likeness",
            )


def _standing(
    candidate: Candidate,
    terms: LikenessTerms | None,
    said: Mapping[tuple[UUID, UUID], PictureWord],
) -> Closed | None:
    if terms is None:
        return None if candidate.faces == 0 else Closed.NO_TERMS
    words = [said.get((candidate.id, performer)) for performer in terms.approvers]
    if PictureWord.REFUSED in words:
        return Closed.REFUSED
    return None if all(word in _OPEN for word in words) else Closed.WAITING
