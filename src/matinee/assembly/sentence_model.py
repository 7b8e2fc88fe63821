"""A language model for what search could not read, behind a standing permit of a declared use."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from matinee.clearance.record.service import RecordService
from matinee.errors import Denied
from matinee.generation.model import Permit
from matinee.generation.service import GenerationService, TextRequest

INPUT_CLASS = "search words"
_LASTS = timedelta(hours=12)
_BY = "search"


class PermittedSentences:
    """Discovery's ``SentenceModel``: every call with the permit of one declared use.

    The permit is minted from a *go* when it is first needed, and once more when it fell or ended.
    """

    def __init__(self, generation: GenerationService, record: RecordService, use: UUID) -> None:
        self._generation = generation
        self._record = record
        self._use = use
        self._permit: Permit | None = None
        self._minting = asyncio.Lock()

    async def answer(self, request: TextRequest) -> Mapping[str, Any]:
        """The model's object, or the door's refusal."""
        permit = await self._current()
        try:
            return await self._asked(permit, request)
        except Denied:
            # A standing permit falls with any change of the record: it is decided anew, once.
            self._permit = None
            return await self._asked(await self._current(), request)

    async def _asked(self, permit: Permit, request: TextRequest) -> Mapping[str, Any]:
        written = await self._generation.text(
            permit, request, tool=permit.tool, purpose=permit.purpose, input_class=INPUT_CLASS
        )
        return written.value or {}

    async def _current(self) -> Permit:
        async with self._minting:
            held = self._permit
            if held is None or held.expires <= datetime.now(UTC):
                held = self._permit = await self._record.permits.mint_standing(
                    self._use, by=_BY, lasts=_LASTS, input_class=INPUT_CLASS
                )
            return held
