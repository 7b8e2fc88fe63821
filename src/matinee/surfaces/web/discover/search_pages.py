"""Search: what is offered before the first letter, for letters, and for descriptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.model import EventKind, Profile, ViewingEvent
from matinee.discover.model import (
    MOST_FILTERS,
    Beginning,
    Constraints,
    EntryKind,
    FoundEntry,
    FoundTitle,
    Intent,
    Suggestions,
)
from matinee.surfaces.web.discover.understood import understood
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import Card, Shown, Strip, to_picker, viewer, words
from matinee.vocabulary.ids import EventId, PersonId, RecommendationId, uuid7

_TITLES, _OPTIONS, _DESCRIBED = 18, 6, 24
_FEW_TITLES = 6
"""With fewer titles called so, what was typed is taken for a description as well."""
_DESCRIPTION_WORDS = 3
_PARAMETER = {
    EntryKind.PERSON: "person",
    EntryKind.GENRE: "genre",
    EntryKind.MOOD: "mood",
    EntryKind.COLLECTION: "decade",
}
Several = Annotated[list[str], Field(max_length=MOST_FILTERS)]


class Narrowed(BaseModel):
    """What an address asks for."""

    model_config = ConfigDict(extra="ignore")

    q: str = ""
    genre: Several = []
    mood: Several = []
    person: Annotated[list[UUID], Field(max_length=MOST_FILTERS)] = []
    decade: Annotated[list[int], Field(max_length=MOST_FILTERS)] = []
    less: Annotated[Several, Field(description="Parts of a sentence that do not count.")] = []

    def constraints(self) -> Constraints:
        """The filters as the domain says them."""
        return Constraints(
            genres=tuple(self.genre),
            moods=tuple(self.mood),
            people=tuple(map(PersonId, self.person)),
            decades=tuple(self.decade),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as pairs of an address."""
        named = {
            "genre": self.genre,
            "mood": self.mood,
            "person": self.person,
            "decade": self.decade,
        }
        return [(name, str(value)) for name, values in named.items() for value in values]

    def address(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The same words under other filters."""
        asked = [("q", self.q)] if self.q else []
        query = urlencode([*asked, *pairs])
        return f"/search?{query}" if query else "/search"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: where it leads, what it is called, what stands beside it."""

    address: str
    name: str
    note: str = ""
    title: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Searching:
    """One member's search on one page, or while letters are ``typing``."""

    house: House
    profile: Profile
    tongue: Tongue
    asked: Narrowed
    at: datetime
    typing: bool = False

    async def values(self) -> dict[str, Any]:
        """All that the page shows."""
        shown = Shown(await self.house.catalogue.shelf(), self.profile, self.tongue)
        empty: dict[str, Any] = {
            "profile": self.profile,
            "query": self.asked.q,
            "options": (),
            "facets": (),
            "recent": (),
            "filters": await self._filters(),
            "understood": (),
            "notes": (),
            "total": 0,
        }
        if not self.asked.q.strip() and not self.asked.pairs():
            offered = await self.house.discover.beginning(self.profile.id, self.at)
            return empty | self._beginning(offered, shown)
        return empty | await self._answer(shown)

    def _beginning(self, offered: Beginning, shown: Shown) -> dict[str, Any]:
        say = self.tongue.say
        strips = (
            self._strip("search-rising", say("Rising now"), offered.rising, shown),
            self._strip("search-for-you", say("For you"), offered.for_you, shown),
        )
        recent = [Choice(Narrowed(q=query).address(()), query) for query in offered.recent]
        return {"recent": recent, "strips": [strip for strip in strips if strip.cards]}

    async def _answer(self, shown: Shown) -> dict[str, Any]:
        discover, within = self.house.discover, self.asked.constraints()
        found = await discover.typed(
            self.profile.id, self.asked.q, self.at, within=within, limit=_TITLES
        )
        say, strips = self.tongue.say, list[Strip]()
        if found.titles:
            called = self._strip("search-names", say("Called so"), found.titles, shown)
            strips.append(called)
        total, facets = found.total, found.facets
        if self._describes(found) and not self.asked.pairs():
            sentence = await self._sentence(found, strips, shown)
            if sentence is not None:
                return sentence
        if self._describes(found):
            answer = await discover.search(
                self.profile.id, Intent(self.asked.q, within), self.at, limit=_DESCRIBED
            )
            there = {title.id for title in found.titles}
            others = [title for title in answer.titles if title.id not in there]
            heading = say("Described so") if self.asked.q.strip() else say("All of them")
            strips.append(self._strip("search-descriptions", heading, others, shown))
            total, facets = max(total, len(there) + len(others)), answer.facets
        return {
            "strips": [strip for strip in strips if strip.cards],
            "options": self._options(found, strips),
            "facets": self._facets(facets),
            "total": total,
        }

    async def _sentence(
        self, found: Suggestions, called: Sequence[Strip], shown: Shown
    ) -> dict[str, Any] | None:
        """What a sentence leads to, with its parts; None where it is no more than words."""
        asked, say = self.asked, self.tongue.say
        heard = await understood(
            self.house,
            self.profile,
            self.tongue,
            asked.q,
            self.at,
            less=asked.less,
            limit=_DESCRIBED,
            refine=not self.typing,
        )
        if heard is None:
            return None
        reply = heard.reply
        strips = [*called, self._strip("search-sentence", say("What fits"), reply.titles, shown)]
        return {
            "strips": [strip for strip in strips if strip.cards],
            "options": self._options(found, strips),
            "understood": [
                (part, asked.address([("less", key) for key in (*asked.less, part.key)]))
                for part in heard.parts
            ],
            "notes": [words(note, self.tongue) for note in reply.notes],
            "total": reply.total,
        }

    def _describes(self, found: Suggestions) -> bool:
        typed = self.asked.q.split()
        return not typed or (
            found.total < _FEW_TITLES and (len(typed) >= _DESCRIPTION_WORDS or not found.titles)
        )

    def _strip(self, key: str, heading: str, titles: Sequence[FoundTitle], shown: Shown) -> Strip:
        cards = (self._card(shown, title, place) for place, title in enumerate(titles))
        return Strip(
            key=key,
            kind="search",
            heading=heading,
            recommendation_id=RecommendationId(uuid7(self.at)),
            cards=tuple(card for card in cards if card is not None),
        )

    def _card(self, shown: Shown, title: FoundTitle, position: int) -> Card | None:
        if title.id not in shown.shelf.index:
            return None
        reason = words(title.reason, self.tongue)
        return replace(shown.card(title.id), reason=reason, position=position)

    def _options(self, found: Suggestions, strips: Sequence[Strip]) -> list[Choice]:
        if not self.asked.q.strip():
            return []
        called = [strip for strip in strips if strip.key == "search-names"]
        titles = [
            Choice(
                address=f"/title/{card.id}?{_origin(strip, card)}",
                name=card.name,
                note=str(card.year or ""),
                title=str(card.id),
                position=card.position,
            )
            for strip in called
            for card in strip.cards[:_OPTIONS]
        ]
        return titles + [self._entry(entry) for entry in found.entries]

    def _entry(self, entry: FoundEntry) -> Choice:
        pair = (_PARAMETER[entry.kind], entry.key)
        say = self.tongue.say
        kinds = {
            EntryKind.PERSON: say("person"),
            EntryKind.GENRE: say("genre"),
            EntryKind.MOOD: say("theme"),
            EntryKind.COLLECTION: say("decade"),
        }
        number = self.tongue.say_many("%(num)s title", "%(num)s titles", entry.titles)
        note = f"{kinds[entry.kind]}, {number % {'num': entry.titles}}"
        return Choice(Narrowed().address([pair]), entry.name, note)

    def _facets(self, facets: Any) -> list[Choice]:
        """Filters that would narrow the answer and are not set."""
        known = self.asked.pairs()
        return [
            Choice(
                self.asked.address([*known, (name, facet.value)]),
                f"{facet.value}s" if name == "decade" else facet.value,
                str(facet.titles),
            )
            for name, values in facets.items()
            for facet in values
            if (name, facet.value) not in known and not (name == "decade" and self.asked.decade)
        ]

    async def _filters(self) -> list[Choice]:
        """Filters that are set, each with the address without it."""
        known = self.asked.pairs()
        kind_of = {parameter: kind for kind, parameter in _PARAMETER.items()}
        chosen: list[Choice] = []
        for pair in known:
            name = await self.house.discover.name_of(kind_of[pair[0]], pair[1])
            left = [other for other in known if other != pair]
            chosen.append(Choice(self.asked.address(left), name or pair[1]))
        return chosen


def routes(house: House, stage: Stage) -> APIRouter:
    """``/search``, and the part of it that changes with every letter."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])

    @router.get("/search")
    async def search(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
        """Show the whole page, and remember what was searched for."""
        searching = await _searching(request, house, stage, asked)
        if searching is None:
            return to_picker()
        values = await searching.values()
        if asked.q.strip():
            await _remember(house, searching, int(values["total"]))
        return stage.page("discover/search.html", searching.tongue, values)

    @router.get("/search/answer")
    async def answer(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
        """Show what changes with every letter."""
        searching = await _searching(request, house, stage, asked)
        if searching is None:
            return to_picker()
        values = await replace(searching, typing=True).values()
        return stage.page("discover/answer.html", searching.tongue, values)

    return router


async def _searching(
    request: Request, house: House, stage: Stage, asked: Narrowed
) -> Searching | None:
    profile = await viewer(request, house.audience)
    if profile is None:
        return None
    tongue = stage.tongue(request, tuple(profile.languages))
    return Searching(house, profile, tongue, asked, datetime.now(UTC))


async def _remember(house: House, searching: Searching, total: int) -> None:
    event = ViewingEvent(
        id=EventId(uuid7(searching.at)),
        profile_id=searching.profile.id,
        kind=EventKind.SEARCH,
        at=searching.at,
        device="web",
        surface="search",
        query=" ".join(searching.asked.q.split()),
        value=float(total),
    )
    await house.audience.record([event])


def _origin(strip: Strip, card: Card) -> str:
    told = {
        "row": strip.key,
        "position": card.position,
        "recommendation": strip.recommendation_id,
    }
    return urlencode(told)
