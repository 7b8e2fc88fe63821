"""A door with counted ports and a model server behind it, for tests of what passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from matinee.errors import Denied
from matinee.generation.costs import CallRecord
from matinee.generation.model import (
    IntendedCall,
    NameMatch,
    Output,
    Permit,
    PermitKind,
    RegisteredOutput,
    Spend,
    input_hash,
)
from matinee.generation.requests import Request, TextRequest, inputs_of
from matinee.generation.service import GenerationService

if TYPE_CHECKING:
    from tests.generation.conftest import StandIn

NOW = datetime(2026, 1, 20, tzinfo=UTC)
REQUEST = TextRequest("Say it in one line.")
PERMIT = Permit(
    id=uuid4(),
    kind=PermitKind.SINGLE,
    purpose="synopsis",
    tool="scribe",
    decision=uuid4(),
    not_before=NOW,
    expires=NOW + timedelta(days=1),
    inputs=inputs_of(REQUEST),
)


@dataclass
class Register:
    """Counts one permit's uses, and keeps what was made with them."""

    left: int = 3
    outputs: list[Output] = field(default_factory=list)
    calls: list[IntendedCall] = field(default_factory=list)
    lapsed: list[tuple[Spend, str]] = field(default_factory=list)
    ended: Denied | None = None
    asked_alive: int = 0
    book: list[CallRecord] = field(default_factory=list)

    async def spend(self, permit: Permit, call: IntendedCall) -> Spend:
        if self.left == 0 or not call.inputs <= permit.inputs:
            raise Denied("used up", code="used_up")
        self.left -= 1
        self.calls.append(call)
        return Spend(uuid4(), permit, call, self.left)

    async def still_live(self, permit: Permit, inputs: frozenset[str] = frozenset()) -> None:
        self.asked_alive += 1
        if self.ended is not None:
            raise self.ended

    async def without_output(self, spend: Spend, reason: str) -> None:
        self.lapsed.append((spend, reason))

    def admit(self, permit: Permit, call: IntendedCall) -> Spend:
        self.calls.append(call)
        return Spend(uuid4(), permit, call, None)

    async def register(self, output: Output, spend: Spend) -> RegisteredOutput:
        self.outputs.append(output)
        digest = input_hash(output.content)
        return RegisteredOutput(uuid4(), output.content, output.media_type, digest, 0)

    async def enter(self, record: CallRecord) -> None:
        self.book.append(record)

    def uncleared(self, prompt: str, production: str | None) -> Sequence[NameMatch]:
        start = prompt.find("Welles")
        return [NameMatch("Welles", "person", start, start + 6)] if start >= 0 else []


@dataclass
class Room:
    door: GenerationService
    register: Register
    model: StandIn


def permit_for(request: Request) -> Permit:
    """The permit of every test, for another request."""
    return replace(PERMIT, inputs=inputs_of(request))
