from __future__ import annotations

import json
from uuid import UUID

import httpx
from tests.studio.schedule.test_schedules_over_http import at, production

from matinee.assembly.house import House

__all__ = ["at", "production"]

_SCRIPT = "INT. HALL - DAY #a#\n\nADA\nHello.\n\nEXT. ROAD - DAY #b#\n\nBEN\nHello.\n"
_PACK = {"name": "Six hours", "in_force": "2020-01-01", "penalties": [25, 35]}
_DAY = {
    "call": "07:00:00",
    "wrap": "18:00:00",
    "scenes": [{"strip": "a", "shot": "shot", "eighths": 8, "setups": 9}],
    "cast": [{"number": "1", "arrived": "07:00:00", "left": "14:00:00"}],
    "meals": [{"began": "13:10:00", "ended": "13:40:00"}],
    "notes": "Rain until ten.",
}


async def test_a_day_is_handed_out_reported_and_printed(
    client: httpx.AsyncClient, house: House, production: UUID, at: str
) -> None:
    schedule = at.partition("/boards/")[0]
    terms = {"rules": {"hours": {"meals": [_PACK]}}}
    assert (await client.put(f"{schedule}/terms", json=terms)).status_code == 200
    day = f"{at}/days/1"
    assert (await client.get(f"{day}/sides")).json()["code"] == "no_draft"
    await house.studio.add(production, _SCRIPT.encode(), name="t.fountain", by="Ines")
    assert (await client.get(f"{day}/sides")).content.startswith(b"%PDF-")
    assert (await client.get(f"{day}/call-sheet")).content.startswith(b"%PDF-")
    planned = (await client.get(f"{day}/report")).json()
    assert [one["shot"] for one in planned["report"]["scenes"]] == ["not"]
    assert [one["number"] for one in planned["report"]["cast"]] == ["1", "2"]
    assert (await client.get(f"{day}/report.pdf")).status_code == 404
    kept = await client.put(f"{day}/report", json={"report": _DAY, "revision": 0})
    assert (kept.status_code, kept.json()["penalties"]) == (200, 25), kept.text
    assert (kept.json()["eighths"], kept.json()["minutes"]) == (8, 660)
    late = await client.put(f"{day}/report", json={"report": _DAY, "revision": 0})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    again = await client.put(f"{day}/report", json={"report": _DAY, "revision": 1})
    assert again.json()["revision"] == 2
    assert (await client.get(f"{day}/report.pdf")).content.startswith(b"%PDF-")
    other = {"scenes": [{"strip": "x", "shot": "shot"}]}
    wrong = await client.put(f"{day}/report", json={"report": other, "revision": 2})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "scenes")
    for notes in ("\0", "\ud800"):
        body = json.dumps({"report": {"notes": notes}, "revision": 2})
        kind = {"Content-Type": "application/json"}
        wrong = await client.put(f"{day}/report", content=body, headers=kind)
        assert (wrong.status_code, wrong.json()["field"]) == (422, "notes")
    for revision in (-1, 2**31 - 1, 2**63):
        wrong = await client.put(f"{day}/report", json={"report": _DAY, "revision": revision})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "revision")
    for away in (0, 9):
        assert (await client.get(f"{at}/days/{away}/report")).status_code == 404
