"""Sentences from facts alone: forty ways to say them, true of a film or with one slot wrong."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.promote.film_material import FilmMaterial

PHRASINGS = (
    "{director} directs {actor} and {actor2} in this {year} {genre}.",
    "{genre:A} from {year}, directed by {director}.",
    "{actor} and {actor2} star.",
    "{actor} leads a cast that also includes {actor2}.",
    "{name} runs {minutes} minutes.",
    "It takes {minutes} minutes to tell.",
    "Written by {writer}, it came out in {year}.",
    "{writer} wrote the script for {director}.",
    "With {actor}, {actor2} and {actor3}.",
    "{director}'s {genre} of {year}.",
    "Filmed by {director} in {year}, with {actor} among the cast.",
    "The screenplay is by {writer}.",
    "Behind the camera stands {director}, before it {actor}.",
    "{director} made it in {year}.",
    "It was released in {year} and lasts {minutes} minutes.",
    "A {year} release starring {actor}.",
    "{actor:last} and {actor2:last} play the leads.",
    "{director:last} is at the helm, {actor:last} on the screen.",
    "It comes from {country}.",
    "Made in {country} in {year}.",
    "Its characters speak {language}.",
    "A production from {country}.",
    "{name} is {genre:a} by {director}.",
    "At {minutes} minutes, {name} is {genre:a} that {writer} wrote.",
    "{genre:A} of the {decade}s.",
    "{actor}'s co-stars include {actor2}.",
    "Not every {genre} has {actor} in it, but this one does.",
    "You will hear {language} in it.",
    "The script by {writer} was filmed by {director}.",
    "In {year}, {actor} appeared in this {genre}.",
    "If you like {director}, here is {genre:a} for you.",
    "Starring alongside {actor} is {actor2}.",
    "The film, which {director} directed, is {minutes} minutes long.",
    "Directed by {director}; written by {writer}.",
    "{actor}, {actor2} and {actor3} appear in {name}.",
    "Audiences first saw {name} in {year}.",
    "A running time of {minutes} minutes.",
    "{director} shot {name} from a script by {writer}.",
    "Among its genres is {genre}.",
    "{actor} acts; {director} directs.",
)
_GENRES = {
    "Drama": "drama",
    "Comedy": "comedy",
    "Action": "action film",
    "Adventure": "adventure",
    "Crime": "crime film",
    "Thriller": "thriller",
    "Horror": "horror film",
    "Romance": "romance",
    "Sci-Fi": "science-fiction film",
    "Science Fiction": "science-fiction film",
    "Fantasy": "fantasy",
    "Animation": "animated film",
    "Animated": "animated film",
    "Family": "family film",
    "Mystery": "mystery",
    "War": "war film",
    "Western": "western",
    "Musical": "musical",
    "Documentary": "documentary",
}
_ASTRAY = {
    "year": (-19, -10, -5, -2, -1, 1, 2, 4, 10, 13),
    "decade": (-20, -10, 10, 20),
    "minutes": (-41, -25, -12, -7, 6, 9, 18, 33),
}
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NAME_SLOTS = ("director", "writer", "actor", "actor2", "actor3", "name")
_NUMBER_SLOTS = ("year", "minutes", "decade")
_CLAIM_SLOTS = ("genre", "country", "language")


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence; ``kind`` of what is wrong, empty where it is true, and the words planted."""

    sentence: str
    kind: str = ""
    planted: tuple[str, ...] = ()
    made_by: str = ""


def true_sentences(film: FilmMaterial, rng: random.Random, count: int) -> list[Planted]:
    """So many true sentences, each by another phrasing."""
    said: list[Planted] = []
    for phrasing in rng.sample(PHRASINGS, len(PHRASINGS)):
        values = _values(film, rng)
        if len(said) < count and _fits(phrasing, values):
            said.append(Planted(_said(phrasing, values), made_by="facts"))
    return said


