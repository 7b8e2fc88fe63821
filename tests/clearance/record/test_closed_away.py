"""What may no longer be seen is not seen by any way; who sees a likeness stands in the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.clearance.record.conftest import BY, Desk, call

from matinee.clearance.ledger.entries import Entry
from matinee.clearance.record import shapes
from matinee.errors import Denied
from matinee.generation.model import Output, input_hash

REVOKED = shapes.Revocation(reason="No more.")


async def entered(desk: Desk, kind: str, subject: str) -> list[Entry]:
    found = await desk.record.recorder.ledger.entries(subject=subject, limit=1000)
    return [entry for entry in found if entry.kind == kind]


async def personal(desk: Desk, entry: Entry) -> bytes:
    kept = await desk.record.recorder.ledger.personal(entry.index)
    assert kept is not None
    return kept.data


async def test_who_sees_a_likeness_is_entered_with_the_need_that_is_said(desk: Desk) -> None:
    await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"face")
    await desk.record.outputs.content(face.id, by="Rui Faria", need="colour check of scene 3")
    [entry] = await entered(desk, "replica-access", str(face.id))
    assert entry.content["body"]["performers"] == [desk.performer]
    assert entry.content["body"]["sha256"] == face.sha256
    assert b"Rui" not in entry.leaf
    assert b"colour check of scene 3" in await personal(desk, entry)
    assert b"Rui Faria" in await personal(desk, entry)


async def test_the_need_that_was_declared_with_the_use_stands_for_one_not_said(desk: Desk) -> None:
    await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"face")
    await desk.record.outputs.content(face.id, by="Rui Faria")
    [entry] = await entered(desk, "replica-access", str(face.id))
    assert b"the shot list" in await personal(desk, entry)


async def test_what_was_made_of_a_likeness_is_a_likeness_and_needs_a_need(desk: Desk) -> None:
    await desk.consent()
    await desk.make(await desk.mint(await desk.go()), b"face")
    poster = await desk.make(
        await desk.mint(await desk.sketch(), given=b"face"), b"p", given=b"face"
    )
    with pytest.raises(Denied, match="what it is needed for") as refused:
        await desk.record.outputs.content(poster.id, by="Rui Faria")
    assert refused.value.code == "no_business_need"
    assert (await desk.record.outputs.content(poster.id, by="R", need="proof"))[1] == b"p"
    assert len(await entered(desk, "replica-access", str(poster.id))) == 1


async def test_what_shows_nobody_is_seen_without_an_entry(desk: Desk) -> None:
    sketch = await desk.make(await desk.mint(await desk.sketch()), b"hill")
    await desk.record.outputs.content(sketch.id)
    assert await entered(desk, "replica-access", str(sketch.id)) == []


async def test_the_credentials_of_what_is_quarantined_are_as_closed_as_its_bytes(
    desk: Desk,
) -> None:
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"face")
    assert await desk.record.outputs.sidecar(face.id)
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    with pytest.raises(Denied, match="quarantined"):
        await desk.record.outputs.sidecar(face.id)
    await desk.record.revocations.attest_deletion(
        consent, shapes.Deletion(statement="Gone."), by=BY
    )
    with pytest.raises(Denied, match="deleted"):
        await desk.record.outputs.sidecar(face.id)


async def _line_of_three(desk: Desk) -> tuple[Any, Any]:
    """A face, a poster made of it, and a banner made of the poster; the face's consent ends."""
    await desk.consent(expires=desk.clock.now + timedelta(days=3))
    await desk.make(await desk.mint(await desk.go()), b"face")
    sketch = await desk.sketch()
    poster = await desk.make(await desk.mint(sketch, given=b"face"), b"poster", given=b"face")
    banner = await desk.make(await desk.mint(sketch, given=b"poster"), b"banner", given=b"poster")
    return poster, banner


async def test_what_rests_on_a_parents_consent_closes_the_moment_that_it_ends(desk: Desk) -> None:
    poster, banner = await _line_of_three(desk)
    desk.clock.pass_by(days=4)
    for each in (poster, banner):
        assert (await desk.record.outputs.output(each.id)).quarantined_at is None
        with pytest.raises(Denied, match="has run out"):
            await desk.record.outputs.content(each.id, need="look")
        with pytest.raises(Denied, match="has run out"):
            await desk.record.outputs.sidecar(each.id)


