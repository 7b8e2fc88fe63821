"""From a MovieLens folder to a page: import, training and service as a user has them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import numpy as np
import pytest

from matinee.assembly.house import House
from matinee.assembly.importing import import_movielens, profile_of
from matinee.home.routes import MemberPage
from matinee.vocabulary.ids import uuid7

USERS, FILMS = 60, 120
HALF = FILMS // 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Half of the users watch westerns and half romances; each in an order of their own."""
    random = np.random.default_rng(5)
    made = tmp_path / "ml-test"
    made.mkdir()
    movies = [
        f"{film}::Film {film} ({1950 + film % 50})::{'Western' if film <= HALF else 'Romance'}"
        for film in range(1, FILMS + 1)
    ]
    (made / "movies.dat").write_text("\n".join(movies) + "\n", encoding="latin-1")
    ratings = [
        f"{user}::{film + HALF * (user % 2)}::4::{946_684_800 + user * 1000 + place}"
        for user in range(1, USERS + 1)
        for place, film in enumerate(random.permutation(HALF)[:25] + 1)
    ]
    (made / "ratings.dat").write_text("\n".join(ratings) + "\n", encoding="latin-1")
    return made


async def test_a_members_page_is_learned_from_ratings_and_follows_the_last_event(
    house: House, client: httpx.AsyncClient, folder: Path
) -> None:
    report = await import_movielens(
        house.catalogue, house.audience, folder, rejects=folder / "rejects.jsonl"
    )
    trained = await house.recommend.train()
    profile = profile_of(report.dataset, 2)

    async def page() -> MemberPage:
        answer = await client.get(f"/v1/profiles/{profile}/home")
        return MemberPage.model_validate_json(answer.content)

    before = await page()
    assert before.model == trained.version
    picks = next(row for row in before.rows if row.row == "picks")
    genres = [item.title.model_extra["genres"] for item in picks.items if item.title.model_extra]
    assert genres == [["Western"]] * 20
    chosen = picks.items[0].title
    await finish(client, profile, chosen.id)
    after = await page()
    assert chosen.id not in {item.title.id for row in after.rows for item in row.items}
    assert after.rows[1].heading == f"Because you watched {chosen.name}"


async def finish(client: httpx.AsyncClient, profile: UUID, title: UUID) -> None:
    now = datetime.now(UTC)
    event = {
        "id": str(uuid7(now)),
        "profile_id": str(profile),
        "kind": "finish",
        "title_id": str(title),
        "at": now.isoformat(),
    }
    answer = await client.post("/v1/events", json={"events": [event]})
    assert answer.json()["accepted"] == 1
