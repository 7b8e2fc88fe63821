"""Markers on an editor's timeline, by the format's own library and by hostile files."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import opentimelineio as otio
import pytest

from matinee.errors import Invalid
from matinee.studio.breakdown.model import Category, Found, Method
from matinee.studio.model import Draft, DraftState, Element, SceneRow, Sheet
from matinee.studio.timeline_markers import as_otio, read_otio


def scene(place: int, number: str, heading: str, eighths: int) -> SceneRow:
    return SceneRow(
        place,
        number,
        heading,
        "INT",
        "DAY",
        "MILL",
        "MILL",
        "1",
        eighths,
        None,
        1,
        0,
        (),
        (),
        (),
        (),
    )


def element(place: int, category: Category, name: str) -> Element:
    found = Found(place, category, name, 0, 0, 0, 1, False, 0.9, "said", Method.LEXICON)
    return Element(uuid4(), found)


SHEET = Sheet(
    Draft(uuid4(), uuid4(), 1, "mill.fountain", "", datetime(2026, 3, 4, tzinfo=UTC), "Ada",
          DraftState.READY, title="The Mill"),
    (scene(0, "1", "INT. MILL - DAY", 3), scene(1, "2A", "EXT. SHORE - NIGHT", 12)),
    (element(0, Category.PROPS, "kettle"), element(1, Category.ANIMALS, "dog")),
)  # fmt: skip


def test_every_scene_is_a_clip_and_every_element_a_marker_on_it() -> None:
    timeline = otio.adapters.read_from_string(as_otio(SHEET).decode(), "otio_json")
    clips = timeline.find_clips()
    assert [clip.name for clip in clips] == ["1 INT. MILL - DAY", "2A EXT. SHORE - NIGHT"]
    assert [clip.duration().to_seconds() for clip in clips] == [
        22.5,
        90.0,
    ]
    assert sum(len(clip.markers) for clip in clips) == 2
    assert "Animals: dog" in {marker.name for marker in clips[1].markers}


def test_what_was_written_is_read_as_nothing_new() -> None:
    notes = read_otio(as_otio(SHEET), SHEET)
    assert (notes.noted, notes.left_out, notes.standing) == ((), (), 2)


def test_an_editors_markers_name_elements_of_their_scenes() -> None:
    timeline = otio.adapters.read_from_string(as_otio(SHEET).decode(), "otio_json")
    second = timeline.find_clips()[1]
    del second.metadata["matinee"]
    for name in (
        "Props: lantern",
        "props: Lantern",
        "visual_effects: storm",
        "Too dark",
        "Gods: Zeus",
    ):
        second.markers.append(otio.schema.Marker(name=name))
    timeline.tracks[0].append(otio.schema.Clip(name="99 INT. NOWHERE", markers=[
        otio.schema.Marker(name="Props: ladder")]))  # fmt: skip
    notes = read_otio(timeline.to_json_string().encode(), SHEET)
    assert notes.added == [(1, Category.PROPS, "lantern"), (1, Category.VISUAL_EFFECTS, "storm")]
    assert [line.partition(":")[0] for line in notes.left_out] == ["Too dark", "Gods", "Props"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"[]", b"5", b'{"OTIO_SCHEMA": "Timeline.1"}', b'{"OTIO_SCHEMA": "No.1"}',
        b"[" * 100_000, b'{"a":' * 70 + b"1" + b"}" * 70, b'"\\' + b"[" * 99,
        json.dumps({"OTIO_SCHEMA": "Clip.2", "markers": 5}).encode(),
        # The library's own reader comes down over this one.
        b'{"OTIO_SCHEMA":"Marker.1","marked_range":{"OTIO_SCHEMA":"TimeRange.2"}}',
    ],
)  # fmt: skip
def test_what_is_no_timeline_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_otio(data, SHEET)
    assert refused.value.code == "otio_unreadable"
