"""What players tell of ads: each event kept once, an impression billed with it, seconds believed.

A token proves which ad was placed, whichever process decided on it. What comes from no viewer is
kept apart by its rule (``traffic``) and counts for nothing.
"""

import secrets
from collections.abc import Callable
from datetime import datetime

from matinee.ads.billing import NO_LEASE, OutsideBilling, PlacedAd
from matinee.ads.model import AdSettings
from matinee.ads.repository import demand, money
from matinee.ads.serving.tokens import check
from matinee.ads.traffic.judging import TrafficJudge, too_soon
from matinee.ads.traffic.model import Teller, TrafficRule
from matinee.ads.viewability import repository as viewability
from matinee.ads.viewability.model import Seen, believed
from matinee.errors import Invalid
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import uuid7_time

IMPRESSION = "impression"


class Beacons:
    """Those of one process, under the key of the house."""

    def __init__(
        self,
        database: Database,
        settings: AdSettings,
        clock: Callable[[], datetime],
        outside: OutsideBilling | None = None,
    ) -> None:
        self._database, self._clock, self._outside = database, clock, outside
        self._traffic = TrafficJudge(settings.data_centres, settings.most_impressions_of_address)
        self._key = b""

    async def open(self) -> None:
        """Take up the key of the house, which is made where there is none yet."""
        async with self._database.transaction() as connection:
            await demand.open_house(connection, secrets.token_bytes(32))
            _, self._key, _ = await demand.house_facts(connection)

    async def tell(self, token: str, event: str, teller: Teller | None = None) -> bool:
        """Count an event of an ad once; whether it was new. An impression is billed with it.

        What ``teller`` tells by a rule of invalid traffic is kept apart and not counted; without
        one, the house itself tells.
        """
        placed, now = await self._placed(token), self._clock()
        rule = teller and self._rule(placed, event, teller, now)
        new = await self._told(placed, event, rule, now)
        if new and teller and event == IMPRESSION:
            self._traffic.count(teller, now)
        return new

    async def tell_seconds(self, token: str, seen: Seen, teller: Teller | None = None) -> None:
        """Keep how long an ad was heard and seen so far, as much as is believed.

        Told in any order and as often as one likes, the most stands. A machine's is not kept.
        """
        placed, now = await self._placed(token), self._clock()
        if teller and self._traffic.judge(teller, now):
            return
        since = now - uuid7_time(placed.ad_id) if teller else None
        kept = believed(seen, lasts=placed.lasts, since=since)
        async with self._database.transaction() as connection:
            await viewability.keep(connection, placed.ad_id, placed.lasts, kept, now)

    async def _placed(self, token: str) -> PlacedAd:
        if not self._key:
            await self.open()
        return check(token, self._key, now=self._clock())

    def _rule(
        self, placed: PlacedAd, event: str, teller: Teller, now: datetime
    ) -> TrafficRule | None:
        """The first that keeps an event of an ad from counting."""
        if rule := self._traffic.judge(teller, now):
            return rule
        decided = uuid7_time(placed.ad_id)
        early = too_soon(event, decided=decided, lasts=placed.lasts, now=now)
        return TrafficRule.TOO_SOON if early else None

    async def _told(
        self, placed: PlacedAd, event: str, rule: TrafficRule | None, now: datetime
    ) -> bool:
        """Keep an event of an ad once; whether it counts."""
        async with self._database.transaction() as connection:
            if rule:
                await money.note_invalid(connection, placed, event, rule, now)
                return False
            if event != IMPRESSION:
                return await money.note_beacon(connection, placed, event, now)
            if placed.lease_id == NO_LEASE:
                return await self._bought(connection, placed, now)
            billed = await money.bill(connection, placed, now)
            if billed is None:
                raise _late()
            return billed

    async def _bought(self, connection: Connection, placed: PlacedAd, now: datetime) -> bool:
        """Count the impression of an outside buyer's ad, and have the buyer billed for it."""
        if not await money.note_impression(connection, placed, now):
            return False
        if self._outside is None or not await self._outside.billed(connection, placed, now):
            raise _late()
        return True


def _late() -> Invalid:
    return Invalid(
        "This ad's beacons no longer count.",
        remedy="Beacons count for MATINEE_ADS__BEACON_HOURS after the decision.",
        code="beacon_late",
        field="token",
    )
