"""What partners ask of artwork, as a form: the list of specifications, and each line by line."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import MatineeError
from matinee.promote.delivery.model import (
    MOST_LINES,
    MOST_ZONES,
    NAME,
    Format,
    KeptSpecification,
    Line,
    Margins,
    Specification,
    Zone,
)
from matinee.promote.delivery.service import DeliveryService
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.rendering import Stage

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_Name = Annotated[str, Path(min_length=1, max_length=60, pattern=NAME)]
ROOT = "/desk/deliveries/specifications"
_SIDES = ("left", "top", "right", "bottom")
_ZONE = ("left", "top", "width", "height")
_SPARE_LINES, _SPARE_ZONES = 2, 1
_MOST_FIELDS = 3 + MOST_LINES * (13 + MOST_ZONES * 5)


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/deliveries/specifications``."""
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_DESK])
    deliveries = house.promotion.deliveries
    shelf = deliveries.specifications

    @router.get("")
    async def listed(request: Request) -> Response:
        """List what partners ask for: the house's own, then the examples."""
        values = {"specifications": await shelf.all()}
        return stage.page("promote/specifications.html", stage.tongue(request), values)

    @router.get("/new")
    async def new(request: Request, like: str = "") -> Response:
        """Give an empty form, or one that is filled in like another specification."""
        typed = _as_typed((await shelf.one(like)).wanted, name="") if like else Typed()
        return _form(stage, request, typed)

    @router.post("/new")
    async def put_new(request: Request) -> Response:
        """Keep a new specification; a name that is taken is not taken from it."""
        reading = await _reading(stage, request)
        # The address of this form is no specification's.
        taken = {"new", *(each.wanted.name for each in await shelf.all())}
        name = reading.typed.one("name")
        if name in taken:
            reading.faults["name"] = reading.tongue.say("There is one of this name already.")
        done = await _kept(deliveries, request, reading, name)
        return done or _form(stage, request, reading.typed, faults=reading.faults)

    @router.get("/{name}")
    async def one(request: Request, name: _Name) -> Response:
        """Show a specification of the house's own, to be changed; an example as a beginning."""
        own = await shelf.one(name)
        if own.is_example:
            return RedirectResponse(f"{ROOT}/new?like={name}", 303)
        return _form(stage, request, _as_typed(own.wanted), own=own)

    @router.post("/{name}")
    async def put(request: Request, name: _Name) -> Response:
        """Keep a specification as it was written now; deliveries made before stay as they are."""
        own = await shelf.one(name)
        reading = await _reading(stage, request)
        done = await _kept(deliveries, request, reading, name)
        return done or _form(stage, request, reading.typed, own=own, faults=reading.faults)

    @router.post("/{name}/remove")
    async def remove(name: _Name) -> Response:
        """Forget a specification of the house's own."""
        await shelf.remove(name)
        return RedirectResponse(ROOT, 303)

    return router


async def _reading(stage: Stage, request: Request) -> Reading:
    typed = await Typed.of(request, most_fields=_MOST_FIELDS)
    return Reading(typed, stage.tongue(request))


async def _kept(
    deliveries: DeliveryService, request: Request, reading: Reading, name: str
) -> Response | None:
    """Keep what was written and go to the list; None where something does not fit."""
    wanted = _wanted(reading, name)
    if wanted is None:
        return None
    try:
        await deliveries.specifications.put(wanted, by=(await caller_of(request)).name)
    except MatineeError as error:
        reading.refused(error, {"": "partner"})
        return None
    return RedirectResponse(ROOT, 303)


def _form(
    stage: Stage,
    request: Request,
    typed: Typed,
    *,
    own: KeptSpecification | None = None,
    faults: Mapping[str, str] | None = None,
) -> Response:
    """The form with what is typed, two empty lines at its end, an empty overlay in each line."""
    count = min(MOST_LINES, _filled(typed, "line", MOST_LINES) + _SPARE_LINES)
    values = {
        "was": typed,
        "own": own,
        "lines": {row: _zones_shown(typed, row) for row in range(1, count + 1)},
        "formats": {each.value: each.value.upper() for each in Format},
        "faults": dict(faults or {}),
    }
    status = 422 if faults else 200
    return stage.page("promote/specification.html", stage.tongue(request), values, status=status)


def _filled(typed: Typed, field: str, most: int) -> int:
    """The number of the last row whose name is filled in."""
    return max((row for row in range(1, most + 1) if typed.one(f"{field}-{row}")), default=0)


