"""What competing texts brought, on readings whose truth is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np

from matinee.promote.synopses.model import TextId, TextKind
from matinee.promote.variants.comparing import brought
from matinee.promote.variants.model import Place, Read
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Language

_PLACE = Place(TitleId(UUID(int=7)), Language("en"), TextKind.LONG)
_A, _B, _C = (TextId(UUID(int=number)) for number in (1, 2, 3))
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def _reads(text: TextId, rewards: list[float], *, days: float = 0) -> list[Read]:
    at = _AT + timedelta(days=days)
    return [Read(_PLACE, ProfileId(uuid4()), text, at, reward) for reward in rewards]


def test_a_better_text_is_told_from_the_first_with_an_interval_about_the_truth() -> None:
    dice = np.random.default_rng(3)
    reads = _reads(_A, (dice.random(400) < 0.3).astype(float).tolist())
    reads += _reads(_B, (dice.random(400) < 0.6).astype(float).tolist())
    first, second = brought(reads, [_A, _B], fewest=30)
    assert (first.is_first, first.difference) == (True, None)
    assert second.low is not None
    assert second.high is not None
    assert 0 < second.low < 0.3 < second.high
    assert second.known == 400


def test_alike_texts_are_seldom_called_different_however_often_one_looks() -> None:
    dice = np.random.default_rng(5)
    wrong = 0
    for _ in range(40):
        rewards = dice.random((2, 300))
        looks = range(40, 301, 40)
        told = [
            brought(
                [*_reads(_A, rewards[0, :n].tolist()), *_reads(_B, rewards[1, :n].tolist())],
                [_A, _B],
                fewest=30,
            )[1]
            for n in looks
        ]
        wrong += any(
            each.low is not None and (each.low > 0 or (each.high or 0) < 0) for each in told
        )
    assert wrong <= 5


def test_too_few_members_say_nothing_and_a_former_season_does_not_count() -> None:
    old = _reads(_A, [1.0] * 50)
    _, second = brought([*old, *_reads(_B, [0.0] * 29, days=9)], [_A, _B], fewest=30)
    assert (second.difference, second.known) == (None, 29)
    first, *_ = brought([*old, *_reads(_B, [0.5], days=9)], [_A, _B, _C], fewest=30)
    # The third text has no reader, so there was no time yet when all were there.
    assert (first.read, first.known) == (50, 0)
