"""Breaks, the places for them and what is marked, drawn over the strip of a film."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.ads.breaks.model import FULL_SCORE, FilmPlaces, Stretch, clock
from matinee.ads.breaks.service import JudgedBreak, Placement
from matinee.surfaces.web.media.film_strip import WIDTH, Bar

TALL = 100.0
"""Height of the drawing that lies over all lanes."""
PLACES_TALL = 48.0
_LEAST = 4.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A break over the strip; ``kind`` is ``good``, ``wait`` (a rule not kept) or ``bad``."""

    id: str
    at: float
    left: float
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Places:
    """The places as ticks, tall by their score: those that are free, and those that are barred."""

    free: str
    barred: str
    count: int


def places_drawn(film: FilmPlaces) -> Places:
    """Paths of ticks that stand on the ground of a lane of ``PLACES_TALL``."""
    return Places(
        "".join(_tick(film, each.at, each.score) for each in film.places if each.bar is None),
        "".join(_tick(film, each.at, 0) for each in film.places if each.bar is not None),
        sum(each.bar is None for each in film.places),
    )


def marks_drawn(judged: Sequence[JudgedBreak], seconds: float) -> list[Mark]:
    """Where each break lies."""
    return [
        Mark(
            each.placed.id,
            each.placed.at,
            _left(each.placed.at, seconds),
            clock(each.placed.at),
            "bad" if each.bar else "wait" if each.faults else "good",
        )
        for each in judged
    ]


def stretches_drawn(marked: Sequence[Stretch], seconds: float) -> list[Bar]:
    """What is marked to take no break."""
    return [
        Bar(
            _left(each.begins, seconds),
            round(_left(each.ends, seconds) - _left(each.begins, seconds), 2),
            f"{clock(each.begins)} – {clock(each.ends)}",
        )
        for each in marked
    ]


def placements_drawn(placements: Sequence[Placement], seconds: float) -> list[Bar]:
    """Where pictures stand over or beside the film."""
    return [
        Bar(
            _left(each.at, seconds),
            round(_left(each.ends, seconds) - _left(each.at, seconds), 2),
            f"{clock(each.at)} – {clock(each.ends)}",
        )
        for each in placements
    ]


def _tick(film: FilmPlaces, at: float, score: int) -> str:
    tall = _LEAST + (PLACES_TALL - _LEAST) * score / FULL_SCORE
    return f"M{_left(at, film.seconds):.1f},{PLACES_TALL:.0f}v-{tall:.1f}"


def _left(at: float, seconds: float) -> float:
    return round(WIDTH * min(at / max(seconds, 1e-6), 1.0), 2)
