"""The bit vectors against the plain definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matinee.discover.spelling.edits import apart

WORDS = st.text(alphabet="abc", min_size=1, max_size=14)
LIMIT = 2


@given(query=WORDS, names=st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=200)
def test_distances_are_those_of_optimal_string_alignment(query: str, names: list[str]) -> None:
    letters = np.array([name.encode() for name in names], "S16")
    lengths = np.array([len(name) for name in names], np.uint8)
    matrix = letters.view(np.uint8).reshape(len(names), 16)
    found = apart(query.encode(), matrix, lengths, limit=LIMIT)
    for place, name in enumerate(names):
        whole = OSA.distance(query, name)
        beginning = min(OSA.distance(query, name[:end]) for end in range(len(name) + 1))
        assert min(int(found.whole[place]), LIMIT + 1) == min(whole, LIMIT + 1)
        assert min(int(found.beginning[place]), LIMIT + 1) == min(beginning, LIMIT + 1)
