"""Files that lie, break off, swell or point elsewhere: each is refused with a reason, or taken."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from av.error import FFmpegError
from benchmarks.media.hostile_films import CASES, Hostile, playlist, small_film

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.errors import Invalid
from matinee.media.confinement import run_step
from matinee.media.decoding.frames import frame_times, frames_of
from matinee.media.decoding.probing import probe
from matinee.media.decoding.sound import sound_between, sound_of
from matinee.media.model import Step, WorkOrder
from matinee.media.workbench import write_json
from matinee.vocabulary.ids import TitleId

_PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "hostile-films.md"
_BOMB = next(case for case in CASES if "bomb" in case.name)
_READERS: list[Callable[[Path], object]] = [
    lambda path: list(frames_of(path)),
    frame_times,
    lambda path: list(sound_of(path)),
    lambda path: sound_between(path, 0, 1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_hostile_file_gets_its_answer(case: Hostile, tmp_path: Path) -> None:
    path = tmp_path / f"film{case.suffix}"
    case.make(path)
    if case.refused:
        with pytest.raises(Invalid) as refusal:
            probe(path)
        assert case.refused in refusal.value.sentence
        assert refusal.value.remedy
    else:
        assert probe(path).seconds > 0


def test_the_page_of_hostile_films_is_true() -> None:
    rows = [line for line in _PAGE.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    said = [f"| {case.name} | {case.refused or 'taken'} |" for case in CASES]
    assert rows[1:] == said


async def test_a_bomb_is_refused_in_confinement_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    _BOMB.make(path)
    write_json(tmp_path / "order.json", WorkOrder(str(path), 2_000_000_000, 60, -23.0, {}))
    with pytest.raises(Invalid, match="decompression bomb"):
        await run_step(Step.PROBE, tmp_path, lambda _: None, wall_seconds=300)


@pytest.mark.parametrize("read", _READERS)
def test_no_reader_follows_a_list_to_a_file_or_to_the_network(
    read: Callable[[Path], object], tmp_path: Path
) -> None:
    small_film(tmp_path / "real.mp4")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.ts"
        for name, words in (
            ("far.m3u8", playlist(address)),
            ("near.m3u8", playlist(str(tmp_path / "real.mp4")) + "#EXT-X-ENDLIST\n"),
            ("joined.mp4", "ffconcat version 1.0\nfile real.mp4\n"),
        ):
            (tmp_path / name).write_text(words, encoding="utf-8")
            with pytest.raises(FFmpegError, match="Invalid"):
                read(tmp_path / name)
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_a_name_that_climbs_or_counts_never_becomes_a_path(
    house: House, tmp_path: Path
) -> None:
    await house.catalogue.put_titles([TitleRecord(name="Colours", year=2020)], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    name = "../../%03d\n.mp4"
    upload = await house.media.begin_upload(title, name, 5)
    stored = [each for each in house.settings.home.rglob("*") if each.stem == str(upload.id)]
    assert [each.parent.name for each in stored] == ["uploads"]
    counting = tmp_path / "film.%03d"
    small_film(tmp_path / "film.mp4")
    (tmp_path / "film.mp4").rename(counting)
    film = await house.media.add(title, counting, by_job=False)
    assert (await house.media.source(film.id)).name == str(film.id)
    assert UUID((await house.media.source(film.id)).stem) == film.id
    (tmp_path / "link.mp4").symlink_to("/etc/passwd")
    with pytest.raises(Invalid, match="no file"):
        await house.media.add(title, tmp_path / "link.mp4", by_job=False)
