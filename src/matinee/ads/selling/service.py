"""Who may sell the house's breaks: kept, published, and checked against what others say."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matinee.ads.delivery.outside import Bounds, OpenNetwork, Outside
from matinee.ads.model import AdSettings
from matinee.ads.selling import repository, sellers_json
from matinee.ads.selling.ads_txt import Record, Relationship, read, write
from matinee.ads.selling.sellers_json import SellerType
from matinee.errors import Invalid, NotFound
from matinee.foundation.database import Database

_LARGEST = 64_000_000
"""The sellers.json of a large exchange has tens of megabytes."""
_SECONDS = 20.0
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """A record, and what the ad system's own sellers.json says against it; nothing if empty."""

    record: Record
    fault: str


class SellingService:
    """See the module."""

    def __init__(
        self, database: Database, settings: AdSettings, outside: Outside | None = None
    ) -> None:
        self._database, self._settings = database, settings
        self._outside = outside or OpenNetwork(Bounds(_SECONDS, _LARGEST))

    async def set_records(self, text: str) -> list[Record]:
        """Keep the records of a text in the form of ads.txt; Invalid with every line at fault.

        The service's own record is not among them: it follows from the settings.
        """
        found = read(text)
        wrong = [f"Line {each.line}: {each.sentence}" for each in found.faults]
        wrong += [f"{name} follows from the settings." for name, _ in found.variables]
        if wrong:
            raise Invalid(
                "These lines are not as ads.txt has them.",
                remedy=" ".join(wrong[:20]),
                code="ads_txt",
                field="text",
            )
        own = self._own()
        kept = [each for each in found.records if each != own]
        async with self._database.transaction() as connection:
            await repository.replace_records(connection, kept)
        return await self.records()

    async def records(self) -> list[Record]:
        """Those that are published, the service's own first, where it sells."""
        async with self._database.reading() as connection:
            kept = await repository.records(connection)
        own = self._own()
        return kept if own is None else [own, *(each for each in kept if each != own)]

    async def ads_txt(self) -> str:
        """The file for the web and for apps; NotFound where the service does not sell."""
        self._selling()
        settings = self._settings
        variables = [("OWNERDOMAIN", settings.seller_domain)]
        if settings.seller_contact:
            variables.append(("CONTACT", settings.seller_contact))
        return write(await self.records(), variables)

    def sellers_json(self) -> dict[str, Any]:
        """The file of our sellers: the service alone; NotFound where it does not sell."""
        self._selling()
        settings = self._settings
        return sellers_json.write(
            domain=settings.seller_domain,
            name=settings.seller_name or settings.seller_domain,
            seller_id=settings.seller_id,
            contact=settings.seller_contact,
        )

    async def check(self) -> list[Checked]:
        """Each record but the own one against the sellers.json of its ad system."""
        own = self._own()
        wanted = [each for each in await self.records() if each != own]
        return await self._checked(wanted)

    async def close(self) -> None:
        """Let go of connections."""
        await self._outside.close()

    async def _checked(self, records: Sequence[Record]) -> list[Checked]:
        by_domain = dict[str, list[Record]]()
        for each in records:
            by_domain.setdefault(each.domain, []).append(each)
        few = asyncio.Semaphore(_AT_ONCE)

        async def one(domain: str) -> dict[Record, str]:
            async with few:
                try:
                    data = await self._outside.fetch(f"https://{domain}/sellers.json")
                except Invalid as error:
                    return dict.fromkeys(by_domain[domain], error.sentence)
            return {each: _against(data, each) for each in by_domain[domain]}

        found = dict[Record, str]()
        for part in await asyncio.gather(*map(one, by_domain)):
            found |= part
        return [Checked(each, found[each]) for each in records]

    def _own(self) -> Record | None:
        domain = self._settings.seller_domain
        return Record(domain, self._settings.seller_id, Relationship.DIRECT) if domain else None

    def _selling(self) -> None:
        if not self._settings.seller_domain:
            raise NotFound(
                "This service sells to nobody outside.",
                remedy="Set MATINEE_ADS__SELLER_DOMAIN.",
                code="not_selling",
            )


def _against(data: bytes, record: Record) -> str:
    """What a file says against a record: a direct account is a publisher's, as others are not."""
    try:
        found = sellers_json.type_of(data, record.account)
    except ValueError as error:
        return str(error)
    if found is None:
        return f"Account {record.account} is not in it."
    other = (
        SellerType.INTERMEDIARY
        if record.relationship is Relationship.DIRECT
        else SellerType.PUBLISHER
    )
    return f"Account {record.account} is of type {found}." if found is other else ""
