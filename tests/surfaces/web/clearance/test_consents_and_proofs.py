from __future__ import annotations

from uuid import UUID

import httpx
from tests.surfaces.web.clearance.premises import PAPER, Premises, made_by

from matinee.clearance.desk.model import FactKind

DESK = "/desk/clearance"
SCOPE = ["principles", "final", "likeness", "replica"]


def _consent(premises: Premises) -> dict[str, str | list[str]]:
    return {
        "performer": str(premises.performer),
        "signed_at": "2026-10-01T10:00",
        "separate": "yes",
        "conspicuous": "yes",
        "specific": "yes",
        "productions": [str(premises.production)],
        "uses": ["replica", "dub"],
        "description": "The voice, in Spanish.",
        "territories": "es",
        "languages": "es",
        "starts": "2026-10-01T10:00",
        "expires": "2027-10-01T10:00",
    }


async def test_a_consent_is_recorded_with_its_paper_and_found_by_state(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    form = _consent(premises)
    made = await desk.post(
        f"{DESK}/consents/new", data=form, files={"document": b"another signed paper"}
    )
    assert made.status_code == 303
    page = await desk.get(made.headers["location"])
    assert "The voice, in Spanish." in page.text
    paper = await desk.get(f"{made.headers['location']}/paper")
    assert paper.content == b"another signed paper"
    assert paper.headers["content-disposition"] == "attachment"
    in_term = (await desk.get(f"{DESK}/consents?state=in-term")).text
    assert in_term.count("In its term") > 2
    assert "No consent stands so." in (await desk.get(f"{DESK}/consents?state=expired")).text


async def test_a_consent_that_does_not_fit_keeps_what_was_typed_and_its_paper(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    form = _consent(premises) | {"expires": "2026-09-01T10:00", "languages": ""}
    wrong = await desk.post(f"{DESK}/consents/new", data=form, files={"document": PAPER})
    assert wrong.status_code == 422
    for name in ("expires", "languages"):
        assert f'id="{name}-fault"' in wrong.text
    assert "The voice, in Spanish." in wrong.text
    assert 'name="kept"' in wrong.text
    kept = wrong.text.partition('name="kept" value="')[2][:64]
    again = _consent(premises) | {"kept": kept}
    assert (await desk.post(f"{DESK}/consents/new", data=again)).status_code == 303
    assert len(await premises.house.record.current(FactKind.CONSENT)) == 2


async def test_revoking_shows_what_follows_first_and_then_closes_it_away(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    output = await made_by(premises)
    address = f"{DESK}/performers/{premises.performer}/consents/{premises.consent}"
    page = (await desk.get(f"{DESK}/outputs/{output}")).text
    assert "Quarantined" not in page
    preview = (await desk.get(f"{address}/revoke")).text
    assert "1 live permit ends." in preview
    assert "1 output, with all that was derived from it, is quarantined" in preview
    silent = await desk.post(f"{address}/revoke", data={"reason": ""})
    assert (silent.status_code, 'id="reason-fault"' in silent.text) == (422, True)

    revoked = await desk.post(f"{address}/revoke", data={"reason": "She asked for it."})
    assert revoked.status_code == 303
    assert "She asked for it." in (await desk.get(address)).text
    page = (await desk.get(f"{DESK}/outputs/{output}")).text
    assert "Quarantined" in page
    assert "the consent that it rests on was revoked" in page
    assert (await desk.get(f"/v1/outputs/{output}")).status_code == 451
    twice = await desk.post(f"{address}/revoke", data={"reason": "Again."})
    assert (twice.status_code, "revoked already" in twice.text) == (422, True)


async def test_what_a_model_made_is_marked_wherever_it_is_shown_until_it_is_closed(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    output = await made_by(premises)
    _, content = await premises.house.record.outputs.content(output, by="test", need="look")
    use = (await premises.house.record.outputs.output(output)).use_id
    of_use = f"{DESK}/productions/{premises.production}/uses/{use}"
    for place in (f"{DESK}/outputs/{output}", of_use, f"{DESK}/performers/{premises.performer}"):
        assert "Made with AI" in (await desk.get(place)).text, place
    assert "EU AI Act, article 50" in (await desk.get(f"{DESK}/outputs/{output}")).text
    told = await desk.post("/what-made-this", files={"file": content})
    assert "Made with AI" in told.text
    place = content.index(b"IDAT") + 60
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert (
        "Made with AI" not in (await desk.post("/what-made-this", files={"file": changed})).text
    ), "what was tampered with vouches for nothing"


async def test_the_ledger_is_browsed_and_an_entry_proved(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    use = await premises.declared()
    whole = await desk.get(f"{DESK}/ledger")
    assert "matinee ledger head v1" in whole.text
    narrowed = (await desk.get(f"{DESK}/ledger?subject={use}")).text
    assert f"subject={premises.production}" not in narrowed
    kinds = (await desk.get(f"{DESK}/ledger?kind=decision")).text
    assert "No entry is like that." not in kinds
    assert "No entry is like that." in (await desk.get(f"{DESK}/ledger?subject=nobody")).text
    (decided,) = await premises.house.record.decisions.taken(UUID(str(use)))
    proof = await desk.get(f"{DESK}/ledger/{decided.entry}")
    assert "The proof holds" in proof.text
    assert (await desk.get(f"{DESK}/ledger/100000")).status_code == 404


async def test_an_earlier_head_is_held_against_the_ledger(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    kept = (await premises.house.ledger.head()).text()
    await premises.declared()
    address = f"{DESK}/ledger/compare"
    pasted = await desk.post(address, data={"head": kept})
    assert "The ledger continues it" in pasted.text
    uploaded = await desk.post(address, files={"file": kept.encode()})
    assert "The ledger continues it" in uploaded.text
    lines = kept.splitlines()
    lines[3] = "0" * 64
    assert (
        "Not signed by this house"
        in (await desk.post(address, data={"head": "\n".join(lines)})).text
    )
    nonsense = await desk.post(address, data={"head": "a head"})
    assert (nonsense.status_code, "This is not a head" in nonsense.text) == (422, True)
    assert "a head" in nonsense.text


async def test_what_made_this_tells_a_files_story_and_says_when_it_was_tampered_with(
    desk: httpx.AsyncClient, premises: Premises
) -> None:
    output = await made_by(premises)
    _, content = await premises.house.record.outputs.content(output)
    address = "/what-made-this"
    story = await desk.post(address, files={"file": content})
    assert "The credentials hold" in story.text
    assert "development certificate" in story.text
    spoilt = bytearray(content)
    spoilt[-20] ^= 1
    assert "Tampered with" in (await desk.post(address, files={"file": bytes(spoilt)})).text
    assert "Unreadable" in (await desk.post(address, files={"file": b"words"})).text
    nothing = await desk.post(address)
    assert (nothing.status_code, 'id="file-fault"' in nothing.text) == (422, True)


async def test_every_page_of_an_empty_house_names_the_next_step(
    desk: httpx.AsyncClient,
) -> None:
    for place, said in {
        "": "Register the first tool",
        "/productions": "Record the first below",
        "/uses": "A use is declared for a production",
        "/performers": "None is recorded yet",
        "/consents": "Record a production and a performer first",
        "/tools": "Register the first below",
        "/strikes": "None is recorded",
        "/inbox": "No use waits",
        "/ledger": "Nothing was entered yet",
        "/consents/new": "Record a production first",
    }.items():
        page = await desk.get(f"{DESK}{place}")
        assert page.status_code == 200
        assert said in page.text, place
