from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.studio.schedule.boards import shooting, strip

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.studio.schedule.model import Board, CastMember
from matinee.studio.schedule.uss import NamedBoard, read_uss
from matinee.studio.schedule.uss_writing import new_document

_SCRIPT = shooting(
    strip("a", "12", at="HALL"),
    strip("b", "2", at="ROAD"),
    strip("c", "1", at="HALL"),
    members=(CastMember("1", "Ada", 1, 10), CastMember("2", "Ben")),
)
_BOARD = NamedBoard("Blue", Board((("a",), ("b",), ("c",))), _SCRIPT.calendar)
_FILE = json.dumps(new_document("Night tram", _SCRIPT, (_BOARD,), on=date(2026, 5, 1)))
_JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def production(house: House) -> UUID:
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    return UUID(fact.key)


@pytest.fixture
async def at(client: httpx.AsyncClient, production: UUID) -> str:
    """The address of the board Blue."""
    taken = await client.post(f"/v1/schedules/{production}", content=_FILE, headers=_JSON)
    assert taken.status_code == 201, taken.text
    schedule = taken.json()
    (board,) = schedule["boards"]
    return f"/v1/schedules/{production}/{schedule['id']}/boards/{board['id']}"


async def _read(client: httpx.AsyncClient, at: str) -> dict[str, Any]:
    answer = await client.get(at)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_schedule_is_taken_in_and_read(client: httpx.AsyncClient, at: str) -> None:
    board = await _read(client, at)
    assert [day["strips"] for day in board["days"]] == [["a"], ["b"], ["c"]]
    assert [day["date"] for day in board["days"]] == ["2026-06-01", "2026-06-02", "2026-06-03"]
    assert board["reading"]["hold_days"] == 1
    codes = {row["name"]: row["codes"] for row in board["day_out_of_days"]}
    assert codes == {"Ada": ["SW", "H", "WF"], "Ben": ["SW", "WF", ""]}


async def test_moving_undoing_and_doing_again(client: httpx.AsyncClient, at: str) -> None:
    moved = {"days": [["a", "c"], ["b"]], "revision": 0, "what": "c moved"}
    placed = (await client.put(at, json=moved)).json()
    assert (placed["reading"]["hold_days"], placed["what"]) == (0, "c moved")
    late = await client.put(at, json=moved)
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    undone = (await client.post(f"{at}/undo", json={"revision": 1})).json()
    assert (undone["reading"]["hold_days"], undone["revision"]) == (1, 2)
    nothing = await client.post(f"{at}/undo", json={"revision": 2})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "no_step")
    again = (await client.post(f"{at}/redo", json={"revision": 2})).json()
    assert again["reading"]["hold_days"] == 0
    other = {"days": [["a"], ["b", "c"]], "revision": 3}
    assert (await client.put(at, json=other)).status_code == 200
    gone = await client.post(f"{at}/redo", json={"revision": 4})
    assert gone.json()["code"] == "no_step"


@pytest.mark.parametrize(
    "days", [[["a"], ["b"]], [["a", "a"], ["b"], ["c"]], [["a"], ["b"], ["c", "x"]]]
)
async def test_no_strip_is_lost(client: httpx.AsyncClient, at: str, days: list[list[str]]) -> None:
    refused = await client.put(at, json={"days": days, "revision": 0})
    assert (refused.status_code, refused.json()["field"]) == (422, "days")
    assert (await _read(client, at))["revision"] == 0


async def test_a_plan_is_made_by_a_worker(client: httpx.AsyncClient, house: House, at: str) -> None:
    asked = await client.post(f"{at}/plans", json={"name": "Planned", "seconds": 1})
    assert asked.status_code == 202
    await house.jobs.work(until_idle=True)
    schedule = at.partition("/boards/")[0]
    boards = {one["name"]: one for one in (await client.get(schedule)).json()["boards"]}
    planned = await _read(client, f"{schedule}/boards/{boards['Planned']['id']}")
    assert planned["reading"]["hold_days"] == 0
    assert planned["what"].startswith("Planned in 1 s: cost ")
    taken = await client.post(f"{at}/plans", json={"name": "Planned", "seconds": 1})
    assert (taken.status_code, taken.json()["field"]) == (409, "name")


