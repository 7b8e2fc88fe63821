"""SQL of ads that were shown where their line item must not run, by what it excluded then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import DateTime, Uuid

from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_INCIDENTS = text(
    """
    WITH shown AS (
        SELECT impressions.*, decisions.id AS decision_id,
            decided->'request'->'genres' AS of_genres, decided->'request'->'moods' AS of_moods,
            (decided->'request'->>'title')::uuid AS title_id,
            (decided->'request'->>'age')::int AS of_age
        FROM ads.decisions
        CROSS JOIN LATERAL jsonb_array_elements_text(decided->'ads') AS named (ad)
        JOIN ads.impressions ON impressions.ad_id = named.ad::uuid
        WHERE decisions.id >= :least AND decisions.id < :beyond
            AND impressions.at >= :start AND impressions.at < :until
    )
    SELECT of_log.impressions, found.*
    FROM (SELECT count(*) AS impressions FROM shown) of_log
    LEFT JOIN (
        SELECT shown.at, shown.ad_id, shown.decision_id, shown.campaign_id, shown.line_item_id,
            line_items.booked->>'name' AS line_item, shown.creative_id, shown.title_id,
            count(*) OVER () AS of_all,
            shown.title_id = ANY (then_held.titles) AS by_title,
            shown.of_age NOT BETWEEN then_held.from_age AND then_held.to_age AS by_age,
            ARRAY(SELECT jsonb_array_elements_text(shown.of_genres)
                INTERSECT SELECT unnest(then_held.genres) ORDER BY 1) AS by_genres,
            ARRAY(SELECT jsonb_array_elements_text(shown.of_moods)
                INTERSECT SELECT unnest(then_held.moods) ORDER BY 1) AS by_moods
        FROM shown
        JOIN ads.line_items ON line_items.id = shown.line_item_id
        CROSS JOIN LATERAL (
            SELECT genres, moods, titles, from_age, to_age FROM ads.exclusions
            WHERE line_item_id = shown.line_item_id AND since <= shown.at
            ORDER BY since DESC LIMIT 1
        ) then_held
        WHERE shown.title_id = ANY (then_held.titles) OR shown.of_genres ?| then_held.genres
            OR shown.of_moods ?| then_held.moods
            OR shown.of_age NOT BETWEEN then_held.from_age AND then_held.to_age
        ORDER BY shown.at DESC, shown.ad_id
        LIMIT :most
    ) found ON true
    ORDER BY found.at DESC, found.ad_id
    """
).bindparams(
    bindparam("start", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
    bindparam("least", type_=Uuid()),
    bindparam("beyond", type_=Uuid()),
)


@dataclass(frozen=True, slots=True)
class Incident:
    """An ad that was seen where its line item excluded it.

    By its title, the age from which that is rated, a genre or a mood.
    """

    at: datetime
    ad_id: UUID
    decision_id: UUID
    campaign_id: UUID
    line_item_id: UUID
    line_item: str
    creative_id: UUID
    title_id: UUID | None
    by_title: bool
    by_age: bool
    genres: tuple[str, ...]
    moods: tuple[str, ...]


async def incidents(
    connection: Connection, start: datetime, until: datetime, *, decided_from: datetime, most: int
) -> tuple[int, int, list[Incident]]:
    """How many were seen from ``start`` up to ``until``, of how many, and the newest of them.

    All are impressions whose decisions are in the log. What was seen was decided since
    ``decided_from``.
    """
    answer = await connection.execute(
        _INCIDENTS,
        {
            "start": start,
            "until": until,
            "least": uuid7_floor(decided_from),
            "beyond": uuid7_floor(until),
            "most": most,
        },
    )
    found = answer.all()
    return found[0].of_all or 0, found[0].impressions, [
        Incident(
            row.at, row.ad_id, row.decision_id, row.campaign_id, row.line_item_id, row.line_item,
            row.creative_id, row.title_id, bool(row.by_title), bool(row.by_age),
            tuple(row.by_genres), tuple(row.by_moods),
        )
        for row in found
        if row.ad_id is not None
    ]  # fmt: skip
