"""Rule R7 at the door: the catalogue's names and counsel's list, less what is cleared.

It stands in memory, since the door asks without waiting. What was not read yet refuses.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.imitations import imitated
from matinee.clearance.record.model import CataloguedNames
from matinee.clearance.record.name_index import NameIndex, folded_term
from matinee.clearance.record.repository import facts
from matinee.errors import Unavailable
from matinee.foundation.database import Database
from matinee.generation.model import NameMatch


@dataclass(slots=True)
class CounselledNames:
    """The door's ``NameCheck``; ``refresh`` reads what changed."""

    database: Database
    catalogue: CataloguedNames
    _index: NameIndex | None = None
    _version: int | None = None
    _entry: int = -1
    _cleared: dict[str, frozenset[str]] = field(default_factory=dict)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ready(self) -> None:
        """Read the names unless they were read before."""
        if self._index is None:
            await self.refresh()

    async def refresh(self) -> None:
        """Read what the catalogue and counsel changed since."""
        async with self._reading:
            known = await self.catalogue.names(self._version)
            async with self.database.reading() as connection:
                newest = await facts.newest_entry(
                    connection, (FactKind.LISTED_NAME, FactKind.NAME_CLEARANCE)
                )
                if known is None and newest == self._entry:
                    return
                listed = await facts.current(connection, FactKind.LISTED_NAME)
                clearances = await facts.current(connection, FactKind.NAME_CLEARANCE)
            known = known or await self.catalogue.names(None)
            if known is not None:
                self._index = await asyncio.to_thread(_indexed, known.titles, known.people, listed)
                self._version = known.version
            self._cleared = _by_production(clearances)
            self._entry = newest

    def uncleared(self, prompt: str, production: str | None) -> Sequence[NameMatch]:
        """The names in ``prompt`` that nobody cleared for this production, in their order."""
        cleared = frozenset[str]() if production is None else self._cleared.get(production, ())
        return [match for match in self._found(prompt) if folded_term(match.term) not in cleared]

    def matched(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Every name in some texts, each once."""
        found = (match.term for text in texts for match in self._found(text))
        return tuple(dict.fromkeys(found))

    def cleared_among(self, matched: Iterable[str], cleared: Iterable[str]) -> tuple[str, ...]:
        """Those of the names found that a permission speaks of, however it writes them."""
        terms = {folded_term(term) for term in cleared}
        return tuple(name for name in matched if folded_term(name) in terms)

    def _found(self, text: str) -> list[NameMatch]:
        """Listed names, and whoever a text asks to be imitated where that is none of them."""
        listed = list(self._read().found(text))
        asked = (
            each
            for each in imitated(text)
            if all(each.end <= one.start or one.end <= each.start for one in listed)
        )
        return sorted([*listed, *asked], key=lambda match: match.start)

    def _read(self) -> NameIndex:
        if self._index is None:
            raise Unavailable(
                "The names that need a permission are not read yet.",
                remedy="Try again in a moment.",
                code="names_unread",
            )
        return self._index


def _indexed(titles: Sequence[str], people: Sequence[str], listed: Sequence[Fact]) -> NameIndex:
    index = NameIndex()
    for fact in listed:
        if fact.body["listed"]:
            index.add([fact.body["term"]], fact.body["kind"], listed=True)
    index.add(people, "person")
    index.add(titles, "title")
    return index


def _by_production(clearances: Iterable[Fact]) -> dict[str, frozenset[str]]:
    cleared: dict[str, set[str]] = {}
    for fact in clearances:
        if fact.body["cleared"] and fact.production is not None:
            cleared.setdefault(fact.production, set()).add(folded_term(fact.body["term"]))
    return {production: frozenset(terms) for production, terms in cleared.items()}
