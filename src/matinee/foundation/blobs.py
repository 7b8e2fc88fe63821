"""Files by key, in a folder or in S3, GCS or Azure: the same calls at any size (obstore)."""

import atexit
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, InvalidPathError
from obstore.store import LocalStore, ObjectStore, from_url

from matinee.errors import Conflict, Invalid, NotFound, Unavailable
from matinee.foundation.redaction import without_secrets

_ONE_CALL = timedelta(seconds=30)
_WITH_RETRIES = timedelta(seconds=20)
_CHUNK_BYTES = 4_000_000
_LAST_SECONDS = 0.05
# Threads of the library that have answered still let go of what they held of Python; one that does
# so while the interpreter is taken down brings the whole process down with SIGABRT.
atexit.register(time.sleep, _LAST_SECONDS)


@dataclass(frozen=True, slots=True)
class BlobFacts:
    """What a listing says of one blob."""

    key: str
    size: int
    modified: datetime


class Blobs:
    """A store named by a URL (``s3://…``, ``gs://…``, ``az://…``, ``file://…``) or a folder."""

    def __init__(self, url: str | Path) -> None:
        self.url = without_secrets(str(url))
        self._store = _open(url)

    async def put(self, key: str, content: bytes | Path) -> None:
        """Store the whole content under ``key``, or nothing: no reader ever sees a part."""
        with self._failures(key):
            await obstore.put_async(self._store, _checked(key), content)

    async def get(self, key: str) -> bytes:
        """The whole content; :class:`NotFound` when there is none."""
        with self._failures(key):
            found = await obstore.get_async(self._store, _checked(key))
            return bytes(await found.bytes_async())

    async def chunks(self, key: str) -> AsyncGenerator[bytes]:
        """The content in parts of some MB, for what is too large to be held at once."""
        with self._failures(key):
            found = await obstore.get_async(self._store, _checked(key))
            async for chunk in found.stream(min_chunk_size=_CHUNK_BYTES):
                yield bytes(chunk)

    async def exists(self, key: str) -> bool:
        """Whether there is a blob under ``key``."""
        try:
            with self._failures(key):
                await obstore.head_async(self._store, _checked(key))
        except NotFound:
            return False
        return True

    async def delete(self, key: str) -> None:
        """Remove the blob; nothing happens where there is none."""
        try:
            with self._failures(key):
                await obstore.delete_async(self._store, _checked(key))
        except NotFound:
            return

    async def list(self, prefix: str = "") -> list[BlobFacts]:
        """Every blob below the folder ``prefix``, by key."""
        with self._failures(prefix):
            below = _checked(prefix) if prefix else None
            found = [
                BlobFacts(item["path"], item["size"], item["last_modified"])
                async for batch in obstore.list(self._store, below)
                for item in batch
            ]
        return sorted(found, key=lambda blob: blob.key)

    @contextmanager
    def _failures(self, key: str) -> Generator[None]:
        try:
            yield
        except FileNotFoundError as missing:
            raise NotFound(f"There is no file {key!r} in the store.") from missing
        except InvalidPathError as wrong:
            raise Invalid(f"{key!r} cannot be a file's name in the store.", field="key") from wrong
        except (BaseError, OSError) as failure:
            raise Unavailable(
                f"The store {self.url} did not take part: {_cause(failure)}",
                remedy="Make room and access possible there, or correct MATINEE_BLOB_URL; "
                "nothing half-written was left.",
            ) from failure


def _open(url: str | Path) -> ObjectStore:
    text = str(url)
    try:
        if isinstance(url, Path) or "://" not in text:
            return LocalStore(Path(text).absolute(), mkdir=True)
        if text.startswith("file://"):
            return LocalStore(Path(unquote(urlsplit(text).path)), mkdir=True)
        return from_url(
            text,
            client_options={
                "timeout": _ONE_CALL,
                "connect_timeout": timedelta(seconds=5),
                "allow_http": True,
            },
            # A store that fails half its calls fails nine in a row once in five hundred.
            retry_config={
                "max_retries": 8,
                "backoff": {
                    "init_backoff": timedelta(milliseconds=50),
                    "max_backoff": timedelta(seconds=2),
                    "base": 2,
                },
                "retry_timeout": _WITH_RETRIES,
            },
        )
    except (BaseError, OSError, ValueError) as failure:
        raise Conflict(
            f"{without_secrets(text)} cannot be opened as a store for files: {_cause(failure)}",
            remedy="Set MATINEE_BLOB_URL to a folder, or to s3://, gs:// or az:// and a bucket.",
        ) from failure


def _checked(key: str) -> str:
    parts = key.split("/")
    if not key or "" in parts or "." in parts or ".." in parts or "\x00" in key:
        raise Invalid(f"{key!r} cannot be a file's name in the store.", field="key")
    return key


def _cause(failure: BaseException) -> str:
    # obstore writes its message first and its internals on the lines below.
    return str(failure).strip().split("\n", maxsplit=1)[0][:300]
