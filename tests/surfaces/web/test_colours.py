from __future__ import annotations

import re

import pytest

from matinee.promote.drawing.colour import READABLE, contrast
from matinee.surfaces.web.build import BROWSER

_WORDS = ("ink", "soft", "amber", "refused", "good", "bad", "wait", "run")


def _schemes(sheet: str) -> list[dict[str, str]]:
    """The colours of each scheme of a sheet; a later one changes what it names."""
    tokens = (BROWSER / "styles" / "tokens.css").read_text()
    text = (BROWSER / "styles" / sheet).read_text()
    schemes: list[dict[str, str]] = []
    held = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", tokens))
    for block in re.findall(r":root \{(.*?)\}", text, re.DOTALL):
        held = held | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        schemes.append(held)
    return schemes


@pytest.mark.parametrize("sheet", ["member.css", "desk.css"])
def test_words_read_well_on_every_ground(sheet: str) -> None:
    schemes = _schemes(sheet)
    weak = [
        (word, ground, round(contrast(scheme[word], scheme[ground]), 2))
        for scheme in schemes
        for word in _WORDS
        for ground in ("ground", "raised")
        if word in scheme and contrast(scheme[word], scheme[ground]) < READABLE
    ]
    assert schemes
    assert weak == []


@pytest.mark.parametrize("sheet", ["member.css", "desk.css"])
def test_words_read_well_on_amber_buttons(sheet: str) -> None:
    for scheme in _schemes(sheet):
        assert contrast(scheme["on-amber"], scheme["amber"]) >= READABLE
        assert contrast(scheme["on-amber"], scheme["amber-bright"]) >= READABLE


@pytest.mark.parametrize("sheet", ["member.css", "desk.css"])
def test_the_edges_of_controls_can_be_seen(sheet: str) -> None:
    for scheme in _schemes(sheet):
        assert contrast(scheme["button-line"], scheme["ground"]) >= 3
