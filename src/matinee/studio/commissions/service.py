"""``CommissionService``: a board asks a model for a picture, by a declared use, in a queue.

In order: what is asked fits, and the tool can do it; the names in the prompt (rule R7); the use,
decided on now; its permit, for exactly this request; a place in the queue. The door of generation
asks all of it again when the turn comes.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from matinee.clearance.desk.model import Decision, FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.foundation.jobs import Jobs
from matinee.generation.model import Modality, ModelProfile, input_hash
from matinee.generation.service import GenerationService, inputs_of
from matinee.studio.boards.closing import require_idea
from matinee.studio.boards.model import ConceptBoard, LinkKind
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.commissions import asking
from matinee.studio.commissions.asking import Offer
from matinee.studio.commissions.fitting import Given, given_of
from matinee.studio.commissions.model import (
    MOST_WAITING,
    Begin,
    Commission,
    Wish,
)
from matinee.studio.commissions.repository import asked as repository
from matinee.studio.commissions.running import Accounts, Running, given_key
from matinee.studio.commissions.scene_words import prompt_of
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.pictures import read_picture
from matinee.studio.model import SceneRow, WorkState

COMMISSION = "studio.commission"
LASTS = timedelta(hours=24)
"""How long a permit lasts: it may wait for its turn."""
MOST_LISTED = 60
_GRACE = timedelta(minutes=5)
"""A call waits at most as long for its place as it may run; so much later nobody runs it."""


@dataclass(slots=True)
class CommissionService:
    """Asks, tells what was asked, and stops it."""

    boards: BoardService
    versions: VersionService
    record: RecordService
    generation: GenerationService
    accounts: Accounts
    jobs: Jobs

    @property
    def running(self) -> Running:
        """What runs them."""
        return Running(self.boards, self.versions, self.record, self.generation, self.accounts)

    def models(self) -> dict[str, ModelProfile]:
        """The models that make pictures, by the ids of their tools; none where none is set up."""
        tools = self.generation.tools()
        return {name: each for name, each in tools.items() if each.modality is Modality.IMAGE}

    async def offers(self, board: ConceptBoard) -> list[Offer]:
        """Uses of such a model that were declared for the production, the newest first.

        One that touches a likeness is none of them: a face is worked on under a consent alone, at
        the desk of re-ageing. Nor is one that is final: what hangs here is for ideas.
        """
        models = self.models()
        found = await self.record.current(FactKind.USE, production=str(board.production))
        fitting = [
            each
            for each in found
            if each.body["tool"] in models and not each.body["likeness"] and not each.body["final"]
        ]
        estimates = {
            tool: self.generation.estimate(tool, typical=await self.accounts.typical_seconds(tool))
            for tool in sorted({str(each.body["tool"]) for each in fitting})
        }
        return [
            Offer(each, models[each.body["tool"]], estimates[each.body["tool"]])
            for each in sorted(fitting, key=lambda one: one.entry, reverse=True)
        ]

    async def scenes(self, board: ConceptBoard) -> tuple[list[SceneRow], list[SceneRow]]:
        """The scenes of the newest draft that belong to the board, and all the others.

        A scene belongs to it where the board, or a picture that hangs on it, is linked to it.
        """
        sheet = await self.boards.scripts.newest(board.production)
        if sheet is None:
            return [], []
        linked = await self.boards.linked(board.production)
        own = {
            link.name
            for link, boards in linked.items()
            if link.kind is LinkKind.SCENE and any(one.id == board.id for one in boards)
        }
        return (
            [row for row in sheet.scenes if row.number in own],
            [row for row in sheet.scenes if row.number not in own],
        )

    async def words_of(self, board: ConceptBoard, scene: str) -> str:
        """A prompt from the words of a scene of the newest draft, or NotFound."""
        sheet = await self.boards.scripts.newest(board.production)
        if sheet is not None:
            _, scenes = await self.boards.scripts.marked(sheet.draft)
            for each in scenes:
                if each.row.number == scene:
                    return prompt_of(each)
        raise NotFound("The newest draft has no such scene.")

    async def uncleared(self, board: ConceptBoard, prompt: str) -> tuple[str, ...]:
        """The names in a prompt that nobody cleared for this production (rule R7), each once."""
        await self.record.names.refresh()
        found = self.record.names.uncleared(prompt, str(board.production))
        return tuple(dict.fromkeys(each.term for each in found))

    async def decision(self, use: UUID) -> Decision:
        """What would be decided on a use now; nothing is recorded."""
        return (await self.record.judged(use))[0]

    async def ask(
        self,
        board: ConceptBoard,
        use: UUID,
        wish: Wish,
        begin: Begin | None = None,
        *,
        by: str,
    ) -> list[Commission]:
        """Put pictures into the queue, each with a permit of its own.

        Raises:
            Denied: the prompt names what is not cleared, or the use is not *go*; nothing waits.
            Invalid: names what does not fit.
            NotFound: the picture to begin from does not hang there.
            Conflict: too many wait.
        """
        given = None
        if begin is not None:
            pixels, file = await self._pixels(board, begin.picture)
            fitted = await asyncio.to_thread(given_of, pixels, begin, side=wish.side)
            given = asking.Material(begin.picture, file, fitted)
        return await self._ask(board, use, wish, given, by=by)

    async def vary(
        self, board: ConceptBoard, commission: Commission, *, pictures: int = 1, by: str
    ) -> list[Commission]:
        """Ask for the same once more, with other seeds; raises as :meth:`ask` does."""
        given = None
        if commission.source is not None and commission.source_sha256 is not None:
            _, file = await self._require_fit(board, commission.source)
            source, mask = [
                None if digest is None else await self.boards.blobs.get(given_key(board.id, digest))
                for digest in (commission.source_sha256, commission.mask_sha256)
            ]
            fitted = Given(commission.width, commission.height, source or b"", mask)
            given = asking.Material(commission.source, file, fitted)
        wish = Wish(
            commission.prompt,
            side=max(commission.width, commission.height),
            pictures=pictures,
            scene=commission.scene,
        )
        return await self._ask(board, commission.use, wish, given, by=by, like=commission)

    async def _ask(
        self,
        board: ConceptBoard,
        use: UUID,
        wish: Wish,
        given: asking.Material | None,
        *,
        by: str,
        like: Commission | None = None,
    ) -> list[Commission]:
        offer = await self._offer(board, use)
        if offer.begins is not None and offer.begins > self.record.recorder.clock():
            raise Invalid(
                f"The work of this use starts at {offer.begins:%d.%m.%Y %H:%M} (UTC).",
                remedy="Wait for it, or declare one that starts now.",
                field="use",
            )
        if wish.scene is not None:
            await self._require_scene(board, offer, wish.scene, like)
        asking.require_able(offer, wish, given)
        await self._require_names(board, [wish.prompt], "The prompt names", field="prompt")
        async with self.boards.database.reading() as connection:
            room = MOST_WAITING - await repository.waiting(connection, board.id)
        if wish.pictures > room:
            raise Conflict(
                f"At most {MOST_WAITING} pictures of a board wait at once.",
                remedy="Wait for some, or stop some.",
            )
        made = [
            await self._permitted(board, offer, wish, given, seed, by=by, like=like)
            for seed in asking.seeds(offer, wish)
        ]
        for content in () if given is None else given.contents:
            await self.boards.blobs.put(given_key(board.id, input_hash(content)), content)
        async with self.boards.database.transaction() as connection:
            await repository.add(connection, made)
            for one in made:
                await self.jobs.enqueue(connection, COMMISSION, {"commission": str(one.id)})
        return made

    async def listed(self, board: ConceptBoard) -> list[Commission]:
        """What a board asked for, the newest first."""
        async with self.boards.database.reading() as connection:
            return await repository.of_board(connection, board.id, most=MOST_LISTED)

    async def before(self, commissions: Sequence[Commission]) -> dict[UUID, int]:
        """How many of all boards come before each of those that wait."""
        waiting = [one for one in commissions if one.state is WorkState.WAITING]
        async with self.boards.database.reading() as connection:
            return {one.id: await repository.before(connection, one) for one in waiting}

    async def commission(self, board: ConceptBoard, identifier: UUID) -> Commission:
        """One of a board, or NotFound."""
        async with self.boards.database.reading() as connection:
            found = await repository.one(connection, board.id, identifier)
        if found is None:
            raise NotFound("This board asked for no such picture.")
        return found

    async def stop(self, commission: Commission) -> None:
        """Take one out of the queue, or stop it within a second or two where it runs.

        One that should have ended long ago is run by nobody any more, and ends here.
        """
        now = self.record.recorder.clock()
        longest = self.generation.estimate(commission.tool, typical=None).most_seconds
        async with self.boards.database.transaction() as connection:
            stopped = await repository.ask_to_stop(connection, commission.id, now)
            begun = commission.begun_at
            if begun is not None and now - begun > 2 * timedelta(seconds=longest) + _GRACE:
                await repository.end(connection, commission.id, WorkState.STOPPED, at=now)
        if not stopped:
            raise Conflict("This picture has ended.", remedy="Look at what became of it.")

    async def _offer(self, board: ConceptBoard, use: UUID) -> Offer:
        for each in await self.offers(board):
            if each.use.key == str(use):
                return each
        raise Invalid(
            "This production has no such use of a model that makes pictures.",
            remedy="Choose one of those that are offered, or declare one.",
            field="use",
        )

    async def _require_scene(
        self, board: ConceptBoard, offer: Offer, scene: str, like: Commission | None
    ) -> None:
        if like is None:
            await self.words_of(board, scene)
        if not offer.takes_unreleased:
            raise Invalid(
                "The words of a scene are unreleased material, and this use says that none goes "
                "in (rule R4).",
                remedy="Choose a use that says so, or write a prompt of your own.",
                field="use",
            )

    async def _pixels(self, board: ConceptBoard, picture: UUID) -> tuple[Bytes, str]:
        """A picture that hangs, and the hash of its file; of what a model made without the mark."""
        made, file = await self._require_fit(board, picture)
        if made is not None and made.output is not None:
            _, content = await self.record.outputs.content(made.output)
            return (await asyncio.to_thread(read_picture, content)).pixels, file
        return await self.boards.pixels(board, picture), file

    async def _require_fit(
        self, board: ConceptBoard, picture: UUID
    ) -> tuple[Commission | None, str]:
        """By what a picture came, if a model made it, and its file's hash.

        NotFound where it does not hang; Denied where it, or anything that it was made of, is closed
        away or shows a performer (that is no matter of ideas), or where its words name what is not
        cleared. For the words of the house on what a model made, its prompt is asked.
        """
        shown = (await self.versions.hanging(board)).get(picture)
        if shown is None:
            raise NotFound("This picture does not hang on this board.")
        require_idea((await self.boards.lines(board, [picture]))[picture])
        async with self.boards.database.reading() as connection:
            made = await repository.of_reference(connection, board.id, picture)
            file = await repository.file_of(connection, picture)
        told = shown.reference
        said = (told["source"], told["licence"]) if made is None else (made.prompt,)
        await self._require_names(board, [*said, shown.note], "What is said of the picture names")
        return made, file

    async def _require_names(
        self, board: ConceptBoard, texts: Sequence[str], who: str, *, field: str | None = None
    ) -> None:
        found = [name for text in texts for name in await self.uncleared(board, text)]
        if found:
            raise Denied(
                f"{who} what is not cleared: {', '.join(dict.fromkeys(found))}.",
                remedy="Take the names out, or bring the permission for each (rule R7).",
                code="uncleared_names",
                field=field,
            )

    async def _permitted(
        self,
        board: ConceptBoard,
        offer: Offer,
        wish: Wish,
        given: asking.Material | None,
        seed: int | None,
        *,
        by: str,
        like: Commission | None,
    ) -> Commission:
        request = asking.request(wish, given, seed, like)
        use = UUID(offer.use.key)
        permit = await self.record.permits.mint(
            use, by=by, lasts=LASTS, uses=1, inputs=inputs_of(request)
        )
        now = self.record.recorder.clock()
        return asking.commission(
            request,
            offer,
            wish,
            given,
            permit.id,
            board=board.id,
            like=None if like is None else like.id,
            at=now,
            by=by,
        )
