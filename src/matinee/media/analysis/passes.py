"""The two passes over a film: each decodes every frame once.

The fast one makes a film usable within minutes: shots by colour, loudness, speech, light and
colour, faces twice a second. The full one looks closer, four times a second, at faces, text and
motion, in stretches of a minute, so that a machine that stops loses no more than one.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from matinee.media.analysis.measures import PictureMeasures, SoundMeasures, nothing_measured
from matinee.media.analysis.reading import RowsTaker
from matinee.media.decoding.frames import GRACE, frames_of
from matinee.media.decoding.sound import sound_of
from matinee.media.decoding.thumbnails import Thumbnails, ThumbnailTaker
from matinee.media.picture import motion
from matinee.media.picture.faces import Face, Picture, describe_face, find_faces
from matinee.media.picture.light import light_of
from matinee.media.sound.loudness import LoudnessMeter
from matinee.media.sound.music import MusicMeter
from matinee.media.sound.speech import SpeechMeter

Progress = Callable[[float], None]
"""Told how many seconds of the film are done."""
Frames = Iterator[tuple[float, av.VideoFrame]]
"""Frames of a film in order, each with the second at which it is shown."""

_FAST_EACH, _FULL_EACH = 0.5, 0.25
_WIDE = 640
_DESCRIBED_HEIGHT = 0.12
"""Faces smaller than this share of the picture's height are not told apart."""
_WAITING = 8
"""Samples in which text is still to be looked for while others are seen to."""
_DESCRIBED_EACH = 2.0
"""Seconds between descriptions: they cost ten times what finding a face does."""


@dataclass(frozen=True, slots=True)
class FastMeasures:
    """What the fast pass brings; ``film`` is every frame of it, small."""

    film: Thumbnails
    picture: PictureMeasures
    sound: SoundMeasures


