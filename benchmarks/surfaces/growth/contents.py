"""Titles, members and events in any number, put into a house; what each cost, by processor time."""

import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
import psycopg

from benchmarks.surfaces.growth.processor import processor_seconds
from matinee.assembly.house import House
from matinee.audience.model import EventColumns, EventKind, Household, Profile, TimeBasis
from matinee.catalogue.model import TitleRecord
from matinee.foundation.database import driver_url
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId, uuid7
from matinee.vocabulary.places import EVERYWHERE

_CHUNK = 100_000
_EVENTS_AT_ONCE = 1_000_000
_DAYS = 30
_GENRES = ("drama", "comedy", "thriller", "western", "horror", "romance", "documentary", "noir")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Cost:
    """Processor seconds of this process and of the database, for so many."""

    count: int
    here: float
    database: float

    def each(self) -> float:
        """Microseconds of processor for one, of both together."""
        return (self.here + self.database) / self.count * 1e6


@dataclass
class Contents:
    """What a house holds, and where more of it comes from."""

    house: House
    server: EmbeddedPostgres
    profiles: list[UUID] = field(default_factory=list[UUID])
    titles: list[UUID] = field(default_factory=list[UUID])
    events: int = 0
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(10))

    async def titles_to(self, count: int) -> Cost:
        """Films with a year and two genres, until there are so many."""
        here = database = 0.0
        first = len(self.titles)
        for begin in range(first, count, _CHUNK):
            films = [
                TitleRecord(
                    name=f"Film {number}",
                    year=1930 + number % 95,
                    runtime_minutes=80 + number % 60,
                    genres=tuple({_GENRES[number % 8], _GENRES[number // 8 % 8]}),
                )
                for number in range(begin, min(begin + _CHUNK, count))
            ]

            async def put(films: list[TitleRecord] = films) -> None:
                await self.house.catalogue.put_titles(films, source="growth", open_window=True)

            cost = await self._costs(len(films), put)
            here, database = here + cost.here, database + cost.database
        self.titles = list((await self.house.catalogue.shelf()).ids)
        return Cost(count - first, here, database)

    async def members_to(self, count: int) -> Cost:
        """Households of one, until there are so many members."""
        now = datetime.now(UTC)
        here = database = 0.0
        first = len(self.profiles)
        for begin in range(first, count, _CHUNK):
            many = min(_CHUNK, count - begin)
            homes = [Household(HouseholdId(uuid7(now)), "", True, now) for _ in range(many)]
            people = [
                Profile(
                    id=ProfileId(uuid7(now)),
                    household_id=home.id,
                    name="somebody",
                    kids=False,
                    maturity_limit=None,
                    languages=(),
                    territory=EVERYWHERE,
                    simulated=True,
                    created_at=now,
                )
                for home in homes
            ]

            async def put(homes: list[Household] = homes, people: list[Profile] = people) -> None:
                await self.house.audience.put_members(homes, people)

            cost = await self._costs(many, put)
            here, database = here + cost.here, database + cost.database
            self.profiles += [each.id for each in people]
        return Cost(count - first, here, database)

    async def histories_to(self, watchers: Sequence[UUID], each: int) -> None:
        """Plays by these members alone, until they have so many each, by the mean."""
        count = len(watchers) * (each - self._each)
        for begin in range(0, count, _EVENTS_AT_ONCE):
            some = min(_EVENTS_AT_ONCE, count - begin)
            await self.house.audience.bulk_events(self._viewing(some, watchers))
        self._each = each

    async def events_to(self, count: int) -> Cost:
        """Plays of the last thirty days, by members and of titles that are drawn, until so many.

        Some titles are watched far more often than others, as by Zipf's law.
        """
        here = database = 0.0
        first = self.events
        for begin in range(first, count, _EVENTS_AT_ONCE):
            columns = self._viewing(min(_EVENTS_AT_ONCE, count - begin), self.profiles)

            async def put(columns: EventColumns = columns) -> None:
                await self.house.audience.bulk_events(columns)

            cost = await self._costs(len(columns), put)
            here, database = here + cost.here, database + cost.database
        self.events = count
        return Cost(count - first, here, database)

    async def lake_filled(self) -> Cost:
        """What is new in the log goes into the lake."""
        before = (await self.house.lake.facts()).rows if self._filled else 0
        cost = await self._costs(1, self.house.lake.fill)
        self._filled = True
        return Cost((await self.house.lake.facts()).rows - before, cost.here, cost.database)

    async def trained(self) -> Cost:
        """The linear models learn from the whole log."""
        return await self._costs(self.events, lambda: self.house.recommend.train(sequence=False))

    async def lake_bytes_each(self) -> float:
        """Of one event in the lake."""
        facts = await self.house.lake.facts()
        return facts.bytes / facts.rows

    def stored_bytes(self, schema: str) -> int:
        """Of all tables of a part with their indexes, in the database."""
        plain = driver_url(self.server.urls().admin).set(drivername="postgresql")
        question = (
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r'"
        )
        with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
            row = connection.execute(question, [schema]).fetchone()
        assert row is not None
        return int(row[0])

    def database_seconds(self) -> float:
        """Processor time of the database so far."""
        file = self.server.data / "postmaster.pid"
        return processor_seconds(int(file.read_text(encoding="ascii").split()[0]))

    _filled: bool = False
    _each: int = 0

    def _viewing(self, count: int, watchers: Sequence[UUID]) -> EventColumns:
        begin = time.time() - _DAYS * 86_400
        popular = len(self.titles) ** self.draw.random(count) - 1
        return EventColumns(
            profiles=[ProfileId(profile) for profile in watchers],
            titles=[TitleId(title) for title in self.titles],
            profile=self.draw.integers(0, len(watchers), count).astype(np.int32),
            title=popular.astype(np.int32),
            kinds=np.full(count, EventKind.PLAY.code, np.uint8),
            at=begin + np.sort(self.draw.random(count)) * _DAYS * 86_400,
            time_basis=TimeBasis.CLOCK,
            seconds=self.draw.random(count).astype(np.float32) * 7200,
        )

    async def _costs(self, count: int, work: Callable[[], Coroutine[Any, Any, object]]) -> Cost:
        here, database = time.process_time(), self.database_seconds()
        await work()
        return Cost(count, time.process_time() - here, self.database_seconds() - database)
