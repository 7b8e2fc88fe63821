"""A house that is copied while it works comes back elsewhere, without what was taken back."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from tests.audience.lake.lake_log import viewing
from tests.clearance.record.conftest import BY, Clock, Desk, Names

from matinee.assembly.backup import checking, making, model, restoring
from matinee.assembly.ground import RESTORING
from matinee.assembly.house import House, open_house
from matinee.assembly.mirror import following
from matinee.assembly.settings import Settings
from matinee.clearance.record import shapes
from matinee.clearance.record.sealing import sealed_folder
from matinee.errors import Conflict, Denied, NotFound
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.foundation.postgres.probe import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matinee.assembly.backup.model import Manifest
    from matinee.assembly.backup.restoring import Restored
    from matinee.vocabulary.ids import ProfileId

FACE, LASTING = b"a face that is taken back", b"a face that stays"


@dataclass
class Story:
    """A house, a backup of it, and what became of it afterwards."""

    folder: Path
    revoked: UUID
    kept: UUID
    taken_back: UUID
    lasting: UUID
    gone: ProfileId
    staying: ProfileId
    first: Manifest
    second: Manifest

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def mirror(self) -> Path:
        return self.folder / "mirror"

    def settings(self, home: str) -> Settings:
        return Settings(home=self.folder / home)


def _quiet(_sentence: str) -> None:
    """What is told on the way is not looked at."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Copied twice; in between a consent is revoked, a profile erased, and more is watched."""
    folder = tmp_path_factory.mktemp("backup")
    yield asyncio.run(_lived(folder))
    for home in ("home", "elsewhere"):
        EmbeddedPostgres(folder / home / "postgres").stop()
    shutil.rmtree(folder)


async def _lived(folder: Path) -> Story:
    settings = Settings(home=folder / "home")
    # What is looked at is what is copied, not what the disk does when the power fails.
    EmbeddedPostgres(settings.home / "postgres", configuration={"fsync": "off"}).start()
    async with open_house(settings) as house:
        desk = await _furnished(house)
        revoked = await desk.consent()
        taken = await desk.make(await desk.mint(await desk.go()), FACE)
        other = await desk.record.add_performer(
            shapes.NewPerformer.model_validate(
                {"name": "Rui Lopes", "date_of_birth": "1980-01-01", "guild": "SAG-AFTRA"}
            ),
            by=BY,
        )
        desk.performer = other.key
        kept = await desk.consent()
        lasting = await desk.make(await desk.mint(await desk.go()), LASTING)
        household = await house.audience.create_household("Almeida")
        members = [await house.audience.create_profile(household.id, name) for name in "AB"]
        await house.audience.bulk_events(viewing(members, 300))
        await house.lake.fill()
        backups, mirror = folder / "backups", folder / "mirror"
        _as_of_old(settings)
        first = await making.make(house, backups, mirror, tell=_quiet)
        assert (mirror / "keys" / "ledger.pem").exists()

        await desk.record.revocations.revoke(revoked, shapes.Revocation(reason="No more."), by=BY)
        await house.audience.erase(members[0].id)
        await house.audience.bulk_events(viewing(members[1:], 200, seed=2))
        await house.lake.fill()
        await asyncio.sleep(max(0.0, 1.05 - (datetime.now(UTC) - _at(first)).total_seconds()))
        second = await making.make(house, backups, mirror, tell=_quiet)
    return Story(
        folder, revoked, kept, taken.id, lasting.id, members[0].id, members[1].id, first, second
    )


def _as_of_old(settings: Settings) -> None:
    """Let the server admit nobody who copies it, as one that an older Matinee started."""
    server = EmbeddedPostgres(settings.home / "postgres")
    (server.data / "pg_hba.conf").write_text("local all all trust\n")
    with connect(server.socket_folder, "postgres") as superuser:
        superuser.execute("SELECT pg_reload_conf()")


def _at(manifest: Manifest) -> datetime:
    return datetime.fromisoformat(manifest.began)


async def _furnished(house: House) -> Desk:
    clock = Clock(datetime.now(UTC) - timedelta(hours=5))
    house.record.recorder.clock = clock
    desk = Desk(house.record, clock, Names())
    await desk.furnish()
    return desk


@pytest.fixture(scope="module")
def restored(story: Story) -> Restored:
    """The first backup, brought back after all that."""
    return asyncio.run(
        restoring.restore(
            story.settings("elsewhere"),
            story.backups,
            story.first.name,
            story.mirror,
            tell=_quiet,
        )
    )


def test_a_backup_is_what_was_copied(story: Story) -> None:
    for name in (story.first.name, story.second.name):
        assert checking.check(story.backups, name).flaws == ()
    assert story.first.rows_before["audience.events"] == 300


