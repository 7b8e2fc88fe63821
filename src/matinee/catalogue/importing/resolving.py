"""A batch of entries and the titles they are: works first, then seasons, then episodes. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from matinee.catalogue.facts import TitleKind
from matinee.catalogue.importing.entry import Entry
from matinee.catalogue.importing.identity import (
    Claim,
    KnownTitle,
    Resolution,
    TitleRegister,
    part_key,
)
from matinee.errors import Invalid


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys whose owners must be in the register before the next round."""

    external_ids: Sequence[tuple[str, str]]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entry, or a season that only its episodes speak of, with its title and its parent."""

    entry: Entry | None
    resolution: Resolution
    parent: UUID | None = None
    number: int | None = None


class BatchResolver:
    """Resolves the entries of one batch; what cannot be resolved is refused with a reason."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.register = TitleRegister()
        self.refused: list[tuple[Entry, Invalid]] = []
        self._entries = entries
        self._resolved: list[tuple[int, Resolved]] = []
        self._parents: dict[int, UUID] = {}

    @property
    def resolved(self) -> list[Resolved]:
        """Every entry that has a title, in the order of the file, and the seasons made for them."""
        return [one for _, one in sorted(self._resolved, key=lambda placed: placed[0])]

    def rounds(self) -> Iterator[Keys]:
        """Yield the keys that a round needs to know; it is resolved when the next is asked for."""
        works = self._of(TitleKind.FILM, TitleKind.SERIES)
        parents = [entry.parent for entry in self._entries if entry.parent is not None]
        keys = self._keys(works, [entry.name_key for _, entry in works])
        yield Keys(
            [*keys.external_ids, *(known for known in parents if known[0] != "name")],
            [*keys.names, *(value for register, value in parents if register == "name")],
        )
        for place, entry in works:
            self._resolve(place, entry, entry.name_key)
        yield from self._parts(self._of(TitleKind.SEASON), {TitleKind.SERIES})
        episodes = self._of(TitleKind.EPISODE)
        yield from self._seasons_of(episodes)
        yield from self._parts(episodes, {TitleKind.SERIES, TitleKind.SEASON})

    def _of(self, *kinds: TitleKind) -> list[tuple[int, Entry]]:
        placed = enumerate(self._entries)
        return [(place, entry) for place, entry in placed if entry.record.kind in kinds]

    def _keys(self, placed: Sequence[tuple[int, Entry]], names: Iterable[str]) -> Keys:
        ids = [known for _, entry in placed for known in entry.external_ids]
        claims = (_claim(entry, key) for (_, entry), key in zip(placed, names, strict=True))
        keys = (key for claim in claims for key in (claim.name_key, claim.pinned_key))
        return Keys(ids, [key for key in keys if key is not None])

    def _resolve(self, place: int, entry: Entry, key: str) -> None:
        try:
            resolution = self.register.resolve(_claim(entry, key))
        except Invalid as refused:
            self.refused.append((entry, refused))
            return
        resolved = Resolved(entry, resolution, self._parents.get(place), entry.record.number)
        self._resolved.append((place, resolved))

    def _parts(
        self, placed: Sequence[tuple[int, Entry]], parents: set[TitleKind]
    ) -> Iterator[Keys]:
        found: list[tuple[int, Entry]] = []
        names: list[str] = []
        for place, entry in placed:
            try:
                parent = self._parents.get(place) or self._parent(entry, parents).id
            except Invalid as refused:
                self.refused.append((entry, refused))
                continue
            self._parents[place] = parent
            found.append((place, entry))
            names.append(part_key(entry.record.kind, parent, entry.record.number or 0))
        yield self._keys(found, names)
        for (place, entry), name in zip(found, names, strict=True):
            self._resolve(place, entry, name)

    def _seasons_of(self, episodes: Sequence[tuple[int, Entry]]) -> Iterator[Keys]:
        wanted: list[tuple[int, Entry, UUID, int, str]] = []
        for place, entry in episodes:
            series = self._owner(entry)
            season = entry.record.season
            if season is None or series is None or series.kind is not TitleKind.SERIES:
                continue
            key = part_key(TitleKind.SEASON, series.id, season)
            wanted.append((place, entry, series.id, season, key))
        yield Keys([], [key for *_, key in wanted])
        for place, entry, series_id, number, key in wanted:
            if self.register.titles[series_id].line >= entry.line:
                continue
            claim = Claim(TitleKind.SEASON, f"Season {number}", None, (), key, entry.line - 1)
            resolution = self.register.resolve(claim)
            self._parents[place] = resolution.title.id
            if resolution.made:
                season = Resolved(None, resolution, series_id, number)
                self._resolved.append((place, season))

    def _owner(self, entry: Entry) -> KnownTitle | None:
        if entry.parent is None:
            return None
        register, value = entry.parent
        known = self.register
        owner = known.by_name.get(value) if register == "name" else known.by_id.get(entry.parent)
        return None if owner is None else known.titles[owner]

    def _parent(self, entry: Entry, kinds: set[TitleKind]) -> KnownTitle:
        parent = self._owner(entry)
        if parent is None or parent.line >= entry.line > 0:
            raise Invalid(
                f"There is no title {entry.record.parent} before this line.",
                remedy="Let a series stand before its seasons, and these before their episodes.",
                field="parent",
            )
        if parent.kind not in kinds:
            raise Invalid(
                f"A {parent.kind} cannot be the parent of a {entry.record.kind}.",
                remedy=f"Name a {' or a '.join(sorted(kinds))}.",
                field="parent",
            )
        return parent


def _claim(entry: Entry, key: str) -> Claim:
    record = entry.record
    return Claim(record.kind, entry.name, record.year, entry.external_ids, key, entry.line)
