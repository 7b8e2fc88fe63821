"""What rests on a consent lies sealed, and its key goes with the consent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.clearance.record.conftest import BY, Desk

from matinee.clearance.ledger.entries import Draft
from matinee.clearance.ledger.service import LedgerService
from matinee.clearance.record import jobs, shapes
from matinee.clearance.record.key_files import Left
from matinee.clearance.record.model import ProductionClosed, SealedAnew
from matinee.clearance.record.repository.outputs import RUN_OUT
from matinee.clearance.record.resealing import seal_anew
from matinee.clearance.record.sealing import OutputStore, Seals, blob_key, sealed_key
from matinee.errors import Conflict, Denied, Unavailable
from matinee.foundation.database import Connection
from matinee.foundation.jobs import Jobs
from matinee.generation.model import RegisteredOutput

FACE = b"the very bytes of a face"
REVOKED = shapes.Revocation(reason="No more.")


async def _made(desk: Desk) -> tuple[UUID, RegisteredOutput]:
    consent = await desk.consent()
    return consent, await desk.make(await desk.mint(await desk.go()), FACE)


def _place(desk: Desk, consent: UUID, made: RegisteredOutput) -> str:
    return sealed_key(consent, made.sha256, desk.record_key)


def _key(desk: Desk, consent: UUID) -> Path:
    return desk.record.outputs.store.seals.folder / f"{consent}.key"


async def test_a_likeness_lies_sealed_and_is_given_whole(desk: Desk) -> None:
    consent, made = await _made(desk)
    blobs = desk.record.outputs.blobs
    held = {blob.key: await blobs.get(blob.key) for blob in await blobs.list()}
    assert _place(desk, consent, made) in held
    assert not [key for key, content in held.items() if FACE in content]
    assert (await desk.record.outputs.content(made.id))[1] == FACE
    assert _key(desk, consent).stat().st_mode & 0o077 == 0


async def test_revoking_a_consent_destroys_its_key_and_no_other(desk: Desk) -> None:
    consent, made = await _made(desk)
    store = desk.record.outputs.store
    other = UUID(int=consent.int ^ 1)
    await store.put(made.sha256, b"another's", other)
    sealed = await store.blobs.get(_place(desk, consent, made))
    key = _key(desk, consent).read_bytes()

    await desk.record.revocations.revoke(consent, REVOKED, by=BY)

    assert _key(desk, consent).read_bytes() == b""
    assert len(key) == 32
    for attempt in (store.seals.unseal, store.seals.seal):
        with pytest.raises(Denied, match="key of this consent was destroyed"):
            attempt(consent, sealed)
    theirs = await store.blobs.get(sealed_key(other, made.sha256))
    assert store.seals.unseal(other, theirs) == b"another's"
    database = desk.record.recorder.database
    async with database.reading() as connection:
        entries = await connection.exec_driver_sql(
            f"SELECT kind FROM clearance.ledger_entries WHERE subject = '{consent}'"
        )
        assert list(entries.scalars()).count("key-destroyed") == 1
        for table in ("facts", "permits", "outputs", "ledger_entries", "ledger_personal"):
            rows = await connection.exec_driver_sql(f"SELECT t::text FROM clearance.{table} t")
            assert key.hex() not in "".join(rows.scalars())


async def test_a_key_that_a_dead_process_left_is_destroyed_by_the_job(desk: Desk) -> None:
    consent, _ = await _made(desk)
    key = _key(desk, consent).read_bytes()
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    _key(desk, consent).write_bytes(key)
    await _work(desk)
    assert _key(desk, consent).read_bytes() == b""


async def _work(desk: Desk) -> None:
    background = Jobs(desk.record.recorder.database)
    jobs.register(background, desk.record)
    async with desk.record.recorder.database.transaction() as connection:
        await background.enqueue(connection, jobs.EXPIRE)
    await background.work(until_idle=True)


async def _entries(desk: Desk, consent: UUID) -> int:
    entered = await desk.record.recorder.ledger.entries(subject=str(consent), kind="key-destroyed")
    return len(entered)


async def test_consents_run_out_though_a_key_resists_and_a_stranger_lies_in_the_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await _made(desk)
    await desk.record.revocations.revoke(first, REVOKED, by=BY)
    ends = await desk.consent(expires=desk.clock.now + timedelta(days=3))
    made = await desk.make(await desk.mint(await desk.go()), b"another face")
    second = UUID(int=first.int ^ 1)
    folder = _key(desk, first).parent
    (folder / "copy.key").write_bytes(bytes(32))
    _key(desk, first).write_bytes(bytes(32))
    _key(desk, second).write_bytes(b"\0")
    spoil = Seals.spoil

    def resisting(seals: Seals, consent: UUID) -> Left:
        if consent == first:
            raise OSError("the disk does not answer")
        return spoil(seals, consent)

    monkeypatch.setattr(Seals, "spoil", resisting)
    desk.clock.pass_by(days=4)
    await _work(desk)
    stored = await desk.record.outputs.output(made.id)
    assert (stored.consent_id, stored.quarantined_for) == (ends, RUN_OUT)
    assert (folder / "copy.key").read_bytes() == bytes(32)
    assert desk.record.outputs.store.seals.held() == {first, ends}
    assert _key(desk, second).read_bytes() == b""
    monkeypatch.undo()
    await _work(desk)
    assert _key(desk, first).read_bytes() == b""


async def test_a_process_that_ends_before_the_entry_leaves_it_to_the_job(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent, made = await _made(desk)
    seals = desk.record.outputs.store.seals
    append = LedgerService.append

    async def ends(ledger: LedgerService, connection: Connection, *drafts: Draft) -> object:
        if drafts[0].kind == "key-destroyed":
            raise ConnectionError("the process ends here")
        return await append(ledger, connection, *drafts)

    monkeypatch.setattr(LedgerService, "append", ends)
    with pytest.raises(ConnectionError):
        await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    monkeypatch.undo()
    assert len(_key(desk, consent).read_bytes()) == 1
    assert seals.held() == seals.spoiled() == {consent}
    sealed = await desk.record.outputs.blobs.get(_place(desk, consent, made))
    with pytest.raises(Denied, match="was destroyed"):
        seals.unseal(consent, sealed)
    with pytest.raises(Denied, match="was destroyed"):
        seals.seal(consent, FACE, first=True)
    assert await _entries(desk, consent) == 0
    await _work(desk)
    assert _key(desk, consent).read_bytes() == b""
    assert await _entries(desk, consent) == 1


async def test_what_was_entered_and_not_closed_is_closed_and_not_entered_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent, _ = await _made(desk)

    def ends(_seals: Seals, _consent: UUID) -> None:
        raise OSError("the process ends here")

    monkeypatch.setattr(Seals, "close", ends)
    with pytest.raises(OSError, match="ends here"):
        await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    monkeypatch.undo()
    assert len(_key(desk, consent).read_bytes()) == 1
    await _work(desk)
    assert _key(desk, consent).read_bytes() == b""
    assert await _entries(desk, consent) == 1


async def test_without_its_key_a_consent_seals_nothing_more(desk: Desk) -> None:
    consent, made = await _made(desk)
    _key(desk, consent).unlink()
    with pytest.raises(Unavailable, match="not on this machine") as refused:
        await desk.make(await desk.mint(await desk.go()), b"the same face again")
    assert refused.value.code == "key_missing"
    assert not _key(desk, consent).exists()
    kept = [blob.key for blob in await desk.record.outputs.blobs.list(f"sealed/{consent}")]
    assert kept == [_place(desk, consent, made)]


async def test_the_key_of_a_consent_that_ran_out_goes_when_deletion_is_attested(desk: Desk) -> None:
    consent = await desk.consent(expires=desk.clock.now + timedelta(days=3))
    await desk.make(await desk.mint(await desk.go()), FACE)
    desk.clock.pass_by(days=4)
    await desk.record.revocations.close_expired()
    assert await desk.record.revocations.destroy_left_keys() == []
    assert desk.record.outputs.store.seals.held() == {consent}
    deletion = shapes.Deletion(statement="Gone.")
    await desk.record.revocations.attest_deletion(consent, deletion, by=BY)
    assert desk.record.outputs.store.seals.held() == frozenset()


async def test_a_changed_byte_is_noticed_and_nothing_is_given(desk: Desk) -> None:
    consent, made = await _made(desk)
    place = _place(desk, consent, made)
    blobs = desk.record.outputs.blobs
    sealed = await blobs.get(place)
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:20], b""):
        await blobs.put(place, broken)
        with pytest.raises(Conflict, match="not what was sealed"):
            await desk.record.outputs.content(made.id)


async def test_without_the_keys_folder_a_likeness_is_not_to_be_had(desk: Desk) -> None:
    consent, made = await _made(desk)
    _key(desk, consent).unlink()
    with pytest.raises(Unavailable, match="not on this machine"):
        await desk.record.outputs.content(made.id)


async def test_what_was_kept_before_there_were_keys_is_still_given_and_deleted(desk: Desk) -> None:
    consent, made = await _made(desk)
    blobs = desk.record.outputs.blobs
    await blobs.delete(_place(desk, consent, made))
    await blobs.put(blob_key(made.sha256), FACE)
    assert (await desk.record.outputs.content(made.id))[1] == FACE
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    deletion = shapes.Deletion(statement="Gone.")
    await desk.record.revocations.attest_deletion(consent, deletion, by=BY)
    assert await blobs.list("outputs") == []


async def test_a_productions_key_takes_all_of_it_along_and_nothing_of_another(desk: Desk) -> None:
    consent, made = await _made(desk)
    store, other = desk.record.outputs.store, UUID(int=desk.record_key.int ^ 1)
    await store.put(made.sha256, b"elsewhere", consent, other)
    await store.keep_work(consent, "frame", FACE, desk.record_key)
    keys = _key(desk, consent).parent.parent / "productions"
    assert {path.stem for path in keys.iterdir()} == {str(desk.record_key), str(other)}
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.iterdir())
    destroy = desk.record.revocations.destroy_production_key

    live = await desk.mint(await desk.go())
    poster = await desk.make(await desk.mint(await desk.sketch(), given=FACE), b"p", given=FACE)
    hill = await desk.make(await desk.mint(await desk.sketch()), b"hill")

    closed = await destroy(desk.record_key, reason="It is over.", by=BY)
    assert closed.destroyed
    assert live.id in closed.permits
    assert set(closed.outputs) == {made.id, poster.id}, "with what was made of it, and no more"
    again = await destroy(desk.record_key, reason="Again.", by=BY)
    assert again == ProductionClosed(destroyed=False)

    with pytest.raises(Denied, match="ended: the key of its production was destroyed"):
        await desk.make(live, FACE)
    with pytest.raises(Denied, match="quarantined: the key of its production was destroyed"):
        await desk.record.outputs.content(poster.id, by="R", need="proof")
    assert (await desk.record.outputs.content(hill.id))[1] == b"hill"
    with pytest.raises(Conflict, match="Nothing is quarantined"):
        # The consent stands, and with it what other productions made by it.
        await desk.record.revocations.attest_deletion(
            consent, shapes.Deletion(statement="Gone."), by=BY
        )

    for attempt in (
        desk.record.outputs.content(made.id),
        store.work(consent, "frame", desk.record_key),
        store.keep_work(consent, "another", FACE, desk.record_key),
    ):
        with pytest.raises(Denied, match="key of (this|its) production was destroyed"):
            await attempt
    there = await store.blobs.get(sealed_key(consent, made.sha256, other))
    assert store.seals.unseal(consent, there) == b"elsewhere"
    ledger = desk.record.recorder.ledger
    entered = await ledger.entries(subject=str(desk.record_key), kind="production-key-destroyed")
    assert [entry.content["body"] for entry in entered] == [{"reason": "It is over."}]
    [entry] = await ledger.entries(subject=str(desk.record_key), kind="quarantine")
    told = entry.content["body"]
    assert (told["reason"], set(told["outputs"])) == (
        "the key of its production was destroyed",
        {str(made.id), str(poster.id)},
    )


async def test_what_a_production_whose_key_is_gone_left_open_is_closed_by_the_job(
    desk: Desk,
) -> None:
    _, made = await _made(desk)
    keys = desk.record.outputs.store.seals.productions
    # As the release before left it: the key destroyed, nothing closed away.
    keys.spoil(desk.record_key)
    keys.close(desk.record_key)
    assert (await desk.record.outputs.output(made.id)).quarantined_at is None
    await _work(desk)
    stored = await desk.record.outputs.output(made.id)
    assert stored.quarantined_for == "the key of its production was destroyed"
    assert await desk.record.revocations.close_productions() == []


async def test_a_productions_key_that_is_missing_is_not_made_again(desk: Desk) -> None:
    consent, made = await _made(desk)
    path = _key(desk, consent).parent.parent / "productions" / f"{desk.record_key}.key"
    path.unlink()
    with pytest.raises(Unavailable, match="production is not on this machine"):
        await desk.record.outputs.content(made.id)
    elsewhere = OutputStore(desk.record.outputs.blobs, desk.record.outputs.store.seals)
    with pytest.raises(Unavailable, match="production is not on this machine"):
        await elsewhere.keep_work(consent, "frame", FACE, desk.record_key)
    assert not path.exists()


async def test_what_lay_under_its_consents_key_alone_or_plain_is_sealed_anew(desk: Desk) -> None:
    consent, made = await _made(desk)
    store, blobs = desk.record.outputs.store, desk.record.outputs.blobs
    await store.drop(made.sha256, consent, desk.record_key)
    await store.put(made.sha256, FACE, consent)
    await store.keep_work(consent, "shot/frame/00001", FACE)
    paper = await desk.record.keep_document(b"signed: Ana")
    await blobs.delete(f"papers/{paper}")
    await blobs.put(f"documents/{paper}", b"signed: Ana")
    assert (await desk.record.outputs.content(made.id))[1] == FACE
    assert await desk.record.papers.paper(paper) == b"signed: Ana"

    assert await seal_anew(desk.record) == SealedAnew(papers=1, outputs=1, work=1)
    assert await seal_anew(desk.record) == SealedAnew(papers=0, outputs=0, work=0)

    held = {blob.key: await blobs.get(blob.key) for blob in await blobs.list()}
    assert sealed_key(consent, made.sha256) not in held
    assert not [key for key, content in held.items() if FACE in content or b"Ana" in content]
    assert (await desk.record.outputs.content(made.id))[1] == FACE
    assert await desk.record.papers.paper(paper) == b"signed: Ana"
    assert f"sealed/{consent}/{desk.record_key}/work/shot/frame/00001" in held
    assert await store.work(consent, "shot/frame/00001", desk.record_key) == FACE
    await blobs.put(f"papers/{paper}", held[f"papers/{paper}"][:-1] + b"x")
    with pytest.raises(Conflict, match="not what was sealed"):
        await desk.record.papers.paper(paper)
