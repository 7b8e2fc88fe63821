"""Rule R21 where it is asked: before members are given what was made."""

from __future__ import annotations

import httpx
import pytest
from tests.clearance.record.conftest import BY, Desk
from tests.surfaces.web.clearance.premises import Premises, furnished, made_by

from matinee.assembly.house import House
from matinee.clearance.guidance.decision import Outcome
from matinee.clearance.record import shapes
from matinee.errors import Conflict, Denied, NotFound

PLAIN = shapes.NewPublication(deep_fake=False)
ENDED = shapes.TakenBack(reason="The campaign is over.")


async def test_what_is_made_by_the_rules_is_published_and_taken_back(desk: Desk) -> None:
    await desk.consent()
    output = await desk.make(await desk.mint(await desk.go()), b"a station at dusk")
    publications = desk.record.publications
    with pytest.raises(NotFound):
        await publications.content(output.id)

    decision, fact = await publications.publish(output.id, PLAIN, by=BY)

    assert decision.outcome is Outcome.GO, decision.findings
    assert fact is not None
    assert fact.body["manifest_valid"] is True
    _, content = await publications.content(output.id)
    assert content == output.content
    await publications.take_back(output.id, ENDED, by=BY)
    with pytest.raises(NotFound):
        await publications.content(output.id)
    with pytest.raises(Conflict):
        await publications.take_back(output.id, ENDED, by=BY)


async def test_a_deep_fake_without_a_disclosure_is_refused(desk: Desk) -> None:
    await desk.consent()
    output = await desk.make(await desk.mint(await desk.go()), b"a minister speaks")
    asked = shapes.NewPublication(deep_fake=True)

    decision, fact = await desk.record.publications.publish(output.id, asked, by=BY)

    assert (decision.outcome, fact) == (Outcome.REFUSED, None)
    assert "R21-disclosure" in {finding.policy for finding in decision.findings}
    assert "evidence.publication.disclosure" in decision.missing
    told = shapes.NewPublication(deep_fake=True, disclosure="Made with AI.")
    decision, fact = await desk.record.publications.publish(output.id, told, by=BY)
    assert decision.outcome is Outcome.GO
    assert fact is not None


async def test_bytes_that_their_credentials_do_not_hold_for_are_refused(desk: Desk) -> None:
    consent = await desk.consent()
    output = await desk.make(await desk.mint(await desk.go()), b"a station at dusk")
    await desk.record.outputs.store.put(output.sha256, b"another station", consent, desk.record_key)

    decision, fact = await desk.record.publications.publish(output.id, PLAIN, by=BY)

    assert fact is None
    assert "R21-manifest-invalid" in {finding.policy for finding in decision.findings}


async def test_a_use_that_no_longer_stands_is_not_published(desk: Desk) -> None:
    await desk.consent()
    use = await desk.go()
    output = await desk.make(await desk.mint(use), b"a station at dusk")
    await desk.record.refuse(use, shapes.Refusal(reason="Not in this film."), by=BY)

    decision, fact = await desk.record.publications.publish(output.id, PLAIN, by=BY)

    assert (decision.outcome, fact) == (Outcome.REFUSED, None)
    assert "refused-by-counsel" in {finding.policy for finding in decision.findings}


async def test_what_is_closed_away_or_deleted_is_not_published(desk: Desk) -> None:
    consent = await desk.consent()
    output = await desk.make(await desk.mint(await desk.go()), b"a station at dusk")
    record = desk.record
    await record.revocations.revoke(consent, shapes.Revocation(reason="No more."), by=BY)
    with pytest.raises(Denied, match="quarantined"):
        await record.publications.publish(output.id, PLAIN, by=BY)
    await record.revocations.attest_deletion(consent, shapes.Deletion(statement="Gone."), by=BY)
    with pytest.raises(Denied, match="deleted"):
        await record.publications.publish(output.id, PLAIN, by=BY)


async def _published(client: httpx.AsyncClient, house: House) -> tuple[Premises, str]:
    premises = await furnished(house)
    output = await made_by(premises)
    place = f"/v1/clearance/productions/{premises.production}/outputs/{output}/publication"
    said = {"deep_fake": True, "disclosure": "Her younger face was made with AI."}
    answer = await client.post(place, json=said)
    assert answer.status_code == 201, answer.text
    assert answer.json()["published"], answer.json()
    return premises, str(output)


async def test_members_are_given_what_is_published_until_the_consent_is_revoked(
    client: httpx.AsyncClient, house: House
) -> None:
    premises, output = await _published(client, house)
    given = await client.get(f"/v1/published/{output}")
    assert (given.status_code, given.headers["cache-control"]) == (200, "no-store")
    told = (await client.get(f"/v1/published/{output}/facts")).json()
    assert told["disclosure"] == "Her younger face was made with AI."
    assert told["source_type"] == "trainedAlgorithmicMedia"

    await house.record.revocations.revoke(
        premises.consent, shapes.Revocation(reason="No more."), by=BY
    )

    for address in (f"/v1/published/{output}", f"/v1/published/{output}/facts"):
        assert (await client.get(address)).status_code == 451, address


async def test_another_production_cannot_publish_it(
    client: httpx.AsyncClient, house: House
) -> None:
    premises = await furnished(house)
    output = await made_by(premises)
    other = (await client.post("/v1/clearance/productions", json={"title": "Noon"})).json()["key"]
    answer = await client.post(
        f"/v1/clearance/productions/{other}/outputs/{output}/publication",
        json={"deep_fake": False},
    )
    assert answer.status_code == 404


async def test_the_page_says_which_rule_speaks_against_it_and_then_publishes(
    client: httpx.AsyncClient, house: House
) -> None:
    output = await made_by(await furnished(house))
    page = f"/desk/clearance/outputs/{output}"
    assert "It is not published" in (await client.get(page)).text
    unsaid = await client.post(f"{page}/publication", data={"disclosure": ""})
    assert unsaid.status_code == 422
    refused = await client.post(f"{page}/publication", data={"deep_fake": "yes"})
    assert "R21" in refused.text
    assert "Disclose the deep fake" in refused.text
    done = await client.post(
        f"{page}/publication", data={"deep_fake": "yes", "disclosure": "Made with AI."}
    )
    assert done.status_code == 303
    assert "Members are given it at" in (await client.get(page)).text
    ended = await client.post(f"{page}/publication/end", data={"reason": "The season is over."})
    assert ended.status_code == 303
    assert "It is not published" in (await client.get(page)).text
