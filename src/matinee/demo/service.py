"""The demo's use cases; the only door to it besides ``model``."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from matinee.audience.service import AudienceService
from matinee.catalogue.model import ImportReport
from matinee.catalogue.service import CatalogueService
from matinee.demo import repository
from matinee.demo.event_columns import event_columns
from matinee.demo.film_facts import FilmFacts, read_film_facts
from matinee.demo.film_texts import FilmText, read_film_texts
from matinee.demo.members import Members, highlights, members
from matinee.demo.model import (
    DemoFigures,
    DemoLoad,
    DemoReport,
    DemoSettings,
    Highlight,
    Progress,
)
from matinee.demo.records import SOURCE, age_of, title_records
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.repertoire import build_repertoire
from matinee.demo.simulator.simulation import Audience, draw_people, simulate
from matinee.demo.trial import equal_arms
from matinee.demo.windows import Licence, licences
from matinee.experiments.service import ExperimentsService
from matinee.foundation.database import Database

Item = TypeVar("Item")


def _now() -> datetime:
    return datetime.now(UTC)


class DemoService:
    """A catalogue and an audience to look at, made once for each database."""

    def __init__(
        self,
        database: Database,
        catalogue: CatalogueService,
        audience: AudienceService,
        experiments: ExperimentsService,
        settings: DemoSettings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._audience = audience
        self._experiments = experiments
        self._settings = settings or DemoSettings()
        self._clock = clock

    async def current(self) -> DemoLoad | None:
        """The load there is, begun or done."""
        async with self._database.reading() as connection:
            return await repository.current(connection)

    async def load(self, *, progress: Progress | None = None) -> DemoReport:
        """Take in the films, the households and their events, unless they are there already.

        A load that broke off is taken up again from the same seed and day; since everything has
        the same identifiers, nothing comes twice.
        """
        started = time.perf_counter()
        told = progress or _silent
        present = await self.current()
        if present is not None and present.finished_at is not None:
            return DemoReport(False, time.perf_counter() - started, present)
        begun = await self._begin()
        facts = await asyncio.to_thread(read_film_facts)
        texts = {text.imdb: text for text in read_film_texts()}
        lots = licences(list(texts), seed=begun.seed)
        report = await self._put_titles(facts, texts, lots, begun, told)
        told("events", 0, 0)
        audience = await asyncio.to_thread(_simulated, facts, texts, lots, begun)
        everybody = members(audience.population, seed=begun.seed, base_day=begun.base_day)
        await self._audience.put_members(everybody.households, everybody.profiles)
        await self._put_events(audience, everybody, begun, told)
        async with self._database.transaction() as connection:
            done = await repository.finish(
                connection, _figures(facts, texts, report, audience, everybody), at=self._clock()
            )
        return DemoReport(True, time.perf_counter() - started, done)

    async def highlights(self) -> tuple[Highlight, ...]:
        """Profiles that are worth a look; none before the demo is loaded."""
        present = await self.current()
        if present is None or present.finished_at is None:
            return ()
        return await asyncio.to_thread(_highlights, present)

    async def _begin(self) -> DemoLoad:
        now = self._clock()
        async with self._database.transaction() as connection:
            return await repository.begin(
                connection,
                seed=self._settings.seed,
                households=self._settings.households,
                base_day=now.astimezone(UTC).date(),
                at=now,
            )

    async def _put_titles(
        self,
        facts: Sequence[FilmFacts],
        texts: Mapping[str, FilmText],
        lots: Mapping[str, Licence],
        begun: DemoLoad,
        told: Progress,
    ) -> ImportReport:
        records = title_records(facts, texts, lots, base_day=begun.base_day)
        return await self._catalogue.put_titles(
            _counted(records, "films", len(facts), told), source=SOURCE
        )

    async def _put_events(
        self, audience: Audience, everybody: Members, begun: DemoLoad, told: Progress
    ) -> None:
        titles = await self._catalogue.registered("imdb")
        experiment = equal_arms(begun.base_day)
        columns = event_columns(
            audience,
            everybody,
            titles,
            seed=begun.seed,
            experiment=experiment,
            settings=self._experiments.settings,
        )
        await self._audience.bulk_events(columns)
        await self._experiments.take_in(experiment)
        told("events", len(columns), len(columns))


def _simulated(
    facts: Sequence[FilmFacts],
    texts: Mapping[str, FilmText],
    lots: Mapping[str, Licence],
    load: DemoLoad,
) -> Audience:
    parameters = Parameters(households=load.households)
    repertoire = build_repertoire(facts, texts, lots, parameters)
    return simulate(repertoire, parameters, seed=load.seed, base_day=load.base_day)


@lru_cache(maxsize=1)
def _highlights(load: DemoLoad) -> tuple[Highlight, ...]:
    population = draw_people(Parameters(households=load.households), seed=load.seed)
    return highlights(members(population, seed=load.seed, base_day=load.base_day))


def _figures(
    facts: Sequence[FilmFacts],
    texts: Mapping[str, FilmText],
    report: ImportReport,
    audience: Audience,
    everybody: Members,
) -> DemoFigures:
    return DemoFigures(
        films=len(facts),
        titles=report.made + report.known,
        repeated=tuple(
            f"{joined.name} is {joined.title_name}, by {joined.key}" for joined in report.joined
        ),
        without_certificate=sum(film.certificate is None for film in facts),
        without_runtime=sum(film.runtime_minutes is None for film in facts),
        described=len(texts),
        ages_set=sum(age_of(film, texts.get(film.imdb)) is not None for film in facts),
        households=len(everybody.households),
        profiles=len(everybody.profiles),
        events=len(audience.log),
    )


def _silent(_what: str, _done: int, _whole: int) -> None:
    return None


def _counted(items: Iterable[Item], what: str, whole: int, told: Progress) -> Iterator[Item]:
    for done, item in enumerate(items, start=1):
        if done % 500 == 0 or done == whole:
            told(what, done, whole)
        yield item
