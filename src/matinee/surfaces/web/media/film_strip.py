"""A film's story as lines and bars on one axis of time, in the units of the drawing."""

from dataclasses import dataclass

from matinee.media.model import Curve, Scene, ShotFacts, SpanKind, Story
from matinee.surfaces.web.languages import Tongue

WIDTH = 1200.0
CURVE_HEIGHT = 48.0
_MOST_POINTS = 600


@dataclass(frozen=True, slots=True)
class Line:
    """A curve as an SVG path of its own height, with its least and greatest value."""

    key: str
    name: str
    path: str
    least: float
    greatest: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasts: from ``left`` over ``width``."""

    left: float
    width: float
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Bars of one kind, one beside the other."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """All that the page draws."""

    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    people: int


def strip_of(story: Story, tongue: Tongue) -> Strip:
    """Lay a story out."""
    seconds = max(story.seconds, 1e-6)
    names = {
        "intensity": tongue.say("Intensity"),
        "motion": tongue.say("Motion"),
        "loudness": tongue.say("Loudness, LUFS"),
        "speech": tongue.say("Speech, probability"),
        "brightness": tongue.say("Brightness"),
        "colourfulness": tongue.say("Colourfulness"),
        "sharpness": tongue.say("Sharpness"),
    }
    lines = [
        _line(key, name, story.curves[key], seconds)
        for key, name in names.items()
        if key in story.curves
    ]
    return Strip(
        tuple(lines),
        tuple(_lanes(story, seconds, tongue)),
        tuple(_ticks(seconds)),
        len({track.identity for track in story.tracks if track.identity >= 0}),
    )


def _lanes(story: Story, seconds: float, tongue: Tongue) -> list[Lane]:
    kinds = {
        SpanKind.SPEECH: tongue.say("Speech"),
        SpanKind.MUSIC: tongue.say("Music"),
        SpanKind.SILENCE: tongue.say("Silence"),
        SpanKind.BLACK: tongue.say("Black"),
        SpanKind.TITLES: tongue.say("Titles"),
        SpanKind.CREDITS: tongue.say("Credits"),
        SpanKind.TEXT: tongue.say("Text"),
    }
    lanes = [
        Lane(
            tongue.say("Scenes"),
            tuple(_scene(scene, seconds, tongue) for scene in story.scenes),
        ),
        Lane(tongue.say("Shots"), tuple(_shot(shot, seconds) for shot in story.shots)),
    ]
    for kind, name in kinds.items():
        bars = tuple(
            _bar(span.begins, span.ends, seconds, _clock(span.begins))
            for span in story.spans
            if span.kind is kind
        )
        lanes.append(Lane(name, bars))
    faces = tuple(
        _bar(
            track.begins,
            track.ends,
            seconds,
            _clock(track.begins),
            tone=f"person-{track.identity % 6}" if track.identity >= 0 else "unknown",
        )
        for track in story.tracks
    )
    return [*lanes, Lane(tongue.say("Faces"), faces)]


def _scene(scene: Scene, seconds: float, tongue: Tongue) -> Bar:
    words = tongue.say("Scene %(number)s") % {"number": scene.number + 1}
    tone = "even" if scene.number % 2 else "odd"
    return _bar(scene.begins, scene.ends, seconds, f"{words} · {_clock(scene.begins)}", tone=tone)


def _shot(shot: ShotFacts, seconds: float) -> Bar:
    words = f"{shot.number + 1} · {_clock(shot.begins)} · {shot.scale.value}"
    tone = shot.begins_by if shot.begins_by in {"fade", "dissolve"} else "cut"
    return _bar(shot.begins, shot.ends, seconds, words, tone=tone)


def _bar(begins: float, ends: float, seconds: float, words: str, *, tone: str = "") -> Bar:
    left = WIDTH * begins / seconds
    return Bar(round(left, 2), round(max(1.0, WIDTH * (ends - begins) / seconds), 2), words, tone)


def _line(key: str, name: str, curve: Curve, seconds: float) -> Line:
    values = curve.values
    every = max(1, -(-len(values) // _MOST_POINTS))
    least, greatest = min(values), max(values)
    span = greatest - least or 1.0
    points = [
        f"{WIDTH * (place * curve.step_seconds) / seconds:.1f},"
        f"{CURVE_HEIGHT * (1 - (max(values[place : place + every]) - least) / span):.1f}"
        for place in range(0, len(values), every)
    ]
    return Line(key, name, "M" + "L".join(points), least, greatest)


def _ticks(seconds: float) -> list[tuple[float, str]]:
    """At round times, at most a dozen."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    step = next((each for each in steps if seconds / each <= 12), 7200)
    return [(round(WIDTH * at / seconds, 1), _clock(at)) for at in range(0, int(seconds) + 1, step)]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
