"""What a backup is made of, each part by itself."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from matinee.access.model import Role
from matinee.assembly.backup import files, model, pruning, repository
from matinee.assembly.backup.files import Kept, Vault
from matinee.assembly.backup.model import Manifest
from matinee.assembly.house import House
from matinee.assembly.mirror import withdrawn
from matinee.assembly.mirror.folders import claim
from matinee.assembly.mirror.keys import KeyMirror
from matinee.errors import Conflict, Invalid, NotFound, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.foundation.postgres import base_backup

HOUSE = "7712549233461262625"


async def test_a_content_lies_in_the_vault_once(blobs: Blobs, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    await blobs.put("a", b"the same")
    await blobs.put("b", b"the same")
    await blobs.put("c", b"")
    kept = [await vault.keep(blobs, found, {}) for found in await blobs.list()]
    assert [one[1] for one in kept if one is not None] == [True, False, True]
    assert len([path for path in vault.folder.rglob("*") if path.is_file()]) == 2


async def test_a_file_that_has_not_changed_is_not_read_again(blobs: Blobs, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    await blobs.put("a", b"one")
    [found] = await blobs.list()
    first = await vault.keep(blobs, found, {})
    assert first is not None
    await blobs.delete("a")
    assert await vault.keep(blobs, found, {"a": first[0]}) == (first[0], False)
    assert await vault.keep(blobs, found, {}) is None
    vault.path(first[0].sha256).unlink()
    assert await vault.keep(blobs, found, {"a": first[0]}) is None


def test_a_time_of_change_just_before_the_listing_is_not_relied_on() -> None:
    listed = datetime(2026, 11, 26, 18, tzinfo=UTC)
    ages = {"old": 60, "young": 1}
    kept = [
        Kept(key, "", 1, (listed - timedelta(seconds=age)).isoformat()) for key, age in ages.items()
    ]
    assert list(files.settled(kept, listed=listed)) == ["old"]


async def test_a_spoiled_content_is_not_brought_back(blobs: Blobs, tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    await blobs.put("a", b"one")
    [found] = await blobs.list()
    kept = await vault.keep(blobs, found, {})
    assert kept is not None
    vault.path(kept[0].sha256).write_bytes(b"two")
    with pytest.raises(Conflict, match="the file a is not what was copied"):
        await vault.bring_back(kept[0], Blobs(tmp_path / "elsewhere"))


def test_a_listing_that_was_changed_is_refused(tmp_path: Path) -> None:
    listing = tmp_path / "files.jsonl"
    digest = files.write_listing(listing, [Kept("a", "b", 1, "c")])
    assert files.read_listing(listing, sha256=digest) == [Kept("a", "b", 1, "c")]
    listing.write_text("")
    with pytest.raises(Conflict, match="was changed"):
        files.read_listing(listing, sha256=digest)


async def test_the_lake_is_listed_by_its_log_first_and_without_its_pointer(blobs: Blobs) -> None:
    names = ["_delta_log/0.json", "_delta_log/_last_checkpoint", "day=1/a.parquet"]
    for name in names:
        await blobs.put(f"lake/viewing/{name}", b"x")
    await blobs.put("films/b", b"x")
    lake = [blob.key for blob in await files.lake_files(blobs)]
    assert lake == [f"lake/viewing/{name}" for name in (names[0], names[2])]
    assert [blob.key for blob in await files.other_files(blobs)] == ["films/b"]


def _keys(folder: Path) -> Path:
    keys = folder / "keys"
    (keys / "consents").mkdir(parents=True)
    (keys / "ledger.pem").write_bytes(b"the signing key")
    (keys / "consents" / f"{uuid4()}.key").write_bytes(bytes(range(32)))
    (keys / "consents" / ".half.key.12").write_bytes(b"half-written")
    return keys


def test_a_key_that_was_destroyed_is_destroyed_in_the_mirror_and_never_whole_again(
    tmp_path: Path,
) -> None:
    keys, mirror = _keys(tmp_path), KeyMirror(tmp_path / "mirror")
    [consent] = keys.glob("consents/*.key")
    secret = consent.read_bytes()
    first = mirror.follow(keys, house=HOUSE)
    assert (first.keys, first.added, first.destroyed) == (2, 2, 0)
    consent.write_bytes(b"")
    second = mirror.follow(keys, house=HOUSE)
    assert (second.keys, second.added, second.destroyed) == (1, 0, 1)
    held = [path.read_bytes() for path in mirror.folder.rglob("*") if path.is_file()]
    assert secret not in held
    consent.write_bytes(secret)
    mirror.follow(keys, house=HOUSE)
    assert mirror.bring_back(tmp_path / "back") == 1
    assert (tmp_path / "back" / "consents" / consent.name).read_bytes() == b""
    assert (tmp_path / "back" / "ledger.pem").stat().st_mode & 0o077 == 0


def test_another_signing_key_is_not_mirrored_over_the_first(tmp_path: Path) -> None:
    keys, mirror = _keys(tmp_path), KeyMirror(tmp_path / "mirror")
    mirror.follow(keys, house=HOUSE)
    (keys / "ledger.pem").write_bytes(b"another")
    with pytest.raises(Conflict, match=r"ledger\.pem is another one"):
        mirror.follow(keys, house=HOUSE)
    with pytest.raises(Conflict, match="another house"):
        mirror.check("1")
    with pytest.raises(Conflict, match="is no mirror"):
        KeyMirror(tmp_path / "nothing").check(HOUSE)


def test_a_folder_of_other_things_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("mine")
    with pytest.raises(Conflict, match="other things"):
        claim(tmp_path / "house.json", "backups", HOUSE)


def test_half_a_backup_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no backup"):
        model.read_manifest(tmp_path, None)
    (tmp_path / "20261126T184501Z.part").mkdir()
    for name in (None, "20261126T184501Z"):
        with pytest.raises(Conflict, match="half a backup"):
            model.read_manifest(tmp_path, name)
    with pytest.raises(NotFound):
        model.read_manifest(tmp_path, "20261126T184502Z")


def _backup(folder: Path, name: str, contents: list[str]) -> None:
    (folder / name).mkdir(parents=True)
    kept: list[Kept] = []
    for content in contents:
        digest = hashlib.sha256(content.encode()).hexdigest()
        path = Vault(folder / "files").path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        kept.append(Kept(content, digest, len(content), "2026-11-26T18:00:00+00:00"))
    listing = files.write_listing(folder / name / "files.jsonl", kept)
    manifest = Manifest(
        format=1,
        name=name,
        matinee="0",
        schema_revision="0001",
        postgres_major=18,
        house=HOUSE,
        began="2026-11-26T18:00:00+00:00",
        ended="2026-11-26T18:00:00+00:00",
        ledger_head="",
        rows_before={},
        rows_after={},
        lake_version=-1,
        files=len(kept),
        file_bytes=0,
        new_files=0,
        new_bytes=0,
        files_sha256=listing,
        database_bytes=0,
        database_sha256="",
        seconds={},
    )
    (folder / name / "backup.json").write_text(manifest.model_dump_json())


def test_old_backups_go_with_the_contents_that_no_other_holds(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        pruning.prune(tmp_path, keep=1)
    claim(tmp_path / model.OWNER, model.KIND, HOUSE)
    days = [f"2026112{day}T184501Z" for day in range(1, 4)]
    for day, contents in zip(days, (["a", "b"], ["b", "c"], ["c", "d"]), strict=True):
        _backup(tmp_path, day, contents)
    with pytest.raises(Invalid, match="always kept"):
        pruning.prune(tmp_path, keep=0)
    pruned = pruning.prune(tmp_path, keep=2)
    assert (pruned.removed, pruned.left, pruned.files) == ((days[0],), tuple(days[1:]), 1)
    assert {path.read_text() for path in Vault(tmp_path / "files").contents()} == set("bcd")
    (tmp_path / days[2] / "files.jsonl").write_text("")
    with pytest.raises(Conflict, match="was changed"):
        pruning.prune(tmp_path, keep=1)
    assert model.names(tmp_path) == days[1:]


def test_rows_that_were_lost_are_named_and_those_that_came_meanwhile_are_not() -> None:
    before = {"a.x": 5, "a.y": 5, "a.z": 5, "clearance.ledger_entries": 5}
    after = {"a.x": 9, "a.y": 5, "a.z": 5, "clearance.ledger_entries": 6}
    has = {"a.x": 7, "a.y": 4, "clearance.ledger_entries": 7}
    assert repository.lost(before, after, has) == [
        "a.y has 4 rows; 5 to 5 were counted",
        "the table a.z is missing",
        "clearance.ledger_entries has 7 rows; 5 to 6 were counted",
    ]


def test_a_list_of_what_was_taken_back_that_cannot_be_read_stops_a_restore(tmp_path: Path) -> None:
    file = tmp_path / "withdrawn.jsonl"
    assert withdrawn.read(file) == []
    file.write_text('{"kind": "revocation"')
    with pytest.raises(Conflict, match="what was revoked would come back"):
        withdrawn.read(file)


async def test_an_erased_account_is_on_the_list_and_is_erased_again_where_it_came_back(
    house: House, tmp_path: Path
) -> None:
    people, file = house.access.accounts, tmp_path / "withdrawn.jsonl"
    await people.create("Olga", {Role.OPERATOR}, None)
    ada = await people.create("Ada", {Role.COUNSEL}, None)
    await people.erase(ada.id, reason="A request.")
    assert await withdrawn.note(house.record, house.audience, people, file) == 1
    (line,) = withdrawn.read(file)
    assert line == {"kind": "account", "subject": str(ada.id)}
    back = await people.create("Ada Anew", {Role.OPERATOR}, None)
    line["subject"] = str(back.id)
    for done in ({"account": 1}, {}):
        again = withdrawn.do_again(
            house.record, house.audience, people, [line], because="restored from a backup"
        )
        assert await again == done
    assert [account.name for account in await people.listed()] == ["Olga"]


def test_a_copy_without_a_file_or_with_one_more_is_not_whole(tmp_path: Path) -> None:
    (tmp_path / "pg_wal").mkdir()
    (tmp_path / "more").write_text("")
    lines = b'{ "Files": [\n{ "Path": "base/1", "Size": 1, "Checksum": "00" }\n],\n'
    seal = hashlib.sha256(lines).hexdigest()
    (tmp_path / base_backup.MANIFEST).write_bytes(
        lines + b'"Manifest-Checksum": ' + json.dumps(seal).encode() + b"}\n"
    )
    assert base_backup.flaws(tmp_path) == [
        "base/1 cannot be read (No such file or directory)",
        "more is there and is not listed",
        "pg_wal has no segment of the log",
    ]
    (tmp_path / base_backup.MANIFEST).write_bytes(
        lines.replace(b"base/1", b"base/2") + f'"Manifest-Checksum": "{seal}"}}\n'.encode()
    )
    assert base_backup.flaws(tmp_path) == [f"{base_backup.MANIFEST} was changed."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_says_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unavailable, match="cannot be written to"):
        KeyMirror(tmp_path / "mirror").follow(_keys(tmp_path), house=HOUSE)
