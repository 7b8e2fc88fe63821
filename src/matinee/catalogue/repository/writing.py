"""What imports read and write, a batch at a time, on the caller's transaction."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from matinee.catalogue import tables
from matinee.catalogue.facts import AvailabilityWindow, TitleKind
from matinee.catalogue.importing.identity import KnownTitle, TitleRegister
from matinee.catalogue.importing.rows import PLACED, TABLES, BatchRows
from matinee.catalogue.repository.instants import instant
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory
from matinee.vocabulary.window import Window

_BY_ID = text(
    """
    SELECT register, value, title_id
    FROM unnest(CAST(:registers AS text[]), CAST(:values AS text[])) AS wanted (register, value)
    JOIN catalogue.external_ids USING (register, value)
    """
)
_BY_NAME = text(
    """
    SELECT key, title_id
    FROM unnest(CAST(:keys AS text[])) AS wanted (key)
    JOIN catalogue.name_keys USING (key)
    """
)
_OWNERS = text(
    """
    SELECT titles.id, kind, name, year,
        array_agg(register ORDER BY register, value) FILTER (WHERE register IS NOT NULL),
        array_agg(value ORDER BY register, value) FILTER (WHERE register IS NOT NULL)
    FROM unnest(CAST(:ids AS uuid[])) AS wanted (id)
    JOIN catalogue.titles USING (id)
    LEFT JOIN catalogue.external_ids ON external_ids.title_id = titles.id
    GROUP BY titles.id
    """
)
_WINDOWS = text(
    """
    SELECT title_id, territory, CAST(extract(epoch FROM starts) AS float8),
        CAST(extract(epoch FROM ends) AS float8)
    FROM unnest(CAST(:ids AS uuid[])) AS wanted (title_id)
    JOIN catalogue.windows USING (title_id)
    """
)
_CHANGED = text(
    """
    INSERT INTO catalogue.changes (title_id, version)
    SELECT id, (SELECT version FROM catalogue.state)
    FROM unnest(CAST(:ids AS uuid[])) AS changed (id)
    ON CONFLICT (title_id) DO UPDATE SET version = excluded.version
    """
)
_BY_TABLE_NAME = {table.name: table for table in tables.metadata.tables.values()}
_FILLED = {
    "texts": ("name", "synopsis_short", "synopsis_long", "tagline"),
    "credits": ("character",),
}


async def enter(connection: Connection) -> None:
    """Wait until no other import writes; released when the transaction ends."""
    await connection.execute(select(tables.state.c.version).with_for_update())


async def raise_version(connection: Connection, changed: Iterable[TitleId]) -> None:
    """Let every shelf know that the catalogue has changed, and every index which titles."""
    version = tables.state.c.version
    await connection.execute(update(tables.state).values(version=version + 1))
    await connection.execute(_CHANGED, {"ids": sorted(set(changed))})


async def learn(
    connection: Connection,
    register: TitleRegister,
    *,
    external_ids: Iterable[tuple[str, str]],
    name_keys: Iterable[str],
) -> None:
    """Add to ``register`` the titles that own any of these keys."""
    ids, keys = sorted(set(external_ids)), sorted(set(name_keys))
    by_id = await connection.execute(
        _BY_ID, {"registers": [known[0] for known in ids], "values": [known[1] for known in ids]}
    )
    for name, value, owner in by_id:
        register.by_id[name, value] = owner
    for key, owner in await connection.execute(_BY_NAME, {"keys": keys}):
        register.by_name[key] = owner
    owners = {*register.by_id.values(), *register.by_name.values()} - register.titles.keys()
    for identifier, kind, name, year, registers, values in await connection.execute(
        _OWNERS, {"ids": list(owners)}
    ):
        title = KnownTitle(TitleId(identifier), TitleKind(kind), name, year)
        for held, value in zip(registers or (), values or (), strict=True):
            title.ids.setdefault(held, set()).add(value)
        register.titles[identifier] = title


async def windows_of(
    connection: Connection, ids: Sequence[TitleId]
) -> list[tuple[UUID, AvailabilityWindow]]:
    """The windows that these titles have."""
    found = await connection.execute(_WINDOWS, {"ids": list(ids)})
    return [
        (
            title_id,
            AvailabilityWindow(Territory(territory), Window(instant(starts), instant(ends))),
        )
        for title_id, territory, starts, ends in found
    ]


async def write(database: Database, connection: Connection, rows: BatchRows) -> int:
    """Join a batch's rows to what is there; the number of rows that are new or have changed."""
    changed = 0
    for name, columns in TABLES.items():
        batch = rows.of(name)
        if not batch:
            continue
        incoming = f"incoming_{name}"
        await connection.execute(
            text(f"CREATE TEMP TABLE {incoming} (LIKE catalogue.{name}) ON COMMIT DROP")
        )
        await database.copy_into(connection, incoming, columns, batch)
        joined = await connection.execute(
            _joined(name), execution_options={"preserve_rowcount": True}
        )
        changed += joined.rowcount
    return changed


