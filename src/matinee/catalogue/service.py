"""The catalogue's use cases; the only door to it besides ``model``."""

from collections.abc import Callable, Iterable
from pathlib import Path

from matinee.catalogue.model import (
    CatalogueSettings,
    GenreCount,
    ImportReport,
    MovieLensTitles,
    Shelf,
    Title,
    TitleListing,
    TitleRecord,
)
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


class CatalogueService:
    """Titles: kept, found, shelved and imported."""

    def __init__(self, database: Database, settings: CatalogueSettings | None = None) -> None:
        self._database = database
        self._settings = settings or CatalogueSettings()

    async def shelf(self) -> Shelf:
        """The present shelf; made again when the catalogue's version has changed."""
        raise NotImplementedError

    async def title(self, title_id: TitleId) -> Title:
        """Everything known of one title, or NotFound."""
        raise NotImplementedError

    async def titles(
        self, *, limit: int, cursor: str | None, genre: str | None, year: int | None
    ) -> TitleListing:
        """One page of titles in the order of their names."""
        raise NotImplementedError

    async def genres(self) -> tuple[GenreCount, ...]:
        """Every genre, the most frequent first."""
        raise NotImplementedError

    async def put_titles(
        self, records: Iterable[TitleRecord], *, source: str, open_window: bool = False
    ) -> ImportReport:
        """Take in titles made by a program; a record that cannot be taken is in the report."""
        raise NotImplementedError

    async def import_titles(
        self,
        path: Path,
        *,
        open_window: bool = False,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take in a file of JSON Lines or CSV."""
        raise NotImplementedError

    async def import_wikipedia(
        self,
        folder: Path,
        *,
        open_window: bool = True,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take in a folder of ``movies-YYYYs.json``."""
        raise NotImplementedError

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
        raise NotImplementedError
