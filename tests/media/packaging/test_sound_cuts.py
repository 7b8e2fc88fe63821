"""Packaged sound cut where pictures are cut: the same frames, in other segments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.media.decoding.sound import RATE, sound_of
from matinee.media.packaging.fragments import Fragments, begins_at
from matinee.media.packaging.renditions import encode_samples
from matinee.media.packaging.sound_cuts import cut_sound

_FRAME = 1024 / RATE


def _heard(fragments: Fragments, path: Path) -> np.ndarray:
    path.write_bytes(fragments.head + b"".join(fragments.segments))
    return np.concatenate(list(sound_of(path)), axis=1)


@pytest.fixture(scope="module")
def sound() -> Fragments:
    noise = np.random.default_rng(2).normal(0, 0.1, (2, 9 * RATE)).astype(np.float32)
    made = encode_samples([noise], gain_db=0.0)
    assert made is not None
    return made


def test_segments_begin_at_the_frames_nearest_to_where_they_are_asked_for(
    sound: Fragments, tmp_path: Path
) -> None:
    starts = [0.0, 1.3, 4.013, 8.5]
    cut = cut_sound(sound, starts, rate=RATE)
    begins = [begins_at(segment) / RATE for segment in cut.segments]
    assert begins == pytest.approx(starts, abs=_FRAME / 2)
    before, after = _heard(sound, tmp_path / "a.mp4"), _heard(cut, tmp_path / "b.mp4")
    np.testing.assert_array_equal(before, after)


def test_what_lies_behind_the_end_begins_nothing_and_a_cut_cut_again_is_the_same(
    sound: Fragments,
) -> None:
    cut = cut_sound(sound, [0.0, 3.0, 60.0], rate=RATE)
    assert [begins_at(segment) / RATE for segment in cut.segments] == pytest.approx(
        [0.0, 3.0], abs=_FRAME / 2
    )
    assert cut_sound(cut, [0.0, 3.0, 60.0], rate=RATE) == cut


def test_fragments_of_others_are_refused(sound: Fragments) -> None:
    with pytest.raises(Invalid):
        cut_sound(
            Fragments(sound.head, (b"\0\0\0\x10moof12345678tfdt" + bytes(12),)), [0.0], rate=RATE
        )
