"""A film drawn by code in which every event is known: speech, music, faces, letters, black.

Speech is by espeak-ng, music by sums of tones, faces are stills in the public domain that move over
drawn places. A chapter of it, repeated with other dice, makes a film of any length.
"""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Still
from PIL import ImageDraw, ImageFont
from scipy.signal import resample_poly

from benchmarks.media.carried import CAMERAMAN, COLLINS, HOPPER
from benchmarks.media.drawn_film import HEIGHT as SMALL_HEIGHT
from benchmarks.media.drawn_film import WIDTH as SMALL_WIDTH
from benchmarks.media.drawn_film import Shot
from matinee.demo.film.carried import fetch
from matinee.errors import Unavailable

WIDTH, HEIGHT, RATE, SOUND_RATE = 640, 360, 24, 48_000
Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]
_FACE_IN_STILL = {
    "Collins": (0.30, 0.26, 0.37, 0.41),
    "Hopper": (0.30, 0.31, 0.43, 0.47),
    "Cameraman": (0.35, 0.355, 0.30, 0.36),
}
"""Ear to ear and hairline to chin, by eye, as shares of the still."""
_SENTENCES = (
    "The last train leaves at midnight, and nobody has seen the conductor.",
    "I told you that the letter was never meant for your brother.",
    "We will meet again by the river, when the first snow has fallen.",
    "Somebody opened the door and left the light burning in the hall.",
)
_THIRD_AT = 7
"""Where the third person comes into a chapter: before the black, in the scene of the second."""
_CREDITS = (
    "DIRECTED BY", "ADA EXAMPLE", "WRITTEN BY", "BEN EXAMPLE", "MUSIC", "CLEO EXAMPLE", "EDITOR",
    "DAN EXAMPLE", "SOUND", "EVE EXAMPLE", "CAMERA", "FAY EXAMPLE", "COSTUMES", "GIL EXAMPLE",
)  # fmt: skip


@dataclass
class Events:
    """Seconds from the film's start, by kind; faces by who they are; cuts as moments."""

    seconds: float = 0.0
    spans: dict[str, list[tuple[float, float]]] = field(
        default_factory=dict[str, list[tuple[float, float]]]
    )
    faces: list[tuple[str, float, float]] = field(default_factory=list[tuple[str, float, float]])
    cuts: list[float] = field(default_factory=list[float])
    scene_starts: list[float] = field(default_factory=list[float])
    face_boxes: dict[float, Box] = field(default_factory=dict[float, Box])
    """By the second of each frame with a face: left, top, width, height as shares."""

    def add(self, kind: str, begins: float, ends: float) -> None:
        """Note an event."""
        self.spans.setdefault(kind, []).append((begins, ends))


@dataclass
class Act:
    """A stretch of film: its pictures, its sound, and what it is."""

    seconds: float
    picture: str
    sound: str
    words: str = ""
    who: str = ""
    same_scene: bool = False


def chapter(random: np.random.Generator) -> list[Act]:
    """About a minute: places, two people, a caption, music, silence, black."""
    voice = [_SENTENCES[int(random.integers(len(_SENTENCES)))] for _ in range(4)]
    return [
        Act(4.5, "place", "music"),
        Act(5.5, "place", "speech", voice[0], same_scene=True),
        Act(5.0, "face", "speech", voice[1], who="Collins", same_scene=True),
        Act(4.0, "place", "silence"),
        Act(3.0, "caption", "noise", "LISBON, OCTOBER 1947", same_scene=True),
        Act(6.0, "face", "speech", voice[2], who="Hopper"),
        Act(5.0, "place", "noise", same_scene=True),
        Act(1.0, "black", "silence"),
        Act(6.0, "place", "music"),
        Act(6.0, "face", "speech", voice[3], who="Collins"),
        Act(5.0, "face", "noise", who="Hopper", same_scene=True),
        Act(4.0, "place", "silence"),
    ]


def whole_film(chapters: int, seed: int, *, third: bool = False) -> list[Act]:
    """Titles, chapters, credits; with a ``third`` person, seen from the side, in each chapter."""
    random = np.random.default_rng(seed)
    acts = [Act(1.0, "black", "silence"), Act(5.0, "titles", "music", "THE LAST TRAIN HOME")]
    for _ in range(chapters):
        begun = chapter(random)
        if third:
            begun.insert(_THIRD_AT, Act(4.0, "face", "noise", who="Cameraman", same_scene=True))
        acts += begun
    return [*acts, Act(1.0, "black", "silence"), Act(14.0, "credits", "music")]


