"""Finished frames keep the bits of the plate, and say in their header what they are."""

from __future__ import annotations

import io
from fractions import Fraction
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.studio.reage.plates.colour_spaces import DISPLAYED, SPACES, plate_colour
from matinee.studio.reage.plates.exr_frame import SequenceFacts, written_frame
from matinee.studio.reage.plates.finishing import Halves, as_plate, finished
from matinee.studio.reage.turnover import Turnover

OpenEXR = pytest.importorskip("OpenEXR", reason="the extra plates is not installed")
HIGH, WIDE = 20, 24
FACTS = SequenceFacts(
    production="Night train",
    shot="042_010",
    shot_id=UUID(int=1),
    render=UUID(int=2),
    output=UUID(int=3),
    registered="0" * 64,
    frames=100,
    turnover=Turnover("29.97", "00:59:59;20", "A001_C002", head=8, tail=12),
    space="ACEScg",
)


def read(content: bytes) -> dict[str, np.ndarray]:
    file = OpenEXR.File(io.BytesIO(content), separate_channels=True)
    return {name: channel.pixels for name, channel in file.channels().items()}


def plate_of(bits: np.random.Generator) -> Halves:
    """Any bits at all: what is brighter than white, below black, infinite and no number."""
    return bits.integers(0, 2**16, (HIGH, WIDE, 3), np.uint16).view(np.float16)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(SPACES)), st.sampled_from([8, 16]))
def test_what_is_not_changed_keeps_its_bits_through_the_file(
    seed: int, space: str, depth: int
) -> None:
    chance = np.random.default_rng(seed)
    kind = np.uint8 if depth == 8 else np.uint16
    plate = plate_of(chance)
    before, after = chance.integers(0, 2**depth, (2, HIGH, WIDE, 3), kind)
    matte = chance.choice([0, 0, 7, 255], (HIGH, WIDE)).astype(np.uint8)
    light = finished(plate, before, after, matte, plate_colour(space))
    held = read(written_frame(light, matte, FACTS, 3))
    written = np.stack([held[name] for name in "RGB"], axis=-1)
    assert written.dtype == np.float16
    same = (matte == 0) | (before == after).all(axis=-1)
    np.testing.assert_array_equal(written.view(np.uint16)[same], plate.view(np.uint16)[same])
    np.testing.assert_allclose(held["matte.A"], matte / 255, atol=2**-11)
    strange = ~np.isfinite(plate).all(axis=-1)
    np.testing.assert_array_equal(written.view(np.uint16)[strange], plate.view(np.uint16)[strange])


@pytest.mark.parametrize("space", sorted(SPACES))
def test_the_way_there_and_back_costs_less_than_a_step_of_half_floats(space: str) -> None:
    colour = plate_colour(space)
    pixels = np.random.default_rng(2).uniform(-0.05, 8, (50_000, 3)).astype(np.float16)
    back = colour.plate(colour.working(pixels.astype(np.float32)))
    off = np.abs(back - pixels.astype(np.float32))
    assert (off < np.maximum(np.spacing(np.abs(pixels)).astype(np.float32), 1e-4)).all()


def test_a_change_that_pages_show_is_the_change_of_the_light() -> None:
    codes = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=-1)
    colour, matte = plate_colour(DISPLAYED), np.full((16, 16), 255, np.uint8)
    after = codes[::-1]
    light = finished(as_plate(codes, colour), codes, after, matte, colour)
    shown = np.rint(colour.working(light.astype(np.float32)) * 255).astype(np.uint8)
    np.testing.assert_array_equal(shown, after)
    brighter = np.full((16, 16, 3), 4.0, np.float16)
    lifted = finished(brighter, codes, codes + (codes < 255).astype(np.uint8), matte, colour)
    assert (lifted[:-1] > 4).all(), "what is brighter than white is changed, not cut off"


@pytest.mark.parametrize(
    ("number", "timecode", "handle"),
    [(0, "00:59:59;20", "head"), (8, "00:59:59;28", "none"), (10, "01:00:00;00", "none"),
     (88, "01:00:02;18", "tail")],
)  # fmt: skip
def test_every_header_says_when_where_and_how(number: int, timecode: str, handle: str) -> None:
    pixels, matte = np.zeros((HIGH, WIDE, 3), np.float16), np.zeros((HIGH, WIDE), np.uint8)
    content = written_frame(pixels, matte, FACTS, number)
    assert content == written_frame(pixels, matte, FACTS, number), "the same frame, the same bytes"
    header = OpenEXR.File(io.BytesIO(content), header_only=True).header()
    code = header["timeCode"]
    counted = f"{code.hours:02}:{code.minutes:02}:{code.seconds:02};{code.frame:02}"
    assert (counted, bool(code.dropFrame)) == (timecode, True)
    assert header["framesPerSecond"] == Fraction(30000, 1001)
    assert (header["reelName"], header["imageCounter"]) == ("A001_C002", number)
    assert (header["matinee:production"], header["matinee:shot"]) == ("Night train", "042_010")
    assert header["matinee:handle"] == handle
    assert (header["matinee:headHandle"], header["matinee:tailHandle"]) == (8, 12)
    assert header["Iptc4xmpExt:DigitalSourceType"] == FACTS.source_type_at
    assert "SYNTHETIC" in header["comments"]
    assert header["colorInteropID"] == "lin_ap1_scene"
    assert header["chromaticities"][0] == pytest.approx(0.713)