def fast_pass(path: Path, progress: Progress) -> FastMeasures:
    """Picture and sound side by side: on two cores the sound costs no time of its own."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        sound = beside.submit(measure_sound, path)
        taker = ThumbnailTaker()
        picture = _Looker(close=False).look(_taken(taker, path), 0.0, progress)
        return FastMeasures(taker.taken(), picture, sound.result())


def measure_part(path: Path, begin: float, end: float, progress: Progress) -> PictureMeasures:
    """One stretch of the full pass, in seconds of the film."""
    frames = frames_of(path, begin=begin, end=end, pairs_each=_FULL_EACH)
    return _Looker(close=True).look(frames, begin, progress)


def take_thumbnails(path: Path) -> Thumbnails:
    """Every frame of a film, decoded for nothing else."""
    taker = ThumbnailTaker()
    for _ in _taken(taker, path):
        pass
    return taker.taken()


def _taken(taker: ThumbnailTaker, path: Path) -> Frames:
    for at, frame in frames_of(path):
        taker.take(frame, at)
        yield at, frame


def measure_sound(path: Path) -> SoundMeasures:
    """Loudness, speech and music of the whole film."""
    loudness, speech, music = LoudnessMeter(), SpeechMeter(), MusicMeter()
    for piece in sound_of(path):
        loudness.take(piece)
        speech.take(piece)
        music.take(piece)
    read = loudness.read()
    summary = np.array([read.integrated, read.range_lu, read.sample_peak_db], np.float32)
    return SoundMeasures(read.momentary, read.short_term, summary, speech.read(), music.read())


@dataclass
class _Looker:
    """Collects the measures of a stretch while its frames go by."""

    close: bool
    light: list[tuple[float, ...]] = field(default_factory=list[tuple[float, ...]])
    motion: list[float] = field(default_factory=list[float])
    at: list[float] = field(default_factory=list[float])
    faces: list[tuple[float, ...]] = field(default_factory=list[tuple[float, ...]])
    descriptors: list[NDArray[np.float32]] = field(default_factory=list[NDArray[np.float32]])
    rows: RowsTaker = field(default_factory=RowsTaker)
    _beside: ThreadPoolExecutor | None = None
    _reading: deque[Future[None]] = field(default_factory=deque[Future[None]])

    def look(self, frames: Frames, begin: float, progress: Progress) -> PictureMeasures:
        """Frames in order, the first at or after ``begin``."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            self._beside = beside
            return self._looked(frames, begin, progress)

    def _looked(self, frames: Frames, begin: float, progress: Progress) -> PictureMeasures:
        large, small = VideoReformatter(), VideoReformatter()
        each = _FULL_EACH if self.close else _FAST_EACH
        due, described = begin, -np.inf
        before: tuple[float, NDArray[np.uint8]] | None = None
        for at, frame in frames:
            if before is not None:
                self.motion.append(_movement(before, at, _little(small, frame)))
                before = None
            if at < due - GRACE:
                continue
            due = max(due + each, at)
            picture = _picture(large, frame, _WIDE if self.close else _WIDE // 2)
            found = self._look_closely(picture, describe=at - described >= _DESCRIBED_EACH)
            described = at if found else described
            self.at.append(at)
            if self.close:
                before = at, _little(small, frame)
            progress(at)
        return self._measures()

    def _look_closely(self, picture: Picture, *, describe: bool) -> bool:
        """Measure one sample; whether a face was described."""
        sample = len(self.at)
        light = light_of(_half(picture) if self.close else picture)
        self.light.append((light.brightness, light.contrast, light.colourfulness, light.sharpness))
        faces = find_faces(picture)
        done = False
        for face in faces:
            large = self.close and describe and face.height >= _DESCRIBED_HEIGHT
            self._keep_face(sample, face, describe_face(picture, face) if large else None)
            done |= large
        if self.close:
            self._read(picture)
        return done

    def _read(self, picture: Picture) -> None:
        """Look for text beside all else, in the order of samples, a few of which may wait."""
        if self._beside is None:
            raise AssertionError("samples are looked at while frames go by")
        self._reading.append(self._beside.submit(self.rows.take, picture))
        if len(self._reading) > _WAITING:
            self._reading.popleft().result()

    def _keep_face(self, sample: int, face: Face, described: NDArray[np.float32] | None) -> None:
        self.faces.append((sample, *face.box, face.score))
        nothing = np.full(128, np.nan, np.float32)
        self.descriptors.append(nothing if described is None else described)

    def _measures(self) -> PictureMeasures:
        for reading in self._reading:
            reading.result()
        rows = [(sample, *row.box) for sample, row in self.rows.taken()]
        moved = np.zeros(len(self.at), np.float32)
        moved[: len(self.motion)] = self.motion[: len(moved)]
        return PictureMeasures(
            sampled_at=np.array(self.at),
            light=np.array(self.light, np.float32).reshape(-1, 4),
            motion=moved,
            faces=np.array(self.faces, np.float32).reshape(-1, 6),
            descriptors=np.array(self.descriptors, np.float32).reshape(-1, 128)
            if self.descriptors
            else nothing_measured().descriptors,
            rows=np.array(rows, np.float32).reshape(-1, 5),
        )


def _picture(reformatter: VideoReformatter, frame: av.VideoFrame, width: int) -> Picture:
    height = max(2, round(width * frame.height / frame.width / 2) * 2)
    small = reformatter.reformat(
        frame, width=width, height=height, format="bgr24", interpolation="AREA"
    )
    return small.to_ndarray().astype(np.uint8, copy=False)


def _little(reformatter: VideoReformatter, frame: av.VideoFrame) -> NDArray[np.uint8]:
    small = reformatter.reformat(
        frame, width=motion.WIDTH, height=motion.HEIGHT, format="gray", interpolation="AREA"
    )
    return small.to_ndarray().astype(np.uint8, copy=False)


def _half(picture: Picture) -> Picture:
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _movement(
    before: tuple[float, NDArray[np.uint8]], at: float, little: NDArray[np.uint8]
) -> float:
    """Share of the width per second, from one frame to the next."""
    seconds = max(at - before[0], 1e-3)
    return motion.motion_between(before[1], little) / seconds
