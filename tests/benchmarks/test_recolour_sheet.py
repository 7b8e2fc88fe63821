"""The sheet of recoloured photographs, and the page that says what was seen on it."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.material import PROJECT
from benchmarks.studio import recolour_sheet
from benchmarks.studio.photographs import PHOTOGRAPHS, Photograph
from PIL import Image

from matinee.demo.film.carried import Carried

_PAGE = PROJECT / "docs" / "explanation" / "studio-pictures.md"


def test_the_page_names_every_photograph_with_its_licence() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    assert len(PHOTOGRAPHS) == 10
    for photograph in PHOTOGRAPHS:
        licence = photograph.licence.partition(" (")[0]
        assert f"{photograph.name}; {licence}" in page


def test_only_what_is_marked_changes_and_the_sheet_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "still.png"
    drawn = np.random.default_rng(1).integers(60, 120, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(drawn).save(path)

    def at_hand(carried: Carried) -> Path:
        assert carried.name == "still.png"
        return path

    monkeypatch.setattr("benchmarks.studio.photographs.fetch", at_hand)
    carried = Carried("still.png", "", "", source=False, take=Path.read_bytes, sha256="")
    left_out = (((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0)),)
    still = Photograph("A still", "CC0", "half", (200, 30, 30), carried, without=left_out)
    monkeypatch.setattr(recolour_sheet, "PHOTOGRAPHS", (still,))
    monkeypatch.setattr(recolour_sheet, "PROJECT", tmp_path)
    told = recolour_sheet.photographs_recoloured(tmp_path / "sheet.png")
    assert told["photograph_changed_outside"] == 0
    with Image.open(tmp_path / "sheet.png") as sheet:
        shown = np.asarray(sheet.convert("RGB"), np.int16)[100, 960:1440]
    red = shown[:, 0] - shown[:, 2]
    assert red[100] > 80
    assert abs(red[400]) < 70
