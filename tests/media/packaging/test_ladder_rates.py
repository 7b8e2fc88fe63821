"""What is said of a package's streams from the key of its ladder alone."""

import pytest

from matinee.media.model import Ladder, rates_of
from matinee.media.packaging.renditions import renditions_for

SOUND = 128_000


@pytest.mark.parametrize("loudness", [None, -23.5])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (640, 272), (32, 18)])
def test_the_rates_of_a_ladder_are_the_limits_its_streams_were_encoded_with(
    size: tuple[int, int], loudness: float | None
) -> None:
    sizes = renditions_for(*size)
    ladder = Ladder(tuple(sizes), 24000 / 1001, loudness)
    sound = 0 if loudness is None else SOUND
    assert rates_of(ladder.key) == (sizes[-1].bits + sound, sizes[0].bits + sound)
