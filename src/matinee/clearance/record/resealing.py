"""What was kept before papers and productions had keys is sealed as all is now."""

from contextlib import suppress
from uuid import UUID

from matinee.clearance.record.facts import FactKind
from matinee.clearance.record.model import SealedAnew
from matinee.clearance.record.service import RecordService
from matinee.errors import Denied


async def seal_anew(record: RecordService) -> SealedAnew:
    """Seal papers that lie plain, and what lies under its consent's key alone; again does no harm.

    Work on shots under a consent for several productions is passed over, since it does not say
    which one it is of: it is read as it is, and goes with its shot.
    """
    outputs = work = 0
    for consent in await record.current(FactKind.CONSENT):
        productions = consent.body["productions"]
        if len(productions) == 1:
            with suppress(Denied):
                store, key = record.outputs.store, UUID(consent.key)
                work += await store.seal_work_anew(key, UUID(productions[0]))
        affected = await record.revocations.affected(UUID(consent.key))
        for output in affected.outputs:
            if output.deleted_at is None:
                with suppress(Denied):  # Its key was destroyed: there is nothing left to seal.
                    outputs += await record.outputs.store.seal_anew(output)
    return SealedAnew(papers=await record.papers.seal_anew(), outputs=outputs, work=work)
