"""How the log is read: a member's history in one row, training's columns in a row per profile.

What is read by the hundred or the million comes packed, one value for a column, and becomes an
array without a Python object in between.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.rows import dict_row

from matinee.audience.log.events import KIND_CODES, LASTING, PLAYING, SHOWN, EventKind
from matinee.audience.log.packed import PackedEvents, PackedProfile
from matinee.audience.repository.driver import driver_of
from matinee.foundation.database import Connection

MOST_LASTING = 20_000
"""Finish, thumb and list events of one profile that a page takes into account."""

MOST_SHOWN = 5000
"""Impressions and searches of one profile among which its newest searches are looked for."""

_PROFILE = sql.SQL(
    "p.id, p.household_id, p.name, p.kids, p.maturity_limit, p.languages, p.territory,"
    " p.simulated, p.created_at"
)
_PACKED = sql.SQL("""
    coalesce(string_agg(uuid_send(title_id), ''), ''),
    coalesce(string_agg(int2send(kind), ''), ''),
    coalesce(string_agg(timestamptz_send(at), ''), ''),
    coalesce(string_agg(float4send(coalesce(seconds, 'NaN')), ''), ''),
    coalesce(string_agg(float4send(coalesce(value, 'NaN')), ''), '')
""")
# The class is written as the index has it, so that each part reads one stretch of the index.
_MEMBER = (
    sql.SQL("""
    SELECT {profile}, h.* FROM audience.profiles p, LATERAL (
        SELECT {packed} FROM (
            (
                SELECT title_id, kind, at, seconds, value FROM audience.events
                WHERE profile_id = p.id AND kind / 16 = {lasting} ORDER BY at DESC LIMIT {most}
            ) UNION ALL (
                SELECT title_id, kind, at, seconds, value FROM audience.events
                WHERE profile_id = p.id AND kind / 16 = {playing} ORDER BY at DESC LIMIT %b
            )
        ) newest
    ) h
    WHERE p.id = %b
    """)
    .format(profile=_PROFILE, packed=_PACKED, lasting=LASTING, playing=PLAYING, most=MOST_LASTING)
    .as_bytes()
)
_FIELDS = sql.SQL(
    "id, profile_id, title_id, recommendation_id, at, received_at, seconds, value, probability,"
    ' "position", kind, time_basis, device, surface, "row", query, arms'
)
_PAGE = (
    sql.SQL("""
    (
        SELECT {fields} FROM audience.events
        WHERE profile_id = %(profile)s AND kind / 16 = {lasting}
            AND at <= %(at)s AND (at, id) < (%(at)s, %(id)s)
        ORDER BY at DESC, id DESC LIMIT %(limit)s
    ) UNION ALL (
        SELECT {fields} FROM audience.events
        WHERE profile_id = %(profile)s AND kind / 16 = {playing}
            AND at <= %(at)s AND (at, id) < (%(at)s, %(id)s)
        ORDER BY at DESC, id DESC LIMIT %(limit)s
    )
    ORDER BY at DESC, id DESC LIMIT %(limit)s
    """)
    .format(fields=_FIELDS, lasting=LASTING, playing=PLAYING)
    .as_bytes()
)
_EVERYTHING = (
    sql.SQL("SELECT {} FROM audience.events WHERE profile_id = %s ORDER BY at, id")
    .format(_FIELDS)
    .as_bytes()
)
_TRAINING = (
    sql.SQL("""
    SELECT p.id, p.territory, {packed}, string_agg(int2send(time_basis), ''),
        string_agg(translate(coalesce(device, ''), chr(10), ' '), chr(10))
    FROM audience.profiles p JOIN audience.events e ON e.profile_id = p.id
    WHERE kind / 16 IN ({lasting}, {playing}) AND at >= %b
    GROUP BY p.id ORDER BY p.id
    """)
    .format(packed=_PACKED, lasting=LASTING, playing=PLAYING)
    .as_bytes()
)
_MOST_WATCHED = (
    sql.SQL("""
    SELECT title_id, count(*) FROM audience.events WHERE kind IN ({finish}, {play})
    GROUP BY title_id ORDER BY count(*) DESC, title_id LIMIT %b
    """)
    .format(finish=KIND_CODES[EventKind.FINISH], play=KIND_CODES[EventKind.PLAY])
    .as_bytes()
)

_SEARCHES = (
    sql.SQL("""
    SELECT query, title_id, at FROM (
        SELECT query, title_id, at, kind FROM audience.events
        WHERE profile_id = %s AND kind / 16 = {shown} ORDER BY at DESC LIMIT {read}
    ) newest
    WHERE kind = {search} AND query <> '' ORDER BY at DESC LIMIT %s
    """)
    .format(shown=SHOWN, read=MOST_SHOWN, search=KIND_CODES[EventKind.SEARCH])
    .as_bytes()
)

MemberRow = tuple[tuple[Any, ...], PackedEvents]


async def member(connection: Connection, profile_id: UUID, *, limit: int) -> MemberRow | None:
    """The profile's row and its meaningful events, the ``limit`` newest of those that ran."""
    driver = await driver_of(connection)
    cursor = await driver.execute(_MEMBER, [limit, profile_id], prepare=True, binary=True)
    row = await cursor.fetchone()
    return None if row is None else (row[:-5], PackedEvents(*row[-5:]))


async def searches(
    connection: Connection, profile_id: UUID, *, limit: int
) -> list[tuple[str, UUID | None, datetime]]:
    """What the profile searched for, newest first: the query, the title it led to, and when."""
    driver = await driver_of(connection)
    cursor = await driver.execute(_SEARCHES, [profile_id, limit])
    return [(str(query), title, at) for query, title, at in await cursor.fetchall()]


async def page(
    connection: Connection, profile_id: UUID, *, before: tuple[datetime, UUID], limit: int
) -> list[dict[str, Any]]:
    """Meaningful events older than ``before``, newest first."""
    driver = await driver_of(connection)
    asked = {"profile": profile_id, "at": before[0], "id": before[1], "limit": limit}
    async with driver.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_PAGE, asked)
        return await cursor.fetchall()


async def everything(connection: Connection, profile_id: UUID) -> list[dict[str, Any]]:
    """Every event of a profile, oldest first."""
    driver = await driver_of(connection)
    async with driver.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_EVERYTHING, [profile_id])
        return await cursor.fetchall()


async def training(connection: Connection, after: datetime) -> Sequence[PackedProfile]:
    """The meaningful events of each profile that has any, in the order of the profiles' ids."""
    driver = await driver_of(connection)
    cursor = await driver.execute(_TRAINING, [after], binary=True)
    return [
        PackedProfile(row[0], row[1], PackedEvents(*row[2:7]), row[7], row[8])
        for row in await cursor.fetchall()
    ]


# The bound on the id lets the older partitions out.
_IMPRESSIONS = """
    SELECT title_id, count(*) FROM audience.events
    WHERE id >= %b AND kind = %b AND title_id = ANY(%b) GROUP BY title_id
"""


async def most_watched(connection: Connection, limit: int) -> list[tuple[UUID, int]]:
    """The titles most often begun or finished, and how often."""
    driver = await driver_of(connection)
    cursor = await driver.execute(_MOST_WATCHED, [limit])
    return await cursor.fetchall()


async def impressions(
    connection: Connection, titles: Sequence[UUID], *, first_id: UUID
) -> list[tuple[UUID, int]]:
    """How often each of ``titles`` was put before a member since the time within ``first_id``."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        _IMPRESSIONS, [first_id, KIND_CODES[EventKind.IMPRESSION], list(titles)]
    )
    return await cursor.fetchall()
