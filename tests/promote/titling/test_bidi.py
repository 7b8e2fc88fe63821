"""The order of letters against Rust's unicode-bidi, and what the rules refuse."""

from __future__ import annotations

import random

import pytest
from bidi import get_display

from matinee.errors import Invalid
from matinee.promote.titling.bidi import closing_of, levels_of, of_line, visual_runs

LETTERS = "abc אבג ابت 12 ٣٤ ,.:-+%$#/()[]{}《》«»!? \u0301\u05b0\u064b\u200e\u200f\u061c\u200d"


def _reordered(text: str, *, from_right: bool) -> str:
    levels = levels_of(text, from_right=from_right)
    levels = of_line(levels, text, 0, len(text), base=int(from_right))
    visual: list[str] = []
    for begin, end in visual_runs(levels):
        run = text[begin:end]
        visual.extend(reversed(run) if levels[begin] % 2 else run)
    return "".join(visual)


@pytest.mark.parametrize("from_right", [False, True])
def test_letters_come_in_the_order_of_unicode_bidi(from_right: bool) -> None:
    chance = random.Random(20)
    side = "R" if from_right else "L"
    for _ in range(4000):
        text = "".join(chance.choice(LETTERS) for _ in range(chance.randrange(1, 24)))
        # On which side of the last mark a joiner stands that nobody sees is left open.
        ours = _reordered(text, from_right=from_right).replace("\u200d", "")
        assert ours == str(get_display(text, base_dir=side)).replace("\u200d", ""), ascii(text)


def test_brackets_around_foreign_words_stay_with_the_sentence() -> None:
    levels = levels_of("סרט (Big Bunny) חדש", from_right=True)
    assert levels[4] == levels[14] == 1
    assert levels[5] == 2


@pytest.mark.parametrize(
    "pair", ["()", "[]", "{}", "「」", "『』", "【】", "《》", "（）", "［］", "｢｣"]
)
def test_brackets_know_what_closes_them(pair: str) -> None:
    assert closing_of(pair[0]) == pair[1]
    assert not closing_of(pair[1])


def test_signs_that_turn_the_direction_are_refused() -> None:
    with pytest.raises(Invalid, match="turn the direction"):
        levels_of("gpj.\u202ebunny", from_right=False)
