"""A shot is rendered under its permit, and nothing of it is left once the consent is revoked."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL
from tests.clearance.record.conftest import BY
from tests.studio.reage.drawn import (
    drawn,
    folders_of,
    pictures_in,
    png,
    zipped,
)
from tests.studio.reage.floor import FRAMES, REVOKED, Floor, floor
from tests.studio.reage.given_frames import exr_frames_are_given_with_their_signed_list

from matinee.errors import Conflict, Denied, Invalid
from matinee.generation.model import IntendedCall, Modality
from matinee.studio.model import WorkState
from matinee.studio.reage.approval import Word
from matinee.studio.reage.model import ATTEMPTS, Render
from matinee.studio.reage.rendering import KILLED
from matinee.studio.reage.shot_file import read_shot

__all__ = ["floor"]


async def test_a_render_ends_as_one_signed_output_that_changes_the_matte_alone(
    floor: Floor,
) -> None:
    reage = floor.house.reage
    shot = await floor.take()
    render = await reage.ask(shot, by=BY, steps=3)
    await reage.rendering.run(render.id)
    made = await reage.render(render.id)
    assert (made.state, made.failure, made.attempts) == (WorkState.DONE, None, 1)
    assert made.output is not None

    content = await reage.after(made, by="Rui Faria", need="the director's review")
    source, painted, matte = drawn(FRAMES)
    after = pictures_in(content, "after")
    np.testing.assert_array_equal(after[matte == 0], source[matte == 0])
    np.testing.assert_array_equal(after[0], painted[0])
    assert (after[2] != source[2])[matte[2] > 0].any()

    output = await floor.house.record.outputs.output(made.output)
    assert output.source_type == "compositeWithTrainedAlgorithmicMedia"
    assert (output.consent_id, output.performer) == (floor.consent, floor.desk.performer)
    assert await floor.house.record.outputs.parents(output.id) == (shot.sha256,)
    [access] = await floor.house.ledger.entries(subject=str(output.id), kind="replica-access")
    assert access.content["body"]["performers"] == [floor.desk.performer]
    lying = await floor.house.blobs.list(f"sealed/{floor.consent}/work")
    assert not [blob for blob in lying if "render" in blob.key]

    # It is measured by a job, whose look at the face is entered, as long as the consent holds.
    await reage.measuring.run(render.id)
    measured = await reage.quality(made)
    assert measured is not None
    assert (measured.frames, measured.outside, measured.lost) == (FRAMES, 0, ())
    assert measured.change is not None
    assert measured.change > 1
    assert [each.number for each in measured.seen] == list(range(FRAMES))
    sheet = await reage.contact_sheet(made, by="Rui Faria", need="the director's review")
    assert sheet.startswith(b"%PDF-")
    looks = await floor.house.ledger.entries(subject=str(output.id), kind="replica-access")
    assert len(looks) == 3
    with pytest.raises(Conflict, match="is measured"):
        await reage.measure(made)
    await floor.house.record.revocations.revoke(floor.consent, REVOKED, by=BY)
    await reage.sealed.destroy_ended()
    assert await reage.quality(made) is None
    await reage.measuring.run(render.id)
    assert await reage.quality(made) is None


async def test_the_file_is_given_out_once_the_performer_approved_every_frame(floor: Floor) -> None:
    reage = floor.house.reage
    shot = await floor.take()
    asked = await reage.ask(shot, by=BY, steps=2)
    with pytest.raises(Conflict, match="Nothing came"):
        await reage.approvals.say(shot, asked, Word.APPROVED, by="Clara Nunes")
    await reage.rendering.run(asked.id)
    render = await reage.render(asked.id)
    with pytest.raises(Denied, match="approved 0"):
        await reage.deliver(render, by=BY)
    await reage.approvals.say(shot, render, Word.APPROVED, by="Clara Nunes")
    assert await reage.deliver(render, by=BY) == await reage.after(render, by=BY)
    await exr_frames_are_given_with_their_signed_list(floor, shot, render)
    with pytest.raises(Invalid, match="says why"):
        await reage.approvals.say(shot, render, Word.REFUSED, by="Clara Nunes")
    await reage.approvals.say(
        shot, render, Word.REFUSED, by="Clara Nunes", first=2, last=3, reason="Too smooth."
    )
    with pytest.raises(Denied, match="approved 4"):
        await reage.deliver(render, by=BY)
    if find_spec("OpenEXR") is not None:
        with pytest.raises(Denied, match="approved 4"):
            await reage.plates(render, by=BY)
    waiting = (await floor.house.desk.inbox()).objections
    assert ["Too smooth." in each.objection.body["words"] for each in waiting] == [True]
    entered = await floor.house.ledger.entries(subject=str(render.output), kind="output-verdict")
    assert [entry.content["body"]["word"] for entry in entered] == ["approved", "refused"]
    await reage.approvals.say(shot, render, Word.APPROVED, by="Clara Nunes")
    # The production is over: its key goes, and with it all that was made in it by any consent.
    over = "key of its production was destroyed"
    destroy = floor.house.record.revocations.destroy_production_key
    closed = await destroy(floor.desk.record_key, reason="It is over.", by=BY)
    assert closed.outputs == (render.output,)
    for attempt in (reage.deliver(render, by=BY), reage.after(render, by=BY)):
        with pytest.raises(Denied, match=over):
            await attempt
    if find_spec("OpenEXR") is not None:
        with pytest.raises(Denied):
            await reage.plates(render, by=BY)
    assert await reage.sealed.destroy_ended() == [shot.id]
    assert over in ((await reage.shot(shot.id)).ended_because or "")
    assert not await floor.house.blobs.list(f"sealed/{floor.consent}/{shot.production}/work")


async def test_a_shot_comes_in_only_under_a_go_that_rests_on_a_consent(floor: Floor) -> None:
    reage = floor.house.reage
    sketch = await floor.desk.sketch()
    with pytest.raises(Denied, match="rests on no consent"):
        await reage.take(sketch, zipped(folders_of(2)), name="x", by=BY)
    await floor.house.record.revocations.revoke(floor.consent, REVOKED, by=BY)
    with pytest.raises(Denied, match="R24"):
        await floor.take()
    assert await reage.shots() == []
    assert await floor.house.blobs.list("sealed") == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"matte": {"0001.png": None}}, "0001 is not in both"),
        ({"keys": {"0009.png": b"x"}}, "keys/0009 is no frame"),
        ({"frames": {"0001.png": b"no picture"}}, "is no PNG"),
        ({"frames": {"0001.png": png(np.zeros((8, 8, 3), np.uint8))}}, "differ in size"),
        ({"keys": {"0000.png": None}}, "at least 2 key frames"),
    ],
)
def test_a_file_that_is_no_shot_is_refused_by_what_does_not_fit(
    change: dict[str, dict[str, bytes | None]], why: str
) -> None:
    folders = folders_of(3)
    for folder, pictures in change.items():
        for name, content in pictures.items():
            if content is None:
                del folders[folder][name]
            else:
                folders[folder][name] = content
    with pytest.raises(Invalid, match=why):
        read_shot(zipped(folders))
    with pytest.raises(Invalid, match="no ZIP"):
        read_shot(b"PK\x03\x04 and no more")
    with pytest.raises(Invalid, match="no ZIP"):
        read_shot(zipped(folders)[10:])


async def test_a_use_that_a_dead_process_spent_stays_spent_and_the_next_begin_says_so(
    floor: Floor,
) -> None:
    reage, record = floor.house.reage, floor.house.record
    render = await reage.ask(await floor.take(), by=BY, steps=2)
    permit = await record.permits.permit(render.permit)
    killed = IntendedCall(
        tool=permit.tool,
        modality=Modality.REAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=permit.performer,
        inputs=permit.inputs,
    )
    await record.permits.spend(permit, killed)
    await reage.rendering.run(render.id)
    assert (await reage.render(render.id)).state is WorkState.DONE
    assert (await record.permits.stored(permit.id)).spent == 2
    assert await floor.spends_without_output(render) == [KILLED]


async def test_a_render_that_was_begun_too_often_ends(floor: Floor) -> None:
    reage, record = floor.house.reage, floor.house.record
    render = await reage.ask(await floor.take(), by=BY, steps=2)
    permit = await record.permits.permit(render.permit)
    call = IntendedCall(
        permit.tool, Modality.REAGE, permit.purpose, permit.production, permit.performer
    )
    for _ in range(ATTEMPTS):
        await record.permits.spend(permit, replace(call, inputs=permit.inputs))
    await reage.rendering.run(render.id)
    made = await reage.render(render.id)
    assert made.state is WorkState.STOPPED
    assert "uses of this permit are spent" in (made.failure or "")


async def test_somebody_stops_a_render_and_one_shot_is_rendered_once_at_a_time(
    floor: Floor,
) -> None:
    reage = floor.house.reage
    shot = await floor.take()
    render = await reage.ask(shot, by=BY, steps=100_000)
    with pytest.raises(Conflict, match="is being rendered"):
        await reage.ask(shot, by=BY)
    running = asyncio.create_task(reage.rendering.run(render.id))
    await _until(floor, render, stage="learning", done=1)
    await reage.stop(render)
    await asyncio.wait_for(running, timeout=60)
    assert (await reage.render(render.id)).state is WorkState.STOPPED
    assert await floor.spends_without_output(render) == ["stopped"]


async def test_revoking_at_frame_60_stops_the_render_and_leaves_nothing_in_plain(
    floor: Floor, admin_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    reage, record, frames = floor.house.reage, floor.house.record, 96
    folders = folders_of(frames)
    shot = await floor.take(frames)
    render = await reage.ask(shot, by=BY, steps=2)
    working = asyncio.create_task(reage.rendering.run(render.id))
    seen = await _until(floor, render, stage="carrying", done=60)
    assert len(await floor.house.blobs.list(f"sealed/{floor.consent}")) == 2 * frames + 3
    await record.revocations.revoke(floor.consent, REVOKED, by=BY)
    revoked = time.monotonic()
    await asyncio.wait_for(working, timeout=120)
    # It looks each second; the rest is what a busy machine is late by.
    assert time.monotonic() - revoked < 30
    made = await reage.render(render.id)
    assert made.state is WorkState.STOPPED
    assert seen.done < frames
    assert made.output is None
    assert await floor.spends_without_output(render) == ["revoked"]

    key = floor.house.settings.home / "keys" / "consents" / f"{floor.consent}.key"
    assert key.read_bytes() == b""
    assert (await reage.shot(shot.id)).ended_because == "the consent was revoked"
    assert await floor.house.blobs.list(f"sealed/{floor.consent}") == []
    with pytest.raises(Denied, match="closed"):
        await reage.before(shot)
    pictures = [each for folder in folders.values() for each in folder.values()]
    marks = [
        *(each[60:100] for each in pictures),
        *(each.hex().encode()[120:160] for each in pictures),
    ]
    held = dict(_everything(floor.house.settings.home, temporary, admin_url))
    assert b"042_010" in held["studio.shots"], "the dump is looked at"
    assert str(render.id).encode() in held["jobs.procrastinate_jobs"]
    for place, content in held.items():
        assert not [mark for mark in marks if mark in content], place


async def _until(floor: Floor, render: Render, *, stage: str, done: int) -> Render:
    for _ in range(2000):
        held = await floor.house.reage.render(render.id)
        if held.stage == stage and held.done >= done:
            return held
        assert not held.state.ended, held
        await asyncio.sleep(0.01)
    raise AssertionError(f"it never came to {stage} {done}")


def _everything(home: Path, temporary: Path, admin_url: URL) -> Iterator[tuple[str, bytes]]:
    """Every file of the house and of the temporary folder, and a dump of the whole database."""
    for folder in (home, temporary):
        for file in folder.rglob("*"):
            if file.is_file():
                yield str(file), file.read_bytes()
    with psycopg.connect(admin_url.render_as_string(hide_password=False)) as admin:
        tables = admin.execute(
            "SELECT relnamespace::regnamespace::text, relname FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, name in tables:
            dump = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, name))
            with admin.cursor().copy(dump) as rows:
                yield f"{schema}.{name}", b"".join(bytes(row) for row in rows)
