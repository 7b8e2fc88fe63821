"""The use cases of deliveries: specifications, orders, what fulfils them, and the archive."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from matinee.catalogue.service import CatalogueService
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, MatineeError, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs import Jobs
from matinee.media.service import MediaService
from matinee.operation.audit.service import AuditService
from matinee.promote.delivery import repository as kept
from matinee.promote.delivery.fulfilling import Fulfilment, no_longer, offer
from matinee.promote.delivery.model import (
    Delivery,
    DeliveryId,
    DeliverySettings,
    DeliveryState,
    Entry,
    SheetForm,
)
from matinee.promote.delivery.packing import zipped
from matinee.promote.delivery.sheet import told
from matinee.promote.delivery.specifications import SpecificationShelf
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.model import Picture
from matinee.promote.likeness.service import Candidate, LikenessGate
from matinee.promote.titling import repository as titled
from matinee.promote.titling.owing import Owed
from matinee.promote.titling.typefaces import Typefaces
from matinee.vocabulary.ids import TitleId, uuid7
from matinee.vocabulary.places import Territory

MAKE = "artwork.deliver"
_MOST_ORDERED = 20
"""Deliveries of one title that may wait to be made."""


def _now() -> datetime:
    return datetime.now(UTC)


class DeliveryService:
    """A title's approved artwork as a partner asks for it, and why what is missing is."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        jobs: Jobs,
        media: MediaService,
        catalogue: CatalogueService,
        provenance: Provenance,
        audit: AuditService,
        gate: LikenessGate,
        settings: DeliverySettings | None = None,
        *,
        typefaces: Typefaces | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or DeliverySettings()
        self.specifications = SpecificationShelf(database, audit, clock)
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._catalogue = catalogue
        self._audit, self._gate = audit, gate
        self._media, self._provenance = media, provenance
        self._typefaces = typefaces or Typefaces()
        self._clock = clock

    async def order(
        self,
        title: TitleId,
        specification: str,
        *,
        territory: Territory | None,
        by: str,
        by_job: bool = True,
    ) -> Delivery:
        """Order a title's artwork by a specification as it is now; a worker makes it.

        Raises:
            Conflict: so many wait already.
            NotFound: there is no such title, or no such specification.
        """
        await self._catalogue.title(title)
        wanted = (await self.specifications.one(specification)).wanted
        now = self._clock()
        delivery = Delivery(
            id=DeliveryId(uuid7(now)),
            title_id=title,
            name=wanted.name,
            specification=wanted,
            territory=territory,
            state=DeliveryState.ORDERED,
            by=by,
            at=now,
        )
        async with self._database.transaction() as connection:
            present = await kept.of_title(connection, title)
            waiting = [each for each in present if each.state is DeliveryState.ORDERED]
            if len(waiting) >= _MOST_ORDERED:
                raise Conflict(
                    f"{_MOST_ORDERED} deliveries of this title wait already.",
                    remedy="Wait until a worker has made them.",
                )
            await kept.order(connection, delivery)
            if by_job:
                await self._jobs.enqueue(connection, MAKE, {"delivery": str(delivery.id)})
        return delivery

    async def make(self, delivery: DeliveryId) -> Delivery:
        """Render what fulfils each line and say what is missing; what it replaces goes.

        A failure that is known stands on the delivery; nothing happens to one that is made.
        """
        ordered = await self.delivery(delivery)
        if ordered.state is not DeliveryState.ORDERED:
            return ordered
        try:
            entries = await self._fulfilled(ordered)
        except MatineeError as failure:
            await self._drop_files(ordered)
            async with self._database.transaction() as connection:
                await kept.finish(
                    connection,
                    delivery,
                    DeliveryState.FAILED,
                    at=self._clock(),
                    failure=str(failure),
                )
            return await self.delivery(delivery)
        async with self._database.transaction() as connection:
            await kept.finish(
                connection, delivery, DeliveryState.READY, at=self._clock(), entries=entries
            )
            present = await kept.of_title(connection, ordered.title_id)
            replaced = [each for each in present if _replaces(ordered, each)]
            await kept.forget(connection, [each.id for each in replaced])
        for each in replaced:
            await self._drop_files(each)
        return await self.delivery(delivery)

    async def _fulfilled(self, ordered: Delivery) -> Sequence[Entry]:
        deadline = time.monotonic() + self.settings.longest_seconds
        title, now = await self._catalogue.title(ordered.title_id), self._clock()
        async with self._database.reading() as connection:
            pictures = await gallery.of_title(connection, ordered.title_id)
            approved = await gallery.approved(connection, at=now, title=ordered.title_id)
        closed = await self._closed(ordered.title_id, pictures)
        first = approved.get(ordered.title_id, ())
        may_go = offer(pictures, first, now, ordered.territory, closed)
        sent = [each.id for each in may_go.offered]
        owed = await Owed.of(self._gate.clearance, {ordered.title_id: sent})
        async with self._database.reading() as connection:
            wishes = await titled.wishes(connection, sent)
        work = Fulfilment(
            self._blobs,
            self._media,
            self._provenance,
            self._typefaces,
            ordered,
            title,
            may_go,
            owed[ordered.title_id],
            wishes,
            now,
        )
        entries: list[Entry] = []
        files, weight = 0, 0
        async for entry, made in work.entries():
            files, weight = files + len(made), weight + sum(len(each) for _, each in made)
            self._require_bounds(files, weight, time.monotonic() > deadline)
            for name, content in made:
                await self._blobs.put(_key(ordered.id, name), content)
            entries.append(entry)
        return entries

    def _require_bounds(self, files: int, weight: int, is_late: bool) -> None:
        limits = self.settings
        beyond = (
            "it took too long"
            if is_late
            else "it has too many pictures"
            if files > limits.most_files
            else "it weighs too much"
            if weight > limits.most_megabytes * 1_000_000
            else ""
        )
        if beyond:
            raise Conflict(
                f"The delivery was given up: {beyond}.",
                remedy="Ask for fewer lines or languages, or have MATINEE_DELIVERY__* raised.",
                code="delivery_too_large",
            )

    async def _closed(self, title: TitleId, pictures: Sequence[Picture]) -> frozenset[UUID]:
        seen = [Candidate(each.id, each.faces) for each in pictures]
        return frozenset(await self._gate.closed({title: seen}))

    async def delivery(self, delivery: DeliveryId) -> Delivery:
        """One delivery as it stands; NotFound where there is none, or another has replaced it."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, delivery)
        if found is None:
            raise _no_delivery()
        return found

    async def of_title(self, title: TitleId) -> tuple[Delivery, ...]:
        """A title's deliveries, the newest first."""
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)

    async def file(self, delivery: DeliveryId, name: str) -> bytes:
        """One picture of a delivery, for whoever looks at it before it goes out."""
        found = await self.delivery(delivery)
        if name not in {each.file for each in found.renditions}:
            raise _no_delivery()
        async with self._database.reading() as connection:
            pictures = await gallery.of_title(connection, found.title_id)
        closed = await self._closed(found.title_id, pictures)
        if any(each.file == name and each.picture_id in closed for each in found.renditions):
            raise _no_delivery()
        return await self._blobs.get(_key(delivery, name))

    async def sheet(self, delivery: DeliveryId, form: SheetForm) -> str:
        """The sheet alone: what fulfils each line, what is missing and why."""
        found = await self.delivery(delivery)
        return told(form, found, (await self._catalogue.title(found.title_id)).name)

    async def archive(self, delivery: DeliveryId) -> AsyncGenerator[bytes]:
        """The pictures and the sheet as a ZIP, piece by piece; the audit names what went out.

        Every picture is asked anew whether it may go; what it was made from may have lost its
        approval since, or have come to its end.

        Raises:
            Conflict: it is not made, or a picture of it may not be sent any more.
            NotFound: there is no such delivery.
        """
        found = await self.delivery(delivery)
        async with self._database.reading() as connection:
            pictures = await gallery.of_title(connection, found.title_id)
        closed = await self._closed(found.title_id, pictures)
        async with self._database.transaction() as connection:
            found = await kept.one(connection, delivery, hold=True)
            if found is None:
                raise _no_delivery()
            if found.state is not DeliveryState.READY:
                raise Conflict("This delivery is not made.", remedy="Wait, or order it again.")
            pictures = await gallery.of_title(connection, found.title_id)
            withdrawn = no_longer(found, pictures, self._clock(), closed)
            if withdrawn:
                raise Conflict(
                    f"{len(withdrawn)} of its pictures may not be sent any more: "
                    f"{', '.join(each.file for each in withdrawn[:3])}.",
                    remedy="Order the delivery again; what is approved today takes their place.",
                    code="withdrawn",
                )
            await self._enter(connection, found)
        return zipped(self._files(found))

    async def _enter(self, connection: Connection, sent: Delivery) -> None:
        detail = {
            "title": str(sent.title_id),
            "partner": sent.specification.partner,
            "specification": sent.name,
            "territory": sent.where,
            "pictures": [
                {"file": each.file, "picture": str(each.picture_id), "sha256": each.sha256}
                for each in sent.renditions
            ],
            "missing": [f"{each.line} {each.language}".strip() for each in sent.missing],
        }
        about = f"delivery {sent.id}"
        await self._audit.enter(connection, "artwork.deliver", about, detail=detail)

    async def _files(self, sent: Delivery) -> AsyncGenerator[tuple[str, bytes]]:
        name = (await self._catalogue.title(sent.title_id)).name
        for form in SheetForm:
            yield f"sheet.{form}", told(form, sent, name).encode()
        for each in sent.renditions:
            yield each.file, await self._blobs.get(_key(sent.id, each.file))

    async def _drop_files(self, gone: Delivery) -> None:
        for blob in await self._blobs.list(f"deliveries/{gone.id}"):
            await self._blobs.delete(blob.key)


def _replaces(made: Delivery, other: Delivery) -> bool:
    """Whether one that is made takes the place of another, which was ordered before it."""
    same = (made.name, made.territory) == (other.name, other.territory)
    return same and other.id != made.id and other.at <= made.at


def _key(delivery: DeliveryId, file: str) -> str:
    return f"deliveries/{delivery}/{file}"


def _no_delivery() -> NotFound:
    return NotFound("There is no such delivery.", remedy="Ask for the title's deliveries again.")
