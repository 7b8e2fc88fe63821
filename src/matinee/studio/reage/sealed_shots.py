"""Where the pictures of shots lie: sealed by the key of their consent, each with a row.

The row is written first and struck out last, so that nothing lies anywhere without one. What is
sealed can be read only while the consent's key lives; its bytes are removed besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.clearance.desk.model import ConsentState
from matinee.clearance.desk.service import DeskService
from matinee.clearance.record.service import RecordService
from matinee.errors import Denied
from matinee.foundation.database import Database
from matinee.studio.reage import repository
from matinee.studio.reage.model import (
    SealedName,
    Shot,
    frame_name,
    key_name,
    matte_name,
    plate_name,
)
from matinee.studio.reage.shot_file import ShotFile

_ENDED = {
    ConsentState.REVOKED: "the consent was revoked",
    ConsentState.EXPIRED: "the consent has run out",
}
_OVER = "the key of its production was destroyed"


@dataclass(frozen=True, slots=True)
class SealedShots:
    """Keeps pictures of shots, and destroys them."""

    database: Database
    record: RecordService

    async def keep(self, shot: Shot, file: ShotFile) -> None:
        """Seal the pictures of a shot that has its row already."""
        plates = file.plates.files if file.plates else ()
        named = {
            **{frame_name(number): each for number, each in enumerate(file.frames)},
            **{matte_name(number): each for number, each in enumerate(file.mattes)},
            **{key_name(number): each for number, each in file.keys},
            **{plate_name(number): each for number, each in enumerate(plates)},
        }
        async with self.database.transaction() as connection:
            await repository.note_sealed(connection, shot.id, list(named), at=self._now())
        for name, content in named.items():
            await self.record.outputs.store.keep_work(
                shot.consent, _path(shot.id, name), content, shot.production
            )

    async def keep_of_render(self, shot: Shot, render: UUID, name: str, content: bytes) -> None:
        """Seal what a render goes on from."""
        async with self.database.transaction() as connection:
            await repository.note_sealed(
                connection, shot.id, [name], at=self._now(), render_id=render
            )
        await self.record.outputs.store.keep_work(
            shot.consent, _path(shot.id, name), content, shot.production
        )

    async def picture(self, shot: Shot, name: str) -> bytes:
        """One of them; Denied once the consent's key is destroyed."""
        return await self.record.outputs.store.work(
            shot.consent, _path(shot.id, name), shot.production
        )

    async def pictures(self, shot: Shot, names: Sequence[str]) -> tuple[bytes, ...]:
        """Several of them, in this order."""
        return tuple([await self.picture(shot, name) for name in names])

    async def file(self, shot: Shot) -> ShotFile:
        """The whole shot, as it came."""
        numbers = range(shot.frames)
        painted = await self.pictures(shot, [key_name(number) for number in shot.keys])
        return ShotFile(
            sha256=shot.sha256,
            width=shot.width,
            height=shot.height,
            frames=await self.pictures(shot, [frame_name(number) for number in numbers]),
            mattes=await self.pictures(shot, [matte_name(number) for number in numbers]),
            keys=tuple(zip(shot.keys, painted, strict=True)),
        )

    async def plates(self, shot: Shot) -> tuple[bytes, ...]:
        """The plates as they came; none where the shot came as PNG."""
        if shot.plate_space is None:
            return ()
        return await self.pictures(shot, [plate_name(number) for number in range(shot.frames)])

    async def lies(self, render: UUID, name: str) -> bool:
        """Whether a render kept something under a name."""
        async with self.database.reading() as connection:
            found = await repository.sealed(connection, render_id=render)
        return any(each.name == name for each in found)

    async def destroy(self, *, shot: UUID | None = None, render: UUID | None = None) -> int:
        """Remove what lies of a shot, or of one render; how much it was."""
        async with self.database.reading() as connection:
            lying = await repository.sealed(connection, shot_id=shot, render_id=render)
        for each in lying:
            await self._drop(each)
        async with self.database.transaction() as connection:
            await repository.note_destroyed(connection, lying, self._now())
        return len(lying)

    async def destroy_ended(self) -> list[UUID]:
        """Remove the pictures of shots whose consent or production has ended; those shots."""
        async with self.database.reading() as connection:
            holding = await repository.holding(connection)
        standing = await self._standing()
        gone: list[UUID] = []
        for shot in holding:
            why = shot.ended_because or self._why(shot, standing)
            if why is not None:
                await self.end(shot, why)
                gone.append(shot.id)
        return gone

    async def end(self, shot: Shot, why: str) -> None:
        """Let a shot end: it keeps its row, and loses its pictures."""
        async with self.database.transaction() as connection:
            await repository.end_shot(connection, shot.id, at=self._now(), why=why)
        await self.destroy(shot=shot.id)

    async def ended(self, shot: Shot) -> str | None:
        """Why a shot can go on no more: its consent or its production's key; None where it can."""
        return self._why(shot, await self._standing())

    def _why(self, shot: Shot, standing: Mapping[UUID, ConsentState]) -> str | None:
        if self.record.outputs.store.seals.productions.destroyed(shot.production):
            return _OVER
        return _ENDED.get(standing.get(shot.consent, ConsentState.REVOKED))

    async def _standing(self) -> dict[UUID, ConsentState]:
        found = await DeskService(self.record).consents()
        return {UUID(each.consent.key): each.state for each in found}

    async def _drop(self, each: SealedName) -> None:
        await self.record.outputs.store.drop_work(
            each.consent, _path(each.shot, each.name), each.production
        )

    def _now(self) -> datetime:
        return self.record.recorder.clock()


@dataclass(slots=True)
class SealedBench:
    """Generation's ``Bench``: what an engine keeps lies sealed, with its row."""

    shots: SealedShots
    shot: Shot
    render: UUID
    stage: str = ""
    done: int = 0
    of: int = 0
    stopping: bool = False

    async def kept(self, name: str) -> bytes | None:
        """What an earlier attempt at this render kept."""
        if not await self.shots.lies(self.render, self._named(name)):
            return None
        return await self.shots.picture(self.shot, self._named(name))

    async def keep(self, name: str, content: bytes) -> None:
        """Keep something, sealed."""
        await self.shots.keep_of_render(self.shot, self.render, self._named(name), content)

    def told(self, stage: str, done: int, of: int) -> None:
        """Remember how far it is, to be written down; Denied once it is to stop."""
        if self.stopping:
            raise Denied("It was stopped.", remedy="Render again.", code="stopped")
        self.stage, self.done, self.of = stage, done, of

    def _named(self, name: str) -> str:
        return f"render/{self.render}/{name}"


def _path(shot: UUID, name: str) -> str:
    return f"{shot}/{name}"
