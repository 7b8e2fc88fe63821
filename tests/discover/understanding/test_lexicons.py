from __future__ import annotations

from matinee.discover.understanding.lexicons.moods import COMPARED, MOODS, MOST_MOODS


def test_the_moods_are_few_and_each_has_words_and_evidence() -> None:
    assert len(MOODS) <= MOST_MOODS
    assert all(mood.said and (mood.shown_by or mood.genres) for mood in MOODS)
    assert set(COMPARED.values()) <= {mood.name for mood in MOODS}


def test_no_word_is_said_of_two_moods() -> None:
    said = [word for mood in MOODS for word in mood.said]
    assert len(said) == len(set(said))
