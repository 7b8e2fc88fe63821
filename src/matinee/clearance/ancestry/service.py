"""``AncestryDesk``: walks from a file to what it was made of, within one production."""

from collections.abc import Collection
from dataclasses import dataclass

from matinee.clearance.ancestry.model import MOST_OUTPUTS, Ancestry, Made
from matinee.clearance.desk.model import ConsentStanding, Fact, FactKind, StoredOutput, standing_of
from matinee.clearance.record.repository import outputs as stored_outputs
from matinee.clearance.record.repository import permits as stored_permits
from matinee.clearance.record.service import RecordService
from matinee.errors import NotFound


@dataclass(frozen=True, slots=True)
class AncestryDesk:
    """Reads the record and the ledger; writes nothing."""

    record: RecordService

    async def of(self, digests: Collection[str], production: str) -> Ancestry:
        """The outputs that have one of these hashes, and all in their line, of one production.

        What another production made is not followed: here it is bytes of unknown making.
        """
        found, cut = await self._line(digests, production)
        return Ancestry(tuple([await self._made(one, parents) for one, parents in found]), cut)

    async def _line(
        self, digests: Collection[str], production: str
    ) -> tuple[list[tuple[StoredOutput, tuple[str, ...]]], bool]:
        found: list[tuple[StoredOutput, tuple[str, ...]]] = []
        seen, waiting = set[str](), set(digests)
        async with self.record.recorder.database.reading() as connection:
            while waiting:
                room = MOST_OUTPUTS - len(found)
                outputs = await stored_outputs.of_digests(
                    connection, waiting, production, limit=room + 1
                )
                cut, outputs = len(outputs) > room, outputs[:room]
                parents = await stored_outputs.parents_of(connection, [one.id for one in outputs])
                found += [(one, parents.get(one.id, ())) for one in outputs]
                if cut:
                    return found, True
                seen |= waiting
                waiting = {each for several in parents.values() for each in several} - seen
        return found, False

    async def _made(self, output: StoredOutput, parents: tuple[str, ...]) -> Made:
        record = self.record
        _, line = await record.outputs.standing(output.id)
        [entry] = await record.recorder.ledger.entries(
            subject=str(output.id), kind="output", limit=1
        )
        async with record.recorder.database.reading() as connection:
            permit = await stored_permits.permit(connection, output.permit_id)
        if permit is None:
            raise NotFound(f"There is no permit {output.permit_id}.")
        terms = [
            fact
            for fact in await record.about(output.tool)
            if fact.kind is FactKind.TOOL and fact.entry < output.ledger_index
        ]
        return Made(
            output=output,
            closed=output.quarantined_for or line.closed,
            parents=parents,
            said=entry.content["body"],
            permit=permit,
            decision=await record.decisions.decision(output.decision_id),
            use=await record.fact(FactKind.USE, str(output.use_id)),
            tool=terms[-1] if terms else None,
            consent=await self._consent(output),
        )

    async def _consent(self, output: StoredOutput) -> ConsentStanding | None:
        if output.consent_id is None:
            return None
        consent: Fact = await self.record.fact(FactKind.CONSENT, str(output.consent_id))
        ended = await self.record.current(FactKind.REVOCATION, keys=[consent.key])
        return standing_of(consent, ended[0] if ended else None, self.record.recorder.clock())
