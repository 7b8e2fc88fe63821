"""Scenes and creatives read ahead of requests, and decisions that rest on what was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from tests.ads.bookings import stand

from matinee.ads.meaning.service import Meanings
from matinee.ads.meaning.vectors import WIDTH
from matinee.ads.meaning.words import words_before
from matinee.ads.model import Approval, TitleBreak
from matinee.ads.repository import title_breaks
from matinee.errors import NotFound
from matinee.foundation.database import Database
from matinee.media.model import Cue
from matinee.vocabulary.ids import TitleId

SEA, KITCHEN, GONE = (TitleId(UUID(int=number)) for number in (1, 2, 3))
SOUP = "They cook a soup of fish and onions and sit down to eat it in the warm kitchen."
STORM = "The storm is coming over the harbour and every boat must be home before night."


@dataclass
class OneFilm:
    """A catalogue of two titles, one of them with a film of two scenes and their words."""

    said_first: str = STORM
    asked: list[str] = field(default_factory=list)

    async def about(self, title: TitleId) -> str:
        if title == GONE:
            raise NotFound("There is no such title.")
        return "Cooking, family" if title == KITCHEN else "Ships"

    async def film(self, title: TitleId) -> UUID | None:
        return UUID(int=9) if title == SEA else None

    async def scenes(self, film: UUID) -> Sequence[tuple[float, float]]:
        return [(0.0, 100.0), (100.0, 200.0)]

    async def said(self, film: UUID) -> tuple[Cue, ...]:
        return (Cue(50.0, 60.0, self.said_first), Cue(150.0, 160.0, SOUP))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """By two words: what is about soup, and what is not."""
        self.asked += texts
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            rows[row, 0 if "soup" in text.lower() else 1] = 0.2
        return rows


def breaks(*seconds: int) -> tuple[TitleBreak, ...]:
    return tuple(
        TitleBreak(f"b{at}", timedelta(seconds=at), timedelta(seconds=60), 1) for at in seconds
    )


async def test_what_is_said_before_a_break_chooses_its_ad_and_is_read_once(
    database: Database,
) -> None:
    house = stand(database)
    campaign, other = await house.campaign(), await house.campaign("Cars")
    soup = await house.ads.put_creative(
        replace(await house.film(campaign), shows="A family eats soup.")
    )
    await house.ads.approve(soup.id, Approval.APPROVED)
    car = await house.ads.put_creative(replace(await house.film(other), shows="A car in the rain."))
    await house.ads.approve(car.id, Approval.APPROVED)
    soups = await house.line_item(campaign, soup, bid=20_000_000)
    cars = await house.line_item(other, car, bid=20_100_000)
    async with database.transaction() as connection:
        await title_breaks.put(connection, SEA, breaks(100, 200))
        await title_breaks.put(connection, KITCHEN, breaks(30))
        await title_breaks.put(connection, GONE, breaks(30))
    film = OneFilm()
    meanings = Meanings(database, film, film, film)

    assert await meanings.read() == 6
    assert await meanings.read() == 0
    assert set(film.asked) == {
        STORM, SOUP, "Cooking, family", "A family eats soup.", "A car in the rain.",
    }  # fmt: skip
    async with database.reading() as connection:
        first, second = await title_breaks.of(connection, SEA)
    chosen = []
    for each in (second, first):
        answered = await house.ads.decide(house.request(slots=1, meaning=each.meaning))
        chosen.append(answered.decision.placed[0].line_item_id)
    assert chosen == [soups.id, cars.id]
    await house.ads.exchange()
    for made in await house.ads.latest_decisions():
        assert (await house.ads.explain(made.id)).same

    # Other words, and a break that was taken away.
    film.said_first = SOUP
    async with database.transaction() as connection:
        await title_breaks.put(connection, SEA, breaks(100))
    assert await meanings.read_again() == 1
    async with database.reading() as connection:
        (now,) = await title_breaks.of(connection, SEA)
    assert now.meaning == second.meaning != first.meaning
    assert await meanings.read_again() == 0


def test_what_was_said_last_in_a_scene_is_read_and_too_little_of_it_is_not() -> None:
    said = [Cue(at, at + 2.0, f"word{at} and five more of them") for at in range(0, 400, 2)]
    scenes = [(0.0, 100.0), (100.0, 400.0)]
    first = words_before(100.0, scenes, said).split()
    assert "word98" in first
    assert "word100" not in first
    assert len(words_before(400.0, scenes, said).split()) == 200
    assert words_before(100.0, scenes, said[:1]) == ""
    assert words_before(3.0, [], said[:2]) != ""
