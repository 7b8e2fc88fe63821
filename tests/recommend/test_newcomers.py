import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.recommend.newcomers import ContentMap, moved_by_plays

RANDOM = np.random.default_rng(2)
WIDTH = 6


def test_a_map_that_there_is_is_found() -> None:
    facts = RANDOM.normal(size=(200, 4)).astype(np.float32)
    law = RANDOM.normal(size=(5, WIDTH + 1))
    whole = np.column_stack([facts, np.ones(200)]) @ law
    vectors = whole.astype(np.float32)
    made = ContentMap.fit(facts, vectors[:, :-1], vectors[:, -1], ridge=1e-6)
    assert made.of(facts[:3]) == pytest.approx(whole[:3], abs=1e-3)


def test_titles_without_facts_begin_at_the_average() -> None:
    facts = RANDOM.normal(size=(200, 4)).astype(np.float32)
    facts -= facts.mean(0)
    vectors = RANDOM.normal(size=(200, WIDTH)).astype(np.float32)
    made = ContentMap.fit(facts, vectors, vectors[:, 0], ridge=5.0)
    average = np.append(vectors.mean(0), vectors[:, 0].mean())
    assert made.of(np.zeros((1, 4), np.float32))[0] == pytest.approx(average, abs=1e-3)


def after(plays: int, *, prior: float = 1.0) -> np.ndarray:
    """A title that suits histories with a large first coordinate, after so many plays."""
    random = np.random.default_rng(3)
    others = random.normal(size=(300, WIDTH)).astype(np.float32)
    suited = random.normal(size=(plays, WIDTH)).astype(np.float32)
    suited[:, 0] = np.abs(suited[:, 0])
    return moved_by_plays(
        np.zeros(WIDTH + 1, np.float32),
        played=suited,
        passed_by=others,
        played_total=np.full(plays, 3.0),
        passed_total=np.full(300, 3.0),
        looks=1.0,
        prior=prior,
    )


def test_plays_move_a_title_towards_those_who_watch_it() -> None:
    moved = [after(plays)[0] for plays in (0, 3, 30)]
    assert abs(moved[0]) < 0.05
    assert moved[2] > moved[1] + 0.2 > moved[0] + 0.2


def test_a_strong_prior_holds_a_title_where_it_began() -> None:
    assert np.abs(after(30, prior=1e6)).max() < 1e-3


def test_facts_of_other_titles_are_refused() -> None:
    with pytest.raises(Invalid):
        nothing = np.zeros((3, 2), np.float32)
        ContentMap.fit(nothing[:2], nothing, nothing[:, 0], ridge=1.0)
