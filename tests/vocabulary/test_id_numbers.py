"""Where identifiers stand, found by their numbers."""

from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.vocabulary.id_numbers import IdTable, numbers_of


@given(st.lists(st.uuids(), unique=True, max_size=40), st.lists(st.uuids(), max_size=10))
def test_a_table_finds_what_it_holds_and_nothing_else(held: list[UUID], others: list[UUID]) -> None:
    asked = [*held, *others, *held[:3]]
    found = IdTable.of(held).find(numbers_of(asked))
    assert found.tolist() == [held.index(one) if one in held else -1 for one in asked]
    assert found.dtype == np.int32
