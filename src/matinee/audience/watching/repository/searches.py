"""What members searched for in a period, summed by query, as SQL.

A search *leads on* if the same profile chooses a title of what was found, plays one or puts one on
the list within ten minutes.
Queries of fewer profiles than ``fewest`` do not leave the database: a rare query may name a person.
"""

from psycopg import sql

from matinee.audience.log.events import KIND_CODES, EventKind

SEARCHES = sql.SQL("""
WITH searched AS (
    SELECT profile_id, title_id, at, value,
        lower(regexp_replace(btrim(query), '\\s+', ' ', 'g')) AS query
    FROM audience.events
    WHERE kind = {search} AND query <> '' AND id >= %(first_id)s
        AND at >= %(since)s AND at < %(until)s
), asked AS (
    SELECT s.*, EXISTS (
        SELECT FROM audience.events e
        WHERE e.profile_id = s.profile_id AND e.kind / 16 = {shown} AND e.kind = {search}
            AND e.title_id IS NOT NULL AND e.query <> ''
            AND e.at > s.at AND e.at <= s.at + interval '10 minutes'
    ) OR EXISTS (
        SELECT FROM audience.events e
        WHERE e.profile_id = s.profile_id AND e.kind / 16 = {playing} AND e.kind = {play}
            AND e.at > s.at AND e.at <= s.at + interval '10 minutes'
    ) OR EXISTS (
        SELECT FROM audience.events e
        WHERE e.profile_id = s.profile_id AND e.kind / 16 = {lasting} AND e.kind = {list}
            AND e.value > 0 AND e.at > s.at AND e.at <= s.at + interval '10 minutes'
    ) AS led_on
    FROM searched s WHERE s.title_id IS NULL
)
SELECT query, count(*) AS times, count(DISTINCT profile_id) AS members,
    count(*) FILTER (WHERE value = 0) AS empty,
    count(*) FILTER (WHERE led_on) AS led_on,
    count(*) FILTER (WHERE at >= %(recent)s) AS recent,
    count(DISTINCT profile_id) FILTER (WHERE at >= %(recent)s) AS recent_members
FROM asked
GROUP BY query HAVING count(DISTINCT profile_id) >= %(fewest)s
ORDER BY times DESC, query LIMIT %(limit)s
""").format(
    search=KIND_CODES[EventKind.SEARCH],
    play=KIND_CODES[EventKind.PLAY],
    list=KIND_CODES[EventKind.LIST],
    shown=KIND_CODES[EventKind.SEARCH] // 16,
    playing=KIND_CODES[EventKind.PLAY] // 16,
    lasting=KIND_CODES[EventKind.LIST] // 16,
)
