"""A production's rate card."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matinee.foundation.database import Connection
from matinee.studio.tables import rate_cards
from matinee.studio.vfx.model import Rate, RateCard


async def card_of(connection: Connection, production: UUID) -> RateCard:
    """The production's own card, else the example."""
    rows = await connection.execute(
        select(rate_cards.c.card).where(rate_cards.c.production == production)
    )
    card = rows.scalar_one_or_none()
    if card is None:
        return RateCard()
    return RateCard(
        card["currency"], Rate(*card["a"]), Rate(*card["b"]), Rate(*card["c"]), own=True
    )


async def put_card(connection: Connection, production: UUID, card: RateCard) -> None:
    """Keep a card in place of the one before."""
    value = {
        "currency": card.currency,
        **{
            name: [rate.low, rate.high]
            for name, rate in (("a", card.a), ("b", card.b), ("c", card.c))
        },
    }
    written = insert(rate_cards).values(production=production, card=value)
    await connection.execute(
        written.on_conflict_do_update(index_elements=["production"], set_={"card": value})
    )
