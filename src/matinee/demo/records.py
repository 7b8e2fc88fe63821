"""From the facts and words of a film to the record by which the catalogue takes it in."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from matinee.catalogue.model import (
    CreditRecord,
    MaturityRecord,
    TextRecord,
    TitleRecord,
    WindowRecord,
)
from matinee.demo.film_facts import FilmFacts
from matinee.demo.film_texts import FilmText
from matinee.demo.windows import HELD_BACK_DAYS, Licence, instant

SOURCE = "demo"
_FACTS = "Wikidata, by way of bokeh-sampledata 2026.1 (CC0-1.0)"
_OURS = "this project, for its demo"
_LICENCE = "Apache-2.0"
_CAST_ORDER = "cast ordered by this project, the widely seen first; not the order of billing"
_SMALL_CAST = 4


def title_records(
    films: Sequence[FilmFacts],
    texts: Mapping[str, FilmText],
    licences: Mapping[str, Licence],
    *,
    base_day: date,
) -> Iterator[TitleRecord]:
    """One record for each film, in their order."""
    known = prominence(films)
    for film in films:
        text = texts.get(film.imdb)
        yield TitleRecord(
            name=film.name,
            year=film.year,
            runtime_minutes=film.runtime_minutes,
            original_language=film.languages[0] if len(film.languages) == 1 else None,
            external_ids={"imdb": film.imdb, "wikidata": film.wikidata},
            genres=film.genres,
            keywords=text.keywords if text else (),
            countries=film.countries,
            audio=film.languages,
            maturity=_maturity(film, text),
            windows=_windows(licences.get(film.imdb), base_day),
            texts=_texts(film, text),
            credits=_credits(film, known),
            marks=_marks(film, text),
        )


def age_of(film: FilmFacts, text: FilmText | None) -> int | None:
    """This project's age for a film without a certificate; None where neither is known."""
    return text.maturity_age if film.certificate is None and text else None


def _maturity(film: FilmFacts, text: FilmText | None) -> tuple[MaturityRecord, ...]:
    # A rating of the MPA is an American one; the demo lets it stand everywhere, for want of others.
    if film.certificate is not None:
        return (MaturityRecord("MPA", film.certificate),)
    age = age_of(film, text)
    return () if age is None else (MaturityRecord("AGE", str(age)),)


def _windows(licence: Licence | None, base_day: date) -> tuple[WindowRecord, ...]:
    if licence is None:
        return (WindowRecord(),)
    start = instant(base_day, licence.opens).isoformat()
    end = None if licence.closes is None else instant(base_day, licence.closes).isoformat()
    everywhere = WindowRecord("*", start, end)
    if licence.held_back is None:
        return (everywhere,)
    later = instant(base_day, HELD_BACK_DAYS).isoformat()
    return (everywhere, WindowRecord(licence.held_back, later))


def _texts(film: FilmFacts, text: FilmText | None) -> tuple[TextRecord, ...]:
    if text is None:
        return ()
    return (TextRecord("en", name=film.name, synopsis_short=text.synopsis, licence=_LICENCE),)


def prominence(films: Sequence[FilmFacts]) -> Mapping[str, float]:
    """How widely seen each player is, by all films: known films count more, long casts less.

    The facts name a cast in alphabetical order; this tells a lead from someone at the next table.
    """
    known: defaultdict[str, float] = defaultdict(float)
    for film in films:
        share = math.log1p(film.reviews) ** 2 / max(_SMALL_CAST, len(film.cast))
        for name in film.cast:
            known[name] += share
    return known


def _credits(film: FilmFacts, known: Mapping[str, float]) -> tuple[CreditRecord, ...]:
    cast = sorted(film.cast, key=lambda name: (-known[name], name))
    named = (("director", film.directors), ("writer", film.writers), ("cast", cast))
    return tuple(CreditRecord(name, role) for role, names in named for name in names)


def _marks(film: FilmFacts, text: FilmText | None) -> dict[str, str]:
    marks = {"facts": _FACTS, "credits": _CAST_ORDER}
    if text is not None:
        marks |= {"texts": _OURS, "keywords": _OURS, "windows": "invented for the demo"}
    if age_of(film, text) is not None:
        marks["maturity"] = _OURS
    return marks
