"""FDX, PDF and plain text, on small files made here."""

import io

from reportlab.pdfgen.canvas import Canvas

from matinee.studio.screenplay.fdx import read_fdx
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Kind, Script
from matinee.studio.screenplay.pdf import read_pdf
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import scenes_of
from matinee.studio.screenplay.writing import to_fdx, to_fountain

_FDX = b"""<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Template="No" Version="5"><Content>
<Paragraph Number="7A" Type="Scene Heading">
<SceneProperties Length="3/8" Page="12" Title="Harbour"/>
<Text>EXT. HARBOUR - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>A </Text><Text TagNumber="4">grey dog</Text>
<Text Style="Bold+Underline" RevisionID="2">howls</Text><Text>, 2*3.</Text>
<ScriptNote><Paragraph><Text>Real dog?</Text></Paragraph></ScriptNote></Paragraph>
<Paragraph><DualDialogue><Paragraph Type="Character"><Text>ANN</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Hush.</Text></Paragraph><Paragraph Type="Character">
<Text>BEN</Text>
</Paragraph>
<Paragraph Type="Dialogue"><Text>Quiet.</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Type="Mystery"><Text>What is this?</Text></Paragraph>
</Content><Revisions ActiveSet="2"><Revision ID="2" Name="Pink"/></Revisions>
<TagData><Tags><Tag Number="4"/></Tags></TagData></FinalDraft>"""


def test_fdx_keeps_tags_revisions_properties_notes_and_pairs() -> None:
    script = read_fdx(_FDX)
    heading, action, note, *pair, mystery = script.elements
    assert heading.number == "7A"
    assert heading.page == 12
    assert heading.details is not None
    assert ("Length", "3/8") in heading.details.scene
    assert action.details is not None
    words = [
        (mark.mark, mark.value, action.text[mark.start : mark.end])
        for mark in action.details.stretches
    ]
    assert words == [("tag", "4", "grey dog"), ("revision", "2", "_**howls**_")]
    assert note.text == "Real dog?"
    assert [element.dual for element in pair] == ["left", "left", "right", "right"]
    assert (mystery.kind, script.remarks[0].line) == (Kind.ACTION, 14)


def test_fdx_is_written_again_without_loss() -> None:
    script = read_fdx(_FDX)
    again = read_fdx(to_fdx(script))
    assert [(e.kind, e.text, e.number, e.dual, e.details) for e in again.elements] == [
        (e.kind, e.text, e.number, e.dual, e.details) for e in script.elements
    ]
    assert again.carried == script.carried


def test_stars_in_fdx_stay_stars() -> None:
    script = read_fountain(to_fountain(read_fdx(_FDX)))
    assert r"2\*3" in script.elements[1].text


_ROW = "Rain on the roof. Ann holds a lamp and looks for the key"
_PAGE_ONE = [
    (108, "INT. SHED - NIGHT"), None, (108, _ROW),
    (108, "that nobody has seen."), None, (245, "ANN"), (203, "(low)"),
    (173, "It was here, under the lamp, for"),
    (245, "(MORE)"),
]  # fmt: skip
_PAGE_TWO = [(245, "ANN (CONT'D)"), (173, "the whole night."), None, (400, "CUT TO:"), None,
             (60, "12A"), (108, "EXT. YARD - DAY"), None, (150, "BEN"), (350, "ANN"),
             (110, "Here!"), (320, "There!")]  # fmt: skip


def _page(canvas: Canvas, rows: list[tuple[int, str] | None], number: int) -> None:
    canvas.setFont("Courier", 12)
    canvas.drawString(540, 750, f"{number}.")
    y = 720
    together = {"EXT. YARD - DAY", "ANN", "There!"} if number == 2 else set[str]()
    for row in rows:
        if row is None:
            y -= 12
            continue
        if row[1] in together:
            y += 12
        canvas.drawString(row[0], y, row[1])
        y -= 12
    canvas.showPage()


def _pdf() -> Script:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    _page(canvas, _PAGE_ONE, 1)
    _page(canvas, _PAGE_TWO, 2)
    canvas.save()
    return read_pdf(stream.getvalue())


def test_a_pdf_is_read_by_its_columns_over_the_page() -> None:
    script = _pdf()
    assert [(e.kind.value, e.text, e.page, e.dual) for e in script.elements] == [
        ("heading", "INT. SHED - NIGHT", 1, None),
        ("action", f"{_ROW} that nobody has seen.", 1, None),
        ("character", "ANN", 1, None),
        ("parenthetical", "(low)", 1, None),
        ("dialogue", "It was here, under the lamp, for the whole night.", 1, None),
        ("transition", "CUT TO:", 2, None),
        ("heading", "EXT. YARD - DAY", 2, None),
        ("character", "BEN", 2, "left"),
        ("dialogue", "Here!", 2, "left"),
        ("character", "ANN", 2, "right"),
        ("dialogue", "There!", 2, "right"),
    ]  # fmt: skip
    assert [scene.number for scene in scenes_of(script)] == ["0A", "12A"]


def test_indented_plain_text_is_read_like_a_page() -> None:
    text = (
        "          INT. SHED - NIGHT\n\n          Rain on the roof. Ann holds a lamp.\n\n"
        "                              ANN\n                    It was here.\n\n" * 3
    )
    script = read_script(text.encode(), name="shed.txt")
    assert script.source == "text"
    assert len(scenes_of(script)) == 3
    assert [e.kind.value for e in script.elements[:4]] == [
        "heading",
        "action",
        "character",
        "dialogue",
    ]
    assert text[script.elements[2].offset :].startswith("ANN")
