"""What an import did with every record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matinee.vocabulary.ids import TitleId


@dataclass(frozen=True, slots=True)
class Joined:
    """A record that was joined to a title which an earlier record of the same import made."""

    line: int
    title_id: TitleId
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was not taken, and why."""

    line: int
    field: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every record is in exactly one of ``made``, ``known``, ``joined`` and ``rejected``."""

    source: str
    records: int
    made: int
    known: int
    joined: tuple[Joined, ...]
    rejected: int
    changed_rows: int
    seconds: float
    rejects: tuple[Reject, ...] = ()
    rejects_file: Path | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovieLensTitles:
    """The titles of a MovieLens folder: the report, and its item ids as title ids."""

    report: ImportReport
    dataset: str
    title_of: Mapping[int, TitleId] = field(repr=False)
