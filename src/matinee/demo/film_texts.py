"""What this project itself says of the 400 films that the demo shows most, apart from the facts."""

from functools import lru_cache
from importlib.resources import files

import msgspec


class FilmText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words and a judgement of age, both written for this project.

    ``maturity_age`` is that of the film's certificate where it has one, else this project's own.
    """

    imdb: str
    synopsis: str
    keywords: tuple[str, ...]
    maturity_age: int


@lru_cache(maxsize=1)
def read_film_texts() -> tuple[FilmText, ...]:
    """All texts, in the order of their IMDb ids."""
    lines = files("matinee.demo").joinpath("film_texts.jsonl").read_bytes().splitlines()
    decoder = msgspec.json.Decoder(FilmText)
    return tuple(decoder.decode(line) for line in lines)
