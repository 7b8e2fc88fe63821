"""What may be known of a recommendation is what was said before it, turn by turn."""

import numpy as np
import pytest
from benchmarks.discover.dialogues import recommendations, row_of, utterances
from benchmarks.discover.search_dialogue import draws, place_in, recall

ROWS = {("the quiet harbour", 1961): 4, ("nine lanterns", 1988): 7}
TSV = (
    "dialog_id\tspeaker\ttext\tmovies\n"
    "a\tRECOMMENDER\tHello.\t\n"
    "a\tSEEKER\tSomething old.\t\n"
    "a\tSEEKER\tBy the sea.\t\n"
    "a\tRECOMMENDER\tThe Quiet Harbour?\tThe Quiet Harbour (1962); Unknown (1990)\n"
    "a\tSEEKER\tSeen it.\t\n"
    "a\tRECOMMENDER\tQUOTATION_MARKNine LanternsQUOTATION_MARK\tNine Lanterns (1988)\n"
    "a\tRECOMMENDER\tOr the harbour again.\tThe Quiet Harbour (1961)\n"
    "b\tRECOMMENDER\tNine Lanterns!\tNine Lanterns (1988)\n"
)


def test_a_recommendation_knows_what_was_said_before_it_and_nothing_else() -> None:
    first, second, third, other = recommendations(utterances(TSV.splitlines()), ROWS)
    assert (first.row, first.turns, first.again) == (4, ("Something old. By the sea.",), False)
    assert first.words == "Hello. Something old. By the sea."
    assert (second.row, second.turns[1:], second.again) == (7, ("Seen it.",), False)
    assert third.row == 4
    assert third.again
    assert third.turns == second.turns
    assert third.words.endswith('"Nine Lanterns"')
    assert (other.row, other.turns, other.words, other.again) == (7, (), "", False)


@pytest.mark.parametrize(
    ("title", "row"),
    [("Nine Lanterns (1987)", 7), ("Nine Lanterns (1986)", None), ("Nine Lanterns", None)],
)
def test_a_title_joins_by_its_name_and_a_year_that_is_near(title: str, row: int | None) -> None:
    assert row_of(title, ROWS) == row


def test_intervals_are_of_whole_dialogues() -> None:
    one_big = np.array([0] * 30 + list(range(1, 31)))
    singles = np.arange(60)
    hits = np.array([True] * 30 + [False] * 30)
    together = recall("of", hits, draws(one_big))
    alone = recall("of", hits, draws(singles))
    assert together["of"] == alone["of"] == 0.5
    assert together["of_low"] == 0.0
    assert 0.3 < float(alone["of_low"]) < 0.45
    assert 0.55 < float(alone["of_high"]) < 0.7


def test_what_is_not_listed_is_behind_all_that_are_looked_at() -> None:
    assert place_in([5, 3], 3) == 1
    assert place_in([5, 3], 9) == 50
