"""A shelf that took in changes, held against one that read everything again."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.test_shelf import catalogues

from matinee.catalogue.model import Shelf, ShelvedTitle
from matinee.catalogue.shelf_columns import columns_of


def plain(shelf: Shelf) -> dict[str, Any]:
    """Everything that a shelf holds, with words for codes."""
    held = shelf.columns
    return {
        "ids": shelf.ids,
        "index": shelf.index,
        "names": shelf.names,
        "cards": shelf.cards,
        "titles": [
            held.years.tolist(), held.kinds.tolist(), held.runtimes.tolist(),
            held.parents.tolist(), held.numbers.tolist(), held.known_only.tolist(),
            shelf.opened_at.tolist(), shelf.top_level.tolist(),
        ],
        "genres": _named(held.genres, held.genre_rows, held.genre_codes),
        "windows": _named(
            held.territories, held.window_rows, held.window_territories, held.window_starts,
            held.window_ends,
        ),
        "ages": _named(held.territories, held.age_rows, held.age_territories, held.ages),
        "audio": _named(held.languages, held.audio_rows, held.audio_codes),
        "words": (set(held.genres), set(held.territories), set(held.languages)),
    }  # fmt: skip


def _named(words: tuple[str, ...], rows: Any, codes: Any, *others: Any) -> list[tuple[Any, ...]]:
    named = [words[code] for code in codes.tolist()]
    return list(zip(rows.tolist(), named, *(one.tolist() for one in others), strict=True))


@given(titles=catalogues(), data=st.data())
def test_a_changed_shelf_is_the_one_that_reads_everything_again(
    titles: list[ShelvedTitle], data: st.DataObject
) -> None:
    genres = st.lists(st.sampled_from(("Drama", "Noir", "War")), max_size=2, unique=True)
    titles = [replace(title, genres=tuple(data.draw(genres))) for title in titles]
    flags = st.lists(st.booleans(), min_size=len(titles), max_size=len(titles))
    late = data.draw(flags, label="new titles")
    arrived = {title.id for title, new in zip(titles, late, strict=True) if new}
    for title in titles:
        if title.parent in arrived:
            arrived.add(title.id)  # A series is there before its seasons are.
    known = [title for title in titles if title.id not in arrived]
    edited = data.draw(flags, label="changed titles")
    changed = {
        title.id: replace(
            title, name=f"{title.name} again", ages={}, windows=titles[0].windows, genres=("War",)
        )
        for title, change in zip(titles, edited, strict=True)
        if change and title.id not in arrived
    }
    fresh = sorted(
        (changed.get(title.id, title) for title in titles if title.id in arrived | set(changed)),
        key=lambda title: title.id,
    )
    whole = Shelf.build([changed.get(title.id, title) for title in titles], version=2)
    parents = [title.parent for title in fresh]
    followed = Shelf.build(known, version=1).changed(columns_of(fresh), parents, version=2)
    assert plain(followed) == plain(whole)
    assert followed.version == 2