@cache
def _joined(name: str) -> Insert:
    table = _BY_TABLE_NAME[name]
    columns = TABLES[name]
    incoming = Table(f"incoming_{name}", MetaData(), *(Column(column) for column in columns))
    rows = _placed(name, table, incoming) if name in PLACED else select(incoming)
    statement = insert(table).from_select(columns, rows)
    values = _values(name, table, statement)
    if not values:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=values,
        where=or_(*(value.is_distinct_from(table.c[held]) for held, value in values.items())),
    )


def _placed(name: str, table: Table, incoming: Table) -> Select[Any]:
    """Rows of a list that keeps an order: what is new comes after what is there."""
    list_key, place = PLACED[name]
    held = table.alias("held")
    titles = select(incoming.c.title_id).scalar_subquery()
    length = (
        select(*(table.c[part] for part in list_key), func.max(table.c[place]).label("length"))
        .where(table.c.title_id.in_(titles))
        .group_by(*(table.c[part] for part in list_key))
        .subquery()
    )
    is_new = held.c.title_id.is_(None)
    order = func.row_number().over(
        partition_by=[*(incoming.c[part] for part in list_key), is_new],
        order_by=incoming.c[place],
    )
    placed = case((is_new, func.coalesce(length.c.length, 0) + order), else_=held.c[place])
    same_row = (held.c[key.name] == incoming.c[key.name] for key in table.primary_key)
    same_list = (length.c[part] == incoming.c[part] for part in list_key)
    return select(
        *(placed if column.name == place else column for column in incoming.c)
    ).select_from(incoming.outerjoin(held, and_(*same_row)).outerjoin(length, and_(*same_list)))


def _values(name: str, table: Table, statement: Insert) -> dict[str, ColumnElement[Any]]:
    """What a row that is there becomes: an empty field takes the new value, others stay."""
    new = statement.excluded
    if name == "titles":
        empty = ("year", "runtime_minutes", "original_language", "parent_id", "number")
        # A title without a source was made for its parts; the first record about it names it.
        nameless = table.c.source == ""
        return {
            "name": case((nameless, new.name), else_=table.c.name),
            "source": case((nameless, new.source), else_=table.c.source),
            **{column: func.coalesce(table.c[column], new[column]) for column in empty},
            "known_only": and_(table.c.known_only, new.known_only),
            "marks": new.marks.op("||")(table.c.marks),
        }
    filled: dict[str, ColumnElement[Any]] = {
        column: func.coalesce(func.nullif(table.c[column], ""), new[column])
        for column in _FILLED.get(name, ())
    }
    if name != "texts":
        return filled
    same_licence = table.c.licence == new.licence
    return {
        column: case((same_licence, value), else_=table.c[column])
        for column, value in filled.items()
    }
