"""The shelf of partners' specifications: the house's own, and the examples that it comes with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Database
from matinee.operation.audit.service import AuditService
from matinee.promote.delivery import repository as kept
from matinee.promote.delivery.examples import examples
from matinee.promote.delivery.model import KeptSpecification, Specification

_MOST = 200
"""Specifications of the house's own."""


@dataclass(frozen=True, slots=True)
class SpecificationShelf:
    """What partners ask for, by name; whoever changes it stands in the audit."""

    _database: Database
    _audit: AuditService
    _clock: Callable[[], datetime]

    async def all(self) -> tuple[KeptSpecification, ...]:
        """The house's own by name, then the examples."""
        async with self._database.reading() as connection:
            return (*await kept.specifications(connection), *examples())

    async def one(self, name: str) -> KeptSpecification:
        """By its name; NotFound where there is none."""
        found = next((each for each in await self.all() if each.wanted.name == name), None)
        if found is None:
            raise NotFound("There is no such specification.", remedy="Ask for the list of them.")
        return found

    async def put(self, wanted: Specification, *, by: str) -> None:
        """Keep one, in place of what had its name; Conflict for an example's name, or too many."""
        if any(each.wanted.name == wanted.name for each in examples()):
            raise Conflict(
                "The examples stay as they are.", remedy="Give your own another name.", code="kept"
            )
        async with self._database.transaction() as connection:
            present = await kept.specifications(connection)
            before = next((each for each in present if each.wanted.name == wanted.name), None)
            if before is None and len(present) >= _MOST:
                raise Conflict(
                    f"There are {_MOST} specifications already.", remedy="Remove one first."
                )
            await kept.put(connection, wanted, by=by, at=self._clock())
            detail = {
                "before": None if before is None else before.wanted.model_dump(mode="json"),
                "after": wanted.model_dump(mode="json"),
            }
            about = f"specification {wanted.name}"
            await self._audit.enter(connection, "artwork.specification", about, detail=detail)

    async def remove(self, name: str) -> None:
        """Forget one of the house's own; NotFound where there is none."""
        async with self._database.transaction() as connection:
            if not await kept.remove(connection, name):
                raise NotFound(
                    "The house has no such specification of its own.",
                    remedy="Examples cannot be removed.",
                )
            about = f"specification {name}"
            await self._audit.enter(connection, "artwork.specification-removed", about)
