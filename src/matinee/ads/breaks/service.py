"""The use cases of breaks: choosing them, judging a draft, keeping it, and which a viewer meets."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from matinee.ads.breaks import repository as break_sheets
from matinee.ads.breaks.beside import LONGEST, PLACED, SHORTEST, USUAL, Placement, check_set
from matinee.ads.breaks.blocks import Block, ShutOut, changed_blocks, shut_out
from matinee.ads.breaks.consequences import Consequences, JudgedBreak, weigh, within_hours
from matinee.ads.breaks.editing import (
    chosen,
    difference,
    nudged,
    put,
    stepped,
    with_kept_out,
    with_lock,
    with_mark,
    with_moods,
    without,
    without_kept_out,
    without_mark,
    without_moods,
)
from matinee.ads.breaks.keeping import check_distinct, placed, title_break
from matinee.ads.breaks.model import (
    BAR_WORDS,
    BreakRules,
    Draft,
    FilmPlaces,
    FilmStories,
    Sheet,
    Stretch,
    TitleAges,
    check_kept_out,
    clock,
)
from matinee.ads.breaks.moods import Mood
from matinee.ads.breaks.places import places_of
from matinee.ads.breaks.placing import (
    Beside,
    PlacementFault,
    by_time,
    with_placement,
    without_placement,
)
from matinee.ads.model import Format, TitleBreak
from matinee.ads.repository import demand, title_breaks
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import TitleId

__all__ = [
    "LONGEST",
    "PLACED",
    "SHORTEST",
    "USUAL",
    "Block",
    "BreakDesk",
    "BreakService",
    "Consequences",
    "JudgedBreak",
    "Mood",
    "Placement",
    "PlacementFault",
    "ShutOut",
    "difference",
    "with_kept_out",
    "with_lock",
    "with_mark",
    "without",
    "without_kept_out",
    "without_mark",
    "without_moods",
    "without_placement",
]
_FILMS_KEPT = 16


@dataclass(frozen=True, slots=True)
class BreakDesk:
    """What is kept of a title's breaks; without ``film`` and ``places`` none was looked into."""

    title: TitleId
    draft: Draft
    house_rules: BreakRules
    version: int
    film: UUID | None
    places: FilmPlaces | None

    @property
    def rules(self) -> BreakRules:
        """Those in force."""
        return self.draft.rules or self.house_rules


