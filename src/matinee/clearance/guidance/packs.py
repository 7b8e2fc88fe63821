"""Rule packs: versioned, dated folders of policies that carry their own cases.

A pack's folder holds ``pack.toml``, ``policies.cedar`` and ``cases.json``. A pack that does not
parse, or one of whose cases fails, does not load; a built-in one that fails stops the house.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from matinee.clearance.guidance.cases import Case, failures, read_cases
from matinee.clearance.guidance.decide import RuleBook, decide
from matinee.clearance.guidance.decision import Decision
from matinee.clearance.guidance.policies import Policy, read_policies
from matinee.clearance.guidance.request import RequestDocument
from matinee.errors import Invalid

BUILT_IN = Path(__file__).with_name("packs")


@dataclass(frozen=True, slots=True)
class Pack:
    """A set of rules with the days on which it is in force (``until`` is the last of them)."""

    id: str
    version: str
    title: str
    since: date
    until: date | None
    note: str
    sources: tuple[str, ...]
    policies: tuple[Policy, ...]
    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        """The pack as a decision cites it."""
        return f"{self.id}@{self.version}"

    def in_force(self, at: datetime) -> bool:
        """Whether the pack holds on the day of ``at`` (UTC)."""
        day = at.astimezone(UTC).date()
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Refused:
    """A pack that did not load, and why."""

    folder: str
    reason: str


@dataclass(slots=True)
class PackShelf:
    """Every pack at hand; the book of the day is bound once and kept."""

    packs: tuple[Pack, ...]
    refused: tuple[Refused, ...] = ()
    _books: dict[tuple[str, ...], RuleBook] = field(default_factory=dict)

    def book(self, at: datetime) -> RuleBook:
        """The rules in force on the day of ``at``."""
        packs = [pack for pack in self.packs if pack.in_force(at)]
        key = tuple(pack.name for pack in packs)
        if key not in self._books:
            self._books[key] = RuleBook.of((pack.name, pack.policies) for pack in packs)
        return self._books[key]

    def decide(self, document: RequestDocument) -> Decision:
        """Judge a question by the packs in force on its day."""
        return decide(document, self.book(document.at))


def load_packs(company: Path | None = None) -> PackShelf:
    """The built-in packs, and those of a company's folder that hold their own cases."""
    packs = [load_pack(folder) for folder in _folders(BUILT_IN)]
    refused: list[Refused] = []
    for folder in _folders(company) if company is not None else []:
        try:
            pack = load_pack(folder)
            if any(pack.id == other.id for other in packs):
                raise _broken(folder, f"a pack {pack.id} is there already")
            packs.append(pack)
        except Invalid as problem:
            refused.append(Refused(folder.name, problem.sentence))
    return PackShelf(tuple(packs), tuple(refused))


def load_pack(folder: Path) -> Pack:
    """Read one pack and run its cases; :class:`Invalid` names what does not hold."""
    try:
        sheet = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        text = (folder / "policies.cedar").read_text(encoding="utf-8")
        raw = (folder / "cases.json").read_bytes()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise _broken(folder, str(problem)) from problem
    policies = read_policies(text, origin=folder.name)
    if "continues" in sheet:
        earlier = folder.with_name(str(sheet["continues"])) / "policies.cedar"
        policies = (*read_policies(earlier.read_text("utf-8"), origin=folder.name), *policies)
    pack = _pack(folder, sheet, policies, read_cases(raw, origin=folder.name))
    wrong = failures(pack.cases, lambda document: decide(document, _alone(pack, document)))
    if wrong:
        raise _broken(folder, f"{len(wrong)} of its cases fail, the first: {wrong[0]}")
    return pack


def _alone(pack: Pack, document: RequestDocument) -> RuleBook:
    return RuleBook.of([(pack.name, pack.policies)] if pack.in_force(document.at) else [])


def _pack(
    folder: Path, sheet: dict[str, Any], policies: tuple[Policy, ...], cases: tuple[Case, ...]
) -> Pack:
    since, until = sheet.get("since"), sheet.get("until")
    if not isinstance(since, date) or not isinstance(until, date | None):
        raise _broken(folder, "since and until are dates, written 2026-07-01")
    for key in ("id", "version", "title"):
        if not isinstance(sheet.get(key), str):
            raise _broken(folder, f"pack.toml has no {key}")
    return Pack(
        id=sheet["id"],
        version=sheet["version"],
        title=sheet["title"],
        since=since,
        until=until,
        note=str(sheet.get("note", "")),
        sources=tuple(sheet.get("sources", ())),
        policies=policies,
        cases=cases,
    )


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if (path / "pack.toml").exists())


def _broken(folder: Path, why: str) -> Invalid:
    return Invalid(
        f"The rule pack {folder.name} does not load: {why}.",
        remedy="Mend the pack; no rule of it is in force until then.",
        field=folder.name,
    )