def false_sentences(
    film: FilmMaterial, others: Sequence[FilmMaterial], rng: random.Random, kind: str, count: int
) -> list[Planted]:
    """So many sentences with one slot wrong, of one kind: ``name``, ``number`` or ``claim``."""
    wrong_slots = {"name": _NAME_SLOTS, "number": _NUMBER_SLOTS, "claim": _CLAIM_SLOTS}[kind]
    said: list[Planted] = []
    for phrasing in rng.sample(PHRASINGS, len(PHRASINGS)):
        values = _values(film, rng)
        slots = [found[1] for found in _SLOT.finditer(phrasing) if found[1] in wrong_slots]
        if len(said) == count or not slots or not _fits(phrasing, values):
            continue
        slot = rng.choice(slots)
        wrong = _wrong(slot, values[slot], film, rng.choice(list(others)), rng)
        if wrong is None:
            continue
        values[slot] = wrong
        last = f"{{{slot}:last}}" in phrasing
        said.append(
            Planted(
                _said(phrasing, values),
                kind,
                (wrong.split()[-1] if last else wrong,),
                "facts",
            )
        )
    return said


def _values(film: FilmMaterial, rng: random.Random) -> dict[str, str]:
    cast = rng.sample(film.cast, len(film.cast))
    genres = [_GENRES[genre] for genre in film.genres if genre in _GENRES]
    values = {"name": film.name, "year": str(film.year), "decade": str(film.year // 10 * 10)}
    values |= {f"actor{place or ''}": name for place, name in zip(("", 2, 3), cast, strict=False)}
    for slot, known in (
        ("director", film.directors),
        ("writer", film.writers),
        ("country", film.countries),
        ("language", film.languages),
        ("genre", genres),
    ):
        if known:
            values[slot] = rng.choice(list(known))
    if film.minutes:
        values["minutes"] = str(film.minutes)
    return values


def _fits(phrasing: str, values: dict[str, str]) -> bool:
    return all(found[1] in values for found in _SLOT.finditer(phrasing))


def _said(phrasing: str, values: dict[str, str]) -> str:
    def fill(found: re.Match[str]) -> str:
        value = values[found[1]]
        match found[2]:
            case "last":
                return value.split()[-1]
            case "a" | "A":
                article = "an" if value[0] in "aeiou" else "a"
                return f"{article.title() if found[2] == 'A' else article} {value}"
            case _:
                return value

    return _SLOT.sub(fill, phrasing)


def _wrong(
    slot: str, right: str, film: FilmMaterial, other: FilmMaterial, rng: random.Random
) -> str | None:
    match slot:
        case "year" | "decade" | "minutes":
            return str(int(right) + rng.choice(_ASTRAY[slot]))
        case "name":
            alike = other.name in film.name or film.name in other.name
            return None if alike else other.name
        case "genre":
            return _wrong_genre(film, rng)
        case "country" | "language":
            known = film.countries if slot == "country" else film.languages
            free = {"France", "Japan", "Brazil", "India", "Sweden", "Mexico"}
            if slot == "language":
                free = {"French", "Japanese", "Portuguese", "Hindi", "Swedish", "Arabic"}
            return rng.choice(sorted(free - set(known)))
        case _:
            return _wrong_person(slot, film, other, rng)


def _wrong_genre(film: FilmMaterial, rng: random.Random) -> str | None:
    held = {_GENRES.get(genre, "") for genre in film.genres}
    said = " ".join(film.texts).casefold()
    free = [
        word
        for word in sorted(set(_GENRES.values()))
        if word not in held and word.split()[0].split("-")[0] not in said
    ]
    return rng.choice(free) if free else None


def _wrong_person(
    slot: str, film: FilmMaterial, other: FilmMaterial, rng: random.Random
) -> str | None:
    """Somebody of another film, or somebody of this film who did something else in it."""
    role = {"director": film.directors, "writer": film.writers}.get(slot, film.cast)
    own = [name for name in film.people if name not in role]
    foreign = [name for name in other.people if name not in film.people]
    pool = own if own and rng.random() < 0.4 else foreign
    wrong = rng.choice(pool) if pool else None
    text = " ".join(film.texts)
    # A surname that the film knows in that role, or a text that names them, could make it true.
    if wrong is None or (wrong in foreign and wrong.split()[-1] in f"{text} {film.people}"):
        return None
    if wrong in own and wrong.split()[-1] in text:
        return None
    return None if any(wrong.split()[-1] in name for name in role) else wrong
