"""Verdicts and scenes kept back: neither an undo nor a race puts such a scene before members."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from tests.promote.previews.films import MADE, take_in

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.errors import Conflict
from matinee.media.model import FilmId, Still
from matinee.promote.previews import repository as kept
from matinee.promote.previews.model import Preview, PreviewState
from matinee.vocabulary.ids import TitleId, uuid7

_WAITING = text(
    "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE NOT granted AND datname = current_database())"
)


@pytest.fixture
async def preview(house: House, tmp_path: Path) -> Preview:
    """The one preview of a film, which counts as made."""
    await house.catalogue.put_titles([TitleRecord(name="Colours", year=2020)], source="test")
    path = tmp_path / "film.mp4"
    path.write_bytes(b"never opened")
    film = await take_in(house, TitleId((await house.catalogue.shelf()).ids[0]), path)
    first, *others = await house.previews.plan(film.id)
    async with house.database.transaction() as connection:
        await kept.finish(connection, first.id, MADE)
        for other in others:
            await kept.drop(connection, other.id)
    return first


async def _state(house: House, preview: Preview) -> PreviewState:
    found = await house.previews.previews(preview.title_id)
    return next(each.state for each in found if each.id == preview.id)


async def _somebody_waits(house: House) -> bool:
    async with house.database.reading() as connection:
        return bool(await connection.scalar(_WAITING))


def _scene(preview: Preview) -> int:
    return int(preview.pieces[0].begins // 10)


async def test_an_undo_approves_no_preview_that_shows_a_scene_kept_back(
    house: House, preview: Preview
) -> None:
    previews = house.previews
    await previews.decide(preview.id, PreviewState.APPROVED, title=preview.title_id, by="Ada")
    marked = await previews.keep_back(preview.film_id, _scene(preview), by="Ben")
    with pytest.raises(Conflict) as refusal:
        await previews.undo(preview.title_id)
    assert refusal.value.code == "kept_back"
    assert await _state(house, preview) is PreviewState.REJECTED
    await previews.release(preview.film_id, marked.begins)
    assert await previews.undo(preview.title_id) == preview.id
    assert await _state(house, preview) is PreviewState.APPROVED


async def test_no_picture_is_proposed_of_a_scene_kept_back(
    house: House, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[float] = []

    async def stills(_: FilmId, times: Sequence[float]) -> list[tuple[Still, bytes]]:
        looked_at.extend(times)
        return []

    monkeypatch.setattr(house.media, "stills", stills)
    marked = await house.previews.keep_back(preview.film_id, _scene(preview), by="Ben")
    await house.gallery.propose(preview.film_id)
    assert looked_at
    assert not any(marked.begins <= at <= marked.ends for at in looked_at)


async def test_a_scene_is_kept_back_from_a_preview_that_is_approved_in_the_same_moment(
    house: House, preview: Preview
) -> None:
    await house.previews.decide(preview.id, PreviewState.REJECTED, title=preview.title_id, by="Ada")
    async with house.database.transaction() as connection:
        found = await kept.one(connection, preview.id, hold=True)
        assert found is not None
        keeping = asyncio.create_task(
            house.previews.keep_back(preview.film_id, _scene(preview), by="Ben")
        )
        while not (keeping.done() or await _somebody_waits(house)):
            await asyncio.wait({keeping}, timeout=0.01)
        at = datetime.now(UTC)
        await kept.decide(connection, found, PreviewState.APPROVED, by="Ada", at=at)
    await keeping
    assert await _state(house, preview) is PreviewState.REJECTED


async def test_the_desk_touches_no_preview_or_film_of_another_title(
    house: House, client: httpx.AsyncClient, preview: Preview
) -> None:
    wrong = f"/desk/previews/{uuid7(datetime.now(UTC))}"
    right = f"/desk/previews/{preview.title_id}"
    film, scene = preview.film_id, {"scene": str(_scene(preview))}
    asked = (
        (f"/verdict/{preview.id}", {"state": "approved"}),
        (f"/scenes/{film}/keep", scene),
        (f"/scenes/{film}/release", {"begins": "0"}),
        ("/again", {"film": str(film)}),
    )
    for path, form in asked:
        assert (await client.post(wrong + path, data=form)).status_code == 404
    assert await _state(house, preview) is PreviewState.PROPOSED
    assert not await house.previews.held_back(film)
    for path, form in asked[:2]:
        assert (await client.post(right + path, data=form)).status_code == 303
    assert len(await house.previews.held_back(film)) == 1
