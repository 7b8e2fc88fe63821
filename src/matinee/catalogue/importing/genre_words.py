"""One word for what MovieLens and Wikipedia call by several, so that a genre is one row."""

from collections.abc import Iterable

_WORDS = {
    "Animated": "Animation",
    "Children's": "Children",
    "Film-Noir": "Film Noir",
    "Noir": "Film Noir",
    "Sci-Fi": "Science Fiction",
}


def genre_words(genres: Iterable[str]) -> tuple[str, ...]:
    """The genres in the words of this catalogue."""
    return tuple(_WORDS.get(genre, genre) for genre in genres)
