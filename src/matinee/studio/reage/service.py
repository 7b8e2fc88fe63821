"""``ReageService``: shots that are re-aged under a declared use, their renders, what is shown.

A shot is taken in only where its use is decided *go* and rests on a consent: its pictures are
sealed by that consent's key. Every render is decided on anew, when its permit is minted, when a
use of it is spent, and every second while it runs.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from matinee.clearance.desk.model import Decision, FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.generation.model import ModelProfile
from matinee.generation.service import GenerationService, Retouch, inputs_of
from matinee.studio.model import WorkState
from matinee.studio.reage import repository
from matinee.studio.reage.approval import Word, standing_of
from matinee.studio.reage.approving import ApprovalDesk
from matinee.studio.reage.conforming import EDL, OTIO, as_edl, as_otio
from matinee.studio.reage.contact_sheet import contact_sheet
from matinee.studio.reage.delivery import PlateDelivery
from matinee.studio.reage.measuring import MEASURE, Measuring, read
from matinee.studio.reage.model import (
    ATTEMPTS,
    DEFAULT_STEPS,
    Faces,
    Quality,
    Render,
    Shot,
    frame_name,
    key_name,
    label_of,
    matte_name,
    quality_name,
)
from matinee.studio.reage.plates.colour_spaces import SPACES
from matinee.studio.reage.quality import sampled
from matinee.studio.reage.rendering import Rendering
from matinee.studio.reage.retouching import Way, as_asked, keyed, way_of
from matinee.studio.reage.scope import require_go, require_pictures
from matinee.studio.reage.sealed_shots import SealedShots
from matinee.studio.reage.shot_file import LARGEST_FILE, packed, read_shot
from matinee.studio.reage.turnover import RATES, Turnover, checked
from matinee.vocabulary.ids import uuid7

__all__ = [
    "DESTROY", "EDL", "LARGEST_FILE", "OTIO", "RATES", "RENDER", "SPACES", "ReageService",
    "Retouch", "Turnover", "Way", "Word", "keyed", "standing_of",
]  # fmt: skip

RENDER, DESTROY = "studio.reage", "studio.reage_destroy"
LASTS = timedelta(hours=24)
"""How long a render's permit lasts: it may wait for its turn."""
_LONGEST_NAME = 200


