"""A permit is spent as often as it says, by nobody after it ended; a standing one falls at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.clearance.record.conftest import BY, Desk, call, shelf

from matinee.clearance.guidance.packs import PackShelf
from matinee.clearance.record import shapes
from matinee.clearance.record.watch import LOOK_SECONDS
from matinee.errors import Denied
from matinee.generation.model import Output, Permit, Spend

REVOKED = shapes.Revocation(reason="No more.")


async def _standing(desk: Desk) -> Permit:
    use = await desk.sketch()
    return await desk.record.permits.mint_standing(
        use, by=BY, lasts=timedelta(hours=6), input_class="search query"
    )


async def test_32_at_once_never_spend_more_than_the_permit_has(desk: Desk) -> None:
    permit = await desk.mint(await desk.sketch(), uses=10)
    spends = await asyncio.gather(
        *(desk.record.permits.spend(permit, call(permit)) for _ in range(32)),
        return_exceptions=True,
    )
    numbers = sorted(each.number or 0 for each in spends if isinstance(each, Spend))
    refused = [each for each in spends if isinstance(each, Denied)]
    assert numbers == list(range(1, 11))
    assert {each.code for each in refused} == {"used_up"}
    assert len(refused) == 22
    assert (await desk.record.recorder.ledger.verify()).flaws == ()


async def test_a_permit_that_this_house_did_not_mint_is_refused(desk: Desk) -> None:
    permit = await desk.mint(await desk.sketch())
    for forged in (replace(permit, uses=99), replace(permit, id=uuid4())):
        with pytest.raises(Denied, match="not signed by this house"):
            await desk.record.permits.spend(forged, call(forged))


async def test_a_strike_that_begins_after_the_permit_ends_its_use(desk: Desk) -> None:
    await desk.consent()
    permit = await desk.mint(await desk.go())
    await desk.record.permits.spend(permit, call(permit))
    strike = shapes.NewDispute(guild="sag-aftra", started_at=desk.clock.now + timedelta(hours=2))
    await desk.record.put_dispute(strike, by=BY)
    await desk.record.permits.spend(permit, call(permit))
    desk.clock.pass_by(hours=3)
    with pytest.raises(Denied, match="Wait until the dispute ends"):
        await desk.record.permits.spend(permit, call(permit))


async def test_a_refusal_by_counsel_ends_the_use_of_a_permit(desk: Desk) -> None:
    use = await desk.sketch()
    permit = await desk.mint(use)
    await desk.record.refuse(use, shapes.Refusal(reason="Not for this film."), by="Marta Leal")
    with pytest.raises(Denied, match="Not for this film"):
        await desk.record.permits.spend(permit, call(permit))


async def test_a_permit_ends_with_the_consent_that_it_rests_on(desk: Desk) -> None:
    await desk.consent(expires=desk.clock.now + timedelta(days=2))
    permit = await desk.mint(await desk.go())
    assert permit.expires <= desk.clock.now + timedelta(days=2)
    desk.clock.pass_by(days=2)
    with pytest.raises(Denied, match="run out"):
        await desk.record.permits.spend(permit, call(permit))


async def _pack(desk: Desk) -> None:
    fewer = PackShelf(shelf().packs[:-1])
    watch = desk.record.watch
    watch.shelf = lambda: fewer
    watch._fingerprint, watch._settled = None, False
    await watch.look(names=False)


async def _consent(desk: Desk) -> None:
    await desk.consent()


async def _tool(desk: Desk) -> None:
    await desk.put_tool(trains=True)


async def _strike(desk: Desk) -> None:
    await desk.record.put_dispute(
        shapes.NewDispute(guild="SAG-AFTRA", started_at=desk.clock.now), by=BY
    )


@pytest.mark.parametrize("change", [_pack, _consent, _tool, _strike])
async def test_a_standing_permit_falls_at_once_when_something_changes(
    desk: Desk, change: Callable[[Desk], Awaitable[None]]
) -> None:
    permit = await _standing(desk)
    desk.record.permits.admit(permit, call(permit))
    await change(desk)
    with pytest.raises(Denied, match="this permit fell"):
        desk.record.permits.admit(permit, call(permit))
    with pytest.raises(Denied, match="this permit fell"):
        await desk.record.permits.still_live(permit)


async def test_a_standing_permit_falls_in_another_process_within_a_second(desk: Desk) -> None:
    permit = await _standing(desk)
    other = desk.record.permits
    seen = desk.record.recorder.epoch
    desk.record.recorder.epoch = type(seen)()  # What another process would hold.
    desk.record.recorder.epoch.saw(seen.number, at=time.monotonic())
    watched = desk.record.recorder.epoch
    async with desk.record.recorder.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE clearance.state SET epoch = epoch + 1")
    other.admit(permit, call(permit))
    # A second is two looks; how late this machine is with them is not what is asked here.
    assert 2 * LOOK_SECONDS <= 1
    for _ in range(400):
        if watched.number != seen.number:
            break
        await asyncio.sleep(0.05)
    assert watched.number == seen.number + 1
    with pytest.raises(Denied, match="this permit fell"):
        other.admit(permit, call(permit))


async def test_a_standing_permit_does_not_pass_while_the_state_is_unknown(desk: Desk) -> None:
    permit = await _standing(desk)
    await desk.record.watch.close()
    desk.record.recorder.epoch.seen_at -= 10
    with pytest.raises(Denied, match="cannot be told"):
        desk.record.permits.admit(permit, call(permit))


async def test_a_changed_standing_permit_is_forged_though_its_id_is_known(desk: Desk) -> None:
    permit = await _standing(desk)
    desk.record.permits.admit(permit, call(permit))
    longer = replace(permit, expires=permit.expires + timedelta(days=1))
    with pytest.raises(Denied, match="not signed"):
        desk.record.permits.admit(longer, call(longer))


async def test_a_standing_decision_costs_microseconds(desk: Desk) -> None:
    permit = await _standing(desk)
    asked = call(permit)
    taken: list[float] = []
    for _ in range(2000):
        began = time.perf_counter()
        desk.record.permits.admit(permit, asked)
        taken.append(time.perf_counter() - began)
    assert (
        statistics.median(taken) < 100e-6
    )  # The benchmark holds it to 20; this machine is shared.


async def test_what_standing_permits_let_pass_is_entered(desk: Desk) -> None:
    permit = await _standing(desk)
    for _ in range(7):
        desk.record.permits.admit(permit, call(permit))
    await desk.record.permits.enter_passages()
    entries = await desk.record.recorder.ledger.entries(subject=str(permit.id))
    uses = [e.content["body"]["uses"] for e in entries if e.kind == "standing-uses"]
    assert sum(uses) == 7


async def test_what_a_model_made_while_its_consent_was_revoked_is_dropped(desk: Desk) -> None:
    consent = await desk.consent()
    permit = await desk.mint(await desk.go())
    spend = await desk.record.permits.spend(permit, call(permit))
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    made = Output(b"late", "image/png", "sketcher-3", "trainedAlgorithmicMedia")
    with pytest.raises(Denied, match="ended while the model ran"):
        await desk.record.outputs.register(made, spend)
    assert await desk.record.outputs.blobs.list("outputs") == []


async def test_nobody_registers_an_output_without_a_spend(desk: Desk) -> None:
    permit = await desk.mint(await desk.sketch())
    made = Output(b"x", "image/png", "sketcher-3", "trainedAlgorithmicMedia")
    with pytest.raises(Denied, match="no permit was spent"):
        await desk.record.outputs.register(made, Spend(uuid4(), permit, call(permit), 1))


async def test_32_clients_decide_permit_use_and_revoke_at_once(desk: Desk) -> None:
    consents = [await desk.consent() for _ in range(2)]
    use = await desk.go()
    sketch = await desk.sketch()
    shared = await desk.mint(sketch, uses=40)
    faces = await desk.mint(use, uses=1000)
    revoked = asyncio.Event()
    used: list[UUID] = []

    async def client(number: int) -> None:
        left = 5  # Rounds once the consent is revoked; until then as many as it takes.
        while left:
            left -= revoked.is_set()
            permit = (shared, faces)[number % 2]
            try:
                spend = await desk.record.permits.spend(permit, call(permit))
            except Denied:
                await desk.record.decide((sketch, use)[number % 2], by=f"client {number}")
            else:
                used.append(spend.id)
            if number == 3 and not revoked.is_set() and len(used) >= 100:
                for consent in consents:
                    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
                revoked.set()

    await asyncio.gather(*(client(number) for number in range(32)))
    stored = await desk.record.permits.stored(shared.id)
    assert stored.spent <= 40
    assert len(set(used)) == len(used)
    face = await desk.record.permits.stored(faces.id)
    assert face.died_at is not None
    entries = await desk.record.recorder.ledger.entries(subject=str(faces.id), limit=5000)
    spends = [entry.index for entry in entries if entry.kind == "spend"]
    ended = await desk.record.recorder.ledger.entries(subject=str(consents[-1]), limit=50)
    closing = [entry.index for entry in ended if entry.kind == "quarantine"]
    assert spends
    assert max(spends) < min(closing)
    assert face.spent == len(spends)
    assert (await desk.record.recorder.ledger.verify()).flaws == ()
