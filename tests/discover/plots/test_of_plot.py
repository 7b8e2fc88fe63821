"""Whom the description of a plot may be of: what rules allow, the likeliest first."""

import numpy as np

from matinee.discover.retrieval.searching import of_plot


def test_rules_leave_titles_out_before_the_best_are_taken() -> None:
    rng = np.random.default_rng(1)
    scores = rng.random(2_000).astype(np.float32)
    allowed = np.zeros(2_000, np.bool_)
    allowed[np.argsort(scores)[:900]] = True  # What the member may see are the least likely.
    found = of_plot(scores, allowed)
    free = of_plot(scores, np.ones(2_000, np.bool_))
    assert len(found.entries) == len(free.entries)
    assert allowed[found.entries].all()
    assert found.entries[0] == np.flatnonzero(allowed)[scores[allowed].argmax()]
    assert (np.diff(found.scores) <= 0).all()


def test_what_has_no_text_is_never_recalled_and_equals_keep_their_order() -> None:
    scores = np.array([0.5, -np.inf, 0.5, 0.9, -np.inf], np.float32)
    found = of_plot(scores, np.ones(5, np.bool_))
    assert found.entries.tolist() == [3, 0, 2]
    assert not found.by_name.any()
