"""What a new draft changes, in what it costs first: length, days, people, duties, effects."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.studio.breakdown.model import Category, Duty
from matinee.studio.model import Decision, SceneRow, Sheet
from matinee.studio.revisions.model import Match, Revision
from matinee.studio.vfx.model import RateCard, Shot


@dataclass(frozen=True, slots=True)
class Line:
    """A scene of the new draft with what it was, or one that is gone (``new`` is None)."""

    old: SceneRow | None
    new: SceneRow | None
    match: Match | None
    duties_gained: tuple[Duty, ...]
    duties_lost: tuple[Duty, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def is_as_it_was(self) -> bool:
        """Whether nothing happened to the scene."""
        changed = self.match is None or bool(self.match.fates)
        return not (changed or self.gained or self.lost or self.duties_gained or self.duties_lost)


@dataclass(frozen=True, slots=True)
class Change:
    """Two drafts compared; ``presences`` counts who is in which scene, as a schedule pays it."""

    lines: tuple[Line, ...]
    eighths: tuple[int, int]
    scenes: tuple[int, int]
    days: tuple[int, int]
    presences: tuple[int, int]
    cast_gained: tuple[str, ...]
    cast_lost: tuple[str, ...]
    vfx_likely: tuple[int, int]
    currency: str
    duties: tuple[tuple[Duty, int, int], ...]
    carried: int
    resting: tuple[Decision, ...]


def change_between(
    old: Sheet,
    new: Sheet,
    revision: Revision,
    shots: tuple[Sequence[Shot], Sequence[Shot]],
    card: RateCard,
    decisions: Sequence[Decision],
) -> Change:
    """What became of ``old``; ``shots`` are the effects of both, ``decisions`` the new draft's."""
    before, after = _duty_counts(old), _duty_counts(new)
    casts = (_cast(old), _cast(new))
    return Change(
        lines=_lines(old, new, revision),
        eighths=(_length(old), _length(new)),
        scenes=(len(old.scenes), len(new.scenes)),
        days=(len({row.day for row in old.scenes}), len({row.day for row in new.scenes})),
        presences=(_presences(old), _presences(new)),
        cast_gained=tuple(sorted(casts[1] - casts[0])),
        cast_lost=tuple(sorted(casts[0] - casts[1])),
        vfx_likely=(sum(map(card.likely, shots[0])), sum(map(card.likely, shots[1]))),
        currency=card.currency,
        duties=tuple(
            (duty, before[duty], after[duty]) for duty in Duty if before[duty] != after[duty]
        ),
        carried=sum(one.carried_from is not None and not one.resting for one in decisions),
        resting=tuple(one for one in decisions if one.resting),
    )


def _lines(old: Sheet, new: Sheet, revision: Revision) -> tuple[Line, ...]:
    matches: dict[int, list[Match]] = {}
    for match in revision.matches:
        matches.setdefault(match.new, []).append(match)
    lines: list[Line] = []
    for row in new.scenes:
        lines += [
            _line(old.scenes[match.old], row, match, old, new)
            for match in matches.get(row.place, [])
        ]
        if row.place not in matches:
            lines.append(_line(None, row, None, old, new))
    lines += [_line(old.scenes[place], None, None, old, new) for place in revision.gone]
    return tuple(lines)


def _line(
    was: SceneRow | None, now: SceneRow | None, match: Match | None, old: Sheet, new: Sheet
) -> Line:
    duties = (set(was.duties) if was else set[Duty](), set(now.duties) if now else set[Duty]())
    names = (_names(old, was), _names(new, now))
    # Parts of a split or a merge differ by what they are, not by what was rewritten.
    whole = match is None or (match.first and not {"split", "merged"} & set(match.fates))
    return Line(
        was,
        now,
        match,
        tuple(sorted(duties[1] - duties[0])) if whole else (),
        tuple(sorted(duties[0] - duties[1])) if whole else (),
        tuple(sorted(names[1] - names[0])) if whole and was and now else (),
        tuple(sorted(names[0] - names[1])) if whole and was and now else (),
    )


def _names(sheet: Sheet, row: SceneRow | None) -> set[str]:
    if row is None:
        return set()
    return {
        element.found.name.lower() for element in sheet.elements if element.found.scene == row.place
    }


def _duty_counts(sheet: Sheet) -> Counter[Duty]:
    return Counter(duty for row in sheet.scenes for duty in row.duties)


def _cast(sheet: Sheet) -> set[str]:
    cast = Category.CAST
    return {each.found.name for each in sheet.elements if each.found.category is cast}


def _length(sheet: Sheet) -> int:
    return sum(row.eighths for row in sheet.scenes)


def _presences(sheet: Sheet) -> int:
    return sum(each.found.category is Category.CAST for each in sheet.elements)
