"""The Universal Schedule Standard, read and written without loss.

What the file holds is kept as it is; of it, scenes, cast, calendars and boards are understood.
Files in use differ from its text (``breakdownArrays``, ``doodDayCount``, ``strip``): both
are read, and a file is written in the words in which it came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from matinee.errors import Invalid
from matinee.foundation.nesting import UNREADABLE
from matinee.studio.schedule.categories import CAST, LIGHT, LOCATION, NAMES, SET, SIDE
from matinee.studio.schedule.model import (
    EIGHTHS_A_PAGE,
    Board,
    CastMember,
    Light,
    Rules,
    ShootCalendar,
    ShootingScript,
    Side,
    Strip,
)

MOST_BYTES = 20_000_000
_NIGHT = ("night", "dusk", "evening", "midnight")
_SUNDAY = 7
_YEAR = 366
_A_WEEK = 7 * 24 * 60 * 60_000


class _Event(msgspec.Struct, rename="camel"):
    date: str
    type: str
    name: str | None = None

    @property
    def closes(self) -> bool:
        # A holiday stands in files as a kind of event, though the text has it as a day off.
        return self.type == "dayOff" or (self.name or "") in ("holiday", "dayOff")


class _Category(msgspec.Struct):
    id: str
    name: str
    ucid: int


class _Element(msgspec.Struct, rename="camel"):
    id: str
    category: str
    name: str
    element_id: str | None = None
    days_off: list[int] | None = None
    events: list[_Event] | None = None
    is_drop: bool = True
    drop_day_count: int | None = None
    dood_day_count: int | None = None


class _Breakdown(msgspec.Struct, rename="camel"):
    id: str
    type: str
    elements: list[str] | None = None
    scene: str | None = None
    description: str | None = None
    banner_text: str | None = None
    pages: float | None = None
    duration: float | None = None


class _Board(msgspec.Struct, rename="camel"):
    name: str
    breakdown_ids: list[str | list[str]] | None = None
    breakdown_arrays: list[str | list[str]] | None = None

    @property
    def order(self) -> list[str | list[str]]:
        return self.breakdown_ids or self.breakdown_arrays or []


class _Stripboard(msgspec.Struct):
    name: str
    boards: list[_Board]
    calendar: str | None = None


class _Calendar(msgspec.Struct, rename="camel"):
    id: str
    name: str
    days_off: list[int]
    events: list[_Event]


class _Schedule(msgspec.Struct):
    name: str
    breakdowns: list[_Breakdown]
    categories: list[_Category]
    elements: list[_Element]
    stripboards: list[_Stripboard] | None = None
    calendars: list[_Calendar] | None = None


class _File(msgspec.Struct, rename="camel"):
    universal_schedule_standard: _Schedule


@dataclass(frozen=True, slots=True)
class NamedBoard:
    """A board under its name, with the calendar by which its days have dates."""

    name: str
    board: Board
    calendar: ShootCalendar | None = None


@dataclass(frozen=True, slots=True)
class UssFile:
    """A file: its name, what is understood of it, and the whole of it (``document``)."""

    name: str
    script: ShootingScript
    boards: tuple[NamedBoard, ...]
    document: Mapping[str, Any]


def read_uss(data: bytes, *, rules: Rules | None = None) -> UssFile:
    """Read a ``.uss`` file.

    Raises:
        Invalid: it is too big, no JSON, or not of this form; the error says where.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(f"A schedule has {MOST_BYTES // 1_000_000} MB at most.", field="file")
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except UNREADABLE as error:
        raise _unreadable(error) from error
    return understood(document, rules=rules)


def understood(document: Mapping[str, Any], *, rules: Rules | None = None) -> UssFile:
    """What a file says, from its JSON.

    Raises:
        Invalid: it is not of this form; the error says where.
    """
    try:
        held = msgspec.convert(document, _File).universal_schedule_standard
    except msgspec.ValidationError as error:
        raise _unreadable(error) from error
    calendars = {one.id: _calendar(one) for one in held.calendars or ()}
    strips = {one.id: strip for one, strip in _strips(held)}
    boards = tuple(_board(one, strips, calendars) for one in held.stripboards or ())
    calendar = next((one.calendar for one in boards if one.calendar), None)
    calendar = calendar or ShootCalendar(_today())
    cast = dict(_cast(held, calendar))
    script = ShootingScript(strips, cast, calendar, rules or Rules())
    return UssFile(held.name, script, boards, document)


