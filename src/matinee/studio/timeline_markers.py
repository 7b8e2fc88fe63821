"""A breakdown on an editor's timeline: markers in OpenTimelineIO, written and read.

Written, a track holds one clip for each scene, as long as a page a minute makes it, and each
element is a marker on its clip. No media is named, since none is shot. Read, a marker on a clip is
an element of the scene that the clip names, by its number in the clip's metadata or before its
name. The format is OpenTimelineIO's own JSON (schemas ``Timeline.1``, ``Marker.2``), read in
confinement (:mod:`.timeline_reader`).
"""

from typing import Any

import msgspec
import opentimelineio as otio

from matinee.errors import Invalid
from matinee.foundation.confinement.pipes import ChildEnded, confined
from matinee.foundation.nesting import UNREADABLE, depth_of
from matinee.studio.breakdown.model import BY_KEY, BY_LABEL, Category
from matinee.studio.model import Noted, Notes, Sheet
from matinee.studio.timeline_reader import MOST_MARKERS, OWN, Marker

RATE = 24.0
SECONDS_AN_EIGHTH = 7.5
"""A page of eight eighths lasts about a minute on the screen, as the trade reckons."""
_DEEPEST = 64
"""How far objects may lie in one another; the library's reader calls itself for each."""
_READER = "matinee.studio.timeline_reader"
_READ_SECONDS = 30.0
_MARKERS = msgspec.json.Decoder(list[Marker])
_COLOURS = {
    Category.CAST: otio.schema.MarkerColor.RED,
    Category.BACKGROUND: otio.schema.MarkerColor.GREEN,
    Category.STUNTS: otio.schema.MarkerColor.ORANGE,
    Category.VEHICLES: otio.schema.MarkerColor.PINK,
    Category.PROPS: otio.schema.MarkerColor.PURPLE,
    Category.SPECIAL_EFFECTS: otio.schema.MarkerColor.BLUE,
    Category.VISUAL_EFFECTS: otio.schema.MarkerColor.CYAN,
}
"""As breakdown sheets underline them, where the format has the colour; white else."""


def as_otio(sheet: Sheet) -> bytes:
    """The scenes as clips and the elements as markers on them, in the order of the script."""
    timeline = otio.schema.Timeline(name=sheet.draft.title or sheet.draft.name)
    timeline.metadata[OWN] = {"draft": str(sheet.draft.id), "length": "a page a minute, estimated"}
    track = otio.schema.Track(name="Scenes", kind=otio.schema.TrackKind.Video)
    for row in sheet.scenes:
        clip = otio.schema.Clip(name=f"{row.number} {row.heading}", source_range=_span(row.eighths))
        clip.metadata[OWN] = {"scene": row.number}
        track.append(clip)
    for element in sheet.elements:
        one = element.found
        track[one.scene].markers.append(
            otio.schema.Marker(
                name=f"{one.category.label}: {one.name}",
                marked_range=_span(sheet.scenes[one.scene].eighths),
                color=_COLOURS.get(one.category, otio.schema.MarkerColor.WHITE),
                metadata={OWN: {"category": one.category.key, "name": one.name}},
            )
        )
    timeline.tracks.append(track)
    return timeline.to_json_string(indent=0).encode()


def read_otio(data: bytes, sheet: Sheet) -> Notes:
    """The elements that a timeline's markers name.

    Raises:
        Invalid: it is no timeline, lies too deep, or has more than 5,000 markers.
    """
    markers = _read(data)
    if len(markers) > MOST_MARKERS:
        raise _refused(f"The timeline has more than {MOST_MARKERS:,} markers.")
    places = {row.number.casefold(): row.place for row in sheet.scenes}
    known = {_key(e.found.scene, e.found.category, e.found.name) for e in sheet.elements}
    noted: dict[tuple[int, str, str], Noted] = {}
    left_out: list[str] = []
    standing = 0
    for marker in markers:
        scene, named = _scene_of(marker, places), _element_of(marker)
        if scene is None:
            left_out.append(f"{marker.name or 'A marker'}: no scene is numbered as its clip is.")
        elif named is None:
            left_out.append(f"{marker.name or 'A marker'}: it names no category and element.")
        elif (key := _key(scene, *named)) in known:
            standing += 1
        else:
            noted.setdefault(key, Noted(scene, *named))
    return Notes(tuple(noted.values()), standing, tuple(left_out))


def _key(scene: int, category: Category, name: str) -> tuple[int, str, str]:
    return scene, category.key, name.casefold()


def _span(eighths: int) -> Any:
    frames = max(eighths, 1) * SECONDS_AN_EIGHTH * RATE
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, RATE), otio.opentime.RationalTime(frames, RATE)
    )


def _read(data: bytes) -> list[Marker]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _refused("The timeline is not written in UTF-8.") from problem
    if depth_of(text) > _DEEPEST:
        raise _refused(f"The timeline lies more than {_DEEPEST} levels deep.")
    try:
        with confined(_READER) as child:
            child.give(data, seconds=_READ_SECONDS)
            record, arrays = child.answer(seconds=_READ_SECONDS)
        if "other" in record:
            raise _refused("The file holds no timeline.")
        return _MARKERS.decode(arrays["markers"].tobytes())
    except (ChildEnded, KeyError, *UNREADABLE) as problem:
        raise _refused("The file is no OpenTimelineIO timeline.") from problem


def _scene_of(marker: Marker, places: dict[str, int]) -> int | None:
    return places.get((marker.scene or marker.clip.partition(" ")[0]).strip().casefold())


def _element_of(marker: Marker) -> tuple[Category, str] | None:
    """By the marker's metadata, else by its name: "Props: lantern"."""
    if marker.own is not None:
        category, name = BY_KEY.get(marker.own[0]), marker.own[1]
    else:
        label, _, name = marker.name.partition(":")
        category = BY_LABEL.get(label.strip()) or BY_KEY.get(label.strip().casefold())
    name = name.strip()[:200]
    return (category, name) if category is not None and name else None


def _refused(sentence: str) -> Invalid:
    return Invalid(
        sentence,
        remedy="Give a timeline that an editing system saved as .otio.",
        code="otio_unreadable",
        field="file",
    )
