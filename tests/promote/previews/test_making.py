"""What the job of previews makes when a film fails, when there are many, and when plans change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.promote.previews.films import MADE, take_in

from matinee.catalogue.model import TitleRecord
from matinee.errors import NotFound, Unavailable
from matinee.media.model import Film, FilmId, FilmState
from matinee.media.repository import MediaRepository
from matinee.promote.previews.cutting import Cutter, key_of
from matinee.promote.previews.model import PREVIEW, Made, Preview
from matinee.vocabulary.ids import TitleId, uuid7

if TYPE_CHECKING:
    from matinee.assembly.house import House


@pytest.fixture
async def films(house: House, tmp_path: Path) -> list[Film]:
    """Two films that can be played; nothing opens their files."""
    named = [TitleRecord(name=name, year=2020) for name in ("Colours", "Shades")]
    await house.catalogue.put_titles(named, source="test")
    path = tmp_path / "film.mp4"
    path.write_bytes(b"never opened")
    return [
        await take_in(house, TitleId(title), path)
        for title in (await house.catalogue.shelf()).ids[:2]
    ]


@pytest.mark.parametrize(
    "failure", [Unavailable("No store."), NotFound("No source."), OSError("No room.")]
)
async def test_a_film_that_fails_keeps_no_other_waiting(
    house: House, films: list[Film], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def cut(_: Cutter, preview: Preview, film: Film) -> Made:
        if film.id == failing.id:
            raise failure
        return MADE

    monkeypatch.setattr(Cutter, "cut", cut)
    failing, other = films
    await house.previews.plan(failing.id)
    await house.previews.plan(other.id)
    with pytest.raises(Unavailable, match=str(failure)):
        await house.previews.make_all()
    runs = await house.previews.runs()
    assert (runs[failing.id].done, runs[failing.id].reason) == (0, str(failure))
    assert (runs[other.id].done, runs[other.id].reason) == (1, "")


async def test_the_oldest_of_many_films_is_not_forgotten(
    house: House, films: list[Film], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, asked = MediaRepository(), list[FilmId]()
    async with house.database.transaction() as connection:
        for _ in range(100):
            newer = replace(films[0], id=FilmId(uuid7(datetime.now(UTC))))
            await repository.add(connection, newer, source="", subtitles={})
            await repository.change(connection, newer.id, state=FilmState.READY)
        await repository.change(connection, films[0].id, added_at=datetime(2020, 1, 1, tzinfo=UTC))

    async def note(film: FilmId) -> tuple[()]:
        asked.append(film)
        return ()

    monkeypatch.setattr(house.previews, "plan", note)
    monkeypatch.setattr(house.gallery, "propose", note)
    await house.previews.make_all()
    await house.gallery.propose_all()
    assert asked.count(films[0].id) == 2


async def test_a_clip_that_nobody_wants_any_more_is_not_kept(
    house: House, films: list[Film], monkeypatch: pytest.MonkeyPatch
) -> None:
    film, previews = films[0], house.previews
    await previews.plan(film.id)

    async def cut(_: Cutter, preview: Preview, film: Film) -> Made:
        await house.blobs.put(key_of(preview.id, PREVIEW), b"clip")
        for scene in (await house.media.story(film.id)).scenes:
            await previews.keep_back(film.id, scene.number, by="Ada")
        await previews.plan(film.id)
        return MADE

    async with house.database.transaction() as connection:
        await MediaRepository().change(connection, films[1].id, state=FilmState.REFUSED)
    monkeypatch.setattr(Cutter, "cut", cut)
    assert await previews.make_all() == 0
    assert await house.blobs.list("previews") == []
    run = (await previews.runs())[film.id]
    assert run.done == 1
    assert "No run of whole shots" in run.reason
