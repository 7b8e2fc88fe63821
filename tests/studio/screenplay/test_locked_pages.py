"""Locked pages: 12A, pages that stand for several, coloured heads, omitted scenes, and eighths."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.pagination import lengths_of
from matinee.studio.screenplay.plain_text import read_plain_text
from matinee.studio.screenplay.printed_pages import is_locked, is_page_name, is_revision_head
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import omitted, scenes_of

_HEAD = "Blue Rev. 3/14/26"


def _page(canvas: Canvas, name: str, rows: int, *, first: str, revised: bool = False) -> None:
    """A heading (or a row that goes on) and rows of action, one after the other."""
    canvas.setFont("Courier", 12)
    canvas.drawString(504, 792 - 40, f"{name}.")
    if revised:
        canvas.drawString(108, 792 - 40, _HEAD)
    for row in range(rows):
        text = first if not row else f"Row {row} of what is seen on this page, as long as it goes."
        canvas.drawString(108, 792 - 84 - 12 * row, text)
    canvas.showPage()


def _locked(second: str = "2A") -> Script:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    _page(canvas, "1", 55, first="INT. OFFICE - DAY")
    _page(canvas, "2", 55, first="INT. HALL - DAY")
    _page(canvas, second, 7, first="EXT. QUAY - DAY", revised=True)
    canvas.setFont("Courier", 12)
    canvas.drawString(504, 792 - 40, "3.")
    for left, text in ((54, "4"), (108, "OMITTED"), (545, "4")):
        canvas.drawString(left, 792 - 84, text)
    for row, text in enumerate(["INT. SHED - DAY", *["Ann waits."] * 6]):
        canvas.drawString(108, 792 - 108 - 12 * row, text)
    canvas.showPage()
    canvas.save()
    return read_script(stream.getvalue(), name="locked.pdf")


def test_pages_are_called_what_is_printed_on_them_and_heads_are_no_action() -> None:
    script = _locked()
    assert [(one.name, one.revision) for one in script.printed_pages] == [
        ("1", ""), ("2", ""), ("2A", _HEAD), ("3", ""),
    ]  # fmt: skip
    assert not [one for one in script.elements if "Rev." in one.text or one.text == "2A."]


def test_an_added_page_counts_as_far_as_it_is_filled() -> None:
    script = _locked()
    scenes = scenes_of(script)
    assert [one.eighths for one in lengths_of(script, scenes)] == [8, 8, 1, 1]


def test_a_short_page_of_a_script_that_is_not_locked_is_a_page() -> None:
    script = _locked(second="3")
    assert not is_locked(script.printed_pages)
    assert lengths_of(script, scenes_of(script))[2].eighths == 8


def test_an_omitted_scene_is_none_and_its_number_is_told() -> None:
    script = _locked()
    assert omitted(script) == ("4",)
    assert [scene.heading for scene in scenes_of(script)][2:] == [
        "EXT. QUAY - DAY",
        "INT. SHED - DAY",
    ]


def test_action_at_the_foot_of_a_tall_page_stays_though_it_sounds_like_a_head() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont("Courier", 12)
    rows = ["INT. HALL - DAY", *["Ann waits."] * 57, "She tears the yellow pages out."]
    for row, text in enumerate(rows):
        canvas.drawString(108, 842 - 72 - 12 * row, text)
    canvas.save()
    script = read_script(stream.getvalue(), name="tall.pdf")
    assert "yellow pages" in script.elements[-1].text


def test_a_draft_named_on_every_page_locks_none() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    for _ in range(2):
        _page(canvas, "MY SHOW - Draft 2B", 20, first="INT. HALL - DAY")
    canvas.save()
    assert not is_locked(read_script(stream.getvalue(), name="draft.pdf").printed_pages)


def test_a_text_with_form_feeds_is_read_page_by_page() -> None:
    script = read_plain_text("INT. HALL - DAY\n\nAnn waits.\n\fEXT. QUAY - DAY\n\nBob waits.\n")
    assert script.pages == 2
    assert [scene.heading for scene in scenes_of(script)] == ["INT. HALL - DAY", "EXT. QUAY - DAY"]


@pytest.mark.parametrize("text", ["12", "12A.", "A12.", "12AB", "13-15.", "Page 7"])
def test_what_numbers_a_page(text: str) -> None:
    assert is_page_name(text)


@pytest.mark.parametrize(
    ("text", "is_head"),
    [
        ("Blue Rev. 3/14/26 12A.", True),
        ("Rev. 2026-03-14 (Pink)", True),
        ("FINAL SALMON PAGES", True),
        ("GOLDENROD REVISION - 12.3.2026", True),
        ("A blue van, revving.", False),
        ("She reveals a green bottle.", False),
        ("Reverend Green.", False),
    ],
)
def test_what_names_a_revision(text: str, *, is_head: bool) -> None:
    assert is_revision_head(text) is is_head
