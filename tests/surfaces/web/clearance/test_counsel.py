from __future__ import annotations

from uuid import UUID, uuid4

import httpx
from tests.surfaces.web.clearance.premises import Premises

from matinee.clearance.desk.model import FactKind

INBOX = "/desk/clearance/inbox"
SCOPE = ["principles", "final", "likeness", "replica"]


async def _said(premises: Premises, use: UUID) -> list[FactKind]:
    return [fact.kind for fact in await premises.house.record.about(str(use))]


async def test_what_waits_is_in_the_inbox_and_an_approval_takes_it_out(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.replica()
    await premises.declared()
    inbox = await desk.get(INBOX)
    assert "Clara, ten years younger" in inbox.text
    assert "mood board" not in inbox.text
    opened = await desk.get(f"{INBOX}/{use}")
    for word in ("final", "likeness", "replica"):
        assert f'name="scope" type="checkbox" value="{word}"' in opened.text

    form = {"scope": SCOPE, "note": "As agreed with the agency."}
    approved = await desk.post(f"{INBOX}/{use}/approval", data=form)
    assert approved.status_code == 303
    page = await desk.get(approved.headers["location"])
    assert 'class="headline go"' in page.text
    assert "As agreed with the agency." in page.text
    assert "Clara, ten years younger" not in (await desk.get(INBOX)).text


async def test_an_approval_that_is_taken_back_is_recorded_and_the_use_waits_again(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.replica()
    await desk.post(f"{INBOX}/{use}/approval", data={"scope": SCOPE})
    taken = await desk.post(f"{INBOX}/{use}/withdrawal", data={"why": "A mistake of mine."})
    page = await desk.get(taken.headers["location"])
    assert 'class="headline review"' in page.text
    assert "A mistake of mine." in page.text
    assert "Clara, ten years younger" in (await desk.get(INBOX)).text
    assert (await _said(premises, use))[-2:] == [FactKind.APPROVAL, FactKind.WITHDRAWAL]

    again = await desk.post(f"{INBOX}/{use}/withdrawal", data={"why": "Twice."})
    assert again.status_code == 422
    assert "There is no approval or refusal to take back." in again.text


async def test_a_refusal_reaches_whoever_declared_it_as_what_to_do_next(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.replica()
    refused = await desk.post(f"{INBOX}/{use}/refusal", data={"reason": "Scene 14 is out."})
    page = await desk.get(premises.use(use))
    assert refused.status_code == 303
    assert 'class="headline refused"' in page.text
    assert "Scene 14 is out." in page.text


async def test_a_question_waits_for_its_answer(desk: httpx.AsyncClient, premises: Premises) -> None:
    use = await premises.replica()
    await desk.post(f"{INBOX}/{use}/question", data={"question": "Which scenes?"})
    assert "Asked" in (await desk.get(INBOX)).text
    page = await desk.get(premises.use(use))
    assert "Which scenes?" in page.text
    answered = await desk.post(f"{premises.use(use)}/answers", data={"answer": "Three and 14."})
    assert answered.status_code == 303
    assert "Three and 14." in (await desk.get(f"{INBOX}/{use}")).text
    assert "Asked" not in (await desk.get(INBOX)).text


async def test_an_approval_of_nothing_or_of_an_earlier_day_without_its_paper_is_not_taken(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.replica()
    empty = await desk.post(f"{INBOX}/{use}/approval", data={"note": "Fine with me."})
    assert empty.status_code == 422
    assert 'id="scope-fault"' in empty.text
    assert "Fine with me." in empty.text
    early = {"scope": SCOPE, "signed_at": "2026-01-05T10:00"}
    refused = await desk.post(f"{INBOX}/{use}/approval", data=early)
    assert refused.status_code == 422
    assert 'id="document-fault"' in refused.text
    assert 'value="2026-01-05T10:00"' in refused.text
    with_paper = await desk.post(
        f"{INBOX}/{use}/approval", data=early, files={"document": b"a signed letter"}
    )
    assert with_paper.status_code == 303
    assert (await _said(premises, use)).count(FactKind.APPROVAL) == 1


async def test_evidence_is_brought_later_and_decided_on(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.declared(kind="background_element", purpose="a sign")
    assert 'class="headline review"' in (await desk.get(premises.use(use))).text
    nothing = await desk.post(f"{premises.use(use)}/evidence", data={})
    assert nothing.status_code == 422
    form = {"prominence": "incidental", "human_authorship": "yes"}
    brought = await desk.post(f"{premises.use(use)}/evidence", data=form)
    assert brought.status_code == 303
    assert 'class="headline go"' in (await desk.get(premises.use(use))).text


async def test_a_retired_tool_refuses_what_names_it_and_is_offered_no_more(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.declared()
    minted = await desk.post(
        f"{premises.use(use)}/permits", data={"inputs": "a" * 64, "uses": "1", "hours": "2"}
    )
    assert minted.status_code == 303
    preview = await desk.get("/desk/clearance/tools/sketcher/retire")
    assert "1 live permit for it will be refused" in preview.text
    await desk.post("/desk/clearance/tools/sketcher/retire")
    again = await desk.post(f"{premises.use(use)}/decision")
    page = await desk.get(again.headers["location"])
    assert 'class="headline refused"' in page.text
    assert "The tool is retired" in page.text
    assert 'value="sketcher"' not in (await desk.get(premises.declare)).text


async def test_registers_are_filled_by_forms_and_say_what_does_not_fit(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    base = "/desk/clearance"
    made = await desk.post(f"{base}/productions", data={"title": "Low tide"})
    assert "Low tide" in (await desk.get(made.headers["location"])).text
    untitled = await desk.post(f"{base}/productions", data={"company": "Quay Street"})
    assert (untitled.status_code, 'value="Quay Street"' in untitled.text) == (422, True)

    tool = {"tool": "Painter Two", "version": "2", "licence_tier": "team", "environment": "cloud"}
    wrong = await desk.post(f"{base}/tools", data=tool)
    assert wrong.status_code == 422
    for name in ("tool", "reviewed_at", "terms_hash"):
        assert f'id="{name}-fault"' in wrong.text or f'<code translate="no">{name}' in wrong.text
    fits = {**tool, "tool": "painter", "reviewed_at": "2026-11-01T10:00", "retains": "yes"}
    right = await desk.post(f"{base}/tools", data=fits, files={"terms": b"the terms"})
    assert right.status_code == 303
    assert "Not for unreleased material" in (await desk.get(f"{base}/tools")).text

    strike = {"guild": "SAG-AFTRA", "started_at": "2026-11-01T00:00"}
    assert (await desk.post(f"{base}/strikes", data=strike)).status_code == 303
    page = await desk.get(f"{base}/strikes")
    assert "In force" in page.text
    (fact,) = await premises.house.record.current(FactKind.DISPUTE)
    await desk.post(f"{base}/strikes/{fact.key}/end")
    assert "In force" not in (await desk.get(f"{base}/strikes")).text


async def test_what_is_not_there_is_a_page_that_says_so(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    for address in (f"{INBOX}/{uuid4()}", premises.use(uuid4()), "/desk/clearance/tools/x/retire"):
        answer = await desk.get(address)
        assert answer.status_code == 404
        assert "<h1>" in answer.text
