"""The catalogue's use cases; the only door to it besides ``model``."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from matinee.catalogue.importing import movielens, wikipedia
from matinee.catalogue.importing.items import Item
from matinee.catalogue.importing.rejects import RejectsFile
from matinee.catalogue.importing.title_files import titles_of
from matinee.catalogue.listing import Listing
from matinee.catalogue.model import (
    CatalogueSettings,
    GenreCount,
    ImportReport,
    MovieLensTitles,
    Shelf,
    TableContent,
    Title,
    TitleListing,
    TitleRecord,
    TitleWords,
)
from matinee.catalogue.repository import contents, detail, reading, wording
from matinee.catalogue.shelf_columns import columns_of_rows
from matinee.catalogue.title_import import TitleImport
from matinee.errors import NotFound, Unavailable
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

__all__ = ["CatalogueService", "Progress", "RejectsFile"]

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


class CatalogueService:
    """Titles: kept, found, shelved and imported."""

    def __init__(self, database: Database, settings: CatalogueSettings | None = None) -> None:
        self._database = database
        self._settings = settings or CatalogueSettings()
        self._shelf: Shelf | None = None
        self._listing: Listing | None = None
        self._looked_at = -float("inf")
        self._building = asyncio.Lock()

    async def shelf(self) -> Shelf:
        """The present shelf; made again when the catalogue's version has changed.

        The version is looked up at most once in ``version_check_seconds``. While a new shelf is
        made, those who ask get the old one.
        """
        if self._shelf is not None and (self._building.locked() or not self._due()):
            return self._shelf
        async with self._building:
            if self._shelf is None or self._due():
                try:
                    self._shelf = await self._current(self._shelf)
                except Unavailable:
                    # While the database is away, the last shelf stands.
                    if self._shelf is None:
                        raise
                self._looked_at = time.monotonic()
            return self._shelf

    async def title(self, title_id: TitleId) -> Title:
        """Everything known of one title, or NotFound."""
        async with self._database.reading() as connection:
            found = await detail.title(connection, title_id)
        if found is None:
            raise NotFound(
                f"There is no title {title_id}.", remedy="GET /v1/titles lists those there are."
            )
        return found

    async def titles(
        self,
        *,
        limit: int = 50,
        cursor: str | None = None,
        genre: str | None = None,
        year: int | None = None,
    ) -> TitleListing:
        """One page of films and series in the order of their names."""
        listing = await self._listed()
        return listing.page(limit=limit, cursor=cursor, genre=genre, year=year)

    async def genres(self) -> tuple[GenreCount, ...]:
        """Every genre, the most frequent first."""
        return (await self._listed()).genres()

    async def contents(self) -> Mapping[str, TableContent]:
        """Each table's number of rows and a hash of what they hold."""
        async with self._database.reading() as connection:
            return await contents.contents(connection)

    async def registered(self, register: str) -> Mapping[str, TitleId]:
        """Every id of a register, such as ``imdb``, and the title it belongs to."""
        async with self._database.reading() as connection:
            owners = await reading.registered(connection, register)
        return {value: TitleId(title_id) for value, title_id in owners.items()}

    async def words(self, *, after: int = -1) -> tuple[int, list[TitleWords]]:
        """What is written of each film and series that changed after a version, and the version.

        Without a version, of all of them.
        """
        async with self._database.transaction() as connection:
            return await wording.title_words(connection, after=after)

    async def people_names(self) -> list[str]:
        """The names of everybody who has a credit, each once."""
        async with self._database.transaction() as connection:
            return await reading.people_names(connection)

    async def put_titles(
        self, records: Iterable[TitleRecord], *, source: str, open_window: bool = False
    ) -> ImportReport:
        """Take in titles made by a program; a record that cannot be taken is in the report."""
        written = msgspec.json.Encoder().encode
        items = (
            Item(number, record, written(record).decode())
            for number, record in enumerate(records, start=1)
        )
        return await self._import(items, source=source, open_window=open_window)

    async def import_titles(
        self,
        path: Path,
        *,
        open_window: bool = False,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take in a file of JSON Lines or CSV; without ``open_window``, only windows it names."""
        return await self._import(
            titles_of(path),
            source=path.name,
            open_window=open_window,
            rejects=rejects or path.with_name(f"{path.name}.rejects.jsonl"),
            progress=progress,
            size=path.stat().st_size,
        )

    async def import_wikipedia(
        self,
        folder: Path,
        *,
        open_window: bool = True,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take in a folder of ``movies-YYYYs.json``."""
        return await self._import(
            wikipedia.films(folder),
            source=wikipedia.SOURCE,
            open_window=open_window,
            rejects=rejects or Path(f"{wikipedia.SOURCE}.rejects.jsonl"),
            progress=progress,
            size=sum(path.stat().st_size for path in wikipedia.film_files(folder)),
        )

    async def import_movielens(
        self,
        folder: Path,
        *,
        dataset: str | None = None,
        open_window: bool = True,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> MovieLensTitles:
        """Take in the titles of a MovieLens folder of either layout."""
        register = movielens.dataset_name(folder, dataset)
        report = await self._import(
            movielens.movies(
                folder, dataset=register, minimum_tag_count=self._settings.minimum_tag_count
            ),
            source=register,
            open_window=open_window,
            rejects=rejects or Path(f"{register}.rejects.jsonl"),
            progress=progress,
            size=movielens.title_file(folder).stat().st_size,
        )
        async with self._database.reading() as connection:
            owners = await reading.registered(connection, register)
        title_of = {int(value): TitleId(title_id) for value, title_id in owners.items()}
        return MovieLensTitles(report, register, title_of)

    async def _import(
        self,
        items: Iterable[Item],
        *,
        source: str,
        open_window: bool,
        rejects: Path | None = None,
        progress: Progress | None = None,
        size: int = 0,
    ) -> ImportReport:
        file = None if rejects is None else RejectsFile(rejects)
        taking = TitleImport(
            self._database,
            source=source,
            batch=self._settings.import_batch,
            open_window=open_window,
            rejects=file,
            progress=None if progress is None else lambda done: progress(done, size),
        )
        try:
            return await taking.run(items)
        finally:
            self._looked_at = -float("inf")
            if file is not None:
                file.close()

    def _due(self) -> bool:
        return time.monotonic() - self._looked_at >= self._settings.version_check_seconds

    async def _current(self, shelf: Shelf | None) -> Shelf:
        async with self._database.reading() as connection:
            version = await reading.version(connection)
        if shelf is not None and shelf.version == version:
            return shelf
        async with self._database.transaction() as connection:
            # A database that was put back to an earlier day does not say what it took back.
            known = None if shelf is None or version < shelf.version else shelf
            after = None if known is None else known.version
            version, rows = await reading.shelf_rows(connection, after=after)

        def made() -> Shelf:
            columns = columns_of_rows(rows)
            if known is None:
                return Shelf.of(columns, version=version)
            return known.changed(columns, rows.titles[5], version=version)

        return await asyncio.to_thread(made)

    async def _listed(self) -> Listing:
        shelf = await self.shelf()
        if self._listing is None or self._listing.shelf is not shelf:
            self._listing = Listing(shelf)
        return self._listing
