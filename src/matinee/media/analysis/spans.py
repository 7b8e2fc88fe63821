"""From curves to stretches of time: silence, speech, music, black, and where text stands."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matinee.media.analysis.measures import PictureMeasures, SoundMeasures
from matinee.media.analysis.reading import LASTING
from matinee.media.analysis.story import Span, SpanKind
from matinee.media.shots.evidence import Evidence
from matinee.media.sound.music import seconds_each
from matinee.media.sound.speech import WINDOWS_A_SECOND

_SILENT_LUFS = -55.0
_LEAST_SILENCE, _LEAST_MUSIC, _LEAST_BLACK, _LEAST_TEXT = 0.4, 3.0, 0.15, 0.7
_MUSIC_LIKELY = 0.8
_BLACK_LEVEL, _BLACK_SPREAD = 26.0, 3.0
_HELD = 0.5
"""Overlap with a row of the sample before from which a row of text is the same, or has scrolled."""
_TITLES_ROWS, _CREDITS_ROWS = 1, 3
_CREDITS_SECONDS, _CREDITS_IN_PICTURE_SECONDS = 4.0, 8.0
"""How long credits are at least: on dark, even ground, and over a picture."""
_DARK = 50.0


def sound_spans(sound: SoundMeasures) -> list[Span]:
    """Speech, silence and music."""
    silent = _runs(sound.momentary < _SILENT_LUFS, 0.1, least=_LEAST_SILENCE, bridge=0.1)
    speech = hysteresis(sound.speech, rise=0.5, fall=0.3)
    spoken = _runs(speech, 1 / WINDOWS_A_SECOND, least=0.25, bridge=0.4)
    smooth = _median(sound.music, 3)
    music = _runs(smooth > _MUSIC_LIKELY, seconds_each(), least=_LEAST_MUSIC, bridge=2.1)
    return [
        *(Span(SpanKind.SILENCE, *run) for run in silent),
        *(Span(SpanKind.SPEECH, *run) for run in spoken),
        *(Span(SpanKind.MUSIC, *run) for run in music),
    ]


def black_spans(evidence: Evidence) -> list[Span]:
    """Stretches of even, dark frames, to the frame."""
    at, rate = evidence.film.at, evidence.film.rate
    black = (evidence.level < _BLACK_LEVEL) & (evidence.spread < _BLACK_SPREAD)
    found: list[Span] = []
    for first, after in _edges(black):
        begins, ends = float(at[first]), float(at[after - 1]) + 1 / rate
        if ends - begins >= _LEAST_BLACK:
            found.append(Span(SpanKind.BLACK, begins, ends))
    return found


def text_spans(picture: PictureMeasures, seconds: float) -> list[Span]:
    """Titles, credits and other text: rows that hold still, or move up together.

    Text on dark, even ground is a title in the first third of a film and credits in the last; many
    rows for long are credits wherever they stand on such ground, and in the last third also over a
    picture. All else is text in the picture.
    """
    rows, dark = _steady_rows(picture)
    if not len(rows):
        return []
    step = float(np.median(np.diff(picture.sampled_at))) if len(rows) > 1 else 0.25
    found: list[Span] = []
    for first, after in _edges(_bridged(rows >= 1, round(1.0 / step))):
        begins = float(picture.sampled_at[first])
        ends = float(picture.sampled_at[after - 1]) + step
        if ends - begins < _LEAST_TEXT:
            continue
        many = float(np.median(rows[first:after]))
        plain = float(np.median(dark[first:after])) > 0.5
        found.append(
            Span(_text_kind(begins, ends, many, plain=plain, seconds=seconds), begins, ends)
        )
    return found


def _text_kind(begins: float, ends: float, rows: float, *, plain: bool, seconds: float) -> SpanKind:
    place = (begins + ends) / 2 / max(seconds, 1e-6)
    last, many, lasts = place > 2 / 3, rows >= _CREDITS_ROWS, ends - begins
    if plain and (many or last) and lasts >= _CREDITS_SECONDS:
        return SpanKind.CREDITS
    if many and last and lasts >= _CREDITS_IN_PICTURE_SECONDS:
        return SpanKind.CREDITS
    if plain and rows >= _TITLES_ROWS:
        return SpanKind.TITLES
    return SpanKind.TEXT


def _steady_rows(picture: PictureMeasures) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """(s,): how many rows hold from sample to sample; and whether the ground is dark."""
    count = len(picture.sampled_at)
    steady = np.zeros(count, np.intp)
    by_sample = [picture.rows[picture.rows[:, 0] == sample, 1:] for sample in range(count)]
    for sample in range(1, count):
        linked = sum(_continues(row, by_sample[sample - 1]) for row in by_sample[sample])
        steady[sample] = linked
        if linked and not steady[sample - 1]:
            steady[sample - 1] = linked
    # One sample's chance likeness is no text: several in a row are asked for.
    lasting = np.zeros(count, dtype=bool)
    for first, after in _edges(steady > 0):
        lasting[first:after] = after - first >= LASTING
    dark = picture.light[:, 0] < _DARK
    return np.where(lasting, steady, 0), dark


def _continues(row: NDArray[np.float32], before: NDArray[np.float32]) -> bool:
    """Whether a row of the sample before has the same left, width and height, there or lower."""
    left, top, wide, high = row
    same = (
        (np.abs(before[:, 0] - left) < 0.02)
        & (np.abs(before[:, 2] - wide) < 0.03)
        & (np.abs(before[:, 3] - high) < 0.02)
        & (before[:, 1] - top > -0.015)
        & (before[:, 1] - top < 0.12)
    )
    return bool(same.any())


def hysteresis(values: NDArray[np.float32], *, rise: float, fall: float) -> NDArray[np.bool_]:
    """True from where values exceed ``rise`` until they fall below ``fall``."""
    decided = np.where(values > rise, 1, np.where(values < fall, 0, -1))
    places = np.maximum.accumulate(np.where(decided >= 0, np.arange(len(values)), 0))
    return decided[places] == 1 if len(values) else np.empty(0, dtype=bool)


def _runs(
    true: NDArray[np.bool_], step: float, *, least: float, bridge: float
) -> list[tuple[float, float]]:
    spans = [(a * step, b * step) for a, b in _edges(_bridged(true, round(bridge / step)))]
    return [(begins, ends) for begins, ends in spans if ends - begins >= least]


def _bridged(true: NDArray[np.bool_], most: int) -> NDArray[np.bool_]:
    """Fill gaps of at most so many steps."""
    filled = true.copy()
    edges = _edges(true)
    for (_, before), (after, _) in pairwise(edges):
        if after - before <= most:
            filled[before:after] = True
    return filled


def _edges(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    marks = np.flatnonzero(np.diff(np.concatenate([[0], true.astype(np.int8), [0]])))
    return [(int(first), int(after)) for first, after in marks.reshape(-1, 2)]


def _median(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    if len(values) < width:
        return values
    padded = np.pad(values, width // 2, mode="edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1)
