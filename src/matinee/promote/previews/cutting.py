"""A preview's files, put into the store: the preview and its loop, signed, and its captions."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matinee.clearance.provenance.model import Making, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.foundation.blobs import Blobs
from matinee.media.model import ClipOrder, Film, Stretch, words_of_clip
from matinee.media.service import MediaService
from matinee.promote.previews.choosing import Piece
from matinee.promote.previews.model import LOOP, PREVIEW, Made, Preview, PreviewId, PreviewSettings


@dataclass(frozen=True, slots=True)
class Cutter:
    """Has clips cut and keeps them."""

    _blobs: Blobs
    _media: MediaService
    _provenance: Provenance
    settings: PreviewSettings
    _clock: Callable[[], datetime]

    async def cut(self, preview: Preview, film: Film) -> Made:
        """Put a preview's files into the store; Invalid where the film does not give them."""
        asked = [
            ClipOrder(list(map(_stretch, preview.pieces)), self.settings.width, sound=True),
            ClipOrder([_stretch(preview.loop)], self.settings.loop_width, sound=False),
        ]
        (whole, facts), (loop, _) = await self._media.clips(film.id, asked)
        parent = Parent(film.name, await self._media.digest(film.id))
        for name, content in ((PREVIEW, whole), (LOOP, loop)):
            making = Making(
                f"{name} of {film.name}", SourceType.ENHANCED, self._clock(), parent=parent
            )
            signed = await asyncio.to_thread(self._provenance.sign, content, making)
            await self._blobs.put(key_of(preview.id, name), signed)
        captions: list[str] = []
        parts = [(piece.begins, piece.ends) for piece in preview.pieces]
        for language, text in sorted((await self._media.subtitles(film.id)).items()):
            words = words_of_clip(text, parts)
            if words:
                await self._blobs.put(key_of(preview.id, captions_name(language)), words.encode())
                captions.append(language)
        heard = facts.loudness
        return Made(
            bytes=len(whole),
            loop_bytes=len(loop),
            width=facts.width,
            height=facts.height,
            lufs=heard and round(heard.integrated, 2),
            true_peak=heard and round(heard.true_peak, 2),
            captions=tuple(captions),
            at=self._clock(),
        )

    async def discard(self, preview: PreviewId) -> None:
        """Remove a preview's files from the store."""
        for blob in await self._blobs.list(f"previews/{preview}"):
            await self._blobs.delete(blob.key)


def captions_name(language: str) -> str:
    """The file of a preview's captions in a language."""
    return f"captions-{language}.vtt"


def key_of(preview: PreviewId, name: str) -> str:
    """Where the blob of a preview's file lies."""
    return f"previews/{preview}/{name}"


def _stretch(piece: Piece) -> Stretch:
    return Stretch(piece.begins, piece.ends, piece.fade_in, piece.fade_out)
