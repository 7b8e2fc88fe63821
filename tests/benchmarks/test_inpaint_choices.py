"""Blind choices are counted by a key that a judge does not see."""

import json
from pathlib import Path

import pytest
from benchmarks.studio import inpaint_choices
from benchmarks.studio.inpaint_choices import chosen, ours_on_the_left

from matinee.errors import Invalid


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "choices.json"
    monkeypatch.setattr(inpaint_choices, "CHOICES", path)
    return path


def _say(kept: Path, choices: list[str]) -> None:
    kept.write_text(json.dumps({"judge": "Ada", "choices": choices}), encoding="utf-8")


def test_neither_side_is_ours_much_more_often() -> None:
    assert 15 < sum(ours_on_the_left(50)) < 35


def test_who_always_picks_ours_picks_it_every_time(kept: Path) -> None:
    _say(kept, ["left" if ours else "right" for ours in ours_on_the_left(50)])
    assert chosen() == {
        "blind_judged": 50, "blind_ours": 50, "blind_telea": 0, "blind_neither": 0,
        "blind_judge": "Ada",
    }  # fmt: skip


def test_who_always_picks_the_left_says_nothing_of_either(kept: Path) -> None:
    _say(kept, ["left"] * 49 + ["neither"])
    counted = chosen()
    assert counted["blind_ours"] == sum(ours_on_the_left(50)[:49])
    assert counted["blind_neither"] == 1


def test_without_a_judge_nothing_is_told_and_nonsense_is_refused(kept: Path) -> None:
    assert chosen() == {}
    _say(kept, ["both"])
    with pytest.raises(Invalid, match="neither left"):
        chosen()
