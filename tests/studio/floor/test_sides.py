from __future__ import annotations

import pypdfium2
from tests.studio.schedule.boards import strip

from matinee.studio.analysis import analyse
from matinee.studio.floor.sides import sides_of, sides_pdf

_SCRIPT = """INT. HALL - DAY #1#

ADA
Who is there?

EXT. ROAD - NIGHT #2#

A lorry passes.

INT. HALL - NIGHT #3#

BEN
Nobody.
"""


def test_sides_hold_the_days_scenes_in_the_order_of_shooting_and_no_other() -> None:
    analysis = analyse(_SCRIPT.encode(), name="tram.fountain")
    scenes = [facts.scene for facts in analysis.structure.scenes]
    sides = sides_of([strip("3"), strip("1"), strip("9")], scenes)
    assert [one.scene for one in sides.missing] == ["9"]
    pdf = sides_pdf(analysis.script, sides, head="Night tram  Day 1", draft="Draft 2")
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.index("Nobody.") < text.index("Who is there?") < text.index("Scene 9 is not in")
    assert "A lorry passes." not in text
    assert "Night tram" in text
