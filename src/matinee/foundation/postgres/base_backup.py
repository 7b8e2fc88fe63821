"""A physical copy of a running server, and whether a copy is whole.

PostgreSQL's own base backup (chapter "Continuous Archiving") keeps what a dump loses: the counter
of transactions, by which the lake knows how far it has read. It is checked against PostgreSQL's
backup manifest here, since ``pg_verifybackup`` of the bundled binaries ends in a fault of memory.
"""

import hashlib
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from matinee.errors import Conflict, Unavailable
from matinee.foundation.postgres import cluster
from matinee.foundation.postgres.binaries import bundled_binaries
from matinee.foundation.postgres.probe import SUPERUSER, connect
from matinee.foundation.postgres.sockets import PORT
from matinee.foundation.postgres.supervisor import EmbeddedPostgres

MANIFEST = "backup_manifest"
_PERCENT = re.compile(r"\((\d+)%\)")
_CHUNK = 1 << 20
_ADMITTED_SECONDS = 10.0
_UNLISTED = {MANIFEST, "postgresql.auto.conf"}
"""The manifest does not list itself; settings by hand may have come since."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a copy, by its manifest."""

    path: str
    size: int
    sha256: str


def size_bytes(server: EmbeddedPostgres) -> int:
    """About what a copy takes: the databases, and two segments of the log."""
    with connect(server.socket_folder, "postgres") as connection:
        row = connection.execute(
            "SELECT sum(pg_database_size(oid))::bigint FROM pg_database"
        ).fetchone()
    return (int(row[0]) if row else 0) + 2 * 16 * 2**20


def take(server: EmbeddedPostgres, target: Path, *, tell: Callable[[int], None]) -> None:
    """Copy the running server into the folder ``target``, which must not be there yet.

    Readers and writers go on meanwhile; the copy holds all that was committed when it ended.
    ``tell`` hears the percentage, as it grows by tens. Unavailable where it comes to nothing; no
    part of it is left then.
    """
    way = make_conninfo(host=str(server.socket_folder), port=PORT, user=SUPERUSER)
    _admitted(server, way)
    command = [
        bundled_binaries().program("pg_basebackup"),
        f"--pgdata={target}",
        f"--dbname={way}",
        "--format=plain",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--manifest-checksums=SHA256",
        "--no-password",
        "--progress",
    ]
    ordinary = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=ordinary
    ) as copying:
        words = _followed(copying.stderr or (), tell)
    if copying.returncode != 0:
        raise _failed(words, target)


def _admitted(server: EmbeddedPostgres, way: str) -> None:
    """Have a server that an older Matinee started let copies be taken, and wait until it does."""
    cluster.write_access(server.data)
    with connect(server.socket_folder, "postgres") as connection:
        connection.execute("SELECT pg_reload_conf()")
    deadline = time.monotonic() + _ADMITTED_SECONDS
    while True:
        try:
            psycopg.connect(way, replication="true", autocommit=True).close()
        except psycopg.OperationalError as refused:
            if "pg_hba.conf" not in str(refused) or time.monotonic() > deadline:
                raise Unavailable(
                    f"The database lets no copy be taken: {str(refused).strip()}",
                    remedy=f"Look into {server.log}, or start it anew: `matinee db stop`.",
                ) from refused
            time.sleep(0.05)
        else:
            return


def flaws(copy: Path) -> list[str]:
    """What is wrong with a copy by its manifest: files missing, changed, or not listed."""
    try:
        listed = files(copy)
    except Conflict as broken:
        return [broken.sentence]
    found = [
        f"{file.path} {problem}" for file in listed if (problem := _problem(copy, file)) is not None
    ]
    known = {file.path for file in listed} | _UNLISTED
    for path in copy.rglob("*"):
        name = str(path.relative_to(copy))
        if path.is_file() and name not in known and not name.startswith("pg_wal/"):
            found.append(f"{name} is there and is not listed")
    if not any((copy / "pg_wal").glob("0*")):
        found.append("pg_wal has no segment of the log")
    return found


def files(copy: Path) -> list[Listed]:
    """What a copy's manifest lists; Conflict where it cannot be read or was changed."""
    try:
        raw = (copy / MANIFEST).read_bytes()
        # The last line holds the hash of all before it.
        body, _, seal = raw.rpartition(b'"Manifest-Checksum"')
        manifest: dict[str, Any] = json.loads(raw)
        whole = hashlib.sha256(body).hexdigest() == manifest["Manifest-Checksum"] and seal
        listed = [
            Listed(_path(entry), int(entry["Size"]), str(entry["Checksum"]))
            for entry in manifest["Files"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise Conflict(f"{MANIFEST} cannot be read.", code="broken_backup") from broken
    if not whole:
        raise Conflict(f"{MANIFEST} was changed.", code="broken_backup")
    return listed


def _path(entry: dict[str, Any]) -> str:
    if "Encoded-Path" in entry:
        return os.fsdecode(bytes.fromhex(entry["Encoded-Path"]))
    return str(entry["Path"])


def _problem(copy: Path, file: Listed) -> str | None:
    try:
        path = copy / file.path
        if path.stat().st_size != file.size:
            return f"has {path.stat().st_size} bytes, and {file.size} were copied"
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(_CHUNK):
                digest.update(block)
    except OSError as failure:
        return f"cannot be read ({failure.strerror})"
    return None if digest.hexdigest() == file.sha256 else "is not what was copied"


def _followed(lines: Iterator[str] | tuple[()] | Any, tell: Callable[[int], None]) -> list[str]:
    """Tell how far it is by tens, and keep the lines that are no progress."""
    told, words = -1, list[str]()
    for line in lines:
        match = _PERCENT.search(line)
        if match is None:
            words.append(line.strip())
        elif (tens := min(int(match[1]), 100) // 10 * 10) > told:
            told = tens
            tell(tens)
    return words


def _failed(words: list[str], target: Path) -> Unavailable:
    said = next((line for line in reversed(words) if "error" in line), " ".join(words[-2:]))
    if "No space left" in said:
        return Unavailable(
            f"There is no room left in {target.parent} for a copy of the database.",
            remedy="Make room there, or name another folder; nothing half-written was left.",
            code="no_room",
        )
    return Unavailable(
        f"The database could not be copied: {said}",
        remedy="Look into the server's log, remove the cause and try again.",
    )
