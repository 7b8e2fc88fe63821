from __future__ import annotations

from uuid import UUID, uuid4

import httpx
import pytest
from tests.access.conftest import OWN_PAGE, Foyer, foyer
from tests.surfaces.web.clearance.premises import Premises, furnished

from matinee.access.model import Account, Grant, ObjectKind, Role

__all__ = ["foyer"]
DESK = "/desk/clearance"


async def _enter(visitor: httpx.AsyncClient, foyer: Foyer, account: Account) -> None:
    opened = await foyer.house.access.sign_in_by_openid(account)
    visitor.cookies.set("matinee_session", opened.secret)
    visitor.headers.update(OWN_PAGE)


async def _given(foyer: Foyer, role: Role, kind: ObjectKind, own: UUID) -> Account:
    account = await foyer.account(role, name=f"{role} of {own}")
    await foyer.house.access.accounts.grant(account.id, Grant(kind, own))
    return account


@pytest.fixture
async def premises(foyer: Foyer) -> Premises:
    return await furnished(foyer.house)


async def test_a_representative_sees_the_own_performer_and_nobody_elses(
    foyer: Foyer, premises: Premises
) -> None:
    use = await premises.replica()
    own = await _given(foyer, Role.REPRESENTATIVE, ObjectKind.PERFORMER, premises.performer)
    other = await _given(foyer, Role.REPRESENTATIVE, ObjectKind.PERFORMER, uuid4())
    consent = f"{DESK}/performers/{premises.performer}/consents/{premises.consent}"
    theirs = (f"{DESK}/performers/{premises.performer}", consent, f"{consent}/paper")
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, own)
        for address in theirs:
            assert (await visitor.get(address)).status_code == 200
        assert "Clara, ten years younger" in (await visitor.get(theirs[0])).text
        for address in (premises.use(use), f"{DESK}/inbox", f"{DESK}/consents"):
            assert (await visitor.get(address)).status_code in {403, 404}
        said = {"words": "Not in scene 14.", "use": str(use)}
        sent = await visitor.post(f"{theirs[0]}/objections", data=said)
        assert sent.status_code == 303
        assert "With counsel" in (await visitor.get(theirs[0])).text
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, other)
        for address in theirs:
            assert (await visitor.get(address)).status_code == 404
        for address in (f"{theirs[0]}/objections", f"{consent}/revoke"):
            assert (await visitor.post(address, data={"reason": "x"})).status_code == 404
        form = {"performer": str(premises.performer)}
        assert (await visitor.post(f"{DESK}/consents/new", data=form)).status_code == 404
        listed = (await visitor.get(f"{DESK}/performers")).text
        assert "Clara Nunes" not in listed


async def test_an_objection_waits_in_the_inbox_until_counsel_answers(
    foyer: Foyer, premises: Premises
) -> None:
    own = await _given(foyer, Role.REPRESENTATIVE, ObjectKind.PERFORMER, premises.performer)
    counsel = await foyer.account(Role.COUNSEL, name="Marta Leal")
    view = f"{DESK}/performers/{premises.performer}"
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, own)
        empty = await visitor.post(f"{view}/objections", data={"words": " "})
        assert (empty.status_code, 'id="words-fault"' in empty.text) == (422, True)
        strange = {"words": "This one.", "use": str(uuid4())}
        refused = await visitor.post(f"{view}/objections", data=strange)
        assert (refused.status_code, "This one." in refused.text) == (422, True)
        await visitor.post(f"{view}/objections", data={"words": "Not in scene 14."})
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, counsel)
        assert "Not in scene 14." in (await visitor.get(f"{DESK}/inbox")).text
        (each,) = await foyer.house.desk.objections()
        address = f"{DESK}/objections/{each.objection.key}"
        assert "Clara Nunes" in (await visitor.get(address)).text
        await visitor.post(address, data={"words": "Scene 14 is out."})
        assert "Not in scene 14." not in (await visitor.get(f"{DESK}/inbox")).text
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, own)
        page = (await visitor.get(view)).text
        assert ("Answered" in page, "Scene 14 is out." in page) == (True, True)


async def test_a_film_maker_declares_for_the_own_production_alone(
    foyer: Foyer, premises: Premises
) -> None:
    own = await _given(foyer, Role.FILM_MAKER, ObjectKind.PRODUCTION, premises.production)
    other = await _given(foyer, Role.FILM_MAKER, ObjectKind.PRODUCTION, uuid4())
    use = await premises.declared()
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, own)
        form = (await visitor.get(premises.declare)).text
        assert "Clara Nunes" in form  # Her consent names this production.
        assert 'name="scope"' not in (await visitor.get(premises.use(use))).text
        assert (await visitor.get(f"{DESK}/inbox/{use}")).status_code == 403
        assert (await visitor.post(f"{DESK}/tools", data={})).status_code == 403
        assert "mood board" in (await visitor.get(f"{DESK}/uses")).text
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, other)
        for address in (premises.declare, premises.use(use)):
            assert (await visitor.get(address)).status_code == 404
        assert (await visitor.post(premises.declare, data={})).status_code == 404
        assert "mood board" not in (await visitor.get(f"{DESK}/uses")).text


async def test_a_member_reads_what_made_a_file_and_sees_no_more_of_the_desk(
    foyer: Foyer, premises: Premises
) -> None:
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, foyer.member)
        page = await visitor.get("/what-made-this")
        assert page.status_code == 200
        assert f"{DESK}/inbox" not in page.text
        for address in (DESK, f"{DESK}/ledger", f"{DESK}/uses"):
            assert (await visitor.get(address)).status_code == 403


async def test_a_session_does_nothing_for_another_sites_form(
    foyer: Foyer, premises: Premises
) -> None:
    counsel = await foyer.account(Role.COUNSEL, name="Marta Leal")
    use = await premises.replica()
    async with foyer.visitor() as visitor:
        await _enter(visitor, foyer, counsel)
        revoke = f"{DESK}/performers/{premises.performer}/consents/{premises.consent}/revoke"
        for address in (f"{DESK}/inbox/{use}/approval", revoke, f"{DESK}/strikes"):
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
                answer = await visitor.post(address, data={"reason": "x"}, headers=headers)
                assert answer.status_code == 403
        standing = await foyer.house.desk.consent(premises.performer, premises.consent)
        assert standing.revocation is None
