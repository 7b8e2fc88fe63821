from __future__ import annotations

from matinee.discover.conversation.asking import MANY, question_for
from matinee.discover.understanding.wishes import Wish

PARTS = {
    "genres": [("Drama", 50), ("Comedy", 48), ("Western", 52)],
    "years": [("1950s", 140), ("1960s", 10)],
}


def test_the_question_that_parts_the_titles_best_is_asked() -> None:
    asked = question_for(Wish(), 150, PARTS)
    assert asked is not None
    assert (asked.about, asked.options[0]) == ("genres", "Western")


def test_nothing_is_asked_of_what_was_said_or_where_few_are_left() -> None:
    assert question_for(Wish(genres=("Drama",)), 150, PARTS) is None
    assert question_for(Wish(), MANY - 1, PARTS) is None
