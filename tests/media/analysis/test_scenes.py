from __future__ import annotations

import numpy as np

from matinee.media.analysis.scenes import Partings, partings_of
from matinee.media.decoding.thumbnails import HEIGHT, WIDTH, Thumbnails
from matinee.media.shots.detection import Shot
from matinee.media.shots.evidence import Evidence

_RATE, _SECONDS = 8, 5


def _place(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture of eight parts, each of its own light and colour."""
    random = np.random.default_rng(seed)
    light = np.kron(random.integers(60, 220, (2, 4)), np.ones((HEIGHT // 2, WIDTH // 4)))
    colour = np.kron(random.integers(85, 170, (2, 2, 4)), np.ones((1, HEIGHT // 4, WIDTH // 8)))
    return light.astype(np.uint8), colour.astype(np.uint8)


def _turned(place: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The same place by a camera that stands elsewhere, with somebody before a part of it."""
    light, colour = np.roll(place[0], WIDTH // 4, axis=1), np.roll(place[1], WIDTH // 8, axis=2)
    light[: HEIGHT // 2, : WIDTH // 4] = 140
    colour[:, : HEIGHT // 4, : WIDTH // 8] = 120
    return light, colour


def _partings(*places: tuple[np.ndarray, np.ndarray]) -> Partings:
    frames = _RATE * _SECONDS
    film = Thumbnails(
        np.repeat(np.stack([light for light, _ in places]), frames, axis=0),
        np.repeat(np.stack([colour for _, colour in places]), frames, axis=0),
        np.arange(frames * len(places)) / _RATE,
    )
    shots = [Shot(at * frames, (at + 1) * frames - 1, None) for at in range(len(places))]
    return partings_of(Evidence.of(film), shots)


def _starts(*places: tuple[np.ndarray, np.ndarray]) -> list[int]:
    return _partings(*places).starts


def test_a_place_seen_from_elsewhere_with_a_face_before_it_is_the_same_scene() -> None:
    here, there = _place(1), _place(2)
    assert _starts(here, _turned(here), there, _turned(there)) == [0, 2]


def test_a_cut_to_another_place_and_back_ends_no_scene_but_a_late_return_does() -> None:
    here, others = _place(1), [_place(seed) for seed in range(2, 8)]
    assert _starts(here, others[0], here) == [0]
    assert _starts(here, *others, here)[-1] == 7


def test_the_sides_of_a_cut_are_apart_unless_a_place_of_one_is_found_on_the_other() -> None:
    here, there = _place(1), _place(2)
    black = np.zeros_like(here[0]), np.zeros_like(here[1])
    apart = _partings(here, _turned(here), there, _turned(there)).apart
    assert apart[0] == apart[1] == apart[3] == 0.0
    assert apart[2] > 0.5
    returned = _partings(here, there, here).apart
    assert list(returned) == [0.0, 0.0, 0.0]
    assert list(_partings(here, black).apart) == [0.0, 0.0]


def test_a_return_after_more_than_forty_seconds_is_not_remembered() -> None:
    here, others = _place(1), [_place(seed) for seed in range(2, 11)]
    assert min(_partings(here, *others, here).apart[1:]) > 0.3
    assert max(_partings(here, *others[:7], here).apart) == 0.0
