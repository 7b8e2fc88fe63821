"""What the units of an experiment did, and those whom the holdout labels, as SQL."""

from psycopg import sql

from matinee.audience.watching.repository.viewings import NAMES, VIEWING

OUTCOMES = sql.SQL("""
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
SUMS = sql.SQL(", ").join(
    sql.SQL("({})::double precision AS {}").format(
        measured.format(span), sql.Identifier(f"{name}_{measure}")
    )
    for name, span in _SPANS.items()
    for measure, measured in _MEASURES.items()
)
PACKED = sql.SQL(", ").join(
    sql.SQL("coalesce(string_agg(float8send({0}), '' ORDER BY unit), '') AS {0}").format(
        sql.Identifier(column)
    )
    for column in COLUMNS
)
UNITS = {False: sql.SQL("p.id"), True: sql.SQL("p.household_id")}
HELD_OUT = sql.SQL("""
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
""").format(viewing=VIEWING, **NAMES)
