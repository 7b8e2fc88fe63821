"""Blind choices are counted by a key that a judge does not see."""

import json
import random
from pathlib import Path

import pytest
from benchmarks.studio import inpaint_choices
from benchmarks.studio.inpaint_choices import Key, chosen, counted, drawn_key, keep, kept, opened

from matinee.errors import Invalid


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Key:
    monkeypatch.setattr(inpaint_choices, "CHOICES", tmp_path / "choices.json")
    drawn = drawn_key(50, random.Random(3))
    (tmp_path / "seal.txt").write_text(drawn.seal() + "\n")
    _write(tmp_path / "key.json", drawn)
    return drawn


def _write(path: Path, key: Key) -> None:
    path.write_text(json.dumps(key.as_dict()), encoding="utf-8")


def _say(folder: Path, choices: list[str]) -> None:
    text = json.dumps({"judge": "Ada", "choices": choices})
    (folder / "answers.json").write_text(text, encoding="utf-8")


def test_each_side_is_ours_in_half_of_the_pairs_and_no_hole_is_shown_twice(key: Key) -> None:
    assert key.ours.count("left") == key.ours.count("right") == 25
    assert sorted(key.holes) == list(range(50))


def test_who_always_picks_ours_picks_it_every_time(key: Key, tmp_path: Path) -> None:
    _say(tmp_path, list(key.ours))
    keep(opened(tmp_path, tmp_path / "key.json"))
    told = chosen()
    assert (told["blind_ours"], told["blind_telea"], told["blind_neither"]) == (50, 0, 0)
    assert told["blind_judge"] == "Ada"
    assert float(told["blind_chance"]) < 1e-12


def test_who_always_picks_the_left_says_nothing_of_either(key: Key) -> None:
    told = counted({"judge": "Ada", "ours": list(key.ours), "choices": ["left"] * 50})
    assert told["blind_ours"] == told["blind_telea"] == 25
    assert told["blind_chance"] == 1


def test_a_key_that_was_not_sealed_with_the_sheets_opens_nothing(key: Key, tmp_path: Path) -> None:
    _say(tmp_path, ["left"] * 50)
    _write(tmp_path / "key.json", Key(key.holes, ("left",) * 50, key.salt))
    with pytest.raises(Invalid, match="not the one that was sealed"):
        opened(tmp_path, tmp_path / "key.json")


def test_sheets_of_which_the_key_is_known_are_not_judged_again(key: Key, tmp_path: Path) -> None:
    _say(tmp_path, ["left"] * 50)
    keep(opened(tmp_path, tmp_path / "key.json"))
    with pytest.raises(Invalid, match="judged already"):
        keep(opened(tmp_path, tmp_path / "key.json"))
    assert len(kept()) == 1


@pytest.mark.parametrize("choices", [["both"] * 50, ["left"] * 49])
def test_nonsense_and_missing_answers_are_refused(
    key: Key, tmp_path: Path, choices: list[str]
) -> None:
    assert chosen() == {}
    _say(tmp_path, choices)
    with pytest.raises(Invalid, match="neither left"):
        opened(tmp_path, tmp_path / "key.json")
