"""A language model that writes about titles, each time behind a single permit of a declared use."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from matinee.clearance.record.service import RecordService
from matinee.errors import Unavailable
from matinee.generation.model import NameMatch
from matinee.generation.service import GenerationService, TextRequest, inputs_of
from matinee.promote.synopses.model import Written

_LASTS = timedelta(minutes=10)


class PermittedProse:
    """Promotion's ``ProseModel``; without a declared use it writes nothing, and says so."""

    def __init__(
        self, generation: GenerationService, record: RecordService, use: UUID | None
    ) -> None:
        self._generation = generation
        self._record = record
        self._use = use
        self.writes = use is not None

    async def uncleared(self, text: str) -> Sequence[NameMatch]:
        """The names in a text that may not stand in a prompt."""
        await self._record.names.refresh()
        return self._record.names.uncleared(text, None)

    async def write(self, request: TextRequest, *, by: str) -> Written:
        """The model's answer, by a permit for this request alone."""
        if self._use is None:
            raise Unavailable(
                "No language model is configured to write about titles.",
                remedy="Declare a use and set MATINEE_SYNOPSES__MODEL_USE.",
                code="no_prose_model",
            )
        permit = await self._record.permits.mint(
            self._use, by=by, lasts=_LASTS, inputs=inputs_of(request)
        )
        written = await self._generation.text(
            permit, request, tool=permit.tool, purpose=permit.purpose
        )
        value = written.value or {}
        return Written(str(value.get("text", "")), permit.tool, written.registered.id)

    async def fallen(self, outputs: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the outputs that are quarantined."""
        found = [await self._record.outputs.output(each) for each in outputs]
        return frozenset(each.id for each in found if each.quarantined_at is not None)
