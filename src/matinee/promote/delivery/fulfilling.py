"""Which of a title's pictures may go to a partner, and which of those fulfils which line."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matinee.catalogue.model import Title
from matinee.clearance.provenance.model import Making, MediaType, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid
from matinee.foundation.blobs import Blobs
from matinee.media.service import MediaService
from matinee.promote.delivery.model import Delivery, Entry, Line, Reason, Rendition, Shortfall
from matinee.promote.delivery.rendering import Print, Rendered, render, shape_for
from matinee.promote.gallery.model import Picture, PictureId, PictureState
from matinee.promote.gallery.prints import key_of
from matinee.promote.titling.service import names_of
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces
from matinee.vocabulary.places import Language, Territory

Made = tuple[Entry, list[tuple[str, bytes]]]
"""What was found of a line, and the files that it brought."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be sent, the first to be approved first, and why each other picture may not."""

    offered: tuple[Picture, ...]
    withheld: tuple[Shortfall, ...]


def offer(
    pictures: Sequence[Picture],
    approved: Sequence[Picture],
    at: datetime,
    territory: Territory | None,
) -> Offer:
    """By the rules that members' pictures obey; ``approved`` are in the order of approval."""
    allowed = [each for each in approved if each.may_be_shown(at, territory)]
    offered = [each for each in allowed if each.terms.locked] or allowed
    sent = {each.id for each in offered}
    withheld = [
        Shortfall(_why(each, at, territory), place=each.place)
        for each in pictures
        if each.id not in sent
    ]
    if not pictures:
        withheld.append(Shortfall(Reason.NO_PICTURE))
    return Offer(tuple(offered), tuple(withheld))


def _why(picture: Picture, at: datetime, territory: Territory | None) -> Reason:
    if picture.state is not PictureState.APPROVED:
        return Reason.NOT_APPROVED
    if picture.terms.have_ended(at):
        return Reason.ENDED
    return Reason.NOT_THE_LOCKED if picture.terms.allow(at, territory) else Reason.TERRITORY


@dataclass(slots=True)
class Fulfilment:
    """Renders one delivery, line by line; each print is read and looked at once."""

    blobs: Blobs
    media: MediaService
    provenance: Provenance
    typefaces: Typefaces
    order: Delivery
    title: Title
    offer: Offer
    at: datetime
    _prints: dict[tuple[PictureId, str], Print] = field(
        default_factory=dict[tuple[PictureId, str], Print]
    )

    async def entries(self) -> AsyncGenerator[Made]:
        """Every line in each of its languages, in the order of the specification."""
        names = names_of(self.title)
        own = self.title.original_language or next(iter(names))
        for line in self.order.specification.lines:
            if not line.titled:
                yield await self._entry(line, "", None)
            for tag in (line.languages or (str(own),)) if line.titled else ():
                yield await self._titled(line, Language(tag), names)

    async def _titled(self, line: Line, language: Language, names: Mapping[Language, str]) -> Made:
        name = names.get(language)
        if name is None:
            return _missing(line, language, Shortfall(Reason.NO_NAME))
        try:
            setter = await asyncio.to_thread(Setter, name, language, self.typefaces)
        except Invalid as why:
            return _missing(line, language, Shortfall(Reason.UNSETTABLE, why.sentence))
        return await self._entry(line, str(language), setter)

    async def _entry(self, line: Line, language: str, setter: Setter | None) -> Made:
        renditions: list[Rendition] = []
        short: list[Shortfall] = []
        files: list[tuple[str, bytes]] = []
        for picture in self.offer.offered:
            if len(renditions) == line.pictures:
                break
            held = await self._print(picture.id, shape_for(line.ratio))
            done = await asyncio.to_thread(self._rendered, held, line, setter)
            if done.shortfalls:
                short += [
                    Shortfall(each.reason, each.detail, picture.place) for each in done.shortfalls
                ]
                continue
            file = _file(line, language, len(renditions) + 1)
            files.append((file, done.content))
            renditions.append(_rendition(file, picture, done))
        if len(renditions) < line.pictures:
            short += self.offer.withheld
        entry = Entry(line.name, language, line.pictures, tuple(renditions), tuple(short))
        return entry, files

    async def _print(self, picture: PictureId, shape: str) -> Print:
        held = self._prints.get((picture, shape))
        if held is None:
            content = await self.blobs.get(key_of(picture, shape))
            held = Print(shape, content, await self.media.regard(content))
            self._prints[picture, shape] = held
        return held

    def _rendered(self, held: Print, line: Line, setter: Setter | None) -> Rendered:
        return render(held, line, lambda content: self._signed(content, held, line), setter)

    def _signed(self, content: bytes, held: Print, line: Line) -> bytes:
        """With credentials that name the approved picture as the parent, and keep its own."""
        digest = hashlib.sha256(held.content).hexdigest()
        parent = Parent(f"{held.shape}, as approved", digest, held.content, MediaType.JPEG)
        about = f"{line.name} of {self.title.name} for {self.order.specification.partner}"
        making = Making(about, SourceType.ENHANCED, self.at, parent=parent)
        return self.provenance.sign(content, making)


def _missing(line: Line, language: Language, why: Shortfall) -> Made:
    return Entry(line.name, str(language), line.pictures, (), (why,)), []


def _file(line: Line, language: str, number: int) -> str:
    parts = [line.name, f"{line.width}x{line.height}", language.lower(), str(number)]
    return f"pictures/{'_'.join(filter(None, parts))}.{line.format.ending}"


def _rendition(file: str, picture: Picture, done: Rendered) -> Rendition:
    return Rendition(
        file=file,
        picture_id=picture.id,
        place=picture.place,
        size=len(done.content),
        sha256=hashlib.sha256(done.content).hexdigest(),
        quality=done.quality,
        enlarged=done.enlarged,
        cut=done.cut,
        contrast=done.contrast,
    )


def no_longer(
    delivery: Delivery, pictures: Iterable[Picture], at: datetime
) -> tuple[Rendition, ...]:
    """What is in a delivery and may not be sent any more."""
    may = {each.id for each in pictures if each.may_be_shown(at, delivery.territory)}
    return tuple(each for each in delivery.renditions if each.picture_id not in may)
