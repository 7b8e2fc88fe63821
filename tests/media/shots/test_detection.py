"""Shots of a film in which every boundary is known, and of what may pass for one."""

import av
import cv2
import numpy as np
import pytest
from benchmarks.media.drawn_film import Shot, Truth, draw_film
from numpy.typing import NDArray

from matinee.media.decoding.thumbnails import HEIGHT, WIDTH, Thumbnails, thumbnails_of
from matinee.media.shots.detection import (
    Boundary,
    BoundaryKind,
    boundaries_of,
    shots_between,
)
from matinee.media.shots.evaluation import compare_cuts, compare_gradual


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Thumbnails]:
    path = tmp_path_factory.mktemp("drawn") / "film.mp4"
    truth = draw_film(path, seed=7, cuts=12, fades=3, dissolves=3)
    with av.open(str(path)) as container:
        return truth, thumbnails_of(container.decode(video=0))


def test_every_frame_becomes_a_thumbnail_at_its_time(drawn: tuple[Truth, Thumbnails]) -> None:
    truth, film = drawn
    assert len(film) == truth.frames
    assert film.at[24] == pytest.approx(1.0)
    assert film.rate == pytest.approx(24, abs=0.01)


def test_a_drawn_film_gives_its_cuts_fades_and_dissolves(drawn: tuple[Truth, Thumbnails]) -> None:
    truth, film = drawn
    found = boundaries_of(film)
    cuts = [each.first for each in found if each.kind is BoundaryKind.CUT]
    gradual = [(each.first, each.last) for each in found if each.kind is not BoundaryKind.CUT]
    of_cuts, _ = compare_cuts(truth.cuts, cuts)
    of_gradual, _ = compare_gradual(
        np.array(sorted(truth.fades + truth.dissolves), dtype=float),
        np.array(gradual, dtype=float).reshape(-1, 2),
    )
    assert of_cuts.f1 >= 0.95
    assert of_gradual.f1 >= 0.8


def test_a_still_picture_has_no_boundary() -> None:
    assert boundaries_of(_film([_pictures(60)[0]] * 60)) == []


def test_a_flash_is_no_boundary() -> None:
    pictures = _pictures(60)
    for step in (30, 31):
        pictures[step] = np.full_like(pictures[step], 250)
    assert boundaries_of(_film(pictures)) == []


def test_black_after_a_cut_is_a_cut_and_not_a_fade() -> None:
    black = np.zeros_like(_pictures(1)[0])
    found = boundaries_of(_film([*_pictures(30, seed=1), *[black] * 20, *_pictures(30, seed=2)]))
    assert [each.kind for each in found] == [BoundaryKind.CUT] * len(found)
    assert {each.first for each in found} == {30, 50}


def test_a_film_of_one_frame_is_one_shot() -> None:
    film = _film(_pictures(1))
    shots = shots_between(boundaries_of(film), len(film))
    assert [(shot.first, shot.last, shot.begins_by) for shot in shots] == [(0, 0, None)]


def test_a_dissolve_is_shared_by_the_shots_on_both_sides() -> None:
    shots = shots_between([Boundary(10, 19, BoundaryKind.DISSOLVE)], 40)
    assert [(shot.first, shot.last) for shot in shots] == [(0, 14), (15, 39)]


def _pictures(count: int, seed: int = 3) -> list[NDArray[np.uint8]]:
    shot = Shot(np.random.default_rng(seed), None)
    return [np.clip(shot.frame(step), 0, 255).astype(np.uint8) for step in range(count)]


def _film(pictures: list[NDArray[np.uint8]]) -> Thumbnails:
    small = [cv2.resize(each, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for each in pictures]
    planes = [cv2.cvtColor(each, cv2.COLOR_BGR2YUV) for each in small]
    chroma = [np.moveaxis(each[::2, ::2, 1:], 2, 0) for each in planes]
    return Thumbnails(
        np.array([each[:, :, 0] for each in planes], np.uint8),
        np.array(chroma, np.uint8),
        np.arange(len(pictures)) / 24,
    )
