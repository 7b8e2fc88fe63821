from __future__ import annotations

import re
from uuid import UUID

import httpx
from tests.surfaces.web.clearance.premises import Premises

from matinee.clearance.desk.model import FactKind
from matinee.generation.service import TextRequest, inputs_of

ANSWERS = {
    "kind": "ideation",
    "purpose": "mood board of the station",
    "tool": "sketcher",
    **{f"P{n}": "yes" for n in range(1, 6)},
}


async def test_the_outcome_forms_without_anything_being_recorded(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    before = (await premises.house.ledger.head()).size
    unsure = {**ANSWERS, "P2": "unsure"}
    go = await desk.post(f"{premises.declare}/outcome", data=ANSWERS)
    review = await desk.post(f"{premises.declare}/outcome", data=unsure)
    refused = await desk.post(f"{premises.declare}/outcome", data={**ANSWERS, "kind": "replica"})

    assert 'class="headline go"' in go.text
    assert 'class="headline review"' in review.text
    assert "principle P2" in review.text
    assert 'class="headline refused"' in refused.text
    assert "The performer&#39;s signed consent" in refused.text
    assert "<html" not in go.text
    assert (await premises.house.ledger.head()).size == before
    assert await premises.house.record.current(FactKind.USE) == []


async def test_a_declaration_is_filed_and_shows_its_decision_and_permit(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    filed = await desk.post(premises.declare, data={**ANSWERS, "act": "file"})
    assert filed.status_code == 303
    page = await desk.get(filed.headers["location"])
    assert 'class="headline go"' in page.text
    assert "mood board of the station" in page.text

    asked = {"prompt": "a station at night", "uses": "2", "hours": "24"}
    minted = await desk.post(f"{filed.headers['location']}/permits", data=asked)
    assert minted.status_code == 303
    page = await desk.get(filed.headers["location"])
    assert "Live" in page.text
    assert "0 / 2" in page.text
    use = UUID(filed.headers["location"].rpartition("/")[2])
    (permit,) = await premises.house.record.permits.of_use(use)
    request = TextRequest(prompt="a station at night")
    assert permit.terms["inputs"] == sorted(inputs_of(request))


async def test_without_scripts_a_button_shows_the_outcome_and_keeps_what_was_typed(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    looked = await desk.post(premises.declare, data={**ANSWERS, "act": "look"})
    assert looked.status_code == 200
    assert 'class="headline go"' in looked.text
    assert 'value="mood board of the station"' in looked.text
    assert await premises.house.record.current(FactKind.USE) == []


async def test_what_does_not_fit_is_named_and_nothing_typed_is_lost(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    wrong = {
        **ANSWERS,
        "purpose": "",
        "territories": "Portugal",
        "starts_at": "soon",
        "references": "a face <b>like</b> hers",
    }
    answer = await desk.post(premises.declare, data={**wrong, "act": "file"})
    assert answer.status_code == 422
    for name in ("purpose", "territories", "starts_at"):
        assert f'id="{name}-fault"' in answer.text
        assert re.search(rf'id="{name}"[^>]*aria-invalid="true"', answer.text)
    assert 'value="PORTUGAL"' not in answer.text
    assert 'value="Portugal"' in answer.text
    assert "a face &lt;b&gt;like&lt;/b&gt; hers" in answer.text
    assert await premises.house.record.current(FactKind.USE) == []


async def test_evidence_of_another_kind_of_use_is_left_out(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    stray = {**ANSWERS, "days": "many", "code": "noise", "act": "file"}
    filed = await desk.post(premises.declare, data=stray)
    assert filed.status_code == 303
    use = filed.headers["location"].rpartition("/")[2]
    assert [fact.kind for fact in await premises.house.record.about(use)] == [FactKind.USE]


async def test_a_whole_replica_waits_for_counsel_with_its_evidence(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    answers = {
        **ANSWERS,
        "kind": "replica",
        "performer": str(premises.performer),
        "final": "yes",
        "territories": "pt",
        "languages": "pt",
        "days": "2",
        "rate": "scale",
        "residuals": "yes",
        "business_need": "scenes 3 and 14",
        "replaces_in_person_work": "no",
        "specific_description": "yes",
        "counsel_or_union": "yes",
        "act": "file",
    }
    filed = await desk.post(premises.declare, data=answers)
    page = await desk.get(filed.headers["location"])
    assert 'class="headline review"' in page.text
    assert "Clara Nunes" in page.text
    assert "Days, rate and residuals" in page.text


async def test_another_site_files_nothing(desk: httpx.AsyncClient, premises: Premises) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = await desk.post(premises.declare, data=ANSWERS, headers=elsewhere)
    assert answer.status_code == 403
    assert await premises.house.record.current(FactKind.USE) == []
