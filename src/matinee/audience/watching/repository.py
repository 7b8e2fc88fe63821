"""The log in sums: viewings with their hours and origins, visits, and outcomes of units.

A viewing begins with a play and holds every progress and finish of the same title by the same
profile until the next play. Its hours are how far the position moved, and never more than the
clock did. All is set-based: what comes back is as long as the answer, not as the log.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from matinee.audience.log.events import BASIS_CODES, KIND_CODES, EventKind, TimeBasis
from matinee.audience.repository.driver import driver_of
from matinee.audience.watching.model import HOLDOUT, Exposure, Origin, Period
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_ID_LAG = timedelta(days=1)
"""An id may have been made so long before its event."""
TRACED_DAYS = 30
"""How far back the first viewing of what is gone on with is looked for."""
LABELLED_DAYS = 90
"""How far back it is looked for when the holdout's label was first seen."""

_RAN = sql.SQL("kind IN ({}, {}, {})").format(
    KIND_CODES[EventKind.FINISH], KIND_CODES[EventKind.PLAY], KIND_CODES[EventKind.PROGRESS]
)
_NAMES = {
    "ran": _RAN,
    "play": sql.Literal(KIND_CODES[EventKind.PLAY]),
    "finish": sql.Literal(KIND_CODES[EventKind.FINISH]),
    "impression": sql.Literal(KIND_CODES[EventKind.IMPRESSION]),
    "search": sql.Literal(KIND_CODES[EventKind.SEARCH]),
    "rank": sql.Literal(BASIS_CODES[TimeBasis.RANK]),
    "row_": sql.Literal(Origin.ROW.value),
    "search_": sql.Literal(Origin.SEARCH.value),
    "direct_": sql.Literal(Origin.DIRECT.value),
    "continue_": sql.Literal(Origin.CONTINUE.value),
    "holdout": sql.Literal(HOLDOUT),
}
_VIEWING = sql.SQL("""
ran AS (
    SELECT profile_id, title_id, kind, at, seconds, device, surface, "row", query, arms,
        recommendation_id IS NOT NULL AS recommended,
        count(*) FILTER (WHERE kind = {play}) OVER (
            PARTITION BY profile_id, title_id ORDER BY at, kind <> {play}, id
        ) AS turn
    FROM audience.events
    WHERE {ran} AND title_id IS NOT NULL AND time_basis <> {rank}
        AND id >= %(first_id)s AND at >= %(from)s AND at < %(until)s
),
viewing AS (
    SELECT profile_id, title_id, min(at) AS at,
        greatest(0, least(
            coalesce(max(seconds) FILTER (WHERE kind <> {play}), 0)
                - coalesce(min(seconds) FILTER (WHERE kind = {play} OR turn = 0), 0),
            extract(epoch FROM max(at) - min(at))
        ))::double precision / 3600 AS hours,
        turn > 0 AS played,
        bool_or(kind = {finish}) AS finished,
        max(device) AS device,
        max(arms ->> %(experiment)s::text) AS arm,
        CASE
            WHEN max("row") FILTER (WHERE kind = {play}) = {continue_} THEN {continue_}
            WHEN coalesce(bool_or(
                surface = {search_} OR "row" = {search_} OR "row" LIKE 'search:%%' OR query <> ''
            ) FILTER (WHERE kind = {play}), false) THEN {search_}
            WHEN coalesce(bool_or(
                recommended AND "row" <> '' AND "row" <> 'list'
            ) FILTER (WHERE kind = {play}), false) THEN {row_}
            ELSE {direct_}
        END AS origin
    FROM ran GROUP BY profile_id, title_id, turn
)
""").format(**_NAMES)
_WATCHED = sql.SQL("""
WITH {viewing},
chosen AS (
    SELECT viewing.*, count(*) FILTER (WHERE origin <> {continue_}) OVER (
        PARTITION BY profile_id, title_id ORDER BY at
    ) AS choice FROM viewing
),
traced AS (
    SELECT chosen.*, CASE WHEN choice = 0 THEN {direct_} ELSE first_value(origin) OVER (
        PARTITION BY profile_id, title_id, choice ORDER BY at
    ) END AS source FROM chosen
)
SELECT
    grouping(day, territory, device, arm, title_id) AS part,
    day, territory, device, arm, title_id, origin, source,
    count(*) AS viewings, sum(hours) AS hours
FROM (
    SELECT (t.at AT TIME ZONE 'UTC')::date AS day, p.territory, coalesce(t.device, '') AS device,
        coalesce(t.arm, '') AS arm, t.title_id, t.origin, t.source, t.hours
    FROM traced t JOIN audience.profiles p ON p.id = t.profile_id
    WHERE t.at >= %(since)s
        AND (%(territory)s::text IS NULL OR p.territory = %(territory)s)
        AND (%(device)s::text IS NULL OR t.device = %(device)s)
        AND (%(arm)s::text IS NULL OR t.arm = %(arm)s)
) v
GROUP BY GROUPING SETS (
    (day, origin, source), (territory, origin, source), (device, origin, source),
    (arm, origin, source), (title_id, origin, source)
)
""").format(viewing=_VIEWING, **_NAMES)
_VISITS = sql.SQL("""
WITH shown AS (
    SELECT e.profile_id, e.at, e.kind, e.at - lag(e.at) OVER w > interval '30 minutes' AS apart
    FROM audience.events e JOIN audience.profiles p ON p.id = e.profile_id
    WHERE e.kind IN ({play}, {impression}, {search}) AND e.time_basis <> {rank}
        AND e.id >= %(first_id)s AND e.at >= %(since)s AND e.at < %(until)s
        AND (%(territory)s::text IS NULL OR p.territory = %(territory)s)
        AND (%(device)s::text IS NULL OR e.device = %(device)s)
        AND (%(arm)s::text IS NULL OR e.arms ->> %(experiment)s::text = %(arm)s)
    WINDOW w AS (PARTITION BY e.profile_id ORDER BY e.at)
),
numbered AS (
    SELECT profile_id, at, kind, count(*) FILTER (WHERE coalesce(apart, true)) OVER (
        PARTITION BY profile_id ORDER BY at
    ) AS visit FROM shown
),
visits AS (
    SELECT min(at) AS begun, min(at) FILTER (WHERE kind = {play}) AS played
    FROM numbered GROUP BY profile_id, visit
)
SELECT count(*), count(played),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM played - begun)),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM played - begun))
FROM visits
""").format(**_NAMES)
_OUTCOMES = sql.SQL("""
WITH exposed AS (
    SELECT {unit} AS unit, min(e.at) AS first, min(e.arms ->> %(experiment)s::text) AS arm,
        min(e.arms ->> %(experiment)s::text) <> max(e.arms ->> %(experiment)s::text) AS mixed
    FROM audience.events e JOIN audience.profiles p ON p.id = e.profile_id
    WHERE e.id >= %(exposed_id)s AND e.at >= %(since)s AND e.at < %(until)s
        AND e.arms ? %(experiment)s::text
    GROUP BY 1
),
{viewing},
counted AS (
    SELECT x.unit, x.first, x.arm, x.mixed, v.hours, v.at, v.played, v.finished,
        v.at >= x.first AS during
    FROM exposed x
    LEFT JOIN (viewing v JOIN audience.profiles p ON p.id = v.profile_id)
        ON {unit} = x.unit AND v.at >= x.first - %(window)s AND v.at < x.first + %(window)s
),
unit AS (
    SELECT unit, min(arm) AS arm, min(first) AS first, bool_or(mixed) AS mixed,
        {sums}
    FROM counted GROUP BY unit
)
SELECT
    coalesce(string_agg(arm, E'\\x1f' ORDER BY unit), '') AS arm,
    coalesce(string_agg(float8send(extract(epoch FROM first)::float8), '' ORDER BY unit), '')
        AS first,
    coalesce(string_agg(int2send(mixed::int::int2), '' ORDER BY unit), '') AS mixed,
    {packed}
FROM unit
""")
_MEASURES = {
    "hours": sql.SQL("coalesce(sum(hours) FILTER (WHERE {}), 0)"),
    "plays": sql.SQL("count(*) FILTER (WHERE {} AND played)"),
    "finishes": sql.SQL("count(*) FILTER (WHERE {} AND finished)"),
    "days": sql.SQL(
        "count(DISTINCT (at AT TIME ZONE 'UTC')::date) FILTER (WHERE {} AND hours > 0)"
    ),
}
_SPANS = {"during": sql.SQL("during"), "before": sql.SQL("NOT during")}
COLUMNS = tuple(f"{span}_{measure}" for span in _SPANS for measure in _MEASURES)
_SUMS = sql.SQL(", ").join(
    sql.SQL("({})::double precision AS {}").format(
        measured.format(span), sql.Identifier(f"{name}_{measure}")
    )
    for name, span in _SPANS.items()
    for measure, measured in _MEASURES.items()
)
_PACKED = sql.SQL(", ").join(
    sql.SQL("coalesce(string_agg(float8send({0}), '' ORDER BY unit), '') AS {0}").format(
        sql.Identifier(column)
    )
    for column in COLUMNS
)
_UNITS = {False: sql.SQL("p.id"), True: sql.SQL("p.household_id")}
_HELD_OUT = sql.SQL("""
WITH labelled AS (
    SELECT profile_id, greatest(min(at), %(since)s) AS first,
        (array_agg(arms ->> {holdout} ORDER BY at DESC))[1] AS arm
    FROM audience.events
    WHERE id >= %(labelled_id)s AND at < %(until)s AND arms ? {holdout}
    GROUP BY profile_id
),
{viewing},
unit AS (
    SELECT l.profile_id, min(l.arm) AS arm,
        extract(epoch FROM %(until)s - min(l.first))::double precision / 86400 AS days,
        coalesce(sum(v.hours), 0)::double precision AS hours
    FROM labelled l LEFT JOIN viewing v ON v.profile_id = l.profile_id AND v.at >= l.first
    GROUP BY l.profile_id
)
SELECT coalesce(string_agg(arm, E'\\x1f' ORDER BY profile_id), '') AS arm,
    coalesce(string_agg(float8send(days), '' ORDER BY profile_id), '') AS days,
    coalesce(string_agg(float8send(hours), '' ORDER BY profile_id), '') AS hours
FROM unit
""").format(viewing=_VIEWING, **_NAMES)


