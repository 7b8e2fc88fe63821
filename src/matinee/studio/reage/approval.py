"""What a performer said of a render, frame by frame: the last word on a frame counts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from matinee.errors import Invalid


class Word(StrEnum):
    """Yes or no."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word on frames ``first`` to ``last`` of a render, from 0; a refusal says why."""

    id: UUID
    render: UUID
    word: Word
    first: int
    last: int
    reason: str | None
    at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class ApprovalStanding:
    """How many frames stand approved, which runs stand refused (from 0), and how many are left."""

    approved: int
    refused: tuple[tuple[int, int], ...]
    unsaid: int

    @property
    def whole(self) -> bool:
        """Whether every frame is approved."""
        return not self.refused and not self.unsaid


def standing_of(frames: int, verdicts: Sequence[Verdict]) -> ApprovalStanding:
    """How a render of so many frames stands after these words, in the order in which they fell."""
    words: list[Word | None] = [None] * frames
    for each in sorted(verdicts, key=lambda verdict: (verdict.at, verdict.id)):
        words[each.first : each.last + 1] = [each.word] * (each.last + 1 - each.first)
    refused: list[tuple[int, int]] = []
    at = 0
    for word, run in groupby(words):
        length = len(list(run))
        if word is Word.REFUSED:
            refused.append((at, at + length - 1))
        at += length
    return ApprovalStanding(words.count(Word.APPROVED), tuple(refused), words.count(None))


def require_frames(frames: int, first: int, last: int) -> None:
    """Raise Invalid unless these are frames of a shot, in their order."""
    if not 0 <= first <= last < frames:
        raise Invalid(
            f"The shot has the frames 1 to {frames}.",
            remedy="Give the first and the last of them, in this order.",
            field="first",
        )
