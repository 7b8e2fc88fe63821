"""An entry of the audit, and what may be asked of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

PAGE, LARGEST_PAGE = 50, 500
MOST_LINES = 10_000
"""Lines of one export; what is older is asked for by a span of time."""
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which object, when and why; ``detail`` says what it was and what it is."""

    id: UUID
    at: datetime
    actor: str
    account: UUID | None
    action: str
    object: str
    reason: str = ""
    request_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all that is given must hold; ``words`` begin words of the entry.

    ``before`` is the last entry that was seen, for the page after it.
    """

    actor: str = ""
    action: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How many entries were ended for their age, and how many sign-ins, whose time is shorter."""

    entries: int
    sign_ins: int


@dataclass(frozen=True, slots=True)
class Export:
    """Entries as CSV, how many, and whether more were found."""

    text: str
    entries: int
    more: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the newest first, and where the next page begins; None for the last."""

    entries: tuple[Entry, ...]
    next: UUID | None
