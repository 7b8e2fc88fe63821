"""From measures to a story: shots with facts, scenes, spans, people, curves."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matinee.media.analysis.measures import PictureMeasures, SoundMeasures
from matinee.media.analysis.scenes import Partings, partings_of
from matinee.media.analysis.spans import black_spans, sound_spans, text_spans
from matinee.media.analysis.story import Curve, FaceTrack, Scale, Scene, ShotFacts, Story
from matinee.media.decoding.thumbnails import Thumbnails
from matinee.media.picture.tracks import Track, link, name_identities
from matinee.media.shots.detection import Boundary, Shot, colour_cuts, combined, shots_between
from matinee.media.shots.evidence import Evidence
from matinee.media.sound.loudness import QUIETEST

_STEP = 0.5
_GAP = 1.1
_SCALES = (
    (0.75, Scale.EXTREME_CLOSE),
    (0.42, Scale.CLOSE),
    (0.25, Scale.MEDIUM_CLOSE),
    (0.12, Scale.MEDIUM),
    (0.0, Scale.LONG),
)
_SMOOTH_SECONDS = 12.0


def fast_story(film: Thumbnails, picture: PictureMeasures, sound: SoundMeasures) -> Story:
    """What the fast pass can say: shots by colour alone, no text, people not told apart."""
    return _story(film, picture, sound, colour_cuts)


def full_story(film: Thumbnails, picture: PictureMeasures, sound: SoundMeasures) -> Story:
    """Everything; ``film`` is every frame of it, small."""
    return _story(film, picture, sound, combined)


def _story(
    film: Thumbnails,
    picture: PictureMeasures,
    sound: SoundMeasures,
    detect: Callable[[Evidence], list[Boundary]],
) -> Story:
    if not len(film):
        integrated, loudness_range, peak = (float(value) for value in sound.summary)
        return Story(0.0, integrated, loudness_range, peak)
    seconds = float(film.at[-1]) + 1 / film.rate
    evidence = Evidence.of(film)
    shots = shots_between(detect(evidence), len(film))
    partings = partings_of(evidence, shots)
    tracks = _tracks(picture, shots, film.at)
    facts = _shot_facts(picture, evidence, shots, partings, tracks)
    spans = [*sound_spans(sound), *black_spans(evidence), *text_spans(picture, seconds)]
    return Story(
        seconds=seconds,
        integrated_lufs=float(sound.summary[0]),
        loudness_range=float(sound.summary[1]),
        peak_db=float(sound.summary[2]),
        shots=tuple(facts),
        scenes=tuple(_scenes(facts, partings.starts)),
        spans=tuple(sorted(spans, key=lambda span: (span.begins, span.kind))),
        tracks=tuple(_track_facts(tracks)),
        curves=_curves(picture, sound, evidence, facts, seconds),
    )


def _tracks(picture: PictureMeasures, shots: list[Shot], at: NDArray[np.float64]) -> list[Track]:
    begins = at[[shot.first for shot in shots]]
    tracks: list[Track] = []
    for sample in range(len(picture.sampled_at)):
        seen = picture.faces_of(sample)
        when = float(picture.sampled_at[sample])
        shot = int(np.searchsorted(begins, when + 1e-6, side="right")) - 1
        linked = link(tracks, max(shot, 0), when, [face for face, _ in seen], gap=_GAP)
        for track, (_, described) in zip(linked, seen, strict=True):
            if described is not None:
                track.descriptors.append(described)
    # A face that was seen once may be a pattern in the picture.
    lasting = [track for track in tracks if len(track.at) > 1]
    name_identities(lasting)
    return lasting


def _track_facts(tracks: list[Track]) -> list[FaceTrack]:
    return [
        FaceTrack(
            number=number,
            shot=track.shot,
            identity=track.identity,
            begins=track.at[0],
            ends=track.at[-1],
            best_at=track.at[track.best],
            box=track.faces[track.best].box,
        )
        for number, track in enumerate(tracks)
    ]


def _shot_facts(
    picture: PictureMeasures,
    evidence: Evidence,
    shots: list[Shot],
    partings: Partings,
    tracks: list[Track],
) -> list[ShotFacts]:
    at, rate = evidence.film.at, evidence.film.rate
    found: list[ShotFacts] = []
    for number, shot in enumerate(shots):
        begins, ends = float(at[shot.first]), float(at[shot.last]) + 1 / rate
        inside = (picture.sampled_at >= begins) & (picture.sampled_at < ends)
        mine = [track for track in tracks if track.shot == number]
        light = picture.light[inside].mean(axis=0) if inside.any() else np.zeros(4)
        found.append(
            ShotFacts(
                number=number,
                scene=int(np.searchsorted(partings.starts, number, side="right")) - 1,
                begins=begins,
                ends=ends,
                begins_by=shot.begins_by.value if shot.begins_by else "start",
                scale=_scale(mine),
                people=_together(mine),
                motion=float(np.median(picture.motion[inside])) if inside.any() else 0.0,
                brightness=float(evidence.level[shot.first : shot.last + 1].mean()),
                colourfulness=float(light[2]),
                sharpness=float(light[3]),
                apart=round(float(partings.apart[number]), 4),
            )
        )
    return found


def _scale(tracks: list[Track]) -> Scale:
    tallest = max((max(face.height for face in track.faces) for track in tracks), default=-1.0)
    return next((scale for least, scale in _SCALES if tallest >= least), Scale.NOBODY)


def _together(tracks: list[Track]) -> int:
    """The most faces at one time."""
    moments = [when for track in tracks for when in track.at]
    return max((moments.count(when) for when in set(moments)), default=0)


def _scenes(facts: list[ShotFacts], starts: list[int]) -> list[Scene]:
    ends = [start - 1 for start in starts[1:]] + [len(facts) - 1]
    return [
        Scene(number, facts[first].begins, facts[last].ends, first, last)
        for number, (first, last) in enumerate(zip(starts, ends, strict=True))
    ]


def _curves(
    picture: PictureMeasures,
    sound: SoundMeasures,
    evidence: Evidence,
    facts: list[ShotFacts],
    seconds: float,
) -> dict[str, Curve]:
    """At two values a second; intensity is motion, cutting and loudness together."""
    grid = np.arange(0, seconds, _STEP)
    sampled = picture.sampled_at if len(picture.sampled_at) else np.zeros(1)
    light = picture.light if len(picture.light) else np.zeros((1, 4), np.float32)
    change = evidence.change()
    starts = np.array([fact.begins for fact in facts])
    change[np.searchsorted(evidence.film.at, starts)] = 0
    values = {
        "brightness": np.interp(grid, evidence.film.at, evidence.level),
        "colourfulness": np.interp(grid, sampled, light[:, 2]),
        "sharpness": np.interp(grid, sampled, light[:, 3]),
        "motion": _averaged(change, evidence.film.at, grid),
        "loudness": _heard(sound.short_term, grid),
        "speech": _averaged(sound.speech, np.arange(len(sound.speech)) / 31.25, grid),
        "faces": np.interp(
            grid, sampled, np.bincount(picture.faces[:, 0].astype(int), minlength=len(sampled))
        ),
    }
    values["intensity"] = _intensity(values, facts, grid)
    return {
        name: Curve(_STEP, tuple(round(float(value), 4) for value in curve))
        for name, curve in values.items()
    }


def _heard(loudness: NDArray[np.float32], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(loudness):
        return np.full(len(grid), QUIETEST)
    return np.interp(grid, np.arange(len(loudness)) / 10, loudness)


def _averaged(
    values: NDArray[np.floating], at: NDArray[np.float64], grid: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The mean of all values that fall into each step."""
    if not len(values):
        return np.zeros(len(grid))
    place = np.clip((at / _STEP).astype(int), 0, len(grid) - 1)
    total = np.bincount(place, weights=values, minlength=len(grid))
    return total / np.maximum(np.bincount(place, minlength=len(grid)), 1)


def _intensity(
    values: dict[str, NDArray[np.float64]], facts: list[ShotFacts], grid: NDArray[np.float64]
) -> NDArray[np.float64]:
    """From 0 to 1, after Hanjalic & Xu (2005): motion, rhythm of cutting and sound, smoothed."""
    begins = np.array([fact.begins for fact in facts])
    lengths = np.array([fact.ends - fact.begins for fact in facts])
    shot = np.clip(np.searchsorted(begins, grid, side="right") - 1, 0, len(facts) - 1)
    rhythm = np.exp((1 - lengths[shot]) / 3)
    parts = (values["motion"], rhythm, values["loudness"])
    return np.mean([_ranked(_smoothed(part)) for part in parts], axis=0)


def _smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    width = min(round(_SMOOTH_SECONDS / _STEP), len(values))
    window = np.kaiser(width, 5)
    padded = np.pad(values, (width // 2, width - 1 - width // 2), mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid").real


def _ranked(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.zeros_like(values)