def test_a_second_backup_copies_what_is_new_alone(story: Story) -> None:
    assert story.first.new_files == story.first.files
    assert 0 < story.second.new_files < story.second.files
    held = [path for path in (story.backups / "files").rglob("*") if path.is_file()]
    assert len(held) == story.first.new_files + story.second.new_files


def test_what_was_there_at_the_backup_is_back(story: Story, restored: Restored) -> None:
    assert restored.flaws == []
    assert restored.files == story.first.files
    assert restored.ledger_entries > story.first.rows_after["clearance.ledger_entries"]
    assert not (story.settings("elsewhere").home / RESTORING).exists()


async def test_what_was_taken_back_after_the_backup_does_not_come_back(
    story: Story, restored: Restored
) -> None:
    async with open_house(story.settings("elsewhere")) as house:
        with pytest.raises(Denied):
            await house.record.outputs.content(story.taken_back)
        sealed = [blob.key for blob in await house.blobs.list("sealed")]
        kept = next(key for key in sealed if key.startswith(f"{sealed_folder(story.revoked)}/"))
        bytes_back = await house.blobs.get(kept)
        with pytest.raises(Denied, match="destroyed"):
            house.record.outputs.store.seals.unseal(story.revoked, bytes_back)
        entered = await house.ledger.entries(subject=str(story.revoked), kind="key-destroyed")
        assert "restored from the backup" in entered[0].content["body"]["reason"]
        with pytest.raises(NotFound):
            await house.audience.profile(story.gone)
        facts = await house.lake.facts()
        assert facts.rows == len((await house.audience.export(story.staying))["events"])
    assert restored.taken_back == {"revocation": 1, "key": 1, "profile": 1}


async def test_what_stands_is_given_as_before_and_the_restored_house_goes_on(
    story: Story, restored: Restored
) -> None:
    assert restored.keys
    async with open_house(story.settings("elsewhere")) as house:
        assert (await house.record.outputs.content(story.lasting))[1] == LASTING
        staying = await house.audience.profile(story.staying)
        before = (await house.lake.facts()).rows
        await house.audience.bulk_events(viewing([staying], 40, seed=3))
        assert (await house.lake.fill()).events == 40
        assert (await house.lake.facts()).rows == before + 40
        again = await following.mirror(
            house.settings, house.record, house.audience, house.access.accounts, story.mirror
        )
        assert (again.added, again.destroyed) == (0, 0)


async def test_nothing_is_restored_over_anything(story: Story, restored: Restored) -> None:
    assert restored.name == story.first.name
    with pytest.raises(Conflict, match="is not empty"):
        await restoring.restore(
            story.settings("elsewhere"), story.backups, None, story.mirror, tell=_quiet
        )


async def test_a_backup_with_a_spoiled_database_is_refused_and_the_home_stays_closed(
    story: Story, tmp_path: Path
) -> None:
    spoiled = tmp_path / "backups"
    shutil.copytree(story.backups, spoiled)
    victim = spoiled / story.second.name / "postgres" / "global" / "pg_control"
    victim.write_bytes(victim.read_bytes()[::-1])
    assert checking.check(spoiled, None).flaws == (
        "postgres: global/pg_control is not what was copied",
    )
    settings = Settings(home=tmp_path / "home")
    with pytest.raises(Conflict, match="not whole: global/pg_control"):
        await restoring.restore(settings, spoiled, None, story.mirror, tell=_quiet)
    for _ in range(2):
        with pytest.raises(Conflict, match="half restored"):
            async with open_house(settings):
                pass
    with pytest.raises(Conflict, match="half a restore"):
        await restoring.restore(settings, story.backups, None, story.mirror, tell=_quiet)


async def test_a_rehearsal_leaves_nothing_behind(story: Story, tmp_path: Path) -> None:
    found = await restoring.rehearse(
        story.settings("home"), story.backups, None, story.mirror, within=tmp_path, tell=_quiet
    )
    assert found.flaws == []
    assert found.taken_back == {}
    assert list(tmp_path.iterdir()) == []


async def test_keys_do_not_lie_with_the_backups(story: Story) -> None:
    async with open_house(story.settings("home")) as house:
        for keys in (story.backups, story.backups / "keys", story.folder):
            with pytest.raises(Conflict, match="Keep them apart"):
                await making.make(house, story.backups, keys, tell=_quiet)
    for kept in (story.backups).rglob("*.key"):
        pytest.fail(f"{kept} lies with the backups")
    assert model.names(story.backups) == [story.first.name, story.second.name]
