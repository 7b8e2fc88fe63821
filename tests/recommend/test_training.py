"""A training, from viewing to models that foresee."""

import numpy as np
import pytest
from tests.recommend.audiences import (
    SETTINGS,
    START,
    Did,
    finishing,
    forty_films,
    title_id,
    training_events,
)
from tests.recommend.worlds import chains, histories_of

from matinee.errors import Conflict
from matinee.recommend.training import Rival, Trained, train
from matinee.recommend.viewing import viewing_of
from matinee.vocabulary.places import EVERYWHERE, Territory


def trained(events: list[Did], *, rival: Rival | None = None) -> Trained:
    viewing = viewing_of(
        training_events(events), forty_films().kept, item_limit=100, fewest_members=1
    )
    return train(
        viewing,
        SETTINGS,
        version="v",
        now=START + 86_400,
        rival=rival,
        progress=lambda _what, _done: None,
    )


def test_the_models_foresee_what_members_watch_next() -> None:
    found = trained(finishing(chains()))
    last = found.models.index[title_id(17)]
    scores = found.models.scores(np.array([last], np.int32), np.ones(1, np.float32))
    assert found.models.title_ids[int(np.argmax(scores))] == title_id(18)
    assert found.figures.ndcg10 > 5 * found.figures.popularity_ndcg10
    assert found.figures.asked == 300


def test_similar_titles_are_those_watched_close_to_each_other() -> None:
    models = trained(finishing(chains())).models
    ids, _ = models.similar(models.index[title_id(17)], 2)
    assert {models.title_ids[item] for item in ids} == {title_id(16), title_id(18)}


def test_popularity_is_there_for_every_territory_seen() -> None:
    models = trained(finishing(chains(members=60))).models
    assert models.territories == ("*", "PT")
    assert models.popularity(Territory("PT")).sum() == pytest.approx(1, abs=1e-4)
    assert models.popularity(EVERYWHERE).shape == (len(models),)


def test_progress_goes_from_beginning_to_end_and_never_back() -> None:
    told: list[float] = []
    viewing = viewing_of(
        training_events(finishing(chains())), forty_films().kept, item_limit=100, fewest_members=1
    )
    train(
        viewing,
        SETTINGS,
        version="v",
        now=START,
        rival=None,
        progress=lambda _what, done: told.append(done),
    )
    assert told == sorted(told)
    assert 0 <= told[0] < 0.1
    assert told[-1] <= 1


def test_members_who_came_back_compare_new_models_with_the_live_ones() -> None:
    before = finishing(chains())
    live = trained(before).models
    after = [*before, *finishing(chains(seed=8), since=100, called="n")]
    found = trained(after, rival=Rival(live, START + 50 * 3600))
    assert found.side_by_side is not None
    assert abs(found.side_by_side.mean) < 0.1


def test_live_models_that_foresee_nothing_fall_behind() -> None:
    generator = np.random.default_rng(5)
    noise = histories_of(*(generator.permutation(40)[:8].tolist() for _ in range(300)))
    live = trained(finishing(noise)).models
    found = trained(finishing(chains(), since=100), rival=Rival(live, START + 50 * 3600))
    assert found.side_by_side is not None
    assert found.side_by_side.low > 0.3


def test_too_few_who_came_back_compare_nothing() -> None:
    events = finishing(chains(members=60))
    live = trained(events).models
    assert trained(events, rival=Rival(live, START)).side_by_side is None


@pytest.mark.parametrize(
    "events", [[], [Did("ana", 1)], [Did("ana", 1), Did("rui", 1)], [Did("ana", 1), Did("rui", 2)]]
)
def test_too_little_viewing_is_refused_with_a_remedy(events: list[Did]) -> None:
    with pytest.raises(Conflict) as refused:
        trained(events)
    assert refused.value.code == "too_little_viewing"
    assert refused.value.remedy
