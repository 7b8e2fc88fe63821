from __future__ import annotations

import httpx
from tests.surfaces.web.schedule.premises import furnished

from matinee.assembly.house import House


async def test_packs_are_added_edited_and_removed(client: httpx.AsyncClient, house: House) -> None:
    client.headers["Accept"] = "text/html"
    board = await furnished(house)
    packs = board.partition("/boards/")[0] + "/packs"
    added = await client.post(packs, data={"act": "add", "shipped": "california-school"})
    assert added.status_code == 303, added.text
    page = (await client.get(packs)).text
    assert page.count("for counsel to confirm") >= 3
    pack = {"act": "keep", "kind": "minors", "pack": "0", "name": "Ours", "in_force": "2026-01-01"}
    band = {"below": "10", "at_place": "300", "work": "60", "earliest": "08:00", "latest": "19:00"}
    wrong = await client.post(packs, data={**pack, **band, "work": "400"})
    assert wrong.status_code == 422
    assert (await client.post(packs, data={**pack, **band})).status_code == 303
    text = (await client.get(board)).text
    assert "Ben (9) works 2 h 00, where 1 h 00 are allowed (Ours)." in text
    why = (await client.get(f"{board}/conflicts")).text
    assert "Ben (9) works at most 1 h 00 a day" in why
    meals = {"act": "keep", "kind": "meals", "pack": "0", "name": "Ours", "in_force": "2026-01-01"}
    figures = {"every": "300", "lasts": "45", "step": "30", "penalties": "30, 40"}
    assert (await client.post(packs, data={**meals, **figures})).status_code == 303
    (held,) = await house.schedules.schedules(None)
    hours = held.script().rules.hours
    assert hours is not None
    assert (hours.meals[0].every, hours.meals[0].penalties) == (300, (30, 40))
    for kind in ("minors", "minors", "meals"):
        gone = {"act": "remove", "kind": kind, "pack": "0"}
        assert (await client.post(packs, data=gone)).status_code == 303
    assert "No pack holds." in (await client.get(packs)).text


async def test_a_production_report_is_written_in_a_form(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    report = f"{await furnished(house)}/reports/1"
    assert "this is what was planned" in (await client.get(report)).text
    told = {"revision": "0", "call": "07:00", "wrap": "16:00", "strip": "a", "shot": "shot"}
    cast = {"in-1": "07:00", "out-1": "16:00", "eighths": "", "setups": "5"}
    half = await client.post(report, data={**told, **cast, "began-0": "13:45"})
    assert half.status_code == 422
    meal = {"began-0": "13:45", "ended-0": "14:15", "notes": "Rain."}
    kept = await client.post(report, data={**told, **cast, **meal})
    assert kept.status_code == 303, kept.text
    page = (await client.get(report)).text
    assert "Ada: 45 min, 60" in page
    assert 'value="16:00"' in page
    assert (await client.get(f"{report}.pdf")).content.startswith(b"%PDF-")
    stale = await client.post(report, data={**told, **cast})
    assert stale.status_code == 422
    assert "Somebody has written this report meanwhile." in stale.text
    assert (await client.get(report.replace("/reports/1", "/sides/1.pdf"))).status_code == 404