@dataclass(slots=True)
class ReageService:
    """The use cases of re-ageing."""

    database: Database
    record: RecordService
    generation: GenerationService
    jobs: Jobs
    steps: int = DEFAULT_STEPS
    """What a render learns in where nobody says it."""
    faces: Faces | None = None
    """What tells faces apart; None where nothing does."""
    _reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One shot is unpacked at a time: it may take a gigabyte."""

    @property
    def sealed(self) -> SealedShots:
        """Where the pictures lie."""
        return SealedShots(self.database, self.record)

    @property
    def rendering(self) -> Rendering:
        """What runs renders."""
        return Rendering(self.database, self.record, self.generation, self.sealed, self.jobs)

    @property
    def measuring(self) -> Measuring:
        """What measures renders."""
        return Measuring(self.database, self.record, self.sealed, self.faces)

    async def take(
        self, use: UUID, content: bytes, *, name: str, by: str, space: str | None = None
    ) -> Shot:
        """Take a shot in for a declared use: see :func:`~..shot_file.read_shot` for the file.

        Raises:
            Denied: the use is not *go*, or rests on no consent; nothing is kept.
            Invalid: the file does not do.
        """
        title = name.strip()
        if not 1 <= len(title) <= _LONGEST_NAME or not title.isprintable():
            raise Invalid(
                f"A shot's name has 1 to {_LONGEST_NAME} characters.",
                remedy="Give one, such as 042_010.",
                field="name",
            )
        declared = await self.record.fact(FactKind.USE, str(use), field="use")
        decision, consent = await self.record.judged(use)
        require_go(decision)
        if consent is None or declared.performer is None or declared.production is None:
            raise Denied(
                "This use rests on no consent, and a face is worked on under one alone.",
                remedy="Declare a replica, and record the performer's consent to it (rule R8).",
                code="no_consent",
            )
        async with self._reading:
            file = await asyncio.to_thread(read_shot, content, space)
        now = self.record.recorder.clock()
        shot = Shot(
            id=uuid7(now),
            production=UUID(declared.production),
            use=use,
            consent=consent,
            performer=UUID(declared.performer),
            name=title,
            sha256=file.sha256,
            frames=len(file.frames),
            width=file.width,
            height=file.height,
            keys=tuple(number for number, _ in file.keys),
            added_at=now,
            added_by=by,
            turnover=file.turnover,
            plate_space=file.plates.space if file.plates else None,
        )
        async with self.database.transaction() as connection:
            await repository.add_shot(connection, shot)
            if shot.turnover is not None:
                await repository.turn_over(connection, shot.id, shot.turnover)
        try:
            await self.sealed.keep(shot, file)
        except BaseException:
            await asyncio.shield(self.sealed.end(shot, "it was not taken in whole"))
            raise
        return shot

    async def shot(self, identifier: UUID) -> Shot:
        """A shot as it stands, or NotFound."""
        async with self.database.reading() as connection:
            found = await repository.shot(connection, identifier)
        if found is None:
            raise NotFound(f"There is no shot {identifier}.")
        return found

    async def shots(
        self,
        *,
        productions: Collection[UUID] | None = None,
        performers: Collection[UUID] | None = None,
    ) -> list[Shot]:
        """Shots of these productions or performers (neither: all), the newest first."""
        async with self.database.reading() as connection:
            return await repository.shots_of(
                connection, productions=productions, performers=performers
            )

    async def render(self, identifier: UUID, *, of: UUID | None = None) -> Render:
        """A render as it stands, or NotFound; also where it is not ``of`` that shot."""
        async with self.database.reading() as connection:
            found = await repository.render(connection, identifier)
        if found is None or of not in {None, found.shot}:
            raise NotFound(f"There is no render {identifier}.")
        return found

    async def renders(self, shots: Sequence[UUID]) -> list[Render]:
        """The renders of some shots, the newest first."""
        async with self.database.reading() as connection:
            return await repository.renders_of(connection, shots)

    async def decision(self, use: UUID) -> Decision:
        """What would be decided on a use now; nothing is recorded."""
        return (await self.record.judged(use))[0]

    async def way(self, shot: Shot) -> Way:
        """What the tool of a shot's use does."""
        use = await self.record.fact(FactKind.USE, str(shot.use))
        tool = self.generation.tools().get(str(use.body["tool"]))
        return way_of(frozenset() if tool is None else tool.abilities)

    async def shown_to(self, shot: Shot) -> ModelProfile | None:
        """The model to whose server a render sends the face of a shot; None where none is sent."""
        use = await self.record.fact(FactKind.USE, str(shot.use))
        tool = self.generation.tools().get(str(use.body["tool"]))
        return tool if tool is not None and tool.server else None

    async def stated(self, render: Render) -> str:
        """What a server that was shown the face calls its model; "" where none was."""
        return "" if render.output is None else await self.record.outputs.stated(render.output)

    async def ask(
        self,
        shot: Shot,
        *,
        by: str,
        steps: int | None = None,
        retouch: Retouch | None = None,
        ages: tuple[int, int] | None = None,
    ) -> Render:
        """Mint the permit of a render and put it into the queue; Denied where it is no *go*.

        ``retouch`` is what digital cosmetics take away, where the use's tool is those; their own
        measure where nothing is said. ``ages`` are from which to which a network brings the face.
        """
        steps = steps or self.steps
        require_pictures(await self.shot(shot.id))
        retouch = as_asked(shot, await self.way(shot), retouch, ages)
        running = [each for each in await self.renders([shot.id]) if not each.state.ended]
        if running:
            raise Conflict(
                "This shot is being rendered.",
                remedy="Wait for it, or stop it first.",
                code="already_rendering",
            )
        file = await self.sealed.file(shot)
        permit = await self.record.permits.mint(
            shot.use,
            by=by,
            lasts=LASTS,
            uses=ATTEMPTS,
            inputs=inputs_of(file.request(steps=steps, retouch=retouch, ages=ages)),
        )
        now = self.record.recorder.clock()
        render = Render(
            id=uuid7(now),
            shot=shot.id,
            permit=permit.id,
            state=WorkState.WAITING,
            steps=steps,
            stage="",
            done=0,
            of=0,
            attempts=0,
            stopping=False,
            output=None,
            failure=None,
            asked_at=now,
            asked_by=by,
            retouch=retouch,
            ages=ages,
        )
        async with self.database.transaction() as connection:
            await repository.add_render(connection, render)
            await self.jobs.enqueue(connection, RENDER, {"render": str(render.id)})
        return render

    async def turn_over(self, shot: Shot, turnover: Turnover) -> None:
        """Say where a shot lies in what was filmed; Invalid names what does not fit."""
        fitting = checked(turnover, shot.frames)
        async with self.database.transaction() as connection:
            await repository.turn_over(connection, shot.id, fitting)

    async def edl(self, shot: Shot) -> bytes:
        """A shot as one event of an EDL; Conflict where nobody said where it lies."""
        return as_edl(shot, await self._made(shot))

    async def otio(self, shot: Shot) -> bytes:
        """A shot as a clip of an OpenTimelineIO timeline; Conflict as above."""
        return as_otio(shot, await self._made(shot))

    async def _made(self, shot: Shot) -> Render | None:
        if shot.ended_at is not None:
            return None
        renders = await self.renders([shot.id])
        return next((each for each in renders if each.output is not None), None)

    async def stop(self, render: Render) -> None:
        """Ask a render to stop, which it does within a second or two."""
        async with self.database.transaction() as connection:
            if not await repository.ask_to_stop(connection, render.id):
                raise Conflict("This render has ended.", remedy="Look at what became of it.")

    async def quality(self, render: Render) -> Quality | None:
        """What was measured of a render; None until it is, and once its consent has ended."""
        name = quality_name(render.id)
        if not await self.sealed.lies(render.id, name):
            return None
        try:
            return read(await self.sealed.picture(await self.shot(render.shot), name))
        except (Denied, NotFound):
            return None

    async def measure(self, render: Render) -> None:
        """Put the measuring of a render into the queue; Conflict where it cannot be, or was."""
        if render.output is None:
            raise Conflict("Nothing came of this render.", remedy="Wait for its end.")
        if await self.quality(render) is not None:
            raise Conflict("This render is measured.", remedy="Look at its figures.")
        async with self.database.transaction() as connection:
            await self.jobs.enqueue(connection, MEASURE, {"render": str(render.id)})

    async def before(self, shot: Shot) -> bytes:
        """The frames as they were shot and as they were painted, and the mattes: a ZIP of PNG."""
        require_pictures(await self.shot(shot.id))
        numbers = range(shot.frames)
        folders = [
            ("before", [frame_name(number) for number in numbers]),
            ("matte", [matte_name(number) for number in numbers]),
            ("keys", [key_name(number) for number in shot.keys]),
        ]
        held = [(folder, await self.sealed.pictures(shot, names)) for folder, names in folders]
        return await asyncio.to_thread(packed, held)

    async def after(self, render: Render, *, by: str, need: str | None = None) -> bytes:
        """What a render made, as it was registered; whoever is given it is entered (rule R19)."""
        if render.output is None:
            raise Conflict("Nothing came of this render yet.", remedy="Wait for its end.")
        _, content = await self.record.outputs.content(render.output, by=by, need=need)
        return content

    async def contact_sheet(self, render: Render, *, by: str, need: str | None = None) -> bytes:
        """A PDF of the frames that are looked at one by one; entered like the file (rule R19)."""
        shot = await self.shot(render.shot)
        made = await self.after(render, by=by, need=need)
        numbers = sorted(sampled(shot.frames))
        frames = await self.sealed.pictures(shot, [frame_name(each) for each in numbers])
        mattes = await self.sealed.pictures(shot, [matte_name(each) for each in numbers])
        found = await self.quality(render)
        label = label_of(render.source_type)
        return await asyncio.to_thread(
            contact_sheet, shot, made, numbers, frames, mattes, found, label
        )

    @property
    def approvals(self) -> ApprovalDesk:
        """Where performers say yes or no."""
        return ApprovalDesk(self.database, self.record)

    async def deliver(self, render: Render, *, by: str, need: str | None = None) -> bytes:
        """The file of a render that the performer approved whole; Denied where that is not so."""
        await self.approvals.require_approved(await self.shot(render.shot), render)
        return await self.after(render, by=by, need=need)

    async def plates(self, render: Render, *, by: str, need: str | None = None) -> bytes:
        """An approved render as OpenEXR: :meth:`~..delivery.PlateDelivery.sequence`."""
        shot = await self.shot(render.shot)
        return await self._delivery.sequence(shot, render, by=by, need=need)

    async def movie(self, render: Render, *, by: str, need: str | None = None) -> bytes:
        """An approved render as ProRes: :meth:`~..delivery.PlateDelivery.movie`."""
        shot = await self.shot(render.shot)
        return await self._delivery.movie(shot, render, by=by, need=need)

    @property
    def _delivery(self) -> PlateDelivery:
        return PlateDelivery(self.record, self.sealed, self.approvals, self._reading)

    async def sidecar(self, render: Render) -> bytes:
        """The signed statement beside it: how it was made, by which leave, and from what."""
        if render.output is None:
            raise Conflict("Nothing came of this render yet.", remedy="Wait for its end.")
        return await self.record.outputs.sidecar(render.output)
