"""Bandits as they are stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.experiments.bandits.choosing import Rule
from matinee.experiments.tables import bandits
from matinee.foundation.database import Connection


@dataclass(frozen=True, slots=True)
class StoredBandit:
    """A bandit with its beliefs as bytes; ``rewards`` is how many it has had.

    ``changed_at`` is another with each change.
    """

    key: str
    rule: Rule
    arms: tuple[str, ...]
    features: int
    width: float
    floor: float
    beliefs: bytes
    rewards: int
    changed_at: datetime

    @property
    def version(self) -> "Version":
        """By what another state of the same bandit is known."""
        return self.rewards, self.changed_at


Version: TypeAlias = tuple[int, datetime]
"""How many rewards a bandit has had, and when it changed last."""


async def add(connection: Connection, bandit: StoredBandit) -> None:
    """Keep one, unless it is there."""
    await connection.execute(
        insert(bandits)
        .values(
            key=bandit.key,
            rule=bandit.rule,
            arms=list(bandit.arms),
            features=bandit.features,
            width=bandit.width,
            floor=bandit.floor,
            beliefs=bandit.beliefs,
            rewards=bandit.rewards,
            changed_at=bandit.changed_at,
        )
        .on_conflict_do_nothing()
    )


async def one(connection: Connection, key: str, *, hold: bool = False) -> StoredBandit | None:
    """The bandit, if there is one; with ``hold`` nobody else changes it until the end."""
    query = select(bandits).where(bandits.c.key == key)
    row = (await connection.execute(query.with_for_update() if hold else query)).first()
    if row is None:
        return None
    return StoredBandit(
        key=row.key,
        rule=Rule(row.rule),
        arms=tuple(row.arms),
        features=row.features,
        width=row.width,
        floor=row.floor,
        beliefs=row.beliefs,
        rewards=row.rewards,
        changed_at=row.changed_at,
    )


async def version(connection: Connection, key: str) -> Version | None:
    """The version of the bandit, if there is one, without its beliefs."""
    query = select(bandits.c.rewards, bandits.c.changed_at).where(bandits.c.key == key)
    row = (await connection.execute(query)).first()
    return None if row is None else (row.rewards, row.changed_at)


async def change(
    connection: Connection, key: str, beliefs: bytes, *, rewards: int, at: datetime
) -> None:
    """Keep what was learned."""
    await connection.execute(
        update(bandits)
        .where(bandits.c.key == key)
        .values(beliefs=beliefs, rewards=rewards, changed_at=at)
    )


async def remove(connection: Connection, key: str) -> bool:
    """Remove one; whether it was there."""
    return (await connection.execute(delete(bandits).where(bandits.c.key == key))).rowcount == 1
