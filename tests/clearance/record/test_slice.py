"""From a consent to an output and back: what goes, what is refused, and what revocation ends."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.clearance.record.conftest import BY, Desk, call

from matinee.clearance.record import shapes
from matinee.clearance.record.facts import FactKind
from matinee.errors import Denied


async def test_a_replica_with_all_its_evidence_is_made_and_falls_with_its_consent(
    desk: Desk,
) -> None:
    consent = await desk.consent()
    permit = await desk.mint(await desk.go())
    made = await desk.make(permit, b"a face")
    stored, content = await desk.record.outputs.content(made.id)
    assert (content, stored.consent_id) == (b"a face", consent)

    affected = await desk.record.revocations.revoke(
        consent, shapes.Revocation(reason="I do not want this any more."), by="Clara's agent"
    )
    assert [output.id for output in affected.outputs] == [made.id]
    with pytest.raises(Denied, match="quarantined: the consent that it rests on was revoked"):
        await desk.record.outputs.content(made.id)
    with pytest.raises(Denied, match="was ended"):
        await desk.record.permits.spend(permit, call(permit))
    report = await desk.record.recorder.ledger.verify()
    assert report.flaws == ()
    entries = await desk.record.recorder.ledger.entries(start=0)
    assert [entry.kind for entry in entries][-8:] == [
        "decision", "permit", "spend", "output", "replica-access", "revocation", "quarantine",
        "key-destroyed",
    ]  # fmt: skip


async def test_a_use_without_consent_is_refused_and_mints_nothing(desk: Desk) -> None:
    use = await desk.go()
    [latest, *_] = await desk.record.decisions.taken(use)
    assert latest.decision.outcome == "refused"
    assert "evidence.consent" in latest.decision.missing
    with pytest.raises(Denied, match="only go mints"):
        await desk.record.permits.mint(use, by=BY, lasts=desk.clock.now - desk.clock.now)


async def test_the_last_word_is_told_of_every_key_however_many(desk: Desk) -> None:
    rows = text(
        "INSERT INTO clearance.facts (id, kind, key, at, recorded_by, body, entry)"
        " SELECT gen_random_uuid(), :kind, 'key' || n, now(), 'Marta Leal', '{}', 1000000 + n"
        " FROM generate_series(1, 1001) AS n"
    )
    async with desk.record.recorder.database.transaction() as connection:
        await connection.execute(rows, {"kind": FactKind.DISPUTE})
    assert len(await desk.record.current(FactKind.DISPUTE)) == 1001
