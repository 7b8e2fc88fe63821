"""What is read of the catalogue: its version, columns for the shelf, keys."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Executable, Table, cast, func, select, text

from matinee.catalogue import tables
from matinee.catalogue.shelf_columns import ShelfRows
from matinee.foundation.database import Connection

_PART = 5000
_titles = tables.titles
_numbered = select(
    *_titles.c, (func.row_number().over(order_by=_titles.c.id) - 1).label("row")
).cte("numbered")


def _of_rows(table: Table, *columns: ColumnElement[Any], order: Sequence[str]) -> Executable:
    """A list's entries with their title's row: its place in the order of the ids."""
    return (
        select(_numbered.c.row, *columns)
        .join_from(_numbered, table, table.c.title_id == _numbered.c.id)
        .order_by(_numbered.c.row, *(table.c[column] for column in order))
    )


def _seconds(column: ColumnElement[Any]) -> ColumnElement[float]:
    return cast(func.extract("epoch", column), Double)


_parents = _numbered.alias("parents")
_TITLES = (
    select(
        _numbered.c.id,
        _numbered.c.name,
        func.coalesce(_numbered.c.year, 0),
        _numbered.c.kind,
        func.coalesce(_numbered.c.runtime_minutes, 0),
        func.coalesce(_parents.c.row, -1),
        _numbered.c.known_only,
        func.coalesce(_numbered.c.number, 0),
    )
    .join_from(_numbered, _parents, _parents.c.id == _numbered.c.parent_id, isouter=True)
    .order_by(_numbered.c.row)
)
_GENRES = _of_rows(tables.genres, tables.genres.c.genre, order=("place", "genre"))
_AGES = _of_rows(
    tables.maturity, tables.maturity.c.territory, tables.maturity.c.age, order=("territory",)
)
_WINDOWS = _of_rows(
    tables.windows,
    tables.windows.c.territory,
    _seconds(tables.windows.c.starts),
    _seconds(tables.windows.c.ends),
    order=("territory", "starts"),
)
_spoken = tables.languages.alias("spoken")
_language = func.coalesce(_spoken.c.language, _numbered.c.original_language)
_AUDIO = (
    select(_numbered.c.row, _language)
    .join_from(
        _numbered,
        _spoken,
        (_spoken.c.title_id == _numbered.c.id) & (_spoken.c.use == "audio"),
        isouter=True,
    )
    .where(_language.is_not(None))
    .order_by(_numbered.c.row, _spoken.c.place)
)


async def version(connection: Connection) -> int:
    """The number that every change raises."""
    return (await connection.execute(select(tables.state.c.version))).scalar_one()


async def shelf_rows(connection: Connection) -> tuple[int, ShelfRows]:
    """The version, and every title's facts as they are at that version."""
    await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    return await version(connection), ShelfRows(
        titles=await _columns(connection, _TITLES, 8),
        genres=await _columns(connection, _GENRES, 2),
        windows=await _columns(connection, _WINDOWS, 4),
        ages=await _columns(connection, _AGES, 3),
        audio=await _columns(connection, _AUDIO, 2),
    )


async def registered(connection: Connection, register: str) -> Mapping[str, UUID]:
    """Every id of one register, and the title it belongs to."""
    ids = tables.external_ids
    found = await connection.execute(
        select(ids.c.value, ids.c.title_id).where(ids.c.register == register)
    )
    return {row.value: row.title_id for row in found}


async def people_names(connection: Connection) -> list[str]:
    """The names of everybody who has a credit."""
    found, parts = select(tables.people.c.name).distinct(), list[str]()
    async with connection.stream_scalars(found) as result:
        async for part in result.partitions(_PART):
            parts.extend(part)
    return parts


async def _columns(connection: Connection, query: Executable, width: int) -> list[list[Any]]:
    # In parts, so that a service that reads a large catalogue answers others in between.
    columns: list[list[Any]] = [[] for _ in range(width)]
    async with connection.stream(query) as result:
        async for part in result.partitions(_PART):
            for column, values in zip(columns, zip(*part, strict=True), strict=True):
                column.extend(values)
    return columns