async def test_nothing_is_made_of_what_rests_on_a_consent_that_just_ended(desk: Desk) -> None:
    await _line_of_three(desk)
    permit = await desk.mint(await desk.sketch(), given=b"banner")
    desk.clock.pass_by(days=4)
    with pytest.raises(Denied, match="made of something that is quarantined"):
        await desk.record.permits.spend(permit, call(permit, b"banner"))
    assert (await desk.record.permits.stored(permit.id)).spent == 0


async def test_a_model_that_works_on_what_is_revoked_meanwhile_is_told_to_stop(desk: Desk) -> None:
    consent = await desk.consent()
    await desk.make(await desk.mint(await desk.go()), b"face")
    permit = await desk.mint(await desk.sketch(), given=b"face")
    spend = await desk.record.permits.spend(permit, call(permit, b"face"))
    await desk.record.permits.still_live(permit, spend.call.inputs)
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    await desk.record.permits.still_live(permit)
    with pytest.raises(Denied, match="quarantined"):
        await desk.record.permits.still_live(permit, spend.call.inputs)


async def test_a_use_without_an_output_is_entered_and_stays_spent(desk: Desk) -> None:
    permit = await desk.mint(await desk.sketch(), uses=1)
    spend = await desk.record.permits.spend(permit, call(permit))
    await desk.record.permits.without_output(spend, "model_answer_refused")
    [entry] = await entered(desk, "spend-without-output", str(permit.id))
    assert entry.content["body"]["spend"] == str(spend.id)
    assert entry.content["body"]["reason"] == "model_answer_refused"
    with pytest.raises(Denied, match="uses of this permit are spent"):
        await desk.record.permits.spend(permit, call(permit))


async def test_what_comes_through_a_standing_permit_falls_with_what_it_was_made_of(
    desk: Desk,
) -> None:
    consent = await desk.consent()
    await desk.make(await desk.mint(await desk.go()), b"face")
    standing = await desk.record.permits.mint_standing(
        await desk.sketch(), by=BY, lasts=timedelta(hours=6), input_class="caption"
    )
    spend = desk.record.permits.admit(standing, call(standing))
    made = Output(
        b"A woman of twenty.", "text/plain", "m", "trainedAlgorithmicMedia", (input_hash(b"face"),)
    )
    caption = await desk.record.outputs.register(made, spend)
    affected = await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    assert caption.id in {each.id for each in affected.outputs}


async def test_bytes_that_an_open_output_shares_are_never_deleted(desk: Desk) -> None:
    """The rows are set as no use case leaves them: deletion looks at each hash for itself."""
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"same")
    other = await desk.make(await desk.mint(await desk.sketch()), b"same")
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    async with desk.record.recorder.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE clearance.outputs SET quarantined_at = NULL, quarantined_for = NULL "
            f"WHERE id = '{other.id}'"
        )
    deletion = shapes.Deletion(statement="Gone.")
    await desk.record.revocations.attest_deletion(consent, deletion, by=BY)
    assert await desk.record.outputs.blobs.get(f"outputs/{input_hash(b'same')}") == b"same"
    assert (await desk.record.outputs.output(face.id)).deleted_at is not None
    with pytest.raises(Denied, match="quarantined"):
        await desk.record.outputs.content(other.id, need="look")


async def test_equal_bytes_of_two_consents_close_together_and_are_deleted_once(desk: Desk) -> None:
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"same")
    other = await desk.make(await desk.mint(await desk.sketch()), b"same")
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    for each in (face.id, other.id):
        with pytest.raises(Denied, match="quarantined"):
            await desk.record.outputs.content(UUID(str(each)), need="look")
    deletion = shapes.Deletion(statement="Gone.")
    await desk.record.revocations.attest_deletion(consent, deletion, by=BY)
    assert await desk.record.outputs.blobs.list("outputs") == []
    assert await desk.record.outputs.blobs.list("sealed") == []
