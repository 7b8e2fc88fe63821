"""Sayings with choices are found as if each of their ways had been written down."""

from hypothesis import given
from hypothesis import strategies as st

from matinee.discover.understanding.lexicons.listing import spelled_out
from matinee.discover.understanding.sayings import ChosenSayings, Sayings
from matinee.discover.understanding.tokens import tokens_of

_WRITTEN = "(not|never|is not|) (one|) (of|by|from|) (him|her), made (by|) (her|her own) hand"
_WORDS = ("not", "never", "is", "one", "of", "by", "from", "him", "her", "own", "made", "hand", "x")


@given(st.lists(st.sampled_from(_WORDS), max_size=9), st.integers(0, 8))
def test_the_longest_way_is_found_from_every_place(words: list[str], place: int) -> None:
    tokens = tokens_of(" ".join(words))
    ways = Sayings(spelled_out(_WRITTEN))
    assert ChosenSayings(_WRITTEN).end(tokens, place) == ways.end(tokens, place)
