from __future__ import annotations

import httpx
from tests.surfaces.web.schedule.premises import furnished

from matinee.assembly.house import House


async def test_without_scripts_forms_move_undo_and_plan(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    board = await furnished(house)
    page = await client.get(board)
    assert page.status_code == 200
    assert "TRAM DEPOT" in page.text
    moved = await client.post(
        f"{board}/move", data={"strip": "c", "day": "1", "before": "a", "revision": "0"}
    )
    assert moved.status_code == 303
    part = await client.post(
        f"{board}/go", data={"way": "undo", "revision": "1"}, headers={"HX-Request": "true"}
    )
    assert part.text.startswith('<div id="board"')
    late = await client.post(f"{board}/close-gaps", data={"revision": "0"})
    assert late.status_code == 409
    told = await client.post(
        f"{board}/close-gaps", data={"revision": "0"}, headers={"HX-Request": "true"}
    )
    assert "Somebody has changed this board meanwhile" in told.text
    assert 'data-revision="2"' in told.text
    again = await client.post(f"{board}/plan", data={"name": "Blue", "seconds": "10"})
    assert again.status_code == 422
    assert "There is a board Blue already" in again.text
    asked = await client.post(f"{board}/plan", data={"name": "Green", "seconds": "10"})
    assert asked.headers["location"].endswith("?planning=10#plan")


async def test_rules_rates_days_and_call_sheets(client: httpx.AsyncClient, house: House) -> None:
    client.headers["Accept"] = "text/html"
    board = await furnished(house)
    terms = board.partition("/boards/")[0] + "/terms"
    wrong = await client.post(terms, data={"eighths_a_day": "many", "rate-1": "70"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    kept = await client.post(
        terms,
        data={
            "eighths_a_day": "8",
            "most_days": "2",
            "turnaround": "yes",
            "rate-1": "70",
            "travel-2": "1",
            "fittings-2": "",
            "travel_share": "50",
        },
    )
    assert kept.status_code == 303
    days = await client.get(f"{board}/days")
    assert ">SW<" in days.text
    assert ">210<" in days.text
    assert ">T<" in days.text
    clash = await client.get(f"{board}/conflicts")
    assert "At most 1 pages a day on 2 days" in clash.text
    sheet = await client.get(f"{board}/call-sheets/1.pdf")
    assert sheet.content.startswith(b"%PDF-")
    assert (await client.get(f"{board}/call-sheets/4.pdf")).status_code == 404


async def test_a_schedule_is_taken_in_by_a_form(client: httpx.AsyncClient, house: House) -> None:
    client.headers["Accept"] = "text/html"
    production = (await furnished(house)).split("/")[3]
    script = {"file": ("tram.fountain", b"INT. HALL - DAY\n\nADA\nHello.\n")}
    bare = await client.post("/desk/schedules", data={"production": production})
    assert bare.status_code == 422
    made = await client.post(
        "/desk/schedules",
        data={"production": production, "starts": "2026-06-01", "name": "Tram"},
        files=script,
    )
    assert made.status_code == 303
    assert "INT HALL" in (await client.get(made.headers["location"])).text
    assert "Night tram" in (await client.get("/desk/schedules")).text


async def test_hours_are_said_a_strip_is_timed_and_a_calendar_is_taken_in(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    board = await furnished(house)
    schedule = board.partition("/boards/")[0]
    said = {"timed": "yes", "call": "06:30", "day": "600", "setup": "15", "extra-Stunts": "90"}
    place = {"place-0-latitude": "53,55", "place-0-longitude": "8.58"}
    wrong = await client.post(f"{schedule}/hours", data={**said, **place, "place-0-zone": "Mars"})
    assert wrong.status_code == 422
    assert "There are no clocks &#39;Mars&#39;" in wrong.text
    kept = await client.post(
        f"{schedule}/hours", data={**said, **place, "place-0-zone": "Europe/Berlin", "age-2": "9"}
    )
    assert kept.status_code == 303, kept.text
    page = (await client.get(f"{schedule}/hours")).text
    assert 'value="06:30"' in page
    assert 'value="53.55"' in page
    assert "06:30 to 09:30, 3 h 00 of 10 h 00" in (await client.get(board)).text
    longer = {"strip": "a", "minutes": "200"}
    part = await client.post(f"{board}/takes", data=longer, headers={"HX-Request": "true"})
    assert "06:30 to 11:20" in part.text
    given = await client.post(f"{board}/unit", data={"strip": "a", "unit": "2"})
    assert given.status_code == 303
    assert "Give to the main unit" in (await client.get(board)).text
    await client.post(f"{board}/unit", data={"strip": "a", "unit": "1"})
    assert "Give to the main unit" not in (await client.get(board)).text
    none = {"strip": "nowhere", "minutes": "10"}
    assert (await client.post(f"{board}/takes", data=none)).status_code == 404
    closed = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTART;VALUE=DATE:20260602\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    file = {"calendar": ("off.ics", closed.encode())}
    taken = await client.post(f"{schedule}/days-off", data={"member": "2"}, files=file)
    assert taken.headers["location"].endswith("?taken=1")
    assert 'datetime="2026-06-02"' in (await client.get(f"{schedule}/days-off")).text
    assert (await client.post(f"{schedule}/days-off", files={})).status_code == 422
