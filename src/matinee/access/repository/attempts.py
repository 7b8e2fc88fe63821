"""The count of failed sign-ins. A try is counted before it is judged, so that none slips past."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.access.tables import attempts, known_addresses
from matinee.access.throttle import FORGOTTEN_SECONDS, Limit
from matinee.foundation.database import Connection

_SWEPT = 100


async def begin(connection: Connection, limits: Mapping[str, Limit], now: datetime) -> float:
    """Count a try under every key; where it must wait instead, the seconds, and nothing counts."""
    keys = sorted(limits)
    long_ago = now - timedelta(seconds=FORGOTTEN_SECONDS)
    await _sweep(connection, long_ago)
    await connection.execute(
        insert(attempts)
        .values([{"key": key, "failures": 0, "at": now} for key in keys])
        .on_conflict_do_nothing()
    )
    rows = await connection.execute(
        select(attempts).where(attempts.c.key.in_(keys)).order_by(attempts.c.key).with_for_update()
    )
    failures: dict[str, int] = {}
    wait = 0.0
    for row in rows:
        failures[row.key] = row.failures if row.at > long_ago else 0
        left = limits[row.key].wait(failures[row.key]) - (now - row.at).total_seconds()
        wait = max(wait, left)
    if wait > 0:
        return wait
    for key, count in failures.items():
        values = {"failures": count + 1, "at": now}
        await connection.execute(update(attempts).where(attempts.c.key == key).values(values))
    return 0.0


async def succeeded(
    connection: Connection, limits: Iterable[str], account_id: UUID, address: str, now: datetime
) -> None:
    """Forget the failures of account and pair, take this try off the address, which is known."""
    for key in sorted(limits):
        if key.startswith("address:"):
            spare = attempts.c.failures - 1
            await connection.execute(
                update(attempts).where(attempts.c.key == key).values(failures=spare)
            )
        else:
            await connection.execute(delete(attempts).where(attempts.c.key == key))
    row = {"account_id": account_id, "address": address, "at": now}
    await connection.execute(
        insert(known_addresses)
        .values(row)
        .on_conflict_do_update(index_elements=["account_id", "address"], set_={"at": now})
    )


async def tally(connection: Connection, key: str, now: datetime) -> int:
    """Count one more under a key of its own, and say how many that makes."""
    more = attempts.c.failures + 1
    counted = (
        insert(attempts)
        .values(key=key, failures=1, at=now)
        .on_conflict_do_update(index_elements=[attempts.c.key], set_={"failures": more, "at": now})
        .returning(attempts.c.failures)
    )
    return (await connection.execute(counted)).scalar_one()


async def forget(connection: Connection, account_id: UUID, folded: str) -> None:
    """Keep nothing of where an account signed in from, nor of who tried."""
    await connection.execute(
        delete(known_addresses).where(known_addresses.c.account_id == account_id)
    )
    tried = attempts.c.key.endswith(f":{folded}", autoescape=True)
    of_it = attempts.c.key.startswith(f"locked:{account_id}:", autoescape=True)
    await connection.execute(delete(attempts).where(tried | of_it))


async def is_known(connection: Connection, account_id: UUID, address: str, since: datetime) -> bool:
    """Whether the account has signed in from there since then."""
    row = await connection.execute(
        select(known_addresses.c.at).where(
            known_addresses.c.account_id == account_id,
            known_addresses.c.address == address,
            known_addresses.c.at > since,
        )
    )
    return row.first() is not None


async def _sweep(connection: Connection, long_ago: datetime) -> None:
    old = (
        select(attempts.c.key)
        .where(attempts.c.at < long_ago)
        .limit(_SWEPT)
        .with_for_update(skip_locked=True)
    )
    await connection.execute(delete(attempts).where(attempts.c.key.in_(old)))
