"""What was learned from a profile goes with it: the whole house, its real log and catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from tests.recommend.worlds import chains

from matinee.assembly.house import House
from matinee.audience.model import EventColumns, EventKind, Profile, TimeBasis
from matinee.catalogue.model import TitleRecord
from matinee.vocabulary.ids import TitleId

WALKS = chains(members=12, item_count=20, length=8)


async def shelved(house: House) -> list[TitleId]:
    await house.catalogue.put_titles(
        [TitleRecord(name=f"Film {number}", year=2000) for number in range(21)],
        source="test",
        open_window=True,
    )
    shelf = await house.catalogue.shelf()
    numbers = dict(zip(shelf.names, shelf.ids, strict=True))
    return [TitleId(numbers[f"Film {number}"]) for number in range(21)]


async def moved_in(house: House, count: int) -> list[Profile]:
    household = await house.audience.create_household("Test")
    return [
        await house.audience.create_profile(household.id, f"Member {number}")
        for number in range(count)
    ]


async def watch(
    house: House, profiles: Sequence[Profile], titles: Sequence[TitleId], who: object, what: object
) -> None:
    """Everyone finishes one title after another, an hour apart."""
    profile, title = np.array(who, np.int32), np.array(what, np.int32)
    begun = (datetime.now(UTC) - timedelta(days=3)).timestamp()
    await house.audience.bulk_events(
        EventColumns(
            profiles=[one.id for one in profiles],
            titles=titles,
            profile=profile,
            title=title,
            kinds=np.full(len(profile), EventKind.FINISH.code, np.uint8),
            at=(begun + 3600.0 * np.arange(len(profile))).astype(np.float64),
            time_basis=TimeBasis.CLOCK,
        )
    )


async def test_a_profile_that_is_erased_leaves_nothing_in_the_models(house: House) -> None:
    titles = await shelved(house)
    profiles = await moved_in(house, len(WALKS))
    await watch(house, profiles, titles, WALKS.members, WALKS.items)
    await watch(house, profiles, titles, [0, 1, 2], [20, 20, 20])
    first = await house.recommend.train()
    before = await house.recommend.current()
    assert before is not None
    assert titles[20] in before.index

    await house.audience.erase(profiles[0].id)
    second = await house.recommend.train()

    after = await house.recommend.current()
    assert after is not None
    assert after.version == second.version
    assert titles[20] not in after.index
    assert second.events == first.events - 9
    assert await house.blobs.list(f"models/{first.version}") == []
    assert not (house.settings.home / "models" / first.version).exists()


async def test_a_home_page_follows_what_was_trained(house: House) -> None:
    titles = await shelved(house)
    profiles = await moved_in(house, len(WALKS))
    await watch(house, profiles, titles, WALKS.members, WALKS.items)
    made = await house.recommend.train()
    page = await house.home.page(profiles[0].id, datetime.now(UTC))
    assert page.model == made.version
