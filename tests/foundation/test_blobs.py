"""The store of files: the same behaviour in a folder, in a bucket, and when it fails."""

import asyncio
import os
from pathlib import Path

import pytest
from tests.foundation.small_disk import run_on_small_disk

from matinee.errors import Conflict, Invalid, NotFound, Unavailable
from matinee.foundation.blobs import Blobs

SMALL_DISK = """
import asyncio, pathlib, shutil, sys
from matinee.errors import Unavailable
from matinee.foundation.blobs import Blobs

async def main(folder):
    blobs = Blobs(folder)
    await blobs.put("models/1/a.bin", b"x" * 100_000)
    for key, size in (("models/2/one.bin", 2_000_000), ("models/3/parts.bin", 20_000_000)):
        try:
            await blobs.put(key, b"y" * size)
        except Unavailable as full:
            print(key, full)
    # The library removes what it had begun beside the caller's path, a moment later, and the room
    # is there again once the last of its threads has closed it.
    for _ in range(2000):
        left = len([path for path in pathlib.Path(folder).rglob("*") if path.is_file()])
        if left == 1 and shutil.disk_usage(folder).free > 800_000:
            break
        await asyncio.sleep(0.01)
    print([blob.key for blob in await blobs.list()])
    print([path.name for path in pathlib.Path(folder).rglob("*") if path.is_file()])
    await blobs.put("models/4/a.bin", b"z" * 100_000)
    print(len(await blobs.get("models/4/a.bin")))

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture(params=["folder", "file address", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    folder = tmp_path / "a store with spaces"
    places = {"folder": folder, "file address": folder.as_uri(), "memory": "memory:///"}
    return Blobs(places[request.param])


async def test_what_was_put_is_got_and_listed(store: Blobs) -> None:
    await store.put("models/1/weights.bin", b"weights")
    await store.put("models/1/index.json", b"{}")
    await store.put("posters/1.svg", b"<svg/>")

    assert await store.get("models/1/weights.bin") == b"weights"
    assert [(blob.key, blob.size) for blob in await store.list("models")] == [
        ("models/1/index.json", 2),
        ("models/1/weights.bin", 7),
    ]
    assert len(await store.list()) == 3


async def test_a_prefix_is_a_folder_and_not_the_start_of_a_name(store: Blobs) -> None:
    await store.put("models/10/a", b"")

    assert await store.list("models/1") == []


async def test_a_second_put_replaces_the_first(store: Blobs) -> None:
    await store.put("a", b"first")
    await store.put("a", b"second")

    assert await store.get("a") == b"second"


async def test_a_file_is_put_from_disk(store: Blobs, tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(os.urandom(12_000_000))

    await store.put("films/big", big)

    assert await store.get("films/big") == big.read_bytes()


async def test_an_empty_file_is_a_file(store: Blobs) -> None:
    await store.put("empty", b"")

    assert await store.get("empty") == b""
    assert await store.exists("empty")


async def test_what_is_not_there_is_said_to_be_missing(store: Blobs) -> None:
    assert not await store.exists("models/none")
    assert await store.list("models") == []
    with pytest.raises(NotFound, match="models/none"):
        await store.get("models/none")


async def test_deleting_twice_is_the_same_as_once(store: Blobs) -> None:
    await store.put("a", b"1")

    await store.delete("a")
    await store.delete("a")

    assert not await store.exists("a")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../outside", "a/../b", "a//b", "a/", "a\0b"])
async def test_a_key_that_could_leave_the_store_is_refused(store: Blobs, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        await store.put(key, b"")
    assert refused.value.field == "key"


async def test_many_at_once_do_not_mix(store: Blobs) -> None:
    keys = [f"many/{number}" for number in range(50)]

    await asyncio.gather(*(store.put(key, key.encode()) for key in keys))

    assert await asyncio.gather(*map(store.get, keys)) == [key.encode() for key in keys]


async def test_a_reader_sees_the_old_or_the_new_and_nothing_between(blobs: Blobs) -> None:
    old, new = b"o" * 3_000_000, b"n" * 3_000_000
    await blobs.put("model", old)

    async def write() -> None:
        for _ in range(5):
            await blobs.put("model", new)

    writing = asyncio.create_task(write())
    seen = {await blobs.get("model") for _ in range(20)}
    await writing

    assert seen <= {old, new}


def test_a_full_disk_is_said_with_a_remedy_and_leaves_no_part(tmp_path: Path) -> None:
    one, parts, listed, files, *rest = run_on_small_disk("1m", tmp_path, SMALL_DISK)

    assert one.startswith("models/2/one.bin")
    assert "No space left" in one
    assert "Make room" in one
    assert parts.startswith("models/3/parts.bin")
    assert listed == "['models/1/a.bin']"
    assert files == "['a.bin']"
    assert rest == ["100000"]


async def test_a_store_that_cannot_be_reached_is_said_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ada")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "open-sesame")
    bucket = Blobs("s3://films/matinee")

    with pytest.raises(Unavailable) as said:
        await bucket.put("a", b"1")
    assert "open-sesame" not in str(said.value)
    assert "MATINEE_BLOB_URL" in said.value.remedy


@pytest.mark.parametrize("url", ["ftp://host/folder", "s3://", "nonsense://x"])
def test_an_address_that_is_no_store_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(Conflict) as refused:
        Blobs(url)
    assert "MATINEE_BLOB_URL" in refused.value.remedy


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Conflict, match="file/blobs"):
        Blobs(tmp_path / "file" / "blobs")
