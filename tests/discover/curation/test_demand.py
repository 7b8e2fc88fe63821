"""What counted queries say, and what decisions make of a query."""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.audience.watching.model import QueryCount
from matinee.discover.curation.model import Curation, Decision, DecisionKind
from matinee.discover.searches.demand import Unmet, demand_of
from matinee.errors import Invalid
from matinee.vocabulary.ids import TitleId

ONE, OTHER = TitleId(UUID(int=1)), TitleId(UUID(int=2))


def query(said: str, times: int, *, empty: int = 0, led_on: int = 0, recent: int = 0) -> QueryCount:
    return QueryCount(said, times, times, empty, led_on, recent, recent)


def test_each_query_stands_in_the_list_that_it_belongs_to() -> None:
    counted = [
        query("dune", 40, led_on=30, recent=10),
        query("solaris", 9, empty=9),
        query("cats", 20, led_on=2),
        query("gravity", 18, led_on=16, recent=16),
        query("rare", 3, empty=2, recent=1),
    ]
    wanted = {"solaris": [ONE], "stalker": [OTHER]}
    demand = demand_of(counted, wanted, recent_share=0.25, most=10)
    assert (demand.queries, demand.times) == (5, 90)
    assert [one.query for one in demand.empty] == ["solaris", "rare"]
    assert [one.query for one in demand.abandoned] == ["cats"]
    assert [one.asked.query for one in demand.rising] == ["gravity"]
    assert demand.unmet == (Unmet(ONE, ("solaris",), 9),)


@given(rate=st.integers(0, 2_000))
def test_what_comes_as_often_as_ever_does_not_rise(rate: int) -> None:
    steady = query("news", 4 * rate, led_on=4 * rate, recent=rate)
    assert demand_of([steady], {}, recent_share=0.25, most=10).rising == ()


def test_the_longest_words_are_taken_for_others_and_not_looked_at_again() -> None:
    held = Curation.of(
        [
            Decision.synonym("scifi", "science fiction"),
            Decision.synonym("scifi flick", "space opera"),
            Decision.synonym("fiction", "scifi"),
        ]
    )
    assert held.taken_as("Good SciFi flick") == "good space opera"
    assert held.taken_as("scifi tonight") == "science fiction tonight"
    assert held.taken_as("A Night at the Opera") == "A Night at the Opera"


def test_the_last_decision_for_the_same_words_holds() -> None:
    held = Curation.of([Decision.answer("Xmas!", [ONE]), Decision.answer("xmas", [OTHER, ONE])])
    assert held.pinned("XMAS") == (OTHER, ONE)
    assert held.pinned("xmas films") == ()
    assert held.after([Decision(DecisionKind.ANSWER, "xmas")]).pinned("xmas") == ()


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (lambda: Decision.synonym("?!", "cats"), "said"),
        (lambda: Decision.synonym("cats", "..."), "meant"),
        (lambda: Decision.synonym("Cats", "cats"), "meant"),
        (lambda: Decision.answer("cats", []), "titles"),
        (lambda: Decision.answer("cats", [ONE, ONE]), "titles"),
        (lambda: Decision.answer("cats", [TitleId(UUID(int=n)) for n in range(13)]), "titles"),
        (lambda: Decision.synonym("a" * 201, "cats"), "said"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(made: Callable[[], Decision], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        made()
    assert refused.value.field == field
