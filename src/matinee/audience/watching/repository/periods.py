"""What a period's viewing comes to, as SQL."""

from psycopg import sql

from matinee.audience.watching.repository.viewings import NAMES, VIEWING

_TRACED = sql.SQL("""
{viewing},
chosen AS (
    SELECT viewing.*, count(*) FILTER (WHERE origin <> {continue_}) OVER (
        PARTITION BY profile_id, title_id ORDER BY at
    ) AS choice FROM viewing
),
traced AS (
    SELECT chosen.*,
        CASE WHEN choice = 0 THEN {direct_} ELSE first_value(origin) OVER first END AS source,
        CASE WHEN choice > 0 THEN first_value(row_kind) OVER first END AS source_row
    FROM chosen WINDOW first AS (PARTITION BY profile_id, title_id, choice ORDER BY at)
),
asked AS (
    SELECT t.*, p.territory
    FROM traced t JOIN audience.profiles p ON p.id = t.profile_id
    WHERE t.at >= %(since)s
        AND (%(territory)s::text IS NULL OR p.territory = %(territory)s)
        AND (%(device)s::text IS NULL OR t.device = %(device)s)
        AND (%(arm)s::text IS NULL OR t.arm = %(arm)s)
)
""").format(viewing=VIEWING, **NAMES)
WATCHED = sql.SQL("""
WITH {traced}
SELECT
    grouping(day, territory, device, arm, title_id) AS part,
    day, territory, device, arm, title_id, origin, source,
    count(*) AS viewings, sum(hours) AS hours
FROM (
    SELECT (at AT TIME ZONE 'UTC')::date AS day, territory, coalesce(device, '') AS device,
        coalesce(arm, '') AS arm, title_id, origin, source, hours
    FROM asked
) v
GROUP BY GROUPING SETS (
    (day, origin, source), (territory, origin, source), (device, origin, source),
    (arm, origin, source), (title_id, origin, source)
)
""").format(traced=_TRACED)
CONTRIBUTED = sql.SQL("""
WITH {traced},
shared AS (
    SELECT profile_id, source, source_row, grouping(source_row) = 1 AS is_whole, sum(hours) AS hours
    FROM (SELECT profile_id, source, hours, CASE WHEN source = {row_} THEN source_row END
        AS source_row FROM asked) a
    GROUP BY GROUPING SETS ((profile_id, source), (profile_id, source, source_row))
),
member AS (SELECT profile_id, sum(hours) AS hours FROM asked GROUP BY profile_id)
SELECT s.source, CASE WHEN s.is_whole THEN '' ELSE s.source_row END AS "row",
    count(*) FILTER (WHERE s.hours > 0) AS members, sum(s.hours) AS hours,
    sum(s.hours * s.hours) AS squares, sum(s.hours * m.hours) AS products
FROM shared s JOIN member m USING (profile_id)
WHERE s.is_whole OR s.source_row IS NOT NULL
GROUP BY 1, 2
UNION ALL
SELECT '', '', count(*) FILTER (WHERE hours > 0), sum(hours), sum(hours * hours), sum(hours * hours)
FROM member HAVING count(*) > 0
""").format(traced=_TRACED, **NAMES)
VISITS = sql.SQL("""
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
""").format(**NAMES)
