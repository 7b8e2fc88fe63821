"""Writing the Universal Schedule Standard: a file that came in keeps all that it held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec

from matinee.errors import Invalid
from matinee.studio.schedule.categories import CAST, CATEGORIES
from matinee.studio.schedule.model import (
    EIGHTHS_A_PAGE,
    Board,
    CastMember,
    ShootCalendar,
    ShootingScript,
    Strip,
)
from matinee.studio.schedule.uss import NamedBoard, understood

_VERSION = "1.0.0"
_MILLISECONDS = 60_000


def write_uss(document: Mapping[str, Any], boards: Sequence[NamedBoard]) -> bytes:
    """The file with these boards; what did not change stands as it came.

    A board that the file does not know is added, with its calendar where the file has that.
    """
    written = deepcopy(dict(document))
    held = written["universalScheduleStandard"]
    known = {one.name: one for one in understood(document).boards}
    raw = {one["name"]: one for one in held.get("stripboards") or ()}
    calendar = next((one["id"] for one in held.get("calendars") or ()), None)
    key = _key_of_order(held)
    kept: list[dict[str, Any]] = []
    for board in boards:
        here = raw.get(board.name)
        if here is None:
            here = {"id": _id("board", board.name), "name": board.name, "calendar": calendar}
        if board.name not in known or known[board.name].board != board.board:
            here = here | {"boards": _order(board, here.get("boards") or (), key)}
        kept.append(here)
    held["stripboards"] = kept
    return msgspec.json.format(msgspec.json.encode(written), indent=2)


def with_days_off(
    document: Mapping[str, Any], days: Iterable[date], *, number: str | None = None
) -> dict[str, Any]:
    """The file with these days off: of every calendar, or of whom has that board number.

    Days that are off already stay as they stand.

    Raises:
        Invalid: the file has no calendar that could hold them.
    """
    changed = deepcopy(dict(document))
    held = changed["universalScheduleStandard"]
    if number is None and not held.get("calendars"):
        raise Invalid("This schedule has no calendar of its own.", field="calendar")
    cast = {one["id"] for one in held["categories"] if one["ucid"] == CAST}
    whose: list[dict[str, Any]] = held["calendars"] if number is None else held["elements"]
    for one in whose:
        if number is None or (
            one["category"] in cast and (one.get("elementId") or one["name"]) == number
        ):
            name = "calendar" if number is None else str(one["name"])
            one["events"] = [*(one.get("events") or ()), *_new_days_off(one, name, days)]
    return changed


def with_minutes(document: Mapping[str, Any], strip: str, minutes: int | None) -> dict[str, Any]:
    """The file with how long a strip takes, as a person said; None takes it back."""
    changed = deepcopy(dict(document))
    for sheet in changed["universalScheduleStandard"]["breakdowns"]:
        if sheet["id"] == strip:
            sheet["duration"] = None if minutes is None else minutes * _MILLISECONDS
    return changed


def _new_days_off(
    one: Mapping[str, Any], name: str, days: Iterable[date]
) -> Iterator[dict[str, Any]]:
    """Those that a calendar or an element does not have yet."""
    events: Iterable[Mapping[str, Any]] = one.get("events") or ()
    known = {str(event["date"])[:10] for event in events if event["type"] == "dayOff"}
    return (_day_off(name, day) for day in sorted(days) if day.isoformat() not in known)


def new_document(
    name: str, script: ShootingScript, boards: Sequence[NamedBoard], *, on: date
) -> dict[str, Any]:
    """A file for a schedule that did not come from one, in the words of the standard's text."""
    created = f"{on.isoformat()}T00:00:00.000Z"
    elements: dict[str, dict[str, Any]] = {}
    sheets = [_sheet(strip, script, elements, created) for strip in script.strips.values()]
    for member in script.cast.values():
        _cast_element(elements, member, created)
    calendar = _calendar_record(script.calendar)
    held: dict[str, Any] = dict.fromkeys(
        ("author", "company", "description", "episode", "episodeName", "project", "schedColor")
    )
    held |= dict.fromkeys(("schedDate", "scriptColor", "scriptDate", "season"))
    held |= {
        "id": _id("schedule", name),
        "created": created,
        "name": name,
        "source": "Matinee",
        "ussVersion": _VERSION,
        "breakdowns": sheets,
        "categories": [
            {"id": _id("category", kind), "created": created, "name": kind, "ucid": number}
            for kind, number in CATEGORIES.items()
        ],
        "elements": list(elements.values()),
        "stripboards": [
            {
                "id": _id("board", board.name),
                "boards": _order(board, (), "breakdownIds"),
                "calendar": calendar["id"],
                "name": board.name,
            }
            for board in boards
        ],
        "calendars": [calendar],
    }
    return {"universalScheduleStandard": held}


