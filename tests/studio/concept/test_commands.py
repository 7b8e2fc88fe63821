"""``matinee picture clean-up``: a file in, a signed file out."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from benchmarks.studio.drawn_surfaces import plaster
from PIL import Image

from matinee.surfaces.cli.main import main

WALL = plaster(941)[:64, :80]


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["picture", "clean-up", *arguments])
    captured = capsys.readouterr()
    return end.value.code, captured.out, captured.err


@pytest.fixture
def wall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Image.fromarray(WALL).save("wall.png")
    return tmp_path


def test_a_file_comes_out_changed_within_the_box_only(
    wall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _told(capsys, "wall.png", "clean.png", "--box", "0.25,0.25,0.5,0.5", "--json")
    assert (code, json.loads(out)["written"]) == (0, "clean.png")
    made = np.asarray(Image.open(BytesIO((wall / "clean.png").read_bytes())))
    changed = np.argwhere((made != WALL).any(axis=2))
    assert changed.min(axis=0).tolist() >= [16, 20]
    assert (changed < [32, 40]).all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["wall.png", "out.png"], "Nothing says what is to go"),
        (["wall.png", "out.png", "--box", "1,2"], "no box"),
        (["none.png", "out.png", "--box", "0,0,0.5,0.5"], "cannot be read"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    wall: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, _, err = _told(capsys, *arguments)
    assert (code, says in err) == (2, True)
    assert not (wall / "out.png").exists()