async def test_rates_and_rules_change_what_a_board_costs(
    client: httpx.AsyncClient, at: str
) -> None:
    schedule = at.partition("/boards/")[0]
    rules = {"eighths_a_day": 8, "most_days": 2, "locked": {"a": 1}}
    terms = {"rules": rules, "deals": {"1": 500}}
    assert (await client.put(f"{schedule}/terms", json=terms)).status_code == 200
    board = await _read(client, at)
    assert board["reading"]["cast_cost"] == 3 * 500 + 2
    assert {flag["rule"] for flag in board["reading"]["flags"]} == {"days", "locked"}
    clashes = (await client.get(f"{at}/conflicts")).json()["conflicts"]
    assert clashes == ["At most 1 pages a day on 2 days, for 3 pages."]
    for wrong in ({"rules": {"most_days": "two"}}, {"rules": {}, "deals": {"7": 1}}):
        refused = await client.put(f"{schedule}/terms", json=wrong)
        assert refused.status_code == 422
    assert (await _read(client, at))["reading"]["cast_cost"] == 3 * 500 + 2


async def test_a_schedule_goes_out_as_it_stands(client: httpx.AsyncClient, at: str) -> None:
    await client.put(at, json={"days": [["a", "c"], ["b"]], "revision": 0})
    written = await client.get(at.partition("/boards/")[0] + "/file")
    again = read_uss(written.content)
    assert again.boards[0].board == Board((("a", "c"), ("b",)))
    assert again.script.strips == _SCRIPT.strips


async def test_a_screenplay_becomes_strips(client: httpx.AsyncClient, production: UUID) -> None:
    script = "INT. HALL - DAY\n\nADA\nHello.\n\nEXT. ROAD - NIGHT\n\nBEN\nHello.\n"
    taken = await client.post(
        f"/v1/schedules/{production}",
        params={"name": "tram.fountain", "starts": "2026-06-01"},
        content=script.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert taken.status_code == 201, taken.text
    board = taken.json()["boards"][0]["id"]
    read = await _read(client, f"/v1/schedules/{production}/{taken.json()['id']}/boards/{board}")
    assert len(read["days"][0]["strips"]) == 2
    assert [row["name"] for row in read["day_out_of_days"]] == ["ADA", "BEN"]
    assert read["reading"]["flags"] == []


async def test_what_is_no_schedule_and_what_belongs_elsewhere(
    client: httpx.AsyncClient, house: House, at: str
) -> None:
    production = at.split("/")[3]
    broken = await client.post(f"/v1/schedules/{production}", content="{}", headers=_JSON)
    assert (broken.status_code, broken.json()["field"]) == (422, "file")
    other = await house.record.add_production(NewProduction(title="Other"), by="Ines")
    foreign = await client.get(at.replace(production, other.key))
    assert foreign.status_code == 404
    nowhere = await client.post(f"/v1/schedules/{UUID(int=7)}", content=_FILE, headers=_JSON)
    assert nowhere.status_code == 404


async def test_the_days_are_written_as_a_calendar(client: httpx.AsyncClient, at: str) -> None:
    written = await client.get(f"{at}/calendar", params={"call": "07:00", "member": "2"})
    assert (written.status_code, written.headers["content-type"].split(";")[0]) == (
        200, "text/calendar",
    )  # fmt: skip
    assert written.text.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20260601T070000\r\n" in written.text
    zoned = await client.get(f"{at}/calendar", params={"call": "07:00Z"})
    assert (zoned.status_code, zoned.json()["field"]) == (422, "call")


_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260602\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def test_days_off_of_a_calendar_file_move_days_and_flag_who_is_away(
    client: httpx.AsyncClient, at: str
) -> None:
    schedule = at.partition("/boards/")[0]
    given = {"calendar": _CALENDAR}
    away = await client.post(f"{schedule}/days-off", json={**given, "member": "2"})
    assert away.json() == {"member": "2", "days": ["2026-06-02"]}, away.text
    flags = (await _read(client, at))["reading"]["flags"]
    assert [one["day"] for one in flags if one["rule"] == "away"] == [1]
    closed = await client.post(f"{schedule}/days-off", json=given)
    assert closed.status_code == 200, closed.text
    board = await _read(client, at)
    assert [day["date"] for day in board["days"]] == ["2026-06-01", "2026-06-03", "2026-06-04"]
    written = read_uss((await client.get(f"{schedule}/file")).content)
    assert written.script.cast["2"].away == {date(2026, 6, 2)}
    nobody = await client.post(f"{schedule}/days-off", json={**given, "member": "9"})
    assert (nobody.status_code, nobody.json()["field"]) == (422, "member")
