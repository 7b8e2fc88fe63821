"""How long a running model goes on after the consent that it rests on was revoked."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field
from uuid import UUID

from benchmarks.clearance.clients import approved_face
from benchmarks.outcome import Figure
from matinee.assembly.house import House
from matinee.clearance.record import shapes
from matinee.errors import Denied
from matinee.generation.answers import TextAnswer
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.requests import TextRequest, inputs_of
from matinee.generation.service import GenerationService

_REQUEST = TextRequest("Describe the face at twenty.")
_PROFILE = ModelProfile("endless", Modality.TEXT, "none", "none", False, False, True)


@dataclass
class Endless:
    """A model that works on and on, and notes when it last did."""

    profile: ModelProfile = _PROFILE
    last: float = 0.0
    began: asyncio.Event = field(default_factory=asyncio.Event)

    async def ready(self) -> None:
        """It always is."""

    async def close(self) -> None:
        """It holds nothing."""

    async def write(self, request: TextRequest) -> TextAnswer:
        """Work until stopped."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            self.last = time.monotonic()
            self.began.set()
            await asyncio.sleep(0.005)
        return TextAnswer(request.prompt)


async def seconds_to_stop(house: House, production: UUID, rounds: int) -> dict[str, Figure]:
    """Revoke while a model runs behind the door, as often as asked."""
    taken = await asyncio.gather(*(_once(house, production, turn) for turn in range(rounds)))
    return {
        "revoked_while_running": rounds,
        "stop_seconds_median": round(statistics.median(taken), 3),
        "stop_seconds_slowest": round(max(taken), 3),
    }


async def _once(house: House, production: UUID, turn: int) -> float:
    inputs = tuple(sorted(inputs_of(_REQUEST)))
    face = await approved_face(house.record, production, inputs=inputs)
    model = Endless()
    door = GenerationService(
        house.record.permits, house.record.outputs, house.record.names, {"sketcher": model}
    )
    made = asyncio.create_task(
        door.text(face.permit, _REQUEST, tool="sketcher", purpose="mood board")
    )
    await model.began.wait()
    # Each at another moment of the second at which the permit is looked at.
    await asyncio.sleep(0.5 + 0.13 * turn)
    await house.record.revocations.revoke(
        face.consent, shapes.Revocation(reason="bench"), by="bench"
    )
    revoked = time.monotonic()
    try:
        await made
    except Denied:
        return max(0.0, model.last - revoked)
    raise AssertionError("The model went on to its end.")
