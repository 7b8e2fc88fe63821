"""Drafts, elements and decisions as values; the studio's settings and the port to productions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid5

from pydantic import BaseModel, Field, SecretStr

from matinee.studio.breakdown.model import Category, Duty, Found, Method
from matinee.studio.screenplay.pagination import written

_ELEMENTS = UUID("6f0d4a0e-5a3b-5c1e-9d57-0b8a8c7e4f21")
"""The name space of elements' ids, so that one keeps its id when a script is tagged again."""


class StudioSettings(BaseModel):
    """What the studio takes in."""

    script_bytes: int = Field(
        default=20_000_000, ge=10_000, le=33_554_432, description="The largest screenplay's bytes."
    )
    script_scenes: int = Field(
        default=5_000, ge=1, le=50_000, description="The most scenes that a screenplay may have."
    )
    script_pictures: int = Field(
        default=150,
        ge=0,
        le=1_000,
        description="The most pages of one screenplay that are pictures and read by OCR.",
    )
    kitsu_host: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="The address of Kitsu's API, to which shots and assets are sent.",
    )
    kitsu_token: SecretStr | None = Field(
        default=None, description="The token of a bot in Kitsu, of the role manager."
    )


class DraftState(StrEnum):
    """Where a draft stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class WorkState(StrEnum):
    """How something stands that was asked of a model and is made in a queue."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """Somebody stopped it, or its leave ended; nothing came of it."""
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self not in {WorkState.WAITING, WorkState.RUNNING}


@dataclass(frozen=True, slots=True)
class Recognition:
    """How far OCR is with a draft: pages that are pictures, read so far, rows that are doubtful."""

    pages: int
    read: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft of a production's script.

    ``number`` counts a production's drafts from 1; ``eighths`` is its length, 0 until analysed;
    ``failure`` why it could not be; ``previous`` the draft that it was matched to;
    ``recognition`` is None where no page had to be read by OCR.
    """

    id: UUID
    production: UUID
    number: int
    name: str
    blob: str
    added_at: datetime
    added_by: str
    state: DraftState
    title: str = ""
    source: str = ""
    scenes: int = 0
    eighths: int = 0
    failure: str = ""
    previous: UUID | None = None
    recognition: Recognition | None = None

    @property
    def length(self) -> str:
        """In pages and eighths, as breakdown sheets write it."""
        return written(self.eighths)


class Verdict(StrEnum):
    """What a person said of an element."""

    ACCEPT = "accept"
    CHANGE = "change"
    REFUSE = "refuse"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says: of the element ``was`` as it stands, what it is to be.

    ``category`` and ``name`` are what it becomes; both are needed to add one, in ``scene``.
    ``heading`` is the scene's, by which a decision finds a scene that was cut and returns.
    """

    verdict: Verdict
    scene: int
    category: Category
    name: str
    was_category: Category | None = None
    was_name: str = ""
    head: str = ""
    method: Method | None = None
    paragraph: int = -1
    start: int = 0
    end: int = 0
    line: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on an element of a draft, kept for good.

    ``told.scene`` is the place of the scene in this draft; ``resting`` says that the scene or its
    words are not in this draft: the decision is kept and holds again where they return.
    ``carried_from`` is the decision of an older draft that this one follows.
    """

    id: UUID
    draft: UUID
    told: Told
    at: datetime
    by: str
    resting: bool = False
    carried_from: UUID | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A breakdown element of a draft; ``decided`` says that a person has spoken of it."""

    id: UUID
    found: Found
    decided: bool = False


@dataclass(frozen=True, slots=True)
class SceneRow:
    """A scene as a list needs it; ``speaking`` and ``silent`` are names of people."""

    place: int
    number: str
    heading: str
    side: str
    light: str
    location: str
    set_name: str
    day: str
    eighths: int
    page: int | None
    line: int
    words: int
    speaking: tuple[str, ...]
    silent: tuple[str, ...]
    traits: tuple[str, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft with its scenes and elements, in the order of the script."""

    draft: Draft
    scenes: tuple[SceneRow, ...]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A marker that names an element: the place of its scene, its category, its name."""

    scene: int
    category: Category
    name: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What a timeline holds that a breakdown does not: ``noted``.

    ``standing`` counts markers whose elements are in the breakdown already; ``left_out`` says of
    each that names no element why.
    """

    noted: tuple[Noted, ...]
    standing: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def added(self) -> list[tuple[int, Category, str]]:
        """What is noted, as the studio takes it."""
        return [(each.scene, each.category, each.name) for each in self.noted]


class Productions(Protocol):
    """Who knows which productions there are."""

    async def title(self, production: UUID) -> str:
        """What a production is called.

        Raises:
            NotFound: there is none.
        """
        ...

    async def titles(self) -> dict[UUID, str]:
        """What every production is called."""
        ...


def element_id(draft: UUID, found: Found) -> UUID:
    """The same for the same thing in the same scene of a draft, however often it is tagged."""
    key = f"{draft} {found.scene} {found.category.key} {found.name.lower()}"
    return uuid5(_ELEMENTS, key)
