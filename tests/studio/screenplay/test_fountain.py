"""The syntax, section by section, and the places that elements keep."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.studio.screenplay.fdx import read_fdx
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Kind, Script, cue_extensions, cue_name, printed
from matinee.studio.screenplay.scenes import scenes_of
from matinee.studio.screenplay.writing import to_fdx, to_fountain


def kinds(text: str) -> list[tuple[str, str]]:
    return [(element.kind.value, element.text) for element in read_fountain(text).elements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INT. HOUSE - DAY\n\nx", "heading"),
        ("i/e car\n\nx", "heading"),
        ("INTERCUT WITH:\n\nx", "action"),
        ("EXT/INT. SHACK - DAY\n\nx", "action"),
        (".BINOCULARS POV\n\nx", "heading"),
        ("...and then.\n\nx", "action"),
        ("CUT TO:\n\nx", "transition"),
        ("CUT TO: \n\nx", "action"),
        ("> Burn to white.\n\nx", "transition"),
        ("> THE END <\n\nx", "centered"),
        ("~la la\n\nx", "lyric"),
        ("# Act\n\nx", "section"),
        ("= What happens\n\nx", "synopsis"),
        ("===\n\nx", "page_break"),
        ("[[a note]]\n\nx", "note"),
        ("/* gone */\n\nx", "boneyard"),
        ("BOB\n\nx", "action"),
        ("23\nHello", "action"),
        ("R2D2\nBeep", "character"),
        ("@McAvoy\nHello", "character"),
        ("!BOB\nHello", "action"),
    ],
)
def test_a_line_is_what_the_syntax_says(text: str, expected: str) -> None:
    assert kinds("Here.\n\n" + text)[1][0] == expected


def test_a_heading_inside_a_note_or_a_boneyard_is_no_scene() -> None:
    text = (
        "INT. A - DAY\n\n[[not this:\nINT. B - DAY\nnor this]]\n\n/*\n\nINT. C - DAY\n\n*/\n\nEnd."
    )
    script = read_fountain(text)
    assert [scene.heading for scene in scenes_of(script)] == ["INT. A - DAY"]


def test_a_note_with_an_empty_line_is_text_and_is_named_by_its_line() -> None:
    script = read_fountain("One.\n\n[[open\n\nINT. HERE - DAY\n\nx")
    assert len(scenes_of(script)) == 1
    assert [(remark.line, remark.code) for remark in script.remarks] == [(3, "open_note")]


def test_two_blanks_hold_a_speech_open() -> None:
    assert kinds("BOB\nOne.\n  \nTwo.\n\nThree.") == [
        ("character", "BOB"),
        ("dialogue", "One.\n\nTwo."),
        ("action", "Three."),
    ]


def test_two_who_speak_at_once_are_left_and_right() -> None:
    script = read_fountain("ANN\nYes.\n\nBOB ^\nNo.\n\nANN\nOh.")
    assert [element.dual for element in script.elements] == [
        "left", "left", "right", "right", None, None,
    ]  # fmt: skip


def test_scene_numbers_are_the_writers_and_gaps_get_letters() -> None:
    script = read_fountain("INT. A #1#\n\nINT. B\n\nINT. C\n\nINT. D #2-A.#\n\nINT. E #!#\n\nx")
    assert [scene.number for scene in scenes_of(script)] == ["1", "1A", "1B", "2-A.", "2-A.A"]
    assert scenes_of(script)[4].heading == "INT. E #!#"


def test_the_title_page_ends_where_its_keys_do() -> None:
    script = read_fountain("Title: One\nAuthors:\n    Ann\n    Bob\n\nFADE IN:\n\nx")
    assert script.title_page == (("Title", "One"), ("Authors", "Ann\nBob"))
    assert read_fountain("FADE IN:\n\nA river.").title_page == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_element_keeps_its_place_whatever_the_line_ends(end: str) -> None:
    text = end.join(
        ["Title: T", "", "INT. A - DAY", "", "  Ann [[two", "lines]] sits.", "", "ANN", "Oh."]
    )
    elements = read_fountain(text).elements
    assert [(element.kind.value, element.line) for element in elements] == [
        ("heading", 3), ("action", 5), ("character", 8), ("dialogue", 9),
    ]  # fmt: skip
    assert text[elements[0].offset : elements[0].end] == "INT. A - DAY"
    assert text[elements[2].offset : elements[2].end] == "ANN"


def test_mixed_line_ends_are_read_as_lines() -> None:
    script = read_fountain("INT. A\r\n\r\nx\n\nINT. B\r\ry")
    assert [scene.line for scene in scenes_of(script)] == [1, 5]


def test_cues_give_up_their_names_and_extensions() -> None:
    assert cue_name("EDWARD (V.O.)(CONT'D)") == "EDWARD"
    assert cue_extensions("EDWARD (V.O.)(CONT'D)") == ("V.O.",)
    assert cue_name("@Hans (on the radio)".lstrip("@")) == "Hans"


def test_emphasis_is_taken_off_only_where_it_is_emphasis() -> None:
    assert printed("He dialed *69 and then *23") == "He dialed *69 and then *23"
    assert printed("_Steel’s *face*_ **\\*9\\***") == "Steel’s face *9*"


def _words(script: Script) -> list[tuple[Kind, str]]:
    return [(element.kind, printed(element.text).strip()) for element in script.elements]


_LINES = st.lists(
    st.sampled_from(
        ["", "", "INT. HOUSE - DAY", "Ann walks.", "ANN", "(softly)", "Oh, *no*.", "CUT TO:",
         "> go", "~la", "# Act", "= Syn", "===",
         "[[note]]", "!BANG", "@McX", ".HERE", "BOB ^", "> MID <",
         "/* cut */", "  ", "EXT. SEA #4#"]
    ),
    max_size=25,
)  # fmt: skip


@given(_LINES)
@settings(max_examples=100)
def test_what_is_written_is_read_again(lines: list[str]) -> None:
    script = read_fountain("Start.\n\n" + "\n".join(lines))
    assert _words(read_fountain(to_fountain(script))) == _words(script)


@given(_LINES)
@settings(max_examples=60)
def test_fdx_holds_all_that_is_printed(lines: list[str]) -> None:
    script = read_fountain("Start.\n\n" + "\n".join(lines))
    unheld = {Kind.SECTION, Kind.SYNOPSIS, Kind.BONEYARD, Kind.PAGE_BREAK, Kind.NOTE}
    assert [pair for pair in _words(read_fdx(to_fdx(script))) if pair[0] not in unheld] == [
        pair for pair in _words(script) if pair[0] not in unheld
    ]
