"""The data folder: made once, and refused when it is not ours to open."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from matinee.errors import Conflict, Unavailable
from matinee.foundation.postgres.binaries import Binaries
from matinee.foundation.postgres.probe import SUPERUSER
from matinee.foundation.postgres.rootless import as_ordinary_user
from matinee.foundation.postgres.sockets import PORT

DURABLE: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
_CONFIGURATION: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "warning",
    "password_encryption": "scram-sha-256",
    **DURABLE,
}
_ACCESS = f"local all all trust\nlocal replication {SUPERUSER} trust\n"
"""Whoever may enter the socket's folder (0700) is this user; nobody else gets a line. The second
line is for copies of the running server, which `all` does not mean."""


def prepare(data: Path, binaries: Binaries, *, socket: Path, settings: Mapping[str, str]) -> None:
    """Make the data folder where there is none, check it where there is one, write its settings."""
    if data.exists():
        check_version(data, binaries)
    else:
        _initialise(data, binaries)
    where = {"unix_socket_directories": f'"{socket}"', "port": str(PORT)}
    lines = [
        f"{name} = {_quoted(value)}\n"
        for name, value in {**_CONFIGURATION, **where, **settings}.items()
    ]
    _write(data / "postgresql.conf", "".join(lines))
    write_access(data)


def write_access(data: Path) -> None:
    """Write who may come in; a running server reads it when it is told to."""
    _write(data / "pg_hba.conf", _ACCESS)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def check_owner(folder: Path) -> None:
    """Refuse a folder that another user made."""
    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        return
    except PermissionError as closed:
        raise Conflict(
            f"The folder {folder} is closed to {_user(os.geteuid())}.",
            remedy="Run Matinee as the user who made it, or choose another home by MATINEE_HOME.",
        ) from closed
    if owner != os.geteuid():
        raise Conflict(
            f"The folder {folder} belongs to {_user(owner)}, "
            f"and Matinee runs as {_user(os.geteuid())}.",
            remedy=f"Run Matinee as {_user(owner)}, or choose another home by MATINEE_HOME.",
        )


def check_version(data: Path, binaries: Binaries) -> None:
    """Refuse a data folder of another major version."""
    try:
        version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise Conflict(
            f"The folder {data} is not a PostgreSQL data folder.",
            remedy="Move it away; Matinee makes a new one at the next start.",
        ) from unreadable
    if version != str(binaries.major):
        raise Conflict(
            f"The folder {data} was made by PostgreSQL {version}, "
            f"and Matinee brings PostgreSQL {binaries.major}.",
            remedy=f"Dump it with PostgreSQL {version} and restore into a new home (MATINEE_HOME), "
            f"or serve it with PostgreSQL {version} and set MATINEE_DATABASE_URL.",
        )


def _initialise(data: Path, binaries: Binaries) -> None:
    # Made beside its place and then renamed: a killed initdb leaves nothing that looks whole.
    fresh = data.with_name(f"{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [
        binaries.program("initdb"),
        f"--pgdata={fresh}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
    ]
    made = subprocess.run(
        as_ordinary_user(command), capture_output=True, text=True, check=False, cwd=data.parent
    )
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Unavailable(
            f"PostgreSQL could not make its data folder: {made.stderr.strip()}",
            remedy=f"Make room and writing possible in {data.parent}, then try again.",
        )
    fresh.rename(data)


def _write(file: Path, text: str) -> None:
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(file)


def _user(number: int) -> str:
    try:
        return f"the user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"the user with number {number}"