def _unreadable(error: Exception) -> Invalid:
    return Invalid(
        f"This is no schedule in the Universal Schedule Standard: {error}.", field="file"
    )


def _strips(held: _Schedule) -> Iterable[tuple[_Breakdown, Strip]]:
    category = {one.id: one for one in held.categories}
    elements = {one.id: one for one in held.elements}
    for sheet in held.breakdowns:
        found: dict[int, list[_Element]] = {}
        named: list[tuple[str, str]] = []
        for identifier in sheet.elements or ():
            element = elements.get(identifier)
            kind = category.get(element.category) if element else None
            if element is None or kind is None:
                continue
            found.setdefault(kind.ucid, []).append(element)
            if kind.ucid > CAST:
                named.append((NAMES.get(kind.ucid, kind.name), element.name))
        first = {kind: values[0].name for kind, values in found.items()}
        night = any(word in first.get(LIGHT, "").lower() for word in _NIGHT)
        outside = "ext" in first.get(SIDE, "").lower()
        banner = (sheet.banner_text or "–") if sheet.type == "banner" else ""
        yield (
            sheet,
            Strip(
                id=sheet.id,
                scene=sheet.scene or "",
                description=sheet.description or "",
                set_name=first.get(SET, ""),
                side=Side.EXTERIOR if outside else Side.INTERIOR,
                light=Light.NIGHT if night else Light.DAY,
                eighths=0 if banner else round((sheet.pages or 0) * EIGHTHS_A_PAGE),
                cast=() if banner else tuple(_number(one) for one in found.get(CAST, ())),
                location=first.get(LOCATION, ""),
                elements=tuple(named),
                banner=banner,
                minutes=None if banner else _minutes(sheet.duration),
            ),
        )


def _minutes(milliseconds: float | None) -> int | None:
    """The standard counts milliseconds; none and 0 both say that nobody estimated it."""
    if not milliseconds:
        return None
    if not 0 < milliseconds <= _A_WEEK:
        raise Invalid("A strip takes at most a week.", field="duration")
    return max(1, round(milliseconds / 60_000))


def _number(element: _Element) -> str:
    return element.element_id or element.name


def _cast(held: _Schedule, calendar: ShootCalendar) -> Iterable[tuple[str, CastMember]]:
    kinds = {one.id for one in held.categories if one.ucid == CAST}
    people = [one for one in held.elements if one.category in kinds]
    for one in sorted(people, key=lambda one: (len(_number(one)), _number(one))):
        gap = one.drop_day_count if one.drop_day_count is not None else one.dood_day_count
        drops = gap if one.is_drop and gap else None
        off = {(day or _SUNDAY) for day in one.days_off or ()}
        dates = (calendar.starts + timedelta(days=day) for day in range(_YEAR if off else 0))
        away = {day for day in dates if day.isoweekday() in off}
        away |= {_date(event.date) for event in one.events or () if event.closes}
        yield _number(one), CastMember(_number(one), one.name, 1, drops, frozenset(away))


def _calendar(one: _Calendar) -> ShootCalendar:
    starts = [_date(event.date) for event in one.events if event.type == "start"]
    off = {_date(event.date) for event in one.events if event.closes}
    weekdays = frozenset((day or _SUNDAY) for day in one.days_off)
    return ShootCalendar(starts[0] if starts else _today(), weekdays, frozenset(off))


def _today() -> date:
    return datetime.now(UTC).date()


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise Invalid(f"{text!r} is no date.", field="date") from error


def _board(
    one: _Stripboard, strips: Mapping[str, Strip], calendars: Mapping[str, ShootCalendar]
) -> NamedBoard:
    days: list[tuple[str, ...]] = []
    boneyard: list[str] = []
    for part in one.boards:
        if part.name.lower() == "boneyard":
            boneyard += [here for here in _flat(part.order) if here in strips]
            continue
        loose = [here for here in part.order if isinstance(here, str)]
        broken = [here for here in part.order if not isinstance(here, str)]
        days += [tuple(strip for strip in day if strip in strips) for day in broken]
        if loose:
            days.append(tuple(strip for strip in loose if strip in strips))
    seen = {strip for day in days for strip in day} | set(boneyard)
    boneyard += [strip for strip in strips if strip not in seen]
    calendar = calendars.get(one.calendar or "")
    return NamedBoard(one.name, Board(tuple(days), tuple(boneyard)), calendar)


def _flat(order: Sequence[str | list[str]]) -> list[str]:
    return [one for here in order for one in ([here] if isinstance(here, str) else here)]
