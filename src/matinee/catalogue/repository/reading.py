"""What is read of the catalogue: its version, columns for the shelf, keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Executable, Table, bindparam, cast, func, select, text

from matinee.catalogue import tables
from matinee.catalogue.shelf_columns import ShelfRows
from matinee.foundation.database import Connection

_PART = 5000
_titles = tables.titles


@dataclass(frozen=True, slots=True)
class _Queries:
    """What a shelf is made of: titles, and the lists of each."""

    titles: Executable
    genres: Executable
    windows: Executable
    ages: Executable
    audio: Executable


def _queries(*wanted: ColumnElement[bool]) -> _Queries:
    """Of all titles, or of those ``wanted``; a row is a title's place among them by id."""
    numbered = (
        select(*_titles.c, (func.row_number().over(order_by=_titles.c.id) - 1).label("row"))
        .where(*wanted)
        .cte("numbered")
    )

    def listed(table: Table, *columns: ColumnElement[Any], order: Sequence[str]) -> Executable:
        return (
            select(numbered.c.row, *columns)
            .join_from(numbered, table, table.c.title_id == numbered.c.id)
            .order_by(numbered.c.row, *(table.c[column] for column in order))
        )

    spoken = tables.languages.alias("spoken")
    language = func.coalesce(spoken.c.language, numbered.c.original_language)
    return _Queries(
        titles=select(
            numbered.c.id,
            numbered.c.name,
            func.coalesce(numbered.c.year, 0),
            numbered.c.kind,
            func.coalesce(numbered.c.runtime_minutes, 0),
            numbered.c.parent_id,
            numbered.c.known_only,
            func.coalesce(numbered.c.number, 0),
        ).order_by(numbered.c.row),
        genres=listed(tables.genres, tables.genres.c.genre, order=("place", "genre")),
        windows=listed(
            tables.windows,
            tables.windows.c.territory,
            _seconds(tables.windows.c.starts),
            _seconds(tables.windows.c.ends),
            order=("territory", "starts"),
        ),
        ages=listed(
            tables.maturity,
            tables.maturity.c.territory,
            tables.maturity.c.age,
            order=("territory",),
        ),
        audio=select(numbered.c.row, language)
        .join_from(
            numbered,
            spoken,
            (spoken.c.title_id == numbered.c.id) & (spoken.c.use == "audio"),
            isouter=True,
        )
        .where(language.is_not(None))
        .order_by(numbered.c.row, spoken.c.place),
    )


def _seconds(column: ColumnElement[Any]) -> ColumnElement[float]:
    return cast(func.extract("epoch", column), Double)


_WHOLE = _queries()
_changes = tables.changes
_CHANGED = _queries(
    _titles.c.id.in_(select(_changes.c.title_id).where(_changes.c.version > bindparam("after")))
)


async def version(connection: Connection) -> int:
    """The number that every change raises."""
    return (await connection.execute(select(tables.state.c.version))).scalar_one()


async def shelf_rows(connection: Connection, *, after: int | None = None) -> tuple[int, ShelfRows]:
    """The version, and the facts as they are at it: of every title, or of those changed after."""
    await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    queries = _WHOLE if after is None else _CHANGED
    given = {} if after is None else {"after": after}
    return await version(connection), ShelfRows(
        titles=await _columns(connection, queries.titles, 8, given),
        genres=await _columns(connection, queries.genres, 2, given),
        windows=await _columns(connection, queries.windows, 4, given),
        ages=await _columns(connection, queries.ages, 3, given),
        audio=await _columns(connection, queries.audio, 2, given),
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


async def _columns(
    connection: Connection, query: Executable, width: int, given: Mapping[str, int]
) -> list[list[Any]]:
    # In parts, so that a service that reads a large catalogue answers others in between.
    columns: list[list[Any]] = [[] for _ in range(width)]
    async with connection.stream(query, given) as result:
        async for part in result.partitions(_PART):
            for column, values in zip(columns, zip(*part, strict=True), strict=True):
                column.extend(values)
    return columns
