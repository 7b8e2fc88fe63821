"""Revised pages: which they are, their colour, and what stands on them."""

from datetime import UTC, datetime
from uuid import UUID

import pypdfium2
import pytest

from matinee.studio.model import Draft, DraftState
from matinee.studio.revisions.pages import (
    changed_elements,
    colour_of,
    revised_pages,
    revision_pdf,
)
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Script


def _script(*changes: tuple[str, str], scenes: int = 40) -> Script:
    text = "\n\n".join(
        f"INT. ROOM {number} - DAY\n\nAnn looks at picture {number}.\n\nANN\nThis is {number}."
        for number in range(1, scenes + 1)
    )
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    return read_fountain(text + "\n")


def _draft(number: int) -> Draft:
    on = datetime(2026, 5, 4, tzinfo=UTC)
    return Draft(
        UUID(int=1), UUID(int=2), number, "a", "b", on, "Ada", DraftState.READY, "The Mill"
    )


def _texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "White"), (2, "Blue"), (3, "Pink"), (4, "Yellow"), (5, "Green"), (6, "Goldenrod"),
     (11, "Double White"), (12, "Double Blue"), (32, "4 × Blue")],
)  # fmt: skip
def test_drafts_have_the_trades_colours_in_their_order(number: int, name: str) -> None:
    assert colour_of(number)[0] == name


def test_the_same_script_has_no_revised_page() -> None:
    assert revised_pages(_script(), _script()) == ()
    assert "No page is revised." in _texts(revision_pdf(_script(), _script(), _draft(2)))[0]


def test_only_the_page_with_the_change_is_revised_and_starred() -> None:
    new = _script(("picture 20.", "the door."))
    cover, page = _texts(revision_pdf(_script(), new, _draft(3)))
    assert "Pink revision, 04.05.2026" in cover
    assert [line for line in page.splitlines() if "*" in line] == ["Ann looks at the door. *"]
    assert "ROOM 20" in page
    assert "ROOM 1 " not in page


def test_what_follows_a_cut_is_starred() -> None:
    new = _script(("Ann looks at picture 20.\n\n", ""))
    (place,) = changed_elements(_script(), new)
    assert new.elements[place].text == "ANN"


def test_a_revised_page_is_printed_on_the_drafts_colour() -> None:
    document = pypdfium2.PdfDocument(
        revision_pdf(_script(), _script(("picture 3.", "x.")), _draft(2))
    )
    assert document[1].render().to_numpy()[5, 5, :3].tolist() == [0xF7, 0xE3, 0xCF]  # BGR
