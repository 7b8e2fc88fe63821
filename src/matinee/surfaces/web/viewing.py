"""Who looks at a page, what they do there, and how a title is shown to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import reach
from matinee.access.model import ObjectKind, Use
from matinee.audience.model import EventKind, Profile, ViewingEvent
from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.errors import Invalid, NotFound
from matinee.home.model import Placement, Row, RowKind, Wording
from matinee.promote.badges.model import Badge
from matinee.promote.badges.service import Badges
from matinee.promote.previews.model import OnAir
from matinee.surfaces.web.languages import Tongue
from matinee.vocabulary.ids import EventId, ProfileId, RecommendationId, TitleId, uuid7

COOKIE = "matinee_profile"
_HEADED = {RowKind.TOP: Badge.TOP, RowKind.NEW: Badge.NEW}
"""Rows whose heading says of each title what a badge would."""
_YEAR_SECONDS = 365 * 24 * 3600


async def viewer(request: Request, audience: AudienceService) -> Profile | None:
    """The profile that this browser has chosen, if it is still there."""
    try:
        profile = await audience.profile(ProfileId(UUID(request.cookies.get(COOKIE, ""))))
        await reach(request, Use.WATCH, ObjectKind.PROFILE, profile.id)
    except (ValueError, NotFound):
        return None
    return profile


def to_picker() -> Response:
    """Ask who is watching."""
    return RedirectResponse("/", 303)


def seat(response: Response, request: Request, profile_id: ProfileId) -> Response:
    """Let this browser remember the profile; no script can read it."""
    response.set_cookie(
        COOKIE,
        str(profile_id),
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which place on which page led here: what ties viewing to what was recommended."""

    row: str = ""
    position: int | None = None
    recommendation_id: RecommendationId | None = None

    @property
    def query(self) -> str:
        """As the query of an address."""
        said = {
            "row": self.row,
            "position": self.position,
            "recommendation": self.recommendation_id,
        }
        return urlencode({name: value for name, value in said.items() if value not in {"", None}})


def attribution(
    row: Annotated[str, Query(max_length=100)] = "",
    position: Annotated[int | None, Query(ge=0, le=10_000)] = None,
    recommendation: UUID | None = None,
) -> Attribution:
    """Read it from an address."""
    known = RecommendationId(recommendation) if recommendation else None
    return Attribution(row, position, known)


async def record(
    audience: AudienceService,
    profile: Profile,
    kind: EventKind,
    title_id: TitleId,
    *,
    surface: str,
    value: float | None = None,
    seconds: float | None = None,
    origin: Attribution | None = None,
) -> None:
    """Write down what a member did on a page."""
    origin = origin or Attribution()
    now = datetime.now(UTC)
    event = ViewingEvent(
        id=EventId(uuid7(now)),
        profile_id=profile.id,
        kind=kind,
        at=now,
        title_id=title_id,
        device="web",
        surface=surface,
        row=origin.row,
        position=origin.position,
        recommendation_id=origin.recommendation_id,
        value=value,
        seconds=seconds,
    )
    receipt = await audience.record([event])
    for refusal in receipt.refused:
        raise Invalid(refusal.reason, field=refusal.field)


@dataclass(frozen=True, slots=True)
class Card:
    """A title as it stands in a row."""

    id: TitleId
    name: str
    year: int
    minutes: int
    age: int
    reason: str = ""
    position: int = 0
    probability: float = 1.0
    progress: float | None = None
    preview: OnAir | None = None
    badge: Badge | None = None
    leaves: datetime | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of cards with its heading."""

    key: str
    kind: str
    heading: str
    recommendation_id: UUID
    cards: tuple[Card, ...]


def words(wording: Wording, tongue: Tongue) -> str:
    """A sentence of the home page in the page's language, its dates written in that way."""
    arguments = dict(wording.arguments)
    if "date" in arguments:
        arguments["date"] = tongue.date(datetime.fromisoformat(arguments["date"]))
    return tongue.say(wording.message).format(**arguments)


def may_watch(shelf: Shelf, profile: Profile, title_id: TitleId, at: datetime) -> bool:
    """Whether the rules of windows and maturity let this profile watch the title."""
    row = shelf.index.get(title_id)
    return row is not None and bool(
        shelf.watchable(
            territory=profile.territory,
            at=at,
            kids=profile.kids,
            maturity_limit=profile.maturity_limit,
        )[row]
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """Turns titles into cards for one profile, in one language."""

    shelf: Shelf
    profile: Profile
    tongue: Tongue
    previews: Mapping[TitleId, OnAir] = field(default_factory=dict[TitleId, OnAir])
    badges: Badges | None = None

    def card(self, title_id: TitleId, placement: Placement | None = None) -> Card:
        """One title's card."""
        row = self.shelf.index[title_id]
        card = Card(
            id=title_id,
            name=self.shelf.names[row],
            year=int(self.shelf.years[row]),
            minutes=int(self.shelf.runtimes[row]),
            age=int(self.shelf.maturity_ages(self.profile.territory)[row]),
            preview=self.previews.get(title_id),
            badge=self.badges and self.badges.of(title_id),
            leaves=self.badges and self.badges.until(title_id),
        )
        if placement is None:
            return card
        return replace(
            card,
            reason=words(placement.reason, self.tongue),
            position=placement.position,
            probability=placement.probability,
            progress=placement.progress,
        )

    def cards(self, titles: Iterable[TitleId]) -> tuple[Card, ...]:
        """Cards of those that are on the shelf."""
        return tuple(self.card(title) for title in titles if title in self.shelf.index)

    def strip(self, row: Row) -> Strip:
        """A row of the home page."""
        return Strip(
            key=row.key,
            kind=row.kind.value,
            heading=words(row.heading, self.tongue),
            recommendation_id=row.recommendation_id,
            cards=tuple(
                _unsaid(self.card(item.title_id, item), row.kind)
                for item in row.items
                if item.title_id in self.shelf.index
            ),
        )


def _unsaid(card: Card, kind: RowKind) -> Card:
    """A card without the badge that its row's heading says already."""
    return replace(card, badge=None) if card.badge is _HEADED.get(kind) else card
