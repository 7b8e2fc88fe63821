"""One file wholly analysed, from the command line."""

import json
from pathlib import Path

from typer.testing import CliRunner

from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.commands import commands

PAGE = (
    "Title: The Mill\n\nEXT. SHORE - NIGHT\n\nANN, 12, lifts a lantern. She sees a dragon. A horse "
    "stands there.\n\nANN\nSo.\n"
)


def _analysed(tmp_path: Path, *options: str) -> str:
    file = tmp_path / "mill.fountain"
    file.write_text(PAGE, encoding="utf-8")
    told = CliRunner().invoke(commands(Tagger), ["analyse", str(file), *options])
    assert told.exit_code == 0, told.output
    return told.stdout


def test_analyse_tells_elements_duties_effects_story_and_times_as_json(tmp_path: Path) -> None:
    told = json.loads(_analysed(tmp_path, "--json"))
    assert [scene["heading"] for scene in told["scenes"]] == ["EXT. SHORE - NIGHT"]
    elements = {(one["number"], one["category"], one["name"]) for one in told["elements"]}
    assert elements >= {("1", "props", "lantern"), ("1", "animals", "horse")}
    assert {one["duty"] for one in told["duties"]} >= {"minors", "animals", "night exteriors"}
    assert [(one["number"], one["way"]) for one in told["vfx"]] == [("1", "animated creature")]
    assert told["story"]["threads"][0]["name"] == "ANN"
    assert set(told["seconds"]) == {"reading", "breakdown", "vfx", "story"}


def test_analyse_counts_elements_by_category_as_text(tmp_path: Path) -> None:
    told = _analysed(tmp_path)
    assert "1 Props" in told
    assert "1 scenes with minors" in told
