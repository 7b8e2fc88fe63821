"""What four projects' tests expect: each difference is one that is explained."""

from pathlib import Path

import pytest
from benchmarks.studio.screenplay_expectations import EXPLAINED, cases

from matinee.studio.screenplay.model import Kind, Script
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import scenes_of


def test_every_difference_is_explained_and_every_explanation_needed(shared_data: Path) -> None:
    told = list(cases(shared_data / "screenplays"))
    assert len(told) >= 89
    assert {case.name for case in told if not case.agrees} == set(EXPLAINED)


@pytest.mark.parametrize("ending", ["fountain", "fdx", "pdf"])
def test_big_fish_has_190_scenes_two_more_flagged_and_768_cues(
    shared_data: Path, ending: str
) -> None:
    file = shared_data / "screenplays" / "samples" / f"Big-Fish.{ending}"
    script = read_script(file.read_bytes(), name=file.name)
    assert len(scenes_of(script, by_the_letter=True)) == 190
    assert [s.heading for s in scenes_of(script) if s.flag] == [
        "EXT/INT. SORORITY HOUSE - THE DOORWAY",
        "EXT/INT. SWAMP SHACK - DAY",
    ]
    assert len(script.of(Kind.CHARACTER)) == 768


def test_every_file_at_hand_is_read(shared_data: Path) -> None:
    folder = shared_data / "screenplays"
    files = [*folder.rglob("*.fountain"), *folder.rglob("*.fdx"), *folder.rglob("*.pdf")]
    assert len(files) > 70
    silent = [file.name for file in files if not _read(file).elements]
    assert silent == []


def _read(file: Path) -> Script:
    return read_script(file.read_bytes(), name=file.name)
