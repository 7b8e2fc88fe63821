"""What is measured of a render answers to what was done to it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from benchmarks.studio.rendered_shot import render_shot
from numpy.typing import NDArray

from matinee.assembly.face_networks import face_networks
from matinee.errors import Denied
from matinee.studio.reage.measures import blurred
from matinee.studio.reage.measuring import read, written
from matinee.studio.reage.model import ONE_PERSON, Faces, Look, Quality
from matinee.studio.reage.quality import quality, sampled

SHOT = render_shot(range(3))


def _measured(result: NDArray[np.uint8], *, faces: Faces | None = None) -> Quality:
    pictures = zip(SHOT.source, result, SHOT.matte, strict=True)
    return quality(pictures, len(result), lambda: None, faces=faces)


def test_nothing_done_is_nothing_changed() -> None:
    same = _measured(SHOT.source)
    assert (same.outside, same.change, same.detail, same.lost) == (0, 0.0, 1.0, ())
    assert same.flicker == same.filmed_flicker
    assert (same.looked, same.unlike) == (0, None)


def test_a_blur_is_told_by_its_detail_and_its_face_and_is_no_better_than_its_like() -> None:
    told = _measured(blurred(SHOT.source, SHOT.matte, 2.2), faces=face_networks())
    assert told.detail == told.blur_detail
    assert told.detail is not None
    assert told.detail < 0.5
    assert (told.looked, told.faces) == (3, 3)
    assert told.unlike == told.blur_unlike
    assert told.unlike is not None
    assert told.most_unlike is not None
    assert 0.05 < told.unlike <= told.most_unlike < ONE_PERSON
    assert told.filmed_unlike is not None
    assert 0 < told.filmed_unlike < ONE_PERSON


class Guessing:
    """Takes a face for as old as it is bright."""

    def seen(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Look]:
        return [Look(np.zeros(128, np.float32), float(each.mean())) for each in pictures]


def test_an_estimate_is_told_beside_that_of_the_blur_and_what_it_changes_by_itself() -> None:
    lighter = np.where(SHOT.matte[..., None] > 0, np.clip(SHOT.source, 0, 235) + 20, SHOT.source)
    told = _measured(lighter.astype(np.uint8), faces=Guessing())
    assert told.age_moved is not None
    assert told.blur_age_moved is not None
    assert told.filmed_age_moves is not None
    assert told.age_moved > 3
    assert abs(told.blur_age_moved) < 1 < told.age_moved - told.blur_age_moved
    assert told.filmed_age_moves >= 0
    assert _measured(lighter.astype(np.uint8)).age_moved is None


def test_figures_that_were_kept_before_there_was_an_estimate_are_read() -> None:
    kept = json.loads(written(_measured(SHOT.source)))
    for name in ("age_moved", "blur_age_moved", "filmed_age_moves"):
        del kept[name]
    assert read(json.dumps(kept).encode()).age_moved is None


def test_what_flickers_spills_or_cannot_be_followed_is_said() -> None:
    made = SHOT.source.copy()
    made[1] = np.where(SHOT.matte[1][..., None] > 0, np.clip(made[1], 0, 235) + 20, made[1])
    spilt = np.argwhere(SHOT.matte[2] == 0)[0]
    made[2, *spilt] ^= 1
    told = _measured(made)
    assert told.outside == 3
    assert told.flicker is not None
    assert told.filmed_flicker is not None
    assert told.flicker > told.filmed_flicker + 10

    chance = np.random.default_rng(4).integers(0, 255, SHOT.source[1].shape, np.uint8)
    cut = np.stack([SHOT.source[0], chance, SHOT.source[2]])
    pictures = zip(cut, cut, SHOT.matte, strict=True)
    assert quality(pictures, 3, lambda: None, faces=None).lost == (0, 1)


def test_it_ends_at_the_next_frame_once_nobody_may_see_it() -> None:
    def closed() -> None:
        raise Denied("It is closed.")

    with pytest.raises(Denied):
        quality(zip(SHOT.source, SHOT.source, SHOT.matte, strict=True), 3, closed, faces=None)
    assert sampled(1) == {0}
    assert len(sampled(600)) == 24
