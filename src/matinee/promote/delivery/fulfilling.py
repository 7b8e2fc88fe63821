"""Which of a title's pictures may go to a partner, and which of those fulfils which line."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from matinee.catalogue.model import Title
from matinee.clearance.provenance.model import Making, MediaType, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid
from matinee.foundation.blobs import Blobs
from matinee.media.service import MediaService
from matinee.promote.delivery.model import Delivery, Entry, Line, Reason, Rendition, Shortfall
from matinee.promote.delivery.rendering import Letters, Print, Rendered, render, shapes_for
from matinee.promote.gallery.model import Picture, PictureId, PictureState
from matinee.promote.gallery.prints import key_of
from matinee.promote.titling.billing import block_or_why
from matinee.promote.titling.model import Wish
from matinee.promote.titling.owing import Owed
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
    closed: Collection[UUID] = (),
) -> Offer:
    """By the rules that members' pictures obey; ``approved`` are in the order of approval.

    ``closed`` are those that a performer has to approve and has not.
    """
    allowed = [
        each for each in approved if each.may_be_shown(at, territory) and each.id not in closed
    ]
    offered = [each for each in allowed if each.terms.locked] or allowed
    sent = {each.id for each in offered}
    withheld = [
        Shortfall(
            Reason.LIKENESS if each.id in closed else _why(each, at, territory), place=each.place
        )
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
    owed: Owed
    wishes: Mapping[PictureId, Mapping[tuple[Language, str], Wish]]
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
        block, lacks = block_or_why(
            self.owed.billing.owed(titled=setter is not None), language or "en", self.typefaces
        )
        short = [Shortfall(Reason.BILLING, lacks)] if lacks else []
        files: list[tuple[str, bytes]] = []
        for picture in self.offer.offered:
            if len(renditions) == line.pictures:
                break
            absent = self.owed.not_shown_in(picture.id)
            if absent:
                short.append(Shortfall(Reason.NOT_IN_IT, ", ".join(absent), picture.place))
                continue
            if lacks:
                break
            done = await self._best(
                picture.id, line, Letters(setter, block, self._wishes(picture.id, language))
            )
            if done.shortfalls:
                short += [
                    Shortfall(each.reason, each.detail, picture.place) for each in done.shortfalls
                ]
                continue
            file = _file(line, language, len(renditions) + 1)
            files.append((file, done.content))
            names = self.owed.billing.owed(titled=setter is not None)
            renditions.append(_rendition(file, picture, done, [each.name for each in names]))
        if len(renditions) < line.pictures:
            short += self.offer.withheld
        entry = Entry(line.name, language, line.pictures, tuple(renditions), tuple(short))
        return entry, files

    def _wishes(self, picture: PictureId, language: str) -> Mapping[str, Wish]:
        """How somebody wants the title set in this language, by shape."""
        wished = self.wishes.get(picture, {})
        return {shape: wish for (tag, shape), wish in wished.items() if str(tag) == language}

    async def _best(self, picture: PictureId, line: Line, letters: Letters) -> Rendered:
        """From the nearest shape, or from the next that is large enough and cuts nobody."""
        first: Rendered | None = None
        for shape in shapes_for(line.ratio):
            held = await self._print(picture, shape)
            done = await asyncio.to_thread(self._rendered, held, line, letters)
            if not done.shortfalls:
                return done
            first = first or done
            if not {each.reason for each in done.shortfalls} & {Reason.SIZE, Reason.CROP}:
                break
        if first is None:
            raise AssertionError("every line has a shape that is nearest")
        return first

    async def _print(self, picture: PictureId, shape: str) -> Print:
        held = self._prints.get((picture, shape))
        if held is None:
            content = await self.blobs.get(key_of(picture, shape))
            held = Print(shape, content, await self.media.regard(content))
            self._prints[picture, shape] = held
        return held

    def _rendered(self, held: Print, line: Line, letters: Letters) -> Rendered:
        def sign(content: bytes, by_hand: bool) -> bytes:
            kind = SourceType.HUMAN_EDITS if by_hand else SourceType.ENHANCED
            return self._signed(content, held, line, kind)

        return render(held, line, sign, letters)

    def _signed(self, content: bytes, held: Print, line: Line, kind: SourceType) -> bytes:
        """With credentials that name the approved picture as the parent, and keep its own."""
        digest = hashlib.sha256(held.content).hexdigest()
        parent = Parent(f"{held.shape}, as approved", digest, held.content, MediaType.JPEG)
        about = f"{line.name} of {self.title.name} for {self.order.specification.partner}"
        making = Making(about, kind, self.at, parent=parent)
        return self.provenance.sign(content, making)


def _missing(line: Line, language: Language, why: Shortfall) -> Made:
    return Entry(line.name, str(language), line.pictures, (), (why,)), []


def _file(line: Line, language: str, number: int) -> str:
    parts = [line.name, f"{line.width}x{line.height}", language.lower(), str(number)]
    return f"pictures/{'_'.join(filter(None, parts))}.{line.format.ending}"


def _rendition(file: str, picture: Picture, done: Rendered, billed: Sequence[str]) -> Rendition:
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
        billed=tuple(billed),
        by_hand=done.by_hand,
    )


def no_longer(
    delivery: Delivery, pictures: Iterable[Picture], at: datetime, closed: Collection[UUID]
) -> tuple[Rendition, ...]:
    """What is in a delivery and may not be sent any more."""
    may = {each.id for each in pictures if each.may_be_shown(at, delivery.territory)} - set(closed)
    return tuple(each for each in delivery.renditions if each.picture_id not in may)