class BreakService:
    """Breaks of titles: from media's stories and the programmer's rules."""

    def __init__(self, database: Database, stories: FilmStories, ages: TitleAges) -> None:
        self._database, self._stories, self._ages = database, stories, ages
        self._films: OrderedDict[UUID, FilmPlaces] = OrderedDict()
        self._hearers = list[Callable[[TitleId], None]]()

    def tell(self, hearer: Callable[[TitleId], None]) -> None:
        """Call ``hearer`` in this process whenever the breaks of a title were saved."""
        self._hearers.append(hearer)

    async def breaks_of(
        self, title: TitleId, territory: str = "", *, kids: bool = False
    ) -> tuple[TitleBreak, ...]:
        """The breaks that a viewer meets, by time: none for children.

        Where a narrower limit holds than the title's rules, the best of the breaks that keep it.
        """
        if kids:
            return ()
        async with self._database.reading() as connection:
            breaks = await title_breaks.of(connection, title)
            sheet = await break_sheets.sheet(connection, title) or Sheet()
            house = await break_sheets.house_rules(connection) or BreakRules()
        rules = sheet.rules or house
        if not breaks or not rules.limits:
            return breaks
        hours = rules.in_territory(territory, await self._ages.age(title, territory))
        if hours == rules.in_territory("", await self._ages.age(title, "")):
            return breaks
        of = [
            (each.at.total_seconds(), each.duration.total_seconds(), sheet.scores.get(each.id, 0))
            for each in breaks
        ]
        # Of breaks that were set by hand the film's length is not known: its hours are whole ones.
        kept = within_hours(of, hours, sheet.seconds or float("inf"))
        return tuple(breaks[place] for place in kept)

    async def placements(self, title: TitleId) -> tuple[Placement, ...]:
        """All that were set of a title, by time."""
        async with self._database.reading() as connection:
            return (await break_sheets.sheet(connection, title) or Sheet()).placements

    async def beside(self, title: TitleId, territory: str) -> Beside:
        """Those of a territory: none where its limits allow no break at all."""
        async with self._database.reading() as connection:
            sheet = await break_sheets.sheet(connection, title) or Sheet()
            house = await break_sheets.house_rules(connection) or BreakRules()
        rules = sheet.rules or house
        if not sheet.placements:
            return Beside()
        hours = rules.in_territory(territory, await self._ages.age(title, territory))
        if not hours.breaks or not hours.seconds:
            return Beside()
        return _beside(sheet.placements, sheet.marked, rules, sheet.seconds)

    async def set_placements(self, title: TitleId, placements: Sequence[Placement]) -> None:
        """Instead of those before; the title's breaks, marks and rules stay.

        Raises:
            Invalid: one lies too near a break or another, or in a marked stretch.
            Conflict: somebody else saved the title's breaks meanwhile.
        """
        await self._ages.age(title, "")
        async with self._database.transaction() as connection:
            sheet = await break_sheets.sheet(connection, title, locking=True) or Sheet()
            house = await break_sheets.house_rules(connection) or BreakRules()
            breaks = await title_breaks.of(connection, title)
            check_set(kept := by_time(placements))
            beside = _beside(kept, sheet.marked, sheet.rules or house, sheet.seconds)
            beside.check(each.at.total_seconds() for each in breaks)
            changed = replace(sheet, placements=kept, version=sheet.version + 1)
            if not await break_sheets.put_sheet(connection, title, changed):
                raise _changed()
        self._told(title)

    async def shut_out(self, title: TitleId, territory: str) -> ShutOut:
        """Whose ads it must not hold there, by the title's programmer and the house's rules."""
        async with self._database.reading() as connection:
            sheet = await break_sheets.sheet(connection, title) or Sheet()
            house = await break_sheets.house_rules(connection) or BreakRules()
        age = await self._ages.age(title, territory)
        return shut_out(house.blocks, sheet.kept_out, territory, age)

    async def kept_out(self, title: TitleId) -> frozenset[UUID]:
        """Advertisers of whom a title holds no ad, by its own programmer."""
        async with self._database.reading() as connection:
            return (await break_sheets.sheet(connection, title) or Sheet()).kept_out

    async def keep_out(self, title: TitleId, advertisers: frozenset[UUID]) -> None:
        """Instead of those before; Invalid where there is no such advertiser."""
        check_kept_out(advertisers)
        await self._ages.age(title, "")
        async with self._database.transaction() as connection:
            await _check_known(connection, advertisers)
            sheet = await break_sheets.sheet(connection, title, locking=True) or Sheet()
            changed = replace(sheet, kept_out=advertisers, version=sheet.version + 1)
            if not await break_sheets.put_sheet(connection, title, changed):
                raise _changed()
        self._told(title)

    async def house_rules(self) -> BreakRules:
        """Those of titles without their own."""
        async with self._database.reading() as connection:
            return await break_sheets.house_rules(connection) or BreakRules()

    async def set_house_rules(self, rules: BreakRules) -> None:
        """From now on; breaks that are saved stay where they are."""
        async with self._database.transaction() as connection:
            named = frozenset[UUID]().union(*(each.advertisers for each in rules.blocks))
            await _check_known(connection, named)
            await break_sheets.put_house_rules(connection, rules)

    async def change_blocks(self, *, add: Block | None = None, remove: Block | None = None) -> None:
        """One of the house's blocks more, or less; Invalid or NotFound where that is so already."""
        async with self._database.transaction() as connection:
            await _check_known(connection, add.advertisers if add else frozenset())
            rules = await break_sheets.house_rules(connection, locking=True) or BreakRules()
            blocks = changed_blocks(rules.blocks, add=add, remove=remove)
            await break_sheets.put_house_rules(connection, replace(rules, blocks=blocks))

    async def desk(self, title: TitleId) -> BreakDesk:
        """All that is known of a title's breaks; NotFound without the title."""
        await self._ages.age(title, "")
        async with self._database.reading() as connection:
            breaks = await title_breaks.of(connection, title)
            sheet = await break_sheets.sheet(connection, title) or Sheet()
            house = await break_sheets.house_rules(connection) or BreakRules()
        draft = Draft(
            tuple(placed(each, sheet) for each in breaks),
            sheet.rules,
            sheet.marked,
            sheet.placements,
            sheet.kept_out,
        )
        film = await self._stories.film(title)
        places = None if film is None else await self._places(film)
        return BreakDesk(title, draft, house, sheet.version, film, places)

    async def choose(self, title: TitleId, draft: Draft) -> Draft:
        """The best breaks under the draft's rules; those that are locked stay."""
        film, rules = await self._looked_into(title), await self._rules(draft)
        hours = rules.in_territory("", await self._ages.age(title, ""))
        breaks = await asyncio.to_thread(chosen, film, draft, rules, hours)
        return replace(draft, breaks=breaks)

    async def put(self, title: TitleId, draft: Draft, at: float, break_id: str = "") -> Draft:
        """The draft with a new break at the place nearest to ``at``, or one of its own moved there.

        Raises:
            Invalid: where that place is barred, with why and where the next that are not lie.
        """
        film, rules = await self._looked_into(title), await self._rules(draft)
        return put(film, draft, rules, at, break_id)

    async def step(self, title: TitleId, draft: Draft, break_id: str, *, later: bool) -> Draft:
        """The draft with a break moved to the next place that may have one; Invalid at the last."""
        return stepped(await self._looked_into(title), draft, break_id, later=later)

    async def take_moods(self, title: TitleId, draft: Draft, break_id: str) -> Draft:
        """The draft with a break that takes the moods suggested of its scene."""
        return with_moods(await self._looked_into(title), draft, break_id)

    async def place(
        self, title: TitleId, draft: Draft, at: float, shown_as: Format, seconds: float
    ) -> Draft:
        """The draft with an ad over or beside the film; Invalid where none may stand there."""
        placed = replace(draft, placements=with_placement(draft, at, shown_as, seconds))
        (await self.beside_of(title, placed)).check(
            (each.at for each in draft.breaks), but=draft.placements
        )
        return placed

    async def beside_of(self, title: TitleId, draft: Draft) -> Beside:
        """The placements of a draft, and what they keep clear of."""
        film, rules = await self._looked_into(title), await self._rules(draft)
        return _beside(draft.placements, draft.marked, rules, film.seconds)

    async def nudge(self, title: TitleId, draft: Draft, break_id: str, *, frames: int) -> Draft:
        """The draft with a break moved by frames of the film; Invalid where that leaves a place."""
        film = await self._film(title)
        rate = await self._stories.rate(film)
        return nudged(await self._places(film), draft, break_id, frames=frames, rate=rate)

    async def weigh(self, title: TitleId, draft: Draft) -> Consequences:
        """What a draft comes to."""
        film, rules = await self._looked_into(title), await self._rules(draft)
        age = await self._ages.age(title, "")
        return weigh(film, draft.marked, draft.breaks, rules, age)

    async def save(self, title: TitleId, draft: Draft, version: int) -> int:
        """Keep a draft that was begun on ``version``; the new version.

        Raises:
            Invalid: where a break lies within speech, a shot, credits or a marked stretch.
            Conflict: where another version was saved meanwhile.
        """
        film = await self._looked_into(title)
        judged = await self.weigh(title, draft)
        for each in judged.breaks:
            if each.bar is not None:
                raise Invalid(
                    f"No break may lie at {clock(each.placed.at)}: {BAR_WORDS[each.bar]}.",
                    remedy="Move it to one of the title's places.",
                    code=each.bar.value,
                    field="breaks",
                )
        check_distinct(draft)
        sheet = Sheet(
            rules=draft.rules,
            marked=draft.marked,
            locked=frozenset(each.id for each in draft.breaks if each.locked),
            scores={each.placed.id: each.score for each in judged.breaks},
            seconds=film.seconds,
            version=version + 1,
            placements=by_time(draft.placements),
            kept_out=draft.kept_out,
        )
        async with self._database.transaction() as connection:
            await _check_known(connection, draft.kept_out)
            kept = await break_sheets.sheet(connection, title, locking=True)
            if (kept.version if kept else 0) != version or not await break_sheets.put_sheet(
                connection, title, sheet
            ):
                raise _changed()
            before = {each.id: each for each in await title_breaks.of(connection, title)}
            breaks = tuple(title_break(each.placed, before) for each in judged.breaks)
            await title_breaks.put(connection, title, breaks)
        self._told(title)
        return sheet.version

    def _told(self, title: TitleId) -> None:
        for hearer in self._hearers:
            hearer(title)

    async def _rules(self, draft: Draft) -> BreakRules:
        return draft.rules or await self.house_rules()

    async def _looked_into(self, title: TitleId) -> FilmPlaces:
        await self._ages.age(title, "")
        return await self._places(await self._film(title))

    async def _film(self, title: TitleId) -> UUID:
        film = await self._stories.film(title)
        if film is None:
            raise NotFound(
                "This title has no film that was looked into.",
                remedy="Bring its film, and let it be analysed.",
                code="no_film",
            )
        return film

    async def _places(self, film: UUID) -> FilmPlaces:
        if film not in self._films:
            story = await self._stories.story(film)
            self._films[film] = await asyncio.to_thread(places_of, story)
            while len(self._films) > _FILMS_KEPT:
                self._films.popitem(last=False)
        self._films.move_to_end(film)
        return self._films[film]


def _beside(
    placements: tuple[Placement, ...],
    marked: tuple[Stretch, ...],
    rules: BreakRules,
    film_seconds: float,
) -> Beside:
    return Beside(placements, rules.beside_seconds, marked, film_seconds)


async def _check_known(connection: Connection, advertisers: frozenset[UUID]) -> None:
    if advertisers and not advertisers <= {
        each.id for each in await demand.list_advertisers(connection)
    }:
        raise Invalid(
            "There is no such advertiser.", remedy="List the advertisers.", field="kept_out"
        )


def _changed() -> Conflict:
    return Conflict(
        "Somebody else saved these breaks meanwhile.",
        remedy="Open the title's breaks again.",
        code="breaks_changed",
    )
