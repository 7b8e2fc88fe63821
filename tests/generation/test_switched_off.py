"""An operator may switch generation off, and no switch opens the door without a permit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest
from tests.generation.room import PERMIT, REQUEST, Room

from matinee.errors import Denied, Unavailable
from matinee.operation.flags.model import Flag


@dataclass
class Switched:
    """Every flag on, or every flag off."""

    state: bool

    def on(self, flag: Flag, member: UUID | None = None) -> bool:
        return self.state


async def test_no_flag_opens_the_door_without_a_permit(room: Room) -> None:
    for state in (True, False):
        room.door.switches = Switched(state)
        with pytest.raises(Denied, match="without a permit"):
            await room.door.text(None, REQUEST, tool="scribe", purpose="synopsis")
    with pytest.raises(Unavailable, match="switched generation off"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert (room.model.asked, room.register.left) == ([], 3)


async def test_a_model_that_runs_is_stopped_when_generation_is_switched_off(room: Room) -> None:
    switched = room.door.switches = Switched(state=True)

    async def endless(writer: asyncio.StreamWriter, _body: object) -> None:
        switched.state = False
        while not writer.is_closing():
            await asyncio.sleep(0.01)
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            await writer.drain()

    room.model.answers = [endless]
    with pytest.raises(Unavailable, match="switched generation off"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert room.register.outputs == []
    assert [reason for _, reason in room.register.lapsed] == ["generation_off"]
