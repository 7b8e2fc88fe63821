"""``growth-million``: ``growth`` with ten times its titles and ten times its members.

Members come first, since a page costs least while titles are few; then titles, which make each page
dearer, so that fewer are asked for. What is watched was watched by the first ten thousand members,
fifty plays each, and pages are asked of them alone, at every size: of members with a history, as
``growth`` asks. ``docs/reference/growth.md`` carries the costs of ``growth`` on by what is measured
here, as far as that goes.
"""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.growth.contents import Contents
from benchmarks.surfaces.growth.measured import ITEMS, Plan, Series, asked, of_series
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.recommend.model import RecommendSettings

_WHOLE = Plan(
    titles=(10_000, 100_000, 1_000_000),
    members=(10_000, 100_000, 1_000_000),
    events=(500_000,),
    histories=(),
    pages=60,
    batches=30,
)
_QUICK = Plan((1_000, 4_000), (500, 2_000), (20_000,), (), pages=40, batches=10)


def run(quick: bool) -> Outcome:
    """Grow a house to a million of both, ask it at each size, and fit."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(home=Path(place), recommend=RecommendSettings(item_limit=ITEMS))
        server = embedded_server(settings)
        assert server is not None
        try:
            return Outcome(asyncio.run(_grown(settings, _QUICK if quick else _WHOLE)))
        finally:
            server.stop()


async def _grown(settings: Settings, plan: Plan) -> dict[str, Figure]:
    server = embedded_server(settings)
    assert server is not None
    members, titles = Series(), Series()
    async with open_house(settings) as house:
        contents = Contents(house, server)
        titles.loaded.append(await contents.titles_to(plan.titles[0]))
        members.loaded.append(await contents.members_to(plan.members[0]))
        await contents.events_to(plan.events[0])
        watchers = tuple(contents.profiles)
        await contents.lake_filled()
        await contents.trained()
        served = await asked(contents, plan, watchers)
        for series, sizes in ((members, plan.members), (titles, plan.titles)):
            series.sizes.append(sizes[0])
            series.served.append(served)
            for size in sizes[1:]:
                grow = contents.titles_to if series is titles else contents.members_to
                series.loaded.append(await grow(size))
                series.sizes.append(size)
                served = await asked(contents, plan, watchers)
                series.served.append(served)
        stored = contents.stored_bytes("catalogue"), contents.stored_bytes("audience")
    figures: dict[str, Figure] = {
        "catalogue_bytes_in_the_end": stored[0],
        "audience_bytes_in_the_end": stored[1],
        "items_of_linear_models": ITEMS,
        "events_of_each_member_asked": plan.events[0] / plan.members[0],
    }
    return figures | of_series("members", members) | of_series("titles", titles)
