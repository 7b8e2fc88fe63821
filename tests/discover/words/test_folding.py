from __future__ import annotations

import pytest

from matinee.discover.words.folding import numbered, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Amélie", "amelie"),
        ("Ocean’s Eleven", "oceans eleven"),
        ("E.T. the Extra-Terrestrial", "e t the extra terrestrial"),
        ("Fast & Furious", "fast and furious"),
        ("Сталкер", "stalker"),
        ("八月", "bayue"),
        ("ﬁlm noir", "film noir"),
        ("a\x00b\tc", "a b c"),
        ("…!?", ""),
    ],
)
def test_what_sounds_alike_is_written_alike(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rocky II", "rocky 2"),
        ("Rocky two", "rocky 2"),
        ("Twelve Angry Men", "12 angry men"),
        ("I, Robot", "i robot"),
        ("V for Vendetta", "v for vendetta"),
    ],
)
def test_numbers_are_written_in_one_way(text: str, words: str) -> None:
    assert " ".join(numbered(words_of(text))) == words
