"""The use cases of blends: hear both sides, and close what may no longer be shown."""

from dataclasses import replace
from uuid import UUID

import structlog

from matinee.access.model import Caller
from matinee.ads.blends import repository as kept
from matinee.ads.blends.making import BlendMaking
from matinee.ads.blends.model import NOT_YET, Blend, Reviewed, Side, Word
from matinee.ads.model import Approval, Creative
from matinee.ads.repository import demand
from matinee.errors import Conflict, Denied, MatineeError, NotFound
from matinee.foundation.database import Connection, Database

_LISTED = 200
_HOUSE = "this service"
_log = structlog.get_logger()


class BlendService:
    """Hears both sides about blends, and keeps them from being shown without leave."""

    def __init__(self, database: Database, making: BlendMaking) -> None:
        self.making = making
        self._database, self._rights, self._worlds = database, making.rights, making.worlds

    async def listed(self, campaign: UUID | None = None) -> list[Reviewed]:
        """Blends of a campaign, or all, the newest first."""
        async with self._database.reading() as connection:
            found = await kept.listed(connection, campaign=campaign, limit=_LISTED)
            return [await self._beside(connection, each) for each in found]

    async def one(self, creative: UUID, *, campaign: UUID | None = None) -> Reviewed:
        """That of a creative (of a campaign), or NotFound."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, creative)
            if found is None or campaign not in {None, found.campaign}:
                raise _no_blend()
            return await self._beside(connection, found)

    async def preview(self, blend: Blend, *, by: str) -> bytes:
        """The picture for whoever is to approve it; Denied where it is closed."""
        if blend.closed:
            raise _closed(blend)
        return await self._rights.preview(blend.output, by=by)

    # Both sides.

    async def say(self, creative: UUID, side: Side, approval: Approval, *, by: Caller) -> Reviewed:
        """A side's word; when both have approved it is published, and serves.

        Conflict where it is closed, where rule R21 keeps it from being published, or where one
        account would speak for both sides.
        """
        before = await self.one(creative)
        other = next(each for each in Side if each is not side)
        _require_another(before.blend, other, approval, by)
        if approval is Approval.APPROVED and before.blend.said(other) is Approval.APPROVED:
            reason = await self._fallen(before.blend)
            if reason:
                await self.close(creative, reason)
            else:
                await self._rights.publish(before.blend.output, before.blend.label, by=by.name)
        async with self._database.transaction() as connection:
            found = await kept.one(connection, creative, hold=True)
            if found is None:
                raise _no_blend()
            if found.closed:
                raise _closed(found)
            _require_another(found, other, approval, by)
            word = Word(approval, by.name, by.account, self.making.clock())
            blend = replace(found, words={**found.words, side: word})
            shown = await self._shown(connection, blend)
        if not shown.serves:
            await self._rights.take_back(blend.output, f"The {side} says: {approval}.", by=by.name)
        return Reviewed(blend, shown)

    # Standing.

    async def stands(self, creative: UUID) -> bool:
        """Whether a creative may be shown now; a blend that may not is closed by it."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, creative)
        if found is None:
            return True
        return not found.closed and not await self._closed_now(found)

    async def picture(self, creative: UUID) -> bytes | None:
        """A blend's picture as members are given it; None where the creative is none.

        Denied with the code ``closed`` where it may not be shown any more, NotFound where not yet.
        """
        async with self._database.reading() as connection:
            found = await kept.one(connection, creative)
        if found is None:
            return None
        if found.closed or await self._closed_now(found):
            raise _closed(found)
        if any(found.said(side) is not Approval.APPROVED for side in Side):
            raise NotFound("Not both sides have approved this picture.")
        _, content = await self._rights.published(found.output)
        return content

    async def close(self, creative: UUID, reason: str, *, by: str = _HOUSE) -> None:
        """Show it no more, for good."""
        async with self._database.transaction() as connection:
            found = await kept.one(connection, creative, hold=True)
            if found is None or found.closed:
                return
            blend = replace(found, closed=reason, closed_at=self.making.clock())
            await self._shown(connection, blend)
        _log.info("a blend was closed", creative=str(creative), reason=reason)
        await self._rights.take_back(blend.output, reason, by=by)

    async def look(self) -> list[UUID]:
        """Close what may not be shown any more; those creatives.

        One that cannot be looked at is logged, and holds none of the others up.
        """
        async with self._database.reading() as connection:
            found = await kept.open_ones(connection)
        closed: list[UUID] = []
        for each in found:
            try:
                if await self._closed_now(each):
                    closed.append(each.creative)
            except (MatineeError, OSError) as failure:
                _log.error(
                    "a blend could not be looked at",
                    creative=str(each.creative),
                    failure=str(failure),
                )
        return closed

    async def _closed_now(self, blend: Blend) -> bool:
        reason = await self._fallen(blend)
        if reason:
            await self.close(blend.creative, reason)
        return bool(reason)

    async def _fallen(self, blend: Blend) -> str:
        """Why it may not be shown any more; empty where it may."""
        grant = await self.making.grant(blend.grant)
        if blend.picture is not None:
            left = await self._worlds.pictures(blend.title, grant.territories)
            if blend.picture not in left:
                return "The title's picture may be shown there no longer."
        for each in await self._rights.standing(grant.uses):
            if each.lacks:
                return each.lacks
        closed = await self._rights.closed(blend.output)
        return closed and f"The picture is closed: {closed}."

    async def _shown(self, connection: Connection, blend: Blend) -> Creative:
        """Keep a blend, and let its creative follow what was said."""
        found = await demand.creative(connection, blend.creative)
        if found is None:
            raise _no_blend()
        own = blend.said(Side.ADVERTISER) is Approval.APPROVED
        creative = replace(
            found,
            approval=blend.said(Side.PROGRAMMER),
            withheld=blend.closed or ("" if own else NOT_YET),
        )
        await kept.put(connection, blend)
        await demand.put_creative(connection, creative)
        await demand.changed(connection)
        return creative

    async def _beside(self, connection: Connection, blend: Blend) -> Reviewed:
        found = await demand.creative(connection, blend.creative)
        if found is None:
            raise _no_blend()
        return Reviewed(blend, found)


def _require_another(blend: Blend, other: Side, approval: Approval, by: Caller) -> None:
    """Refuse an approval by the account that gave the other side's.

    Until accounts exist, the operator of this machine is everybody.
    """
    said = blend.words.get(other)
    if said is None or by.account is None or said.account != by.account:
        return
    if approval is Approval.APPROVED is said.approval:
        raise Conflict(
            "You have approved it for the other side.",
            remedy="Let somebody else speak for this one.",
            code="one_for_both",
        )


def _no_blend() -> NotFound:
    return NotFound("There is no such picture.", remedy="List those of the campaign.")


def _closed(blend: Blend) -> Denied:
    reason = blend.closed or "what it rests on has ended."
    return Denied(
        f"This picture is closed: {reason}",
        remedy="Make another when the leave is given again.",
        code="closed",
    )
