from __future__ import annotations

import re
import unicodedata
from collections import Counter

from matinee.demo.film_facts import FilmFacts
from matinee.demo.film_texts import FilmText, read_film_texts
from matinee.vocabulary.maturity import MaturityRating


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])(?<!Mr\.) ", text)


def test_400_films_are_described_in_the_order_of_their_ids() -> None:
    ids = [text.imdb for text in read_film_texts()]
    assert len(ids) == 400
    assert ids == sorted(set(ids))


def test_every_described_film_stands_once_in_the_facts(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    counts = Counter(film.imdb for film in facts)
    assert [imdb for imdb in texts if counts[imdb] != 1] == []


def test_every_synopsis_is_long_enough_to_choose_by_and_short_enough_to_read() -> None:
    lengths = {text.imdb: len(text.synopsis) for text in read_film_texts()}
    assert [imdb for imdb, length in lengths.items() if not 150 <= length <= 330] == []


def test_every_film_has_five_to_eight_different_lower_case_keywords() -> None:
    wrong = [
        text.imdb
        for text in read_film_texts()
        if not 5 <= len(set(text.keywords)) == len(text.keywords) <= 8
        or any(word != word.lower().strip() or not word for word in text.keywords)
    ]
    assert wrong == []


def test_no_sentence_is_used_twice() -> None:
    sentences = Counter(
        sentence for text in read_film_texts() for sentence in _sentences(text.synopsis)
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_synopses_do_not_begin_alike() -> None:
    openings = Counter(" ".join(text.synopsis.split()[:3]) for text in read_film_texts())
    assert max(openings.values()) <= 3


def test_texts_are_composed_and_printable() -> None:
    for text in read_film_texts():
        for words in (text.synopsis, *text.keywords):
            assert words == unicodedata.normalize("NFC", words)
            assert words.isprintable()
            assert "  " not in words
        assert text.synopsis[0].isupper()
        assert text.synopsis[-1] in ".!?"


def test_a_certificate_is_kept_and_ages_are_judged_only_where_there_is_none(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    for film in facts:
        text = texts.get(film.imdb)
        if text is None:
            continue
        if film.certificate is None:
            assert text.maturity_age in {0, 6, 8, 12, 13, 15, 17, 18}
        else:
            rating = MaturityRating.known("MPA", film.certificate)
            assert rating is not None
            assert text.maturity_age == rating.age
