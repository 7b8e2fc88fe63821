"""Phrases of sentences that the model takes apart wrongly, as scripts write them."""

import pytest

from matinee.assembly.studio_joints import LEXICON
from matinee.studio.breakdown.grammar import parsed
from matinee.studio.breakdown.kinds import kinds
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.measures import joined
from matinee.studio.breakdown.nouns import judge
from matinee.studio.breakdown.somebody import Living


def told(text: str) -> dict[str, str]:
    """What each phrase of a paragraph is taken for, by its words as they are named."""
    living = Living(lexicon(), kinds(LEXICON))
    page = next(
        parsed([text], frozenset({"ANN"}), is_person=living.is_person, is_thing=living.is_thing)
    )
    verdicts = (
        judge(phrase, lexicon(), guess=None, kinds=living.kinds)
        for phrase in joined(page.phrases, text, living.is_alive)
    )
    return {one.name: one.category.key for one in verdicts if one is not None}


@pytest.mark.parametrize(
    ("text", "animals"),
    [
        ("A lark climbs. A brown foal wobbles out of the stall.", {"lark", "foal"}),
        ("A zebra's head sticks out of the van.", {"zebra"}),
        ("Two Dalmatians look back into the lamp.", {"Dalmatians"}),
        ("Geese wander underneath, talking.", {"Geese"}),
        ("A herd of cows waits.", {"cows"}),
        ("A few horses graze.", {"few horses"}),
        ("The Swan laughs. A cow's milk.", {"Swan"}),
    ],
)
def test_beasts_are_seen_where_the_model_reads_the_sentence_wrongly(
    text: str, animals: set[str]
) -> None:
    found = {name for name, key in told(text).items() if key == "animals"}
    assert {name.removeprefix("brown ") for name in found} == animals


def test_a_row_of_cars_is_cars_and_a_make_is_one() -> None:
    assert told("A line of black sedans waits.") == {"black sedans": "vehicles"}
    assert told("A Pullman with the paint coming off.")["Pullman"] == "vehicles"
    assert told("A string of sausages hangs there.").keys() <= {"sausages"}


def test_a_phrase_begins_behind_what_joins_it_to_another() -> None:
    assert told("And a duck, with its key still in it.").keys() == {"duck", "key"}
    assert told("A jeep, two fire engines.")["jeep"] == "vehicles"
