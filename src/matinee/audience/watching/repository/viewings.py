"""A viewing, as SQL: from a play to the next of the same title, with its hours and its origin.

A viewing holds every progress and finish of the same title by the same profile until the next play.
Its hours are how far the position moved, and never more than the clock did.
"""

from psycopg import sql

from matinee.audience.log.events import BASIS_CODES, KIND_CODES, EventKind, TimeBasis
from matinee.audience.watching.model import HOLDOUT, Origin

RAN = sql.SQL("kind IN ({}, {}, {})").format(
    KIND_CODES[EventKind.FINISH], KIND_CODES[EventKind.PLAY], KIND_CODES[EventKind.PROGRESS]
)
NAMES = {
    "ran": RAN,
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
VIEWING = sql.SQL("""
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
        END AS origin,
        split_part(max("row") FILTER (WHERE kind = {play}), ':', 1) AS row_kind
    FROM ran GROUP BY profile_id, title_id, turn
)
""").format(**NAMES)
