from __future__ import annotations

from pathlib import Path

from matinee.discover.understanding.lexicons.moods import COMPARED, MOODS, MOST_MOODS
from matinee.discover.understanding.lexicons.occasions import OCCASIONS

SENTENCES = Path(__file__).parents[3] / "benchmarks" / "discover" / "SENTENCES.md"


def test_the_moods_are_few_and_each_has_words_and_evidence() -> None:
    assert len(MOODS) <= MOST_MOODS
    assert all(mood.said and (mood.shown_by or mood.genres) for mood in MOODS)
    assert set(COMPARED.values()) <= {mood.name for mood in MOODS}


def test_no_word_is_said_of_two_moods() -> None:
    said = [word for mood in MOODS for word in mood.said]
    assert len(said) == len(set(said))


def test_the_occasions_are_those_that_sentences_are_held_to() -> None:
    _, _, after = SENTENCES.read_text(encoding="utf-8").partition("## Occasions")
    table, _, _ = after.partition("\n## ")
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert rows == [f"| {one.name} | {one.means} |" for one in OCCASIONS]


def test_no_words_are_said_of_two_occasions() -> None:
    said = [words for occasion in OCCASIONS for words in occasion.said]
    assert len(said) == len(set(said))