def _zones_shown(typed: Typed, line: int) -> range:
    filled = _filled(typed, f"zone-{line}", MOST_ZONES)
    return range(1, min(MOST_ZONES, filled + _SPARE_ZONES) + 1)


def _wanted(reading: Reading, name: str) -> Specification | None:
    """Of the lines that have a name; None where something does not fit."""
    read = [
        _line(reading, row) for row in range(1, MOST_LINES + 1) if reading.typed.one(f"line-{row}")
    ]
    lines = [line for line in read if line is not None]
    if len(lines) < len(read):
        return None
    values = {
        "name": name,
        "partner": reading.needed("partner"),
        "about": reading.typed.one("about"),
        "lines": lines,
    }
    return reading.shape(Specification, values, {"lines": "line-1", "": "line-1"})


def _line(reading: Reading, row: int) -> Line | None:
    kilobytes = reading.number(f"kilobytes-{row}")
    enlarged = reading.number(f"enlarged-{row}")
    margins = {side: _share(reading, f"{side}-{row}") for side in _SIDES}
    fields = {side: f"{side}-{row}" for side in _SIDES}
    safe = reading.shape(Margins, known(margins), fields)
    zones = [
        _zone(reading, row, place)
        for place in range(1, MOST_ZONES + 1)
        if reading.typed.one(f"zone-{row}-{place}")
    ]
    if safe is None or not all(zones):
        return None
    values = {
        "name": reading.typed.one(f"line-{row}"),
        "width": reading.count(f"width-{row}"),
        "height": reading.count(f"height-{row}"),
        "format": reading.typed.one(f"format-{row}"),
        "most_bytes": None if kilobytes is None else round(kilobytes * 1000),
        "titled": reading.flag(f"titled-{row}"),
        "languages": reading.codes(f"languages-{row}"),
        "pictures": reading.count(f"pictures-{row}"),
        "most_enlarged": None if enlarged is None else 1 + enlarged / 100,
        "safe": safe,
        "zones": zones,
    }
    named = {
        "name": f"line-{row}",
        "most_bytes": f"kilobytes-{row}",
        "most_enlarged": f"enlarged-{row}",
        "": f"line-{row}",
    }
    return reading.shape(Line, known(values), {each: f"{each}-{row}" for each in values} | named)


def _zone(reading: Reading, row: int, place: int) -> Zone | None:
    at = f"{row}-{place}"
    values = {side: _share(reading, f"zone-{side}-{at}") for side in _ZONE}
    fields = {side: f"zone-{side}-{at}" for side in _ZONE}
    named = {"name": f"zone-{at}", "": f"zone-{at}"}
    return reading.shape(
        Zone, known({**values, "name": reading.typed.one(f"zone-{at}")}), fields | named
    )


def _share(reading: Reading, name: str) -> float | None:
    """Percent as a share."""
    percent = reading.number(name)
    return None if percent is None else percent / 100


def _as_typed(wanted: Specification, *, name: str | None = None) -> Typed:
    """The form that would say it."""
    values = {
        "name": wanted.name if name is None else name,
        "partner": wanted.partner,
        "about": wanted.about,
    }
    for row, line in enumerate(wanted.lines, start=1):
        values |= _line_as_typed(line, row)
    return Typed.told(**values)


def _line_as_typed(line: Line, row: int) -> dict[str, str]:
    values: dict[str, Any] = {
        f"line-{row}": line.name,
        f"width-{row}": line.width,
        f"height-{row}": line.height,
        f"format-{row}": line.format.value,
        f"kilobytes-{row}": f"{line.most_bytes / 1000:g}",
        f"titled-{row}": "yes" if line.titled else "",
        f"languages-{row}": ", ".join(line.languages),
        f"pictures-{row}": line.pictures,
        f"enlarged-{row}": _percent(line.most_enlarged - 1),
    }
    values |= {f"{side}-{row}": _percent(getattr(line.safe, side)) for side in _SIDES}
    for place, zone in enumerate(line.zones, start=1):
        values[f"zone-{row}-{place}"] = zone.name
        values |= {
            f"zone-{side}-{row}-{place}": _percent(getattr(zone, side), zero="0") for side in _ZONE
        }
    return {field: str(value) for field, value in values.items()}


def _percent(share: float, *, zero: str = "") -> str:
    return f"{100 * share:.6g}" if share else zero
