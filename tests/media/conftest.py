from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from benchmarks.media.truth_film import Act, Events, draw, short_film

from matinee.errors import Unavailable


@pytest.fixture(scope="session")
def plain_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Events]:
    """Some seconds of letters, places, music and silence: no voice and no face."""
    path = tmp_path_factory.mktemp("plain") / "film.mp4"
    acts = [
        Act(0.5, "black", "silence"),
        Act(2.0, "titles", "music", "THE LAST TRAIN HOME"),
        Act(2.0, "place", "music"),
        Act(1.5, "place", "silence"),
    ]
    return path, draw(path, acts, seed=3)


@pytest.fixture(scope="session")
def truth_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Events]:
    """Something of everything, with a voice and a face."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("there is no espeak-ng on this machine, so nobody speaks")
    path = tmp_path_factory.mktemp("truth") / "film.mp4"
    try:
        return path, draw(path, short_film(), seed=3)
    except Unavailable as absent:
        pytest.skip(f"the stills with faces cannot be had: {absent}")
