"""Names that are owed stand on titled artwork as they are owed, or the line is missing."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from tests.promote.delivery.prints import flat_print, signed

from matinee.clearance.artwork.model import Billed, Billing
from matinee.promote.delivery.model import Line, Margins, Reason, Zone
from matinee.promote.delivery.rendering import Letters, Rendered, render
from matinee.promote.titling.billing import Block, block_or_why, floor_of
from matinee.promote.titling.model import Wish
from matinee.promote.titling.placing import Room
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces

BILLED = (Billed(name="Ada Example", order=2), Billed(name="Ben Sample", order=1))
ZONE = Zone(name="bar", left=0, top=0.9, width=1, height=0.1)
LINE = Line(name="a", width=640, height=360, titled=True, safe=Margins(bottom=0.05), zones=(ZONE,))


def _rendered(
    typefaces: Typefaces, *, names: bool, line: Line = LINE, size: float = 0.4
) -> Rendered:
    billed = tuple(each.model_copy(update={"size": size}) for each in BILLED)
    block = Block.of(billed, "en", typefaces) if names else None
    title = Setter("The Big Rabbit", "en", typefaces)
    return render(flat_print(), line, signed, Letters(title, block))


def _rows_with_ink(done: Rendered) -> set[int]:
    with Image.open(io.BytesIO(done.content)) as seen:
        moved = np.abs(np.asarray(seen, np.int16) - (60, 80, 110)).max(axis=2) > 90
    return set(np.flatnonzero(moved.any(axis=1)).tolist())


def test_names_stand_below_the_title_and_above_what_lies_over_the_foot(
    typefaces: Typefaces,
) -> None:
    named = _rendered(typefaces, names=True)
    assert named.shortfalls == ()
    assert named.contrast >= 4.5
    rows = _rows_with_ink(named)
    foot = round(floor_of(Room((0, 0, 0, 0.05), (ZONE.box,))) * 360)
    assert foot < 0.9 * 360
    assert max(rows) <= foot
    assert any(row > 0.8 * 360 for row in rows)


def test_a_title_stands_as_somebody_wished_where_the_line_leaves_room(
    typefaces: Typefaces,
) -> None:
    title = Setter("The Big Rabbit", "en", typefaces)
    top = Wish(down="top", align="middle", size=0.1)
    done = render(flat_print(), LINE, signed, Letters(title, None, {"wide": top}))
    assert done.by_hand
    assert max(_rows_with_ink(done)) < 0.4 * 360
    grey = Wish(ink="#757575")
    house = render(flat_print(), LINE, signed, Letters(title, None, {"wide": grey}))
    assert (house.by_hand, house.shortfalls) == (False, ())


def test_many_names_take_as_many_rows_as_a_narrow_picture_needs(typefaces: Typefaces) -> None:
    names = [f"Somebody Samplename {letter}" for letter in "ABCDE"]
    block = Block.of([Billed(name=name, size=0.4) for name in names], "en", typefaces)
    wide, narrow = block.rows(1_600, 20), block.rows(300, 20)
    assert [len(wide), len(narrow)] == [2, 5]
    assert block.rows(60, 20) == ()


def test_names_that_would_be_too_small_to_read_are_missing_billing(typefaces: Typefaces) -> None:
    small = LINE.model_copy(update={"width": 96, "height": 54})
    done = _rendered(typefaces, names=True, line=small, size=0.15)
    assert {each.reason for each in done.shortfalls} == {Reason.BILLING}


def test_a_name_that_cannot_be_set_says_why_and_nobody_owed_is_no_block(
    typefaces: Typefaces,
) -> None:
    block, why = block_or_why((Billed(name="\U00013000\U00013001"),), "en", typefaces)
    assert block is None
    assert "U+13000" in why
    assert block_or_why((), "en", typefaces) == (None, "")


def test_textless_artwork_owes_only_those_whose_contract_says_all() -> None:
    billing = Billing(billed=(*BILLED, Billed(name="Cy All", on="all")))
    assert [each.name for each in billing.owed(titled=False)] == ["Cy All"]
    owed = [each.name for each in billing.owed(titled=True)]
    assert owed == ["Ben Sample", "Ada Example", "Cy All"]
