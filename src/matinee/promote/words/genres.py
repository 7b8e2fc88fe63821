"""Which kind of film a sentence says it is, and whether anything bears that out."""

from collections.abc import Iterator

from matinee.promote.words.evidence import Evidence
from matinee.promote.words.reading import Reading, Word

GENRES = {
    "drama": "drama", "comedy": "comedy", "western": "western", "thriller": "thriller",
    "musical": "musical", "documentary": "documentary", "romance": "romance", "mystery": "mystery",
    "fantasy": "fantasy", "adventure": "adventure", "horror": "horror", "biopic": "biography",
    "noir": "film-noir", "satire": "satire", "epic": "epic",
}  # fmt: skip
"""Nouns that say by themselves what a film is."""
_BEFORE_FILM = {
    "action": "action", "crime": "crime", "war": "war", "family": "family", "horror": "horror",
    "animated": "animation", "animation": "animation", "science": "sci-fi", "fiction": "sci-fi",
    "fantasy": "fantasy", "adventure": "adventure", "mystery": "mystery", "romance": "romance",
    "romantic": "romance", "biographical": "biography", "sports": "sport", "sport": "sport",
    "superhero": "superhero", "silent": "silent", "noir": "film-noir",
}  # fmt: skip
"""Words that say it where a film stands behind them."""
_FILMS = frozenset({"film", "movie", "picture", "feature", "drama", "comedy"})


def genre_faults(reading: Reading, evidence: Evidence) -> Iterator[tuple[Word, ...]]:
    """The words of each genre that neither a fact nor a text gives the film."""
    held = {_plain(genre) for genre in evidence.known.genres}
    told = _told(evidence)
    for word in reading.words:
        if word.part not in {"NOUN", "PROPN", "ADJ"}:
            continue
        genre = GENRES.get(word.lemma)
        if genre is not None and genre not in held and word.lemma not in evidence.lemmas["n"]:
            yield (word,)
        elif genre is None and stands_before_film(reading, word):
            genre = _BEFORE_FILM[word.lemma]
            if genre not in held and word.lemma not in told:
                yield (word,)


def stands_before_film(reading: Reading, word: Word) -> bool:
    """Whether a word says what kind of film stands behind it."""
    if word.lemma not in _BEFORE_FILM:
        return False
    following = reading.words[word.place + 1 : word.place + 4]
    for after in following:
        if after.lemma in _FILMS:
            return True
        if after.part not in {"NOUN", "ADJ", "PROPN", "PUNCT"} or after.text in ",.;":
            return False
    return False


def _told(evidence: Evidence) -> frozenset[str]:
    return frozenset(
        word.lemma
        for line in evidence.lines
        for word in line.reading.words
        if stands_before_film(line.reading, word)
    )


def _plain(genre: str) -> str:
    folded = genre.casefold()
    plain = {"science fiction": "sci-fi", "animated": "animation", "biographical": "biography"}
    return plain.get(folded, folded)
