"""What an import did with every record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matinee.vocabulary.ids import TitleId


@dataclass(frozen=True, slots=True)
class Joined:
    """A record that is a title which an earlier record of the same import already was."""

    line: int
    title_id: TitleId
    name: str
    title_name: str
    key: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was not taken: where it stands, which field, why, and its text."""

    line: int
    field: str
    reason: str
    text: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every record is in exactly one of ``made``, ``known``, ``joined`` and ``rejected``.

    ``known`` were in the catalogue before. ``rejects`` holds the first hundred; the file has all.
    """

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
    notes: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class MovieLensTitles:
    """The titles of a MovieLens folder: the report, and its item ids as title ids."""

    report: ImportReport
    dataset: str
    title_of: Mapping[int, TitleId] = field(repr=False)