def short_film() -> list[Act]:
    """Something of everything in half a minute, for tests."""
    return [
        Act(0.5, "black", "silence"),
        Act(2.5, "titles", "music", "THE LAST TRAIN HOME"),
        Act(3.0, "place", "music"),
        Act(5.0, "face", "speech", _SENTENCES[0], who="Collins"),
        Act(2.0, "place", "silence"),
        Act(0.5, "black", "silence"),
        Act(5.0, "credits", "noise"),
    ]


def draw(path: Path, acts: list[Act], *, seed: int) -> Events:
    """Write the film; what happens in it and when."""
    random = np.random.default_rng(seed)
    events = Events()
    stills = _stills() if any(act.picture == "face" for act in acts) else {}
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE, options={"preset": "veryfast"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.time_base = Fraction(1, RATE)
        audio = container.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        at = 0
        before = ""
        shot: Shot | None = None
        for act in acts:
            frames = round(act.seconds * RATE)
            begins, ends = at / RATE, (at + frames) / RATE
            _note(events, act, begins, ends, before)
            sound, spoken = _sound(act, frames, random)
            if spoken:
                events.add("speech", begins + spoken[0], begins + spoken[1])
            shot = Shot(random, shot if act.same_scene else None, same_place=True)
            for picture, face in _pictures(act, frames, shot, stills, random):
                if face is not None:
                    events.face_boxes[at / RATE] = face
                frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
                frame.pts, frame.time_base = at, Fraction(1, RATE)
                at += 1
                container.mux(video.encode(frame))
            block = av.AudioFrame.from_ndarray(
                np.repeat(sound[None, :], 2, axis=0), format="fltp", layout="stereo"
            )
            block.sample_rate = SOUND_RATE
            block.pts = round(begins * SOUND_RATE)
            block.time_base = Fraction(1, SOUND_RATE)
            container.mux(audio.encode(block))
            before = act.picture
        container.mux(video.encode())
        container.mux(audio.encode())
    events.seconds = at / RATE
    events.spans = {kind: _joined(spans) for kind, spans in events.spans.items()}
    return events


def _note(events: Events, act: Act, begins: float, ends: float, before: str) -> None:
    if begins > 0:
        events.cuts.append(begins)
    if not act.same_scene and before != "black":
        events.scene_starts.append(begins)
    if act.picture in {"black", "titles", "credits"}:
        events.add(act.picture, begins, ends)
    if act.picture == "caption":
        events.add("text", begins, ends)
    if act.picture == "face":
        events.faces.append((act.who, begins, ends))
    if act.sound in {"music", "silence"}:
        events.add(act.sound, begins, ends)


def _pictures(
    act: Act, frames: int, shot: Shot, stills: dict[str, Picture], random: np.random.Generator
) -> Iterator[tuple[Picture, Box | None]]:
    """Each frame, and where the face is in it."""
    height = float(random.uniform(0.5, 0.95))
    drift = float(random.uniform(-1.2, 1.2))
    card = _card(act)
    for step in range(frames):
        if act.picture == "black":
            yield np.full((HEIGHT, WIDTH, 3), 4, np.uint8), None
        elif act.picture == "titles":
            yield card, None
        elif act.picture == "credits":
            top = round(step * (card.shape[0] - HEIGHT) / max(frames - 1, 1))
            yield np.ascontiguousarray(card[top : top + HEIGHT]), None
        else:
            picture, face = _place(shot, step), None
            if act.picture == "face":
                still = _paste(picture, stills[act.who], height, drift * step)
                face = _within(still, _FACE_IN_STILL[act.who])
            if act.picture == "caption":
                picture = np.maximum(picture, card)
            yield picture, face


def _place(shot: Shot, step: int) -> Picture:
    small = np.clip(shot.frame(step), 0, 255).astype(np.uint8)
    assert small.shape == (SMALL_HEIGHT, SMALL_WIDTH, 3)
    return np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _paste(picture: Picture, still: Picture, height: float, offset: float) -> Box:
    """Put a still at the picture's foot; where it is now."""
    tall = round(height * HEIGHT)
    wide = round(still.shape[1] * tall / still.shape[0])
    scaled = cv2.resize(still, (wide, tall), interpolation=cv2.INTER_AREA)
    left = int(np.clip((WIDTH - wide) / 2 + offset, 0, WIDTH - wide))
    picture[HEIGHT - tall :, left : left + wide] = scaled
    return left / WIDTH, 1 - tall / HEIGHT, wide / WIDTH, tall / HEIGHT


def _within(outer: Box, inner: Box) -> Box:
    left, top, wide, high = outer
    return left + inner[0] * wide, top + inner[1] * high, inner[2] * wide, inner[3] * high


def _card(act: Act) -> Picture:
    """Letters on black: a title, a caption below, or a long sheet of credits."""
    lines = _CREDITS if act.picture == "credits" else (act.words,)
    tall = HEIGHT + 40 * len(lines) if act.picture == "credits" else HEIGHT
    still = Still.new("L", (WIDTH, tall), 6 if act.picture != "caption" else 0)
    pen = ImageDraw.Draw(still)
    size = {"titles": 40, "caption": 26}.get(act.picture, 22)
    font = ImageFont.load_default(size)
    for number, line in enumerate(lines):
        wide = pen.textlength(line, font=font)
        place = {
            "titles": HEIGHT / 2 - size / 2,
            "caption": HEIGHT * 0.8,
        }.get(act.picture, HEIGHT / 2 + 40 * number)
        pen.text(((WIDTH - wide) / 2, place), line, fill=250, font=font)
    return np.repeat(np.asarray(still)[:, :, None], 3, axis=2)


def _sound(
    act: Act, frames: int, random: np.random.Generator
) -> tuple[NDArray[np.float32], tuple[float, float] | None]:
    """The act's samples, and from when to when somebody speaks in it."""
    count = frames * SOUND_RATE // RATE
    room = random.normal(0, 10 ** (-46 / 20), count)
    if act.sound == "silence":
        return np.zeros(count, np.float32), None
    if act.sound == "noise":
        return (room * 6).astype(np.float32), None
    if act.sound == "music":
        return _music(count, random).astype(np.float32), None
    voice = _spoken(act.words)[: count - SOUND_RATE // 2]
    room[SOUND_RATE // 4 : SOUND_RATE // 4 + len(voice)] += voice
    return room.astype(np.float32), (0.25, 0.25 + len(voice) / SOUND_RATE)


def _music(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Chords of a scale that change every second and a half, plucked."""
    times = np.arange(count) / SOUND_RATE
    sound = np.zeros(count)
    for begin in np.arange(0, count / SOUND_RATE, 1.5):
        root = 220 * 2 ** (int(random.choice([0, 2, 4, 5, 7, 9])) / 12)
        since = np.clip(times - begin, 0, None)
        envelope = np.where(times >= begin, np.exp(-since / 1.2) * np.minimum(since / 0.02, 1), 0)
        for step in (0, 4, 7, 12):
            for overtone in (1, 2, 3):
                pitch = root * 2 ** (step / 12) * overtone
                sound += envelope * np.sin(2 * np.pi * pitch * times) / (overtone * 30)
    return sound


def _spoken(words: str) -> NDArray[np.float64]:
    """By espeak-ng, at 48 kHz, cut to where it sounds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voice.wav"
        subprocess.run(
            [_speaker(), "-s", "165", "-w", str(path), words],
            check=True,
            capture_output=True,
            timeout=60,
        )
        with wave.open(str(path)) as voice:
            samples = np.frombuffer(voice.readframes(voice.getnframes()), np.int16) / 32768
            rate = voice.getframerate()
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    whole = resample_poly(samples[loud[0] : loud[-1] + 1], SOUND_RATE, rate)
    return 0.5 * whole / np.abs(whole).max()


def _speaker() -> str:
    found = shutil.which("espeak-ng")
    if found is None:
        raise Unavailable("There is no espeak-ng, so nobody speaks.", remedy="Install espeak-ng.")
    return found


def _stills() -> dict[str, Picture]:
    collins = np.asarray(Still.open(fetch(COLLINS)).convert("RGB"))[:270, 90:370, ::-1]
    hopper = np.asarray(Still.open(fetch(HOPPER)).convert("RGB"))[:, :, ::-1]
    cameraman = np.asarray(Still.open(fetch(CAMERAMAN)).convert("RGB"))[40:260, 90:345, ::-1]
    return {
        "Cameraman": np.ascontiguousarray(cameraman),
        "Collins": np.ascontiguousarray(collins),
        "Hopper": np.ascontiguousarray(hopper[: int(hopper.shape[0] * 0.7)]),
    }


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1] + 0.05:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined
