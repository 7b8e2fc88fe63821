"""The log becomes histories: series for episodes, disliked titles out, order kept."""

import itertools

import numpy as np
from tests.recommend.audiences import (
    START,
    Did,
    films,
    series_of,
    shelf_of,
    title_id,
    training_events,
)

from matinee.audience.model import KIND_CODES, EventKind
from matinee.catalogue.model import Shelf
from matinee.recommend.occasions import as_heard, device_rows, heard_history
from matinee.recommend.viewing import Viewing, viewing_of


def seen(
    *events: Did, shelf: Shelf | None = None, item_limit: int = 100, fewest_members: int = 1
) -> Viewing:
    titles = shelf or shelf_of(films("abcdef"))
    return viewing_of(
        training_events(events), titles, item_limit=item_limit, fewest_members=fewest_members
    )


def names(viewing: Viewing, alphabet: str = "abcdef") -> list[list[str]]:
    """Each member's titles, by their names."""
    known = {title_id(name): name for name in alphabet}
    histories = viewing.histories()
    items = [known[viewing.title_ids[item]] for item in histories.items]
    offsets = histories.offsets.tolist()
    return [items[start:end] for start, end in itertools.pairwise(offsets)]


def test_a_page_hears_of_a_history_what_a_training_heard() -> None:
    did = [
        Did("ana", "a", EventKind.PLAY, hours=1, device="tv"),
        Did("ana", "b", EventKind.THUMB, hours=2, value=-1),
        Did("ana", "c", hours=30),
        Did("ana", "d", EventKind.THUMB, hours=100, value=1),
        Did("ana", "a", hours=101, device="phone"),
    ]
    viewing = seen(*did)
    trained = viewing.histories(hearing=True)
    assert trained.occasions is not None
    newest = did[::-1]
    places = {title: item for item, title in enumerate(viewing.title_ids)}
    items, weights, heard = heard_history(
        np.array([places.get(title_id(one.title), -1) for one in newest], np.int32),
        np.array([KIND_CODES[one.kind] for one in newest], np.uint8),
        np.array([one.value for one in newest], np.float32),
        np.array([START + 3600 * one.hours for one in newest]),
        exponent=0.0,
    )
    assert items[weights > 0][::-1].tolist() == trained.items.tolist()
    assert heard[weights > 0][::-1].tolist() == as_heard(trained.occasions).tolist()
    assert heard[:, :3].all(axis=1).sum() == 2  # All but the oldest know what came before.
    assert trained.occasions[-1, 3] == device_rows(["phone"])[0]


def test_ranks_are_no_hours() -> None:
    viewing = seen(Did("ana", "a", by_rank=True), Did("ana", "b", hours=5, by_rank=True))
    told = viewing.histories(hearing=True).occasions
    assert told is not None
    assert not told[:, 1:3].any()
    assert viewing.histories().occasions is None


def test_titles_stand_in_the_order_of_their_newest_event() -> None:
    viewing = seen(
        Did("ana", "a", hours=1),
        Did("ana", "b", hours=2),
        Did("ana", "a", EventKind.THUMB, 3, value=1),
        Did("rui", "c", hours=5),
    )
    assert names(viewing) == [["b", "a"], ["c"]]
    assert viewing.strengths.tolist() == [1.0, 1.2999999523162842, 1.0]
    assert viewing.at.tolist() == [START + 3600 * hours for hours in (2, 3, 5)]


def test_an_episode_speaks_for_its_series_once() -> None:
    shelf = shelf_of([*films("ab"), *series_of("s", 3)])
    viewing = seen(
        Did("ana", "a", hours=1),
        Did("ana", "s1", hours=2),
        Did("ana", "s2", EventKind.PLAY, 3),
        shelf=shelf,
    )
    assert names(viewing, "abs") == [["a", "s"]]
    assert viewing.strengths.tolist() == [1.0, 1.0]


def test_what_a_member_disliked_teaches_nothing() -> None:
    viewing = seen(
        Did("ana", "a", hours=1), Did("ana", "b", hours=2), Did("ana", "b", EventKind.THUMB, 3, -1)
    )
    assert names(viewing) == [["a"]]


def test_titles_off_the_shelf_are_left_out() -> None:
    assert names(seen(Did("ana", "a"), Did("ana", "gone", hours=1))) == [["a"]]


def test_titles_that_few_members_watched_are_not_learned() -> None:
    viewing = seen(Did("ana", "a"), Did("rui", "a"), Did("ana", "b", hours=1), fewest_members=2)
    assert viewing.title_ids == (title_id("a"),)


def test_only_the_most_watched_titles_are_learned_where_there_are_too_many() -> None:
    viewing = seen(
        Did("ana", "a"), Did("ana", "b", hours=1), Did("rui", "b"), Did("eva", "c"), item_limit=1
    )
    assert viewing.title_ids == (title_id("b"),)


def test_each_viewing_knows_its_territory() -> None:
    events = training_events([Did("ana", "a"), Did("rui", "a")], {"ana": "PT", "rui": "BR"})
    viewing = viewing_of(events, shelf_of(films("a")), item_limit=9, fewest_members=1)
    plays = viewing.plays()
    assert [viewing.territories[place] for place in plays.territories] == ["PT", "BR"]


def test_an_empty_log_is_no_mistake() -> None:
    viewing = seen()
    assert viewing.title_ids == ()
    assert len(viewing.histories()) == 0
