"""All SQL of deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.promote.delivery.model import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Entry,
    KeptSpecification,
    Specification,
)
from matinee.promote.tables import deliveries, partner_specifications
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory


async def specifications(connection: Connection) -> tuple[KeptSpecification, ...]:
    """The house's own, by name."""
    found = await connection.execute(
        select(partner_specifications).order_by(partner_specifications.c.name)
    )
    return tuple(
        KeptSpecification(Specification.model_validate(row.body), row.by, row.at) for row in found
    )


async def put(connection: Connection, wanted: Specification, *, by: str, at: datetime) -> None:
    """Keep a specification; one of the same name goes."""
    values = {
        "name": wanted.name,
        "body": wanted.model_dump(mode="json"),
        "by": by,
        "at": at,
    }
    await connection.execute(
        upsert(partner_specifications)
        .values(values)
        .on_conflict_do_update(index_elements=["name"], set_=values)
    )


async def remove(connection: Connection, name: str) -> bool:
    """Forget a specification; whether there was one."""
    gone = await connection.execute(
        delete(partner_specifications)
        .where(partner_specifications.c.name == name)
        .returning(partner_specifications.c.name)
    )
    return gone.first() is not None


async def order(connection: Connection, delivery: Delivery) -> None:
    """Keep an ordered delivery."""
    await connection.execute(
        insert(deliveries).values(
            id=delivery.id,
            title_id=delivery.title_id,
            name=delivery.name,
            specification=delivery.specification.model_dump(mode="json"),
            territory=None if delivery.territory is None else str(delivery.territory),
            state=delivery.state,
            by=delivery.by,
            at=delivery.at,
            entries=[],
            failure="",
        )
    )


async def finish(
    connection: Connection,
    delivery: DeliveryId,
    state: DeliveryState,
    *,
    at: datetime,
    entries: Sequence[Entry] = (),
    failure: str = "",
) -> None:
    """Keep what came of it."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .values(
            state=state,
            entries=[each.written for each in entries],
            failure=failure,
            made_at=at,
        )
    )


async def one(
    connection: Connection, delivery: DeliveryId, *, hold: bool = False
) -> Delivery | None:
    """One delivery; with ``hold`` nobody else changes it until the end."""
    asked = select(deliveries).where(deliveries.c.id == delivery)
    row = (await connection.execute(asked.with_for_update() if hold else asked)).first()
    return None if row is None else _delivery(row)


async def of_title(connection: Connection, title: TitleId) -> tuple[Delivery, ...]:
    """A title's deliveries, the newest first."""
    found = await connection.execute(
        select(deliveries).where(deliveries.c.title_id == title).order_by(deliveries.c.at.desc())
    )
    return tuple(map(_delivery, found))


async def forget(connection: Connection, gone: Sequence[DeliveryId]) -> None:
    """Drop deliveries that others replace."""
    if gone:
        await connection.execute(delete(deliveries).where(deliveries.c.id.in_(gone)))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        title_id=TitleId(row.title_id),
        name=row.name,
        specification=Specification.model_validate(row.specification),
        territory=None if row.territory is None else Territory(row.territory),
        state=DeliveryState(row.state),
        by=row.by,
        at=row.at,
        entries=tuple(map(Entry.read, row.entries)),
        failure=row.failure,
        made_at=row.made_at,
    )
