"""Suggestions for every member at once, for what is sent out: letters, lists, other systems.

The models' own order, within what each member may watch at that moment and the house does not keep
back; without the page's rows, its variety and what it leaves to chance. Who is held out of all
personalising gets none.
"""

import asyncio
import time
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from matinee.audience.lake.service import ViewingLake
from matinee.audience.model import Profile
from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.errors import Conflict, Invalid
from matinee.home.model import Programmes, Trials
from matinee.recommend.model import Scored, best_titles
from matinee.recommend.service import RecommendService

_PROFILES_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was written: for how many members, how many titles, by which models, on which engine."""

    members: int
    suggestions: int
    version: str
    engine: str
    seconds: float


class Suggestions:
    """Asks the lake's engine for the titles of all members, and writes them to a file.

    ``address`` is that of the blob store as the nodes reach it, ``folder`` where each machine keeps
    copies of the models.
    """

    def __init__(
        self,
        catalogue: CatalogueService,
        audience: AudienceService,
        recommend: RecommendService,
        lake: ViewingLake,
        programmes: Programmes,
        trials: Trials,
        *,
        address: str,
        folder: Path,
    ) -> None:
        self._catalogue = catalogue
        self._audience = audience
        self._recommend = recommend
        self._lake = lake
        self._programmes = programmes
        self._trials = trials
        self._address = address
        self._folder = folder

    async def write(self, path: Path, *, count: int) -> Suggested:
        """Write Parquet with ``profile_id``, ``titles`` and ``scores``, whole or not at all.

        Members of whose viewing the lake knows nothing are left out.

        Raises:
            Conflict: nothing is trained, or nothing is in the lake.
            Invalid: there is no folder to write to.
        """
        if not path.absolute().parent.is_dir():
            raise Invalid(f"There is no folder {path.parent}.", field="to")
        began = time.perf_counter()
        version = await self._recommend.live_version()
        if version is None:
            raise Conflict("Nothing is trained yet.", remedy="Run matinee train.")
        model = await self._recommend.model(version)
        models = await self._recommend.current()
        if models is None or models.version != version:
            raise Conflict(f"The models {version} cannot be had.", remedy="Run matinee train.")
        shelf, at = await self._catalogue.shelf(), datetime.now(UTC)
        kept_back = (await self._programmes.current()).kept_back
        members, allowed = _under_rules(
            await self._profiles(), shelf, models.title_ids, at, frozenset(kept_back)
        )
        told = Scored(
            address=self._address,
            folder=str(self._folder),
            version=version,
            manifest_sha256=model.manifest_sha256,
            allowed=allowed,
            series=_series(shelf),
            moment=at.timestamp(),
            count=count,
        )
        answer = await self._lake.answered(lambda frame: best_titles(frame, members, told))
        await asyncio.to_thread(_written, answer, path, version)
        return Suggested(
            members=answer.num_rows,
            suggestions=sum(map(len, answer["titles"].to_pylist())),
            version=version,
            engine=self._lake.engine.compute.name,
            seconds=round(time.perf_counter() - began, 2),
        )

    async def _profiles(self) -> list[Profile]:
        found: list[Profile] = []
        while some := await self._audience.profiles(
            limit=_PROFILES_AT_ONCE, after=found[-1].id if found else None
        ):
            found += some
        return [one for one in found if not await self._is_held_out(one)]

    async def _is_held_out(self, profile: Profile) -> bool:
        return (await self._trials.assignments(profile.id, profile.household_id)).held_out


def _under_rules(
    profiles: list[Profile],
    shelf: Shelf,
    titles: tuple[UUID, ...],
    at: datetime,
    kept_back: frozenset[UUID],
) -> tuple[Any, tuple[bytes, ...]]:
    """An Arrow table of the members with their rules, and what each rule allows, a bit a title."""
    offered = np.array([title not in kept_back for title in titles], np.bool_)
    rows = np.array([shelf.index.get(title, -1) for title in titles], np.int64)
    rules: dict[Hashable, int] = {}
    allowed: list[bytes] = []
    places: list[int] = []
    for one in profiles:
        languages = frozenset(str(language) for language in one.languages)
        key = (one.territory, one.kids, one.maturity_limit, languages)
        if key not in rules:
            rules[key] = len(rules)
            mask = shelf.top_level & shelf.watchable(
                territory=one.territory, at=at, kids=one.kids, maturity_limit=one.maturity_limit
            )
            if one.languages:
                mask &= shelf.speaks(one.languages)
            allowed.append(np.packbits(offered & (rows >= 0) & mask[rows]).tobytes())
        places.append(rules[key])
    arrow = import_module("pyarrow")
    names = [str(one.id) for one in profiles]
    columns = {
        "profile_id": arrow.array(names, arrow.large_string()),
        "rule": arrow.array(places, arrow.int64()),
    }
    return arrow.table(columns), tuple(allowed)


def _series(shelf: Shelf) -> dict[str, str]:
    """The series of each episode and season, by their ids."""
    found: dict[str, str] = {}
    for row in np.flatnonzero(shelf.parents >= 0).tolist():
        above = int(shelf.parents[row])
        while shelf.parents[above] >= 0:
            above = int(shelf.parents[above])
        found[str(shelf.ids[row])] = str(shelf.ids[above])
    return found


def _written(answer: Any, path: Path, version: str) -> None:
    parquet = import_module("pyarrow.parquet")
    partial = path.with_name(f"{path.name}.partial")
    try:
        parquet.write_table(answer.replace_schema_metadata({"models": version}), partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
