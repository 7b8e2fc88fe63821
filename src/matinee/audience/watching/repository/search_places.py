"""Where in the answer to a search stood what was then chosen, counted by arm, as SQL.

A search ends with the member's next one, and after ten minutes. ``place`` is -1 where nothing was
chosen, -2 where nothing was found. Members seen in two arms of the experiment are left out.
"""

from psycopg import sql

from matinee.audience.log.events import KIND_CODES, EventKind

SEARCH_PLACES = sql.SQL("""
WITH labelled AS (
    SELECT profile_id, max(arms ->> %(experiment)s::text) AS arm
    FROM audience.events
    WHERE arms ->> %(experiment)s::text IS NOT NULL AND id >= %(first_id)s
        AND at >= %(since)s AND at < %(until)s
    GROUP BY profile_id
    HAVING min(arms ->> %(experiment)s::text) = max(arms ->> %(experiment)s::text)
), searched AS (
    SELECT profile_id, at, value, lead(at) OVER (PARTITION BY profile_id ORDER BY at, id) AS next
    FROM audience.events
    WHERE kind = {search} AND title_id IS NULL AND query <> '' AND id >= %(first_id)s
        AND at >= %(since)s AND at < %(until)s
), placed AS (
    SELECT s.profile_id, s.value, (
        SELECT e.position FROM audience.events e
        WHERE e.profile_id = s.profile_id AND e.kind / 16 = {shown} AND e.kind = {search}
            AND e.title_id IS NOT NULL AND e.position IS NOT NULL
            AND e.at > s.at AND e.at <= least(s.at + interval '10 minutes', s.next)
        ORDER BY e.at LIMIT 1
    ) AS place
    FROM searched s
)
SELECT coalesce(arm, '') AS arm,
    CASE WHEN place IS NOT NULL THEN place WHEN value = 0 THEN -2 ELSE -1 END AS place,
    count(*) AS times
FROM placed LEFT JOIN labelled USING (profile_id)
GROUP BY 1, 2 ORDER BY 1, 2
""").format(search=KIND_CODES[EventKind.SEARCH], shown=KIND_CODES[EventKind.SEARCH] // 16)
