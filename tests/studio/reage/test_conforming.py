"""A shot goes back into the cut with its timecode, reel and handles, as other readers have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.errors import Conflict, Invalid
from matinee.studio.model import WorkState
from matinee.studio.reage.conforming import as_edl, as_otio
from matinee.studio.reage.model import Render, Shot
from matinee.studio.reage.turnover import RATES, Turnover, checked

GOLDEN = Path(__file__).parent / "golden"
WHEN = datetime(2026, 3, 4, tzinfo=UTC)
TURNED = Turnover("24", "01:02:03:04", "A001_C002", head=8, tail=12)
SHOT = Shot(
    *(UUID(int=each) for each in range(1, 6)), name="042_010", sha256="0" * 64, frames=120,
    width=1280, height=720, keys=(0, 119), added_at=WHEN, added_by="Ada",
    turnover=TURNED,
)  # fmt: skip
RENDER = Render(
    UUID(int=6), SHOT.id, UUID(int=7), WorkState.DONE, 3, "", 0, 0, 1, stopping=False,
    output=UUID(int=8), failure=None, asked_at=WHEN, asked_by="Ada",
)  # fmt: skip


def turned(turnover: Turnover | None) -> Shot:
    return replace(SHOT, turnover=turnover)


@pytest.mark.parametrize(
    ("name", "turnover"),
    [
        ("shot", TURNED),
        ("drop_frame", Turnover("29.97", "00:59:59;20", "B12", head=10, tail=10)),
    ],
)
def test_the_files_are_those_that_were_looked_at(name: str, turnover: Turnover) -> None:
    shot = turned(turnover)
    assert as_edl(shot, RENDER) == (GOLDEN / f"{name}.edl").read_bytes()
    assert as_otio(shot, RENDER) == (GOLDEN / f"{name}.otio").read_bytes().rstrip(b"\n")


def test_a_timeline_names_what_was_filmed_beside_what_was_made() -> None:
    timeline = otio.adapters.read_from_string(as_otio(SHOT, RENDER).decode(), "otio_json")
    [clip] = timeline.find_clips()
    assert otio.opentime.to_timecode(clip.source_range.start_time, 24) == "01:02:03:12"
    assert clip.source_range.duration.value == 100
    assert set(clip.media_references()) == {
        "as made", "as made, OpenEXR", "as made, ProRes 4444", "as filmed", "matte"
    }  # fmt: skip
    assert clip.media_reference.target_url_for_image_number(3) == "after/00003.png"
    assert clip.metadata["matinee"]["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert b"* SOURCE FILE: after/[00000-00119].png" in as_edl(SHOT, RENDER)
    timeline = otio.adapters.read_from_string(as_otio(SHOT, None).decode(), "otio_json")
    assert set(timeline.find_clips()[0].media_references()) == {"as filmed", "matte"}
    assert b"SYNTHETIC" not in as_edl(SHOT, None)


def test_another_reader_of_edl_finds_the_same_shot() -> None:
    pytest.importorskip("otio_cmx3600_adapter", reason="the extra dev is not installed")
    for turnover, rate in ((TURNED, 24), (Turnover("25", "10:00:00:00", "A7"), 25)):
        shot = turned(turnover)
        read = otio.adapters.read_from_string(as_edl(shot, RENDER).decode(), "cmx_3600", rate=rate)
        [clip] = read.find_clips()
        [own] = otio.adapters.read_from_string(
            as_otio(shot, RENDER).decode(), "otio_json"
        ).find_clips()
        assert clip.name == own.name
        assert clip.source_range == own.source_range
        assert clip.metadata["cmx_3600"]["reel"] == turnover.reel.replace("_", "")[:8]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(RATES)),
    st.integers(0, 23 * 3600),
    st.integers(0, 50),
    st.integers(0, 50),
    st.booleans(),
)
def test_timecode_counts_pictures(
    rate: str, second: int, head: int, tail: int, dropping: bool
) -> None:
    time = otio.opentime.RationalTime(round(second * RATES[rate]), RATES[rate])
    drops = dropping and rate == "29.97"
    start = otio.opentime.to_timecode(time, RATES[rate], drops)
    turnover = checked(Turnover(rate, start, "A1", head, tail), 120)
    last = otio.opentime.from_timecode(turnover.timecode(turnover.at(120 - tail)), RATES[rate])
    first = otio.opentime.from_timecode(turnover.timecode(turnover.at(head)), RATES[rate])
    assert last.value - first.value == pytest.approx(120 - head - tail, abs=1e-6)


@pytest.mark.parametrize(
    ("field", "turnover"),
    [
        ("rate", Turnover("12", "01:00:00:00", "A1")),
        ("start", Turnover("24", "01:00:00:24", "A1")),
        ("start", Turnover("24", "24:00:00:00", "A1")),
        ("start", Turnover("24", "01:00:00;00", "A1")),
        ("start", Turnover("29.97", "00:01:00;00", "A1")),
        ("start", Turnover("24", "one", "A1")),
        ("reel", Turnover("24", "01:00:00:00", "")),
        ("reel", Turnover("24", "01:00:00:00", "A1\r\n002  EVIL")),
        ("head", Turnover("24", "01:00:00:00", "A1", head=-1)),
        ("tail", Turnover("24", "01:00:00:00", "A1", head=60, tail=60)),
    ],
)
def test_what_does_not_fit_is_refused_by_field(field: str, turnover: Turnover) -> None:
    with pytest.raises(Invalid) as refused:
        checked(turnover, 120)
    assert refused.value.field == field


def test_a_shot_of_which_nothing_is_said_cannot_go_into_the_cut() -> None:
    with pytest.raises(Conflict, match="not said"):
        as_edl(turned(None), RENDER)
