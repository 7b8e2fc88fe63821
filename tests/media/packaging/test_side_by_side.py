"""Parts of a film encoded beside each other: every segment in its place, none made twice."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from benchmarks.media.hostile_films import small_film

from matinee.media.packaging.renditions import renditions_for
from matinee.media.packaging.segments import Part
from matinee.media.packaging.side_by_side import PartsEncoder

PARTS = (Part(0, (0.0, 0.5), 1.0), Part(1, (1.0, 1.5), 2.0))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    small_film(path, frames=48)
    return path


def _encoder(film: Path, folder: Path, told: list[float]) -> PartsEncoder:
    folder.mkdir(exist_ok=True)
    return PartsEncoder(film, folder, renditions_for(128, 72)[:1], told.append)


def test_segments_join_to_the_whole_film_and_what_is_there_is_not_made_again(
    film: Path, tmp_path: Path
) -> None:
    told: list[float] = []
    folder = tmp_path / "package"
    encoder = _encoder(film, folder, told)
    encoder.encode(PARTS[:1])
    kept = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    encoder.encode(PARTS)
    segments = sorted(folder.glob("v72-0*.m4s"))
    assert [path.stem for path in segments] == [f"v72-{number:05d}" for number in range(4)]
    changed = [path for path, at in kept.items() if path.stat().st_mtime_ns != at]
    assert [path.name for path in changed] == ["v72-head.mp4"]
    assert told[-1] == pytest.approx(2.0, abs=0.1)
    assert told == sorted(told)

    whole = tmp_path / "whole.mp4"
    whole.write_bytes(b"".join(each.read_bytes() for each in [folder / "v72-head.mp4", *segments]))
    with av.open(str(whole)) as container:
        frames = list(container.decode(video=0))
    assert [round((frame.time or 0) * 24) for frame in frames] == list(range(48))
    assert [round((each.time or 0) * 24) for each in frames if each.key_frame] == [0, 12, 24, 36]
    encoder.forget()
    assert not list(folder.glob("*.done"))


def test_one_part_that_fails_ends_all(film: Path, tmp_path: Path) -> None:
    encoder = _encoder(film.with_name("none.mp4"), tmp_path / "package", [])
    with pytest.raises(FileNotFoundError):
        encoder.encode(PARTS)
