"""``ExportService``: a board as PDF, and as a ZIP of signed pictures with where each is from."""

import asyncio
import json
import zipfile
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from matinee.clearance.provenance.model import Making, Parent
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict
from matinee.studio.boards.difference import shown
from matinee.studio.boards.export import (
    ContactSheets,
    Sheet,
    as_csv,
    as_jpeg,
    in_order,
    listed,
    source_type_of,
)
from matinee.studio.boards.model import ConceptBoard
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService

_PIECE = 1 << 20
_SMALL, _LARGE = 512, 2048


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ExportService:
    """Boards as files that outlive the house."""

    boards: BoardService
    versions: VersionService
    provenance: Provenance
    clock: Callable[[], datetime] = _now
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def as_pdf(self, board: ConceptBoard) -> bytes:
        """Contact sheets, section by section, each picture with source and licence."""
        async with self._turn:
            sheets, left_out = await self._sheets(board)
            written = await self._pdf(board, await self._title(board), sheets, left_out)
            await self._require_open(board, sheets)
            return written

    async def as_zip(self, board: ConceptBoard) -> AsyncGenerator[bytes]:
        """Pictures with content credentials, where each is from as CSV and JSON, and the PDF.

        It is all written before this returns, so that what is begun can be finished, and to a file
        without a name, of which nothing is left once it is read or given up. However slowly it is
        read, others may be written meanwhile. What is closed away is left out, and that is said.
        Conflict where nothing hangs on the board that may be seen.
        """
        async with self._turn:
            with ExitStack() as unless_written:
                held = unless_written.enter_context(TemporaryFile())
                await self._write(board, held)
                held.seek(0)
                unless_written.pop_all()
        return _pieces(held)

    async def _write(self, board: ConceptBoard, held: IO[bytes]) -> None:
        title = await self._title(board)
        sheets, left_out = await self._sheets(board)
        with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
            for sheet in sheets:
                kept = await self._picture(board, sheet, _LARGE)
                signed = await asyncio.to_thread(self._signed, kept, sheet)
                await asyncio.to_thread(archive.writestr, sheet.said["file"], signed)
            said = listed(board, title, sheets, left_out)
            told = json.dumps(said, ensure_ascii=False, indent=1)
            archive.writestr("board.json", told)
            archive.writestr("sources.csv", as_csv(sheets))
            archive.writestr("board.pdf", await self._pdf(board, title, sheets, left_out))
        await self._require_open(board, sheets)

    async def _title(self, board: ConceptBoard) -> str:
        return await self.boards.scripts.title(board.production)

    async def _sheets(self, board: ConceptBoard) -> tuple[list[Sheet], list[UUID]]:
        """What hangs and may be seen, and what hangs and is closed away."""
        state = await self.versions.stood(board, None)
        hanging = shown(state)
        closed = await self._closed(board, hanging)
        sheets = in_order((one, state[pin]) for pin, one in hanging.items() if pin not in closed)
        if not hanging:
            raise Conflict("Nothing hangs on this board.", remedy="Pin a reference first.")
        if not sheets:
            raise Conflict("All that hangs on this board is closed away.", remedy="Ask counsel.")
        return sheets, sorted(closed)

    async def _closed(self, board: ConceptBoard, pins: Collection[UUID]) -> set[UUID]:
        lines = await self.boards.lines(board, pins)
        return {pin for pin, line in lines.items() if line.closed is not None}

    async def _require_open(self, board: ConceptBoard, sheets: list[Sheet]) -> None:
        """Asked once all is written: a board may take a minute, and a consent end in it."""
        if await self._closed(board, [sheet.shown.pin for sheet in sheets]):
            raise Conflict(
                "A picture was closed away while the file was written.", remedy="Ask for it again."
            )

    async def _pdf(
        self, board: ConceptBoard, title: str, sheets: list[Sheet], left_out: list[UUID]
    ) -> bytes:
        document = ContactSheets(board, title)
        for sheet in sheets:
            kept = await self._picture(board, sheet, _SMALL)
            await asyncio.to_thread(document.add, sheet, kept)
        return await asyncio.to_thread(document.end, len(left_out))

    async def _picture(self, board: ConceptBoard, sheet: Sheet, size: int) -> bytes:
        return await self.boards.kept(board, sheet.shown.pin, size)

    def _signed(self, kept: bytes, sheet: Sheet) -> bytes:
        """It was drawn anew and made smaller by a procedure; what was given is its parent.

        What an algorithm made is still that, so that its mark is not lost on the way.
        """
        parent = Parent(f"the picture that was given: {sheet.said['source']}", sheet.said["sha256"])
        title = sheet.said["note"] or sheet.said["source"]
        making = Making(title, source_type_of(sheet), self.clock(), parent=parent)
        return self.provenance.sign(as_jpeg(kept), making)


async def _pieces(held: IO[bytes]) -> AsyncGenerator[bytes]:
    with held:
        while piece := await asyncio.to_thread(held.read, _PIECE):
            yield piece
