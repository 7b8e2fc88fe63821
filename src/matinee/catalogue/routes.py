"""``/v1/titles`` and ``/v1/genres``: what there is, and everything known of one title."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Use
from matinee.catalogue.model import Title, TitleKind
from matinee.catalogue.service import CatalogueService
from matinee.vocabulary.ids import TitleId


class TitleCard(BaseModel):
    """What a list shows of a title; ``maturity`` is the age by territory, where it is known."""

    id: UUID
    name: str
    kind: TitleKind
    year: int | None
    runtime_minutes: int | None
    genres: list[str]
    maturity: dict[str, int]
    poster: str


class TitlePage(BaseModel):
    """Some titles, and the cursor that asks for the next ones."""

    titles: list[TitleCard]
    next_cursor: UUID | None


class GenreFacts(BaseModel):
    """A genre and how many titles carry it."""

    genre: str
    titles: int


class GenreList(BaseModel):
    """Every genre, the most frequent first."""

    genres: list[GenreFacts]


class RatingFacts(BaseModel):
    """The maturity rating of a territory, the age it stands for, and who set it."""

    territory: str
    board: str
    label: str
    age: int
    set_by: str


class WindowFacts(BaseModel):
    """When a title may be shown in a territory; a side that is null is open."""

    territory: str
    start: datetime | None
    end: datetime | None


class TextFacts(BaseModel):
    """A title in one language, and whose words these are."""

    language: str
    name: str
    synopsis_short: str
    synopsis_long: str
    tagline: str
    licence: str


class CreditFacts(BaseModel):
    """A person's part in a title."""

    person_id: UUID
    name: str
    role: str
    character: str
    billing: int


class TitleFacts(BaseModel):
    """Everything that is known of a title."""

    id: UUID
    kind: TitleKind
    name: str
    year: int | None
    runtime_minutes: int | None
    original_language: str | None
    parent_id: UUID | None
    number: int | None
    children: list[UUID]
    genres: list[str]
    keywords: list[str]
    countries: list[str]
    audio: list[str]
    subtitles: list[str]
    maturity: list[RatingFacts]
    windows: list[WindowFacts]
    texts: list[TextFacts]
    credits: list[CreditFacts]
    external_ids: list[tuple[str, str]]
    known_only: bool
    source: str
    marks: dict[str, str]
    poster: str


def routes(catalogue: CatalogueService) -> APIRouter:
    """Titles and genres, for whoever may look at the shelf."""
    router = APIRouter(prefix="/v1", tags=["catalogue"], dependencies=[may(Use.BROWSE)])

    @router.get("/titles", response_model=TitlePage)
    async def list_titles(
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: UUID | None = None,
        genre: Annotated[str | None, Query(max_length=200)] = None,
        year: Annotated[int | None, Query(ge=1800, le=2300)] = None,
    ) -> Response:
        """List films and series in the order of their names."""
        after = None if cursor is None else str(cursor)
        page = await catalogue.titles(limit=limit, cursor=after, genre=genre, year=year)
        following = b"null" if page.next_cursor is None else b'"%b"' % page.next_cursor.encode()
        body = b'{"titles":[%b],"next_cursor":%b}' % (b",".join(page.cards), following)
        return Response(body, media_type="application/json")

    @router.get("/titles/{title_id}")
    async def title(title_id: UUID) -> TitleFacts:
        """Tell everything that is known of one title."""
        return _facts(await catalogue.title(TitleId(title_id)))

    @router.get("/genres")
    async def genres() -> GenreList:
        """List every genre, the most frequent first."""
        found = await catalogue.genres()
        return GenreList(
            genres=[GenreFacts(genre=known.genre, titles=known.titles) for known in found]
        )

    return router


def _facts(title: Title) -> TitleFacts:
    return TitleFacts(
        id=title.id,
        kind=title.kind,
        name=title.name,
        year=title.year,
        runtime_minutes=title.runtime_minutes,
        original_language=title.original_language,
        parent_id=title.parent_id,
        number=title.number,
        children=list(title.children),
        genres=list(title.genres),
        keywords=list(title.keywords),
        countries=list(title.countries),
        audio=list(title.audio),
        subtitles=list(title.subtitles),
        maturity=[
            RatingFacts(
                territory=held.territory,
                board=held.rating.board,
                label=held.rating.label,
                age=held.rating.age,
                set_by=held.set_by,
            )
            for held in title.maturity
        ],
        windows=[
            WindowFacts(territory=held.territory, start=held.window.start, end=held.window.end)
            for held in title.windows
        ],
        texts=[
            TextFacts(
                language=text.language,
                name=text.name,
                synopsis_short=text.synopsis_short,
                synopsis_long=text.synopsis_long,
                tagline=text.tagline,
                licence=text.licence,
            )
            for text in title.texts
        ],
        credits=[
            CreditFacts(
                person_id=credit.person.id,
                name=credit.person.name,
                role=credit.role,
                character=credit.character,
                billing=credit.billing,
            )
            for credit in title.credits
        ],
        external_ids=list(title.external_ids),
        known_only=title.known_only,
        source=title.source,
        marks=dict(title.marks),
        poster=f"/v1/titles/{title.id}/poster.svg",
    )
