"""Digital cosmetics change skin within the matte, by a strength that is keyed over time."""

import numpy as np
import pytest
from benchmarks.studio.rendered_shot import render_shot

from matinee.errors import Invalid
from matinee.studio.reage.cosmetics import Cosmetics, face_width, retouched
from matinee.studio.reage.keying import StrengthKey, strengths
from matinee.studio.reage.measures import (
    detail_kept,
    error_inside,
    outside_change,
    warp_errors,
)

SHOT = render_shot(range(70, 74))
"""Four frames in which a hand lies over the face."""


def _result(strength: float = 1.0, recipe: Cosmetics | None = None) -> np.ndarray:
    width = face_width(SHOT.matte)
    chosen = recipe or Cosmetics()
    return np.stack(
        [
            retouched(frame, matte, strength, chosen, width=width)
            for frame, matte in zip(SHOT.source, SHOT.matte, strict=True)
        ]
    )


def test_nothing_changes_where_the_matte_is_empty() -> None:
    result = _result()
    assert outside_change(SHOT.source, result, SHOT.matte) == 0
    assert np.nanmean(error_inside(result, SHOT.source, SHOT.matte)) > 2


def test_a_strength_of_nothing_gives_the_frame_as_it_was() -> None:
    assert np.array_equal(_result(0.0), SHOT.source)


def test_a_deep_frame_is_retouched_in_its_own_depth() -> None:
    frame, matte, width = SHOT.source[0], SHOT.matte[0], face_width(SHOT.matte)
    deep = frame.astype(np.uint16) * 257 + 100
    one, two = (retouched(each, matte, 1.0, Cosmetics(), width=width) for each in (frame, deep))
    assert np.array_equal(two[matte == 0], deep[matte == 0])
    apart = two.astype(np.float64) / 257 - 100 / 257 - one
    assert np.abs(apart).max() <= 0.51, "they differ by how the shallow one was rounded"
    assert len(np.unique(two[matte > 0] % 257)) > 200


def test_half_the_strength_is_half_the_change() -> None:
    whole, half = (
        np.nanmean(error_inside(_result(strength), SHOT.source, SHOT.matte))
        for strength in (1.0, 0.5)
    )
    assert half / whole == pytest.approx(0.5, abs=0.08)


def test_what_lies_outside_the_matte_does_not_bleed_in() -> None:
    frame, matte = SHOT.source[0], SHOT.matte[0]
    other = frame.copy()
    other[matte == 0] = 255 - other[matte == 0]
    width = face_width(SHOT.matte)
    one, two = (retouched(each, matte, 1.0, Cosmetics(), width=width) for each in (frame, other))
    assert np.array_equal(one[matte > 0], two[matte > 0])


def test_lines_go_and_pores_stay() -> None:
    rows, columns = np.mgrid[0:128, 0:128]
    line = -24 * np.exp(-(((rows - 64) / 2.5) ** 2))
    pores = np.random.default_rng(3).normal(0, 3, (128, 128))
    frame = np.clip(150 + line + pores, 0, 255)[..., None].repeat(3, axis=-1).astype(np.uint8)
    matte = np.where(np.hypot(rows - 64, columns - 64) < 60, 255, 0).astype(np.uint8)
    made = retouched(frame, matte, 1.0, Cosmetics(lines=1), width=120.0)
    inside = np.abs(columns - 64) < 30
    depth = [
        float(each[..., 0][(np.abs(rows - 64) > 12) & (matte > 0)].mean())
        - float(each[..., 0][(rows == 64) & inside].mean())
        for each in (frame, made)
    ]
    assert depth[1] < 0.45 * depth[0]
    kept = detail_kept(frame[None], made[None], matte[None])[0]
    assert kept > 0.85


def test_it_is_no_less_steady_than_the_source() -> None:
    errors = [
        np.nanmean(warp_errors(frames, SHOT.flow, SHOT.seen, SHOT.matte))
        for frames in (_result(), SHOT.source)
    ]
    assert errors[0] < errors[1]


def test_the_true_flow_brings_the_portrait_onto_itself() -> None:
    """The warp error of the source is grain and moving light, and a wrong flow is worse."""
    true = np.nanmean(warp_errors(SHOT.source, SHOT.flow, SHOT.seen, SHOT.matte))
    none = np.nanmean(warp_errors(SHOT.source, SHOT.flow * 0, SHOT.seen, SHOT.matte))
    assert true < 0.75 * none


def test_a_matte_of_another_size_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        retouched(SHOT.source[0], SHOT.matte[0][1:], 1.0, Cosmetics(), width=70.0)
    assert refused.value.field == "matte"


def test_an_empty_matte_has_no_face() -> None:
    with pytest.raises(Invalid):
        face_width(np.zeros((2, 8, 8), np.uint8))


def test_strength_stays_between_its_keys() -> None:
    keys = [StrengthKey(30, 1.0), StrengthKey(5, 0.0), StrengthKey(32, 1.0), StrengthKey(60, 0.2)]
    found = strengths(keys, 80)
    assert found[5] == 0
    assert found[0] == 0
    assert found[30] == found[31] == found[32] == 1
    assert found[79] == pytest.approx(0.2)
    assert np.all(np.diff(found[5:31]) >= 0)


@pytest.mark.parametrize(
    "keys",
    [[], [(3, 0.5), (3, 0.6)], [(80, 0.5)], [(-1, 0.5)], [(3, 1.5)], [(3, float("nan"))]],
)
def test_keys_that_cannot_be_are_refused(keys: list[tuple[int, float]]) -> None:
    with pytest.raises(Invalid):
        strengths([StrengthKey(*key) for key in keys], 80)
