"""Films by what is remembered of them: years, the step that is learned, and the ranker."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.discover.plots.adapting import learned_step
from matinee.discover.plots.ranking import (
    PlotRanker,
    learned_weights,
    ranker_for,
    unlearned,
)
from matinee.discover.plots.signs import SIGNS, Texts
from matinee.discover.plots.years import told_years
from matinee.discover.texts.text_index import FIELDS, NOTHING, Matched, describes
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES, WIDTH


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("seen on tape in the 80s", (1980, 1989)),
        ("from the 1990's or 2003", (1990, 2003)),
        ("one of the 00s", (2000, 2009)),
        ("in 1957", (1957, 1957)),
        ("about 101 dogs and 300 soldiers", None),
    ],
)
def test_years_are_told_as_people_tell_them(text: str, years: tuple[int, int] | None) -> None:
    assert told_years(text) == years


def test_a_step_brings_descriptions_near_films_it_has_not_learned_of() -> None:
    dice = np.random.default_rng(3)
    films = dice.standard_normal((300, 24)).astype(np.float32)
    films /= np.linalg.norm(films, axis=1, keepdims=True)
    turned = films @ np.linalg.qr(dice.standard_normal((24, 24)))[0].astype(np.float32)
    told = (0.5 * films + turned).astype(np.float32)
    learned, held = np.arange(200), np.arange(200, 300)
    step = learned_step(
        np.tile(told[learned], (12, 1)), films, np.tile(learned, 12), films[:, 0] * 0
    )

    def found(described: NDArray[np.float32]) -> float:
        return float(((described @ films.T).argmax(axis=1) == held).mean())

    assert found(step.taken(told[held])) > 2 * found(told[held])


def test_weights_follow_the_sign_that_tells() -> None:
    dice = np.random.default_rng(5)
    signs = dice.standard_normal((200, 20, 3)).astype(np.float32)
    signs[:, 0, 1] += 2
    weights = learned_weights(signs, np.ones((200, 20), np.float32))
    assert weights[1] > 1
    assert abs(weights[0]) < 0.5
    assert abs(weights[2]) < 0.5


def test_a_choice_that_stands_for_none_does_not_count() -> None:
    signs = np.zeros((50, 3, 1), np.float32)
    signs[:, 0], signs[:, 2] = 1, 9
    standing = np.array([[1, 1, 0]], np.float32).repeat(50, axis=0)
    assert learned_weights(signs, standing)[0] > 1


def _texts() -> Texts:
    matrix = np.eye(WIDTH, dtype=np.float32)[:3]
    years, lengths = (np.array(row, np.float32) for row in ([1985, 1960, 2004], [6, 6, 6]))
    return Texts(np.array([2, 5, 7], np.int32), matrix, years, lengths)


def test_signs_are_of_the_titles_with_a_text_and_of_the_years_told() -> None:
    matched = dict.fromkeys(FIELDS, NOTHING)
    matched["story"] = Matched(np.array([7, 3], np.int32), np.array([4.0, 9.0], np.float32))
    texts = _texts()
    signs = texts.signs("a thing of the 80s", texts.matrix[1], matched, None)
    columns = dict(zip(SIGNS, signs.T, strict=True))
    assert columns["meaning"].argmax() == 1
    assert columns["story"].argmax() == 2
    assert columns["within_years"].tolist() == [1, 0, 0]
    assert columns["after_years"].tolist() == [0, 0, 1]
    assert not columns["adapted"].any()


def test_what_was_learned_is_read_as_it_was_written(tmp_path: Path) -> None:
    shipped = ranker_for(MODEL_IN_BYTES)
    shipped.write(tmp_path / "kept.npz")
    read = PlotRanker.read(tmp_path / "kept.npz")
    signs = np.random.default_rng(1).standard_normal((4, len(SIGNS))).astype(np.float32)
    assert read.model == MODEL_IN_BYTES
    np.testing.assert_array_equal(read.scores(signs), shipped.scores(signs))


def test_vectors_of_another_model_are_ranked_by_what_nothing_was_learned_of(tmp_path: Path) -> None:
    other = ranker_for("another")
    assert other.step is None
    assert np.flatnonzero(other.weights).tolist() == [SIGNS.index("meaning"), SIGNS.index("story")]
    with pytest.raises(ValueError, match="without a step"):
        unlearned("another").write(tmp_path / "none.npz")


def test_a_short_query_tells_of_no_plot() -> None:
    assert not describes("casablanca")
    assert describes(
        "an old sailor teaches a lonely girl chess inside a lighthouse while storms sink "
        "smuggling boats nearby and her uncle searches gold"
    )