async def grant_memory(connection: Connection) -> None:
    """Let the sorts of this transaction stay in memory; a log's do not fit into the usual 4 MB."""
    driver = await driver_of(connection)
    await driver.execute("SELECT set_config('work_mem', '64MB', true)")


async def watched(connection: Connection, period: Period) -> list[dict[str, Any]]:
    """Sums of viewings by day, territory, device, arm and title, one row for each origin."""
    return await _rows(connection, _WATCHED, _asked(period, back=timedelta(days=TRACED_DAYS)))


async def visits(connection: Connection, period: Period) -> tuple[Any, ...]:
    """How many, how many came to a play, and the median and ninth decile of the seconds."""
    driver = await driver_of(connection)
    cursor = await driver.execute(_VISITS, _asked(period))
    row = await cursor.fetchone()
    return row or (0, 0, None, None)


async def outcomes(connection: Connection, exposure: Exposure) -> dict[str, Any]:
    """The packed columns of every exposed unit, in the order of the units' ids."""
    start = exposure.since - exposure.window
    asked = {
        "experiment": exposure.experiment,
        "since": exposure.since,
        "until": exposure.until,
        "window": exposure.window,
        "from": start,
        "first_id": uuid7_floor(start - _ID_LAG),
        "exposed_id": uuid7_floor(exposure.since - _ID_LAG),
    }
    statement = _OUTCOMES.format(
        unit=_UNITS[exposure.by_household], viewing=_VIEWING, sums=_SUMS, packed=_PACKED
    )
    return (await _rows(connection, statement, asked))[0]


async def held_out(connection: Connection, period: Period) -> dict[str, Any]:
    """The packed columns of every profile that the holdout's label names."""
    asked = _asked(period)
    asked["labelled_id"] = uuid7_floor(period.since - timedelta(days=LABELLED_DAYS))
    return (await _rows(connection, _HELD_OUT, asked))[0]


def _asked(period: Period, *, back: timedelta = timedelta()) -> dict[str, Any]:
    start: datetime = period.since - back
    return {
        "since": period.since,
        "until": period.until,
        "from": start,
        "first_id": uuid7_floor(start - _ID_LAG),
        "territory": period.territory,
        "device": period.device,
        "experiment": period.experiment or "",
        "arm": period.arm,
    }


async def _rows(
    connection: Connection, statement: sql.Composed, asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    driver = await driver_of(connection)
    async with driver.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement, asked)
        return await cursor.fetchall()
