"""Previews from the film to the member: cut once, signed, decided, kept back, and handed out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.promote.previews.films import draw, take_in

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.clearance.provenance.model import Standing
from matinee.errors import Conflict, Unavailable
from matinee.media.model import ClipFacts, ClipOrder, Film, FilmId, cues_of
from matinee.operation.flags.model import Setting
from matinee.promote.previews.model import LOOP, PREVIEW, Preview, PreviewState
from matinee.promote.previews.ranges import part_of
from matinee.vocabulary.ids import ProfileId, TitleId


@pytest.fixture
async def film(house: House, tmp_path: Path) -> Film:
    """A film that can be played, of which nothing is chosen yet."""
    await house.catalogue.put_titles([TitleRecord(name="Colours", year=2020)], source="test")
    path = tmp_path / "film.mp4"
    draw(path)
    return await take_in(house, TitleId((await house.catalogue.shelf()).ids[0]), path)


async def test_previews_are_cut_once_signed_and_shown_when_approved(
    house: House, film: Film, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    previews, title = house.previews, film.title_id
    cut, calls = house.media.clips, 0

    async def breaking(film: FilmId, orders: Sequence[ClipOrder]) -> list[tuple[bytes, ClipFacts]]:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Unavailable("The worker was stopped.")
        return await cut(film, orders)

    monkeypatch.setattr(house.media, "clips", breaking)
    with pytest.raises(Unavailable):
        await previews.make_all()
    before = await previews.previews(title)
    first = before[0]
    run = (await previews.runs())[film.id]
    assert 0 < run.done < 1
    assert run.reason == "The worker was stopped."
    assert await previews.make_all() == 1
    made = await previews.previews(title)
    assert made[0] == first
    assert len(made) == len(before) + 1
    run = (await previews.runs())[film.id]
    assert (run.done, run.reason) == (1, "")
    assert calls == len(made) + 1
    assert await previews.make_all() == 0

    assert first.made is not None
    assert first.made.captions == ("en",)
    assert first.made.lufs == pytest.approx(-23, abs=0.5)
    await _is_signed_and_captioned(house, first)

    address = f"/v1/titles/{title}/previews/{first.id}/{PREVIEW}"
    assert (await client.get(address)).status_code == 404
    member = ProfileId(uuid4())
    assert title not in await previews.playing_to(member)
    await previews.decide(first.id, PreviewState.APPROVED, title=first.title_id, by="Ada")
    assert (await previews.playing_to(member))[title].address == address.rpartition("/")[0]
    await _are_switched_off_and_on(house, member)
    part = await client.get(address, headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.content[:4]) == (206, b"ftyp")
    assert (await client.get(f"{address}.key")).status_code == 404
    assert await previews.undo(title) == first.id
    assert (await client.get(address)).status_code == 404

    await previews.decide(first.id, PreviewState.APPROVED, title=first.title_id, by="Ada")
    scene = int(first.pieces[0].begins // 10)
    marked = await previews.keep_back(film.id, scene, by="Ben")
    assert (await client.get(address)).status_code == 404
    with pytest.raises(Conflict, match="kept back"):
        await previews.decide(first.id, PreviewState.APPROVED, title=first.title_id, by="Ada")
    chosen = await previews.plan(film.id)
    pieces = [piece for each in chosen for piece in each.pieces]
    assert not any(piece.begins < marked.ends and marked.begins < piece.ends for piece in pieces)
    await previews.release(film.id, marked.begins)
    assert await previews.held_back(film.id) == ()


async def _is_signed_and_captioned(house: House, preview: Preview) -> None:
    for name in (PREVIEW, LOOP):
        content = await house.previews.file(
            preview.id, name, title=preview.title_id, approved_only=False
        )
        read = house.provenance.read(content, "video/mp4")
        assert read.standing is Standing.VALID
        assert [action.name for action in read.actions] == ["c2pa.opened", "c2pa.edited"]
    words = await house.previews.file(
        preview.id, "captions-en.vtt", title=preview.title_id, approved_only=False
    )
    said = cues_of(words.decode())
    assert len(said) == round(preview.seconds / 5)
    assert said[0].text == f"Words at {round(preview.pieces[0].begins)}."
    assert said[0].begins == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 10)),
        ("bytes=2-4", (2, 5)),
        ("bytes=-3", (7, 10)),
        ("bytes=8-99", (8, 10)),
        ("bytes=10-", (10, 10)),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),
        ("pages=0-1", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(asked: str, part: tuple[int, int] | None) -> None:
    assert part_of(10, asked) == part


async def _are_switched_off_and_on(house: House, member: ProfileId) -> None:
    flags = house.operation.flags
    await flags.set("home.previews", Setting(0), reason="They stutter.")
    assert await house.previews.playing_to(member) == {}
    await flags.undo("home.previews", reason="They no longer do.")
    assert await house.previews.playing_to(member)