def _key_of_order(held: Mapping[str, Any]) -> str:
    for one in held.get("stripboards") or ():
        for part in one.get("boards") or ():
            return "breakdownArrays" if "breakdownArrays" in part else "breakdownIds"
    return "breakdownIds"


def _order(board: NamedBoard, parts: Sequence[Any], key: str) -> list[dict[str, Any]]:
    ids = {part["name"].lower(): part["id"] for part in parts if "id" in part}
    days: Board = board.board
    return [
        {
            "id": ids.get(part) or _id(part, board.name),
            "name": part,
            key: order,
        }
        for part, order in (
            ("stripboard", [list(day) for day in days.days]),
            ("boneyard", list(days.boneyard)),
        )
    ]


def _sheet(
    strip: Strip, script: ShootingScript, elements: dict[str, dict[str, Any]], created: str
) -> dict[str, Any]:
    named = [
        ("Set", strip.set_name),
        ("INT/EXT", strip.side.value.upper()),
        ("Day/Night", strip.light.value.upper()),
        ("Location", strip.location),
        *strip.elements,
    ]
    ids = [_element(elements, kind, name, created) for kind, name in named if name]
    ids += [_cast_element(elements, script.cast[number], created) for number in strip.cast]
    return {
        "id": strip.id,
        "bannerText": strip.banner or None,
        "comments": None,
        "created": created,
        "description": strip.description or None,
        "elements": [] if strip.banner else ids,
        "pages": strip.eighths / EIGHTHS_A_PAGE,
        "scene": strip.scene or None,
        "scriptPage": None,
        "duration": None if strip.minutes is None else strip.minutes * _MILLISECONDS,
        "type": "banner" if strip.banner else "scene",
    }


def _element(
    elements: dict[str, dict[str, Any]], kind: str, name: str, created: str, **more: Any
) -> str:
    kind = kind if kind in CATEGORIES else "Other"
    identifier = _id(kind, name)
    elements.setdefault(
        identifier,
        {
            "id": identifier,
            "category": _id("category", kind),
            "created": created,
            "daysOff": [],
            "dropDayCount": 10,
            "elementId": None,
            "events": [],
            "isDood": True,
            "isDrop": True,
            "isHold": True,
            "isIdLock": False,
            "linkedElements": [],
            "name": name,
        }
        | more,
    )
    return identifier


def _cast_element(elements: dict[str, dict[str, Any]], member: CastMember, created: str) -> str:
    return _element(
        elements,
        "Cast Members",
        member.name,
        created,
        elementId=member.number,
        dropDayCount=member.drops_after or 0,
        isDrop=member.drops_after is not None,
        events=[_day_off(member.name, day) for day in sorted(member.away)],
    )


def _calendar_record(calendar: ShootCalendar) -> dict[str, Any]:
    start = {
        "id": _id("event", "start"),
        "date": f"{calendar.starts.isoformat()}T00:00:00.000Z",
        "type": "start",
        "name": None,
    }
    return {
        "id": _id("calendar", calendar.starts.isoformat()),
        "daysOff": sorted(day % 7 for day in calendar.weekdays_off),
        "events": [start, *(_day_off("calendar", day) for day in sorted(calendar.holidays))],
        "name": calendar.starts.isoformat(),
    }


def _day_off(whose: str, day: date) -> dict[str, Any]:
    return {
        "id": _id("event", f"{whose} {day.isoformat()}"),
        "date": f"{day.isoformat()}T00:00:00.000Z",
        "type": "dayOff",
        "name": "dayOff",
    }


def _id(kind: str, name: str) -> str:
    """The same for the same thing, so that an importer sees what it has already."""
    return uuid5(NAMESPACE_OID, f"matinee:{kind}:{name}").hex
