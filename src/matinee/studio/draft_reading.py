"""What a draft's file holds: read once where its pages are pictures, else whenever it is asked."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from uuid import UUID

from matinee.errors import Invalid, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.studio.analysis import Analysis, analyse
from matinee.studio.model import Draft, Recognition, StudioSettings
from matinee.studio.screenplay import ocr
from matinee.studio.screenplay.ocr import HeldPictures, PictureReader, UnreadPictures

Progress = Callable[[Recognition], Awaitable[None]]
_AT_ONCE = 4
"""Analyses that are kept in memory for the pages that show them."""
_TOLD_EVERY = 2.0
"""Seconds after which it is told how far a reading is."""


class DraftReader:
    """Files to analyses; what OCR read of one lies beside it in the blobs."""

    def __init__(self, blobs: Blobs, settings: StudioSettings) -> None:
        self._blobs = blobs
        self._settings = settings
        self._analyses: OrderedDict[UUID, Analysis] = OrderedDict()

    async def first_look(
        self, data: bytes, *, name: str, pictures: bool
    ) -> tuple[Analysis | None, Recognition | None]:
        """A new file as far as it is read at once, and the pages that OCR is to read, if any.

        Raises:
            Invalid: it is no screenplay, or has more pictures than are read.
            Unavailable: OCR is not installed.
        """
        unread = UnreadPictures() if pictures else None
        analysis: Analysis | None = None
        try:
            analysis = await asyncio.to_thread(analyse, data, name=name, pictures=unread)
        except Invalid as refused:
            if unread is None or not unread.numbers or refused.code != "pdf_without_text":
                raise
        if unread is None or not unread.numbers:
            return analysis, None
        if not ocr.installed():
            raise Unavailable(
                "The extra 'ocr', which reads pictures, is not installed here.",
                remedy="Ask the operator for it, or give the file that the PDF was made from.",
                code="ocr_not_installed",
            )
        if len(unread.numbers) > self._settings.script_pictures:
            raise Invalid(
                f"{len(unread.numbers)} pages are pictures; "
                f"{self._settings.script_pictures} of one file are read.",
                remedy="Give the screenplay alone, or raise studio.script_pictures.",
                field="file",
                code="too_many_pictures",
            )
        return analysis, Recognition(len(unread.numbers))

    async def recognise(self, draft: Draft, told: Progress) -> None:
        """Read a draft's pictures, and keep what they say; once, though the job may come again."""
        if await self._blobs.exists(_read_of(draft)):
            return
        data = await self._blobs.get(draft.blob)
        pages = draft.recognition.pages if draft.recognition else 0
        reader = PictureReader(pages=min(pages, self._settings.script_pictures))
        work = asyncio.create_task(
            asyncio.to_thread(analyse, data, name=draft.name, pictures=reader)
        )
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_TOLD_EVERY)
                held = list(reader.held.values())
                await told(Recognition(pages, len(held), sum(len(one.doubtful) for one in held)))
        finally:
            reader.stop()
        await work
        await self._blobs.put(_read_of(draft), HeldPictures(reader.held).as_bytes())

    async def analysis(self, draft: Draft) -> Analysis:
        """The script itself, read again; the last few stay in memory."""
        known = self._analyses.get(draft.id)
        if known is None:
            data = await self._blobs.get(draft.blob)
            held = None
            if draft.recognition is not None:
                held = HeldPictures.of(await self._blobs.get(_read_of(draft)))
            known = await asyncio.to_thread(analyse, data, name=draft.name, pictures=held)
            self._analyses[draft.id] = known
            while len(self._analyses) > _AT_ONCE:
                self._analyses.popitem(last=False)
        else:
            self._analyses.move_to_end(draft.id)
        return known


def _read_of(draft: Draft) -> str:
    return f"{draft.blob}.read"
