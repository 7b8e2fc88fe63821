"""``BoardService``: boards of a production, changed by several people at once, none lost."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from PIL import Image

from matinee.clearance.provenance.model import Standing
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.record.model import Lineage
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.foundation.notices import Notices
from matinee.studio.boards.closing import Register, require_open
from matinee.studio.boards.days import SideBySide, side_by_side
from matinee.studio.boards.fields import checked, is_comment, is_link
from matinee.studio.boards.linking import (
    Linkable,
    boards_among,
    link_of,
    linkable,
    links_of_scene,
)
from matinee.studio.boards.model import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    MOST_AT_ONCE,
    MOST_BOARDS,
    MOST_COMMENTS,
    MOST_PINS,
    REFERENCE,
    SIZES,
    ConceptBoard,
    Happened,
    Link,
    LinkKind,
    Numbered,
    Operation,
    Presence,
    Reference,
    needed,
    reference_value,
)
from matinee.studio.boards.repository import pins as repository
from matinee.studio.boards.repository.files import files_of
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.pictures import Picture, read_picture
from matinee.studio.model import Draft, SceneRow
from matinee.studio.views.service import StudioViews
from matinee.vocabulary.ids import uuid7

CHANNEL = "studio_concept_boards"
_AT_ONCE = 2
_HEARTBEAT_SECONDS = 10
_MOST_TOLD = 500


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class BoardService:
    """Boards, what stands on them, and what changes on them."""

    database: Database
    blobs: Blobs
    notices: Notices
    scripts: StudioViews
    provenance: Provenance
    register: Register
    clock: Callable[[], datetime] = _now
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def boards(self, productions: Collection[UUID]) -> list[ConceptBoard]:
        """Those of some productions, the newest first."""
        async with self.database.reading() as connection:
            return await repository.boards_of(connection, productions)

    async def create(self, production: UUID, name: str, *, by: str) -> ConceptBoard:
        """An empty board; Invalid names ``name``, Conflict where there are too many."""
        called, at = needed(name, field="name", most=LONGEST_NAME), self.clock()
        board = ConceptBoard(uuid7(at), production, called, 0, at, by)
        async with self.database.transaction() as connection:
            if len(await repository.boards_of(connection, [production])) >= MOST_BOARDS:
                raise Conflict(f"A production has at most {MOST_BOARDS} boards.")
            await repository.add_board(connection, board)
        return board

    async def board(self, production: UUID, identifier: UUID) -> ConceptBoard:
        """One board of a production, or NotFound."""
        async with self.database.reading() as connection:
            found = await repository.board(connection, production, identifier)
        if found is None:
            raise NotFound("There is no such board in this production.")
        return found

    async def add_reference(
        self,
        board: ConceptBoard,
        picture: bytes,
        also: Callable[[Connection, Reference], Awaitable[None]] | None = None,
        over: Callable[[Image.Image], Image.Image] | None = None,
        /,
        *,
        source: str,
        licence: str,
        place: Sequence[float],
        by: str,
    ) -> Reference:
        """Pin a still PNG or JPEG; what is kept of it is drawn anew from its pixels alone.

        ``also`` is written in the same transaction; ``over`` draws over all that is kept, and
        leaves the hash that of the given file. Invalid names ``source``, ``licence``,
        ``place`` or ``picture``.
        """
        said = needed(source, field="source", most=LONGEST_SOURCE)
        terms = needed(licence, field="licence", most=LONGEST_SOURCE)
        async with self._places:
            sizes, width, height = await asyncio.to_thread(_sizes_of, picture, over)
            credentials = await asyncio.to_thread(self._credentials_of, picture)
        at = self.clock()
        digest = sha256(picture).hexdigest()
        reference = Reference(uuid7(at), board.id, said, terms, width, height, digest, at, by)
        placing = Operation(uuid4(), reference.id, "place", list(place))
        operations = [
            Operation(uuid4(), reference.id, REFERENCE, reference_value(reference, credentials)),
            checked(placing, by=by),
        ]
        async with self.database.transaction() as connection:
            last = await repository.hold(connection, board.id)
            if len(await repository.known_pins(connection, board.id)) >= MOST_PINS:
                raise Conflict(f"A board has at most {MOST_PINS} pins.")
            await repository.add_reference(connection, reference)
            await self._number(connection, board, operations, last, by=by)
            if also is not None:
                await also(connection, reference)
            # Last, so that nothing is left in the store of what was refused.
            for size, content in sizes.items():
                await self.blobs.put(_key(board.id, reference.id, size), content)
        return reference

    async def change(
        self, board: ConceptBoard, operations: Sequence[Operation], *, by: str
    ) -> list[Numbered]:
        """Take operations in the order given; one that was taken before keeps its number.

        For each field the highest number stands. Invalid names what does not fit, and then none
        is taken.
        """
        if not 0 < len(operations) <= MOST_AT_ONCE:
            raise Invalid(f"Send 1 to {MOST_AT_ONCE} operations.", field="operations")
        fitting = {one.id: checked(one, by=by) for one in operations}
        wanted = [one.field for one in fitting.values() if is_link(one) and one.value]
        if wanted:
            _, there = await self.linkable(board.production)
            if set(wanted) - {each.link.field for each in there}:
                raise Invalid(
                    "The newest draft of the script has no such scene, character, set or day.",
                    remedy="Choose one of its breakdown.",
                    field="link",
                )
        async with self.database.transaction() as connection:
            last = await repository.hold(connection, board.id)
            before = await repository.taken(connection, board.id, fitting.keys())
            new = [one for one in fitting.values() if one.id not in before]
            pins = await repository.known_pins(connection, board.id) if new else set[UUID]()
            if any(one.pin not in pins and not _is_of(board, one) for one in new):
                raise Invalid("There is no such pin on this board.", field="pin")
            await _check_room(connection, board, new)
            numbered = await self._number(connection, board, new, last, by=by) if new else []
        known = before | {one.operation.id: one for one in numbered}
        return [known[identifier] for identifier in fitting]

    async def linkable(self, production: UUID) -> tuple[Draft | None, tuple[Linkable, ...]]:
        """What boards of a production may be linked to, and the draft whose breakdown has it."""
        sheet = await self.scripts.newest(production)
        return (None, ()) if sheet is None else (sheet.draft, linkable(sheet))

    async def side_by_side(
        self, board: ConceptBoard, state: Mapping[UUID, Mapping[str, Any]], pins: Collection[UUID]
    ) -> tuple[Draft | None, SideBySide]:
        """The pictures that hang by character and script day; None where there is no such draft."""
        draft, there = await self.linkable(board.production)
        told = () if draft is None else await self.scripts.continuity(draft)
        return draft, side_by_side(there, state, pins, told)

    async def linked(self, production: UUID) -> dict[Link, list[ConceptBoard]]:
        """For each link that stands on boards of a production, or on their pictures, the boards."""
        async with self.database.reading() as connection:
            boards = await repository.boards_of(connection, [production])
            found = await repository.linked(connection, production)
        at = {(board, link_of(field)) for board, _, field in found}
        links = dict.fromkeys(link for _, link in at if link)
        return {link: [each for each in boards if (each.id, link) in at] for link in links}

    async def standing(self, board: ConceptBoard) -> tuple[int, list[dict[str, Any]]]:
        """The board's last number, and each field that stands with its own."""
        async with self.database.reading() as connection:
            fields = await repository.standing(connection, board.id)
        told = [
            {"pin": str(pin), "field": name, "value": value, "sequence": sequence}
            for pin, name, value, sequence in fields
        ]
        return max((sequence for *_, sequence in fields), default=0), told

    async def follow(self, board: ConceptBoard, after: int) -> AsyncGenerator[Happened]:
        """What happens after a number, as it happens; nothing, when nothing does for long."""
        async with self.notices.heard(str(board.id)) as ear:
            while True:
                rung, words = ear.take()
                present = tuple(json.loads(each) for each in words)
                found: list[Numbered] = []
                if rung:
                    async with self.database.reading() as connection:
                        found = await repository.since(connection, board.id, after, most=_MOST_TOLD)
                if found:
                    after = found[-1].sequence
                    ear.rung = ear.rung or len(found) == _MOST_TOLD
                if found or present:
                    yield Happened(tuple(found), present)
                if ear.rung:
                    continue
                try:
                    await asyncio.wait_for(ear.bell.wait(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    # A notice may be lost though nobody knows of it.
                    ear.rung = True
                    yield Happened()

    async def tell(self, board: ConceptBoard, presence: Presence) -> None:
        """Say to all who have the board open who is here, or has left; nothing of it is kept."""
        words = json.dumps(presence.told(), separators=(",", ":"))
        async with self.database.transaction() as connection:
            await repository.announce(connection, CHANNEL, board.id, words)

    async def picture(self, board: ConceptBoard, reference: UUID, size: int) -> bytes:
        """A picture as WebP, its longest side at most ``size``.

        NotFound where there is none; Denied where it, or what it was made of, is closed away.
        """
        content = await self.kept(board, reference, size)
        # Asked once the bytes are there: what is closed while they are fetched is not given.
        require_open((await self.lines(board, [reference]))[reference])
        return content

    async def lines(self, board: ConceptBoard, pictures: Collection[UUID]) -> dict[UUID, Lineage]:
        """What clearance knows of pictures of a board and of all that each was made of."""
        async with self.database.reading() as connection:
            files = await files_of(connection, board.id, pictures)
        known = await self.register.lines_of(frozenset[str]().union(*files.values()))
        return {
            each: Lineage.joined(known[one] for one in files.get(each, ()) if one in known)
            for each in pictures
        }

    async def kept(self, board: ConceptBoard, reference: UUID, size: int) -> bytes:
        """As :meth:`picture`, for what asks :meth:`lines` itself, or shows it to nobody."""
        if size not in SIZES:
            raise NotFound(f"Pictures come in {', '.join(map(str, SIZES))} pixels.")
        try:
            return await self.blobs.get(_key(board.id, reference, size))
        except NotFound as missing:
            raise NotFound("There is no such picture on this board.") from missing

    async def redraw(
        self, board: ConceptBoard, reference: UUID, over: Callable[[Image.Image], Image.Image]
    ) -> None:
        """Draw over all that is kept of a picture, also of one that is closed away."""
        drawn = await asyncio.to_thread(_drawn, await self.kept(board, reference, SIZES[-1]))
        sizes = await asyncio.to_thread(lambda: _sized(over(Image.fromarray(drawn))))
        for size, content in sizes.items():
            await self.blobs.put(_key(board.id, reference, size), content)

    async def pixels(self, board: ConceptBoard, reference: UUID) -> Bytes:
        """A picture (h, w, 3; sRGB) as it is kept, at most 2048 a side; raises as its file does."""
        kept = await self.picture(board, reference, SIZES[-1])
        return await asyncio.to_thread(_drawn, kept)

    async def boards_of_scenes(
        self, production: UUID, rows: Sequence[SceneRow]
    ) -> dict[int, list[ConceptBoard]]:
        """The boards that belong to each scene by its number, its set or its day, by its place."""
        linked = await self.linked(production)
        return {row.place: boards_among(linked, links_of_scene(row)) for row in rows}

    async def boards_of_character(self, production: UUID, name: str) -> list[ConceptBoard]:
        """The boards that belong to somebody of the script."""
        return (await self.linked(production)).get(Link(LinkKind.CHARACTER, name), [])

    def _credentials_of(self, picture: bytes) -> dict[str, str]:
        """What a given file's credentials come to, kept since what hangs is drawn anew."""
        story = self.provenance.read(picture, "")
        if story.standing is Standing.NONE:
            return {}
        told = {
            "standing": story.standing.value,
            "signer": story.signer,
            "source_type": story.source_type,
        }
        return {key: value for key, value in told.items() if value}

    async def _number(
        self,
        connection: Connection,
        board: ConceptBoard,
        operations: Sequence[Operation],
        last: int,
        *,
        by: str,
    ) -> list[Numbered]:
        numbered = [Numbered(last + at, one) for at, one in enumerate(operations, start=1)]
        await repository.add_operations(connection, board.id, numbered, at=self.clock(), by=by)
        hushed = [one for one in operations if is_comment(one) and one.value is None]
        await repository.empty_comments(connection, board.id, [one.field for one in hushed])
        await repository.announce(connection, CHANNEL, board.id)
        return numbered


async def _check_room(
    connection: Connection, board: ConceptBoard, new: Sequence[Operation]
) -> None:
    said = sum(is_comment(one) and one.value is not None for one in new)
    if said and await repository.comments(connection, board.id) + said > MOST_COMMENTS:
        raise Conflict(
            f"A board has at most {MOST_COMMENTS} comments.",
            remedy="Take some away that are settled.",
        )


def _is_of(board: ConceptBoard, operation: Operation) -> bool:
    return operation.pin == board.id and is_link(operation)


def _sizes_of(
    content: bytes, over: Callable[[Image.Image], Image.Image] | None
) -> tuple[dict[int, bytes], int, int]:
    picture: Picture = read_picture(content)
    height, width = picture.pixels.shape[:2]
    drawn = Image.fromarray(picture.pixels)
    if over is not None:
        drawn = over(drawn)
    return _sized(drawn), width, height


def _sized(drawn: Image.Image) -> dict[int, bytes]:
    sizes: dict[int, bytes] = {}
    for size in SIZES:
        small, saved = drawn.copy(), BytesIO()
        small.thumbnail((size, size), Image.Resampling.LANCZOS)
        small.save(saved, "WEBP", quality=88)
        sizes[size] = saved.getvalue()
    return sizes


def _drawn(kept: bytes) -> Bytes:
    """A picture as a board keeps it: drawn by the board itself, so no stranger's file."""
    with Image.open(BytesIO(kept), formats=("WEBP",)) as picture:
        return np.asarray(picture.convert("RGB")).copy()


def _key(board: UUID, reference: UUID, size: int) -> str:
    return f"studio/boards/{board}/{reference}-{size}.webp"
