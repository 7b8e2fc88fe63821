"""The places at which a film may be broken: between shots, amid black, never within speech.

What speaks for a place follows the practice of scene segmentation (Hanjalic et al. 1999; Rao, Xu et
al. 2020, who join place, cast, action and sound): a scene ends, picture and sound come to rest,
and what follows looks otherwise.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.ads.breaks.model import SAME_PLACE, Bar, Cues, FilmPlaces, Place, Stretch
from matinee.ads.breaks.moods import moods_of
from matinee.ads.breaks.scoring import score
from matinee.media.model import Curve, Scale, ShotFacts, Span, SpanKind, Story

Real = NDArray[np.float64]
_SPEECH_MARGIN = 0.2
"""Seconds around speech that belong to it: a measure of speech has its own grain."""
_AT_BLACK = 0.6
"""Boundaries so near to black are one place with it."""
_QUIET_LU, _LULL_LU = 18.0, 12.0
_AROUND, _NEAR = 15.0, 1.5
_PAUSE, _HELD = 4.0, 8.0
_SIDE_SECONDS, _SIDE_SHOTS = 20.0, 3
_WIDE = {Scale.LONG: 1.0, Scale.NOBODY: 1.0, Scale.MEDIUM: 0.5}


def places_of(story: Story) -> FilmPlaces:
    """Every place of a film, by time, scored; those that are barred say why."""
    if len(story.shots) < 2:
        return FilmPlaces(story.seconds, ())
    film = _Film.of(story)
    found = [film.place(*moment) for moment in _moments(story)]
    scenes = tuple(Stretch(scene.begins, scene.ends) for scene in story.scenes)
    places = tuple(sorted(found, key=lambda place: place.at))
    return FilmPlaces(story.seconds, places, scenes, moods_of(story))


def _moments(story: Story) -> list[tuple[float, int, bool]]:
    """Time, the shot that begins there, whether it is black: boundaries, those at black joined."""
    black = _spans(story, SpanKind.BLACK)
    found = list[tuple[float, int, bool]]()
    taken = set[int]()
    for shot in story.shots[1:]:
        place = _within(black, shot.begins, margin=_AT_BLACK)
        if place is None:
            found.append((shot.begins, shot.number, False))
            continue
        if place in taken:
            continue
        taken.add(place)
        middle = (black[place].begins + black[place].ends) / 2
        if black[place].begins > 0 and black[place].ends < story.seconds:
            found.append((middle, _first_after(story.shots, black[place].ends), True))
    return found


def _first_after(shots: Sequence[ShotFacts], at: float) -> int:
    """The first shot that lies after black, be it a shot of its own or none."""
    begins = [shot.begins for shot in shots]
    return min(max(bisect_left(begins, at - _AT_BLACK), 1), len(shots) - 1)


@dataclass(frozen=True, slots=True)
class _Film:
    """A story with what is asked for at each place made ready."""

    story: Story
    speech: list[Span]
    closed: list[Span]
    silence: list[Span]
    looks: Real
    lengths: Real

    @classmethod
    def of(cls, story: Story) -> "_Film":
        closed = [*_spans(story, SpanKind.TITLES), *_spans(story, SpanKind.CREDITS)]
        return cls(
            story,
            _spans(story, SpanKind.SPEECH),
            sorted(closed, key=lambda span: span.begins),
            _spans(story, SpanKind.SILENCE),
            _looks(story.shots),
            np.array([shot.ends - shot.begins for shot in story.shots]),
        )

    def place(self, at: float, shot: int, black: bool) -> Place:
        """One place, measured and scored."""
        cues = self._cues(at, shot, black)
        return Place(at, score(cues), cues, self._bar(at), self._reach(at) if black else SAME_PLACE)

    def _bar(self, at: float) -> Bar | None:
        if _within(self.speech, at, margin=_SPEECH_MARGIN) is not None:
            return Bar.SPEECH
        ended = any(
            span.kind is SpanKind.CREDITS and span.begins <= at and self._nothing_after(span)
            for span in self.closed
        )
        if ended or _within(self.closed, at, margin=0.0) is not None:
            return Bar.CREDITS
        return None

    def _reach(self, at: float) -> float:
        """How far the black around its middle goes on either side, clear of speech."""
        black = next(
            (
                span.ends - at
                for span in self.story.spans
                if span.kind is SpanKind.BLACK and span.begins <= at < span.ends
            ),
            SAME_PLACE,
        )
        spoken = [max(span.begins - at, at - span.ends) for span in self.speech]
        clear = min(spoken, default=black) - _SPEECH_MARGIN
        return max(min(black, clear if spoken else black), SAME_PLACE)

    def _nothing_after(self, rolling: Span) -> bool:
        """Credits in the last third end the film, whatever comes after them."""
        return rolling.begins > self.story.seconds * 2 / 3

    def _cues(self, at: float, shot: int, black: bool) -> Cues:
        before, after = self.story.shots[shot - 1], self.story.shots[shot]
        loud = self._curve("loudness", at - _NEAR, at + _NEAR)
        around = self._curve("loudness", at - _AROUND, at + _AROUND)
        silent = self._silent(at)
        least = float(loud.min()) if len(loud) else self.story.integrated_lufs
        usual = float(np.median(around)) if len(around) else least
        intensity = self._curve("intensity", at - 2 * _NEAR, at + 2 * _NEAR)
        return Cues(
            scene=float(self._scene_begins(at, shot)),
            black=float(black),
            soft=float(black or after.begins_by in {"fade", "dissolve"}),
            quiet=max(silent, _share(self.story.integrated_lufs - least, _QUIET_LU)),
            lull=max(silent, _share(usual - least, _LULL_LU)),
            pause=self._pause(at),
            calm=1 - float(intensity.mean()) if len(intensity) else 0.0,
            change=self._change(shot),
            held=(_held(before) + _held(after)) / 2,
            apart=after.apart,
            wide=_WIDE.get(after.scale, 0.0),
        )

    def _scene_begins(self, at: float, shot: int) -> bool:
        begins = [scene.begins for scene in self.story.scenes[1:]]
        reach = _AT_BLACK + max(0.0, self.story.shots[shot].begins - at)
        place = bisect_left(begins, at - _AT_BLACK - 1e-6)
        return place < len(begins) and begins[place] <= at + reach

    def _curve(self, name: str, begins: float, ends: float) -> Real:
        curve = self.story.curves.get(name)
        return np.empty(0) if curve is None else _part(curve, begins, ends)

    def _silent(self, at: float) -> float:
        """The share of the seconds around that are silent."""
        begins, ends = at - _NEAR, at + _NEAR
        held = sum(
            max(0.0, min(span.ends, ends) - max(span.begins, begins)) for span in self.silence
        )
        return min(1.0, held / (2 * _NEAR))

    def _pause(self, at: float) -> float:
        """How long nobody has spoken, and will not; seconds of each side up to four."""
        ends = [span.ends for span in self.speech if span.begins <= at]
        begins = [span.begins for span in self.speech if span.begins > at]
        since = at - max(ends) if ends else _PAUSE
        until = min(begins) - at if begins else _PAUSE
        return (_share(since, _PAUSE) + _share(until, _PAUSE)) / 2

    def _change(self, shot: int) -> float:
        """How far light, colour and sharpness of a few shots before and after lie apart."""
        before = self._side(range(shot - 1, -1, -1))
        after = self._side(range(shot, len(self.looks)))
        return 1 - float(np.exp(-np.linalg.norm(before - after) / np.sqrt(self.looks.shape[1])))

    def _side(self, shots: range) -> Real:
        """(3,): the mean look of up to three shots in up to twenty seconds, by their lengths."""
        taken = list[int]()
        seconds = 0.0
        for shot in shots:
            if len(taken) == _SIDE_SHOTS or (taken and seconds >= _SIDE_SECONDS):
                break
            taken.append(shot)
            seconds += float(self.lengths[shot])
        weights = np.minimum(self.lengths[taken], _SIDE_SECONDS)
        return np.average(self.looks[taken], axis=0, weights=np.maximum(weights, 1e-3))


def _looks(shots: Sequence[ShotFacts]) -> Real:
    """(n, 3): brightness, colourfulness and sharpness, in the film's own deviations."""
    values = np.array([
        [shot.brightness, shot.colourfulness, np.log1p(max(shot.sharpness, 0.0))] for shot in shots
    ])  # fmt: skip
    spread = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(spread > 1e-6, spread, 1.0)


def _part(curve: Curve, begins: float, ends: float) -> Real:
    first = max(0, int(np.ceil(begins / curve.step_seconds - 1e-9)))
    after = int(np.floor(ends / curve.step_seconds + 1e-9)) + 1
    return np.array(curve.values[first : max(after, 0)])


def _spans(story: Story, kind: SpanKind) -> list[Span]:
    return sorted((s for s in story.spans if s.kind is kind), key=lambda span: span.begins)


def _within(spans: Sequence[Span], at: float, *, margin: float) -> int | None:
    """Which of the spans, in order and apart from each other, holds a time."""
    place = bisect_right([span.begins - margin for span in spans], at) - 1
    return place if place >= 0 and at < spans[place].ends + margin else None


def _held(shot: ShotFacts) -> float:
    return _share(shot.ends - shot.begins, _HELD)


def _share(value: float, full: float) -> float:
    return min(max(value / full, 0.0), 1.0)
