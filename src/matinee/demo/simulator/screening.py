"""What happens once a film runs: whether it is finished, where it is left, what is said of it."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.log import LogBook
from matinee.demo.simulator.parameters import Parameters

Reals: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

_USUAL_MINUTES = 105.0
_USUAL_MINUTES_KIDS = 80.0
_LATE, _EARLY = 22.3, 5.0
_BORED_BY = 0.15
_LEFT_BY = 0.93


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """Films that begin to run, one per row, and how each came to be chosen."""

    profile: Ints
    film: Ints
    at: Reals
    hour: Reals
    kid: Mask
    device: NDArray[np.int16]
    surface: int
    row: Ints
    position: Ints
    page: Ints
    probability: Reals
    affinity: Reals
    minutes: Reals
    begun: Reals
    """The share that was seen before."""

    def __len__(self) -> int:
        return len(self.profile)


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """How each screening ended: when, at what share of the film, and whether that was all of it."""

    at: Reals
    share: Reals
    finished: Mask
    bored: Mask


def run(
    films: Screening, parameters: Parameters, book: LogBook, rng: np.random.Generator
) -> Ending:
    """Let the films run, and take down what happens."""
    ending = _ending(films, parameters, rng)
    seconds = films.minutes * 60
    _write(book, EventKind.PLAY, films, films.at, seconds=films.begun * seconds)
    # A finished film is heard of once on the way, one that is left when it is left.
    middle = films.begun + (ending.share - films.begun) * rng.uniform(0.35, 0.65, len(films))
    heard = np.where(ending.finished, middle, ending.share)
    when = films.at + (ending.at - films.at) * (heard - films.begun) / np.maximum(
        ending.share - films.begun, 1e-9
    )
    _write(book, EventKind.PROGRESS, films, when, seconds=heard * seconds)
    _write(book, EventKind.FINISH, films, ending.at, seconds=seconds, rows=ending.finished)
    _say_so(films, ending, parameters, book, rng)
    return ending


def _ending(films: Screening, parameters: Parameters, rng: np.random.Generator) -> Ending:
    count = len(films)
    left = films.minutes * (1 - films.begun)
    late = (films.hour >= _LATE) | (films.hour < _EARLY)
    leaning = (
        parameters.finish_base
        + parameters.finish_taste * films.affinity
        - np.where(
            films.kid,
            parameters.finish_per_minute_kids * (left - _USUAL_MINUTES_KIDS),
            parameters.finish_per_minute * (left - _USUAL_MINUTES),
        )
        - parameters.finish_late * late
        + parameters.finish_resumed * (films.begun > 0)
    )
    finished = rng.random(count) < _logistic(leaning)
    bored = rng.random(count) < _logistic(-0.3 - parameters.bored_taste * films.affinity)
    way = np.where(bored, rng.beta(1.2, 9.0, count), rng.beta(2.2, 1.9, count))
    share = films.begun + (_LEFT_BY - films.begun) * np.maximum(way, 0.01)
    share = np.where(finished, 1.0, np.maximum(share, films.begun + 0.005))
    pauses = rng.exponential(parameters.pause_minutes * 60, count) * (share - films.begun)
    at = films.at + (share - films.begun) * films.minutes * 60 + pauses
    return Ending(at, share, finished, ~finished & (share < _BORED_BY))


def _say_so(
    films: Screening,
    ending: Ending,
    parameters: Parameters,
    book: LogBook,
    rng: np.random.Generator,
) -> None:
    count = len(films)
    drawn, moved = rng.random(count), rng.uniform(15, 90, count)
    opinion = films.affinity + 0.6 * rng.normal(size=count) > parameters.thumb_threshold
    speaks = ending.finished & (drawn < parameters.thumb_after_finish)
    walks = ending.bored & (drawn < parameters.thumb_after_boredom)
    value = np.where(walks | ~opinion, -1.0, 1.0)
    _write(book, EventKind.THUMB, films, ending.at + moved, value=value, rows=speaks | walks)


def _write(
    book: LogBook,
    kind: EventKind,
    films: Screening,
    at: Reals,
    *,
    seconds: Reals | None = None,
    value: Reals | None = None,
    rows: Mask | None = None,
) -> None:
    kept = np.ones(len(films), np.bool_) if rows is None else rows
    book.write(
        kind,
        profile=films.profile[kept],
        film=films.film[kept],
        at=at[kept],
        device=films.device[kept],
        surface=films.surface,
        row=films.row[kept],
        position=films.position[kept],
        page=films.page[kept],
        seconds=np.nan if seconds is None else seconds[kept],
        value=np.nan if value is None else value[kept],
        probability=films.probability[kept] if kind is EventKind.PLAY else np.nan,
        affinity=films.affinity[kept],
    )


def _logistic(values: Reals) -> Reals:
    return 1 / (1 + np.exp(-values))
